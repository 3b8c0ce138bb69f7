// A group's button ticks its units; pressed again it clears them.
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-unit-group]");
  if (!button) return;
  const wanted = new Set(button.dataset.unitGroup.split(","));
  const every = [...document.querySelectorAll("[data-units] input[name=units]")];
  const boxes = button.dataset.unitGroup === "all" ? every : every.filter((box) => wanted.has(box.value));
  const tick = !boxes.every((box) => box.checked);
  boxes.forEach((box) => { box.checked = tick; });
});
