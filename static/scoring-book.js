// The editor of rule books: rows are added on the spot, boxes say what they hold, and typed words are not left by mistake.
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=add]");
  if (!button) return;
  event.preventDefault();
  const place = document.querySelector(`[data-rows="${button.value}"]`);
  const empty = place.querySelector("template");
  const count = document.querySelector(`input[name="${button.value}-n"]`);
  const holder = empty.content.cloneNode(true);
  const row = holder.firstElementChild;
  row.innerHTML = row.innerHTML.replaceAll("__n__", count.value);
  count.value = Number(count.value) + 1;
  const number = row.querySelector(".row-number");
  if (number) number.textContent = count.value;
  const head = row.querySelector(".card-head b");
  if (head) head.textContent = head.textContent.replace("新", count.value);
  place.insertBefore(holder, empty);
  place.closest("table")?.classList.remove("none-yet");
  row.querySelector("summary, input:not([type=checkbox]), select").focus();
});

["click", "focusin"].forEach((kind) => document.addEventListener(kind, (event) => {
  document.querySelectorAll("details.pick[open]").forEach((one) => { if (!one.contains(event.target)) one.open = false; });
}));

document.addEventListener("keydown", (event) => {
  const pick = event.key === "Escape" && event.target.closest("details.pick[open]");
  if (!pick) return;
  pick.open = false;
  pick.querySelector("summary").focus();
});

document.addEventListener("change", (event) => {
  const box = event.target;
  const pick = box.closest("details.pick");
  if (pick) {
    const names = [...pick.querySelectorAll("input:checked")].map((one) => one.closest("label").textContent.trim());
    const summary = pick.querySelector("summary");
    summary.textContent = names.join("、") || summary.dataset.none;
  }
  const strike = box.closest(".strike");
  if (strike) strike.closest("tr, .card-clause").classList.toggle("struck", box.checked);
});

(() => {
  const form = document.querySelector("form[data-guard]");
  if (!form) return;
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
})();
