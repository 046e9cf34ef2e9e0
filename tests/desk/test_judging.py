"""Every lead judged anew after an edit: in chunks, in the right places, the queue open meanwhile (issue: how fast)."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.health import doctor
from dialq.desk.judging import LEASE, judge_all, judge_in_passing, judge_some, judge_to_end, judging
from dialq.desk.policy_state import reload_policy
from dialq.desk.policy_views import Judging
from dialq.desk.queue import counts, queue
from dialq.engine.history import fold
from dialq.engine.lead import Phone
from dialq.policy.folder import preset_texts
from tests.desk.test_policy_life import write
from tests.desk.world import World

INBOUND = preset_texts()["campaigns/inbound.toml"]


def rows(world: World) -> dict[int, str]:
    """Every lead's gates and timers, by what they are and not by their numbers."""
    database = world.desk.store.database  # type: ignore[attr-defined]
    places = database.execute(
        "SELECT place.lead, rep, tier, opens, closes, window, channel, waits, warm, rank FROM place"
        " JOIN gate ON gate.id = place.gate ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10"
    ).fetchall()
    timers = database.execute("SELECT lead, what, at, waits FROM timer ORDER BY 1, 2, 3").fetchall()
    found: dict[int, list[object]] = {}
    for lead, *rest in (*places, *timers):
        found.setdefault(lead, []).append(rest)
    return {lead: str(all_of_it) for lead, all_of_it in found.items()}


def many(world: World) -> None:
    """Leads of several kinds: untouched, worked, promised, resting, names, ended, out of reach."""
    for number in range(40):
        world.lead(number, temperature="hot" if number % 2 else "warm")
    world.lead(90, interaction="webinar")
    world.lead(91, phones=(), emails=())
    world.lead(92, doubtful="no last name")
    world.log(1, "no-answer")
    world.log(2, "callback", when="in 2h")
    world.log(3, "busy")
    world.log(4, "hung-up")
    world.log(5, "not-interested", reason="need")
    world.log(6, "bad-number")
    world.log(7, "do-not-call")


EDITS = {
    "caps": ("settings.toml", "[caps]\nday = 1\ndials = 1\n"),
    "calendar": ("settings.toml", '[team]\nday_starts = "10:30"\nslip_after = 5\nholidays = [2026-12-02]\n'),
    "hours": ("settings.toml", '[window]\nopen = "13:00"\nclose = "15:00"\n'),
    "campaign": ("campaigns/inbound.toml", INBOUND.replace("rest_days = 30", "rest_days = 3")),
    "persona": ("personas.toml", '[[persona]]\nname = "ops"\ntitles = ["operations"]\n'),
}


@pytest.mark.parametrize("edit", EDITS)
def test_judging_anew_puts_every_lead_where_rebuilding_does(world: World, edit: str) -> None:
    """Shared judgements and bulk writes end in the same rows as judging each lead by itself."""
    many(world)
    write(world, *EDITS[edit])
    assert reload_policy(world.desk)
    before = judging(world.desk)
    assert before is not None
    assert before.total == 43
    assert judge_all(world.desk)
    assert judging(world.desk) is None
    found = rows(world)
    held = queue(world.desk).held
    doctor(world.desk, rebuild=True)
    assert rows(world) == found
    assert queue(world.desk).held == held
    assert all(check.ok for check in doctor(world.desk)), doctor(world.desk)


