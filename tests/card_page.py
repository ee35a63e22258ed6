"""Show a card as a client shows it, in a Chromium that is already there, and find what a reader would stumble on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

WIDTH, HEIGHT = 360, 740

# What the clients' own style sheets say of a card, before the card's own CSS: Anki's webview.css and reviewer.css,
# AnkiDroid's flashcard.css. The last has an id and a `body.night_mode`, which outrank a plain `.card`.
DESKTOP = """
:root { --canvas: #f5f5f5; --fg: #020202; --fg-link: #1d4ed8 } :root.night-mode { --canvas: #2c2c2c; --fg: #fcfcfc }
html { font-size: 15px } * { box-sizing: content-box } li { text-align: start } a { color: var(--fg-link) }
hr { background-color: #737373; margin: 1em 0; border: none; height: 1px } img { max-width: 100%; max-height: 95vh }
body { margin: 20px; color: var(--fg); background: var(--canvas); overflow-wrap: break-word }
body.nightMode { background-color: var(--canvas); color: var(--fg) }
"""
ANDROID = """
body { margin: 0 0 30px; padding: 0 } body.night_mode { color: white; background-color: black } #content { margin: .5em }
body.ankidroid_dark_mode { background-color: #303030 } #content img { max-width: 100%; max-height: 90% }
"""

# The faults of a page as lines of text: text with too little contrast, what runs off the screen, broken pictures.
FIND_FAULTS = r"""(width) => {
  const faults = [], near = node => (node.closest('.fc')?.querySelector('.question')?.textContent ?? '').trim().slice(0, 20);
  const rgb = text => { const n = text.match(/[\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n };
  const over = (top, under) => top.slice(0, 3).map((v, i) => v * top[3] + under[i] * (1 - top[3]));
  const light = c => { const [r, g, b] = c.map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b };
  const behind = e => e ? over(rgb(getComputedStyle(e).backgroundColor), behind(e.parentElement)) : [255, 255, 255];
  document.querySelectorAll('details').forEach(d => d.open = true);
  const texts = document.createTreeWalker(document.querySelector('#qa'), NodeFilter.SHOW_TEXT);
  for (let t; t = texts.nextNode();) {
    const e = t.parentElement;
    if (!t.data.trim() || e.tagName === 'STYLE') continue;
    const under = behind(e), a = light(over(rgb(getComputedStyle(e).color), under)), b = light(under);
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) faults.push(`contrast ${ratio.toFixed(1)} in <${e.tagName}> ${t.data.trim().slice(0, 20)}`);
  }
  const page = Math.max(document.documentElement.scrollWidth, innerWidth);
  if (page > width) faults.push(`page is ${page} wide`);
  for (const e of document.querySelectorAll('#qa *')) {
    const box = e.getBoundingClientRect();
    if ((box.right > width + 1 || box.left < -1) && !e.parentElement.closest('table'))
      faults.push(`<${e.tagName}> from ${Math.round(box.left)} to ${Math.round(box.right)} in ${near(e)}`);
  }
  for (const i of document.images) if (!i.naturalWidth) faults.push(`broken ${i.getAttribute('src')} in ${near(i)}`);
  return faults;
}"""


def in_shell(shell: str, body: str, night: str = "") -> str:
    """The page that a client makes of a card. night: 'html x' or 'body x' for the class x there alone."""
    client, _, theme = shell.partition(" ")
    html, around = ("linux chrome", "fancy isLin") if client == "desktop" else ("mobile android linux js chrome", "")
    if theme == "dark":
        html += " night-mode" if client == "desktop" else ""
        around += " nightMode night_mode" + ("" if client == "desktop" else " ankidroid_dark_mode")
    where, _, name = night.partition(" ")
    html, around = (f"{html} {name if where == 'html' else ''}", f"{around} {name if where == 'body' else ''}")
    inner = f'<div id="qa">{body}</div>'
    inner = inner if client == "desktop" else f'<div id="content">{inner}</div>'
    css = DESKTOP if client == "desktop" else ANDROID
    return (
        f'<!doctype html><html class="{html}"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width,initial-scale=1"><style>{css}</style></head>'
        f'<body class="card card1 {around}">{inner}</body></html>'
    )


def ask(browser: Browser, folder: Path, page: str, script: str, argument: object = None) -> tuple[Any, list[str]]:
    """What a script answers on a page opened beside the pictures, and what the page said or wanted from outside."""
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, is_mobile='class="mobile' in page, offline=True
    )
    tab = context.new_page()
    noises: list[str] = []
    tab.on("console", lambda message: noises.append(f"console: {message.text}"))
    tab.on("pageerror", lambda error: noises.append(f"error: {error}"))
    tab.on(
        "request",
        lambda request: None if request.url.startswith(folder.as_uri()) else noises.append(f"wants {request.url}"),
    )
    tab.goto(file.as_uri(), wait_until="load")
    answer = tab.evaluate(script, argument)
    context.close()
    return answer, noises


def faults_of(browser: Browser, folder: Path, page: str) -> list[str]:
    faults, noises = ask(browser, folder, page, FIND_FAULTS, WIDTH)
    return [*faults, *noises]
