"""One text in, one number that can be dialled out, or the reason why not."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from dialq.desk.records import BadNumber, Number
from dialq.phone.nanp import read_nanp
from dialq.phone.number_zones import zones_of

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

__all__ = ["BadNumber", "Number", "parse_number"]

NO_NUMBER = frozenset(
    ("", "-", "--", "–", "—", "0", "n/a", "na", "n.a.", "#n/a", "none", "null", "nil", "test", "unknown",
     "tbd", "x", "?", ".", "not provided", "[not provided]", "no phone", "nan", "undefined")
)  # fmt: skip
"""What people and programs write where there is no number."""

_LABEL = re.compile(r"^(?:p|tel|phone|mobile|cell|fax|call|m|t|ph)\.?\s*:\s*(?://)?", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"^\+?\d(?:[.,]\d+)?\s*[eE]\s*\+?\d{1,2}$")
_FLOAT = re.compile(r"^(\+?\d{7,15})[.,]0{1,2}$")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_FICTION = re.compile(r"[2-9]\d\d55501\d\d")
LONGEST = 60
_PLACED = ("", "fixed", "mobile")
"""Kinds of line that stand or travel where people are; toll-free and the rest ring anywhere."""


def parse_number(text: str, region: str = "US") -> Number | BadNumber:
    """Read one number as people of `region` (ISO 3166) write it.

    Never guesses: digits that a spreadsheet lost stay lost, and a number that no plan allows is bad.
    """
    if text.isascii():
        number = read_nanp(text, region)
        if number is not None:
            return number
    cleaned = _cleaned(text)
    if cleaned.lower() in NO_NUMBER:
        return BadNumber(text, "no number given")
    if _SCIENTIFIC.match(cleaned):
        return BadNumber(text, "a spreadsheet has cut off its digits")
    if len(cleaned) > LONGEST:
        return BadNumber(text[:LONGEST], "too long for a number")
    return read_nanp(cleaned, region) or _general(text, cleaned, region.upper())


def _cleaned(text: str) -> str:
    """The number without a spreadsheet's quotes, a label, invisible marks or a float's `.0`."""
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    text = text.strip().strip("'\"`").strip()
    if text[:1] == "=":
        text = text[1:].strip("\"' ")
    text = _LABEL.sub("", text).strip("'\" ")
    return _FLOAT.sub(r"\1", text)


def _general(text: str, cleaned: str, region: str) -> Number | BadNumber:
    """Any number of the world, by the plans of all countries."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(cleaned, region)
    except phonenumbers.NumberParseException as failure:
        return BadNumber(text, _why_unreadable(failure, cleaned))
    kind = phonenumbers.number_type(parsed)
    if kind == phonenumbers.PhoneNumberType.UNKNOWN:
        return _invented(parsed) or BadNumber(text, _why_invalid(parsed, cleaned))
    hint, e164 = _kind_hint(kind), _e164(parsed)
    placed = phonenumbers.is_number_type_geographical(kind, parsed.country_code or 0)
    return Number(
        number=f"{e164};ext={parsed.extension}" if parsed.extension else e164,
        region=phonenumbers.region_code_for_number(parsed) or "",
        zones=zones_of(parsed, e164, placed=placed) if hint in _PLACED else (),
        kind_hint=hint,
    )


def _e164(parsed: PhoneNumber) -> str:
    """The dialable form, without its extension."""
    import phonenumbers

    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _invented(parsed: PhoneNumber) -> Number | None:
    """555-01xx is kept for fiction in every area code; small islands' plans leave it out."""
    import phonenumbers

    national = str(parsed.national_number)
    if parsed.country_code != 1 or not _FICTION.fullmatch(national):
        return None
    for region in phonenumbers.COUNTRY_CODE_TO_REGION_CODE[1]:
        sample = phonenumbers.example_number(region)
        if sample is not None and str(sample.national_number)[:3] == national[:3]:
            return Number(_e164(parsed), region, zones_of(sample, _e164(sample), placed=True))
    return None


def _kind_hint(kind: int) -> str:
    """What the plan says of the line; '' where fixed and mobile look alike."""
    from phonenumbers import PhoneNumberType as Type

    hints = {
        Type.FIXED_LINE: "fixed",
        Type.MOBILE: "mobile",
        Type.FIXED_LINE_OR_MOBILE: "",
        Type.TOLL_FREE: "toll-free",
        Type.PREMIUM_RATE: "premium",
    }
    return hints.get(kind, "other")


def _why_unreadable(failure: Exception, cleaned: str) -> str:
    """The reader's error in plain words."""
    from phonenumbers import NumberParseException as Failure

    kind = getattr(failure, "error_type", None)
    if kind == Failure.INVALID_COUNTRY_CODE:
        return "its country is unknown: write it with + and the country code"
    if kind in (Failure.TOO_SHORT_NSN, Failure.TOO_SHORT_AFTER_IDD):
        return "too few digits"
    if kind == Failure.TOO_LONG:
        return "too many digits"
    return "it has no digits" if not any(map(str.isdigit, cleaned)) else "it is no phone number"


def _why_invalid(parsed: PhoneNumber, cleaned: str) -> str:
    """Why the plan of its country refuses a number that could be read."""
    from phonenumbers import ValidationResult as Result
    from phonenumbers import is_possible_number_with_reason

    found = is_possible_number_with_reason(parsed)
    if found == Result.IS_POSSIBLE_LOCAL_ONLY:
        return "its area code is missing"
    if found == Result.TOO_SHORT:
        return "too few digits"
    if found == Result.TOO_LONG:
        return "too many digits" if cleaned[:1] == "+" else "too many digits: one from abroad needs its +"
    return f"no such number exists in the plan of +{parsed.country_code}"
