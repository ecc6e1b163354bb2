// What depends on the room that there is: folded filters, lists wider than the page, the tab in sight, names cut short.
{
  const narrow = matchMedia("(width <= 1100px)");

  function fold(root) {
    for (const rail of root.querySelectorAll("[data-folds]:not([data-folded])")) {
      // Without JavaScript the filters stay open, where they can be used.
      rail.open = !narrow.matches;
      rail.dataset.folded = "";
    }
  }

  // A tablet that is turned gets its rail, which has no button beside a list.
  narrow.addEventListener("change", () => {
    for (const rail of document.querySelectorAll("[data-folds]")) rail.open = !narrow.matches;
  });

  function measure(pane) {
    pane.classList.toggle("too-wide", pane.querySelector("table").offsetWidth > pane.clientWidth + 1);
  }

  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) measure(target.closest(".scroll-x"));
  });

  function watchTables(root) {
    for (const table of root.querySelectorAll(".scroll-x > table")) {
      measure(table.parentElement);
      watch.observe(table);
      watch.observe(table.parentElement);
    }
  }

  function showTab() {
    const tab = document.querySelector(".frame nav [aria-current]");
    if (tab === null) return;
    const nav = tab.closest("nav");
    nav.scrollLeft = tab.offsetLeft + tab.offsetWidth / 2 - nav.clientWidth / 2;
  }

  // What is cut short says all of it, on hover and in focus.
  function sayWhole(event) {
    for (let cut = event.target; cut instanceof HTMLElement && cut !== document.body; cut = cut.parentElement) {
      if (cut.title || cut.scrollWidth <= cut.clientWidth || getComputedStyle(cut).textOverflow !== "ellipsis") continue;
      const words = cut.cloneNode(true);
      for (const avatar of words.querySelectorAll(".avatar")) avatar.remove();
      cut.title = words.textContent.trim();
    }
    // The tags of a restriction share their meanings, which stand once below the table.
    const ways = event.target.closest(".ways[aria-labelledby]");
    if (ways !== null && !ways.title) ways.title = ways.getAttribute("aria-labelledby").split(" ").map((id) => document.getElementById(id).textContent).join(" ");
  }
  document.addEventListener("mouseover", sayWhole);
  document.addEventListener("focusin", sayWhole);

  fold(document);
  watchTables(document);
  showTab();
  document.addEventListener("htmx:load", (event) => {
    fold(event.detail.elt.parentElement ?? event.detail.elt);
    watchTables(event.detail.elt.parentElement ?? event.detail.elt);
  });
}
