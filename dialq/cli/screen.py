"""Opens the screen: the only command that loads it."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dialq.cli.session import database, rep_name
from dialq.errors import BadInput

if TYPE_CHECKING:
    from dialq.desk.desk import Desk
    from dialq.desk.views import Imported
    from dialq.tui.settings import UiSettings
    from dialq.tui.vocabulary import Vocabulary


def open_screen(db: Path | None = None, rep: str = "") -> int:
    """Run the screen on the database (the one asked for, if None) until the rep leaves; returns its exit code."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BadInput("the screen needs a terminal", "Without one, use commands: `dialq --help`.")
    from dialq.bootstrap import open_desk
    from dialq.tui.run import run

    path, name = db or database(), rep or rep_name()
    session = f"{os.getpid()}-{secrets.token_hex(6)}"
    first = open_desk(path, rep=name)
    settings = _settings(first, path)
    first.close()
    return run(lambda: open_desk(path, rep=name, session=session), settings, vocabulary())


def _settings(desk: Desk, path: Path) -> UiSettings:
    from dialq.tui.settings import UiSettings

    keys = desk.settings.keys
    return UiSettings(
        rep=desk.rep,
        zone=desk.zone,
        keys=dict(keys.bindings),
        card_stands=keys.rest_seconds,
        key_still=keys.still_seconds,
        meeting_goal=desk.settings.goal_meetings,
        remembered=path.with_name("screen.json"),
    )


def import_file(desk: Desk, path: Path) -> Imported:
    """Import a lead file as `dialq import` does, without a word on the terminal."""
    from dialq.cli.lead_files import Wishes, import_path

    return import_path(desk, Path(path).expanduser(), Wishes(quiet=True))


def vocabulary() -> Vocabulary:
    """Every use case of the desk that the screen asks for."""
    from dialq.desk import (
        answer, day, explain, finding, importing, mailing, notes, profile, queue, take, undo, watching,
    )  # fmt: skip
    from dialq.tui.vocabulary import Vocabulary

    return Vocabulary(
        take_next=take.take_next,
        open_lead=take.open_lead,
        back_to_parked=take.back_to_parked,
        release=take.release,
        look=take.look,
        sign_of_life=take.sign_of_life,
        pause=take.pause,
        resume=take.resume,
        answer=answer.answer,
        answer_and_next=answer.answer_and_next,
        start_call=answer.start_call,
        undo=undo.undo,
        redo=undo.redo,
        correct=undo.correct,
        queue=queue.queue,
        counts=queue.counts,
        why=explain.why,
        story=explain.story,
        save_draft_note=notes.save_draft_note,
        draft_note=notes.draft_note,
        add_note=notes.add_note,
        draft_mail=mailing.draft_mail,
        save_mail_draft=mailing.save_mail_draft,
        queue_mail=mailing.queue_mail,
        template_names=mailing.template_names,
        run_outbox=mailing.run_outbox,
        run_automatic=mailing.run_automatic,
        add_lead=importing.add_lead,
        find=finding.find,
        modify=profile.modify,
        fields=profile.FIELDS,
        figures=day.figures,
        promises=day.promises,
        my_log=day.my_log,
        start_of_day=day.start_of_day,
        wrap_up=day.wrap_up,
        version=watching.version,
        import_file=import_file,
    )
