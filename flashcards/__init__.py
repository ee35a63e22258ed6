"""Notes of talks and Q&A sessions in, Anki cards out.

What other programs may count on is named in `__all__` and stands in api.py. It is loaded when it is first asked for, so
that `flashcards --help`, for which Python loads this package too, waits for no parser.
"""

__version__ = "0.1.0"
__all__ = ["Built", "Card", "FlashcardsError", "Problem", "__version__", "build", "extract"]

TYPE_CHECKING = False  # as type checkers know it; typing itself would take ten times as long as this file
if TYPE_CHECKING:
    from flashcards.api import Built, Card, FlashcardsError, Problem, build, extract
else:  # a type checker would take any name to be there

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from flashcards import api  # noqa: PLC0415

        return getattr(api, name)

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
