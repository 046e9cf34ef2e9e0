"""Reads a mail that came in and tells what it is (R11.2, R14.3); whatever its bytes are, it never raises.

The order decides: what a machine says in a form of its own (complaint, delivery report, calendar) comes before what
headers say of it (automatic, list), and that before what its words say. Only a person's words are left as a reply.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

from msgspec import structs

from dialq.clock import from_datetime
from dialq.desk.letters import (
    BOUNCE,
    CALENDAR,
    COMPLAINT,
    LEFT_COMPANY,
    LOOP,
    NO_CALLS,
    NO_CONTACT,
    OTHER,
    REPLY,
    UNSUBSCRIBE,
    Letter,
)
from dialq.mail.auto_replies import read_auto_reply, sign_of_robot, tells_absence
from dialq.mail.bounces import Failure, arrived, reported_failure
from dialq.mail.calendar_replies import read_calendar
from dialq.mail.complaints import read_complaint
from dialq.mail.departures import folded
from dialq.mail.header_values import address_in, addresses_in, decoded, ids_in, name_in, time_in
from dialq.mail.letter_text import own_text, shown_text, whole_text
from dialq.mail.merge_fields import one_line
from dialq.mail.old_bounces import is_of_machine, old_failure
from dialq.mail.opened import Opened, open_mail
from dialq.mail.opt_outs import (
    CALLS,
    MAILS,
    OptOut,
    bare_subject,
    opt_out,
    opt_out_token,
    says_something,
)
from dialq.mail.own_marks import marks_of
from dialq.mail.robots import is_own_mail, robot

_RECEIVERS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
_RECEIPT = "disposition-notification"
_SAYS_MORE = "it asks to hear no more, and says more than that"
_LINES = 20
"""Lines below a subject that asks by itself, which are looked at."""
_ROLES = frozenset(
    {"info", "sales", "office", "mail", "contact", "team", "support", "the", "herr", "frau", "gmbh"}
)


def read_letter(raw: bytes) -> Letter:
    """What a mail is, who sent it, what it answers and what they wrote. Never raises; time and memory are bounded."""
    mail = open_mail(raw)
    whole = whole_text(mail)
    own = own_text(whole)
    letter = _envelope(mail, shown_text(whole, own))
    for tell in (_own, _complaint, _bounce, _calendar, _asked_by_link, _automatic):
        told = tell(mail, letter)
        if told is not None:
            return told
    asked = opt_out(own, letter.subject)
    told = _robot(mail, letter, asked)
    if told is not None:
        return told
    if not letter.sender:
        return structs.replace(letter, kind=OTHER, why="it has no sender")
    return _asked_in_words(letter, asked) if asked else letter


def _asked_in_words(letter: Letter, asked: OptOut) -> Letter:
    """Who names calls means more than mail; beside other words of theirs, calls alone."""
    why = f"says “{one_line(asked.line)[:100]}”"
    if asked.what == CALLS and not asked.alone:
        return structs.replace(letter, status=NO_CALLS, why=why, doubt="it asks not to be called")
    if asked.what != MAILS:
        doubt = "it asks not to be contacted in any way"
        return structs.replace(letter, kind=UNSUBSCRIBE, status=NO_CONTACT, why=why, doubt=doubt)
    return structs.replace(letter, kind=UNSUBSCRIBE, why=why, doubt="" if asked.alone else _SAYS_MORE)


def _envelope(mail: Opened, text: str) -> Letter:
    """The mail as a reply: all that its headers and its text say whatever kind it is."""
    headers = mail.headers
    sender = headers.first("from")
    marks = marks_of(mail)
    written = time_in(headers.first("date"))
    return Letter(
        REPLY,
        next(iter(ids_in(headers.all("message-id")[:1])), "") or _made_id(mail, text),
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


def _made_id(mail: Opened, text: str) -> str:
    """The same for each copy of a mail, whatever servers wrote into its header on the way."""
    said = [text, *(mail.headers.first(name) for name in ("from", "to", "date", "subject"))]
    said += [part.raw.decode("latin-1") for part in mail.parts if not part.kind.startswith("text/")]
    return f"<{hashlib.sha256(chr(0).join(said).encode('utf-8', 'replace')).hexdigest()}@dialq.invalid>"


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
        if bare_subject(letter.subject).lower() != "unsubscribe" or not letter.sender:
            return None
        doubt = _SAYS_MORE if any(map(says_something, letter.text.split("\n")[:_LINES])) else ""
        return structs.replace(letter, kind=UNSUBSCRIBE, why="subject: unsubscribe", doubt=doubt)
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
    found = read_auto_reply(
        letter.subject, letter.text, sign, until, _names(letter), letter.sender.rpartition("@")[2]
    )
    gone = letter.sender if found.kind == LEFT_COMPANY else ""
    return structs.replace(
        letter,
        kind=found.kind,
        until=found.until,
        address=gone,
        why=one_line(found.why)[:300],
        doubt=one_line(found.doubt)[:300],
    )


def _names(letter: Letter) -> frozenset[str]:
    """The words of a sender's name and address, as they may stand in what their robot says of them."""
    words = re.findall(r"[^\W\d_]{3,}", f"{letter.sender_name} {letter.sender.partition('@')[0]}".lower())
    return frozenset(map(folded, words)) - _ROLES


def _written(mail: Opened) -> datetime | None:
    """When it was written, in the writer's own zone; where they do not say, when it was received."""
    dates = (time_in(line.rpartition(";")[2].strip()) for line in mail.headers.all("received")[:3])
    return time_in(mail.headers.first("date")) or next((one for one in dates if one is not None), None)


def _robot(mail: Opened, letter: Letter, asked: OptOut | None) -> Letter | None:
    """What a list or a robot sent; a mail through a list that says nothing but stop is a person's."""
    if asked and asked.alone and "auto-submitted" not in mail.headers:
        return None
    found = robot(mail.headers, letter.sender)
    if found is None:
        return None
    kind, why = found[0], one_line(found[1])[:300]
    doubt = "a robot sent it: it may hold what a person wrote" if kind == OTHER and letter.answers else ""
    return structs.replace(letter, kind=kind, why=why, doubt=doubt)
