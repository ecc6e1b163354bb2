// After a refresh a page renews itself, but not under somebody's hands. While details are open in what would be replaced,
// a row is selected or a field is filled in, it stays: a note offers the update, which comes by itself once all is closed.
{
  let outdated = null; // the region that was not renewed
  let wanted = false; // it is to be renewed all the same

  const isChanged = (field) => (field.matches("[type=checkbox], [type=radio]") ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);
  const isInUse = (region) => region.querySelector("details[open]") !== null || [...region.querySelectorAll("input:not([type=hidden]), textarea")].some(isChanged);

  function mark(region) {
    outdated = region;
    document.documentElement.classList.toggle("outdated", region !== null);
  }

  function renew() {
    if (outdated === null) return;
    wanted = true;
    htmx.trigger(document.body, "refreshed");
    wanted = false;
  }

  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, requestConfig } = event.detail;
    if (requestConfig.triggeringEvent?.type !== "refreshed" || wanted || !isInUse(elt)) return;
    event.preventDefault();
    mark(elt);
  });

  // Also by filters, or by going back, which replaces all of the page.
  document.addEventListener("htmx:afterSwap", () => {
    if (!outdated?.isConnected) mark(null);
  });

  const renewUnused = () => {
    if (outdated !== null && !isInUse(outdated)) renew();
  };
  document.addEventListener("toggle", renewUnused, true);
  document.addEventListener("change", renewUnused);

  document.addEventListener("click", (event) => {
    if (!event.target.matches("[data-renew]")) return;
    document.getElementById("main").focus({ preventScroll: true }); // the button goes
    renew();
  });
}
