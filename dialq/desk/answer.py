"""Log what came of a step, and bring the next lead in the same transaction (R7.3, R9)."""

from __future__ import annotations

from msgspec.structs import replace

from dialq.clock import Instant
from dialq.desk.block import Block
from dialq.desk.card import card_of
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.ledger import after_ban, around, before_ban, next_event, read, write
from dialq.desk.outcome_facts import Written, facts_of, logged
from dialq.desk.pairing import pair_mail
from dialq.desk.reading_acts import Ambiguous, Answer, act_of
from dialq.desk.take import pick, shown
from dialq.desk.views import Card, Empty, Logged, Refused, Taken
from dialq.engine.acts import Act, Decision
from dialq.engine.allowed import Deed, marks, refusals
from dialq.engine.campaign import CALL
from dialq.engine.channels import NOTHING_AROUND, Around, phones, serving
from dialq.engine.decide import decide
from dialq.engine.decide import start_call as started
from dialq.engine.effects import apply
from dialq.engine.events import CALL_STARTED, OUTCOME, Event
from dialq.engine.lead import Lead
from dialq.engine.outcome import OUTBOUND
from dialq.engine.owed import is_answering
from dialq.engine.rules import stamp
from dialq.engine.settling import settle
from dialq.engine.state import OpenCall, State, but
from dialq.errors import BadInput

Answered = Logged | Refused | Ambiguous


def answer(desk: Desk, given: Answer) -> Answered:
    """Log an outcome. A rule that asks for a reason is a Refused value; nothing is written then."""
    now = desk.now()
    with desk.store.writing():
        done = record(desk, given, now)
    return logged(desk, done, now) if isinstance(done, Written) else done


def answer_and_next(
    desk: Desk, given: Answer, block: Block | None = None
) -> tuple[Answered, Taken | Empty | None]:
    """Log an outcome and claim the next lead, all or nothing; None: refused, the lead stays in hand."""
    now = desk.now()
    with desk.store.writing():
        done = record(desk, given, now)
        if not isinstance(done, Written):
            return done, None
        picked = pick(desk, now, block)
    return logged(desk, done, now, in_passing=True), shown(desk, picked, now)


def record(desk: Desk, given: Answer, now: Instant) -> Written | Refused | Ambiguous:
    """Gate, decide, append, project, place: inside a write transaction."""
    dossier = read(desk, given.lead)
    near = around(desk, dossier.lead, now, rep=desk.rep)
    if given.seen is not None and given.seen != dossier.state.seen:
        return Refused(
            "changed", "something happened to this lead since it was shown: look again", override=False
        )
    act = act_of(desk, dossier, given, now, next_event(desk))
    if isinstance(act, Ambiguous):
        return act
    refused = check(desk, dossier, near, act)
    if refused is not None and not given.override:
        return refused
    decision = decide(dossier.lead, dossier.state, desk.policy, near, act)
    return commit(desk, dossier, near, act, decision, given, refused.rule if refused is not None else "")


def commit(
    desk: Desk, dossier: Dossier, near: Around, act: Act, decision: Decision, given: Answer, breach: str
) -> Written:
    """Write an act and all it brings along."""
    noted = marks(dossier.lead, dossier.state, desk.policy, near, deed_of(act))
    state = but(apply(dossier.state, decision.effects), seen=act.event)
    facts = facts_of(desk, dossier, state, act, decision, given, breach, noted)
    event = Event(
        act.event, dossier.lead.id, OUTCOME, act.happened, act.recorded, desk.rep, facts, decision.effects
    )
    settled = before_ban(desk, dossier.lead.id, decision.bans, act.recorded)
    for scope, value in decision.bans:
        desk.store.bans.add(scope, value, act.happened, desk.rep, act.reason, act.event)
    rung = act.outcome.dial and act.direction == OUTBOUND and act.channel == CALL
    if rung:
        desk.store.bans.rang(dossier.lead, str(facts.get("number", "")), act.started)
    mail, extra = pair_mail(desk, dossier, state, act, decision, given)
    fresh = near if near is NOTHING_AROUND else replace(near, claimed_by="", claimed_until=None)
    if decision.bans:
        fresh = around(desk, dossier.lead, act.recorded)
    after = write(desk, dossier, [event, *extra], act.recorded, fresh)
    after_ban(desk, settled, act.recorded)
    _let_go(desk, dossier.lead, act)
    created = _refer(desk, dossier, given) if given.code == "referred" else None
    return Written(event, dossier, after, decision, mail, breach, created, fresh)


