"""The campaigns of R4.9 as the rulebook's page says them, and the default programmes (R4.10)."""

from __future__ import annotations

from dialq.engine.campaign import (
    CALL,
    EMAIL,
    EVENT,
    NO_CONTACT,
    NO_RESPONSE,
    NURTURE_ITEMS,
    POST,
    RESEARCH,
    SALES,
    SOCIAL,
    Campaign,
    Offset,
    Step,
)
from dialq.engine.lead import HOT, WARM


def offset(text: str) -> Offset:
    """`30m`, `1h` or `5d` as an offset."""
    amount, unit = int(text[:-1]), text[-1]
    if unit == "d":
        return Offset(days=amount)
    return Offset(minutes=amount * 60 if unit == "h" else amount)


def campaign(
    name: str, plan: str, *, rest_days: int = 30, max_touches: int = 10, kind: str = SALES
) -> Campaign:
    """A campaign from lines such as `email 5m auto no_contact`; keys are `call-1`, `email-2`…"""
    steps: list[Step] = []
    for words in (entry.split() for entry in plan.split(",")):
        channel, at, *flags = words
        number = sum(step.channel == channel for step in steps) + 1
        when = NO_CONTACT if NO_CONTACT in flags else NO_RESPONSE
        steps.append(Step(f"{channel}-{number}", channel, offset(at), when, auto="auto" in flags))
    return Campaign(
        name, 1, name, "meeting", "", "", tuple(steps), max_touches, rest_days=rest_days, kind=kind
    )


INBOUND = campaign(
    "inbound",
    f"{CALL} 1m, {EMAIL} 20m auto, {CALL} 30m, {CALL} 1h, {EMAIL} 4d, {CALL} 5d, {EMAIL} 8d, {CALL} 14d, "
    f"{CALL} 15d, {EMAIL} 15d",
)
FOLLOW_UP_21 = campaign(
    "follow-up-21",
    f"{RESEARCH} 1d, {EMAIL} 2d, {EMAIL} 5d, {SOCIAL} 7d, {CALL} 8d, {EMAIL} 10d, {EMAIL} 12d, {POST} 14d, "
    f"{CALL} 18d, {EMAIL} 21d",
)
PING_PONG = campaign(
    "ping-pong",
    f"{EMAIL} 0m auto, {CALL} 1m, {EMAIL} 5m auto no_contact, {CALL} 2d, {EMAIL} 2d auto no_contact, "
    f"{EMAIL} 4d auto, {CALL} 7d, {EMAIL} 7d auto no_contact, {EMAIL} 9d auto, {CALL} 12d",
)
LAST_CALL = campaign(
    "last-call", f"{EMAIL} 0d, {CALL} 1d, {EMAIL} 4d, {CALL} 8d, {EMAIL} 12d, {EMAIL} 14d", rest_days=45
)
LIGHT = campaign("light", f"{POST} 0d, {CALL} 7d, {EMAIL} 8d, {EMAIL} 22d, {EMAIL} 36d, {EMAIL} 50d auto")

PRESETS = {preset.name: preset for preset in (INBOUND, FOLLOW_UP_21, PING_PONG, LAST_CALL, LIGHT)}
"""The campaigns of sales that run for everybody."""

EVENT_CAMPAIGN = campaign(
    "event",
    f"{EMAIL} 0d, {CALL} 2d, {SOCIAL} 5d, {EMAIL} 7d, {CALL} 9d, {EMAIL} 12d",
    rest_days=45,
    kind=EVENT,
)
ITEMS = 12
NURTURE_MONTHLY = campaign(
    "nurture-monthly",
    ", ".join(f"{EMAIL} {30 * item}d auto" for item in range(ITEMS)),
    max_touches=ITEMS,
    kind=NURTURE_ITEMS,
)
RE_ENGAGE = campaign("re-engage", f"{CALL} 0d, {EMAIL} 2d, {CALL} 5d")
OTHERS = (EVENT_CAMPAIGN, NURTURE_MONTHLY, RE_ENGAGE)
ALL = {**PRESETS, **{other.name: other for other in OTHERS}}

PROGRAMMES = {
    HOT: (INBOUND.name, EVENT_CAMPAIGN.name, LAST_CALL.name),
    WARM: (FOLLOW_UP_21.name, EVENT_CAMPAIGN.name, LAST_CALL.name),
}
"""Temperature of a new lead -> its campaigns in order; nurture comes after (R4.10)."""
