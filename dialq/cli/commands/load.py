"""`dialq load`: what is due today against the hands there are."""

from __future__ import annotations

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json


@click.command(cls=DialqCommand)
def load() -> None:
    """Say what is due today, how much of it the team can do, and what could leave by itself."""
    from dialq.cli import output
    from dialq.desk import load as loads

    with at_desk() as desk:
        view = loads.load(desk)
    if wants_json():
        ahead = [{"day": day.isoformat(), "due": due} for day, due in view.ahead]
        plain = view._asdict() | {"automate": list(view.automate), "ahead": ahead}
        output.document(plain | {"warning": view.warning or None})
        return
    reps = "1 rep" if view.reps == 1 else f"{view.reps} reps"
    fits = f"due today {view.due:,}, hands for {view.hands:,}: all can be done"
    output.say(f"{view.warning or fits} ({reps})")
    output.table([(name, f"{count:,}") for name, count in view.by_channel.items()], indent="  ")
    output.say(*(f"  {line}" for line in view.automate))
    days = ", ".join(f"{day:%a} {day.day} {day:%b} {due:,}" for day, due in view.ahead)
    output.say(f"falls due then{', about' if view.estimated else ''}: {days}")
