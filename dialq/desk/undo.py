"""Take back, put back, replace: always by appending (R13)."""

from __future__ import annotations

from msgspec.structs import replace

from dialq.clock import Instant
from dialq.desk.answer import Answered, check, deed_of
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.handing_back import BY_HAND, last_act, redecided, redo_act, undo_act
from dialq.desk.kept import CANCELLED, FAILED, HOLD, SENDING, SENT, UNCONFIRMED
from dialq.desk.ledger import (
    after_ban,
    around,
    before_ban,
    covered_by,
    neighbours,
    next_event,
    read,
    refold,
    replace_banned,
    replace_place,
)  # fmt: skip
from dialq.desk.outcome_facts import Written, facts_of, logged
from dialq.desk.reading_acts import Ambiguous, Answer, act_of
from dialq.desk.views import Logged, Refused
from dialq.engine.acts import Act, Decision
from dialq.engine.allowed import marks
from dialq.engine.consequences import ban_values, mail_bans
from dialq.engine.day import at_wall
from dialq.engine.decide import decide, start_call
from dialq.engine.effects import Responded, apply
from dialq.engine.events import (
    CALL_STARTED,
    MOVED,
    OF_MAILS,
    OUTCOME,
    REDONE,
    RESPONDED,
    SETTLED,
    UNDONE,
    Event,
)
from dialq.engine.history import origin, standing_events, voided
from dialq.engine.outcome import OUTCOMES
from dialq.engine.qualify import RESPONSES, interacted
from dialq.engine.settling import settle
from dialq.engine.state import OpenCall, Response, State, but
from dialq.errors import BadInput, NothingThere


def undo(desk: Desk) -> Logged | Refused:
    """Take back this rep's last recorded act of today with its consequences; again goes further back."""
    now = desk.now()
    by_hand = last_act(desk, _midnight(desk, now))
    if by_hand is not None:
        last = _last(desk, now)
        if last is None or last.id < by_hand.id:
            return undo_act(desk, by_hand)
    with desk.store.writing():
        event = _last(desk, now)
        if event is None:
            raise NothingThere("nothing of today is left to take back", "My log shows what you did today.")
        dossier = read(desk, event.lead)
        refused = _blocked(desk, dossier, event) or _in_the_air(desk, event)
        if refused is not None:
            return refused
        if "replaces" in event.facts and "reverts" not in event.facts:
            return logged(desk, _revert(desk, dossier, event), now)
        after, left = take_back(desk, dossier, event)
        claim = desk.store.claims.in_the_way(after.lead, desk.rep, now)
        if claim is None and not [c for c in desk.store.claims.of(desk.rep, now) if not c.parked]:
            desk.store.claims.take(after.lead, desk.rep, desk.session, now)
    return _told(
        desk, dossier, after, event, f"Took back: {OUTCOMES[str(event.facts['code'])].label}", left, now
    )


def _revert(desk: Desk, dossier: Dossier, event: Event) -> Written:
    """Undo a correction: what it replaced is put in its place again, and what came after decided anew."""
    original = desk.store.events.get(int(event.facts["replaces"]))
    assert original is not None
    before = _state_before(desk.store.events.of_lead(event.lead), event)
    act = replace(_act_again(original, before), event=next_event(desk))
    facts = original.facts
    given = Answer(event.lead, act.code, note=act.words, override=str(facts.get("override", "")))
    return replace_outcome(desk, dossier, event, act, given, str(facts.get("breach", "")), reverts=True)


def take_back(desk: Desk, dossier: Dossier, event: Event) -> tuple[Dossier, str]:
    """Undo an outcome with its bans and waiting mails; says which mail had left. Inside a write transaction.

    Its note becomes the draft again, so that the next outcome takes it along.
    """
    now = desk.now()
    note = [
        str(e.facts.get("note", "")) for e in desk.store.events.of_lead(event.lead) if e.place == event.place
    ][-1]
    if note and not desk.store.tables.draft(desk.rep, event.lead, "note"):
        desk.store.tables.save_draft(desk.rep, event.lead, "note", note, now)
    left, lifted = _recall(desk, event)
    _append(desk, dossier, UNDONE, {"undoes": event.id, "of": OUTCOMES[str(event.facts["code"])].label}, now)
    return _replayed(desk, dossier, event.place, lifted, now), left


def put_back(desk: Desk, dossier: Dossier, undone: Event, event: Event) -> Dossier:
    """Redo an outcome that was taken back. Inside a write transaction."""
    now = desk.now()
    version = [e for e in desk.store.events.of_lead(event.lead) if e.place == event.place][-1]
    bans = _restore(desk, dossier, version)
    _append(desk, dossier, REDONE, {"redoes": undone.id}, now)
    return _replayed(desk, dossier, event.place, bans, now)


