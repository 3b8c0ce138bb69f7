// What Word, WPS and web pages put on the clipboard, reduced to words the editor's schema can take.
"use strict";

const Pasting = (() => {
  const JUNK = [
    "style", "script", "meta", "link", "title", "xml", "head > *", "del", "template", "iframe", "object", "svg",
    "a.msocomanchor", ".msocomtxt", ".msocomoff", "[data-style*='mso-element:comment' i]", "[data-style*='mso-element: comment' i]",
    "[data-style*='mso-hide:all' i]", "[data-style*='mso-hide: all' i]", "[data-style*='display:none' i]", "[data-style*='display: none' i]",
  ].join(",");
  const ADDRESS = /^(?:https?:\/\/[^/]+)?(\/submissions\/pictures\/\d+\/)$/;

  // The content policy complains of styles and handlers even where nothing is shown: read them by another name.
  const SHEET = /<style\b[\s\S]*?(?:<\/style[^>]*>|$)|<(?:base|link|meta)\b[^>]*>/gi;
  const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^'">])*>/gi;
  const BROKEN_TAG = /<[a-z][^>]*>/gi;
  const quiet = (tag) => tag.replace(/([\s/"'`])(style|on[a-z]+)\s*=/gi, "$1data-$2=");
  const NUMBERS = ["colspan", "rowspan", "start"];

  // Controls of a form can hide an element's own methods behind their names.
  function parse(html) {
    const text = html.replace(SHEET, "").replace(TAG, quiet).replace(BROKEN_TAG, quiet);
    const page = new DOMParser().parseFromString(text, "text/html");
    page.querySelectorAll("[name], [id]").forEach((element) => {
      ["name", "id"].forEach((name) => Element.prototype.removeAttribute.call(element, name));
    });
    return page;
  }

  // A list number arrives as text in a span of its own, with a row of spaces behind it.
  function keepNumbers(root) {
    root.querySelectorAll("[data-style*='mso-list:ignore' i], [data-style*='mso-list: ignore' i]").forEach((span) => {
      const number = span.textContent.replace(/\s+/g, "");
      span.replaceWith(/^[·•●■◆Øüo§\uf06c\uf0b7\uf06e\uf0d8]$/.test(number) ? "• " : number);
    });
  }

  function dropComments(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    found.forEach((comment) => comment.remove());
  }

  // Word's own heading and list classes say what the paragraph is; the rest of its dress is dropped.
  function nameParagraphs(root) {
    root.querySelectorAll("p[class^='MsoHeading'], p[data-style*='mso-outline-level' i]").forEach((paragraph) => {
      const level = Number((paragraph.dataset.style || "").match(/mso-outline-level:\s*(\d)/i)?.[1]);
      if (!level || level > 3) return;
      const heading = document.createElement("h" + level);
      heading.append(...paragraph.childNodes);
      paragraph.replaceWith(heading);
    });
  }

  // The words on the page, with the pictures a browser can hand over; `lost` counts those it cannot.
  function clean(html) {
    const page = parse(html);
    let lost = 0;
    dropComments(page);
    page.querySelectorAll(JUNK).forEach((element) => element.remove());
    keepNumbers(page.body);
    nameParagraphs(page.body);
    page.querySelectorAll("img, *|imagedata").forEach((image) => {
      const address = image.getAttribute("src") || "";
      const ours = address.match(ADDRESS);
      if (ours) image.setAttribute("src", ours[1]);
      else if (!/^data:image\/(png|jpeg);base64,/.test(address)) {
        lost += 1;
        image.remove();
      }
    });
    page.querySelectorAll("figure").forEach((figure) => {
      if (!figure.querySelector("img")) figure.replaceWith(...figure.childNodes);
    });
    page.querySelectorAll("*").forEach((element) => {
      const weight = (element.dataset?.style || "").match(/(?:^|[;\s])font-weight:\s*(\w+)/i)?.[1] || "";
      [...element.attributes].forEach(({ name }) => {
        const number = NUMBERS.includes(name) && /^\d{1,2}$/.test(element.getAttribute(name));
        if (!number && !["src", "alt"].includes(name)) element.removeAttribute(name);
      });
      if (/^(bold|[6-9]00)$/.test(weight) && element.localName === "span") wrap(element, "b");
      if (weight === "normal" && element.localName === "b") wrap(element, "span");
    });
    return { html: page.body.innerHTML, lost };
  }

  function wrap(element, name) {
    const made = document.createElement(name);
    made.append(...element.childNodes);
    element.replaceWith(made);
  }

  return { clean };
})();

// The numbering of official documents, read and written as the server does (submissions/lines.py).
const Levels = (() => {
  const NUMERALS = "一二三四五六七八九十";
  const NUMBERS = {
    h1: /^[一二三四五六七八九十百]+、/,
    h2: /^[（(][一二三四五六七八九十百]+[）)]/,
    h3: /^\d{1,2}[.．](?:(?!\d)|(?=\d{4}年))\s*/,
    h4: /^[（(]\d{1,2}[）)]/,
  };
  const LONGEST_HEADING = 56;

  function countsThings(line) {
    const found = line.match(/^([一二三四五六七八九十])、([一二三四五六七八九十〇零百]+)/);
    if (!found || !/[，。；]/.test(line)) return false;
    return found[2].length === 1 && NUMERALS.indexOf(found[2]) === NUMERALS.indexOf(found[1]) + 1;
  }

  function of(line) {
    if (countsThings(line)) return "p";
    return Object.keys(NUMBERS).find((kind) => NUMBERS[kind].test(line)) || "p";
  }

  function headOf(kind, text) {
    if (kind === "p") return 0;
    const stop = text.indexOf("。") + 1 || text.length;
    return stop <= LONGEST_HEADING ? stop : 0;
  }

  function chinese(number) {
    const tens = Math.floor(number / 10);
    const ones = NUMERALS[(number % 10) - 1] || "";
    return (tens > 1 ? NUMERALS[tens - 1] : "") + (tens ? "十" : "") + ones;
  }

  const written = (level, number) => [`${chinese(number)}、`, `（${chinese(number)}）`, `${number}.`][level - 1];
  const numberOf = (kind, text) => (kind === "p" ? "" : text.match(NUMBERS[kind])[0]);

  return { of, headOf, written, numberOf };
})();
