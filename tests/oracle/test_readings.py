"""Single rules on days short enough to check by hand: the oracle itself is held to them."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from dialq.clock import DAY, HOUR, MINUTE, Instant
from dialq.engine.lead import WARM, Lead, LeadId, Phone
from tests.oracle.facts import (
    Arrived,
    AutoSent,
    CallStarted,
    Corrected,
    Outcome,
    Responded,
    Suppressed,
    Undone,
)
from tests.oracle.judge import OracleVerdict
from tests.oracle.model import World
from tests.oracle.plans import FIRST_NUMBER, SECOND_NUMBER, Scenario
from tests.oracle.strategies import begin

TEN = begin("2026-12-01 10:00")
ANA, BEN = "ana", "ben"
HOT_LEAD = Scenario("", "", "2026-12-01 10:00", "").lead
WARM_LEAD = replace(HOT_LEAD, temperature=WARM)
CALL_1 = Outcome(LeadId(1), ANA, "no-answer", "call", Instant(TEN + 60), Instant(TEN + 60), FIRST_NUMBER)


def world(lead: Lead = HOT_LEAD) -> World:
    """A world with one lead, that came in as it arrived."""
    made = World()
    made.record(Arrived(lead, lead.arrived))
    return made


def log(made: World, code: str, ended: Instant, **more: Any) -> int:
    """Ana logs a call that ended at an instant."""
    return made.record(replace(CALL_1, code=code, happened=ended, recorded=ended, **more))


def at(text: str) -> Instant:
    """A day and time of December 2026, team time: `02 13:00`."""
    return begin(f"2026-12-{text}")


def see(made: World, now: Instant, rep: str = ANA) -> OracleVerdict:
    """The first lead's verdict."""
    return made.verdict(LeadId(1), rep, now)


@pytest.mark.parametrize(("minutes", "tier"), [(0, 2), (4, 2), (5, 4)])
def test_hot_lead_ages_from_now_to_fresh(minutes: int, tier: int) -> None:
    """R5.1: an inquiry is `now` for five minutes, then `fresh`."""
    assert see(world(), Instant(TEN + minutes * MINUTE)).tier == tier


def test_untouched_hot_lead_turns_slipping_at_the_end_of_fresh() -> None:
    """R5.1, R4.3: fresh ends with the fourth business day, when it has long slipped."""
    verdict = see(world(), at("07 20:00"))
    assert (verdict.tier, verdict.until) == (4, at("07 20:57"))
    assert see(world(), at("08 08:00")).tier == 5


def test_cadence_turns_slipping_two_business_days_after_it_was_ready() -> None:
    """R5.1: research is due Wed 2; from Sat 5 00:00 on it is `slipping`."""
    made = world(WARM_LEAD)
    assert (see(made, at("02 08:00")).tier, see(made, at("02 08:00")).until) == (6, at("05 00:00"))
    assert see(made, at("05 00:00")).tier == 5


def test_promise_tiers_and_lanes() -> None:
    """R5.1, R10.2: callback from P-120 to P+300, then response; anyone's from P+30 min on."""
    made = world()
    promised = at("02 14:00")
    log(made, "callback", Instant(TEN + 60), when=promised, anyone=True)
    early = see(made, Instant(promised - 121))
    assert (early.rule, early.until) == ("callback-later", promised - 120)
    assert [see(made, Instant(promised + s)).tier for s in (-120, 299, 300)] == [1, 1, 3]
    other = see(made, promised, BEN)
    assert (other.rule, other.until) == ("not-yours", promised + 30 * MINUTE)
    assert see(made, Instant(promised + 30 * MINUTE), BEN).tier == 3


