"""Picture links of other dialects -> CommonMark, line for line.

People write notes for Jekyll, Obsidian or Typora; what those programs show as a picture is one here too. Lines keep
their numbers, and fenced code is left as it is.
"""

from __future__ import annotations

import regex

_SITE = r"\{\{\s*site\.(?:url|baseurl)\s*\}\}"
_SITE_VARIABLE = regex.compile(rf"""(?P<before>\]\(\s*<?|\b(?:src|href)\s*=\s*["']?){_SITE}(?:{_SITE})?""")
_EMBED = regex.compile(r"!\[\[(?P<path>[^\]\[|#\n]+)(?:#[^\]\[|\n]*)?(?:\|[^\]\[\n]*)?\]\]")
_BLANK_IN_PATH = regex.compile(
    r"""!\[(?P<alt>[^\]\[\n]*)\]\((?=[^()<>"'\s]*\s)(?P<path>[^()<>"'\n]*\.(?:png|jpe?g|gif|webp|avif|svg))\)""",
    regex.IGNORECASE,
)
_FENCE = regex.compile(r"^[ \t>]*(?P<mark>`{3,}|~{3,})")


def to_commonmark(body: str) -> str:
    """The body of a note with its picture links as CommonMark has them."""
    if "{{" not in body and "![" not in body:
        return body
    lines = body.split("\n")
    fence = ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark["mark"].startswith(fence) else fence
        elif mark:
            fence = mark["mark"]
        elif "{{" in line or "![" in line:
            lines[number] = _line(line)
    return "\n".join(lines)


def _line(line: str) -> str:
    line = _SITE_VARIABLE.sub(r"\g<before>", line)
    line = _EMBED.sub(lambda m: f"![{m['path'].strip()}](<{m['path'].strip()}>)", line)
    return str(_BLANK_IN_PATH.sub(lambda m: f"![{m['alt']}](<{m['path'].strip()}>)", line))
