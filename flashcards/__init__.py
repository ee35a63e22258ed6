"""Notes of talks and Q&A sessions in, Anki cards out."""

__version__ = "0.1.0"
