"""From an outcome to its consequences: pure, decided once, kept in the event (R9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from dialq.clock import DAY, HOUR, MINUTE, Instant
from dialq.engine import effects as fx
from dialq.engine.campaign import CALL, EMAIL, RESEARCH, Step
from dialq.engine.channels import Around, usable
from dialq.engine.effects import Effect, apply
from dialq.engine.lead import Lead
from dialq.engine.order import CALLBACK_BEFORE
from dialq.engine.outcome import INBOUND, OUTBOUND, OUTCOMES, Outcome
from dialq.engine.plan import after_campaign, ahead, end_campaign, skipped_side_steps
from dialq.engine.policy import Policy
from dialq.engine.state import (
    ANYONE,
    DISQUALIFIED,
    LOST,
    ONLY_ME,
    SUPPRESSED,
    WON,
    Entry,
    OpenCall,
    Promise,
    Response,
    State,
)  # fmt: skip

BUSY_AGAIN = 15 * MINUTE
BUSY_IS_NO_ANSWER = 3
TRY_AGAIN = 2 * HOUR
LAST_TRY = 3
"""An answer or promise that met nobody is tried three times more (R11.3)."""
NOT_NOW_DAYS = 90
REFERRED_DAYS = 14
OUT_OF_OFFICE_DAYS = 7
INFO_DAYS = 3
BAD_NUMBER_DAYS = 180
NO_SHOW_TRIES = 2
"""A no-show gets two tries of its own (R2.1)."""


@dataclass(frozen=True, slots=True)
class Act:
    """An outcome as it was reported."""

    code: str
    channel: str
    happened: Instant
    """The end of the call; when it happened, for all else."""
    recorded: Instant
    rep: str
    event: int
    """Id the event will have."""
    number: str = ""
    when: Instant | None = None
    scope: str = ""
    reason: str = ""
    words: str = ""
    direction: str = OUTBOUND
    anyone: bool = False
    call: OpenCall | None = None
    """The call that was started here, if this is its outcome."""
    by_person: bool = True
    side_step: str = ""
    """Key of the automatic side step a mail stands for."""

    @property
    def outcome(self) -> Outcome:
        """Its row in the table of R9."""
        return OUTCOMES[self.code]

    @property
    def started(self) -> Instant:
        """When the number was dialled: a call made here knows, else it is when it happened."""
        return self.call.at if self.call is not None else self.happened


@dataclass(frozen=True, slots=True)
class Decision:
    """The consequences of an act."""

    effects: tuple[Effect, ...]
    step: Step | None = None
    """The step it fulfilled."""
    campaign: str = ""
    """The campaign it counts for…"""
    version: int = 0
    bans: tuple[tuple[str, str], ...] = ()
    """(scope, value) pairs to suppress."""
    touch: bool = False
    """Whether it counted as a touch (a third busy signal does)."""


@dataclass(slots=True)
class _Draft:
    """A decision in the making."""

    lead: Lead
    state: State
    policy: Policy
    around: Around
    act: Act
    effects: list[Effect] = field(default_factory=list)
    bans: list[tuple[str, str]] = field(default_factory=list)
    step: Step | None = None

    def add(self, *effects: Effect) -> None:
        """Put consequences down and look at the state after them."""
        self.effects.extend(effects)
        self.state = apply(self.state, effects)

    @property
    def answering(self) -> bool:
        """Whether an open answer or a due promise is being dealt with."""
        return is_answering(self.state, self.act.started)

    @property
    def open_step(self) -> Step | None:
        """The open step of the line."""
        if not self.state.campaign or self.state.stalled is not None:
            return None
        line = self.policy.campaign(self.state.campaign, self.state.version).line
        return line[self.state.position] if self.state.position < len(line) else None


def is_answering(state: State, at: Instant) -> bool:
    """Whether an open response, or a promise that is due, comes before the plan at `at`."""
    if any(r.again <= at for r in state.responses):
        return True
    return state.promise is not None and state.promise.at - CALLBACK_BEFORE <= at


def settle(lead: Lead, state: State, policy: Policy, around: Around, at: Instant) -> tuple[Effect, ...]:
    """What came by itself up to `at` and is not written down yet: skips, ends, rests over, entries."""
    changes = ahead(lead, state, policy, around, at).by(at)
    now = apply(state, changes)
    return (*changes, *skipped_side_steps(now, usable(lead, now, around, at), policy, at))


def decide(lead: Lead, state: State, policy: Policy, around: Around, act: Act) -> Decision:
    """All consequences of an outcome, in order."""
    draft = _Draft(lead, state, policy, around, act)
    draft.add(*settle(lead, state, policy, around, act.recorded))
    campaign, version = draft.state.campaign, draft.state.version
    if act.direction == INBOUND:
        draft.add(fx.Responded(Response(act.happened, "inbound-call", event=act.event)))
    touch = _record(draft)
    _EFFECTS[act.code](draft)
    draft.add(*_closing(draft))
    return Decision(tuple(draft.effects), draft.step, campaign, version, tuple(draft.bans), touch)


def start_call(
    lead: Lead, state: State, policy: Policy, around: Around, call: OpenCall
) -> tuple[Effect, ...]:
    """A number is being rung: its dial counts at once."""
    changes = settle(lead, state, policy, around, call.at)
    run = apply(state, changes).run
    entry = Entry(call.event, call.at, call.at, CALL, "started", True, False, "", run, call.number, call.rep)
    return (*changes, fx.CallOpened(call), fx.Recorded(entry))


def respond(
    lead: Lead, state: State, policy: Policy, around: Around, response: Response, at: Instant
) -> tuple[Effect, ...]:
    """The lead did something that asks for an answer; a suppressed one only tells a person (R2.1)."""
    changes = settle(lead, state, policy, around, at)
    if apply(state, changes).stage == SUPPRESSED:
        return (*changes, fx.Acted(response.at, response.kind, response.topic))
    return (*changes, fx.Responded(response))


def _record(draft: _Draft) -> bool:
    """The ledger's line, and the open call's end."""
    act, row = draft.act, draft.act.outcome
    inbound = act.direction == INBOUND
    third_busy = act.code == "busy" and draft.state.busy + 1 >= BUSY_IS_NO_ANSWER
    dial = row.dial and not inbound and act.channel == CALL
    touch = (row.touch or third_busy) and not inbound
    if dial or touch or (row.human and act.by_person):
        event = act.call.event if act.call is not None else act.event
        run = 0 if draft.state.nurture_since is not None else draft.state.run
        number = act.number or (act.call.number if act.call is not None else "")
        entry = Entry(
            event,
            act.started,
            act.happened,
            act.channel,
            act.code,
            dial,
            touch,
            row.human,
            run,
            number,
            act.rep,
        )
        draft.add(fx.Recorded(entry, act.by_person))
    if act.call is not None:
        draft.add(fx.CallClosed(act.call.event))
    return touch


def _fulfil(draft: _Draft, reached: bool) -> None:
    """The open step of the channel is done, due or not (R9.3); else the act is off-plan."""
    step, act = draft.open_step, draft.act
    if act.side_step:
        draft.add(fx.SideStepDone(act.happened, act.side_step))
        return
    if step is None or step.channel != act.channel or act.direction == INBOUND:
        return
    draft.step = step
    if step.channel == CALL:
        draft.add(fx.CallMade(act.happened, step.key, reached))
    draft.add(fx.StepDone(act.happened, step.key))


def _nobody(draft: _Draft) -> None:
    """The call met nobody, or not the lead."""
    act = draft.act
    if act.direction == INBOUND:
        return
    if not draft.answering:
        _fulfil(draft, reached=False)
        return
    tries = _tries(draft.state)
    if tries >= LAST_TRY:
        return _dealt_with(draft)
    calendar = draft.policy.calendar
    if tries == 0:
        again = Instant(act.happened + TRY_AGAIN)
    else:
        again = calendar.start(calendar.nth_open_day(act.happened, 1 if tries == 1 else 3))
    draft.add(fx.MetNobody(again))


def _tries(state: State) -> int:
    tries = [r.tries for r in state.responses]
    if state.promise is not None:
        tries.append(state.promise.tries)
    return max(tries, default=0)


def _busy(draft: _Draft) -> None:
    again = Instant(draft.act.started + BUSY_AGAIN)
    if draft.state.busy + 1 >= BUSY_IS_NO_ANSWER:
        _nobody(draft)
    elif draft.answering:
        draft.add(fx.MetNobody(again, counts=False))
    elif draft.open_step is not None and draft.open_step.channel == CALL:
        draft.add(fx.Busy(again))


def _number_lost(draft: _Draft) -> None:
    act = draft.act
    number = act.number or (draft.lead.phones[0].number if draft.lead.phones else "")
    days = BAD_NUMBER_DAYS if act.code == "bad-number" else None
    until = Instant(act.happened + days * DAY) if days else None
    if number:
        draft.add(fx.PointLost(number, until, act.outcome.label))


def _promised(draft: _Draft) -> None:
    act = draft.act
    _fulfil(draft, reached=True)
    kind = {"info-sent": "info"}.get(act.code, act.code)
    at = act.when
    if at is None:
        at = draft.policy.calendar.opening_after(act.happened, INFO_DAYS)
    scope = ANYONE if act.anyone else ONLY_ME
    draft.add(fx.ResponsesClosed(act.happened))
    draft.add(fx.Promised(Promise(at, act.rep, scope, act.words, act.number, kind, 0, act.happened)))


def _meeting(draft: _Draft) -> None:
    act = draft.act
    _fulfil(draft, reached=True)
    at = act.when or act.happened
    asked = Instant(at + draft.policy.meeting_grace)
    draft.add(
        fx.MeetingSet(at, Promise(asked, act.rep, ONLY_ME, act.words, act.number, "meeting", 0, act.happened))
    )


def _not_now(draft: _Draft) -> None:
    act, policy = draft.act, draft.policy
    _fulfil(draft, reached=True)
    _close_all(draft)
    at = act.happened
    until = policy.calendar.opening(policy.calendar.date(act.when)) if act.when else None
    if until is None:
        until = policy.calendar.opening_after(at, NOT_NOW_DAYS)
    if draft.state.campaign:
        draft.add(fx.CampaignEnded(at, "not now"))
    changes = [effect for _, effect in after_campaign(draft.state, policy, at, 0)]
    draft.add(*(fx.Rested(until) if isinstance(change, fx.Rested) else change for change in changes))


def _ends(stage: str) -> Callable[[_Draft], None]:
    def end(draft: _Draft) -> None:
        _fulfil(draft, reached=True)
        draft.add(fx.StageSet(stage, draft.act.reason or draft.act.outcome.label))

    return end


def _hung_up(draft: _Draft) -> None:
    _fulfil(draft, reached=True)
    _close_all(draft)
    if draft.state.campaign:
        draft.add(*(e for _, e in end_campaign(draft.state, draft.policy, draft.act.happened, "hung up")))


def _referred(draft: _Draft) -> None:
    act = draft.act
    _fulfil(draft, reached=True)
    _close_all(draft)
    if draft.state.stalled is not None:
        draft.add(fx.Resumed(act.happened))
    until = draft.policy.calendar.opening_after(act.happened, REFERRED_DAYS)
    draft.add(fx.Paused(until, "referred to somebody else", act.happened))


def _banned(draft: _Draft) -> None:
    act, lead = draft.act, draft.lead
    _fulfil(draft, reached=True)
    banned = set(draft.around.banned)
    scope = act.scope or "person"
    if act.code == "unsubscribed":
        bans = [("address", e) for e in lead.emails] or [("person-email", str(lead.id))]
    else:
        bans = ban_values(lead, scope, act.number)
    draft.bans.extend(bans)
    banned |= {value for kind, value in bans if kind in ("number", "address")}
    if scope in ("person", "company", "domain") and act.code != "unsubscribed":
        banned |= {CALL, EMAIL, "social", "post"}
    draft.around = replace(draft.around, banned=frozenset(banned))
    if not usable(lead, draft.state, draft.around, act.happened):
        draft.add(fx.StageSet(SUPPRESSED, act.reason or act.outcome.label))
    else:
        _dealt_with(draft)


def ban_values(lead: Lead, scope: str, number: str) -> list[tuple[str, str]]:
    """What a ban of this scope covers: a person's every number and address, or one, or a whole company."""
    if scope == "number":
        return [("number", number or (lead.phones[0].number if lead.phones else ""))]
    if scope == "address":
        return [("address", email) for email in lead.emails]
    if scope == "domain":
        return [("domain", email.rpartition("@")[2].lower()) for email in lead.emails]
    if scope == "company":
        return [("company", lead.company.casefold())]
    everything = [("number", p.number) for p in lead.phones] + [("address", e) for e in lead.emails]
    return [("person", str(lead.id)), *everything]


