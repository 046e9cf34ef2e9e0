"""A mail as its reader will see it, before it is queued (R14.1)."""

from __future__ import annotations

from typing import NamedTuple

from dialq.desk.desk import Desk
from dialq.desk.ledger import around, read
from dialq.desk.mail_making import Text, may_send, preview, with_html
from dialq.desk.mail_sender import Sender, sender_of
from dialq.desk.views import Draft, Refused


class Look(NamedTuple):
    """What of a draft its text does not show."""

    sender: Sender
    html: str
    """The HTML part without the footer; '': the mail is plain text."""
    refused: Refused | None
    """The rule that keeps it from being queued now."""


def look_of(desk: Desk, draft: Draft) -> Look:
    """Who a draft comes from, and its HTML; blanks may still stand in it."""
    now = desk.now()
    dossier = read(desk, draft.lead)
    near = around(desk, dossier.lead, now)
    filled = with_html(desk, dossier, near, desk.rep, _text(draft), now)
    refused = may_send(desk, dossier, near, now, draft.to)
    return Look(sender_of(desk, dossier, desk.rep), filled.html if filled is not None else "", refused)


def raw_mail(desk: Desk, draft: Draft) -> bytes:
    """A draft's bytes as they would leave now; its ids are made anew when it is queued. Raises BadInput."""
    now = desk.now()
    dossier = read(desk, draft.lead)
    near = around(desk, dossier.lead, now)
    return desk.mailer.compose(
        preview(desk, dossier, near, _text(draft), now, in_reply_to=draft.answers, to=draft.to)
    )


def _text(draft: Draft) -> Text:
    return Text(draft.template, draft.subject, draft.body)
