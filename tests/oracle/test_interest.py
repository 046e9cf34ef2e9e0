"""From name to lead, from warm to hot, and nurture, on days short enough to check by hand (R3, R5.5, R16)."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dialq.clock import DAY, HOUR, MINUTE, Instant
from dialq.engine.lead import HOT, WARM, Lead, LeadId, Phone
from dialq.engine.verdict import CADENCE, FRESH, NOW, QUESTIONABLE
from tests.oracle.facts import Arrived, AutoSent, Responded
from tests.oracle.model import World
from tests.oracle.presets import ITEMS
from tests.oracle.state import LOST, NAME, NURTURE, RESTING, State
from tests.oracle.strategies import RULES
from tests.oracle.test_readings import ANA, TEN, WARM_LEAD, at, log, see

BUYER = replace(WARM_LEAD, title="Buyer")
ONE = LeadId(1)


def arrive(lead: Lead) -> World:
    """A world of the tests' team with one lead in it."""
    made = World(RULES)
    made.record(Arrived(lead, lead.arrived))
    return made


def act(made: World, kind: str, when: Instant) -> None:
    """The lead does something that is known at once."""
    made.record(Responded(ONE, kind, when, when))


def state(made: World, now: Instant) -> State:
    """The lead as it is then."""
    return made.state(ONE, now).state


@pytest.mark.parametrize(
    ("interaction", "source", "rule"),
    [("webinar", "", "not-a-lead"), ("download", "list", "not-a-lead"), ("", "expo", "not-a-lead"),
     ("form", "expo", ""), ("inbound-call", "expo", ""), ("", "list", ""), ("", "", "")],
)  # fmt: skip
def test_a_row_s_interaction_comes_before_its_source(interaction: str, source: str, rule: str) -> None:
    """R3.2, R3.3: one webinar is a name, a form a lead, whatever the source says; else the source says it."""
    made = arrive(replace(BUYER, temperature=HOT, interaction=interaction, source=source))
    assert see(made, TEN).rule == rule


@pytest.mark.parametrize(("days", "stage"), [(180, "active"), (181, NAME)])
def test_two_within_half_a_year_make_a_lead(days: int, stage: str) -> None:
    """R3.2: and that moment is day 0 of a warm lead (SEED2-05); a form would make it hot."""
    made = arrive(replace(BUYER, interaction="webinar"))
    second = Instant(TEN + days * DAY)
    act(made, "download", second)
    assert state(made, second).stage == stage
    enrolment = state(made, second).enrolment
    assert enrolment is None or (enrolment.campaign.name, enrolment.day0.at) == ("follow-up-21", second)


def test_a_misfit_stays_a_name_and_is_never_queued() -> None:
    """R3.1, R3.2: two webinars of a student make no lead; a bought student is kept and not asked for."""
    made = arrive(replace(BUYER, title="Student", interaction="webinar"))
    act(made, "event", Instant(TEN + DAY))
    assert state(made, Instant(TEN + DAY)).stage == NAME
    bought = arrive(replace(BUYER, title="Student"))
    act(bought, "contact-me", at("02 10:00"))
    assert see(bought, at("02 10:00")).rule == "not-a-lead"
    assert bought.automatic(ONE, at("02 10:00")) is None


def test_who_is_not_known_to_fit_is_questionable() -> None:
    """R3.1, R5.1: nobody wrote a title down."""
    assert see(arrive(replace(BUYER, title="")), at("02 10:00")).tier == QUESTIONABLE
    assert see(arrive(BUYER), at("02 10:00")).tier == CADENCE


@pytest.mark.parametrize(
    ("kind", "hot"), [("webinar", True), ("event", True), ("reply", False), ("rsvp", False)]
)
def test_a_warm_lead_that_acts_turns_hot(kind: str, hot: bool) -> None:
    """R3.5: its campaign ends, the hot programme starts that moment; what answers our mail changes none of it."""
    made = arrive(BUYER)
    act(made, kind, at("03 10:00"))
    enrolment = state(made, at("03 10:00")).enrolment
    assert enrolment is not None
    assert (enrolment.campaign.name == "inbound", enrolment.day0.at == at("03 10:00")) == (hot, hot)
    assert see(made, at("03 10:04")).tier == (FRESH if hot else NOW)


