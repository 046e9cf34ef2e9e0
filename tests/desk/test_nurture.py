"""Nurture: by rule and by hand, a life of twelve items, back by a response (R16, R14.4, SEED4-08..12, 19)."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from dialq.clock import DAY, HOUR
from dialq.desk import explain, interact, mailing, undo
from dialq.desk.handing import to_nurture, to_programme
from dialq.desk.handing_back import undo_handing
from dialq.desk.health import doctor
from dialq.desk.ledger import read
from dialq.desk.nurture import nurture_back, nurture_list, nurture_run
from dialq.desk.queue import queue
from dialq.desk.suppressing import suppress
from dialq.desk.take import open_lead
from dialq.engine.day import local
from dialq.engine.plan import life_touches
from dialq.engine.policy import NurtureRule
from dialq.engine.state import ACTIVE, LOST, NURTURE, RESTING, State
from dialq.errors import NothingThere, RuleRefused
from tests.desk.world import TEAM, World, at


def state_of(world: World, lead: int) -> State:
    """The lead's state as written."""
    return read(world.desk, lead).state


def a_day(world: World) -> None:
    """What cron does once a day at nine: the rules, the items, the mails whose hold is over."""
    nurture_run(world.desk)
    world.clock.advance(61)
    mailing.run_outbox(world.desk)


def a_year(world: World, days: int = 370) -> None:
    """Day after day at nine."""
    start = world.clock.now()
    for day in range(days):
        world.clock.at = start + day * DAY  # type: ignore[assignment]
        a_day(world)


def subjects(world: World, lead: int) -> list[str]:
    """Subjects of the mails that left for a lead, in order."""
    return [mail.subject for mail in world.desk.store.outbox.of_lead(lead) if mail.status == "sent"]


def test_r16_1_untouched_for_45_days(world: World) -> None:
    """R16.1, SEED4-11: whoever no person touched for 45 days goes to marketing, and the entry says the rule."""
    lead = world.lead()
    world.clock.advance(45 * DAY - HOUR)
    assert nurture_run(world.desk).entered == {}
    assert state_of(world, lead).stage == ACTIVE
    world.clock.advance(2 * HOUR)
    assert nurture_run(world.desk).entered == {"untouched": 1}
    state = state_of(world, lead)
    assert (state.stage, state.reason) == (NURTURE, "untouched: no person touched it for 45 days")
    assert queue(world.desk).items == ()


def test_r16_1_the_run_is_idempotent(world: World) -> None:
    """R16.1: run by cron as often as one likes, it does nothing twice."""
    for number in range(1, 4):
        world.lead(number)
    world.clock.advance(48 * DAY)
    first = nurture_run(world.desk)
    assert (first.entered, first.queued) == ({"untouched": 3}, 3)
    before = world.desk.store.events.last_id()
    assert nurture_run(world.desk) == ({}, 0, 0)
    assert world.desk.store.events.last_id() == before


def test_r16_1_whoever_has_a_date_ahead_stays(world: World) -> None:
    """R16.1: rests, promises, open answers, snoozed steps and claims keep a lead from the rule."""
    resting, promised, asked, put_off, held, free = (world.lead(n) for n in range(1, 7))
    world.log(resting, "not-now", when="2027-03-01")
    world.log(promised, "callback", when="2027-02-01 10:00")
    interact.interact(world.desk, asked, "contact-me")
    world.clock.at = at("2027-01-19 10:00")
    world.log(put_off, "later", when="2027-01-28 09:00", reason="1")
    open_lead(world.open("ben"), held)
    nurture_run(world.desk)
    stages = [state_of(world, lead).stage for lead in (resting, promised, asked, put_off, held, free)]
    assert stages == [RESTING, ACTIVE, ACTIVE, ACTIVE, ACTIVE, NURTURE]


def test_r16_1_a_touch_by_a_person_counts_from_its_day(world: World) -> None:
    """R16.1: 45 days from the last touch by a person; an automatic mail is none."""
    lead = world.lead()
    world.log(lead, "no-answer")
    world.clock.advance(20 * 60)
    mailing.run_automatic(world.desk)
    world.clock.at = at("2027-01-15 09:00")
    assert nurture_run(world.desk).entered == {}
    world.clock.at = at("2027-01-15 10:01")
    assert nurture_run(world.desk).entered == {"untouched": 1}
    assert state_of(world, lead).stage == NURTURE


def test_r16_1_whoever_comes_back_from_a_long_rest_is_not_taken_at_once(world: World) -> None:
    """R16.1: the 45 days run while a person could have touched it."""
    lead = world.lead()
    world.log(lead, "not-now", when="2027-02-16")
    world.clock.at = at("2027-02-16 09:00")
    assert explain.why(world.desk, lead).status == "ready"
    assert nurture_run(world.desk).entered == {}
    world.clock.at = at("2027-04-03 09:00")
    assert nurture_run(world.desk).entered == {"untouched": 1}


