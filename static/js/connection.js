// What is said when the dashboard itself does not answer.
document.addEventListener("htmx:sendError", () => {
  document.getElementById("notice").innerHTML =
    '<div class="notice bad"><p><strong>The dashboard does not answer.</strong> Check your connection, then try again. What you see is what was last loaded.</p></div>';
});
