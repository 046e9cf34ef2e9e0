"""Who a mail comes from: its mailbox, name and address in From, and the identity below the text (R14.4)."""

from __future__ import annotations

from msgspec import Struct

from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.engine.events import ENGINE
from dialq.errors import BadInput
from dialq.settings import MailboxSettings, Settings

LONGEST_NAME = 64
"""Letters before the `@` (RFC 5321, 4.5.3.1)."""


class Sender(Struct, frozen=True):
    """The sender of one mail."""

    rep: str
    """Who sends it; `ENGINE` is the plan."""
    mailbox: str
    """Name of the mailbox; '' is the Maildir outbox."""
    name: str
    address: str
    footer: str
    """Identity, postal address, opt-out."""
    plus_address: bool = False
    """Whether answers may come to `name+word@…`."""

    def reply_to(self, token: str) -> str:
        """The address that carries a word of ours back; '' where the mailbox has none, or it would be too long."""
        name, _, domain = self.address.rpartition("@")
        carrying = f"{name}+{token}"
        return f"{carrying}@{domain}" if self.plus_address and len(carrying) <= LONGEST_NAME else ""


def sender_of(desk: Desk, dossier: Dossier, rep: str) -> Sender:
    """Who a mail to a lead comes from: the rep's mailbox, or that of its thread for an automatic one (`ENGINE`).

    Raises BadInput for a rep whom no mailbox serves: nobody writes from another's by accident.
    """
    settings = desk.settings
    if not settings.mail.mailboxes:
        return _from(settings, None, rep)
    box = settings.mail.mailbox_of(rep) if rep != ENGINE else _of_thread(desk, dossier)
    if box is None:
        raise BadInput(
            f"the settings name no mailbox for {rep}", "Add the name to reps of one, or let one have no reps."
        )
    return _from(settings, box, rep)


def sender_of_rep(settings: Settings, rep: str) -> Sender:
    """Who a rep's mails come from."""
    return _from(settings, settings.mail.mailbox_of(rep), rep)


def _from(settings: Settings, box: MailboxSettings | None, rep: str) -> Sender:
    sender = settings.sender
    if box is None:
        return Sender(rep, "", sender.name, sender.email, sender.footer)
    name = box.from_name or sender.name
    return Sender(rep, box.name, name, box.address, sender.signed(name), box.plus_address)


def _of_thread(desk: Desk, dossier: Dossier) -> MailboxSettings | None:
    """The mailbox of this campaign's mails to the lead, else that of the lead's last rep, else the shared one."""
    mail, state = desk.settings.mail, dossier.state
    for earlier in reversed(desk.store.outbox.of_lead(dossier.lead.id)):
        known = mail.mailbox(earlier.mailbox) if earlier.mailbox and earlier.queued >= state.entered else None
        if known is not None:
            return known
    return mail.mailbox_of(state.last_rep) or mail.mailbox_of(ENGINE)
