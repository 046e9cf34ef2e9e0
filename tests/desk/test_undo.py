"""Undo, redo, correction (R13)."""

from __future__ import annotations

import pytest

from dialq.clock import DAY, HOUR
from dialq.desk import answer as answering
from dialq.desk import day, explain, interact, mailing, undo
from dialq.desk.exporting import export
from dialq.desk.ledger import read
from dialq.desk.notes import add_note
from dialq.desk.reading_acts import Answer
from dialq.desk.suppressing import suppress
from dialq.desk.views import Logged, Queued, Refused
from dialq.engine.lead import Phone
from dialq.errors import BadInput, NothingThere
from tests.desk.world import TEAM, World


def test_r13_1_undo_goes_further_back_each_time(world: World) -> None:
    """R13.1: again goes further; when all is back there is nothing there."""
    first, second = world.lead(1), world.lead(2)
    world.log(first, "not-interested", reason="budget")
    world.log(second, "no-answer")
    for lead in (second, first):
        said = undo.undo(world.desk)
        assert isinstance(said, Logged)
        assert said.lead == lead
    assert explain.why(world.desk, first).status == "ready"
    with pytest.raises(NothingThere):
        undo.undo(world.desk)


def test_r13_1_a_dial_made_here_stays_a_dial(world: World) -> None:
    """R13.1: the outcome is asked again, the dial still counts."""
    lead = world.lead()
    card = world.take()
    answering.start_call(world.desk, lead, card.numbers[0].number, card.seen)
    world.log(lead, "no-answer")
    undo.undo(world.desk)
    card = world.take()
    assert card.on_call is not None
    assert card.meter.dials[0] == 1
    assert card.meter.campaign[0] == 0


def test_r13_2_anothers_act_blocks(world: World) -> None:
    """R13.2: after ben or the lead itself did something, ana's outcome stays."""
    lead = world.lead()
    world.log(lead, "callback", when="in 2h anyone")
    world.clock.advance(HOUR)
    interact.interact(world.desk, lead, "reply")
    said = undo.undo(world.desk)
    assert isinstance(said, Refused)
    assert "lead itself" in said.why


def test_r13_1_only_of_today(world: World) -> None:
    """R13.1: yesterday is history."""
    world.log(world.lead(), "no-answer")
    world.clock.advance(DAY)
    with pytest.raises(NothingThere):
        undo.undo(world.desk)


def test_r13_3_undo_reaches_a_mail_in_its_hold(world: World) -> None:
    """R13.3: a queued mail is recalled; one that left stays counted and is named."""
    lead = world.lead()
    queued = mailing.queue_mail(
        world.desk, mailing.draft_mail(world.desk, lead, mailing.template_names(world.desk)[0])
    )
    assert isinstance(queued, Queued)
    undo.undo(world.desk)
    assert not mailing.outbox(world.desk)
    mailing.queue_mail(
        world.desk, mailing.draft_mail(world.desk, lead, mailing.template_names(world.desk)[0])
    )
    world.clock.advance(60)
    assert mailing.run_outbox(world.desk) == 1
    said = undo.undo(world.desk)
    assert isinstance(said, Logged)
    assert "had left already" in said.toast
    assert said.touches.life == 1


def test_r13_4_a_correction_replays_what_came_after(world: World) -> None:
    """R13.4: the first call's outcome becomes `busy`; the second call is then the first one of the plan."""
    lead = world.lead()
    first = world.log(lead, "no-answer")
    world.clock.advance(HOUR)
    world.log(lead, "no-answer")
    assert explain.why(world.desk, lead).step.key == "call-3"  # type: ignore[union-attr]
    said = undo.correct(world.desk, first.event, Answer(lead, "busy"))
    assert isinstance(said, Logged)
    assert explain.why(world.desk, lead).step.key == "call-2"  # type: ignore[union-attr]
    lines = day.my_log(world.desk)
    assert [(line.code, line.corrected) for line in lines] == [
        ("busy", False), ("no-answer", False), ("no-answer", True),
    ]  # fmt: skip


def test_r13_4_what_cannot_be_corrected(world: World) -> None:
    """R13.4: of another day, of another rep, or nothing at all."""
    lead = world.lead()
    event = world.log(lead, "no-answer").event
    with pytest.raises(BadInput, match="no outcome"):
        undo.correct(world.desk, 1, Answer(lead, "busy"))
    world.desk.rep = "ben"
    with pytest.raises(BadInput, match="ana's"):
        undo.correct(world.desk, event, Answer(lead, "busy"))


def test_figures_follow(world: World) -> None:
    """What was taken back does not count."""
    lead = world.lead()
    world.log(lead, "meeting", when="tomorrow 10")
    assert day.figures(world.desk).meetings == 1
    undo.undo(world.desk)
    assert day.figures(world.desk).meetings == 0
    undo.redo(world.desk)
    assert day.figures(world.desk).meetings == 1


def test_r13_4_undoing_a_correction_brings_the_original_back(world: World) -> None:
    """R13.1, R13.4: first the correction goes, then the outcome itself; number and note are the event's own."""
    lead = world.lead()
    first = world.log(lead, "callback", when="in 2h", note="after the stand-up")
    said = undo.correct(world.desk, first.event, Answer(lead, "voicemail", number="+14155550199"))
    assert isinstance(said, Logged)
    facts = world.desk.store.events.get(said.event).facts  # type: ignore[union-attr]
    assert (facts["number"], facts["note"]) == ("+14155550142", "after the stand-up")
    assert isinstance(undo.undo(world.desk), Logged)
    assert explain.why(world.desk, lead).rule == "callback-later"
    assert isinstance(undo.undo(world.desk), Logged)
    assert explain.why(world.desk, lead).status == "ready"
    assert world.desk.store.tables.draft("ana", lead, "note") == "after the stand-up"


def test_what_was_decided_anew_is_not_shown_as_taken_back(world: World) -> None:
    """R13.4: a later outcome that counts is told as one, after an earlier one was corrected."""
    lead = world.lead()
    first = world.log(lead, "busy")
    world.clock.advance(HOUR)
    later = world.log(lead, "gatekeeper")
    undo.correct(world.desk, first.event, Answer(lead, "voicemail"))
    told = {line.event: line.undone for line in explain.story(world.desk, lead)}
    assert told[later.event] is False
    assert told[first.event] is True


def test_the_note_after_a_talk_belongs_to_the_talk(world: World) -> None:
    """R9.1: what is typed after a conversation stands in the file with its outcome."""
    lead = world.lead()
    world.log(lead, "callback", when="in 2h")
    add_note(world.desk, lead, "decides with the CFO")
    file = world.path.parent / "out.csv"
    export(world.desk, day="today", out=file)
    assert "decides with the CFO" in file.read_text(encoding="utf-8")
    assert explain.story(world.desk, lead)[0].undone is False


def test_r13_1_what_came_by_itself_after_an_outcome_goes_with_it(world: World) -> None:
    """R13.1: even if it was written down because a ban hit the lead meanwhile."""
    numbers = (Phone("+14155550142", "mobile", (TEAM,)), Phone("+14155550143", "work", (TEAM,)))
    lead = world.lead(phones=numbers)
    world.log(lead, "not-now", when="4pm")
    world.clock.advance(HOUR)
    suppress(world.desk, "+14155550143", "number")
    assert read(world.desk, lead).state.campaign == "last-call"
    undo.undo(world.desk)
    state = read(world.desk, lead).state
    assert (state.stage, state.campaign, state.position) == ("active", "inbound", 0)
