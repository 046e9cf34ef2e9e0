"""Mails that did not arrive, as their servers report it (RFC 3464, R14.3).

A bounce for good is a failure with a status 5.x; a full mailbox, 4.x and `delayed` are not. A report that a mail
did arrive is no bounce.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from dialq.mail.delivery_codes import is_for_good, is_generic, read_status, status_of_words
from dialq.mail.header_values import address_in, decoded
from dialq.mail.opened import Headers, Opened, split_headers

_MOST_RECIPIENTS = 50
_GAP = re.compile(r"\r?\n(?:[ \t]*\r?\n)+")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_ARRIVED = ("delivered", "relayed", "expanded")


class Failure(Struct, frozen=True):
    """What a report says of one address."""

    address: str = ""
    action: str = ""
    """`failed`, `delayed`, or `delivered` and its like."""
    status: str = ""
    permanent: bool | None = None
    why: str = ""

    @property
    def weight(self) -> int:
        """Which of several tells most: what failed for good, then what failed, then what waits."""
        if self.action in _ARRIVED:
            return 0
        return 1 + (self.action != "delayed") + 2 * (self.permanent is True)


def reported_failure(mail: Opened) -> Failure | None:
    """What the delivery-status part of a mail says, of the address that fared worst; None: it has no such part."""
    part = mail.part("message/delivery-status", "message/global-delivery-status")
    if part is None:
        return None
    found = list(_failures(part.text, mail))
    if not found:
        return None
    return max(found, key=lambda one: one.weight)


def arrived(failure: Failure) -> bool:
    """Whether the report says that the mail did arrive."""
    return failure.action in _ARRIVED


def _failures(report: str, mail: Opened) -> Iterator[Failure]:
    blocks = _GAP.split(report[:200_000].strip(), maxsplit=_MOST_RECIPIENTS)
    for block in blocks[:_MOST_RECIPIENTS]:
        headers, _ = split_headers(block.encode("utf-8", "replace") + b"\n\n")
        if "action" in headers or "final-recipient" in headers or "status" in headers:
            yield _failure(headers, mail)


def _failure(headers: Headers, mail: Opened) -> Failure:
    action = headers.first("action").partition(" ")[0].strip("();,").lower()
    said = " ".join(decoded(value) for value in headers.all("diagnostic-code", "x-diagnostic-code", "status"))
    status = _status(headers, said)
    if is_generic(status):
        words = mail.part("text/plain", "text/html")
        human = words.text[:10_000] if words is not None else ""
        better = read_status(human) if not said.strip(" 045.") or is_generic(status) else ""
        if better[:1] == status[:1] or not status:
            status = better or status
        if is_generic(status):
            said = f"{said} {human}" if not headers.first("diagnostic-code") else said
            named = status_of_words(said)
            status = named if named and (named[0] == status[:1] or not status or named == "4.2.2") else status
    permanent = False if action == "delayed" or status.startswith("4") else is_for_good(status, said)
    return Failure(_address(headers), action, status, permanent, said.strip()[:500])


def _status(headers: Headers, said: str) -> str:
    """The Status field, unless it says nothing and the server's words say more."""
    field = _STATUS.search(headers.first("status"))
    status = field[0] if field else ""
    if not is_generic(status):
        return status
    better = read_status(decoded(headers.first("diagnostic-code")))
    if not status or (better and better[0] == status[0] and not is_generic(better)):
        return better or status
    return status


def _address(headers: Headers) -> str:
    """The address we wrote to, if the report knows it; else the one it was forwarded to."""
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        address = address_in(headers.first(name).partition(";")[2] or headers.first(name))
        if address:
            return address
    return ""
