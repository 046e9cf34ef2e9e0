"""Which mail of the outbox is meant: by the beginning of its id, or by its lead."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dialq.errors import BadInput, NothingThere

if TYPE_CHECKING:
    from dialq.desk.desk import Desk
    from dialq.desk.kept import Mail

_ID_SHOWN = 14
_WORDS = {"hold": "is in hold", "failed": "has failed"}
_LARGEST_TEXT = 64 * 1024


def mails_in(desk: Desk, *statuses: str) -> list[Mail]:
    """Mails in one of these states, the next to leave first."""
    with desk.store.reading():
        return desk.store.outbox.with_status(*statuses)


def the_mail(desk: Desk, text: str, *statuses: str) -> Mail:
    """The one mail in these states that a beginning of its id, or its lead, names.

    Raises NothingThere where no mail is in such a state, BadInput where none or several are meant.
    """
    waiting = mails_in(desk, *statuses)
    states = " or ".join(_WORDS.get(status, f"is {status}") for status in statuses)
    if not waiting:
        raise NothingThere(f"no mail {states}", "`dialq mail status` shows how far the mails are.")
    start = text.strip().removeprefix("<").casefold()
    found = [mail for mail in waiting if start and mail.message[1:].casefold().startswith(start)]
    found = found or _of_lead(desk, waiting, text)
    if len(found) == 1:
        return found[0]
    if found:
        named = ", ".join(short_id(mail.message, found) for mail in found[:5])
        raise BadInput(f"{text!r} can mean {len(found)} mails: {named}", "Give more of the id.")
    raise BadInput(f"no mail that {states} is {text!r}", "Give the beginning of its id, or its LEAD.")


def _of_lead(desk: Desk, waiting: list[Mail], text: str) -> list[Mail]:
    if "@" in text or (text.strip().isdigit() and len(text.strip()) < 10):
        from dialq.desk.finding import resolve

        lead = resolve(desk, text)
        return [mail for mail in waiting if mail.lead == lead]
    return []


def short_id(message: str, among: list[Mail]) -> str:
    """As much of a Message-ID as tells it from the others."""
    size = _ID_SHOWN
    others = [mail.message for mail in among if mail.message != message]
    while size < len(message) and any(other[: size + 1] == message[: size + 1] for other in others):
        size += 4
    return message[1 : size + 1].rstrip(">")


def one_line(_context: click.Context, _option: click.Parameter, text: str | None) -> str | None:
    """The callback of `--subject`: raises BadInput for what is more than a line, or nothing."""
    if text is not None and not (text.strip() and text.isprintable()):
        raise BadInput("a subject is one line of plain text", "Put the rest into the text.")
    return text


def text_of(file: Path) -> str:
    """The text of a file, `-` being the standard input. Raises BadInput naming the file."""
    import sys

    try:
        if str(file) == "-":
            text = sys.stdin.read(_LARGEST_TEXT + 1)
        else:
            with file.open(encoding="utf-8-sig") as opened:
                text = opened.read(_LARGEST_TEXT + 1)
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file} cannot be read: {error}", "Make it a text file in UTF-8.") from error
    if len(text) > _LARGEST_TEXT:
        raise BadInput(f"{file} is too long for a mail", "64 KB of text is the most.")
    return text
