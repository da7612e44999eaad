// The turns of the conversation. An entry of the browser's history holds them all; the address is that of the last.
let before = null, showing = 0, title = "";
const wide = matchMedia("(min-width: 87.5rem)");  // the overview stands beside the passages there: gradio.css
const say = (words) => { find("#status").textContent = words; };
const scrolling = () => matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

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
  told.append(_("This could not be answered: %(error)s.", { error: error.message }), " ", again);
  again.type = "button";
  again.textContent = _("Try again");
  again.onclick = () => { section.remove(); show(); };
  section.removeAttribute("aria-busy");
  section.classList.remove("waiting");
  section.append(told);
  say(told.firstChild.data);
};
const fromHtml = (html) => {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
};

async function turn(section, asked, glancing) {
  try {
    const made = fromHtml(await fetchPart(`/part/turn?${asked}`)).firstElementChild;
    const own = made.dataset.turn = split(made.dataset.turn).asked, turns = turnsNow();
    if (glancing || wide.matches) find(".overview", made)?.setAttribute("open", "");
    if (shares()) for (const button of all(".share", made)) button.textContent = _("Share link");
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
  else if (moved && last) sections.at(-1).scrollIntoView({ block: "start", behavior: isNew ? scrolling() : "auto" });
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
