// At once, before anything is painted: what only serves pages without JavaScript is hidden. Copying needs a secure page.
document.documentElement.classList.add("js");
if (navigator.clipboard) document.documentElement.classList.add("copies");
