"""Folders as other programs leave them: a vault of Obsidian, exports of Notion and Google Docs, a blog of Jekyll. All invented.

Each is a table of files below its folder; pictures differ in their bytes, so that none stands for another.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

PNG = (Path(__file__).parents[1] / "flashcards/sample/assets/images/7c15ea92.png").read_bytes()
Files = Mapping[str, str | bytes]

PASTED = "Pasted image 20260311140522.png"
TALK = """# 2주차 마스터클래스 - 한결음 마스터

## Q&A

![[Pasted image 20260311140522.png]]

릴리스 전날 [[체크리스트]]를 읽고 [[체크리스트|그 목록]]대로 한다. [[체크리스트#롤백]]도 본다.

"""
OUTLINE = """---
week: 2
tags: [backend/deploy]
---
# Q&A

- 배포는 언제 하시나요?
	- ==화요일==에 한다 %%다시 묻기%% #회고 ^a1b2c3
	- ![[체크리스트]]
	- 도표: ![[그림.png|400]]
"""
CALLOUTS = """# 읽은 것

> [!question]- 코드 리뷰는 언제 하시나요?
> 아침에 한다.

> [!faq] 이직은 언제 생각하셨나요?

배울 것이 없을 때.

> [!help]+ 막히면 어떻게 하시나요?
> 잠을 잔다.

> [!note] 왜 적는가?
> 이것은 질문이 아니다.
"""
VAULT: Files = {
    "vault/talks/2주차.md": TALK,
    "vault/talks/배포.md": OUTLINE,
    "vault/읽은 것.md": CALLOUTS,
    "vault/체크리스트.md": "# 체크리스트\n\n- [ ] 백업했나?\n\n## 롤백\n\n되돌린다.\n",
    "vault/일기/2026-03-11.md": "# 오늘\n\n왜 이렇게 졸릴까?\n\n잠을 못 잤다.\n",
    "vault/templates/강연.md": "---\ntags: 마스터클래스\n---\n# {{title}}\n\n## Q&A\n\n- \n\t- \n",
    "vault/.obsidian/plugins/x/README.md": "# Q&A\n\n- 플러그인도 카드가 되나요?\n\t- 아니요, 숨어 있습니다\n",
    "vault/.trash/옛.md": "# Q&A\n\n- 버린 노트도요?\n\t- 아니요, 버렸습니다\n",
    "vault/.obsidian/app.json": "{}",
    f"vault/attachments/{PASTED}": PNG + b"pasted",
    "vault/attachments/그림.png": PNG + b"drawn",
}

HOME = "Camp 1f2e3d4c5b6a79880123456789abcdef"
WEEK = "Week 3 aaaabbbbccccdddd0000111122223333"
TOGGLES = "면접 44445555666677778888999900001111"
RETRO = "Retro 00001111222233334444555566667777"
PAGE = f"""# Week 3

Week: 3
멘토: 오름달
Status: Done

<aside>
💡 발표 자료는 나중에 올라온다.

</aside>

## Q&A

![Untitled]({quote(WEEK)}/Untitled.png)

화면을 나누어 그린다.

<aside>
💡 종이에 먼저 그리셨다고 한다.

</aside>

> 로그는 어디부터 보시나요?

시간부터 본다. [Retro]({quote(RETRO)}.md)에 적었다.
"""
TOGGLED = f"""# 면접 질문

- 프로세스와 스레드는 무엇이 다른가요?
    
    프로세스는 메모리를 따로 쓴다.
    
    - 스레드는 함께 쓴다
    
- 인덱스는 왜 빠른가요?
    
    나무를 타고 내려가기 때문이다.
    
    ![Untitled]({quote(TOGGLES)}/Untitled.png)
    
"""  # noqa: W293 - Notion leaves blanks on empty lines
NOTION: Files = {
    f"notion/{HOME}.md": f"# Camp\n\n[Week 3]({quote(HOME)}/{quote(WEEK)}.md)\n",
    f"notion/{HOME}/{WEEK}.md": PAGE,
    f"notion/{HOME}/{WEEK}/Untitled.png": PNG + b"week",
    f"notion/{HOME}/{TOGGLES}.md": TOGGLED,
    f"notion/{HOME}/{TOGGLES}/Untitled.png": PNG + b"toggles",
    f"notion/{HOME}/{RETRO}.md": "# Retro\n\n왜 늦었을까?\n\n버스를 놓쳤다.\n",
    f"notion/{HOME}/할 일 9999aaaa.csv": "Name,Status\nQ: 왜?,A: 그냥\n",
}


def downloaded(*pictures: bytes) -> str:
    """A document of Google Docs: each picture asks, and its letters stand at the end, numbered in order."""
    asked = "".join(
        f"![][image{n}]\n\n* {len(picture)}번째로 답한 것입니다.\n\n" for n, picture in enumerate(pictures, 1)
    )
    letters = "\n\n".join(
        f"[image{n}]: <data:image/png;base64,{b64encode(picture).decode()}>" for n, picture in enumerate(pictures, 1)
    )
    return DOCUMENT.format(asked=asked, letters=letters)


DOCUMENT = """# **3주차 오피스아워 Q\\&A** {{#3주차-오피스아워-q&a}}

멘토: 한결음

## **받은 질문** {{#받은-질문}}

1\\. 릴리스는 언제 하시나요?

화요일에 합니다. 급하면 그날 합니다[^1].

2\\. R\\&D 팀과는 어떻게 일하시나요?

2\\~3주에 한 번 만납니다.

## **화면으로 받은 질문** {{#화면으로-받은-질문}}

{asked}

[^1]:  금요일은 빼고요.

{letters}
"""
SHOT, OTHER_SHOT = PNG + b"shot", PNG + b"other shot"
GOOGLE: Files = {
    "google/3주차 오피스아워.md": downloaded(SHOT),
    "google/회고.md": "# **회고** {#회고}\n\n왜 늦었을까?\n\n버스를 놓쳤다\\.\n",
}

POST = """---
layout: post
title: "[마스터클래스] 한결음 마스터"
date: 2026-03-13 21:00:00 +0900
categories: [camp, week2]
tags: [data]
---

발표를 듣고 적었다.
{: .notice}

<!--more-->

{% include toc.html %}

## 사전질문

![]({{ site.baseurl }}/assets/images/q1.png)

{% raw %}`{{ 값 }}`{% endraw %}은 그대로 둔다. 이런 모양이다: ![]({{ "/assets/images/a1.png" | relative_url }}){: width="400"}
{: .notice--info}

{% highlight python %}
print("안녕")
{% endhighlight %}

> 배포는 언제 하시나요?

화요일에 한다. [지난 글]({% post_url 2026-03-06-first %})에 적었다.

> 그림은 어디에 두시나요?

![](https://example.com/q9.png) 같은 남의 자리에 두지 않는다.
"""
BLOG: Files = {
    "blog/_config.yml": 'title: 배움 일기\nbaseurl: ""\n',
    "blog/_posts/2026-03-13-masterclass.md": POST,
    "blog/_posts/2026-03-06-first.md": "---\ntitle: 첫 글\n---\n\n왜 적는가?\n\n잊기 때문이다.\n",
    "blog/_drafts/week-3.md": "# 3주차\n\n## Q&A\n\n- 초안도 카드가 되나요?\n\t- 달라고 하면 됩니다\n",
    "blog/_site/masterclass.md": "# Q&A\n\n- 만들어진 것도요?\n\t- 아니요, 두 번이 됩니다\n",
    "blog/assets/images/q1.png": PNG + b"q1",
    "blog/assets/images/a1.png": PNG + b"a1",
}

CAMP: Files = {
    "my-notes/week-2.md": "# Week 2 마스터클래스 - 오름달 마스터\n\n## Q&A\n\n"
    "- 배포는 언제 하시나요?\n\t- 화요일에 한다\n- 로그에는 무엇을 남기나요?\n\t- 시간을 남긴다\n",
}
