// The foot: what the question box is for, the filters, and what is asked in the box.
let filled = null;
function dress(asked, begun) {
  const given = new URLSearchParams(asked), check = given.get("mode") === "check", foot = find("#foot"), box = find("#question textarea");
  foot.classList.toggle("checking", check);
  foot.classList.toggle("begun", begun);
  if (check) box.placeholder = begun ? _("Check another quote") : _("Paste the quote to check");
  else box.placeholder = begun ? _("Follow up, or ask anew") : _("Ask in plain words");
  box.setAttribute("aria-label", check ? _("The quote to check") : _("Your question"));
  find("#question .submit-button").textContent = check ? _("Check") : _("Ask");
  for (const link of all(".modes a", foot)) {
    if ((link.dataset.mode === "check") === check) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const set = FILTERS.reduce((sum, name) => sum + given.getAll(name).length, 0);
  const button = find("#filtering");
  button.textContent = set && !check ? _("Filters: %(number)s", { number: set }) : _("Filters");
  button.classList.toggle("set", set > 0 && !check);
  const name = find("#claimant"), words = given.get("q");
  if (check && words) name.value = given.get("speaker") ?? "";
  document.title = words ? `${words.slice(0, 100)} – ${title}` : title;
  if (check) panel(false);
  else if (set && !begun && find("#filters").hidden) panel(true);
  else if (!find("#filters").hidden && filled !== asked) fill();
}
async function fill() {
  const filters = find("#filters"), asked = here().asked;
  filled = asked;
  const at = all(".options", filters).map((list) => list.scrollTop);
  try {
    const html = await fetchPart(`/part/filters?${asked}`);
    if (filled !== asked) return;
    const focused = document.activeElement?.closest("#filters a, #filters input")?.textContent;
    filters.replaceChildren(fromHtml(html));
    all(".options", filters).forEach((list, n) => { list.scrollTop = at[n] ?? 0; });
    if (focused) all("a", filters).find((link) => link.textContent.replace("✓ ", "") === focused.replace("✓ ", ""))?.focus();
    say(find(".filtering", filters)?.dataset.said ?? "");
  } catch (error) { filters.textContent = _("The filters cannot be shown: %(error)s.", { error: error.message }); }
}
function panel(open) {
  find("#filters").hidden = !open;
  find("#filtering").setAttribute("aria-expanded", String(open));
  if (open) fill();
}

const mode = (which) => {  // the turns stay; only what the box is for changes
  const given = new URLSearchParams(here().asked), now = given.get("mode") ?? "ask";
  if (which === now) return;
  history.pushState({ turns: turnsNow() }, "", which === "check" ? "/?mode=check" : "/");
  show();
};

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