def test_seed4_11_rules_are_data(world: World) -> None:
    """SEED4-11: a rule of the team narrows by source and campaign; the first that fits gives its name."""
    rules = (NurtureRule("old expo", 10, ("Expo 2026",)), NurtureRule("stale inbound", 20, (), ("inbound",)))
    world.desk.policy = replace(world.desk.policy, nurture_rules=rules)
    expo, web, warm = world.lead(1, source="expo 2026"), world.lead(2), world.lead(3, temperature="warm")
    world.clock.advance(11 * DAY)
    assert nurture_run(world.desk).entered == {"old expo": 1}
    world.clock.advance(10 * DAY)
    assert nurture_run(world.desk).entered == {"stale inbound": 1}
    assert state_of(world, expo).reason.startswith("old expo: ")
    assert state_of(world, web).reason.startswith("stale inbound: ")
    assert state_of(world, warm).stage == ACTIVE


def test_r16_1_a_batch_by_rule_can_be_taken_back(world: World) -> None:
    """R13.1: what a rule did is an act like any other, with a batch of its own and no rep."""
    lead = world.lead()
    world.clock.advance(48 * DAY)
    nurture_run(world.desk)
    (batch,) = world.desk.store.hands.last(5)
    assert (batch.rep, batch.what.startswith("to nurture: untouched")) == ("", True)
    assert undo_handing(world.desk, batch.name).done == (lead,)
    assert state_of(world, lead).stage == ACTIVE


def test_r16_1_a_whole_life(world: World) -> None:
    """R16.1: twelve items a month apart, each once, none against the 30; after the twelfth the lead is lost."""
    lead = world.lead()
    to_nurture(world.desk, [lead], "too many for us")
    a_year(world)
    state = state_of(world, lead)
    assert (state.stage, state.reason) == (LOST, "no response after nurture")
    assert len(state.items) == len(set(state.items)) == 12
    assert len(set(subjects(world, lead))) == 12
    assert (life_touches(state), len(state.ledger)) == (0, 12)
    days = [local(entry.at, TEAM).date() for entry in state.ledger]
    assert all((later - earlier).days >= 28 for earlier, later in pairwise(days))
    assert all(8 <= local(entry.at, TEAM).hour < 20 for entry in state.ledger)
    assert all(line.ok for line in doctor(world.desk)), doctor(world.desk)


def test_r16_2_a_response_brings_it_back_and_no_item_comes_twice(world: World) -> None:
    """R16.2, SEED1-19, SEED4-10: the earlier rep, tier now; after another round the items go on where they were."""
    lead = world.lead()
    world.log(lead, "no-answer")
    to_nurture(world.desk, [lead], "too many for us")
    a_year(world, 70)
    first = state_of(world, lead).items
    assert len(first) == 3
    interact.interact(world.desk, lead, "reply")
    (item,) = queue(world.desk).items
    assert (item.lead, item.tier) == (lead, "now")
    assert explain.why(world.open("ben"), lead).rule == "not-yours"
    assert mailing.run_automatic(world.desk) == 0
    world.log(lead, "not-interested", reason="timing", override="")
    interact.interact(world.desk, lead, "contact-me")
    world.log(lead, "hung-up", reason="again")
    to_nurture(world.desk, [lead], "once more")
    a_year(world, 300)
    state = state_of(world, lead)
    assert state.items[:3] == first
    assert len(state.items) == len(set(state.items)) == 12
    assert len(set(subjects(world, lead))) == len(subjects(world, lead))
    assert state.stage == LOST


def test_seed1_19_what_a_rep_sent_by_hand_is_not_sent_again(world: World) -> None:
    """SEED1-19: an item that a rep sent is passed over by marketing, by mail and by post."""
    by_mail = world.lead(1)
    by_post = world.lead(2, emails=(), street="12 Depot Road", city="Springfield", postal_code="62701")
    first = world.desk.policy.newest("nurture-monthly").steps[0].template
    mailing.queue_mail(world.desk, mailing.draft_mail(world.desk, by_mail, first))
    world.log(by_post, "done", channel="post", template=first)
    to_nurture(world.desk, [by_mail, by_post], "too many for us")
    world.clock.advance(DAY)
    assert nurture_run(world.desk) == ({}, 0, 0)
    world.clock.advance(31 * DAY)
    assert nurture_run(world.desk)[1:] == (1, 1)
    assert [m.subject for m in world.desk.store.outbox.of_lead(by_mail)] != []
    assert len({m.subject for m in world.desk.store.outbox.of_lead(by_mail)}) == 2


