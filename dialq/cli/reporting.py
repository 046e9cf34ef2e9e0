"""Outcome options that `log` and `correct` share, and what is said of an act that was recorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from dialq.desk.desk import Desk
    from dialq.desk.reading_acts import Ambiguous, Answer
    from dialq.desk.views import Logged, Refused

_OPTIONS = (
    click.option("--at", metavar="T", help="When it happened, if not just now; never ahead."),
    click.option("--channel", metavar="C", default="", help="call, email, social, post or research."),
    click.option(
        "--direction", type=click.Choice(["in", "out"]), default="out", help="in: they called or wrote."
    ),
    click.option(
        "--when", metavar="T", default="", help='The date it needs: "tomorrow 9", "fri 14:30", "15 dec".'
    ),
    click.option(
        "--to", metavar="NAME …", default="", help="The person referred to, or whom the meeting is with."
    ),
    click.option(
        "--scope", metavar="S", default="", help="What a ban covers, or who keeps a promise (anyone)."
    ),
    click.option("--note", metavar="TEXT", default="", help="Their words, or yours."),
    click.option(
        "--reason",
        metavar="TEXT",
        default="",
        help="Why: need, budget, timing, competitor, authority, other.",
    ),
    click.option("--number", metavar="PHONE", default="", help="The number that was rung."),
    click.option("--template", metavar="NAME", default="", help="The mail that goes along."),
    click.option("--override", metavar="REASON", default="", help="Log it past a rule, marked as a breach."),
)


def outcome_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of an outcome to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def answer_of(desk: Desk, lead: int, code: str, at: str | None, texts: dict[str, Any]) -> Answer:
    """The answer that was typed; `--scope anyone` shares a promise."""
    from dialq.cli.moments import read_at
    from dialq.desk.reading_acts import Answer

    if texts["scope"].replace("-", " ") in ("anyone", "only me"):
        anyone = texts["scope"] == "anyone"
        texts = {**texts, "scope": "", "when": f"{texts['when']} anyone" if anyone else texts["when"]}
    return Answer(lead, code, at=read_at(desk, at, ahead=False), **texts)


def report(desk: Desk, done: Logged | Refused | Ambiguous, *, when: str = "") -> None:
    """Print what was recorded; a refusal and a time with two readings end the command."""
    from dialq.cli import diagnostics, output, people, plain
    from dialq.cli.moments import here, refuse_two_readings
    from dialq.cli.session import wants_json
    from dialq.desk.views import Logged, Refused

    if isinstance(done, Refused):
        diagnostics.refuse(done, lambda at: here(desk, at))
    elif not isinstance(done, Logged):
        refuse_two_readings(f"--when {when!r}", done.readings)
    elif wants_json():
        output.document(plain.logged(done))
    else:
        people.logged(done)
