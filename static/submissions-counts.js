// Live counts under title and text, as Chinese offices count: characters without white space.
"use strict";

(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const LIMIT = Number(form.dataset.titleLimit || 50); // submissions.models.revisions.TITLE_LIMIT
  const ONE_LINE = 20; // characters of 22 pt that the 156 mm of a page hold (GB/T 9704-2012)
  const letters = (text) => [...text.replace(/\s/g, "")].length;

  function hint(field) {
    const made = document.createElement("div");
    made.id = "count-" + field.name;
    made.className = "form-text counts";
    field.after(made);
    field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), made.id].filter(Boolean).join(" "));
    return made;
  }

  const title = hint(form.elements.title);
  const body = hint(form.elements.body);

  function adviceOn(length) {
    if (length > LIMIT) return `，超过 ${LIMIT} 字，请精简`;
    return length > ONE_LINE ? `，排印时要分两行；宜一行，${ONE_LINE} 字以内` : "";
  }

  function count() {
    const length = [...form.elements.title.value.trim()].length;
    title.textContent = `${length}/${LIMIT} 字${adviceOn(length)}`;
    title.classList.toggle("trouble", length > LIMIT);
    body.textContent = `共 ${letters(form.elements.body.value)} 字`;
  }

  form.addEventListener("input", count);
  count();
  const help = document.querySelector("details.help");
  if (help && window.matchMedia("(max-width: 991px)").matches) help.open = false;
})();
