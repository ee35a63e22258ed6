"""Notes put together from the pieces that questions and answers are made of, so that cards really arise."""

from __future__ import annotations

from hypothesis import strategies as st

TITLES = st.sampled_from(
    ["Q&A", "질의응답", "사전질문", "FAQ", "공지", "면접 질문", "걷는 법", "마지막으로 한마디", "Office Hours"]
)
ASKED = st.sampled_from(
    ["언제 심나요?", "Q: 왜 그런가요?", "Q2. 무엇인가", "(질문) 정말인가요?", "1. 어떻게 하나요?", "What is it?", "![물음](a.png)", "[!question] 넷인가요?", "설명해 주세요", "**왜요?**"]
)  # fmt: skip
ANSWERED = st.sampled_from(
    ["봄에 심는다", "A: 그냥", "답변", "A. 둘\n셋", "![](b c.png)", "감사합니다.", "hong@camp.example", "---", "[3:20](https://v.example)", "```\nQ: 코드\n```", "| 질문 | 답변 |\n|--|--|\n| 왜? | 그냥 |", "<br>", "", "TODO", "[a]: b"]
)  # fmt: skip
LEAF = st.one_of(ASKED, ANSWERED, st.text(max_size=12))


def indented(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join([first + lines[0], *(rest + line if line else "" for line in lines[1:])])


def wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A text put into what can hold a text."""
    several = st.lists(inner, min_size=1, max_size=4)
    apart = st.sampled_from(["\n", "\n\n"])
    return st.one_of(
        st.builds(lambda parts, gap: gap.join(parts), several, apart),
        st.builds(lambda text: indented(text, "- ", "  "), inner),
        st.builds(lambda text: indented(text, "- ", "\t"), inner),
        st.builds(lambda text: indented(text, "1. ", "   "), inner),
        st.builds(lambda text: indented(text, "    ", "    "), inner),
        st.builds(lambda text: indented(text, "> ", "> "), inner),
        st.builds(lambda ask, text: f"- {ask}\n{indented(text, '  - ', '    ')}", ASKED, inner),
        st.builds(lambda ask, text: f"> {ask}\n\n{text}", ASKED, inner),
        st.builds(lambda ask, text: f"{ask}\n\n{text}", ASKED, inner),
        st.builds(lambda level, ask, text: f"{'#' * level} {ask}\n\n{text}", st.integers(1, 6), st.one_of(TITLES, ASKED), inner),
        st.builds(lambda ask, text: f"<details>\n<summary>{ask}</summary>\n\n{text}\n\n</details>", ASKED, inner),
        st.builds(lambda text: f"<div>\n{text}\n</div>", inner),
        st.builds(lambda text: f"```\n{text}\n```", inner),
    )  # fmt: skip


BODY = st.lists(st.recursive(LEAF, wrapped, max_leaves=8), min_size=1, max_size=5).map("\n\n".join)
NOTES = st.builds(lambda head, title, body: f"{head}## {title}\n\n{body}\n", st.sampled_from(["", "---\ntitle: '[마스터클래스] 한결음'\n---\n", "# 봄\n\n"]), TITLES, BODY)  # fmt: skip