def any_lead(world: World, dice: random.Random, number: int) -> None:
    """A lead like no other: ways to reach it, zones, age, doubts, what it did, what we did."""
    zones = ("America/New_York", "America/Los_Angeles", "Europe/London", "Asia/Tokyo")
    phones = tuple(
        Phone(f"+1415555{1000 + number * 3 + n:04}", dice.choice(("mobile", "work")), (dice.choice(zones),))
        for n in range(dice.choice((0, 1, 1, 2)))
    )
    lead = world.lead(
        number, phones=phones, emails=() if dice.random() < 0.3 else (f"any{number}@example.com",),
        linkedin=dice.choice(("", "https://linkedin.example/x")), street=dice.choice(("", "1 Way")), city="Boston",
        doubtful=dice.choice(("", "", "no title")), temperature=dice.choice(("hot", "warm", "")),
        interaction=dice.choice(("", "form", "webinar", "contact-me")), title=dice.choice(("Operations", "Intern")),
        arrived=Instant(world.clock.now() - dice.choice((60, 4000, 86400, 9 * 86400, 90 * 86400)) - number % 3),
        zones=dice.choice(((), (), ("America/Chicago",))), company=f"Company {number % 40}",
    )  # fmt: skip
    for _ in range(dice.choice((0, 0, 1, 2))):
        code = dice.choice(
            ("no-answer", "voicemail", "busy", "bad-number", "gatekeeper", "hung-up", "not-now", "referred")
        )
        more = {"not-now": {"when": "in 3 days"}, "referred": {"to": f"Ann Bo{number}"}}
        world.clock.advance(dice.choice((60, 3600)))
        if phones:
            world.log(lead, code, override="test", **more.get(code, {}))


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("edit", ["calendar", "persona"])
def test_leads_like_no_other_are_judged_alike(world: World, seed: int, edit: str) -> None:
    """Whatever leads are made of: shared judgement and each by itself put them in the same places."""
    dice = random.Random(seed)
    for number in range(70):
        any_lead(world, dice, number)
    world.clock.advance(5 * 3600)
    write(world, *EDITS[edit])
    assert reload_policy(world.desk)
    assert judge_all(world.desk)
    found = rows(world)
    doctor(world.desk, rebuild=True)
    assert rows(world) == found


def test_judging_goes_on_where_it_stopped(world: World) -> None:
    """Chunk by chunk, also by another process after the first one died."""
    many(world)
    write(world, *EDITS["caps"])
    other = world.open("ben", session="screen-2")
    assert judge_some(other, 10) is not None
    here = judging(world.desk)
    assert here is not None
    assert here.done == 10
    assert judge_some(world.desk, 10) == here, "somebody else is at it"
    world.clock.advance(60)
    after = judge_some(world.desk, 10)
    assert after is not None
    assert after.done == 20
    assert judge_all(world.desk)


def test_words_alone_judge_nobody_anew(world: World) -> None:
    """An edit that moves no lead costs nothing."""
    world.lead()
    write(world, "campaigns/inbound.toml", INBOUND.replace('title = "', 'title = "Our own: '))
    assert reload_policy(world.desk)
    assert judging(world.desk) is None


def test_the_queue_works_while_leads_are_judged(world: World) -> None:
    """Who is handed out was judged by the policy in force: the index may say too much, never the desk."""
    many(world)
    write(world, "settings.toml", '[window]\nopen = "13:00"\nclose = "15:00"\n')
    assert reload_policy(world.desk)
    assert judging(world.desk) is not None
    shown = queue(world.desk).items
    assert {item.step.channel for item in shown if item.step is not None} <= {"research", "email", "social"}


def test_counts_fit_after_judging(world: World) -> None:
    """The footer's figures are those of the queue."""
    many(world)
    write(world, *EDITS["calendar"])
    reload_policy(world.desk)
    judge_all(world.desk)
    assert counts(world.desk).ready == len(queue(world.desk, limit=100).items)


def test_doctor_says_that_leads_wait_to_be_judged(world: World) -> None:
    """An unfinished judging is no fault, nor are the places it has not come to; the detail names what ends it."""
    wizard = world.lead(title="Wizard")
    for number in range(12):
        world.lead(number)
    write(world, *EDITS["persona"])
    reload_policy(world.desk)
    judge_all(world.desk)
    (world.path.parent / "personas.toml").unlink()
    reload_policy(world.desk)
    judge_some(world.desk, 10)
    assert wizard not in [item.lead for item in queue(world.desk).items]
    checks = {check.name: check for check in doctor(world.desk)}
    assert all(check.ok for check in checks.values()), checks
    assert checks["judged"].detail.startswith("10 of 13 judged anew")
    assert "campaign judge" in checks["judged"].detail
    assert checks["queue index"].detail == "not all leads are judged yet"


