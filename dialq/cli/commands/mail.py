"""`dialq mail`: the outbox."""

from __future__ import annotations

import click

from dialq.cli.calling import DialqGroup
from dialq.cli.session import at_desk, wants_json


@click.group(cls=DialqGroup)
def mail() -> None:
    """See how far the mails are; let those leave whose hold is over."""


@mail.command()
def status() -> None:
    """Count the mails in each state."""
    from dialq.cli import output, people
    from dialq.cli.moments import here, utc
    from dialq.desk import mailing
    from dialq.desk.mail_counts import mail_counts

    with at_desk() as desk:
        counts, waiting = mail_counts(desk), mailing.outbox(desk)
        if wants_json():
            output.document({**counts, "next_leaves": utc(waiting[0].leaves_at) if waiting else None})
            return
        output.say(", ".join(f"{count} {state}" for state, count in counts.items()))
        output.table(
            [
                (m.status, here(desk, m.leaves_at), m.to, m.subject, people.named("", f"lead {m.lead}"))
                for m in waiting
            ],
            indent="  ",
        )


@mail.command()
def send() -> None:
    """Deliver every mail whose hold is over into the mail folder, each at most once."""
    from dialq.cli import output
    from dialq.desk import mailing
    from dialq.desk.mail_counts import mail_counts

    with at_desk() as desk:
        sent = mailing.run_outbox(desk)
        waiting = mail_counts(desk)["hold"]
        if wants_json():
            output.document({"sent": sent, "hold": waiting})
        else:
            output.say(f"{sent} sent, {waiting} still in hold")
