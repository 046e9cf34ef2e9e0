"""What each fact does to a lead (R9, R10, R11)."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from dialq.clock import DAY, HOUR, MINUTE, Instant
from dialq.engine.campaign import CALL, EMAIL, RESEARCH
from dialq.engine.lead import Lead
from dialq.engine.outcome import HUMAN, INBOUND, OUTCOMES
from tests.oracle import contacts
from tests.oracle.facts import Arrived, AutoSent, CallStarted, Fact, Outcome, Responded, Suppressed
from tests.oracle.fold import Fold
from tests.oracle.interactions import acted, comes_in, told_us
from tests.oracle.state import (
    DISQUALIFIED,
    ENDED,
    LOST,
    MEETING,
    MET,
    NAME,
    NO_SHOW,
    PROMISE,
    RESPONSE,
    RESTING,
    WON,
    Dial,
    Enrolment,
    Matter,
)

BUSY_AGAIN = 15 * MINUTE
DEAD_FOR = 180 * DAY
NOBODY_THERE = ("no-answer", "voicemail", "gatekeeper")
PROMISES = ("callback", "interested", "info-sent")
STEP_DOES = ("sent", "done")
UNKNOWN = "unknown"
"""What came of a call that was not told before the next one began."""


def take_in(fold: Fold, fact: Fact) -> None:
    """Apply one fact of the fold's own lead."""
    match fact:
        case Arrived():
            _arrived(fold, fact)
        case CallStarted():
            _call_started(fold, fact)
        case Responded():
            acted(fold, fact.kind, fact.happened, fact.recorded)
        case AutoSent():
            _auto_sent(fold, fact)
        case Outcome():
            _outcome(fold, fact)


def bans_of(fact: Fact, lead: Lead | None) -> set[tuple[str, str]]:
    """The (scope, value) pairs a fact bans for every lead; `lead` is the one it was logged on."""
    if isinstance(fact, Suppressed):
        return {(fact.scope, fact.value.strip().casefold())}
    if lead is None or not isinstance(fact, Outcome):
        return set()
    addresses = [address.casefold() for address in lead.emails]
    if fact.code == "unsubscribed":
        return {("address", address) for address in addresses}
    if fact.code != "do-not-call":
        return set()
    number = fact.number or (lead.phones[0].number if lead.phones else "")
    scopes = {
        "number": {("number", number)} if number else set(),
        "address": {("address", address) for address in addresses},
        "domain": {("domain", address.rpartition("@")[2]) for address in addresses},
        "company": {("company", contacts.company(lead.company))} if lead.company.strip() else set(),
    }
    return scopes.get(fact.scope) or _person(lead, addresses)


def _person(lead: Lead, addresses: list[str]) -> set[tuple[str, str]]:
    """The person with all numbers and addresses, so that no second record of it gets through (R18.1)."""
    numbers = {("number", phone.number) for phone in lead.phones}
    return {("lead", str(lead.id)), *numbers, *(("address", address) for address in addresses)}


def _arrived(fold: Fold, fact: Arrived) -> None:
    """The first time it comes in; a change later only changes what is known."""
    first = fold.state.lead is fact.lead
    fold.state.lead = fact.lead
    if first:
        comes_in(fold, fact.lead, fact.recorded)


def _auto_sent(fold: Fold, fact: AutoSent) -> None:
    enrolment = fold.state.enrolment
    fold.touched(fact.recorded, EMAIL, by_hand=False)
    if fold.with_marketing:
        fold.state.items.add(fact.step)
    if enrolment is not None:
        if enrolment.step is not None and enrolment.step.key == fact.step:
            fold.step_done(fact.recorded, met=False)
        else:
            enrolment.sent.add(fact.step)
    fold.capped(fact.recorded)


def _call_started(fold: Fold, fact: CallStarted) -> None:
    company = contacts.company(fold.state.lead.company)
    for dial in fold.state.dials:
        dial.code = dial.code or UNKNOWN
    fold.state.dials.append(Dial(fact.recorded, fact.recorded, fact.number, fact.rep, company))


