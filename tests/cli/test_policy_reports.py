"""`dialq experiment` and `dialq load` on the command line."""

from __future__ import annotations

from tests.cli.conftest import Shell

EXPERIMENT = """
[[experiment]]
name = "first-mail"
what = "template"
of = "inbound"
step = "email-1"
starts = 2026-12-01
ends = 2026-12-31
goal = "Does the example bring more meetings?"
[experiment.variants]
thanks = "inbound-thanks"
example = "inbound-example"
"""


def test_an_experiment_side_by_side(shell: Shell) -> None:
    """R20.1: its arms with their intervals, and why nothing is said yet; nobody had the mail, so nobody counts."""
    (shell.folder / "experiments.toml").write_text(EXPERIMENT)
    lead = shell.add()
    shell.ask("log", lead, "no-answer")
    (listed,) = shell.ask("experiment", "list")["experiments"]
    assert (listed["name"], listed["status"], listed["last"]) == ("first-mail", "runs", "2026-12-31")
    shown = shell.ask("experiment", "show", "first-mail")
    assert [arm["name"] for arm in shown["arms"]] == ["thanks", "example"]
    assert sum(arm["leads"] for arm in shown["arms"]) == 0
    assert shown["verdict"] is None
    assert shown["too_early"] == "ends 31 Dec 2026, 0 of 200 per arm"
    assert {"hits", "of", "low", "high"} == set(shown["arms"][0]["converted"])
    said = shell.run("experiment", "show", "first-mail")
    assert "too early to say (ends 31 Dec 2026, 0 of 200 per arm)" in said.out
    assert "Wilson" in said.out
    assert "email-1 of inbound" in said.out


def test_an_unknown_experiment_is_bad_input(shell: Shell) -> None:
    shell.add()
    said = shell.run("experiment", "show", "first-mail")
    assert said.code == 2
    assert "no experiment" in said.err


def test_no_experiment_says_where_to_write_one(shell: Shell) -> None:
    shell.add()
    assert "experiments.toml" in shell.run("experiment", "list").out
    assert shell.ask("experiment", "list") == {"experiments": []}


def test_the_load_of_today(shell: Shell) -> None:
    """SEED1-14: due, hands, what slips."""
    shell.add()
    view = shell.ask("load")
    assert (view["due"], view["hands"], view["reps"], view["untouched"]) == (3, 60, 1, 0)
    assert (view["by_channel"], view["warning"]) == ({"call": 3}, None)
    assert len(view["ahead"]) == 5
    assert "due today 3, hands for 60: all can be done" in shell.run("load").out
    settings = (shell.folder / "settings.toml").read_text()
    (shell.folder / "settings.toml").write_text(
        settings.replace('country = "US"', 'country = "US"\ncapacity = 1')
    )
    shell.add(
        name="Bo Day", phone="+1 212 555 0143", email="bo@acme.example", external_id="w-2", company="Bo & Co"
    )
    assert "due today 6, hands for 1: 5 will slip (1 rep)" in shell.run("load").out
