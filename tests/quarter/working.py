"""One rep: takes what the desk hands out, rings, writes, puts down what came of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from dialq.clock import HOUR, Instant, from_datetime
from dialq.desk.answer import answer_and_next, start_call
from dialq.desk.desk import Desk
from dialq.desk.mailing import draft_mail, queue_mail
from dialq.desk.reading_acts import Answer
from dialq.desk.take import release, sign_of_life, take_next
from dialq.desk.views import Card, Queued, Refused, Taken
from dialq.engine.campaign import CALL, EMAIL, POST, SOCIAL
from dialq.engine.outcome import REASONS
from tests.quarter.people import CALLS, TEAM, pick

OPENS, CLOSES = time(8), time(18)
WORKDAYS = 5
PROMISED = ("callback", "interested", "meeting")
BREATH = 20
"""Seconds between two leads."""
POLLS = HOUR
"""How often an idle rep looks again, when nothing is said to open and nobody arrives."""


@dataclass(slots=True)
class Rep:
    """One person at one desk; each `turn` does one thing and says when the next one is."""

    desk: Desk
    random: Random
    hand: Card | None = None
    calling: bool = False
    turns: int = 0
    answered: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    """What the desk did not let through, though it had handed it out."""

    def turn(self, now: Instant) -> Instant:
        """Do the next thing; a call that was begun before closing time is ended."""
        sign_of_life(self.desk)
        begins = at_work(now)
        if not self.calling and begins > now:
            self._lets_go()
            return begins
        if self.calling:
            self._hangs_up()
        elif self.hand is None:
            return self._takes(now)
        else:
            return self._does(self.hand, now)
        return Instant(now + BREATH)

    def _lets_go(self) -> None:
        if self.hand is not None:
            release(self.desk, self.hand.lead.id)
            self.hand = None

    def _takes(self, now: Instant) -> Instant:
        taken = take_next(self.desk)
        if isinstance(taken, Taken):
            self.hand = taken.card
            return Instant(now + BREATH)
        opens = taken.next_at
        return opens if opens is not None and now < opens < now + POLLS else Instant(now + POLLS)

    def _does(self, card: Card, now: Instant) -> Instant:
        step, lead = card.item.step, card.lead.id
        assert step is not None, card.verdict
        if step.label == "how did the meeting go":
            self._says(Answer(lead, self.random.choice(("attended", "attended", "no-show", "cancelled"))))
        elif step.channel == CALL and card.numbers:
            self._rings(card)
            return Instant(now + self.random.randrange(20, 180))
        else:
            self._reaches(card, step.channel)
        return Instant(now + BREATH)

    def _reaches(self, card: Card, channel: str) -> None:
        """By mail, or by what else there is."""
        if channel in (EMAIL, CALL) and card.item.email:
            self._writes(card)
            return
        if channel in (EMAIL, CALL):
            channel = SOCIAL if card.lead.linkedin else POST
        self._says(Answer(card.lead.id, "sent" if channel == POST else "done", channel=channel))

    def _rings(self, card: Card) -> None:
        """Dial; what the desk does not let through is left to the next look."""
        number = next(one.number for one in card.numbers if not one.dead)
        begun = start_call(self.desk, card.lead.id, number, card.seen)
        if isinstance(begun, Card):
            self.hand, self.calling = begun, True
        elif begun.rule == "window" and card.item.email:
            self._writes(card)
        else:
            self._stands_back(card, begun)

    def _stands_back(self, card: Card, said: Refused) -> None:
        self.refused[said.rule] += 1
        self.hand = None
        if said.rule != "changed":
            release(self.desk, card.lead.id)

    def _hangs_up(self) -> None:
        assert self.hand is not None
        self.calling = False
        code, now = pick(self.random, CALLS), self.desk.now()
        when = day_ahead(self.random, now) if code in PROMISED else ""
        reason = self.random.choice(REASONS) if code == "not-interested" else "other"
        to = f"Kim Lee{now} kim{now}@example.net" if code == "referred" else ""
        self._says(Answer(self.hand.lead.id, code, when=when, reason=reason, to=to))

    def _writes(self, card: Card) -> None:
        """The step's own mail, with the blanks filled in by hand."""
        draft = draft_mail(self.desk, card.lead.id)
        if draft.missing:
            draft = draft._replace(subject="Your question", body="Here is what I promised.", missing=())
        said = queue_mail(self.desk, draft, seen=card.seen)
        if isinstance(said, Queued):
            self.hand = None
            self.answered += 1
        else:
            self._stands_back(card, said)

    def _says(self, given: Answer) -> None:
        said, then = answer_and_next(self.desk, given)
        if isinstance(said, Refused):
            raise AssertionError(f"{given}: {said}")
        self.answered += 1
        self.hand = then.card if isinstance(then, Taken) else None


def at_work(now: Instant) -> Instant:
    """The first instant from now on at which a rep is there."""
    here = datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(TEAM))
    day = here.date()
    while True:
        opens = datetime.combine(day, OPENS, ZoneInfo(TEAM))
        if day.weekday() < WORKDAYS and here < datetime.combine(day, CLOSES, ZoneInfo(TEAM)):
            return Instant(max(now, from_datetime(opens)))
        day += timedelta(days=1)


def day_ahead(random: Random, now: Instant) -> str:
    """A day and an hour of the next two weeks, as it is typed."""
    day = datetime.fromtimestamp(now, UTC).date() + timedelta(days=random.randrange(2, 14))
    return f"{day.isoformat()} {random.randrange(10, 16)}:00"
