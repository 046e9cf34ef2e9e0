"""The policy files of the demo: a team with sources, a persona, an experiment and an event coming."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

_SETTINGS = """\
# The demo's settings. `dialq init` writes a whole commented file.
[sender]
name = "Ana Torres"
email = "ana@coldchain.example"
company = "Coldchain Alerts"
postal_address = "1 Example Street, Springfield, IL 62701"

[costs]
call = 1.50
email = 0.10
post = 0.90
"""
_SOURCES = """\
["Trade Show"]
kind = "name" # a badge that was scanned; a second interaction makes it a lead
cost = 28.00

["Purchased List"]
kind = "lead"
cost = 18.00

[Other]
cost = 2.50 # cheap leads go through the programme "light"

["Paid Social"]
cost = 31.00

[Web]
cost = 12.00
"""
_PERSONAS = """\
[[persona]]
name = "who runs the cold chain"
not_titles = ["it manager"]
"""
_EXPERIMENTS = """\
[[experiment]]
name = "short first mail"
what = "template"
of = "follow-up-21"
step = "email-1"
starts = {starts}
ends = {ends}
goal = "Does one line bring more answers than a paragraph?"
[experiment.variants]
long = "follow-up-intro"
short = "follow-up-one-line"
"""
_EVENTS = """\
[[event]]
name = "dock-tour"
campaign = "event"
title = "A tour of a cold dock"
place = "New York, NY, US"
at = {at}T18:30
capacity = 12
radius_km = 60
"""


def write_policy(folder: Path, today: date) -> None:
    """Write them; the experiment has run for two weeks, the event is six weeks ahead."""
    starts, ends, held = (today + timedelta(days=days) for days in (-16, 28, 42))
    for name, text in (
        ("settings.toml", _SETTINGS), ("sources.toml", _SOURCES), ("personas.toml", _PERSONAS),
        ("experiments.toml", _EXPERIMENTS.format(starts=starts, ends=ends)),
        ("events.toml", _EVENTS.format(at=held)),
    ):  # fmt: skip
        (folder / name).write_text(text, encoding="utf-8")
