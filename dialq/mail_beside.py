"""Mail in the background of an open screen: sent and fetched in threads of its own (R14.5)."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Thread

from dialq.bootstrap import open_desk
from dialq.clock import SystemClock
from dialq.mail_runner import MailRunner

LONGEST_LOG = 1_000_000


class MailBeside:
    """Runs until it is closed. What it does stands in `mail.log`, in the folder that shows who is alive."""

    def __init__(self, database: Path, rep: str) -> None:
        self._rep = rep
        self._log = database.with_name(database.name + "-live") / "mail.log"
        self._runner = MailRunner(lambda: open_desk(database, rep=rep, create=False), who=rep, log=self._note)
        self._thread = Thread(target=partial(self._runner.run, automatic=False), name="mail", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End it and wait."""
        self._runner.stop()
        self._thread.join()

    def _note(self, text: str) -> None:
        """One line in the log; the log begins anew when it is long."""
        self._log.parent.mkdir(mode=0o700, exist_ok=True)
        long = self._log.exists() and self._log.stat().st_size > LONGEST_LOG
        now = datetime.fromtimestamp(SystemClock().now(), UTC)
        with self._log.open("w" if long else "a", encoding="utf-8") as log:
            log.write(f"{now:%Y-%m-%dT%H:%M:%SZ} {self._rep}: {text}\n")
