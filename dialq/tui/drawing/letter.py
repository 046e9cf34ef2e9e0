"""A mail to read: its head, and its text broken into lines that fit, nothing cut."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from dialq.tui.mail_vocabulary import WholeMail
from dialq.tui.spans import ACCENT, BOLD, DIM, Line, line, span
from dialq.tui.terminal import visible, visible_lines


def mail_lines(mail: WholeMail, width: int) -> tuple[Line, ...]:
    """The whole mail as its reader will see it; what every mail carries stands dim at its end."""
    head = [_field("From", mail.sender), _field("To", mail.to), _field("Subject", mail.subject, BOLD)]
    sort = [line(span(" an HTML part goes along with the text", DIM))] if mail.html else []
    foot = [*text_lines(mail.footer, width, role=DIM)] if mail.footer else []
    return (*(shown for shown in head if shown), *sort, (), *text_lines(mail.body, width), (), *foot)


def _field(name: str, value: str, role: str = "") -> Line:
    return line(span(f" {name:<9}", DIM), span(value, role)) if value else ()


def text_lines(text: str, width: int, *, indent: int = 1, role: str = "") -> tuple[Line, ...]:
    """A text with its line breaks, long lines broken between words; quoted lines stand dim."""
    room = max(10, width - indent - 1)
    lines: list[Line] = []
    for written in visible_lines(text.expandtabs(4)).strip("\n").split("\n"):
        quoted = role or (DIM if written.lstrip().startswith(">") else "")
        for part in broken(visible(written), room):
            lines.append(line(" " * indent, span(part, quoted)) if part else ())
    return tuple(lines)


def broken(text: str, room: int) -> Iterator[str]:
    """One written line in pieces of at most `room` cells: between words where it can be, nothing left out."""
    current = ""
    for word in text.rstrip().split(" "):
        grown = f"{current} {word}" if current else word
        if cell_len(grown) <= room:
            current = grown
            continue
        if current:
            yield current
        *full, current = _chopped(word, room)
        yield from full
    yield current


def _chopped(word: str, room: int) -> list[str]:
    """A word that may be longer than a line, in pieces."""
    if cell_len(word) <= room:
        return [word]
    pieces, current, used = [], "", 0
    for character in word:
        wide = cell_len(character)
        if used + wide > room:
            pieces.append(current)
            current, used = "", 0
        current, used = current + character, used + wide
    return [*pieces, current]


def titled(title: str, width: int, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Lines under a heading."""
    return (line(span(f" {title}", ACCENT)), *lines, ())
