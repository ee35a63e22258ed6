r"""Answers that would do harm on a card, each with the words that a reader must still see; nothing else may be left.

What is text to a reader (`[sound:..]`, `{{..}}`, `\(`) is shown as written, what is only HTML goes without a trace.
"""

from __future__ import annotations

from pathlib import Path

from flashcards.card import Card, Draft, Labels
from flashcards.document import Place, parse_document
from flashcards.draft import draft_cards
from flashcards.media import Site

PWN = "window.pwned=1"

SCRIPTS = {
    "script": (f"가<script>{PWN}</script>나", "가나"),
    "script-block": (f"<script>\n{PWN}\n</script>\n\n가", "가"),
    "script-in-capitals": (f"가<SCRIPT>{PWN}</SCRIPT >나", "가나"),
    "script-from-elsewhere": ("가<script src=https://evil.example/x.js></script>나", "가나"),
    "script-never-closed": (f"가 <script>{PWN}", f"가 <script>{PWN}"),
    "script-split-by-a-script": (f"<scr<script>ipt>{PWN}</scr</script>ipt>", "<script>"),
    "script-in-svg": (f"<svg><script>{PWN}</script></svg>가", "가"),
    "script-in-title": (f"<title><script>{PWN}</script></title>가", "가"),
    "script-in-noscript": (f'<noscript><p title="</noscript><script>{PWN}</script>">가</noscript>', "가"),
    "script-in-template": (f"<template><script>{PWN}</script>가</template>", "가"),
    "script-after-a-comment": (f"<!--> <script>{PWN}</script> -->가", "-->가"),
    "event-of-a-picture": (f'가<img src=x onerror="{PWN}">', "가"),
    "event-of-a-picture-after-a-slash": (f"가<img/src=x/onerror={PWN}>", f"가<img/src=x/onerror={PWN}>"),
    "event-of-a-picture-with-a-line-end": (f'가<img src=x\nonerror\n="{PWN}">', "가"),
    "event-out-of-the-alternative": (f'가![a" onerror="{PWN}](x.png)', "가"),
    "event-out-of-the-address": (f'가![](<x" onerror="{PWN}>)', "가"),
    "event-of-words": (f'<b onmouseover="{PWN}">가</b>', "가"),
    "event-of-folded-text": (f'<details open ontoggle="{PWN}"><summary>가</summary></details>', "가"),
    "event-of-a-style": (f'<b style="animation:x" onanimationstart="{PWN}">가</b>', "가"),
    "event-of-focus": (f'<a href="#" autofocus tabindex=1 onfocus="{PWN}">가</a>', "가"),
    "event-of-a-body": (f'<body onload="{PWN}">가', "가"),
    "event-of-a-drawing": (f'<svg onload="{PWN}">가</svg>', "가"),
    "event-of-a-video": (f'<video src=x onerror="{PWN}"></video>가', "가"),
    "event-of-an-unknown-tag": (f'<foo onclick="{PWN}">가</foo>', f'<foo onclick="{PWN}">가</foo>'),
    "mathml-that-changes-when-parsed-again": (
        f'<math><mi><table><b><style><!--</style><img title="--&gt;&lt;img src=x onerror={PWN}&gt;">가',
        "<mi>\n가",
    ),
}

