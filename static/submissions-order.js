// Units and authors in order: add, move and remove by keyboard or touch; without script the plain fields do.
"use strict";

(() => {
  const button = (icon, name, act) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm btn-secondary" });
    made.innerHTML = `<i aria-hidden="true" class="bi bi-${icon}"></i>`;
    made.setAttribute("aria-label", name);
    made.addEventListener("click", act);
    return made;
  };

  // A list of rows around fields; `make` gives a new empty field, `changed` hears of every change.
  function ordered({ box, what, limit, make, changed }) {
    const list = document.createElement("ol");
    const says = Object.assign(document.createElement("div"), { className: "visually-hidden" });
    says.setAttribute("role", "status");
    const more = button("plus-lg", `添加${what}`, () => { add(make()).focus(); update(); });
    more.append(` 添加${what}`);
    box.append(list, more, says);

    function add(field) {
      const row = document.createElement("li");
      row.append(
        field,
        button("arrow-up", "上移", () => shift(row, -1)),
        button("arrow-down", "下移", () => shift(row, 1)),
        button("x-lg", "移除", () => drop(row)),
      );
      list.append(row);
      return field;
    }

    function shift(row, step) {
      const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
      if (!other) return;
      if (step < 0) other.before(row); else other.after(row);
      row.children[step < 0 ? 1 : 2].focus();
      update(`已移到第 ${[...list.children].indexOf(row) + 1} 位`);
    }

    function drop(row) {
      const next = row.nextElementSibling || row.previousElementSibling;
      row.remove();
      (next ? next.children[3] : more).focus();
      update("已移除");
    }

    function update(said = "") {
      [...list.children].forEach((row, place) => {
        row.firstElementChild.setAttribute("aria-label", `${what} ${place + 1}`);
      });
      more.hidden = list.children.length >= limit;
      says.textContent = said;
      changed();
    }

    function fill(fields) {
      list.replaceChildren();
      fields.forEach(add);
      update();
    }

    return { list, fill };
  }

  document.querySelectorAll("[data-ordered-units]").forEach((box) => {
    const selects = [...box.querySelectorAll("select")];
    const pattern = selects[0].cloneNode(true);
    pattern.classList.remove("mb-1");
    pattern.removeAttribute("id");
    const make = (value = "") => {
      const made = pattern.cloneNode(true);
      made.value = value;
      return made;
    };
    const form = box.closest("form");
    const changed = () => form.dispatchEvent(new Event("change"));
    const chosen = selects.map((each) => each.value).filter(Boolean);
    box.replaceChildren();
    const rows = ordered({ box, what: "联合报送单位", limit: Number(box.dataset.limit), make, changed });
    box.addEventListener("infohub:set", (event) => rows.fill(event.detail.filter(Boolean).map(make)));
    rows.fill(chosen.map(make));
  });

  document.querySelectorAll("textarea[data-ordered-lines]").forEach((area) => {
    const box = Object.assign(document.createElement("div"), { className: "ordered" });
    const lines = () => area.value.split("\n").map((line) => line.trim()).filter(Boolean);
    let own = false; // the change comes from these rows
    const make = (value = "") => {
      const made = Object.assign(document.createElement("input"), { type: "text", className: "form-control", value });
      made.addEventListener("input", (event) => { event.stopPropagation(); write(); });
      return made;
    };
    const write = () => {
      own = true;
      area.value = [...box.querySelectorAll("input")].map((each) => each.value.trim()).filter(Boolean).join("\n");
      area.dispatchEvent(new Event("input", { bubbles: true }));
      own = false;
    };
    const label = area.labels[0]?.textContent.trim() || "";
    const rows = ordered({ box, what: label, limit: Number(area.dataset.orderedLines), make, changed: write });
    area.addEventListener("input", () => { if (!own) rows.fill(lines().map(make)); });
    area.after(box);
    area.hidden = true;
    rows.fill(lines().map(make));
  });
})();
