"""Believable mailboxes, mails, threads and mass mails for the desk in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dialq.clock import Instant
from dialq.desk.mail_views import (
    LetterLine,
    MailboxView,
    MailLine,
    Mass,
    MassLine,
    MassSent,
    OutboxView,
    PlannedMail,
    ThreadLine,
)
from dialq.desk.views import Draft, Queued, Refused
from dialq.errors import BadInput, NothingThere
from dialq.tui.mail_vocabulary import MailVocabulary, Trouble, WholeMail
from tests.tui.fake_cards import NOON

FOOTER = "Ana Torres, Example Freight\n1 Example Street, Springfield\nNo more mail? Reply STOP."
BODY = "Hi Jordan,\n\nfrom $40 a depot.\n\nAna"


def a_mail(message: str, name: str, status: str, **more: Any) -> MailLine:
    """A mail of the outbox."""
    known: dict[str, Any] = {
        "lead": 1, "company": "Acme Freight", "to": "jordan@acme.example", "subject": "Pricing for cold-chain alerts",
        "leaves": Instant(NOON + 42), "mailbox": "sales", "what": "mail", "rep": "ana",
    }  # fmt: skip
    return MailLine(message=message, name=name, status=status, **(known | more))


SALES = MailboxView("sales", "sales@example.com", 47, 50, 3, Instant(NOON + 8880), sender="ana", fetcher="ana",
                    fetched=Instant(NOON - 20))  # fmt: skip
STOPPED = MailboxView("events", "events@example.com", 12, 20, 1, None,
                      stopped="LOGIN: 535 5.7.8 authentication failed", sender="", fetcher="ben")  # fmt: skip
IN_HOLD = (
    a_mail("<1@example.com>", "Jordan Reyes", "hold"),
    a_mail("<2@example.com>", "Priya Shah", "hold", lead=3, company="Northwind", to="priya@northwind.example",
           subject="Your question", leaves=Instant(NOON - 60), what="batch", why="50 of 50 left today: next at 14:10"),
)  # fmt: skip
UNSURE = a_mail("<3@example.com>", "Tom Ash", "unconfirmed", lead=4, company="Pelion", to="tom@pelion.example",
                why="the connection was lost after the text had ended")  # fmt: skip
FAILED = a_mail("<4@example.com>", "Sam Ode", "failed", lead=5, company="Borealis", to="sam@borealis.example",
                why="RCPT: 550 5.1.1 unknown user", tries=1)  # fmt: skip
PLANNED = (
    PlannedMail(6, "Ivy Dunn", "Harrow", "ivy@harrow.example", "email-2", Instant(NOON + 7200), "inbound-question",
                "A question, Ivy", "Hi Ivy,\n\nwhat goes wrong today?"),
    PlannedMail(7, "Nia Roe", "Castle Foods", "nia@castlefoods.example", "email-3", Instant(NOON + 9000),
                "inbound-example", "An example", "Hi Nia,\n\none of ours.", held_by="ben"),
)  # fmt: skip
FORGED = LetterLine(1, 0, "", Instant(NOON - 4000), "reply", "mallory@elsewhere.example", "Re: Pricing",
                    "Send me your list.\x1b[2J", "a reply with a word that is not ours", True)  # fmt: skip


def a_full_outbox() -> OutboxView:
    """Something of everything."""
    return OutboxView((SALES, STOPPED), IN_HOLD, (FAILED,), (UNSURE,), PLANNED, (FORGED,), runner=True)


NOTHING = OutboxView((), (), (), (), (), (), runner=True)
THREAD = (
    ThreadLine(Instant(NOON - 90000), "Tue 10:15", True, "ana", "sent", "Pricing one-pager", BODY, "<0@example.com>"),
    ThreadLine(Instant(NOON - 50000), "Tue 21:08", False, "Jordan Reyes", "out-of-office", "Out of office",
               "I am back on Wednesday.", "<o@acme.example>"),
    ThreadLine(Instant(NOON - 600), "11:32", False, "Jordan Reyes", "reply", "Re: Pricing one-pager",
               "Thanks Ana.\n\nWhat would three depots cost a year? And who else in the cold chain uses it?\n\nJordan",
               "<r@acme.example>"),
)  # fmt: skip


@dataclass
class Mails:
    """What the fake desk knows of mails; `done` notes every act."""

    view: OutboxView = NOTHING
    box: MailboxView | None = None
    lines: tuple[ThreadLine, ...] = THREAD
    refuse_edit: str = ""
    answers: bool = True
    answered: tuple[str, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    kept_back: list[str] = field(default_factory=list)
    done: list[tuple[Any, ...]] = field(default_factory=list)
    batches: list[tuple[MassLine, ...]] = field(default_factory=list)

    def stop(self, message: str) -> None:
        """It waits no more."""
        self.done.append(("cancel", message))
        hold = tuple(mail for mail in self.view.hold if mail.message != message)
        failed = tuple(mail for mail in self.view.failed if mail.message != message)
        self.view = self.view._replace(hold=hold, failed=failed)


def outbox_view(desk: Any) -> OutboxView:
    view: OutboxView = desk.post.view
    return view


def my_mailbox(desk: Any) -> MailboxView | None:
    box: MailboxView | None = desk.post.box
    return box


def whole_mail(desk: Any, message: str) -> WholeMail:
    view = desk.post.view
    mails = [mail for part in (view.hold, view.failed, view.unconfirmed) for mail in part]
    mail = next(mail for mail in mails if mail.message == message)
    batch = "mass-20251126-1142-aa" if mail.what == "batch" else ""
    return WholeMail("Ana Torres <sales@example.com>", mail.to, mail.subject, BODY, FOOTER, batch=batch)


def footer(desk: Any) -> str:
    return FOOTER


def hold_mail(desk: Any, message: str) -> Queued:
    if not any(mail.message == message for mail in desk.post.view.hold):
        raise BadInput("this mail is not waiting any more")
    desk.post.kept_back = [message]
    return Queued(message, 1, "jordan@acme.example", "", "", "hold", Instant(NOON + 3600))


def release_mail(desk: Any, message: str) -> None:
    desk.post.kept_back.remove(message)
    desk.post.done.append(("let go", message))


def edit_mail(desk: Any, message: str, subject: str, body: str) -> Queued:
    if desk.post.refuse_edit:
        raise BadInput(desk.post.refuse_edit)
    desk.post.done.append(("edit", message, subject, body))
    return Queued(message, 1, "jordan@acme.example", subject, body, "hold", Instant(NOON + 42))


def resolve_mail(desk: Any, message: str, *, left: bool) -> None:
    desk.post.done.append(("resolve", message, left))
    desk.post.view = desk.post.view._replace(unconfirmed=())


def retry_mail(desk: Any, message: str) -> None:
    desk.post.done.append(("retry", message))
    desk.post.view = desk.post.view._replace(failed=())


def restart_mailbox(desk: Any, name: str) -> None:
    desk.post.done.append(("start", name))
    boxes = tuple(box._replace(stopped="") for box in desk.post.view.mailboxes)
    desk.post.view = desk.post.view._replace(mailboxes=boxes)


def planned_mails(desk: Any) -> tuple[PlannedMail, ...]:
    planned: tuple[PlannedMail, ...] = desk.post.view.planned
    return planned


def _planned(desk: Any, lead: int, **changes: str) -> None:
    planned = tuple(one._replace(**changes) if one.lead == lead else one for one in desk.post.view.planned)
    desk.post.view = desk.post.view._replace(planned=planned)


def hold_planned(desk: Any, lead: int, step: str) -> None:
    desk.post.done.append(("hold", lead, step))
    _planned(desk, lead, held_by="ana")


def release_planned(desk: Any, lead: int, step: str) -> None:
    desk.post.done.append(("release", lead, step))
    _planned(desk, lead, held_by="")


def edit_planned(desk: Any, lead: int, step: str, subject: str, body: str) -> None:
    desk.post.done.append(("edit planned", lead, step))
    _planned(desk, lead, subject=subject, body=body, edited_by="ana")


def mass_mail(desk: Any, template: str, leads: Sequence[int] = (), block: Any = None) -> Mass:
    cards = [card for card in desk.cards if not leads or card.item.lead in leads]
    nobody = Refused("fields", "first_name is empty for this lead", override=False)
    return Mass(template, tuple(
        MassLine(card.item.lead, card.lead.name, card.lead.company, card.lead.emails[0], "Pricing",
                 f"Hi {card.lead.name.split()[0]}", card.seen, nobody if card.item.lead == 2 else None)
        for card in cards
    ))  # fmt: skip


def send_mass(desk: Any, template: str, lines: Sequence[MassLine]) -> MassSent:
    desk.post.batches.append(tuple(lines))
    changed = Refused("changed", "something happened to this lead since", override=False)
    went = tuple(one.lead for one in lines if one.lead != 3)
    refused = tuple((one.lead, changed) for one in lines if one.lead == 3)
    return MassSent("mass-20251126-1142-aa", went, refused, Instant(NOON + 8880))


def stop_batch(desk: Any, batch: str) -> int:
    desk.post.done.append(("stop", batch))
    return 4


def thread(desk: Any, lead: int) -> tuple[ThreadLine, ...]:
    lines: tuple[ThreadLine, ...] = desk.post.lines
    return lines


def answer_draft(desk: Any, lead: int) -> Draft:
    if not desk.post.answers:
        raise NothingThere("they have not written")
    return Draft(lead, "", "jordan@acme.example", "Re: Pricing one-pager", "\n\n> What would three depots cost a year?",
                 footer=FOOTER, answers=desk.post.answered)  # fmt: skip


def kept_draft(desk: Any, lead: int) -> Draft | None:
    drafts: list[Draft] = [draft for draft in desk.mail_drafts if draft.lead == lead]
    return drafts[-1] if drafts and all(mail.lead != lead for mail in desk.mails) else None


def troubles(desk: Any) -> tuple[Trouble, ...]:
    found: tuple[Trouble, ...] = desk.post.troubles
    return found


def letter_seen(desk: Any, letter: int) -> None:
    desk.post.done.append(("seen", letter))
    desk.post.view = desk.post.view._replace(look=())


def after_leaving(desk: Any) -> str:
    return "Nobody else sends for sales: leave a screen open, or start `dialq mail run`"


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
"""The fake's use cases about mails, as the app asks for them."""