def redo(desk: Desk) -> Logged | Refused:
    """Put the last thing that was taken back in its place again."""
    now = desk.now()
    with desk.store.writing():
        mine = desk.store.events.last_outcome_of(desk.rep, _midnight(desk, now))
        redone = {int(e.facts["redoes"]) for e in mine if e.kind == REDONE}
        last = next((e for e in mine if e.kind in (OUTCOME, UNDONE) and e.id not in redone), None)
        if last is None or last.kind != UNDONE:
            raise NothingThere(
                "nothing was taken back last", "Only an undo can be taken back, and only right after it."
            )
        newer = desk.store.hands.acts_of(desk.rep, last.recorded)
        if newer and newer[0] > last.id:
            raise NothingThere("nothing was taken back last", "You handed leads over, or set a task, since.")
        if "act" in last.facts:
            return redo_act(desk, last)
        event = desk.store.events.get(int(last.facts["undoes"]))
        assert event is not None
        dossier = read(desk, event.lead)
        if dossier.state.seen != last.id:
            return Refused("changed", "something happened to this lead since", override=False)
        after = put_back(desk, dossier, last, event)
    return _told(
        desk, dossier, after, event, f"Put back: {OUTCOMES[str(event.facts['code'])].label}", "", now
    )


def correct(desk: Desk, event: int, given: Answer) -> Answered:
    """Replace one of today's outcomes: it takes the old one's place, later consequences are decided anew (R13.4)."""
    now = desk.now()
    with desk.store.writing():
        old = _correctable(desk, event, now)
        dossier = read(desk, old.lead)
        known = desk.store.events.of_lead(old.lead)
        before = Dossier(dossier.lead, _state_before(known, old), dossier.places)
        near = around(desk, dossier.lead, now)
        at = given.at if given.at is not None else old.happened
        number = str(old.facts.get("number", "")) or given.number
        note = given.note or str(old.facts.get("note", ""))
        filled = replace(given, lead=old.lead, at=at, number=number, note=note)
        act = act_of(desk, before, filled, now, next_event(desk))
        if isinstance(act, Ambiguous):
            return act
        recorded = Instant(old.facts.get("as_of", old.recorded))
        act = replace(act, happened=at, recorded=recorded, call=_call_of(before.state, old))
        refused = check(desk, before, near, act)
        if refused is not None and not given.override:
            return refused
        done = replace_outcome(desk, dossier, old, act, filled, refused.rule if refused else "")
    return logged(desk, done, now)


def replace_outcome(
    desk: Desk, dossier: Dossier, old: Event, act: Act, given: Answer, breach: str, *, reverts: bool = False
) -> Written:
    """Put an act in the place of an outcome and decide everything after it anew. Inside a write transaction."""
    now = desk.now()
    before = Dossier(dossier.lead, _state_before(desk.store.events.of_lead(old.lead), old), dossier.places)
    _, lifted = _recall(desk, old)
    near = around(desk, dossier.lead, now)
    decision = decide(before.lead, before.state, desk.policy, near, act)
    state = apply(before.state, decision.effects)
    noted = marks(before.lead, before.state, desk.policy, near, deed_of(act))
    facts = facts_of(desk, before, state, act, decision, given, breach, noted)
    facts |= {"replaces": old.id, "as_of": act.recorded} | ({"reverts": True} if reverts else {})
    new = Event(
        act.event, old.lead, OUTCOME, act.happened, now, act.rep, facts, decision.effects, 0, old.place
    )
    settled = before_ban(desk, old.lead, decision.bans, now)
    for scope, value in decision.bans:
        desk.store.bans.add(scope, value, act.happened, act.rep, act.reason, new.id)
    desk.store.events.append(new)
    after = _replayed(desk, dossier, old.place, lifted, now)
    after_ban(desk, settled, now)
    return Written(new, dossier, after, decision)


def _midnight(desk: Desk, now: Instant) -> Instant:
    return at_wall(desk.policy.calendar.date(now), 0, desk.zone)


def _last(desk: Desk, now: Instant) -> Event | None:
    """The rep's newest outcome of today that still counts."""
    for event in desk.store.events.last_outcome_of(desk.rep, _midnight(desk, now)):
        if event.kind != OUTCOME or event.cause or event.facts.get("auto") or event.facts.get("restates"):
            continue
        known = desk.store.events.of_lead(event.lead)
        counting = {
            origin(e) for e in standing_events(known)
        }  # A mail that left counts though it was taken back.
        if event.id in counting and event.id not in voided(known):
            return event
    return None


