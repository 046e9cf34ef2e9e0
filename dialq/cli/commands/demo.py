"""`dialq demo`: the sample data in a throw-away folder, on the screen or played without one."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dialq.cli.calling import DialqCommand

if TYPE_CHECKING:
    from dialq.desk.desk import Desk

REP = "ana"
SHOWN = 8
"""Places of the queue that are printed."""
STRETCH = ("no-answer", "voicemail", "not-now")
"""What comes of the three leads that are worked without a terminal."""


@click.command(cls=DialqCommand)
@click.option(
    "--picture", type=click.Path(path_type=Path, dir_okay=False), help="Write the work screen as SVG."
)
def demo(picture: Path | None) -> None:
    """Open the screen on a fresh copy of the sample data; it is thrown away afterwards.

    Without a terminal a short stretch is played and printed: the queue, three outcomes, the export.
    """
    from dialq.cli import diagnostics
    from dialq.cli.screen import draw_screen, open_screen
    from dialq.demo import make_demo

    folder = Path(tempfile.mkdtemp(prefix="dialq-demo-"))
    try:
        diagnostics.note("making the demo: some 400 invented leads and two weeks of work on them…")
        database = make_demo(folder)
        if picture is not None:
            draw_screen(database, REP, picture)
            return
        if sys.stdin.isatty() and sys.stdout.isatty():
            click.get_current_context().exit(open_screen(database, REP))
        _play(database, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _play(database: Path, folder: Path) -> None:
    """The queue, three outcomes, the export."""
    from dialq.bootstrap import open_desk
    from dialq.cli import output, people
    from dialq.desk import exporting
    from dialq.desk.queue import queue

    desk = open_desk(database, rep=REP)
    try:
        view = queue(desk, limit=SHOWN)
        output.say(f"$ dialq queue --limit {SHOWN}")
        output.table(people.queue_row(line) for line in view.items)
        output.say(f"{view.ready:,} ready; {people.held_line(view.held)}")
        for code in STRETCH:
            _work(desk, code)
        file = folder / "outcomes.csv"
        done = exporting.export(desk, day="today", out=file)
        output.say("", "$ dialq export --day today", f"{done.rows:,} rows; the last lines of the file:")
        output.say(*file.read_text(encoding="utf-8").splitlines()[-len(STRETCH) :])
    finally:
        desk.close()


def _work(desk: Desk, code: str) -> None:
    """Claim the next lead and log an outcome; what a rule refuses is shown as it is."""
    from dialq.cli import output, people
    from dialq.desk.answer import answer
    from dialq.desk.claiming import Claimed, claim_next
    from dialq.desk.reading_acts import Answer
    from dialq.desk.views import Logged, Refused

    taken = claim_next(desk)
    if not isinstance(taken, Claimed):
        output.say("", "$ dialq next", taken.text)
        return
    item = taken.item
    channel = item.step.channel if item.step is not None and item.phone else "email"
    code = {"call": code, "email": "sent"}.get(channel, "done")
    output.say("", "$ dialq next")
    output.table([people.queue_row(item)[1:]])
    output.say(*(f"  {reason}" for reason in item.reasons))
    output.say(f"$ dialq log {item.lead} {code}")
    done = answer(desk, Answer(item.lead, code, seen=taken.seen))
    if isinstance(done, Refused):
        output.say(f"refused by {done.rule}: {done.why}")
        output.say(f'$ dialq log {item.lead} {code} --override "they rang me back"')
        done = answer(desk, Answer(item.lead, code, seen=taken.seen, override="they rang me back"))
    if isinstance(done, Logged):
        people.logged(done)
