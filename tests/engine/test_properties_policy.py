"""What holds for any life of a lead, whatever calls come to and whatever it does (R2.1, R4.2, R7.1, R8.1, R16.1)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from dialq.clock import DAY, HOUR, Instant
from dialq.engine.acts import Act
from dialq.engine.campaign import CALL, EMAIL, Offset
from dialq.engine.channels import NOTHING_AROUND, phones
from dialq.engine.day import local
from dialq.engine.decide import decide
from dialq.engine.effects import apply
from dialq.engine.judge import judge
from dialq.engine.lead import HOT, WARM, Lead, Phone
from dialq.engine.owed import is_answering
from dialq.engine.policy import Policy
from dialq.engine.qualify import as_new, interacted
from dialq.engine.settling import settle
from dialq.engine.state import ENDED, NAME, NURTURE, RESTING, Response, State
from dialq.engine.verdict import CLOSED, HELD, READY, Verdict
from tests.engine.cases import TEAM, lead_of
from tests.oracle.engine_policy import as_policy
from tests.oracle.strategies import RULES

POLICY = as_policy(Policy(), RULES)
STAGES = {"name", "active", "resting", "nurture", "meeting", "won", "lost", "disqualified", "suppressed"}
MISSES = ("no-answer", "no-answer", "no-answer", "voicemail", "gatekeeper", "busy", "bad-number")
TALKS = ("callback", "interested", "info-sent", "not-now", "hung-up", "referred")
KINDS = ("reply", "contact-me", "form", "inbound-call", "rsvp", "webinar", "download", "visit")
MOST_A_DAY, MOST_DIALS, MOST_IN_LIFE = 2, 3, 30

leads = st.builds(
    lead_of,
    temperature=st.sampled_from((WARM, HOT)),
    interaction=st.sampled_from(("", "form", "contact-me", "webinar")),
    source=st.sampled_from(("", "expo")),
    title=st.sampled_from(("Buyer", "Buyer", "", "Student")),
    cost=st.sampled_from(("", "2.50")),
    phones=st.sampled_from(((Phone("+12125550143"),), (Phone("+14155550142"),), ())),
    emails=st.sampled_from((("lou@field.example",), ())),
)
deeds = st.one_of(
    st.sampled_from((*MISSES, *MISSES, *MISSES, *TALKS)),
    st.sampled_from(KINDS),
    st.integers(1, 40 * 24).map(lambda hours: hours * HOUR),
)
lives = st.lists(deeds, min_size=10, max_size=60)


@dataclass(frozen=True, slots=True)
class Touch:
    """What the life's own book says of one touch or dial."""

    at: Instant
    channel: str
    campaign: str
    run: int
    since: Instant
    """The lead's last response before it."""
    answer: bool
    counts: bool
    """Whether it is a touch; a busy line is a dial only."""


