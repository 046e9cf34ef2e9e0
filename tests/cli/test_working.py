"""Next, log, why, undo, correct: the work of a day without a screen, with the JSON of the contract."""

from __future__ import annotations

import pytest

from dialq.clock import DAY, HOUR, MINUTE
from tests.cli.conftest import Shell

ITEM = set(
    "place lead name company tier programme campaign step arrived due local_time phone email reasons".split()
)
VERDICT = set("lead at status tier place rule until rules".split())


def test_the_queue_has_the_fields_of_the_contract(shell: Shell) -> None:
    lead = shell.add()
    queue = shell.ask("queue")
    assert {"at", "rep", "ready", "held", "items"} <= queue.keys()
    assert (queue["at"], queue["rep"], queue["ready"]) == ("2026-12-01T15:00:00Z", "ana", 1)
    [item] = queue["items"]
    assert item.keys() >= ITEM
    assert (item["lead"], item["tier"], item["local_time"]) == (lead, "now", "10:00")
    assert {name: item["step"][name] for name in ("key", "number", "of", "channel")} == {
        "key": "call-1", "number": 1, "of": 6, "channel": "call",
    }  # fmt: skip
    assert item["phone"] == "+12125550142"


def test_the_queue_for_people_names_what_is_held(shell: Shell) -> None:
    shell.add()
    shell.add(
        name="Bo Li", company="Bolt", phone="+1 212 555 0143", email="", external_id="w-2", temperature="warm"
    )
    said = shell.run("queue")
    assert said.code == 0
    assert "Ann Lee, Acme Freight" in said.out
    assert "1 ready; held back: 1 not-due" in said.out


def test_an_empty_queue_says_when_it_opens_and_what_holds_the_rest(shell: Shell) -> None:
    lead = shell.add()
    shell.ask("log", lead, "no-answer")
    for words in (("queue",), ("next",)):
        said = shell.run(*words)
        assert said.code == 3
        assert "10:30" in said.err
        assert "1 not-due" in said.err
    assert shell.run("queue", "--json").document["items"] == []


def test_next_gives_the_same_lead_until_it_is_released(shell: Shell) -> None:
    """R12.1."""
    lead = shell.add()
    taken = shell.ask("next")
    assert taken.keys() >= ITEM
    assert shell.ask("next")["lead"] == lead
    assert shell.run("next", rep="ben").code == 3
    assert shell.ask("release", lead) == {"lead": lead, "released": True}
    assert shell.ask("next", rep="ben")["lead"] == lead
    said = shell.run("release", lead)
    assert (said.code, "ben holds it" in said.err) == (2, True)


def test_a_claim_ends_after_thirty_minutes(shell: Shell) -> None:
    """R12.1."""
    lead = shell.add()
    assert shell.ask("next")["claimed_until"] == "2026-12-01T15:30:00Z"
    shell.clock.advance(30 * MINUTE + 1)
    assert shell.ask("next", rep="ben")["lead"] == lead


def test_log_tells_what_the_contract_names(shell: Shell) -> None:
    lead = shell.add()
    done = shell.ask("log", lead, "no-answer", "--note", "try mornings")
    assert done.keys() >= {"event", "lead", "stage", "touches", "next"}
    assert done["touches"] == {"campaign": 1, "of": 10, "day": 1, "life": 1}
    assert done["stage"] == "active"
    assert done["next"].keys() >= VERDICT
    assert (done["next"]["status"], done["next"]["rule"]) == ("held", "not-due")
    assert done["next"]["until"] == "2026-12-01T15:30:00Z"


def test_why_prints_every_rule_in_the_order_of_r6(shell: Shell) -> None:
    """R5.3."""
    lead = shell.add()
    verdict = shell.ask("why", lead)
    assert verdict.keys() >= VERDICT
    assert (verdict["status"], verdict["tier"], verdict["place"], verdict["rule"]) == (
        "ready",
        "now",
        1,
        None,
    )
    names = [line["rule"] for line in verdict["rules"]]
    assert names[0] == "suppressed"
    assert names[-1] == "claimed"
    assert len(names) == 20
    assert all(line.keys() == {"rule", "value", "limit", "holds", "until"} for line in verdict["rules"])
    assert "ready: now, place 1" in shell.run("why", lead).out


def test_why_looks_back_and_ahead(shell: Shell) -> None:
    """R21.2."""
    lead = shell.add()
    shell.clock.advance(HOUR)
    shell.ask("log", lead, "no-answer")
    shell.clock.advance(HOUR)
    assert shell.ask("why", lead, "--at", "2026-12-01 10:30")["status"] == "ready"
    assert shell.ask("why", lead, "--at", "2026-12-01T15:59:59Z")["tier"] == "fresh"
    assert shell.ask("why", lead, "--at", "in 10 h")["rule"] == "window"
    said = shell.run("why", lead, "--at", "2026-11-30 10:00")
    assert (said.code, "was not known" in said.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("callback",), "callback needs a date"),
        (("callback", "--when", "some day"), "no time that can be read"),
        (("callback", "--when", "12/5"), "2026-12-05 09:00 or as 2027-05-12 09:00"),
        (("callback", "--when", "2026-12-01 09:00"), "is past"),
        (("callback", "--when", "fri 23:00"), "outside the calling hours"),
        (("not-interested",), "needs a reason"),
        (("no-anwser",), "Did you mean 'no-answer'?"),
        (("no-answer", "--at", "2026-12-02 10:00"), "cannot lie in the future"),
        (("no-answer", "--at", "one day"), "--at 'one day' is no time"),
        (("referred",), "needs a name"),
    ],
)
def test_what_an_outcome_lacks_is_bad_input_and_writes_nothing(
    shell: Shell, words: tuple[str, ...], told: str
) -> None:
    lead = shell.add()
    before = len(shell.ask("show", lead)["timeline"])
    said = shell.run("log", lead, *words)
    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert len(shell.ask("show", lead)["timeline"]) == before


