// Runs once, when the thread is first drawn: copying a quote, and bringing a new turn into view.
element.addEventListener("click", async (event) => {
  const button = event.target.closest("button.copy");
  if (!button) return;
  const quote = button.closest(".card").querySelector("blockquote").textContent;
  try {
    await navigator.clipboard.writeText(quote);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Could not copy";
  }
  setTimeout(() => { button.textContent = "Copy quote"; }, 2000);
});

watch("value", () => {
  const newest = [...element.querySelectorAll(".turn")].at(-1);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  newest?.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
});