LINKS = {
    "javascript": (f"[가](javascript:{PWN})", f"[가](javascript:{PWN})"),
    "javascript-in-a-tag": (f'<a href="javascript:{PWN}">가</a>', "가"),
    "javascript-with-a-tab": (f'<a href="java&#9;script:{PWN}">가</a>', "가"),
    "javascript-with-a-line-end": (f'<a href="java&NewLine;script&colon;{PWN}">가</a>', "가"),
    "javascript-after-a-control": (f'<a href="&#1;javascript:{PWN}">가</a>', "가"),
    "javascript-in-capitals": (f'<a href="JaVaScRiPt:{PWN}">가</a>', "가"),
    "javascript-in-brackets": (f"<javascript:{PWN}>가", f"<javascript:{PWN}>가"),
    "javascript-of-a-picture": (f'가<img src="javascript:{PWN}">', "가"),
    "vbscript": ('<a href="vbscript:x">가</a>', "가"),
    "data": (f'<a href="data:text/html,<script>{PWN}</script>">가</a>', "가"),
    "data-that-is-no-picture": ("가![](data:image/gif;base64,PHNjcmlwdD4=)", "가"),
    "file": ('<a href="file:///etc/passwd">가</a>', "가"),
    "without-scheme": ('<a href="//evil.example/x">가</a>', "가"),
    "target-and-ping": ('<a href="https://a.example" target=_top ping="https://evil.example">가</a>', "가"),
    "picture-from-elsewhere": ("가![말](https://evil.example/x.png)", "가"),
    "picture-set": ('가<img srcset="https://evil.example/x.png 1x" sizes=1>', "가"),
    "picture-source": ('<picture><source srcset="//evil.example/x.png"><img src=x></picture>가', "가"),
    "area": (f'<map name=m><area href="javascript:{PWN}"></map>가', "가"),
}

TAGS = {
    "iframe": ('<iframe src="https://evil.example"></iframe>가', "가"),
    "iframe-with-a-document": (f'<iframe srcdoc="<script>parent.{PWN}</script>"></iframe>가', "가"),
    "object": ('<object data="https://evil.example"></object>가', "가"),
    "embed": ('<embed src="https://evil.example">가', "가"),
    "sound-tag": ('<audio src="https://evil.example/a.mp3" autoplay></audio>가', "가"),
    "frameset": (f'<frameset onload="{PWN}"><frame src="https://evil.example"></frameset>가', "가"),
    "style": ("<style>@import 'https://evil.example';*{display:none}</style>가", "가"),
    "style-never-closed": ("가 <style>*{display:none}", "가 <style>*{display:none}"),
    "style-sheet": ('<link rel=stylesheet href="https://evil.example">가', "가"),
    "refresh": ('<meta http-equiv=refresh content="0;url=https://evil.example">가', "가"),
    "base": ('<base href="https://evil.example/">가', "가"),
    "form": ('<form action="https://evil.example"><input value=x autofocus><button>가</button></form>', "가"),
    "css-that-covers-the-card": ('<div style="position:fixed;inset:0;background:red">가</div>', "가"),
    "css-that-fetches": (
        '<table><tr><td style="text-align:right;background:url(https://evil.example/x)">가</td></tr></table>',
        "가",
    ),
    "css-with-an-escape": (
        r'<table><tr><td style="text-align:right;b\61ckground:u\72l(//x)">가</td></tr></table>',
        "가",
    ),
    "css-by-the-cards-own-names": ('<div class="front" id="answer">가</div>', "가"),
    "tags-closed-too-often": ("</div></div></body></html>가", "가"),
    "comment": ("<!-- [sound:a.mp3] -->가", "가"),
    "instruction": ("<?php x ?>가", "가"),
    "document-type": ("가 <!DOCTYPE html> 나", "가 나"),
    "character-data": ("가 <![CDATA[x]]> 나", "가 나"),
}

