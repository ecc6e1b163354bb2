// Rows of a list: selecting them, singly and in ranges, and opening one by a click anywhere in it.
{
  const boxes = () => [...document.querySelectorAll('[form="selection"][type="checkbox"]')];
  let last = null; // the box that was clicked last, where a range begins

  function tell() {
    const bar = document.getElementById("selection");
    const selected = boxes().filter((box) => box.checked).length;
    const all = document.querySelector("[data-select-all]");
    all.checked = selected === boxes().length;
    all.indeterminate = selected > 0 && !all.checked;
    bar.classList.toggle("on", selected > 0);
    bar.querySelector("[data-selected]").textContent = selected;
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-select-all]")) {
      for (const box of boxes()) box.checked = event.target.checked;
    } else if (!boxes().includes(event.target)) return;
    tell();
  });

  // Whoever comes back to the page finds the boxes ticked as they left them.
  addEventListener("pageshow", () => {
    if (boxes().length) tell();
  });

  // Clear: the boxes are reset after this event, and whoever waits for a change hears of it.
  document.addEventListener("reset", ({ target }) => {
    if (!target.matches("#selection")) return; // its `id` is the boxes of that name
    setTimeout(() => {
      tell();
      target.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });

  document.addEventListener("click", (event) => {
    const all = boxes();
    const here = all.indexOf(event.target);
    if (here === -1) return;
    const there = all.indexOf(last);
    if (event.shiftKey && there !== -1) {
      for (const box of all.slice(Math.min(here, there), Math.max(here, there) + 1)) box.checked = event.target.checked;
      tell();
    }
    last = event.target;
  });

  document.addEventListener("click", (event) => {
    const row = event.target.closest("table.stack tbody tr");
    if (row === null || event.target.closest("a, button, input, label, summary") || !getSelection().isCollapsed) return;
    if (event.target.closest(".col-tick")) row.querySelector("[type=checkbox]").click();
    else row.querySelector("[data-row]")?.click();
  });
}
