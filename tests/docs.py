"""What stands in the documents: headings, code, commands, links; English pages and their Korean twins."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import click
from markdown_it import MarkdownIt
from markdown_it.token import Token

from flashcards.cli import cli
from flashcards.cli.group import COMMANDS

ROOT = Path(__file__).parents[1]
README, KOREAN = "README.md", "README.ko.md"
FOR_DEVELOPERS = {"docs/develop.md"}  # in English alone, as code and messages are
PAGES = tuple(sorted(
    path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
))  # fmt: skip
ENGLISH = (README, *(page for page in PAGES if page.startswith("docs/") and not page.endswith(".ko.md")))

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_REMARK = re.compile(r"[ \t]+# .*$", re.MULTILINE)
_HTML_LINK = re.compile(r"""(?:src|href)=["']([^"']+)["']""")


@cache
def text_of(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


def twin(page: str) -> str:
    """The Korean page of an English one."""
    return page.removesuffix(".md") + ".ko.md"


@cache
def tokens(page: str) -> tuple[Token, ...]:
    found = _MARKDOWN.parse(text_of(page))
    return tuple(one for token in found for one in (token, *(token.children or ())))


def headings(page: str) -> list[tuple[int, str]]:
    """Level and text of every heading, in order."""
    found = tokens(page)
    return [(int(t.tag[1]), found[n + 1].content) for n, t in enumerate(found) if t.type == "heading_open"]


def blocks(page: str) -> list[str]:
    """Every block of code, in order, without remarks behind its lines. A note is none: it is in the reader's language."""
    code = [token for token in tokens(page) if token.type in {"fence", "code_block"} and token.info != "markdown"]
    return [_REMARK.sub("", token.content) for token in code]


def command_lines(page: str) -> list[str]:
    """Every line of code that calls the program."""
    return [line for block in blocks(page) for line in block.splitlines() if re.match(r"flashcards\b(?!:)", line)]


def code_spans(page: str) -> list[str]:
    return [token.content for token in tokens(page) if token.type == "code_inline"]


def calls(page: str) -> Iterator[list[str]]:
    """The arguments of each call of the program, in blocks and in sentences."""
    lines = [*blocks(page), *(span for span in code_spans(page) if span.startswith("flashcards "))]
    for line in (line for block in lines for line in block.splitlines()):
        for part in re.split(r" \| | && | > ", line.strip()):
            if re.match(r"(?:\.venv/bin/)?flashcards(?: |$)", part):
                yield shlex.split(part)[1:]


def links(page: str) -> list[str]:
    """Every address that leads to a file here, of a link or a picture."""
    found = [str(token.attrGet("href") or token.attrGet("src") or "") for token in tokens(page)]
    found += [link for t in tokens(page) if t.type.startswith("html") for link in _HTML_LINK.findall(t.content)]
    return [unquote(link) for link in found if link and not re.match(r"[a-z]+:", link)]


def anchors(page: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for _, text in headings(page)}


def command_named(name: str) -> click.Command:
    command = cli.get_command(click.Context(cli), name)
    assert command
    return command


def options(command: str) -> set[str]:
    """The options of a command as the table of commands names them: the shortest spelling."""
    return {p.opts[0] for p in command_named(command).params if p.opts[0].startswith("-")}


def spellings(command: str | None = None) -> set[str]:
    """Every spelling of every option, of one command or of all."""
    asked = [command_named(command)] if command else [cli, *map(command_named, COMMANDS)]
    return {spelling for one in asked for p in one.params for spelling in p.opts if spelling[0] == "-"} | {
        "-h",
        "--help",
    }
