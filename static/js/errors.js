// What went wrong is said in one place, whichever element asked: in the dashboard's own words, or in these where it has
// none, as when a proxy answers for it. What polls says it once, takes it back when it is over, and ends where it is refused.
{
  const AWAY = "<strong>The dashboard does not answer.</strong> Check your connection, then try again. What you see is what was last loaded.";
  const notice = () => document.getElementById("notice");
  const polls = (elt) => elt.matches("[data-polls]");
  const words = (text) => `<div class="notice bad"><p>${text}</p></div>`;
  let failing = ""; // what polls in vain

  function isToBeSaid(elt) {
    const again = polls(elt) && failing === elt.id;
    if (polls(elt)) failing = elt.id;
    return !again;
  }

  document.addEventListener("htmx:sendError", ({ detail: { elt } }) => {
    if (isToBeSaid(elt)) notice().innerHTML = words(AWAY);
  });

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const { xhr: { status, response }, elt = detail.requestConfig.elt } = detail;
    if (status < 400) {
      if (failing === elt.id) notice().replaceChildren();
      if (polls(elt)) failing = "";
      return;
    }
    const isOurs = status === 400 ? !/<html/i.test(response) : detail.target === notice();
    if (!isOurs) {
      detail.serverResponse = words(status >= 502 ? AWAY : `<strong>This was refused on the way (${status}).</strong> Try again, or ask your administrator.`);
      detail.target = notice();
      detail.swapOverride = "innerHTML";
    }
    detail.shouldSwap = isToBeSaid(elt);
    if (polls(elt) && status < 500 && status !== 429) {
      elt.removeAttribute("hx-get");
      htmx.process(elt);
    }
  });
}
