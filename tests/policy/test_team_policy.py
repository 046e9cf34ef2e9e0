"""Settings and campaigns become the engine's policy, in the engine's units."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dialq.engine.policy import Caps
from dialq.policy.presets import load_presets
from dialq.policy.team_policy import team_policy
from dialq.settings import CapSettings, MailSettings, Settings, WindowSettings

PRESETS = load_presets()
SETTINGS = Settings(zone="America/New_York")


def test_default_settings_give_the_engines_defaults_R7_1() -> None:
    policy = team_policy(SETTINGS, PRESETS.campaigns.values(), PRESETS.programmes)
    assert policy.caps == Caps()
    assert policy.calendar.zone == "America/New_York"
    assert policy.newest("inbound") == PRESETS.campaigns["inbound"]
    assert policy.programmes == PRESETS.programmes
    assert policy.windows.default == ((480, 1260),) * 7
    assert (policy.windows.guard, policy.hold) == (180, 60)


def test_a_lead_enters_the_newest_version_and_old_ones_stay_R4_7() -> None:
    old = PRESETS.campaigns["inbound"]
    policy = team_policy(SETTINGS, [replace(old, version=2), old], PRESETS.programmes)
    assert policy.newest("inbound").version == 2
    assert policy.campaign("inbound", 1) == old


def test_settings_reach_the_engine() -> None:
    settings = replace(
        SETTINGS,
        holidays=frozenset({date(2026, 12, 25)}),
        caps=CapSettings(
            campaign=8, calls=4, life=20, day=1, dials=2, call_gap_minutes=30, email_gap_hours=24
        ),
        window=WindowSettings(opens=540, closes=1200, guard_minutes=5),
        mail=MailSettings(hold_seconds=5),
    )
    policy = team_policy(settings, PRESETS.campaigns.values(), PRESETS.programmes)
    assert not policy.calendar.is_open(date(2026, 12, 25))
    assert policy.caps == Caps(life=20, day=1, dials=2, call_gap=1800, email_gap=86400)
    assert (policy.windows.default[0], policy.windows.guard, policy.hold) == ((540, 1200), 300, 5)


def test_the_teams_caps_apply_at_once_to_every_campaign_but_never_widen_one_R4_7() -> None:
    tight = replace(SETTINGS, caps=CapSettings(campaign=8, calls=4))
    policy = team_policy(tight, PRESETS.campaigns.values(), PRESETS.programmes)
    assert {(one.max_touches, one.max_calls) for one in policy.campaigns.values()} == {(8, 4)}
    wide = replace(SETTINGS, caps=CapSettings(campaign=20, calls=20))
    policy = team_policy(wide, PRESETS.campaigns.values(), PRESETS.programmes)
    assert {(one.max_touches, one.max_calls) for one in policy.campaigns.values()} == {(10, 6)}