def _sent(draft: _Draft) -> None:
    """A mail, a card, an invitation went out: a person who writes deals with what was asked."""
    if draft.act.by_person and draft.answering and draft.act.channel != RESEARCH:
        _dealt_with(draft)
    else:
        _fulfil(draft, reached=False)


def _replied(draft: _Draft) -> None:
    act = draft.act
    draft.add(fx.Responded(Response(act.happened, "reply", act.words, draft.state.last_rep, event=act.event)))


def _bounced(draft: _Draft) -> None:
    act = draft.act
    address = act.number or (draft.lead.emails[0] if draft.lead.emails else "")
    draft.add(fx.PointLost(address, None, "bounced"))


def _out_of_office(draft: _Draft) -> None:
    act, calendar = draft.act, draft.policy.calendar
    until = calendar.opening(calendar.date(act.when)) if act.when else None
    until = until or calendar.opening_after(act.happened, OUT_OF_OFFICE_DAYS)
    draft.add(fx.Paused(until, "out of office", act.happened))


def _acted(draft: _Draft) -> None:
    draft.add(fx.Acted(draft.act.happened, draft.act.code))


def _missed_meeting(draft: _Draft) -> None:
    act = draft.act
    draft.add(fx.PromiseClosed(act.happened))
    tries = LAST_TRY + 1 - NO_SHOW_TRIES
    draft.add(fx.Responded(Response(act.happened, act.code, "", act.rep, tries, event=act.event)))


