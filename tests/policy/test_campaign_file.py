"""Campaign files are read strictly: what is wrong is named with file, line and the nearest right word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialq.engine.campaign import CALL, EMAIL, Campaign, Offset, Step
from dialq.errors import BadSetting
from dialq.policy.campaign_file import parse_campaign
from dialq.policy.offset_text import parse_offset

HEAD = """name = "test"
title = "Test"
goal = "A call"
message = "Hello"
approach = "Two steps"
"""
CALL_1 = """
[[step]]
key = "call-1"
channel = "call"
at = "5m"
"""
EMAIL_1 = """
[[step]]
key = "email-1"
channel = "email"
at = "2d"
template = "hello"
"""
WHOLE = HEAD + CALL_1 + EMAIL_1


def test_a_campaign_file_becomes_a_campaign_R4_1() -> None:
    assert parse_campaign(WHOLE, "test.toml", 3) == Campaign(
        name="test",
        version=3,
        title="Test",
        goal="A call",
        message="Hello",
        approach="Two steps",
        steps=(
            Step("call-1", CALL, Offset(minutes=5), when="always"),
            Step("email-1", EMAIL, Offset(days=2), when="no_response", template="hello"),
        ),
        max_touches=10,
        max_calls=6,
        rest_days=30,
    )


def test_a_stated_condition_wins_over_the_usual_one_R4_4() -> None:
    text = HEAD + CALL_1 + EMAIL_1 + 'when = "no_contact"\nauto = true\n'
    assert parse_campaign(text, "test.toml", 1).steps[1].when == "no_contact"


STEPS = CALL_1 + EMAIL_1
WRONG = [
    ("an unknown channel", WHOLE.replace('"call"', '"cal"'), "line 9: 'step 1.channel' is 'cal'", "'call'"),
    ("an unknown key", WHOLE + "templ = 'x'\n", "line 17: 'step 2.templ' is not a key", "'template'"),
    ("an unknown root key", "gaol = 'x'\n" + WHOLE, "line 1: 'gaol' is not a key", "'goal'"),
    ("no offset", WHOLE.replace('"2d"', '"2 weeks"'), "line 15: 'step 2.at' is '2 weeks'", '"5d"'),
    ("an unknown condition", WHOLE + 'when = "no_reply"', "'step 2.when' is 'no_reply'", "no_response"),
    ("a missing key", WHOLE.replace('at = "5m"', ""), "line 7: the key 'at' of 'step 1' is missing", "Add"),
    ("key twice", WHOLE.replace("email-1", "call-1"), "line 13: 'step 2.key' 'call-1' is already", ""),
    ("steps out of order", HEAD + EMAIL_1 + CALL_1, "line 16: 'step 2.at' 5m comes before 2d", "order"),
    ("no step", HEAD, "has no step", "[[step]]"),
    ("a step that is no table", HEAD + "step = 3", "'step' must be tables", "[[step]]"),
    ("an empty goal", WHOLE.replace('"A call"', '" "'), "line 3: 'goal' is empty", ""),
    ("a number as text", "max_calls = '6'\n" + WHOLE, "line 1: 'max_calls' must be a whole number", ""),
    ("true for a number", "max_calls = true\n" + WHOLE, "'max_calls' must be a whole number", ""),
    ("a number out of range", "rest_days = -1\n" + WHOLE, "'rest_days' is -1", "0 to 365"),
    ("more touches without a reason", "max_touches = 12\n" + WHOLE, "outside of 6 to 10", "reason"),
    ("fewer touches without a reason", "max_touches = 3\n" + WHOLE, "outside of 6 to 10", "reason"),
    ("an automatic call", HEAD + CALL_1 + "auto = true", "only a mail leaves by itself", ""),
    ("a word for a flag", WHOLE + 'auto = "yes"', "must be true or false", ""),
    ("a pair on a mail", WHOLE + 'pair = "hello"', "belongs to a call step only", ""),
    ("a template on a call", HEAD + CALL_1 + 'template = "x"', "does not belong to a call step", "script"),
    ("a mail without text", WHOLE.replace('template = "hello"', ""), "names no template", ""),
    ("a text as number", WHOLE.replace('"hello"', "7"), "must be a text", "quotes"),
    ("an unknown kind", 'kind = "evnt"\n' + WHOLE, "line 1: 'kind' is 'evnt'", "Did you mean 'event'?"),
    ("absurd touches", "max_touches = 40\n" + WHOLE, "line 1: 'max_touches' is 40", "1 to 30"),
    ("absurd calls", "max_calls = 13\n" + WHOLE, "line 1: 'max_calls' is 13", "0 to 12"),
    ("an absurd limit", "limit_days = 731\n" + WHOLE, "line 1: 'limit_days' is 731", "0 to 730"),
    ("a step after the limit", "limit_days = 1\n" + WHOLE, "line 16: 'step 2.at' is 2d, after", "limit_days is 1"),
    ("more at least than at most", "min_touches = 11\n" + WHOLE, "line 1: 'min_touches' makes", "smaller"),
    ("retired in words", 'retired = "yes"\n' + WHOLE, "line 1: 'retired' must be true or false", ""),
    ("a cost in words", WHOLE + 'cost = "$2"', "line 17: 'step 2.cost' must be an amount", "2.50"),
    ("value in words", WHOLE + 'value = "yes"', "line 17: 'step 2.value' must be true or false", ""),
    ("accept as a list", "accept = ['few-touches']\n" + WHOLE, "line 1: 'accept' must be a table", "[accept]"),
    ("no finding", HEAD + "[accept]\nfew_touches = 'x'\n" + STEPS, "line 7: 'accept.few_touches'", "few-touches"),
    ("no reason", HEAD + "[accept]\nfew-touches = ''\n" + STEPS, "line 7: 'accept.few-touches' is empty", "text"),
    ("no end of brackets", "a = " + "[" * 50_000, "test.toml is not readable as TOML", ""),
    ("no end of digits", "a = " + "1" * 5_000, "test.toml is not readable as TOML", ""),
    ("no TOML", "name = = 3\n", "test.toml is not readable as TOML", "line 1"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "says", "helps"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_what_is_wrong_is_named_with_its_line_and_the_nearest_word(text: str, says: str, helps: str) -> None:
    with pytest.raises(BadSetting) as refused:
        parse_campaign(text, "test.toml", 1)
    assert says in str(refused.value)
    assert helps in str(refused.value)
    assert str(refused.value).startswith("test.toml")


def test_all_keys_of_a_campaign_and_of_a_step_R4_1() -> None:
    more = 'kind = "event"\nmin_touches = 4\nlimit_days = 30\nretired = true\n'
    more += 'accept = {few-touches = "one evening", no-rest = "an event ends itself"}\n'
    campaign = parse_campaign(more + WHOLE + "value = true\ncost = 2.5\n", "test.toml", 1)
    assert (campaign.kind, campaign.min_touches, campaign.limit_days, campaign.retired) == (
        "event",
        4,
        30,
        True,
    )
    assert campaign.accept == (("few-touches", "one evening"), ("no-rest", "an event ends itself"))
    assert [(step.value, step.cost) for step in campaign.steps] == [(False, None), (True, 250)]


def test_a_channel_the_team_defines_is_known_only_where_it_says_so() -> None:
    text = HEAD + CALL_1.replace('"call"', '"whatsapp"')
    assert parse_campaign(text, "test.toml", 1, own=("whatsapp",)).steps[0].channel == "whatsapp"
    with pytest.raises(BadSetting, match=r"'step 1\.channel' is 'whatsapp', which is not known"):
        parse_campaign(text, "test.toml", 1)


ITEM = """
[[step]]
key = "item-1"
channel = "email"
at = "0d"
auto = true
template = "one"
"""
NURTURE = 'kind = "nurture"\n' + HEAD + ITEM


def test_nurture_has_its_own_cap_of_twelve_R7_6() -> None:
    campaign = parse_campaign(NURTURE, "test.toml", 1)
    assert (campaign.kind, campaign.max_touches) == ("nurture", 12)


@pytest.mark.parametrize(
    ("text", "says", "helps"),
    [
        (
            NURTURE.replace('"email"', '"social"').replace("auto = true\n", ""),
            "line 10: 'step 1.channel'",
            '"email"',
        ),
        (NURTURE.replace("auto = true\n", ""), "line 9: 'step 1.key' is an item of nurture", "auto = true"),
        (NURTURE.replace("true", "false"), "line 12: 'step 1.auto' is an item of nurture", "auto = true"),
        (NURTURE.replace('"0d"', '"5m"'), "line 11: 'step 1.at' is 5m, but nurture counts in days", '"30d"'),
        (
            NURTURE + ITEM.replace("item-1", "item-2"),
            "line 20: 'step 2.template' 'one' is sent twice",
            "No item",
        ),
    ],
)
def test_items_of_nurture_are_mails_that_leave_by_themselves_on_a_day_R16_1(
    text: str, says: str, helps: str
) -> None:
    with pytest.raises(BadSetting) as refused:
        parse_campaign(text, "test.toml", 1)
    assert says in str(refused.value)
    assert helps in str(refused.value)


def test_more_than_ten_touches_are_read_with_a_reason_R7_1() -> None:
    text = 'max_touches = 12\nreason = "gaps of three weeks"\n' + WHOLE
    assert parse_campaign(text, "test.toml", 1).max_touches == 12


def test_a_minute_step_counts_as_day_0_R4_2() -> None:
    mixed = HEAD + CALL_1 + EMAIL_1.replace("2d", "0d")
    assert [str(step.at) for step in parse_campaign(mixed, "test.toml", 1).steps] == ["5m", "0d"]


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("0m", Offset(minutes=0)),
        ("30m", Offset(minutes=30)),
        ("1h", Offset(minutes=60)),
        ("24h", Offset(minutes=1440)),
        ("0d", Offset(days=0)),
        (" 5D ", Offset(days=5)),
        ("25h", None),
        ("1441m", None),
        ("731d", None),
        ("-1d", None),
        ("1.5h", None),
        ("5", None),
        ("d", None),
        ("", None),
    ],
)
def test_offsets(text: str, offset: Offset | None) -> None:
    assert parse_offset(text) == offset


@given(st.integers(0, 1440))
def test_minute_offsets_read_back_as_written(minutes: int) -> None:
    assert parse_offset(str(Offset(minutes=minutes))) == Offset(minutes=minutes)


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused_never_a_crash(text: str) -> None:
    with pytest.raises(BadSetting):
        parse_campaign(text, "test.toml", 1)
