"""The people of the quarter: who they are, when they come in, what they do by themselves, how they answer."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from dialq.clock import DAY, HOUR, MINUTE, Instant
from dialq.engine.lead import LeadRecord, Phone

TEAM = "America/New_York"
AREAS = {
    TEAM: ("201", "202", "203", "207", "212", "215"),
    "America/Chicago": ("205", "214", "217", "224"),
    "America/Denver": ("303", "307", "406", "435"),
    "America/Los_Angeles": ("206", "209", "213", "310", "408", "415"),
}
ZONES = {area: zone for zone, areas in AREAS.items() for area in areas}

SETTINGS = """
[sender]
name = "Ana Torres"
email = "ana@coldchain.example"
company = "Coldchain Alerts"
postal_address = "1 Example Street, Springfield, IL 62701"
"""
SOURCES = """
[expo]
kind = "name"

[website]
kind = "lead"
cost = 35.00

[list]
kind = "lead"
temperature = "warm"
cost = 30.00

[cheap-list]
kind = "lead"
temperature = "warm"
cost = 2.50
"""
PERSONAS = """
[[persona]]
name = "buyers"
titles = ["manager", "director"]
not_titles = ["student"]
"""

CALLS = {
    "no-answer": 520, "voicemail": 150, "busy": 50, "gatekeeper": 60, "wrong-number": 20, "bad-number": 20,
    "callback": 40, "interested": 30, "info-sent": 20, "meeting": 20, "not-now": 15, "not-interested": 25,
    "referred": 4, "left-company": 6, "hung-up": 15, "do-not-call": 5,
}  # fmt: skip
"""What a thousand calls come to."""
ORIGINS = {"form": 20, "contact-me": 5, "webinar": 15, "list": 30, "cheap-list": 10, "stale": 5, "expo": 15}
ACTS = {
    "reply": 5,
    "contact-me": 3,
    "form": 4,
    "inbound-call": 2,
    "rsvp": 1,
    "webinar": 5,
    "download": 5,
    "visit": 3,
}
LETTERS = {"bounced": 3, "unsubscribed": 2, "out-of-office": 3, "inbound": 3}


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a lead does by itself: an interaction, or a letter or call that a rep writes down."""

    at: Instant
    kind: str


@dataclass(frozen=True, slots=True)
class Person:
    """One lead to be."""

    number: int
    arrives: Instant
    record: LeadRecord
    zone: str
    """Where it is, as far as anybody can know."""
    deeds: tuple[Deed, ...]


def people(count: int, start: Instant, days: int, seed: int) -> list[Person]:
    """So many people, most of them in the first two thirds of the time."""
    random = Random(seed)
    found = [_person(number, start, days, random) for number in range(count)]
    return sorted(found, key=lambda person: person.arrives)


def pick(random: Random, weights: dict[str, int]) -> str:
    """One of some words by their weights."""
    return random.choices(list(weights), list(weights.values()))[0]


def _person(number: int, start: Instant, days: int, random: Random) -> Person:
    arrives = Instant(start + random.randrange(days * 2 // 3 * DAY))
    area = random.choice(list(ZONES))
    way = random.choices(("both", "phone", "mail", "post", "none"), (70, 12, 12, 3, 3))[0]
    phone = Phone(f"+1{area}55501{number % 100:02}", "mobile", (ZONES[area],))
    company = f"Company {number // 3 if number % 5 == 0 else number + 1000}"
    zone = ZONES[area] if way in ("both", "phone") else TEAM
    record = LeadRecord(
        name=f"Lou Field{number}",
        first_name="Lou",
        last_name=f"Field{number}",
        title=random.choice(("Manager", "Manager", "Director", "", "Student")),
        company=company,
        phones=(phone,) if way in ("both", "phone") else (),
        emails=(f"lou{number}@example.com",) if way in ("both", "mail") else (),
        linkedin=f"lou-field-{number}" if random.random() < 0.4 else "",
        street="1 Main Street" if way == "post" or random.random() < 0.3 else "",
        city="Springfield",
        zones=(zone,),
        **_origin(arrives, random),
    )
    return Person(number, arrives, record, zone, _deeds(arrives, start, days, random))


def _origin(arrives: Instant, random: Random) -> dict[str, Any]:
    """Live from the website, from two kinds of list, or from the expo."""
    kind = pick(random, ORIGINS)
    if kind in ("form", "contact-me", "webinar"):
        return {"source": "website", "interaction": kind, "topic": "cold chain", "arrived": arrives}
    if kind == "stale":
        return {"source": "website", "arrived": Instant(arrives - random.randrange(20 * DAY))}
    return {"source": kind}


def _deeds(arrives: Instant, start: Instant, days: int, random: Random) -> tuple[Deed, ...]:
    """Now and then a lead acts, whatever the hour."""
    left = start + days * DAY - arrives - HOUR
    acts = [pick(random, ACTS) for _ in range(random.choices((0, 1, 2, 3), (55, 25, 15, 5))[0])]
    if random.random() < 0.1:
        acts.append(pick(random, LETTERS))
    times = sorted(Instant(arrives + MINUTE + random.randrange(left)) for _ in acts)
    return tuple(Deed(at, kind) for at, kind in zip(times, acts, strict=True))
