"""What follows from a letter, by its kind (R11, R14.3, R18.1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from dialq.clock import Instant
from dialq.desk.bounce_letters import bounce
from dialq.desk.desk import Desk
from dialq.desk.interact import put_down
from dialq.desk.interactions import Told
from dialq.desk.letter_effects import Case, Done, about, ban, enact, note, state_now, writer
from dialq.desk.letters import (
    BOUNCE,
    CALENDAR,
    COMPLAINT,
    LEFT_COMPANY,
    LOOP,
    NO_CALLS,
    NO_CONTACT,
    OTHER,
    OUT_OF_OFFICE,
    REPLY,
    UNSUBSCRIBE,
)
from dialq.desk.matching import TOKEN, same_among, untagged
from dialq.desk.suppressing import BY_HAND
from dialq.engine.consequences import OUT_OF_OFFICE_DAYS, ban_values, mail_bans
from dialq.engine.effects import Effect, Paused, Responded
from dialq.engine.events import OUTCOME
from dialq.engine.history import standing_events
from dialq.engine.rules import stamp
from dialq.engine.state import REPLY as REPLIED

ACCEPTED = "accepted"
UNSUBSCRIBED, DO_NOT_CALL = "unsubscribed", "do-not-call"
_NO_MAIL = "no mail is sent to it any more"
_NOTHING = "it is neither written to nor called any more"
FARTHEST_DAYS = 400
"""An absence that ends later than this was misread: the usual week holds."""


def act_on(desk: Desk, case: Case) -> Done:
    """Write down what follows from a letter of a lead; inside a write transaction."""
    if case.match.forged and case.letter.kind != UNSUBSCRIBE:
        return _doubted(desk, case, "a mail with a false mark of ours")
    done = _ACTS[case.letter.kind](desk, case)
    if case.letter.doubt:
        return done._replace(acted=f"{done.acted}; {case.letter.doubt}", look=True)
    return done._replace(look=True) if case.match.forged else done


def own_addresses(desk: Desk) -> set[str]:
    """The addresses our mails come from."""
    known = [box.address for box in desk.settings.mail.mailboxes] + [desk.settings.sender.email]
    return {untagged(address) for address in known if address}


def _reply(desk: Desk, case: Case) -> Done:
    """An answer is owed; to nobody by phone who asks not to be called (R18.1)."""
    numbers = [phone.number for phone in case.dossier.lead.phones] if case.letter.status == NO_CALLS else []
    if numbers:
        ban(desk, case, tuple(("number", number) for number in numbers), "asked not to be called", BY_HAND)
    done = _answer_owed(desk, case, case.letter.subject)
    return done._replace(acted=f"{done.acted}, by mail: it is not called any more") if numbers else done


def _answer_owed(desk: Desk, case: Case, topic: str) -> Done:
    """The lead wrote: an answer is owed to it; of a suppressed one a person is told (R2.1, R11.1)."""
    before = state_now(desk, case)
    told = Told(REPLIED, topic, case.happened)
    noted = put_down(desk, case.dossier, told, case.now, letter=about(case))
    after = noted.after.state
    parts = [] if case.own_address else [f"{writer(case.letter)} wrote"]
    if not any(isinstance(effect, Responded) for effect in noted.event.effects):
        return Done("; ".join([*parts, "it is suppressed: nobody may chase it"]), noted.event.id, True)
    if before.campaign and before.stalled is None:
        parts.append("the campaign stops")
    elif before.stage != after.stage:
        parts.append(f"back from {before.stage}")
    parts.append(f"{after.last_rep or 'anyone'} owes an answer")
    return Done(", ".join(parts), noted.event.id)


def _absence(desk: Desk, case: Case) -> Done:
    """Out of office is no response: the campaign pauses until they are back; a longer pause stays (R11.2)."""
    calendar, state, until = desk.policy.calendar, state_now(desk, case), case.letter.until
    today = calendar.date(case.now)
    if until is not None and until > today + timedelta(days=FARTHEST_DAYS):
        until = None
    if not state.campaign:
        return _only_noted(desk, case, "out of office, and no campaign runs")
    if until is not None and until <= today:
        return _only_noted(desk, case, "out of office, and back by now")
    back = calendar.opening(until) if until else calendar.opening_after(case.happened, OUT_OF_OFFICE_DAYS)
    if back <= case.now:
        return _only_noted(desk, case, "out of office, and back by now")
    when = max(back, state.paused_until or Instant(0))
    event = enact(desk, case, "out-of-office", when=when)
    return Done(f"paused until {stamp(when, desk.zone)}", event.id)


def _left(desk: Desk, case: Case) -> Done:
    """They left the company: the lead ends, if it is surely about its address and nobody owes it anything (R9)."""
    letter, state = case.letter, state_now(desk, case)
    own = same_among(case.dossier.lead.emails, letter.address or letter.sender)
    said = "says that they left the company"
    if state.ended:
        return _only_noted(desk, case, said)
    if not own or not case.match.is_sure:
        return _only_noted(desk, case, f"{said}, about {letter.address or letter.sender}", look=True)
    if state.owes:
        return _only_noted(desk, case, f"{said}, while something is owed", look=True)
    event = enact(desk, case, "left-company", reason="their mail system says so")
    return Done("the lead is disqualified, the company stays", event.id)


def _complaint(desk: Desk, case: Case) -> Done:
    """Anybody can write a complaint in a lead's name: only one that names a mail of ours is believed."""
    if not case.match.is_sure:
        return _doubted(desk, case, "a complaint that names no mail of ours")
    return _stop(desk, case, UNSUBSCRIBED, "reported our mail as spam")


