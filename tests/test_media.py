"""Where a picture is looked for, under which spellings it is found, and what it is called in the deck."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import regex

from flashcards.html import lone, render, replace_pictures
from flashcards.media import Picture, find_picture, find_site, link_name

Write = Callable[..., Path]

PNG = b"\x89PNG\r\n\x1a\nfirst"
OTHER = b"\x89PNG\r\n\x1a\nsecond"
NFC, NFD = (unicodedata.normalize(form, "그림") for form in ("NFC", "NFD"))


def look(note: Path, link: str, given: Path | None = None, assets: Sequence[Path] = ()) -> Picture:
    return find_picture(link, find_site(note, given or note.parent, assets), "answer", 7)


def read_link(written: str) -> str:
    """A link as `find_picture` gets it, out of the Markdown of a note."""
    return replace_pictures(lone(render(f"![]({written})")), lambda link, _alt: link)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    return folder


ROOTS = {
    # what marks roots, the note, the folder given -> the site's root
    "config-in-the-folder-given": (["s/_config.yml"], "s/a.md", "s", "s"),
    "config-above-the-note": (["s/_config.yml"], "s/_posts/x/a.md", "s", "s"),
    "config-above-the-folder-given": (["s/_config.yml"], "s/_posts/a.md", "s/_posts", "s"),
    "nearest-config": (["s/_config.yml", "s/in/_config.yml"], "s/in/notes/a.md", "s", "s/in"),
    "config-before-a-nearer-assets": (["s/_config.yml", "s/in/assets/x"], "s/in/a.md", "s", "s"),
    "assets-where-no-config-is": (["s/assets/x"], "s/notes/a.md", "s", "s"),
    "nearest-assets": (["s/assets/x", "s/in/assets/x"], "s/in/a.md", "s", "s/in"),
    "three-folders-above": (["_config.yml"], "s/t/u/a.md", "s/t/u", "."),
    "not-four-folders-above": (["_config.yml"], "s/t/u/v/a.md", "s/t/u/v", None),
    "top-of-the-git-tree": (["g/.git/x", "g/_config.yml"], "g/b/c/d/e/f/a.md", "g/b/c/d/e/f", "g"),
    "git-tree-of-a-worktree": (["g/.git", "g/_config.yml"], "g/b/c/d/e/f/a.md", "g/b/c/d/e/f", "g"),
    "not-above-the-git-tree": (["_config.yml", "g/.git/x"], "g/a.md", "g", None),
    "nothing-marks-one": ([], "s/a.md", "s", None),
    "config-beside-is-not-above": (["other/_config.yml"], "s/a.md", "s", None),
}


@pytest.mark.parametrize("case", ROOTS.values(), ids=ROOTS)
def test_a_sites_root(write: Write, tmp_path: Path, case: tuple[list[str], str, str, str | None]) -> None:
    marks, note, given, expected = case
    for mark in marks:
        write(mark, "x")
    site = find_site(write(note, ""), tmp_path / given, [])
    assert site.root == (None if expected is None else (tmp_path / expected).resolve())


def test_the_home_folder_is_never_a_root(write: Write, home: Path) -> None:
    write("home/_config.yml", "")
    note = write("home/notes/a.md", "")
    assert find_site(note, note.parent, []).root is None


def test_what_lies_above_the_home_folder_is_never_a_root(write: Write, home: Path) -> None:
    write("assets/x", "")
    note = write("home/notes/a.md", "")
    assert find_site(note, note.parent, []).root is None


def test_a_folder_in_the_home_folder_may_be_a_root(write: Write, home: Path) -> None:
    write("home/blog/_config.yml", "")
    note = write("home/blog/_posts/a.md", "")
    assert find_site(note, note.parent, []).root == home / "blog"


FOUND = {
    # the picture's file, the link in a note notes/a.md of a site
    "beside-the-note": ("notes/a.png", "a.png"),
    "beside-with-a-dot": ("notes/a.png", "./a.png"),
    "below-the-note": ("notes/img/a.png", "img/a.png"),
    "above-the-note-in-the-site": ("img/a.png", "../img/a.png"),
    "from-the-root": ("assets/a.png", "/assets/a.png"),
    "from-the-root-with-two-slashes-inside": ("assets/a.png", "/assets//a.png"),
    "percent-encoded-blank": ("notes/내 그림.png", "내%20그림.png"),
    "blank-in-pointed-brackets": ("notes/내 그림.png", "<내 그림.png>"),
    "percent-encoded-hangul": ("notes/그림.png", "%EA%B7%B8%EB%A6%BC.png"),
    "percent-sign-in-the-name": ("notes/100%.png", "100%25.png"),
    "plus-sign-in-the-name": ("notes/a+b.png", "a+b.png"),
    "number-sign-encoded": ("notes/a#1.png", "a%231.png"),
    "brackets-in-the-name": ("notes/a(1).png", "a(1).png"),
    "decomposed-file": (f"notes/{NFD}.png", f"{NFC}.png"),
    "decomposed-link": (f"notes/{NFC}.png", f"{NFD}.png"),
    "decomposed-folder": (f"notes/{NFD}/{NFD}.png", f"{NFC}/{NFC}.png"),
    "decomposed-file-in-a-composed-folder": (f"notes/{NFC}/{NFD}.png", f"{NFC}/{NFC}.png"),
    "composed-file-in-a-decomposed-folder": (f"notes/{NFD}/{NFC}.png", f"{NFC}/{NFC}.png"),
    "backslashes": ("notes/img/a.png", r"img\a.png"),
    "backslashes-upwards": ("img/a.png", r"..\img\a.png"),
    "query": ("notes/a.png", "a.png?raw=true"),
    "fragment": ("notes/a.png", "a.png#center"),
    "title": ("notes/a.png", 'a.png "제목"'),
    "capitals-in-the-ending": ("notes/A.PNG", "A.PNG"),
    "wrong-ending": ("notes/a.jpg", "a.jpg"),
    "no-ending": ("notes/a", "a"),
}


@pytest.mark.parametrize(("file", "link"), FOUND.values(), ids=FOUND)
def test_a_picture_is_found_as_its_link_is_written(write: Write, file: str, link: str) -> None:
    write("_config.yml", "")
    picture = write(file, PNG)
    assert picture.samefile(look(write("notes/a.md", ""), read_link(link)).path)


TAILS = {
    "whole-path": ("pics/a/b.png", "/a/b.png"),
    "last-two-parts": ("pics/a/b.png", "/blog/static/a/b.png"),
    "bare-name": ("pics/b.png", "/blog/static/a/b.png"),
    "note-relative": ("pics/b.png", "img/b.png"),
    "from-above": ("pics/b.png", "../../img/b.png"),
    "windows-path": ("pics/b.png", r"C:\Users\me\Pictures\b.png"),
    "windows-path-in-markdown": ("pics/b.png", "d:%5CPictures%5Cb.png"),
    "windows-share": ("pics/b.png", r"\\server\share\b.png"),
    "address-of-a-site": ("pics/images/b.png", "https://blog.example/images/b.png?v=2"),
    "file-address": ("pics/b.png", "file:///Users/me/b.png"),
    "decomposed": (f"pics/{NFD}.png", f"/x/{NFC}.png"),
}


@pytest.mark.parametrize(("file", "link"), TAILS.values(), ids=TAILS)
def test_a_folder_of_pictures_is_searched_by_ever_shorter_tails(
    write: Write, tmp_path: Path, file: str, link: str
) -> None:
    picture = write(file, PNG)
    html = render(f'<img src="{link}">')
    src = replace_pictures(html, lambda found, _alt: found)
    assert picture.samefile(look(write("site/notes/a.md", ""), src, assets=[tmp_path / "pics"]).path)


@pytest.mark.parametrize(("folder", "file"), [(NFC, NFD), (NFD, NFC)], ids=["composed", "decomposed"])
def test_the_spelling_of_the_site_itself_does_not_matter(write: Write, folder: str, file: str) -> None:
    picture = write(f"{folder}/{file}.png", PNG)
    assert picture.samefile(look(write(f"{folder}/a.md", ""), f"{NFC}.png").path)


def test_the_longest_tail_wins(write: Write, tmp_path: Path) -> None:
    write("pics/b.png", PNG)
    nearer = write("pics/a/b.png", OTHER)
    assert look(write("site/a.md", ""), "/x/a/b.png", assets=[tmp_path / "pics"]).path == str(nearer)


def test_the_note_wins_over_a_folder_of_pictures(write: Write, tmp_path: Path) -> None:
    write("pics/b.png", OTHER)
    beside = write("site/b.png", PNG)
    assert look(write("site/a.md", ""), "b.png", assets=[tmp_path / "pics"]).path == str(beside)


def test_without_a_root_a_root_link_starts_at_the_folder_given(write: Write, tmp_path: Path) -> None:
    picture = write("given/img/a.png", PNG)
    assert look(write("given/sub/a.md", ""), "/img/a.png", given=tmp_path / "given").path == str(picture)


def test_a_tail_is_not_searched_in_the_site(write: Write) -> None:
    write("_config.yml", "")
    write("img/a.png", PNG)
    assert look(write("notes/a.md", ""), "/elsewhere/img/a.png").missing


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (PNG, "png"),
        (b"\xff\xd8\xff\xe0 jpeg", "jpg"),
        (b"GIF89a...", "gif"),
        (b"GIF87a...", "gif"),
        (b"RIFF\x0a\x0a\x0a\x0aWEBPVP8 ", "webp"),
        (b"\x00\x00\x00\x1cftypavif", "avif"),
    ],
)
def test_a_picture_is_named_by_its_bytes_and_not_by_its_ending(write: Write, data: bytes, ending: str) -> None:
    write("아주 긴 이름의 화면 갈무리.tiff", data)
    name = look(write("a.md", ""), "아주%20긴%20이름의%20화면%20갈무리.tiff").name
    assert regex.fullmatch(rf"fc-[0-9a-f]{{16}}\.{ending}", name)


@pytest.mark.parametrize(("second", "same"), [(PNG, True), (OTHER, False)], ids=["same-bytes", "other-bytes"])
def test_a_name_is_one_for_the_same_bytes_alone(write: Write, second: bytes, same: bool) -> None:
    write("a.png", PNG)
    write("other/b.jpg", second)
    note = write("a.md", "")
    assert (look(note, "a.png").name == look(note, "other/b.jpg").name) is same


def test_a_picture_changed_in_place_gets_another_name(write: Write) -> None:
    note, file = write("a.md", ""), write("a.png", PNG)
    before = look(note, "a.png").name
    file.write_bytes(OTHER)
    assert look(note, "a.png").name != before


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("/assets/%EA%B7%B8%EB%A6%BC%201.png", "그림 1.png"),
        (NFD + ".png", NFC + ".png"),
        (r"C:\me\a.png", "a.png"),
        ("a.png?raw=true#x", "a.png"),
        ("https://a.example/b/c.png?x", "c.png"),
        ("folder/", "folder"),
        ("data:image/png;base64,AAAA", "data:"),
        ("", "?"),
        ("https://a.example", "?"),
        ("https://[bad", "?"),
    ],
)
def test_a_link_is_called_by_its_last_part(link: str, name: str) -> None:
    assert link_name(link) == name
