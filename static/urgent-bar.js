// The red bar is fetched by htmx; the window's title says it too, for whoever works in another window.
"use strict";

(() => {
  const title = document.title;

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "urgent") return;
    const bar = event.target.querySelector("[data-ringing]");
    document.title = bar ? `【紧急 ${bar.dataset.ringing}】${title}` : title;
  });
})();
