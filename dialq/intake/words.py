"""Words of a fixed vocabulary: what the lead did, how warm it is, yes and no, money, zones."""

from __future__ import annotations

import re
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dialq.engine.lead import HOT, WARM

_INTERACTIONS = """
form: form | web form | webform | contact form | inquiry | enquiry | lead form | demo request | request a demo
form: form submission | lead ad | website form | quote request | signup | sign up | trial
contact-me: contact me | contact us | please contact me | call me | callback request | request a call
contact-me: contact request | please call | contactme | contact-me | contact sales
webinar: webinar | web seminar | webcast | online seminar
download: download | ebook | e-book | whitepaper | white paper | content download | case study | guide
event: event | trade show | tradeshow | conference | expo | fair | messe | seminar | workshop | booth
reply: reply | email reply | replied | response | email response
inbound-call: inbound call | inbound-call | phone inquiry | incoming call | call in | called in
inbound-call: inbound phone call | phone call in | returned call
"""
_YES = frozenset(
    """true 1 yes y x t on ja oui si sí wahr vrai checked opt-out opted-out optedout unsubscribed dnc 1.0
    archived""".split()
) | {"opt out", "opted out", "do not call", "do not contact"}
_ZONES = {
    "eastern": "America/New_York", "eastern time": "America/New_York", "et": "America/New_York",
    "est": "America/New_York", "edt": "America/New_York", "us/eastern": "America/New_York",
    "central": "America/Chicago", "central time": "America/Chicago", "cst": "America/Chicago",
    "cdt": "America/Chicago", "ct": "America/Chicago", "us/central": "America/Chicago",
    "mountain": "America/Denver", "mountain time": "America/Denver", "mst": "America/Denver",
    "mdt": "America/Denver", "us/mountain": "America/Denver",
    "pacific": "America/Los_Angeles", "pacific time": "America/Los_Angeles", "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles", "pt": "America/Los_Angeles", "us/pacific": "America/Los_Angeles",
    "gmt": "Europe/London", "bst": "Europe/London", "cet": "Europe/Berlin", "cest": "Europe/Berlin",
}  # fmt: skip
_MONEY = re.compile(r"^[^\d\-+.,]*([+-]?[\d.,'\s]*\d)[^\d]*$")


def _kinds() -> dict[str, str]:
    """Every wording to its interaction."""
    lines = (line.partition(": ") for line in _INTERACTIONS.strip().splitlines())
    return {word: kind for kind, _, words in lines for word in words.split(" | ")}


_KIND_OF = _kinds()


def interaction(text: str) -> str:
    """`Trade Show` as `event`; '' for what dialq has no word for."""
    return _KIND_OF.get(" ".join(text.casefold().replace("_", " ").split()), "")


def temperature(text: str) -> str:
    """`hot` or `warm`, also inside `Hot lead`; '' for anything else."""
    words = text.casefold().split()
    return HOT if HOT in words else WARM if WARM in words else ""


def is_yes(text: str) -> bool:
    """Does a yes/no cell say yes, in the ways programs write it?"""
    return text.strip().casefold() in _YES


@lru_cache(maxsize=4096)
def zone_name(text: str) -> str:
    """An IANA zone by its name or a common short form; '' if there is no such zone."""
    plain = re.sub(r"\s*\(.*\)", "", text.strip().casefold())
    known = _ZONES.get(plain.replace("us_slash_", "us/"))
    if known:
        return known
    try:
        return ZoneInfo(text.strip()).key if "/" in text else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""


def money(text: str) -> str:
    """`$1,234.50`, `1.234,50 €` as `1234.50`; '' if it is no amount."""
    found = _MONEY.match(text)
    if found is None:
        return ""
    digits = re.sub(r"[\s']", "", found.group(1))
    comma, dot = digits.rfind(","), digits.rfind(".")
    if comma > dot and (len(digits) - comma != 4 or dot >= 0):
        return digits.replace(".", "").replace(",", ".")
    if dot > comma and comma < 0 and digits.count(".") > 1:
        return digits.replace(".", "")
    return digits.replace(",", "")
