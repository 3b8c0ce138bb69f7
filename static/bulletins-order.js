// The order of an issue: drag, Alt+arrows, buttons, "move to"; the whole list is saved at once. Without script the buttons do.
"use strict";

(() => {
  const form = document.getElementById("order-form");
  const section = document.getElementById("order");
  if (!form) return;

  const saved = document.getElementById("order-saved");
  const says = document.getElementById("order-says");
  const lists = [...section.querySelectorAll("ol.order")];
  const rows = () => [...section.querySelectorAll("li[data-article]")];
  let timer = 0, saving = false, again = false;

  function save() {
    clearTimeout(timer);
    timer = 0;
    if (saving) { again = true; return; }
    saving = true;
    saved.className = "";
    saved.textContent = "正在保存……";
    htmx.trigger(form, "save-order");
  }

  // After every change: numbers, counts and columns follow the rows, and a reader who does not see hears of it.
  function settle(row, wait = 0) {
    rows().forEach((each, place) => { each.querySelector(".at").textContent = place + 1; });
    lists.forEach((list) => {
      const count = list.closest(".run").querySelector(".n");
      if (count) count.textContent = `${list.children.length} 篇`;
    });
    offerWholeColumns();
    const select = row.querySelector("select");
    const list = row.parentElement;
    if (select && [...select.options].some((option) => option.value === list.dataset.column)) select.value = list.dataset.column;
    const column = lists.length > 1 ? `，栏目：${list.dataset.name || "不设栏目"}` : "";
    says.textContent = `《${row.dataset.title}》移到第 ${rows().indexOf(row) + 1} 位，共 ${rows().length} 篇${column}`;
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  // A column that got its first article can be moved as a whole, and one that lost its last cannot.
  function offerWholeColumns() {
    const filled = lists.filter((list) => list.children.length);
    lists.forEach((list) => {
      const controls = list.closest(".run").querySelector("h3 .controls");
      if (!controls) return;
      const [up, down] = controls.querySelectorAll("button");
      controls.hidden = !list.children.length;
      up.disabled = list === filled[0];
      down.disabled = list === filled[filled.length - 1];
    });
  }

  // One step; at the edge of a column into the next one.
  function step(row, by) {
    const beside = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    const list = lists[lists.indexOf(row.parentElement) + by];
    if (beside) { if (by < 0) beside.before(row); else beside.after(row); }
    else if (list) { if (by < 0) list.append(row); else list.prepend(row); }
    else return;
    settle(row, 500);
  }

  // To a place counted from 1: beside its own column's articles where they touch the place, else among those who stand there.
  function moveTo(row, place) {
    const rest = rows().filter((each) => each !== row);
    const at = Math.min(Math.max(place, 1), rest.length + 1) - 1;
    const before = rest[at - 1], after = rest[at], own = row.parentElement;
    if (after && (after.parentElement === own || !before || before.parentElement !== own)) after.before(row);
    else if (before) before.after(row);
    settle(row);
  }

  function press(button) {
    const row = button.closest("li[data-article]");
    if (button.name === "up") step(row, -1);
    else if (button.name === "down") step(row, 1);
    else {
      const field = row.querySelector("input[type=number]");
      if (!field.value) { field.focus(); return; }
      moveTo(row, Number(field.value));
      field.value = "";
    }
    button.focus();
  }

  section.classList.add("scripted");
  section.addEventListener("click", (event) => {
    const button = event.target.closest("li[data-article] button[form=order-form]");
    if (!button) return;
    event.preventDefault();
    press(button);
  });
  section.addEventListener("keydown", (event) => {
    const row = event.target.closest("li[data-article]");
    if (!row) return;
    if (event.key === "Enter" && event.target.type === "number") {
      event.preventDefault();
      press(row.querySelector("button[name=move]"));
    }
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || !event.altKey || event.target.tagName === "SELECT") return;
    event.preventDefault();
    const focused = document.activeElement;
    step(row, by);
    focused.focus();
  });
  section.addEventListener("change", (event) => {
    const list = event.target.tagName === "SELECT" && lists.find((each) => each.dataset.column === event.target.value);
    if (!list) return;
    list.append(event.target.closest("li"));
    event.target.focus();
    settle(event.target.closest("li"));
  });
  lists.forEach((list) => new Sortable(list, {
    group: "issue", handle: ".grip", animation: 120, forceFallback: true, fallbackTolerance: 3, ghostClass: "ghost",
    onEnd: (event) => { if (event.from !== event.to || event.oldIndex !== event.newIndex) settle(event.item); },
  }));

  function trouble(words) {
    saved.className = "trouble";
    saved.textContent = words;
  }

  section.addEventListener("htmx:beforeSwap", (event) => {
    const answer = event.detail.xhr;
    if (answer.status === 409 && answer.getResponseHeader("HX-Retarget")) event.detail.shouldSwap = true;
  });
  saved.addEventListener("htmx:afterSwap", () => {
    form.elements.base.value = saved.querySelector("[data-version]").dataset.version;
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    saving = false;
    if (event.detail.successful) {
      htmx.trigger(document.body, "issue-changed");
      if (again) { again = false; save(); }
    } else if (event.detail.xhr && event.detail.xhr.status === 401) trouble("登录已过期，次序还没有保存；请重新登录后再排。");
    else if (event.detail.xhr && event.detail.xhr.status >= 400) trouble(event.detail.xhr.getResponseHeader("HX-Retarget") ? "" : event.detail.xhr.responseText);
    else trouble("没有连上服务器，次序还没有保存。");
  });
  window.addEventListener("pagehide", () => { if (timer) navigator.sendBeacon(form.action, new FormData(form)); });
})();
