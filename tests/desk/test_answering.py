"""Outcomes, their caps and breaches (R7, R9, R10)."""

from __future__ import annotations

import pytest

from dialq.clock import DAY, HOUR, MINUTE
from dialq.desk import answer as answering
from dialq.desk import day, explain, interact, take, undo
from dialq.desk.finding import find, resolve
from dialq.desk.importing import add_lead
from dialq.desk.reading_acts import Ambiguous, Answer
from dialq.desk.suppressing import is_suppressed, lift, suppress
from dialq.desk.views import Logged, Refused
from dialq.engine.lead import LeadRecord, Phone
from dialq.errors import BadInput, NothingThere, UnknownLead
from tests.desk.world import TEAM, World, at


def test_r7_4_past_a_cap_a_reason_is_asked(world: World) -> None:
    """R7.4: the fourth dial in a day is refused without a reason, nothing is written; with one it is a breach."""
    lead = world.lead()
    for _ in range(3):
        world.log(lead, "no-answer")
        world.clock.advance(HOUR)
    before = world.desk.store.events.last_id()
    said = answering.answer(world.desk, Answer(lead, "no-answer"))
    assert isinstance(said, Refused)
    assert (said.rule, said.override) == ("cap.dials-24h", True)
    assert said.until == at("2026-12-02 10:00")
    assert world.desk.store.events.last_id() == before
    logged = world.log(lead, "no-answer", override="they asked me to ring again")
    assert logged.breach == "cap.dials-24h"


def test_r7_1_day_cap_after_the_first_day(world: World) -> None:
    """R7.1: two touches a local day, except on the day of the first call."""
    lead = world.lead()
    for _ in range(3):
        world.log(lead, "no-answer")
        world.clock.advance(30 * MINUTE)
    world.clock.at = at("2026-12-08 09:00")
    for expected in (Logged, Logged, Refused):
        assert isinstance(answering.answer(world.desk, Answer(lead, "done", channel="social")), expected)


def test_r7_4_a_call_outside_the_window_needs_a_reason(world: World) -> None:
    """R15.1, R7.4: 21:00 is closed; the guard before it only marks."""
    lead = world.lead()
    world.clock.at = at("2026-12-01 20:58")
    assert isinstance(answering.answer(world.desk, Answer(lead, "busy")), Logged)
    world.clock.at = at("2026-12-01 21:00")
    said = answering.answer(world.desk, Answer(lead, "no-answer"))
    assert isinstance(said, Refused)
    assert said.rule == "window"


def test_r9_3_backdating_only_to_the_arrival(world: World) -> None:
    """R2.4: what happened before the lead arrived, or will happen, is refused."""
    lead = world.lead()
    world.clock.advance(HOUR)
    for moment in (at("2026-12-01 09:59"), at("2026-12-01 11:02")):
        with pytest.raises(BadInput):
            answering.answer(world.desk, Answer(lead, "no-answer", at=moment))
    assert world.log(lead, "no-answer", at=at("2026-12-01 10:30")).stage == "active"


@pytest.mark.parametrize(
    ("code", "missing"),
    [
        ("callback", "when"),
        ("interested", "when"),
        ("meeting", "when"),
        ("not-interested", "reason"),
        ("referred", "to"),
    ],
)
def test_r9_what_an_outcome_needs(world: World, code: str, missing: str) -> None:
    """R9: an outcome without what it needs is a clear sentence, and nothing is written."""
    lead = world.lead()
    with pytest.raises(BadInput) as caught:
        answering.answer(world.desk, Answer(lead, code))
    assert caught.value.hint
    assert missing
    assert len(explain.story(world.desk, lead)) == 1


def test_r10_1_two_readings_are_offered(world: World) -> None:
    """R10.1: 12/5 may be May or December; the reading picked is accepted."""
    lead = world.lead()
    said = answering.answer(world.desk, Answer(lead, "callback", when="12/5"))
    assert isinstance(said, Ambiguous)
    assert len(said.readings) == 2
    assert isinstance(answering.answer(world.desk, Answer(lead, "callback", when=said.readings[0])), Logged)


def test_r10_1_a_promise_is_read_in_the_leads_zone(world: World) -> None:
    """R10.1: nine o'clock is nine where the lead is; outside the window it names the nearest time."""
    world.clock.at = at("2026-12-01 12:00")
    west = world.lead(7, phones=(Phone("+14155550177", "mobile", ("America/Los_Angeles",)),))
    world.log(west, "callback", when="tomorrow 9")
    assert day.promises(world.desk)[0].at == at("2026-12-02 12:00")
    with pytest.raises(BadInput, match="nearest allowed time"):
        answering.answer(world.desk, Answer(west, "callback", when="tomorrow 22:00"))


def test_r10_2_promises_come_first_and_to_their_rep(world: World) -> None:
    """R10.2: two minutes before its time a promise is handed out, to its rep; `anyone` goes to the pool after 30."""
    lead, other = world.lead(1), world.lead(2)
    world.log(lead, "callback", when="in 2h anyone")
    world.log(other, "callback", when="in 3h")
    world.clock.advance(2 * HOUR - 121)
    assert not _ready(world)
    world.clock.advance(1)
    card = world.take()
    assert (card.item.lead, card.item.tier) == (lead, "callback")
    take.release(world.desk, lead)
    world.desk.rep = "ben"
    assert not _ready(world)
    world.clock.advance(120 + 30 * MINUTE)
    assert _ready(world) == [lead]


def _ready(world: World) -> list[int]:
    from dialq.desk.queue import queue

    return [item.lead for item in queue(world.desk).items]


