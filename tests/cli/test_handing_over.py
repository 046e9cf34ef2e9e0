"""`dialq hand`, `nurture`, `task`, `post`: the same acts without a screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialq.clock import DAY
from tests.cli.conftest import Shell

STREET = {"street": "12 Depot Road", "city": "Springfield", "region": "IL", "postal_code": "62701"}


def person(shell: Shell, number: int, **more: str) -> int:
    """A lead of its own."""
    facts = {"phone": f"+1 212 555 01{number:02}", "email": f"ann{number}@acme.example", "external_id": f"w-{number}",
             "company": f"Acme {number}"}  # fmt: skip
    return shell.add(**(facts | more))


def test_many_leads_in_one_act_and_back(shell: Shell) -> None:
    """SEED1-25: counted first, one batch, undone as a whole."""
    leads = [person(shell, n, source="expo") for n in range(1, 4)]
    other = person(shell, 9)
    asked = ("hand", "--to", "nurture", "--source", "expo", "--reason", "too many")
    assert shell.ask(*asked, "--dry-run")["leads"] == leads
    assert shell.ask("why", leads[0])["status"] == "ready"
    done = shell.ask(*asked)
    assert (done["leads"], done["refused"]) == (leads, [])
    assert shell.ask("why", leads[0])["rule"] == "nurture"
    assert shell.ask("why", other)["status"] == "ready"
    assert shell.ask("hand", "--undo", done["batch"])["leads"] == leads
    assert shell.ask("why", leads[0])["status"] == "ready"
    assert shell.run("hand", "--undo", done["batch"]).code == 3


def test_batches_are_listed(shell: Shell) -> None:
    """SEED1-25: whoever lost the name of a batch finds it; counting first needs no reason."""
    lead = person(shell, 1)
    assert shell.run("hand", "--list").out == "nobody was handed over yet\n"
    assert shell.ask("hand", lead, "--to", "nurture", "--dry-run")["count"] == 1
    batch = shell.ask("hand", lead, "--to", "nurture", "--reason", "x")["batch"]
    [listed] = shell.ask("hand", "--list")["batches"]
    assert (listed["name"], listed["rep"], listed["what"], listed["undone"]) == (
        batch,
        "ana",
        "to nurture: x",
        False,
    )
    shell.ask("hand", "--undo", batch)
    assert "taken back" in shell.run("hand", "--list").out


def test_a_long_act_names_its_batch_first(shell: Shell) -> None:
    """A batch of several commits is named on stderr before it is done."""
    for number in range(51):
        person(shell, number, source="expo")
    done = shell.run("hand", "--to", "nurture", "--source", "expo", "--reason", "x")
    batch = shell.ask("hand", "--list")["batches"][0]["name"]
    assert (done.code, done.err) == (0, f"batch {batch}\n")


def test_undo_of_back_gives_nothing_to_reps(shell: Shell) -> None:
    """R16: who is with marketing is not handed out, also after an undo."""
    lead = person(shell, 1)
    shell.ask("nurture", "add", lead, "--reason", "r")
    shell.ask("nurture", "back", lead)
    shell.ask("undo")
    assert shell.run("next").code == 3


def test_back_is_refused_by_a_rule(shell: Shell) -> None:
    """cli.md: exit 1; the lead's programme has no campaign left."""
    (shell.folder / "programmes.toml").write_text('[programme.hot]\ncampaigns = ["inbound"]\n')
    lead = person(shell, 1)
    for _ in range(6):
        shell.ask("log", lead, "no-answer", "--override", "test")
        shell.clock.advance(DAY)
    shell.ask("nurture", "add", lead, "--reason", "r")
    done = shell.run("nurture", "back", lead)
    assert (done.code, "its programme is through" in done.err) == (1, True)


def test_choices_narrow_each_other(shell: Shell) -> None:
    """SEED1-21: by campaign and tier; the calmer programme starts now."""
    hot = person(shell, 1, source="expo")
    person(shell, 2, source="expo", temperature="warm")
    done = shell.ask(
        "hand", "--to", "warm", "--source", "EXPO", "--campaign", "inbound", "--tier", "now", "--reason", "x"
    )
    assert done["leads"] == [hot]
    assert shell.ask("why", hot)["campaign"] == "follow-up-21"


