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
  --ink: #1f2328; --body: #363c43; --quiet: #5d6670; --line: #d9dee3; --soft: #f3f5f7; --paper: #ffffff;
  --accent: #0b57d0; --warn: #8a4b00; --mark: #fff0b3; --dim: 1;
  --comment: #59636e; --keyword: #a6192e; --string: #0a5d3a; --number: #0550ae; --name: #6639ba;
  margin: 0; padding: 0; color: var(--ink); background: var(--paper); text-align: left;
  font-family: "Pretendard", "Apple SD Gothic Neo", "Noto Sans KR", "Noto Sans CJK KR", "Malgun Gothic", "NanumGothic",
    system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  font-size: 18px;  /* the one size in px: change it and everything follows */
  line-height: 1.6; word-break: keep-all; overflow-wrap: break-word; text-wrap: pretty;
}
/* Two classes, since AnkiDroid's body.night_mode would beat one; clients put the word on body or on html. */
.nightMode.card, .nightMode .card, .night_mode.card, .night_mode .card {
  --ink: #e6e8ea; --body: #cfd3d7; --quiet: #a3abb3; --line: #3a3f45; --soft: #272a2f; --paper: #1b1d20;
  --accent: #9ec1ff; --warn: #ffc078; --mark: #54460f; --dim: 0.76;
  --comment: #9aa4ae; --keyword: #ff938a; --string: #a5d6ff; --number: #8fc7ff; --name: #d8b4ff;
  color: var(--ink); background: var(--paper);
}
.fc { max-width: 40em; margin: 0 auto; padding: 0.7em 0.6em 1.8em; box-sizing: border-box; }
@media (min-width: 600px) { .fc { padding: 1.6em 2em 2.4em; } }

/* Around the question: who, when, where from. Quiet, and gone where nothing is known.
   max-width: an inline-block grows with the longest word in it, and titles hold long ones. */
.fc > .marks, .fc > .foot { font-size: 0.72em; line-height: 1.5; color: var(--quiet); }
.fc > .marks { margin: 0 0 1.2em; }
.fc > .foot { margin: 3em 0 0; }
.fc > .marks:empty, .fc > .foot:empty { display: none; }
.fc > .marks span, .fc > .foot span { display: inline-block; max-width: 100%; }
.fc > .marks span:not(:last-child)::after, .fc > .foot span:not(:last-child)::after { content: "·"; margin: 0 0.4em; }
.fc > .context {
  font-size: 0.82em; line-height: 1.5; color: var(--quiet); border-left: 3px solid var(--line);
  padding-left: 0.8em; margin: 0 0 1.1em;
}

/* The question is large until it is answered; then the answer is. */
.fc > .question { font-size: 1.25em; font-weight: 600; line-height: 1.5; }
.fc.back > .question { font-size: 0.88em; font-weight: 500; color: var(--quiet); }
.fc hr { height: 0; border: 0; border-top: 1px solid var(--line); margin: 1.1em 0 1.2em; background: none; }

.fc p, .fc ul, .fc ol, .fc dl, .fc pre, .fc table, .fc blockquote, .fc figure, .fc details { margin: 0 0 0.8em; }
.fc p:last-child, .fc .answer > :last-child { margin-bottom: 0; }
.fc h1, .fc h2, .fc h3, .fc h4, .fc h5, .fc h6 {
  font-size: 1.06em; font-weight: 700; line-height: 1.4; margin: 1.3em 0 0.5em;
}
.fc .answer > :first-child { margin-top: 0; }
.fc a { color: var(--accent); text-decoration: underline; text-underline-offset: 0.15em; }
.fc a:not([href]) { color: inherit; text-decoration: none; }
.fc mark { color: inherit; background: var(--mark); border-radius: 3px; }
.fc blockquote { color: var(--quiet); border-left: 3px solid var(--line); padding-left: 0.9em; }
.fc figcaption { color: var(--quiet); font-size: 0.82em; }
.fc dd { margin: 0 0 0.4em 1.3em; }