def _in_the_air(desk: Desk, event: Event) -> Refused | None:
    """A mail of it that may have left: taken back it would count for nothing, and may stand in their inbox."""
    versions = [e.id for e in desk.store.events.of_lead(event.lead) if e.place == event.place]
    for mail in desk.store.outbox.of_lead(event.lead):
        queued = desk.store.events.get(mail.event)
        if queued is None or (queued.id not in versions and queued.cause not in versions):
            continue
        if mail.status == SENDING:
            return Refused("changed", f'the mail "{mail.subject}" is being sent: look again', override=False)
        if mail.status == UNCONFIRMED:
            what = (
                f'the mail "{mail.subject}" may have left: say first what became of it (dialq mail resolve)'
            )
            return Refused("changed", what, override=False)
    return None


def _blocked(desk: Desk, dossier: Dossier, event: Event) -> Refused | None:
    """Another person's act, or the lead's own, since then; the engine's own do not block (R13.2)."""
    known = desk.store.events.of_lead(dossier.lead.id)
    void = voided(known)
    for later in known:
        if later.id <= event.id or later.id in void or later.cause == event.id:
            continue
        if later.kind == RESPONDED or later.facts.get("by_lead"):
            return Refused("changed", "the lead itself did something since", override=False)
        if later.kind == MOVED:
            return Refused("changed", "it was moved to another version of its campaign since", override=False)
        if later.rep and later.rep != desk.rep and later.kind not in (UNDONE, REDONE, *OF_MAILS):
            return Refused("changed", f"{later.rep} worked this lead since", override=False)
    return None


def _append(desk: Desk, dossier: Dossier, kind: str, facts: dict[str, object], now: Instant) -> None:
    desk.store.events.append(Event(next_event(desk), dossier.lead.id, kind, now, now, desk.rep, facts))


def _replayed(desk: Desk, dossier: Dossier, place: int, bans: list[tuple[str, str]], now: Instant) -> Dossier:
    """The lead with all that came after `place` decided anew, and everybody whom its dials or bans concern."""
    _restate(desk, dossier, place)
    after = refold(desk, dossier, now)
    _after_dials(desk, dossier, after, now)
    _hear_again(desk, after.lead.id, bans, place)
    replace_banned(desk, after.lead.id, bans, now)
    return after


def _hear_again(desk: Desk, lead: int, bans: list[tuple[str, str]], place: int) -> None:
    """What others asked for while a ban that is lifted kept them out is to be answered now."""
    for other in sorted({one for scope, value in bans for one in covered_by(desk, scope, value)} - {lead}):
        if any(e.place > place and _only_told(e) for e in desk.store.events.of_lead(other)):
            dossier = read(desk, other)
            _restate(desk, dossier, place)
            refold(desk, dossier, desk.now())


def _only_told(event: Event) -> bool:
    """Whether the lead asked for an answer and none was opened: it was suppressed then (R2.1)."""
    asked = event.kind == RESPONDED and event.facts.get("kind") in RESPONSES
    return asked and not any(isinstance(effect, Responded) for effect in event.effects)


def _recall(desk: Desk, event: Event) -> tuple[str, list[tuple[str, str]]]:
    """Stop the mails an outcome queued and lift its bans; names the mail that left already."""
    versions = [e.id for e in desk.store.events.of_lead(event.lead) if e.place == event.place]
    left = []
    for mail in desk.store.outbox.of_lead(event.lead):
        queued = desk.store.events.get(mail.event)
        if queued is None or (queued.id not in versions and queued.cause not in versions):
            continue
        if mail.status in (HOLD, FAILED):
            desk.store.outbox.move(mail.message, CANCELLED)
        elif mail.status == SENT:
            left.append(mail.subject)
    lifted = [ban for version in versions for ban in desk.store.bans.lift_event(version)]
    return f'the mail "{left[0]}" had left already and stays counted' if left else "", lifted


def _restore(desk: Desk, dossier: Dossier, event: Event) -> list[tuple[str, str]]:
    """Bans and waiting mails of an outcome that counts again."""
    bans = _bans_of(dossier, event)
    for scope, value in bans:
        desk.store.bans.add(
            scope, value, event.happened, event.rep, str(event.facts.get("reason", "")), event.id
        )
    for mail in desk.store.outbox.of_lead(event.lead):
        queued = desk.store.events.get(mail.event)
        if queued is not None and origin(event) in (queued.id, queued.cause) and mail.status == CANCELLED:
            desk.store.outbox.again(mail.message, Instant(desk.now() + desk.policy.hold), "")
    return bans


def _bans_of(dossier: Dossier, event: Event) -> list[tuple[str, str]]:
    if event.facts["code"] == "do-not-call":
        scope = str(event.facts.get("scope") or "person")
        return ban_values(dossier.lead, scope, str(event.facts.get("number", "")))
    return mail_bans(dossier.lead) if event.facts["code"] == "unsubscribed" else []


