// Autosave of the filing form, with a copy in the browser as second net.
"use strict";

(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  // What the form keeps for itself; everything else in it was written by a person.
  const OWN = ["csrfmiddlewaretoken", "key", "base", "writer", "opened", "late", "joins", "tried", "files", "unit", "sitting"];
  const QUIET = 1500; // milliseconds without typing before saving
  const AGAIN = 15000; // milliseconds before trying again after a failure
  const status = form.querySelector("[data-saved]");
  const field = (name) => form.elements[name];
  const place = "infohub:" + field("key").value;
  const lastPlace = "infohub:unsent"; // a new form has a new key; its text is found here
  const isNew = () => !field("base").value;
  const person = () => field("writer").value.split(":")[0];
  let saved = "unsaved" in form.dataset ? "" : JSON.stringify(words());
  let timer = null;
  let flight = null;

  function words() {
    const found = {};
    for (const [name, value] of new FormData(form)) {
      if (!OWN.includes(name)) (found[name] ||= []).push(value);
    }
    return found;
  }

  function say(text, trouble = false) {
    status.textContent = text;
    status.classList.toggle("trouble", trouble);
  }

  function add(tag, text, facts) {
    const element = Object.assign(document.createElement(tag), { textContent: text, ...facts });
    status.append(" ", element);
    return element;
  }

  function keepLocally() {
    const own = Object.fromEntries(["base", "opened", "late", "tried"].map((name) => [name, field(name).value]));
    try {
      const copy = JSON.stringify({ at: new Date().toISOString(), key: field("key").value, writer: person(), own, words: words() });
      localStorage.setItem(isNew() ? lastPlace : place, copy);
    } catch (full) { /* the browser has no room: the server copy remains */ }
  }

  function dropLocal() {
    localStorage.removeItem(place);
    localStorage.removeItem(lastPlace);
  }

  async function save(asked = false) {
    if (JSON.stringify(words()) === saved) return;
    if (flight) return flight;
    const sending = JSON.stringify(words());
    flight = send(sending, asked).finally(() => { flight = null; });
    await flight;
    if (JSON.stringify(words()) !== sending) schedule(QUIET);
  }

  async function send(sending, asked) {
    const data = new FormData(form);
    data.delete("files");
    data.set("csrfmiddlewaretoken", cookie("csrftoken")); // a log-in in another window has renewed it
    const tried = JSON.stringify({ title: field("title").value, body: field("body").value });
    let answer;
    try {
      answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: data,
        credentials: "same-origin",
        headers: { "X-Requested-With": "autosave" },
      });
    } catch (offline) {
      field("tried").value = tried; // it may have arrived, only the answer did not
      keepLocally();
      say("网络不通，文字已留在本机，连通后自动保存。", true);
      return schedule(AGAIN);
    }
    if (answer.status === 401 || answer.redirected) return onExpired(asked);
    const result = await answer.json().catch(() => ({ message: "没有保存成功，稍后自动再试。" }));
    if (answer.ok) return onSaved(result, sending);
    if (result.compare) return onNewer(result, sending);
    say(result.message, true);
    if (result.foreign) offerLogIn();
    if (answer.status >= 500) schedule(AGAIN);
  }

  function onExpired(asked) {
    say("登录已过期，文字留在本页。", true);
    offerLogIn();
    document.dispatchEvent(new CustomEvent("infohub:expired", { detail: { asked } }));
    schedule(AGAIN);
  }

  function offerLogIn() {
    const here = () => document.dispatchEvent(new CustomEvent("infohub:expired", { detail: { asked: true } }));
    add("button", "在本页登录", { type: "button", className: "btn btn-sm btn-secondary", onclick: here });
    add("a", "在新窗口登录，回来继续", { href: form.dataset.login, target: "_blank" });
  }

  function onSaved(result, sending) {
    saved = result.message ? "" : sending; // what was left out is tried again with the next change
    standOn(result);
    form.dataset.autosave = result.autosave;
    if (form.getAttribute("action") !== result.edit) {
      form.setAttribute("action", result.edit);
      history.replaceState(null, "", result.edit);
    }
    if (saved === JSON.stringify(words())) dropLocal();
    else keepLocally();
    document.dispatchEvent(new CustomEvent("infohub:saved"));
    if (result.message) say(`已保存 ${result.saved}，但有内容没有存上：${result.message}`, true);
    else say("已保存 " + result.saved);
  }

  function standOn(result) {
    field("base").value = result.version;
    field("opened").value = result.opened;
    field("late").value = field("tried").value = "";
  }

  // Somebody saved elsewhere: this text lies beside theirs, and goes on being saved there.
  function onNewer(result, sending) {
    saved = sending;
    field("late").value = result.late;
    field("tried").value = "";
    dropLocal();
    document.dispatchEvent(new CustomEvent("infohub:saved"));
    say(result.message, true);
    add("a", "打开对照", { href: result.compare });
  }

  function schedule(delay) {
    clearTimeout(timer);
    timer = setTimeout(() => save(), delay);
  }

  function offerLocalCopy() {
    const box = form.querySelector("[data-local-copy]");
    const last = localStorage.getItem(lastPlace);
    const own = last && JSON.parse(last).key === field("key").value; // this very form, before it had a draft
    const kept = localStorage.getItem(place) || ((isNew() || own) && last);
    if (!kept || !box) return;
    const copy = JSON.parse(kept);
    if (copy.writer !== person()) return;
    if (isKnown(copy)) return;
    box.querySelector("[data-local-when]").textContent = new Date(copy.at).toLocaleString("zh-CN");
    box.querySelector("[data-local-take]").addEventListener("click", () => { takeUp(copy); box.hidden = true; });
    box.querySelector("[data-local-drop]").addEventListener("click", () => { dropLocal(); box.hidden = true; });
    box.hidden = false;
  }

  // The form was sent the ordinary way: the page shows the same words, and a newer version if they were saved.
  function isKnown(copy) {
    const bare = ({ rich, topic, invitation, ...rest }) => JSON.stringify(rest);
    if (bare(copy.words) !== bare(words())) return false;
    const newer = Number(field("base").value) > Number(copy.own?.base);
    if (newer && !("unsaved" in form.dataset)) dropLocal();
    return newer || JSON.stringify(copy.words) === JSON.stringify(words());
  }

  // With what the copy was written over: what came since is not overwritten but merged.
  function takeUp(copy) {
    Object.entries(copy.own || {}).forEach(([name, value]) => { field(name).value = value; });
    form.querySelectorAll("[data-ordered-units]").forEach((box) => {
      box.dispatchEvent(new CustomEvent("infohub:set", { detail: copy.words[box.dataset.name] || [] }));
    });
    Object.entries(copy.words).forEach(([name, values]) => {
      if (field(name) && "value" in field(name) && !(field(name) instanceof RadioNodeList)) field(name).value = values[0];
    });
    field("body").dispatchEvent(new Event("input", { bubbles: true }));
    schedule(0);
  }

  form.addEventListener("input", () => { keepLocally(); schedule(QUIET); });
  form.addEventListener("change", () => schedule(QUIET));
  window.addEventListener("online", () => schedule(0));
  ["infohub:entered", "infohub:ask-save"].forEach((name) => document.addEventListener(name, () => schedule(0)));
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); else schedule(QUIET); });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      save(true);
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
