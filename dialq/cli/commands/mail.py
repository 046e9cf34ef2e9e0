"""`dialq mail`: mails out and in. Each of its commands is loaded when it is called."""

from __future__ import annotations

import click

from dialq.cli.calling import LazyGroup

COMMANDS = {
    "status": "mail_status:status",
    "run": "mail_run:run",
    "send": "mail_send:send",
    "fetch": "mail_fetch:fetch",
    "check": "mail_check:check",
    "unit": "mail_unit:unit",
    "resolve": "mail_resolve:resolve",
    "retry": "mail_outbox:retry",
    "stop": "mail_outbox:stop",
    "edit": "mail_outbox:edit",
    "start": "mail_outbox:start",
    "planned": "mail_planned:planned",
    "mass": "mail_mass:mass",
    "thread": "mail_thread:thread",
    "answer": "mail_thread:answer",
    "inbox": "mail_inbox:inbox",
    "classify": "mail_classify:classify",
}
"""Command -> its module, and its name there."""


@click.group(cls=LazyGroup, table=COMMANDS)
def mail() -> None:
    """Send the mails, fetch the answers, see how far they are; `dialq help mail` is the manual."""
