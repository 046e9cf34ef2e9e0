"""Names of months and weekdays in the common languages, as dateparser knows them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

_MONDAY = date(2024, 1, 1)
_ASKED = (date(2023, 3, 15), date(2025, 8, 20))
_ENDINGS = ("", "en", "et", "ku", "ta", "a", "u", "na")
"""What inflections add or put in the place of; the bare word is tried first."""
_POLISH = {
    "poniedziałku": "poniedziałek",
    "wtorku": "wtorek",
    "środy": "środa",
    "środę": "środa",
    "czwartku": "czwartek",
    "piątku": "piątek",
    "soboty": "sobota",
    "sobotę": "sobota",
    "niedzieli": "niedziela",
    "niedzielę": "niedziela",
}


@lru_cache(maxsize=4096)
def month_of(word: str, language: str) -> int:
    """The month of a word in a language or in English; 0 if it is none."""
    for code in (language, "en"):
        # A word that says nothing takes the month of the day of asking: ask on two.
        months = {_parsed(f"1 {word} 2024", code, base) for base in _ASKED}
        found = months.pop() if len(months) == 1 else None
        if found is not None and (found.year, found.day) == (2024, 1):
            return found.month
    return 0


@lru_cache(maxsize=4096)
def days_ahead(word: str, language: str, weekday: int) -> int:
    """How many days after a day of this `weekday` (Monday is 0) a word like "Friday" or "tomorrow" means; 0: no day."""
    for code in dict.fromkeys((language, "en")):
        for form in _forms(word):
            base = _MONDAY + timedelta(days=weekday)
            found = _parsed(form, code, base)
            if found is None or not 0 < (found - base).days <= 7:
                continue
            later = _parsed(form, code, base + timedelta(days=1))
            # A weekday stays where it is when the day of asking moves; "tomorrow" moves along.
            if later in (found, found + timedelta(days=1), found + timedelta(days=7)):
                return (found - base).days
    return 0


def _forms(word: str) -> list[str]:
    known = _POLISH.get(word)
    cut = [word[: -len(ending)] for ending in _ENDINGS if ending and word.endswith(ending) and len(word) > 6]
    return [known] if known else [word, *cut]


def _parsed(words: str, language: str, base: date) -> date | None:
    import dateparser  # type: ignore[import-untyped]

    settings = {
        "RELATIVE_BASE": datetime.combine(base, time(12)),
        "PREFER_DATES_FROM": "future",
    }
    found = dateparser.parse(words, languages=[language], settings=settings)
    return found.date() if found is not None else None
