"""What commands say of one lead: why it is first, in which arm it is, what it was touched of; and of the day."""

from __future__ import annotations

import pytest

from dialq.clock import DAY, MINUTE
from tests.cli.conftest import Shell

EXPERIMENT = """
[[experiment]]
name = "first-mail"
what = "template"
of = "inbound"
step = "email-1"
starts = 2026-12-01
ends = 2027-01-31
[experiment.variants]
short = "inbound-thanks"
long = "inbound-example"
"""


def hot(shell: Shell, number: int) -> int:
    """A hot lead of its own company."""
    return shell.add(
        name=f"Lou{number}", company=f"Co {number}", phone=f"+1 212 555 01{number:02}",
        email=f"lou{number}@example.com", external_id=f"h-{number}",
    )  # fmt: skip


def test_the_fifth_lead_says_why_it_is_warm(shell: Shell) -> None:
    """R5.5: `queue`, `next` (asked again too) and `why`, as text and as JSON."""
    warm = shell.add(
        name="Wim", company="Warm", phone="+1 212 555 0190", email="wim@example.com", interaction="",
        temperature="warm", external_id="w",
    )  # fmt: skip
    shell.clock.advance(2 * DAY)
    for number in range(6):
        hot(shell, number)
    shell.clock.advance(10 * MINUTE)
    for _ in range(4):
        shell.ask("log", shell.ask("next")["lead"], "no-answer")
    reason = "Warm share: every fifth"
    assert reason in shell.run("queue").out.splitlines()[0]
    assert shell.run("queue").out.count(reason) == 1
    assert reason in shell.run("why", warm).out
    for _ in range(2):
        held = shell.ask("next")
        assert (held["lead"], held["reasons"][0]) == (warm, reason)
    assert reason in shell.run("next").out
    assert reason in shell.ask("why", warm)["reasons"]


def test_the_arm_of_a_lead_is_told(shell: Shell) -> None:
    """R20.1: `show` and `why` name it, as text and as JSON; without experiments nothing is said."""
    lead = hot(shell, 1)
    assert shell.ask("show", lead)["lead"]["experiments"] == []
    (shell.folder / "experiments.toml").write_text(EXPERIMENT)
    lead = hot(shell, 2)
    for command in ("show", "why"):
        found = shell.ask(command, lead)
        (arm,) = found["lead"]["experiments"] if command == "show" else found["experiments"]
        assert (arm["experiment"], arm["arm"] in ("short", "long"), arm["until"]) == (
            "first-mail",
            True,
            None,
        )
        assert f"experiment first-mail: arm {arm['arm']} ({arm['value']})" in shell.run(command, lead).out


def test_a_resting_lead_shows_no_campaign_cap(shell: Shell) -> None:
    """R7.7: only what is allowed is shown."""
    lead = hot(shell, 1)
    assert "touches campaign 0/10, calls 0/6" in shell.run("show", lead).out
    shell.ask("log", lead, "hung-up")
    assert "touches today 1/2, life 1/30" in shell.run("show", lead).out


def test_the_list_leads_past_a_retired_campaign(shell: Shell) -> None:
    """R4.8: nobody enters it."""
    hot(shell, 1)
    assert "last-call -> nurture" in shell.run("campaign", "list").out
    done = shell.run("campaign", "retire", "last-call")
    assert done.code == 0, done
    assert "-> last-call" not in shell.run("campaign", "list").out
    assert "-> last-call" not in shell.run("campaign", "show", "inbound").out


def test_load_names_tasks(shell: Shell) -> None:
    """SEED1-17."""
    lead = hot(shell, 1)
    shell.ask("task", lead, "send the drawing", "--when", "today 15:00")
    assert "task  1" in shell.run("load").out


@pytest.mark.parametrize("code", ["attended", "no-show"])
def test_a_meeting_nobody_set_is_refused(shell: Shell, code: str) -> None:
    """cli.md: exit 2."""
    said = shell.run("log", hot(shell, 1), code)
    assert (said.code, "had no meeting" in said.err) == (2, True)
