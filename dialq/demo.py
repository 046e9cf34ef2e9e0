"""The demo: the sample files and two weeks of work on them, made by the desk itself, ending now."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from msgspec.structs import replace

from dialq.bootstrap import open_desk, read_lead_file
from dialq.clock import DAY, HOUR, MINUTE, Clock, Instant, ManualClock, SystemClock, to_utc_text
from dialq.demo_policy import write_policy
from dialq.desk import answer, automatic, handing, interact, mailing, take
from dialq.desk.desk import Desk
from dialq.desk.importing import add_lead, import_leads
from dialq.desk.reading_acts import Answer
from dialq.desk.records import Reject
from dialq.desk.views import Card, Refused, Taken
from dialq.engine.day import local
from dialq.engine.lead import LeadRecord, Phone
from dialq.engine.state import ENDED
from dialq.errors import DialqError, StoreUnusable

TEAM_ZONE = "America/New_York"
DAYS = 14
REPS = ("ana", "ben", "dee")
A_DAY = 10
"""Outcomes a rep logs on a day of the demo's history."""
HANDED_OVER = 12
_CALLS = (
    ("no-answer", 46), ("voicemail", 16), ("busy", 6), ("gatekeeper", 8), ("callback", 6), ("interested", 4),
    ("meeting", 3), ("not-now", 2), ("not-interested", 4), ("wrong-number", 2), ("bad-number", 1), ("hung-up", 2),
)  # fmt: skip
_NOTES = {
    "callback": "pricing first, then ring again",
    "interested": "three depots, wants a reference customer",
    "meeting": "brings the head of quality along",
    "not-interested": "signed with somebody else in spring",
    "gatekeeper": "Kit at the desk, try before nine",
}
_AWAKE = (
    "America/New_York", "America/Los_Angeles", "Pacific/Auckland", "Asia/Tokyo", "Asia/Kolkata", "Europe/Berlin",
    "America/Sao_Paulo", "Pacific/Honolulu", "Australia/Perth", "Asia/Dubai", "Atlantic/Azores",
)  # fmt: skip


def sample_folder() -> Path:
    """Where the sample files are: in the package, else in the checkout. Raises StoreUnusable naming both."""
    here = Path(__file__).resolve().parent
    places = (here / "sample_data", here.parent / "sample_data")
    for place in places:
        if place.is_dir():
            return place
    raise StoreUnusable(
        f"the sample files are neither in {places[0]} nor in {places[1]}", "Install dialq again."
    )


def make_demo(
    folder: Path, *, clock: Clock | None = None, progress: Callable[[str], None] | None = None
) -> Path:
    """A fresh database with the sample leads and two weeks of history that end now; returns its path."""
    now = (clock or SystemClock()).now()
    tell = progress or (lambda text: None)
    folder.mkdir(parents=True, exist_ok=True)
    write_policy(folder, local(now, TEAM_ZONE).date())
    time = ManualClock(Instant(now - DAYS * DAY))
    path = folder / "demo.db"
    desk = open_desk(path, rep=REPS[0], clock=time, zone=TEAM_ZONE)
    try:
        _History(desk, time, now, tell).make()
        _showcase(desk, time, now)
    finally:
        desk.close()
    return path


@dataclass
class _History:
    """Two weeks: leads come in day by day, three reps work them, mails leave."""

    desk: Desk
    time: ManualClock
    now: Instant
    tell: Callable[[str], None]

    def make(self) -> None:
        """Play them through."""
        dice = random.Random(20261122)
        coming = sorted(self._records(), key=lambda record: record.arrived or 0)
        calendar = self.desk.policy.calendar
        first = calendar.date(self.time.now())
        for number in range(DAYS + 1):
            day = first + timedelta(days=number)
            self.tell(f"making two weeks of history: day {number + 1} of {DAYS + 1}")
            opens = calendar.start(day)
            if opens >= self.now:
                break
            self.time.at = max(self.time.at, opens)
            coming = self._arrive(coming, opens)
            if number == DAYS // 2:
                self._hand_over()
            if calendar.is_open(day):
                self._work(dice, Instant(min(opens + 9 * HOUR, self.now - 2 * HOUR)))
        self.time.at = Instant(self.now - HOUR)
        self._arrive(coming, self.time.at)
        self._mails()

    def _hand_over(self) -> None:
        """A dozen leads of the website are more than three reps can ring: marketing gets them."""
        store = self.desk.store
        web = [lead for lead in store.leads.ids() if (one := store.leads.get(lead)) and one.source == "Web"]
        handing.to_nurture(self.desk, web[:HANDED_OVER], "more than three reps can ring")

    def _records(self) -> Iterator[LeadRecord]:
        """Every record of the sample files, its arrival moved so that the newest came an hour ago."""
        found: list[LeadRecord] = []
        for path in sorted(sample_folder().glob("*.csv")):
            for record in read_lead_file(self.desk, path).records():
                if not isinstance(record, Reject):
                    found.append(replace(record, source=record.source or path.stem))
        newest = max((record.arrived for record in found if record.arrived is not None), default=self.now)
        moved = self.now - HOUR - newest
        for record in found:
            yield (
                record if record.arrived is None else replace(record, arrived=Instant(record.arrived + moved))
            )

    def _arrive(self, coming: list[LeadRecord], until: Instant) -> list[LeadRecord]:
        """Bring in what has arrived by now; returns what is still to come."""
        here = [record for record in coming if (record.arrived or 0) <= until]
        if here:
            day = local(until, self.desk.zone)
            import_leads(self.desk, here, batch=f"sample-{day:%m%d}-{len(coming)}", file="sample_data")
        return coming[len(here) :]

    def _work(self, dice: random.Random, until: Instant) -> None:
        self.time.at = Instant(self.time.at + HOUR)
        for _ in range(A_DAY):
            for rep in REPS:
                if self.time.at >= until:
                    return
                self.desk.rep = rep
                self._one(dice, rep)
            self._mails()

    def _one(self, dice: random.Random, rep: str) -> None:
        taken = take.take_next(self.desk)
        if isinstance(taken, Taken):
            _play(self.desk, self.time, taken.card, dice)
        self.time.advance(dice.randint(20, 200))

    def _mails(self) -> None:
        automatic.run_automatic(self.desk)
        self.time.advance(MINUTE + 1)
        mailing.run_outbox(self.desk)


