// A 简讯 is one short paragraph: what is asked for, and the count against its limit, while it is written.
"use strict";

(() => {
  const form = document.querySelector("form[data-brief-limit]");
  if (!form) return;
  const limit = Number(form.dataset.briefLimit);
  const said = Object.assign(document.createElement("div"), { id: "brief-said", className: "form-text counts" });
  said.setAttribute("role", "status");
  form.querySelector("#div_id_body").prepend(said);

  function tell() {
    const body = form.elements.body.value;
    const length = [...body.replace(/\s/g, "")].length;
    const paragraphs = body.split("\n").filter((line) => line.trim()).length;
    said.hidden = form.elements.use.value !== "brief";
    const wrong = paragraphs > 1 || length > limit;
    said.classList.toggle("trouble", wrong);
    said.textContent = `简讯：只写一段，说清谁做了什么、结果如何；${length}/${limit} 字`
      + (paragraphs > 1 ? `，现有 ${paragraphs} 段，请并成一段` : "")
      + (length > limit ? `，超出 ${length - limit} 字，请精简` : "");
  }

  form.addEventListener("input", tell);
  form.addEventListener("change", tell);
  tell();
})();
