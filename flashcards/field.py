r"""A plain text as field HTML: shown as written, acted on by nobody.

What Anki, its clients or MathJax would act on (`[sound:...]`, `[latex]`, `{{...}}`, `\(`) is broken up so that it shows as
written and does nothing. html.py does the same to what it renders.
"""

from __future__ import annotations

from html import escape

import regex

_ANKI_MARK = regex.compile(r"\[(?=\s*/?(?:sound:|anki:|latex|\$)|\[type:)", regex.IGNORECASE)
_MATH_MARK = regex.compile(r"\\(?=[()\[\]]|begin\b|end\b)")
_LINE_END = regex.compile(r"[\x0b\x0c\u2028\u2029]")
_FIELD_UNSAFE = regex.compile(r"[\x00-\x08\x0e-\x1f\r\x7f]")


def text_html(text: str) -> str:
    """A plain text as field HTML."""
    return guard(escape(legal(text), quote=False), tex=True)


def lines_html(text: str) -> str:
    """A plain text as field HTML, its lines kept."""
    return text_html(text).replace("\n", "<br>")


def legal(text: str) -> str:
    """Text without the characters that a field must not hold. Before `guard`: what stood around one now touches."""
    return str(_FIELD_UNSAFE.sub("", _LINE_END.sub("\n", text)))


def guard(text: str, *, tex: bool) -> str:
    """HTML with every mark broken up that Anki would act on. tex: those of MathJax too, as it does not look into code."""
    if "[" in text:
        text = _ANKI_MARK.sub("&#91;", text)
    if "{{" in text:
        text = text.replace("{{", "&#123;&#123;")
    if tex and "\\" in text:
        text = _MATH_MARK.sub("<span>\\\\</span>", text)
    return text
