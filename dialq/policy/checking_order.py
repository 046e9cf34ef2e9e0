"""When the steps of a campaign come: gaps under the caps, steps that no lead can come to (R4.8, R7.1)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dialq.desk.findings import Finding
from dialq.engine.campaign import CALL, EMAIL, NO_CONTACT, Step
from dialq.policy.checking_plan import Plan


def order(plan: Plan) -> Iterator[Finding]:
    """Findings on the time between steps and on steps that never come."""
    yield from _gaps_of_calls(plan)
    yield from _gaps_of_mails(plan)
    yield from _without_call(plan)
    yield from _beyond_caps(plan)


def _gaps_of_calls(plan: Plan) -> Iterator[Finding]:
    least = plan.settings.caps.call_gap_minutes
    for before, step in pairwise(plan.calls):
        if before.at.day != step.at.day:
            continue
        minutes = step.at.minutes - before.at.minutes
        if minutes < least:
            yield plan.found(
                step,
                "short-gap",
                f"{minutes} minutes after {before.key!r}: a number is not rung again within {least} minutes (R7.1, "
                "settings.toml, caps.call_gap_minutes), so this call will be late",
            )


def _gaps_of_mails(plan: Plan) -> Iterator[Finding]:
    least = plan.settings.caps.email_gap_hours
    mails = [step for step in plan.campaign.steps if step.channel == EMAIL]
    for before, step in pairwise(mails):
        days = step.at.day - before.at.day
        if step.at.day > 0 and days * 24 < least:
            after = f"{days} days after" if days > 1 else "a day after" if days else "on the day of"
            yield plan.found(
                step,
                "short-gap",
                f"{after} {before.key!r}: between two mails lie {least} hours, day 0 aside (R7.1, settings.toml, "
                "caps.email_gap_hours), so this mail will be late; four mails and more triple opt-outs (Belkins, 2025)",
            )


def _without_call(plan: Plan) -> Iterator[Finding]:
    called = False
    for step in plan.campaign.steps:
        called = called or step.channel == CALL
        if step.when == NO_CONTACT and not called:
            yield plan.found(
                step,
                "unreachable-step",
                'it waits for a call that reached nobody (when = "no_contact"), and no call comes before it (R4.4)',
            )


def _beyond_caps(plan: Plan) -> Iterator[Finding]:
    yield from _beyond(plan, plan.touches, plan.most_touches, "touches", "6 to 10 touches make a campaign")
    yield from _beyond(plan, plan.calls, plan.most_calls, "calls", "93 % of conversions come by call six")


def _beyond(plan: Plan, steps: tuple[Step, ...], most: int, what: str, why: str) -> Iterator[Finding]:
    source = '"insane follow-ups"' if what == "touches" else "Leads360, 2012"
    for step in steps[most:]:
        yield plan.found(
            step,
            "unreachable-step",
            f"the campaign allows {most} {what} (max_{what}, or caps in settings.toml), and {len(steps[:most])} come "
            f"before it; {why} ({source})",
        )