def _after_dials(desk: Desk, before: Dossier, after: Dossier, now: Instant) -> None:
    """Dials changed: who shares a number or the company is judged anew (R7.8)."""
    dialled = {(e.number, e.at) for e in after.state.ledger if e.dial}
    gone = [e for e in before.state.ledger if e.dial and (e.number, e.at) not in dialled]
    if gone:
        keys = [e.number for e in gone] + [f"c:{after.lead.company.strip().casefold()}"]
        desk.store.bans.forget_rung(after.lead.id, keys)
    for entry in after.state.ledger:
        if entry.dial and entry.at > now - desk.policy.caps.neighbour_gap:
            desk.store.bans.rang(after.lead, entry.number, entry.at)
    for other in neighbours(desk, after.lead):
        replace_place(desk, other, now)


def _correctable(desk: Desk, event: int, now: Instant) -> Event:
    old = desk.store.events.get(event)
    if old is None or old.kind != OUTCOME:
        raise BadInput(f"{event} is no outcome", "My log of today lists them with their numbers.")
    if old.rep != desk.rep:
        raise BadInput(f"outcome {event} is {old.rep or 'automatic'}'s, not yours")
    if old.recorded < _midnight(desk, now):
        raise BadInput(f"outcome {event} is not of today", "Log a new outcome instead.")
    if old.id not in {origin(e) for e in standing_events(desk.store.events.of_lead(old.lead))}:
        raise BadInput(f"outcome {event} was taken back or replaced already")
    return old


def _state_before(known: list[Event], old: Event) -> State:
    """The state as it was when the outcome was logged, later corrections of earlier ones included."""
    state = State()
    for event in standing_events(known):
        if event.place >= old.place:
            break
        state = but(apply(state, event.effects), seen=event.id)
    return state


def _call_of(state: State, old: Event) -> OpenCall | None:
    call = state.call
    return call if call is not None and call.event == old.facts.get("call") else None


def _restate(desk: Desk, dossier: Dossier, place: int) -> None:
    """Decide every later act on the lead anew, now that what stood at `place` is another."""
    lead, near = dossier.lead, around(desk, dossier.lead, desk.now())
    state = State()
    for event in standing_events(desk.store.events.of_lead(lead.id)):
        effects = event.effects
        if event.place > place and event.kind == OUTCOME:
            effects = decide(lead, state, desk.policy, near, _act_again(event, state)).effects
        elif event.place > place and event.kind == CALL_STARTED:
            call = OpenCall(event.place, event.rep, event.happened, str(event.facts["number"]))
            effects = start_call(lead, state, desk.policy, near, call)
        elif event.place > place and event.kind in BY_HAND:
            effects = redecided(lead, state, desk.policy, near, event)
        elif event.place > place and event.kind == SETTLED:
            effects = settle(lead, state, desk.policy, near, event.recorded)
        elif event.place > place and _only_told(event):
            topic = str(event.facts.get("topic", ""))
            response = Response(event.happened, str(event.facts["kind"]), topic, event=event.place)
            effects = interacted(lead, state, desk.policy, near, response, event.recorded)
        state = apply(state, effects)
        if effects != event.effects:
            facts = event.facts | {"restates": origin(event)}
            again = replace(event, id=next_event(desk), facts=facts, effects=effects, slot=event.place)
            desk.store.events.append(again)


def _act_again(event: Event, state: State) -> Act:
    facts = event.facts
    call = state.call if state.call is not None and state.call.event == facts.get("call") else None
    received = bool(facts.get("received"))
    return Act(
        code=str(facts["code"]), channel=str(facts["channel"]), happened=event.happened,
        recorded=Instant(facts.get("as_of", event.recorded)), rep=event.rep, event=event.place,
        number=str(facts.get("number", "")), when=facts.get("when"), scope=str(facts.get("scope", "")),
        reason=str(facts.get("reason", "")), words=str(facts.get("note", "")),
        direction="out" if received else str(facts.get("direction", "out")), anyone=bool(facts.get("anyone")),
        call=call, by_person=not facts.get("auto"), side_step=str(facts.get("side_step", "")),
        paired=bool(event.cause), received=received,
    )  # fmt: skip


def _told(
    desk: Desk, before: Dossier, after: Dossier, event: Event, text: str, more: str, now: Instant
) -> Logged:
    done = Written(event, before, after, Decision(()))
    told = logged(desk, done, now)
    toast = f"{text} ({after.lead.name})" + (f"; {more}" if more else "")
    return told._replace(toast=toast, stage=after.state.stage)
