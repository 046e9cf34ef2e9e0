"""Settings files are read strictly, and what they leave unsaid keeps its default."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from dialq.errors import BadSetting
from dialq.policy.settings_file import default_settings_text, parse_settings
from dialq.settings import CapSettings, NurtureRuleSettings, NurtureSettings, SenderSettings, Settings

ZONE = "America/New_York"


def test_an_empty_file_gives_the_defaults_and_the_callers_zone() -> None:
    assert parse_settings("", "settings.toml", ZONE) == Settings(zone=ZONE)


def test_the_shipped_settings_file_states_the_defaults_and_nothing_else() -> None:
    assert parse_settings(default_settings_text(), "settings.toml", ZONE) == Settings(zone=ZONE)
    assert (
        parse_settings(default_settings_text("Europe/Dublin"), "settings.toml", ZONE).zone == "Europe/Dublin"
    )


def test_the_defaults_are_those_of_the_rulebook_R7_1_R10_R13_3_R15() -> None:
    settings = Settings(zone=ZONE)
    assert settings.caps == CapSettings(10, 6, 30, 2, 3, call_gap_minutes=25, email_gap_hours=20)
    assert (settings.fresh_for, settings.slip_after, settings.day_starts) == (4, 2, 480)
    assert (settings.window.opens, settings.window.closes, settings.window.guard_minutes) == (480, 1260, 3)
    assert settings.mail.hold_seconds == 60
    assert (settings.keys.rest_seconds, settings.keys.still_seconds) == (0.4, 1.0)
    assert settings.open_days == frozenset({0, 1, 2, 3, 4})


def test_the_defaults_of_queue_nurture_and_costs_R5_5_R16_1_R19_1() -> None:
    settings = Settings(zone=ZONE)
    assert (settings.warm_share, settings.capacity, settings.own_channels) == (5, 60, ())
    assert settings.nurture == NurtureSettings("nurture-monthly", 45, ())
    assert settings.costs == {}


MORE = """[team]
capacity = 40
[queue]
warm_share = 0
[channels]
own = ["whatsapp", "fax"]
[costs]
call = 2.5
post = 1
fax = 0.07
[nurture]
campaign = "monthly"
untouched_days = 30
[[nurture.rule]]
name = "old cards"
untouched_days = 20
sources = ["Expo-2026"]
campaigns = ["inbound"]
[[nurture.rule]]
name = "long quiet"
"""


def test_queue_nurture_channels_and_costs_are_read() -> None:
    settings = parse_settings(MORE, "settings.toml", ZONE)
    assert (settings.capacity, settings.warm_share, settings.own_channels) == (40, 0, ("whatsapp", "fax"))
    assert settings.costs == {"call": 250, "post": 100, "fax": 7}
    assert settings.nurture == NurtureSettings(
        "monthly",
        30,
        (
            NurtureRuleSettings("old cards", 20, ("expo-2026",), ("inbound",)),
            NurtureRuleSettings("long quiet", 45),
        ),
    )


FULL = """
[team]
zone = "Europe/Dublin"
country = "IE"
open_days = ["mon", "sat"]
holidays = [2026-12-25, "2027-01-01"]
day_starts = "9:30"
[caps]
campaign = 12
reason = "gaps of three weeks"
[window]
close = "20:00"
[sender]
name = "Ana Ruiz"
email = "ana@example.com"
company = "Northwind"
postal_address = "1 Main Street, Springfield"
[screen]
rest_seconds = 1
[keys]
note = "ctrl+n"
undo = ["u", "z"]
"""


def test_a_file_changes_what_it_names() -> None:
    settings = parse_settings(FULL, "settings.toml", ZONE)
    assert (settings.zone, settings.country, settings.open_days) == ("Europe/Dublin", "IE", frozenset({0, 5}))
    assert settings.holidays == frozenset({date(2026, 12, 25), date(2027, 1, 1)})
    assert (settings.day_starts, settings.window.closes, settings.caps.campaign) == (570, 1200, 12)
    assert settings.keys.bindings == {"note": ("ctrl+n",), "undo": ("u", "z")}
    assert settings.keys.rest_seconds == 1.0


def test_the_footer_has_identity_address_and_opt_out_R14_4() -> None:
    sender = parse_settings(FULL, "settings.toml").sender
    assert sender.missing == ()
    assert sender.footer.split("\n") == ["Ana Ruiz, Northwind", "1 Main Street, Springfield", sender.opt_out]


def test_a_sender_that_is_not_filled_in_says_which_settings_are_missing_R14_4() -> None:
    assert SenderSettings().missing == (
        "sender.name",
        "sender.email",
        "sender.company",
        "sender.postal_address",
    )
    assert replace(SenderSettings(), opt_out="").missing[-1] == "sender.opt_out"


@pytest.mark.parametrize(
    ("text", "says", "helps"),
    [
        ('[team]\nzone = "America/New_Yrok"', "line 2: 'team.zone' is 'America/New_Yrok'", ZONE),
        ('[team]\nzone = "../etc"', "'team.zone' is '../etc'", ""),
        ('[team]\nzone = ""', "'team.zone' is ''", "Europe/Dublin"),
        ('[team]\ncountry = "usa"', "'team.country' is 'usa'", '"US"'),
        ('[team]\nopen_days = ["monday"]', "'monday', which is no weekday", "'mon'"),
        ("[team]\nopen_days = []", "'team.open_days' is empty", ""),
        ("[team]\nopen_days = [1]", "has 1 in it", ""),
        ('[team]\nholidays = ["Christmas"]', "has 'Christmas'", "2026-12-25"),
        ("[team]\nholidays = [2026-12-25T00:00:00]", "'team.holidays' has", "2026-12-25"),
        ('[team]\nholidays = "none"', "must be a list", ""),
        ('[team]\nday_starts = "8 am"', "is '8 am', which is no time of day", '"08:00"'),
        ('[window]\nclose = "24:01"', "is '24:01', which is no time of day", ""),
        ('[window]\nopen = "21:00"', "'window.close' leaves no time to call", ""),
        ("[caps]\ncampain = 8", "line 2: 'caps.campain' is not a key", "'campaign'"),
        ("[caps]\ncampaign = 12", "outside of 6 to 10", "reason"),
        ("[caps]\ndials = 0", "'caps.dials' is 0", "1 to 10"),
        ("[cap]\ndials = 3", "line 1: 'cap' is not a key", "'caps'"),
        ('caps = "few"', "'caps' must be a table", "[caps]"),
        ('[sender]\nemail = "ana"', "is 'ana', which is no address", ""),
        ('[sender]\nname = "Ana\\nBcc: x@example.com"', "'sender.name' must be one line", ""),
        ("[screen]\nrest_seconds = 99", "'screen.rest_seconds' is 99", "0 to 10"),
        ('[screen]\nrest_seconds = "1"', "must be a number of seconds", ""),
        ("[keys]\nnote = [1]", "line 2: 'keys.note' has 1 in it", ""),
        ("[team]\ncapacity = 0", "line 2: 'team.capacity' is 0", "1 to"),
        ("[queue]\nwarm_shares = 5", "line 2: 'queue.warm_shares' is not a key", "'warm_share'"),
        ("[queue]\nwarm_share = -1", "line 2: 'queue.warm_share' is -1", "0 to"),
        ("[nurture]\nreview_days = 90", "line 2: 'nurture.review_days' is not a key", "untouched_days"),
        ("[nurture]\nuntouched_days = 999", "line 2: 'nurture.untouched_days' is 999", "0 to 730"),
        ("[[nurture.rule]]\nuntouched_days = 9", "line 1: the key 'name' of 'nurture.rule 1'", "Add name"),
        (
            "[[nurture.rule]]\nname = 'a'\nday = 1",
            "line 3: 'nurture.rule 1.day' is not a key",
            "untouched_days",
        ),
        (
            "[[nurture.rule]]\nname = 'untouched'",
            "line 2: 'nurture.rule 1.name' 'untouched' is already",
            "unique",
        ),
        (
            "[[nurture.rule]]\nname = 'a'\nuntouched_days = 0",
            "line 3: 'nurture.rule 1.untouched_days' is 0",
            "1 to",
        ),
        ("[costs]\nphone = 2", "line 2: 'costs.phone' is not a key", "call"),
        ("[costs]\ncall = '2'", "line 2: 'costs.call' must be an amount", "2.50"),
        ("[channels]\nown = ['WhatsApp']", "line 2: 'channels.own' has 'WhatsApp'", '"whatsapp"'),
        (
            "[channels]\nown = ['call']",
            "line 2: 'channels.own' has 'call', which is a channel already",
            "Remove",
        ),
        (
            "[channels]\nown = ['fax', 'fax']",
            "line 2: 'channels.own' has 'fax', which is a channel",
            "Remove",
        ),
        ("[team\n", "not readable as TOML", "line 1"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_the_nearest_word(text: str, says: str, helps: str) -> None:
    with pytest.raises(BadSetting) as refused:
        parse_settings(text, "settings.toml", ZONE)
    assert says in str(refused.value)
    assert helps in str(refused.value)
