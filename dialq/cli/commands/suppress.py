"""`dialq suppress`: standing bans."""

from __future__ import annotations

from pathlib import Path

import click

from dialq.cli.calling import DialqGroup
from dialq.cli.session import at_desk, wants_json
from dialq.errors import BAD_INPUT, BadInput


@click.group(cls=DialqGroup)
def suppress() -> None:
    """Ban a person, number, address, domain or company from being touched; lift it, ask for it."""


@suppress.command()
@click.argument("value")
@click.option(
    "--scope", metavar="S", default="", help="person, number, address, domain or company; else by its looks."
)
@click.option("--reason", metavar="TEXT", default="", help="Why.")
def add(value: str, scope: str, reason: str) -> None:
    """Ban VALUE from now on: a lead's id, a number, an address, a domain or a company."""
    from dialq.cli import output
    from dialq.desk import suppressing

    with at_desk() as desk:
        covered = suppressing.suppress(desk, value, scope, reason)
        if wants_json():
            output.document({"value": value, "suppressed": True, "leads": covered})
        else:
            output.say(f"{value} is suppressed; {covered:,} leads are covered")


@suppress.command()
@click.argument("value")
def remove(value: str) -> None:
    """Lift every ban on VALUE."""
    from dialq.cli import output
    from dialq.desk import suppressing

    with at_desk() as desk:
        lifted = suppressing.lift(desk, value)
        if wants_json():
            output.document({"value": value, "suppressed": False, "lifted": lifted})
        else:
            output.say(f"{value} is free again")


@suppress.command()
@click.argument("value")
def check(value: str) -> None:
    """Say whether VALUE is banned, since when and by whom."""
    from dialq.cli import output
    from dialq.cli.moments import here, utc
    from dialq.clock import Instant
    from dialq.desk import suppressing

    with at_desk() as desk:
        found = suppressing.is_suppressed(desk, value)
        since = Instant(int(str(found["since"]))) if found.get("since") is not None else None
        if wants_json():
            output.document({**found, "since": utc(since), "value": value})
        elif since is None:
            output.say(f"{value} is not suppressed")
        else:
            said = f"{value} is suppressed since {here(desk, since)}: {found['scope']}, {found['channel']}"
            by = f" by {found['by']}" if found["by"] else ""
            output.say(f"{said}{by} ({found['source']})")


@suppress.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--scope", metavar="S", default="", help="What the values are; else each by its looks.")
@click.option("--reason", metavar="TEXT", default="", help="Why.")
@click.pass_context
def import_(context: click.Context, file: Path, scope: str, reason: str) -> None:
    """Ban every value of FILE: one a line, the first cell counts, # begins a remark.

    A line that cannot be read is named and passed over; the exit code is 2 then.
    """
    from dialq.cli import diagnostics, output
    from dialq.desk import suppressing

    done = failed = 0
    values = _values(file)
    with at_desk() as desk:
        for number, value in values:
            try:
                suppressing.suppress(desk, value, scope, reason or file.name)
                done += 1
            except BadInput as error:
                failed += 1
                diagnostics.complain(f"{file}, line {number}: {error}")
    if wants_json():
        output.document({"rows": len(values), "suppressed": done, "rejected": failed})
    else:
        output.say(f"{done:,} values are suppressed, {failed:,} lines were passed over")
    context.exit(BAD_INPUT if failed else 0)


def _values(file: Path) -> list[tuple[int, str]]:
    import csv

    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise BadInput(f"there is no file {file}", "Check the name and the folder.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file} cannot be read: {error}", "Make it a text file in UTF-8.") from error
    cells = ((number, row[0].strip()) for number, row in enumerate(csv.reader(lines), 1) if row)
    return [(number, cell) for number, cell in cells if cell and not cell.startswith("#")]