def _unsubscribe(desk: Desk, case: Case) -> Done:
    if case.letter.status == NO_CONTACT:
        if case.match.is_sure and case.own_address:
            return _stop(desk, case, DO_NOT_CALL, "asked not to be contacted", also=case.letter.sender)
        return _doubted_no_contact(desk, case)
    done = _stop(desk, case, UNSUBSCRIBED, "unsubscribed by mail", also=case.letter.sender)
    if case.own_address or case.match.by == TOKEN:
        return done
    return done._replace(acted=f"{done.acted}; {writer(case.letter)} asked for it", look=True)


def _doubted_no_contact(desk: Desk, case: Case) -> Done:
    """Anybody can write so in the lead's name, or for themselves: who wrote gets no mail, and a person decides.

    Until then nobody is called: a week at most (R9, R18.1).
    """
    calendar, state, sender = desk.policy.calendar, state_now(desk, case), case.letter.sender
    address = case.own_address or sender.lower()
    until = calendar.opening_after(case.now, OUT_OF_OFFICE_DAYS)
    text = f"{writer(case.letter)} asked not to be contacted: look at it; no mail goes there"
    effects: tuple[Effect, ...] = ()
    if not state.ended and until > (state.paused_until or 0):
        effects = (Paused(until, "asked not to be contacted", case.now),)
        text = f"{text}; paused until {stamp(until, desk.zone)}"
    event = note(desk, case, text, effects)
    values = {one.lower(): ("address", one) for one in (address, sender) if "@" in one}
    ban(desk, case, tuple(values.values()), "asked not to be contacted", event.id)
    return Done(text, event.id, True)


def _stop(desk: Desk, case: Case, code: str, reason: str, also: str = "") -> Done:
    """Nothing is sent after a stop: all addresses of the lead are banned, and the one they wrote from (R18.1).

    Who asks not to be contacted at all is not called either (R9).
    """
    lead = case.dossier.lead
    bans, acted = (
        (mail_bans(lead), _NO_MAIL) if code == UNSUBSCRIBED else (ban_values(lead, "", ""), _NOTHING)
    )
    if all(desk.store.bans.find(scope, value) for scope, value in bans) and _has_stopped(desk, case, code):
        event, acted = note(desk, case, f"{reason}, again"), f"{reason}, again"
    else:
        event = enact(desk, case, code, reason=reason, by_lead=True)
    if "@" in also and also.lower() not in map(str.lower, lead.emails):
        ban(desk, case, (("address", also.lower()),), reason, event.id)
    return Done(acted, event.id)


def _has_stopped(desk: Desk, case: Case, code: str) -> bool:
    """Whether an earlier letter of the lead's asked the same."""
    known = standing_events(desk.store.events.of_lead(case.dossier.lead.id))
    return any(e.kind == OUTCOME and e.facts["code"] == code and e.facts.get("by_lead") for e in known)


def _calendar(desk: Desk, case: Case) -> Done:
    """Who accepts needs no answer; who declines, or is not sure, does."""
    status = case.letter.status
    if status == ACCEPTED:
        return _only_noted(desk, case, f"accepted: {case.letter.subject}")
    return _answer_owed(desk, case, f"{status}: {case.letter.subject}" if status else case.letter.subject)


def _other(desk: Desk, case: Case) -> Done:
    if case.letter.doubt:
        return _doubted(desk, case, f"a mail: {case.letter.subject}")
    return _only_noted(desk, case, f"a mail: {case.letter.subject}")


def _robots_mail(desk: Desk, case: Case) -> Done:
    """Through a list or by a robot, and yet from the lead's own address: a person may have written it."""
    return _doubted(desk, case, f"a mail through a list or by a robot, “{case.letter.subject}”")


def _doubted(desk: Desk, case: Case, what: str) -> Done:
    """What somebody may only pretend, or may not have meant for us: a person sees it. At most a short pause."""
    calendar, state = desk.policy.calendar, state_now(desk, case)
    said = f"{what}: look at it"
    until = calendar.start(calendar.nth_open_day(case.now, 2))
    if not state.campaign or state.owes or until <= (state.paused_until or 0):
        return _only_noted(desk, case, said, look=True)
    text = f"{said}; paused until {stamp(until, desk.zone)}"
    event = note(desk, case, text, (Paused(until, what, case.now),))
    return Done(text, event.id, True)


def _only_noted(desk: Desk, case: Case, text: str, *, look: bool = False) -> Done:
    return Done(text, note(desk, case, text).id, look)


_ACTS: dict[str, Callable[[Desk, Case], Done]] = {
    REPLY: _reply, OUT_OF_OFFICE: _absence, LEFT_COMPANY: _left, BOUNCE: bounce, COMPLAINT: _complaint,
    UNSUBSCRIBE: _unsubscribe, CALENDAR: _calendar, OTHER: _other,
    LOOP: _robots_mail,
}  # fmt: skip
"""What a kind asks for."""
