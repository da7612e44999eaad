// Clicks, forms, keys and copying; every link and form that leads to "/" is taken here. All HTML comes from the server, escaped.
// Copying. Pages without https, unless they are this machine's own, have no clipboard but the old one.
async function writeClipboard(words) {
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
  const { copies, address, fetches, text } = button.dataset, menu = button.closest("details.menu");
  const shown = menu ? find("summary", menu) : button, said = shown.dataset.words ??= shown.textContent;
  const words = fetches ? await fetchPart(fetches).catch(() => null) : address ? location.origin + address : text ?? find(`.${copies}`, button.closest(".card")).textContent;
  shown.textContent = words !== null && await writeClipboard(words).catch(() => false) ? _("Copied") : _("Could not copy");
  say(shown.textContent);
  setTimeout(() => { shown.textContent = said; }, 2000);
  menu?.removeAttribute("open");
}

// The same page in another language: the entry of the history keeps its turns.
function speak(event, language) {
  event.preventDefault();
  document.cookie = `lang=${language}; path=/; max-age=31536000; samesite=lax`;
  location.reload();
}

// By thumb, a link is shared where the system has a sheet for it; else it is copied.
const shares = () => Boolean(navigator.share) && matchMedia("(pointer: coarse)").matches;
function share(button) {
  const title = button.closest(".card").getAttribute("aria-label");
  navigator.share({ title, url: location.origin + button.dataset.address }).catch((error) => {
    if (error.name !== "AbortError") copy(button);
  });
}

function clicked(event) {
  const target = event.target.closest?.("a, button");
  for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  if (!target) return;
  if (target.matches("[hreflang]")) return speak(event, target.hreflang);
  if (target.matches(".share") && shares()) share(target);
  else if (target.matches(".copy")) copy(target);
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

function submitted(event) {
  const form = event.target;
  if (form.getAttribute("action") !== "/") return;
  event.preventDefault();
  const first = find(".find", form)?.value && find("li:not([hidden]) a", form.parentElement);
  if (first) first.click();
  else go(`/?${new URLSearchParams(new FormData(form))}`);
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
    next.scrollIntoView({ block: "center", behavior: scrolling() });
  } else if (event.key === "Enter" && event.target === card) find("a.read", card).click();
  else if (event.key === "c" && card) find("[data-copies]", card).click();
  else return;
  event.preventDefault();
}

// Called once Gradio has drawn the page; the frame and the foot have been on their way since it was opened.
async function begin() {
  history.scrollRestoration = "manual";
  document.addEventListener("click", clicked);
  document.addEventListener("submit", submitted);
  document.addEventListener("input", typed);
  document.addEventListener("keydown", pressed);
  document.addEventListener("toggle", ({ target }) => {
    if (target.matches?.("details.menu[open]")) find("ul", target).scrollIntoView({ block: "nearest" });
  }, true);
  addEventListener("popstate", () => show());
  try {
    find("#frame").replaceChildren(fromHtml(await frame));
    const head = find(".masthead");
    texts = JSON.parse(head.dataset.texts);
    document.documentElement.lang = head.dataset.lang;
    document.title = title = find("h1", head).textContent;
    await drawn("#above-box", "#question textarea");
    find("#above-box").replaceChildren(fromHtml(await foot));
  } catch (error) {
    find("#frame").textContent = error.message;
    return;
  }
  const keys = find("#with-keys");
  keys.checked = localStorage.getItem("keys") !== "off";
  keys.onchange = () => localStorage.setItem("keys", keys.checked ? "on" : "off");
  performance.mark("ready");
  document.documentElement.dataset.ready = "yes";
  show();
  fetchPart("/part/examples").catch(() => "").then((html) => find("#examples").replaceWith(fromHtml(html)));
}
async function drawn(...selectors) {
  while (!selectors.every((selector) => find(selector))) await new Promise(requestAnimationFrame);
}
