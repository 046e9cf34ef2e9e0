"""`dialq mail inbox`: letters that a person should look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json
from dialq.errors import NothingThere

if TYPE_CHECKING:
    from dialq.desk.desk import Desk
    from dialq.desk.mail_views import LetterLine

_LINES = 6
"""So much of a letter's text people are shown."""


@click.command(cls=DialqCommand)
@click.option("--seen", metavar="ID", type=int, help="You looked at this one: it is not shown again.")
def inbox(seen: int | None) -> None:
    """Print the letters that want a look: forged replies, bounces of mails that are not ours, and the like.

    What dialq understood stands in `dialq show LEAD` and `dialq mail thread LEAD` and is not repeated here.
    """
    from dialq.cli import output, plain_mail
    from dialq.desk.inbox import letters_to_look_at

    with at_desk() as desk:
        if seen is not None:
            _seen(desk, seen)
            return
        found = letters_to_look_at(desk)
        if wants_json():
            output.document({"letters": [plain_mail.letter(line) for line in found]})
            return
        if not found:
            output.say("no letter wants a look")
        for line in found:
            _print(desk, line)


def _print(desk: Desk, line: LetterLine) -> None:
    from dialq.cli import output
    from dialq.cli.moments import here

    lead = f", lead {line.lead} {line.name}".rstrip() if line.lead else ""
    output.say(f"{line.id}  {here(desk, line.at)}  {line.kind}  {line.sender}{lead}", f"    {line.subject}")
    text = line.text.strip().split("\n")
    output.say(*(f"    | {part}".rstrip() for part in text[:_LINES]))
    output.say(*(f"    {said}" for said in (line.acted,) if said), "")


def _seen(desk: Desk, number: int) -> None:
    from dialq.cli import output
    from dialq.desk.inbox import letter_seen, letters_to_look_at

    if number not in {line.id for line in letters_to_look_at(desk)}:
        raise NothingThere(f"no letter {number} wants a look", "`dialq mail inbox` lists them.")
    letter_seen(desk, number)
    if wants_json():
        output.document({"id": number, "seen": True})
    else:
        output.say(f"letter {number} is not shown again")
