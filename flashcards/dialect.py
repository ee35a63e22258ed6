"""Marks of other programs -> CommonMark, line for line.

People write notes for Jekyll, Obsidian or Typora; what those programs show as a picture is one here too, and what Jekyll
acts on and no reader sees (`{% raw %}`, `{: .class}`) is not shown. Lines keep their numbers, and fenced code is left as
it is.
"""

from __future__ import annotations

import regex

_SITE = r"\{\{\s*site\.(?:url|baseurl)\s*\}\}"
_AT_LINK = r"""(?P<before>\]\(\s*<?|\b(?:src|href)\s*=\s*["']?)"""
_SITE_VARIABLE = regex.compile(rf"{_AT_LINK}{_SITE}(?:{_SITE})?")
_FILTERED = regex.compile(
    rf"""{_AT_LINK}\{{\{{\s*(?P<quote>["'])(?P<path>[^"'{{}}\s]+)(?P=quote)\s*\|\s*(?:relative|absolute)_url\s*\}}\}}"""
)
_POST = regex.compile(r"\]\((?P<site>[^\s(){}]*)\{%-?\s*(?:post_url|link)\s+(?P<path>[^\s{}%]+)\s*-?%\}")
_EMBED = regex.compile(r"!\[\[(?P<path>[^\]\[|#\n]+)(?:#[^\]\[|\n]*)?(?:\|[^\]\[\n]*)?\]\]")
_BLANK_IN_PATH = regex.compile(
    r"""!\[(?P<alt>[^\]\[\n]*)\]\((?=[^()<>"'\s]*\s)(?P<path>[^()<>"'\n]*\.(?:png|jpe?g|gif|webp|avif|svg))\)""",
    regex.IGNORECASE,
)
_OWN_FENCE = "~~~~~~"  # longer than one that the code itself may hold
_FENCE = regex.compile(r"^[ \t>]*(?P<mark>`{3,}|~{3,})")


_RAW = regex.compile(r"\{%-?\s*raw\s*-?%\}(?P<text>(?:(?!\{%).)*)\{%-?\s*endraw\s*-?%\}")
_HIGHLIGHT = regex.compile(r"(?P<before>[ \t>]*)\{%-?\s*highlight(?:\s+(?P<language>[\w+#.-]+))?[^{}%]*%\}\s*")
_HIGHLIGHT_END = regex.compile(r"(?P<before>[ \t>]*)\{%-?\s*endhighlight\s*-?%\}\s*")
# Django and Jinja have tags of the same look, which notes about them show: only Jekyll's own go.
_LONE_MARK = regex.compile(
    r"(?P<before>[ \t>]*)(?:\{%-?\s*(?:(?:end)?raw|assign|(?:include|include_relative|include_cached)\s+[\w/])[^{}%]*%\}|\{:[^{}]*\})\s*"
)
_ATTRIBUTES = regex.compile(r"(?<=[)*`])\{:[ .#\w][^{}]*\}(?!`)")
_HEADING_ID = regex.compile(r"(?P<heading>^ {0,3}#{1,6}[ \t].*?\S)[ \t]*\{:?\s*#[\w-]+\s*\}[ \t]*$")
_MARKS = ("{{", "![", "{%", "{:", "{#")


def to_commonmark(body: str) -> str:
    """The body of a note as CommonMark has it."""
    if not any(mark in body for mark in _MARKS):
        return body
    lines = body.split("\n")
    fence = ""
    highlight = False  # whether Jekyll's own kind of fence is open
    ends = max((n for n, line in enumerate(lines) if _HIGHLIGHT_END.fullmatch(line)), default=0)
    for number, line in enumerate(lines):
        if highlight:
            if end := _HIGHLIGHT_END.fullmatch(line):
                lines[number], highlight = f"{end['before']}{_OWN_FENCE}", False
        elif fence:
            mark = _FENCE.match(line)
            fence = "" if mark and mark["mark"].startswith(fence) else fence
        elif mark := _FENCE.match(line):
            fence = mark["mark"]
        elif (start := _HIGHLIGHT.fullmatch(line)) and number < ends:
            lines[number], highlight = f"{start['before']}{_OWN_FENCE}{start['language'] or ''}", True
        elif any(mark in line for mark in _MARKS):
            lines[number] = _line(line)
    return "\n".join(lines)


def _line(line: str) -> str:
    if alone := _LONE_MARK.fullmatch(line):
        return str(alone["before"]).rstrip(" \t")
    line = _RAW.sub(r"\g<text>", line) if "endraw" in line else line
    line = _FILTERED.sub(r"\g<before>\g<path>", _SITE_VARIABLE.sub(r"\g<before>", line))
    line = _POST.sub(r"](\g<site>\g<path>", line)
    line = _HEADING_ID.sub(r"\g<heading>", _ATTRIBUTES.sub("", line))
    line = _EMBED.sub(lambda m: f"![{m['path'].strip()}](<{m['path'].strip()}>)", line)
    return str(_BLANK_IN_PATH.sub(lambda m: f"![{m['alt']}](<{m['path'].strip()}>)", line))
