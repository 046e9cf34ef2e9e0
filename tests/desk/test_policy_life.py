"""The policy as a thing that lives: last good files, edits taken up, several processes (issue: bad input)."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialq.bootstrap import open_desk
from dialq.desk.health import doctor
from dialq.desk.policy_state import copy_campaign, policy_fault, reload_policy, retire_campaign
from dialq.engine.history import fold
from dialq.errors import BadInput, BadSetting
from dialq.policy.folder import preset_texts
from tests.desk.world import World

INBOUND = preset_texts()["campaigns/inbound.toml"]
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


def write(world: World, name: str, text: str) -> Path:
    """Put a policy file down."""
    path = world.path.parent / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


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
