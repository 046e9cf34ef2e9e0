"""From name to lead over a real file: interactions, lists of them, misfits, sources (R3)."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from dialq.clock import DAY, HOUR, MINUTE, Instant
from dialq.desk import explain, take
from dialq.desk.health import doctor
from dialq.desk.import_undo import undo_import
from dialq.desk.importing import add_lead, import_leads
from dialq.desk.interact import KINDS, interact
from dialq.desk.profile import modify
from dialq.desk.queue import queue
from dialq.desk.views import Imported, Logged, Taken
from dialq.engine.lead import LeadRecord, Phone
from dialq.engine.persona import Persona
from dialq.engine.source import Source
from dialq.errors import BadInput
from tests.desk.world import TEAM, World, at

BUYER = Persona("buyer", least=50, titles=("director",), not_titles=("student",))
ANN: dict[str, Any] = {
    "name": "Ann Lee", "company": "Acme", "emails": ("ann@acme.example",),
    "phones": (Phone("+14155550142", "mobile", (TEAM,)),),
}  # fmt: skip
JANUARY, MARCH = at("2026-10-05 11:00"), at("2026-11-10 11:00")


def bring(world: World, *rows: dict[str, Any], batch: str = "b", source: str = "") -> Imported:
    """Import rows as a file would be."""
    records = [LeadRecord(row=n, **row) for n, row in enumerate(rows, 2)]
    return import_leads(world.desk, records, batch=batch, source=source)


def stage(world: World, lead: int = 1) -> str:
    return take.look(world.desk, lead).stage


def rule(world: World, lead: int = 1) -> tuple[str, str]:
    """The deciding rule and what it found; ('', '') if the lead is ready."""
    verdict = explain.why(world.desk, lead)
    return verdict.rule, next((line.value for line in verdict.rules if line.rule == verdict.rule), "")


def with_persona(world: World) -> None:
    world.desk.policy = replace(world.desk.policy, personas=(BUYER,))


def with_source(world: World, **said: Any) -> None:
    source = Source("expo", **said)
    world.desk.policy = replace(world.desk.policy, sources={"expo": source})


@pytest.mark.parametrize(
    ("kind", "becomes"),
    [
        ("form", "active"), ("inbound-call", "active"), ("contact-me", "active"), ("webinar", "name"),
        ("download", "name"), ("event", "name"), ("", "active"),
    ],
)  # fmt: skip
def test_r3_2_what_a_row_makes_of_somebody(world: World, kind: str, becomes: str) -> None:
    """R3.2, R3.3, SEED2-04, 07: one webinar is a name; who asks is a lead at once, and so is who is just listed."""
    bring(world, ANN | {"interaction": kind, "arrived": MARCH})
    assert stage(world) == becomes
    assert (rule(world)[0] == "not-a-lead") == (becomes == "name")


def test_r3_2_two_lists_of_webinars_make_leads(world: World) -> None:
    """R3.2, SEED2-05: the second list makes leads of those on both; day 0 is logged."""
    other = {"name": "Bo Li", "emails": ("bo@bolt.example",)}
    bring(world, *(p | {"interaction": "webinar", "topic": "ice", "arrived": JANUARY} for p in (ANN, other)))
    assert queue(world.desk).ready == 0
    done = bring(world, ANN | {"interaction": "webinar", "topic": "fish", "arrived": MARCH}, batch="c")
    assert (done.created, done.merged, done.unchanged) == (0, 1, 0)
    assert [stage(world, 1), stage(world, 2)] == ["active", "name"]
    card = take.look(world.desk, 1)
    assert [(one.kind, one.topic) for one in card.interactions] == [("webinar", "fish"), ("webinar", "ice")]
    assert "becomes a lead" in card.story[0].text
    assert card.say.startswith("About: fish")


@pytest.mark.parametrize("dated", [True, False])
def test_the_same_lists_again_change_nothing(world: World, dated: bool) -> None:
    """R3.2: whatever the order and however often, an interaction counts once; with times told or not."""
    times = {"arrived": JANUARY}, {"arrived": MARCH}
    first, second = (
        ANN | {"interaction": "webinar", "topic": topic} | (time if dated else {})
        for topic, time in zip(("ice", "fish"), times, strict=True)
    )
    bring(world, first)
    assert bring(world, first).unchanged == 1
    assert stage(world) == "name"
    bring(world, second)
    before = take.look(world.desk, 1)
    world.clock.advance(DAY)
    for rows in ((first,), (second,), (second, first), (first, second, second)):
        done = bring(world, *rows)
        assert (done.merged, done.unchanged) == (0, len(rows))
    assert take.look(world.desk, 1).story == before.story
    assert take.look(world.desk, 1).stage == "active"


def test_r3_2_two_rows_of_one_file(world: World) -> None:
    """R3.2: a file that names somebody twice has two interactions of one lead."""
    rows = [ANN | {"interaction": "download", "topic": topic, "arrived": MARCH} for topic in ("ice", "fish")]
    done = bring(world, *rows)
    assert (done.created, done.merged) == (1, 1)
    assert stage(world) == "active"


def test_r3_2_the_older_list_may_come_last(world: World) -> None:
    """R3.2: two within 180 days, whichever is told first; two further apart make no lead."""
    bring(world, ANN | {"interaction": "webinar", "arrived": MARCH})
    bring(world, ANN | {"interaction": "event", "arrived": Instant(MARCH - 181 * DAY)})
    assert stage(world) == "name"
    bring(world, ANN | {"interaction": "download", "arrived": JANUARY})
    assert stage(world) == "active"


def test_r3_2_why_says_what_a_name_lacks(world: World) -> None:
    """R3.2: one webinar; a second interaction by a named day makes it a lead."""
    bring(world, ANN | {"interaction": "webinar", "arrived": MARCH})
    found = rule(world)
    assert found[0] == "not-a-lead"
    assert "1 of 2 interactions" in found[1]
    assert "9 May" in found[1]


def test_interact_says_what_came_of_it(world: World) -> None:
    """R3.2, R3.5: a name, then a lead; a warm one turns hot; a second inquiry changes the topic only."""
    bring(world, ANN | {"interaction": "webinar", "arrived": JANUARY})
    bo = {"name": "Bo Li", "phones": (Phone("+14155550143", "mobile", (TEAM,)),)}
    bring(world, bo, batch="c")
    hot = world.lead(7)
    said = interact(world.desk, 1, "visit", "prices")
    assert "1 of 2 interactions" in said.toast
    said = interact(world.desk, 1, "download", "guide")
    assert "Became a lead: day 0 is now" in said.toast
    assert (said.stage, said.stands.status) == ("active", "held")
    said = interact(world.desk, 2, "download", "guide")
    assert "Turned hot: inbound starts" in said.toast
    assert said.stands.tier_name in ("fresh", "now")
    before = queue(world.desk).items
    said = interact(world.desk, hot, "form", "fish")
    assert "topic changed, not its place" in said.toast
    assert [item.lead for item in queue(world.desk).items] == [item.lead for item in before]
    assert "fish" in take.look(world.desk, hot).say
    said = interact(world.desk, hot, "contact-me")
    assert "We owe an answer" in said.toast
    assert said.stands.tier_name == "now"


def test_r3_5_a_warm_lead_turns_hot_and_its_life_counts_go_on(world: World) -> None:
    """R3.5: its campaign ends, the hot programme starts; what was touched stays counted."""
    lead = world.lead(1, temperature="warm")
    world.clock.advance(2 * DAY)
    world.log(lead, "sent", channel="email", override="by hand")
    interact(world.desk, lead, "webinar", "ice")
    card = take.look(world.desk, lead)
    assert (card.item.programme, card.item.campaign) == ("hot", "inbound")
    assert (card.temperature, card.lead.temperature) == ("hot", "warm")
    assert (card.meter.campaign[0], card.meter.life[0]) == (0, 1)


def test_automatic_mails_of_the_ended_campaign_do_not_leave(world: World) -> None:
    """R3.5, R11.1: a mail in hold belongs to the campaign that just ended."""
    from dialq.desk.mailing import outbox, run_automatic

    lead = world.lead(1)
    world.log(lead, "no-answer")
    world.clock.advance(30 * MINUTE)
    assert run_automatic(world.desk) >= 1
    assert len(outbox(world.desk)) >= 1
    interact(world.desk, lead, "reply")
    assert [mail.status for mail in outbox(world.desk)].count("hold") == 0


def test_r3_1_a_misfit_is_never_queued(world: World) -> None:
    """R3.1, SEED2-02: kept and told, in no queue, whatever it does."""
    with_persona(world)
    lead = world.lead(1, title="Student", company_size="200")
    assert queue(world.desk).ready == 0
    assert rule(world, lead) == ("not-a-lead", "misfit, title: Student: student is left out")
    said = interact(world.desk, lead, "contact-me")
    assert "misfit" in said.toast
    assert queue(world.desk).ready == 0
    assert not isinstance(take.take_next(world.desk), Taken)
    assert [check.answer for check in take.look(world.desk, lead).fit.checks] == ["yes", "no"]
    assert [check.name for check in doctor(world.desk) if not check.ok] == []


def test_r3_1_an_unknown_fit_is_questionable(world: World) -> None:
    """R5.1: not a `no`, but not known: worked last."""
    with_persona(world)
    world.lead(1, temperature="warm")
    world.clock.advance(7 * DAY)
    assert queue(world.desk).items[0].tier == "questionable"


def test_r3_1_two_webinars_of_a_misfit_make_no_lead_until_it_fits(world: World) -> None:
    """R3.2: two interactions and no misfit; a corrected title makes the lead, that moment is day 0."""
    with_persona(world)
    bring(
        world, ANN | {"title": "Student", "company_size": "80", "interaction": "webinar", "arrived": JANUARY}
    )
    said = interact(world.desk, 1, "webinar", "fish")
    assert "2 of 2 interactions, but a misfit: title: Student" in said.toast
    assert stage(world) == "name"
    modify(world.desk, 1, title="Director of Logistics")
    card = take.look(world.desk, 1)
    assert (card.stage, card.item.programme) == ("active", "warm")
    assert rule(world)[0] != "not-a-lead"


def test_modify_judges_the_fit_anew(world: World) -> None:
    """R3.1: misfit or not any more."""
    with_persona(world)
    lead = world.lead(1, title="Director", company_size="200")
    assert queue(world.desk).ready == 1
    modify(world.desk, lead, company_size="12")
    assert queue(world.desk).ready == 0
    assert rule(world, lead)[1].startswith("misfit, size: 12 people")
    modify(world.desk, lead, company_size="120")
    assert queue(world.desk).ready == 1


@pytest.mark.parametrize(
    ("said", "own", "expected"),
    [
        ({"temperature": "warm"}, {}, "warm"),
        ({"temperature": "hot"}, {"arrived": JANUARY}, "hot"),
        ({"temperature": "warm"}, {"temperature": "hot"}, "hot"),
        ({}, {}, "warm"),
        ({}, {"arrived": at("2026-12-01 09:30")}, "hot"),
        ({}, {"arrived": JANUARY}, "warm"),
    ],
)
def test_r3_3_how_warm_a_row_is(
    world: World, said: dict[str, Any], own: dict[str, Any], expected: str
) -> None:
    """R3.3: its own word, else its source's, else hot if it carries a fresh arrival."""
    with_source(world, **said)
    bring(world, ANN | own, source="Expo")
    assert take.look(world.desk, 1).lead.temperature == expected


