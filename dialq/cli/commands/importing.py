"""`dialq import`: lead files, and taking one back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json
from dialq.errors import BadInput

if TYPE_CHECKING:
    from dialq.desk.views import Imported

_COUNTS = ("rows", "created", "merged", "skipped", "rejected", "suppressed", "unchanged", "interactions")


@click.command("import", cls=DialqCommand)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILE…")
@click.option(
    "--source", metavar="S", default="", help="Where the leads come from, if the file does not say."
)
@click.option(
    "--map", "mapping", metavar="FIELD=COLUMN", multiple=True, help="Which column a field is in; repeatable."
)
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
@click.option(
    "--on-duplicate",
    type=click.Choice(["merge", "skip", "new"]),
    default="merge",
    show_default=True,
    help="A lead that is known already: fill its blanks, leave it, or add it again.",
)
@click.option(
    "--rejects",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where rows go that are no leads; else beside the input.",
)
@click.option(
    "--undo", metavar="BATCH", help="Take an import back: its leads that nobody has worked are closed."
)
def import_(
    files: tuple[Path, ...], source: str, mapping: tuple[str, ...], dry_run: bool, on_duplicate: str,
    rejects: Path | None, undo: str | None,
) -> None:  # fmt: skip
    """Bring lead files in; the same file twice changes nothing.

    Any encoding, any delimiter, common headers known; what is no lead goes to a rejects file.
    """
    from dialq.cli.lead_files import Wishes, import_path, new_batch

    if bool(files) == bool(undo):
        raise BadInput("name the lead FILE to import", "Or take an import back: dialq import --undo BATCH.")
    if rejects is not None and len(files) > 1:
        raise BadInput(
            "--rejects takes one file, and several are imported", "Leave it out: each gets one beside it."
        )
    wishes = Wishes(source, _mapping(mapping), on_duplicate, rejects, dry_run)
    with at_desk(create=not undo) as desk:
        if undo:
            from dialq.desk.import_undo import undo_import

            _report_undone(undo_import(desk, undo))
            return
        batch = new_batch(desk, files[0])
        _report([(path, import_path(desk, path, wishes, batch)) for path in files], batch, dry_run=dry_run)


def _mapping(given: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for text in given:
        field, equals, column = text.partition("=")
        if not (field.strip() and equals and column.strip()):
            raise BadInput(f"--map {text!r} names no field and column", "Write --map phone='Work Tel'.")
        found[field.strip()] = column.strip()
    return found


def _plain(done: Imported) -> dict[str, Any]:
    return {
        "batch": done.batch,
        **{name: getattr(done, name) for name in _COUNTS},
        "rejects_file": done.rejects_file,
    }


def _report(done: list[tuple[Path, Imported]], batch: str, *, dry_run: bool) -> None:
    from dialq.cli import output

    if wants_json():
        total = {name: sum(getattr(one, name) for _, one in done) for name in _COUNTS}
        kept = next((one.rejects_file for _, one in done if one.rejects_file), "")
        files = [{"file": str(path), **_plain(one)} for path, one in done]
        output.document({"batch": batch, **total, "rejects_file": kept, "dry_run": dry_run, "files": files})
        return
    for path, one in done:
        counts = ", ".join(f"{getattr(one, name):,} {name}" for name in _COUNTS if getattr(one, name))
        output.say(f"{path.name}: {counts or 'no rows'}")
        if one.rejects_file:
            output.say(f"  rejected rows and why: {one.rejects_file}")
    output.say(
        "nothing was changed" if dry_run else f"batch {batch}: take it back with dialq import --undo {batch}"
    )


def _report_undone(done: Imported) -> None:
    from dialq.cli import output

    if wants_json():
        output.document({**_plain(done), "undone": done.unchanged, "left": done.skipped})
    else:
        output.say(
            f"{done.unchanged:,} of {done.rows:,} leads are closed; {done.skipped:,} were worked and stay"
        )
        if done.interactions:
            output.say(f"{done.interactions:,} interactions of people known before are taken back")
