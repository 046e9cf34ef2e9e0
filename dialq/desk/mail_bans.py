"""Which ban keeps a mail from a lead, in words for whoever wanted to write it (R18.1)."""

from __future__ import annotations

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.suppressing import is_suppressed
from dialq.engine.campaign import EMAIL
from dialq.engine.channels import Around, emails, is_dead


def mail_ban(desk: Desk, dossier: Dossier, near: Around, at: Instant, to: str = "") -> str:
    """The ban that keeps a mail from an address, without one from all that the lead has; '' if none does."""
    lead, state = dossier.lead, dossier.state
    if EMAIL in near.banned:
        return _of_all(desk, dossier)
    if not to and (not near.banned or emails(lead, state, near, at)):
        return ""
    for address in (to,) if to else lead.emails:
        ban = is_suppressed(desk, address)
        if ban["suppressed"] and not is_dead(address, state, at):
            by = ban["by"] or address
            return f"a ban on {by} ({ban['source']}) keeps mails from {address}"
    return ""


def _of_all(desk: Desk, dossier: Dossier) -> str:
    """The ban that covers a lead's mails whatever the address."""
    lead = dossier.lead
    asked = (
        ("person", str(lead.id), "the person"),
        ("person-email", str(lead.id), "mails to the person"),
        ("company", lead.company.strip(), lead.company.strip()),
    )
    for scope, value, words in asked:
        found = desk.store.bans.find(scope, value)
        if found is not None:
            _, rep, reason = found
            return f"a ban on {words} ({f'{rep}: {reason}' if rep else reason}) covers this channel"
    return "a ban covers this channel"