def test_r16_2_the_answer_goes_into_the_old_thread(world: World) -> None:
    """R16.2: what we write to a lead that answered an item continues the thread of what it got."""
    lead = world.lead()
    to_nurture(world.desk, [lead], "too many for us")
    a_day(world)
    item = next(m for m in world.desk.store.outbox.of_lead(lead))
    interact.interact(world.desk, lead, "reply")
    draft = mailing.draft_mail(world.desk, lead, "information")
    mailing.queue_mail(world.desk, draft)
    answer = next(m for m in world.desk.store.outbox.of_lead(lead) if m.rep)
    assert item.message in answer.mail


def test_r18_1_suppression_stops_the_items(world: World) -> None:
    """R18.1, R16.1: asked at queueing and again when it leaves."""
    queued, coming = world.lead(1), world.lead(2)
    to_nurture(world.desk, [queued], "too many for us")
    assert mailing.run_automatic(world.desk) == 1
    to_nurture(world.desk, [coming], "too many for us")
    for number in (1, 2):
        suppress(world.desk, f"lou{number}@example.com")
    world.clock.advance(61)
    assert mailing.run_outbox(world.desk) == 0
    assert nurture_run(world.desk).queued == 0
    a_year(world, 40)
    assert subjects(world, queued) == subjects(world, coming) == []


def test_r16_1_without_any_address_it_waits_for_one(world: World) -> None:
    """R16.1: held needs-contact; an address that a person supplies lets the items start."""
    from dialq.desk.profile import modify

    lead = world.lead(emails=())
    to_nurture(world.desk, [lead], "too many for us")
    a_year(world, 3)
    (line,) = nurture_list(world.desk).lines
    assert (line.item, line.next_at) == (0, None)
    assert explain.why(world.desk, lead).rule in ("nurture", "needs-contact")
    modify(world.desk, lead, email="lou@example.com")
    assert nurture_run(world.desk).queued == 1


def test_r14_4_items_leave_by_day_only(world: World) -> None:
    """R14.4: between 08:00 and 20:00 where the lead is, at queueing and at leaving."""
    lead = world.lead()
    to_nurture(world.desk, [lead], "too many for us")
    world.clock.at = at("2026-12-01 22:00")
    assert nurture_run(world.desk).queued == 0
    world.clock.at = at("2026-12-02 07:59")
    assert mailing.run_automatic(world.desk) == 0
    world.clock.at = at("2026-12-02 08:00")
    assert mailing.run_automatic(world.desk) == 1
    world.clock.at = at("2026-12-02 23:30")
    assert mailing.run_outbox(world.desk) == 0
    world.clock.at = at("2026-12-03 08:00")
    assert mailing.run_outbox(world.desk) == 1
    assert len(subjects(world, lead)) == 1


def test_r14_4_after_a_standstill_one_item_and_no_bunch(world: World) -> None:
    """R14.4, R4.2: half a year without the program: one item leaves, the next a month later."""
    lead = world.lead()
    to_nurture(world.desk, [lead], "too many for us")
    a_day(world)
    world.clock.advance(200 * DAY)
    a_day(world)
    a_year(world, 28)
    assert len(state_of(world, lead).items) == 2
    a_year(world, 5)
    assert len(state_of(world, lead).items) == 3


def test_r14_4_of_several_waiting_mails_the_latest_leaves(world: World) -> None:
    """R14.4: automatic mails of one lead that waited through a standstill: only the last one leaves."""
    lead = world.lead()
    world.log(lead, "no-answer")
    world.clock.advance(20 * 60)
    mailing.run_automatic(world.desk)
    to_programme(world.desk, [lead], "warm", "calmer")
    to_nurture(world.desk, [lead], "calmer still")
    (stopped,) = world.desk.store.outbox.of_lead(lead)
    world.desk.store.outbox.move(stopped.message, "hold")
    world.clock.advance(DAY)
    assert mailing.run_automatic(world.desk) == 1
    world.clock.advance(61)
    assert mailing.run_outbox(world.desk) == 1
    assert [m.status for m in world.desk.store.outbox.of_lead(lead)] == ["cancelled", "sent"]


def test_r16_1_the_programme_ends_in_nurture(world: World) -> None:
    """R8.1, SEED4-08: after the last campaign the lead goes to marketing by itself; the run writes it down."""
    lead = world.lead(phones=())
    world.desk.policy = replace(world.desk.policy, nurture_rules=())
    start = world.clock.now()
    entered: dict[str, int] = {}
    for day in range(200):
        world.clock.at = start + day * DAY  # type: ignore[assignment]
        while queue(world.desk).items:
            world.log(queue(world.desk).items[0].lead, "sent", channel="email", override="testing")
        entered |= nurture_run(world.desk).entered
    assert entered in ({}, {"its programme is through": 1})
    state = state_of(world, lead)
    assert state.stage == NURTURE
    assert nurture_list(world.desk).by_rule == {"its programme is through": 1}
    assert len(state.items) >= 1


