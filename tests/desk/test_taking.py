"""Who holds what: claims, leases, parking (R12)."""

from __future__ import annotations

from dataclasses import replace

from dialq.clock import MINUTE
from dialq.desk import answer as answering
from dialq.desk import take
from dialq.desk.block import Block
from dialq.desk.importing import add_lead
from dialq.desk.queue import queue
from dialq.desk.reading_acts import Answer
from dialq.desk.views import Card, Empty, Item, Logged, Refused, Taken
from dialq.engine.lead import LeadRecord, Phone
from tests.desk.world import TEAM, World


def test_r12_1_the_same_lead_until_it_is_logged(world: World) -> None:
    """R12.1: `next` gives the lead in hand again; after its outcome another."""
    first, second = world.lead(1), world.lead(2)
    assert world.take().item.lead == world.take().item.lead
    held = world.take().item.lead
    world.log(held, "no-answer")
    assert world.take().item.lead == ({first, second} - {held}).pop()


def test_r12_1_two_reps_never_hold_one_number(world: World) -> None:
    """R12.1: a switchboard's number is held with the lead that holds it."""
    shared = (Phone("+14155550199", "work", (TEAM,)),)
    world.lead(1, phones=shared)
    world.lead(2, phones=shared)
    ben = world.open("ben")
    world.take()
    assert isinstance(take.take_next(ben), Empty)


def test_r12_1_a_command_line_claim_lasts_half_an_hour(world: World) -> None:
    """R12.1: 30 minutes, then the lead is anybody's."""
    lead, ben = world.lead(), world.open("ben")
    world.take()
    world.clock.advance(30 * MINUTE - 1)
    assert isinstance(take.take_next(ben), Empty)
    world.clock.advance(1)
    assert world.take(ben).item.lead == lead


def test_r12_1_a_screen_holds_as_long_as_it_shows_life(world: World) -> None:
    """R12.1: two minutes after the last sign of life the lease ends."""
    lead, ben = world.lead(), world.open("ben")
    screen = world.open("ana", "screen-1")
    world.take(screen)
    world.clock.advance(100)
    take.sign_of_life(screen)
    world.clock.advance(119)
    assert isinstance(take.take_next(ben), Empty)
    world.clock.advance(1)
    assert world.take(ben).item.lead == lead


def test_r12_1_a_lease_that_ran_out_comes_back_only_while_nobody_took_the_lead(world: World) -> None:
    """R12.1: a screen that slept shows life again; the lead is whose it became, by its number too."""
    shared = (Phone("+14155550199", "work", (TEAM,)),)
    lead, twin = world.lead(1, phones=shared), world.lead(2, phones=shared)
    ana, ben = world.open("ana", "screen-1"), world.open("ben", "screen-2")
    assert isinstance(take.open_lead(ana, lead), Taken)
    world.clock.advance(10 * MINUTE)
    assert take.holder(ana, lead) == ""
    take.sign_of_life(ana)
    assert take.holder(ben, lead) == "ana"
    world.clock.advance(10 * MINUTE)
    assert isinstance(take.open_lead(ben, twin), Taken)
    take.sign_of_life(ana)
    assert take.holder(ana, lead) == "ben"
    assert take.holder(ben, twin) == "ben"


def test_r12_5_opening_another_parks_and_one_key_returns(world: World) -> None:
    """R12.5: three deep, last parked first; a fourth is refused."""
    leads = [world.lead(n) for n in range(1, 6)]
    for lead in leads[:4]:
        assert isinstance(take.open_lead(world.desk, lead), Taken)
    refused = take.open_lead(world.desk, leads[4])
    assert isinstance(refused, Refused)
    assert take.parked_leads(world.desk) == (leads[2], leads[1], leads[0])
    back = take.back_to_parked(world.desk)
    assert isinstance(back, Taken)
    assert back.card.item.lead == leads[2]


def test_r12_5_looking_is_not_claiming(world: World) -> None:
    """R12.5: `look` leaves the lead to others."""
    lead, ben = world.lead(), world.open("ben")
    assert take.look(world.desk, lead).item.lead == lead
    assert world.take(ben).item.lead == lead


