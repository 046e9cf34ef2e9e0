"""The real desk's use cases about mails; each part loads when it is first asked for, not at start."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dialq.errors import BadInput
from dialq.tui.mail_vocabulary import MailVocabulary, Trouble, WholeMail

if TYPE_CHECKING:
    from dialq.desk.block import Block
    from dialq.desk.desk import Desk
    from dialq.desk.mail_views import (
        MailboxView,
        Mass,
        MassLine,
        MassSent,
        OutboxView,
        PlannedMail,
        ThreadLine,
    )
    from dialq.desk.views import Draft, Queued


TROUBLES = 200
"""Mails that failed or may have left, looked at for those that concern this rep."""
FIRST_PLANNED = 50
"""Automatic mails that the morning names at most."""


def outbox_view(desk: Desk) -> OutboxView:
    """What waits, failed, leaves today and came in."""
    from dialq.desk import outbox_view as views

    return views.outbox_view(desk)


def my_mailbox(desk: Desk) -> MailboxView | None:
    """The mailbox that this rep's mails leave from; None without mailboxes."""
    box = desk.settings.mail.mailbox_of(desk.rep)
    if box is None:
        return None
    from dialq.desk import outbox_view as views

    return next((view for view in views.mailboxes(desk) if view.name == box.name), None)


def whole_mail(desk: Desk, message: str) -> WholeMail:
    """A mail of the outbox as its reader will see it; raises BadInput if it is not there any more."""
    from dialq.desk.mail_making import outgoing_of

    mail = desk.store.outbox.get(message)
    if mail is None:
        raise BadInput("this mail is not in the outbox any more")
    made = outgoing_of(mail)
    return WholeMail(
        f"{made.from_name} <{made.from_address}>", made.to_address, made.subject, made.body, made.footer,
        bool(made.html), mail.batch,
    )  # fmt: skip


def footer(desk: Desk) -> str:
    """What every mail of this rep carries at its end."""
    from dialq.desk.mail_sender import sender_of_rep

    return sender_of_rep(desk.settings, desk.rep).footer


def hold_mail(desk: Desk, message: str) -> Queued:
    """Keep a mail back while it is edited."""
    from dialq.desk import mailing

    return mailing.hold_mail(desk, message)


def release_mail(desk: Desk, message: str) -> None:
    """Let it wait its hold again."""
    from dialq.desk import mailing

    mailing.release_mail(desk, message)


def edit_mail(desk: Desk, message: str, subject: str, body: str) -> Queued:
    """Change a mail that waits."""
    from dialq.desk import mailing

    return mailing.edit_mail(desk, message, subject, body)


def resolve_mail(desk: Desk, message: str, *, left: bool) -> None:
    """An unconfirmed mail left, or is sent again."""
    from dialq.desk import mail_fates

    mail_fates.resolve_mail(desk, message, left=left)


def retry_mail(desk: Desk, message: str) -> None:
    """A failed mail again."""
    from dialq.desk import mail_fates

    mail_fates.retry_mail(desk, message)


def restart_mailbox(desk: Desk, name: str) -> None:
    """Lift the stop of a mailbox."""
    from dialq.desk import mailbox_standing

    mailbox_standing.restart_mailbox(desk, name)


def planned_mails(desk: Desk) -> tuple[PlannedMail, ...]:
    """The first automatic mails that leave today."""
    from dialq.desk import planned

    return planned.planned_mails(desk, limit=FIRST_PLANNED)


def hold_planned(desk: Desk, lead: int, step: str) -> None:
    """Keep an automatic mail from leaving."""
    from dialq.desk import planned

    planned.hold_planned(desk, lead, step)


def release_planned(desk: Desk, lead: int, step: str) -> None:
    """Let it go after all."""
    from dialq.desk import planned

    planned.release_planned(desk, lead, step)


def edit_planned(desk: Desk, lead: int, step: str, subject: str, body: str) -> None:
    """Give it a text of its own."""
    from dialq.desk import planned

    planned.edit_planned(desk, lead, step, subject, body)


def mass_mail(desk: Desk, template: str, leads: Sequence[int] = (), block: Block | None = None) -> Mass:
    """One template merged for many."""
    from dialq.desk import mass

    return mass.mass_mail(desk, template, leads, block)


def send_mass(desk: Desk, template: str, lines: Sequence[MassLine]) -> MassSent:
    """Put them into the outbox as one batch."""
    from dialq.desk import mass

    return mass.send_mass(desk, template, lines)


def stop_batch(desk: Desk, batch: str) -> int:
    """Stop what has not left of a batch; how many."""
    from dialq.desk import mass

    return mass.stop_batch(desk, batch)


def thread(desk: Desk, lead: int) -> tuple[ThreadLine, ...]:
    """Mails to and from a lead, oldest first."""
    from dialq.desk import threads

    return threads.thread(desk, lead)


def answer_draft(desk: Desk, lead: int) -> Draft:
    """The answer to their last mail, to be written."""
    from dialq.desk import threads

    return threads.answer_draft(desk, lead)


def kept_draft(desk: Desk, lead: int) -> Draft | None:
    """The mail to a lead that was left half written."""
    if not desk.store.tables.draft(desk.rep, lead, "mail"):
        return None
    from dialq.desk import mailing

    return mailing.draft_mail(desk, lead)


def troubles(desk: Desk) -> tuple[Trouble, ...]:
    """What failed of this rep's mails, and what may have left of theirs or of those that leave by themselves."""
    from dialq.desk.kept import FAILED, UNCONFIRMED

    mails = desk.store.outbox.with_status(FAILED, UNCONFIRMED, limit=TROUBLES)
    return tuple(
        Trouble(mail.message, mail.recipient, mail.subject, mail.status == FAILED, mail.problem)
        for mail in mails
        if mail.rep == desk.rep or (not mail.rep and mail.status == UNCONFIRMED)
    )


def letter_seen(desk: Desk, letter: int) -> None:
    """A person has looked at it."""
    from dialq.desk import inbox

    inbox.letter_seen(desk, letter)


def after_leaving(desk: Desk) -> str:
    """Who sends what waits when this process ends; '' if somebody else does."""
    from dialq.desk import outbox_view as views

    boxes = views.mailboxes(desk)
    if not boxes:
        return "They leave while a screen is open, or with `dialq mail run`"
    mine = f"process {os.getpid()}"
    alone = [box.name for box in boxes if box.waiting and (not box.sender or box.sender.endswith(mine))]
    return (
        f"Nobody else sends for {', '.join(alone)}: leave a screen open, or start `dialq mail run`"
        if alone
        else ""
    )


MAIL_WORDS = MailVocabulary(
    outbox_view=outbox_view,
    my_mailbox=my_mailbox,
    whole_mail=whole_mail,
    footer=footer,
    hold_mail=hold_mail,
    release_mail=release_mail,
    edit_mail=edit_mail,
    resolve_mail=resolve_mail,
    retry_mail=retry_mail,
    restart_mailbox=restart_mailbox,
    planned_mails=planned_mails,
    hold_planned=hold_planned,
    release_planned=release_planned,
    edit_planned=edit_planned,
    mass_mail=mass_mail,
    send_mass=send_mass,
    stop_batch=stop_batch,
    thread=thread,
    answer_draft=answer_draft,
    kept_draft=kept_draft,
    troubles=troubles,
    letter_seen=letter_seen,
    after_leaving=after_leaving,
)
"""Everything the screen may ask of the real desk about mails."""
