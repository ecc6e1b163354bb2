// After a refresh a page renews itself, but not under somebody's hands. While details are open in what would be replaced,
// a row is selected or a field is filled in, it stays: a note offers the update, which comes by itself once all is closed.
{
  let outdated = null; // the id of the region that was not renewed

  const isChanged = (field) => (field.matches("[type=checkbox], [type=radio]") ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);
  const isInUse = (region) => region.querySelector("details[open]") !== null || [...region.querySelectorAll("input:not([type=hidden]), textarea")].some(isChanged);

  function mark(id) {
    outdated = id;
    document.documentElement.classList.toggle("outdated", id !== null);
  }

  function renew() {
    const region = document.getElementById(outdated);
    if (region !== null) htmx.ajax("GET", region.getAttribute("hx-get"), { source: region, target: region, swap: "outerHTML" });
  }

  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, requestConfig } = event.detail;
    if (requestConfig.triggeringEvent?.type !== "refreshed" || !isInUse(elt)) return;
    event.preventDefault();
    mark(elt.id);
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === outdated) mark(null);
  });

  const renewUnused = () => {
    if (outdated !== null && !isInUse(document.getElementById(outdated))) renew();
  };
  document.addEventListener("toggle", renewUnused, true);
  document.addEventListener("change", renewUnused);

  document.addEventListener("click", (event) => {
    if (!event.target.matches("[data-renew]")) return;
    document.getElementById("main").focus({ preventScroll: true }); // the button goes
    renew();
  });
}
