r"""The one Markdown dialect of this program: how a note is read, and how the text of a card is shown.

CommonMark with tables, strikethrough, footnotes and formulas in dollars, and three habits of people who write notes:

emphasis    `**"강조"**는` is bold. CommonMark wants a blank or a sign after such an end; Korean puts a particle there,
            Chinese and Japanese any word.
line ends   one inside a paragraph is a line on the card unless the writer's editor or hand only wrapped a long sentence.
money       `$5 and $10` is no formula, nor is what would act as one (see formula.py).

What is rendered here is not safe yet: html.py cleans it. Elements of OWN are for what raw HTML must not be able to write:
html.py lets no note bring them, and puts in what OWN says last of all.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import regex
from markdown_it import MarkdownIt, rules_block
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from flashcards.formula import CJK, math_inline, show_block, show_inline

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

MAX_NESTING = 100  # markdown-it drops what is nested deeper; its own default of 20 is ten lists deep
COLOURS = ("c", "k", "s", "n", "f")  # comment, keyword, string, number, name of a function or class
OWN = {
    **{f"x{name}": (f'<span class="{name}">', "</span>") for name in COLOURS},
    "xref": ('<sup class="ref">', "</sup>"),
    "xnotes": ('<ol class="notes">', "</ol>"),
    "xmath": (r"\(", r"\)"),
    "xlong": (r'<span class="long">\(', r"\)</span>"),
    "xdisplay": (r"\[", r"\]"),
}

_BlockRule = Callable[[StateBlock, int, int, bool], bool]
_ENDS = ["paragraph", "reference", "blockquote"]
# What blocks begin with, the parser's own rules for them and which blocks they end, as the parser has it. Each line of a
# note is shown to each of them, so that they took a third of all reading.
BEGINS: dict[str, tuple[str, _BlockRule, list[str]]] = {
    "fence": ("`~", rules_block.fence, [*_ENDS, "list"]),
    "blockquote": (">", rules_block.blockquote, [*_ENDS, "list"]),
    "hr": ("*-_", rules_block.hr, [*_ENDS, "list"]),
    "list": ("*+-0123456789", rules_block.list_block, _ENDS),
    "reference": ("[", rules_block.reference, []),
    "html_block": ("<", rules_block.html_block, _ENDS),
    "heading": ("#", rules_block.heading, _ENDS),
}

_MARKS = regex.compile(r"[\n\\`*_~\[\]!<>&$^]")  # all that an inline rule may begin with
_NUMBER = regex.compile(r"\d{1,3}[.)] ")
_TASK = regex.compile(r"^\[([ xX])\] (?=\S)")
_CALLOUT = regex.compile(r"^\[!(?P<kind>[A-Za-z]+)\](?![(\[])[+-]?[ \t]*+(?P<title>[^\n]*[^\s])?[ \t]*+")
_LANGUAGE = regex.compile(r"\{?\s*\.?([\w+#.-]+)")

_LONG = 40  # columns; nobody wraps shorter lines
_SENTENCE_END = regex.compile(r"""(?:[.?!:;…。？！：；)]["'”’*_)\]]*|[다요음함임됨듯죠까])$""")
_MARK = regex.compile(r"\s*(?:[→⇒➡▶▪•·※+*-]|\d{1,2}[.)])")
_BREAK_TAG = regex.compile(r"</?br\b", regex.IGNORECASE)


@cache
def parser() -> MarkdownIt:
    """Reads and shows the text of a card."""
    md = commonmark().enable(["table", "strikethrough"])
    md.use(footnote_plugin, inline=False)  # ^[...] is a pattern more often than a footnote
    md.use(dollarmath_plugin, allow_labels=False, allow_blank_lines=False)
    md.inline.ruler.at("math_inline", math_inline)
    md.core.ruler.after("block", "boxes", _show_boxes)
    md.core.ruler.push("lines", _keep_lines)
    for name, show in _SHOWN.items():
        md.add_render_rule(name, show)
    return md


@cache
def block_parser() -> MarkdownIt:
    """Finds the blocks of a note, and nothing within them."""
    md = commonmark().enable("table").disable("inline")
    md.use(footnote_plugin, inline=False, move_to_end=False)
    md.block.ruler.before("paragraph", "label", _label_ends_list, {"alt": ["paragraph"]})
    md.block.ruler.before("paragraph", "reply", _label_ends_quote, {"alt": ["blockquote"]})
    md.block.ruler.before("paragraph", "number", _number_ends_answer, {"alt": ["paragraph"]})
    return md.use(dollarmath_plugin, allow_labels=False, allow_blank_lines=False)


def _label_ends_list(state: StateBlock, line: int, _end: int, silent: bool) -> bool:
    """A line below an item that begins with a label, not indented, is no more of the item: people leave out the blank line.

    The label's pattern is in the parser's `env`.
    """
    label = state.env.get("label")
    if not silent or label is None or not 0 <= state.sCount[line] < state.blkIndent:
        return False
    return bool(label.match(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]))


def _label_ends_quote(state: StateBlock, line: int, _end: int, silent: bool) -> bool:
    """Nor is a line below a quote, without its mark, more of the quote where it begins with a label."""
    label = state.env.get("label")
    return bool(
        silent and label and label.match(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]])
    )


