// What the checker selects in the text is what the mark is about.
"use strict";

(() => {
  const text = document.querySelector("[data-marking]");
  const form = document.getElementById("mark-form");
  if (!text || !form) return;
  const LONGEST = 300;

  document.addEventListener("selectionchange", () => {
    const selection = window.getSelection();
    const said = selection.toString().trim();
    const place = lineOf(selection.anchorNode);
    if (!said || !place || said.length > LONGEST || place !== lineOf(selection.focusNode)) return;
    form.elements.passage.value = said;
    form.elements.line.value = place.dataset.line;
  });

  function lineOf(node) {
    const element = node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    return element && text.contains(element) ? element.closest("[data-line]") : null;
  }
})();