def test_r3_3_live_is_hot_unless_its_source_says_otherwise(world: World) -> None:
    """R3.3: `add` brings a lead live."""
    with_source(world, temperature="warm")
    cold, _ = add_lead(world.desk, LeadRecord(name="Bo Li", emails=("bo@bolt.example",), source="expo"))
    live, _ = add_lead(world.desk, LeadRecord(**ANN))
    looked = [take.look(world.desk, lead).lead.temperature for lead in (cold, live)]
    assert looked == ["warm", "hot"]


def test_r3_3_a_source_of_names(world: World) -> None:
    """R3.3: bought lists may be names; a row of them that asks is a lead all the same."""
    with_source(world, kind="name")
    bring(world, ANN, {"name": "Bo Li", "emails": ("bo@bolt.example",), "interaction": "form"}, source="expo")
    assert [stage(world, 1), stage(world, 2)] == ["name", "active"]
    assert queue(world.desk).held.get("not-a-lead") == 1


def test_a_source_names_its_programme(world: World) -> None:
    """R19, SEED0-13: the series is chosen by the source."""
    with_source(world, programme="hot")
    bring(world, ANN, source="expo")
    assert take.look(world.desk, 1).item.programme == "hot"


def test_the_same_form_live_again_counts_again_unless_sent_twice(world: World) -> None:
    """R3.5: a second inquiry later is one; the same form within minutes was sent twice."""
    form = LeadRecord(**ANN, interaction="form", topic="ice")
    add_lead(world.desk, form)
    world.clock.advance(MINUTE)
    assert add_lead(world.desk, form) == (1, "merged")
    assert len(take.look(world.desk, 1).interactions) == 1
    world.clock.advance(2 * HOUR)
    add_lead(world.desk, form)
    assert len(take.look(world.desk, 1).interactions) == 2


