"""`dialq event`: events that leads are invited to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dialq.cli.calling import DialqGroup
from dialq.cli.session import at_desk, wants_json

if TYPE_CHECKING:
    from dialq.desk.gatherings import GatheringLine


@click.group(cls=DialqGroup)
def event() -> None:
    """Show the events that leads are invited to: place, date, seats, who comes.

    What leads say is put down with `dialq interact LEAD rsvp` (or declined), who was there with
    `dialq interact LEAD event --topic EVENT`.
    """


@event.command("list")
def list_() -> None:
    """List all events with their seats."""
    from dialq.cli import output
    from dialq.cli.moments import here
    from dialq.desk import gatherings

    with at_desk() as desk:
        found = gatherings.gathering_lines(desk)
        if wants_json():
            output.document({"events": [_plain(line) for line in found]})
            return
        if not found:
            output.say("no event is planned: write one into events.toml")
            return
        output.table(
            [(line.name, here(desk, line.at), line.place, *_seats(line), line.title) for line in found]
        )


@event.command()
@click.argument("name")
def show(name: str) -> None:
    """Print one event: who is asked, who comes, who was there."""
    from dialq.cli import output, people
    from dialq.cli.moments import here
    from dialq.desk import gatherings

    with at_desk() as desk:
        view = gatherings.gathering_view(desk, name)
        line = view.line
        if wants_json():
            counts = {name: getattr(view, name) for name in ("near", "invited", "declined")}
            said = [guest._asdict() for guest in view.guests]
            output.document({**_plain(line), "radius_km": view.radius, **counts, "guests": said})
            return
        where = f"  {line.place}, {here(desk, line.at)}, within {view.radius} km"
        output.say(f"{line.name}: {line.title}", where)
        rows = [
            ("campaign", line.campaign),
            ("leads near it in the campaign", f"{view.near:,}"),
            ("invited", f"{view.invited:,}"),
            ("come", f"{line.accepted:,} of {line.capacity:,} seats"),
            ("declined", f"{view.declined:,}"),
            ("attended", f"{line.attended:,}"),
            ("takes leads in", f"no: {line.closed}" if line.closed else "yes"),
        ]
        output.table(rows, indent="  ")
        guests = ((one.said, f"#{one.lead}", people.named(one.name, one.company)) for one in view.guests)
        output.table(guests, indent="    ")


def _seats(line: GatheringLine) -> tuple[str, str]:
    return f"{line.accepted} of {line.capacity} seats promised", line.closed or "takes leads in"


def _plain(line: GatheringLine) -> dict[str, Any]:
    from dialq.cli.moments import utc

    return {
        "name": line.name,
        "title": line.title,
        "place": line.place,
        "at": utc(line.at),
        "campaign": line.campaign,
        "capacity": line.capacity,
        "accepted": line.accepted,
        "attended": line.attended,
        "full": line.full,
        "closed": line.closed or None,
    }