def test_a_response_that_meets_nobody_is_tried_four_times() -> None:
    """R11.3: after 2 h, the next open day, the third open day; then the campaign goes on, gaps kept."""
    made = world(WARM_LEAD)
    made.record(Responded(LeadId(1), "reply", TEN, TEN))
    log(made, "no-answer", Instant(TEN + 60))
    for now in (Instant(TEN + 60 + 2 * HOUR), at("02 08:00"), at("07 08:00")):
        assert see(made, Instant(now - 1)).rule == "callback-later"
        assert see(made, now).tier == 3
        log(made, "no-answer", Instant(now + 60))
    step = see(made, at("07 08:02"))
    assert (step.rule, step.step_key, step.due) == ("not-due", "research-1", at("08 08:00"))


def test_a_promise_pauses_and_keeps_the_gaps() -> None:
    """RULES: day 0 and done times move by R - P0, by dates for day steps."""
    made = world()
    log(made, "callback", Instant(TEN + 60), when=at("03 14:00"))
    for now in ("03 14:01", "03 16:01", "04 08:01", "09 08:01"):
        log(made, "no-answer", at(now))
    verdict = see(made, at("09 08:02"))
    assert verdict.step_key == "call-2"
    assert verdict.due == at("09 08:30")
    for now, key in (("09 08:31", "call-3"), ("09 09:01", "email-2")):
        log(made, "no-answer", at(now))
        assert see(made, at(now)).step_key == key
    assert see(made, at("09 09:02")).due == at("14 08:00")


def test_busy_comes_back_a_quarter_of_an_hour_after_the_dial() -> None:
    """R9: counted from the dial's start, not the outcome."""
    made = world()
    made.record(CallStarted(LeadId(1), ANA, TEN, FIRST_NUMBER))
    log(made, "busy", Instant(TEN + 40))
    held = see(made, Instant(TEN + 60))
    assert (held.rule, held.until) == ("not-due", TEN + 15 * MINUTE)


def test_one_company_is_not_rung_twice_in_two_hours() -> None:
    """R7.8: a dial for a colleague holds call steps, as `gap`."""
    made = world(replace(HOT_LEAD, company="Field Works"))
    colleague = replace(HOT_LEAD, id=LeadId(2), phones=(Phone("+13035550144"),), company=" FIELD works")
    made.record(Arrived(colleague, TEN))
    made.record(CallStarted(LeadId(2), BEN, TEN, "+13035550144"))
    held = see(made, TEN)
    assert (held.rule, held.until) == ("gap", TEN + 2 * HOUR)


def test_a_started_call_is_nobody_else_s_for_four_hours() -> None:
    """R9.2: and its dial counts at once."""
    made = world()
    made.record(CallStarted(LeadId(1), ANA, TEN, FIRST_NUMBER))
    assert see(made, Instant(TEN + HOUR), BEN).rule == "claimed"
    assert see(made, Instant(TEN + HOUR), BEN).until == TEN + 4 * HOUR
    assert see(made, Instant(TEN + HOUR)).ready


def test_wrong_and_bad_numbers_leave_the_rest() -> None:
    """R4.6, R9: with no number left calls are skipped; with nothing left it is asked first."""
    made = world(replace(HOT_LEAD, emails=(), linkedin="", street=""))
    log(made, "wrong-number", Instant(TEN + 60))
    log(made, "bad-number", Instant(TEN + 120), number=SECOND_NUMBER)
    held = see(made, Instant(TEN + HOUR))
    assert (held.rule, held.step_key) == ("needs-contact", "call-1")
    assert held.rules["needs-contact"][1] == TEN + 120 + 180 * DAY


def test_no_show_comes_back_for_two_tries() -> None:
    """R2.1: tier `response`; the second call that meets nobody begins the rest."""
    made = world()
    log(made, "meeting", Instant(TEN + 60), when=at("02 11:00"))
    assert see(made, at("02 11:00")).until == at("02 12:00")
    assert (see(made, at("02 12:00")).tier, see(made, at("02 12:00"), BEN).rule) == (3, "not-yours")
    log(made, "no-show", at("02 12:05"))
    assert see(made, at("02 12:05")).tier == 3
    log(made, "no-answer", at("02 12:10"))
    log(made, "no-answer", at("02 14:11"))
    assert (see(made, at("02 14:12")).rule, see(made, at("02 14:12")).until) == (
        "resting",
        begin("2027-01-01 08:00"),
    )


