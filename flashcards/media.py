"""Find the pictures that notes link to, check them and name them for the deck.

A link in somebody's notes is not to be trusted: only a file inside the notes' own site, or inside a folder that the
user named, whose bytes are a picture, goes into a deck. Nothing is ever fetched. The name is made from the content, so
a changed picture changes its card and a re-import shows it (Anki never overwrites a file that it has).
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

import regex

from flashcards.embedded import name_in, picture_of, places
from flashcards.errors import FlashcardsError, shown
from flashcards.picturename import LIMIT, name_of

Role = Literal["question", "answer"]
Identity = tuple[str, int, int, int]  # of a file: real path, when it and its entry last changed in ns, size

ABOVE = 3  # folders above the one given that may hold the site's root, where no git work tree tells

_REMOTE = regex.compile(r"(?:[a-z][a-z0-9+.-]+:)?//", regex.IGNORECASE)
_DRIVE = regex.compile(r"^[a-zA-Z]:(?=/)")
_HEAD = 64  # bytes that tell whether a file is a picture
_NO_PICTURE = "it is no PNG, JPEG, GIF, WebP or AVIF picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One linked picture. name: its file name in the deck, or the link's last part where it is missing.

    path: the file found, as text that prints anywhere, or ""; the note where it is written into that.  file: the same, to be read by `picture_bytes`.  role, line: what it belongs to, and its line in the note.  reason: why it is missing.
    """

    link: str
    name: str
    path: str
    role: Role
    line: int
    reason: str
    file: Path | None = None

    @property
    def missing(self) -> bool:
        return not self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the pictures of one note may lie. note: its file.  folder: of the note.  root: None where nothing marks one.

    roots: real paths; a picture outside all of them is refused.  names: of pictures whose content is known, by identity.
    """

    note: Path
    folder: Path
    root: Path | None
    assets: tuple[Path, ...]
    roots: tuple[str, ...]
    names: Mapping[Identity, str] = field(default_factory=dict)


def find_site(file: Path, given: Path, assets: Sequence[Path], names: Mapping[Identity, str] | None = None) -> Site:
    """The site of a note.

    file: the note.  given: the folder given, or the one that holds the file given.  assets: folders that the user named.
    """
    folder = Path(os.path.realpath(file.parent))
    top = Path(os.path.realpath(given))
    root = _root(folder, top)
    roots = (str(root or top), *(os.path.realpath(a) for a in assets))
    return Site(note=file, folder=folder, root=root, assets=tuple(assets), roots=roots, names=names or {})


def find_picture(link: str, site: Site, role: Role, line: int) -> Picture:
    """Look a picture up. Never raises: what cannot be used is missing, with the reason."""
    if link.lower().startswith("data:"):
        return _embedded(link, site, role, line)
    reason = "no such file"
    for file in _candidates(link, site):
        try:
            found = _usable(file, site)
        except OSError:
            continue
        if found.reason:
            reason = found.reason
            continue
        return Picture(link=link, name=found.name, path=shown(file), role=role, line=line, reason="", file=file)
    if _REMOTE.match(link) and not link.lower().startswith("file:"):
        reason = "pictures are never fetched from the net"
    return Picture(link=link, name=link_name(link), path="", role=role, line=line, reason=reason)


def link_name(link: str) -> str:
    """The last part of a link, percent-decoded, NFC: what a person calls the picture."""
    if link.lower().startswith("data:"):
        return name_in(link) or "data:"
    last = _path_of(link).rstrip("/").rpartition("/")[2]
    return unicodedata.normalize("NFC", last) or "?"


def picture_bytes(file: Path, name: str) -> bytes:
    """The bytes of a picture by its name in the deck: of its own file, or out of the note that it is written into.

    Raises OSError when it cannot be read, and FlashcardsError when it changed meanwhile: other bytes would lie in Anki under
    a wrong name, or be no picture at all.
    """
    with file.open("rb") as opened:
        head = opened.read(_HEAD)
        data = head + opened.read(LIMIT) if name_of(head) else b""
        if data and name_of(data) == name:
            return data
        start, end = _letters(_identity_of(file)).get(name, (0, 0))  # a note may begin as a picture does
        opened.seek(start)
        data = picture_of(opened.read(end - start))
    if name_of(data) != name:
        raise FlashcardsError("the picture changed meanwhile", path=file, hint="run it again")
    return data


def readable(link: str) -> str:
    """A link as a person reads it, percent-decoded where that gives a plain name and no more."""
    plain = unicodedata.normalize("NFC", unquote(link))
    return plain if plain.isprintable() else link


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    name: str = ""
    reason: str = ""


def _root(folder: Path, given: Path) -> Path | None:
    """The nearest folder at or above the note that marks a site, not above the bound that design sets."""
    home = Path(os.path.realpath(Path.home()))
    levels = [p for p in (folder, *folder.parents) if p != p.parent and not home.is_relative_to(p)]
    bound = _bound(given)
    inside = [p for p in levels if p.is_relative_to(bound)]
    for mark in ("_config.yml", "assets"):
        for level in inside:
            if (level / mark).exists():
                return level
    return None


def _bound(given: Path) -> Path:
    for level in (given, *given.parents):
        if (level / ".git").exists():
            return level
    return (given, *given.parents)[: ABOVE + 1][-1]


def _candidates(link: str, site: Site) -> Iterator[Path]:
    """Where a link may mean: beside the note or at the root, then in each folder of assets by ever shorter tails."""
    path = _path_of(link)
    if "\0" in path or not path:
        return
    parts = [part for part in path.split("/") if part]
    if not _REMOTE.match(link):
        if not path.startswith("/"):
            yield _spelled(site.folder, parts)
        else:
            yield _spelled(site.root or Path(site.roots[0]), parts)
    for folder in site.assets:
        for start in range(len(parts)):
            if ".." not in parts[start:]:
                yield _spelled(folder, parts[start:])


def _path_of(link: str) -> str:
    """The path of a link: no scheme, host, query or fragment, percent-decoded, with `/` between its parts."""
    if _REMOTE.match(link):
        try:
            return unquote(urlsplit(link).path)
        except ValueError:
            return ""
    decoded = unquote(regex.split(r"[?#]", link, maxsplit=1)[0])
    path = decoded.replace("\\", "/")
    return str(_DRIVE.sub("", path.removeprefix("file:")))


def _spelled(folder: Path, parts: Sequence[str]) -> Path:
    """The way below a folder, each part as the disk spells it: names from a Mac and from Linux may stand mixed."""
    for part in parts:
        forms = (part, unicodedata.normalize("NFC", part), unicodedata.normalize("NFD", part))
        folder /= next((form for form in forms if os.path.lexists(folder / form)), part)
    return folder


def _usable(file: Path, site: Site) -> _Found:
    """Raises OSError when there is no such file."""
    real = os.path.realpath(file, strict=True)
    if not any(Path(real).is_relative_to(root) for root in site.roots):
        return _Found(reason="it lies outside the notes' site")
    status = Path(real).stat()
    if not stat.S_ISREG(status.st_mode):
        return _Found(reason="it is no ordinary file")
    if status.st_size > LIMIT:
        return _Found(reason=f"it is larger than {LIMIT // 2**20} MB")
    identity = _identity(real, status)
    name = site.names.get(identity) or _name(identity)
    return _Found(name=name) if name else _Found(reason=_NO_PICTURE)


def _embedded(link: str, site: Site, role: Role, line: int) -> Picture:
    """A picture written into the note. Its name alone proves nothing: anybody may write one."""
    name = name_in(link)
    with suppress(OSError):
        if name and name in _letters(_identity_of(site.note)):
            return Picture(link=link, name=name, path=shown(site.note), role=role, line=line, reason="", file=site.note)
    return Picture(link=link, name=link_name(link), path="", role=role, line=line, reason=_NO_PICTURE)


def settled_name(file: Path, now: int) -> tuple[Identity, str] | None:
    """Who a picture is and its name in the deck; None for one that may still change unseen.

    now: in nanoseconds. What is written twice within two seconds may look the same to some file systems.
    """
    try:
        identity = _identity_of(file)
        return (identity, _name(identity)) if max(identity[1:3]) < now - 2 * 10**9 else None
    except OSError:
        return None


def _identity_of(file: Path) -> Identity:
    real = os.path.realpath(file)
    return _identity(real, Path(real).stat())


def _identity(real: str, status: os.stat_result) -> Identity:
    return real, status.st_mtime_ns, status.st_ctime_ns, status.st_size


@lru_cache(maxsize=4096)
def _name(identity: Identity) -> str:
    """The deck's name for a picture: made from its content, short, ASCII; empty for bytes that are no picture."""
    with open(identity[0], "rb") as file:  # noqa: PTH123 - a real path is a string here
        return name_of(file.read(LIMIT + 1))


@lru_cache(maxsize=4096)
def _letters(identity: Identity) -> Mapping[str, tuple[int, int]]:
    """Where the pictures that are written into a note stand in its file, by their names."""
    with open(identity[0], "rb") as file:  # noqa: PTH123 - a real path is a string here
        return places(file.read(LIMIT + 1))
