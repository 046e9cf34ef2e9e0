"""Tasks by hand (SEED1-17): a promise of a rep to oneself."""

from __future__ import annotations

import pytest

from dialq.clock import HOUR, MINUTE
from dialq.desk import answer as answering
from dialq.desk import explain, interact, queue, undo
from dialq.desk.day import start_of_day
from dialq.desk.ledger import read
from dialq.desk.reading_acts import Ambiguous, Answer
from dialq.desk.tasks import add_task, finish_task, tasks
from dialq.desk.views import Empty, Logged, Refused
from dialq.engine.state import ONLY_ME, RESTING, TASK
from dialq.errors import BadInput, NothingThere
from tests.desk.world import World, at


def set_task(world: World, lead: int, when: str = "in 2h", words: str = "send the drawing") -> Logged:
    """A task that nothing refuses."""
    said = add_task(world.desk, lead, words, when)
    assert isinstance(said, Logged), said
    return said


def test_seed1_17_a_task_is_asked_for_at_its_time(world: World) -> None:
    """SEED1-17, R10.2: held until two minutes before, then in tier callback with its words; only its rep's."""
    lead = world.lead()
    set_task(world, lead)
    promise = read(world.desk, lead).state.promise
    assert promise is not None
    assert (promise.kind, promise.scope, promise.rep, promise.words) == (
        TASK,
        ONLY_ME,
        "ana",
        "send the drawing",
    )
    assert explain.why(world.desk, lead).rule == "callback-later"
    world.clock.advance(2 * HOUR - 2 * MINUTE)
    (item,) = queue.queue(world.desk).items
    assert (item.lead, item.tier) == (lead, "callback")
    assert item.step is not None
    assert item.step.label == "task: send the drawing"
    assert explain.why(world.open("ben"), lead).rule == "not-yours"


def test_a_task_asks_nothing_of_the_lead(world: World) -> None:
    """SEED1-17: it needs no calling window and no number."""
    lead = world.lead(phones=(), emails=())
    set_task(world, lead, "2026-12-02 06:00")
    world.clock.at = at("2026-12-02 06:00")
    assert world.take().item.lead == lead


def test_an_unfinished_task_does_not_lift_our_caps(world: World) -> None:
    """R7.5: only what the lead asked for is answered past our caps; a task is our own."""
    lead = world.lead()
    for minutes in (0, 30, 60):
        world.clock.at = at("2026-12-01 10:00") + minutes * MINUTE  # type: ignore[assignment]
        world.log(lead, "no-answer")
    set_task(world, lead, "in 1h")
    world.clock.advance(HOUR)
    said = answering.answer(world.desk, Answer(lead, "no-answer"))
    assert isinstance(said, Refused)
    assert said.rule == "cap.dials-24h"


def test_done_gives_the_campaign_back(world: World) -> None:
    """R11.3: the campaign stands still while the task is open and goes on after it; it is no touch."""
    lead = world.lead()
    world.log(lead, "no-answer")
    before = read(world.desk, lead).state
    set_task(world, lead)
    assert read(world.desk, lead).state.stalled is not None
    world.clock.advance(HOUR)
    said = finish_task(world.desk, lead, "drawing sent")
    assert isinstance(said, Logged)
    after = read(world.desk, lead).state
    assert (after.promise, after.stalled, after.position) == (None, None, before.position)
    assert after.moved == HOUR
    assert len(after.ledger) == len(before.ledger)
    with pytest.raises(NothingThere):
        finish_task(world.desk, lead)


def test_a_mail_sent_does_the_task(world: World) -> None:
    """SEED1-17: once it is due, writing to the lead does it."""
    lead = world.lead()
    set_task(world, lead)
    world.clock.advance(2 * HOUR)
    world.log(lead, "sent", channel="email")
    assert read(world.desk, lead).state.promise is None


def test_a_task_that_meets_nobody_is_tried_again_but_never_silent(world: World) -> None:
    """R11.3: a call for a task is tried again; the lead owes us nothing, so it did not go silent."""
    lead = world.lead()
    set_task(world, lead)
    world.clock.advance(2 * HOUR)
    world.log(lead, "no-answer")
    promise = read(world.desk, lead).state.promise
    assert promise is not None
    assert promise.again == world.clock.now() + 2 * HOUR
    for day in (2, 3, 8):
        world.clock.at = at(f"2026-12-{day:02} 12:00")
        world.log(lead, "no-answer", override="testing")
    state = read(world.desk, lead).state
    assert (state.promise, state.silent) == (None, None)


def test_an_open_answer_comes_first(world: World) -> None:
    """SEED1-17: refused while an answer is owed; a promise is named and may be replaced."""
    lead = world.lead()
    interact.interact(world.desk, lead, "contact-me")
    said = add_task(world.desk, lead, "send the drawing", "in 2h")
    assert isinstance(said, Refused)
    assert (said.rule, said.override) == ("response", False)
    world.log(lead, "callback", when="2026-12-02 10:00", note="ask for Kim")
    said = add_task(world.desk, lead, "send the drawing", "in 2h")
    assert isinstance(said, Refused)
    assert said.override
    assert "ask for Kim" in said.why
    done = add_task(world.desk, lead, "send the drawing", "in 2h", replace=True)
    assert isinstance(done, Logged)
    assert [line.words for line in tasks(world.desk)] == ["send the drawing"]


