"""What is due today against the hands there are, and what would free hands (SEED1-14)."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import takewhile
from typing import NamedTuple

from dialq.clock import Instant
from dialq.desk.days_ahead import days_ahead
from dialq.desk.desk import Desk
from dialq.desk.ledger import around, read
from dialq.desk.policy_views import LoadView
from dialq.engine.campaign import CALL, EMAIL, POST
from dialq.engine.day import at_wall, midnight_after
from dialq.engine.judge import place

DAYS_BACK = 5
"""A rep who logged something in so many open days counts as a pair of hands."""
DAYS_AHEAD = 5
_JUDGED = 500
"""So many leads with a moment of their own are judged for their channel; the rest count as calls, as most are."""
OWN = "task"
"""What asks nothing of the lead: a task, the question how a meeting went."""
_NAMED = 3
"""So many ways to free hands are named."""


class Need(NamedTuple):
    """What is left of today."""

    due: int
    hands: int
    reps: int

    @property
    def untouched(self) -> int:
        """How much of it nobody will get to."""
        return max(0, self.due - self.hands)

    @property
    def warning(self) -> str:
        """`due today 450, hands for 430: 20 will slip`; '' if the hands reach."""
        if not self.untouched:
            return ""
        return f"due today {self.due:,}, hands for {self.hands:,}: {self.untouched:,} will slip"


def overload(desk: Desk) -> str:
    """One line if more is due today than hands can do, else ''; counts gates, not leads."""
    now = desk.now()
    with desk.store.reading():
        return _need(desk, now).warning


def load(desk: Desk) -> LoadView:
    """What is due today by channel, the hands for it, what could leave by itself, and the days ahead."""
    now = desk.now()
    tonight = midnight_after(now, desk.zone)
    with desk.store.reading():
        need = _need(desk, now)
        channels = Counter(desk.store.dues.by_channel(now, tonight))
        channels.update(_timed_channels(desk, now, tonight))
        channels.update(_following(desk, now, tonight))
        automate = _automate(desk, now, tonight, channels)
        ahead, estimated = days_ahead(desk, now, _open_days(desk, now))
    shown = {
        name or OWN: count
        for name, count in sorted(channels.items(), key=lambda pair: (-pair[1], pair[0])) if count
    }  # fmt: skip
    return LoadView(
        need.due,
        need.hands,
        need.reps,
        need.untouched,
        shown,
        automate,
        need.warning,
        ahead,
        need.reps * desk.policy.capacity,
        estimated,
    )


def _need(desk: Desk, now: Instant) -> Need:
    dues, tonight = desk.store.dues, midnight_after(now, desk.zone)
    due = sum(dues.by_channel(now, tonight).values()) + dues.timed(Instant(0), tonight)
    due += _following(desk, now, tonight).total()
    reps = max(1, sum(count > 0 for count in dues.answers(_days_ago(desk, now)).values()))
    done = sum(dues.answers(at_wall(desk.policy.calendar.date(now), 0, desk.zone)).values())
    return Need(due, max(0, reps * desk.policy.capacity - done), reps)


def _days_ago(desk: Desk, now: Instant) -> Instant:
    """The start of the fifth open day before today."""
    calendar = desk.policy.calendar
    day, left = calendar.date(now), DAYS_BACK
    while left:
        day -= timedelta(days=1)
        left -= calendar.is_open(day)
    return at_wall(day, 0, desk.zone)


def _timed_channels(desk: Desk, now: Instant, tonight: Instant) -> Counter[str]:
    """By what the leads are reached whose own moment comes today."""
    found = Counter[str]()
    for lead in desk.store.dues.timed_leads(Instant(0), tonight, _JUDGED):
        dossier = read(desk, lead)
        pieces = place(dossier.lead, dossier.state, desk.policy, now, around(desk, dossier.lead, now)).pieces
        found[min(pieces, key=lambda piece: piece.opens).channel if pieces else CALL] += 1
    found[CALL] += desk.store.dues.timed(Instant(0), tonight) - found.total()
    return found


def _following(desk: Desk, now: Instant, tonight: Instant) -> Counter[str]:
    """What the clock of a first day brings after the step a lead stands before, if nobody answers: calls 2 and 3."""
    found = Counter[str]()
    for due in desk.store.dues.hastening(now, tonight):
        campaign = desk.policy.campaigns.get((due.campaign, due.version))
        if campaign is None or due.position >= len(campaign.line) or campaign.line[due.position].at.by_day:
            continue
        first, *later = campaign.line[due.position :]
        for step in takewhile(lambda one: not one.at.by_day, later):
            moment = Instant(now + step.at.seconds - first.at.seconds)
            is_open = step.channel != CALL or desk.policy.windows.state(desk.zone, moment)[0]
            if moment < tonight and is_open and not step.auto:
                found[step.channel] += due.leads
    return found


def _automate(desk: Desk, now: Instant, tonight: Instant, channels: Counter[str]) -> tuple[str, ...]:
    """The campaigns whose mails would free most hands if they left by themselves, then post cards in batches."""
    steps: dict[str, Counter[str]] = {}
    for due in desk.store.dues.by_step(now, tonight, EMAIL):
        campaign = desk.policy.campaigns.get((due.campaign, due.version))
        if campaign is None or due.position >= len(campaign.line):
            continue
        step = campaign.line[due.position]
        if step.channel == EMAIL and not step.auto:
            steps.setdefault(campaign.name, Counter())[step.key] += due.leads
    ranked = sorted(steps.items(), key=lambda pair: (-pair[1].total(), pair[0]))[:_NAMED]
    said = [_could_leave(name, keys) for name, keys in ranked]
    if channels[POST]:
        cards = "card" if channels[POST] == 1 else "cards"
        said.append(f"{channels[POST]:,} post {cards} can leave in one batch: dialq post export")
    return tuple(said)


def _could_leave(campaign: str, keys: Counter[str]) -> str:
    count = keys.total()
    named = ", ".join(
        f"{key} {leads:,}" for key, leads in sorted(keys.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    mails = "mail" if count == 1 else "mails"
    return f"{count:,} {mails} of {campaign} could leave by themselves: auto = true ({named})"


def _open_days(desk: Desk, now: Instant) -> list[date]:
    """The next open days."""
    return [desk.policy.calendar.nth_open_day(now, number) for number in range(1, DAYS_AHEAD + 1)]
