"""The policy as a thing that lives: last good files, edits taken up, leads judged anew (issue: bad input, how fast)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dialq.bootstrap import open_desk
from dialq.desk.health import doctor
from dialq.desk.judging import judge_all, judge_some, judging
from dialq.desk.policy_state import copy_campaign, policy_fault, reload_policy, retire_campaign
from dialq.desk.queue import counts, queue
from dialq.engine.history import fold
from dialq.errors import BadInput, BadSetting
from dialq.policy.folder import preset_texts
from tests.desk.world import World

INBOUND = preset_texts()["campaigns/inbound.toml"]
FOLLOW_UP = preset_texts()["campaigns/follow-up-21.toml"]
EXPERIMENT = """
[[experiment]]
name = "first-mail"
what = "template"
of = "inbound"
step = "email-1"
starts = {starts}
ends = 2027-03-31
[experiment.variants]
short = "inbound-thanks"
long = "{second}"
"""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def write(world: World, name: str, text: str) -> Path:
    """Put a policy file down."""
    path = world.path.parent / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


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


# --- the last good policy -------------------------------------------------------------------------


def test_a_broken_file_never_stops_the_queue(world: World) -> None:
    """The last good policy stays in force; the fault names file, line and key; doctor and a new desk say it."""
    write(world, "campaigns/inbound.toml", INBOUND.replace("max_touches = 10", "max_touches = 8"))
    assert reload_policy(world.desk)
    world.lead()
    write(world, "campaigns/inbound.toml", INBOUND.replace('channel = "call"', 'channel = "cal"', 1))
    assert not reload_policy(world.desk)
    other = world.open("ben")
    for desk in (world.desk, other):
        fault = policy_fault(desk)
        assert "campaigns/inbound.toml" in fault
        assert "line" in fault
        assert "'cal'" in fault
        assert desk.policy.newest("inbound").max_touches == 8
    checks = {check.name: check for check in doctor(other)}
    assert not checks["policy"].ok
    assert "last good policy" in checks["policy"].detail
    assert world.take().item.lead == 1


def test_a_mended_file_is_taken_up(world: World) -> None:
    """The fault goes away by itself, without opening the desk anew."""
    write(world, "programmes.toml", "hot = 3\n")
    assert not reload_policy(world.desk)
    assert policy_fault(world.desk)
    write(world, "programmes.toml", 'hot = ["inbound", "last-call"]\nwarm = ["follow-up-21"]\n')
    assert reload_policy(world.desk)
    assert policy_fault(world.desk) == ""
    assert world.desk.policy.legs("hot") == ("inbound", "last-call")


def test_files_that_did_not_change_are_not_read_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked every other second: names, sizes and times only."""
    monkeypatch.setattr("dialq.policy.in_force.read_texts", lambda folder: pytest.fail("read"))
    assert not reload_policy(world.desk)


def test_a_first_file_that_is_broken_leaves_the_presets_to_serve(tmp_path: Path) -> None:
    """Nothing was ever good: presets and the team's settings."""
    (tmp_path / "campaigns").mkdir()
    (tmp_path / "campaigns" / "own.toml").write_text("name = 1\n")
    world = World(tmp_path)
    assert "own.toml" in policy_fault(world.desk)
    assert "inbound" in world.desk.policy.current
    assert world.desk.settings.sender.name == "Ana Torres"
    world.close()


def test_settings_that_cannot_tell_the_zone_make_no_file(tmp_path: Path) -> None:
    """R4.3: the zone is stored at creation, so that is the one moment at which settings must be good."""
    (tmp_path / "settings.toml").write_text('[team]\nzone = "Europe/Dubln"\n')
    with pytest.raises(BadSetting, match="zone"):
        open_desk(tmp_path / "dialq.db", rep="ana")


def test_files_that_all_vanished_are_a_mishap(world: World) -> None:
    """A database beside which no policy file lies any more keeps the one it knows, and says so."""
    (world.path.parent / "settings.toml").unlink()
    other = world.open("ben")
    assert "no policy files" in policy_fault(other)
    assert other.settings.sender.name == "Ana Torres"


def test_a_campaign_in_use_cannot_be_deleted_only_retired(world: World) -> None:
    """The leads in it keep it, and the fault counts them."""
    write(world, "campaigns/spring.toml", INBOUND.replace('name = "inbound"', 'name = "spring"'))
    write(world, "programmes.toml", 'hot = ["spring"]\nwarm = ["follow-up-21"]\n')
    assert reload_policy(world.desk)
    lead = world.lead()
    (world.path.parent / "campaigns/spring.toml").unlink()
    write(world, "programmes.toml", 'hot = ["inbound"]\nwarm = ["follow-up-21"]\n')
    assert not reload_policy(world.desk)
    assert "campaign 'spring' is in use by 1 lead" in policy_fault(world.desk)
    assert "retired = true" in policy_fault(world.desk)
    assert world.desk.policy.legs("hot") == ("spring",)
    assert world.take().item.lead == lead


def test_a_campaign_nobody_is_in_may_go(world: World) -> None:
    """Its versions stay known, but nobody enters it."""
    path = write(world, "campaigns/spring.toml", INBOUND.replace('name = "inbound"', 'name = "spring"'))
    assert reload_policy(world.desk)
    path.unlink()
    assert reload_policy(world.desk)
    assert policy_fault(world.desk) == ""
    assert world.desk.policy.newest("spring").retired


