"""R20.1: leads split by chance, counted from events, and a verdict with its uncertainty."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dialq.clock import DAY, MINUTE, Instant
from dialq.desk.experiments import arms_of, experiment_lines, experiment_view
from dialq.desk.handing import to_nurture, to_programme
from dialq.desk.handing_back import undo_handing
from dialq.desk.import_undo import undo_import
from dialq.desk.importing import import_leads
from dialq.desk.interact import interact
from dialq.desk.mailing import draft_mail, run_automatic
from dialq.desk.policy_views import Arm
from dialq.desk.reading_acts import Answer
from dialq.desk.take import look
from dialq.desk.trial_words import FEWEST, too_early, verdict_on
from dialq.desk.undo import correct, undo
from dialq.engine.campaign import Programme
from dialq.engine.day import TeamCalendar
from dialq.engine.experiment import CAMPAIGN, PROGRAMME, TEMPLATE, Experiment, Variant, variant_of
from dialq.engine.lead import LeadRecord
from dialq.engine.source import Source
from dialq.engine.statistics import Rate
from dialq.errors import BadInput
from tests.desk.world import TEAM, World, at

STARTS, ENDS = at("2026-12-01 00:00"), at("2026-12-11 00:00")
HOT = {"temperature": "hot", "interaction": "form"}
FIRST = {"short": "inbound-thanks", "long": "inbound-example"}


def trial(kind: str = TEMPLATE, of: str = "inbound", step: str = "email-1", **arms: str) -> Experiment:
    """A ten days' experiment with these arms."""
    variants = tuple(Variant(name, value) for name, value in (arms or FIRST).items())
    return Experiment("trial", kind, of, step, STARTS, ENDS, variants, "Which one?")


def run(world: World, experiment: Experiment, **policy: object) -> None:
    """Put an experiment into force."""
    world.desk.policy = replace(world.desk.policy, experiments=(experiment,), **policy)


def arm_of(world: World, lead: int) -> Arm:
    """The counted arm that a lead belongs to."""
    name = variant_of(world.desk.policy.experiments[0], lead).name
    return next(arm for arm in experiment_view(world.desk, "trial").arms if arm.name == name)


@pytest.fixture
def trying(world: World) -> World:
    """An experiment on the first mail runs; a call costs a dollar, a mail a dime."""
    run(world, trial(), costs={"call": 100, "email": 10})
    return world


@pytest.fixture
def counting(world: World) -> World:
    """An experiment on the first campaign runs; a call costs a dollar, a mail a dime."""
    arms = trial(CAMPAIGN, "inbound", "", study="inbound", quick="ping-pong")
    run(world, arms, costs={"call": 100, "email": 10})
    return world


def test_an_automatic_mail_is_its_arms(trying: World) -> None:
    """The mail that leaves by itself has the arm's text, and its event says which."""
    leads = [trying.lead(n, **HOT) for n in range(40, 52)]
    trying.clock.advance(21 * MINUTE)
    assert run_automatic(trying.desk) == len(leads)
    sent = {}
    for lead in leads:
        (mail,) = [e for e in trying.desk.store.events.of_lead(lead) if e.facts.get("auto")]
        sent[lead] = mail.facts["template"]
    assert sent == {lead: variant_of(trial(), lead).value for lead in leads}
    assert set(sent.values()) == set(FIRST.values())


def test_a_drafted_mail_and_the_card_are_their_arms(world: World) -> None:
    """The open step's mail, as it is drafted and as the card names it."""
    run(world, trial(of="follow-up-21", short="follow-up-one-line", long="follow-up-intro"))
    leads = [world.lead(n, temperature="warm") for n in range(40, 52)]
    for lead in leads:
        world.log(lead, "done", channel="research")
    world.clock.at = at("2026-12-04 10:00")
    values = {lead: variant_of(world.desk.policy.experiments[0], lead).value for lead in leads}
    assert {lead: draft_mail(world.desk, lead).template for lead in leads} == values
    steps = {lead: look(world.desk, lead).item.step for lead in leads}
    assert {lead: step.template for lead, step in steps.items() if step} == values


