"""Which file, which rep, which kind of output: asked the same way of every command."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dialq.errors import BadInput, WorldFailed

if TYPE_CHECKING:
    from dialq.desk.desk import Desk

_PLACE = "dialq.asked."


def everywhere() -> list[click.Parameter]:
    """The options that every command takes, before or after its name."""
    return [
        click.Option(
            ["--db"],
            metavar="PATH",
            expose_value=False,
            callback=_keep,
            help="The database file (or DIALQ_DB).",
        ),
        click.Option(
            ["--rep"], metavar="NAME", expose_value=False, callback=_keep, help="Who you are (or DIALQ_REP)."
        ),
        click.Option(
            ["--json"],
            is_flag=True,
            expose_value=False,
            callback=_keep,
            help="Print one JSON document, nothing else.",
        ),
    ]


def _keep(context: click.Context, option: click.Parameter, value: Any) -> None:
    if value:
        context.meta[f"{_PLACE}{option.name}"] = value


def _asked(name: str) -> Any:
    return click.get_current_context().meta.get(f"{_PLACE}{name}")


def wants_json() -> bool:
    """Whether the output is for a program."""
    return bool(_asked("json"))


def named_database() -> Path | None:
    """The database that this command names itself."""
    named = _asked("db")
    return Path(named).expanduser() if named else None


def database() -> Path:
    """The database that was named, else that of DIALQ_DB, else the one in the platform's data folder."""
    named = named_database() or os.environ.get("DIALQ_DB")
    if named:
        return Path(named).expanduser()
    from dialq.bootstrap import default_database

    return default_database()


def named_rep() -> str:
    """The rep that this command names itself, or ''."""
    return str(_asked("rep") or "").strip()


def rep_name() -> str:
    """The rep that was named, else DIALQ_REP, else the login name."""
    named = _asked("rep") or os.environ.get("DIALQ_REP") or _login_name()
    name = str(named).strip()
    if not name or not name.isprintable():
        raise BadInput("nobody knows who you are", "Name yourself with --rep NAME or DIALQ_REP.")
    return name


def _login_name() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


@contextmanager
def at_desk(
    *, create: bool = False, take_up: bool = True, judge: bool = True, tell: bool = True
) -> Iterator[Desk]:
    """The desk of this rep over this file, closed in the end; `create` makes a missing file.

    Policy files that changed are taken up, unless `take_up` says to leave things as they are; `judge` goes on with
    judging leads by them. A fault in them is told on stderr unless the command does so itself.
    """
    from dialq.bootstrap import open_desk
    from dialq.cli import diagnostics

    desk = open_desk(database(), rep=rep_name(), create=create, take_up=take_up)
    try:
        if tell and desk.book is not None and desk.book.fault:
            diagnostics.note(f"policy: {desk.book.fault} The last good policy is in force.")
        judged = judge and take_up and _judge_in_passing(desk)
        yield desk
        if judge and not judged:
            _judge_in_passing(desk)
    finally:
        desk.close()


def _judge_in_passing(desk: Desk) -> bool:
    """After an edit of the policy every command judges leads anew first, as many as nobody notices; whether there were.

    That this cannot go on now is no failure of the command.
    """
    from dialq.cli import diagnostics
    from dialq.desk.judging import judge_in_passing, judging

    with suppress(WorldFailed):
        if judging(desk) is None:
            return False
        left = judge_in_passing(desk)
        if left is not None:
            done = f"{left.done:,} of {left.total:,} leads"
            diagnostics.note(f"judging anew: {done}; `dialq campaign judge` goes to the end")
    return True