def test_a_programme_in_use_cannot_be_deleted(world: World) -> None:
    """Who is under way in it would lose its way."""
    write(world, "programmes.toml", '[programme.calm]\ncampaigns = ["light"]\n')
    write(world, "sources.toml", '[expo]\nprogramme = "calm"\n')
    assert reload_policy(world.desk)
    world.lead(source="expo")
    (world.path.parent / "sources.toml").unlink()
    (world.path.parent / "programmes.toml").unlink()
    assert not reload_policy(world.desk)
    assert "programme 'calm' is in use by 1 lead" in policy_fault(world.desk)


def test_r20_1_an_experiment_that_runs_keeps_its_variants(world: World) -> None:
    """Its split and its end are fixed; words may change, and it may be taken out."""
    first = EXPERIMENT.format(starts="2026-11-01", second="inbound-question")
    write(world, "experiments.toml", first)
    assert reload_policy(world.desk)
    write(world, "experiments.toml", first.replace('long = "inbound-question"', 'long = "inbound-value"'))
    before = world.desk.policy.experiments
    reload_policy(world.desk)
    assert "experiments.toml" in policy_fault(world.desk)
    assert world.desk.policy.experiments == before
    write(
        world, "experiments.toml", first.replace('name = "first-mail"', 'name = "first-mail"\ngoal = "words"')
    )
    assert reload_policy(world.desk)
    assert policy_fault(world.desk) == ""


def test_an_experiment_that_has_not_begun_may_change(world: World) -> None:
    """R20.1: only what runs is fixed."""
    first = EXPERIMENT.format(starts="2027-02-01", second="inbound-question")
    write(world, "experiments.toml", first)
    assert reload_policy(world.desk)
    write(world, "experiments.toml", first.replace("2027-03-31", "2027-04-30"))
    assert reload_policy(world.desk)
    assert policy_fault(world.desk) == ""


# --- several processes ----------------------------------------------------------------------------


def test_another_process_is_kept_up_with(world: World) -> None:
    """A desk that polls no files uses what another one took up, before it writes: no place by the old policy."""
    lead = world.lead()
    write(world, "settings.toml", "[caps]\nday = 1\n")
    other = world.open("ben")
    assert other.policy.caps.day == 1
    assert world.desk.policy.caps.day == 2
    world.log(lead, "no-answer")
    assert world.desk.policy.caps.day == 1


def test_a_version_begun_elsewhere_is_known_when_it_is_met(world: World) -> None:
    """R4.7: a lead that entered version 2 in another process is looked at without a fault."""
    write(world, "campaigns/inbound.toml", INBOUND.replace('at = "30m"', 'at = "45m"'))
    other = world.open("ben")
    assert other.policy.current["inbound"] == 2
    assert world.desk.policy.current["inbound"] == 1
    assert len(world.desk.policy.campaign("inbound", 2).steps) == 10


def test_looking_takes_nothing_up(world: World) -> None:
    """`take_up=False` leaves files and database as they are."""
    write(world, "settings.toml", "[caps]\nday = 1\n")
    looking = open_desk(world.path, rep="ben", clock=world.clock, take_up=False)
    assert looking.policy.caps.day == 2
    looking.close()
    assert world.desk.store.policies.texts()["settings.toml"] != "[caps]\nday = 1\n"


# --- judging anew ---------------------------------------------------------------------------------


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
    """The check `judged` names the command that ends it."""
    many(world)
    write(world, *EDITS["caps"])
    reload_policy(world.desk)
    checks = {check.name: check for check in doctor(world.desk)}
    assert not checks["judged"].ok
    assert "campaign judge" in checks["judged"].detail


def test_standing_columns_follow_the_state(world: World) -> None:
    """What is counted by is what the state says."""
    many(world)
    sql = "SELECT lead, stage, programme, leg, campaign, version, position, rest_until FROM standing"
    for lead, *columns in world.desk.store.database.execute(sql).fetchall():  # type: ignore[attr-defined]
        state = fold(world.desk.store.events.of_lead(lead))
        assert columns == [
            state.stage, state.programme, state.leg, state.campaign, state.version, state.position, state.rest_until,
        ]  # fmt: skip


# --- files made for a person ----------------------------------------------------------------------


def test_a_copy_is_never_written_over(world: World) -> None:
    """A name that is taken is refused, the file stays as it is."""
    path = copy_campaign(world.desk, "inbound", "spring-offer")
    text = path.read_text()
    assert 'name = "spring-offer"' in text
    with pytest.raises(BadInput, match="already"):
        copy_campaign(world.desk, "inbound", "spring-offer")
    with pytest.raises(BadInput, match="already"):
        copy_campaign(world.desk, "inbound", "last-call")
    with pytest.raises(BadInput, match="no name"):
        copy_campaign(world.desk, "inbound", "../spring")
    with pytest.raises(BadInput, match="no campaign"):
        copy_campaign(world.desk, "inbond", "other")
    assert path.read_text() == text


def test_retired_means_nobody_enters(world: World) -> None:
    """Who is in it goes on; a preset gets a file of its own."""
    lead = world.lead()
    path, leads = retire_campaign(world.desk, "inbound")
    assert leads == 1
    assert "retired = true" in path.read_text()
    assert world.desk.policy.newest("inbound").retired
    assert world.take().item.lead == lead
    assert fold(world.desk.store.events.of_lead(world.lead(43))).campaign != "inbound"
    with pytest.raises(BadInput, match="already"):
        retire_campaign(world.desk, "inbound")