MARKS = {
    "sound": ("[sound:a.mp3]", "[sound:a.mp3]"),
    "sound-in-capitals": ("[SOUND:a.mp3]", "[SOUND:a.mp3]"),
    "sound-by-a-number": ("&#91;sound&#58;a.mp3]", "[sound:a.mp3]"),
    "sound-with-a-backslash": (r"\[sound\:a.mp3]", "[sound:a.mp3]"),
    "sound-split-by-a-comment": ("[<!-- x -->sound:a.mp3]", "[sound:a.mp3]"),
    "sound-split-by-a-script": ("[so<script></script>und:a.mp3]", "[sound:a.mp3]"),
    "sound-split-by-a-dropped-tag": ("[sou<font>nd:</font>a.mp3]", "[sound:a.mp3]"),
    "sound-split-by-a-control": ("[so\x01und:a.mp3]", "[sound:a.mp3]"),
    "sound-split-by-a-line-separator": ("[so\u2028und:a.mp3]", "[so und:a.mp3]"),
    "sound-split-by-a-form-feed": ("[so&#12;und:a.mp3]", "[so und:a.mp3]"),
    "sound-in-code": ("`[sound:a.mp3]`", "[sound:a.mp3]"),
    "sound-in-an-address": ('<a href="https://a.example/?[sound:a.mp3]">가</a>', "가"),
    "sound-in-an-abbreviation": ('<abbr title="[sound:a.mp3]">가</abbr>', "가"),
    "sound-around-a-tag": ("[sound:<b>a</b>.mp3]", "[sound:a.mp3]"),
    "play": ("[anki:play:q:0]", "[anki:play:q:0]"),
    "speech": ("[anki:tts lang=ko_KR]가[/anki:tts]", "[anki:tts lang=ko_KR]가[/anki:tts]"),
    "latex": (r"[latex]\input{/etc/passwd}[/latex]", r"[latex]\input{/etc/passwd}[/latex]"),
    "latex-in-dollars": ("[$]x[/$] [$$]y[/$$]", "[$]x[/$] [$$]y[/$$]"),
    "typed-answer": ("[[type:Answer]] [[type:cloze:Question]]", "[[type:Answer]] [[type:cloze:Question]]"),
    "front-side": ("{{FrontSide}} {{#Week}}x{{/Week}}", "{{FrontSide}} {{#Week}}x{{/Week}}"),
    "three-braces": ("{{{Question}}}", "{{{Question}}}"),
    "braces-by-name": ("&lbrace;&lbrace;Key}}", "{{Key}}"),
    "braces-split-by-a-control": ("{\x02{Key}}", "{{Key}}"),
    "cloze": ("{{c1::숨김::귀띔}}", "{{c1::숨김::귀띔}}"),
    "braces-in-code": ("```\n{{tts ko_KR:Question}}\n```", "{{tts ko_KR:Question}}"),
    "braces-in-an-address": ("<https://a.example/{{Key}}>", "https://a.example/{{Key}}"),
    "formula": (r"\\(x^2\\)", r"\(x^2\)"),
    "formula-on-its-own": (r"\\[x^2\\]", r"\[x^2\]"),
    "formula-environment": (r"\\begin{align}x\\end{align}", r"\begin{align}x\end{align}"),
    "formula-by-name": ("&bsol;(x&#92;)", r"\(x\)"),
    "formula-split-by-a-comment": (r"\\<!-- x -->(y)", r"\(y)"),
    "formula-split-by-a-break": (r"\\<wbr>(y\\<wbr>)", r"\(y\)"),
    "formula-split-by-a-control": ("\\\\\x03(y)", r"\(y)"),
    "formula-between-tags": (r"<b>\\</b>(y) <i>\\</i>[z]", r"\(y) \[z]"),
    "formula-in-a-cell": ("| \\\\(x\\\\) |\n|---|", r"\(x\)"),
    "formula-in-code": (r"`\(x\)`", r"\(x\)"),
    "formula-after-code": (r"`x` \\(y\\)", r"x \(y\)"),
    "formula-loader": (r"\\(\require{html}\href{javascript:x}{y}\\)", r"\(\require{html}\href{javascript:x}{y}\)"),
}  # fmt: skip