def _number_ends_answer(state: StateBlock, line: int, _end: int, silent: bool) -> bool:
    """A numbered line below a paragraph that begins with a label is the next item of the list that the label broke off.

    Markdown lets no number but 1 end a paragraph.
    """
    label = state.env.get("label")
    if not silent or label is None or not _NUMBER.match(state.src, state.bMarks[line] + state.tShift[line]):
        return False
    first = state.line
    return bool(label.match(state.src[state.bMarks[first] + state.tShift[first] : state.eMarks[first]]))


def commonmark() -> MarkdownIt:
    md = MarkdownIt("commonmark")
    for name, (signs, rule, ends) in BEGINS.items():
        md.block.ruler.at(name, _only_at(signs, rule), {"alt": ends})
    md.inline = _Inline()
    return md.configure("commonmark", {"maxNesting": MAX_NESTING})


def _only_at(signs: str, rule: _BlockRule) -> _BlockRule:
    """A rule for lines that begin with one of some signs. It would refuse others itself, but only after a good look."""

    def guarded(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        start = state.bMarks[line] + state.tShift[line]
        return state.src[start : start + 1] in signs and rule(state, line, end, silent)

    return guarded


class _Emphasis(StateInline):
    """Takes a word of Korean, Japanese or Chinese beside a run of `*` or `~` for what CommonMark takes a blank there."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 - the library's own names
        opens, closes, length = super().scanDelims(start, canSplitWord)
        before, after = self.src[start - 1 : start], self.src[start + length : start + length + 1]
        if canSplitWord and before.strip() and after.strip() and start + length < self.posMax:
            opens = opens or bool(CJK.match(before))
            closes = closes or bool(CJK.match(after))
        return Scanned(opens, closes, length)


class _Inline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        state = _Emphasis(src, md, env, tokens)
        if not _MARKS.search(src):  # as most lines are
            state.pending = src
            state.pushPending()
            return state.tokens
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _show_boxes(state: StateCore) -> None:
    """The title of a callout and the box of a task, which editors show where CommonMark has brackets."""
    for opens, inner, token in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if inner.type != "paragraph_open" or token.type != "inline":
            continue
        if opens.type == "list_item_open":
            token.content = _TASK.sub(lambda found: "☐ " if found[1] == " " else "☑ ", token.content)
        elif opens.type == "blockquote_open":
            token.content = _CALLOUT.sub(_callout_title, token.content)


def _callout_title(found: regex.Match[str]) -> str:
    return f"**{found['title'] or found['kind'].capitalize()}**"


def _keep_lines(state: StateCore) -> None:
    for token in state.tokens:
        for end in _meant_ends(token.children or []) if token.type == "inline" else ():
            end.type = "hardbreak"


def _meant_ends(children: Sequence[Token]) -> Iterator[Token]:
    """The line ends of a paragraph that its writer meant.

    In the notes that we know, people either press Enter where a new line shall begin, or wrap long sentences: by hand
    in Korean, at 90 columns or so, by their editor in English. A long line that breaks off within a sentence tells the
    two apart. Who writes line ends as Markdown wants them means no other.
    """
    if not any(token.type == "softbreak" for token in children):
        return
    if any(token.type == "hardbreak" or _is_break(token) for token in children):
        return
    lines, ends = [""], []
    for token in children:
        if token.type == "softbreak":
            ends.append(token)
            lines.append("")
        elif token.type != "image":
            lines[-1] += token.content if not token.type.startswith("html") else ""
    short = [_columns(a) < _LONG or bool(_MARK.match(b)) for a, b in pairwise(lines)]
    wrapped = any(
        not meant and not _SENTENCE_END.search(line.rstrip()[-8:]) for meant, line in zip(short, lines, strict=False)
    )
    for n, end in enumerate(ends):
        if (short[n] or not wrapped) and lines[n].strip() and lines[n + 1].strip():
            yield end


def _is_break(token: Token) -> bool:
    return token.type == "html_inline" and bool(_BREAK_TAG.match(token.content))


def _columns(text: str) -> int:
    return len(text) + sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)


def _fence(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    language = _LANGUAGE.match(tokens[index].info)
    return f"<pre><code>{_coloured(tokens[index].content, language[1] if language else '')}</code></pre>\n"


def _coloured(code: str, language: str) -> str:
    if language:
        from flashcards.colours import colour  # noqa: PLC0415 - most notes hold no code

        parts = colour(code, language)
        return "".join(f"<x{name}>{escape(text)}</x{name}>" if name else escape(text) for name, text in parts)
    return escape(code)


def _ref(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    return f"<xref>{tokens[index].meta['id'] + 1}</xref>"


_SHOWN = {
    "fence": _fence,
    "math_inline": show_inline,
    "math_inline_double": show_inline,
    "math_block": show_block,
    "footnote_ref": _ref,
    "footnote_block_open": lambda *_: "<xnotes>\n",
    "footnote_block_close": lambda *_: "</xnotes>\n",
    "footnote_open": lambda *_: "<li>",
    "footnote_close": lambda *_: "</li>\n",
    "footnote_anchor": lambda *_: "",
}