def _let_go(desk: Desk, lead: Lead, act: Act) -> None:
    claim = desk.store.claims.on(lead.id, act.recorded)
    if claim is not None and claim.rep == desk.rep:
        desk.store.claims.release(lead.id)
    desk.store.tables.save_draft(desk.rep, lead.id, "note", "", act.recorded)


def _refer(desk: Desk, dossier: Dossier, given: Answer) -> int:
    """The person we were referred to: a new lead, linked, at the same company."""
    from dialq.desk.importing import add_record
    from dialq.desk.referral import referred_record

    record = referred_record(desk, dossier.lead, given.to)
    return add_record(desk, record, desk.now(), linked=dossier.lead.id)[0]


def check(desk: Desk, dossier: Dossier, near: Around, act: Act) -> Refused | None:
    """The first rule that asks for a reason (R7.4); a call that was dialled here was allowed at the dial."""
    row = act.outcome
    if act.direction != OUTBOUND or act.call is not None or not (row.dial or row.touch):
        return None
    state = apply(dossier.state, settle(dossier.lead, dossier.state, desk.policy, near, act.recorded))
    answering = is_answering(state, act.started)
    for refusal in refusals(dossier.lead, state, desk.policy, near, deed_of(act), answering=answering):
        return Refused(refusal.rule, refusal.why, refusal.until)
    return None


def deed_of(act: Act) -> Deed:
    """What the caps look at."""
    row = act.outcome
    outward = act.direction == OUTBOUND
    return Deed(
        act.channel,
        act.started,
        row.dial and outward and act.channel == CALL,
        row.touch and outward,
        act.number,
    )


def start_call(desk: Desk, lead: int, number: str, seen: int) -> Card | Refused:
    """Ring a number: all rules are asked once more, the dial counts at once (R15.2, one key press one dial)."""
    now = desk.now()
    with desk.store.writing():
        dossier = read(desk, lead)
        near = around(desk, dossier.lead, now, rep=desk.rep)
        refused = _may_ring(desk, dossier, near, number, seen, now)
        if refused is not None:
            return refused
        call = OpenCall(next_event(desk), desk.rep, now, number)
        effects = started(dossier.lead, dossier.state, desk.policy, near, call)
        event = Event(call.event, lead, CALL_STARTED, now, now, desk.rep, {"number": number}, effects)
        desk.store.bans.rang(dossier.lead, number, now)
        desk.store.claims.take(dossier.lead, desk.rep, desk.session, now)
        dossier = write(desk, dossier, [event], now, near)
    return card_of(desk, dossier, now)


def _may_ring(
    desk: Desk, dossier: Dossier, near: Around, number: str, seen: int, now: Instant
) -> Refused | None:
    lead, state = dossier.lead, dossier.state
    if seen != state.seen:
        return Refused(
            "changed", "something happened to this lead since it was shown: look again", override=False
        )
    if state.call is not None and now < state.call.at + desk.policy.unknown_call:
        return Refused(
            "claimed",
            f"{state.call.rep} is on a call with this lead since {stamp(state.call.at, desk.zone)}",
            override=False,
        )
    known = {phone.number for phone in phones(lead, state, near, now)}
    if number not in known:
        raise BadInput(f"{number} is no number of {lead.name} that may be rung")
    settled = apply(state, settle(lead, state, desk.policy, near, now))
    deed = Deed(CALL, now, True, True, number)
    answering = is_answering(settled, now)
    for refusal in refusals(lead, settled, desk.policy, near, deed, answering=answering):
        return Refused(refusal.rule, refusal.why, refusal.until, override=False)
    if not answering:
        return _too_soon(desk, lead, settled, near, deed)
    return None


def _too_soon(desk: Desk, lead: Lead, state: State, near: Around, deed: Deed) -> Refused | None:
    """Gaps hold a dial made here, though they only mark one that is logged."""
    from dialq.engine.caps import blocks

    for block in blocks(serving(lead, state, near, deed.at), state, desk.policy, near, CALL):
        if block.rule == "gap" and block.holds(deed.at):
            return Refused("gap", f"{block.value}: {block.limit}", block.ends, override=False)
    return None
