"""What of a policy the places of leads hang on, as one short text: other words in a file judge nobody anew."""

from __future__ import annotations

from hashlib import sha256

from msgspec.structs import replace

from dialq import __version__
from dialq.engine.campaign import Campaign
from dialq.engine.policy import Policy


def fingerprint(policy: Policy) -> str:
    """The same for two policies under which every lead stands in the same places."""
    calendar, windows = policy.calendar, policy.windows
    parts = (
        __version__,
        (calendar.zone, sorted(calendar.open_weekdays), sorted(calendar.holidays), calendar.day_starts),
        (windows.default, sorted(windows.by_zone.items()), windows.guard),
        policy.caps,
        sorted(plan_of(campaign) for campaign in policy.campaigns.values()),
        sorted((one.name, one.campaigns, one.max_cost, one.silent) for one in policy.programmes.values()),
        sorted(policy.sources.items()),
        policy.personas,
        [(replace(one, postal=frozenset(), cities=frozenset(), full=False), sorted(one.postal), sorted(one.cities))
         for one in policy.gatherings],
        policy.experiments,
        (policy.nurture, policy.fresh_for, policy.slip_after, policy.unknown_call),
    )  # fmt: skip
    return sha256(repr(parts).encode()).hexdigest()[:32]


def plan_of(campaign: Campaign) -> tuple[object, ...]:
    """What of a campaign says when which step is due, and when it ends."""
    steps = tuple((step.key, step.channel, str(step.at), step.when, step.auto) for step in campaign.steps)
    caps = campaign.max_touches, campaign.max_calls, campaign.rest_days, campaign.limit_days
    return campaign.name, campaign.version, campaign.kind, caps, campaign.retired, steps
