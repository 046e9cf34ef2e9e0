"""From name to lead: fit, names, interactions, warm that turns hot (R3)."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from dialq.engine.campaign import Programme
from dialq.engine.effects import Promised, apply
from dialq.engine.lead import HOT, WARM
from dialq.engine.persona import Persona, fit_of, people
from dialq.engine.qualify import interacted
from dialq.engine.source import Source, cents
from dialq.engine.state import Promise, Response
from dialq.engine.temperature import is_hot
from tests.engine.cases import POLICY, Case, at, lead_of

BUYER = Persona(
    "buyer", kinds=("manufacturer", "carrier"), least=50, most=500, titles=("director", "head"),
    not_titles=("assistant",), industries=("food", "logistics"),
)  # fmt: skip
PERSONAS = replace(POLICY, personas=(BUYER,))
FITTING = {
    "company_kind": "Carrier", "company_size": "51-200", "title": "Operations Director", "industry": "Food retail",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "answers"),
    [
        ({}, "yes yes yes yes"),
        ({"company_kind": ""}, "unknown yes yes yes"),
        ({"company_kind": "School"}, "no yes yes yes"),
        ({"company_size": "10"}, "yes no yes yes"),
        ({"company_size": "1,000+"}, "yes no yes yes"),
        ({"company_size": "200-1000"}, "yes unknown yes yes"),
        ({"company_size": "big"}, "yes unknown yes yes"),
        ({"title": "Assistant to the director"}, "yes yes no yes"),
        ({"title": "Driver", "industry": "Mining"}, "yes yes no no"),
    ],
)
def test_r3_1_four_checks(changes: dict[str, str], answers: str) -> None:
    """R3.1: yes, no or unknown, each with its reason."""
    fit = fit_of(lead_of(**(FITTING | changes)), (BUYER,))
    assert [check.answer for check in fit.checks] == answers.split()
    assert all(check.reason for check in fit.checks)
    assert fit.misfit == ("no" in answers.split())
    assert fit.unknown == ("unknown" in answers.split())


@pytest.mark.parametrize(
    ("words", "title", "found"),
    [
        ("cto", "Sales Director", False), ("cto", "CTO, EMEA", True), ("intern", "International Buyer", False),
        ("head of", "Head of Quality", True), ("manager", "Managers' Assistant", True),
        ("manufactur*", "Manufacturing", True), ("food", "FOOD_AND_BEVERAGE", True), ("c++", "C++ Developer", True),
    ],
)  # fmt: skip
def test_r3_1_words_are_whole_words(words: str, title: str, *, found: bool) -> None:
    """R3.1: a misfit by half a word would lose a buyer."""
    fit = fit_of(lead_of(title=title), (Persona("one", titles=(words,)),))
    assert fit.misfit != found


def test_r3_1_the_best_persona_counts_and_without_one_nothing_is_asked() -> None:
    """R3.1: a lead that fits any persona fits."""
    other = Persona("student", titles=("student",))
    assert fit_of(lead_of(**FITTING), (other, BUYER)).persona == "buyer"
    assert fit_of(lead_of(), ()).checks == ()
    assert not fit_of(lead_of(), ()).unknown


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("120", (120, 120)), ("51-200", (51, 200)), ("1,001 - 5,000 employees", (1001, 5000)),
        ("10000+", (10000, None)),
        (">500", (500, None)), ("<10", (0, 10)), ("", None), ("many", None),
    ],
)  # fmt: skip
def test_company_sizes(text: str, size: tuple[int, int | None] | None) -> None:
    """R3.1: sizes as exports write them."""
    assert people(text) == size


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("35", 3500),
        ("$2.50", 250),
        ("1,200.00", 120000),
        ("2,5 EUR", 250),
        ("1,200", 120000),
        ("-3", None),
        ("", None),
    ],
)
def test_amounts_of_money(text: str, amount: int | None) -> None:
    """R19.1: what a source costs, as people write it."""
    assert cents(text) == amount


def test_r3_1_a_misfit_is_never_queued_and_says_why() -> None:
    """R3.1: kept, reported, never queued; not even to answer."""
    case = Case(lead_of(**(FITTING | {"industry": "Mining"})), PERSONAS)
    case.hear("contact-me", "2026-12-01 10:05")
    said = case.verdict("2026-12-01 10:06")
    assert (said.status, said.rule, said.pieces) == ("held", "not-a-lead", ())
    assert "misfit, industry: Mining" in case.rule("not-a-lead", "2026-12-01 10:06").value
    assert said.auto_at is None


def test_r5_1_unknown_fit_is_questionable_and_never_slips() -> None:
    """R5.1: worked too, at a lower place (SEED3-12)."""
    case = Case(lead_of(temperature=WARM, title=""), PERSONAS)
    assert case.stands("2026-12-04 09:00") == "questionable"
    assert case.stands("2027-02-01 09:00") == "questionable"
    sure = Case(lead_of(temperature=WARM, **FITTING), PERSONAS)
    assert sure.stands("2026-12-02 09:00") == "cadence"
    assert sure.stands("2027-02-01 09:00") == "slipping"


def named(**changes: Any) -> Case:
    """Somebody who came to one webinar."""
    return Case(lead_of(**({"interaction": "webinar", "topic": "cold chain", "temperature": WARM} | changes)))


def test_r3_2_one_webinar_is_a_name() -> None:
    """R3.2: nobody rings it, and `why` says what it lacks."""
    case = named()
    assert (case.state.stage, case.state.campaign) == ("name", "")
    assert case.verdict("2026-12-02 10:00").rule == "not-a-lead"
    assert "1 of 2 interactions" in case.rule("not-a-lead", "2026-12-02 10:00").value


@pytest.mark.parametrize(
    ("kind", "when", "stage"),
    [
        ("download", "2027-05-30 10:00", "active"),
        ("download", "2027-05-31 10:00", "name"),
        ("visit", "2026-12-02 10:00", "name"),
        ("form", "2027-11-01 10:00", "active"),
        ("contact-me", "2027-11-01 10:00", "active"),
        ("inbound-call", "2027-11-01 10:00", "active"),
    ],
)
def test_r3_2_a_second_interaction_makes_a_lead(kind: str, when: str, stage: str) -> None:
    """R3.2: two within 180 days, or one that asks; that moment is day 0."""
    case = named()
    case.hear(kind, when)
    assert case.state.stage == stage
    assert (case.state.day0 == at(when)) == (stage == "active")


def test_r3_2_the_third_interaction_counts_from_the_second() -> None:
    """R3.2: any two within 180 days do."""
    case = named()
    case.hear("download", "2027-07-01 10:00")
    assert case.state.stage == "name"
    case.hear("event", "2027-12-01 10:00")
    assert (case.state.stage, case.state.campaign) == ("active", "follow-up-21")


def test_r3_2_a_misfit_stays_a_name() -> None:
    """R3.2: fit is asked before interest (SEED2-02)."""
    case = Case(lead_of(interaction="webinar", title="Assistant"), PERSONAS)
    case.hear("download", "2026-12-05 10:00")
    assert case.state.stage == "name"


def test_r3_2_contact_me_goes_on_top() -> None:
    """R3.2, SEED2-07: and starts the hot programme."""
    case = named()
    case.hear("contact-me", "2027-03-01 10:00")
    assert case.stands("2027-03-01 10:01") == "now"
    assert (case.state.campaign, case.state.programme) == ("inbound", HOT)


@pytest.mark.parametrize(("kind", "stage"), [("name", "name"), ("lead", "active"), ("", "active")])
def test_r3_3_without_an_interaction_the_source_says(kind: str, stage: str) -> None:
    """R3.3: unsaid is a lead."""
    policy = replace(POLICY, sources={"expo": Source("Expo", kind)})
    assert Case(lead_of(source="Expo"), policy).state.stage == stage


def test_r3_5_a_warm_lead_that_acts_turns_hot() -> None:
    """R3.5: its campaign ends, the hot programme starts, life counts go on."""
    case = Case(lead_of(temperature=WARM))
    case.log("sent", "2026-12-03 10:00", channel="email")
    case.hear("webinar", "2026-12-10 15:00")
    assert is_hot(case.lead, case.state)
    assert (case.state.campaign, case.state.programme, case.state.day0) == (
        "inbound",
        HOT,
        at("2026-12-10 15:00"),
    )
    assert len(case.state.ledger) == 1
    assert case.stands("2026-12-10 15:01") == "fresh"


def test_r3_5_an_untouched_one_is_fresh_from_that_moment() -> None:
    """R3.5, R5.1: four business days from then."""
    case = Case(lead_of(temperature=WARM))
    case.hear("download", "2027-02-01 10:00")
    assert [case.stands(f"2027-02-0{day} 11:00") for day in (1, 4)] == ["fresh", "fresh"]
    assert case.stands("2027-02-09 11:00") in ("cadence", "slipping")


def test_r3_5_at_rest_it_turns_hot_but_rests_on() -> None:
    """R3.5 with R8.1: only a response ends a rest."""
    case = Case(lead_of(temperature=WARM))
    case.log("hung-up", "2026-12-10 10:00")
    case.hear("webinar", "2026-12-15 10:00")
    assert case.verdict("2026-12-15 11:00").rule == "resting"
    assert case.settled("2027-01-11 08:00").campaign == "inbound"


@pytest.mark.parametrize("kind", ["reply", "rsvp"])
def test_r11_3_an_answer_within_the_campaign_starts_nothing_new(kind: str) -> None:
    """R11.3: it is to be answered, then the campaign goes on where it stood."""
    case = Case(lead_of(temperature=WARM))
    case.hear(kind, "2026-12-10 10:00")
    assert (case.state.campaign, is_hot(case.lead, case.state)) == ("follow-up-21", False)
    assert case.stands("2026-12-10 10:01") == "now"


def test_r3_5_with_a_promise_open_nothing_starts() -> None:
    """R3.5: what was promised comes first; the topic is new."""
    case = Case(lead_of(temperature=WARM))
    case.log("callback", "2026-12-10 10:00", when="2026-12-14 10:00")
    case.hear("download", "2026-12-11 10:00")
    assert (case.state.campaign, case.state.promise is not None) == ("follow-up-21", True)


def test_r3_5_a_second_inquiry_changes_the_topic_not_the_place() -> None:
    """R3.5: an untouched hot lead keeps its place."""
    case = Case()
    before = case.verdict("2026-12-01 10:20")
    case.hear("form", "2026-12-01 10:15")
    after = case.verdict("2026-12-01 10:20")
    assert (after.tier, after.rank) == (before.tier, before.rank)
    assert case.state.response is None


def test_r3_5_touched_or_asking_again_it_is_answered() -> None:
    """R2.1, R11.1: a form after we rang, or a contact-me, is a response."""
    case = Case()
    case.hear("contact-me", "2026-12-01 10:15")
    assert case.stands("2026-12-01 10:16") == "now"
    touched = Case()
    touched.log("no-answer", "2026-12-01 10:01")
    touched.hear("form", "2026-12-01 11:00")
    assert touched.stands("2026-12-01 11:01") == "now"


@pytest.mark.parametrize(
    ("code", "more", "stage"),
    [
        ("not-now", {}, "resting"),
        ("hung-up", {}, "name"),
        ("callback", {"when": "2026-12-02 10:00"}, "active"),
    ],
)
def test_r2_2_a_name_somebody_talked_with_has_a_way_on(code: str, more: dict[str, str], stage: str) -> None:
    """R2.2: the first campaign of its programme comes after the rest."""
    case = named()
    case.log(code, "2026-12-01 11:00", **more)
    assert case.state.stage == stage
    if code == "callback":
        case.log("hung-up", "2026-12-02 10:00")
        assert (case.state.stage, case.state.rest_until) == ("resting", at("2027-01-01 08:00"))
    if code != "hung-up":
        assert case.settled("2027-04-01 08:00").campaign == "follow-up-21"


def test_r3_2_a_logged_inbound_call_makes_a_lead() -> None:
    """R3.2: at once; day 0 is the call."""
    case = named()
    case.log("callback", "2027-03-01 10:00", direction="in", when="2027-03-02 10:00")
    assert (case.state.campaign, case.state.day0) == ("inbound", at("2027-03-01 10:00"))
    assert case.state.promise is not None


def test_r3_2_who_asks_gets_the_full_programme_whatever_it_cost() -> None:
    """R3.2, R19.1: cost chooses for who did not ask."""
    light = Programme("light", ("light",), max_cost=500)
    policy = replace(POLICY, programmes=POLICY.programmes | {"light": light})
    asked = Case(lead_of(interaction="webinar", cost="2", temperature=WARM), policy)
    asked.hear("contact-me", "2026-12-10 10:00")
    assert asked.state.campaign == "inbound"
    twice = Case(lead_of(interaction="webinar", cost="2", temperature=WARM), policy)
    twice.hear("download", "2026-12-10 10:00")
    assert twice.state.campaign == "light"


def test_r11_1_a_programme_that_starts_while_an_answer_is_owed_stands_still() -> None:
    """R11.1: nothing automatic leaves before somebody answered."""
    case = Case(lead_of(temperature=WARM, interaction="contact-me"))
    case.hear("download", "2026-12-01 10:05")
    assert (case.state.campaign, case.state.stalled) == ("inbound", at("2026-12-01 10:05"))
    assert case.verdict("2026-12-01 11:00").auto_at is None


def test_r3_5_an_inquiry_of_a_lead_that_is_held_is_answered() -> None:
    """R3.5, R6: the exception is for the place, not for a hold: a promise, a snooze, a pause."""
    promised = Case()
    promised.state = apply(promised.state, (Promised(Promise(at("2026-12-05 10:00"), "ana", kind="task")),))
    promised.hear("form", "2026-12-02 10:00")
    assert promised.stands("2026-12-02 10:01") == "now"
    paused = Case()
    paused.log("out-of-office", "2026-12-01 10:02", channel="email")
    paused.hear("form", "2026-12-02 10:00")
    assert paused.stands("2026-12-02 10:01") == "now"


def test_r3_4_what_they_wrote_is_no_topic() -> None:
    """R3.4: a mail that says "your interest in who else uses it?" would be ours to be ashamed of."""
    case = Case(lead_of(topic="cold chain"))
    told = Response(at("2026-12-01 10:05"), "reply", "who else uses it?", event=9)
    case.state = apply(case.state, interacted(case.lead, case.state, case.policy, case.around, told, told.at))
    assert case.state.topic in ("", "cold chain")
    assert '"who else uses it?"' in case.verdict("2026-12-01 10:06").reasons[0]