def test_a_script_is_its_arms(world: World) -> None:
    """What the card says to say on a call is the arm's script."""
    run(world, trial(step="call-1", plain="inbound-call", soft="inbound-call-last"))
    scripts = {look(world.desk, world.lead(n, **HOT)).script[:40] for n in range(40, 52)}
    assert len(scripts) == 2


def test_what_came_of_an_arm(counting: World) -> None:
    """Reached, responded, meetings and cost are counted of who entered within the days."""
    lead = counting.lead(40, **HOT)
    assert arm_of(counting, lead).leads == 1
    counting.log(lead, "no-answer")
    assert arm_of(counting, lead).contacted.hits == 0
    interact(counting.desk, lead, "reply")
    counting.clock.advance(MINUTE)
    counting.log(lead, "meeting", when="fri 14:30")
    arm = arm_of(counting, lead)
    assert (arm.contacted.hits, arm.responded.hits, arm.converted.hits, arm.cost) == (1, 1, 1, 200)
    assert arm.contacted[2:] == pytest.approx(Rate(1, 1).interval)
    assert arm.meeting_cost is not None
    others = [one for one in experiment_view(counting.desk, "trial").arms if one.name != arm.name]
    assert [one.leads for one in others] == [0]


def test_a_text_that_nobody_got_is_answered_by_nobody(trying: World) -> None:
    """Where a mail varies only who got it counts, and what came of it: no call, answer or cost before it."""
    lead, other = trying.lead(40, **HOT), trying.lead(41, **HOT)
    trying.log(lead, "no-answer")
    interact(trying.desk, other, "reply")
    arms = experiment_view(trying.desk, "trial").arms
    assert [(arm.leads, arm.responded.hits, arm.cost) for arm in arms] == [(0, 0, 0), (0, 0, 0)]
    trying.clock.advance(21 * MINUTE)
    assert run_automatic(trying.desk) == 1
    arm = arm_of(trying, lead)
    assert (arm.leads, arm.responded.hits, arm.cost) == (1, 0, 10)
    trying.clock.advance(MINUTE)
    interact(trying.desk, lead, "reply")
    trying.log(lead, "meeting", when="fri 14:30")
    arm = arm_of(trying, lead)
    assert (arm.leads, arm.responded.hits, arm.converted.hits, arm.cost) == (1, 1, 1, 110)
    assert sum(arm.leads for arm in experiment_view(trying.desk, "trial").arms) == 1
    assert "Who got email-1 of inbound" in experiment_view(trying.desk, "trial").method


def test_what_was_taken_back_does_not_count(counting: World) -> None:
    """R13: an undone meeting is none; a corrected one is what it was corrected to."""
    first, second = counting.lead(40, **HOT), counting.lead(41, **HOT)
    done = counting.log(first, "meeting", when="fri 14:30")
    correct(counting.desk, done.event, Answer(first, "no-answer"))
    assert (arm_of(counting, first).converted.hits, arm_of(counting, first).contacted.hits) == (0, 0)
    counting.log(second, "meeting", when="fri 14:30")
    undo(counting.desk)
    assert arm_of(counting, second).converted.hits == 0


def test_who_is_left_out(counting: World) -> None:
    """Test inquiries, undone imports, who came before the days or after them, and who is in another campaign."""
    counting.lead(40, **HOT, tags=("Test",))
    counting.lead(41, temperature="warm")
    record = LeadRecord(name="Una Moss", emails=("una@example.com",), interaction="form", temperature="hot")
    import_leads(counting.desk, [record], batch="wrong")
    assert sum(arm.leads for arm in experiment_view(counting.desk, "trial").arms) == 1
    undo_import(counting.desk, "wrong")
    assert sum(arm.leads for arm in experiment_view(counting.desk, "trial").arms) == 0
    counting.clock.at = ENDS
    counting.lead(42, **HOT)
    assert sum(arm.leads for arm in experiment_view(counting.desk, "trial").arms) == 0


