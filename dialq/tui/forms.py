"""The one-line forms: what each outcome asks, prefilled, and the answer that comes of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from dialq.clock import Instant
from dialq.desk.reading_acts import Answer
from dialq.desk.views import Card, NumberView
from dialq.engine.channels import day_zone
from dialq.engine.outcome import OUTCOMES, REASONS, SCOPES
from dialq.engine.when import Reading, read_when

WHO = ("only me", "anyone")
LATER_REASONS = ("no time now", "asked to wait", "wrong hour", "other")


@dataclass(frozen=True, slots=True)
class Field:
    """One blank of a form."""

    name: str
    """What it fills in the answer."""
    title: str
    value: str = ""
    """Prefilled."""
    hint: str = ""
    """Shown while it is empty."""
    choices: tuple[str, ...] = ()
    """What it can be, numbered from 1; empty: free text."""
    wide: bool = False
    """Whether it takes the room that is left."""

    def resolve(self, typed: str) -> str:
        """What the typed text stands for: `2` or the start of a choice is that choice."""
        text = typed.strip()
        if text.isdigit() and 0 < int(text) <= len(self.choices):
            return self.choices[int(text) - 1]
        return next((choice for choice in self.choices if text and choice.startswith(text.lower())), text)


@dataclass(frozen=True, slots=True)
class Form:
    """A line of blanks with a title."""

    code: str
    title: str
    fields: tuple[Field, ...]
    note: str = ""
    """One sentence beside the title: the choices, or what went wrong."""

    def field(self, name: str) -> Field:
        """The field of that name."""
        return next(field for field in self.fields if field.name == name)

    def values(self, typed: Mapping[str, str]) -> dict[str, str]:
        """The fields' values as they were typed, choices resolved."""
        return {field.name: field.resolve(typed.get(field.name, field.value)) for field in self.fields}


def _choices(choices: tuple[str, ...]) -> str:
    return "  ".join(f"{place} {choice}" for place, choice in enumerate(choices, 1))


def outcome_form(code: str, card: Card, number: NumberView | None, templates: tuple[str, ...] = ()) -> Form:
    """The prefilled form of an outcome; without blanks if it asks nothing."""
    outcome = OUTCOMES[code]
    return Form(code, outcome.label.upper(), _blanks(code, card, number, templates), _note(code, templates))


def _note(code: str, templates: tuple[str, ...]) -> str:
    return {
        "not-interested": _choices(REASONS),
        "do-not-call": _choices(SCOPES),
        "callback": f"who: {_choices(WHO)}",
        "interested": f"who: {_choices(WHO)}",
        "later": _choices(LATER_REASONS),
        "info-sent": _choices(templates),
        "referred": "name, then phone and address if you have them",
    }.get(code, "")


def _blanks(
    code: str, card: Card, number: NumberView | None, templates: tuple[str, ...]
) -> tuple[Field, ...]:
    rung = number.number if number else ""
    template = card.item.step.template if card.item.step and card.item.step.template in templates else ""
    when = Field("when", "when", "tomorrow 9", "tomorrow 9, fri 14:30, in 2h")
    words = Field("note", "their words", wide=True)
    who = Field("who", "who", WHO[0], choices=WHO)
    blanks: dict[str, tuple[Field, ...]] = {
        "callback": (when, who, words),
        "interested": (when, who, words),
        "meeting": (Field("when", "when", "", "thu 14:00"), Field("to", "with", card.lead.name, wide=True)),
        "not-now": (Field("when", "until", "", "90 days"), words),
        "not-interested": (Field("reason", "reason", "", "1-6", REASONS), Field("note", "words", wide=True)),
        "wrong-number": (Field("number", "number", rung, wide=True),),
        "bad-number": (Field("number", "number", rung, wide=True),),
        "info-sent": (
            Field("template", "mail", template or (templates[0] if templates else ""), choices=templates),
            Field("when", "follow up", "", "in 3 days"),
        ),
        "referred": (Field("to", "to", "", "Kim Lee, +1 415 555 0199, kim@example.com", wide=True),),
        "left-company": (Field("reason", "who said so", wide=True),),
        "hung-up": (words,),
        "do-not-call": (
            Field("scope", "scope", SCOPES[0], choices=SCOPES),
            Field("reason", "words", wide=True),
        ),
        "out-of-office": (Field("when", "until", "", "in 7 days"),),
        "skip": (Field("reason", "why", wide=True),),
        "later": (
            Field("when", "when", "in 2h"),
            Field("reason", "reason", "1", choices=LATER_REASONS, wide=True),
        ),
    }
    return blanks.get(code, (words,))


def override_form(answer: Answer, why: str) -> Form:
    """Asks why it happened all the same (R7.4)."""
    return Form(answer.code, "LOG IT ANYWAY", (Field("override", "because", wide=True),), why)


def send_anyway(why: str) -> Form:
    """Asks why a mail goes out past a rule."""
    return Form("sent", "SEND IT ANYWAY", (Field("override", "because", wide=True),), why)


def readings_form(answer: Answer, readings: tuple[str, ...]) -> Form:
    """Asks which of two times was meant (R10.1)."""
    return Form(
        answer.code, "WHICH", (Field("when", "1 or 2", "1", choices=readings, wide=True),), _choices(readings)
    )


def filled(answer: Answer, values: Mapping[str, str]) -> Answer:
    """The answer with a form's values in it; a note already written stays before the words of the form."""
    known = {name: value for name, value in values.items() if name not in ("note", "who")}
    shared = values.get("who") == WHO[1] or answer.when.endswith(WHO[1])
    if shared and known.get("when", answer.when) and not known.get("when", answer.when).endswith(WHO[1]):
        known["when"] = f"{known.get('when', answer.when)} {WHO[1]}"
    note = "\n".join(part for part in (answer.note, values.get("note", "")) if part)
    return replace(answer, **known, note=note)


def read_back(text: str, card: Card, team_zone: str, now: Instant, *, own: bool = False) -> str:
    """How a time is understood, in the lead's zone and in ours (R10.1); '' while nothing is typed.

    A task asks nothing of the lead: its time is ours alone.
    """
    zone = team_zone if own else day_zone(card.lead, team_zone)
    readings = read_when(text, now, zone) if text.strip() else ()
    if not text.strip():
        return ""
    if not readings:
        return "cannot be read as a time yet"
    if own:
        return "  or  ".join(f"= {reading.text} here ({_town(zone)})" for reading in readings)
    return "  or  ".join(_both_zones(reading, card, team_zone) for reading in readings)


def _both_zones(reading: Reading, card: Card, team_zone: str) -> str:
    theirs = day_zone(card.lead, team_zone)
    if theirs == team_zone:
        return f"= {reading.text}"
    here = datetime.fromtimestamp(reading.at, ZoneInfo(team_zone))
    return f"= {reading.text} in {_town(theirs)}, {here:%a %H:%M} here"


def _town(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")
