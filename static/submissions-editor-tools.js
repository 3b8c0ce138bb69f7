// The editor's toolbar and its uploads: plain DOM, no editor library.
"use strict";

const Tools = (() => {
  // A row of buttons with one tab stop; arrows move along it, Escape goes back to the text.
  function bar(editor, frame, tools) {
    const row = document.createElement("div");
    row.className = "editor-tools";
    row.setAttribute("role", "toolbar");
    row.setAttribute("aria-label", "正文工具栏");
    const buttons = tools.map((tool) => button(editor, row, tool));
    buttons[0].tabIndex = 0;
    row.addEventListener("keydown", (event) => {
      if (event.key === "Escape") editor.view.focus();
      if (!["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
      event.preventDefault();
      const usable = buttons.filter((one) => !one.hidden);
      const place = usable.indexOf(document.activeElement);
      const next = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: -1 }[event.key];
      stop(buttons, usable.at(next % usable.length)).focus();
    });
    editor.on("transaction", () => refresh(tools, buttons));
    refresh(tools, buttons);
    return row;
  }

  function button(editor, row, tool) {
    const made = document.createElement("button");
    made.type = "button";
    made.tabIndex = -1;
    made.title = tool.hint;
    made.setAttribute("aria-label", tool.hint.replace(/（.*/, ""));
    if (tool.icon) made.append(Object.assign(document.createElement("i"), { className: "bi bi-" + tool.icon, ariaHidden: "true" }));
    else made.textContent = tool.text;
    made.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps its selection
    made.addEventListener("click", () => {
      if (made.getAttribute("aria-disabled") === "true") return;
      tool.does();
      if (tool.icon !== "image") editor.view.focus(); // at once: what is typed next belongs to the text
    });
    row.append(made);
    return made;
  }

  function refresh(tools, buttons) {
    tools.forEach((tool, place) => {
      const one = buttons[place];
      one.hidden = Boolean(tool.shown && !tool.shown());
      if (tool.on) one.setAttribute("aria-pressed", String(Boolean(tool.on())));
      if (tool.off) one.setAttribute("aria-disabled", String(Boolean(tool.off())));
    });
    const stopped = buttons.find((one) => one.tabIndex === 0);
    if (stopped.hidden) stop(buttons, buttons[0]);
  }

  function stop(buttons, chosen) {
    buttons.forEach((one) => { one.tabIndex = one === chosen ? 0 : -1; });
    return chosen;
  }

  return { bar };
})();

const Uploads = (() => {
  const PATIENCE = 8000; // milliseconds a new form's first save may take

  // The bytes a pasted text carried inside itself.
  function fileOf(address) {
    const [head, data] = address.split(",");
    const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
    const type = head.slice(5).split(";")[0];
    return new File([bytes], `粘贴的图片.${type === "image/png" ? "png" : "jpg"}`, { type });
  }

  // The address of the picture once the item holds it; otherwise a sentence and null.
  async function send(form, file, say) {
    if (form.dataset.pictures === "none") return refuse(say, "稿件只用来稿里的图片；要加新图，请由报送单位补报。");
    if (!(await hasDraft(form))) return refuse(say, "请先写标题或正文，系统存好草稿后再插入图片。");
    const data = new FormData();
    data.append("picture", file, file.name);
    data.append("csrfmiddlewaretoken", cookie("csrftoken"));
    say(`正在上传“${file.name}”……`);
    const to = new URL("../pictures/", new URL(form.getAttribute("action") || location.pathname, location.href));
    const answer = await fetch(to, { method: "POST", body: data }).catch(() => null);
    if (!answer) return refuse(say, "网络不通，图片没有上传，请稍后再插入。");
    if (answer.redirected || answer.status === 401) return refuse(say, "登录已过期，图片没有上传，请登录后再插入。");
    const result = await answer.json().catch(() => ({ message: `“${file.name}”没有上传成功，请稍后再试。` }));
    if (!answer.ok) return refuse(say, result.message);
    say("");
    return result.address;
  }

  function refuse(say, sentence) {
    say(sentence);
    return null;
  }

  // A new form has no item yet: its first autosave makes one.
  async function hasDraft(form) {
    const known = () => Boolean(form.elements.base.value);
    if (!known() && !form.elements.title.value.trim() && !form.elements.body.value.trim()) return false;
    form.dispatchEvent(new Event("input", { bubbles: true }));
    for (let waited = 0; !known() && waited < PATIENCE; waited += 200) {
      await new Promise((resolve) => { setTimeout(resolve, 200); });
    }
    return known();
  }

  return { fileOf, send };
})();
