// Screening by keyboard: every key presses a button or follows a link that is on the page anyway.
"use strict";

(() => {
  const OFF = "infohub:keys-off";
  const help = document.querySelector("[data-keys]");
  const list = document.querySelector("[data-desk-list]");
  const decide = document.querySelector("form[data-decide]");
  const off = () => { try { return localStorage.getItem(OFF) === "1"; } catch (blocked) { return false; } };
  const typing = (target) => target.closest("textarea, select, [contenteditable], input:not([type=checkbox]):not([type=radio])");

  function move(step) {
    const links = [...list.querySelectorAll("tr[data-row] .title a")];
    const at = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
    const next = links[Math.min(Math.max(at + step, 0), links.length - 1)];
    if (next) next.focus();
  }

  function tick() {
    const row = document.activeElement.closest("tr[data-row]");
    const box = row && row.querySelector("input[name=items]");
    if (box) { box.checked = !box.checked; count(); }
    return Boolean(box);
  }

  function count() {
    const ticked = list.querySelectorAll("input[name=items]:checked").length;
    const words = list.querySelector("[data-ticked]");
    if (words) words.textContent = ticked ? `已选 ${ticked} 篇` : "";
  }

  function inList(key) {
    const steps = { j: 1, arrowdown: 1, k: -1, arrowup: -1 };
    if (key in steps) { move(steps[key]); return true; }
    return key === " " && tick();
  }

  function inDecision(key, target) {
    if (/^\d$/.test(key)) {
      const boxes = decide.querySelectorAll("input[type=checkbox][name=reasons]");
      const box = boxes[(Number(key) + 9) % 10];
      if (box) box.click();
      return Boolean(box);
    }
    if (key !== "enter" || target.closest("a, button")) return false;
    const confirm = decide.querySelector("[data-confirm]");
    if (confirm) confirm.click();
    return Boolean(confirm);
  }

  function press(key) {
    const found = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key);
    if (found && !found.disabled) found.click();
    return Boolean(found);
  }

  document.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    if (help && help.open) return;
    if (decide && key === "enter" && (event.ctrlKey || event.metaKey)) {
      if (inDecision(key, document.body)) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat && key === "enter") return;
    if (typing(event.target) && key !== "escape") return;
    if (key === "?" && help) { help.showModal(); event.preventDefault(); return; }
    if (off()) return;
    if ((list && inList(key)) || (decide && inDecision(key, event.target)) || press(key)) event.preventDefault();
  });

  document.querySelectorAll("[data-key='?']").forEach((button) => button.addEventListener("click", () => help.showModal()));
  if (help) {
    const box = help.querySelector("[data-keys-off]");
    box.checked = off();
    box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "1" : "0"));
  }

  if (list) {
    list.querySelectorAll(".only-script").forEach((each) => { each.hidden = false; });
    list.querySelectorAll(".no-script").forEach((each) => { each.hidden = true; });
    const all = list.querySelector("[data-tick-all]");
    list.addEventListener("change", (event) => {
      if (event.target === all) list.querySelectorAll("input[name=items]").forEach((box) => { box.checked = all.checked; });
      count();
    });
    count();
  }

  // The minute in which a decision can be taken back runs down; after it the bar says so.
  document.querySelectorAll("[data-recall]").forEach((bar) => {
    const end = Date.now() + Number(bar.dataset.left) * 1000;
    const seconds = bar.querySelector("[data-seconds]");
    const timer = setInterval(() => {
      const left = Math.max(Math.ceil((end - Date.now()) / 1000), 0);
      seconds.textContent = left;
      bar.querySelector("progress").value = left;
      if (left) return;
      clearInterval(timer);
      bar.classList.add("over");
      bar.querySelector("form").remove();
      bar.querySelector(".hint").textContent = "消息已发出；需要改变可“恢复待筛选”。";
    }, 500);
  });
})();