def _outcome(fold: Fold, fact: Outcome) -> None:
    """Ledger first, then the step, then the caps, then what the code itself does."""
    kind, state = OUTCOMES[fact.code], fold.state
    inbound = fact.direction == INBOUND
    if inbound or fact.code == "replied":
        told_us(fold, "inbound-call" if inbound else "reply", fact.happened, fact.recorded)
    dial = _dialled(fold, fact) if kind.dial and not inbound else None
    fact = replace(fact, number=dial.number) if dial is not None else fact
    state.last_rep = fact.rep
    third_busy = fact.code == "busy" and dial is not None and _busy(fold, dial, fact)
    if kind.touch and not inbound:
        fold.touched(fact.happened, fact.channel, by_hand=True)
    if not inbound and fact.code in (*NOBODY_THERE, *STEP_DOES):
        _tried(fold, fact)
    elif kind.touch and not inbound and kind.human:
        _step(fold, fact, met=kind.human == HUMAN)
    if third_busy:
        fold.touched(fact.happened, CALL, by_hand=True)
        _tried(fold, fact)
    fold.capped(fact.happened)
    _EFFECTS.get(fact.code, _nothing)(fold, fact)


def _dialled(fold: Fold, fact: Outcome) -> Dial:
    """The call this outcome ends: the rep's last open one here, else a call of its own."""
    for dial in reversed(fold.state.dials):
        if not dial.code and dial.rep == fact.rep and dial.start <= fact.happened:
            dial.ended, dial.code = fact.happened, fact.code
            return dial
    company = contacts.company(fold.state.lead.company)
    dial = Dial(fact.happened, fact.happened, _number(fold, fact), fact.rep, company, fact.code)
    fold.state.dials.append(dial)
    return dial


def _number(fold: Fold, fact: Outcome) -> str:
    usable = contacts.phones(fold.state, fact.happened)
    return fact.number or (usable[0].number if usable else "")


def _live(fold: Fold, at: Instant) -> list[Matter]:
    """What a call at that time answers: an open response, a promise that is due."""
    return [
        matter
        for matter in fold.state.matters
        if matter.kind == RESPONSE or (matter.kind == PROMISE and at >= matter.at - 120)
    ]


def _busy(fold: Fold, dial: Dial, fact: Outcome) -> bool:
    """Again in 15 minutes; the third time on one step or matter is a no-answer (True)."""
    again = Instant(dial.start + BUSY_AGAIN)
    live = _live(fold, fact.happened)
    third = False
    asked: list[Matter | Enrolment] = [*live]
    if fold.open_step(CALL) is not None and fold.state.enrolment is not None:
        asked.append(fold.state.enrolment)
    for asker in asked:
        asker.busy += 1
        if asker.busy >= 3:
            third = True
        elif isinstance(asker, Matter):
            asker.again = again
        else:
            asker.retry = again
    if third:
        dial.code = "no-answer"
    return third


def _tried(fold: Fold, fact: Outcome) -> None:
    """A call that met nobody is a try of what is owed, a mail deals with it; else the open step is done."""
    live = [] if fact.pair or fact.channel == RESEARCH else _live(fold, fact.happened)
    for matter in live:
        if fact.channel == CALL:
            _failed(fold, matter, fact.happened)
        else:
            fold.drop(matter, fact.happened)
    if not live:
        _step(fold, fact, met=False)


def _failed(fold: Fold, matter: Matter, at: Instant) -> None:
    """Again after 2 h, the next open day, the third open day; then it is settled (R11.3)."""
    calendar = fold.calendar
    matter.fails += 1
    matter.busy = 0
    if matter.fails >= matter.tries:
        fold.drop(matter, at, silent=True)
        return
    today = calendar.day_of(at)
    matter.again = (
        Instant(at + 2 * HOUR),
        calendar.start(calendar.open_after(today)),
        calendar.start(calendar.open_after(today, 3)),
    )[matter.fails - 1]


def _step(fold: Fold, fact: Outcome, *, met: bool) -> None:
    """R9.3: the open step of its channel is done, else it is off-plan; a paired mail is the next mail."""
    enrolment = fold.state.enrolment
    if fact.pair:
        if enrolment is not None and enrolment.stopped is None and not fold.with_marketing:
            _pair(enrolment)
        return
    if fact.channel == CALL and enrolment is not None:
        enrolment.met_last = met
    if fold.open_step(fact.channel) is not None:
        fold.step_done(fact.happened, met=met)


def _pair(enrolment: Enrolment) -> None:
    """The next mail of the plan behind the last step done counts as sent (R4.5)."""
    line, steps = enrolment.campaign.line, enrolment.campaign.steps
    behind = steps.index(line[len(enrolment.done) - 1]) + 1 if enrolment.done else 0
    for step in steps[behind:]:
        if step.channel == EMAIL and step.key not in enrolment.sent:
            enrolment.sent.add(step.key)
            return


# -- what a code does beyond its flags


def _nothing(fold: Fold, fact: Outcome) -> None:
    """The flags were all."""


