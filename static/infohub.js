// Shared by every page: a form is sent once, and with the newest token.
"use strict";

function cookie(name) {
  const found = document.cookie.split("; ").find((row) => row.startsWith(name + "="));
  return found ? decodeURIComponent(found.split("=")[1]) : "";
}

// Logging in elsewhere renews the token; this page's form must not fail for that.
function freshToken(form) {
  const field = form.querySelector("input[name=csrfmiddlewaretoken]");
  const token = cookie("csrftoken");
  if (field && token) field.value = token;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  freshToken(form);
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 5000);
});

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = cookie("csrftoken");
});

window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// A filing form was submitted and the next page is not the form again: its local copy has served.
(() => {
  const submitted = sessionStorage.getItem("infohub:submitted");
  if (!submitted || document.querySelector("form[data-autosave], form[data-entrance]")) return;
  JSON.parse(submitted).forEach((place) => localStorage.removeItem(place));
  sessionStorage.removeItem("infohub:submitted");
})();