/* An outline: its first points stand apart, what is nested under them steps back. */
.fc ul, .fc ol { padding-left: 1.25em; }
.fc ol { padding-left: 1.6em; }
.fc li { margin: 0.25em 0; }
.fc li::marker { color: var(--quiet); }
.fc .answer > ul > li, .fc .answer > ol > li { margin: 0.85em 0; }
.fc .answer > ul > li::marker, .fc .answer > ol > li::marker { color: var(--accent); }
.fc li ul, .fc li ol { margin: 0.25em 0 0; color: var(--body); font-size: 0.96em; }
.fc li li ul, .fc li li ol { font-size: 1em; }
.fc ul { list-style: disc; }
.fc ul ul { list-style: circle; }
.fc ul ul ul { list-style: disc; }

.fc code, .fc kbd, .fc samp, .fc pre {
  font-family: ui-monospace, "SF Mono", Menlo, Consolas, "D2Coding", monospace; font-size: 0.88em;
  background: var(--soft); border-radius: 4px;
}
.fc code, .fc kbd, .fc samp { padding: 0.08em 0.28em; }
.fc pre {
  padding: 0.8em 0.9em; border-radius: 8px; font-size: 0.82em; line-height: 1.5; text-wrap: wrap; white-space: pre-wrap;
}
.fc pre code { font-size: 1em; padding: 0; background: none; }
.fc .c { color: var(--comment); }
.fc .k { color: var(--keyword); }
.fc .s { color: var(--string); }
.fc .n { color: var(--number); }
.fc .f { color: var(--name); }

/* Formulas: MathJax breaks no lines, so a wide one scrolls inside itself. As text, before or without MathJax, all wrap. */
.fc mjx-container[display="true"], .fc .long { max-width: 100%; overflow: auto hidden; }
.fc mjx-container[display="true"] { padding: 0.2em 0; margin: 0.4em 0 !important; }
.fc .long { display: inline-block; vertical-align: middle; }
.fc sup, .fc sub { line-height: 1; }
.fc .ref { font-size: 0.7em; color: var(--quiet); padding-left: 0.1em; }
.fc .notes { font-size: 0.8em; font-weight: 400; color: var(--quiet); margin: 0.6em 0 0; }
.fc .answer > .notes { border-top: 1px solid var(--line); margin-top: 1.2em; padding-top: 0.6em; }
.fc .answer > .notes > li { margin: 0.25em 0; }
.fc .answer > .notes > li::marker { color: inherit; }
/* display: a block scrolls inside itself, a table cannot, and a wide one would push the card. */
.fc table {
  display: block; width: fit-content; max-width: 100%; overflow-x: auto; border-collapse: collapse;
  font-size: 0.86em; line-height: 1.5;
}
.fc th, .fc td {
  min-width: 2.4em; max-width: 16em; border: 1px solid var(--line); padding: 0.35em 0.6em; vertical-align: top;
}
.fc th { background: var(--soft); font-weight: 600; }

/* White behind every picture: black writing on nothing would vanish at night. Then it is dimmed, not to glare. */
.fc img {
  display: block; max-width: 100%; height: auto; margin: 0.6em auto; border-radius: 6px; box-sizing: border-box;
  border: 1px solid var(--line); background: #fff; filter: brightness(var(--dim));
}
/* !important: AnkiDroid's "#content img" outranks any class. */
.fc > .question img { margin: 0; max-height: 70vh !important; }
.fc > .context img, .fc.back > .question img { max-width: min(100%, 30em) !important; max-height: 34vh !important; }
/* A picture whose words stand above it is there to be compared with them. */
.fc .words { display: block; }
.fc > .question .words + img, .fc > .context .words + img, .fc.back > .question .words + img {
  max-width: min(60%, 16em) !important; max-height: 20vh !important; margin: 0.7em 0 0;
}
.fc .missing {
  color: var(--warn); border: 1px dashed currentColor; border-radius: 6px; padding: 0.5em 0.8em; margin: 0.6em 0;
  font-size: 0.85em; font-weight: 500;
}
"""


def hash_of(name: str, front: str, back: str, css: str) -> str:
    """A fingerprint of all of a note type that may change."""
    return sha256(f"{name}\0{front}\0{back}\0{css}".encode()).hexdigest()[:16]


HASH = hash_of(NAME, FRONT, BACK, CSS)
