"""Runs the screen and returns the exit code the command line passes on."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from dialq.desk.desk import Desk
from dialq.tui.settings import UiSettings
from dialq.tui.vocabulary import Vocabulary

os.environ.setdefault("TEXTUAL_FPS", "120")  # Textual waits up to a frame before it paints; halve that.


def run(open_desk: Callable[[], Desk], settings: UiSettings, words: Vocabulary | None = None) -> int:
    """Open the app, give the terminal back, print what failed, return the exit code.

    `settings` need only name the rep: what the team has set is read from the desk.
    """
    from dialq.tui.app import DialqApp
    from dialq.tui.words import WORDS

    app = DialqApp(open_desk, settings, words or WORDS)
    try:
        app.run()
    finally:
        app.desk.close()
    if app.failure:
        sys.stderr.write(app.failure.rstrip() + "\n")
    return app.return_code or 0
