"""R5.5: with warm leads waiting in tiers 4-7, every fifth lead a rep answers in a day is the first warm one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dialq.clock import MINUTE
from dialq.desk.answer import answer_and_next
from dialq.desk.block import Block
from dialq.desk.claiming import claim_next
from dialq.desk.explain import why
from dialq.desk.importing import import_leads
from dialq.desk.queue import queue
from dialq.desk.reading_acts import Answer
from dialq.desk.take import open_lead, take_next
from dialq.desk.turns import Found, answered, in_turn, warm_first
from dialq.desk.undo import correct, redo, undo
from dialq.desk.views import Empty, Taken
from dialq.engine.lead import LeadRecord, Phone
from tests.desk.world import TEAM, World, at

SHARED = "Warm share: every fifth"
WARM = 20


def mixed(folder: Path, hot: int = 12) -> World:
    """Leads 1-20 are warm and due, the following ones hot, fresh and not touched."""
    world = World(folder, "2026-12-01 07:00")
    records = [
        LeadRecord(
            name=f"Wim{n}", phones=(Phone(f"+1415555{n:04}", "work", (TEAM,)),), emails=(f"wim{n}@example.com",),
            company=f"Warm {n}", arrived=at("2026-11-01 10:00"),
        )
        for n in range(WARM)
    ]  # fmt: skip
    import_leads(world.desk, records, batch="b")
    world.clock.at = at("2026-12-02 11:00")
    for number in range(hot):
        world.lead(number + 40, temperature="hot", interaction="form")
    world.clock.advance(10 * MINUTE)
    return world


def work(world: World, leads: int) -> list[bool]:
    """Answer so many leads, as they are handed out; returns which were warm."""
    found = []
    for _ in range(leads):
        card = world.take()
        found.append(card.lead.id <= WARM)
        world.log(card.lead.id, "no-answer" if card.lead.id > WARM else "done")
        world.clock.advance(MINUTE)
    return found


@pytest.fixture
def days(tmp_path: Path) -> Iterator[World]:
    """A morning with twelve hot leads and twenty warm ones."""
    world = mixed(tmp_path)
    yield world
    world.close()


def test_every_fifth_lead_is_warm(days: World) -> None:
    """R5.5: the fifth and the tenth, though hot ones wait."""
    assert work(days, 11) == [False] * 4 + [True] + [False] * 4 + [True, False]


def test_the_list_is_the_order_of_handing_out(days: World) -> None:
    """R5.5, R5.2: what `queue` shows is what `next` gives, lead by lead, and the reason stands there."""
    view = queue(days.desk, limit=14)
    shown = [item.lead for item in view.items]
    assert [item.place for item in view.items if item.reasons[0] == SHARED] == [5, 10]
    assert [item.place for item in view.items] == list(range(1, 15))
    handed = []
    for _ in range(11):
        card = days.take()
        handed.append(card.lead.id)
        days.log(card.lead.id, "no-answer" if card.lead.id > WARM else "done")
    assert handed == shown[:11]


def test_the_next_line_counts_the_lead_in_hand(days: World) -> None:
    """R5.5: with three answered and the fourth in hand, the line after it names a warm lead."""
    work(days, 3)
    held = days.take().lead.id
    listed = [item.lead for item in queue(days.desk, limit=3).items]
    assert listed[0] == held
    assert listed[1] <= WARM < listed[2]
    _, taken = answer_and_next(days.desk, Answer(held, "no-answer"))
    assert isinstance(taken, Taken)
    assert taken.card.lead.id == listed[1]
    assert taken.card.item.reasons[0] == SHARED
    assert taken.card.why_now.startswith(SHARED)


def test_a_warm_lead_in_hand_stands_first(days: World) -> None:
    """R5.4, R5.5: the warm lead that the share brought is first in the list until it is answered."""
    work(days, 4)
    held = days.take().lead.id
    assert held <= WARM
    listed = [item.lead for item in queue(days.desk, limit=8).items]
    assert listed[0] == held
    assert [lead <= WARM for lead in listed[1:6]] == [False] * 4 + [True]


def test_a_lead_opened_by_hand_takes_a_turn(days: World) -> None:
    """R5.5: position counts answers, whoever was answered."""
    work(days, 3)
    assert isinstance(open_lead(days.desk, WARM), Taken)
    assert queue(days.desk, limit=1).items[0].lead <= WARM - 1
    days.log(WARM, "done")
    assert days.take().lead.id <= WARM - 1


def test_answers_are_never_displaced(days: World) -> None:
    """R5.5: tiers 1-3 go before the share, and take the turn."""
    work(days, 4)
    new = days.lead(80, temperature="hot", interaction="form")
    assert days.take().lead.id == new
    days.log(new, "no-answer")
    assert days.take().lead.id > WARM


def test_without_warm_leads_nothing_changes(tmp_path: Path) -> None:
    """R5.5: no warm lead in tiers 4-7, the queue is R5.1's."""
    world = World(tmp_path, "2026-12-02 11:00")
    leads = [world.lead(n + 40, temperature="hot", interaction="form") for n in range(6)]
    world.clock.advance(10 * MINUTE)
    assert [item.lead for item in queue(world.desk).items] == sorted(leads)
    assert work(world, 6) == [lead <= WARM for lead in leads]
    world.close()


