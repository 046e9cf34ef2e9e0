"""The shipped campaigns are those of R4.9, and every text they name can be used."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

import dialq.policy
from dialq.engine.campaign import NO_CONTACT, Campaign
from dialq.errors import BadSetting
from tests.policy.loading import load_policy_folder, load_presets

PRESETS = Path(dialq.policy.__file__).parent / "presets"
R4_9 = {
    "inbound": "call 1m, email 20m m, call 30m, call 1h, email 4d, call 5d, email 8d, call 14d, "
    "call 15d, email 15d",
    "follow-up-21": "research 1d, email 2d, email 5d, social 7d, call 8d, email 10d, email 12d, post 14d, "
    "call 18d, email 21d",
    "ping-pong": "email 0m m, call 1m, email 5m m no_contact, call 2d, email 2d m no_contact, email 4d m, "
    "call 7d, email 7d m no_contact, email 9d m, call 12d",
    "event": "email 0d, call 2d, social 5d, email 7d, call 9d, email 12d",
    "last-call": "email 0d, call 1d, email 4d, call 8d, email 12d, email 14d",
    "light": "post 0d, call 7d, email 8d m, email 22d m, email 36d m, email 50d m",
    "nurture-monthly": ", ".join(f"email {30 * month}d m" for month in range(12)),
}
OURS = {"re-engage": "email 0d, call 2d, email 6d, email 13d"}
"""SEED4-06: for who showed interest and fell silent; the rulebook gives it no days."""
SHIPPED = R4_9 | OURS
KINDS = {"event": "event", "nurture-monthly": "nurture"}
CAMPAIGNS = load_presets().campaigns
TEXTS = load_presets().templates | load_presets().scripts


def outline(campaign: Campaign) -> str:
    return ", ".join(
        f"{step.channel} {step.at}{' m' if step.auto else ''}{' no_contact' if step.when == NO_CONTACT else ''}"
        for step in campaign.steps
    )


@pytest.mark.parametrize("name", SHIPPED)
def test_presets_are_the_plans_of_R4_9(name: str) -> None:
    assert outline(CAMPAIGNS[name]) == SHIPPED[name]
    assert CAMPAIGNS[name].kind == KINDS.get(name, "sales")
    assert CAMPAIGNS[name].version == 1


def test_no_other_campaign_is_shipped() -> None:
    assert set(CAMPAIGNS) == set(SHIPPED)


@pytest.mark.parametrize(
    ("name", "caps", "rest"),
    [
        ("inbound", (10, 6), 30),
        ("follow-up-21", (10, 6), 30),
        ("ping-pong", (10, 6), 30),
        ("event", (10, 6), 45),
        ("last-call", (10, 6), 0),
        ("light", (6, 1), 45),
        ("nurture-monthly", (12, 0), 0),
        ("re-engage", (6, 6), 45),
    ],
)
def test_caps_and_rests_of_the_presets_R7_1_R8_1(name: str, caps: tuple[int, int], rest: int) -> None:
    campaign = CAMPAIGNS[name]
    assert (campaign.max_touches, campaign.max_calls) == caps
    assert campaign.rest_days == rest


@pytest.mark.parametrize("name", SHIPPED)
def test_every_step_of_a_preset_fits_into_its_caps_R7_1(name: str) -> None:
    campaign = CAMPAIGNS[name]
    assert sum(step.channel != "research" for step in campaign.steps) <= campaign.max_touches
    assert campaign.calls <= campaign.max_calls


def test_inbound_has_the_six_calls_and_four_mails_of_the_study() -> None:
    channels = [step.channel for step in CAMPAIGNS["inbound"].steps]
    assert (channels.count("call"), channels.count("email")) == (6, 4)


def test_only_the_last_inbound_call_carries_a_pair_and_it_is_the_mail_of_that_day_R4_5() -> None:
    pairs = {(one.name, step.key): step.pair for one in CAMPAIGNS.values() for step in one.steps}
    assert {place: pair for place, pair in pairs.items() if pair} == {
        ("inbound", "call-6"): "inbound-closing"
    }
    assert CAMPAIGNS["inbound"].steps[-1].template == "inbound-closing"


@pytest.mark.parametrize("name", SHIPPED)
def test_steps_run_always_up_to_the_first_touch_and_without_a_response_after_it_R4_4(name: str) -> None:
    steps = CAMPAIGNS[name].steps
    first = next(index for index, step in enumerate(steps) if step.channel != "research")
    assert [step.when for step in steps[: first + 1]] == ["always"] * (first + 1)
    assert {step.when for step in steps[first + 1 :]} <= {"no_response", "no_contact"}


def test_a_missed_call_of_ping_pong_is_followed_by_its_mail_SEED4_15() -> None:
    steps = CAMPAIGNS["ping-pong"].steps
    follows = [(before.channel, step.auto) for before, step in pairwise(steps) if step.when == NO_CONTACT]
    assert follows == [("call", True)] * 3


def test_goal_message_and_approach_differ_between_campaigns_SEED0_14() -> None:
    for part in ("goal", "message", "approach"):
        assert len({getattr(campaign, part) for campaign in CAMPAIGNS.values()}) == len(SHIPPED)


def test_programmes_go_from_the_first_campaign_to_the_last_call_R4_10() -> None:
    programmes = load_presets().programmes
    assert {name: (one.name, one.campaigns) for name, one in programmes.items()} == {
        "hot": ("hot", ("inbound", "event", "last-call")),
        "warm": ("warm", ("follow-up-21", "event", "last-call")),
        "light": ("light", ("light",)),
    }
    assert programmes["light"].max_cost == 500


def test_follow_on_campaigns_have_no_minute_offsets_R4_10() -> None:
    presets = load_presets()
    follow_on = {name for one in presets.programmes.values() for name in one.campaigns[1:]} | {"re-engage"}
    assert all(step.at.by_day for name in follow_on for step in CAMPAIGNS[name].steps)


def test_no_text_is_used_for_two_steps_SEED1_19() -> None:
    used = [step.template for one in CAMPAIGNS.values() for step in one.steps if step.template]
    assert len(used) == len(set(used)) == 45
    assert len({TEXTS[name] for name in used}) == len(used)


def test_every_step_has_the_words_for_it() -> None:
    silent = [
        (one.name, step.key)
        for one in CAMPAIGNS.values()
        for step in one.steps
        if not step.template + step.script
    ]
    assert silent == []


@pytest.mark.parametrize("name", SHIPPED)
def test_voicemail_is_offered_on_the_first_two_calls_at_most_R9(name: str) -> None:
    calls = [step for step in CAMPAIGNS[name].steps if step.channel == "call"]
    assert all(step.voicemail for step in calls[:1])
    assert not any(step.voicemail for step in calls[2:])


def test_every_shipped_text_is_used() -> None:
    presets = load_presets()
    steps = [step for one in CAMPAIGNS.values() for step in one.steps]
    assert {name for step in steps for name in (step.script, step.voicemail) if name} == set(presets.scripts)
    used = {name for step in steps for name in (step.template, step.pair) if name}
    assert set(presets.templates) - used == {"information"}


def test_the_package_of_light_has_its_own_cost_SEED4_22() -> None:
    assert CAMPAIGNS["light"].steps[0].cost == 200


def test_what_gives_value_is_marked_SEED0_20_SEED2_18() -> None:
    marked = {(one.name, step.key) for one in CAMPAIGNS.values() for step in one.steps if step.value}
    whole = {(name, step.key) for name in KINDS for step in CAMPAIGNS[name].steps}
    assert marked == whole | {
        ("follow-up-21", "email-3"), ("ping-pong", "email-1"), ("light", "email-3"), ("re-engage", "email-2"),
    }  # fmt: skip


@pytest.mark.parametrize("path", sorted(PRESETS.glob("campaigns/*.toml")), ids=lambda path: path.stem)
def test_every_default_stands_beside_its_evidence(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(("max_touches", "max_calls", "rest_days", "limit_days", "cost")):
            assert "#" in line, line


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


MINE = """name = "mine"
title = "Mine"
goal = "A call"
message = "Hello"
approach = "One mail"
[[step]]
key = "email-1"
channel = "email"
at = "0d"
template = "hello"
"""


def test_a_folder_is_laid_over_the_presets_name_by_name(tmp_path: Path) -> None:
    write(tmp_path, "campaigns/mine.toml", MINE)
    write(tmp_path, "templates/hello.txt", "\ufeffSubject: Hello\n\nHello.\n")
    write(tmp_path, "scripts/research.txt", "Look twice.")
    write(tmp_path, "programmes.toml", 'warm = ["mine", "last-call"]')
    loaded = load_policy_folder(tmp_path)
    assert set(loaded.campaigns) == {*SHIPPED, "mine"}
    assert loaded.templates["hello"].startswith("Subject: Hello")
    assert loaded.scripts["research"] == "Look twice."
    assert loaded.programmes["warm"].campaigns == ("mine", "last-call")
    assert loaded.programmes["hot"] == load_presets().programmes["hot"]


def test_an_empty_folder_leaves_the_presets(tmp_path: Path) -> None:
    assert load_policy_folder(tmp_path) == load_presets()


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"campaigns/mine.toml": MINE}, "campaign 'mine', step 'email-1': template 'hello' does not exist"),
        (
            {"campaigns/mine.toml": MINE, "templates/hello.txt": "Hello."},
            "template 'hello', used by campaign 'mine', step 'email-1', has no subject",
        ),
        ({"campaigns/a.toml": MINE, "campaigns/b.toml": MINE}, "are both named 'mine'"),
        ({"programmes.toml": 'hot = ["inbond"]'}, "Did you mean 'inbound'?"),
        ({"programmes.toml": 'cold = ["inbound"]'}, "line 1: 'cold' is not a key dialq knows here"),
        ({"programmes.toml": "hot = []"}, "names no campaign"),
        ({"programmes.toml": 'hot = ["inbound", "inbound"]'}, "twice"),
    ],
)
def test_a_folder_that_does_not_fit_together_is_refused_by_name(
    tmp_path: Path, files: dict[str, str], says: str
) -> None:
    for name, text in files.items():
        write(tmp_path, name, text)
    with pytest.raises(BadSetting) as refused:
        load_policy_folder(tmp_path)
    assert says in str(refused.value)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "broken.txt").write_bytes(b"Subject: \xe9")
    with pytest.raises(BadSetting, match=r"templates/broken\.txt cannot be read"):
        load_policy_folder(tmp_path)


def test_a_mail_that_leaves_by_itself_does_not_rely_on_a_package_that_was_skipped_R4_6() -> None:
    """Who has no postal address gets no package, and the mails after it must be true all the same."""
    templates = load_presets().templates
    mails = [templates[step.template] for step in CAMPAIGNS["light"].steps if step.auto]
    told = [re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL) for text in mails]
    assert not any("package" in text for text in told)


def test_a_mail_after_a_missed_call_says_so_only_to_who_has_a_phone_R4_6() -> None:
    """A call step without a number is skipped, and the mail behind it still leaves."""
    templates = load_presets().templates
    steps = [step for step in CAMPAIGNS["ping-pong"].steps if step.when == NO_CONTACT and step.at.by_day]
    assert len(steps) == 2
    for step in steps:
        assert "{% if phone %}" in templates[step.template]