def _promise(fold: Fold, fact: Outcome) -> None:
    """A dated next action; the conversation answers whatever was open."""
    at = fact.when or fold.days_on(fact.happened, 3)
    fold.state.matters = []
    fold.open(Matter(PROMISE, at, rep=fact.rep, anyone=fact.anyone), fact.happened)


def _meeting(fold: Fold, fact: Outcome) -> None:
    assert fact.when is not None
    fold.state.enrolment = None
    fold.state.paused_until = None
    fold.state.matters = []
    fold.open(Matter(MEETING, Instant(fact.when + HOUR), rep=fact.rep), fact.happened)
    fold.state.stage = MET


def _attended(fold: Fold, fact: Outcome) -> None:
    _close(fold, WON)


def _not_met(fold: Fold, fact: Outcome) -> None:
    fold.state.matters = []
    fold.open(Matter(RESPONSE, fact.happened, what=NO_SHOW), fact.happened)


def _not_now(fold: Fold, fact: Outcome) -> None:
    """Rest until the given day, else 90 days; the end of the programme comes after that rest."""
    _close(fold, RESTING)
    date = fold.calendar.day_of(fact.when) if fact.when is not None else None
    fold.state.rest_until = fold.calendar.start_from(date) if date else fold.days_on(fact.happened, 90)


def _not_interested(fold: Fold, fact: Outcome) -> None:
    _close(fold, LOST)


def _left(fold: Fold, fact: Outcome) -> None:
    _close(fold, DISQUALIFIED)


def _close(fold: Fold, stage: str) -> None:
    fold.state.enrolment = None
    fold.state.matters = []
    fold.state.rest_until = None
    fold.state.stage = stage
    if stage in ENDED:
        fold.state.paused_until = None


def _hung_up(fold: Fold, fact: Outcome) -> None:
    """The campaign ends and rests; a name, and a lead that was lost, won or disqualified, stays so."""
    if fold.state.stage not in (*ENDED, NAME):
        fold.state.matters = []
        fold.rest(fact.happened)


def _referred(fold: Fold, fact: Outcome) -> None:
    _pause(fold, fact.happened, fold.days_on(fact.happened, 14))
    fold.settle(fact.happened)


def _out_of_office(fold: Fold, fact: Outcome) -> None:
    day = fold.calendar.day_of(fact.when) if fact.when is not None else None
    _pause(fold, fact.happened, fold.calendar.start_from(day) if day else fold.days_on(fact.happened, 7))


def _pause(fold: Fold, at: Instant, until: Instant) -> None:
    fold.state.paused_until = until
    fold.stop(at)


def _do_not_call_effect(fold: Fold, fact: Outcome) -> None:
    """The ban itself is global (see `bans_of`); here the conversation settles what was owed."""
    if contacts.suppressed(fold.state):
        fold.state.matters = []
        fold.state.enrolment = None
        return
    fold.settle(fact.happened)


def _bounced(fold: Fold, fact: Outcome) -> None:
    left = contacts.emails(fold.state)
    address = fact.number or (left[0] if left else "")
    fold.state.bounced.add(address.casefold())


def _wrong_number(fold: Fold, fact: Outcome) -> None:
    fold.state.gone_numbers.add(fact.number)


def _bad_number(fold: Fold, fact: Outcome) -> None:
    fold.state.dead_numbers[fact.number] = Instant(fact.happened + DEAD_FOR)


def _skip(fold: Fold, fact: Outcome) -> None:
    enrolment = fold.state.enrolment
    if enrolment is not None and enrolment.stopped is None and enrolment.step is not None:
        fold.step_done(fact.happened, met=False)


def _later(fold: Fold, fact: Outcome) -> None:
    """What is asked now is asked again later: two hours, or the given time (R10.3)."""
    until = fact.when or Instant(fact.happened + 2 * HOUR)
    for matter in _live(fold, fact.happened):
        matter.again = until
    enrolment = fold.state.enrolment
    if enrolment is not None and enrolment.stopped is None:
        enrolment.later = until
        enrolment.laters += 1


_EFFECTS: dict[str, Callable[[Fold, Outcome], None]] = {
    **dict.fromkeys(PROMISES, _promise),
    "meeting": _meeting,
    "attended": _attended,
    "no-show": _not_met,
    "cancelled": _not_met,
    "not-now": _not_now,
    "not-interested": _not_interested,
    "left-company": _left,
    "hung-up": _hung_up,
    "referred": _referred,
    "out-of-office": _out_of_office,
    "do-not-call": _do_not_call_effect,
    "bounced": _bounced,
    "wrong-number": _wrong_number,
    "bad-number": _bad_number,
    "skip": _skip,
    "later": _later,
}
