// Menus that open under their button: Escape, or a click elsewhere, closes them. Messages that can be dismissed.
{
  const open = () => document.querySelectorAll(".account[open], .pop[open]");

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    if (event.target.matches("input")) event.target.blur();
  });

  document.addEventListener("click", (event) => {
    const { dismiss } = event.target.dataset;
    if (dismiss) {
      document.getElementById(dismiss).replaceChildren();
      document.getElementById("main").focus({ preventScroll: true });
    }
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
}
