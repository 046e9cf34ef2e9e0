"""Random days for hypothesis: who arrives, what comes of calls, what is taken back, how the clock jumps."""

from __future__ import annotations

from datetime import date, datetime
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from msgspec.structs import replace

from dialq.clock import DAY, HOUR, MINUTE, Instant, from_datetime
from dialq.engine.lead import HOT, WARM
from dialq.engine.outcome import REASONS
from tests.oracle.calendar import TeamCalendar
from tests.oracle.interactions import RESPONSES, TWICE
from tests.oracle.playing import ADDRESSES, COMPANIES, NUMBERS
from tests.oracle.presets import ALL, LIGHT, PROGRAMMES, RE_ENGAGE
from tests.oracle.script import (
    Add,
    Ban,
    Command,
    Correct,
    Log,
    Post,
    Redo,
    Respond,
    StartCall,
    Undo,
    Wait,
    WaitForNext,
    Work,
)
from tests.oracle.team import NO, YES, Team

TEAM = "America/New_York"
HOLIDAYS = frozenset({date(2026, 12, 25), date(2027, 1, 1), date(2027, 1, 18)})
CALENDAR = TeamCalendar(TEAM, HOLIDAYS)
RULES = Team(
    CALENDAR,
    {**ALL, LIGHT.name: replace(LIGHT, limit_days=20)},
    programmes={**PROGRAMMES, "light": ("light",)},
    silent={"hot": RE_ENGAGE.name},
    names=frozenset({"expo"}),
    cheap={"light": 500},
    fits={"Buyer": YES, "Student": NO},
)
"""The team all random days are played in."""

ZONES = ("America/New_York", "America/Los_Angeles", "Australia/Sydney", "Asia/Kolkata", "Pacific/Honolulu")
STARTS = (
    "2026-12-01 08:00",  # a plain Tuesday
    "2026-10-30 15:00",  # Friday before the clocks go back
    "2027-03-12 09:30",  # Friday before the clocks go forward
    "2026-12-30 16:45",  # before New Year
    "2026-12-05 23:50",  # a Saturday night
    "2028-02-28 10:00",  # before a leap day
)

MISSES = ("no-answer", "voicemail", "gatekeeper", "busy", "wrong-number", "bad-number")
TALKS = ("callback", "interested", "info-sent", "meeting", "not-now", "not-interested", "referred",
         "left-company", "hung-up", "do-not-call")  # fmt: skip
TIMED = ("callback", "interested", "meeting")
TAKES_TIME = ("info-sent", "not-now")
HEARD = ("callback", "interested", "info-sent", "meeting", "not-now", "not-interested", "referred", "hung-up")
"""What an inbound call can come to."""

reps = st.integers(0, 1)
leads = st.integers(0, 9)
ahead = st.one_of(st.integers(30 * MINUTE, 8 * HOUR), st.integers(1 * DAY, 12 * DAY))
pauses = st.one_of(
    st.integers(0, 90),
    st.sampled_from((MINUTE, 15 * MINUTE, 25 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR)),
    st.integers(MINUTE, 12 * HOUR),
    st.integers(1, 5).map(lambda days: days * DAY),
    st.integers(1, 8).map(lambda weeks: weeks * 7 * DAY),
)


def begin(text: str) -> Instant:
    """Team time as an instant."""
    return from_datetime(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(TEAM)))


starts = st.sampled_from(STARTS).map(begin)
"""The instant a random day begins at."""


def some(count: int, most: int) -> st.SearchStrategy[tuple[int, ...]]:
    """A few different places of a list of `count`."""
    return st.lists(st.integers(0, count - 1), max_size=most, unique=True).map(tuple)


_KINDS: dict[str, st.SearchStrategy[Any]] = {
    "temperature": st.sampled_from((HOT, WARM)),
    "interaction": st.sampled_from(("", "", "form", "contact-me", "inbound-call", *TWICE)),
    "age": st.one_of(st.just(0), st.integers(1, HOUR), st.integers(1, 9 * DAY)),
    "numbers": st.one_of(some(len(NUMBERS), 3), st.sampled_from(((0,), (1, 2), (3, 4), (5,)))),
    "emails": st.one_of(some(len(ADDRESSES), 2), st.sampled_from(((0,), (1,), (2,), (3,)))),
    "company": st.integers(0, len(COMPANIES) - 1),
    "linkedin": st.booleans(),
    "address": st.booleans(),
    "zones": st.one_of(st.just(()), st.lists(st.sampled_from(ZONES), max_size=2, unique=True).map(tuple)),
    "interactions": st.integers(0, 3),
    "doubtful": st.sampled_from((False, False, False, True)),
    "source": st.sampled_from(("", "", "list", "expo")),
    "title": st.sampled_from(("Buyer", "Buyer", "Buyer", "", "Student")),
    "cost": st.sampled_from(("", "", "35.00", "2.50")),
}
"""What a lead may be, field by field."""


