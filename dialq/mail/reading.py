"""Reads a mail that came in and tells what it is (R11.2, R14.3); whatever its bytes are, it never raises.

The order decides: what a machine says in a form of its own (complaint, delivery report, calendar) comes before what
headers say of it (automatic, list), and that before what its words say. Only a person's words are left as a reply.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from msgspec import structs

from dialq.clock import from_datetime
from dialq.desk.letters import (
    BOUNCE,
    CALENDAR,
    COMPLAINT,
    LEFT_COMPANY,
    LOOP,
    OTHER,
    REPLY,
    UNSUBSCRIBE,
    Letter,
)
from dialq.mail.auto_replies import read_auto_reply, sign_of_robot, tells_absence
from dialq.mail.bounces import Failure, arrived, reported_failure
from dialq.mail.calendar_replies import read_calendar
from dialq.mail.complaints import read_complaint
from dialq.mail.header_values import address_in, addresses_in, decoded, ids_in, name_in, time_in
from dialq.mail.letter_text import own_text, shown_text, whole_text
from dialq.mail.merge_fields import one_line
from dialq.mail.old_bounces import is_of_machine, old_failure
from dialq.mail.opened import Opened, open_mail
from dialq.mail.opt_outs import opt_out_line, opt_out_token
from dialq.mail.own_marks import marks_of
from dialq.mail.robots import is_own_mail, robot

_RECEIVERS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
_RECEIPT = "disposition-notification"


def read_letter(raw: bytes) -> Letter:
    """What a mail is, who sent it, what it answers and what they wrote. Never raises; time and memory are bounded."""
    mail = open_mail(raw)
    whole = whole_text(mail)
    own = own_text(whole)
    letter = _envelope(mail, raw, shown_text(whole, own))
    for tell in (_own, _complaint, _bounce, _calendar, _asked_by_link, _automatic, _robot):
        told = tell(mail, letter)
        if told is not None:
            return told
    if not letter.sender:
        return structs.replace(letter, kind=OTHER, why="it has no sender")
    line = opt_out_line(own, letter.subject)
    return structs.replace(letter, kind=UNSUBSCRIBE, why=f"says “{one_line(line)[:100]}”") if line else letter


def _envelope(mail: Opened, raw: bytes, text: str) -> Letter:
    """The mail as a reply: all that its headers and its text say whatever kind it is."""
    headers = mail.headers
    sender = headers.first("from")
    marks = marks_of(mail)
    written = time_in(headers.first("date"))
    return Letter(
        REPLY,
        next(iter(ids_in(headers.all("message-id")[:1])), "") or _made_id(raw),
        from_datetime(written) if written else None,
        address_in(sender),
        name_in(sender),
        decoded(headers.first("subject")),
        text,
        marks.answers,
        marks.mentions,
        marks.tokens,
        addresses_in(headers.all(*_RECEIVERS)),
    )


def _made_id(raw: bytes) -> str:
    return f"<{hashlib.sha256(raw).hexdigest()}@dialq.invalid>"


def _own(mail: Opened, letter: Letter) -> Letter | None:
    if not is_own_mail(mail.headers, letter.message, letter.sender, letter.recipients):
        return None
    return structs.replace(letter, kind=LOOP, why="it is a mail of ours that came back")


def _complaint(mail: Opened, letter: Letter) -> Letter | None:
    found = read_complaint(mail)
    if found is None:
        return None
    told = structs.replace(
        letter, kind=COMPLAINT, address=found.address, why=f"Feedback-Type: {found.kind}"[:80]
    )
    return _with_returned(mail, told)


def _bounce(mail: Opened, letter: Letter) -> Letter | None:
    failure = reported_failure(mail) or old_failure(mail)
    if failure is None:
        return _no_failure(mail, letter)
    if arrived(failure):
        return structs.replace(letter, kind=OTHER, why=f"a delivery report: {failure.action}")
    told = structs.replace(
        letter,
        kind=BOUNCE,
        permanent=failure.permanent,
        status=failure.status,
        address=failure.address,
        why=_why(failure),
    )
    return _with_returned(mail, told)


def _no_failure(mail: Opened, letter: Letter) -> Letter | None:
    """What looks like a report and tells of no failure: a receipt, or a mail server's other news."""
    if mail.parameters.get("report-type") == _RECEIPT or mail.part(f"message/{_RECEIPT}") is not None:
        return structs.replace(letter, kind=OTHER, why="a read receipt")
    if mail.kind == "multipart/report" and is_of_machine(mail) and not letter.answers:
        return structs.replace(letter, kind=OTHER, why="a report of no failure")
    return None


def _why(failure: Failure) -> str:
    return one_line(f"{failure.action or 'failed'}: {failure.why}")[:300]


def _with_returned(mail: Opened, letter: Letter) -> Letter:
    marks = marks_of(mail, returned=True)
    return structs.replace(letter, answers=marks.answers, mentions=marks.mentions, tokens=marks.tokens)


def _calendar(mail: Opened, letter: Letter) -> Letter | None:
    found = read_calendar(mail)
    if found is None:
        return None
    if found.method == "REPLY" and found.status:
        why = f"METHOD:REPLY, {found.line}"
        return structs.replace(letter, kind=CALENDAR, status=found.status, address=found.attendee, why=why)
    if not letter.sender:
        return None
    text = f"{found.line}\n\n{letter.text}".strip()[:20_000]
    return structs.replace(letter, text=text, why=f"METHOD:{one_line(found.method)[:20]}")


def _asked_by_link(mail: Opened, letter: Letter) -> Letter | None:
    token = opt_out_token(letter.subject)
    if not token:
        bare = letter.subject.strip().lower() == "unsubscribe"
        why = "subject: unsubscribe"
        return structs.replace(letter, kind=UNSUBSCRIBE, why=why) if bare and letter.sender else None
    tokens = tuple(dict.fromkeys((token, *letter.tokens)))
    return structs.replace(letter, kind=UNSUBSCRIBE, tokens=tokens, why="subject: unsubscribe, with our word")


def _automatic(mail: Opened, letter: Letter) -> Letter | None:
    sign = sign_of_robot(mail.headers, letter.subject)
    if not sign:
        return None
    until, written = None, _written(mail)
    if written is not None and tells_absence(letter.subject, letter.text):
        from dialq.mail.return_dates import return_date

        until = return_date(letter.subject, letter.text, written.date())
    found = read_auto_reply(letter.subject, letter.text, sign, until)
    gone = letter.sender if found.kind == LEFT_COMPANY else ""
    return structs.replace(
        letter, kind=found.kind, until=found.until, address=gone, why=one_line(found.why)[:300]
    )


def _written(mail: Opened) -> datetime | None:
    """When it was written, in the writer's own zone; where they do not say, when it was received."""
    dates = (time_in(line.rpartition(";")[2].strip()) for line in mail.headers.all("received")[:3])
    return time_in(mail.headers.first("date")) or next((one for one in dates if one is not None), None)


def _robot(mail: Opened, letter: Letter) -> Letter | None:
    found = robot(mail.headers, letter.sender)
    return structs.replace(letter, kind=found[0], why=one_line(found[1])[:300]) if found else None
