"""Puts settings, campaigns and programmes together into the engine's policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from dialq.clock import HOUR, MINUTE
from dialq.engine.campaign import Campaign, Programme
from dialq.engine.day import TeamCalendar
from dialq.engine.policy import Caps, Policy
from dialq.engine.windows import Windows
from dialq.settings import Settings


def team_policy(
    settings: Settings, campaigns: Iterable[Campaign], programmes: Mapping[str, Programme]
) -> Policy:
    """The policy of a team. `campaigns` holds every version ever started; leads enter the newest (R4.7)."""
    versions = {(one.name, one.version): _capped(one, settings) for one in campaigns}
    current: dict[str, int] = {}
    for name, version in versions:
        current[name] = max(version, current.get(name, version))
    return Policy(
        calendar=TeamCalendar(settings.zone, settings.open_days, settings.holidays, settings.day_starts),
        windows=_windows(settings),
        caps=_caps(settings),
        campaigns=versions,
        current=current,
        programmes=dict(programmes),
        fresh_for=settings.fresh_for,
        slip_after=settings.slip_after,
        nurture_review_days=settings.nurture_review_days,
        hold=settings.mail.hold_seconds,
    )


def _capped(campaign: Campaign, settings: Settings) -> Campaign:
    """A campaign under the team's caps, which apply at once to every version (R4.7)."""
    return replace(
        campaign,
        max_touches=min(campaign.max_touches, settings.caps.campaign),
        max_calls=min(campaign.max_calls, settings.caps.calls),
    )


def _windows(settings: Settings) -> Windows:
    hours = (settings.window.opens, settings.window.closes)
    return Windows(default=(hours,) * 7, guard=settings.window.guard_minutes * MINUTE)


def _caps(settings: Settings) -> Caps:
    caps = settings.caps
    return Caps(
        life=caps.life,
        day=caps.day,
        dials=caps.dials,
        call_gap=caps.call_gap_minutes * MINUTE,
        email_gap=caps.email_gap_hours * HOUR,
    )
