"""Snippets and HTML parts: the same fields, the same grammar, and a lead's value stays text (R14.1)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialq.errors import BadSetting
from dialq.mail.template_faults import template_faults
from dialq.mail.templates import Templates, render
from tests.policy.loading import load_presets

SNIPPETS = {
    "sign_off": "{# who #}\n{{ rep_name }}\n{{ sender_company }}\n",
    "ps": "P.S. {{ topic | default('It') }} goes on.",
    "broken": "one\n{{ topic.x }}",
    "nested": "{{ snippet.ps }}",
    "open": "{% if topic %}",
}
REP = {"rep_name": "Ana", "sender_company": "A & B <Ltd>"}


def test_a_snippet_is_filled_in_where_it_stands() -> None:
    text = "Subject: Hi {{ snippet.ps }}\n\nHello,\n{{ snippet.ps }} Yes.\n\n{{ snippet.sign_off }}\n"
    mail = render(text, REP | {"topic": "Ice"}, snippets=SNIPPETS)
    assert mail.subject == "Hi P.S. Ice goes on."
    assert mail.body == "Hello,\nP.S. Ice goes on. Yes.\n\nAna\nA & B <Ltd>"


def test_a_field_that_a_snippet_lacks_blocks_the_mail_R14_1() -> None:
    mail = render("x\n{{ snippet.sign_off }}", {"rep_name": "Ana"}, snippets=SNIPPETS)
    assert (mail.missing, mail.body) == (("sender_company",), "x\nAna\n[sender_company]")
    unreached = render("x{% if topic %}{{ snippet.sign_off }}{% endif %}", {}, snippets=SNIPPETS)
    assert unreached.missing == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a\n{{ snippet.gone }}", r"template 'mine', line 2: there is no snippet 'gone'"),
        ("{{ snippet.broken }}", r"snippet 'broken', line 2: nothing can be looked up in a field"),
        ("{{ snippet.nested }}", r"snippet 'nested', line 1: a snippet can hold no other snippet"),
        ("{{ snippet.open }}", r"snippet 'open', line 1: Unexpected end of template"),
        ("{{ snippet }}", r"line 1: a snippet stands alone"),
        ("{{ snippet.ps | upper }}", r"line 1: nothing can be looked up in a field"),
        ("{% if snippet.ps %}x{% endif %}", r"line 1: nothing can be looked up in a field"),
        ("{{ snippet.ps.x }}", r"line 1: nothing can be looked up in a field"),
        ("{{ snippet['ps'] }}", r"line 1: in brackets only a position can stand"),
        ("{{ snippet[0] }}", r"line 1: a snippet stands alone"),
        ("{{ snippet.__class__ }}", r"line 1: nothing can be looked up in a field"),
        ("{{ snippet._filling }}", r"line 1: nothing can be looked up in a field"),
        ("{{ snippet.ps() }}", r"line 1: nothing can be called"),
        ("{{ snippet.ps }}" * 1001, r"line 1: it has more than 1000 parts"),
        ("{% include 'ps' %}", r"line 1: .*snippet\.NAME"),
    ],
)
def test_what_cannot_be_put_in_is_told_with_its_place(text: str, says: str) -> None:
    with pytest.raises(BadSetting, match=says):
        render(text, REP, "mine", snippets=SNIPPETS)


def test_a_value_that_looks_like_a_snippet_is_text() -> None:
    mail = render("{{ topic }} {{ snippet.ps }}", {"topic": "{{ snippet.sign_off }}"}, snippets=SNIPPETS)
    assert mail.body == "{{ snippet.sign_off }} P.S. {{ snippet.sign_off }} goes on."


def test_a_lead_without_a_column_of_that_name_loses_nothing() -> None:
    mail = render("{{ snippet.ps }}", {"snippet": "mine", "topic": "Ice"}, snippets=SNIPPETS)
    assert mail.body == "P.S. Ice goes on."


PAGE = '<p class="a">Hi {{ first_name | default("you & me") }},<br>{{ topic }}</p>\n{{ snippet.sign_off }}'


def test_the_html_part_shows_values_as_text() -> None:
    fields = REP | {"topic": "<b>&\"'</b>", "first_name": "J&J"}
    mail = render("Subject: S\n\n{{ topic }}", fields, "t", PAGE, SNIPPETS)
    assert mail.body == "<b>&\"'</b>"
    assert mail.html == (
        '<p class="a">Hi J&amp;J,<br>&lt;b&gt;&amp;&#34;&#39;&lt;/b&gt;</p>\nAna<br>\nA &amp; B &lt;Ltd&gt;'
    )
    assert mail.missing == ()


def test_the_html_has_fallbacks_and_blanks_as_the_text_has_R14_1() -> None:
    mail = render("Subject: S\n\nText", REP | {"first_name": " \n", "topic": ""}, "t", PAGE, SNIPPETS)
    assert mail.html.startswith('<p class="a">Hi you &amp; me,<br>[topic]</p>')
    assert mail.missing == ("topic",)
    assert mail.problem == "topic is empty for this lead"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ topic | upper }}", "&lt;B&gt;"),
        ("{{ topic | replace('b', '<i>') }}", "&lt;&lt;i&gt;&gt;"),
        ("{{ topic ~ '<br>' }}", "&lt;b&gt;&lt;br&gt;"),
        ("{{ topic + '<br>' }}", "&lt;b&gt;&lt;br&gt;"),
        ("{{ topic[1:] }}", "b&gt;"),
        ("{{ '<hr>' }}", "&lt;hr&gt;"),
        ("{{ company | default('<x>') }}", "&lt;x&gt;"),
        ("{{ topic | title | trim | truncate(2, True, '<', 0) }}", "&lt;&lt;"),
        ("{% if topic %}<hr>{% endif %}", "<hr>"),
    ],
)
def test_no_filter_lets_markup_through(source: str, shown: str) -> None:
    assert render("Text", {"topic": "<b>"}, "t", source).html == shown


def test_a_mistake_in_the_html_is_told_of_the_html() -> None:
    with pytest.raises(BadSetting, match=r"template 't' \(HTML\), line 2: "):
        render("Text", {}, "t", "<p>\n{% if topic %}")


def test_fields_that_only_one_part_has_are_noted_R4_8() -> None:
    text = "Subject: {{ title }}\n\n{{ topic }} {{ company }} {{ snippet.sign_off }}"
    faults = template_faults("<p>\n{{ topic }} {{ city }}", snippets=SNIPPETS, beside=text)
    assert [(one.line, one.rule, one.text) for one in faults] == [
        (1, "field-in-one-part", "'company' stands in the text and not in the HTML"),
        (2, "field-in-one-part", "'city' stands in the HTML and not in the text"),
    ]
    assert template_faults("<p>{{ topic }}", beside="{% if topic") == ()


VALUES = st.dictionaries(
    st.sampled_from(("topic", "first_name", "rep_name", "sender_company")), st.text(max_size=40)
)


@given(VALUES)
def test_no_value_opens_a_tag_in_the_html_R14_1(fields: dict[str, str]) -> None:
    page = render("Text", fields, "t", PAGE, SNIPPETS).html
    assert page.count("<") == PAGE.count("<") + 1
    assert page.count('"') == 2


def test_a_book_knows_its_snippets_and_html() -> None:
    book = Templates({"a": "Subject: A\n\n{{ topic }}{{ snippet.ps }}"}, {"a": "{{ company }}"}, SNIPPETS)
    assert (book.snippets(), book.has_html("a"), book.has_html("b")) == (tuple(sorted(SNIPPETS)), True, False)
    assert (book.asks("a").fields, book.asks("a").by_value) == (("company", "topic"), False)
    assert book.render("a", {"company": "Acme", "topic": "x"}).html == "Acme"


@pytest.mark.parametrize(
    ("text", "by_value"),
    [
        ("{{ topic }}{% if company and not city %}x{% endif %}", False),
        ("{{ topic | default('x') | upper }}", False),
        ("{{ 'a' if topic is defined else company }}", False),
        ("{% if topic == 'x' %}{{ company }}{% endif %}", True),
        ("{% if topic | length > 3 %}{{ company }}{% endif %}", True),
        ("{{ topic | replace('a', '') | default(company) }}", True),
        ("{{ company if 'a' in topic else 'x' }}", True),
        ("{% if topic", False),
    ],
)
def test_what_a_template_asks_of_its_fields(text: str, by_value: bool) -> None:
    assert Templates({"a": text}).asks("a").by_value is by_value


@pytest.mark.parametrize("name", sorted(load_presets().snippets))
def test_the_shipped_snippets_are_fine_R4_8(name: str) -> None:
    assert template_faults(load_presets().snippets[name], snippets=None) == ()
