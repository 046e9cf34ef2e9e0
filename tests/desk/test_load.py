"""SEED1-14: what is due today against the hands there are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from dialq.clock import HOUR
from dialq.desk import days_ahead
from dialq.desk.answer import answer
from dialq.desk.handing import to_nurture
from dialq.desk.handing_back import undo_handing
from dialq.desk.importing import import_leads
from dialq.desk.load import load, overload
from dialq.desk.reading_acts import Answer
from dialq.desk.tasks import add_task
from dialq.desk.undo import redo, undo
from dialq.engine.lead import LeadRecord, Phone
from tests.desk.world import TEAM, World, at

LEADS = 40


@pytest.fixture
def week(tmp_path: Path) -> Iterator[World]:
    """Forty warm leads that start `follow-up-21` on Tuesday: research on Wednesday, a mail on Thursday."""
    world = World(tmp_path, "2026-12-01 07:00")
    records = [
        LeadRecord(
            name=f"Wim{n}", phones=(Phone(f"+1415555{n:04}", "work", (TEAM,)),), emails=(f"wim{n}@example.com",),
            company=f"Warm {n}", arrived=at("2026-11-01 10:00"),
        )
        for n in range(LEADS)
    ]  # fmt: skip
    import_leads(world.desk, records, batch="b")
    yield world
    world.close()


def test_what_opens_later_today_is_due(week: World) -> None:
    """At seven nothing is ready; all that opens at eight is due today."""
    week.clock.at = at("2026-12-02 07:00")
    view = load(week.desk)
    assert (view.due, view.by_channel) == (LEADS, {"research": LEADS})
    week.clock.at = at("2026-12-02 12:00")
    assert load(week.desk).due == LEADS


def test_nothing_is_due_before_its_day(week: World) -> None:
    """The day before, the steps of tomorrow are only ahead."""
    view = load(week.desk)
    assert (view.due, view.by_channel, view.warning) == (0, {}, "")
    assert view.ahead[0] == (date(2026, 12, 2), LEADS)
    assert [day for day, _ in view.ahead][-1] == date(2026, 12, 8)


def test_the_days_ahead_hold_the_steps_that_follow(week: World) -> None:
    """Research, a mail the next day, one on Sunday that moves to Monday, and so moves LinkedIn to Wednesday."""
    view = load(week.desk)
    assert [due for _, due in view.ahead] == [LEADS, LEADS, 0, LEADS, 0]
    assert not view.estimated


def test_a_large_file_is_judged_by_a_part_of_it(week: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten of forty leads stand for all."""
    monkeypatch.setattr(days_ahead, "WALKED", 10)
    monkeypatch.setattr(days_ahead, "_BLOCK", 5)
    view = load(week.desk)
    assert [due for _, due in view.ahead] == [LEADS, LEADS, 0, LEADS, 0]
    assert view.estimated


def test_what_leaves_by_itself_takes_no_hands(tmp_path: Path) -> None:
    """`inbound`: the mail of day 4 leaves on Monday by itself, the call of day 5 is done by hand on Tuesday."""
    world = World(tmp_path, "2026-12-02 10:00")
    world.lead(40, temperature="hot", interaction="form")
    campaign = world.desk.policy.newest("inbound")
    mails = replace(campaign, steps=tuple(replace(s, auto=s.channel == "email") for s in campaign.steps))
    world.desk.policy = replace(
        world.desk.policy, campaigns=world.desk.policy.campaigns | {("inbound", campaign.version): mails}
    )
    assert [due for _, due in load(world.desk).ahead] == [0, 0, 0, 1, 0]
    world.close()


