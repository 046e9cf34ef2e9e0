"""Undo, redo and correction as a matter of which events count (R13)."""

from __future__ import annotations

from dialq.clock import Instant
from dialq.engine.acts import Act
from dialq.engine.campaign import EMAIL
from dialq.engine.channels import NOTHING_AROUND
from dialq.engine.decide import decide
from dialq.engine.effects import apply
from dialq.engine.events import ARRIVED, MAIL_LEFT, OUTCOME, REDONE, UNDONE, Event
from dialq.engine.history import fold, origin, standing_events, voided
from dialq.engine.qualify import arrival
from tests.engine.cases import POLICY, at, lead_of

LEAD = lead_of()
CAME = Event(1, 1, ARRIVED, LEAD.arrived, LEAD.arrived, "ana", {}, arrival(LEAD, LEAD.arrived, POLICY))


def outcome(known: list[Event], number: int, code: str, when: str, **more: object) -> Event:
    """An outcome on the lead as these events left it."""
    channel = str(more.pop("channel", "call"))
    facts = dict(more.pop("facts", {}))  # type: ignore[call-overload]
    act = Act(code, channel, at(when), at(when), "ana", number)
    effects = decide(LEAD, fold(known), POLICY, NOTHING_AROUND, act).effects
    return Event(number, 1, OUTCOME, at(when), at(when), "ana", {"code": code, **facts}, effects, **more)  # type: ignore[arg-type]


def note(number: int, kind: str, **facts: object) -> Event:
    when = at("2026-12-01 11:00")
    return Event(number, 1, kind, when, when, "ana", facts)


FIRST = outcome([CAME], 2, "no-answer", "2026-12-01 10:01")
SECOND = outcome([CAME, FIRST], 3, "voicemail", "2026-12-01 10:31")


def test_undo_is_as_if_it_had_not_been() -> None:
    """R13.1: and a second undo goes further back."""
    once = [CAME, FIRST, SECOND, note(4, UNDONE, undoes=3)]
    assert fold(once).position == fold([CAME, FIRST]).position == 1
    assert fold([*once, note(5, UNDONE, undoes=2)]).ledger == ()


def test_an_undo_can_be_taken_back() -> None:
    """R13.1."""
    events = [CAME, FIRST, note(3, UNDONE, undoes=2), note(4, REDONE, redoes=3)]
    assert fold(events).position == 1
    assert fold([*events, note(5, UNDONE, undoes=2)]).position == 0


def test_only_the_last_version_of_a_corrected_outcome_counts() -> None:
    """R13.4: it stands in the old one's place."""
    busy = outcome([CAME], 4, "busy", "2026-12-01 10:01", slot=2, facts={"replaces": 2})
    assert [event.id for event in standing_events([CAME, FIRST, SECOND, busy])] == [1, 4, 3]


def test_undoing_a_corrected_outcome_takes_all_its_versions_back() -> None:
    """R13.1, R13.4: the first version does not rise again."""
    busy = outcome([CAME], 4, "busy", "2026-12-01 10:01", slot=2, facts={"replaces": 2})
    events = [CAME, FIRST, busy, note(5, UNDONE, undoes=2)]
    assert voided(events) == {2, 4}
    assert fold(events).ledger == ()


def test_what_was_decided_anew_is_still_the_same_outcome() -> None:
    """R13.4: a rep finds it under its own number."""
    again = outcome([CAME], 4, "no-answer", "2026-12-01 10:01", slot=2, facts={"restates": 2})
    assert origin(again) == 2
    assert [origin(event) for event in standing_events([CAME, FIRST, again])] == [1, 2]


def pair(number: int) -> Event:
    """The mail that went along with the first call."""
    return outcome(
        [CAME, FIRST],
        number,
        "sent",
        "2026-12-01 10:01",
        channel=EMAIL,
        cause=2,
        facts={"message": "<1@example.com>"},
    )


def test_the_mail_of_a_call_goes_with_it() -> None:
    """R13.1: queued mail is a consequence."""
    assert len(fold([CAME, FIRST, pair(3)]).ledger) == 2
    assert fold([CAME, FIRST, pair(3), note(4, UNDONE, undoes=2)]).ledger == ()


def test_a_mail_that_left_stays_counted() -> None:
    """R13.1: it cannot be called back."""
    left = note(4, MAIL_LEFT, message="<1@example.com>")
    ledger = fold([CAME, FIRST, pair(3), left, note(5, UNDONE, undoes=2)]).ledger
    assert [entry.channel for entry in ledger] == [EMAIL]


def test_the_mail_of_a_corrected_call_goes_too() -> None:
    """R13.4: its consequences are replayed; that of one merely decided anew stays."""
    busy = outcome([CAME], 4, "busy", "2026-12-01 10:01", slot=2, facts={"replaces": 2})
    again = outcome([CAME], 4, "no-answer", "2026-12-01 10:01", slot=2, facts={"restates": 2})
    assert [e.channel for e in fold([CAME, FIRST, pair(3), busy]).ledger] == ["call"]
    assert [e.channel for e in fold([CAME, FIRST, pair(3), again]).ledger] == ["call", EMAIL]


def test_the_fold_is_the_same_as_going_along() -> None:
    """R2.3: a projection, whether made step by step or anew."""
    state = fold([CAME])
    for event in (FIRST, SECOND):
        state = apply(state, event.effects)
    assert fold([CAME, FIRST, SECOND]).ledger == state.ledger
    assert fold([CAME, FIRST, SECOND]).seen == Instant(3)