def test_not_now_after_the_default_ninety_days() -> None:
    """R9: rest, then the programme's next campaign."""
    made = world()
    log(made, "not-now", Instant(TEN + 60))
    held = see(made, at("02 10:00"))
    assert (held.rule, held.until) == ("resting", begin("2027-03-01 08:00"))
    assert held.until is not None
    assert see(made, held.until).campaign == "last-call"


def test_undo_and_redo() -> None:
    """R13.1: a call made here stays a dial and is open again; the redo brings the outcome back."""
    made = world()
    made.record(CallStarted(LeadId(1), ANA, TEN, FIRST_NUMBER))
    lost = log(made, "not-interested", Instant(TEN + 60), reason="need")
    assert see(made, Instant(TEN + 60)).rule == "ended"
    undo = made.record(Undone(lost, Instant(TEN + 61)))
    assert see(made, Instant(TEN + 61)).step_key == "call-1"
    assert see(made, Instant(TEN + 61), BEN).rule == "gap"
    assert see(made, Instant(TEN + 61), BEN).rules["claimed"] == (True, TEN + 4 * HOUR)
    made.record(Undone(undo, Instant(TEN + 62)))
    assert see(made, Instant(TEN + 62)).rule == "ended"


def test_correction_takes_the_old_place() -> None:
    """R13.4: the replaced outcome's time stays, its consequences are those of the new one."""
    made = world()
    first = log(made, "no-answer", Instant(TEN + 60))
    new = replace(CALL_1, code="callback", when=at("02 14:00"), happened=at("01 12:00"))
    made.record(Corrected(first, new, at("01 12:00")))
    assert see(made, at("01 12:00")).rule == "callback-later"
    assert made.state(LeadId(1), at("01 12:00")).state.dials[0].ended == TEN + 60


def test_suppression_beats_all() -> None:
    """R18.1, R2.1: a banned company closes every lead of it; one banned number only the number."""
    made = world(replace(HOT_LEAD, company="Field Works"))
    made.record(Suppressed(FIRST_NUMBER, "number", TEN))
    assert see(made, TEN).ready
    made.record(Suppressed("field works", "company", Instant(TEN + 1)))
    assert (see(made, Instant(TEN + 1)).status, see(made, Instant(TEN + 1)).rule) == ("closed", "suppressed")


def test_automatic_mail_counts_but_is_no_person_s_touch() -> None:
    """R7.2, R5.1: it stands in the ledger, and the lead stays untouched."""
    made = world()
    assert made.automatic(LeadId(1), TEN) == ("email-1", TEN + 20 * MINUTE)
    made.record(AutoSent(LeadId(1), "email-1", Instant(TEN + 20 * MINUTE)))
    assert made.automatic(LeadId(1), Instant(TEN + HOUR)) is None
    assert see(made, Instant(TEN + HOUR)).tier == 4
    assert len(made.state(LeadId(1), Instant(TEN + HOUR)).state.touches) == 1


def test_order_of_the_queue() -> None:
    """R5.1: newest inquiry first, then what is owed, then fresh; ids break ties."""
    made = world(WARM_LEAD)
    now = at("02 10:00")
    made.record(Responded(LeadId(1), "reply", at("02 09:00"), at("02 09:00")))
    for number, arrived in ((2, at("02 09:58")), (3, at("02 09:30")), (4, at("02 09:58"))):
        lead = replace(HOT_LEAD, id=LeadId(number), arrived=arrived, recorded=arrived)
        made.record(Arrived(replace(lead, phones=(Phone(f"+1415555015{number}"),)), arrived))
    assert made.queue(ANA, now) == [2, 4, 1, 3]
