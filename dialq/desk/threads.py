"""What we and a lead wrote to each other, and the answer to what they wrote last (R11.1)."""

from __future__ import annotations

import re

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.fields import merge_fields
from dialq.desk.kept import CANCELLED, Mail
from dialq.desk.ledger import around, read
from dialq.desk.letter_shelves import KeptLetter
from dialq.desk.letters import BOUNCE, CALENDAR, COMPLAINT, LEFT_COMPANY, OUT_OF_OFFICE, REPLY
from dialq.desk.mail_making import may_be_written_to
from dialq.desk.mail_sender import sender_of_rep
from dialq.desk.mail_views import ThreadLine
from dialq.desk.matching import same_among
from dialq.desk.views import Draft
from dialq.engine.channels import emails
from dialq.engine.day import local
from dialq.engine.lead import Lead
from dialq.errors import NothingThere

ANSWER_TEMPLATE = "answer"
"""The template an answer starts from, where the team has one of this name."""
QUOTED_LINES = 200
_REPLY = re.compile(r"\s*(?:(?:re|aw|sv|antw|rép|res|r|odp)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_NO_PERSONS = frozenset({BOUNCE, COMPLAINT, OUT_OF_OFFICE, LEFT_COMPANY})
"""Kinds of letters that nobody wrote."""
_TO_BE_ANSWERED = (REPLY, CALENDAR)


def thread(desk: Desk, lead: int) -> tuple[ThreadLine, ...]:
    """Mails of ours that left or will, and letters of theirs, the oldest first."""
    with desk.store.reading():
        known = read(desk, lead).lead
        ours = [_ours(desk, mail) for mail in desk.store.outbox.of_lead(lead) if mail.status != CANCELLED]
        theirs = [_theirs(desk, known, letter) for letter in desk.store.letters.of_lead(lead)]
    return tuple(sorted((*ours, *theirs), key=lambda line: line.at))


def _ours(desk: Desk, mail: Mail) -> ThreadLine:
    at = mail.left_at if mail.left_at is not None else mail.leaves
    who = mail.rep or "automatic"
    return ThreadLine(
        at, _when(desk, at), True, who, mail.status, mail.subject, mail.body, mail.message, mail.event
    )


def _theirs(desk: Desk, lead: Lead, letter: KeptLetter) -> ThreadLine:
    return ThreadLine(
        letter.arrived, _when(desk, letter.arrived), False, _who(lead, letter), letter.kind, letter.subject,
        letter.text, letter.message, letter.event,
    )  # fmt: skip


def _who(lead: Lead, letter: KeptLetter) -> str:
    """Their name; the address where somebody else wrote for them."""
    own = letter.kind not in (BOUNCE, COMPLAINT) and same_among(lead.emails, letter.sender)
    return lead.name if own and lead.name else letter.sender or "their mail system"


def _when(desk: Desk, at: Instant) -> str:
    return f"{local(at, desk.zone):%a %H:%M}"


def answer_draft(desk: Desk, lead: int) -> Draft:
    """An answer to what they wrote last, to where they wrote it from. Raises NothingThere if nobody wrote."""
    now = desk.now()
    with desk.store.reading():
        dossier = read(desk, lead)
        letter = last_letter(desk, lead)
        if letter is None:
            raise NothingThere(
                f"{dossier.lead.name or 'the lead'} has written no mail", "Write one: `dialq email`."
            )
        near = around(desk, dossier.lead, now)
        to = same_among(dossier.lead.emails, letter.sender) or letter.sender
        if not may_be_written_to(desk, dossier, near, to, now):
            to = next(iter(emails(dossier.lead, dossier.state, near, now)), "")
        template = ANSWER_TEMPLATE if ANSWER_TEMPLATE in desk.templates.mails() else ""
        body, missing = "", tuple[str, ...]()
        if template:
            filled = desk.templates.render(template, merge_fields(desk, dossier, dossier.state.campaign, now))
            body, missing = filled.body.rstrip(), filled.missing
    text = f"{body}\n\n{_quoted(desk, dossier.lead, letter)}"
    footer = sender_of_rep(desk.settings, desk.rep).footer
    return Draft(
        lead, template, to, answered_subject(letter.subject), text, missing, footer, (letter.message,)
    )


def last_letter(desk: Desk, lead: int) -> KeptLetter | None:
    """The latest letter of a lead that a person wrote, and that can be answered."""
    written = [one for one in desk.store.letters.of_lead(lead) if one.kind in _TO_BE_ANSWERED and one.event]
    return max(written, key=lambda one: (one.arrived, one.id), default=None)


def answered_subject(subject: str) -> str:
    """`Re: ` before a subject, once, whatever their program put there."""
    return f"Re: {_REPLY.sub('', subject, count=1) if _REPLY.match(subject) else subject}".rstrip()


def _quoted(desk: Desk, lead: Lead, letter: KeptLetter) -> str:
    """Their text as it is quoted below an answer."""
    lines = letter.text.strip().splitlines()
    shown = [f"> {line}".rstrip() for line in lines[:QUOTED_LINES]] + (
        ["> …"] if len(lines) > QUOTED_LINES else []
    )
    when = f"{local(letter.arrived, desk.zone):%a %d %b %Y, %H:%M}"
    return "\n".join([f"On {when}, {_who(lead, letter)} wrote:", *shown])