def test_in_a_large_file_those_come_first_who_cannot_wait(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R5.1: tiers 1-4 are judged before all others: who is owed something, who came hot and is untouched."""
    monkeypatch.setattr("dialq.desk.judging.AT_ONCE", 20)
    many(world)
    world.clock.advance(30 * 86400)
    fresh = [world.lead(number, title="Wizard") for number in (100, 101)]
    for number in range(110, 125):
        world.lead(number, temperature="warm")
    write(world, *EDITS["persona"])
    reload_policy(world.desk)
    judge_all(world.desk)
    (world.path.parent / "personas.toml").unlink()
    reload_policy(world.desk)
    assert all(item.lead not in fresh for item in queue(world.desk).items)
    judge_some(world.desk, 10)
    tiers = {item.lead: item.tier for item in queue(world.desk, limit=100).items}
    assert {tiers.get(lead) for lead in fresh} <= {"now", "fresh"}
    assert tiers.get(2) == "response", "a promise a month old"
    left = judging(world.desk)
    assert left is not None
    assert left.done < 20
    assert judge_all(world.desk)
    assert all(check.ok for check in doctor(world.desk))


def test_a_command_in_passing_holds_nobody_off(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It judges a small file to the end; of a large one a part, and the next process goes on at once."""
    many(world)
    write(world, *EDITS["caps"])
    reload_policy(world.desk)
    monkeypatch.setattr("dialq.desk.judging.AT_ONCE", 20)
    monkeypatch.setattr("dialq.desk.judging.CHUNK", 10)
    monkeypatch.setattr("dialq.desk.judging.IN_PASSING", 0)
    left = judge_in_passing(world.desk)
    assert left is None or left.total - left.done > 0
    assert judge_all(world.open("ben", session="screen-2"))


def test_judging_to_the_end_takes_over_from_a_screen_and_waits_for_its_like(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`campaign judge` beside others ends with everybody judged: a screen gives way, a process that died too."""
    monkeypatch.setattr("dialq.desk.judging.AT_ONCE", 10)
    many(world)
    write(world, *EDITS["caps"])
    screen = world.open("ben", session="screen-2")
    judge_some(screen, 10)
    dies = judging_that_dies(screen)
    here = judging(world.desk)
    assert here is not None
    assert judge_some(screen, 10) == here, "the screen leaves it to who goes to the end"
    waited: list[float] = []
    told: list[Judging] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        world.clock.advance(1)

    assert judge_to_end(world.desk, "two", told.append, wait) == here.total - here.done
    assert dies == 33
    assert len(waited) == LEASE, "until the lease of the dead one ended"
    assert judging(world.desk) is None
    assert told[0] == here


def judging_that_dies(desk: Desk) -> int:
    """A process that goes to the end and is killed when it has said what is left; so much it said."""
    told: list[Judging] = []

    def die(now: Judging) -> None:
        told.append(now)
        if len(told) > 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge_to_end(desk, "one", die, lambda _: None)
    return told[0].total - told[0].done


def test_standing_columns_follow_the_state(world: World) -> None:
    """What is counted by is what the state says."""
    many(world)
    sql = "SELECT lead, stage, programme, leg, campaign, version, position, rest_until FROM standing"
    for lead, *columns in world.desk.store.database.execute(sql).fetchall():  # type: ignore[attr-defined]
        state = fold(world.desk.store.events.of_lead(lead))
        assert columns == [
            state.stage, state.programme, state.leg, state.campaign, state.version, state.position, state.rest_until,
        ]  # fmt: skip


DYING = """
import sys
from pathlib import Path
from dialq.bootstrap import open_desk
from dialq.clock import Instant, ManualClock
from dialq.desk.judging import judge_some
desk = open_desk(Path(sys.argv[1]), rep="ben", session="dies", clock=ManualClock(Instant(int(sys.argv[2]))))
while judge_some(desk, 5) is not None:
    print("chunk", flush=True)
    sys.stdin.readline()
"""


def test_a_process_killed_in_the_middle_loses_nothing(world: World) -> None:
    """kill -9 between two chunks: what was judged stays judged, another process does the rest."""
    for number in range(300):
        world.lead(number, temperature="hot" if number % 2 else "warm")
    write(world, *EDITS["calendar"])
    world.open("ana")
    words = [sys.executable, "-c", DYING, str(world.path), str(world.clock.now())]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "chunk\n"
        other.kill()
    left = judging(world.desk)
    assert left is not None
    assert left.done == 5
    world.clock.advance(60)
    assert judge_all(world.desk)
    assert all(check.ok for check in doctor(world.desk))
