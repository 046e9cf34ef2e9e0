"""Mails in files, with the concrete reader: what each of them is. Needs no database and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from dialq.desk.letters import Letter
from dialq.errors import BadInput
from dialq.mail.reading import read_letter

_LONGEST = 64 * 1024 * 1024
"""Bytes of one mail that are read."""
_ENVELOPE = b"From "


class FiledLetter(NamedTuple):
    """A mail and the file it stands in."""

    file: str
    """Its path; of one of several in an mbox, `inbox.mbox:3`."""
    letter: Letter


def letters_in(path: Path) -> tuple[FiledLetter, ...]:
    """The mails of a file: one, or all of an mbox. Raises BadInput, naming a file that cannot be read."""
    try:
        with path.open("rb") as file:
            return letters_of(str(path), file)
    except OSError as error:
        raise BadInput(
            f"{path}: cannot be read: {error.strerror or error}", "Name a mail file, an mbox, or - for stdin."
        ) from error


def letters_of(name: str, file: BinaryIO) -> tuple[FiledLetter, ...]:
    """The mails that bytes hold; a first line `From …` makes them an mbox."""
    mails = [read_letter(raw) for raw in _mails(file)]
    if len(mails) == 1:
        return (FiledLetter(name, mails[0]),)
    return tuple(FiledLetter(f"{name}:{place}", letter) for place, letter in enumerate(mails, 1))


def _mails(file: BinaryIO) -> Iterator[bytes]:
    first = file.readline(_LONGEST)
    if not first.startswith(_ENVELOPE):
        yield first + file.read(_LONGEST)
        return
    mail, size, blank = [b""], 0, False
    for line in iter(lambda: file.readline(_LONGEST), b""):
        if blank and line.startswith(_ENVELOPE):
            yield b"".join(mail)
            mail, size = [b""], 0
        elif size < _LONGEST:
            mail.append(line)
            size += len(line)
        blank = not line.strip()
    yield b"".join(mail)
