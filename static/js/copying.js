// Buttons that copy to the clipboard, also from pages without TLS, where browsers give scripts no clipboard of their own.
{
  const said = new WeakMap(); // the button, and what it says again after a moment

  function say(button, word) {
    const words = said.get(button)?.words ?? button.textContent;
    clearTimeout(said.get(button)?.timer);
    button.textContent = word;
    const timer = setTimeout(() => {
      button.textContent = words;
      said.delete(button);
    }, 1500);
    said.set(button, { words, timer });
  }

  function text(button) {
    if (button.matches("[data-copy]")) return button.dataset.copy;
    if (button.matches("[data-copy-from]")) return document.getElementById(button.dataset.copyFrom).textContent;
    return [...document.querySelectorAll('[form="selection"]:checked')].map((box) => box.dataset.number).join("\n");
  }

  async function copy(words) {
    if (navigator.clipboard) return navigator.clipboard.writeText(words);
    const focused = document.activeElement;
    const field = Object.assign(document.createElement("textarea"), { value: words, className: "visually-hidden" });
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    focused.focus({ preventScroll: true });
    if (!done) throw new Error("the browser does not copy");
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-copy-from], [data-copy-selected]");
    if (button === null) return;
    await copy(text(button)).then(() => say(button, "Copied"), () => say(button, "Not copied"));
  });
}
