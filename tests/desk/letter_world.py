"""A world with a mailbox: mails leave from it, letters come into it."""

from __future__ import annotations

from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from dialq.clock import Instant
from dialq.desk import mailing
from dialq.desk.desk import Desk
from dialq.desk.inbox import take_in
from dialq.desk.kept import Mail
from dialq.desk.letters import REPLY, Envelope, Letter
from dialq.desk.mail_views import TakenIn
from dialq.desk.views import Draft, Queued
from dialq.engine.campaign import EMAIL
from tests.desk.world import SENDER, World

MAILBOX = """
[[mailbox]]
name = "sales"
address = "ana@coldchain.example"
"""


class LetterWorld(World):
    """One mailbox, `sales`, whose mails go to a folder."""

    def __init__(self, folder: Path, now: str = "2026-12-01 10:00") -> None:
        folder.mkdir(exist_ok=True)
        (folder / "settings.toml").write_text(SENDER + MAILBOX, encoding="utf-8")
        super().__init__(folder, now, sender=False)
        self._uids = count(1)

    def write_to(self, lead: int, desk: Desk | None = None) -> Mail:
        """A mail by hand to a lead, which has left."""
        message = self.queue(lead, desk)
        self.clock.advance(60)
        mailing.run_outbox(self.desk)
        mail = self.desk.store.outbox.get(message)
        assert mail is not None
        assert mail.left_at is not None
        return mail

    def queue(self, lead: int, desk: Desk | None = None, rank: int | None = None) -> str:
        """A mail by hand that waits; its Message-ID."""
        draft = Draft(lead, "", "", "Cold chain alerts", "Shall I show you how?")
        queued = mailing.queue_mail(desk or self.desk, draft, override="a test asks for it", rank=rank)
        assert isinstance(queued, Queued), queued
        return queued.message

    def envelope(self, uid: int = 0, validity: int = 1) -> Envelope:
        """The next letter's place in the inbox."""
        return Envelope("sales", "INBOX", validity, uid or next(self._uids), self.clock.now())

    def come(self, letter: Letter, desk: Desk | None = None) -> TakenIn:
        """A letter comes in."""
        return take_in(desk or self.desk, self.envelope(), letter)

    def letter(
        self, kind: str = REPLY, *, answers: Mail | None = None, sender: str = "lou42@example.com",
        name: str = "1", written: Instant | None = None, until: date | None = None, subject: str = "Re: Cold chain",
        text: str = "Call me tomorrow.\nLou", **more: Any,
    ) -> Letter:  # fmt: skip
        """A letter as it was read, from the lead's address, perhaps in answer to a mail of ours."""
        ids = (answers.message,) if answers is not None else ()
        return Letter(
            kind, f"<{name}.{kind}@example.com>", written, sender, "Lou Field42" if sender.startswith("lou") else "",
            subject, text, ids, until=until, **more,
        )  # fmt: skip


def bounce_of(
    world: LetterWorld, mail: Mail, status: str, *, permanent: bool | None = True, name: str = "b"
) -> Letter:
    """A delivery report on a mail of ours."""
    return world.letter(
        "bounce", answers=mail, sender="", name=name, status=status, permanent=permanent, address=mail.recipient,
        subject="Undelivered Mail Returned to Sender", why=f"{status} the server's own words",
    )  # fmt: skip


def is_banned(world: World, lead: int) -> bool:
    """Whether no mail may be sent to a lead."""
    known = world.desk.store.leads.get(lead)
    assert known is not None
    banned = world.desk.store.bans.covering(known)
    return EMAIL in banned or set(known.emails) <= banned


def codes(world: World, lead: int) -> list[str]:
    """Kinds of events that letters brought, with the outcome's code, oldest first."""
    events = world.desk.store.events.of_lead(lead)
    return [str(e.facts.get("code", e.kind)) for e in events if e.facts.get("letter")]
