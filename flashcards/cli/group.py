"""The commands by their names: a command's module is loaded when it is asked for, or when --help lists them all.

Also how every command ends that does not end well: an error is one line without a traceback.
"""

from __future__ import annotations

from importlib import import_module

import click

from flashcards.cli.say import complain

# Each is the module and the function of its name.
COMMANDS = ("adopt", "build", "check", "explain", "extract", "init", "pack", "preview", "push", "stats", "transcribe")


WRONG_FILE = "flashcards.wrong_file"  # in a context's meta: what is wrong with flashcards.toml


class Configured(click.Command):
    """A command that takes from flashcards.toml what its command line does not say.

    So a file that is wrong stops it only here, when no help was asked for, and not where the line says all.
    """

    def invoke(self, ctx: click.Context) -> object:
        from flashcards.config import KEYS

        said = click.core.ParameterSource.COMMANDLINE
        open_to_file = [key for key in KEYS if key in ctx.params and ctx.get_parameter_source(key) is not said]
        if open_to_file and (wrong := ctx.meta.get(WRONG_FILE)):
            raise wrong
        return super().invoke(ctx)


class Commands(click.Group):
    """Commands that tell the nearest one when misspelt, and whose errors are one line without a traceback."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"flashcards.cli.{cmd_name}"), cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:  # fmt: skip
        if args == ["help"] and ctx.resilient_parsing:  # a shell completes what follows: the name of a command
            return None, None, []
        if args[0] == "help":  # as with other programs; --help is what the rest is told by
            args = [*args[1:2], "--help"]
            if args[0] == "--help":
                click.echo(ctx.get_help())
                ctx.exit()
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            message = f"no command {args[0]!r}; " + (
                f"did you mean {near[0]}?" if near else f"one of {', '.join(COMMANDS)}"
            )
            raise click.UsageError(message, ctx) from error

    def invoke(self, ctx: click.Context) -> object:
        from flashcards.cli.terminal import progress_shown
        from flashcards.errors import FlashcardsError

        try:
            with progress_shown():
                return super().invoke(ctx)
        except FlashcardsError as error:
            complain([*map(str, error.also), f"Error: {error}"])
            raise SystemExit(1) from error
        except KeyboardInterrupt as error:
            complain(["Stopped; no deck is half written, so run it again at any time"])
            raise SystemExit(130) from error  # as a shell counts it
