// Text fields with a list of suggestions: the keyboard, and what a screen reader hears of it (WAI-ARIA's editable combobox
// with list autocomplete). htmx fetches the list. Choosing an option is a click on it, by the pointer or by Enter.
{
  const dismissed = new WeakSet(); // fields whose list stays closed until something is typed or asked for
  const wanted = new WeakMap(); // the option to activate once the list is there: 0 the first, -1 the last

  const popupOf = (field) => field.closest(".combobox").querySelector(".popup");
  const fieldOf = (inside) => inside.closest(".combobox").querySelector("[role=combobox]");
  const optionsOf = (field) => [...popupOf(field).querySelectorAll("[role=option]")];
  const isOpen = (field) => popupOf(field).matches(":popover-open");
  const isField = (target) => target instanceof Element && target.matches("[role=combobox]");

  function activate(field, option) {
    for (const other of popupOf(field).querySelectorAll(".active")) mark(other, false);
    if (option === undefined) {
      field.removeAttribute("aria-activedescendant");
      return;
    }
    mark(option, true);
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function mark(option, on) {
    option.classList.toggle("active", on);
    // Where several can be chosen, selected means chosen.
    if (option.closest("[aria-multiselectable]") === null) option.setAttribute("aria-selected", String(on));
  }

  function place(field) {
    const popup = popupOf(field);
    const at = field.getBoundingClientRect();
    const width = Math.min(Math.max(at.width, 380), innerWidth - 16);
    popup.style.width = `${width}px`;
    popup.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
    popup.style.top = `${at.bottom + 4}px`;
    popup.style.maxHeight = `${Math.max(160, (visualViewport?.height ?? innerHeight) - at.bottom - 12)}px`;
  }

  function open(field) {
    if (!isOpen(field)) popupOf(field).showPopover();
    place(field);
    field.setAttribute("aria-expanded", String(optionsOf(field).length > 0));
  }

  function close(field) {
    dismissed.add(field);
    if (isOpen(field)) popupOf(field).hidePopover();
    activate(field);
    field.setAttribute("aria-expanded", "false");
  }

  function ask(field, option) {
    dismissed.delete(field);
    wanted.set(field, option);
    htmx.trigger(field, "suggest");
  }

  document.addEventListener("htmx:afterSwap", (event) => {
    if (!event.target.matches(".combobox > .popup")) return;
    const field = fieldOf(event.target);
    if (dismissed.has(field) || document.activeElement !== field) return;
    field.closest(".combobox").querySelector("[role=status]").textContent = event.target.querySelector("[data-says]").dataset.says;
    open(field);
    // The find box's list says what it was found for: then Enter takes its first option. A list that is late waits for its text.
    const first = event.target.querySelector("[role=listbox]").dataset.text === field.value.trim() ? 0 : undefined;
    const at = wanted.get(field) ?? first;
    activate(field, at === undefined ? undefined : optionsOf(field).at(at));
    wanted.delete(field);
  });

  document.addEventListener("input", (event) => {
    if (!isField(event.target)) return;
    dismissed.delete(event.target);
    wanted.delete(event.target);
    activate(event.target);
  });

  const KEYS = {
    ArrowDown(field, options, at) {
      if (!isOpen(field)) ask(field, 0);
      else activate(field, options[at + 1] ?? options[0]);
    },
    ArrowUp(field, options, at) {
      if (!isOpen(field)) ask(field, -1);
      else activate(field, options.at(at <= 0 ? -1 : at - 1));
    },
    Enter: (field, options, at) => options[at].click(),
    Escape: (field) => close(field),
  };

  // Before any other script hears of the key: Escape closes the list, and nothing else.
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!isField(field) || event.isComposing) return;
    const options = optionsOf(field);
    const at = options.findIndex((option) => option.id === field.getAttribute("aria-activedescendant"));
    if (event.key === "Tab") close(field);
    if (!Object.hasOwn(KEYS, event.key) || event.ctrlKey || event.metaKey) return;
    if (at === -1 && event.key === "Enter") return; // it is the form's
    if (event.key === "Escape" && !isOpen(field)) return;
    event.preventDefault();
    event.stopPropagation();
    KEYS[event.key](field, options, at);
  }, true);

  // The field keeps the focus while the pointer is in its list.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest(".combobox > .popup")) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (isField(event.target)) {
      if (!isOpen(event.target)) ask(event.target);
      return;
    }
    const option = event.target.closest(".combobox [role=option]");
    if (option === null) return;
    close(fieldOf(option));
    if (!option.dataset.action) return;
    // An action is the button of the page that does it, with its form and token. Of several the one in sight.
    const buttons = [...document.querySelectorAll(`[data-does="${option.dataset.action}"]`)];
    (buttons.find((button) => button.checkVisibility()) ?? buttons[0])?.click();
  });

  document.addEventListener("focusout", (event) => {
    if (isField(event.target)) close(event.target);
  });

  for (const moved of ["scroll", "resize"]) {
    addEventListener(moved, () => {
      const field = document.activeElement;
      if (isField(field) && isOpen(field)) place(field);
    }, { capture: true, passive: true });
  }
}
