// An open page tells the truth: its ages tick, and while it is in sight it asks once a minute whether a refresh has ended.
// Then it renews itself, but not under somebody's hands. While details are open in what would be replaced, a row is
// selected or a field is filled in, it stays: a note offers the update, which comes by itself once all is closed.
{
  const MINUTE = 60_000;
  const UNITS = [[365 * 86400, "y"], [30 * 86400, "mo"], [86400, "d"], [3600, "h"], [60, "min"]];
  const AGE = /^(just now|(<1|\d+) (min|h|d|mo|y)( ago)?)$/; // what an age looks like; other times stand still
  const NOTE = 'There is newer data. A menu, a form or a selection is open, so this page was not updated. <button type="button" data-renew>Update now</button>';
  const frame = () => document.getElementById("freshness");
  const ahead = frame() ? frame().dataset.now * 1000 - Date.now() : 0; // the server's clock, before this one
  const since = (moment) => (Date.now() + ahead - moment) / 1000; // seconds
  let looked = Date.now();
  let outdated = null; // the region that was not renewed
  let wanted = false; // it is to be renewed all the same

  function age(seconds, spoken) {
    const unit = UNITS.find(([length]) => seconds >= length);
    if (!unit) return spoken ? "just now" : "<1 min";
    return `${Math.floor(seconds / unit[0])} ${unit[1]}${spoken ? " ago" : ""}`;
  }

  function tick() {
    for (const time of document.querySelectorAll("time[datetime]")) {
      const [, words, , , ago] = AGE.exec(time.textContent) ?? [];
      if (!words || time.closest("[aria-live]")) continue;
      const now = age(since(Date.parse(time.dateTime)), words === "just now" || ago);
      if (now !== words) time.textContent = now;
    }
    const stale = frame()?.querySelector("[data-stale]:empty");
    if (!stale || since(frame().dataset.staleAt * 1000) < 0) return;
    stale.textContent = ", out of date";
    frame().classList.replace("good", "waiting");
  }

  function look() {
    if (document.hidden) return;
    tick();
    if (frame() === null || Date.now() - looked < MINUTE) return;
    looked = Date.now();
    htmx.trigger(frame(), "look");
  }

  setInterval(look, MINUTE / 6);
  document.addEventListener("visibilitychange", () => {
    looked = 0;
    look();
  });

  const isChanged = (field) => (field.matches("[type=checkbox], [type=radio]") ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);
  const isInUse = (region) => region.querySelector("details[open]") !== null || [...region.querySelectorAll("input:not([type=hidden]), textarea")].some(isChanged);

  function mark(region) {
    outdated = region;
    const note = document.getElementById("newer");
    if (note !== null) note.innerHTML = region ? `<p class="notice">${NOTE}</p>` : "";
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

  // Counts of filters that change meanwhile would undo the form under somebody's hands.
  document.addEventListener("htmx:beforeRequest", ({ target }) => {
    const counts = document.getElementById("counts");
    if (counts !== null && target.matches("#filters, #results, .chips a")) htmx.trigger(counts, "htmx:abort");
  });

  // A press is a click only where the same button is still there when it ends: Cancel, in the progress of a refresh.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.requestConfig.elt.matches("[data-polls]") && detail.target.querySelector("button:active")) detail.shouldSwap = false;
  });

  // A session that ended while nobody clicked takes nothing out of somebody's hands either.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const to = event.detail.xhr.getResponseHeader("HX-Redirect");
    if (event.detail.elt !== frame() || !to || !isInUse(document.querySelector('[hx-trigger^="refreshed"]') ?? document.getElementById("main"))) return;
    event.preventDefault();
    frame().removeAttribute("hx-get"); // it need not be told twice
    htmx.process(frame());
    const link = Object.assign(document.createElement("a"), { href: to, textContent: "Sign in" });
    const words = Object.assign(document.createElement("p"), { className: "notice waiting", textContent: "Your session ended. " });
    words.append(link);
    document.getElementById("newer").replaceChildren(words);
  });

  // Also by filters, or by going back, which replaces all of the page.
  document.addEventListener("htmx:afterSwap", () => {
    if (outdated && !outdated.isConnected) mark(null);
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

  // What a page shows counts as seen once somebody leaves it.
  addEventListener("pagehide", () => {
    const form = document.querySelector("form[data-on-leave]");
    if (form !== null) navigator.sendBeacon(form.action, new FormData(form));
  });
}
