"""`dialq doctor`: is the file healthy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json
from dialq.errors import DONE, WORLD_FAILED

if TYPE_CHECKING:
    from dialq.desk.health import Check
    from dialq.settings import MailboxSettings


@click.command(cls=DialqCommand)
@click.option("--rebuild", is_flag=True, help="Work every state and place out anew from the events first.")
@click.pass_context
def doctor(context: click.Context, rebuild: bool) -> None:
    """Check the database: that it is whole, that no lead is forgotten, that the disk is fit for it; and the mail."""
    from dialq.cli import output
    from dialq.desk import health
    from dialq.desk.mail_health import mail_checks

    with at_desk(tell=False) as desk:
        checks = [*health.doctor(desk, rebuild=rebuild), *mail_checks(desk, _secret_fault)]
        checks.append(_texts(desk.store.path.parent))
    if wants_json():
        output.document({"checks": [{"name": c.name, "ok": c.ok, "detail": c.detail} for c in checks]})
    else:
        output.table(("ok" if check.ok else "BAD", check.name, check.detail) for check in checks)
    context.exit(DONE if all(check.ok for check in checks) else WORLD_FAILED)


def _texts(folder: Path) -> Check:
    """A template that is broken holds its automatic mails back until it is mended."""
    from dialq.desk.findings import ERROR
    from dialq.desk.health import Check
    from dialq.policy_check import text_findings_in

    broken = [one for one in text_findings_in(folder) if one.severity == ERROR]
    if not broken:
        return Check("templates", True, "all can be filled in")
    first = f"{broken[0].file} {broken[0].where}: {broken[0].text}"
    return Check(
        "templates", False, f"{len(broken)} are broken, their mails wait: {first}; see `dialq template check`"
    )


def _secret_fault(mailbox: MailboxSettings) -> str:
    """Loads the mail parts where there is a mailbox, not before."""
    from dialq.mail_check import secret_fault

    return secret_fault(mailbox)
