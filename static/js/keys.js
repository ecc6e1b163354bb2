// Keyboard shortcuts. The dialog in templates/parts/_help.html lists them.
{
  const byKey = (key) => document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const isTyping = (target) => target.closest("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]") !== null;
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const current = () => rows().findIndex((row) => row.closest("tr, li").contains(document.activeElement));

  function moveRow(step) {
    const all = rows();
    if (all.length > 0) all[Math.min(all.length - 1, Math.max(0, current() + step))].focus();
  }

  // The find box suggests at once: pages and actions while it is empty.
  function find() {
    const box = byKey("/");
    if (box === null) return;
    box.focus();
    box.select();
    htmx.trigger(box, "suggest");
  }

  const KEYS = {
    "/": find,
    r: () => byKey("r")?.click(),
    j: () => moveRow(1),
    k: () => moveRow(-1),
    x: () => rows()[current()]?.closest("tr, li").querySelector("[type=checkbox]")?.click(),
    "?": () => document.getElementById("help")?.showModal(),
  };

  let leading = false; // `g` was pressed: the next key names a page
  let forgetting;

  function lead() {
    leading = true;
    clearTimeout(forgetting);
    forgetting = setTimeout(() => { leading = false; }, 1500);
  }

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
      event.preventDefault();
      find();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (leading) {
      leading = false;
      const page = byKey(`g ${event.key}`);
      if (page !== null) {
        event.preventDefault();
        page.click();
        return;
      }
    }
    if (event.key === "g") lead();
    else if (event.key in KEYS) {
      event.preventDefault();
      KEYS[event.key]();
    }
  });

  // Of what stands in a strip, one is a tab stop, and arrows lead to the others.
  document.addEventListener("keydown", (event) => {
    const strip = event.target.closest("[data-arrows]");
    if (strip === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = [...strip.querySelectorAll("a")];
    const here = all.indexOf(event.target);
    const there = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: all.length - 1 }[event.key];
    if (there === undefined) return;
    event.preventDefault();
    const next = all[Math.max(0, Math.min(all.length - 1, there))];
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });

  // The skip link leads to the first row. Without JavaScript it leads to the list.
  document.addEventListener("click", (event) => {
    if (!event.target.matches("[data-to-rows]") || rows().length === 0) return;
    event.preventDefault();
    rows()[0].focus();
  });
}
