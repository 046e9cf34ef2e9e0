"""Templates: what is missing is listed, and a lead's values can do nothing but stand in the text (R14.1)."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialq.desk.outgoing import blank, still_blank
from dialq.errors import BadSetting
from dialq.mail.merge_fields import EVENT_FIELDS, MERGE_FIELDS, explain_missing, one_line
from dialq.mail.templates import Rendered, Templates, fields_used, render
from tests.policy.loading import load_presets

PRESETS = load_presets()
TEXTS = PRESETS.templates | PRESETS.scripts
MAILS = {step.template for one in PRESETS.campaigns.values() for step in one.steps if step.channel == "email"}
EVERY_FIELD = {*MERGE_FIELDS, *EVENT_FIELDS}
VALUE = sorted(
    step.template for one in PRESETS.campaigns.values() for step in one.steps if step.value and step.template
)
FULL = {field: f"the-{field}" for field in EVERY_FIELD}


def preset(name: str, fields: dict[str, str]) -> Rendered:
    """A shipped text filled in, with the shipped snippets."""
    return render(TEXTS[name], fields, name, snippets=PRESETS.snippets)


ALWAYS_THERE = {"rep_name", "rep_email", "sender_company", "day_part", *EVENT_FIELDS}
"""Fields that sender, hour and event fill, whatever is known of the lead."""
HELLO = 'Subject: {{ topic | default("Hello") }}\n\nHi {{ first_name }},\n\nall well at {{ company }}?\n'


def test_a_template_has_a_subject_and_a_body() -> None:
    mail = render(HELLO, {"first_name": "Jordan", "company": "Acme", "topic": "pricing"})
    assert (mail.subject, mail.body) == ("pricing", "Hi Jordan,\n\nall well at Acme?")
    assert (mail.missing, mail.problem) == ((), "")


def test_a_missing_and_an_empty_field_are_listed_and_stand_as_blanks_R14_1() -> None:
    mail = render(HELLO, {"first_name": " \n", "topic": ""})
    assert mail.missing == ("first_name", "company")
    assert mail.body == "Hi [first_name],\n\nall well at [company]?"
    assert mail.subject == "Hello"


def test_a_filled_blank_no_longer_blocks_R14_1() -> None:
    text = f"Hi Jordan, all well at {blank('company')}?"
    assert still_blank(text, ("first_name", "company")) == ("company",)


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Hi {{ name }},\n{% if x %}{{x}}{% endif %}", ("{{ name }}", "{% if x %}", "{{x}}", "{% endif %}")),
        ("Hi {{ name,\nall well?", ("{{",)),
        ("Hi {{ name }} and {{ name }} {# later #}", ("{{ name }}", "{# later #}")),
        ("a {% raw", ("{%",)),
        ("{ name } {name} 100% { % } }} %}", ()),
        ("Thanks.\n\n> our template is {{ name }}\n>> {% if x %}", ()),
        ("{{ " + "x" * 100 + " }}", ("{{ " + "x" * 57,)),
    ],
)  # fmt: skip
def test_a_text_written_by_hand_with_marks_of_templates_is_not_sent_R14_1(
    text: str, marks: tuple[str, ...]
) -> None:
    """Nobody fills them in: they would leave as they stand. What a letter is quoted with is not ours."""
    assert still_blank(text, ()) == marks


def test_empty_fields_and_unknown_names_are_told_apart() -> None:
    mail = render("{{ company }} {{ frist_name }} {{ budget }} {{ zzzzzz }}", {"budget": ""})
    assert mail.missing == ("company", "frist_name", "budget", "zzzzzz")
    assert mail.problem == (
        "company, budget are empty for this lead; 'frist_name' is no merge field (nearest: first_name); "
        "'zzzzzz' is no merge field"
    )
    assert explain_missing(["company"]) == "company is empty for this lead"


@pytest.mark.parametrize(
    ("source", "body", "missing"),
    [
        ('{{ topic | default("ours") }}', "ours", ()),
        ('{{ topic | d("ours") | upper }}', "OURS", ()),
        ('{{ topic | default("") }}|', "|", ()),
        ("{{ topic | default(company) }}", "[company]", ("company",)),
        ("{% if topic %}on {{ topic }}{% else %}nothing{% endif %}", "nothing", ()),
        ("{{ topic | upper }}{{ topic[0] }}{{ topic + '!' }}", "[TOPIC]" + "[topic]" * 2, ("topic",)),
        ('{{ topic | replace("a", "b") | truncate(1, True, "", 0) }}', "[", ("topic",)),
        ("{{ 'Acme'[0] }}{{ 'Acme'[99] }}{{ 'Acme'[1:3] }}", "Acm", ()),
        ("{{ 'on ' ~ topic }}", "on [topic]", ("topic",)),
        ("{{ topic | title }}", "[Topic]", ("topic",)),
        ("{# a note #}text", "text", ()),
    ],
)  # fmt: skip
def test_fields_without_a_value(source: str, body: str, missing: tuple[str, ...]) -> None:
    filled = render(source, {"topic": "  "})
    assert (filled.body, filled.missing) == (body, missing)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Subject: Hi {{ first_name\n\nText", 1),
        ("Subject: Hi\n\nText\n{% if topic %}no end", 4),
        ("Subject: Hi\n\nText\n{{ 1 / 0 }}", 4),
        ("Subject: Hi\n\n{{ first_name | nofilter }}", 3),
        ("{% include 'other' %}", 1),
    ],
)
def test_a_mistake_in_a_template_names_it_and_its_line(text: str, line: int) -> None:
    with pytest.raises(BadSetting, match=rf"template 'mine', line {line}: "):
        render(text, FULL, "mine")


@pytest.mark.parametrize(
    "value",
    [
        "{{ rep_email }}",
        "{% for x in y %}",
        "{# gone",
        "Jo\r\nBcc: all@example.com",
        "Jo\nBcc: all@example.com",
        "Jo\u2028Bcc: all@example.com",
        "Jo\x85Bcc: all@example.com",
        "Jo\x0bBcc: x",
        "Jo\x00\x1b[31m\x7f",
        "\u202eevil",
    ],
)
def test_a_value_is_only_text_R14_1(value: str) -> None:
    mail = render("Subject: Hi {{ first_name }}\n\nDear {{ first_name }}!", {"first_name": value})
    assert mail.subject == f"Hi {one_line(value)}"
    assert mail.body == f"Dear {one_line(value)}!"
    assert mail.subject.isprintable()
    assert len(mail.subject.splitlines()) == len(mail.body.splitlines()) == 1


def test_letters_of_all_scripts_survive() -> None:
    names = "Zoë O’Brien-Łącki, 山田太郎, محمد, Δημήτρης, 👩‍💻"
    assert render("{{ name }}", {"name": names}).body == names


VALUES = st.dictionaries(st.sampled_from(MERGE_FIELDS) | st.text(max_size=12), st.text(max_size=40))


@given(st.sampled_from(sorted(TEXTS)), VALUES)
def test_no_value_can_make_a_preset_fail_or_break_its_shape(name: str, fields: dict[str, str]) -> None:
    mail = preset(name, fields)
    assert len(mail.subject.splitlines()) <= 1
    assert all(char == "\n" or unicodedata.category(char) not in ("Cc", "Cs") for char in mail.body)
    assert bool(mail.missing) == bool(mail.problem)


@given(st.text(max_size=60))
def test_any_template_is_filled_or_refused(text: str) -> None:
    try:
        shown = render(text, FULL, "mine").body
    except BadSetting as refused:
        shown = str(refused)
    assert "\r" not in shown


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_every_preset_text_asks_for_known_fields_only(name: str) -> None:
    assert set(fields_used(TEXTS[name], name)) <= EVERY_FIELD
    if not name.startswith("event-"):
        assert not set(fields_used(TEXTS[name], name)) & set(EVENT_FIELDS)


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_every_preset_text_is_whole_with_all_fields_and_lists_gaps_without(name: str) -> None:
    full, empty = preset(name, FULL), preset(name, {})
    assert full.missing == ()
    assert full.body
    assert {"rep_name", "name"} & set(empty.missing)
    assert set(empty.missing) <= {*ALWAYS_THERE, "name"}
    assert "{" not in full.subject + full.body


@pytest.mark.parametrize("name", sorted(MAILS))
def test_every_preset_mail_needs_no_more_than_the_sender_R14_1(name: str) -> None:
    mail = preset(name, {})
    assert set(mail.missing) <= ALWAYS_THERE
    assert mail.subject


@pytest.mark.parametrize("name", sorted(MAILS))
def test_preset_mails_are_short(name: str) -> None:
    mail = preset(name, FULL)
    assert len(mail.body.split()) <= 120
    assert len(mail.subject) <= 60
    assert not mail.subject.casefold().startswith(("re:", "fwd:"))


def test_the_intro_names_what_they_did_and_asks_for_a_short_call_SEED2_17() -> None:
    fields = {"topic": "cold-chain alerts", "interaction": "webinar"}
    mail = preset("follow-up-intro", fields)
    assert "cold-chain alerts (webinar)" in mail.body
    assert "15 minutes by phone" in mail.body


@pytest.mark.parametrize("name", VALUE)
@pytest.mark.parametrize("word", ["call me", "meet", "phone me", "demo", "price", "offer", "buy", "product"])
def test_a_mail_of_value_does_not_sell_SEED0_20_SEED2_18(name: str, word: str) -> None:
    mail = preset(name, FULL | {"topic": "T"})
    assert word not in f"{mail.subject} {mail.body}".casefold()


@pytest.mark.parametrize("name", [name for name in VALUE if name.startswith("nurture-")])
def test_an_item_of_nurture_is_short_and_gives_more_than_it_asks_SEED1_19(name: str) -> None:
    mail = preset(name, FULL)
    assert 40 <= len(mail.body.split()) <= 120
    assert mail.body.count("?") <= 8


@pytest.mark.parametrize("name", ["linkedin", "event-linkedin"])
def test_an_invitation_fits_linkedin(name: str) -> None:
    fields = {"first_name": "Maximiliane", "topic": "cold-chain alerts in the depot", "rep_name": "Ana Ruiz"}
    event = {"event_title": "Dinner with the depot managers", "event_place": "Boston, MA"}
    event |= {"event_date": "Wednesday, January 20, 6:30 p.m.", "sender_company": "Northwind Traders"}
    text = preset(name, fields | event)
    assert (text.subject, text.missing) == ("", ())
    assert len(text.body) <= 300


def test_templates_by_name() -> None:
    templates = Templates({"b": "Subject: B\n\nText", "a": "A card"})
    assert (templates.names(), templates.mails()) == (("a", "b"), ("b",))
    assert templates.text("a") == "A card"
    assert templates.render("b", {}).subject == "B"
    with pytest.raises(BadSetting, match="there is no template 'c'"):
        templates.text("c")