@dataclass
class Life:
    """A lead in the pure engine; whoever works it does only what the verdict offers."""

    lead: Lead
    state: State = field(init=False)
    now: Instant = field(init=False)
    event: int = 1
    book: list[Touch] = field(default_factory=list)
    done: list[tuple[int, Offset, Instant]] = field(default_factory=list)
    """(enrolment, the step's offset, when): line steps that were done, no answer among them."""
    rested: list[tuple[Instant, Verdict]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """The lead comes in."""
        self.now = self.lead.arrived
        self.state = as_new(self.lead, POLICY)

    @property
    def settled(self) -> State:
        """With all that came by itself."""
        return apply(self.state, settle(self.lead, self.state, POLICY, NOTHING_AROUND, self.now))

    def verdict(self) -> Verdict:
        """The engine's word now."""
        return judge(self.lead, self.state, POLICY, self.now, NOTHING_AROUND, "ana")

    def live(self, deed: str | int) -> None:
        """Time passes, the lead acts, or the next thing to do is done."""
        if isinstance(deed, int):
            self.now = Instant(self.now + deed)
        elif deed in KINDS:
            self._acts(deed)
        else:
            self._works(deed)
        self._rests()

    def _acts(self, kind: str) -> None:
        self.event += 1
        response = Response(self.now, kind, event=self.event)
        self.state = apply(
            self.state, interacted(self.lead, self.state, POLICY, NOTHING_AROUND, response, self.now)
        )

    def _works(self, code: str) -> None:
        """Wait for what comes first, a step to do or a mail that leaves by itself, and do it."""
        said = self.verdict()
        waits = [
            at for at in (said.auto_at, said.until if said.status != READY else self.now) if at is not None
        ]
        if not waits:
            return
        self.now = max(self.now, min(waits))
        said = self.verdict()
        if said.auto_at is not None and said.auto_at <= self.now:
            self._does("sent", EMAIL, said.auto_step)
        elif said.status == READY:
            self._does(code, self._way(said), "")

    def _way(self, said: Verdict) -> str:
        if is_answering(self.settled, self.now) or said.step is None:
            return CALL if phones(self.lead, self.settled, NOTHING_AROUND, self.now) else EMAIL
        return said.step.channel

    def _does(self, code: str, channel: str, auto: str) -> None:
        before, self.event = self.settled, self.event + 1
        code = code if channel == CALL else "sent" if channel == EMAIL else "done"
        campaign = POLICY.campaigns.get((before.campaign, before.version))
        beside = {step.key for step in campaign.steps if step.beside} if campaign is not None else set()
        known = phones(self.lead, before, NOTHING_AROUND, self.now) if channel == CALL else ()
        act = Act(
            code, channel, self.now, self.now, "" if auto else "ana", self.event,
            number=known[0].number if known else "", when=Instant(self.now + 3 * DAY) if code in TALKS else None,
            by_person=not auto, side_step=auto if auto in beside else "",
        )  # fmt: skip
        answer = is_answering(before, self.now)
        decision = decide(self.lead, self.state, POLICY, NOTHING_AROUND, act)
        self.state = apply(self.state, decision.effects)
        if decision.touch or act.outcome.dial:
            name = before.campaign if before.stage != NURTURE else ""
            since = before.last_response
            self.book.append(Touch(self.now, channel, name, before.run, since, answer, decision.touch))
        moved = campaign is not None and before.position < len(campaign.line) and decision.step
        if moved and not answer and before.stage != NURTURE and act.side_step == "":
            assert campaign is not None
            self.done.append((before.run, campaign.line[before.position].at, self.now))

    def _rests(self) -> None:
        if self.settled.stage == RESTING:
            self.rested.append((self.now, self.verdict()))


def lived(lead: Lead, deeds: list[str | int]) -> Life:
    """A whole life."""
    life = Life(lead)
    for deed in deeds:
        life.live(deed)
    return life


@given(leads, lives)
@settings(max_examples=60)
def test_nobody_is_offered_during_rest(lead: Lead, deeds: list[str | int]) -> None:
    """R8.1: neither to a rep nor by mail before the rest is over."""
    for _, said in lived(lead, deeds).rested:
        rest = next(line.until for line in said.rules if line.rule == "resting")
        assert said.status != READY
        assert rest is not None
        assert said.until is None or said.until >= rest
        assert said.auto_at is None or said.auto_at >= rest


@given(leads, lives)
@settings(max_examples=60)
def test_no_sequence_goes_past_a_cap(lead: Lead, deeds: list[str | int]) -> None:
    """R7.1, R7.5: campaign, life, local day and 24 hours; what answers may, and a response begins the count anew."""
    life = lived(lead, deeds)
    touches = [touch for touch in life.book if touch.counts]
    campaign, calls, days = Counter[object](), Counter[object](), Counter[object]()
    for place, touch in enumerate(touch for touch in touches if touch.campaign):
        campaign[touch.run, touch.since] += 1
        calls[touch.run, touch.since] += touch.channel == CALL
        if not touch.answer:
            most = POLICY.newest(touch.campaign)
            assert campaign[touch.run, touch.since] <= most.max_touches
            assert touch.channel != CALL or calls[touch.run, touch.since] <= most.max_calls
            assert place < MOST_IN_LIFE
    dials = [touch.at for touch in life.book if touch.channel == CALL]
    first = {local(at, TEAM).date() for at in dials[:1]}
    for touch in touches:
        day = local(touch.at, TEAM).date()
        days[day, touch.since] += 1
        assert touch.answer or day in first or days[day, touch.since] <= MOST_A_DAY
    for dial in (touch for touch in life.book if touch.channel == CALL and not touch.answer):
        assert sum(dial.at - DAY < at <= dial.at for at in dials) <= MOST_DIALS


@given(leads, lives)
@settings(max_examples=60)
def test_gaps_never_shrink(lead: Lead, deeds: list[str | int]) -> None:
    """R4.2: two steps of one enrolment are never closer than the plan has them, whatever came between."""
    done = lived(lead, deeds).done
    for (run, first, before), (next_run, second, after) in pairwise(done):
        if run != next_run:
            continue
        if second.by_day:
            apart = local(after, TEAM).date() - local(before, TEAM).date()
            assert apart.days >= second.day - first.day
        else:
            assert after - before >= second.seconds - first.seconds


@given(leads, lives)
@settings(max_examples=60)
def test_every_lead_is_in_exactly_one_stage(lead: Lead, deeds: list[str | int]) -> None:
    """R2.1, R2.2: one of the nine, and what belongs to another stage is not there; who has not ended has a way on."""
    life = lived(lead, deeds)
    state, said = life.settled, life.verdict()
    assert state.stage in STAGES
    held = {line.rule for line in said.rules if line.holds}
    assert (state.rest_until is not None) == (state.stage == RESTING) == ("resting" in held)
    assert (state.stage == NURTURE) == ("nurture" in held)
    assert (said.status == CLOSED) == (state.stage in ENDED)
    assert state.stage != NAME or "not-a-lead" in held
    assert state.stage not in (*ENDED, NAME) or (said.auto_at is None and not state.campaign)
    waits = held & {"not-a-lead", "needs-contact", "not-yours"}
    assert (
        said.status != HELD
        or waits
        or said.until is not None
        or said.auto_at is not None
        or said.due is not None
    )


@given(leads, lives)
@settings(max_examples=60)
def test_items_of_nurture_are_never_sent_twice(lead: Lead, deeds: list[str | int]) -> None:
    """R16.1, R7.6: nor more than twelve."""
    items = lived(lead, [*deeds, "hung-up", *["no-answer"] * 20]).settled.items
    assert len(items) == len(set(items)) <= 12
