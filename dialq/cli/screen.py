"""Opens the screen: the only command that loads it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dialq.cli.session import database, rep_name
from dialq.errors import BadInput

if TYPE_CHECKING:
    from dialq.mail_beside import MailBeside


def open_screen(db: Path | None = None, rep: str = "") -> int:
    """Run the screen until the rep leaves, on the database asked for if none is named; its exit code."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BadInput("the screen needs a terminal", "Without one, use commands: `dialq --help`.")
    from dialq.bootstrap import default_database, open_desk
    from dialq.tui.run import run
    from dialq.tui.settings import UiSettings

    path, name = db or database(), rep or rep_name()
    session = f"{os.getpid()}-{os.urandom(6).hex()}"
    settings = UiSettings(
        rep=name,
        remembered=default_database().with_name("keyboard.json"),
        background=lambda: _mail_beside(path, name),
    )
    return run(lambda: open_desk(path, rep=name, session=session), settings)


def _mail_beside(path: Path, rep: str) -> MailBeside:
    """Loaded only where there is a mailbox."""
    from dialq.mail_beside import MailBeside

    return MailBeside(path, rep)


def draw_screen(db: Path, rep: str, file: Path) -> None:
    """Write a picture of the work screen at 140x40; raises BadInput if the file cannot be written."""
    from dialq.bootstrap import open_desk
    from dialq.tui.picture import picture
    from dialq.tui.settings import UiSettings

    drawn = picture(lambda: open_desk(db, rep=rep), UiSettings(rep=rep), (140, 40))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(drawn, encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {error.strerror}", "Name another file.") from error
