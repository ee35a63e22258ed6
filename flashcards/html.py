r"""Card Markdown -> HTML that is safe in an Anki field, and that HTML -> plain text.

A field is the writer's text and nothing else. Raw HTML passes one allow-list; what Anki, its clients or MathJax would
act on (`[sound:...]`, `[latex]`, `{{...}}`, `\(`) is broken up so that it shows as written and does nothing. The formulas,
colours and footnotes that markdown.py made are told from that by elements which no note can bring (OWN).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from html import escape, unescape
from string import ascii_lowercase
from typing import TYPE_CHECKING

import nh3
import regex

from flashcards.field import guard, legal
from flashcards.markdown import OWN, parser

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# The one allow-list. No script, no style, no form, no frame, no media but pictures, no id, no class, no event.
TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "details", "div", "dl", "dt", "em",
    "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p",
    "pre", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "u", "ul", "var",
}  # fmt: skip
ATTRIBUTES = {
    "*": set[str](),  # nh3 would let two through everywhere
    "a": {"href"},
    "abbr": {"title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "style"},
}
STYLES = {"text-align"}
# Of pictures and links alike. A picture's link only names what to look for, and one letter is a drive: C:\\a.png. What an
# anchor may lead to stands in _link.
SCHEMES = {"http", "https", "mailto", "data", "file", *ascii_lowercase}

_ERASED = ("script", "style")  # gone with all that is in them
_ERASES = regex.compile(f"<(?:{'|'.join(_ERASED)})", regex.IGNORECASE)
# Tags of HTML that go without a trace, what is in them stays; any other word in <...>, such as List<String>, is text.
_DROPPED = {
    "applet", "area", "article", "aside", "audio", "base", "basefont", "bdi", "bdo", "big", "body", "button", "canvas",
    "center", "cite", "col", "colgroup", "data", "datalist", "dfn", "dialog", "embed", "fieldset", "font", "footer",
    "form", "frame", "frameset", "head", "header", "hgroup", "html", "iframe", "input", "label", "legend", "link", "main",
    "map", "marquee", "math", "menu", "meta", "meter", "nav", "nobr", "noframes", "noscript", "object", "optgroup",
    "option", "output", "param", "picture", "plaintext", "portal", "progress", "search", "section", "select",
    "slot", "source", "strike", "svg", "template", "textarea", "time", "title", "track", "tt", "video", "wbr",
}  # fmt: skip

_NAME = regex.compile(r"<(?P<close>/?)(?=(?P<name>[A-Za-z][^\s/>]*))")
_TAG = regex.compile(r"""<(?P<close>/?)(?P<name>[a-z][a-z0-9]*)(?P<rest>(?:[^"'>]|"[^"]*"|'[^']*')*)>""")
TOKEN = regex.compile(rf"(?P<tag>{_TAG.pattern})|(?P<text>[^<]+|<)")
_ATTRIBUTE = regex.compile(r"""(?P<name>[a-z]+)="(?P<value>[^"]*)\"""")
# Most questions are a line of words, of which nothing is Markdown, nothing acts in a card and nothing is escaped.
_LINE = regex.compile(r"\p{L}[\p{L}\p{N},.?!():;/%·…“”‘’-]*+(?: [\p{L}\p{N},.?!():;/%·…“”‘’-]++)*+")
_SPACES = regex.compile(" +")
_ACTS = regex.compile(r"[\[\\]|\{\{|</?[ax]")  # in text, in a tag; an anchor; OWN
_ADDRESS = regex.compile(r"(?:https?://|mailto:)", regex.IGNORECASE)
_START = regex.compile(r'start="(\d{1,9})"')
_BLANKS = regex.compile(r"[ \t\n\r\xa0]+")
_FORMULAS = ("xmath", "xlong", "xdisplay")
_FORMULA_END = regex.compile(r"\\[\\()\[\]]")
_DOLLARS = {r"\(": "$", r"\)": "$", r"\[": "$$", r"\]": "$$"}
_FOOTNOTE_MARK = regex.compile(r'<sup class="ref">(\d+)</sup>')
_FOOTNOTES = regex.compile(rf'{_FOOTNOTE_MARK.pattern}|<ol class="notes">.*', regex.DOTALL)

_BREAKS_BEFORE = {
    "blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6",
    "hr", "li", "ol", "p", "pre", "summary", "table", "tr", "ul",
}  # fmt: skip


def render(markdown: str) -> str:
    """Markdown -> safe HTML. Pictures keep the links that the writer gave them: see `replace_pictures`."""
    if not markdown:
        return ""
    if _LINE.fullmatch(markdown):
        return f"<p>{markdown}</p>"
    html = _cleaner().clean(_close_off(_renderer().render(markdown)))
    return _disarm(legal(html)).strip()


def lone(html: str) -> str:
    """The HTML of a field that is one paragraph, without the <p> around it."""
    inner = html.removeprefix("<p>").removesuffix("</p>")
    return inner if len(html) == len(inner) + 7 and "<p>" not in inner and "</p>" not in inner else html


def replace_pictures(html: str, show: Callable[[str, str], str]) -> str:
    """Replace each picture of safe HTML. show: (link, alt text), both unescaped -> the HTML to show instead."""

    def put(found: regex.Match[str]) -> str:
        if found["name"] != "img":
            return str(found[0])
        values = {a["name"]: unescape(a["value"]) for a in _ATTRIBUTE.finditer(found["rest"])}
        return show(values.get("src", ""), values.get("alt", ""))

    return str(TOKEN.sub(put, html)) if "<img" in html else html


def picture(name: str, alt: str) -> str:
    """A picture of the deck, by its file name there."""
    return f'<img src="{escape(name)}" alt="{guard(escape(alt), tex=False)}">'


def plain_text(html: str, *, footnotes: bool = True) -> str:
    """Safe HTML -> the words a reader sees: list numbers, code and table cells kept, pictures and addresses left out.

    A formula is TeX between dollars, as it was written.  footnotes: whether to keep them and the numbers that refer to them.
    """
    html = _footnotes(html, keep=footnotes)
    first, *rest = _TAG.split(html)
    parts = [_words(first, code=False, verbatim=False)]
    lists: list[int | None] = []  # the next number of each open list, None for bullets
    number = ""  # of the item just opened, kept for its first word: a loose item has a <p> around that
    verbatim = code = 0
    for close, name, attributes, text in zip(rest[::4], rest[1::4], rest[2::4], rest[3::4], strict=True):
        opens = not close
        if name in {"pre", "code"}:
            code += 1 if opens else -1
            verbatim += (1 if opens else -1) * (name == "pre")
        _count(lists, name, attributes, opens=opens)
        if name == "br":
            parts.append("\n")
        elif name in {"td", "th"} and opens:
            parts.append(" ")
        elif name in _BREAKS_BEFORE and (not number or name == "li"):
            parts.append(f"{number}\n")
            number = ""
        if name == "li" and opens and lists and lists[-1] is not None:
            number = f"{lists[-1]}. "
            lists[-1] += 1
        said = _words(text, code=bool(code), verbatim=bool(verbatim))
        if not number:
            parts.append(said)
        elif said.strip(" \n"):
            parts.append(number + said.lstrip(" "))
            number = ""
    words = "".join(parts)
    lines = (line.strip(" ").rstrip() for line in (_SPACES.sub(" ", words) if "  " in words else words).split("\n"))
    return "\n".join(line for line in lines if line).replace("\xa0", " ")


def _footnotes(html: str, *, keep: bool) -> str:
    if 'class="' not in html:
        return html
    return str(_FOOTNOTE_MARK.sub(r"[\1]", html) if keep else _FOOTNOTES.sub("", html))


def _words(text: str, *, code: bool, verbatim: bool) -> str:
    """A text between tags as a reader sees it. A blank of code, to keep, is made one that does not break."""
    text = unescape(text) if "&" in text else text
    if not code and "\\" in text:
        text = _FORMULA_END.sub(lambda end: _DOLLARS.get(end[0], end[0]), text)
    if verbatim:
        return text.replace(" ", "\xa0")
    return text if text.isprintable() else str(_BLANKS.sub(" ", text))


@cache
def _renderer() -> MarkdownIt:
    md = parser()
    md.add_render_rule("html_inline", _raw)
    md.add_render_rule("html_block", _raw)
    return md


def _raw(_self: object, tokens: Sequence[Token], index: int, _options: object, _env: object) -> str:
    """Raw HTML as written, but for tags that are none: `List<String>` is text.

    A tag that goes is made one that HTML does not know. Under its own name a parser would let it act before it goes: a
    <title> takes everything after it for text, a <template> hides it.
    """

    def keep(found: regex.Match[str]) -> str:
        name = found["name"].lower()
        if name in TAGS or name in _ERASED:
            return str(found[0])
        return f"<{found['close']}x-" if name in _DROPPED else f"&lt;{found['close']}"

    return str(_NAME.sub(keep, tokens[index].content))


def _close_off(html: str) -> str:
    """Make a <script> or <style> text that never ends, as in a sentence about it: it would take the rest of the card."""
    for name in _ERASED if _ERASES.search(html) else ():
        if regex.search(f"<{name}", html, regex.IGNORECASE):
            ends = [found.start() for found in regex.finditer(f"</{name}", html, regex.IGNORECASE)]
            last = ends[-1] if ends else 0
            html = html[:last] + regex.sub(f"<(?={name}\\b)", "&lt;", html[last:], flags=regex.IGNORECASE)
    return html


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TAGS | OWN.keys(),
        attributes=ATTRIBUTES,
        filter_style_properties=STYLES,
        url_schemes=SCHEMES,
        link_rel=None,
    )


def _disarm(html: str) -> str:
    """Break up every mark that Anki or MathJax would act on; drop links that lead nowhere from a card."""
    if not _ACTS.search(html):
        return html
    code = 0  # how deep in code, or in a formula of ours: MathJax leaves the one alone and shall read the other

    def put(found: regex.Match[str]) -> str:
        nonlocal code
        if not found["tag"]:
            return guard(found["text"], tex=not code)
        if found["name"] in OWN:
            code += (-1 if found["close"] else 1) * found["name"].startswith(_FORMULAS)
            return OWN[found["name"]][bool(found["close"])]
        if found["name"] in {"code", "pre"}:
            code += -1 if found["close"] else 1
        if found["name"] == "a" and not found["close"]:
            return _link(found["rest"])
        return guard(found[0], tex=False)

    return str(TOKEN.sub(put, html))


def _link(rest: str) -> str:
    """An anchor. Only an address that works anywhere is kept: a relative one leads from a card to nowhere."""
    values = {a["name"]: a["value"] for a in _ATTRIBUTE.finditer(rest)}
    href = values.get("href", "")
    if not _ADDRESS.match(href):
        return "<a>"
    return f'<a href="{guard(href, tex=False)}">'


def _count(lists: list[int | None], name: str, attributes: str, *, opens: bool) -> None:
    if name not in {"ol", "ul"}:
        return
    if not opens:
        if lists:
            lists.pop()
        return
    start = _START.search(attributes)
    lists.append((int(start[1]) if start else 1) if name == "ol" else None)
