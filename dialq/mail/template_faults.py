"""What is wrong in a template, line by line: for the check of the policy files (R4.8)."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches

from dialq.desk.findings import TextFault
from dialq.errors import BadSetting
from dialq.mail.templates import fields_used, split_subject

_PLACE = re.compile(r"template 'text', line (\d+): ")


def template_faults(text: str, fields: Collection[str]) -> tuple[TextFault, ...]:
    """Everything wrong in a template: a mistake in its blocks, an empty subject, fields that do not exist."""
    try:
        used = fields_used(text)
    except BadSetting as error:
        place = _PLACE.match(error.title)
        line = int(place[1]) if place else 1
        return (TextFault(line, "bad-template", _PLACE.sub("", error.title)),)
    subject, _, above = split_subject(text)
    found = [] if subject is None or subject.strip() else [
        TextFault(above + 1, "no-subject", "its subject is empty")
    ]  # fmt: skip
    found += [
        TextFault(line, "unknown-merge-field", _unknown(field, fields))
        for field, line in used.items()
        if field not in fields
    ]
    return tuple(sorted(found))


def _unknown(field: str, fields: Collection[str]) -> str:
    close = get_close_matches(field, sorted(fields), n=1, cutoff=0.5)
    guess = f"did you mean {close[0]!r}? " if close else ""
    return (
        f"{field!r} is no merge field: {guess}A mail with a field that a lead lacks is not sent; "
        "only a column of your own lead files can make it one (R14.1)"
    )
