"""When somebody who is away is back, in the words of their automatic answer (R11.2).

"Back on the 15th" is the 15th. What names the end of an absence ("until 15 December", "bis zum 15.12.", "du 3 au 12
mai") is taken as its last day: they are back the day after, for a day late costs nothing and a day early is rude.
A day that is past, or that has two readings, is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from dialq.mail.absence_words import language_of, pattern_of
from dialq.mail.calendar_words import days_ahead, month_of
from dialq.mail.found_dates import FoundDate, dates_in

_LONGEST = 3000
_SENTENCES = re.compile(r"\n\s*\n|(?<=[^\W\d]{4})[.!?]+(?=\s)|(?<=[)\"”'])[.!?]\s|[;•|]|\n\s*[-–*]\s")
_AFTER_NUMBER = re.compile(r"(?<=\d)\.\s+(?=[^\W\d_a-zß-ÿ])([^\W\d_]{1,13})")
_BETWEEN = (
    r"\s+(?:(?:the|den|dem|der|le|el|il|lo|o|de|dia|día|dnia|and including|including|einschließlich)\s+)?"
    r"(?:[^\W\d]+(?:-feira)?[,.]?\s+)?(?:(?:the|den|dem|le|el|il|o|dia|día|d\.)\s+)?"
)
_RANGE = re.compile(r"\d{1,2}(?:st|nd|rd|th|[.°ºe])?\s*[-–—]\s*$|[-–—]\s*(?:[^\W\d]+[,.]?\s*)?$")
_CLAUSE = re.compile(r",|\b(?:and|und|et|y|e|en|och|og|i|ja|a)\b")
_TODAY = re.compile(
    r"(?<!\w)(?:today|heute|aujourd'hui|aujourd’hui|hoy|oggi|vandaag|hoje|idag|i dag|dzisiaj|dziś|tänään|dnes)(?!\w)"
)
_NOT_LATER = timedelta(days=730)
_RETURN, _END, _LOOSE_END, _NOTHING = 3, 2, 1, 0
"""When they are back; the last day of an absence; the last day of something, in a sentence that names no absence."""
_WORDS = re.compile(r"[^\W\d_]+(?:-feira)?")
_VERB_SECOND = ("de", "nl", "sv", "da", "nb", "fi")
"""Languages that put the day before the word of returning: "am Montag wieder"."""
_LENIENT = ("to", "au", "à", "a", "al", "ao", "and", "et le", "und dem")
"""Words that end an absence only where its beginning stands before them."""


class Role(Struct, frozen=True):
    """What a date is in its sentence."""

    weight: int
    day: date


def return_date(subject: str, text: str, written: date) -> date | None:
    """The day somebody is back, read from an automatic answer written on a day; None if it does not clearly say."""
    said = f"{subject[:300]}\n\n{text[:_LONGEST]}".replace("\u00a0", " ").replace("’", "'")
    code = language_of(text)
    roles = [role for sentence in _sentences(said, code) for role in _roles(sentence, code, written)]
    said = said.lower()
    back = [role.day for role in roles if role.weight == _RETURN and _ahead(role.day, written)]
    if back:
        return min(back)
    ends = [role.day for role in roles if role.weight == _END and _ahead(role.day, written)]
    if ends:
        return max(ends)
    loose = [role.day for role in roles if role.weight == _LOOSE_END and _ahead(role.day, written)]
    if loose:
        return loose[0]
    if not roles and _TODAY.search(said) and pattern_of(code, "away").search(said):
        return written + timedelta(days=1)
    return None


def _sentences(said: str, code: str) -> Iterator[str]:
    """The sentences of a text, in lower case; "until December 14. Visit us" are two, "bis 14. Dezember" is none."""
    for sentence in _SENTENCES.split(said):
        begin = 0
        for stop in _AFTER_NUMBER.finditer(sentence):
            if not month_of(stop[1].lower(), code):
                yield sentence[begin : stop.start()].lower()
                begin = stop.start() + 1
        yield sentence[begin:].lower()


def _ahead(day: date, written: date) -> bool:
    return written <= day <= written + _NOT_LATER


def _roles(sentence: str, code: str, written: date) -> Iterator[Role]:
    """The dates of a sentence that tell when somebody is back."""
    sentence = " ".join(sentence.split())
    found = dates_in(sentence, code, written)
    ending = _END if _names_absence(sentence, code) else _LOOSE_END
    for index, one in enumerate(found):
        before = sentence[found[index - 1].end if index else 0 : one.start]
        after = sentence[one.end : found[index + 1].start if index + 1 < len(found) else len(sentence)]
        weight = _weight(one, before, after, code, index > 0)
        if weight and one.day is not None:
            yield Role(
                ending if weight == _END else weight, one.day + timedelta(days=1 if weight == _END else 0)
            )
    if not found:
        yield from _weekdays(sentence, code, written)


def _names_absence(sentence: str, code: str) -> bool:
    """Whether a sentence is about who is away, and not about an offer or a fair."""
    return pattern_of(code, "away").search(sentence) is not None or (
        pattern_of(code, "back").search(sentence) is not None
    )


def _weight(one: FoundDate, before: str, after: str, code: str, follows: bool) -> int:
    """Whether a date is when they are back, the last day of the absence, or neither."""
    back = pattern_of(code, "back")
    ending = _before(before, code, "until")
    if ending:
        comes_back = back.search(before[-60 - len(ending) :])
        if comes_back and ending not in _LENIENT and comes_back.start() < len(before):
            return _RETURN
        if ending not in _LENIENT or follows or pattern_of(code, "since").search(before):
            return _END
    if one.ranged or (
        _RANGE.search(before) and (follows or before.rstrip(" -–—")[-1:].isdigit() or ranged_word(before))
    ):
        return _END
    if code == "fi" and re.match(r"\s*(?:asti|saakka)", after):
        return _END
    near = _CLAUSE.split(after.lstrip(" .,") if code in _VERB_SECOND else after, maxsplit=1)[0]
    if back.search(before) or back.search(near[:60]):
        return _RETURN
    return _NOTHING


def ranged_word(before: str) -> bool:
    """Whether a dash after a number stands before the date: "3.-12. Mai"."""
    return re.search(r"\d\S{0,3}\s*[-–—]\s*$", before) is not None


def _before(before: str, code: str, field: str) -> str:
    """The word of a kind that stands right before a date; '' if none does."""
    ends = re.compile(rf"({pattern_of(code, field).pattern}){_BETWEEN}(?:\d{{1,2}}[.]?\s*)?$")
    found = ends.search(before[-80:].rstrip(":") + ("" if before.endswith(" ") else " "))
    return found[1] if found else ""


def _weekdays(sentence: str, code: str, written: date) -> Iterator[Role]:
    """Weekdays and words like "tomorrow" right after a word of returning or ending."""
    for field, weight in (("back", _RETURN), ("until", _END)):
        for cue in pattern_of(code, field).finditer(sentence):
            words = _WORDS.findall(sentence[cue.end() : cue.end() + 60])[:6]
            if field == "back" and code in _VERB_SECOND:
                words += _WORDS.findall(_CLAUSE.split(sentence[: cue.start()])[-1][-50:])[-4:]
            for word in words:
                ahead = days_ahead(word, code, written.weekday()) if len(word) > 3 else 0
                if ahead:
                    negated = field == "until" and pattern_of(code, "back").search(sentence[: cue.start()])
                    late = weight == _END and not negated
                    yield Role(_RETURN if negated else weight, written + timedelta(days=ahead + late))
                    break