def test_the_next_campaign_is_another_story(counting: World) -> None:
    """What comes of a lead once it entered the next campaign does not count for the first."""
    lead = counting.lead(40, **HOT)
    counting.log(lead, "hung-up", reason="busy")
    counting.clock.at = Instant(at("2026-12-01 10:00") + 40 * DAY)
    counting.log(lead, "meeting", when="in 3 days")
    arm = arm_of(counting, lead)
    assert (arm.leads, arm.contacted.hits, arm.converted.hits, arm.cost) == (1, 1, 0, 100)


def test_two_campaigns_are_compared(world: World) -> None:
    """Who enters a campaign within the days gets its arm's, and is counted there."""
    run(world, trial(CAMPAIGN, "inbound", "", study="inbound", quick="ping-pong"))
    leads = [world.lead(n, **HOT) for n in range(40, 52)]
    entered = {lead: world.desk.store.dossier(lead).state.campaign for lead in leads}  # type: ignore[union-attr]
    assert entered == {lead: variant_of(world.desk.policy.experiments[0], lead).value for lead in leads}
    arms = experiment_view(world.desk, "trial").arms
    assert {arm.value: arm.leads for arm in arms} == {
        name: list(entered.values()).count(name) for name in ("inbound", "ping-pong")
    }


def test_two_programmes_are_compared(world: World) -> None:
    """Who would have had the varied programme takes part; who has the other one anyway does not."""
    programmes = world.desk.policy.programmes | {"brief": Programme("brief", ("ping-pong",))}
    sources = {"expo": Source("expo", programme="brief")}
    run(world, trial(PROGRAMME, "hot", "", long="hot", brief="brief"), programmes=programmes, sources=sources)
    leads = [world.lead(n, **HOT) for n in range(40, 52)]
    for number in range(60, 72):
        world.lead(number, **HOT, source="expo")
    found = {lead: world.desk.store.dossier(lead).state.programme for lead in leads}  # type: ignore[union-attr]
    assert set(found.values()) == {"hot", "brief"}
    arms = experiment_view(world.desk, "trial").arms
    assert {arm.value: arm.leads for arm in arms} == {
        name: list(found.values()).count(name) for name in ("hot", "brief")
    }


def test_a_hand_over_is_no_chance(world: World) -> None:
    """Who is put into a programme by hand is in no arm of it; taking that back changes nothing for who was."""
    programmes = world.desk.policy.programmes | {"brief": Programme("brief", ("ping-pong",))}
    run(world, trial(PROGRAMME, "hot", "", long="hot", brief="brief"), programmes=programmes)
    warm = [world.lead(n, temperature="warm") for n in range(40, 46)]
    batch = to_programme(world.desk, warm, "brief", "a try").batch
    assert sum(arm.leads for arm in experiment_view(world.desk, "trial").arms) == 0
    hot = world.lead(60, **HOT)
    to_nurture(world.desk, [hot], "too soon")
    undo_handing(world.desk, batch)
    assert arm_of(world, hot).leads == 1
    assert sum(arm.leads for arm in experiment_view(world.desk, "trial").arms) == 1


def test_many_leads_are_read_in_one_pass(counting: World) -> None:
    """More leads than are read one by one give the same figures."""
    records = [
        LeadRecord(name=f"Una {n}", emails=(f"una{n}@example.com",), interaction="form", temperature="hot")
        for n in range(2_100)
    ]
    import_leads(counting.desk, records, batch="b")
    counting.log(1, "meeting", when="fri 14:30")
    arms = experiment_view(counting.desk, "trial").arms
    assert sum(arm.leads for arm in arms) == 2_100
    assert sum(arm.converted.hits for arm in arms) == arm_of(counting, 1).converted.hits == 1


def test_nothing_is_said_too_early(trying: World) -> None:
    """Before its end there is no verdict, after it only with enough leads an arm."""
    trying.lead(40, **HOT)
    view = experiment_view(trying.desk, "trial")
    assert (view.verdict, view.too_early) == ("", f"ends 10 Dec 2026, 0 of {FEWEST} per arm")
    trying.clock.at = ENDS
    assert experiment_view(trying.desk, "trial").too_early == f"ended 10 Dec 2026 with 0 of {FEWEST} per arm"


