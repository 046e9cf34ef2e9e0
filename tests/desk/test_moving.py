"""Leads in flight to the newest version of their campaign: what was done stays done, steps never bunch (R4.7)."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialq.clock import DAY, MINUTE, Instant
from dialq.desk.explain import story
from dialq.desk.health import doctor
from dialq.desk.judging import judge_all
from dialq.desk.moving import leads_to_move, move_to_version
from dialq.desk.policy_state import reload_policy
from dialq.desk.take import take_next
from dialq.desk.undo import undo
from dialq.desk.views import Refused
from dialq.engine.campaign import Campaign, Offset, Step
from dialq.engine.day import TeamCalendar
from dialq.engine.effects import Entered, StepDone, apply
from dialq.engine.effects_text import from_plain, to_plain
from dialq.engine.history import fold
from dialq.engine.moved import to_version
from dialq.engine.plan import due
from dialq.engine.policy import Policy
from dialq.engine.state import State
from dialq.errors import BadInput
from dialq.policy.folder import preset_texts
from tests.desk.test_policy_life import write
from tests.desk.world import World, at

INBOUND = preset_texts()["campaigns/inbound.toml"]
NOW = at("2026-12-01 10:00")


def new_version(world: World, old: str = 'at = "30m"', new: str = 'at = "45m"') -> None:
    """Take up an edit of `inbound`."""
    write(world, "campaigns/inbound.toml", INBOUND.replace(old, new))
    assert reload_policy(world.desk)


def test_leads_stay_on_their_version_until_they_are_moved(world: World) -> None:
    """An edit moves nobody; `move` takes who is chosen, once."""
    first, second = world.lead(1), world.lead(2)
    new_version(world)
    third = world.lead(3)
    assert leads_to_move(world.desk, "inbound") == [first, second]
    moved = move_to_version(world.desk, [first, third], "inbound")
    assert moved.done == (first,)
    assert moved.refused == ((third, "Lou Field3", "it is in version 2 already"),)
    versions = [fold(world.desk.store.events.of_lead(lead)).version for lead in (first, second, third)]
    assert versions == [2, 1, 2]
    assert leads_to_move(world.desk, "inbound", 1) == [second]
    assert "to version 2 of inbound" in [line.text for line in story(world.desk, first)]
    assert judge_all(world.desk)
    assert all(check.ok for check in doctor(world.desk))


def test_what_was_done_stays_done(world: World) -> None:
    """The step after the last one done is open, due by the new plan and never sooner than its gap."""
    lead = world.lead()
    world.log(lead, "no-answer")
    new_version(world, 'at = "30m"', 'at = "50m"')
    move_to_version(world.desk, [lead], "inbound")
    state = fold(world.desk.store.events.of_lead(lead))
    campaign = world.desk.policy.campaign("inbound", 2)
    assert campaign.line[state.position].key == "call-2"
    assert due(state, campaign, world.desk.policy) == world.clock.now() + 50 * MINUTE


def test_who_is_in_hand_elsewhere_or_gone_stays(world: World) -> None:
    """R5.4: the lead in hand never changes under the rep; the others are told why."""
    for number in range(3):
        world.lead(number)
    world.log(2, "not-interested", reason="need")
    world.log(3, "hung-up")
    taken = world.take()
    new_version(world)
    moved = move_to_version(world.desk, [1, 2, 3], "inbound")
    assert taken.item.lead == 1
    assert moved.done == ()
    assert [why for _, _, why in moved.refused] == [
        "ana has it in hand", "it is in no campaign, but lost", "it is in no campaign, but resting",
    ]  # fmt: skip


def test_a_dry_run_moves_nobody(world: World) -> None:
    """It counts only."""
    lead = world.lead()
    new_version(world)
    before = world.desk.store.events.last_id()
    assert move_to_version(world.desk, [lead], "inbound", dry_run=True).done == (lead,)
    assert world.desk.store.events.last_id() == before


def test_what_came_before_a_move_is_not_taken_back(world: World) -> None:
    """R13.2: its step may not exist any more."""
    lead = world.lead()
    world.log(lead, "no-answer")
    new_version(world)
    move_to_version(world.desk, [lead], "inbound")
    said = undo(world.desk)
    assert isinstance(said, Refused)
    assert "another version" in said.why
    take_next(world.desk)


def test_unknown_campaigns_and_versions_are_named(world: World) -> None:
    """With those there are."""
    with pytest.raises(BadInput, match="no campaign"):
        leads_to_move(world.desk, "inbond")
    with pytest.raises(BadInput, match="the newest"):
        leads_to_move(world.desk, "inbound", 1)


# --- any plan to any other ------------------------------------------------------------------------

CHANNELS = ("call", "email", "social", "post")


@st.composite
def plans(draw: st.DrawFn, version: int) -> Campaign:
    """A campaign of up to eight steps in order, keys from a small set so that versions share some."""
    days = sorted(draw(st.lists(st.integers(0, 20), min_size=1, max_size=8)))
    keys = draw(st.permutations([f"step-{n}" for n in range(10)]))
    steps = tuple(
        Step(
            keys[n],
            draw(st.sampled_from(CHANNELS)),
            Offset(minutes=n) if day == 0 else Offset(days=day),
            "always",
        )
        for n, day in enumerate(days)
    )
    return Campaign("own", version, "", "", "", "", steps)


@settings(max_examples=150)
@given(
    old=plans(1),
    new=plans(2),
    done=st.integers(0, 8),
    late=st.integers(0, 5 * DAY),
    wait=st.integers(0, 3 * DAY),
)
def test_no_move_makes_steps_bunch(old: Campaign, new: Campaign, done: int, late: int, wait: int) -> None:
    """R4.2 over any two versions: from the last touch on, every gap is the new plan's or longer."""
    calendar = TeamCalendar("America/New_York")
    policy = Policy(calendar, campaigns={("own", 1): old, ("own", 2): new}, current={"own": 2})
    state = apply(State(), [Entered(NOW, NOW, "hot", 1, "own", 1)])
    last = None
    for step in old.line[:done]:
        last = Instant(due(state, old, policy) + late // max(1, done))
        state = StepDone(last, step.key).to(state)
    known = state
    moment = Instant((last or NOW) + wait)
    state = to_version(state, new, policy, moment).to(state)
    assert (state.run, state.last_done, state.ledger, state.day0) == (
        known.run, known.last_done, known.ledger, known.day0,
    )  # fmt: skip
    keys = {step.key for step in old.line[:done]}
    assert not keys & {step.key for step in new.line[state.position :]}
    dates = [] if last is None else [calendar.date(last)]
    first = state.position
    for step in new.line[first:]:
        when = due(state, new, policy)
        dates.append(calendar.date(when))
        state = StepDone(when, step.key).to(state)
    planned = [step.at.day for step in new.line[first:]]
    gaps = [later - before for before, later in pairwise(planned)]
    real = [(later - before).days for before, later in pairwise(dates)][0 if last is None else 1 :]
    assert all(shown >= plan for shown, plan in zip(real, gaps, strict=True))
    if last is not None and len(dates) > 1:
        before = (
            new.line[first - 1] if first else old.line[done - 1] if done <= len(old.line) else old.line[-1]
        )
        assert (dates[1] - dates[0]).days >= planned[0] - before.at.day


def test_the_first_step_of_an_all_new_plan_keeps_its_distance() -> None:
    """With no step in common the plan moves on, so that its first step does not follow at once."""
    calendar = TeamCalendar("America/New_York")
    old = Campaign(
        "own", 1, "", "", "", "", (Step("a", "email", Offset(days=1)), Step("b", "email", Offset(days=3)))
    )
    new = Campaign(
        "own", 2, "", "", "", "", (Step("c", "email", Offset(days=5)), Step("d", "call", Offset(days=7)))
    )
    policy = Policy(calendar, campaigns={("own", 1): old, ("own", 2): new}, current={"own": 2})
    state = apply(State(), [Entered(NOW, NOW, "hot", 1, "own", 1)])
    late = at("2026-12-10 15:00")
    state = apply(state, [StepDone(late, "a"), StepDone(late, "b")])
    moved = to_version(state, new, policy, late)
    assert from_plain(to_plain(moved)) == moved
    assert due(moved.to(state), new, policy) == at("2026-12-14 08:00")