def test_closing(shell: Shell) -> None:
    """SEED1-21: fire and never call again."""
    lead = person(shell, 1)
    assert "closed" in shell.run("hand", lead, "--close", "students only").out
    assert shell.ask("show", lead)["lead"]["stage"] == "disqualified"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("hand", "1"), 2, "--to WHERE"),
        (("hand", "--to", "nurture"), 2, "say which leads"),
        (("hand", "1", "--to", "nurture", "--close", "x"), 2, "say one of"),
        (("hand", "1", "--to", "tepid", "--reason", "x"), 2, "no programme 'tepid'"),
        (("hand", "--to", "nurture", "--tier", "lukewarm"), 2, "no tier 'lukewarm'"),
        (("hand", "--to", "nurture", "--campaign", "outbound"), 2, "no campaign 'outbound'"),
        (("hand", "--to", "nurture", "--source", "nowhere"), 3, "no lead is all of that"),
        (("hand", "--undo", "hand-1"), 2, "no handing over"),
        (("hand", "1", "--to", "nurture"), 2, "needs a reason"),
        (("hand", "--list", "--to", "nurture"), 2, "say one of"),
        (("nurture", "add", "1"), 2, "0 of at least 6 touches of inbound"),
        (("nurture", "back", "1"), 3, "not in nurture"),
        (("task", "1", "send"), 2, "needs a date"),
        (("task", "done", "1"), 3, "has no task"),
        (("post", "export"), 3, "no post card is due"),
        (("post", "sent", "post-1"), 2, "no batch of post"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    shell: Shell, words: tuple[str, ...], code: int, said: str
) -> None:
    """cli.md: exit codes."""
    person(shell, 1)
    done = shell.run(*words)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_nobody_could_go_is_a_refusal(shell: Shell) -> None:
    """cli.md: refused by a rule is exit 1."""
    lead = person(shell, 1)
    shell.ask("interact", lead, "contact-me")
    done = shell.run("hand", lead, "--to", "nurture", "--reason", "x")
    assert done.code == 1
    assert "an answer is owed" in done.err


def test_nurture_by_cron_by_hand_and_back(shell: Shell) -> None:
    """R16.1: run says what it did, list who is there, back starts the next campaign."""
    lead, other = person(shell, 1), person(shell, 2)
    shell.ask("nurture", "add", lead, "--reason", "too many")
    assert shell.ask("nurture", "run") == {"entered": {}, "queued": 1, "posts": 0}
    shell.clock.advance(48 * DAY)
    assert shell.ask("nurture", "run")["entered"] == {"untouched": 1}
    listed = shell.ask("nurture", "list")
    assert (listed["total"], listed["by_rule"]) == (2, {"by hand": 1, "untouched": 1})
    assert {line["lead"] for line in listed["leads"]} == {lead, other}
    assert "by hand (ana): too many" in shell.run("nurture", "list").out
    assert shell.ask("nurture", "back", lead)["campaign"] == "inbound"
    assert "task" in shell.run("nurture", "back", other, "--when", "in 3d").out.lower()
    assert shell.ask("nurture", "list")["total"] == 0


def test_a_task_is_set_listed_replaced_and_done(shell: Shell) -> None:
    """SEED1-17."""
    lead = person(shell, 1)
    assert shell.ask("task", lead, "send the drawing", "--when", "fri 10")["next"]["rule"] == "callback-later"
    [task] = shell.ask("task", "list")["tasks"]
    assert (task["lead"], task["words"], task["at"]) == (lead, "send the drawing", "2026-12-04T15:00:00Z")
    refused = shell.run("task", lead, "call the plant", "--when", "fri 11")
    assert (refused.code, "--replace" in refused.err, "send the drawing" in refused.err) == (1, True, True)
    shell.ask("task", lead, "call the plant", "--when", "fri 11", "--replace")
    assert "call the plant" in shell.run("task", "list").out
    assert shell.ask("task", "list", rep="ben")["tasks"] == []
    assert len(shell.ask("task", "list", "--everybody", rep="ben")["tasks"]) == 1
    shell.ask("task", "done", lead, "--note", "they have it")
    assert shell.run("task", "list").out == "no task is open\n"
    assert "Took back" in shell.run("undo").out
    assert len(shell.ask("task", "list")["tasks"]) == 1


def test_post_in_a_batch(shell: Shell, tmp_path: Path) -> None:
    """cli.md: `batch cards[]`; sent marks them."""
    (tmp_path / "sources.toml").write_text('[mailing]\ntemperature = "warm"\nprogramme = "light"\n')
    lead = person(shell, 1, interaction="", source="mailing", temperature="warm", **STREET)
    shell.clock.advance(DAY)
    done = shell.ask("post", "export", "--out", tmp_path)
    assert [card["lead"] for card in done["cards"]] == [lead]
    assert all(Path(file).exists() for file in done["files"])
    assert done["batch"] in shell.run("post", "list").out
    assert shell.ask("post", "sent", done["batch"]) == {
        "batch": done["batch"], "logged": 1, "noted": 0, "breaches": [],
    }  # fmt: skip
    assert shell.ask("post", "list")["batches"][0]["status"] == "sent"
    assert shell.ask("show", lead)["lead"]["meter"]["life"][0] == 1