def adds(**fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[Add]:
    """Leads of all kinds: hot and warm, with few or many ways to reach them, some shared."""
    return st.builds(Add, **(_KINDS | fixed))


@st.composite
def parameters(draw: st.DrawFn, code: str) -> dict[str, Any]:
    """Plausible parameters of one code: a time, a reason, a scope where it asks for them."""
    needed = code in TIMED
    timed = needed or (code in TAKES_TIME and draw(st.booleans()))
    scopes = ("person", "number", "address", "domain", "company")
    return {
        "code": code,
        "when": draw(ahead) if timed else None,
        "reason": draw(st.sampled_from(REASONS)) if code in ("not-interested", "skip", "later") else "",
        "scope": draw(st.sampled_from(scopes)) if code == "do-not-call" else "",
        "anyone": draw(st.booleans()) if code in TIMED else False,
    }


@st.composite
def works(draw: st.DrawFn) -> Work:
    """A rep takes the next lead; most calls reach nobody."""
    code = draw(st.sampled_from((*MISSES, *MISSES[:4], *TALKS)))
    given = draw(parameters(code))
    return Work(draw(reps), talk=draw(st.integers(5, 900)), pair=draw(st.booleans()), **given)


@st.composite
def logs(draw: st.DrawFn) -> Log:
    """Something written down out of order, late, on another channel or from the other side."""
    kind = draw(st.sampled_from(("call", "call", "inbound", "other", "put off")))
    ago = draw(st.one_of(st.just(0), st.integers(0, 5 * HOUR)))
    who: dict[str, Any] = {"rep": draw(reps), "lead": draw(leads), "number": draw(st.integers(0, 2))}
    if kind == "other":
        channel = draw(st.sampled_from(("email", "social", "post", "research")))
        codes = {"email": ("sent", "bounced", "out-of-office", "unsubscribed", "replied")}
        code = draw(st.sampled_from(codes.get(channel, ("done",))))
        return Log(**who, code=code, channel=channel, ago=ago)
    if kind == "put off":
        code = draw(st.sampled_from(("skip", "later", "attended", "no-show", "cancelled")))
        when = draw(st.one_of(st.none(), ahead)) if code == "later" else None
        return Log(**who, code=code, channel="", when=when, reason="other")
    codes_here = HEARD if kind == "inbound" else (*MISSES, *TALKS)
    given = draw(parameters(draw(st.sampled_from(codes_here))))
    return Log(**who, ago=ago, inbound=kind == "inbound", **given)


@st.composite
def corrections(draw: st.DrawFn) -> Correct:
    """Another outcome for a call of today."""
    given = draw(parameters(draw(st.sampled_from((*MISSES, *TALKS[:-1])))))
    rep, which = draw(reps), draw(st.integers(0, 3))
    return Correct(rep, which, given["code"], given["when"], given["reason"])


def commands() -> st.SearchStrategy[Command]:
    """One thing that happens, most often a rep at work."""
    kinds = st.sampled_from((*RESPONSES, *TWICE, "visit"))
    responses = st.builds(Respond, leads, kinds, st.one_of(st.just(0), st.integers(0, 2 * HOUR)))
    edges = st.builds(WaitForNext, reps, st.sampled_from((-1, 0, 0, 0, 1, 200)))
    bans = st.builds(Ban, st.sampled_from(("number", "address", "domain", "company")), st.integers(0, 5))
    usual = [*[works()] * 6, edges, edges, st.builds(Wait, pauses), logs(), logs()]
    rare = [adds(), responses, st.builds(Undo, reps), st.builds(Redo, reps), corrections()]
    mails = st.builds(Post, st.booleans())
    return st.one_of(*usual, *rare, mails, mails, responses, st.builds(StartCall, reps), bans)


@st.composite
def spells(draw: st.DrawFn) -> list[Command]:
    """A run of commands that chance alone seldom strings together: months with marketing, a lead that falls silent."""
    lead, rep = draw(leads), draw(reps)
    if draw(st.booleans()):
        items: list[Command] = [Post(wait=True)] * draw(st.integers(1, 13))
        return [Log(rep, lead, "hung-up"), *items]
    tries: list[Command] = [Work(rep, draw(st.sampled_from(MISSES[:4])))] * 5
    return [Respond(lead, draw(st.sampled_from(RESPONSES))), *tries]


def long_lives() -> st.SearchStrategy[list[Command]]:
    """Leads that cost little, so that one campaign brings them to marketing, over many months."""
    cheap = adds(
        cost=st.just("2.50"), interaction=st.just(""), source=st.just(""), title=st.sampled_from(("Buyer", "")),
        emails=st.sampled_from(((0,), (1,), (2, 3), ())),
    )  # fmt: skip
    few = st.lists(cheap, min_size=1, max_size=2).map(list[Command])
    parts = st.lists(st.one_of(spells(), spells(), commands().map(lambda one: [one])), min_size=3, max_size=8)
    return st.builds(lambda before, after: [*before, *chain.from_iterable(after)], few, parts)


def days(most: int = 30, least: int = 12) -> st.SearchStrategy[list[Command]]:
    """A random stretch of days: one to four leads first, then some commands."""
    first: st.SearchStrategy[list[Command]] = st.lists(adds(), min_size=1, max_size=4).map(list)
    rest = st.lists(commands(), min_size=least, max_size=most)
    return st.builds(lambda before, after: [*before, *after], first, rest)
