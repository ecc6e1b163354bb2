// What depends on the room that there is: folded filters, lists wider than the page, the tab in sight, names cut short.
{
  function fold(root) {
    for (const rail of root.querySelectorAll("[data-folds]:not([data-folded])")) {
      // Without JavaScript the filters stay open, where they can be used.
      rail.open = !matchMedia("(max-width: 900px)").matches;
      rail.dataset.folded = "";
    }
  }

  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const pane = target.closest(".scroll-x");
      pane?.classList.toggle("too-wide", target.offsetWidth > pane.clientWidth + 1);
    }
  });

  function measure(root) {
    for (const table of root.querySelectorAll(".scroll-x > table")) {
      const pane = table.parentElement;
      pane.classList.toggle("too-wide", table.offsetWidth > pane.clientWidth + 1);
      watch.observe(table);
      watch.observe(pane);
    }
  }

  function showTab() {
    const tab = document.querySelector(".frame nav [aria-current]");
    if (tab === null) return;
    const nav = tab.closest("nav");
    nav.scrollLeft = tab.offsetLeft + tab.offsetWidth / 2 - nav.clientWidth / 2;
  }

  // What is cut short says all of it on hover.
  document.addEventListener("mouseover", (event) => {
    const cut = event.target.closest(".col-name a, .col-area, .col-email, .faces .name, .chip, .workspace");
    if (cut !== null && !cut.title && cut.scrollWidth > cut.clientWidth) cut.title = cut.textContent.trim();
  });

  fold(document);
  measure(document);
  showTab();
  document.addEventListener("htmx:load", (event) => {
    fold(event.detail.elt.parentElement ?? event.detail.elt);
    measure(event.detail.elt.parentElement ?? event.detail.elt);
  });
}
