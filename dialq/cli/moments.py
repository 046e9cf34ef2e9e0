"""Times on the command line: read as people say them in the team's zone, shown in UTC to programs."""

from __future__ import annotations

from collections.abc import Iterable

from dialq.clock import Instant, to_utc_text
from dialq.desk.desk import Desk
from dialq.errors import BadInput


def read_at(desk: Desk, text: str | None, *, ahead: bool = True) -> Instant | None:
    """The instant of `--at`; None if nothing was said. `ahead` false reads back-dated times.

    Raises BadInput where it cannot be read, or can be read in two ways.
    """
    if text is None:
        return None
    from dialq.engine.when import read_when

    readings = read_when(text, desk.now(), desk.zone, ahead=ahead)
    if not readings:
        raise BadInput(
            f"--at {text!r} is no time that can be read", 'Write "2026-12-04 14:30" or "yesterday 15:00".'
        )
    if len(readings) > 1:
        refuse_two_readings(f"--at {text!r}", [reading.text for reading in readings])
    return readings[0].at


def refuse_two_readings(what: str, readings: Iterable[str]) -> None:
    """Two readings are never guessed at: raises BadInput that names both."""
    raise BadInput(f"{what} can be read as {' or as '.join(readings)}", "Say which, as 2026-12-05 09:00.")


def utc(at: Instant | None) -> str | None:
    """An instant for JSON."""
    return to_utc_text(at) if at is not None else None


def here(desk: Desk, at: Instant) -> str:
    """An instant for people: the team's wall clock, `Fri 4 Dec 14:30`."""
    from dialq.engine.day import local

    moment, today = local(at, desk.zone), local(desk.now(), desk.zone)
    if moment.date() == today.date():
        return f"{moment:%H:%M}"
    year = f" {moment.year}" if abs((moment - today).days) >= 300 else ""
    return f"{moment:%a} {moment.day} {moment:%b}{year} {moment:%H:%M}"