# Formulas are shown to MathJax, but for these, and code is coloured by classes that no note can bring.
LINK = r"\href{javascript:window.pwned=1}{x}"
MATH = {
    "math-link": (f"${LINK}$", f"${LINK}$"),
    "math-link-on-its-own": (f"$$\n{LINK}\n$$", f"$$ {LINK} $$"),
    "math-link-in-a-line": (f"가 $${LINK}$$", f"가 $${LINK}$$"),
    "math-link-in-text": (r"$\text{\url{https://evil.example}}$", r"$\text{\url{https://evil.example}}$"),
    "math-class": (r"$\class{fc front}{x}$", r"$\class{fc front}{x}$"),
    "math-id": (r"$\cssId{answer}{x}$", r"$\cssId{answer}{x}$"),
    "math-style": (r"$\style{position:fixed;inset:0}{x}$", r"$\style{position:fixed;inset:0}{x}$"),
    "math-box": (r"$\bbox[background:url(//evil.example)]{x}$", r"$\bbox[background:url(//evil.example)]{x}$"),
    "math-loader": (r"$\require{html} x$", r"$\require{html} x$"),
    "math-that-reacts": (r"$\mathtip{x}{y}$", r"$\mathtip{x}{y}$"),
    "math-font": (r"$\unicode[x]{65}$", r"$\unicode[x]{65}$"),
    "math-loop": (r"$\def\x{\x\x}\x$", r"$\def\x{\x\x}\x$"),
    "math-that-changes-the-next-card": (r"$\renewcommand{\alpha}{x}$", r"$\renewcommand{\alpha}{x}$"),
    "math-link-under-another-name": (r"$\let\x\href \x{javascript:x}{y}$", r"$\let\x\href \x{javascript:x}{y}$"),
    "math-link-behind-a-quotation": (
        r"$\verb\x\\href{javascript:x}{y}$", r"$\verb\x\href{javascript:x}{y}$"
    ),
    "math-link-split-by-a-control": ("$\\hr\x01ef{javascript:x}{y}$", r"$\href{javascript:x}{y}$"),
    "math-left-open": (f"${{$ {LINK} $}}$", f"${{$ {LINK} $}}$"),
    "math-that-ends-early": (rf"$a\\) {LINK} \\(b$", rf"$a\) {LINK} \(b$"),
    "formula-by-our-own-element": (rf"<xmath>{LINK}</xmath>", rf"<xmath>{LINK}</xmath>"),
}  # fmt: skip

CLASSES = {
    "class-of-the-card": ('<span class="fc front">가</span>', "가"),
    "class-of-a-colour": ('<pre><code><span class="k">가</span></code></pre>', "가"),
    "class-of-a-footnote": ('<sup class="ref">가</sup>', "가"),
    "colour-by-our-own-element": ("<xk>가</xk>", "<xk>가</xk>"),
    "colour-in-a-title": ('<abbr title="<xk>">가</abbr>', "가"),
    "script-in-coloured-code": (f"```html\n<script>{PWN}</script>\n```", f"<script>{PWN}</script>"),
    "language-that-is-markup": (f'```"><script>{PWN}</script>\n가\n```', "가"),
}

CHARACTERS = {
    "line-separators": ("가\u2028나\u2029다", "가 나 다"),
    "separator-of-fields": ("가\x1f나", "가나"),
    "controls": ("가\x07\x1b[31m나\x7f", "가[31m나"),
    "numbers-of-controls": ("가&#x1f;나&#x2028;다", "가\ufffd나 다"),
    "carriage-return": ("가&#13;나", "가 나"),
    "writing-turned-around": ("가\u202e나", "가\u202e나"),
}

CASES = SCRIPTS | LINKS | TAGS | MARKS | MATH | CLASSES | CHARACTERS


def draft_of(answer: str, question: str = "질문인가요?") -> Draft:
    """The one card of a note without any picture of its own."""
    place = Place(path="notes/a.md", below="a.md", file=Path("notes/a.md"), given=Path("notes"))
    card = Card(
        question=question, answer=answer, context="", kind="question", rule="a-rule",
        question_lines=(1, 1), answer_lines=((3, 3),),
    )  # fmt: skip
    site = Site(note=Path(), folder=Path("/nowhere"), root=None, assets=(), roots=("/nowhere",))
    (draft,), problems = draft_cards(parse_document(f"{question}\n\n{answer}", place), Labels(), [card], site)
    assert problems == ()
    return draft
