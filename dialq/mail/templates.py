"""Templates with merge fields, filled in so that a lead's value can be nothing but text (R14.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from jinja2 import nodes
from msgspec import Struct

from dialq.errors import BadSetting
from dialq.mail.filling import WRONG_IN_TEMPLATE, Filling, line_of, mistake, parsed, require_whole
from dialq.mail.gaps import Asks, asks_of
from dialq.mail.grammar import LONGEST_VALUE, SNIPPET
from dialq.mail.merge_fields import MERGE_FIELDS, explain_missing, one_line, plain_text

_SUBJECT = re.compile(r"\s*subject:[ \t]*(?P<subject>.*)", re.IGNORECASE)
_EMPTY_LINES = re.compile(r"\n{3,}")
_NONE: Mapping[str, str] = {}


class Rendered(Struct, frozen=True):
    """A template filled in for one lead."""

    subject: str
    """One line; '' for a text without a subject."""
    body: str
    missing: tuple[str, ...]
    """Fields without a value, in order of appearance: they block the send and stand as `[field]`."""
    problem: str = ""
    """`missing` in a sentence: which are empty for this lead, and which are no merge fields at all."""
    html: str = ""
    """The body as HTML; '' where the template has none."""


class Used(Struct, frozen=True):
    """What a text asks for, and the line each first stands on."""

    fields: dict[str, int]
    snippets: dict[str, int]


class Templates:
    """Texts by name, ready to be filled in; some with an HTML part beside them."""

    def __init__(
        self, texts: Mapping[str, str], html: Mapping[str, str] = _NONE, snippets: Mapping[str, str] = _NONE
    ) -> None:
        """`html` and `snippets` by name: `html` of texts, `snippets` for all."""
        self._texts = dict(texts)
        self._html = dict(html)
        self._snippets = dict(snippets)

    def names(self) -> tuple[str, ...]:
        """All names, sorted."""
        return tuple(sorted(self._texts))

    def mails(self) -> tuple[str, ...]:
        """The names of those with a subject."""
        return tuple(name for name in self.names() if split_subject(self._texts[name])[0] is not None)

    def snippets(self) -> tuple[str, ...]:
        """The names of the snippets, sorted."""
        return tuple(sorted(self._snippets))

    def has_html(self, name: str) -> bool:
        """Whether there is an HTML part; False for a name that is not known."""
        return name in self._html

    def text(self, name: str) -> str:
        """A template as it was written."""
        if name not in self._texts:
            raise BadSetting(f"there is no template {name!r}", f"Choose one of: {', '.join(self.names())}.")
        return self._texts[name]

    def render(self, name: str, fields: Mapping[str, str]) -> Rendered:
        """A template filled in with a lead's fields."""
        return render(self.text(name), fields, name, self._html.get(name, ""), self._snippets)

    def asks(self, name: str) -> Asks:
        """What a template, its HTML and its snippets ask of the fields."""
        own = [self.text(name), self._html.get(name, "")]
        snippets = [
            text for one, text in self._snippets.items() if any(f"snippet.{one}" in text for text in own)
        ]
        return asks_of([*own, *snippets])


def render(
    text: str,
    fields: Mapping[str, str],
    name: str = "text",
    html: str = "",
    snippets: Mapping[str, str] = _NONE,
) -> Rendered:
    """Fill in a template. An empty field is listed as missing, never an error; `| default("…")` helps it out.

    Raises BadSetting, with name and line, only for a mistake in the template itself or in a snippet.
    """
    values = {
        key: cleaned for key, value in fields.items() if (cleaned := one_line(str(value)[:LONGEST_VALUE]))
    }
    filling = Filling(values, snippets)
    where = f"template {name!r}"
    subject, body = (filling.fill(source, where, above) for source, above in _sources(text))
    page = filling.fill(html, f"{where} (HTML)", html=True) if html else ""
    missing = tuple(filling.missing)
    return Rendered(
        subject=one_line(subject),
        body=_EMPTY_LINES.sub("\n\n", plain_text(body)).strip("\n"),
        missing=missing,
        problem=explain_missing(missing, {*MERGE_FIELDS, *fields}),
        html=plain_text(page).strip("\n"),
    )


def used_in(text: str, name: str = "text", *, inside: bool = False) -> Used:
    """The merge fields and snippets a text asks for, with a default or without; `inside`: it is a snippet.

    Raises BadSetting, with name and line, for the first mistake in it.
    """
    used = Used({}, {})
    for source, above in ((text, 0),) if inside else _sources(text):
        try:
            found = parsed(source, inside=inside)
            require_whole(source, inside=inside)
        except WRONG_IN_TEMPLATE as error:
            raise mistake(f"template {name!r}", line_of(error) + above, error) from error
        for node in found.find_all(nodes.Name):
            if node.name != SNIPPET:
                used.fields.setdefault(node.name, node.lineno + above)
        for look in found.find_all(nodes.Getattr):
            used.snippets.setdefault(look.attr, look.lineno + above)
    return used


def fields_used(text: str, name: str = "text") -> dict[str, int]:
    """The merge fields a template asks for itself, and the line each first stands on. Raises BadSetting."""
    return used_in(text, name).fields


def _sources(text: str) -> tuple[tuple[str, int], ...]:
    """Subject and body, each with the lines above it."""
    subject, body, above = split_subject(text)
    return ((subject or "", above), (body, above))


def split_subject(text: str) -> tuple[str | None, str, int]:
    """Subject and body of a template's source, and how many lines stand above the body; None: no subject.

    The split is made before anything is filled in, so no value can add a header.
    """
    match = _SUBJECT.match(text)
    if match is None:
        return None, text, 0
    return match["subject"].rstrip("\r"), text[match.end() :], text.count("\n", 0, match.end())
