"""Complaints: somebody marked our mail as spam and their provider says so (ARF, RFC 5965)."""

from __future__ import annotations

from msgspec import Struct

from dialq.mail.header_values import address_in
from dialq.mail.opened import Opened, split_headers

_NO_COMPLAINTS = ("not-spam", "auth-failure", "dmarc", "dkim")
"""Kinds of feedback about other things: a mail that is fine, a signature that does not fit."""


_OLD_SENDER, _OLD_SUBJECT = "staff@hotmail.com", "complaint about message from"
"""How one large provider reported before there was a form for it."""


class Complaint(Struct, frozen=True):
    """What a feedback report says."""

    kind: str
    """`abuse` and its like."""
    address: str = ""
    """Who complained; '' if the provider hides it."""


def read_complaint(mail: Opened) -> Complaint | None:
    """The complaint in a mail; None if it is none."""
    part = mail.part("message/feedback-report")
    if part is None:
        return _old_complaint(mail)
    headers, _ = split_headers(part.text.strip().encode("utf-8", "replace") + b"\n\n")
    kind = headers.first("feedback-type").strip().lower()
    if kind in _NO_COMPLAINTS:
        return None
    named = headers.first("original-rcpt-to") or headers.first("removal-recipient")
    return Complaint(kind or "abuse", address_in(named) or _returned_to(mail))


def _old_complaint(mail: Opened) -> Complaint | None:
    subject = mail.headers.first("subject").lower()
    if address_in(mail.headers.first("from")).lower() != _OLD_SENDER or not subject.startswith(_OLD_SUBJECT):
        return None
    return Complaint("abuse", _returned_to(mail))


def _returned_to(mail: Opened) -> str:
    if mail.returned is None:
        return ""
    returned, _ = split_headers(mail.returned.raw.lstrip())
    return address_in(returned.first("x-hmxmroriginalrecipient") or returned.first("to"))
