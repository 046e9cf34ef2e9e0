"""The dry run: who enters, leaves or moves in today's queue, and the touches ahead, before an edit is saved (R4.7)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from dialq.bootstrap import open_desk
from dialq.desk.campaigns import campaign_lines, campaign_view, programme_flow
from dialq.desk.diffing import diff
from dialq.desk.judging import judging
from dialq.desk.policy_state import reload_policy
from dialq.desk.queue import queue
from dialq.engine.lead import Phone
from dialq.errors import BadInput, BadSetting
from dialq.policy.folder import preset_texts
from tests.desk.test_policy_life import write
from tests.desk.world import TEAM, World, at

INBOUND = preset_texts()["campaigns/inbound.toml"]


def edited(world: World, text: str, name: str = "edited.toml") -> Path:
    """An edited file that is not in the folder yet."""
    path = world.path.parent / "drafts" / name
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_nothing_is_taken_up_by_looking(world: World) -> None:
    """Files, database and leads are as before, and the same question gets the same answer."""
    world.lead()
    draft = edited(world, INBOUND.replace('at = "30m"', 'at = "45m"'))
    first = diff(world.desk, files=[draft])
    assert diff(world.desk, files=[draft]) == first
    assert world.desk.policy.current["inbound"] == 1
    assert judging(world.desk) is None
    assert world.desk.store.policies.campaigns() == world.open("ben").store.policies.campaigns()


def test_who_leaves_is_named_with_the_rule_that_holds_it_then(world: World) -> None:
    """A cap on dials sends home who was rung today."""
    lead = world.lead()
    world.log(lead, "no-answer")
    world.clock.advance(3600)
    found = diff(world.desk, files=[edited(world, "[caps]\ndials = 1\n", "settings.toml")])
    assert found.counts == {"enters": 0, "leaves": 1, "moves": 0}
    assert found.leaves[0][:2] == (lead, "Lou Field42")
    assert "then cap.dials-24h until Wed 2 Dec" in found.leaves[0][2]
    assert found.campaigns == ("dials in 24 hours: 1 (was 3)",)


def test_a_programme_s_sums_are_named(world: World) -> None:
    """What a lead may cost, and where it goes once it falls silent: before and after."""
    calm = '[programme.calm]\ncampaigns = ["light"]\nmax_cost = 7\n'
    write(world, "programmes.toml", calm)
    assert reload_policy(world.desk)
    draft = edited(world, calm.replace("7", "3.5") + 'silent = "last-call"\n', "programmes.toml")
    found = diff(world.desk, files=[draft])
    assert found.campaigns == ("programme calm: max_cost $3.50 (was $7), silent last-call (was none)",)


def test_who_enters_is_named_with_its_new_place(world: World) -> None:
    """A cap that is lifted lets a lead be rung again today."""
    write(world, "settings.toml", "[caps]\ndials = 1\n")
    reload_policy(world.desk)
    lead = world.lead()
    world.log(lead, "no-answer")
    world.clock.advance(3600)
    assert queue(world.desk).items == ()
    found = diff(world.desk, files=[edited(world, "[caps]\ndials = 3\n", "settings.toml")])
    assert found.counts == {"enters": 1, "leaves": 0, "moves": 0}
    assert found.enters == ((lead, "Lou Field42", "fresh, call-2"),)


def test_changed_steps_are_told_one_by_one(world: World) -> None:
    """What is new, gone or different, and that who is under way keeps the old ones."""
    text = INBOUND.replace('at = "30m"', 'at = "45m"').replace('key = "email-3"', 'key = "email-9"')
    words = diff(world.desk, files=[edited(world, text)]).campaigns
    assert len(words) == 1
    for part in ("version 2", "call-2: at 45m (was 30m)", "email-9 is new: email at 8d", "email-3 is gone"):
        assert part in words[0]


def test_who_moves_is_told_from_where_to_where(world: World) -> None:
    """Another grace period turns cadence into slipping."""
    lead = world.lead(temperature="warm", arrived=at("2026-11-02 10:00"))
    world.clock.at = at("2026-12-08 10:00")
    assert [item.tier for item in queue(world.desk).items] == ["slipping"]
    found = diff(world.desk, files=[edited(world, "[team]\nslip_after = 9\n", "settings.toml")])
    assert found.moves == ((lead, "Lou Field42", "slipping, research-1 -> cadence, research-1"),)


def test_touches_per_day_follow_the_plan(world: World) -> None:
    """`inbound` from a Tuesday on, a weekend moving the rest: ten touches, one less where the edit takes one away."""
    world.lead()
    fewer = edited(world, INBOUND.replace("max_touches = 10", "max_touches = 9"))
    found = diff(world.desk, files=[fewer])
    today = date(2026, 12, 1)
    days = {day: (before, after) for day, before, after in found.touches_per_day}
    assert list(days) == [today + timedelta(days=n) for n in range(30)]
    offsets = {0: 4, 6: 1, 7: 1, 10: 1, 16: 1, 17: 2}
    assert {(day - today).days: before for day, (before, _) in days.items() if before} == offsets
    assert sum(before for before, _ in days.values()) == 10
    assert sum(after for _, after in days.values()) == 9


def test_leads_with_bans_and_neighbours_are_judged_by_what_surrounds_them(world: World) -> None:
    """R18.1, R7.8: nobody enters whom a ban covers or whose colleague was rung just now."""
    first, second = world.lead(1, company="Acme"), world.lead(2, company="Acme")
    third = world.lead(3, phones=(Phone("+14155550103", "mobile", (TEAM,)),))
    world.log(first, "no-answer")
    world.log(third, "do-not-call")
    found = diff(world.desk, files=[edited(world, "[team]\nslip_after = 9\n", "settings.toml")])
    assert found.counts == {"enters": 0, "leaves": 0, "moves": 0}
    assert second not in {lead for lead, _, _ in (*found.enters, *found.leaves)}


def test_the_dry_run_says_what_comes_true(world: World) -> None:
    """Whom it names as leaving has left once the edit is in force, and nobody else."""
    for number in range(12):
        world.lead(number, temperature="hot" if number % 2 else "warm")
    for lead in (1, 2, 3, 4):
        world.log(lead, "no-answer")
    world.clock.advance(2 * 3600)
    before = {item.lead for item in queue(world.desk, limit=100).items}
    draft = edited(world, "[caps]\nday = 1\ndials = 1\n", "settings.toml")
    found = diff(world.desk, files=[draft])
    write(world, "settings.toml", draft.read_text())
    assert reload_policy(world.desk)
    after = {item.lead for item in queue(world.desk, limit=100).items}
    assert before - after == {lead for lead, _, _ in found.leaves}
    assert after - before == {lead for lead, _, _ in found.enters}
    assert before - after


def test_a_draft_that_is_broken_names_file_line_and_key(world: World) -> None:
    """As it would be refused when saved."""
    with pytest.raises(BadSetting, match="'cal'"):
        diff(world.desk, files=[edited(world, INBOUND.replace('channel = "call"', 'channel = "cal"', 1))])
    with pytest.raises(BadInput, match="no policy file"):
        diff(world.desk, files=[edited(world, "", "notes.md")])


def test_a_folder_of_edits_is_laid_over_what_is_in_force(world: World) -> None:
    """What is not in it stays as it is; a folder without a policy file is a mistake."""
    drafts = world.path.parent / "drafts"
    edited(world, INBOUND.replace('at = "30m"', 'at = "45m"'), "campaigns/inbound.toml")
    assert len(diff(world.desk, drafts).campaigns) == 1
    assert "call-2: at 45m (was 30m)" in diff(world.desk, drafts).campaigns[0]
    (drafts / "campaigns/inbound.toml").unlink()
    with pytest.raises(BadInput, match="no policy files"):
        diff(world.desk, drafts)


def test_a_draft_beside_the_files_is_what_is_asked_about(world: World) -> None:
    """Screens show it with one key: edits wait in `draft` until they are good."""
    assert diff(world.desk).campaigns == ()
    write(world, "draft/settings.toml", "[caps]\nday = 1\n")
    assert diff(world.desk).campaigns == ("touches a day: 1 (was 2)",)
    assert not reload_policy(world.desk)


def test_a_campaign_in_use_that_is_gone_is_refused_in_the_dry_run_too(world: World) -> None:
    """As it would be refused when the folder is read."""
    path = write(world, "campaigns/spring.toml", INBOUND.replace('name = "inbound"', 'name = "spring"'))
    write(world, "programmes.toml", 'hot = ["spring"]\nwarm = ["follow-up-21"]\n')
    reload_policy(world.desk)
    world.lead()
    path.unlink()
    write(world, "programmes.toml", 'hot = ["inbound"]\nwarm = ["follow-up-21"]\n')
    with pytest.raises(BadSetting, match="'spring' is in use by 1 lead"):
        diff(world.desk)


def test_the_files_on_disk_are_compared_without_taking_them_up(world: World) -> None:
    """A desk opened to look only: the folder as it lies there against the policy in force."""
    world.lead()
    write(world, "campaigns/inbound.toml", INBOUND.replace("max_calls = 6", "max_calls = 5"))
    looking = open_desk(world.path, rep="ben", clock=world.clock, take_up=False)
    found = diff(looking)
    looking.close()
    assert found.campaigns == ("campaign inbound: at most 5 calls (was 6)",)
    assert world.desk.policy.newest("inbound").max_calls == 6


# --- how the leads are spread ---------------------------------------------------------------------


def test_a_campaign_shows_its_leads_step_by_step(world: World) -> None:
    """Leads per step, older versions apart, who rests and until when."""
    for number in range(5):
        world.lead(number)
    world.log(1, "no-answer")
    world.log(2, "hung-up")
    write(world, "campaigns/inbound.toml", INBOUND.replace('at = "30m"', 'at = "45m"'))
    reload_policy(world.desk)
    world.lead(50)
    view = campaign_view(world.desk, "inbound")
    assert view.campaign.version == 2
    assert view.older_versions == ((1, 4),)
    assert view.older_steps == ((("call-1", 3), ("call-2", 1)),)
    assert {count.step.key: count.leads for count in view.steps if count.leads} == {"call-1": 1}
    old = campaign_view(world.desk, "inbound", 1)
    assert {count.step.key: count.leads for count in old.steps if count.leads} == {"call-1": 3, "call-2": 1}
    assert view.resting == 1
    assert view.resting_until == ((date(2026, 12, 31), 1),)
    lines = {one.name: one for one in campaign_lines(world.desk)}
    assert (lines["inbound"].in_it, lines["last-call"].waiting) == (5, 1)
    assert (lines["follow-up-21"].touches, lines["follow-up-21"].calls) == (9, 2)


def test_a_rest_that_is_over_counts_in_the_campaign_after_it(world: World) -> None:
    """R8.1: the next campaign needs no write; a retired one and an event nowhere near are passed over."""
    world.lead()
    world.log(1, "hung-up")
    world.clock.advance(40 * 86400)
    flow = programme_flow(world.desk, "hot")
    assert {leg.campaign: (leg.in_it, leg.resting) for leg in flow.legs}["last-call"] == (1, 0)
    assert next(leg for leg in flow.legs if leg.campaign == "event").skipped_why.startswith("no event")


def test_every_lead_of_a_programme_is_counted_once_in_its_flow(world: World) -> None:
    """Names under the programme they would start, the suppressed, and those that no box of a campaign holds."""
    for number in range(1, 4):
        world.lead(number)
    world.lead(4, interaction="webinar")
    world.lead(5, interaction="webinar", temperature="warm")
    world.log(1, "do-not-call", scope="person")
    flows = {name: programme_flow(world.desk, name) for name in world.desk.policy.programmes}
    assert {name: flow.names for name, flow in flows.items() if flow.names} == {"hot": 1, "warm": 1}
    hot = flows["hot"]
    assert (hot.suppressed, hot.outside) == (1, 0)
    rows = [row for row in world.desk.store.standings.spread() if row.programme == "hot"]
    boxes = sum(leg.in_it + leg.resting for leg in hot.legs) + sum(hot[2:])
    assert boxes == sum(row.leads for row in rows) == 4


def test_leads_at_a_campaign_the_programme_names_no_more_are_counted_aside(world: World) -> None:
    """An edit of the programme leaves nobody out of its flow."""
    world.lead(1)
    text = 'campaigns = ["last-call"]'
    write(world, "programmes.toml", f"[programme.hot]\n{text}\n")
    reload_policy(world.desk)
    flow = programme_flow(world.desk, "hot")
    assert sum(leg.in_it for leg in flow.legs) == 0
    assert flow.outside == 1


def test_an_unknown_campaign_or_version_is_named(world: World) -> None:
    """With those there are."""
    with pytest.raises(BadInput, match="'inbond'"):
        campaign_view(world.desk, "inbond")
    with pytest.raises(BadInput, match="no version 7"):
        campaign_view(world.desk, "inbound", 7)
    with pytest.raises(BadInput, match="no programme"):
        programme_flow(world.desk, "cold")
