"""The floor of a screen: the least Textual app that shows a queue and a card and commits one row a key.

Run as a program: `python bare_app.py DATABASE`. It knows nothing of dialq.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from itertools import count
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import DataTable, Footer, Header, Static

FIRST = ("Jordan", "Priya", "Sam", "Ivy", "Nia", "Kit", "Uma", "Tom", "Lee", "Ray")
LAST = ("Reyes", "Shah", "Ode", "Dunn", "Roe", "Vale", "Birk", "Ash", "Moran", "Poe")
SHOWN = 50


class BareApp(App[None]):
    """Header, 50 leads, a card, a footer; `1` and `2` commit an outcome and bring the next lead."""

    CSS = "DataTable { width: 44; } #card { padding: 1 2; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "answer('no-answer')", "no answer"),
        Binding("2", "answer('voicemail')", "voicemail"),
        Binding("q", "quit", "quit"),
    ]

    def __init__(self, path: str) -> None:
        super().__init__()
        self.db = open_log(path)
        self.leads = leads()
        self.queue = [next(self.leads) for _ in range(SHOWN)]

    def compose(self) -> ComposeResult:
        """Header, table beside card, footer."""
        yield Header()
        with Horizontal():
            yield DataTable(cursor_type="row")
            yield Static(id="card")
        yield Footer()

    def on_mount(self) -> None:
        """Fill the table and show the first lead."""
        table: DataTable[str] = self.query_one(DataTable)
        table.add_columns("name", "company", "due")
        for number, name in self.queue:
            table.add_row(name, f"Company {number}", "now", key=str(number))
        self.show_card()

    def action_answer(self, code: str) -> None:
        """Commit the outcome of the lead in hand, then show the next."""
        number, _ = self.queue.pop(0)
        commit(self.db, number, code)
        self.queue.append(next(self.leads))
        table: DataTable[str] = self.query_one(DataTable)
        table.remove_row(str(number))
        new, name = self.queue[-1]
        table.add_row(name, f"Company {new}", "now", key=str(new))
        self.show_card()

    def show_card(self) -> None:
        """Draw the lead in hand."""
        number, name = self.queue[0]
        who = (f"LEAD {number} {name}", f"Company {number}")
        lines = (*who, "", "+1 415 555 0142", f"lead{number}@example.com")
        self.query_one("#card", Static).update("\n".join(lines))


def leads() -> Iterator[tuple[int, str]]:
    """Numbers and invented names, without end."""
    for number in count(1):
        yield number, f"{FIRST[number % 10]} {LAST[number // 10 % 10]}"


def open_log(path: str) -> sqlite3.Connection:
    """A database whose commits are on disk when they return."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE IF NOT EXISTS outcome(id INTEGER PRIMARY KEY, lead INTEGER, code TEXT)")
    return db


def commit(db: sqlite3.Connection, lead: int, code: str) -> None:
    """One row, one transaction: the least an outcome can cost."""
    db.execute("BEGIN IMMEDIATE")
    db.execute("INSERT INTO outcome(lead, code) VALUES (?, ?)", (lead, code))
    db.execute("COMMIT")


if __name__ == "__main__":
    BareApp(sys.argv[1]).run()
