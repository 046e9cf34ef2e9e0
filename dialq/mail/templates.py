"""Templates with merge fields, filled in so that a lead's value can be nothing but text (R14.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import CodeType
from typing import Any

from jinja2 import TemplateError, TemplateRuntimeError, TemplateSyntaxError, Undefined, nodes
from jinja2.environment import Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing as nothing
from msgspec import Struct

from dialq.desk.outgoing import blank
from dialq.errors import BadSetting
from dialq.mail.grammar import LONGEST_TEXT, LONGEST_VALUE, bounded_replace, inspect, require_short
from dialq.mail.merge_fields import MERGE_FIELDS, explain_missing, one_line, plain_text

_SUBJECT = re.compile(r"\s*subject:[ \t]*(?P<subject>.*)", re.IGNORECASE)
_EMPTY_LINES = re.compile(r"\n{3,}")
_WRONG_IN_TEMPLATE = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    RecursionError,
)
"""What a template's own code can raise: `{{ -"a" }}` is within the grammar, and wrong."""


class Rendered(Struct, frozen=True):
    """A template filled in for one lead."""

    subject: str
    """One line; '' for a text without a subject."""
    body: str
    missing: tuple[str, ...]
    """Fields without a value, in order of appearance: they block the send and stand as `[field]`."""
    problem: str = ""
    """`missing` in a sentence: which are empty for this lead, and which are no merge fields at all."""


class Templates:
    """Texts by name, ready to be filled in."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    def names(self) -> tuple[str, ...]:
        """All names, sorted."""
        return tuple(sorted(self._texts))

    def mails(self) -> tuple[str, ...]:
        """The names of those with a subject."""
        return tuple(name for name in self.names() if split_subject(self._texts[name])[0] is not None)

    def text(self, name: str) -> str:
        """A template as it was written."""
        if name not in self._texts:
            raise BadSetting(f"there is no template {name!r}", f"Choose one of: {', '.join(self.names())}.")
        return self._texts[name]

    def render(self, name: str, fields: Mapping[str, str]) -> Rendered:
        """A template filled in with a lead's fields."""
        return render(self.text(name), fields, name)


def render(text: str, fields: Mapping[str, str], name: str = "text") -> Rendered:
    """Fill in a template. An empty field is listed as missing, never an error; `| default("…")` helps it out.

    Raises BadSetting, with name and line, only for a mistake in the template itself.
    """
    values = {
        key: cleaned for key, value in fields.items() if (cleaned := one_line(str(value)[:LONGEST_VALUE]))
    }
    missing: dict[str, None] = {}
    subject, body = (_fill(source, values, missing, name, above) for source, above in _sources(text))
    return Rendered(
        subject=one_line(subject),
        body=_EMPTY_LINES.sub("\n\n", plain_text(body)).strip("\n"),
        missing=tuple(missing),
        problem=explain_missing(missing, {*MERGE_FIELDS, *fields}),
    )


def fields_used(text: str, name: str = "text") -> dict[str, int]:
    """The merge fields a template asks for, with a default or without, and the line each first stands on.

    Raises BadSetting, with name and line, for the first mistake in the template.
    """
    used: dict[str, int] = {}
    for source, above in _sources(text):
        try:
            found = _parsed(source)
            _compiled(source)
        except _WRONG_IN_TEMPLATE as error:
            raise _mistake(name, _line_of(error) + above, error) from error
        for node in found.find_all(nodes.Name):
            used.setdefault(node.name, node.lineno + above)
    return used


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


def _fill(source: str, values: Mapping[str, str], missing: dict[str, None], name: str, above: int) -> str:
    try:
        environment = _environment().overlay(undefined=_recording(missing))
        template = Template.from_code(environment, _compiled(source), {})
        return _joined(template.generate(values))
    except _WRONG_IN_TEMPLATE as error:
        raise _mistake(name, _line_of(error) + above, error) from error


def _joined(parts: Iterable[str]) -> str:
    """The parts as one text; what does not end in time is given up."""
    found, length = [], 0
    for part in parts:
        found.append(part)
        length += len(part)
        if length > LONGEST_TEXT:
            raise TemplateRuntimeError(f"the text grows beyond {LONGEST_TEXT // 1024} KB")
    return "".join(found)


def _mistake(name: str, line: int, error: Exception) -> BadSetting:
    said = error.message if isinstance(error, TemplateError) else str(error)
    what = one_line(said or "").rstrip(".") or type(error).__name__
    return BadSetting(f"template {name!r}, line {line}: {what}", "Correct the template.")


def _line_of(error: Exception) -> int:
    """The template's line in which an error arose: jinja2 writes it into the error or the traceback."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno or 1
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _parsed(source: str) -> nodes.Template:
    """The parts of a template, all of which are allowed."""
    require_short(source)
    tree = _environment().parse(source)
    inspect(tree)
    return tree


@lru_cache(maxsize=256)
def _compiled(source: str) -> CodeType:
    return _environment().compile(_parsed(source))


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    """A bare sandbox: no globals, no loader, plain text; the grammar lets even less through."""
    environment = ImmutableSandboxedEnvironment(autoescape=False, trim_blocks=True, lstrip_blocks=True)
    environment.globals.clear()
    environment.filters["default"] = environment.filters["d"] = _default
    environment.filters["replace"] = bounded_replace
    return environment


def _default(value: object, fallback: object = "", _boolean: bool = True) -> object:
    """jinja2's filter, except that it always helps an empty value out too."""
    return fallback if isinstance(value, Undefined) or not str(value).strip() else value


def _recording(missing: dict[str, None]) -> type[Undefined]:
    """A kind of blank that notes its name where it is printed, and stays one whatever is done to it."""

    class Blank(Undefined):
        def __str__(self) -> str:
            if self._undefined_obj is not nothing:
                return ""
            name = str(self._undefined_name or "")
            missing[name] = None
            return blank(name)

        def __getattr__(self, name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            return self

        def _stay(self, *_: object, **__: object) -> Any:
            return self

        __getitem__ = __call__ = _stay
        __add__ = __radd__ = __mod__ = __rmod__ = __mul__ = __rmul__ = _stay

    return Blank