def test_life_counts_go_on_when_a_lead_turns_hot() -> None:
    """R3.5: what was done for it in its first campaign is not forgotten, and it is no longer untouched."""
    made = arrive(BUYER)
    log(made, "no-answer", at("02 10:01"))
    act(made, "download", at("03 10:00"))
    assert state(made, at("03 10:00")).life == 1
    assert see(made, at("03 10:00")).tier == FRESH


def test_a_download_does_not_end_a_rest() -> None:
    """R8.1, R3.5: nobody is touched during rest, then the hot programme comes."""
    made = arrive(BUYER)
    log(made, "hung-up", at("01 10:01"))
    until = see(made, at("01 10:02")).until
    act(made, "download", at("03 10:00"))
    assert (state(made, at("03 10:00")).stage, see(made, at("03 10:00")).until) == (RESTING, until)
    assert until is not None
    assert see(made, until).campaign == "inbound"


def test_a_second_inquiry_changes_the_topic_only() -> None:
    """R3.5: of a hot lead nobody has touched; a contact-me still asks for an answer, a second one does not."""
    made = arrive(replace(BUYER, temperature=HOT, interaction="form"))
    later = Instant(TEN + HOUR)
    act(made, "form", later)
    assert (see(made, later).tier, state(made, later).matters) == (FRESH, [])
    act(made, "contact-me", later)
    act(made, "contact-me", Instant(later + 10 * MINUTE))
    assert [matter.at for matter in state(made, Instant(later + HOUR)).matters] == [later]


def test_twelve_items_and_then_lost() -> None:
    """R16.1, R7.6: a month apart, none against the thirty touches of its life."""
    made = arrive(replace(BUYER, cost="2.50"))
    log(made, "hung-up", at("01 10:01"))
    sent: list[str] = []
    while (mail := made.automatic(ONE, Instant(TEN + HOUR + len(sent) * 35 * DAY))) is not None:
        assert state(made, mail[1]).stage == NURTURE
        made.record(AutoSent(ONE, mail[0], mail[1]))
        sent.append(mail[0])
    assert sent == [f"email-{number + 1}" for number in range(ITEMS)]
    end = state(made, Instant(TEN + 400 * DAY))
    assert (end.stage, end.life, len(end.touches)) == (LOST, 1, 13)


def test_an_item_is_never_sent_twice() -> None:
    """R16.1: who answered and fell silent again gets the next one."""
    made = arrive(replace(BUYER, cost="2.50"))
    log(made, "hung-up", at("01 10:01"))
    for number in (1, 2):
        mail = made.automatic(ONE, Instant(TEN + 31 * DAY))
        assert mail is not None
        assert mail[0] == f"email-{number}"
        made.record(AutoSent(ONE, mail[0], mail[1]))
    back = Instant(TEN + 41 * DAY)
    act(made, "reply", back)
    assert see(made, back).tier == NOW
    assert made.automatic(ONE, back) is None
    log(made, "hung-up", Instant(back + MINUTE))
    assert made.automatic(ONE, Instant(back + HOUR)) == ("email-3", back + MINUTE)


def test_every_fifth_lead_is_a_warm_one() -> None:
    """R5.5: of the tiers behind the first three; putting off counts for nothing."""
    made = World(RULES)
    for number in range(1, 9):
        warm = number > 6
        lead = replace(
            BUYER,
            id=LeadId(number),
            temperature=WARM if warm else HOT,
            phones=(Phone(f"+1415555015{number}"),),
        )
        made.record(Arrived(replace(lead, arrived=TEN, recorded=TEN, emails=(), linkedin=""), TEN))
    now = at("03 10:00")
    assert made.queue(ANA, now) == [1, 2, 3, 4, 7, 5, 6, 8]
    log(made, "later", now)
    assert made.queue(ANA, now)[4] == 7
    log(made, "no-answer", Instant(now + MINUTE), lead=LeadId(2))
    assert made.queue(ANA, Instant(now + MINUTE)).index(LeadId(7)) == 3
