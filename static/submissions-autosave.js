// Autosave of the filing form, with a copy in the browser as second net.
"use strict";

(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const WORDS = ["title", "body", "rich", "kind", "nature", "event_date", "phone"];
  const QUIET = 1500; // milliseconds without typing before saving
  const AGAIN = 15000; // milliseconds before trying again after a failure
  const status = form.querySelector("[data-saved]");
  const field = (name) => form.elements[name];
  const words = () => Object.fromEntries(WORDS.map((name) => [name, field(name).value]));
  const place = "infohub:" + field("key").value;
  const lastPlace = "infohub:unsent"; // a new form has a new key; its text is found here
  const isNew = () => !field("base").value;
  let saved = JSON.stringify(words());
  let timer = null;
  let flight = null;
  let stopped = false;

  function say(text, trouble = false) {
    status.textContent = text;
    status.classList.toggle("trouble", trouble);
  }

  function sayWithLink(text, url, label) {
    say(text + " ", true);
    const link = document.createElement("a");
    link.href = url;
    link.target = "_blank";
    link.textContent = label;
    status.append(link);
  }

  function keepLocally() {
    try {
      const copy = JSON.stringify({ at: new Date().toISOString(), writer: field("writer").value.split(":")[0], words: words() });
      localStorage.setItem(isNew() ? lastPlace : place, copy);
    } catch (full) { /* the browser has no room: the server copy remains */ }
  }

  function dropLocal() {
    localStorage.removeItem(place);
    localStorage.removeItem(lastPlace);
  }

  async function save() {
    if (stopped || JSON.stringify(words()) === saved) return;
    if (flight) return flight;
    const sending = JSON.stringify(words());
    flight = send(sending).finally(() => { flight = null; });
    await flight;
    if (JSON.stringify(words()) !== sending) schedule(QUIET);
  }

  async function send(sending) {
    const data = new FormData(form);
    data.delete("files");
    data.set("csrfmiddlewaretoken", cookie("csrftoken")); // a log-in in another window has renewed it
    let answer;
    try {
      answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: data,
        credentials: "same-origin",
        headers: { "X-Requested-With": "autosave" },
      });
    } catch (offline) {
      say("网络不通，文字已留在本机，连通后自动保存。", true);
      return schedule(AGAIN);
    }
    if (answer.status === 401 || answer.redirected) {
      sayWithLink("登录已过期，文字留在本页。", form.dataset.login, "在新窗口登录，回来继续");
      return schedule(AGAIN);
    }
    const result = await answer.json().catch(() => ({ message: "没有保存成功，稍后自动再试。" }));
    if (answer.ok) return onSaved(result, sending);
    if (result.compare) {
      stopped = true;
      return sayWithLink(result.message, result.compare, "打开对照");
    }
    say(result.message, true);
    if (answer.status >= 500) schedule(AGAIN);
  }

  function onSaved(result, sending) {
    saved = sending;
    field("base").value = result.version;
    form.dataset.autosave = result.autosave;
    if (form.getAttribute("action") !== result.edit) {
      form.setAttribute("action", result.edit);
      history.replaceState(null, "", result.edit);
    }
    dropLocal();
    say("已保存 " + result.saved);
  }

  function schedule(delay) {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  }

  function offerLocalCopy() {
    const box = form.querySelector("[data-local-copy]");
    const kept = localStorage.getItem(place) || (isNew() && localStorage.getItem(lastPlace));
    if (!kept || !box) return;
    const copy = JSON.parse(kept);
    if (copy.writer !== field("writer").value.split(":")[0] || JSON.stringify(copy.words) === saved) return;
    box.querySelector("[data-local-when]").textContent = new Date(copy.at).toLocaleString("zh-CN");
    box.querySelector("[data-local-take]").addEventListener("click", () => {
      Object.entries(copy.words).forEach(([name, value]) => { field(name).value = value; });
      box.hidden = true;
      field("body").dispatchEvent(new Event("input", { bubbles: true })); // the editor and the counts follow
      schedule(0);
    });
    box.querySelector("[data-local-drop]").addEventListener("click", () => { dropLocal(); box.hidden = true; });
    box.hidden = false;
  }

  form.addEventListener("input", () => { keepLocally(); schedule(QUIET); });
  form.addEventListener("change", () => schedule(QUIET));
  window.addEventListener("online", () => schedule(0));
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); else schedule(QUIET); });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      save();
    }
  });
  // A save under way would make this page look out of date to itself: let it land first.
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    sessionStorage.setItem("infohub:submitted", JSON.stringify([place, lastPlace]));
    if (!flight) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    await flight;
    clearTimeout(timer);
    form.requestSubmit(button);
  });
  offerLocalCopy();
})();
