// The order of an article's sources: by drag, by the arrow keys on the handle, or by the plain numbers, which are what is sent.
"use strict";

document.querySelectorAll("table[data-sources] tbody").forEach((body) => {
  const rows = () => [...body.querySelectorAll("[data-source]")];
  const number = () => rows().forEach((row, place) => { row.querySelector(".place input").value = place + 1; });

  function shift(row, step) {
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (step < 0) other.before(row); else other.after(row);
    number();
    row.querySelector(".handle").focus();
  }

  // The neighbours move past the row, which stays where it is: one that left the page would lose the pointer.
  function pass(row, over) {
    const step = Math.sign(rows().indexOf(over) - rows().indexOf(row));
    while (Math.sign(rows().indexOf(over) - rows().indexOf(row)) === step) {
      if (step > 0) row.before(row.nextElementSibling); else row.after(row.previousElementSibling);
    }
  }

  rows().forEach((row) => {
    const handle = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm handle" });
    handle.innerHTML = '<i aria-hidden="true" class="bi bi-grip-vertical"></i>';
    handle.setAttribute("aria-label", "拖动，或按上下箭头移动");
    handle.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      shift(row, step);
    });
    handle.addEventListener("pointerdown", (event) => {
      handle.setPointerCapture(event.pointerId);
      row.classList.add("dragged");
    });
    handle.addEventListener("pointermove", (event) => {
      if (!handle.hasPointerCapture(event.pointerId)) return;
      const over = rows().find((each) => {
        const box = each.getBoundingClientRect();
        return each !== row && event.clientY >= box.top && event.clientY <= box.bottom;
      });
      if (!over) return;
      pass(row, over);
      number();
    });
    ["pointerup", "pointercancel"].forEach((name) => handle.addEventListener(name, () => row.classList.remove("dragged")));
    row.querySelector(".place").prepend(handle);
  });
});
