"""A note for the cache, and what lies in one."""

from __future__ import annotations

from pathlib import Path

NOTE = "---\ntitle: 오름 특강\n---\n## Q&A\n- 물은 어디에서 받나요?\n\t- 안내소에서 받습니다.\n- 누가 대답하나요?\n"


def patterns_in(folder: Path) -> list[Path]:
    """The files of compiled patterns in a cache."""
    return [path for path in folder.glob("notes-1/*/*") if b"regex._regex" in path.read_bytes()]
