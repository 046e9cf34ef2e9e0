"""`dialq mail classify`: what mails are, without acting on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import wants_json

if TYPE_CHECKING:
    from dialq.letters_in import FiledLetter


@click.command(cls=DialqCommand)
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=str))
def classify(files: tuple[str, ...]) -> None:
    """Tell what each mail is: a reply, out of office, a bounce, an opt-out and so on.

    FILE is a mail as mail programs save it, one of a Maildir, an mbox, or - for stdin. Needs no database and
    changes nothing. Exit code 2 for a file that cannot be read.
    """
    import sys
    from pathlib import Path

    from dialq.cli import output
    from dialq.letters_in import letters_in, letters_of

    found: list[FiledLetter] = []
    for file in files:
        if file == "-":
            found += letters_of("-", sys.stdin.buffer)
        else:
            found += letters_in(Path(file).expanduser())
    if wants_json():
        output.document([_plain(one) for one in found])
    else:
        output.say(*(_line(one) for one in found))


def _plain(one: FiledLetter) -> dict[str, Any]:
    letter = one.letter
    return {
        "file": one.file,
        "kind": letter.kind,
        "permanent": letter.permanent,
        "status": letter.status,
        "address": letter.address,
        "until": letter.until.isoformat() if letter.until else None,
        "text": letter.text,
        "why": letter.why,
    }


def _line(one: FiledLetter) -> str:
    """One line for people: `bounce.eml: bounce, for good, 5.1.1, ann@acme.example (failed: …)`."""
    letter = one.letter
    lasts = {True: "for good", False: "for now", None: ""}[letter.permanent]
    back = f"back {letter.until.isoformat()}" if letter.until else ""
    said = [part for part in (letter.kind, lasts, letter.status, letter.address, back) if part]
    why = " ".join(letter.why.split())[:120]
    return f"{one.file}: {', '.join(said)}" + (f" ({why})" if why else "")
