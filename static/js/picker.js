// Pickers: a chosen suggestion joins the filters of the list. Backspace in the empty field, or its ×, takes one away.
{
  const chosenIn = (picker) => [...picker.querySelectorAll('.picked [form="filters"]')];

  function say(picker, words) {
    picker.querySelector("[role=status]").textContent = words;
  }

  // The list comes with the chips as the server knows them.
  function renew(picker) {
    picker.querySelector("[role=combobox]").focus();
    document.getElementById("filters").dispatchEvent(new Event("change", { bubbles: true }));
  }

  function add(picker, value, name) {
    if (chosenIn(picker).length >= Number(picker.dataset.most)) {
      say(picker, `${picker.dataset.most} are chosen already, which is the most`);
      return;
    }
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: picker.dataset.name, value });
    field.setAttribute("form", "filters");
    picker.querySelector(".picked").append(field);
    say(picker, `${name} added`);
    renew(picker);
  }

  function drop(picker, field) {
    const chip = field.closest("li");
    say(picker, `${chip?.querySelector("bdi").textContent ?? "Choice"} removed`);
    (chip ?? field).remove();
    renew(picker);
  }

  document.addEventListener("click", (event) => {
    const picker = event.target.closest(".picker");
    if (picker === null) return;
    const option = event.target.closest("[role=option]");
    if (option !== null) {
      const chosen = chosenIn(picker).find((field) => field.value === option.dataset.value);
      picker.querySelector("[role=combobox]").value = "";
      if (chosen === undefined) add(picker, option.dataset.value, option.querySelector(".name").textContent);
      else drop(picker, chosen);
    } else if (event.target.closest(".drop")) {
      event.preventDefault();
      drop(picker, event.target.closest("li").querySelector("input"));
    }
  });

  document.addEventListener("keydown", (event) => {
    const picker = event.target.closest(".picker");
    if (picker === null || event.key !== "Backspace" || event.repeat || !event.target.matches("[role=combobox]") || event.target.value !== "") return;
    const last = chosenIn(picker).at(-1);
    if (last !== undefined) drop(picker, last);
  });
}
