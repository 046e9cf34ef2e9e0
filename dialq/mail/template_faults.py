"""What is wrong in a template, line by line: for the check of the policy files (R4.8)."""

from __future__ import annotations

import re
from difflib import get_close_matches

from dialq.desk.findings import TextFault
from dialq.errors import BadSetting
from dialq.mail.merge_fields import EVENT_FIELDS, MERGE_FIELDS
from dialq.mail.templates import fields_used, split_subject

_PLACE = re.compile(r"template 'text', line (\d+): ")


def template_faults(text: str, event: bool = False) -> tuple[TextFault, ...]:
    """Everything wrong in a template: a mistake in its blocks, an empty subject, fields that do not exist.

    `event`: it is for an event campaign, which has fields of its own.
    """
    subject, _, above = split_subject(text)
    found = []
    if subject is not None and not subject.strip():
        found.append(TextFault(above + 1, "no-subject", "its subject is empty"))
    used: dict[str, int] = {}
    try:
        used = fields_used(text)
    except BadSetting as error:
        place = _PLACE.match(error.title)
        found.append(TextFault(int(place[1]) if place else 1, "bad-template", _PLACE.sub("", error.title)))
    known = (*MERGE_FIELDS, *EVENT_FIELDS) if event else MERGE_FIELDS
    for field, line in used.items():
        if field not in known:
            found.append(TextFault(line, "unknown-merge-field", _unknown(field)))
    return tuple(sorted(found))


def _unknown(field: str) -> str:
    if field in EVENT_FIELDS:
        return f"{field!r} has a value in event campaigns only, and a mail with an empty field is not sent (R14.1)"
    close = get_close_matches(field, (*MERGE_FIELDS, *EVENT_FIELDS), n=1, cutoff=0.5)
    guess = f"did you mean {close[0]!r}? " if close else ""
    return (
        f"{field!r} is no merge field: {guess}A mail with a field that its lead lacks is not sent (R14.1); "
        "only a column of your own lead files can make it one"
    )
