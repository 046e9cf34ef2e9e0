"""Puts settings, campaigns and programmes together into the engine's policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from dialq.clock import HOUR, MINUTE
from dialq.engine.campaign import NURTURE_ITEMS, Campaign, Programme
from dialq.engine.day import TeamCalendar
from dialq.engine.policy import Caps, NurtureRule, Policy
from dialq.engine.windows import Windows
from dialq.policy.policy_files import NO_FILES, PolicyFiles
from dialq.settings import Settings


def team_policy(
    settings: Settings,
    campaigns: Iterable[Campaign],
    programmes: Mapping[str, Programme],
    files: PolicyFiles | None = None,
) -> Policy:
    """The policy of a team. `campaigns` holds every version ever started; leads enter the newest (R4.7).

    Sources, personas, events and experiments are those of `files`; without it there are none.
    """
    files = files or NO_FILES
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
        sources=dict(files.sources),
        personas=files.personas,
        gatherings=files.gatherings,
        experiments=files.experiments,
        costs=dict(settings.costs),
        nurture=settings.nurture.campaign,
        nurture_rules=_nurture_rules(settings),
        warm_share=settings.warm_share,
        capacity=settings.capacity,
        hold=settings.mail.hold_seconds,
    )


def _capped(campaign: Campaign, settings: Settings) -> Campaign:
    """A campaign under the team's caps, which apply at once to every version; nurture has its own (R4.7, R7.6)."""
    if campaign.kind == NURTURE_ITEMS:
        return campaign
    return replace(
        campaign,
        max_touches=min(campaign.max_touches, settings.caps.campaign),
        max_calls=min(campaign.max_calls, settings.caps.calls),
    )


def _nurture_rules(settings: Settings) -> tuple[NurtureRule, ...]:
    """The built-in rule unless it is switched off, then the team's own."""
    nurture = settings.nurture
    built_in = (NurtureRule(untouched_days=nurture.untouched_days),) if nurture.untouched_days else ()
    own = (NurtureRule(one.name, one.untouched_days, one.sources, one.campaigns) for one in nurture.rules)
    return (*built_in, *own)


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
