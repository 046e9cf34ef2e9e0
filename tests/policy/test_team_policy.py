"""Settings and campaigns become the engine's policy, in the engine's units."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from dialq.engine.campaign import NURTURE_ITEMS
from dialq.engine.persona import Persona
from dialq.engine.policy import Caps, NurtureRule, Policy
from dialq.engine.source import Source
from dialq.policy.team_policy import team_policy
from dialq.settings import (
    CapSettings,
    MailSettings,
    NurtureRuleSettings,
    NurtureSettings,
    Settings,
    WindowSettings,
)
from tests.policy.loading import load_presets

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


def caps(policy: Policy) -> dict[str, tuple[int, int]]:
    return {
        one.name: (one.max_touches, one.max_calls)
        for one in policy.campaigns.values()
        if one.kind != NURTURE_ITEMS
    }


SHIPPED_CAPS = {
    one.name: (one.max_touches, one.max_calls)
    for one in PRESETS.campaigns.values()
    if one.kind != NURTURE_ITEMS
}


def test_items_of_nurture_are_not_cut_by_the_caps_of_campaigns_R7_6() -> None:
    tight = replace(SETTINGS, caps=CapSettings(campaign=6, calls=4))
    policy = team_policy(tight, PRESETS.campaigns.values(), PRESETS.programmes)
    assert policy.newest("nurture-monthly") == PRESETS.campaigns["nurture-monthly"]


def test_the_default_rules_costs_and_shares_are_the_engines_R5_5_R16_1_R19_1() -> None:
    policy, engine = team_policy(SETTINGS, PRESETS.campaigns.values(), PRESETS.programmes), Policy()
    assert policy.nurture_rules == engine.nurture_rules == (NurtureRule("untouched", 45),)
    assert (policy.warm_share, policy.capacity, policy.costs) == (
        engine.warm_share,
        engine.capacity,
        engine.costs,
    )
    assert policy.nurture == "nurture-monthly"


def test_nurture_costs_and_queue_reach_the_engine() -> None:
    nurture = NurtureSettings("", 0, (NurtureRuleSettings("old cards", 20, ("expo",), ("inbound",)),))
    settings = replace(SETTINGS, nurture=nurture, costs={"call": 250}, warm_share=3, capacity=40)
    policy = team_policy(settings, PRESETS.campaigns.values(), PRESETS.programmes)
    assert policy.nurture_rules == (NurtureRule("old cards", 20, ("expo",), ("inbound",)),)
    assert (policy.nurture, policy.costs, policy.warm_share, policy.capacity) == ("", {"call": 250}, 3, 40)


def test_sources_personas_events_and_experiments_reach_the_engine() -> None:
    files = PRESETS._replace(
        sources={"expo": Source("Expo", cost=3500)}, personas=(Persona("owner", titles=("owner",)),)
    )
    policy = team_policy(SETTINGS, files.campaigns.values(), files.programmes, files)
    assert policy.source(" EXPO ").cost == 3500
    assert policy.personas == files.personas
    assert (policy.gatherings, policy.experiments) == ((), ())


def test_the_teams_caps_apply_at_once_to_every_campaign_but_never_widen_one_R4_7() -> None:
    tight = replace(SETTINGS, caps=CapSettings(campaign=8, calls=4))
    policy = team_policy(tight, PRESETS.campaigns.values(), PRESETS.programmes)
    assert caps(policy) == {
        name: (min(8, most), min(4, calls)) for name, (most, calls) in SHIPPED_CAPS.items()
    }
    wide = replace(SETTINGS, caps=CapSettings(campaign=20, calls=20))
    policy = team_policy(wide, PRESETS.campaigns.values(), PRESETS.programmes)
    assert caps(policy) == SHIPPED_CAPS
