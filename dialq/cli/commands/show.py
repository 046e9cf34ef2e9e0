"""`dialq show`: a lead's card and timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json

if TYPE_CHECKING:
    from dialq.desk.desk import Desk
    from dialq.desk.experiments import LeadArm
    from dialq.desk.views import Card, StoryLine


@click.command(cls=DialqCommand)
@click.argument("lead")
def show(lead: str) -> None:
    """Print what is known of a LEAD and everything that happened to it; looking claims nothing."""
    from dialq.cli import output, plain
    from dialq.desk import experiments, explain, finding, take

    with at_desk() as desk:
        number = finding.resolve(desk, lead)
        card, story = take.look(desk, number), explain.story(desk, number)
        arms = experiments.arms_of(desk, number)
        if wants_json():
            told = [plain.story_line(line) for line in story]
            facts = {**plain.lead(card), "experiments": [plain.arm(arm) for arm in arms]}
            output.document({"lead": facts, "timeline": told})
            return
        _print(desk, card, story, arms)


def _print(desk: Desk, card: Card, story: tuple[StoryLine, ...], arms: tuple[LeadArm, ...]) -> None:
    from dialq.cli import output, people

    facts, meter = card.lead, card.meter
    output.say(f"#{facts.id}  {people.named(facts.name, facts.company)}  {facts.title}".rstrip())
    where = ", ".join(part for part in (facts.street, facts.city, facts.region, facts.country) if part)
    rows = [
        (number.shown, number.kind, number.local_time, number.window, number.last) for number in card.numbers
    ]
    output.table(rows, indent="  ")
    output.say(*(f"  {line}" for line in (*facts.emails, facts.linkedin, where) if line))
    output.say(f"  {card.stage}: {card.why_now or card.banner}".rstrip(": "))
    used = (("campaign", meter.campaign), ("calls", meter.calls), ("today", meter.day), ("life", meter.life))
    output.say("  touches " + ", ".join(f"{name} {done}/{most}" for name, (done, most) in used if most))
    if card.promise:
        output.say(f"  promised: {card.promise}")
    _interest(desk, card)
    people.arms(desk, arms, indent="  ")
    output.say("")
    output.table(
        [(str(line.event), line.when, line.kind, line.who, f"{line.text}{' (undone)' if line.undone else ''}")
         for line in story],
        indent="  ",
    )  # fmt: skip


def _interest(desk: Desk, card: Card) -> None:
    """What the lead did, how it fits, what it cost: the reasons to call it, or not to."""
    from dialq.cli import output, people
    from dialq.cli.moments import here
    from dialq.desk.costs import money

    if card.silent_since is not None:
        output.say(f"  went silent since {here(desk, card.silent_since)}")
    if card.interactions:
        output.say(
            f"  did: {'; '.join(f'{one.kind} {one.when} {one.topic}'.rstrip() for one in card.interactions)}"
        )
    if card.spent or card.budget is not None:
        of = f" of {money(card.budget)}" if card.budget is not None else ""
        output.say(f"  spent {money(card.spent)}{of}")
    if card.fit.checks:
        output.say(f"  fit to {card.fit.persona}: {people.fit_word(card.fit)}")
        output.table([(check.name, check.answer, check.reason) for check in card.fit.checks], indent="    ")
