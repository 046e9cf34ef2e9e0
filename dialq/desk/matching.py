"""Whose letter it is: by our ids, by words of ours, by who wrote it, the surest first (R14.3)."""

from __future__ import annotations

import re
from typing import NamedTuple

from dialq.desk.desk import Desk
from dialq.desk.kept import SENDING, SENT, UNCONFIRMED, Mail
from dialq.desk.letters import BOUNCE, COMPLAINT, LOOP, UNSUBSCRIBE, Envelope, Letter

ID, TOKEN, ADDRESS, NOBODY = "id", "token", "address", ""
"""By what a lead was found."""
HOW = (ID, TOKEN, ADDRESS, NOBODY)
SURE = (ID, TOKEN)
"""What nobody can guess: proof enough to end a lead or to kill an address."""

_TOKEN_SHAPE = re.compile(r"[0-9a-z]{1,13}\.[A-Za-z0-9_-]{8,64}\.[A-Za-z0-9_-]{8,64}")
"""A lead, a nonce and a signature: any other word in a letter is somebody else's."""


class Match(NamedTuple):
    """Whose letter it is, and how sure that is."""

    lead: int = 0
    """0: nobody we know."""
    by: str = NOBODY
    mail: Mail | None = None
    """The mail of ours that it answers, if it says so."""
    forged: bool = False
    """Whether it carries a word that looks like ours and is not, and nothing better."""

    @property
    def is_sure(self) -> bool:
        """Whether it was matched by what cannot be guessed."""
        return self.by in SURE


def match(desk: Desk, envelope: Envelope, letter: Letter) -> Match:
    """The lead a letter concerns; who asks us to stop is heard though no mail left from here.

    A robot's mail carries our marks back whatever it is about: it concerns whom it comes from.
    """
    if letter.kind == LOOP:
        lead = _written_to(desk, envelope.mailbox, letter.sender)
        return Match(lead, ADDRESS if lead else NOBODY)
    found = _by_id(desk, letter) or _by_token(desk, letter)
    if found is not None:
        return found
    forged = any(_TOKEN_SHAPE.fullmatch(token) for token in letter.tokens)
    who = letter.address if letter.kind in (BOUNCE, COMPLAINT) else letter.sender
    mail = _mentioned(desk, letter, who)
    if mail is not None:
        return Match(mail.lead, ADDRESS, mail, forged)
    lead = _written_to(desk, envelope.mailbox, who)
    if not lead and letter.kind in (UNSUBSCRIBE, COMPLAINT):
        lead = next(iter(leads_at(desk, who)), 0)
    return Match(lead, ADDRESS if lead else NOBODY, None, forged)


def _by_id(desk: Desk, letter: Letter) -> Match | None:
    for message in letter.answers:
        mail = desk.store.outbox.get(message)
        if mail is not None:
            return Match(mail.lead, ID, mail)
    return None


def _by_token(desk: Desk, letter: Letter) -> Match | None:
    for token in letter.tokens:
        mail = desk.store.outbox.with_token(token.lower())
        if mail is not None:
            return Match(mail.lead, TOKEN, mail)
        lead = desk.mailer.token_lead(token)
        if lead is not None and desk.store.leads.get(lead) is not None:
            return Match(lead, TOKEN)
    return None


def _mentioned(desk: Desk, letter: Letter, who: str) -> Mail | None:
    """A mail of ours that is only mentioned, if its lead wrote: programs recycle ids of old threads."""
    for message in letter.mentions:
        mail = desk.store.outbox.get(message)
        if mail is not None and is_of(desk, mail.lead, who):
            return mail
    return None


def _written_to(desk: Desk, mailbox: str, address: str) -> int:
    """The lead with this address to whom a mail left from this mailbox, of several the last one; 0: none."""
    latest = 0, 0
    for lead in leads_at(desk, address):
        left = [mail.left_at or mail.queued for mail in _went(desk, lead) if mail.mailbox == mailbox]
        latest = max(latest, (max(left), lead)) if left else latest
    return latest[1]


def _went(desk: Desk, lead: int) -> list[Mail]:
    """Mails of a lead that left, or may have."""
    return [m for m in desk.store.outbox.of_lead(lead) if m.status in (SENT, SENDING, UNCONFIRMED)]


def leads_at(desk: Desk, address: str) -> list[int]:
    """Leads with an address, whether or not it is written with a plus tag here or there."""
    if "@" not in address:
        return []
    plain = untagged(address)
    local, _, domain = plain.partition("@")
    found = desk.store.leads.with_points({f"e:{address.lower()}", f"e:{plain}"})
    tagged = desk.store.leads.with_point_ending(f"e:{local}+", f"@{domain}")
    candidates = {*tagged, *(lead for leads in found.values() for lead in leads)}
    return sorted(lead for lead in candidates if is_of(desk, lead, address))


def is_of(desk: Desk, lead: int, address: str) -> bool:
    """Whether an address is one of a lead's."""
    known = desk.store.leads.get(lead)
    return known is not None and same_among(known.emails, address) != ""


def same_among(addresses: tuple[str, ...], address: str) -> str:
    """The one of these addresses that is the same but for case and plus tag; '' if none is."""
    exact = (one for one in addresses if one.lower() == address.lower())
    alike = (one for one in addresses if address and untagged(one) == untagged(address))
    return next(exact, next(alike, ""))


def untagged(address: str) -> str:
    """An address in lower case, without the tag behind a plus."""
    local, at, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"
