"""The last good policy as the texts it was read from, every campaign's versions, and experiments that began."""

from __future__ import annotations

from dialq.clock import Instant
from dialq.store.database import Database

_IN_FORCE = "policy"
"""The mark of the texts in force, among the facts of the file."""


class PolicyShelf:
    """What of the policy is kept in the file itself."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def mark(self) -> str:
        """A hash of the texts in force, '' if none were ever taken up."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (_IN_FORCE,)).fetchone()
        return str(row[0]) if row is not None else ""

    def texts(self) -> dict[str, str]:
        """The files in force, by name."""
        return dict(self._db.execute("SELECT name, text FROM policy_text ORDER BY name").fetchall())

    def put_texts(self, texts: dict[str, str], mark: str) -> None:
        """Other files are in force from now on."""
        self._db.execute("DELETE FROM policy_text")
        self._db.connection.executemany("INSERT INTO policy_text VALUES (?, ?)", sorted(texts.items()))
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_IN_FORCE, mark))

    def campaigns(self) -> list[tuple[str, int, str]]:
        """Every version of every campaign: (name, version, body)."""
        return self._db.execute("SELECT name, version, body FROM campaign ORDER BY name, version").fetchall()

    def add_campaign(self, name: str, version: int, body: str, at: Instant) -> None:
        """A new version of a campaign."""
        self._db.execute("INSERT INTO campaign VALUES (?, ?, ?, ?)", (name, version, body, at))

    def experiments(self) -> dict[str, str]:
        """Experiments that have begun: name to body, as it was then."""
        return dict(self._db.execute("SELECT name, body FROM experiment").fetchall())

    def begin_experiment(self, name: str, body: str, at: Instant) -> None:
        """An experiment has begun: from now on its variants stay."""
        self._db.execute("INSERT OR IGNORE INTO experiment VALUES (?, ?, ?)", (name, body, at))

    def leads_in(self, campaign: str) -> int:
        """How many leads are in a campaign, in any version."""
        sql = "SELECT count(*) FROM standing WHERE campaign = ? AND stage IN ('active', 'nurture')"
        return int(self._db.execute(sql, (campaign,)).fetchone()[0])

    def leads_by_programme(self) -> dict[str, int]:
        """How many leads go through each programme now."""
        sql = (
            "SELECT programme, count(*) FROM standing WHERE stage IN ('active', 'resting') AND programme <> ''"
            " GROUP BY programme"
        )
        return dict(self._db.execute(sql).fetchall())