def test_a_rule_refuses_and_a_reason_passes_it(shell: Shell) -> None:
    """R7.4: exit 1 names the rule, why and until when; --override marks a breach."""
    lead = shell.add()
    shell.clock.advance(11 * HOUR)  # 21:00, where the lead is
    said = shell.run("log", lead, "no-answer")
    assert (said.code, said.out) == (1, "")
    assert "refused by window" in said.err
    assert "until Wed 2 Dec 08:00" in said.err
    assert "--override" in said.err
    done = shell.ask("log", lead, "no-answer", "--override", "they asked for it")
    assert done["breach"] == "window"
    assert "marked as a breach of window" in shell.run("log", lead, "no-answer", "--override", "again").out


def test_back_dating_counts_at_its_own_time(shell: Shell) -> None:
    """R2.4."""
    lead = shell.add()
    shell.clock.advance(2 * HOUR)
    done = shell.ask("log", lead, "no-answer", "--at", "11:50")
    assert done["next"]["until"] == "2026-12-01T17:19:00Z"
    [line] = [line for line in shell.ask("show", lead)["timeline"] if line["code"] == "no-answer"]
    assert line["at"] == "2026-12-01T16:50:00Z"


def test_a_promise_can_be_anyones(shell: Shell) -> None:
    """R10.2."""
    lead = shell.add()
    shell.ask("log", lead, "callback", "--when", "tomorrow 9", "--scope", "anyone", "--note", "after nine")
    shell.clock.advance(DAY)
    assert shell.ask("why", lead, rep="ben")["status"] == "ready"


def test_undo_redo_and_nothing_left(shell: Shell) -> None:
    """R13.1."""
    lead = shell.add()
    shell.ask("log", lead, "no-answer")
    undone = shell.ask("undo")
    assert undone.keys() >= {"event", "lead", "stage"}
    assert undone["touches"]["campaign"] == 0
    assert shell.ask("redo")["touches"]["campaign"] == 1
    shell.ask("undo")
    said = shell.run("undo")
    assert (said.code, said.out) == (3, "")
    assert shell.run("undo", rep="ben").code == 3


def test_correct_replaces_an_outcome_of_today(shell: Shell) -> None:
    """R13.4."""
    lead = shell.add()
    event = shell.ask("log", lead, "no-answer")["event"]
    done = shell.ask("correct", event, "not-interested", "--reason", "budget")
    assert (done["lead"], done["stage"]) == (lead, "lost")
    said = shell.run("correct", event, "no-answer")
    assert (said.code, "taken back or replaced" in said.err) == (2, True)
    assert shell.run("correct", "99", "no-answer").code == 2


def test_interact_opens_an_answer(shell: Shell) -> None:
    """R11.1."""
    lead = shell.add()
    shell.ask("log", lead, "hung-up")
    done = shell.ask("interact", lead, "reply", "--topic", "who else uses it?")
    assert done.keys() >= {"lead", "stage", "status"}
    assert (done["stage"], done["status"], done["next"]["tier"]) == ("active", "ready", "now")
    assert shell.run("interact", lead, "dance").code == 2


def test_show_and_find(shell: Shell) -> None:
    lead = shell.add(shoe_size="44")
    shell.ask("log", lead, "voicemail", "--note", "left one")
    shown = shell.ask("show", lead)
    assert shown["lead"]["name"] == "Ann Lee"
    assert shown["lead"]["phone"] == "+12125550142"
    assert shown["lead"]["custom"] == {"shoe_size": "44"}
    assert shown["lead"]["meter"]["campaign"] == [1, 10]
    assert [line["code"] for line in shown["timeline"]] == ["voicemail", "arrived"]
    assert "left one" in shell.run("show", "ann@acme.example").out
    [hit] = shell.ask("find", "acme", "ann")["leads"]
    assert (hit["lead"], hit["stage"]) == (lead, "active")
    assert shell.run("find", "nobody").code == 3


def test_a_lead_is_named_by_id_address_or_number(shell: Shell) -> None:
    """cli.md: a number that two leads share is no LEAD, its ids are listed."""
    lead = shell.add()
    for name in (str(lead), "ANN@acme.example", "(212) 555-0142", "+12125550142"):
        assert shell.ask("why", name)["lead"] == lead
    other = shell.add(name="Bo Li", email="bo@acme.example", external_id="w-2")
    assert other != lead
    said = shell.run("why", "+12125550142")
    assert said.code == 2
    assert str(lead) in said.err
    assert str(other) in said.err


def test_nothing_in_a_leads_data_reaches_the_terminal_raw(shell: Shell) -> None:
    lead = shell.add(name="Eve \x1b[2J\u202eniaM", topic="a\nb")
    for words in (("queue",), ("why", lead), ("show", lead), ("find", "eve"), ("next",)):
        said = shell.run(*words)
        assert said.code == 0
        assert not {"\x1b", "\u202e"} & set(said.out)
