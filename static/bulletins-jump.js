// “跳到”: from a finding or a mark to its words, selected in the editor.
"use strict";

(() => {
  const form = document.querySelector("form[data-editor]");
  if (!form) return;

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-jump]");
    if (!link) return;
    const { field, line, start, text } = link.dataset;
    event.preventDefault();
    if (field === "body") jump(Number(line), Number(start), text);
    else select(form.elements[field], text, 0);
  });

  function jump(line, start, text) {
    const page = form.querySelector(".ProseMirror");
    if (!page) {
      const lines = form.elements.body.value.split("\n");
      return select(form.elements.body, text, lines.slice(0, line).join("\n").length + start);
    }
    const found = linesOf(page);
    // The text may have moved since it was looked over: its own paragraph first, then the nearest that has the words.
    const order = found.map((element, place) => [Math.abs(place - line), element]).sort((one, other) => one[0] - other[0]);
    const there = order.find(([, element]) => element.textContent.includes(text));
    mark(there ? there[1] : found[Math.min(line, found.length - 1)], there ? text : "", start);
  }

  // One element a line, as submissions/rich.py counts lines.
  function linesOf(page) {
    const found = [];
    [...page.children].forEach((block) => {
      if (block.matches("table, .tableWrapper")) found.push(...block.querySelectorAll("tr"));
      else if (block.matches("ul, ol")) found.push(...block.children);
      else found.push(block);
    });
    return found.filter((element) => element.textContent.trim() || element.matches("figure"));
  }

  function mark(element, text, start) {
    if (!element) return;
    element.scrollIntoView({ block: "center" });
    element.closest(".ProseMirror").focus({ preventScroll: true });
    const whole = element.textContent;
    const from = text ? nearest(whole, text, start) : 0;
    const range = document.createRange();
    range.setStart(...pointAt(element, from));
    range.setEnd(...pointAt(element, from + (text ? text.length : whole.length)));
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }

  function nearest(whole, text, start) {
    let best = whole.indexOf(text);
    for (let place = best; place >= 0; place = whole.indexOf(text, place + 1)) {
      if (Math.abs(place - start) < Math.abs(best - start)) best = place;
    }
    return best;
  }

  function pointAt(element, place) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let left = place;
    while (walker.nextNode()) {
      if (left <= walker.currentNode.length) return [walker.currentNode, left];
      left -= walker.currentNode.length;
    }
    return [element, element.childNodes.length];
  }

  function select(field, text, start) {
    const place = nearest(field.value, text, start);
    field.focus();
    if (place >= 0) field.setSelectionRange(place, place + text.length);
    field.scrollIntoView({ block: "center" });
  }
})();
