// The reader: a transcript beside the thread.
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
    const html = await fetchPart(`/part/reader?${path}`);
    if (read !== passage || aside.dataset.path !== path) return;
    aside.replaceChildren(fromHtml(html));
    seek.reset();
  } catch (error) { aside.textContent = _("The transcript cannot be shown: %(error)s.", { error: error.message }); }
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