def test_a_meeting_and_an_end_take_no_task(world: World) -> None:
    """R2.1: a meeting's question is never replaced; an ended lead stays ended."""
    met, lost = world.lead(1), world.lead(2)
    world.log(met, "meeting", when="2026-12-03 14:00", to="Lou")
    world.log(lost, "not-interested", reason="budget")
    for lead, rule in ((met, "meeting"), (lost, "ended")):
        said = add_task(world.desk, lead, "send the drawing", "in 2h", replace=True)
        assert isinstance(said, Refused)
        assert (said.rule, said.override) == (rule, False)


@pytest.mark.parametrize(
    ("words", "when", "said"),
    [("", "in 2h", "needs words"), ("send", "", "needs a date"), ("send", "soonish", "no time that can be read"),
     ("send", "2026-11-30 09:00", "past")],
)  # fmt: skip
def test_what_is_missing_is_named(world: World, words: str, when: str, said: str) -> None:
    """A task without words or date is refused with what to do."""
    with pytest.raises(BadInput, match=said):
        add_task(world.desk, world.lead(), words, when)


def test_two_readings_are_offered(world: World) -> None:
    """R10.1: a time with two readings is not guessed at."""
    assert isinstance(add_task(world.desk, world.lead(), "send", "5/12 9:00"), Ambiguous)


def test_undo_takes_the_task_back_and_nothing_else(world: World) -> None:
    """R13.1: the task goes, the promise it replaced stands again, the outcome before it stays until undo again."""
    lead = world.lead()
    world.log(lead, "callback", when="2026-12-02 10:00", note="ask for Kim")
    add_task(world.desk, lead, "send the drawing", "in 2h", replace=True)
    said = undo.undo(world.desk)
    assert isinstance(said, Logged)
    assert "send the drawing" in said.toast
    promise = read(world.desk, lead).state.promise
    assert promise is not None
    assert (promise.kind, promise.words) == ("callback", "ask for Kim")
    assert isinstance(undo.redo(world.desk), Logged)
    assert tasks(world.desk)[0].words == "send the drawing"
    undo.undo(world.desk)
    back = undo.undo(world.desk)
    assert isinstance(back, Logged)
    assert "callback" in back.toast.lower()


def test_a_task_outlives_an_outcome_taken_back_before_it(world: World) -> None:
    """R13.4: an outcome replaced under a task leaves the task where it is."""
    lead = world.lead()
    first = world.log(lead, "no-answer")
    set_task(world, lead)
    assert isinstance(undo.correct(world.desk, first.event, Answer(lead, "voicemail")), Logged)
    promise = read(world.desk, lead).state.promise
    assert promise is not None
    assert promise.words == "send the drawing"


def test_a_rest_goes_on_after_a_task(world: World) -> None:
    """R8.1: a task on a lead between campaigns is ours; when it is done the lead rests."""
    lead = world.lead()
    world.log(lead, "hung-up", reason="angry")
    set_task(world, lead)
    world.clock.advance(2 * HOUR)
    finish_task(world.desk, lead)
    assert read(world.desk, lead).state.stage == RESTING


def test_done_without_a_channel_means_the_task(world: World) -> None:
    """SEED1-17: `log LEAD done` on a lead with a task does the task, whatever step stands behind it."""
    lead = world.lead()
    set_task(world, lead)
    world.log(lead, "done")
    state = read(world.desk, lead).state
    assert (state.promise, state.ledger) == (None, ())


def test_the_story_tells_it(world: World) -> None:
    """R2.3: a task is an event of its own, with its words."""
    lead = world.lead()
    set_task(world, lead)
    assert any(
        "send the drawing" in line.text and line.kind == "task" for line in explain.story(world.desk, lead)
    )
    assert not isinstance(queue.queue(world.desk), Empty)


def test_a_task_is_for_the_teams_clock_wherever_the_lead_is(world: World) -> None:
    """It is one's own: "fri 10" is ten where the team sits, not where the lead is; the sentence says whose it is."""
    far = world.lead(1, phones=(), zones=("America/Los_Angeles",), zone_source="address")
    said = set_task(world, far, "fri 10")
    promise = read(world.desk, far).state.promise
    assert promise is not None
    assert promise.at == at("2026-12-04 10:00")
    assert "10:00 our time: send the drawing" in said.toast


def test_what_is_owed_is_told_apart(world: World) -> None:
    """They wrote, we promised, and what asks something of us alone: the list and the morning name each by itself."""
    wrote, called_back, own, met = (world.lead(n) for n in range(1, 5))
    world.log(called_back, "callback", when="in 10 min")
    set_task(world, own, "in 20 min")
    world.log(met, "meeting", when="in 30 min")
    world.clock.advance(3 * HOUR)
    interact.interact(world.desk, wrote, "reply")
    world.clock.advance(20 * MINUTE)
    found = {item.lead: (item.tier, item.owed) for item in queue.queue(world.desk).items}
    assert found == {
        wrote: ("response", "answer"), called_back: ("response", "promise"), own: ("response", "own"),
        met: ("response", "own"),
    }  # fmt: skip
    world.take()
    assert start_of_day(world.desk).responses == 1
    reason = explain.why(world.desk, wrote).reasons[0]
    assert reason == "Lou Field1 wrote to us 20 min ago: we owe an answer"
