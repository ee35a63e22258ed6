"""Marks of other programs -> CommonMark, line for line.

People write notes for Jekyll, Obsidian or Typora; what those programs show as a picture is one here too, and what they
act on and no reader sees (`{% raw %}`, `{: .class}`, `%%remark%%`) is not shown; a paragraph that a theme of Jekyll shows in
a box is a quote. Not shown are escapes that Google Docs writes to be safe, where nothing could act. Lines keep their
numbers, and fenced code is left as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

_SITE = r"\{\{\s*site\.(?:url|baseurl)\s*\}\}"
_AT_LINK = r"""(?P<before>\]\(\s*<?|\b(?:src|href)\s*=\s*["']?)"""
_SITE_VARIABLE = regex.compile(rf"{_AT_LINK}{_SITE}(?:{_SITE})?")
_FILTERED = regex.compile(
    rf"""{_AT_LINK}\{{\{{\s*(?P<quote>["'])(?P<path>[^"'{{}}\s]+)(?P=quote)\s*\|\s*(?:relative|absolute)_url\s*\}}\}}"""
)
_POST = regex.compile(r"\]\((?P<site>[^\s(){}]*)\{%-?\s*(?:post_url|link)\s+(?P<path>[^\s{}%]+)\s*-?%\}")
# What stands between the brackets of Obsidian; inside a table its bar is escaped.
_TARGET = r"\[\[(?P<path>[^\]\[|#\n]*?)(?:#(?P<heading>[^\]\[|\n]*?))?(?:\\?\|(?P<name>[^\]\[\n]*))?\]\]"
_EMBED = regex.compile(rf"!(?=\[\[[^\]\[|#\n]){_TARGET}")
_PICTURE = regex.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg|bmp)\Z", regex.IGNORECASE)
# Numbers in brackets are a matrix, a word before them is code, an address after them makes a link of another kind.
_WIKI_LINK = regex.compile(rf"(?<![\w!\[])(?=\[\[\S[^\]\[\n]*(?<=\S)\]\](?![\[(:]))(?=[^\]\n]*\p{{L}}){_TARGET}")
# Two percentages and two magic words of Jupyter are no remark: it neither begins behind a number nor ends before a word.
_REMARK = regex.compile(r"(?<![\d%])%%(?!%)[^%\n]+%%(?![a-zA-Z\d_%])")
_HIGHLIGHTED = regex.compile(
    r"(?<![=\w`\\&&[\x00-\x7f]])==(?=[^\s=])(?P<text>[^=`\n]*[^\s=`])==(?![=\w&&[\x00-\x7f]])", regex.V1
)
_TICKS = regex.compile(r"(`+)")
_BLANK_IN_PATH = regex.compile(
    r"""!\[(?P<alt>[^\]\[\n]*)\]\((?=[^()<>"'\s]*\s)(?P<path>[^()<>"'\n]*\.(?:png|jpe?g|gif|webp|avif|svg))\)""",
    regex.IGNORECASE,
)
_OWN_FENCE = "~~~~~~"  # longer than one that the code itself may hold
_FENCE = regex.compile(r"^[ \t>]*(?P<mark>`{3,}|~{3,})")
# It may be the first thing in an item.
_ITEM_FENCE = regex.compile(r"^[ \t>]*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)*(?P<mark>`{3,}(?!.*`)|~{3,})")


_RAW = regex.compile(r"\{%-?\s*raw\s*-?%\}(?P<text>(?:(?!\{%).)*)\{%-?\s*endraw\s*-?%\}")
_HIGHLIGHT = regex.compile(r"(?P<before>[ \t>]*)\{%-?\s*highlight(?:\s+(?P<language>[\w+#.-]+))?[^{}%]*%\}\s*")
_HIGHLIGHT_END = regex.compile(r"(?P<before>[ \t>]*)\{%-?\s*endhighlight\s*-?%\}\s*")
# Django and Jinja have tags of the same look, which notes about them show: only Jekyll's own go.
_LONE_MARK = regex.compile(
    r"(?P<before>[ \t>]*)(?:\{%-?\s*(?:(?:end)?raw|assign|(?:include|include_relative|include_cached)\s+[\w/])[^{}%]*%\}|\{:[^{}]*\})\s*"
)
# A box around the paragraph above it, in many themes of Jekyll.
_NOTICE = regex.compile(r"\{:[^{}]*\.notice\b[^{}]*\}\s*")
_QUOTES = regex.compile(r"^[ \t]*>", regex.MULTILINE)
_NO_PARAGRAPH = regex.compile(r"[ \t]*(?:$|[#>|<]|`{3}|~{3}|(?:[-*+]|\d{1,3}[.)])\s)| {4}|\t")
_ATTRIBUTES = regex.compile(r"(?<=[)*`])\{:[ .#\w][^{}]*\}(?!`)")
_HEADING_ID = regex.compile(r"(?P<heading>^ {0,3}#{1,6}[ \t].*?\S)[ \t]*\{:?\s*#[^\s{}`#]+\s*\}[ \t]*$")
# Of pandoc, before what was a heading, and of HTML, where a link from a table of contents leads to.
_ANCHOR = regex.compile(r"\[\]\{#[^{}]*\}|(?<!` ?)<a\s+(?:name|id)\s*=\s*[^\s<>]+\s*(?:/>|>\s*</a>)", regex.IGNORECASE)
# Programs that write Markdown put a backslash before what might act, as Google Docs does in `Q\&A`, `**1\. Why?**`, `\[Q1\]`.
# Words look the same without it. It stays where something could act: in code and formulas, where a number would begin a
# list inside an item or in the middle of a paragraph, in brackets that the note defines.
_NEEDLESS = regex.compile(
    r"(?<!\\)\\(?=&(?!#?\w+;))|(?<=^[ \t>]*(?:[-*+][ \t]+)?(?:#{1,6}[ \t]+)?[*_]{0,3}\p{L}{1,4} ?\d{0,3}|^(?:> ?)*(?:#{1,6}[ \t]+|[*_]{2,3})\d{1,3})\\(?=[.)](?:[\s*_]|$))"
)
_DEFINED = regex.compile(r"^ {0,3}\[([^\]\n]{1,200})\]:", regex.MULTILINE)
_ITEM = regex.compile(r"(?:> ?)*\d{1,3}[.)]\s")
_NEAR = 20  # lines of a paragraph
_NUMBER = regex.compile(r"(?<=^(?:> ?)*\d{1,3})\\(?=[.)]\s)")
_BRACKETS = regex.compile(r"(?<!\])\\\[(?P<label>(?![xX]\\)\p{L}[\p{L}\d .:_-]{0,30})\\\](?![(\[:])")
_ACTS = regex.compile(r"[$`]|\\[(a-zA-Z]|^(?: {4}|\t)(?!\s*[-*+\d])|<")
# Of Logseq, below an item: how it is shown there.
_PROPERTY = regex.compile(
    r"[ \t]+(?:(?:collapsed|heading):: ?\w+|id:: [\da-f-]{8,}|(?:background-color|ls-type|(?:hl|query|card|logseq)[.-][\w.-]+):: .*)"
)
# Of HackMD, below what was quoted: who said it, when, and in which colour it is shown.
_SAID_BY = regex.compile(r"\[name=(?P<who>[^\[\]\n]{1,40})\](?:[ \t]*\[(?:time|color)=[^\[\]\n]{1,60}\])*(?=\s*$)")
_COUNTED = regex.compile(r"^(?P<before>[ \t>]*\d{1,2})、[ \t]*(?=\S)")  # as people number in Chinese
# Of Slack, below a message that was copied out of it: who liked it, by signs that are pictures there.
_REACTIONS = regex.compile(r"(?::[a-z\d_+-]+:[ \t]?\d{1,4}[ \t]*)+")
_OBSIDIAN = ("[[", "%%", "==")
_OTHERS = ("、", "\n:", "[name=", ":: ", "\\&", "\\.", "\\)", "\\]", "{{", "![", "{%", "{:", "{#", "[]{", "<a ")
_MARKS = (*_OBSIDIAN, *_OTHERS)


def to_commonmark(body: str) -> str:
    """The body of a note as CommonMark has it."""
    if not any(mark in body for mark in _MARKS):
        return body
    lines = body.split("\n")
    fence = ""
    defined = frozenset(label.lower() for label in _DEFINED.findall(body)) if "]:" in body else frozenset()
    shut = _formulas(lines) if "$$" in body and "\\" in body else frozenset()
    boxes = "{:" in body and not _QUOTES.search(body)
    highlight = False  # whether Jekyll's own kind of fence is open
    ends = max((n for n, line in enumerate(lines) if _HIGHLIGHT_END.fullmatch(line)), default=0)
    for number, line in enumerate(lines):
        if highlight:
            if end := _HIGHLIGHT_END.fullmatch(line):
                lines[number], highlight = f"{end['before']}{_OWN_FENCE}", False
        elif fence:
            mark = _FENCE.match(line)
            fence = "" if mark and mark["mark"].startswith(fence) else fence
        elif mark := _ITEM_FENCE.match(line):
            fence = mark["mark"]
        elif (start := _HIGHLIGHT.fullmatch(line)) and number < ends:
            lines[number], highlight = f"{start['before']}{_OWN_FENCE}{start['language'] or ''}", True
        elif _NOTICE.fullmatch(line) or _REACTIONS.fullmatch(line):
            _box(lines, number, boxes=boxes)
        elif any(mark in line for mark in _MARKS):
            escaped = "\\" in line and number not in shut and not _ACTS.search(line)
            lines[number] = _line(_bare(line, defined, opens=_opens(lines, number)) if escaped else line)
    return "\n".join(lines)


def _line(line: str) -> str:
    if _PROPERTY.fullmatch(line):
        return ""
    if alone := _LONE_MARK.fullmatch(line):
        return str(alone["before"]).rstrip(" \t")
    line = _ANCHOR.sub("", line) if "[]{#" in line or "<a " in line else line
    line = _COUNTED.sub(r"\g<before>. ", line) if "、" in line else line
    line = _RAW.sub(r"\g<text>", line) if "endraw" in line else line
    line = _SAID_BY.sub(r"— \g<who>", line) if "[name=" in line else line
    line = _FILTERED.sub(r"\g<before>\g<path>", _SITE_VARIABLE.sub(r"\g<before>", line))
    line = _POST.sub(r"](\g<site>\g<path>", line)
    line = _HEADING_ID.sub(r"\g<heading>", _ATTRIBUTES.sub("", line))
    line = _outside_code(_EMBED.sub(_embedded, line)) if any(mark in line for mark in _OBSIDIAN) else line
    return str(_BLANK_IN_PATH.sub(lambda m: f"![{m['alt']}](<{m['path'].strip()}>)", line))


def _box(lines: list[str], number: int, *, boxes: bool) -> None:
    """Take a line out, and if it says so, make a quote, which is shown as a box, of the paragraph that ends above it.

    boxes: whether there are any; where a note quotes otherwise, its boxes may hold the answers.
    """
    boxed, lines[number] = boxes and _NOTICE.fullmatch(lines[number]), ""
    if not boxed:
        return
    first = number
    while first and not _NO_PARAGRAPH.match(lines[first - 1]):
        first -= 1
    if first and not _begins(lines, first):
        return  # a list or a quote, which goes on there
    lines[first:number] = [f"> {line}" for line in lines[first:number]]


def _formulas(lines: Sequence[str]) -> frozenset[int]:
    """The numbers of the lines that stand between two of `$$`."""
    found: set[int] = set()
    opened = None
    for number, line in enumerate(lines):
        bare = line.strip(" \t>")
        if "`" in line or bare.count("$$") % 2 == 0 or not (bare.startswith("$$") or bare.endswith("$$")):
            continue
        if opened is not None:
            found.update(range(opened, number + 1))
        opened = number if opened is None else None
    return frozenset(found)


def _opens(lines: Sequence[str], number: int) -> bool:
    """Whether a line begins a block, or a number may begin an item in the middle of one, as right below another item."""
    first = next((n for n in range(number, max(-1, number - _NEAR), -1) if _begins(lines, n)), None)
    return first == number or (first is not None and bool(_ITEM.match(lines[first])))


def _begins(lines: Sequence[str], number: int) -> bool:
    """Whether a line is the first of a paragraph, as one below a heading is."""
    before = lines[number - 1].strip(" \t>") if number else ""
    return not before or before.startswith("#")


def _bare(line: str, defined: frozenset[str], *, opens: bool) -> str:
    """A line without the backslashes that other programs put before what acts nowhere.

    defined: labels of addresses.  opens: whether a number would begin an item there that is one.
    """
    line = _NEEDLESS.sub("", line)
    line = _NUMBER.sub("", line) if opens else line
    return str(
        _BRACKETS.sub(lambda found: found[0] if found["label"].lower() in defined else f"[{found['label']}]", line)
    )


def _embedded(found: regex.Match[str]) -> str:
    """A picture, or the name of a note or file that Obsidian would show there."""
    path = found["path"].strip()
    return f"![{path}](<{path}>)" if _PICTURE.search(path) else _shown(found)


def _shown(found: regex.Match[str]) -> str:
    """What Obsidian's reader sees of a link to a note."""
    heading = "" if (found["heading"] or "").startswith("^") else found["heading"]  # ^ names a block, by a random sign
    return str(found["name"] or " > ".join(part for part in (found["path"], heading) if part))


def _outside_code(line: str) -> str:
    """Links to notes as their words, without remarks; a piece of code that holds one is left alone."""
    pieces = _TICKS.split(line)  # every second one is a run of backticks
    opened = 0
    for at in range(0, len(pieces), 2):
        if at >= opened:
            pieces[at] = _WIKI_LINK.sub(_shown, _REMARK.sub("", _HIGHLIGHTED.sub(r"<mark>\g<text></mark>", pieces[at])))
            ticks = pieces[at + 1] if at + 1 < len(pieces) else ""
            opened = next((n + 1 for n in range(at + 3, len(pieces), 2) if pieces[n] == ticks), 0)
    return "".join(pieces)
