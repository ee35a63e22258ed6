"""`python -m flashcards`: the same as the command."""

from flashcards.cli import main

main()
