"""How campaigns follow one another: rests, what differs, what a life still allows (R4.8, R7.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from dialq.desk.findings import NOTE, Finding
from dialq.engine.campaign import EVENT, Campaign, Programme
from dialq.policy.checking_plan import Plan
from dialq.policy.policy_files import PolicyFiles
from dialq.settings import Settings

PROGRAMMES = "programmes.toml"


def programmes(plans: Mapping[str, Plan], files: PolicyFiles, settings: Settings) -> Iterator[Finding]:
    """Findings on the order of campaigns, each at the campaign it is about."""
    for programme in files.programmes.values():
        legs = [plans[name] for name in programme.campaigns if name in plans]
        live = [leg for leg in legs if not leg.campaign.retired]
        yield from _rests(programme, live)
        yield from _likeness(programme, live)
        yield from _life(programme, live, settings)
        yield from _texts_again(programme, live, plans.get(settings.nurture.campaign))
        yield from _retired(programme, legs)
    yield from _events(plans, files)


def _rests(programme: Programme, legs: list[Plan]) -> Iterator[Finding]:
    for leg, following in pairwise(legs):
        if leg.campaign.rest_days == 0:
            yield leg.found(
                None,
                "no-rest",
                f"in programme {programme.name!r} {following.campaign.name!r} follows at once: a lead that did not "
                'answer rests in marketing for a while first ("insane follow-ups"); 30 or 45 days are usual (R8.1)',
            )


def _likeness(programme: Programme, legs: list[Plan]) -> Iterator[Finding]:
    for index, leg in enumerate(legs):
        for before in _just_before(legs, index):
            if _pitch(before.campaign) == _pitch(leg.campaign):
                yield leg.found(
                    None,
                    "same-approach",
                    f"in programme {programme.name!r} it comes after {before.campaign.name!r} with the same goal, "
                    "message and approach: vary the call to action, message and approach per campaign "
                    '("insane follow-ups")',
                )


def _just_before(legs: list[Plan], index: int) -> Iterator[Plan]:
    """The campaigns a lead may come from: the one before, and those before it that an event may leave out."""
    for leg in reversed(legs[:index]):
        yield leg
        if leg.campaign.kind != EVENT:
            return


def _pitch(campaign: Campaign) -> tuple[str, ...]:
    said = (campaign.goal, campaign.message, campaign.approach)
    return tuple(" ".join(text.casefold().split()) for text in said)


def _life(programme: Programme, legs: list[Plan], settings: Settings) -> Iterator[Finding]:
    used, most = 0, settings.caps.life
    for leg in legs:
        number = min(len(leg.touches), leg.most_touches)
        if used < most < used + number or (used >= most and number):
            step = leg.touches[max(most - used, 0)]
            yield leg.found(
                step,
                "unreachable-step",
                f"in programme {programme.name!r} {max(used, most)} touches can come before it, and a lead's life "
                f"allows {most} (R7.1, settings.toml, caps.life): three campaigns of up to ten "
                '("insane follow-ups")',
            )
        used += number


def _texts_again(programme: Programme, legs: list[Plan], nurture: Plan | None) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for leg in (*legs, *([nurture] if nurture is not None else [])):
        for step in leg.campaign.steps:
            if step.template and seen.get(step.template, leg.campaign.name) != leg.campaign.name:
                yield leg.found(
                    step,
                    "item-twice",
                    f"programme {programme.name!r} sends the text {step.template!r} in {seen[step.template]!r} "
                    "already: an item is never sent twice to a lead (seed 1)",
                )
            elif step.template:
                seen[step.template] = leg.campaign.name


def _retired(programme: Programme, legs: list[Plan]) -> Iterator[Finding]:
    for leg in legs:
        if leg.campaign.retired:
            text = f"programme {programme.name!r} names {leg.campaign.name!r}, which is retired: leads go on past it"
            yield Finding(PROGRAMMES, programme.name, "retired-in-programme", NOTE, text)


def _events(plans: Mapping[str, Plan], files: PolicyFiles) -> Iterator[Finding]:
    invited = {gathering.campaign for gathering in files.gatherings}
    named = {name for programme in files.programmes.values() for name in programme.campaigns}
    for name, plan in plans.items():
        if plan.campaign.kind == EVENT and name in named and name not in invited:
            text = (
                "no event in events.toml belongs to it: until there is one, leads go on to the next campaign"
            )
            yield plan.found(None, "no-event", text, NOTE)
