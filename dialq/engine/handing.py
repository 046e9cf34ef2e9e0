"""Hand a lead over by hand or by rule: to marketing, to another programme, to its end (R16.1, SEED1-21, SEED1-25)."""

from __future__ import annotations

from dialq.clock import Instant
from dialq.engine.channels import Around, is_barred
from dialq.engine.effects import CampaignEnded, Effect, Entered, Promised, StageSet, apply
from dialq.engine.entering import enter, nurtured
from dialq.engine.handing_effects import Assigned, CutShort
from dialq.engine.lead import Lead
from dialq.engine.owed import MEETING as MEETING_ASKED
from dialq.engine.persona import fit_of
from dialq.engine.plan import life_touches
from dialq.engine.policy import Policy
from dialq.engine.rules import stamp
from dialq.engine.settling import settle
from dialq.engine.state import (
    ACTIVE,
    ASK_MEETING,
    DISQUALIFIED,
    MEETING,
    NAME,
    NURTURE,
    ONLY_ME,
    RESTING,
    TASK,
    Promise,
    State,
)  # fmt: skip

TO_NURTURE, TO_PROGRAMME, TO_NEXT, CLOSE = "nurture", "programme", "next", "close"
"""Where a lead is handed: to marketing, to a programme's start, on to its programme's next campaign, to its end."""


def too_early(state: State, policy: Policy) -> tuple[int, int] | None:
    """Touches made and the least its campaign asks for, where ending it now is early (R4.11); None: it is not."""
    campaign = policy.campaigns.get((state.campaign, state.version))
    if campaign is None or state.stage != ACTIVE:
        return None
    made = _made(state)
    return (made, campaign.min_touches) if made < campaign.min_touches else None


def _made(state: State) -> int:
    return sum(entry.touch and entry.run == state.run for entry in state.ledger)


def why_not(
    lead: Lead, state: State, policy: Policy, around: Around, to: str, programme: str, at: Instant
) -> str:
    """Why a lead, settled at `at`, cannot be handed over; '' if it can."""
    if is_barred(lead, state, around):
        return "it is suppressed"
    if state.ended:
        return f"it is {state.stage}" + (f": {state.reason}" if state.reason else "")
    if around.claimed_by:
        return f"{around.claimed_by} holds it"
    if state.call is not None:
        return f"a call of {state.call.rep} has no outcome yet"
    if state.stage == MEETING or (state.promise is not None and state.promise.kind == ASK_MEETING):
        return "a meeting is set"
    if state.response is not None:
        return f"an answer is owed ({state.response.kind})"
    if state.promise is not None:
        zone = policy.calendar.zone
        return f"{state.promise.rep or 'somebody'} promised something for {stamp(state.promise.at, zone)}"
    return _why_not_there(lead, state, policy, to, programme, at)


def _why_not_there(lead: Lead, state: State, policy: Policy, to: str, programme: str, at: Instant) -> str:
    if to == CLOSE:
        return ""
    if state.stage == NAME:
        return "it is a name, not a lead yet"
    if policy.personas and fit_of(lead, policy.personas).misfit:
        return "it is a misfit"
    if to == TO_NURTURE:
        return "it is with marketing already" if state.stage == NURTURE else ""
    if life_touches(state) >= policy.caps.life:
        return f"all {policy.caps.life} touches of its life are used"
    leg = state.leg if to == TO_NEXT else 0
    if not isinstance(enter(lead, state, policy, at, programme, leg), Entered):
        return f"no campaign of {programme} takes it" if to == TO_PROGRAMME else "its programme is through"
    if to == TO_PROGRAMME and state.programme == programme and state.stage in (ACTIVE, RESTING):
        return f"it goes through {programme} already"
    return ""


def handed(
    lead: Lead, state: State, policy: Policy, around: Around, to: str, programme: str, why: str, at: Instant
) -> tuple[Effect, ...]:
    """What follows when a lead is handed over at `at`; the caller has asked `why_not`."""
    changes = settle(lead, state, policy, around, at)
    now = apply(state, changes)
    if now.stage == RESTING and to == TO_PROGRAMME:
        return (*changes, Assigned(programme))
    if to == CLOSE:
        return (*changes, StageSet(DISQUALIFIED, why))
    ended = (CampaignEnded(at, why or "handed over"),) if now.campaign and now.stage == ACTIVE else ()
    now = apply(now, ended)
    if to == TO_NURTURE:
        return (*changes, *_cut_short(apply(state, changes), policy), *ended, nurtured(now, policy, at, why))
    leg = now.leg if to == TO_NEXT else 0
    return (*changes, *ended, enter(lead, now, policy, at, programme, leg))


def _cut_short(state: State, policy: Policy) -> tuple[Effect, ...]:
    """A campaign of its programme that never got its least touches comes next again, should the lead come back."""
    programme = policy.programmes.get(state.programme)
    if state.stage != ACTIVE or not state.campaign or not state.leg or programme is None:
        return ()
    if state.campaign == programme.silent or (_made(state) and too_early(state, policy) is None):
        return ()
    return (CutShort(state.leg - 1),)


def why_no_task(
    lead: Lead, state: State, policy: Policy, around: Around, *, replaces: bool
) -> tuple[str, str, bool]:
    """(rule, why, whether a promise may be replaced) if no task can be set for a lead, settled now; rule '': it can."""
    if is_barred(lead, state, around):
        return "suppressed", "nothing may reach this lead", False
    if state.ended:
        return "ended", f"it is {state.stage}" + (f": {state.reason}" if state.reason else ""), False
    if state.stage == NAME:
        return "not-a-lead", "it is a name, not a lead yet", False
    if state.response is not None:
        return "response", f"an answer is owed ({state.response.kind}): answer it first", False
    promise = state.promise
    if promise is None:
        return "", "", False
    when = stamp(promise.at, policy.calendar.zone)
    if promise.kind == ASK_MEETING:
        return MEETING_ASKED, f"a meeting is set; {promise.rep} is asked {when} how it went", False
    if replaces:
        return "", "", False
    words = f': "{promise.words}"' if promise.words else ""
    kind = "has a task for" if promise.kind == TASK else "promised something for"
    return "callback-later", f"{promise.rep or 'somebody'} {kind} {when}{words}", True


def tasked(
    lead: Lead, state: State, policy: Policy, around: Around, rep: str, words: str, due: Instant, at: Instant
) -> tuple[Effect, ...]:
    """What follows when a rep sets a task at `at`, to be done at `due`: a promise to oneself (SEED1-17)."""
    changes = settle(lead, state, policy, around, at)
    return (*changes, Promised(Promise(due, rep, ONLY_ME, words, "", TASK, 0, at)))