def _skipped(draft: _Draft) -> None:
    step = draft.open_step
    if step is not None:
        draft.step = step
        draft.add(fx.StepDone(draft.act.happened, step.key, draft.act.reason or "skipped by hand"))


def _later(draft: _Draft) -> None:
    draft.add(fx.PutOff(draft.act.when or Instant(draft.act.happened + 2 * HOUR)))


def _close_all(draft: _Draft) -> None:
    at = draft.act.happened
    if draft.state.promise is not None:
        draft.add(fx.PromiseClosed(at))
    if draft.state.responses:
        draft.add(fx.ResponsesClosed(at))


def _dealt_with(draft: _Draft) -> None:
    """Nothing is owed any more: the campaign goes on where it stood (R11.3)."""
    _close_all(draft)
    if draft.state.stalled is not None:
        draft.add(fx.Resumed(draft.act.happened))


def _closing(draft: _Draft) -> tuple[Effect, ...]:
    """A lead that has neither a campaign nor anything owed goes to its rest, or to nurture (R2.2)."""
    state = draft.state
    idle = state.stage == "active" and not state.campaign and state.promise is None and not state.responses
    if not idle or not state.programme:
        return ()
    found = after_campaign(state, draft.policy, draft.act.happened, draft.policy.rest_days)
    return tuple(effect for _, effect in found)


_EFFECTS: dict[str, Callable[[_Draft], None]] = {
    "no-answer": _nobody, "voicemail": _nobody, "busy": _busy, "gatekeeper": _nobody, "callback": _promised,
    "interested": _promised, "meeting": _meeting, "not-now": _not_now, "not-interested": _ends(LOST),
    "wrong-number": _number_lost, "bad-number": _number_lost, "info-sent": _promised, "referred": _referred,
    "left-company": _ends(DISQUALIFIED), "hung-up": _hung_up, "do-not-call": _banned, "sent": _sent, "done": _sent,
    "replied": _replied, "bounced": _bounced, "out-of-office": _out_of_office, "unsubscribed": _banned,
    "accepted": _acted, "declined": _acted, "attended": _ends(WON), "no-show": _missed_meeting,
    "cancelled": _missed_meeting, "skip": _skipped, "later": _later,
}  # fmt: skip
