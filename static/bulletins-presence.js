// An open text gives signs of life, learns who else is there, and lets the pen go when it is closed.
"use strict";

(() => {
  const place = document.querySelector("[data-presence]");
  if (!place) return;
  const BEAT = 20000; // milliseconds; a hidden window may be held to one a minute, the pen lasts two
  const wantsPen = place.dataset.pen === "1";
  const form = document.querySelector("form[data-autosave]");
  const find = (name) => document.querySelector(`[data-${name}]`);
  let hadPen = wantsPen && !find("pen-mine").hidden;

  async function beat() {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", cookie("csrftoken"));
    data.set("pen", place.dataset.pen);
    let answer;
    try {
      // Not a person's hand: the session ends as if nobody were there, and ends without a page of its own.
      const headers = { "HX-Request": "true", "X-Requested-With": "poll" };
      answer = await fetch(place.dataset.presence, { method: "POST", body: data, credentials: "same-origin", headers });
    } catch (offline) {
      return;
    }
    if (answer.ok && !answer.redirected) show(await answer.json());
  }

  function show(now) {
    find("pen-other").textContent = now.holder;
    find("readers").textContent = now.readers ? `，${now.readers}正在看` : "";
    if (wantsPen) showPen(now);
    else showFree(now);
  }

  function showPen(now) {
    find("pen-mine").hidden = !now.pen;
    find("pen-other").hidden = true; // the alert says it
    find("displaced").hidden = now.pen;
    find("displaced-by").textContent = now.holder;
    find("moved-on").hidden = !now.pen || hasNewest(now) || hadPen;
    find("moved-at").textContent = now.saved;
    // What is typed so far goes to the server at once, and is kept beside.
    if (hadPen && !now.pen) document.dispatchEvent(new CustomEvent("infohub:ask-save"));
    hadPen = now.pen;
  }

  function hasNewest(now) {
    return Number(form.elements.base.value) >= now.version || Boolean(form.elements.late.value);
  }

  function showFree(now) {
    find("pen-free").hidden = Boolean(now.holder);
    find("pen-taken").hidden = !now.holder;
    if (!now.holder) find("pen-other").textContent = "现在没有人编辑";
  }

  function leave() {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", cookie("csrftoken"));
    navigator.sendBeacon(place.dataset.leave, data);
  }

  setInterval(beat, BEAT);
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", (event) => { if (event.persisted) beat(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) beat(); });
  document.addEventListener("infohub:entered", () => setTimeout(beat, 2000)); // the waiting text goes first
})();
