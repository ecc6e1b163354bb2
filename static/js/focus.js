// The keyboard goes on where it was when a region is replaced: htmx finds what has an id, this the row and the region.
{
  let region = "";
  let row; // the address that it leads to

  // A button that is disabled while it asks loses the focus without a word.
  let asking = null;
  document.addEventListener("htmx:beforeRequest", () => {
    if (document.activeElement !== document.body) asking = document.activeElement;
  });
  for (const elsewhere of ["focusin", "pointerdown"]) document.addEventListener(elsewhere, () => { asking = null; });

  document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
    const focused = document.activeElement === document.body ? asking : document.activeElement;
    if (focused === null || !target.contains(focused)) return;
    region = target.id;
    row = focused.closest("tr, li")?.querySelector("[data-row]")?.getAttribute("href");
  });

  document.addEventListener("htmx:afterSettle", () => {
    const replaced = region && document.activeElement === document.body && document.getElementById(region);
    region = "";
    if (!replaced) return;
    replaced.tabIndex = -1;
    const again = row && replaced.querySelector(`[data-row][href="${CSS.escape(row)}"]`);
    (again || replaced).focus({ preventScroll: true });
  });

  // After Back the row that was opened has it again.
  const opened = `row ${location.pathname}${location.search}`;
  document.addEventListener("click", ({ target }) => {
    const link = target.closest("[data-row]");
    if (link !== null) sessionStorage.setItem(`row ${location.pathname}${location.search}`, link.getAttribute("href"));
  });
  if (performance.getEntriesByType("navigation")[0]?.type === "back_forward" && sessionStorage.getItem(opened)) {
    document.querySelector(`[data-row][href="${CSS.escape(sessionStorage.getItem(opened))}"]`)?.focus();
  }
}
