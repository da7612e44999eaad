// Finding words in the transcript beside the thread. Nothing in the transcript is changed for it: places are
// ranges, drawn by the browser as highlights, so that what is copied and what a screen reader reads stays as it is.
const seek = (() => {
  "use strict";
  let places = [], at = -1;
  const aside = () => document.querySelector("#reader");
  const field = () => aside()?.querySelector(".seek input");

  // Spaces match any white space, straight quotes and hyphens the printed ones; letter case does not count.
  const pattern = (words) => {
    const alike = { "'": "['’‘]", '"': "[\"“”„«»]", "-": "[-‐‑–—]" };
    const parts = words.trim().split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replace(/['"-]/g, (sign) => alike[sign]));
    return new RegExp(parts.join("\\s+"), "giu");
  };
  function* search(words) {
    const sought = pattern(words);
    for (const block of aside().querySelectorAll("article :is(.label, .who, .said, .narration)")) {
      const nodes = [], starts = [], walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      let whole = "";
      while (walker.nextNode()) { nodes.push(walker.currentNode); starts.push(whole.length); whole += walker.currentNode.data; }
      const point = (offset, isEnd) => {
        let n = nodes.length - 1;
        while (n > 0 && (isEnd ? starts[n] >= offset : starts[n] > offset)) n -= 1;
        return [nodes[n], offset - starts[n]];
      };
      for (const match of whole.matchAll(sought)) {
        const range = new Range();
        range.setStart(...point(match.index, false));
        range.setEnd(...point(match.index + match[0].length, true));
        yield range;
      }
    }
  }

  function draw() {
    const now = at < 0 ? [] : [places[at]];
    if (globalThis.CSS?.highlights) {
      const current = new Highlight(...now);
      current.priority = 1;
      CSS.highlights.set("found", new Highlight(...places));
      CSS.highlights.set("found-now", current);
    } else if (now.length) {
      getSelection().removeAllRanges();
      getSelection().addRange(now[0]);
    }
    const output = aside().querySelector(".seek output");
    if (output) output.textContent = !field().value.trim() ? "" : places.length ? _("%(at)s of %(all)s", { at: at + 1, all: places.length }) : _("None");
  }
  function reveal() {
    const panel = aside(), place = places[at], top = panel.querySelector(".bar").getBoundingClientRect().bottom;
    const box = place.getBoundingClientRect(), bottom = panel.getBoundingClientRect().bottom;
    if (box.top < top || box.bottom > bottom) panel.scrollTop += box.top - top - (bottom - top) / 3;
  }
  const step = (by) => {
    if (!places.length) return;
    at = (at + by + places.length) % places.length;
    draw();
    reveal();
  };
  // The first place that is not above what is seen; places are in the order of the text.
  function firstSeen() {
    const top = aside().querySelector(".bar").getBoundingClientRect().bottom;
    let low = 0, high = places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places[middle].getBoundingClientRect().bottom < top) low = middle + 1;
      else high = middle;
    }
    return places.length ? low % places.length : -1;
  }
  function find() {
    const words = field().value;
    places = words.trim() ? [...search(words)] : [];
    at = firstSeen();
    draw();
    if (at >= 0) reveal();
  }
  function reset() {
    places = [];
    at = -1;
    if (globalThis.CSS?.highlights) for (const name of ["found", "found-now"]) CSS.highlights.delete(name);
  }

  const isField = (event) => event.target.matches?.("#reader .seek input");
  document.addEventListener("input", (event) => { if (isField(event)) find(); });
  document.addEventListener("submit", (event) => { if (event.target.matches(".seek")) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#reader .seek button");
    if (button) step(Number(button.dataset.step));
  });
  // Before the page's own keys.
  document.addEventListener("keydown", (event) => {
    if (!isField(event)) {
      const typing = event.target.closest?.("input, textarea, select");
      if (event.key === "f" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && event.target.closest?.("#reader") && document.querySelector("#with-keys")?.checked) {
        event.preventDefault();
        field()?.focus();
      }
      return;
    }
    if (event.key === "Enter") {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape" && event.target.value) {
      event.preventDefault();
      event.stopPropagation();
      event.target.value = "";
      find();
      aside().focus({ preventScroll: true });
    }
  }, true);
  return { reset };
})();
