"""A mail of ours came back: for good, for now, or because nobody takes our mails any more (R14.3)."""

from __future__ import annotations

import re

from dialq.desk.desk import Desk
from dialq.desk.letter_effects import Case, Done, beginning, enact, note
from dialq.desk.mailbox_standing import stop_mailbox
from dialq.desk.matching import same_among
from dialq.engine.channels import is_dead

_BAD_ADDRESS = re.compile(r"5\.1\.\d+|5\.2\.1")
"""No such address, or a mailbox that is closed (RFC 3463)."""
_POLICY = re.compile(r"5\.7\.\d+")
_FOR_NOW = re.compile(r"4\.\d+\.\d+|5\.2\.2")
"""Not yet, or a mailbox that is full."""
_UNSAID = ("", "5.0.0")
"""For good, and no reason given."""


def bounce(desk: Desk, case: Case) -> Done:
    """Act on a bounce; one that names no mail of ours proves nothing about an address, and is only shown."""
    letter, mail = case.letter, case.match.mail
    words = beginning(" ".join(part for part in (letter.status, letter.why or letter.text) if part))
    if not case.match.is_sure:
        return Done(f"a bounce of {letter.address} that names no mail of ours", look=True)
    if mail is not None:
        desk.store.outbox.move(mail.message, mail.status, words or "it came back")
    if letter.permanent is False or _FOR_NOW.fullmatch(letter.status):
        return _noted(desk, case, f"not delivered yet: {words}")
    if _POLICY.fullmatch(letter.status):
        return _stops_the_mailbox(desk, case, words)
    if _BAD_ADDRESS.fullmatch(letter.status) or (letter.permanent and letter.status in _UNSAID):
        return _kills_the_address(desk, case, words)
    return _noted(desk, case, f"it came back: {words}", look=True)


def _kills_the_address(desk: Desk, case: Case, words: str) -> Done:
    """The address that our mail went to, wherever it was forwarded; the lead's next one serves from now on."""
    mail, lead = case.match.mail, case.dossier.lead
    address = same_among(lead.emails, mail.recipient if mail is not None else case.letter.address)
    if not address:
        return _noted(desk, case, f"it came back: {words}", look=True)
    if is_dead(address, case.dossier.state, case.now):
        return _noted(desk, case, f"{address} bounced again")
    event = enact(desk, case, "bounced", number=address, reason=words)
    return Done(f"{address} is not written to any more", event.id)


def _stops_the_mailbox(desk: Desk, case: Case, words: str) -> Done:
    """Nothing is wrong with the lead: it is our mails that are not taken, and each further one makes that worse."""
    mail = case.match.mail
    name = (mail.mailbox if mail is not None else "") or case.envelope.mailbox
    if not desk.store.mailboxes.get(name).stopped:
        stop_mailbox(desk, name, words)
    return _noted(
        desk, case, f"not taken: {words}; mailbox {name} sends nothing until it is started again", look=True
    )


def _noted(desk: Desk, case: Case, text: str, *, look: bool = False) -> Done:
    return Done(text, note(desk, case, text).id, look)
