"""Answers to an invitation, and invitations of theirs (iTIP, RFC 5546)."""

from __future__ import annotations

import re

from msgspec import Struct

from dialq.mail.header_values import lower_domain
from dialq.mail.merge_fields import one_line
from dialq.mail.opened import Opened

_LONGEST = 200_000
_STATES = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}
_FOLD = re.compile(r"\r?\n[ \t]")
_SAYS = {
    "REQUEST": "Invitation",
    "CANCEL": "Cancelled",
    "COUNTER": "Proposes another time",
    "PUBLISH": "Event",
}
_ESCAPED = {"n": "\n", "N": "\n"}


class CalendarReply(Struct, frozen=True):
    """What the calendar part of a mail says."""

    method: str
    """`REPLY`, `REQUEST`, `CANCEL`, `COUNTER` …"""
    status: str = ""
    """Of a reply: `accepted`, `declined` or `tentative`."""
    attendee: str = ""
    summary: str = ""
    starts: str = ""
    """As the calendar writes it: `20261215T140000Z`."""

    @property
    def line(self) -> str:
        """One line for people: `Invitation: Planning (2026-12-15 14:00)`."""
        stamp = re.match(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d))?", self.starts)
        when = ""
        if stamp:
            when = f" ({stamp[1]}-{stamp[2]}-{stamp[3]}" + (f" {stamp[4]}:{stamp[5]})" if stamp[4] else ")")
        return f"{_SAYS.get(self.method, self.status.capitalize() or 'Calendar')}: {self.summary or 'no title'}{when}"


def read_calendar(mail: Opened) -> CalendarReply | None:
    """The first event of a mail's calendar part; None if it has none that can be read."""
    part = mail.part("text/calendar", "application/ics")
    if part is None:
        return None
    lines = _FOLD.sub("", part.text[:_LONGEST]).splitlines()
    method, event = part.parameters.get("method", "").upper(), False
    found: dict[str, str] = {}
    states: list[tuple[str, str]] = []
    for line in lines:
        name, parameters, value = _line(line)
        event = event or (name, value.upper()) == ("BEGIN", "VEVENT")
        if name == "METHOD":
            method = value.strip().upper()
        elif (name, value.upper()) == ("END", "VEVENT"):
            break
        elif event and name in ("SUMMARY", "DTSTART"):
            found.setdefault(name, value)
        elif event and name == "ATTENDEE":
            states.append((_STATES.get(_part_stat(parameters), ""), _mail_of(value)))
    if not event or not method:
        return None
    status, attendee = next((one for one in states if one[0]), ("", "")) if method == "REPLY" else ("", "")
    return CalendarReply(
        method, status, attendee, _plain(found.get("SUMMARY", "")), found.get("DTSTART", "").strip()
    )


def _line(line: str) -> tuple[str, str, str]:
    """A line as name, parameters and value; a colon within quotes belongs to the parameters."""
    quoted = False
    for place, char in enumerate(line[:2000]):
        quoted ^= char == '"'
        if char == ":" and not quoted:
            name, _, parameters = line[:place].partition(";")
            return name.strip().upper(), parameters, line[place + 1 :]
    return "", "", ""


def _part_stat(parameters: str) -> str:
    found = re.search(r"PARTSTAT=\"?([A-Za-z-]+)", parameters, re.IGNORECASE)
    return found[1].upper() if found else ""


def _mail_of(value: str) -> str:
    return lower_domain(re.sub(r"(?i)^\s*mailto:", "", value))


def _plain(value: str) -> str:
    return one_line(re.sub(r"\\(.)", lambda found: _ESCAPED.get(found[1], found[1]), value))[:200]
