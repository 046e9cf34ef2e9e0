"""The entry point: runs a command, and turns whatever happens into one sentence and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import click

from dialq import __version__
from dialq.cli.calling import LazyGroup
from dialq.errors import BAD_INPUT, DONE, WORLD_FAILED, DialqError

COMMANDS = {
    "demo": "demo",
    "init": "init",
    "import": "importing:import_",
    "add": "add",
    "queue": "queue",
    "next": "taking:next_",
    "release": "taking:release",
    "why": "why",
    "log": "log",
    "undo": "undo:undo",
    "redo": "undo:redo",
    "correct": "correct",
    "email": "email",
    "show": "show",
    "find": "find",
    "export": "export",
    "interact": "interact",
    "source": "source",
    "event": "event",
    "campaign": "campaign",
    "experiment": "experiment",
    "load": "load",
    "template": "template",
    "hand": "hand",
    "nurture": "nurture",
    "task": "task",
    "post": "post",
    "suppress": "suppress",
    "mail": "mail",
    "law": "law",
    "doctor": "doctor",
    "backup": "backup:backup",
    "restore": "backup:restore",
    "keys": "keys",
    "help": "help:help_",
}
"""Command -> its module, and its name there where that differs."""


class Dialq(LazyGroup):
    """The whole program: whatever happens becomes one sentence and an exit code."""

    def main(self, args: Sequence[str] | None = None, *given: Any, **named: Any) -> NoReturn:
        """Run a command and exit."""
        named |= {"standalone_mode": False, "prog_name": "dialq"}
        sys.exit(guarded(lambda: super(Dialq, self).main(args, *given, **named)))


@click.group("dialq", cls=Dialq, table=COMMANDS, invoke_without_command=True)
@click.version_option(
    __version__, prog_name="dialq", message="%(prog)s %(version)s", help="Print the version."
)
@click.pass_context
def main(context: click.Context) -> None:
    """A power dialer's queue: alone it opens the screen, with a command it does that and ends.

    A LEAD is an id, an email address or a phone number. Times are read as people say them:
    "tomorrow 9", "fri 14:30", "in 2h", "15 dec". Exit codes: 0 done, 1 refused by a rule,
    2 bad input, 3 nothing there, 4 the world failed.
    """
    if context.invoked_subcommand is None:
        from dialq.cli.screen import open_screen

        context.exit(open_screen())


cli = main


def guarded(run: Callable[[], Any]) -> int:
    """Run a command; every failure is said in one sentence on stderr and becomes an exit code."""
    from dialq.cli import diagnostics
    from dialq.cli.output import ReaderGone

    try:
        result = run()
    except DialqError as error:
        return diagnostics.explain(error)
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        hint = f" See `{context.command_path} --help`." if context is not None else ""
        diagnostics.complain(f"{error.format_message()}{hint}")
        return BAD_INPUT
    except (KeyboardInterrupt, click.Abort):
        return diagnostics.INTERRUPTED
    except ReaderGone:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        diagnostics.complain(f"something failed that should not: {type(error).__name__}: {error}")
        return WORLD_FAILED
    return result if isinstance(result, int) else DONE


if __name__ == "__main__":
    main()
