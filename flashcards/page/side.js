"use strict";
// One side of a card: from HTML to nodes that may stand in a document. This file comes before page.js, in one script.

const $ = id => document.getElementById(id);
const make = (tag, name, text) => Object.assign(document.createElement(tag), { className: name ?? "", textContent: text ?? "" });
const TEX = /\\\([\s\S]+?\\\)|\\\[[\s\S]+?\\\]/g;

// One side as nodes. Parsed where nothing loads or runs: pictures get their bytes first, formulas their look.
function parsed(html) {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  for (const img of body.querySelectorAll("img")) {
    const bytes = document.querySelector(`script[type="text/plain"][id="${CSS.escape(img.getAttribute("src"))}"]`);
    if (bytes) img.src = bytes.textContent;
    else img.removeAttribute("src");
  }
  for (const a of body.querySelectorAll("a[href]")) Object.assign(a, { target: "_blank", rel: "noopener noreferrer" });
  const texts = document.createTreeWalker(body, NodeFilter.SHOW_TEXT), formulas = [];
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (/\\[([]/.test(text.data) && !text.parentElement.closest("code, pre")) formulas.push(text);
  }
  for (const text of formulas) text.replaceWith(...withTex(text.data));
  return body.childNodes;
}

function withTex(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(TEX)) {
    const tex = make("code", found[0][1] === "[" ? "preview-tex block" : "preview-tex", found[0].slice(2, -2).trim());
    tex.title = "Anki에서는 수식으로 보입니다";
    nodes.push(text.slice(end, found.index), tex);
    end = found.index + found[0].length;
  }
  return [...nodes, text.slice(end)];
}

