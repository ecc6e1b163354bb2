// At once, before anything is painted: what only serves pages without JavaScript is hidden.
document.documentElement.classList.add("js");