def test_a_block_narrows_both_alike(days: World) -> None:
    """R5.6: in a block of calls no warm lead waits, so the fifth is a call too."""
    work(days, 4)
    calls = Block(channels=("call",))
    assert all(item.lead > WARM for item in queue(days.desk, limit=5, block=calls).items)
    taken = take_next(days.desk, calls)
    assert isinstance(taken, Taken)
    assert taken.card.lead.id > WARM


def test_a_block_of_a_campaign_is_listed_as_it_is_handed_out(days: World) -> None:
    """R5.6: the list leaves out what the block leaves behind, whatever narrows it."""
    work(days, 4)
    block = Block(campaign="inbound")
    listed = [item.lead for item in queue(days.desk, limit=3, block=block).items]
    assert all(lead > WARM for lead in listed)
    taken = take_next(days.desk, block)
    assert isinstance(taken, Taken)
    assert taken.card.lead.id == listed[0]


def test_undo_gives_the_turn_back(days: World) -> None:
    """R5.5: an outcome that was taken back is no answer; put back it is one again."""
    work(days, 4)
    undo(days.desk)
    assert answered(days.desk, days.clock.now()) == 3
    redo(days.desk)
    assert answered(days.desk, days.clock.now()) == 4


def test_a_correction_counts_once(days: World) -> None:
    """R13.4, R5.5: the replaced outcome and its correction are one answer."""
    work(days, 2)
    card = days.take()
    done = days.log(card.lead.id, "no-answer")
    correct(days.desk, done.event, Answer(card.lead.id, "voicemail"))
    assert answered(days.desk, days.clock.now()) == 3


@pytest.mark.parametrize(("code", "counts"), [("skip", 0), ("later", 0), ("no-answer", 1), ("busy", 1)])
def test_what_is_an_answer(days: World, code: str, counts: int) -> None:
    """R5.5: skip and later answer nobody."""
    days.log(days.take().lead.id, code, reason="other")
    assert answered(days.desk, days.clock.now()) == counts


def test_each_rep_and_day_counts_alone(days: World) -> None:
    """R5.5: the share is of a rep's own answers on the team's date."""
    work(days, 4)
    ben = days.open("ben")
    assert answered(ben, days.clock.now()) == 0
    days.clock.at = at("2026-12-03 00:00")
    assert answered(days.desk, days.clock.now()) == 0


def test_another_process_is_heard(days: World) -> None:
    """R5.2: the count is the file's, whoever wrote it."""
    work(days, 2)
    assert answered(days.desk, days.clock.now()) == 2
    other = days.open("ana", "elsewhere")
    days.log(days.take(other).lead.id, "no-answer")
    assert answered(days.desk, days.clock.now()) == answered(other, days.clock.now()) == 3


