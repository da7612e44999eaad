// The keys of the labelling pages: each presses the button, or follows the link, that names it.
const keys = document.querySelector("#with-keys");
keys.checked = localStorage.getItem("keys") !== "off";
keys.onchange = () => localStorage.setItem("keys", keys.checked ? "on" : "off");
let isSent = false;
addEventListener("pageshow", () => { isSent = false; });
document.addEventListener("submit", (event) => {
  if (isSent) event.preventDefault();
  isSent = true;
});
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input:not([type=radio], [type=checkbox]), select");
  if (typing && event.key === "Escape") typing.blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat || !keys.checked) return;
  if (event.key === "l") {
    const lines = [...document.querySelectorAll("[name=place]")];
    const next = lines[(lines.findIndex((line) => line.checked) + 1) % lines.length];
    if (next) { next.checked = true; next.focus(); }
    return;
  }
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]:not([disabled])`);
  if (!target) return;
  event.preventDefault();
  if (target.matches("input")) target.focus();
  else target.click();
});
// So that it is read out, and the question stays in sight.
if (!location.hash) document.querySelector(".passage")?.focus({ preventScroll: true });
document.documentElement.dataset.ready = "yes";
