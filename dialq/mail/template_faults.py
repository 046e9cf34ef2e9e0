"""What is wrong in a template, line by line: for the check of the policy files (R4.8)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches

from dialq.desk.findings import TextFault
from dialq.errors import BadSetting
from dialq.mail.merge_fields import EVENT_FIELDS, MERGE_FIELDS
from dialq.mail.templates import Used, split_subject, used_in

_HEADER = re.compile(r"((?:to|cc|bcc|from|sender|reply-to|subject|x-[a-z-]+)[ \t]*:)", re.IGNORECASE)
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_PLACE = re.compile(r"template 'text', line (\d+): ")


def template_faults(
    text: str, event: bool = False, *, snippets: Collection[str] | None = (), beside: str = ""
) -> tuple[TextFault, ...]:
    """Everything wrong in a text: a mistake in its blocks, an empty subject, fields and snippets that do not exist.

    `event`: it is for an event campaign, which has fields of its own. `snippets` it may hold; None: it is one itself.
    `beside`: the text part of the mail it is the HTML of.
    """
    subject, _, above = split_subject(text)
    found = []
    if snippets is not None and subject is not None and not subject.strip():
        found.append(TextFault(above + 1, "no-subject", "its subject is empty"))
    if snippets is not None:
        found += [*_headers(text), *_emptiness(text)]
    used = Used({}, {})
    try:
        used = used_in(text, inside=snippets is None)
    except BadSetting as error:
        place = _PLACE.match(error.title)
        found.append(TextFault(int(place[1]) if place else 1, "bad-template", _PLACE.sub("", error.title)))
    known = (*MERGE_FIELDS, *EVENT_FIELDS) if event else MERGE_FIELDS
    for field, line in used.fields.items():
        if field not in known:
            found.append(TextFault(line, "unknown-merge-field", _unknown(field)))
    for name, line in used.snippets.items():
        if name not in (snippets or ()):
            found.append(TextFault(line, "unknown-snippet", _no_snippet(name, snippets or ())))
    return tuple(sorted((*found, *(_apart(used, beside) if beside else ()))))


def _headers(text: str) -> Iterator[TextFault]:
    """Lines beside the subject that look like headers: a person would think that they are."""
    above = len(text) - len(text.lstrip())
    block = enumerate(text[above:].split("\n\n", 1)[0].split("\n"), text.count("\n", 0, above) + 1)
    lines = [(number, line.strip()) for number, line in block]
    subject = next((number for number, line in lines if line.casefold().startswith("subject:")), None)
    for number, line in lines:
        header = _HEADER.match(line)
        if subject is not None and number != subject and header is not None:
            where = (
                "the subject stands first" if number < subject else "it would stand in the text of the mail"
            )
            what = f"{header[1]!r} is no header here: dialq writes those itself, and {where} (R14.1)"
            yield TextFault(number, "header-line", what)


def _emptiness(text: str) -> Iterator[TextFault]:
    _, body, above = split_subject(text)
    if not _COMMENT.sub("", body).strip():
        yield TextFault(above + 1, "empty-text", "it has no text: a mail without one is not sent (R14.1)")


def _unknown(field: str) -> str:
    if field in EVENT_FIELDS:
        return f"{field!r} has a value in event campaigns only, and a mail with an empty field is not sent (R14.1)"
    close = get_close_matches(field, (*MERGE_FIELDS, *EVENT_FIELDS), n=1, cutoff=0.5)
    guess = f"did you mean {close[0]!r}? " if close else ""
    return (
        f"{field!r} is no merge field: {guess}A mail with a field that its lead lacks is not sent (R14.1); "
        "only a column of your own lead files can make it one"
    )


def _no_snippet(name: str, snippets: Collection[str]) -> str:
    close = get_close_matches(name, sorted(snippets), n=1, cutoff=0.5)
    guess = f"did you mean {close[0]!r}? " if close else ""
    return f"there is no snippet {name!r}: {guess}It would lie in snippets/{name}.txt"


def _apart(html: Used, beside: str) -> Iterator[TextFault]:
    """Fields that only one part of a mail has: some readers would miss something. The subject is everybody's."""
    try:
        text = used_in(split_subject(beside)[1])
    except BadSetting:
        return
    for field, line in html.fields.items():
        if field not in text.fields:
            yield TextFault(line, "field-in-one-part", f"{field!r} stands in the HTML and not in the text")
    for field in text.fields:
        if field not in html.fields:
            yield TextFault(1, "field-in-one-part", f"{field!r} stands in the text and not in the HTML")
