"""What a rule takes as the answer, and what of it belongs to no answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.note import cards_by, rule_of


def rule(block: str, take: str, more: str = "") -> str:
    return f'question = {{ block = "{block}", text = \'^(?P<question>물음.*)\' }}\nanswer.take = "{take}"\n{more}'


@pytest.mark.parametrize(
    ("head", "note", "answers"),
    [
        pytest.param(rule("bullet", "children"), "- 물음\n  - 가\n    - 나\n- 다\n", ["- 가\n  - 나"], id="children"),
        pytest.param(rule("heading", "children"), "# 물음\n\n가\n\n## 나\n\n다\n\n# 라\n", ["가\n\n## 나\n\n다"], id="a section"),
        pytest.param(rule("paragraph", "following"), "물음\n\n가\n\n- 나\n", ["가\n\n- 나"], id="following"),
        pytest.param(rule("paragraph", "following"), "물음 하나\n\n가\n\n물음 둘\n\n나\n", ["가", "나"], id="up to the next question"),
        pytest.param(rule("paragraph", "following"), "물음\n\n가\n\n# 나\n\n다\n", ["가"], id="up to a heading"),
        pytest.param(rule("paragraph", "following"), "물음\n\n가\n\n---\n\n나\n", ["가"], id="up to a divider"),
        pytest.param(rule("paragraph", "following", 'answer.stop = ["quote"]'), "물음\n\n가\n\n---\n\n나\n\n> 다\n", ["가\n\n나"], id="up to a stop of its own, without the divider"),
        pytest.param(rule("paragraph", "following", "answer.until = '^진행'"), "물음\n\n가\n\n진행: 네\n\n나\n", ["가"], id="until a line of its own"),
        pytest.param(rule("paragraph", "following", "answer.until = '^진행'"), "물음\n\n가\n\n이어서 진행\n", ["가\n\n이어서 진행"], id="a line that does not fit goes on"),
        pytest.param(rule("paragraph", "following"), "물음\n\n가\n\nQ&A\n\n나\n", ["가"], id="up to the name of a Q&A section"),
        pytest.param(rule("numbered", "below"), "1. 물음\n   - 가\n\n2. 나\n", ["- 가"], id="below: what is nested"),
        pytest.param(rule("numbered", "below"), "1. 물음\n\n- 가\n", ["- 가"], id="below: what follows"),
        pytest.param(rule("paragraph", "following"), "물음\n\n가\n\nhong@camp.example\n\n나\n", ["가"], id="a mail address ends it"),
        pytest.param(rule("paragraph", "following"), "물음\n\nhong@camp.example\n", ["hong@camp.example"], id="a mail address alone answers"),
        pytest.param(rule("paragraph", "following"), "물음\n\n![](a.png)\n", ["![](a.png)"], id="a picture answers"),
        pytest.param(rule("paragraph", "following"), "물음\n\n답변\n\n가\n", ["가"], id="a line that says answer is left out"),
        pytest.param(rule("paragraph", "following"), "물음\n\n```\n물음\n```\n", ["```\n물음\n```"], id="code answers and does not ask"),
        pytest.param(rule("quote", "following"), "> 물음\n\n그때 쓴 말:\n\n> 가\n\n나\n", ["그때 쓴 말:\n\n> 가\n\n나"], id="a quote that words lead in"),
        pytest.param(rule("quote", "following"), "> 물음\n\n가\n\n> 멘토 피드백\n\n나\n", ["가"], id="up to a quote that names something else"),
        pytest.param(rule("quote", "following"), "> 물음\n\n가\n\n> 나\n\n이 말을 벽에 붙임\n", ["가\n\n> 나\n\n이 말을 벽에 붙임"], id="a quote that words after it speak of"),
        pytest.param(rule("paragraph", "following"), "<질문>\n\n물음\n\n가\n\n<둘째 시간>\n\n나\n", ["가"], id="up to a title in brackets"),
        pytest.param(rule("paragraph", "following"), "물음\n\n가\n\n(단, 둘은 제외)\n", ["가\n\n(단, 둘은 제외)"], id="a remark in brackets stays"),
        pytest.param(rule("paragraph", "following"), "물음\n\n가\n\n(이때 와이파이 끊김)\n", ["가"], id="an interruption is left out"),
        pytest.param(rule("paragraph", "following"), "물음\n\n- 가\n- 나머지 질문은 시간이 없어서 넘어감\n", ["- 가"], id="word of other questions is left out"),
        pytest.param(rule("quote", "following"), "> 물음\n>\n> 이어서\n\n가\n", ["가"], id="what a quote holds is the question"),
        pytest.param(rule("quote", "following"), '> 물음\n\n가\n\n> "그때는 이렇게 말하세요."\n\n나\n', ['가\n\n> "그때는 이렇게 말하세요."\n\n나'], id="an example of what to say stays"),
        pytest.param(rule("paragraph", "following"), "물음\nㄴ 가\n\n나\n\n![](a.png)\n", ["ㄴ 가\n\n나\n\n![](a.png)"], id="what goes on below a reply stays"),
        pytest.param(rule("quote", "following"), "> 물음\n\n가\n\n**다온** asks\n\n> 물음 둘\n\n나\n", ["가", "나"], id="who asks next is left out"),
        pytest.param(rule("quote", "following"), "> 물음 있나요?\n파란 : 가\n네오 : 나\n\n- 다\n", ["파란 : 가\n네오 : 나\n\n- 다"], id="people who answer touch the quote"),
        pytest.param(rule("paragraph", "following"), "물음\n\n<details>\n<summary>정답</summary>\n\n가\n\n</details>\n", ["가"], id="a fold that only hides the answer"),
        pytest.param(rule("paragraph", "following"), "물음\n\n<details>\n<summary>로그</summary>\n\n가\n\n</details>\n", ["<details>\n<summary>로그</summary>\n\n가\n\n</details>"], id="a fold with a name of its own stays"),
        pytest.param(rule("paragraph", "following"), "물음\n\n<details><summary>정답</summary>⭕</details>\n", ["<details><summary>정답</summary>⭕</details>"], id="a fold on one line, whatever it hides"),
        pytest.param(rule("paragraph", "following"), "물음\n\nTODO\n\n가\n", ["가"], id="a word that it is still to be written, and what was written"),
        pytest.param(rule("heading", "children"), "# 물음\n\n**답변**\n\n가\n\n**키워드**\n\n나\n", ["가"], id="up to a title beside the answer"),
        pytest.param(rule("heading", "children"), "# 물음\n\n가\n\n**키워드**\n\n나\n", ["가"], id="the same where nothing says answer"),
        pytest.param(rule("heading", "children"), "# 물음\n\n가\n\n**참고**\n\n나\n", ["가\n\n**참고**\n\n나"], id="what to read more stays, there"),
        pytest.param(rule("paragraph", "following"), "물음\n\n가\n\n(시간이 없어서 다음주에 여쭤보기로)\n\n나\n", ["가\n\n(시간이 없어서 다음주에 여쭤보기로)\n\n나"], id="a put-off word inside an answer"),
    ],
)  # fmt: skip
def test_an_answer_is_taken(tmp_path: Path, head: str, note: str, answers: list[str]) -> None:
    assert [answer for _, answer in cards_by(note, rule_of(tmp_path, head))] == answers


@pytest.mark.parametrize(
    ("head", "note"),
    [
        pytest.param(rule("bullet", "children"), "- 물음\n- 가\n", id="nothing nested"),
        pytest.param(rule("paragraph", "following"), "물음\n", id="nothing follows"),
        pytest.param(rule("paragraph", "following"), "물음\n\n# 가\n\n나\n", id="a heading follows at once"),
        pytest.param(rule("paragraph", "following"), "물음\n\n---\n\n가\n", id="a divider follows at once"),
        pytest.param(rule("paragraph", "following"), "물음\n\n<br>\n\n<!-- 가 -->\n", id="nothing to be seen"),
        pytest.param(rule("bullet", "children"), "- 물음\n  - 왜 그런가요?\n  - 무엇인가요?\n", id="only asked on"),
        pytest.param(rule("bullet", "children"), "- 물음\n  - \n", id="an empty item"),
        pytest.param(rule("paragraph", "following"), "물음\n\n```text\nTODO\n```\n", id="code that is still to be written"),
        pytest.param(rule("heading", "children"), "# 물음\n\n> 질문 의도\n\n> 답변\n\n> 꼬리 질문\n", id="titles alone"),
        pytest.param(rule("paragraph", "following"), "물음\n\n답변\n", id="a line that says answer, and no more"),
        pytest.param(rule("paragraph", "following"), "물음\n\n(시간이 없어서 다음주에 여쭤보기로)\n\n나\n", id="put off, whatever follows"),
        pytest.param(rule("bullet", "children"), "- 물음\n  - +1 (다온)\n  - 저도 궁금합니다\n", id="votes"),
        pytest.param(rule("bullet", "children"), "- 물음\n  - 다른 방법이 있는지\n  - 얼마나 느려지는지\n", id="only asked on without a mark"),
        pytest.param(rule("paragraph", "following"), "물음\n\n(너무 민감해서 패스하심)\n", id="passed over"),
    ],
)  # fmt: skip
def test_without_an_answer_there_is_no_card(tmp_path: Path, head: str, note: str) -> None:
    assert cards_by(note, rule_of(tmp_path, head)) == []


@pytest.mark.parametrize(
    ("note", "cards"),
    [
        pytest.param("Q: 가\nA: 나\n\n끝없는 이야기\n", [("가", "A: 나")], id="what follows the answer is the talk"),
        pytest.param("Q: 가\n\n더 묻자면\n\nA: 나\n", [("가\n\n더 묻자면", "A: 나")], id="it asks up to the label of its answer"),
        pytest.param("Q: 가\n\n- 나\n- 다\n\n라\n", [("가", "- 나\n- 다")], id="a list hangs on the question"),
        pytest.param("Q: 가\n\n나\n", [], id="prose without a label is no answer"),
        pytest.param("Q: 가\n\nQ: 나\n\nA: 다\n", [("나", "A: 다")], id="the next question's answer is not its own"),
    ],
)  # fmt: skip
def test_a_labelled_answer_is_taken_from_its_label_on(tmp_path: Path, note: str, cards: list[tuple[str, str]]) -> None:
    head = 'question = { block = ["paragraph"], text = \'(?&question_label)(?P<question>[\\s\\S]+)\' }\nanswer.take = "labelled"'
    assert cards_by(note, rule_of(tmp_path, head)) == cards
