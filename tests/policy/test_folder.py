"""A folder of policy files is read as texts, and texts become values with or without the folder (R4.7)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialq.bootstrap import write_config
from dialq.errors import BadSetting
from dialq.policy.folder import parse_each, parse_texts, preset_texts, read_texts
from dialq.settings import Settings
from tests.policy.loading import load_policy_folder, load_presets
from tests.policy.refusing import refusal

ZONE = "America/New_York"
CAMPAIGN = """name = "mine"
title = "Mine"
goal = "A call"
message = "Hello"
approach = "One call"
[[step]]
key = "one"
channel = "CHANNEL"
at = "0d"
"""
TEAM = {
    "settings.toml": '[team]\nzone = "Europe/Dublin"\n[channels]\nown = ["whatsapp"]\n',
    "campaigns/mine.toml": CAMPAIGN.replace("CHANNEL", "whatsapp"),
    "programmes.toml": '[programme.partners]\ncampaigns = ["mine", "last-call"]\n',
    "sources.toml": '[expo]\nprogramme = "partners"\n',
    "personas.toml": '[[persona]]\nname = "owner"\ntitles = ["owner"]\n',
    "experiments.toml": (
        '[[experiment]]\nname = "e"\nwhat = "programme"\nof = "warm"\nstarts = 2026-12-01\nends = 2026-12-31\n'
        '[experiment.variants]\na = "warm"\nb = "partners"\n'
    ),
    "events.toml": (
        '[[event]]\nname = "dinner"\ntitle = "Dinner"\nplace = "Dublin, IE"\nat = 2027-01-20T18:30\n'
    ),
    "templates/hello.txt": "Subject: Hello\n\nHello.\n",
    "scripts/hello.txt": "Hello.\n",
}


def put(folder: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def test_texts_of_a_folder_parse_without_the_folder(tmp_path: Path) -> None:
    put(tmp_path, TEAM)
    assert read_texts(tmp_path) == TEAM
    parsed = parse_texts(read_texts(tmp_path), ZONE)
    assert parsed.settings.zone == "Europe/Dublin"
    assert parsed.files == load_policy_folder(tmp_path)
    assert parsed.files.campaigns["mine"].steps[0].channel == "whatsapp"
    assert parsed.files.programmes["partners"].campaigns == ("mine", "last-call")
    assert parsed.files.sources["expo"].programme == "partners"
    assert [one.name for one in parsed.files.personas] == ["owner"]
    assert [one.name for one in parsed.files.experiments] == ["e"]
    assert [one.name for one in parsed.files.gatherings] == ["dinner"]


def test_times_of_the_files_are_the_teams() -> None:
    here, there = (
        parse_texts(TEAM, ZONE),
        parse_texts(
            TEAM | {"settings.toml": TEAM["settings.toml"].replace('zone = "Europe/Dublin"\n', "")}, ZONE
        ),
    )
    assert there.settings.zone == ZONE
    five_hours = 5 * 3600
    assert there.files.gatherings[0].at - here.files.gatherings[0].at == five_hours
    assert there.files.experiments[0].starts - here.files.experiments[0].starts == five_hours


def test_no_files_are_the_presets_with_default_settings() -> None:
    parsed = parse_texts({}, ZONE)
    assert (parsed.files, parsed.settings, parsed.faults) == (load_presets(), Settings(zone=ZONE), ())
    assert (parsed.files.sources, parsed.files.personas, parsed.files.gatherings) == ({}, (), ())


def test_the_shipped_files_say_nothing_else_than_the_defaults() -> None:
    shipped, defaults = parse_texts(preset_texts(), ZONE), parse_texts({}, ZONE)
    assert shipped.settings == defaults.settings
    assert shipped.files._replace(labels={}) == defaults.files._replace(labels={})
    assert shipped.files.labels["inbound"] == "campaigns/inbound.toml"
    assert defaults.files.labels["inbound"] == "presets/campaigns/inbound.toml"


def uncommented(text: str) -> str:
    """A shipped file with its example written out: what begins like TOML behind a `#`."""
    lines = (line.removeprefix("# ") for line in text.splitlines() if line.startswith("# "))
    return "\n".join(
        line for line in lines if line.startswith("[") or line.partition(" ")[2].startswith("= ")
    )


@pytest.mark.parametrize("name", ["sources.toml", "personas.toml", "experiments.toml", "events.toml"])
def test_the_examples_in_the_shipped_files_can_be_used(name: str) -> None:
    files = parse_texts({name: uncommented(preset_texts()[name])}, ZONE).files
    assert {
        "sources.toml": len(files.sources),
        "personas.toml": len(files.personas),
        "experiments.toml": len(files.experiments),
        "events.toml": len(files.gatherings),
    }[name] > 0


def test_the_example_of_a_programme_can_be_used() -> None:
    text = preset_texts()["programmes.toml"]
    programmes = parse_texts({"programmes.toml": uncommented(text)}, ZONE).files.programmes
    assert (programmes["partners"].campaigns[0], programmes["partners"].silent) == ("ping-pong", "re-engage")


def test_init_writes_every_shipped_file_and_overwrites_none(tmp_path: Path) -> None:
    put(tmp_path, {"sources.toml": "[mine]\n"})
    written = write_config(tmp_path, ZONE)
    assert {str(path.relative_to(tmp_path)) for path in written} == set(preset_texts()) - {"sources.toml"}
    parsed = parse_texts(read_texts(tmp_path), "UTC")
    assert parsed.settings == Settings(zone=ZONE)
    assert list(parsed.files.sources) == ["mine"]
    assert write_config(tmp_path, ZONE) == []


def test_a_team_campaign_replaces_the_preset_of_its_name_whatever_its_file_is_called() -> None:
    own = CAMPAIGN.replace("CHANNEL", "call").replace('"mine"', '"ping-pong"')
    files = parse_texts({"campaigns/ours.toml": own}, ZONE).files
    assert files.campaigns["ping-pong"].title == "Mine"
    assert files.labels["ping-pong"] == "campaigns/ours.toml"
    assert set(files.campaigns) == set(load_presets().campaigns)


@pytest.mark.parametrize(
    ("texts", "says", "helps"),
    [
        (
            {"campaigns/mine.toml": CAMPAIGN.replace("CHANNEL", "whatsapp")},
            "campaigns/mine.toml, line 8: 'step 1.channel' is 'whatsapp', which is not known",
            "call",
        ),
        (
            {"campaigns/last-call.toml": CAMPAIGN.replace('"mine"', '"last-call"').replace("CHANNEL", "call")
             .replace('"0d"', '"5m"')},
            "the shipped programme 'hot' lets 'last-call' follow another campaign",
            "days",
        ),
        (
            {"settings.toml": '[nurture]\ncampaign = "nurture-montly"'},
            "settings.toml, line 2: 'nurture.campaign' is 'nurture-montly', which is no campaign",
            "Did you mean 'nurture-monthly'?",
        ),
        (
            {"settings.toml": '[nurture]\ncampaign = "inbound"'},
            "settings.toml, line 2: 'nurture.campaign' is 'inbound', which is of kind 'sales'",
            'kind = "nurture"',
        ),
        (
            {"settings.toml": '[[nurture.rule]]\nname = "a"\ncampaigns = ["inbond"]'},
            "settings.toml, line 3: 'nurture.rule 1.campaigns' names 'inbond', which is no campaign",
            "Did you mean 'inbound'?",
        ),
        (
            {"sources.toml": '[expo]\nprogramme = "lights"'},
            "sources.toml, line 2: 'expo.programme' is 'lights', which is no programme",
            "Did you mean 'light'?",
        ),
    ],
)  # fmt: skip
def test_files_that_do_not_fit_together_are_refused(texts: dict[str, str], says: str, helps: str) -> None:
    refused = refusal(lambda: parse_texts(texts, ZONE))
    assert says in refused
    assert helps in refused


def test_settings_that_are_wrong_are_told_once_and_the_defaults_serve() -> None:
    parsed = parse_each({"settings.toml": '[[nurture.rule]]\nname = "a"\n[team]\nfresh_for = 99'}, ZONE)
    assert [fault.title for fault in parsed.faults] == ["settings.toml, line 4: 'team.fresh_for' is 99"]
    assert parsed.settings == Settings(zone=ZONE)


def test_every_fault_is_told_and_what_is_good_is_read_all_the_same() -> None:
    parsed = parse_each(
        TEAM
        | {
            "sources.toml": "[expo]\nkind = 3",
            "personas.toml": "[[person]]",
            "campaigns/broken.toml": "name = ",
            "campaigns/inbound.toml": "title = 3",
        },
        ZONE,
    )
    files = [str(fault).partition(",")[0].partition(" is")[0] for fault in parsed.faults]
    assert files == ["campaigns/broken.toml", "campaigns/inbound.toml", "sources.toml", "personas.toml"]
    assert (parsed.files.sources, parsed.files.personas) == ({}, ())
    assert parsed.files.campaigns["inbound"] == load_presets().campaigns["inbound"]
    assert "mine" in parsed.files.campaigns
    assert [one.name for one in parsed.files.experiments] == ["e"]


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("personas.toml", b"\xff", "personas.toml cannot be read"),
        ("campaigns/a.toml", b"\xe9", "campaigns/a.toml cannot be read"),
        ("templates/big.txt", b"x" * 1_000_001, "templates/big.txt is larger than 1,000,000 bytes"),
        ("source.toml", b"", "source.toml is no policy file. Did you mean 'sources.toml'?"),
        ("Programme.toml", b"", "Programme.toml is no policy file. Did you mean 'programmes.toml'?"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_the_others_are_read(
    tmp_path: Path, name: str, raw: bytes, says: str
) -> None:
    put(tmp_path, {"scripts/hello.txt": "Hello."})
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(raw)
    refused = refusal(lambda: read_texts(tmp_path))
    assert says in refused
    assert str(tmp_path) in refused
    faults: list[BadSetting] = []
    assert read_texts(tmp_path, faults) == {"scripts/hello.txt": "Hello."}
    assert [str(fault) for fault in faults] == [refused]


def test_what_is_no_policy_file_is_left_alone(tmp_path: Path) -> None:
    put(
        tmp_path,
        {"pyproject.toml": "x = ", "campaigns/.draft.toml": "x = ", "campaigns/notes.md": "x", "a.txt": ""},
    )
    (tmp_path / "campaigns/.#inbound.toml").symlink_to("nobody@nowhere")
    (tmp_path / ".#personas.toml").symlink_to("nobody@nowhere")
    assert read_texts(tmp_path) == {}
    assert read_texts(tmp_path / "nowhere") == {}


PIECES = st.sampled_from(
    [
        "",
        "=",
        '"',
        "[",
        "]",
        "[[",
        "{",
        "0",
        "-1",
        "nan",
        "1e400",
        "true",
        "[]",
        "{}",
        '""',
        "9999-12-31",
        "\n",
        "#",
    ]
)
CHEAP = sorted(set(TEAM) - {"events.toml"})


@given(st.sampled_from(CHEAP), st.floats(0, 1), st.integers(0, 8), PIECES)
def test_a_file_that_was_edited_badly_is_a_fault_never_a_crash(
    name: str, place: float, gone: int, piece: str
) -> None:
    text = TEAM[name]
    at = int(place * len(text))
    texts = {one: TEAM[one] for one in CHEAP} | {name: text[:at] + piece + text[at + gone :]}
    parsed = parse_each(texts, ZONE)
    assert all(fault.title for fault in parsed.faults)
    assert "hot" in parsed.files.programmes
