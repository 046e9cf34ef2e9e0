"""What a letter changes, written down: outcomes that nobody of ours logged, notes, pauses (R11, R14.3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.kept import HOLD
from dialq.desk.ledger import Settled, after_ban, around, before_ban, next_event, read, write
from dialq.desk.letters import Envelope, Letter
from dialq.desk.mail_making import may_be_written_to
from dialq.desk.matching import Match, same_among
from dialq.desk.outcome_facts import facts_of
from dialq.desk.reading_acts import Answer
from dialq.desk.stopping import stop_mail
from dialq.engine.acts import Act
from dialq.engine.campaign import EMAIL
from dialq.engine.decide import decide
from dialq.engine.effects import Effect, apply
from dialq.engine.events import ENGINE, NOTED, OUTCOME, SETTLED, Event
from dialq.engine.settling import settle
from dialq.engine.state import State, but

BEGINNING = 160
"""So many characters of a letter stand on its line in the story."""


class Case(NamedTuple):
    """A letter of a lead, with all that is needed to act on it."""

    envelope: Envelope
    letter: Letter
    match: Match
    dossier: Dossier
    happened: Instant
    now: Instant

    @property
    def own_address(self) -> str:
        """The lead's own address that it was written from; '' if somebody else wrote."""
        return same_among(self.dossier.lead.emails, self.letter.sender)


class Done(NamedTuple):
    """What followed from a letter."""

    acted: str
    event: int = 0
    look: bool = False
    """Whether a person should look at it."""


def beginning(text: str) -> str:
    """The first words of a text, on one line."""
    words = " ".join(text.split())
    return words if len(words) <= BEGINNING else f"{words[: BEGINNING - 1].rstrip()}…"


def about(case: Case) -> dict[str, Any]:
    """What an event keeps of the letter that brought it: enough for its line in the story, and to find it."""
    letter = case.letter
    who = "" if case.own_address else writer(letter)
    return {
        "letter": letter.message, "letter_kind": letter.kind, "letter_from": who, "text": beginning(letter.text),
    }  # fmt: skip


def writer(letter: Letter) -> str:
    """Who wrote, with the address."""
    return f"{letter.sender_name} <{letter.sender}>" if letter.sender_name else letter.sender


def state_now(desk: Desk, case: Case) -> State:
    """The lead's state, what came by itself until now included."""
    dossier = case.dossier
    near = around(desk, dossier.lead, case.now)
    return apply(dossier.state, settle(dossier.lead, dossier.state, desk.policy, near, case.now))


def enact(
    desk: Desk, case: Case, code: str, *, number: str = "", when: Instant | None = None, reason: str = "",
    by_lead: bool = False,
) -> Event:  # fmt: skip
    """Write an outcome that came by mail, with its bans. `by_lead`: its own act, which no undo of ours passes."""
    dossier, now = case.dossier, case.now
    act = Act(code, EMAIL, case.happened, now, ENGINE, next_event(desk), number=number, when=when, reason=reason,
              by_person=False, received=True)  # fmt: skip
    near = around(desk, dossier.lead, now)
    decision = decide(dossier.lead, dossier.state, desk.policy, near, act)
    state = but(apply(dossier.state, decision.effects), seen=act.event)
    facts = facts_of(desk, dossier, state, act, decision, Answer(dossier.lead.id, code), "", ())
    facts |= {"direction": "in", "dial": False, "human": "", "auto": True, "received": True}
    facts |= {name: value for name, value in about(case).items() if value}
    facts |= {"by_lead": True} if by_lead else {}
    event = Event(act.event, dossier.lead.id, OUTCOME, act.happened, now, ENGINE, facts, decision.effects)
    settled = _put_up(desk, case, decision.bans, reason, event.id)
    write(desk, dossier, [event], now)
    _see_to_others(desk, case, settled, reason or act.outcome.label)
    return event


def ban(desk: Desk, case: Case, bans: tuple[tuple[str, str], ...], reason: str, event: int) -> None:
    """Put up bans, and judge everybody else anew whom they cover."""
    _see_to_others(desk, case, _put_up(desk, case, bans, reason, event), reason)


def _put_up(
    desk: Desk, case: Case, bans: tuple[tuple[str, str], ...], reason: str, event: int
) -> list[Settled]:
    """Put up bans; returns whom else they cover, with what came by itself until now."""
    settled = before_ban(desk, case.dossier.lead.id, bans, case.now)
    for scope, value in bans:
        desk.store.bans.add(scope, value, case.happened, ENGINE, reason, event)
    return settled


def _see_to_others(desk: Desk, case: Case, settled: list[Settled], reason: str) -> None:
    """Once what happened is written: judge the others, and stop what waits for a banned address."""
    after_ban(desk, settled, case.now)
    stop_mails(desk, [case.dossier.lead.id, *(lead for lead, _ in settled)], reason, case.now)


def note(desk: Desk, case: Case, text: str, effects: tuple[Effect, ...] = ()) -> Event:
    """Put a line into the lead's story, and what little it changes."""
    dossier, now = case.dossier, case.now
    events = []
    if effects:
        near = around(desk, dossier.lead, now)
        came = settle(dossier.lead, dossier.state, desk.policy, near, now)
        if came:
            events.append(Event(next_event(desk), dossier.lead.id, SETTLED, now, now, ENGINE, {}, came))
    number = next_event(desk) + len(events)
    facts = {"note": text} | {name: value for name, value in about(case).items() if value}
    noted = Event(number, dossier.lead.id, NOTED, case.happened, now, ENGINE, facts, effects)
    write(desk, dossier, [*events, noted], now)
    return noted


def stop_mails(desk: Desk, leads: Iterable[int], why: str, now: Instant) -> None:
    """Mails that wait for an address that may not be written to any more: stopped at once, for all to see."""
    for lead in dict.fromkeys(leads):
        waiting = [mail for mail in desk.store.outbox.of_lead(lead) if mail.status == HOLD]
        dossier = read(desk, lead) if waiting else None
        for mail in waiting:
            assert dossier is not None
            near = around(desk, dossier.lead, now)
            if not may_be_written_to(desk, dossier, near, mail.recipient, now):
                stop_mail(desk, mail, why, now)
