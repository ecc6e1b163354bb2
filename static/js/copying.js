// Buttons that copy to the clipboard.
{
  function say(button, word) {
    const words = button.textContent;
    button.textContent = word;
    setTimeout(() => { button.textContent = words; }, 1500);
  }

  function text(button) {
    if (button.matches("[data-copy]")) return button.dataset.copy;
    if (button.matches("[data-copy-from]")) return document.getElementById(button.dataset.copyFrom).textContent;
    return [...document.querySelectorAll('[form="selection"]:checked')].map((box) => box.dataset.number).join("\n");
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-copy-from], [data-copy-selected]");
    if (button === null) return;
    await navigator.clipboard.writeText(text(button));
    say(button, "Copied");
  });
}
