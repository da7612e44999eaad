// The page follows its address: what is asked, what it is confined to, and where the reader is open.
// Every link and form that leads to "/" is taken here; all HTML comes from the server, escaped.
const page = (() => {
  "use strict";
  const OF_PASSAGE = ["read", "u", "at", "text"], FILTERS = ["speaker", "from", "to", "place", "transcript"];
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const fetched = new Map();
  const gotten = (path) => {
    if (!fetched.has(path)) {
      const got = fetch(path).then(async (reply) => {
        if (reply.ok) return reply.text();
        fetched.delete(path);
        throw new Error((await reply.json().catch(() => ({}))).error || "the server does not answer");
      });
      got.catch(() => fetched.delete(path));
      fetched.set(path, got);
      if (fetched.size > 60) fetched.delete(fetched.keys().next().value);
    }
    return fetched.get(path);
  };

  // The address, taken apart and put together.
  const split = (address) => {
    const asked = new URLSearchParams(address.replace(/^\/?\?/, "")), passage = new URLSearchParams();
    for (const name of OF_PASSAGE) {
      if (asked.has(name)) passage.set(name, asked.get(name));
      asked.delete(name);
    }
    for (const [name, value] of [...asked]) if (!value) asked.delete(name, value);
    return { asked: asked.toString(), passage: passage.toString() };
  };
  const joined = (asked, passage) => {
    const query = [asked, passage].filter(Boolean).join("&");
    return query ? `/?${query}` : "/";
  };
  const here = () => split(location.search);
  const holdsQuestion = (asked) => new URLSearchParams(asked).has("q");
  if (holdsQuestion(here().asked)) gotten(`/part/turn?${here().asked}`).catch(() => {});
  if (here().passage) gotten(`/part/reader?${here().passage}`).catch(() => {});

  let before = null, showing = 0, title = "";
  const say = (words) => { find("#status").textContent = words; };
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

  // Going somewhere: an entry of the history is the turns on the page; the address is that of the last.
  const turnsNow = () => history.state?.turns ?? (holdsQuestion(here().asked) ? [here().asked] : []);
  const go = (address, { turns, keep = false } = {}) => {
    const next = split(address), now = here();
    if (!turns) {
      turns = turnsNow();
      if (!holdsQuestion(next.asked)) turns = next.passage && !keep ? turns : [];
      else if (next.asked !== turns.at(-1)) {
        const same = new URLSearchParams(next.asked).get("q") === new URLSearchParams(turns.at(-1)).get("q");
        turns = [...turns.slice(0, same ? -1 : undefined).filter((turn) => turn !== next.asked), next.asked].slice(-12);
      }
      if (next.passage && !next.asked) next.asked = now.asked;
    }
    const target = joined(next.asked, next.passage);
    const opened = next.passage && !now.passage;
    const way = next.passage && now.passage && next.asked === now.asked ? "replaceState" : "pushState";
    history[way]({ turns, opened: opened || (way === "replaceState" && history.state?.opened) }, "", target);
    return show();
  };

  const placeholder = (asked) => {
    const section = document.createElement("section"), heading = document.createElement("h2");
    section.className = "turn waiting";
    section.dataset.turn = asked;
    section.setAttribute("aria-busy", "true");
    heading.textContent = new URLSearchParams(asked).get("q");
    section.append(heading);
    return section;
  };
  const failed = (section, error) => {
    const told = document.createElement("p"), again = document.createElement("button");
    told.className = "error";
    told.textContent = `This could not be answered: ${error.message}. `;
    again.type = "button";
    again.textContent = "Try again";
    again.onclick = () => { section.remove(); show(); };
    told.append(again);
    section.removeAttribute("aria-busy");
    section.classList.remove("waiting");
    section.append(told);
    say(told.textContent);
  };
  const fromHtml = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content;
  };

  async function turn(section, asked, glancing) {
    try {
      const made = fromHtml(await gotten(`/part/turn?${asked}`)).firstElementChild;
      const own = made.dataset.turn = split(made.dataset.turn).asked, turns = turnsNow();
      if (glancing) find(".overview", made)?.setAttribute("open", "");
      if (section.isConnected) section.replaceWith(made);
      if (own !== asked && turns.includes(asked)) {  // what had no effect is left out of the address
        const renamed = turns.map((each) => each === asked ? own : each);
        history.replaceState({ ...history.state, turns: renamed }, "", joined(renamed.at(-1), here().passage));
      }
      return made;
    } catch (error) {
      failed(section, error);
      return section;
    }
  }

  async function show() {
    const mine = ++showing, now = here(), turns = turnsNow(), place = find("#turns");
    const there = new Map(all(".turn", place).map((section) => [section.dataset.turn, section]));
    const last = turns.at(-1), isNew = last && !there.has(last), sections = [], waits = [];
    const glancing = find(".overview[open]", place) !== null;
    for (const asked of turns) {
      const section = there.get(asked) ?? placeholder(asked);
      sections.push(section);
      if (!there.has(asked)) waits.push(turn(section, asked, glancing));
    }
    if (sections.length !== there.size || sections.some((section) => !section.isConnected)) place.replaceChildren(...sections);
    find("#start").hidden = turns.length > 0;
    dress(now.asked, turns.length > 0);
    const moved = last !== before;
    before = last;
    if (moved && turns.length === 1) scrollTo(0, 0);
    else if (moved && last) sections.at(-1).scrollIntoView({ block: "start", behavior: isNew ? calm() : "auto" });
    else if (moved) scrollTo(0, 0);
    reader(now.passage);
    const made = await Promise.all(waits);
    if (mine !== showing || !made.length) return;
    before = turnsNow().at(-1);
    say(made.at(-1).dataset.said ?? "");
    if (moved && turns.length > 1) made.at(-1).scrollIntoView({ block: "start" });
    dress(here().asked, true);
    reader(here().passage);
  }

  // The foot: which mode, which filters, what the box is for.
  let drawn = null;
  function dress(asked, begun) {
    const given = new URLSearchParams(asked), check = given.get("mode") === "check", foot = find("#foot"), box = find("#question textarea");
    foot.classList.toggle("checking", check);
    foot.classList.toggle("begun", begun);
    const own = check ? begun ? "Check another quote" : "Paste the quote to check" : begun ? "Follow up, or ask anew" : "Ask in plain words";
    box.placeholder = own;
    box.setAttribute("aria-label", check ? "The quote to check" : "Your question");
    find("#question .submit-button").textContent = check ? "Check" : "Ask";
    for (const link of all(".modes a", foot)) {
      if ((link.dataset.mode === "check") === check) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const set = FILTERS.reduce((sum, name) => sum + given.getAll(name).length, 0);
    const button = find("#filtering");
    button.textContent = set && !check ? `Filters: ${set}` : "Filters";
    button.classList.toggle("set", set > 0 && !check);
    const name = find("#claimant"), words = given.get("q");
    if (check && words) name.value = given.get("speaker") ?? "";
    document.title = words ? `${words.slice(0, 100)} – ${title}` : title;
    if (check) panel(false);
    else if (set && !begun && find("#filters").hidden) panel(true);
    else if (!find("#filters").hidden && drawn !== asked) fill();
  }
  async function fill() {
    const filters = find("#filters"), asked = here().asked;
    drawn = asked;
    const at = all(".options", filters).map((list) => list.scrollTop);
    try {
      const html = await gotten(`/part/filters?${asked}`);
      if (drawn !== asked) return;
      const focused = document.activeElement?.closest("#filters a, #filters input")?.textContent;
      filters.replaceChildren(fromHtml(html));
      all(".options", filters).forEach((list, n) => { list.scrollTop = at[n] ?? 0; });
      if (focused) all("a", filters).find((link) => link.textContent.replace("✓ ", "") === focused.replace("✓ ", ""))?.focus();
      say(find(".filtering", filters)?.dataset.said ?? "");
    } catch (error) { filters.textContent = `The filters cannot be shown: ${error.message}.`; }
  }
  function panel(open) {
    find("#filters").hidden = !open;
    find("#filtering").setAttribute("aria-expanded", String(open));
    if (open) fill();
  }

  // The reader beside the thread.
  let opener = null, read = null;
  // What the cards know of the transcript that is open: the answering sentence, and the other hits in it.
  const pointers = (passage) => {
    const card = all(".card").findLast((each) => each.dataset.read === passage), given = new URLSearchParams();
    if (card?.dataset.sentence) given.set("sentence", card.dataset.sentence);
    for (const other of card ? all(".card", card.closest(".turn")) : []) {
      const place = new URLSearchParams(other.dataset.read);
      if (place.get("read") === new URLSearchParams(passage).get("read")) given.append("hit", `${place.get("u")}-${place.get("at")}`);
    }
    return card ? `${passage}&${given}` : passage;
  };
  async function reader(passage) {
    const aside = find("#reader");
    mark();
    if (!passage) {
      if (aside.hidden) return;
      aside.hidden = true;
      cover(false);
      read = null;
      document.body.classList.remove("reading");
      const back = opener?.isConnected ? opener : all(".card").find((card) => card.matches(".read"));
      opener = null;
      (back ?? find("#question textarea")).focus({ preventScroll: true });
      back?.scrollIntoView({ block: "nearest" });
      return;
    }
    const path = pointers(passage), again = read === passage;
    if (read === passage && (aside.dataset.path === path || path === passage)) return;
    read = passage;
    aside.dataset.path = path;
    const wasHidden = aside.hidden;
    if (wasHidden) opener ??= document.activeElement?.closest(".card");
    try {
      const html = await gotten(`/part/reader?${path}`);
      if (read !== passage || aside.dataset.path !== path) return;
      aside.replaceChildren(fromHtml(html));
      seek.reset();
    } catch (error) { aside.textContent = `The transcript cannot be shown: ${error.message}.`; }
    aside.hidden = false;
    cover(true);
    document.body.classList.add("reading");
    if (again) return;
    const at = find("#passage", aside);
    if (at) at.scrollIntoView({ block: "center" });
    else aside.scrollTop = 0;
    opener?.scrollIntoView({ block: "nearest" });
    aside.focus({ preventScroll: true });
  }
  // In a narrow window the reader covers the page, which must then not be reached by the keyboard either.
  function cover(open) {
    const covers = open && !matchMedia("(min-width: 64rem)").matches;
    for (const part of [find(".masthead"), find(".thread"), find("#foot")]) part.inert = covers;
  }
  const close = () => history.state?.opened ? history.back() : go(joined(here().asked, ""), { turns: turnsNow() });
  function mark() {
    const passage = here().passage;
    for (const card of all(".card")) card.classList.toggle("open", card.dataset.read === passage);
  }

  // Copying. Pages without https, unless they are this machine's own, have no clipboard but the old one.
  async function put(words) {
    if (navigator.clipboard) return navigator.clipboard.writeText(words).then(() => true);
    const field = document.createElement("textarea"), focused = document.activeElement;
    field.value = words;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    focused?.focus();
    return done;
  }
  async function copy(button) {
    const { copies, address, text } = button.dataset, said = button.textContent;
    const words = address ? location.origin + address : text ?? find(`.${copies}`, button.closest(".card")).textContent;
    button.textContent = await put(words).catch(() => false) ? "Copied" : "Could not copy";
    say(button.textContent);
    setTimeout(() => { button.textContent = said; }, 2000);
    button.closest("details.menu")?.removeAttribute("open");
  }

  function clicked(event) {
    const target = event.target.closest?.("a, button");
    for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
    if (!target) return;
    if (target.matches(".copy")) copy(target);
    else if (target.matches("#filtering")) panel(find("#filters").hidden);
    else if (target.matches("[data-opens]")) find(`#${target.dataset.opens}`).showModal();
    else if (target.matches("[data-closes]")) close();
    const href = target.getAttribute("href");
    if (!href || !/^\/(\?|$)/.test(href) || event.ctrlKey || event.metaKey || event.shiftKey || target.target) return;
    event.preventDefault();
    if (target.matches(".read")) opener = target.closest(".card");
    if (target.matches("#anew, .masthead a")) go(href, { turns: [] });
    else if (target.matches(".modes a")) mode(target.dataset.mode);
    else go(href);
    if (target.matches("#anew, .modes a")) find("#question textarea").focus();
  }
  const mode = (which) => {  // the turns stay; only what the box is for changes
    const given = new URLSearchParams(here().asked), now = given.get("mode") ?? "ask";
    if (which === now) return;
    history.pushState({ turns: turnsNow() }, "", which === "check" ? "/?mode=check" : "/");
    show();
  };
  function submitted(event) {
    const form = event.target;
    if (form.getAttribute("action") !== "/") return;
    event.preventDefault();
    const first = find(".find", form)?.value && find("li:not([hidden]) a", form.parentElement);
    if (first) first.click();
    else go(`/?${new URLSearchParams(new FormData(form))}`);
  }
  // What is typed into a list's field leaves only the options that hold it.
  function typed(event) {
    if (!event.target.matches(".find")) return;
    const sought = event.target.value.trim().toLowerCase();
    for (const item of all("li", event.target.closest("section"))) item.hidden = !item.textContent.toLowerCase().includes(sought);
  }

  // What is followed up: the last question, after those that it follows itself; the first names the topic.
  function conversation(last) {
    const line = last.get("q").replace(/\s+/g, " ").trim();
    const [first, ...between] = (last.get("previous") ?? "").split("\n").filter(Boolean);
    while (between.length > 8 || [first, ...between, line].join(" ").length > 1900 && between.length) between.shift();
    const whole = [first, ...between, line].filter(Boolean).join("\n");
    return whole.length > 2000 ? line : whole;
  }

  // Asked in the box.
  function ask(words) {
    const given = new URLSearchParams(here().asked), check = given.get("mode") === "check";
    const next = new URLSearchParams(check ? { mode: "check", q: words } : { q: words });
    const claimant = find("#claimant").value.trim();
    if (check && claimant) next.set("speaker", claimant);
    if (!check) {
      for (const name of FILTERS) for (const value of given.getAll(name)) next.append(name, value);
      const previous = turnsNow().map((asked) => new URLSearchParams(asked)).filter((asked) => asked.get("mode") !== "check").at(-1);
      if (previous?.get("q")) next.set("previous", conversation(previous));
    }
    panel(false);
    go(`/?${next}`);
  }

  function pressed(event) {
    const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (event.key === "Escape") {
      if (find("dialog[open]")) return;
      const menu = find("details.menu[open]");
      if (menu) { menu.open = false; find("summary", menu).focus(); }
      else if (!find("#filters").hidden) { panel(false); find("#filtering").focus(); }
      else if (!find("#reader").hidden) close();
      else if (typing) event.target.blur();
      else return;
      event.preventDefault();
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || find("dialog[open]") || !find("#with-keys").checked) return;
    const card = event.target.closest?.(".card");
    const shown = all("#turns .card").filter((each) => each.checkVisibility());
    const step = { j: 1, k: -1 }[event.key];
    if (event.key === "/") find("#question textarea").focus();
    else if (event.key === "?") find("#keys").showModal();
    else if (step && shown.length) {
      const first = shown.findIndex((each) => each.getBoundingClientRect().bottom > 80);
      const to = card ? shown.indexOf(card) + step : Math.max(first, 0);
      const next = shown[Math.min(Math.max(to, 0), shown.length - 1)];
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: "center", behavior: calm() });
    } else if (event.key === "Enter" && event.target === card) find("a.read", card).click();
    else if (event.key === "c" && card) find("[data-copies]", card).click();
    else return;
    event.preventDefault();
  }

  // Called once Gradio has drawn the page.
  function begin() {
    history.scrollRestoration = "manual";
    document.addEventListener("click", clicked);
    document.addEventListener("submit", submitted);
    document.addEventListener("input", typed);
    document.addEventListener("keydown", pressed);
    document.addEventListener("toggle", ({ target }) => {
      if (target.matches?.("details.menu[open]")) find("ul", target).scrollIntoView({ block: "nearest" });
    }, true);
    addEventListener("popstate", () => show());
    const keys = find("#with-keys");
    keys.checked = localStorage.getItem("keys") !== "off";
    keys.onchange = () => localStorage.setItem("keys", keys.checked ? "on" : "off");
    const ready = () => {
      if (!find("#question textarea") || !find("#filtering")) return requestAnimationFrame(ready);
      performance.mark("ready");
      title = document.title;
      document.documentElement.dataset.ready = "yes";
      show();
    };
    ready();
  }
  return { begin, ask };
})();
