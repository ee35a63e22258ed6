r"""Formulas in dollars: what is one, how it is found in a line, and how MathJax gets it.

`$5 and $10` is money. A formula that would act is shown as written: MathJax has commands that link, load or style, and what
one defines outlasts its card.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

CJK = regex.compile(r"[\p{Hangul}\p{Han}\p{Hiragana}\p{Katakana}]")
_INLINE = regex.compile(
    r"""(?<![A-Za-z0-9$\\])(?:\$\$(?P<double>(?:[^$\\]|\\.)++)\$\$|\$(?!\s)(?P<single>(?:[^$\\]|\\.)++)(?<!\s)\$)(?![A-Za-z0-9${])""",
    regex.DOTALL,
)
_MONEY = regex.compile(rf"^[+-]?\d.*?(?:{CJK.pattern}|(?<![\\a-zA-Z])[A-Za-z]{{2}})", regex.DOTALL)
_TEX = regex.compile(r"[\\^_=+<>*/]")
_CONTROL = regex.compile(r"\\([A-Za-z]+|.)", regex.DOTALL)
# Commands of MathJax that link, load, style, react or outlast their formula, and the marks of a formula's ends. \verb could
# hide one of them from us.
_ACTING = {
    "(", ")", "[", "]", "bbox", "class", "cssId", "csname", "data", "DeclareMathOperator", "DeclarePairedDelimiter",
    "DeclarePairedDelimiters", "DeclarePairedDelimitersX", "DeclarePairedDelimitersXPP", "DeclarePairedDelimiterX",
    "DeclarePairedDelimiterXPP", "def", "definecolor", "edef", "enclose", "eqref", "gdef", "href", "includegraphics", "input",
    "let", "mathtip", "mathtoolsset", "mmlToken", "newcommand", "newenvironment", "Newextarrow", "newtagform",
    "providecommand", "ref", "refeq", "renewcommand", "renewenvironment", "renewtagform", "require", "setOptions", "style",
    "texttip", "toggle", "tooltip", "unicode", "url", "usetagform", "verb", "xdef",
}  # fmt: skip
_LABEL = regex.compile(r"\\label\s*\{[^{}]*\}")
_UNSEEN = regex.compile(r"[\x00-\x08\x0b-\x1f\x7f]|\\$")  # what a field does not keep, or what would eat the end
_WIDE = 40  # characters of TeX; what is longer may not fit a phone's line


def math_inline(state: StateInline, silent: bool) -> bool:
    """A formula in dollars. The plugin's own rule looks at a text's last sign for the one before its first."""
    if state.src[state.pos] != "$":
        return False
    found = _INLINE.match(state.src, state.pos, state.posMax)
    if not found or not is_formula(found["double"] or found["single"]):
        return False
    if not silent:
        token = state.push("math_inline_double" if found["double"] else "math_inline", "math", 0)
        token.content = found["double"] or found["single"]
    state.pos = found.end()
    return True


def is_formula(tex: str) -> bool:
    """Whether what stands between dollars is a formula that does no harm: neither money nor a command that acts.

    A brace left open would let MathJax read on behind the formula.
    """
    tex = _without_labels(tex)
    if tex.startswith("]") and tex.endswith("[/"):  # [$]x[/$], which Anki would act on, is for html.py to break up
        return False
    if not tex.strip() or ("\\" not in tex and _MONEY.match(tex)) or (CJK.search(tex) and not _TEX.search(tex)):
        return False
    if _UNSEEN.search(tex) or any(found[1] in _ACTING for found in _CONTROL.finditer(tex)):
        return False
    depth = 0
    for sign in _CONTROL.sub("", tex):
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


def _without_labels(tex: str) -> str:
    """TeX without the names of its equations, of which MathJax would complain at the second sight of a card."""
    return str(_LABEL.sub(" ", tex))


def show_inline(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    """One between two dollars stands in its line; so does one between four, where words stand beside it."""
    token = tokens[index]
    beside = [tokens[n].type for n in (index - 1, index + 1) if 0 <= n < len(tokens)]
    alone = all(kind in {"softbreak", "hardbreak"} for kind in beside)
    if token.type == "math_inline_double" and alone:
        name = "xdisplay"
    else:
        name = "xlong" if len(token.content) > _WIDE else "xmath"
    return f"<{name}>{escape(_without_labels(token.content))}</{name}>"


def show_block(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    tex = tokens[index].content
    shown = f"<xdisplay>{escape(_without_labels(tex))}</xdisplay>" if is_formula(tex) else escape(f"$${tex}$$")
    return f"<p>{shown}</p>\n"