def test_the_list_says_who_since_when_why_and_what_comes(world: World) -> None:
    """SEED4-24: who is with marketing, by which rule, which item of how many, and when the next leaves."""
    by_hand, by_rule = world.lead(1), world.lead(2)
    world.clock.advance(48 * DAY)
    to_nurture(world.desk, [by_hand], "too many for us")
    nurture_run(world.desk)
    view = nurture_list(world.desk)
    assert (view.total, view.by_rule) == (2, {"by hand": 1, "untouched": 1})
    lines = {line.lead: line for line in view.lines}
    assert lines[by_hand].why == "by hand (ana): too many for us"
    assert (lines[by_rule].item, lines[by_rule].items) == (1, 12)
    coming = lines[by_rule].next_at
    assert coming is not None
    assert coming > world.clock.now() + 29 * DAY
    assert nurture_list(world.desk, limit=1).total == 2


def test_r21_2_the_list_knows_who_came_by_itself(world: World) -> None:
    """R8.1: list and `why` say the same before a run has written it down, and after it."""
    programmes = dict(world.desk.policy.programmes)
    programmes["hot"] = replace(programmes["hot"], campaigns=("inbound",))
    world.desk.policy = replace(world.desk.policy, programmes=programmes)
    lead, early = world.lead(1), world.lead(2)
    world.log(lead, "not-now", when="2027-01-12")
    to_nurture(world.desk, [early], "too many for us")
    assert nurture_list(world.desk).total == 1
    world.clock.at = at("2027-01-12 10:00")
    assert (state_of(world, lead).stage, explain.why(world.desk, lead).rule) == (RESTING, "nurture")
    before = nurture_list(world.desk)
    assert (before.total, before.by_rule) == (2, {"by hand": 1, "its programme is through": 1})
    assert [line.lead for line in before.lines] == [lead, early]
    assert nurture_run(world.desk).entered == {"its programme is through": 1}
    assert nurture_list(world.desk).by_rule == before.by_rule


def test_r6_one_word_for_a_lead_without_address(world: World) -> None:
    """R6: nurture holds it before needs-contact does; the list says what its items lack."""
    lead, rung = world.lead(1, phones=(), emails=()), world.lead(2, emails=())
    to_nurture(world.desk, [lead, rung], "too many for us")
    assert explain.why(world.desk, lead).rule == "nurture"
    assert queue(world.desk).held == {"nurture": 2}
    assert {line.waits for line in nurture_list(world.desk).lines} == {"no address for mail or post"}


def test_a_person_takes_a_lead_back(world: World) -> None:
    """R16.1: the next campaign of its programme starts now; where none is left the way out is named."""
    lead = world.lead()
    with pytest.raises(NothingThere, match="not in nurture"):
        nurture_back(world.desk, lead)
    for _ in range(6):
        world.log(lead, "no-answer", override="test")
        world.clock.advance(DAY)
    to_nurture(world.desk, [lead], "too many for us")
    assert "starts last-call" in nurture_back(world.desk, lead)
    assert explain.why(world.desk, lead).status == "ready"
    undo.undo(world.desk)
    programmes = dict(world.desk.policy.programmes)
    programmes["hot"] = replace(programmes["hot"], campaigns=("inbound",))
    world.desk.policy = replace(world.desk.policy, programmes=programmes)
    with pytest.raises(RuleRefused, match="its programme is through"):
        nurture_back(world.desk, lead)


def test_r14_5_the_folder_has_the_item(world: World, tmp_path: Path) -> None:
    """R14.4: an item carries who sends it, an address and an opt-out like every mail."""
    lead = world.lead()
    to_nurture(world.desk, [lead], "too many for us")
    a_day(world)
    (mail,) = (tmp_path / "outbox" / "new").glob("*")
    text = mail.read_text(encoding="utf-8", errors="replace")
    assert f"lou{42}@example.com" in text
    assert "1 Example Street" in text
    assert lead


def test_an_item_that_is_due_and_stays_says_what_keeps_it(world: World) -> None:
    """A text that is broken waits to be mended: the list names it instead of a moment that is past."""
    lead = world.lead(1)
    to_nurture(world.desk, [lead], "bought no time")
    world.clock.advance(DAY)
    assert [line.waits for line in nurture_list(world.desk).lines] == [""]
    policy = world.desk.policy
    items = policy.newest(policy.nurture)
    broken = replace(items, steps=(replace(items.steps[0], template="lost-text"), *items.steps[1:]))
    world.desk.policy = replace(policy, campaigns={**policy.campaigns, (items.name, items.version): broken})
    assert nurture_run(world.desk).queued == 0
    (line,) = nurture_list(world.desk).lines
    assert line.next_at is not None
    assert line.next_at <= world.clock.now()
    assert "lost-text" in line.waits
