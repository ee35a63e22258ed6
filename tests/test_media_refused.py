"""No link in a note brings anything into a deck but a picture of its own site, or of a folder that the user named."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from flashcards.building import build
from flashcards.media import find_picture, find_site
from flashcards.picturename import LIMIT
from tests.conftest import absent

Write = Callable[..., Path]

PNG = b"\x89PNG\r\n\x1a\n"
OUTSIDE = "it lies outside the notes' site"
NOWHERE = "no such file"
NO_PICTURE = "it is no PNG, JPEG, GIF, WebP or AVIF picture"
NO_FILE = "it is no ordinary file"
REMOTE = "pictures are never fetched from the net"


def reason(note: Path, link: str, *assets: Path) -> str:
    found = find_picture(link, find_site(note, note.parent, assets), "answer", 7)
    assert found.missing is bool(found.reason)
    return found.reason


OUT = {
    "up-and-out": ("../../secret.png", OUTSIDE),
    "up-and-out-encoded": ("%2e%2e/%2e%2e/secret.png", OUTSIDE),
    "up-and-out-by-backslashes": (r"..\..\secret.png", OUTSIDE),
    "up-and-out-from-the-root": ("/../secret.png", OUTSIDE),
    "up-through-a-folder": ("img/../../../secret.png", OUTSIDE),
    "far-too-far-up": ("../" * 60 + "etc/passwd", OUTSIDE),
    "a-link-to-a-file-outside": ("out.png", OUTSIDE),
    "a-link-to-a-folder-outside": ("outdir/secret.png", OUTSIDE),
    "a-path-of-the-system": ("/etc/passwd", NOWHERE),
    "a-file-address": ("file:///etc/passwd", NOWHERE),
    "a-file-address-with-one-slash": ("file:/etc/passwd", NOWHERE),
    "a-file-address-with-a-host": ("file://localhost/etc/passwd", NOWHERE),
    "a-file-address-of-another-computer": ("file:////server/share/secret.png", NOWHERE),
    "another-computer": (r"\\server\share\secret.png", NOWHERE),
    "another-drive": (r"C:\Windows\secret.png", NOWHERE),
    "a-device-of-the-system": ("/dev/zero", NOWHERE),
    "a-device-of-windows": ("CON", NOWHERE),
    "a-link-to-a-device": ("zero.png", OUTSIDE),
    "a-home-folder": ("~/secret.png", NOWHERE),
    "a-variable": ("$HOME/secret.png", NOWHERE),
    "a-ring-of-links": ("ring.png", NOWHERE),
    "a-link-to-nothing": ("dead.png", NOWHERE),
    "a-folder": ("img", NO_FILE),
    "the-notes-own-folder": (".", NO_FILE),
    "a-pipe-that-nobody-writes-to": ("pipe.png", NO_FILE),
    "text-called-a-picture": ("text.png", NO_PICTURE),
    "a-program-called-a-picture": ("run.png", NO_PICTURE),
    "a-page-called-a-picture": ("page.png", NO_PICTURE),
    "a-drawing": ("drawing.svg", NO_PICTURE),
    "nothing-in-it": ("empty.png", NO_PICTURE),
    "a-picture-only-further-in": ("late.png", NO_PICTURE),
    "too-large": ("huge.png", "it is larger than 50 MB"),
    "the-note-itself": ("a.md", NO_PICTURE),
    "a-file-as-a-folder": ("text.png/a.png", NOWHERE),
    "no-link": ("", NOWHERE),
    "a-nought-byte": ("a%00.png", NOWHERE),
    "a-name-too-long": ("a" * 5000 + ".png", NOWHERE),
    "bytes-that-are-no-text": ("%ff%fe.png", NOWHERE),
    "another-script": ("javascript:alert(1)", NOWHERE),
    "remote": ("https://a.example/x.png", REMOTE),
    "remote-without-scheme": ("//a.example/x.png", REMOTE),
    "remote-by-ftp": ("ftp://a.example/x.png", REMOTE),
    "remote-that-is-no-address": ("https://[bad/x.png", REMOTE),
    "written-into-the-note": ("data:image/png;base64,iVBORw0KGgo=", "it is no PNG, JPEG, GIF, WebP or AVIF picture"),
}


@pytest.fixture
def note(write: Write) -> Path:
    """A note in a site full of traps: site/notes/a.md; secret.png lies outside the site."""
    write("site/_config.yml", "")
    secret = write("secret.png", PNG)
    folder = write("site/notes/a.md", "# 글").parent
    write("site/notes/img/real.png", PNG)
    write("site/notes/text.png", "그림이 아님")
    write("site/notes/run.png", "#!/bin/sh\ntouch pwned\n").chmod(0o755)
    write("site/notes/page.png", "<html><script>x</script></html>")
    write("site/notes/drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    write("site/notes/empty.png", b"")
    write("site/notes/late.png", b"#!" + PNG)
    with write("site/notes/huge.png", PNG).open("r+b") as huge:
        huge.truncate(LIMIT + 1)
    os.mkfifo(folder / "pipe.png")
    (folder / "zero.png").symlink_to("/dev/zero")
    (folder / "out.png").symlink_to(secret)
    (folder / "outdir").symlink_to(secret.parent)
    (folder / "ring.png").symlink_to("gnir.png")
    (folder / "gnir.png").symlink_to("ring.png")
    (folder / "dead.png").symlink_to("nothing.png")
    (folder / "inside.png").symlink_to("img/real.png")
    return folder / "a.md"


@pytest.mark.parametrize(("link", "expected"), OUT.values(), ids=OUT)
def test_what_is_no_picture_of_the_site_is_missing_and_says_why(note: Path, link: str, expected: str) -> None:
    assert reason(note, link) == expected


@pytest.mark.parametrize(
    "link", ["img/real.png", "inside.png", "../notes/img/real.png", "/notes/img/real.png", "img/../inside.png"]
)
def test_a_picture_of_the_site_is_taken_however_it_is_reached(note: Path, link: str) -> None:
    assert reason(note, link) == ""


def test_a_device_inside_the_site_is_no_picture(note: Path) -> None:
    try:
        os.mknod(note.parent / "device.png", stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:
        absent("the right to make a device", required=False)
    assert reason(note, "device.png") == NO_FILE


def test_a_picture_of_just_the_limit_is_taken(note: Path) -> None:
    with (note.parent / "huge.png").open("r+b") as huge:
        huge.truncate(LIMIT)
    assert reason(note, "huge.png") == ""


def test_a_folder_that_the_user_named_may_lie_outside(note: Path, tmp_path: Path) -> None:
    assert reason(note, "https://a.example/secret.png", tmp_path) == ""


def test_a_folder_that_the_user_named_is_not_left_either(note: Path, tmp_path: Path) -> None:
    pictures = tmp_path / "pics"
    pictures.mkdir()
    (pictures / "out").symlink_to(tmp_path)
    assert reason(note, "/x/out/secret.png", pictures) == OUTSIDE


def test_a_way_upwards_is_not_tried_in_a_folder_that_the_user_named(note: Path, tmp_path: Path) -> None:
    (tmp_path / "pics").mkdir()
    assert reason(note, "https://a.example/../secret.png", tmp_path / "pics") == REMOTE


def test_a_site_whose_name_begins_alike_is_outside(write: Write, note: Path) -> None:
    write("site-private/secret.png", PNG)
    assert reason(note, "../../site-private/secret.png") == OUTSIDE


def test_a_usable_picture_in_a_folder_of_pictures_makes_up_for_a_refused_one(
    write: Write, note: Path, tmp_path: Path
) -> None:
    write("pics/text.png", PNG)
    assert reason(note, "text.png", tmp_path / "pics") == ""


def test_a_secret_outside_the_site_never_gets_into_a_deck(write: Write, note: Path, tmp_path: Path) -> None:
    secret = b"\x89PNG\r\n\x1a\n-this-must-stay-at-home-"
    (tmp_path / "secret.png").write_bytes(secret)
    write("passwd", "root:-this-must-stay-at-home-")
    pictures = "\n\n".join(f"가 ![]({link}) <img src='{link}'>" for link, _ in OUT.values())
    note.write_text(
        f"# 사전질문\n\n> 비밀이 새나요?\n\n새지 않습니다 ![](img/real.png)\n\n{pictures}\n", encoding="utf-8"
    )
    deck = tmp_path / "out" / "deck.apkg"
    built = build([str(note)], deck)
    with zipfile.ZipFile(deck) as file:
        held = {name: file.read(name) for name in file.namelist()}
    assert [name for name, data in held.items() if b"must-stay-at-home" in data or str(tmp_path).encode() in data] == []
    assert sorted(held) == ["0", "collection.anki2", "media"]
    assert held["0"] == PNG
    assert len(built.found.drafts) == 1
