"""Bytes become text where nobody can be mistaken about them; all others are refused with the way out."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from flashcards.cli import cli
from flashcards.collect import collect
from flashcards.encoding import decode
from flashcards.errors import FlashcardsError

Write = Callable[..., Path]

QA = "## Q&A\n- 지도는 어디에서 받나요?\n\t- 안내소에서 받습니다.\n"
SYLLABLES = [chr(code) for code in range(ord("가"), ord("힣") + 1) if len(chr(code).encode("euc_kr")) == 2]
CP949 = "a.md: is CP949 (EUC-KR), not UTF-8; read all the same; to convert it: iconv -f CP949 -t UTF-8 FILE > NEW.md"
UTF_16 = "a.md: is UTF-16, not UTF-8; read all the same; to convert it: iconv -f UTF-16 -t UTF-8 FILE > NEW.md"


@pytest.mark.parametrize(
    ("data", "remark"),
    [
        pytest.param(QA.encode("cp949"), CP949, id="CP949"),
        pytest.param(QA.encode("euc_kr"), CP949, id="EUC-KR"),
        pytest.param(QA.replace("\n", "\r\n").encode("cp949"), CP949, id="CP949 with CRLF"),
        pytest.param(
            (QA + "\n“인용” · ① → 漢字 펲시 Ω\n").encode("cp949"), CP949, id="CP949 with signs and some Chinese"
        ),
        pytest.param(QA.encode("utf-16"), UTF_16, id="UTF-16"),
        pytest.param(b"\xfe\xff" + QA.encode("utf-16-be"), UTF_16, id="UTF-16, the other order"),
    ],
)
def test_what_can_only_be_korean_is_read_and_a_remark_tells_how_to_convert_it(
    write: Write, data: bytes, remark: str
) -> None:
    note = write("a.md", data)
    found = collect([str(note)])
    [draft] = found.drafts
    [problem] = found.remarks
    assert (draft.question_text, draft.card.question_lines) == ("지도는 어디에서 받나요?", (2, 2))
    assert (str(problem).replace(str(note), "a.md"), found.unusable) == (remark, ())


@pytest.mark.parametrize("data", [QA.encode(), b"\xef\xbb\xbf" + QA.encode(), "café".encode(), b"plain"])
def test_utf8_gets_no_remark(data: bytes) -> None:
    assert decode(data, "a.md") == (data.decode(), ())


REFUSED = {
    "simplified-chinese": "我们先定出口，再画地图。他在这里有一个问题".encode("gbk"),
    "traditional-chinese": "我們先定出口，再畫地圖".encode("big5"),
    "japanese": "地図はどこでもらえますか。案内所です".encode("euc_jp"),
    "japanese-of-windows": "地図はどこでもらえますか".encode("shift_jis"),
    "kana-alone": "どこですか".encode("euc_jp"),
    "french": "Où est la carte ? Là-bas, près du café.".encode("latin-1"),
    "french-in-capitals": "ÀB ÉCOLE".encode("latin-1"),
    "german": "Größe, Maße, Übung".encode("latin-1"),
    "russian": "Где карта? У входа".encode("cp1251"),
    "greek": "Πού είναι ο χάρτης".encode("iso8859_7"),
    "one-syllable": "값".encode("euc_kr"),
    "a-lone-surrogate": "가".encode() + b"\xed\xa0\x80",
    "a-pair-of-surrogates": b"\xed\xa0\xbd\xed\xb8\x80",
    "an-overlong-slash": b"\xc0\xaf",
    "beyond-unicode": b"\xf5\x80\x80\x80",
    "any-bytes": bytes(range(128, 256)),
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_what_might_be_something_else_is_refused(data: bytes) -> None:
    with pytest.raises(FlashcardsError, match=r"^a\.md:1: is not UTF-8 text; save it as UTF-8; an old .*file: iconv"):
        decode(data, "a.md")


ALL = ["CP949", "CP932", "EUC-JP", "GB18030", "BIG5", "CP1252"]
JAPANESE = "# 質問\n\n- テストは何から書きますか？\n  - 失敗しやすい所から書きます。ユーザーが困る所です。\n"
CHINESE = "# 问答\n\n- 什么时候写测试？\n  - 先写最容易出错的地方。缓存 Redis 也要测。\n"
TAIWAN = "# 問答\n\n- 什麼時候寫測試？\n  - 先寫最容易出錯的地方。快取 Redis 也要測。\n"
FRENCH = "# Questions\n\n- Où est la carte ? Là-bas, près du café, « à côté ».\n"


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        pytest.param(JAPANESE.encode("shift_jis"), ["CP932"], id="Shift_JIS"),
        pytest.param(JAPANESE.encode("cp932"), ["CP932"], id="Shift_JIS of Windows"),
        pytest.param(JAPANESE.encode("euc_jp"), ["EUC-JP", "BIG5"], id="EUC-JP, whose bytes are Chinese in Taiwan"),
        pytest.param(CHINESE.encode("gbk"), ["GB18030"], id="GBK"),
        pytest.param(CHINESE.encode("gb2312"), ["GB18030"], id="GB 2312"),
        pytest.param(TAIWAN.encode("big5"), ["BIG5"], id="Big5"),
        pytest.param(FRENCH.encode("latin-1"), ["CP1252"], id="Latin-1"),
        pytest.param(
            "Größe, Maße, “Übung”: später wäre für mich schön".encode("cp1252"), ["CP1252"], id="Latin-1 of Windows"
        ),
        pytest.param("값".encode("euc_kr"), ["CP949", "GB18030", "BIG5"], id="a word that may be either"),
        pytest.param("Где карта? У входа".encode("cp1251"), ALL, id="not: an alphabet that is none of them"),
        pytest.param(b"\xff\xfa", ALL, id="not: two bytes"),
        pytest.param(bytes(range(128, 256)), ALL, id="not: any bytes"),
    ],
)
def test_the_way_out_names_the_encodings_that_are_likely(data: bytes, codes: list[str]) -> None:
    with pytest.raises(FlashcardsError) as caught:
        decode(data, "a.md")
    hint = caught.value.problem.hint
    assert (re.findall(r"([\w-]+) \(", hint) or re.findall(r"-f ([\w-]+)", hint)) == codes


@pytest.mark.parametrize("wrong", [b"\xff", b"\xea\xb0"])
def test_utf8_with_damaged_letters_is_called_so(wrong: bytes) -> None:
    data = QA.encode() + wrong + b"\n" + QA.encode()
    with pytest.raises(FlashcardsError) as caught:
        decode(data, "a.md")
    assert str(caught.value) == (
        "a.md:4: is not UTF-8 text; "
        "it is UTF-8 with damaged letters, the first of them here: type them anew and save it as UTF-8"
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"\xff\xfe\x00", "begins as UTF-16 text and is none; save it", id="half a character"),
        pytest.param(b"\xff\xfe\x00\xd8", "begins as UTF-16 text and is none; save it", id="half a pair"),
        pytest.param("가".encode("utf-32"), "is a binary file, not text; leave it out", id="UTF-32"),
        pytest.param("가a".encode("utf-16-le"), "is a binary file, not text; leave it out", id="UTF-16 without a mark"),
        pytest.param(b"# a\n\0\n", "is a binary file, not text; leave it out", id="a NUL byte"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(FlashcardsError, match=f"^a\\.md: {message}"):
        decode(data, "a.md")


@given(
    st.lists(st.text(SYLLABLES, min_size=1, max_size=6), min_size=2), st.data(), st.sampled_from([b"", b"\xc0", b"?"])
)
def test_damaged_korean_utf8_is_never_taken_for_cp949(words: list[str], data: st.DataObject, instead: bytes) -> None:
    good = " ".join(words).encode()
    place = data.draw(st.integers(0, len(good) - 1))
    read_as_utf8 = True
    with suppress(FlashcardsError):
        read_as_utf8 = decode(good[:place] + instead + good[place + 1 :], "a.md")[1] == ()
    assert read_as_utf8


@given(st.lists(st.text(SYLLABLES, min_size=1), min_size=2))
def test_korean_of_common_syllables_is_read_whatever_it_says(words: list[str]) -> None:
    text = "\n".join(words)
    got, remarks = decode(text.encode("cp949"), "a.md")
    assert got == text or remarks == ()  # a few rare syllables are UTF-8 by chance, and then nothing can tell


def test_an_old_korean_file_alone_ends_well_and_says_what_it_is(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write("notes/a.md", QA.encode("cp949")).parents[1])
    result = CliRunner().invoke(cli, ["build", "notes", "-o", "x.apkg"])
    assert (result.exit_code, f"    notes/{CP949}" in result.stderr.splitlines()) == (0, True)