def test_r9_2_an_unfinished_call_is_asked_first(world: World) -> None:
    """R9.2: a started call comes first at the next start, whatever else waits; others get it after four hours."""
    lead = world.lead()
    card = world.take()
    rung = answering.start_call(world.desk, lead, card.numbers[0].number, card.seen)
    assert isinstance(rung, Card)
    take.release(world.desk, lead)
    world.lead(2)
    again = take.take_next(world.desk)
    assert isinstance(again, Taken)
    assert (again.unfinished, again.card.item.lead) == (True, lead)
    ben = world.open("ben")
    assert world.take(ben).item.lead != lead
    world.clock.advance(4 * 60 * MINUTE)
    assert lead in [item.lead for item in _queue(world)]


def _queue(world: World) -> tuple[Item, ...]:
    return queue(replace(world.desk, rep="cy")).items


def test_r15_2_one_dial_a_key_press(world: World) -> None:
    """R15.2, R7.1: while a call is open no second one is rung, and within 25 minutes of one none either."""
    lead = world.lead()
    card = world.take()
    number = card.numbers[0].number
    rung = answering.start_call(world.desk, lead, number, card.seen)
    assert isinstance(rung, Card)
    assert isinstance(answering.start_call(world.desk, lead, number, rung.seen), Refused)
    world.clock.advance(30)
    world.log(lead, "no-answer")
    seen = take.look(world.desk, lead).seen
    refused = answering.start_call(world.desk, lead, number, seen)
    assert isinstance(refused, Refused)
    assert refused.rule == "gap"


def test_a_stale_card_is_refused(world: World) -> None:
    """Architecture, writing: an answer needs the version its rep saw."""
    lead = world.lead()
    seen = world.take().seen
    world.log(lead, "no-answer")
    said = answering.answer(world.desk, Answer(lead, "voicemail", seen=seen))
    assert isinstance(said, Refused)
    assert said.rule == "changed"


def test_r7_8_a_colleague_waits_two_hours(world: World) -> None:
    """R7.8: one company is not rung for different leads within two hours."""
    first = world.lead(1, company="Acme")
    world.lead(2, company="ACME")
    world.log(first, "no-answer")
    assert isinstance(take.take_next(world.desk), Empty) or world.take().item.lead == first
    world.clock.advance(2 * 60 * MINUTE)
    assert {item.lead for item in _queue(world)} == {1, 2}


def test_r5_6_a_block_narrows_the_cold_tiers_only(world: World) -> None:
    """R5.6: a block of calls leaves mails behind; what is hot still breaks in."""
    record = LeadRecord(name="Kim Post", emails=("kim@example.com",), linkedin="kim", temperature="warm")
    add_lead(world.desk, record)
    world.clock.advance(3 * 24 * 60 * MINUTE)
    assert isinstance(take.take_next(world.desk, Block(channels=("call",))), Empty)
    hot = world.lead()
    taken = take.take_next(world.desk, Block(channels=("email",)))
    assert isinstance(taken, Taken)
    assert taken.card.item.lead == hot


def test_r12_2_pause_parks_what_is_in_hand_as_long_as_its_lease_lasts(world: World) -> None:
    """R12.1, R12.2: two minutes after the last sign of life the others may have it."""
    lead, ben = world.lead(), world.open("ben")
    ana = world.open("ana", session="ana-screen")
    assert world.take(ana).item.lead == lead
    take.sign_of_life(ana)
    take.pause(ana, "lunch")
    assert take.parked_leads(ana) == (lead,)
    assert isinstance(take.take_next(ben), Empty)
    world.clock.advance(125)
    assert world.take(ben).item.lead == lead
    take.resume(ana)
    assert ana.store.tables.paused("ana") is None


def test_answer_and_next_is_one_act(world: World) -> None:
    """R9.1: the outcome is kept and the next lead is in hand; a refusal keeps the lead."""
    world.lead(1)
    world.lead(2)
    card = world.take()
    said, taken = answering.answer_and_next(world.desk, Answer(card.item.lead, "no-answer", seen=card.seen))
    assert isinstance(said, Logged)
    assert isinstance(taken, Taken)
    assert taken.card.item.lead != card.item.lead
