"""Runs the screen and returns the exit code the command line passes on."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from dataclasses import replace

from dialq.desk.desk import Desk
from dialq.tui.settings import UiSettings
from dialq.tui.vocabulary import Vocabulary

os.environ.setdefault("TEXTUAL_FPS", "120")  # Textual waits up to a frame before it paints; halve that.


def run(open_desk: Callable[[], Desk], settings: UiSettings, words: Vocabulary | None = None) -> int:
    """Open the app, give the terminal back, print what failed, return the exit code.

    `settings` need only name the rep: what the team has set is read from the desk.
    """
    gc.disable()  # Loading makes much that stays; `begin` freezes it, so that no later round looks at it again.
    from dialq.tui.app import DialqApp
    from dialq.tui.words import WORDS

    if not _speaks_unicode():
        settings = replace(settings, ascii=True)
    app = DialqApp(open_desk, settings, words or WORDS)
    try:
        app.run()
    finally:
        app.end()
    if app.failure:
        sys.stderr.write(app.failure.rstrip() + "\n")
    return app.return_code or 0


def _speaks_unicode() -> bool:
    """Whether this terminal's locale has more than ASCII; if not, lines are drawn with - and |."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_CTYPE") or os.environ.get("LANG") or ""
    return "utf" in named.lower() or not named
