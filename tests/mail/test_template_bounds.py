"""A template reaches nothing but its fields, and filling it in ends soon, whatever stands in it (R14.1)."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialq.errors import BadSetting
from dialq.mail.grammar import LONGEST_SOURCE, LONGEST_TEXT, LONGEST_VALUE
from dialq.mail.merge_fields import MERGE_FIELDS
from dialq.mail.template_faults import template_faults
from dialq.mail.templates import Rendered, fields_used, render

FULL = {field: f"the-{field}" for field in MERGE_FIELDS}

REACHING_OUT = (
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''['__class__'] }}",
    "{{ topic.__class__ }}",
    "{{ topic['__class__'] }}",
    "{{ topic|attr('__class__') }}",
    "{{ topic|map(attribute='__class__') }}",
    "{{ [topic]|map('upper')|list }}",
    "{{ (topic, '')[0]['__init__'] }}",
    "{{ 'x'.format.__globals__ }}",
    "{{ '{0.__class__}'.format(topic) }}",
    "{{ '{0.__class__}'|format(topic) }}",
    "{{ '%s' % topic }}",
    "{{ lipsum.__globals__ }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ joiner() }}",
    "{{ namespace(a=1) }}",
    "{{ dict(a=1) }}",
    "{{ config.items() }}",
    "{{ self }}",
    "{{ self._TemplateReference__context }}",
    "{{ self.__init__.__globals__ }}",
    "{{ super() }}",
    "{{ loop.cycle('a') }}",
    "{{ caller() }}",
    "{{ topic.upper() }}",
    "{{ topic.mro() }}",
    "{{ ().__class__.__bases__[0] }}",
    "{{ topic is callable }}",
    "{{ topic is filter('upper') }}",
    "{{ topic|upper(*[1]) }}",
    "{{ topic|default(**{'a': 1}) }}",
    "{{ topic|pprint }}",
    "{{ topic|safe }}",
    "{{ topic|tojson }}",
    "{% include 'settings.toml' %}",
    "{% import 'os' as os %}",
    "{% from 'os' import system %}",
    "{% extends 'x' %}",
    "{% block a %}{% endblock %}",
    "{% set topic = 1 %}",
    "{% set topic %}x{% endset %}",
    "{% with a = 1 %}{{ a }}{% endwith %}",
    "{% filter upper %}x{% endfilter %}",
    "{% autoescape true %}x{% endautoescape %}",
)
GROWING = (
    "{% for a in range(10**9) %}x{% endfor %}",
    "{% for a in topic %}{{ a }}{% endfor %}",
    "{% for a in [1,2] recursive %}{{ loop([1,2]) }}{% endfor %}",
    "{% macro f(n) %}{{ f(n) }}{{ f(n) }}{% endmacro %}{{ f(1) }}",
    "{% call f() %}x{% endcall %}",
    "{{ range(10**9) }}",
    "{{ 'x' * 10**9 }}",
    "{{ 10**10**10 }}",
    "{{ 2 * 3 }}",
    "{{ 9**9 }}",
    "{{ 'x'|center(10**9) }}",
    "{{ 'x'|indent(1000000000) }}",
    "{{ 'x'|batch(1000000000, 'x')|list }}",
    "{{ '%0999999999d'|format(1) }}",
    "{{ '%0999999999d' % 1 }}",
    "{{ '{:>999999999}'.format(1) }}",
    "{{ 'x'.ljust(10**9) }}",
    "{{ ['x']|join('y') }}",
    "{{ 'x'|wordwrap(1) }}",
    "{{ 'x'|urlize }}",
    "{{ 'aaaaaaaa'" + "|replace('a', 'aaaaaaaa')" * 8 + " }}",
    "{{ topic|replace('', '" + "x" * 60_000 + "') }}",
    "{{ " + "9" * 5000 + " }}",
    "{{ " + "(" * 3000 + "topic" + ")" * 3000 + " }}",
    "{{ " + "-" * 3000 + "1 }}",
    "{{ topic" + "|upper" * 500 + " }}",
    "{% if topic %}" * 60 + "x" + "{% endif %}" * 60,
    ("{% if topic" + "|replace('a', 'b')" * 25 + " %}{% endif %}") * 40,
    "{{ topic }}" * 1100,
    "{{ " + "~".join(["topic"] * 1100) + " }}",
    "{% if a %}" + "{% elif b %}x" * 700 + "{% endif %}",
    "x" * (LONGEST_SOURCE + 1),
)


@pytest.mark.parametrize("source", REACHING_OUT)
def test_nothing_of_the_machine_can_be_reached(source: str) -> None:
    with pytest.raises(BadSetting, match=r"template 'mine', line 1: "):
        render(source, FULL, "mine")
    assert [fault.rule for fault in template_faults(source)] == ["bad-template"]


@pytest.mark.parametrize("name", ["lipsum", "cycler", "range", "dict", "namespace", "config", "request"])
def test_what_jinja_gives_others_is_an_unknown_field_here(name: str) -> None:
    shown = render(f"{{{{ {name} }}}}", FULL)
    assert (shown.missing, shown.body) == ((name,), f"[{name}]")


@pytest.mark.parametrize("source", GROWING, ids=lambda source: source[:40])
def test_nothing_runs_long_or_grows_large(source: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(BadSetting, match=r"template 'mine', line 1: "):
            render(source, FULL, "mine")
        assert tracemalloc.get_traced_memory()[1] < 40 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_text_ends_at_64_kilobytes() -> None:
    long = {"topic": "x" * 10**7}
    assert len(render("{{ topic }}", long).body) == LONGEST_VALUE
    with pytest.raises(BadSetting, match="grows beyond 64 KB"):
        render("{{ topic }}\n" * 20, long)
    assert len(render("{{ topic }}" * 8, long).body) == LONGEST_TEXT


def test_a_text_of_the_longest_length_is_filled_in() -> None:
    assert len(render("x" * LONGEST_SOURCE, {}).body) == LONGEST_SOURCE


PIECES = st.sampled_from(
    (
        "{{ ", " }}", "{% ", " %}", "topic", "rep_name", "if ", "else", "elif ", "endif", "for a in ", "endfor",
        "|upper", "|default(", "|replace('a', 'bb')", "(", ")", "[0]", "[1:]", ".x", "'a'", "1", "-", "+", "~",
        "*", "**", " and ", " or ", " not ", " in ", " is ", "defined", "==", ",", "\n", " ", "{#", "#}", "set a=",
    )
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
@example("{{ topic[1:][0]|default('a' ~ rep_name) if topic is defined and 'a' in topic else -1 }}")
def test_whatever_is_pasted_together_is_filled_or_refused(source: str) -> None:
    if any(fault.rule == "bad-template" for fault in template_faults(source)):
        with pytest.raises(BadSetting, match="template 'mine', line "):
            render(source, FULL, "mine")
        return
    shown = render_or_none(source)
    if shown is not None:
        assert len(shown.body) <= LONGEST_TEXT
        assert set(shown.missing) <= set(fields_used(source))


def render_or_none(source: str) -> Rendered | None:
    """A text as it is filled in; None where only the filling in shows that it is wrong, as with `-topic`."""
    try:
        return render(source, FULL, "mine")
    except BadSetting:
        return None


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Subject: Hi\nBcc: boss@example.com\n\nHello", [2]),
        ("Subject: Hi\ncc : a@example.com\nReply-To: b@example.com\n\nHello", [2, 3]),
        ("\n\nTo: a@example.com\nX-Mailer: mine\nSubject: Hi\n\nHello", [3, 4]),
        ("Subject: Hi\nSubject: Ho\n\nHello", [2]),
        ("Subject: Hi\n\nTo: everybody who waited\n", []),
        ("Subject: Hi\nTomorrow: rain\n\nHello", []),
        ("To: the gatekeeper\nsay hello", []),
    ],
)
def test_a_line_that_only_looks_like_a_header_is_named_R14_1(text: str, lines: list[int]) -> None:
    """It would be read by the lead, and copy nobody in."""
    found = [fault for fault in template_faults(text) if fault.rule == "header-line"]
    assert [fault.line for fault in found] == lines


@pytest.mark.parametrize(
    ("text", "line"),
    [("", 1), ("\n \n", 1), ("Subject: Hi", 1), ("\nSubject: Hi\n\n \n", 2), ("Subject: Hi\n\n{# later\n#}\n", 1)],
)  # fmt: skip
def test_a_mail_without_a_text_is_named_R14_1(text: str, line: int) -> None:
    """It could never be sent. A snippet may be empty: it adds nothing."""
    assert (line, "empty-text") in [fault[:2] for fault in template_faults(text)]
    assert template_faults("", snippets=None) == ()


def test_faults_name_their_lines_R4_8() -> None:
    text = "Subject:\n\nHi {{ frist_name }},\n{{ topic }}\n{% if zzz %}x{% endif %}\n"
    faults = template_faults(text)
    assert [(fault.line, fault.rule) for fault in faults] == [
        (1, "no-subject"), (3, "unknown-merge-field"), (5, "unknown-merge-field"),
    ]  # fmt: skip
    assert faults[1].text.startswith("'frist_name' is no merge field: did you mean 'first_name'?")
    assert template_faults("Subject: Hi\n\n{{ topic }}") == ()
    assert template_faults("Subject: Hi\n\n{% if topic %}")[0][:2] == (3, "bad-template")
    event = "Subject: {{ event_title }}\n\nx"
    assert template_faults(event, event=True) == ()
    assert template_faults(event)[0].text.startswith("'event_title' has a value in event campaigns only")