def test_what_is_rolled_back_is_not_counted(days: World) -> None:
    """R7.3, R5.5: an answer of a transaction that failed leaves no trace in the count."""
    work(days, 2)
    with pytest.raises(RuntimeError):
        write_and_fail(days)
    assert answered(days.desk, days.clock.now()) == 2


def write_and_fail(world: World) -> None:
    """One more answer in a transaction that fails."""
    events = world.desk.store.events
    with world.desk.store.writing():
        last = events.last_outcome_of("ana", at("2026-12-02 00:00"))[0]
        events.append(replace(last, id=events.last_id() + 1))
        assert answered(world.desk, world.clock.now()) == 3
        raise RuntimeError


def test_the_past_queue_has_the_past_turns(days: World) -> None:
    """R21.2: the queue of an hour ago is what it was, its warm turns included."""
    work(days, 2)
    then, shown = days.clock.now(), [item.lead for item in queue(days.desk, limit=12).items]
    days.clock.advance(MINUTE)
    work(days, 4)
    assert [item.lead for item in queue(days.desk, at=then, limit=12).items] == shown


def test_a_share_of_none(days: World) -> None:
    """R5.5 is a setting: 0 gives warm leads no share."""
    days.desk.policy = replace(days.desk.policy, warm_share=0)
    assert work(days, 6) == [False] * 6


places = st.lists(
    st.tuples(st.integers(1, 7), st.integers(0, 5), st.integers(1, 30)), unique_by=lambda found: found[2]
).map(sorted)


@given(places, st.data(), st.integers(0, 12), st.integers(0, 6))
def test_the_list_and_the_hand_agree(
    heads: list[Found], data: st.DataObject, answers: int, share: int
) -> None:
    """R5.2, R5.5: the list is what taking one after the other gives, by the words of the rule."""
    leads = [found for found in heads if found[0] > 3]
    warm = data.draw(st.lists(st.sampled_from(leads), unique=True).map(sorted)) if leads else []
    listed = [found for found, _ in in_turn(heads, warm, answers, share)]
    left, by_hand = list(heads), []
    for position in range(answers + 1, answers + 1 + len(heads)):
        free = [found for found in warm if found in left]
        is_turn = share > 0 and position % share == 0 and left[0][0] > 3 and free
        by_hand.append(free[0] if is_turn else left[0])
        left.remove(by_hand[-1])
    assert listed == by_hand
    assert sorted(listed) == heads


@given(places, st.data())
def test_candidates_of_a_warm_turn(heads: list[Found], data: st.DataObject) -> None:
    """R5.5: the first candidate is the first of the list."""
    leads = [found for found in heads if found[0] > 3]
    warm = data.draw(st.lists(st.sampled_from(leads), unique=True).map(sorted)) if leads else []
    first = next((found for found, _ in warm_first(heads, warm)), None)
    assert first == next((found for found, _ in in_turn(heads, warm, 4, 5)), None)


def test_the_reason_stands_wherever_the_lead_is_shown(days: World) -> None:
    """R5.5: in the queue, in `why`, on the claim, and when `next` is asked again for the lead in hand."""
    work(days, 4)
    fifth = queue(days.desk, limit=1).items[0]
    assert fifth.shared == fifth.reasons[0] == SHARED
    assert why(days.desk, fifth.lead).reasons[0] == SHARED
    for _ in range(2):
        claimed = claim_next(days.desk)
        assert not isinstance(claimed, Empty)
        assert (claimed.item.lead, claimed.item.reasons[0]) == (fifth.lead, SHARED)
    assert days.take().why_now.startswith(SHARED)
    assert why(days.desk, fifth.lead).reasons[0] == SHARED
    days.log(fifth.lead, "done")
    later = queue(days.desk, limit=1).items[0]
    assert (later.shared, SHARED in why(days.desk, later.lead).reasons) == ("", False)
