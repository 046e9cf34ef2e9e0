"""`dialq campaign show`: a campaign as a guideline that can be printed and hung on the wall (SEED3-11)."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json

if TYPE_CHECKING:
    from datetime import date

    from dialq.desk.guideline import Guideline, GuideStep
    from dialq.engine.campaign import Campaign

_WIDTH = 78
_SALUTATION = 30
_WORDS = {"call": "call", "email": "mail", "social": "LinkedIn", "post": "post", "research": "research"}


@click.command(cls=DialqCommand)
@click.argument("name")
@click.option("--texts", is_flag=True, help="Print every mail and script in full below the plan.")
def show(name: str, texts: bool) -> None:
    """Print a campaign as a guideline for the team, dated for a lead that enters today."""
    from dialq.cli import output
    from dialq.desk.guideline import guideline

    with at_desk() as desk:
        found = guideline(desk, name)
    if wants_json():
        output.document(_document(found))
        return
    output.say(*_page(found), *(_texts(found) if texts else ()))


def plain(one: Campaign) -> dict[str, Any]:
    """A campaign for JSON."""
    names = (
        "name", "version", "title", "goal", "message", "approach", "kind", "max_touches", "max_calls",
        "min_touches", "rest_days", "limit_days", "retired",
    )  # fmt: skip
    steps = [
        {
            "key": step.key,
            "number": number,
            "channel": step.channel,
            "at": str(step.at),
            "when": step.when,
            "template": step.template,
            "auto": step.auto,
            "script": step.script,
            "voicemail": step.voicemail,
            "pair": step.pair,
            "value": step.value,
            "cost": None if step.cost is None else step.cost / 100,
        }
        for number, step in enumerate(one.steps, 1)
    ]
    return {**{name: getattr(one, name) for name in names}, "accept": dict(one.accept), "steps": steps}


def _document(found: Guideline) -> dict[str, Any]:
    from dialq.cli.moments import utc

    document = plain(found.campaign)
    for step, guide in zip(document["steps"], found.steps, strict=True):
        step |= {
            "planned": utc(guide.planned),
            "date": guide.day.isoformat(),
            "subject": guide.subject,
            "text": guide.text,
            "voicemail_text": guide.voicemail,
        }
    return document | {"programmes": list(found.programmes), "ends": list(found.ends)}


def _page(found: Guideline) -> list[str]:
    campaign = found.campaign
    lines = [campaign.title.upper(), f"{campaign.name}, version {campaign.version}" + _retired(campaign), ""]
    said = (("Goal", campaign.goal), ("Message", campaign.message), ("Approach", campaign.approach))
    for label, text in (*said, *(("Programme", programme) for programme in found.programmes)):
        lines += _hanging(f"{label:<10}", text)
    lines += ["", "Day  Date        What, for a lead that enters today and is reached by nobody"]
    day: date | None = None
    told: dict[str, str] = {}
    for guide in found.steps:
        lines += _step(guide, found.day0, first=guide.day != day, told=told)
        day = guide.day
    lines += ["", "It ends"]
    for end in found.ends:
        lines += _hanging("  - ", end)
    return lines


def _retired(campaign: Campaign) -> str:
    return " (retired: nobody enters it any more)" if campaign.retired else ""


def _step(guide: GuideStep, day0: date, *, first: bool, told: dict[str, str]) -> list[str]:
    """One step: when and what, then the words for it; words that stood before are not said again."""
    when = f"{(guide.day - day0).days:>3}  {guide.day:%a} {guide.day.day:>2} {guide.day:%b}" if first else ""
    many = f" {guide.number} of {guide.of}" if guide.of > 1 else ""
    what = f"{_WORDS.get(guide.step.channel, guide.step.channel)}{many}"
    on_the_clock = "" if guide.step.at.by_day else f" after {guide.step.at}"
    remarks = f" ({'; '.join(guide.remarks)})" if guide.remarks else ""
    lines = _hanging(f"{when:<17}", f"{what}{on_the_clock}{remarks}")
    words = f'"{guide.subject}"' if guide.subject else _opening(guide.text)
    for label, name, text in (
        ("", guide.step.script, words),
        ("voicemail: ", guide.step.voicemail, guide.voicemail),
    ):
        if text:
            before = told.setdefault(name, what) if name else what
            lines += _hanging(
                " " * 19, f"{label}{_opening(text)}" if before == what else f"{label}as for {before}"
            )
    return lines


def _opening(text: str) -> str:
    """The first thing it says; "Dear Sir," is not yet anything."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next((line for line in lines if len(line) > _SALUTATION), "".join(lines[:1]))


def _hanging(label: str, text: str) -> list[str]:
    """Text behind a label, wrapped beneath itself."""
    wrapped = wrap(text, _WIDTH - len(label)) or [""]
    return [f"{label if not index else ' ' * len(label)}{line}" for index, line in enumerate(wrapped)]


def _texts(found: Guideline) -> list[str]:
    """All mails and scripts in full, each once."""
    lines: list[str] = []
    seen: set[str] = set()
    for guide in found.steps:
        step = guide.step
        for name, text in ((step.template or step.script, guide.text), (step.voicemail, guide.voicemail)):
            if name and text and name not in seen:
                seen.add(name)
                subject = f"Subject: {guide.subject}\n\n" if guide.subject and name == step.template else ""
                lines += ["", f"--- {name} ({step.key})", f"{subject}{text}"]
    return lines
