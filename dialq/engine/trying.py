"""What a touch does to what is owed, and to the open step: done, or to be tried again (R9.3, R11.3)."""

from __future__ import annotations

from dialq.clock import HOUR, MINUTE, Instant
from dialq.engine.acts import Draft
from dialq.engine.campaign import CALL, POST, RESEARCH, Step
from dialq.engine.effects import (
    Again,
    Busy,
    CallMade,
    CampaignEnded,
    Entered,
    PromiseClosed,
    ResponseClosed,
    SideStepDone,
    StageSet,
    StepDone,
)  # fmt: skip
from dialq.engine.entering import silent_campaign
from dialq.engine.interest_effects import ItemSent, Silent
from dialq.engine.owed import is_promise_due
from dialq.engine.plan import resumed
from dialq.engine.state import ACTIVE, ASK_MEETING, MEETING, NURTURE, TASK, Promise, Response

BUSY_AGAIN = 15 * MINUTE
BUSY_IS_NO_ANSWER = 3
TRY_AGAIN = 2 * HOUR
TRIES = 4
"""The first try and three more (R11.3)."""
MISSED_TRIES = 2
"""A meeting that did not come about gets two of its own (R2.1)."""


def live(draft: Draft) -> list[Promise | Response]:
    """What a call now answers: a promise that is due, an open response."""
    promise, response = draft.state.promise, draft.state.response
    found: list[Promise | Response] = []
    if promise is not None and is_promise_due(promise, draft.act.happened):
        found.append(promise)
    if response is not None:
        found.append(response)
    return found


def is_third_busy(draft: Draft) -> bool:
    """Whether this is the third busy signal on one step, promise or answer: it counts as no-answer."""
    if draft.act.code != "busy" or draft.act.inbound:
        return False
    counts = [one.busy for one in live(draft)]
    step = draft.open_step
    if step is not None and step.channel == CALL:
        counts.append(draft.state.busy)
    return any(count + 1 >= BUSY_IS_NO_ANSWER for count in counts)


def rang_busy(draft: Draft) -> None:
    """Again 15 minutes from the dial."""
    again = Instant(draft.act.started + BUSY_AGAIN)
    for one in live(draft):
        draft.add(Again(isinstance(one, Promise), again, one.tries, one.busy + 1))
    step = draft.open_step
    if step is not None and step.channel == CALL:
        draft.add(Busy(again))


def tried(draft: Draft) -> None:
    """A touch that met nobody: a try of what is owed, an answer by mail, or the open step of its channel."""
    act = draft.act
    if act.side_step:
        draft.add(SideStepDone(act.happened, act.side_step))
    if act.side_step or act.paired:
        return
    owing = live(draft) if act.by_person and act.channel == CALL else []
    given_up = [_failed(draft, one) for one in owing]
    if owing:
        dealt_with(draft, silent=any(given_up))
    elif not _answered(draft):
        fulfil(draft, reached=False)


def _failed(draft: Draft, one: Promise | Response) -> bool:
    """Again after 2 hours, on the next open day, on the third open day after; then it went silent: True."""
    at, calendar = draft.act.happened, draft.policy.calendar
    tries = one.tries + 1
    if tries >= (MISSED_TRIES if isinstance(one, Response) and one.missed else TRIES):
        draft.add(PromiseClosed(at) if isinstance(one, Promise) else ResponseClosed(at))
        if isinstance(one, Promise) and one.kind == TASK:
            return False
        draft.add(Silent(at))
        return True
    again = Instant(at + TRY_AGAIN)
    if tries > 1:
        again = calendar.start(calendar.nth_open_day(at, 1 if tries == 2 else 3))
    draft.add(Again(isinstance(one, Promise), again, tries, 0))
    return False


def _answered(draft: Draft) -> bool:
    """Whether a person wrote or sent something to whom we owe: that deals with it; so is a task done."""
    act = draft.act
    if not act.by_person or act.channel == CALL:
        return False
    owing = live(draft) if act.channel != RESEARCH else _own_task(draft)
    for one in owing:
        draft.add(PromiseClosed(act.happened) if isinstance(one, Promise) else ResponseClosed(act.happened))
    if owing:
        dealt_with(draft)
    return bool(owing)


def _own_task(draft: Draft) -> list[Promise | Response]:
    """The task a rep set by hand: work that reaches nobody does it, due or not (SEED1-17)."""
    promise = draft.state.promise
    return [promise] if promise is not None and promise.kind == TASK else []


def fulfil(draft: Draft, *, reached: bool) -> None:
    """The open step of the channel is done, due or not (R9.3); else the act is off-plan."""
    act, step = draft.act, draft.open_step
    done = step is not None and _fulfils(draft, step)
    if act.channel == CALL and draft.state.campaign:
        draft.add(CallMade(act.happened, step.key if done and step is not None else "", reached))
    if done and step is not None:
        draft.step = step
        if draft.state.stage == NURTURE:
            draft.add(ItemSent(step.template))
        draft.add(StepDone(act.happened, step.key))


def _fulfils(draft: Draft, step: Step) -> bool:
    """Whether the act is the open step; an item of nurture leaves by itself, or by post (R16.1)."""
    act = draft.act
    if draft.state.stage != NURTURE:
        return step.channel == act.channel
    return act.channel == POST or (act.channel == step.channel and not act.by_person)


def close_all(draft: Draft, *, meeting: bool) -> None:
    """Nothing is owed any more; the question after a meeting stays unless `meeting`."""
    at, promise = draft.act.happened, draft.state.promise
    if promise is not None and (meeting or promise.kind != ASK_MEETING):
        draft.add(PromiseClosed(at))
    if draft.state.response is not None:
        draft.add(ResponseClosed(at))


def dealt_with(draft: Draft, *, silent: bool = False) -> None:
    """If nothing is owed any more the campaign goes on where it stood, a pause apart (R11.3).

    Who fell `silent` gets the programme's campaign for that, if it names one (SEED4-06).
    """
    state, at = draft.state, draft.act.happened
    if state.response is not None or state.stage != ACTIVE:
        return
    again = silent_campaign(state, draft.policy) if silent and state.promise is None else None
    if again is not None:
        ended = (CampaignEnded(at, "it went silent"),) if state.campaign else ()
        draft.add(*ended, Entered(at, at, state.programme, state.leg, again.name, again.version))
        return
    if state.promise is not None:
        if state.promise.kind == ASK_MEETING:
            draft.add(StageSet(MEETING))
    elif state.stalled is not None and (state.paused_until is None or state.paused_until <= at):
        draft.add(resumed(state, draft.policy, at))
