// The urgent form: its running clock, the title it would write itself, and keeping what is typed.
"use strict";

(() => {
  const form = document.querySelector("form[data-urgent]");
  if (!form) return;
  const field = (name) => form.elements[name];
  const value = (name) => (field(name) ? field(name).value : "");

  // ---- the clock: the server's time, whatever this machine's clock says
  const clock = document.querySelector("[data-clock]");
  const rules = clock && JSON.parse(document.getElementById("urgent-rules").textContent);
  const ahead = clock ? new Date(clock.dataset.now).getTime() - Date.now() : 0;
  const now = () => Date.now() + ahead;
  const moment = (name) => (value(name) ? new Date(value(name) + ":00" + rules.zone).getTime() : null);

  function deadline() {
    const [basis, minutes, , fixed] = rules.rules[value("grade")] || ["none", 0, "", null];
    const learned = moment("learned_at");
    if (basis === "none") return null;
    if (!rules.running || basis === "daily" || basis === "last") return fixed && new Date(fixed).getTime();
    const start = basis === "occurrence" ? moment("occurred_at") || learned : learned;
    return start && start + minutes * 60000;
  }

  function hour(time) {
    const shift = (rules.zone[0] === "-" ? -1 : 1) * (60 * rules.zone.slice(1, 3) + 1 * rules.zone.slice(4));
    const local = new Date(time + shift * 60000).toISOString(); // the office's hour, not this machine's
    const today = new Date(now() + shift * 60000).toISOString().slice(0, 10) === local.slice(0, 10);
    return (today ? "" : `${+local.slice(5, 7)}月${+local.slice(8, 10)}日 `) + local.slice(11, 16);
  }

  function span(minutes) {
    const days = Math.floor(minutes / 1440), hours = Math.floor((minutes % 1440) / 60), left = minutes % 60;
    return [days && `${days} 天`, hours && `${hours} 小时`, left && `${left} 分`].filter(Boolean).join(" ") || "不到 1 分";
  }

  function tick() {
    const rule = rules.rules[value("grade")], due = deadline();
    clock.querySelector("[data-clock-words]").textContent = rule ? rule[2] : "";
    const left = clock.querySelector("[data-clock-left]");
    clock.classList.toggle("over", due !== null && due < now());
    if (due === null) { left.textContent = ""; return; }
    const minutes = Math.abs(due - now()) / 60000;
    left.textContent = due >= now()
      ? `应在 ${hour(due)} 前报出，还剩 ${span(Math.floor(minutes))}`
      : `应在 ${hour(due)} 前报出，已超时 ${span(Math.ceil(minutes))}`;
  }
  if (clock) {
    tick();
    setInterval(tick, 1000);
    form.addEventListener("input", tick);
  }

  // ---- the title that a blank field stands for
  const LAST = { first: "", follow: "续报", final: "处置完毕", correct: "更正" };

  function suggest() {
    const picked = field("category").selectedOptions[0];
    const kind = value("category") ? picked.textContent.replaceAll("/", "、") : "紧急情况";
    const known = [["死亡", "dead"], ["重伤", "badly_hurt"], ["轻伤", "hurt"], ["失联", "missing"]].filter(([, name]) => value(name) !== "");
    const some = known.filter(([, name]) => Number(value(name)) > 0);
    const hurt = known.length && !some.length ? "无人员伤亡" : some.map(([word, name]) => `${Number(value(name))}人${word}`).join("、");
    const tail = [hurt, LAST[form.dataset.kind]].filter(Boolean).join("，");
    field("title").placeholder = `${value("place")}发生${kind}` + (tail ? `，${tail}` : "");
  }
  form.addEventListener("input", suggest);
  suggest();

  // ---- nothing typed is lost
  const QUIET = 1500, AGAIN = 15000;
  const status = form.querySelector("[data-saved]");
  let timer = null, sentAway = false;
  const words = () => new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken")).toString();
  let saved = words();

  function say(text, trouble) {
    status.textContent = text;
    status.classList.toggle("trouble", trouble);
  }

  async function save() {
    const sending = words();
    if (sentAway || sending === saved) return;
    const data = new FormData(form);
    data.set("csrfmiddlewaretoken", cookie("csrftoken"));
    try {
      const answer = await fetch(form.dataset.save, { method: "POST", body: data, headers: { "X-Requested-With": "autosave" } });
      if (answer.status === 401 || answer.redirected) {
        say("登录已过期，文字留在本页。请在新窗口登录后回来继续。", true);
        schedule(AGAIN);
      } else if (answer.ok) {
        saved = sending;
        say("已保存 " + (await answer.json()).saved + "（尚未报出）", false);
      } else {
        say("没有保存成功，稍后自动再试。", true);
        schedule(AGAIN);
      }
    } catch (offline) {
      say("网络不通，文字留在本页，连通后自动保存。也可先打电话报告。", true);
      schedule(AGAIN);
    }
  }

  function schedule(delay) {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  }
  form.addEventListener("input", () => schedule(QUIET));
  window.addEventListener("online", () => schedule(0));
  form.addEventListener("submit", () => { sentAway = true; clearTimeout(timer); });
})();