def test_a_blank_is_filled_where_the_row_tells_of_the_same_arrival(world: World) -> None:
    """R3.2: a second export that says what the arrival was is no second interaction."""
    bring(world, ANN | {"arrived": MARCH})
    done = bring(world, ANN | {"arrived": MARCH, "interaction": "form", "topic": "ice"})
    assert done.merged == 1
    card = take.look(world.desk, 1)
    assert (card.lead.interaction, len(card.interactions)) == ("form", 1)


def test_an_import_of_names_is_taken_back(world: World) -> None:
    """R2.1: names are closed with the import that brought them."""
    bring(world, ANN | {"interaction": "webinar"})
    assert undo_import(world.desk, "b").unchanged == 1
    assert stage(world) == "disqualified"


def test_a_wrong_list_of_webinars_is_taken_back(world: World) -> None:
    """R13, R3.2: leads it made are names again; who was worked since stays; the list may come again."""
    bo = {"name": "Bo Li", "phones": (Phone("+14155550143", "mobile", (TEAM,)),)}
    rows = [person | {"interaction": "webinar", "arrived": JANUARY} for person in (ANN, bo)]
    bring(world, *rows)
    again = [row | {"arrived": MARCH} for row in rows]
    assert bring(world, *again, batch="wrong").interactions == 2
    world.clock.advance(9 * DAY)
    world.log(2, "no-answer", channel="call")
    undone = undo_import(world.desk, "wrong")
    assert (undone.interactions, undone.rows) == (1, 0)
    assert [stage(world, 1), stage(world, 2)] == ["name", "active"]
    assert len(take.look(world.desk, 1).interactions) == 1
    assert [check.name for check in doctor(world.desk) if not check.ok] == []
    assert bring(world, *again, batch="right").interactions == 1
    assert stage(world, 1) == "active"


