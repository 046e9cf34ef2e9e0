"""Names of people as they want to be called: capitals, `Last, First`, salutations put right."""

from __future__ import annotations

import re

_SALUTATION = re.compile(r"^(?:mr|mrs|ms|miss|mx|dr|prof|herr|frau|mme|sr|sra)\.?\s+", re.IGNORECASE)
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "phd", "md", "mba", "esq", "cpa"))
_PARTICLES = frozenset("von van der den de del della la le di da dos du zu bin al".split())
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def cased(name: str) -> str:
    """`JANE O'BRIEN-MCDONALD` and `jane` as people write them; mixed case is left alone."""
    if name.isupper():
        return _WORD.sub(_capitalised, name.lower()) if len(name) > 2 else name
    return _WORD.sub(_capitalised, name) if name.islower() else name


def full_name(name: str) -> tuple[str, str]:
    """First and last name of a whole one; `Doe, Jane` is turned round, a salutation dropped."""
    text = _SALUTATION.sub("", name)
    head, comma, tail = text.partition(",")
    if comma and tail.strip() and tail.strip().rstrip(".").lower() not in _SUFFIXES:
        return cased(_SALUTATION.sub("", tail.strip())), cased(head.strip())
    first, _, last = cased(text.strip(" ,")).partition(" ")
    return first, last.strip()


def both_names(first: str, last: str) -> tuple[str, str]:
    """First and last name from two columns; one column that holds both is cut in two."""
    if last and not first and ("," in last or " " in last):
        lead_word = last.split(" ", 1)[0].lower()
        return full_name(last) if lead_word not in _PARTICLES else ("", last)
    if first and not last and "," in first:
        return full_name(first)
    shouted = first.isupper() and last.isupper()
    return (_shout_down(first), _shout_down(last)) if shouted else (cased(first), cased(last))


def _shout_down(name: str) -> str:
    """A name in capitals, however short: `LI` beside `WEI`."""
    return _WORD.sub(_capitalised, name.lower())


def _capitalised(found: re.Match[str]) -> str:
    """One word of a name: `O'Brien`, `McDonald`, `van` inside a name."""
    word = found.group()
    if found.start() > 0 and word in _PARTICLES:
        return word
    if len(word) > 2 and word[1] in "'’":
        return word[0].upper() + word[1] + word[2:].capitalize()
    if word.startswith("mc") and len(word) > 3:
        return "Mc" + word[2:].capitalize()
    return word.capitalize()