def test_the_calls_of_a_first_day_are_due_today(tmp_path: Path) -> None:
    """R4.9: `inbound` calls three times within the hour if nobody answers; not at night."""
    world = World(tmp_path, "2026-12-02 10:00")
    lead = world.lead(40, temperature="hot", interaction="form")
    view = load(world.desk)
    assert (view.due, view.by_channel) == (3, {"call": 3})
    world.desk.policy = replace(world.desk.policy, capacity=2)
    assert overload(world.desk) == "due today 3, hands for 2: 1 will slip"
    world.log(lead, "no-answer")
    assert (load(world.desk).due, load(world.desk).by_channel) == (2, {"call": 2})
    world.clock.at = at("2026-12-02 20:30")
    assert load(world.desk).due == 1
    world.close()


def test_a_task_has_a_name(week: World) -> None:
    """SEED1-17: what asks nothing of the lead is counted as a task."""
    add_task(week.desk, 1, "send the drawing", "today 15:00")
    assert load(week.desk).by_channel == {"task": 1}


def test_the_warning_says_how_many_slip(week: World) -> None:
    """`due today 40, hands for 30: 10 will slip`, and nothing where the hands reach."""
    week.clock.at = at("2026-12-02 09:00")
    assert overload(week.desk) == ""
    week.desk.policy = replace(week.desk.policy, capacity=30)
    view = load(week.desk)
    assert view.warning == overload(week.desk) == "due today 40, hands for 30: 10 will slip"
    assert (view.due, view.hands, view.reps, view.untouched) == (40, 30, 1, 10)


def test_hands_are_the_reps_of_the_last_days(week: World) -> None:
    """Two reps who logged something within five open days are two pairs of hands, less what they did today."""
    week.clock.at = at("2026-12-02 09:00")
    week.desk.policy = replace(week.desk.policy, capacity=30)
    ben = week.open("ben")
    for desk in (week.desk, ben, ben):
        answer(desk, Answer(week.take(desk).lead.id, "done"))
    view = load(week.desk)
    assert (view.reps, view.hands) == (2, 57)
    undo(ben)
    assert load(week.desk).hands == 58
    redo(ben)
    assert load(week.desk).hands == 57
    undo(ben)
    batch = to_nurture(ben, [30, 31, 32], "a try").batch
    undo_handing(ben, batch)
    assert load(week.desk).hands == 58
    week.clock.at = at("2026-12-09 09:00")
    assert (load(week.desk).reps, load(week.desk).hands) == (2, 60)
    week.clock.at = at("2026-12-10 09:00")
    assert load(week.desk).reps == 1


def test_mails_that_could_leave_by_themselves_are_named(week: World) -> None:
    """The mails of a campaign that a rep sends one by one, step by step."""
    week.clock.at = at("2026-12-02 09:00")
    for lead in range(1, LEADS + 1):
        week.log(lead, "done", channel="research")
    week.clock.at = at("2026-12-03 09:00")
    view = load(week.desk)
    assert view.by_channel == {"email": LEADS}
    assert view.automate == ("40 mails of follow-up-21 could leave by themselves: auto = true (email-1 40)",)


def test_a_lead_with_a_moment_of_its_own_counts_once(week: World) -> None:
    """A callback at three is due today, as a call; tomorrow's is not."""
    week.clock.at = at("2026-12-02 09:00")
    week.log(1, "callback", when="today 15:00")
    week.log(2, "callback", when="tomorrow 15:00")
    view = load(week.desk)
    assert view.by_channel == {"research": LEADS - 2, "call": 1}
    assert view.due == LEADS - 1
    week.clock.at = at("2026-12-02 15:00")
    assert load(week.desk).due == LEADS - 1


def test_what_the_calling_hours_shut_out_is_not_due(tmp_path: Path) -> None:
    """R15: after nine in the evening no call is due any more today."""
    world = World(tmp_path, "2026-12-02 20:00")
    world.lead(40, temperature="hot", interaction="form")
    world.clock.advance(HOUR // 2)
    assert load(world.desk).by_channel == {"call": 1}
    world.clock.at = at("2026-12-02 21:30")
    assert load(world.desk).due == 0
    world.close()
