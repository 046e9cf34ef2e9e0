"""The shipped campaigns are those of R4.9, and every text they name can be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialq.engine.campaign import Campaign
from dialq.errors import BadSetting
from dialq.policy.presets import load_policy_folder, load_presets

R4_9 = {
    "inbound": "call 1m, email 20m m, call 30m, call 1h, email 4d, call 5d, email 8d, call 14d, "
    "call 15d, email 15d",
    "follow-up-21": "research 1d, email 2d, email 5d, social 7d, call 8d, email 10d, email 12d, post 14d, "
    "call 18d, email 21d",
    "last-call": "email 0d, call 1d, email 4d, call 8d, email 12d, email 14d",
}  # fmt: skip


def outline(campaign: Campaign) -> str:
    return ", ".join(f"{step.channel} {step.at}{' m' if step.auto else ''}" for step in campaign.steps)


@pytest.mark.parametrize("name", R4_9)
def test_presets_are_the_plans_of_R4_9(name: str) -> None:
    assert outline(load_presets().campaigns[name]) == R4_9[name]


def test_no_other_campaign_is_shipped() -> None:
    assert set(load_presets().campaigns) == set(R4_9)


@pytest.mark.parametrize(("name", "rest"), [("inbound", 30), ("follow-up-21", 30), ("last-call", 0)])
def test_caps_and_rests_of_the_presets_R7_1_R8_1(name: str, rest: int) -> None:
    campaign = load_presets().campaigns[name]
    assert (campaign.max_touches, campaign.max_calls, campaign.rest_days) == (10, 6, rest)
    assert campaign.version == 1


def test_inbound_has_the_six_calls_and_four_mails_of_the_study() -> None:
    channels = [step.channel for step in load_presets().campaigns["inbound"].steps]
    assert (channels.count("call"), channels.count("email")) == (6, 4)


def test_only_the_last_inbound_call_carries_a_pair_and_it_is_the_mail_of_that_day_R4_5() -> None:
    presets = load_presets()
    pairs = {(one.name, step.key): step.pair for one in presets.campaigns.values() for step in one.steps}
    assert {place: pair for place, pair in pairs.items() if pair} == {
        ("inbound", "call-6"): "inbound-closing"
    }
    assert presets.campaigns["inbound"].steps[-1].template == "inbound-closing"


@pytest.mark.parametrize("name", R4_9)
def test_steps_run_always_up_to_the_first_touch_and_without_a_response_after_it_R4_4(name: str) -> None:
    steps = load_presets().campaigns[name].steps
    first = next(index for index, step in enumerate(steps) if step.channel != "research")
    assert [step.when for step in steps[: first + 1]] == ["always"] * (first + 1)
    assert {step.when for step in steps[first + 1 :]} == {"no_response"}


def test_goal_message_and_approach_differ_between_campaigns_SEED0_14() -> None:
    campaigns = load_presets().campaigns.values()
    for part in ("goal", "message", "approach"):
        assert len({getattr(campaign, part) for campaign in campaigns}) == len(R4_9)


def test_programmes_go_from_the_first_campaign_to_the_last_call_R4_10() -> None:
    programmes = load_presets().programmes
    assert {name: (one.name, one.campaigns) for name, one in programmes.items()} == {
        "hot": ("inbound", ("inbound", "last-call")),
        "warm": ("follow-up-21", ("follow-up-21", "last-call")),
    }


def test_follow_on_campaigns_have_no_minute_offsets_R4_10() -> None:
    presets = load_presets()
    follow_on = {name for one in presets.programmes.values() for name in one.campaigns[1:]}
    assert all(step.at.by_day for name in follow_on for step in presets.campaigns[name].steps)


def test_each_mail_step_has_a_text_of_its_own() -> None:
    presets = load_presets()
    used = [
        step.template for one in presets.campaigns.values() for step in one.steps if step.channel == "email"
    ]
    assert len(used) == len(set(used)) == 13
    assert len({presets.templates[name] for name in used}) == 13


def test_voicemail_is_offered_on_at_most_two_calls_R9() -> None:
    for campaign in load_presets().campaigns.values():
        assert sum(bool(step.voicemail) for step in campaign.steps) <= 2


def test_every_shipped_script_is_used() -> None:
    presets = load_presets()
    steps = [step for one in presets.campaigns.values() for step in one.steps]
    assert {name for step in steps for name in (step.script, step.voicemail) if name} == set(presets.scripts)


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
    assert set(loaded.campaigns) == {*R4_9, "mine"}
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