@pytest.mark.parametrize(
    ("now", "smallest", "said"),
    [
        (STARTS - 1, 0, "starts 1 Dec 2026"),
        (ENDS - 1, 5_000, "ends 10 Dec 2026, 5000 of 200 per arm"),
        (ENDS, 199, "ended 10 Dec 2026 with 199 of 200 per arm"),
        (ENDS, 200, ""),
    ],
)
def test_the_end_is_fixed(now: int, smallest: int, said: str) -> None:
    """R20.1: many leads before the end are no reason to look."""
    assert too_early(trial(), smallest, Instant(now), TeamCalendar(TEAM)) == said


@pytest.mark.parametrize(
    ("arms", "said"),
    [
        ([("A", Rate(0, 300)), ("B", Rate(0, 280))], "No difference to be seen: no arm has a meeting"),
        ([("A", Rate(20, 400)), ("B", Rate(36, 400))],
         "B is better with 99 %: +4 points (+0.4 to +7.6)"),
        ([("A", Rate(30, 400)), ("B", Rate(20, 400))],
         "A is better with 93 %: +2.5 points (-0.9 to +6)"),
        ([("A", Rate(20, 400)), ("B", Rate(22, 400))],
         "No difference to be seen: B is better with 62 %: +0.5 points (-2.7 to +3.7)"),
        ([("A", Rate(10, 1000)), ("B", Rate(90, 1000)), ("C", Rate(10, 1000))],
         "B is best of 3 with over 99 %: +8 points over A (+6.2 to +10)"),
    ],
)  # fmt: skip
def test_a_verdict_has_its_uncertainty(arms: list[tuple[str, Rate]], said: str) -> None:
    """R20.1: never a bare winner."""
    assert verdict_on(arms) == said


def test_the_list_names_them(trying: World) -> None:
    """Name, what varies, its days and how far it is."""
    (line,) = experiment_lines(trying.desk)
    assert (line.name, line.what, line.status) == ("trial", "the template of email-1 in inbound", "runs")
    assert (f"{line.first}", f"{line.last}") == ("2026-12-01", "2026-12-10")
    assert line.variants == ("short: inbound-thanks", "long: inbound-example")


def test_an_unknown_name_is_told_the_nearest(trying: World) -> None:
    with pytest.raises(BadInput) as refused:
        experiment_view(trying.desk, "trail")
    assert refused.value.hint == "Did you mean 'trial'?"


def test_a_lead_knows_its_arm(trying: World) -> None:
    """R20.1: which arm it is in, since when, and that it left it; who entered before it began is in none."""
    world = trying
    run(world, trial(), costs={})
    lead = world.lead(40, **HOT)
    (arm,) = arms_of(world.desk, lead)
    mine = variant_of(trial(), lead)
    assert (arm.experiment, arm.arm, arm.value) == ("trial", mine.name, mine.value)
    assert (arm.what, arm.until) == ("the template of email-1 in inbound", None)
    assert arms_of(world.desk, world.lead(41, temperature="warm")) == ()
    world.clock.advance(MINUTE)
    to_programme(world.desk, [lead], "warm", "a try")
    assert arms_of(world.desk, lead)[0].until == world.clock.now()


def test_an_undone_entry_is_in_no_arm(trying: World) -> None:
    """R13.1: what was taken back did not happen."""
    lead = trying.lead(40, temperature="warm")
    batch = to_programme(trying.desk, [lead], "hot", "a try").batch
    assert len(arms_of(trying.desk, lead)) == 1
    undo_handing(trying.desk, batch)
    assert arms_of(trying.desk, lead) == ()


def test_a_rest_that_ended_by_itself_leads_into_an_arm(world: World) -> None:
    """R8.2: nothing is written when a rest ends; the lead is in its arm all the same."""
    run(world, trial(of="inbound"), programmes={"warm": Programme("warm", ("follow-up-21", "inbound"))})
    lead = world.lead(40, temperature="warm")
    world.log(lead, "hung-up")
    (long,) = [replace(trial(), ends=Instant(ENDS + 90 * DAY))]
    run(world, long)
    assert arms_of(world.desk, lead) == ()
    world.clock.advance(40 * DAY)
    assert [arm.experiment for arm in arms_of(world.desk, lead)] == ["trial"]