def test_a_live_contact_me_of_somebody_known_goes_on_top(world: World) -> None:
    """R3.2, SEED2-07: a web form of a lead in work asks for an answer; it is no second lead."""
    lead = world.lead(1)
    world.log(lead, "no-answer")
    world.clock.advance(HOUR)
    asks = LeadRecord(name="Lou Field1", emails=("lou1@example.com",), interaction="contact-me", topic="ice")
    assert add_lead(world.desk, asks) == (lead, "merged")
    assert queue(world.desk).items[0].tier == "now"
    assert "ice" in take.look(world.desk, lead).say


def test_r3_3_a_picked_name_is_a_lead(world: World) -> None:
    """R3.3: a name that a hand-picked list names too is queued; a list that says nothing changes nothing."""
    bring(world, ANN | {"interaction": "webinar", "arrived": MARCH})
    bring(world, ANN | {"title": "Director"}, source="crm")
    assert stage(world) == "name"
    with_source(world, kind="lead")
    assert bring(world, ANN, source="expo", batch="c").merged == 1
    assert (stage(world), take.look(world.desk, 1).item.programme) == ("active", "warm")
    assert bring(world, ANN, source="expo", batch="d").unchanged == 1


def test_an_import_judges_many_as_it_judges_one(world: World) -> None:
    """Names, warm leads and misfits of one file share judgements: the queue is as if each were judged alone."""
    with_persona(world)
    kinds = ("", "webinar", "form")
    titles = ("Director", "Student", "")
    bring(world, *(
        {"name": f"P{n}", "emails": (f"p{n}@acme{n}.example",), "title": titles[n // 3], "company_size": "99",
         "interaction": kinds[n % 3], "arrived": JANUARY}
        for n in range(9)
    ))  # fmt: skip
    world.clock.advance(3 * DAY)
    alone = {}
    for lead in range(1, 10):
        verdict = explain.why(world.desk, lead)
        if verdict.status == "ready":
            alone[lead] = verdict.tier_name
    assert {item.lead: item.tier for item in queue(world.desk).items} == alone
    assert len(alone) == 4


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "facts", [{"temperature": "warm"}, {"temperature": "hot"}, {"interaction": "webinar"}]
)
def test_every_interaction_of_every_lead_leaves_a_way_on(
    world: World, kind: str, facts: dict[str, Any]
) -> None:
    """R2.2: whatever a lead or a name does, something is said of it, and it has a next action or a named thing."""
    bring(world, ANN | {"arrived": MARCH} | facts)
    said = interact(world.desk, 1, kind, "ice")
    assert said.toast.startswith(f"Ann Lee: {kind}, ice. ")
    assert said.stands.status in ("ready", "held")
    assert [check.name for check in doctor(world.desk) if not check.ok] == []
    assert take.look(world.desk, 1).interactions[0].kind == kind


@pytest.mark.parametrize(("kind", "when"), [("party", 0), ("form", 61), ("form", -DAY)])
def test_what_is_no_interaction_is_refused(world: World, kind: str, when: int) -> None:
    """R2.4: an unknown kind, the future, and what lies before the arrival."""
    lead = world.lead(1)
    with pytest.raises(BadInput):
        interact(world.desk, lead, kind, at=Instant(world.clock.now() + when))


def test_an_interaction_tells_only_a_person_of_who_is_suppressed(world: World) -> None:
    """R2.1."""
    lead = world.lead(1)
    world.log(lead, "do-not-call")
    said = interact(world.desk, lead, "form", "ice")
    assert isinstance(said, Logged)
    assert "suppressed" in said.toast
    assert queue(world.desk).ready == 0
