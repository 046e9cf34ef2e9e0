"""Values as people read them: ages, clocks, counts. Pure."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from dialq.clock import DAY, HOUR, MINUTE, Instant
from dialq.desk.views import Item

TIER_TITLES = {
    "callback": "PROMISED", "now": "JUST IN", "response": "ANSWERED US", "fresh": "FRESH",
    "slipping": "SLIPPING", "cadence": "DUE", "questionable": "DOUBTFUL",
}  # fmt: skip
"""Headings of the queue list."""

OWED_TITLES = {"answer": "ANSWERED US", "promise": "PROMISED", "own": "YOURS TO DO"}
"""Headings of what is owed before the plan, whatever its tier; who came just now says so first."""

SHORT_TIERS = {
    "response": "owed", "callback": "promised", "now": "now", "fresh": "fresh", "slipping": "slip",
    "cadence": "due", "questionable": "doubtful",
}  # fmt: skip
"""The same in the `then` line."""

RULE_WORDS = {
    "suppressed": "banned", "ended": "ended", "not-a-lead": "not leads yet", "resting": "resting",
    "nurture": "in nurture", "paused": "paused", "callback-later": "promised for later", "not-due": "not due yet",
    "cap.campaign.touches": "at the touch cap", "cap.campaign.calls": "at the call cap",
    "cap.life": "at the life cap", "cap.day": "touched enough today", "cap.dials-24h": "rung enough in 24 h",
    "cap.law": "at the legal cap", "gap": "too soon after the last touch", "needs-location": "without a place",
    "needs-contact": "without number or address", "window": "outside calling hours", "not-yours": "of others",
    "claimed": "in a colleague's hands",
}  # fmt: skip
"""What holds leads back, for the empty queue."""


def title_of(item: Item) -> str:
    """The heading that an item stands under; '' for a lead that is not in the queue."""
    tier = TIER_TITLES.get(item.tier, "")
    return tier if item.tier == "now" else OWED_TITLES.get(item.owed, tier)


def stopwatch(seconds: int) -> str:
    """A running time: `0:38`, `12:07`, `1:02:03`."""
    hours, rest = divmod(max(0, seconds), HOUR)
    minutes, secs = divmod(rest, MINUTE)
    return f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes}:{secs:02}"


def call_clock(seconds: int) -> str:
    """The clock of a call: `02:14`."""
    hours, rest = divmod(max(0, seconds), HOUR)
    minutes, secs = divmod(rest, MINUTE)
    return f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes:02}:{secs:02}"


def span_of_time(seconds: int) -> str:
    """A length of time in one unit: `45s`, `18m`, `3h`, `2d`."""
    seconds = abs(seconds)
    if seconds < MINUTE:
        return f"{seconds}s"
    if seconds < HOUR:
        return f"{seconds // MINUTE}m"
    return f"{seconds // HOUR}h" if seconds < DAY else f"{seconds // DAY}d"


def wall_clock(at: Instant, zone: str) -> str:
    """`11:42` in a zone."""
    return datetime.fromtimestamp(at, ZoneInfo(zone)).strftime("%H:%M")


def day_and_clock(at: Instant, zone: str, now: Instant) -> str:
    """`11:42` if it is today in that zone, else `Tue 11:42`, later `4 Dec 11:42` or `4 Jan 27 11:42`."""
    local = datetime.fromtimestamp(at, ZoneInfo(zone))
    today = datetime.fromtimestamp(now, ZoneInfo(zone)).date()
    days = (local.date() - today).days
    clock = local.strftime("%H:%M")
    if days == 0:
        return clock
    return f"{local:%a} {clock}" if 0 < days < 7 else f"{day_of(local, today.year)} {clock}"


def day_of(day: date, year: int) -> str:
    """`4 Dec`, in another year than the one meant anyway `4 Jan 27`."""
    return f"{day.day} {day:%b}" if day.year == year else f"{day.day} {day:%b %y}"


def past_day(at: Instant, zone: str, now: Instant) -> str:
    """`Tue 10:12` within the last week, else `12 Nov`, in another year `12 Nov 24`."""
    local = datetime.fromtimestamp(at, ZoneInfo(zone))
    today = datetime.fromtimestamp(now, ZoneInfo(zone)).date()
    if 0 <= (today - local.date()).days < 7:
        return local.strftime("%a %H:%M")
    return day_of(local, today.year)


def came_at(item: Item) -> Instant:
    """Since when somebody waits for us: their answer, or their arrival."""
    return item.due if item.owed == "answer" and item.due is not None else item.arrived


def lateness(item: Item, now: Instant) -> str:
    """How an item stands in a list; the age of a young one counts on in steps of 5 seconds."""
    age = now - came_at(item)
    if item.tier in ("now", "fresh") and 0 <= age < 5 * MINUTE:
        return stopwatch(age - age % 5)
    return item.late


def step_words(item: Item) -> str:
    """The step of an item in a list: `call 4`, `mail 6`, `answer them`."""
    if item.step is None:
        return ""
    return f"{channel_word(item.step.channel)} {item.step.number}" if item.step.number else item.step.label


def channel_word(channel: str) -> str:
    """A channel as reps say it."""
    return {"email": "mail", "social": "linkedin"}.get(channel, channel)


def plural(count: int, word: str) -> str:
    """`1 lead`, `2 leads`."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def shorten_name(name: str, width: int) -> str:
    """A name cut to a width with a dot, for narrow columns."""
    return name if len(name) <= width else name[: max(1, width - 1)].rstrip() + "."
