// What HTML and htmx attributes cannot do: keys, copying, folding the rail, and a lost connection.

// At once, before anything is painted: what only serves pages without JavaScript is hidden.
document.documentElement.classList.add("js");

const byKey = (key) => document.querySelector(`[data-key="${CSS.escape(key)}"]`);
const isTyping = (target) => target.closest("input, select, textarea, [contenteditable]") !== null;

function moveRow(step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (rows.length === 0) return;
  const current = rows.findIndex((row) => row.closest("tr, li").contains(document.activeElement));
  rows[Math.min(rows.length - 1, Math.max(0, current + step))].focus();
}

const KEYS = {
  "/": () => byKey("/")?.focus(),
  r: () => byKey("r")?.click(),
  j: () => moveRow(1),
  k: () => moveRow(-1),
  "?": () => document.getElementById("help")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll(".account[open], .pop[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    if (event.target.matches("input")) event.target.blur();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !(event.key in KEYS)) return;
  event.preventDefault();
  KEYS[event.key]();
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-copy-from]");
  if (button === null) {
    for (const menu of document.querySelectorAll(".account[open], .pop[open]")) if (!menu.contains(event.target)) menu.open = false;
    return;
  }
  const source = button.dataset.copyFrom;
  await navigator.clipboard.writeText(source ? document.getElementById(source).textContent : button.dataset.copy);
  say(button, "Copied");
});

function ticked() {
  return [...document.querySelectorAll('[form="selection"]:checked')];
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-select-all]")) {
    for (const box of document.querySelectorAll('[form="selection"]')) box.checked = event.target.checked;
  } else if (!event.target.matches('[form="selection"]')) return;
  const bar = document.getElementById("selection");
  bar.classList.toggle("on", ticked().length > 0);
  bar.querySelector("[data-selected]").textContent = ticked().length;
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy-selected]");
  if (button === null) return;
  await navigator.clipboard.writeText(ticked().map((box) => box.dataset.number).join("\n"));
  say(button, "Copied");
});

function say(button, word) {
  const words = button.textContent;
  button.textContent = word;
  setTimeout(() => { button.textContent = words; }, 1500);
}

function prepare(root) {
  // Copying needs a secure page: elsewhere its buttons stay hidden.
  if (navigator.clipboard) for (const button of root.querySelectorAll(".copy[hidden]")) button.hidden = false;
}

document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
document.addEventListener("DOMContentLoaded", () => {
  prepare(document);
  // On a phone the filters start folded. Without JavaScript they stay open, where they can be used.
  if (!matchMedia("(max-width: 900px)").matches) return;
  for (const rail of document.querySelectorAll("[data-folds]")) rail.open = false;
});

document.addEventListener("htmx:sendError", () => {
  document.getElementById("notice").innerHTML =
    '<div class="notice bad"><p><strong>The dashboard does not answer.</strong> Check your connection, then try again. What you see is what was last loaded.</p></div>';
});
