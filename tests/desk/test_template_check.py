"""What leads lack of the templates they may still get is told before the mails are to leave (R14.1)."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialq.desk.suppressing import suppress
from dialq.desk.template_check import Gap, template_gaps, walked
from dialq.errors import BadSetting
from tests.desk.world import World

CAMPAIGN = """name = "mine"
title = "Mine"
goal = "A call"
message = "Hello"
approach = "Mails"
rest_days = 10
[[step]]
key = "one"
channel = "email"
at = "0d"
template = "first"
[[step]]
key = "two"
channel = "email"
at = "3d"
template = "second"
"""
FILES = {
    "campaigns/mine.toml": CAMPAIGN,
    "campaigns/then.toml": CAMPAIGN.replace('"mine"', '"then"').replace('"first"', '"third"').replace(
        '"second"', '"fourth"'
    ).replace("Hello", "Again"),
    "programmes.toml": '[programme.hot]\ncampaigns = ["mine", "then"]\n[programme.warm]\ncampaigns = ["then"]\n',
    "templates/first.txt": "Subject: A\n\n{{ title }} {{ company }} {{ rep_email }} {{ event_date }}",
    "templates/second.txt": "Subject: B\n\n{{ title | default('you') }}{% if city %}{{ region }}{% endif %}",
    "templates/third.txt": "Subject: C\n\n{{ snippet.lines }}",
    "templates/fourth.txt": "Subject: D\n\nx",
    "templates/fourth.html": "<p>{{ industry }}",
    "templates/by-hand.txt": "Subject: E\n\n{{ website }}",
    "templates/values.txt": "Subject: F\n\n{% if company == 'Company 40' %}{{ website }}{% endif %}",
    "templates/broken.txt": "Subject: G\n\n{% if company %}",
    "snippets/lines.txt": "{{ title }}\n{{ contract_end }}",
}  # fmt: skip


@pytest.fixture
def team(tmp_path: Path) -> World:
    """A team with two campaigns of its own."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return World(tmp_path)


def brief(found: tuple[Gap, ...]) -> dict[str, tuple[int, ...]]:
    assert all(gap.leads >= len(gap.examples) for gap in found)
    return {gap.field: gap.examples for gap in found}


def test_leads_that_lack_a_field_are_counted_and_the_first_are_named_R14_1(team: World) -> None:
    for number in range(40, 45):
        team.lead(number, title="Director" if number == 40 else "", temperature="hot")
    assert template_gaps(team.desk, "first") == (Gap("title", 4, (2, 3, 4)),)
    assert template_gaps(team.desk, "second") == ()


def test_what_settings_and_events_fill_is_no_gap_of_a_lead(tmp_path: Path) -> None:
    world = World(tmp_path, sender=False)
    world.lead(temperature="hot")
    assert template_gaps(world.desk, "event-invitation") == ()
    world.close()


def test_a_condition_that_does_not_hold_asks_for_nothing(team: World) -> None:
    team.lead(40, city="Troy", temperature="hot")
    team.lead(41, region="NY", temperature="hot")
    assert brief(template_gaps(team.desk, "second")) == {"region": (1,)}
    team.lead(42, website="", temperature="hot")
    assert brief(template_gaps(team.desk, "values")) == {"website": (1,)}


def test_snippets_html_and_later_campaigns_count_too(team: World) -> None:
    team.lead(40, title="Director", temperature="hot", custom={"Contract End": "June"})
    team.lead(41, industry="Logistics", temperature="warm")
    assert brief(template_gaps(team.desk, "third")) == {"title": (2,), "contract_end": (2,)}
    assert brief(template_gaps(team.desk, "fourth")) == {"industry": (1,)}


def test_only_those_count_that_may_still_get_it(team: World) -> None:
    """Ended, suppressed, without an address, past the step, in another programme: none of them."""
    desk = team.desk
    ended, bounced, past = (team.lead(number, temperature="hot") for number in (40, 41, 42))
    team.lead(43, temperature="warm")
    team.lead(44, temperature="hot")
    suppress(desk, "lou44@example.com", "address")
    team.lead(45, emails=(), temperature="hot")
    still = team.lead(46, temperature="hot")
    team.log(ended, "left-company")
    team.log(bounced, "bounced")
    team.log(past, "sent", channel="email")
    found = template_gaps(desk, "first")
    assert brief(found) == {"title": (still,)}


def test_a_template_that_goes_by_hand_may_go_to_anybody(team: World) -> None:
    lost = team.lead(40, temperature="hot")
    warm = team.lead(41, temperature="warm")
    team.log(lost, "left-company")
    assert brief(template_gaps(team.desk, "by-hand")) == {"website": (warm,)}


def test_many_templates_are_looked_at_in_one_walk(team: World) -> None:
    for number in range(40, 44):
        team.lead(number, temperature="hot")
    told: list[tuple[int, int]] = []
    found = walked(team.desk, ("first", "values", "broken"), lambda done, of: told.append((done, of))).gaps
    assert {name: brief(one) for name, one in found.items()} == {
        "first": {"title": (1, 2, 3)}, "values": {"website": (1,)}, "broken": {},
    }  # fmt: skip
    assert told == [(0, 4), (4, 4)]


def test_a_broken_template_says_so(team: World) -> None:
    with pytest.raises(BadSetting, match="template 'broken', line 3"):
        template_gaps(team.desk, "broken")
    with pytest.raises(BadSetting, match="there is no template 'gone'"):
        template_gaps(team.desk, "gone")


def test_a_variant_of_an_experiment_is_asked_of_those_who_get_it(team: World) -> None:
    """R20.1: half of the leads get another text."""
    (team.path.parent / "experiments.toml").write_text(
        '[[experiment]]\nname = "e"\nwhat = "template"\nof = "mine"\nstep = "one"\nstarts = 2026-11-01\n'
        'ends = 2027-01-31\n[experiment.variants]\na = "first"\nb = "by-hand"\n',
        "utf-8",
    )
    team.desk.close()
    team.desks.clear()
    team.desk = team.open("ana")
    leads = [team.lead(number, temperature="hot") for number in range(40, 60)]
    found = walked(team.desk, ("first", "by-hand")).gaps
    counted = {name: sum(gap.leads for gap in one) for name, one in found.items()}
    assert counted["first"] + counted["by-hand"] == len(leads)
    assert min(counted.values()) > 0
