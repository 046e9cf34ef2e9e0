"""Interactions, fit, sources and events on the command line, set up by files as a team would (R3, R19, SEED0-19)."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Shell

SOURCES = """
[expo]
kind = "name"
cost = 35.00
[fair]
temperature = "warm"
cost = 2.50
programme = "warm"
"""
PERSONAS = """
[[persona]]
name = "plant manager"
size = "51-200"
titles = ["plant", "operations"]
not_titles = ["student"]
industries = ["food"]
"""
EVENTS = """
[[event]]
name = "boston-dinner"
campaign = "event"
title = "Steak dinner"
place = "Boston, MA, US"
at = 2027-02-20T18:30
capacity = 1
radius_km = 50
"""
JANUARY = """Name,E-mail,Phone,Job title,Interaction,Topic,Created
Ann Lee,ann@acme.example,212-555-0142,Plant Manager,Webinar,Ice,2026-10-05
Bo Li,bo@bolt.example,212-555-0143,Student,Webinar,Ice,2026-10-05
Cy Roe,cy@cold.example,212-555-0144,,Webinar,Ice,2026-10-05
"""
MARCH = """Name,E-mail,Interaction,Topic,Created
Ann Lee,ann@acme.example,Webinar,Fish,2026-11-10
Bo Li,bo@bolt.example,Webinar,Fish,2026-11-10
"""


@pytest.fixture
def team(shell: Shell) -> Shell:
    """A shell whose team has set up sources, a persona and an event."""
    for name, text in (("sources", SOURCES), ("personas", PERSONAS), ("events", EVENTS)):
        (shell.folder / f"{name}.toml").write_text(text)
    return shell


def bring(shell: Shell, text: str, source: str = "webinars") -> dict[str, int]:
    path = shell.folder / "list.csv"
    path.write_text(text)
    found: dict[str, int] = shell.ask("import", path, "--source", source)
    return found


def test_two_lists_of_webinars_make_leads(team: Shell) -> None:
    """R3.2, SEED2-03..06: names first; the second list makes leads of who fits, and again changes nothing."""
    bring(team, JANUARY)
    assert [team.ask("show", n)["lead"]["stage"] for n in (1, 2, 3)] == ["name"] * 3
    assert (bring(team, MARCH)["created"], bring(team, MARCH)["merged"]) == (0, 0)
    ann, bo, cy = (team.ask("show", n)["lead"] for n in (1, 2, 3))
    assert [ann["stage"], bo["stage"], cy["stage"]] == ["active", "name", "name"]
    assert [(one["kind"], one["topic"]) for one in ann["interactions"]] == [
        ("webinar", "Fish"),
        ("webinar", "Ice"),
    ]
    assert ann["reason_to_call"] == "Fish"
    assert ann["interactions"][0]["at"].startswith("2026-11-10T05")
    assert bo["fit"]["misfit"] is True
    text = team.run("show", 1).out
    assert "did: webinar 10 Nov Fish; webinar 5 Oct Ice" in text
    assert "fit to plant manager: not known enough" in text


def test_why_says_what_is_lacking(team: Shell) -> None:
    """R3.1, R3.2, R5.3."""
    bring(team, JANUARY)
    assert "misfit, title: Student: student is left out" in team.run("why", 2).out
    assert "1 of 2 interactions" in team.run("why", 3).out
    fit = team.ask("why", 3)["fit"]
    assert [(check["check"], check["answer"]) for check in fit["checks"]] == [
        ("size", "unknown"), ("title", "unknown"), ("industry", "unknown")
    ]  # fmt: skip
    assert team.run("queue", "--json").document["held"] == {"not-a-lead": 3}


def test_without_a_persona_fit_is_null(shell: Shell) -> None:
    """R3.1: asked only where the team has set one."""
    shell.add()
    assert shell.ask("why", 1)["fit"] is None
    assert "fit" not in shell.run("show", 1).out


def test_interact_says_what_it_did(team: Shell) -> None:
    """R3.2: cli.md, `interact`: lead stage status, and what came of it in words."""
    bring(team, JANUARY)
    done = team.ask("interact", 3, "download", "--topic", "Guide")
    assert (done["lead"], done["stage"], done["status"]) == (3, "active", "held")
    assert "Became a lead: day 0 is now" in done["said"]
    assert "Name: 1 of 2 interactions" in team.run("interact", 1, "visit").out
    back = team.ask("interact", 1, "webinar", "--topic", "Late", "--at", "yesterday 15:00")
    assert back["stage"] == "active"


def test_sources_are_listed(team: Shell) -> None:
    """R19, SEED4-20: leads, stages, what they cost and what came of them."""
    bring(team, JANUARY.replace("Webinar", ""), "expo")
    team.add(source="fair", phone="+1 212 555 0150", email="di@fair.example", external_id="f-1")
    listed = {one["name"]: one for one in team.ask("source", "list")["sources"]}
    assert (listed["expo"]["leads"], listed["expo"]["stages"], listed["expo"]["paid"]) == (
        3,
        {"name": 3},
        105.0,
    )
    assert (listed["fair"]["cost"], listed["fair"]["programme"], listed["fair"]["spent"]) == (
        2.5,
        "warm",
        0.0,
    )
    assert team.ask("show", 4)["lead"]["temperature"] == "warm"
    assert team.ask("show", 4)["lead"]["budget"] == 2.5
    shown = team.run("source", "show", "Expo").out
    assert "$35" in shown
    assert "3 name" in shown
    assert team.run("source", "show", "nowhere").code == 2


def test_a_source_nobody_set_up_says_so(shell: Shell) -> None:
    """R3.3: taken as it comes."""
    shell.add(source="")
    assert "(none)" in shell.run("source", "list").out
    shell.add(source="web", external_id="w-2", phone="+1 212 555 0150", email="di@web.example")
    assert "nothing is said of it in sources.toml" in shell.run("source", "show", "web").out


def test_events_are_listed(team: Shell) -> None:
    """SEED0-19: seats, who comes, who was there."""
    team.add()
    line = team.ask("event", "list")["events"][0]
    assert (line["name"], line["capacity"], line["accepted"], line["full"]) == ("boston-dinner", 1, 0, False)
    said = team.run("interact", 1, "rsvp", "--topic", "boston-dinner").out
    assert "Seat 1 of 1 at Steak dinner" in said
    view = team.ask("event", "show", "boston-dinner")
    assert (view["accepted"], view["full"], view["closed"]) == (1, True, "every seat is promised")
    assert [(guest["lead"], guest["said"]) for guest in view["guests"]] == [(1, "comes")]
    team.run("interact", 1, "event", "--topic", "boston-dinner")
    assert "attended" in team.run("event", "show", "boston-dinner").out
    assert team.run("event", "show", "lunch").code == 2
    assert "takes leads in" not in team.run("event", "list").out


def test_no_event_is_said(shell: Shell) -> None:
    """An empty list says where events are written."""
    shell.add()
    assert "events.toml" in shell.run("event", "list").out
    assert shell.ask("event", "list") == {"events": []}