def test_r9_do_not_call_is_at_once_and_for_good(world: World) -> None:
    """R9 `0 d`, R18.1: every way is closed at once, a re-import under another name stays closed."""
    lead = world.lead(5)
    assert world.log(lead, "do-not-call").stage == "suppressed"
    assert is_suppressed(world.desk, "+14155550105")["suppressed"]
    again, status = add_lead(
        world.desk, LeadRecord(name="Somebody Else", phones=(Phone("+14155550105", "work", (TEAM,)),))
    )
    assert status == "suppressed"
    assert explain.why(world.desk, again).rule == "suppressed"


def test_r13_2_undoing_ones_own_ban_is_a_correction(world: World) -> None:
    """R13.2: the ban goes with its undo, and comes back with the redo."""
    lead = world.lead(5)
    world.log(lead, "do-not-call")
    assert isinstance(undo.undo(world.desk), Logged)
    assert not is_suppressed(world.desk, "+14155550105")["suppressed"]
    assert explain.why(world.desk, lead).status == "ready"
    assert isinstance(undo.redo(world.desk), Logged)
    assert explain.why(world.desk, lead).rule == "suppressed"


def test_suppression_by_hand_and_its_lifting(world: World) -> None:
    """R18.1: a domain covers all its addresses; lifting brings leads back."""
    lead = world.lead(6, phones=())
    assert suppress(world.desk, "example.com", "domain", "asked by their counsel") == 1
    assert explain.why(world.desk, lead).rule == "suppressed"
    lift(world.desk, "example.com")
    assert explain.why(world.desk, lead).rule != "suppressed"
    with pytest.raises(NothingThere):
        lift(world.desk, "example.org")


def test_r9_a_referral_makes_a_linked_lead(world: World) -> None:
    """R9 `0 r`: the new person is a lead at the same company, this one is paused 14 days."""
    lead = world.lead()
    said = world.log(lead, "referred", to="Kim Lee +1 415 555 0143 kim@example.com")
    assert said.created is not None
    new = take.look(world.desk, said.created).lead
    assert (new.name, new.company, new.emails) == ("Kim Lee", "Company 42", ("kim@example.com",))
    assert explain.why(world.desk, lead).rule == "paused"


def test_r9_wrong_number_brings_the_next_number(world: World) -> None:
    """R9 `0 w`: same step, next number; the wrong one is gone."""
    numbers = (Phone("+14155550150", "mobile", (TEAM,)), Phone("+14155550151", "work", (TEAM,)))
    lead = world.lead(phones=numbers)
    assert world.take().numbers[0].number == "+14155550150"
    world.log(lead, "wrong-number")
    card = world.take()
    assert card.item.lead == lead
    assert card.numbers[0].number == "+14155550151"
    assert card.item.step is not None
    assert card.item.step.number == 1


def test_r11_1_a_response_ends_the_rest(world: World) -> None:
    """R11.1, R8.1: a resting lead that answers is owed an answer at once, by its last rep first."""
    lead = world.lead()
    world.log(lead, "hung-up")
    assert explain.why(world.desk, lead).rule == "resting"
    interact.interact(world.desk, lead, "reply", "tell me more")
    verdict = explain.why(world.desk, lead)
    assert (verdict.status, verdict.tier_name) == ("ready", "now")
    world.desk.rep = "ben"
    assert explain.why(world.desk, lead).rule == "not-yours"


def test_r21_2_a_past_queue_is_as_recorded_then(world: World) -> None:
    """R21.2: `--at` shows the file as it was, and a future one as it will be if nothing happens."""
    lead = world.lead()
    ten = world.clock.now()
    world.clock.advance(MINUTE)
    world.log(lead, "no-answer")
    from dialq.desk.queue import queue

    assert [i.lead for i in queue(world.desk, at=ten).items] == [lead]
    assert not queue(world.desk).items
    assert [i.lead for i in queue(world.desk, at=at("2026-12-01 10:35")).items] == [lead]
    assert explain.why(world.desk, lead, at=ten).status == "ready"


def test_finding(world: World) -> None:
    """By name, company, address, last digits; a shared number is nobody's name."""
    shared = (Phone("+14155550188", "work", (TEAM,)),)
    first, second = world.lead(1, phones=shared), world.lead(2, phones=shared)
    assert [f.lead for f in find(world.desk, "field1")] == [first]
    assert {f.lead for f in find(world.desk, "0188")} == {first, second}
    assert resolve(world.desk, "lou2@example.com") == second
    with pytest.raises(UnknownLead, match=f"{first}, {second}"):
        resolve(world.desk, "+1 415 555 0188")


def test_r2_2_later_is_bounded(world: World) -> None:
    """R10.3: at most 14 days, at most twice on one step."""
    lead = world.lead()
    with pytest.raises(BadInput, match="14 days"):
        answering.answer(world.desk, Answer(lead, "later", when="in 15 days", reason="other"))
    for _ in range(2):
        world.log(lead, "later", reason="other")
        world.clock.advance(DAY)
    with pytest.raises(BadInput, match="twice"):
        answering.answer(world.desk, Answer(lead, "later", reason="other"))


def test_a_channel_nobody_knows_is_named(world: World) -> None:
    """R7.2: the ledger counts channels; a word that is none is refused, and nothing is written."""
    lead = world.lead()
    with pytest.raises(BadInput, match="fax"):
        answering.answer(world.desk, Answer(lead, "done", channel="fax"))
    assert len(explain.story(world.desk, lead)) == 1
