"""The frozen note type: its ids, fields, template and CSS.

Anki matches a note type by id and its fields by theirs; a field more or less, and every note a user has is never
updated again. So the fields are fixed for ever, with two to spare. Templates and CSS may change: an import brings the
newer ones.

The CSS needs no script, no font file and no network; colours are given for light and dark under both class names that
clients use, and nothing that matters hangs on `.mobile`, which AnkiDroid's new screen lacks.
"""

from __future__ import annotations

from hashlib import sha256

VERSION = 1
ID = 1753948801001
NAME = "flashcards Q&A"
FIELDS = (
    "Question", "Answer", "Context", "Transcript", "Master", "Week", "Day", "Date", "Title", "Source", "Key", "Extra1", "Extra2",
)  # fmt: skip
FIELD_IDS = tuple(4815162342000 + n for n in range(len(FIELDS)))
SORT_FIELD = 0
TEMPLATE_NAME = "Card"
TEMPLATE_ID = 4815162342900

_MARKS = """<div class="marks">\
{{#Master}}<span>{{Master}}</span>{{/Master}}{{#Week}}<span>{{Week}}주차</span>{{/Week}}{{#Day}}<span>{{Day}}일차</span>{{/Day}}</div>"""

FRONT = f"""<div class="fc front">
{_MARKS}
{{{{#Context}}}}<div class="context">{{{{Context}}}}</div>{{{{/Context}}}}
<div class="question">{{{{Question}}}}</div>
</div>"""

BACK = f"""<div class="fc back">
{_MARKS}
{{{{#Context}}}}<div class="context">{{{{Context}}}}</div>{{{{/Context}}}}
<div class="question">{{{{Question}}}}</div>
<hr id="answer">
<div class="answer">{{{{Answer}}}}</div>
<div class="foot">\
{{{{#Title}}}}<span>{{{{Title}}}}</span>{{{{/Title}}}}{{{{#Date}}}}<span>{{{{Date}}}}</span>{{{{/Date}}}}\
{{{{#Source}}}}<span>{{{{Source}}}}</span>{{{{/Source}}}}</div>
</div>"""

CSS = """\
.card {
  --fg: #1d2126; --bg: #ffffff; --quiet: #5d6670; --line: #d9dee3; --soft: #f3f5f7; --accent: #0b57d0; --warn: #8a4b00;
  margin: 0; padding: 0; color: var(--fg); background: var(--bg); text-align: left;
  font-family: "Pretendard", "Apple SD Gothic Neo", "Noto Sans KR", "Noto Sans CJK KR", "Malgun Gothic", "NanumGothic",
    system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  font-size: 18px; line-height: 1.6; word-break: keep-all; overflow-wrap: anywhere;
}
.nightMode.card, .card.nightMode, .night_mode.card, .card.night_mode {
  --fg: #e6e8ea; --bg: #1b1d20; --quiet: #a3abb3; --line: #3a3f45; --soft: #26292d; --accent: #9ec1ff; --warn: #ffc078;
  color: var(--fg); background: var(--bg);
}
.fc { max-width: 42em; margin: 0 auto; padding: 0.8em 1em 1.6em; box-sizing: border-box; }
.fc > .marks { font-size: 0.72em; color: var(--quiet); margin: 0 0 0.6em; min-height: 1em; }
.fc > .marks span { margin-right: 0.9em; }
.fc > .context {
  font-size: 0.82em; color: var(--quiet); border-left: 3px solid var(--line); padding: 0 0 0 0.8em; margin: 0 0 0.9em;
}
.fc > .question { font-size: 1.22em; font-weight: 600; line-height: 1.5; }
.fc.back > .question { font-size: 1em; color: var(--quiet); font-weight: 500; }
.fc hr { border: 0; border-top: 1px solid var(--line); margin: 1.1em 0; }
.fc p { margin: 0 0 0.75em; }
.fc p:last-child { margin-bottom: 0; }
.fc ul, .fc ol { margin: 0 0 0.75em; padding-left: 1.35em; text-align: left; }
.fc li { margin: 0.22em 0; }
.fc .answer > ul > li, .fc .answer > ol > li { margin: 0.6em 0; }
.fc li > ul, .fc li > ol { margin: 0.15em 0 0.3em; }
.fc .answer > ul { list-style: disc; }
.fc .answer > ul ul { list-style: circle; color: inherit; }
.fc .answer > ul ul ul { list-style: square; }
.fc h1, .fc h2, .fc h3, .fc h4, .fc h5, .fc h6 { font-size: 1.05em; line-height: 1.4; margin: 1em 0 0.4em; }
.fc a { color: var(--accent); }
.fc img { display: block; max-width: 100%; height: auto; margin: 0.5em auto; border-radius: 6px; box-sizing: border-box; }
.fc > .question img { max-height: 70vh; object-fit: contain; background: #fff; }
.fc.back > .question img { max-height: 40vh; margin-left: 0; }
.nightMode .fc img, .night_mode .fc img { filter: brightness(0.86); }
.fc code, .fc kbd, .fc samp { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "D2Coding", monospace; font-size: 0.88em; background: var(--soft); border-radius: 4px; padding: 0.08em 0.3em; }
.fc pre { background: var(--soft); border-radius: 6px; padding: 0.7em 0.9em; margin: 0 0 0.75em; text-align: left; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.45; }
.fc pre code { background: none; padding: 0; }
.fc blockquote { border-left: 3px solid var(--line); margin: 0 0 0.75em; padding: 0 0 0 0.9em; color: var(--quiet); }
.fc table { border-collapse: collapse; margin: 0 0 0.75em; font-size: 0.9em; max-width: 100%; }
.fc th, .fc td { border: 1px solid var(--line); padding: 0.3em 0.55em; vertical-align: top; }
.fc th { background: var(--soft); font-weight: 600; }
.fc .missing { color: var(--warn); border: 1px dashed currentColor; border-radius: 6px; padding: 0.5em 0.8em; margin: 0.5em 0; font-size: 0.85em; font-weight: 500; }
.fc > .foot { margin-top: 1.8em; padding-top: 0.6em; border-top: 1px solid var(--line); font-size: 0.66em; color: var(--quiet); }
.fc > .foot span { display: block; }
"""

HASH = sha256(f"{NAME}\0{FRONT}\0{BACK}\0{CSS}".encode()).hexdigest()[:16]
