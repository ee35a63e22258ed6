"""Where the rules that come with the program lie."""

from __future__ import annotations

from pathlib import Path


def shipped_folder() -> Path:
    """Where the shipped rules lie: inside the package in a wheel, beside it in a checkout."""
    inside = Path(__file__).parent / "rules"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "rules"


def is_shipped(own: Path | None) -> bool:
    """Whether a folder given as the user's own is the shipped one: its rules are there already."""
    return own is not None and own.resolve() == shipped_folder().resolve()
