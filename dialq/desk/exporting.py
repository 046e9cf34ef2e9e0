"""The daily file: a day's outcomes, its touches, or all leads, written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.export_days import OUTCOMES_CLOSED, FileDays
from dialq.desk.export_rows import LEAD_COLUMNS, OUTCOME_COLUMNS, Row, lead_rows, outcome_row
from dialq.desk.views import Exported
from dialq.errors import BadInput

OUTCOMES, TOUCHES, LEADS = "outcomes", "touches", "leads"
WHATS = (OUTCOMES, TOUCHES, LEADS)
FORMATS = ("csv", "jsonl")


class RowFiles(Protocol):
    """Writes rows to a file; the module `dialq.report.files` is one."""

    def write(self, path: Path, rows: Iterable[Row], columns: Sequence[str], fmt: str) -> int:
        """Write all rows, or leave no file at all; returns how many there were."""
        ...


def export(
    desk: Desk,
    *,
    day: str | None = None,
    first: date | None = None,
    last: date | None = None,
    what: str = OUTCOMES,
    fmt: str = "csv",
    out: Path | None = None,
    close: bool = False,
    with_undone: bool = False,
) -> Exported:
    """Write what was recorded on a day, or on the days from `first` to `last`, of the team's calendar.

    Without any of these it is today. `close` makes the days final: the same rows for ever.
    `out` defaults to a file in the current folder that is named after what it holds.
    """
    if what not in WHATS or fmt not in FORMATS:
        raise BadInput(f"cannot export {what} as {fmt}", f"Choose {', '.join(WHATS)}; {', '.join(FORMATS)}.")
    days = _days(desk, desk.now(), day, first, last)
    path = out if out is not None else Path(_file_name(what, fmt, days))
    if what == LEADS:
        if close:
            raise BadInput("leads cannot be closed", "Only a day's outcomes are made final: --what outcomes.")
        return Exported(_files(desk).write(path, lead_rows(desk), LEAD_COLUMNS, fmt), str(path))
    rows = list(_closing(desk, days)) if close else list(_rows(desk, days))
    chosen = [row for row in rows if (with_undone or not row["undone"]) and _is_wanted(row, what)]
    return Exported(_files(desk).write(path, chosen, OUTCOME_COLUMNS, fmt), str(path))


def _days(desk: Desk, now: Instant, day: str | None, first: date | None, last: date | None) -> list[date]:
    today = desk.policy.calendar.date(now)
    if day is not None:
        if first is not None or last is not None:
            hint = "Name one day, or the first and the last."
            raise BadInput("--day and --from/--to exclude each other", hint)
        first = last = _day(day, today)
    first = first or last or today
    last = last or (today if first <= today else first)
    if last < first:
        raise BadInput(f"{first} to {last} is no stretch of days", "Name the earlier day first.")
    if last > today:
        raise BadInput(f"{last} has not come yet", f"The team's day is {today}.")
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]


def _day(text: str, today: date) -> date:
    named = {"today": today, "yesterday": today - timedelta(days=1)}
    if text in named:
        return named[text]
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"--day {text} is no day", "Say today, yesterday or a date like 2026-12-04.") from None


def _file_name(what: str, fmt: str, days: list[date]) -> str:
    if what == LEADS:
        return f"leads.{fmt}"
    stretch = f"{days[0]}" if len(days) == 1 else f"{days[0]}-to-{days[-1]}"
    return f"{what}-{stretch}.{fmt}"


def _is_wanted(row: Row, what: str) -> bool:
    return what == OUTCOMES or bool(row["touch"]) or bool(row["dial"])


def _rows(desk: Desk, days: list[date]) -> Iterator[Row]:
    with desk.store.reading():
        book = FileDays(desk)
        for day in days:
            yield from _of_day(desk, book, day)


def _of_day(desk: Desk, book: FileDays, day: date) -> list[Row]:
    closed = desk.store.tables.closed(day.isoformat(), OUTCOMES_CLOSED)
    if closed is not None:
        kept: list[Row] = json.loads(closed[1])
        return kept
    return [outcome_row(desk, line) for line in book.lines(day)]


def _closing(desk: Desk, days: list[date]) -> list[Row]:
    """The rows of these days, made final in the same breath; closed days stay as they are."""
    found: list[Row] = []
    with desk.store.writing():
        now, last_event = desk.now(), desk.store.events.last_id()
        for day in days:
            rows = _of_day(desk, FileDays(desk), day)
            body = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
            desk.store.tables.close_day(day.isoformat(), OUTCOMES_CLOSED, now, last_event, body)
            found += rows
    return found


def _files(desk: Desk) -> RowFiles:
    files: RowFiles = desk.files
    return files
