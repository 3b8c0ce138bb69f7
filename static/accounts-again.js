// Logging in again inside a page whose session has ended; the page goes on where it was.
"use strict";

(() => {
  const dialog = document.querySelector("dialog[data-again]");
  if (!dialog) return;
  const form = dialog.querySelector("form");
  const says = dialog.querySelector("[role=alert]");
  const button = form.querySelector("button[type=submit]");
  let declined = false; // closed by hand: it comes back only when asked for

  function open(asked) {
    if (dialog.open || (declined && !asked)) return;
    say("");
    dialog.showModal();
    form.elements.password.focus();
  }

  function say(text, url) {
    says.textContent = text;
    says.hidden = !text;
    if (!url) return;
    says.append(" ", Object.assign(document.createElement("a"), { href: url, target: "_blank", textContent: "打开修改密码页" }));
  }

  async function enter(event) {
    event.preventDefault();
    const data = new FormData(form);
    data.set("csrfmiddlewaretoken", cookie("csrftoken"));
    button.disabled = true;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: data,
        credentials: "same-origin",
        headers: { "X-Requested-With": "autosave" },
      });
      await onAnswer(answer);
    } catch (offline) {
      say("网络不通，请连通后再登录；文字留在本页和本机。");
    }
    button.disabled = false;
  }

  async function onAnswer(answer) {
    const result = await answer.json().catch(() => ({ message: "没有登录成功，请在新窗口登录后回来继续。" }));
    form.elements.password.value = "";
    if (!answer.ok) {
      say(result.message, result.url);
      return form.elements.password.focus();
    }
    declined = false;
    dialog.close();
    document.dispatchEvent(new CustomEvent("infohub:entered"));
  }

  form.addEventListener("submit", enter);
  dialog.querySelector("[data-later]").addEventListener("click", () => { declined = true; dialog.close(); });
  dialog.addEventListener("cancel", () => { declined = true; });
  document.addEventListener("infohub:expired", (event) => open(event.detail.asked));
  document.addEventListener("infohub:saved", () => { declined = false; if (dialog.open) dialog.close(); });
})();