def _play(desk: Desk, time: ManualClock, card: Card, dice: random.Random) -> None:
    """One step as a rep would do it."""
    lead, step = card.item.lead, card.item.step
    numbers = [n for n in card.numbers if n.open and not n.dead]
    try:
        if step is not None and step.channel == "call" and numbers:
            _call(desk, time, card, numbers[0].number, dice)
        elif step is not None and step.channel == "email":
            draft = mailing.draft_mail(desk, lead)
            mailing.queue_mail(desk, draft)
        else:
            answer.answer(
                desk,
                Answer(
                    lead, "done", note="looked at their site" if step and step.channel == "research" else ""
                ),
            )
    except DialqError:
        take.release(desk, lead)


def _call(desk: Desk, time: ManualClock, card: Card, number: str, dice: random.Random) -> None:
    rung = answer.start_call(desk, card.item.lead, number, card.seen)
    if isinstance(rung, Refused):
        take.release(desk, card.item.lead)
        return
    time.advance(dice.randint(15, 70))
    codes, weights = zip(*_CALLS, strict=True)
    code = dice.choices(codes, weights)[0]
    when = f"in {dice.randint(1, 4)} days" if code in ("callback", "interested", "meeting") else ""
    reason = dice.choice(("budget", "timing", "competitor")) if code == "not-interested" else ""
    said = Answer(card.item.lead, code, when=when, reason=reason, note=_NOTES.get(code, ""))
    try:
        answer.answer(desk, said)
    except DialqError:
        answer.answer(desk, replace(said, code="no-answer", when="", note=""))


def _showcase(desk: Desk, time: ManualClock, now: Instant) -> None:
    """What a demo must show whatever day and hour it is: every tier, a promise due, a cap reached, a rest."""
    zone = next((z for z in _AWAKE if 9 <= local(now, z).hour < 17), _AWAKE[0])
    desk.rep = REPS[0]
    time.at = Instant(now - 2 * HOUR)
    promised = _add(
        desk, zone, "Jordan Reyes", "Acme Freight", "+14155550142", "the webinar on cold-chain alerts"
    )
    answer.answer(
        desk,
        Answer(promised, "callback", when=_text(now + 90), note="send pricing first, then ring my mobile"),
    )
    later = _add(desk, zone, "Lee Moran", "Tindal Foods", "+14155550147", "a price list")
    answer.answer(desk, Answer(later, "callback", when=_text(now + 40 * MINUTE), note="after the stand-up"))
    capped = _add(desk, zone, "Kit Vale", "Oakham Dairy", "+14155550161", "sensors for two vans")
    resting = _add(desk, zone, "Ray Poe", "Pelion Pharma", "+14155550172", "a demo")
    answer.answer(desk, Answer(resting, "hung-up"))
    for minutes in (5, 40, 75):
        time.at = Instant(now - 2 * HOUR + minutes * MINUTE)
        answer.answer(desk, Answer(capped, "no-answer"))
    answered = next((lead for lead in range(1, 40) if desk_stage(desk, lead) not in ENDED), 1)
    time.at = Instant(now - 25 * MINUTE)
    interact.interact(desk, answered, "reply", "who else in our region uses it?")
    automatic.run_automatic(desk)
    time.at = Instant(now - 12 * MINUTE)
    _add(desk, zone, "Tom Ash", "Pelion Foods", "+14155550183", "alarms for frozen pallets")
    time.at = Instant(now - 38)
    _add(desk, zone, "Priya Shah", "Northwind Cold", "+14155550194", "two cold rooms in Denver")
    time.at = now


def desk_stage(desk: Desk, lead: int) -> str:
    """A lead's stage."""
    return take.look(desk, lead).stage


def _add(desk: Desk, zone: str, name: str, company: str, number: str, topic: str) -> int:
    first, _, last = name.partition(" ")
    record = LeadRecord(
        name=name, first_name=first, last_name=last, title="Operations Director", company=company,
        phones=(Phone(number, "mobile", (zone,)),), emails=(f"{first}@{company.split()[0]}.example".lower(),),
        zones=(zone,), zone_source="confirmed", source="web form", interaction="form", topic=topic,
    )  # fmt: skip
    return add_lead(desk, record)[0]


def _text(at: float) -> str:
    return to_utc_text(Instant(int(at)))
