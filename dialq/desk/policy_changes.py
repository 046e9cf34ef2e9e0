"""What differs between two policies, in words: one sentence a campaign, a programme, a setting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dialq.desk.costs import money
from dialq.engine.campaign import Campaign, Programme, Step
from dialq.engine.policy import Policy

_CAMPAIGN = {
    "max_touches": "at most {} touches", "max_calls": "at most {} calls", "rest_days": "{} days of rest",
    "min_touches": "at least {} touches", "limit_days": "a limit of {} days", "title": "title {}", "goal": "goal {}",
    "message": "message {}", "approach": "approach {}", "kind": "kind {}",
}  # fmt: skip
_CAPS = {
    "life": "touches a life", "day": "touches a day", "dials": "dials in 24 hours", "call_gap": "seconds between calls",
    "email_gap": "seconds between mails", "neighbour_gap": "seconds between calls to one company",
}  # fmt: skip
_SETTINGS = {
    "fresh_for": "fresh for", "slip_after": "slips after", "warm_share": "warm share",
    "capacity": "touches a rep a day", "nurture": "nurture campaign", "hold": "seconds a mail waits",
}  # fmt: skip


def changes(old: Policy, new: Policy) -> tuple[str, ...]:
    """Everything that differs."""
    return (
        *_campaigns(old, new),
        *_programmes(old, new),
        *_named("source", old.sources, new.sources),
        *_named("experiment", {e.name: e for e in old.experiments}, {e.name: e for e in new.experiments}),
        *_named("event", {g.name: g for g in old.gatherings}, {g.name: g for g in new.gatherings}),
        *_named("persona", {p.name: p for p in old.personas}, {p.name: p for p in new.personas}),
        *_settings(old, new),
    )


def _campaigns(old: Policy, new: Policy) -> Iterator[str]:
    for name in sorted(set(old.current) | set(new.current)):
        if name not in old.current:
            yield f"campaign {name}: new, {len(new.newest(name).steps)} steps"
        elif name in new.current:
            words = [
                *_steps(old.newest(name), new.newest(name)),
                *_fields(old.newest(name), new.newest(name)),
            ]
            if words:
                yield f"campaign {name}: {'; '.join(words)}"


def _steps(old: Campaign, new: Campaign) -> Iterator[str]:
    """Steps that come, go or change; who is under way keeps the old ones (R4.7)."""
    if old.steps == new.steps:
        return
    yield f"version {new.version} for who enters from now on, who is in version {old.version} goes on in it"
    before, after = {s.key: s for s in old.steps}, {s.key: s for s in new.steps}
    for key, step in after.items():
        if key not in before:
            yield f"{key} is new: {step.channel} at {step.at}"
        elif step != before[key]:
            yield f"{key}: {', '.join(_differences(before[key], step))}"
    yield from (f"{key} is gone" for key in before if key not in after)
    if list(before) != list(after) and set(before) == set(after):
        yield "other order of steps"


def _differences(old: Step, new: Step) -> Iterator[str]:
    for name in Step.__struct_fields__:
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            yield f"{name} {_word(now)} (was {_word(was)})"


def _fields(old: Campaign, new: Campaign) -> Iterator[str]:
    for name, words in _CAMPAIGN.items():
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            yield f"{words.format(_word(now))} (was {_word(was)})"
    if old.retired != new.retired:
        yield "retired: nobody enters it any more" if new.retired else "not retired any more"


def _programmes(old: Policy, new: Policy) -> Iterator[str]:
    for name in sorted(set(old.programmes) | set(new.programmes)):
        was, now = old.programmes.get(name), new.programmes.get(name)
        if was == now:
            continue
        if now is None:
            yield f"programme {name} is gone"
            continue
        plan = " -> ".join((*now.campaigns, "nurture"))
        if was is None:
            yield f"programme {name}: new, {plan}"
        elif was.campaigns != now.campaigns:
            yield f"programme {name}: {plan} (was {' -> '.join((*was.campaigns, 'nurture'))})"
        if was is not None and (parts := [*_entering(was, now)]):
            yield f"programme {name}: {', '.join(parts)}"


def _entering(was: Programme, now: Programme) -> Iterator[str]:
    """Up to which cost leads enter a programme, and where they go once they fall silent."""
    if was.max_cost != now.max_cost:
        yield f"max_cost {_amount(now.max_cost)} (was {_amount(was.max_cost)})"
    if was.silent != now.silent:
        yield f"silent {_word(now.silent)} (was {_word(was.silent)})"


def _amount(cents: int | None) -> str:
    return "none" if cents is None else money(cents)


def _named(what: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(set(old) | set(new)):
        if name not in old:
            yield f"{what} {name}: new"
        elif name not in new:
            yield f"{what} {name} is gone"
        elif old[name] != new[name]:
            yield f"{what} {name}: {', '.join(_changed_fields(old[name], new[name]))}"


def _changed_fields(old: Any, new: Any) -> Iterator[str]:
    for name in old.__struct_fields__:
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            short = all(isinstance(one, str | int | None) for one in (was, now))
            yield f"{name} {_word(now)} (was {_word(was)})" if short else f"other {name}"


def _settings(old: Policy, new: Policy) -> Iterator[str]:
    for name, words in _CAPS.items():
        was, now = getattr(old.caps, name), getattr(new.caps, name)
        if was != now:
            yield f"{words}: {now} (was {was})"
    for name, words in _SETTINGS.items():
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            yield f"{words} {_word(now)} (was {_word(was)})"
    if old.calendar != new.calendar:
        yield "the team's calendar: other zone, open days, holidays or start of the day"
    if old.windows != new.windows:
        yield "other calling hours"
    if old.costs != new.costs:
        yield "other costs of a touch"
    if old.nurture_rules != new.nurture_rules:
        yield "other rules that hand leads to nurture"


def _word(value: object) -> str:
    return "none" if value in ("", None) else str(value)
