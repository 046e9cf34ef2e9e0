"""Whom a team sells to: four checks of fit, each yes, no or unknown with its reason (R3.1, SEED2-01)."""

from __future__ import annotations

import re

from msgspec import Struct

from dialq.engine.lead import Lead

YES = "yes"
NO = "no"
UNKNOWN = "unknown"

COMPANY, SIZE, TITLE, INDUSTRY = "company", "size", "title", "industry"
_ASKED = {COMPANY: "kind of company"}
"""What a check asks for, where that is not its name."""


class Persona(Struct, frozen=True):
    """One kind of person a team sells to. What is left empty is not asked; all words are in lower case.

    A word is found as a whole word, singular or plural; `manufactur*` finds every word that begins so.
    """

    name: str
    kinds: tuple[str, ...] = ()
    """Words one of which the kind of company must contain: `manufacturer`, `agency`."""
    least: int | None = None
    """The fewest people the company may have…"""
    most: int | None = None
    """…and the most; None: no bound."""
    titles: tuple[str, ...] = ()
    """Words one of which the title must contain."""
    not_titles: tuple[str, ...] = ()
    """Words none of which the title may contain: `assistant`, `student`."""
    industries: tuple[str, ...] = ()
    """Words one of which the industry must contain."""


class FitCheck(Struct, frozen=True):
    """One check and its answer."""

    name: str
    """`company`, `size`, `title` or `industry`."""
    answer: str
    """`yes`, `no` or `unknown`."""
    reason: str


class Fit(Struct, frozen=True):
    """How a lead fits the persona it fits best."""

    persona: str
    checks: tuple[FitCheck, ...]

    @property
    def misfit(self) -> bool:
        """One `no` is enough (R3.1)."""
        return any(check.answer == NO for check in self.checks)

    @property
    def unknown(self) -> bool:
        """No `no`, but something asked that nobody knows: the lead is questionable (R5.1)."""
        return not self.misfit and any(check.answer == UNKNOWN for check in self.checks)


NOT_ASKED = Fit("", ())
"""The fit of every lead where the team has set no persona."""


def fit_of(lead: Lead, personas: tuple[Persona, ...]) -> Fit:
    """The fit to the best of the personas: fewest `no`, then most `yes`, then the first named."""
    if not personas:
        return NOT_ASKED
    fits = [Fit(persona.name, _checks(lead, persona)) for persona in personas]
    return min(fits, key=lambda fit: (_count(fit, NO), -_count(fit, YES)))


def _count(fit: Fit, answer: str) -> int:
    return sum(check.answer == answer for check in fit.checks)


def _checks(lead: Lead, persona: Persona) -> tuple[FitCheck, ...]:
    found = []
    if persona.kinds:
        found.append(_worded(COMPANY, lead.company_kind, persona.kinds))
    if persona.least is not None or persona.most is not None:
        found.append(_sized(lead.company_size, persona))
    if persona.titles or persona.not_titles:
        found.append(_titled(lead.title, persona))
    if persona.industries:
        found.append(_worded(INDUSTRY, lead.industry, persona.industries))
    return tuple(found)


def _worded(name: str, value: str, words: tuple[str, ...]) -> FitCheck:
    """Whether a text contains one of some words."""
    text = value.casefold().strip()
    if not text:
        return FitCheck(name, UNKNOWN, f"no {_ASKED.get(name, name)} given")
    hit = next((word for word in words if _has(text, word)), "")
    if hit:
        return FitCheck(name, YES, f"{value} ({hit})" if hit != text else value)
    return FitCheck(name, NO, f"{value}: none of {', '.join(words)}")


def _has(text: str, word: str) -> bool:
    """Whether a text has a word, or a phrase, of a persona: `cto` is not in `director`."""
    wanted = word.removesuffix("*")
    ending = r"\w*" if word.endswith("*") else r"(?:e?s)?"
    return re.search(rf"(?<![^\W_]){re.escape(wanted)}{ending}(?![^\W_])", text) is not None


def _titled(title: str, persona: Persona) -> FitCheck:
    text = title.casefold().strip()
    shut = next((word for word in persona.not_titles if _has(text, word)), "")
    if shut:
        return FitCheck(TITLE, NO, f"{title}: {shut} is left out")
    if not persona.titles:
        return FitCheck(TITLE, YES if text else UNKNOWN, title or "no title given")
    return _worded(TITLE, title, persona.titles)


def _sized(text: str, persona: Persona) -> FitCheck:
    size = people(text)
    low, high = persona.least or 0, persona.most
    wanted = f"{low}+" if high is None else f"{low}-{high}"
    if size is None:
        return FitCheck(SIZE, UNKNOWN, f"{text}: no number" if text else "no size given")
    least, most = size
    if (most is not None and most < low) or (high is not None and least > high):
        return FitCheck(SIZE, NO, f"{text} people, wanted {wanted}")
    if least >= low and (high is None or (most is not None and most <= high)):
        return FitCheck(SIZE, YES, f"{text} people")
    return FitCheck(SIZE, UNKNOWN, f"{text} people lies across {wanted}")


def people(text: str) -> tuple[int, int | None] | None:
    """The people a size stands for: `120` (120, 120), `51-200` (51, 200), `1,000+` (1000, None); None: no number."""
    digits: list[str] = [""]
    plain = text.replace(",", "").replace("'", "").replace("\u00a0", "").replace(" ", "")
    for character in plain:
        if character.isdecimal():
            digits[-1] += character
        elif digits[-1]:
            digits.append("")
    numbers = [int(part) for part in digits if part]
    if not numbers:
        return None
    if len(numbers) > 1:
        return min(numbers[:2]), max(numbers[:2])
    if plain.endswith("+") or plain.startswith((">", "over", "morethan")):
        return numbers[0], None
    return (
        (0, numbers[0]) if plain.startswith(("<", "under", "lessthan", "upto")) else (numbers[0], numbers[0])
    )
