"""From an outcome to its consequences: pure, decided once, kept in the event (R9)."""

from __future__ import annotations

from dialq.engine import effects as fx
from dialq.engine.acts import Act, Decision, Draft
from dialq.engine.campaign import CALL, RESEARCH
from dialq.engine.channels import Around, is_barred
from dialq.engine.consequences import consequences
from dialq.engine.effects import Effect, apply
from dialq.engine.interest_effects import Acted
from dialq.engine.lead import Lead
from dialq.engine.ledger_effects import CallClosed, CallOpened, Recorded, WorkedBy
from dialq.engine.outcome import HUMAN
from dialq.engine.plan import after_campaign, end_campaign, life_touches, over
from dialq.engine.policy import Policy
from dialq.engine.qualify import becomes_lead
from dialq.engine.settling import settle
from dialq.engine.state import ACTIVE, NURTURE, RESTING, Entry, OpenCall, Response, State
from dialq.engine.trying import fulfil, is_third_busy, tried

_MET_NOBODY = frozenset({"no-answer", "voicemail", "gatekeeper", "sent", "done"})
"""Touches that do not reach the lead itself."""


def decide(lead: Lead, state: State, policy: Policy, around: Around, act: Act) -> Decision:
    """All consequences of an outcome: the ledger, the step, the caps, then what the code itself does."""
    draft = Draft(lead, state, policy, around, act)
    draft.add(*settle(lead, state, policy, around, act.recorded))
    campaign, version = draft.state.campaign, draft.state.version
    if act.inbound or act.code == "replied":
        kind = "inbound-call" if act.inbound else "reply"
        response = Response(act.happened, kind, "" if act.inbound else act.words, event=act.event)
        draft.add(*becomes_lead(lead, draft.state, policy, response, act.recorded))
        draft.add(*_responded(draft, response))
    third_busy = is_third_busy(draft)
    touch = _record(draft, third_busy)
    if not act.inbound and (act.code in _MET_NOBODY or third_busy):
        tried(draft)
    elif not act.inbound and act.outcome.touch and not act.received:
        fulfil(draft, reached=act.outcome.human == HUMAN)
    _end_if_over(draft)
    consequences(draft, third_busy)
    _end_if_over(draft)
    draft.add(*_closing(draft))
    return Decision(tuple(draft.effects), draft.step, campaign, version, tuple(draft.bans), touch)


def start_call(
    lead: Lead, state: State, policy: Policy, around: Around, call: OpenCall
) -> tuple[Effect, ...]:
    """A number is being rung: its dial counts at once."""
    changes = settle(lead, state, policy, around, call.at)
    run = _run(apply(state, changes))
    entry = Entry(call.event, call.at, call.at, CALL, "started", True, False, "", run, call.number, call.rep)
    return (*changes, CallOpened(call), Recorded(entry))


def _responded(draft: Draft, response: Response) -> tuple[Effect, ...]:
    acted = Acted(response.at, response.kind, response.topic)
    if is_barred(draft.lead, draft.state, draft.around):
        return (acted,)
    return fx.Responded(response), acted


def _run(state: State) -> int:
    """The enrolment a touch counts for; outside of campaigns it counts for none."""
    return state.run if state.campaign and state.stage != NURTURE else 0


def _record(draft: Draft, third_busy: bool) -> bool:
    """The ledger's line, and the open call's end; True if it is a touch."""
    act, row = draft.act, draft.act.outcome
    dial = row.dial and not act.inbound and act.channel == CALL
    ours = not act.inbound and not act.received and act.channel != RESEARCH
    touch = (row.touch or third_busy) and ours
    if act.by_person:
        draft.add(WorkedBy(act.rep))
    if dial or touch or (row.human and act.by_person):
        event = act.call.event if act.call is not None else act.event
        entry = Entry(
            event, act.started, act.happened, act.channel, act.code, dial, touch, row.human, _run(draft.state),
            act.dialled, act.rep, _cost(draft),
        )  # fmt: skip
        draft.add(Recorded(entry, act.by_person))
    if act.call is not None:
        draft.add(CallClosed(act.call.event))
    return touch


def _cost(draft: Draft) -> int:
    """What the deed costs, in cents: its step's own figure, else its channel's (R19.1)."""
    step, channel = draft.open_step, draft.act.channel
    if step is not None and step.channel == channel and step.cost is not None:
        return step.cost
    return 0 if draft.act.inbound else draft.policy.costs.get(channel, 0)


def _end_if_over(draft: Draft) -> None:
    """A campaign ends at the touch that uses it up, or at its last step; what is owed comes before its rest."""
    state, policy, at = draft.state, draft.policy, draft.act.happened
    ended = over(state, policy) if state.campaign else None
    if ended is not None:
        changes = end_campaign(state, policy, at, ended[1])
        draft.add(*(effect for _, effect in (changes[:1] if state.owes else changes)))
    elif state.stage == RESTING and life_touches(state) >= policy.caps.life:
        draft.add(*(effect for _, effect in after_campaign(state, policy, at)))


def _closing(draft: Draft) -> tuple[Effect, ...]:
    """A lead that has neither a campaign nor anything owed goes to its rest, or to nurture (R2.2)."""
    state = draft.state
    if state.stage != ACTIVE or state.campaign or state.owes or not state.programme:
        return ()
    return tuple(effect for _, effect in after_campaign(state, draft.policy, draft.act.happened))
