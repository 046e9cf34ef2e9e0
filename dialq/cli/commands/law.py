"""`dialq law`: may this be called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dialq.cli.calling import DialqGroup
from dialq.cli.session import at_desk, wants_json
from dialq.errors import BadInput

if TYPE_CHECKING:
    from dialq.desk.law import Ruling


@click.group(cls=DialqGroup)
def law() -> None:
    """Ask what the calling hours say; the rules are unverified and no legal advice."""


@law.command()
@click.argument("lead", required=False)
@click.option("--phone", metavar="N", help="A number, instead of a lead.")
@click.option("--region", metavar="R", default="", help="The state or province of its owner.")
@click.option("--postal-code", metavar="P", default="", help="The postal code of its owner.")
@click.option("--at", metavar="T", help="At that time instead of now.")
def check(lead: str | None, phone: str | None, region: str, postal_code: str, at: str | None) -> None:
    """Say whether a LEAD, or a number, may be called, and why."""
    from dialq.cli import output
    from dialq.cli.moments import here, read_at
    from dialq.desk import finding
    from dialq.desk.law import may_call_lead, may_call_number

    if (lead is None) == (phone is None):
        raise BadInput(
            "name a LEAD or a number", "dialq law check 12, or dialq law check --phone '+1 415 555 0142'."
        )
    with at_desk() as desk:
        moment = read_at(desk, at)
        if lead is not None:
            ruling = may_call_lead(desk, finding.resolve(desk, lead), moment)
        else:
            ruling = may_call_number(desk, phone or "", region, postal_code, moment)
        if wants_json():
            output.document(_plain(ruling))
            return
        until = f" until {here(desk, ruling.until)}" if ruling.until is not None else ""
        output.say(f"{'allowed' if ruling.allowed else 'not allowed'}{until}")
        output.say(f"  zones {', '.join(ruling.zones)} (from the {ruling.zone_source})")
        output.say(*(f"  {rule.rule}: {rule.source}" for rule in ruling.rules))


def _plain(ruling: Ruling) -> dict[str, object]:
    from dialq.cli.moments import utc

    names = ("jurisdiction", "rule", "source", "verified", "holds")
    return {
        "allowed": ruling.allowed,
        "until": utc(ruling.until),
        "jurisdictions": list(ruling.jurisdictions),
        "zones": list(ruling.zones),
        "zone_source": ruling.zone_source,
        "rules": [{name: getattr(rule, name) for name in names} for rule in ruling.rules],
    }
