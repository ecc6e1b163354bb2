// Sends the browser's time zone with each request: pages use it until the account chooses another.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const path = new URL("../..", import.meta.url).pathname; // static/js/ stands under the site's own
const secure = location.protocol === "https:" ? "; secure" : "";
if (zone) document.cookie = `browser-time-zone=${zone}; path=${path}; max-age=31536000; samesite=lax${secure}`;
