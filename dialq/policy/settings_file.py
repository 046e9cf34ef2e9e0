"""Reads the settings file; what it leaves unsaid keeps its default."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from importlib.resources import files
from types import MappingProxyType
from zoneinfo import ZoneInfo, available_timezones

from dialq.engine.campaign import CHANNELS, NURTURE_ITEMS, Campaign
from dialq.policy.mail_settings import read_mail
from dialq.policy.reading import Table, nearest, read_toml
from dialq.settings import (
    CapSettings,
    KeySettings,
    NurtureRuleSettings,
    NurtureSettings,
    SenderSettings,
    Settings,
    WindowSettings,
)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")
_CHANNEL = re.compile(r"[a-z][a-z0-9-]{1,23}")
_ADDRESS = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+")


def parse_settings(text: str, where: str, zone: str = "UTC") -> Settings:
    """The settings a text describes; strict: unknown keys and values name line and nearest word."""
    root = read_toml(text, where)
    team, queue, goal = root.table("team"), root.table("queue"), root.table("goal")
    own = _own_channels(root.table("channels"))
    settings = Settings(
        zone=_zone(team, zone),
        country=_country(team),
        open_days=_open_days(team),
        holidays=_holidays(team),
        day_starts=_clock(team, "day_starts", "08:00"),
        fresh_for=team.number("fresh_for", 4, 0, 60),
        slip_after=team.number("slip_after", 2, 0, 60),
        warm_share=queue.number("warm_share", 5, 0, 1000),
        capacity=team.number("capacity", 60, 1, 1000),
        own_channels=own,
        costs=_costs(root.table("costs"), own),
        nurture=_nurture(root.table("nurture")),
        goal_meetings=goal.number("meetings", 1, 0, 100),
        caps=_caps(root.table("caps")),
        window=_window(root.table("window")),
        sender=_sender(root.table("sender")),
        mail=read_mail(root.table("mail"), root.tables("mailbox")),
        keys=_keys(root.table("screen"), root.table("keys")),
    )
    for table in (team, queue, goal, root):
        table.done()
    return settings


def check_nurture(text: str, where: str, settings: Settings, campaigns: Mapping[str, Campaign]) -> None:
    """What the settings say of nurture must name campaigns that are there; raises BadSetting with the line."""
    nurture = settings.nurture
    table = read_toml(text, where).table("nurture")
    if nurture.campaign and "campaign" in table and nurture.campaign not in campaigns:
        items = [one.name for one in campaigns.values() if one.kind == NURTURE_ITEMS]
        raise table.wrong(
            "campaign", f"is {nurture.campaign!r}, which is no campaign", nearest(nurture.campaign, items)
        )
    named = campaigns.get(nurture.campaign)
    if named is not None and named.kind != NURTURE_ITEMS:
        what = f"is {named.name!r}, which is of kind {named.kind!r}"
        raise table.wrong("campaign", what, 'Name one of kind = "nurture".')
    for rule, given in zip(nurture.rules, table.tables("rule"), strict=True):
        for name in rule.campaigns:
            if name not in campaigns:
                raise given.wrong(
                    "campaigns", f"names {name!r}, which is no campaign", nearest(name, campaigns)
                )


def default_settings_text(zone: str = "") -> str:
    """A commented settings file with every default and where it comes from; `zone` is filled in if given."""
    text = files("dialq.policy").joinpath("presets", "settings.toml").read_text(encoding="utf-8")
    return text.replace('# zone = "America/New_York"', f'zone = "{zone}"') if zone else text


def _zone(team: Table, default: str) -> str:
    zone = team.text("zone", default)
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        zones = available_timezones()
        hint = nearest(zone, zones) or 'Name it like "Europe/Dublin".'
        raise team.wrong("zone", f"is {zone!r}, which is no time zone", hint) from error
    return zone


def _country(team: Table) -> str:
    country = team.text("country", "US")
    if not re.fullmatch(r"[A-Z]{2}", country):
        raise team.wrong("country", f"is {country!r}", 'Give its two-letter code in capitals, like "US".')
    return country


def _open_days(team: Table) -> frozenset[int]:
    days = team.texts("open_days", WEEKDAYS[:5])
    for day in days:
        if day not in WEEKDAYS:
            raise team.wrong("open_days", f"has {day!r}, which is no weekday", nearest(day, WEEKDAYS))
    if not days:
        raise team.wrong("open_days", "is empty", "A team that never works gets no leads: name one day.")
    return frozenset(WEEKDAYS.index(day) for day in days)


def _holidays(team: Table) -> frozenset[date]:
    days = []
    for day in team.items("holidays"):
        if isinstance(day, str):
            try:
                day = date.fromisoformat(day)
            except ValueError as error:
                raise team.wrong("holidays", f"has {day!r}", "Write dates like 2026-12-25.") from error
        if not isinstance(day, date) or isinstance(day, datetime):
            raise team.wrong("holidays", f"has {day!r}", "Write dates like 2026-12-25.")
        days.append(day)
    return frozenset(days)


def _clock(table: Table, key: str, default: str) -> int:
    """A wall-clock time as minutes after midnight."""
    text = table.text(key, default)
    match = _CLOCK.fullmatch(text)
    minutes = int(match[1]) * 60 + int(match[2]) if match else -1
    if not 0 <= minutes <= 24 * 60:
        raise table.wrong(key, f"is {text!r}, which is no time of day", 'Write it like "08:00".')
    return minutes


def _caps(table: Table) -> CapSettings:
    default = CapSettings()
    caps = CapSettings(
        campaign=table.number("campaign", default.campaign, 1, 30),
        calls=table.number("calls", default.calls, 0, 30),
        life=table.number("life", default.life, 1, 365),
        day=table.number("day", default.day, 1, 10),
        dials=table.number("dials", default.dials, 1, 10),
        call_gap_minutes=table.number("call_gap_minutes", default.call_gap_minutes, 0, 24 * 60),
        email_gap_hours=table.number("email_gap_hours", default.email_gap_hours, 0, 24 * 30),
    )
    if not table.text("reason", "") and not 6 <= caps.campaign <= 10:
        raise table.wrong(
            "campaign", f"is {caps.campaign}, outside of 6 to 10", 'Add reason = "…" that says why.'
        )
    table.done()
    return caps


def _own_channels(table: Table) -> tuple[str, ...]:
    """The channels a team defines: one word each, in small letters, none that is there already."""
    own = table.texts("own")
    for name in own:
        if not _CHANNEL.fullmatch(name):
            raise table.wrong("own", f"has {name!r}", 'Name a channel in small letters, like "whatsapp".')
        if name in (*CHANNELS, "meeting") or own.count(name) > 1:
            raise table.wrong("own", f"has {name!r}, which is a channel already", "Remove it.")
    table.done()
    return own


def _costs(table: Table, own: tuple[str, ...]) -> MappingProxyType[str, int]:
    """What a touch costs, by channel, in cents."""
    amounts = {channel: table.money(channel) for channel in (*CHANNELS, *own)}
    table.done()
    return MappingProxyType({channel: amount for channel, amount in amounts.items() if amount})


def _nurture(table: Table) -> NurtureSettings:
    default = NurtureSettings()
    nurture = NurtureSettings(
        campaign=table.text("campaign", default.campaign),
        untouched_days=table.number("untouched_days", default.untouched_days, 0, 730),
        rules=tuple(_nurture_rule(rule) for rule in table.tables("rule")),
    )
    names = ["untouched", *(rule.name for rule in nurture.rules)]
    for rule, given in zip(nurture.rules, table.tables("rule"), strict=True):
        if names.count(rule.name) > 1:
            raise given.wrong("name", f"{rule.name!r} is already taken by another rule", "Names are unique.")
    table.done()
    return nurture


def _nurture_rule(table: Table) -> NurtureRuleSettings:
    rule = NurtureRuleSettings(
        name=table.text("name"),
        untouched_days=table.number("untouched_days", 45, 1, 730),
        sources=tuple(source.casefold() for source in table.texts("sources")),
        campaigns=table.texts("campaigns"),
    )
    table.done()
    return rule


def _window(table: Table) -> WindowSettings:
    default = WindowSettings()
    window = WindowSettings(
        opens=_clock(table, "open", "08:00"),
        closes=_clock(table, "close", "21:00"),
        guard_minutes=table.number("guard_minutes", default.guard_minutes, 0, 60),
    )
    if window.closes - window.guard_minutes <= window.opens:
        raise table.wrong("close", "leaves no time to call", "Let it be later than open.")
    table.done()
    return window


def _sender(table: Table) -> SenderSettings:
    email = table.text("email", "")
    if email and not _ADDRESS.fullmatch(email):
        raise table.wrong("email", f"is {email!r}, which is no address", 'Write it like "ana@example.com".')
    sender = SenderSettings(
        name=table.line("name"),
        email=email,
        company=table.line("company"),
        postal_address=table.text("postal_address", ""),
        opt_out=table.text("opt_out", SenderSettings().opt_out),
    )
    table.done()
    return sender


def _keys(screen: Table, keys: Table) -> KeySettings:
    default = KeySettings()
    settings = KeySettings(
        rest_seconds=screen.seconds("rest_seconds", default.rest_seconds, 10),
        still_seconds=screen.seconds("still_seconds", default.still_seconds, 10),
        bell=screen.flag("bell", default.bell),
        bindings=MappingProxyType({action: keys.texts(action) for action in keys.keys}),
    )
    screen.done()
    return settings
