"""Which card of the last build an edited card is: its reviews stay with it, and never go to another one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.card import Draft
from flashcards.ledger import Ledger
from flashcards.likeness import sketch, words
from tests.pace import growth
from tests.test_identify import card, run, who

LONG = "되돌릴 수 있는지 먼저 보고, 돌아가는 데 걸리는 시간을 재 둔다"
OTHER = "사람이 적을 때는 글로 남기고, 많아지면 자리를 만들어 이야기한다"
ASK = "배포하기 전에 가장 먼저 무엇을 확인하시나요?"


def renamed(cards: Sequence[Draft], path: str) -> list[Draft]:
    return [card(c.question_text, c.answer_text, path) for c in cards]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param([card(ASK, LONG)], [card("배포하기 전에 제일 먼저 무엇을 확인하나요?", LONG)], [0], id="wording fixed"),
        pytest.param([card(ASK, LONG)], [card("배포 직전에 가장 중요하게 살피는 것은 무엇인가요?", LONG)], [0], id="half of the words changed"),
        pytest.param([card(ASK, "네")], [card("배포하기 직전에 꼭 먼저 확인하시나요?", "네")], [0], id="half of the words, an answer of one"),
        pytest.param([card(ASK, LONG)], [card(ASK.replace("가장", "제일"), LONG.replace("먼저", "꼭"))], [0], id="both edited lightly"),
        pytest.param([card(ASK, "화요일")], [card(ASK.replace("가장 ", ""), "수요일")], [0], id="a typo, and the one word of the answer"),
        pytest.param([card(ASK, LONG)], [card(ASK.replace("가장", "제일"), LONG, "b/c.md")], [0], id="wording fixed in a file that moved"),
        pytest.param([card(ASK, LONG)], [card(ASK.replace("가장", "제일"), LONG, week=4)], [0], id="wording and week"),
        pytest.param([card(ASK, LONG)], [card(ASK, LONG.replace("먼저", "꼭"), master="한결음")], [0], id="answer and master"),
        pytest.param([card(picture="a.png", answer=LONG)], [card(picture="b.png", answer=LONG)], [0], id="a better screenshot by another name"),
        pytest.param([card(picture="a.png", answer=LONG)], [card(ASK, LONG)], [0], id="a screenshot typed out"),
        pytest.param([card(picture="a.png", answer=LONG)], [card(picture="b.png", answer=LONG.replace("먼저", "꼭"))], [0], id="another screenshot, the answer edited"),
        pytest.param([card("What do you check first?", "How long a rollback takes.")], [card("What do you look at first?", "How long a rollback takes.")], [0], id="English"),
        pytest.param([card("最初に何を確認しますか", "戻せるかどうかを見る")], [card("まず何を確認しますか", "戻せるかどうかを先に見る")], [0], id="Japanese, without blanks"),
        pytest.param([card(ASK, LONG)], [card("팀이 커질 때 무엇을 바꾸셨나요?", OTHER)], [None], id="not: another question in its place"),
        pytest.param([card("레디스는 언제 쓰시나요?", "읽기가 많을 때 앞에 둔다")], [card("카프카는 언제 쓰시나요?", "일이 몰릴 때 줄을 세운다")], [None], id="not: a question of the same form"),
        pytest.param([card("How do I create an index in Postgres?", "CREATE INDEX, concurrently")], [card("How do I create a view in Postgres?", "A stored select, no rows")], [None], id="not: a long question of the same form"),
        pytest.param([card("신입 개발자에게 가장 중요한 역량은 무엇인가요?", LONG)], [card("신입 기획자에게 가장 중요한 역량은 무엇인가요?", OTHER)], [None], id="not: a long Korean question of the same form"),
        pytest.param([card("신입 개발자에게 가장 중요한 역량은 무엇인가요?", LONG)], [card("신입 게발자에게 가장 중요한 역량은 무엇인가요?", OTHER)], [0], id="a typo, and another answer"),
        pytest.param([card("언제 쓰나요?", LONG, "redis.md", master="", week=None)], [card("언제 쓰나요?", OTHER, "kafka.md", master="", week=None)], [None], id="not: the same words in another note, of nobody and no week, answered otherwise"),
        pytest.param([card("언제 쓰나요?", LONG, "redis.md", master="", week=None)], [card("언제 쓰나요?", LONG.replace("먼저", "꼭"), "cache.md", master="", week=None)], [0], id="the same, where the note was renamed and its answer edited"),
        pytest.param([card("MSA 구조의 장점은 무엇인가요?", LONG)], [card("MSA 구조의 단점은 무엇인가요?", OTHER)], [None], id="not: the opposite, one syllable away"),
        pytest.param([card("What should I put into a CV?", "Numbers and links")], [card("What should I not put into a CV?", "A photograph of you")], [None], id="not: the opposite, with a not more"),
        pytest.param([card("When do you hire people?", "In spring, mostly")], [card("When do you fire people?", "Never at once")], [None], id="not: another first letter"),
        pytest.param([card("힙의 최대 크기는 어떻게 정하나요?", "쓸 수 있는 메모리의 반")], [card("힙의 최소 크기는 어떻게 정하나요?", "처음부터 그만큼 잡아 둔다")], [None], id="not: another second syllable"),
        pytest.param([card("변접에서 무엇을 보시나요?", "태도와 질문")], [card("면접에서 무엇을 보시나요?", "기본기를 오래 본다")], [0], id="a first letter mistyped in Korean"),
        pytest.param([card("When do you hire people?", LONG)], [card("When do you fire people?", LONG)], [0], id="another first letter, the same answer"),
        pytest.param([card("1번 문제는 어떻게 푸나요?", "나눈다")], [card("2번 문제는 어떻게 푸나요?", "더한다")], [None], id="not: another number"),
        pytest.param([card(ASK, "네")], [card("주말에도 일하시나요?", "네")], [None], id="not: the same short answer to another question"),
        pytest.param([card("소개 부탁드립니다", LONG)], [card("소개 부탁드립니다", OTHER, "b.md", master="한결음", week=4)], [None], id="not: the same question to another master"),
        pytest.param([card(picture="a.png", answer=LONG)], [card(picture="b.png", answer=OTHER)], [None], id="not: another picture and answer"),
        pytest.param([card(ASK, "네", "a.md"), card("X", path="a.md")], [card(ASK.replace("가장 ", ""), "아니요", "b.md"), card("X", path="a.md")], [None, 1], id="not: a similar question in another place with another answer"),
    ],
)  # fmt: skip
def test_an_edited_card_is_the_one_it_was(before: list[Draft], after: list[Draft], expected: list[int | None]) -> None:
    assert who(before, after) == expected


A, B, C = (
    card("처음 회사는 어떻게 고르셨나요?", LONG),
    card(ASK, OTHER),
    card("마지막으로 한마디 해 주세요", "즐겁게 하세요"),
)

SHOTS = [card(picture="1.png", answer=LONG), card(picture="2.png", answer=OTHER)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param([A, B, C], [A, card(ASK.replace("가장 ", ""), OTHER), C], [0, 1, 2], id="the middle one reworded"),
        pytest.param([A, B, C], [A, card("새로 생긴 질문인가요?", "그렇다"), card(ASK.replace("가장 ", ""), OTHER), C], [0, None, 1, 2], id="reworded below a new one"),
        pytest.param([A, B, C], [A, card("배포 직전에 살피는 것은 무엇인가요?", "새로 쓴 답", "a.md"), C], [0, None, 2], id="not: reworded and answered anew"),
        pytest.param([A, B, C], [C, card(ASK.replace("가장 ", ""), OTHER), A], [2, 1, 0], id="reworded and reordered"),
        pytest.param([A, B, C], [card("전혀 다른 질문", "전혀 다른 답"), C], [None, 2], id="not: one in the place of two"),
        pytest.param([A, B], renamed([card(A.question_text[:-1], LONG), card(ASK[:-1], OTHER)], "b.md"), [0, 1], id="every card of a renamed file reworded"),
        pytest.param([A], [card(A.question_text[:-1], LONG), card(A.question_text, LONG)], [None, 0], id="a reworded copy above the card itself"),
        pytest.param(SHOTS, [card(picture="1.png", answer="새로 끼운 답이다"), card(picture="2.png", answer=LONG), card(picture="3.png", answer=OTHER)], [None, 0, 1], id="a picture put in above, the others numbered anew"),
        pytest.param(SHOTS, [card(picture="1.png", answer=OTHER)], [1], id="a picture taken out, the other numbered anew"),
        pytest.param(SHOTS, [card(picture="1.png", answer="새로 쓴 답"), card(picture="2.png", answer=OTHER)], [0, 1], id="the answer of a picture written anew"),
        pytest.param([card("소개 부탁드립니다", LONG), card("소개 부탁드립니다", OTHER)], [card("소개 부탁드립니다", OTHER.replace("적을", "많을"))], [1], id="of two with equal wording one gone, the other's answer edited"),
        pytest.param([card(ASK, LONG)], [card(ASK, LONG, "a (copy).md"), card(ASK, LONG.replace("먼저", "꼭"))], [None, 0], id="a copy of the file as it was, and the answer edited in the file"),
        pytest.param([card(ASK, LONG)], [card(ASK, OTHER), card(ASK, LONG, "b.md")], [None, 0], id="the file renamed, another with the same question under its old name"),
        pytest.param([card("자기소개를 해 주세요", LONG, week=1), card("자기소개를 해 주세요", OTHER, "b.md", week=2)], [card("자기소개를 해 주세요", LONG, week=2), card("자기소개를 해 주세요", OTHER, "b.md", week=1)], [0, 1], id="two files swap their weeks: the answer decides"),
    ],
)  # fmt: skip
def test_its_neighbours_keep_their_reviews(before: list[Draft], after: list[Draft], expected: list[int | None]) -> None:
    assert who(before, after) == expected


ONE, TWO = card(picture="1.png", image="fc-a.png", answer="네"), card(picture="2.png", image="fc-b.png", answer="네")


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param([card(picture="1.png", image="fc-c.png", answer="네"), card(picture="2.png", image="fc-a.png", answer="네"), card(picture="3.png", image="fc-b.png", answer="네")], [None, 0, 1], id="one put in above, the rest numbered anew"),
        pytest.param([card(picture="2.png", image="fc-a.png", answer="네"), card(picture="1.png", image="fc-b.png", answer="네")], [0, 1], id="names swapped"),
        pytest.param([card(picture="q/x.png", image="fc-a.png", answer=LONG), TWO], [0, 1], id="renamed, and answered anew"),
        pytest.param([card(picture="1.png", image="fc-a.png", answer="네", week=4), TWO], [0, 1], id="the week corrected"),
        pytest.param([card(picture="1.png", image="fc-z.png", answer="네"), TWO], [0, 1], id="a better screenshot of the same name"),
    ],
)  # fmt: skip
def test_a_picture_is_known_by_its_content_whatever_it_is_called(
    after: list[Draft], expected: list[int | None]
) -> None:
    assert who([ONE, TWO], after) == expected


TWINS = [card("첫째 날에는 무엇을 하나요?", LONG), card("둘째 날에는 무엇을 하나요?", LONG)]


def test_of_two_that_are_equally_like_neither_is_taken_and_a_line_says_so() -> None:
    first = run(TWINS)
    second = run([card("셋째 날에는 무엇을 하나요?", LONG)], first.ledger)
    assert (len(second.change.new), len(second.change.removed), [str(p) for p in second.problems]) == (
        1,
        2,
        [
            "notes/a.md:1: two cards are equally like this one, before the edit or after it: it is a new card, so no review lands on a wrong one; to keep the reviews, undo the edit, build, and change one card at a time"
        ],
    )


def test_of_two_that_are_equally_like_the_one_in_the_same_place_is_taken() -> None:
    between = [TWINS[0], B, TWINS[1]]
    assert who(between, [card("셋째 날에는 무엇을 하나요?", LONG), B, TWINS[1]]) == [0, 1, 2]


def test_an_answer_that_many_cards_have_makes_no_other_question_one_of_them() -> None:
    soon = "나중에 녹화본을 보고 채워 넣을 예정입니다"
    before = [A, card("왜 회사를 옮기셨나요?", soon), C, card("휴가는 어떻게 쓰세요?", soon)]
    assert who(before, [A, card("파이썬을 좋아하세요?", soon), C, before[3]]) == [0, None, 2, 3]


def test_a_question_of_another_note_does_not_bring_back_a_removed_one_of_nobody() -> None:
    gone = run([A], run([A, card("언제 쓰나요?", LONG, "redis.md", master="", week=None)]).ledger)
    [_, again] = run([A, card("언제 쓰나요?", OTHER, "kafka.md", master="", week=None)], gone.ledger).known
    assert again is None


def test_a_removed_card_comes_back_reworded_by_its_answer() -> None:
    first = run([A, card(ASK, OTHER)])
    gone = run([A], first.ledger)
    assert run([A, card(ASK.replace("가장 ", ""), OTHER, "b.md")], gone.ledger).guids == first.guids


@pytest.mark.parametrize(
    "back",
    [
        pytest.param([card(ASK.replace("가장 ", ""), LONG)], id="with another answer"),
        pytest.param([card("주말에도 일하시나요?", "네")], id="with an answer of one word"),
        pytest.param([card("팀은 언제 커지나요?", "둘 다 맞는 말이라고 하셨다")], id="another question, an answer of few words"),
        pytest.param([card(ASK.replace("가장 ", ""), OTHER), card("팀은 언제 커지나요?", OTHER)], id="with the answer of two"),
    ],
)  # fmt: skip
def test_a_removed_card_is_not_recognised_by_likeness(back: list[Draft]) -> None:
    few = card("모놀리식으로 시작할까요?", "둘 다 맞는 말이라고 하셨다")
    first = run([A, card(ASK, OTHER), card(ASK, "네", "c.md"), few])
    gone = run([A], first.ledger)
    assert not {*run([A, *back], gone.ledger).guids[1:]} & {*first.guids}


COPY = "a (conflicted copy).md"


def test_a_copy_of_a_note_takes_no_card_from_it() -> None:
    old = [A, B, card(ASK, LONG)]
    first = run(old)
    edited = [A, B, card(ASK.replace("가장", "제일"), LONG)]
    both = run([*renamed(old, COPY), *edited], first.ledger)
    assert (both.guids[3:], run(edited, both.ledger).guids) == (first.guids, first.guids)


def test_a_note_put_away_before_it_is_written_anew_takes_its_cards_along() -> None:
    first = run([A, B, card(ASK, LONG)])
    anew = [A, card(B.question_text, "오늘은 아무도 오지 않아 일찍 닫았다"), card("이직은 몇 번 하셨나요?", OTHER)]
    both = run([*anew, *renamed([A, B, card(ASK, LONG)], "week1.md")], first.ledger)
    assert (both.guids[4:], {*both.guids[1:3]} & {*first.guids}) == (first.guids[1:], set())


def test_a_note_that_was_split_takes_its_cards_along() -> None:
    first = run([A, B, card(ASK, LONG)])
    assert run([A, B, *renamed([card(ASK, LONG)], "b.md")], first.ledger).guids == first.guids


def test_a_card_of_a_file_that_one_build_was_not_given_is_recognised_by_likeness() -> None:
    other = card(ASK, OTHER, "b.md")
    first = run([A, other])
    away = run([A], first.ledger)
    assert run([A, card(ASK.replace("가장 ", ""), OTHER, "b.md")], away.ledger).guids == first.guids


def test_a_card_of_an_unreadable_file_is_not_taken_for_another() -> None:
    first = run([A, card(ASK, OTHER, "b.md")])
    second = run([A, card(ASK.replace("가장 ", ""), OTHER)], first.ledger, unread=["b.md"])
    assert second.guids[1] not in first.guids


def test_the_same_card_in_another_file_is_known_while_its_old_file_is_unreadable() -> None:
    first = run([A, card(ASK, OTHER, "b.md")])
    assert run([A, card(ASK, OTHER, "c.md")], first.ledger, unread=["b.md"]).guids == first.guids


@pytest.mark.parametrize(
    ("after", "because"),
    [
        pytest.param(A, "", id="the same question"),
        pytest.param(card(A.question_text, LONG, week=9), "same question and answer", id="the week corrected"),
        pytest.param(card(A.question_text[:-1], LONG), "97% of the question, same answer, same place", id="reworded"),
        pytest.param(card(picture="a.png", answer=LONG), "another picture, same answer, same place", id="a picture"),
    ],
)
def test_what_a_card_was_recognised_by_is_told(after: Draft, because: str) -> None:
    [found] = run([after], run([A]).ledger).known
    assert found
    assert found.because == because


texts = st.text("가나다라 마바사abc 12", max_size=30)


@given(texts, texts)
def test_a_sketch_is_part_of_the_words_and_does_not_depend_on_their_order(a: str, b: str) -> None:
    assert sketch(f"{a} {b}", ()) == sketch(f"{b} {a}", ())
    assert set(sketch(a, ())) <= set(words(a))
    assert len(sketch(a, ("x.png",))) <= 16


@given(st.lists(st.builds(card, texts, texts, st.sampled_from(["a.md", "b.md"])), max_size=8), st.data())
def test_no_two_cards_are_one_and_the_same_card_before(before: list[Draft], data: st.DataObject) -> None:
    after = data.draw(st.lists(st.builds(card, texts, texts, st.sampled_from(["a.md", "b.md"])), max_size=8))
    known = [index for index in who(before, [*after, *data.draw(st.permutations(before))]) if index is not None]
    assert sorted(known) == sorted(set(known)) == list(range(len(before)))


def test_ten_thousand_cards_of_which_a_tenth_were_edited_are_recognised_in_proportion() -> None:
    """Four times the cards must not cost sixteen times as much; each edited card is found again."""

    def notes(n: int, edit: str) -> list[Draft]:
        return [
            card(f"{i}번째 물음은 {edit if i % 10 == 0 else ''} 왜 {i * 7919 % 9973} 인가요?", f"{i} 그렇게 {i * 31} 하기로 했다", f"{i // 20}.md")
            for i in range(n)
        ]  # fmt: skip

    def again(n: int) -> Callable[[], None]:
        ledger, after = run(notes(n, "")).ledger, notes(n, "정말로")

        def act() -> None:
            assert len(run(after, ledger).change.changed) == n / 10

        return act

    assert growth(again(2_500), again(10_000), limit=9) < 9


def test_a_file_of_a_thousand_cards_all_edited_is_no_square() -> None:
    before = [card(f"{i}번 {i * 7919 % 9973} 왜 그런가요?", f"{i} 그렇게 {i * 31} 하기로 했다") for i in range(1000)]
    after = [
        card(f"{i}번 {i * 7919 % 9973} 도대체 왜 그런가요?", f"{i} 그렇게 {i * 31} 하기로 했다") for i in range(1000)
    ]
    assert who(before, after) == list(range(1000))


def test_an_empty_ledger_makes_every_card_new() -> None:
    assert run([A, B, C], Ledger()).known == (None, None, None)
