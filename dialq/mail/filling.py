"""Fills a text in: the template engine behind a grammar that lets little through, one text at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import CodeType
from typing import Any

from jinja2 import TemplateError, TemplateRuntimeError, TemplateSyntaxError, Undefined, nodes
from jinja2.environment import Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing as nothing
from markupsafe import Markup

from dialq.desk.outgoing import blank
from dialq.errors import BadSetting
from dialq.mail.grammar import LONGEST_TEXT, SNIPPET, bounded_replace, inspect, require_short
from dialq.mail.html_part import as_html
from dialq.mail.merge_fields import one_line, plain_text

WRONG_IN_TEMPLATE = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    RecursionError,
)
"""What a template's own code can raise: `{{ -"a" }}` is within the grammar, and wrong."""


class Filling:
    """One lead's values going into one mail: its subject, its text, its HTML, and the snippets in them."""

    def __init__(self, values: Mapping[str, str], snippets: Mapping[str, str]) -> None:
        """`values` holds what is not empty."""
        self._values = values
        self._texts = snippets
        self._filled: dict[str, str] = {}
        self.missing: dict[str, None] = {}
        """Fields that were asked for and have no value, in order."""

    def fill(self, source: str, where: str, above: int = 0, *, html: bool = False) -> str:
        """A text filled in; `where` names it, with `above` lines before it. Raises BadSetting for its mistakes."""
        values: dict[str, Any] = {**self._values, SNIPPET: _Snippets(self, html)}
        return self._run(source, values, where, above, html, False)

    def snippet(self, name: str) -> str:
        """A snippet filled in as plain text, once a mail."""
        if name not in self._texts:
            raise TemplateRuntimeError(f"there is no snippet {name!r}")
        if name not in self._filled:
            text = self._run(self._texts[name], dict(self._values), f"snippet {name!r}", 0, False, True)
            self._filled[name] = plain_text(text).strip("\n")
        return self._filled[name]

    def _run(
        self, source: str, values: dict[str, Any], where: str, above: int, html: bool, inside: bool
    ) -> str:
        try:
            environment = _environment(html).overlay(undefined=_recording(self.missing))
            template = Template.from_code(environment, _compiled(source, html, inside), {})
            return _joined(template.generate(values))
        except WRONG_IN_TEMPLATE as error:
            raise mistake(where, line_of(error) + above, error) from error


class _Snippets:
    """What `snippet` stands for in a text: each is filled in when it is reached, not before."""

    def __init__(self, filling: Filling, html: bool) -> None:
        self._filling, self._html = filling, html

    def __getattr__(self, name: str) -> str:
        text = self._filling.snippet(name)
        return Markup(as_html(text)) if self._html else text


def parsed(source: str, *, inside: bool = False) -> nodes.Template:
    """The parts of a text, all of which are allowed; `inside`: it is a snippet. Raises what is wrong in a template."""
    require_short(source)
    tree = _environment(False).parse(source)
    inspect(tree, inside)
    return tree


def require_whole(source: str, *, inside: bool = False) -> None:
    """Raise what is wrong in a template that is within the grammar and still makes no sense."""
    _compiled(source, False, inside)


def mistake(where: str, line: int, error: Exception) -> BadSetting:
    """A mistake in a text as a person is told of it."""
    said = error.message if isinstance(error, TemplateError) else str(error)
    what = one_line(said or "").rstrip(".") or type(error).__name__
    return BadSetting(f"{where}, line {line}: {what}", "Correct the template.")


def line_of(error: Exception) -> int:
    """The template's line in which an error arose: jinja2 writes it into the error or the traceback."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno or 1
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _joined(parts: Iterable[str]) -> str:
    """The parts as one text; what does not end in time is given up."""
    found, length = [], 0
    for part in parts:
        found.append(part)
        length += len(part)
        if length > LONGEST_TEXT:
            raise TemplateRuntimeError(f"the text grows beyond {LONGEST_TEXT // 1024} KB")
    return "".join(found)


@lru_cache(maxsize=512)
def _compiled(source: str, html: bool, inside: bool) -> CodeType:
    return _environment(html).compile(parsed(source, inside=inside))


@lru_cache(maxsize=2)
def _environment(html: bool) -> ImmutableSandboxedEnvironment:
    """A bare sandbox: no globals, no loader, values as plain text; the grammar lets even less through."""
    environment = ImmutableSandboxedEnvironment(autoescape=html, trim_blocks=True, lstrip_blocks=True)
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
