"""`dialq campaign diff`: what edited policy files would do to today's queue, before they are in force (R4.7)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json

if TYPE_CHECKING:
    from dialq.desk.policy_views import PolicyDiff

_SHOWN = 10


@click.command(cls=DialqCommand)
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option(
    "--file", "files", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
    help="An edited file that is not in the folder yet; may be given again.",
)  # fmt: skip
def diff(folder: Path | None, files: tuple[Path, ...]) -> None:
    """Show what edited policy files would change: who enters, leaves or moves, and the touches of 30 days.

    FOLDER and --file name edits that are laid over the policy in force. Without them it is the folder `draft`
    beside the database, or the files beside the database themselves if they changed; but any other command,
    and any open screen, takes those up as soon as they do. Nothing is written or taken up.
    """
    from dialq.cli import output
    from dialq.desk.diffing import diff as compare
    from dialq.errors import BadInput

    if folder is not None and files:
        raise BadInput("a folder and --file cannot both be compared", "Name one of them.")
    if folder is not None and not folder.is_dir():
        raise BadInput(f"there is no folder {folder}", "Name the folder with the edited files.")
    with at_desk(take_up=False) as desk:
        found = compare(desk, folder, files)
    if wants_json():
        output.document(_plain(found))
        return
    _print(found)


def _print(found: PolicyDiff) -> None:
    from dialq.cli import output

    output.say(*(found.campaigns or ("the files say what is in force",)))
    for what, leads in (("enters", found.enters), ("leaves", found.leaves), ("moves", found.moves)):
        count = found.counts[what]
        if not count:
            continue
        output.say("", f"{count:,} {'lead' if count == 1 else 'leads'} {_verb(what, count)} today's queue")
        output.table(((f"{lead}", name, why) for lead, name, why in leads[:_SHOWN]), indent="  ")
        if count > _SHOWN:
            output.say(f"  and {count - _SHOWN:,} more")
    if not any(found.counts.values()):
        output.say("nobody enters, leaves or moves in today's queue")
    if found.touches_per_day:
        output.say("", "touches a day if nobody answers, before and after")
        output.table(
            (f"{day:%a} {day.day} {day:%b}", f"{before:,}", f"{after:,}", _change(after - before))
            for day, before, after in found.touches_per_day
        )  # fmt: skip


def _change(touches: int) -> str:
    return f"{touches:+,}" if touches else ""


def _verb(what: str, count: int) -> str:
    """`3 leads enter`, `1 lead moves in`."""
    word = {"enters": "enter", "leaves": "leave", "moves": "move"}[what] + ("s" if count == 1 else "")
    return f"{word} in" if what == "moves" else word


def _plain(found: PolicyDiff) -> dict[str, object]:
    def leads(entries: tuple[tuple[int, str, str], ...]) -> list[dict[str, object]]:
        return [{"lead": lead, "name": name, "why": why} for lead, name, why in entries]

    return {
        "changes": list(found.campaigns),
        "counts": found.counts,
        "enters": leads(found.enters),
        "leaves": leads(found.leaves),
        "moves": leads(found.moves),
        "touches_per_day": [
            {"day": f"{day:%Y-%m-%d}", "before": before, "after": after}
            for day, before, after in found.touches_per_day
        ],
    }
