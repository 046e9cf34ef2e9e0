"""What the program says of a lead is true: what made it fresh, what is owed, what it was touched of."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from dialq.clock import DAY, HOUR, MINUTE
from dialq.desk import explain, take
from dialq.desk.guideline import guideline
from dialq.desk.importing import import_leads
from dialq.desk.interact import interact
from dialq.desk.ledger import read
from dialq.desk.queue import queue
from dialq.desk.reading_acts import Answer, act_of
from dialq.desk.tasks import add_task, finish_task
from dialq.desk.views import Logged
from dialq.engine.lead import LeadRecord, Phone
from dialq.engine.persona import Persona, fit_of
from dialq.engine.source import Source
from dialq.errors import BadInput
from tests.desk.world import TEAM, World, at

HOT: dict[str, Any] = {"temperature": "hot", "interaction": "form"}


def first_reason(world: World, lead: int) -> str:
    return explain.why(world.desk, lead).reasons[0]


def held_by(world: World, lead: int, rule: str) -> str:
    """What a rule found that holds the lead."""
    verdict = explain.why(world.desk, lead)
    assert verdict.rule == rule
    return next(line.value for line in verdict.rules if line.rule == rule)


def test_a_warm_lead_that_turned_hot_did_not_inquire(world: World) -> None:
    """R3.5: it turned hot just now, however long ago it came; the list counts from there too."""
    lead = world.lead(temperature="warm", arrived=at("2026-10-01 10:00"))
    world.clock.advance(HOUR)
    interact(world.desk, lead, "webinar")
    world.clock.advance(10 * MINUTE)
    assert first_reason(world, lead) == "Turned hot 10 min ago and nobody has called yet"
    assert queue(world.desk).items[0].late == "10 min"


def test_a_name_that_acted_twice_became_a_lead(world: World) -> None:
    """R3.2: the second interaction is what makes it fresh."""
    lead = world.lead(temperature="hot", interaction="webinar", arrived=at("2026-11-30 10:00"))
    world.clock.advance(DAY)
    interact(world.desk, lead, "download")
    world.clock.advance(10 * MINUTE)
    assert first_reason(world, lead) == "Became a lead 10 min ago and nobody has called yet"


@pytest.mark.parametrize(("did", "said"), [("form", "Inquired"), ("", "Came")])
def test_only_who_asked_inquired(world: World, did: str, said: str) -> None:
    """R3.3: an imported row without an interaction came."""
    row = LeadRecord(
        name="Lou Field", phones=(Phone("+14155550142", "work", (TEAM,)),), arrived=at("2026-11-30 10:00"),
        interaction=did,
    )  # fmt: skip
    import_leads(world.desk, [row], batch="b")
    assert first_reason(world, 1) == f"{said} 1 d ago and nobody has called yet"
    world.log(1, "busy", override="a try")
    world.clock.advance(20 * MINUTE)
    assert first_reason(world, 1).startswith(f"{said} 1 d ago; busy ")


@pytest.mark.parametrize(("came_by", "again"), [("form", " again"), ("contact-me", ""), ("", "")])
def test_a_first_form_was_not_sent_again(world: World, came_by: str, again: str) -> None:
    """R11.1: only who came by a form sends one again."""
    lead = world.lead(temperature="hot", interaction=came_by)
    world.log(lead, "no-answer")
    world.clock.advance(DAY)
    interact(world.desk, lead, "form", "prices")
    assert f" sent a form{again} 0 s ago: we owe an answer" in first_reason(world, lead)


def test_acts_too_far_apart_count_one(world: World) -> None:
    """R3.2: within 180 days of the newest."""
    world.clock.at = at("2026-05-01 10:00")
    lead = world.lead(interaction="webinar")
    world.clock.at = at("2026-11-22 10:00")
    interact(world.desk, lead, "download")
    assert held_by(world, lead, "not-a-lead").startswith(
        "a name: 1 of 2 interactions, the last on Sun 22 Nov"
    )


def test_a_missing_kind_of_company_is_not_a_missing_company(world: World) -> None:
    """R3.1: each check says what it asked for."""
    lead = world.lead(company="G Co")
    fit = fit_of(read(world.desk, lead).lead, (Persona("p", kinds=("agency",), titles=("cto",)),))
    assert [check.reason for check in fit.checks] == ["no kind of company given", "no title given"]


def test_outside_of_a_campaign_nothing_of_one_is_used(world: World) -> None:
    """R7.7: a resting lead, and a name, have used nothing of nothing."""
    lead = world.lead(**HOT)
    world.log(lead, "hung-up")
    meter = take.look(world.desk, lead).meter
    assert (meter.campaign, meter.calls, meter.life[0]) == ((0, 0), (0, 0), 1)


def test_a_next_try_is_no_promise(world: World) -> None:
    """R11.3: what met nobody is tried again; nobody promised that."""
    lead = world.lead(**(HOT | {"interaction": "contact-me"}))
    world.log(lead, "no-answer")
    assert held_by(world, lead, "callback-later") == "an answer is owed: try 2 at Tue 1 Dec 12:00"
    other = world.lead(43, **HOT)
    world.log(other, "callback", when="today 12:00")
    assert held_by(world, other, "callback-later") == "promised for Tue 1 Dec 11:58"
    world.clock.at = at("2026-12-01 12:00")
    world.log(other, "no-answer")
    assert held_by(world, other, "callback-later") == "a promise is owed: try 2 at Tue 1 Dec 14:00"


def test_a_task_is_no_promise(world: World) -> None:
    """SEED1-17: a task is called one."""
    lead = world.lead(**HOT)
    add_task(world.desk, lead, "send the drawing", "today 12:00")
    assert held_by(world, lead, "callback-later") == "a task for Tue 1 Dec 11:58"


def test_a_task_done_is_told_as_one(world: World) -> None:
    """SEED1-17, R2.3: the story says which task; the next step is never announced for the past."""
    lead = world.lead(**HOT)
    add_task(world.desk, lead, "send the drawing", "tomorrow 9:00")
    world.clock.at = at("2026-12-07 10:00")
    done = finish_task(world.desk, lead)
    assert isinstance(done, Logged)
    assert done.toast.endswith("Next: call-1 now")
    line = explain.story(world.desk, lead)[0]
    assert (line.kind, line.text) == ("task", "send the drawing: done")


def test_research_done_is_told_as_research(world: World) -> None:
    """Only what was asked for is a task."""
    lead = world.lead(temperature="warm")
    world.log(lead, "done", channel="research")
    line = explain.story(world.desk, lead)[0]
    assert (line.kind, line.text) == ("research", "done")


def test_nobody_goes_on_to_a_retired_campaign(world: World) -> None:
    """R4.8: a programme leads past it; its own guideline still names its place."""
    policy = world.desk.policy
    last = replace(policy.newest("last-call"), retired=True)
    world.desk.policy = replace(policy, campaigns=policy.campaigns | {("last-call", last.version): last})
    assert not any("last-call" in road for road in guideline(world.desk, "inbound").programmes)
    assert all("last-call" in road for road in guideline(world.desk, "last-call").programmes)


@pytest.mark.parametrize("code", ["attended", "no-show", "cancelled"])
def test_a_meeting_that_never_was_has_no_outcome(world: World, code: str) -> None:
    """R2.1: nothing is won by a meeting nobody set."""
    lead = world.lead(**HOT)
    with pytest.raises(BadInput, match="had no meeting"):
        act_of(world.desk, read(world.desk, lead), Answer(lead, code), world.clock.now(), 9)
    world.log(lead, "meeting", when="tomorrow 9:00")
    world.clock.advance(2 * DAY)
    world.log(lead, code)


def test_a_source_of_names_needs_no_second_word(world: World) -> None:
    """R3.3: a name somebody rang and who rang back became a lead then."""
    world.desk.policy = replace(world.desk.policy, sources={"expo": Source("expo", kind="name")})
    lead = world.lead(temperature="", source="expo")
    world.clock.advance(HOUR)
    interact(world.desk, lead, "form", "prices")
    world.clock.advance(MINUTE)
    assert first_reason(world, lead).endswith(" sent a form 1 min ago: we owe an answer")
