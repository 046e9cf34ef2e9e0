"""Reads TOML tables strictly: a wrong word names its file, line and key, and the nearest right word."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Collection
from contextlib import suppress
from difflib import get_close_matches

from dialq.errors import BadSetting
from dialq.policy.toml_lines import Path, line_numbers

_MOST_MONEY = 1_000_000
_YEARS = range(2000, 2100)


def nearest(word: str, known: Collection[str]) -> str:
    """A hint for a word that is not known: the nearest one that is, and all of them if they are few."""
    folded = {name.casefold(): name for name in sorted(known)}
    close = get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.5)
    guess = f"Did you mean {folded[close[0]]!r}? " if close else ""
    listed = f"It can be {', '.join(sorted(known))}." if known and len(known) <= 40 else ""
    return (guess + listed).strip()


def read_toml(text: str, where: str) -> Table:
    """The root table of a TOML text; `where` is the file's name for messages."""
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # beside its own, numbers and brackets without end
        raise BadSetting(f"{where} is not readable as TOML: {error}", "Correct that line.") from error
    return Table(values, where, text, ())


class Table:
    """One table of a file. Each value is taken once; `done` refuses what nobody asked for."""

    def __init__(
        self, values: dict[str, object], where: str, source: str, path: Path, name: str = ""
    ) -> None:
        self._values = values
        self._where = where
        self._source = source
        self._path = path
        self._name = name
        self._asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        """Whether the file gives this key."""
        return key in self._values

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys the file gives, in its order."""
        return tuple(self._values)

    def wrong(self, key: str, what: str, hint: str = "") -> BadSetting:
        """The error for a key's value, with the line it stands on."""
        return BadSetting(f"{self._where}, line {self._line(key)}: {self._label(key)!r} {what}", hint)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default it must be given and not be empty."""
        value = self._take(key, default)
        if not isinstance(value, str):
            raise self.wrong(key, f"must be a text, not {_shown(value)}", 'Write it in quotes: "…".')
        if default is None and not value.strip():
            raise self.wrong(key, "is empty", "Give it a text.")
        return value.strip()

    def line(self, key: str) -> str:
        """A text of one line, without control characters; '' if the file gives none."""
        text = self.text(key, "")
        if not text.isprintable():
            raise self.wrong(key, "must be one line of plain text")
        return text

    def word(self, key: str, known: Collection[str], default: str | None = None) -> str:
        """One word out of those known."""
        value = self.text(key, default)
        if value not in known:
            raise self.wrong(key, f"is {value!r}, which is not known", nearest(value, known))
        return value

    def number(self, key: str, default: int, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        value = self._take(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.wrong(key, f"must be a whole number, not {_shown(value)}")
        if not low <= value <= high:
            raise self.wrong(key, f"is {value}", f"It can be {low} to {high}.")
        return value

    def seconds(self, key: str, default: float, high: float) -> float:
        """A length of time in seconds, fractions allowed, from 0 to `high`."""
        value = self._take(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(key, f"must be a number of seconds, not {_shown(value)}")
        if not 0 <= value <= high:
            raise self.wrong(key, f"is {value}", f"It can be 0 to {high:g} seconds.")
        return float(value)

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, f"must be true or false, not {_shown(value)}")
        return value

    def items(self, key: str, default: tuple[object, ...] = ()) -> tuple[object, ...]:
        """A list, its members as they are."""
        value = self._take(key, list(default))
        if not isinstance(value, list):
            raise self.wrong(key, f"must be a list, not {_shown(value)}", "Write it in brackets: […].")
        return tuple(value)

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of texts; a single text counts as a list of one."""
        if isinstance(self._values.get(key), str):
            return (self.text(key, ""),)
        members = self.items(key, default)
        if wrong := [member for member in members if not isinstance(member, str)]:
            raise self.wrong(key, f"has {_shown(wrong[0])} in it, which is no text")
        return tuple(str(member) for member in members)

    def money(self, key: str) -> int | None:
        """An amount of money, written as 2.5 or 35, in cents; None if the file gives none."""
        if key not in self:
            self._asked.add(key)
            return None
        value = self._take(key, 0)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(key, f"must be an amount, not {_shown(value)}", "Write it like 2.50.")
        if not 0 <= value <= _MOST_MONEY:
            raise self.wrong(key, f"is {value}", f"It can be 0 to {_MOST_MONEY}.")
        return round(value * 100)

    def day(self, key: str) -> dt.date:
        """A date; it must be given."""
        value = self._take(key, None)
        if isinstance(value, str):
            with suppress(ValueError):
                value = dt.date.fromisoformat(value.strip())
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            raise self.wrong(key, f"must be a date, not {_shown(value)}", "Write it like 2026-12-01.")
        return self._sane(key, value)

    def wall_time(self, key: str) -> dt.datetime:
        """A date with a time of day; it must be given."""
        value = self._take(key, None)
        if isinstance(value, str) and len(value.strip()) > len("2027-01-20"):
            with suppress(ValueError):
                value = dt.datetime.fromisoformat(value.strip())
        if not isinstance(value, dt.datetime):
            raise self.wrong(
                key, f"must be a date and a time, not {_shown(value)}", "Write it like 2027-01-20T18:30."
            )
        self._sane(key, value.date())
        return value

    def _sane(self, key: str, day: dt.date) -> dt.date:
        """The date; a year outside of this century is a slip of the finger."""
        if day.year not in _YEARS:
            raise self.wrong(key, f"is {day}", f"Its year can be {_YEARS[0]} to {_YEARS[-1]}.")
        return day

    def table(self, key: str) -> Table:
        """The table of that name; an empty one if the file has none."""
        value = self._take(key, {})
        if not isinstance(value, dict):
            raise self.wrong(
                key, f"must be a table, not {_shown(value)}", f"Write it as [{self._header(key)}]."
            )
        return Table(value, self._where, self._source, (*self._path, key), self._label(key))

    def tables(self, key: str) -> tuple[Table, ...]:
        """The tables written as `[[key]]`, in their order."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.wrong(key, "must be tables", f"Write each as [[{self._header(key)}]].")
        return tuple(
            Table(
                one, self._where, self._source, (*self._path, key, index), self._label(f"{key} {index + 1}")
            )
            for index, one in enumerate(value)
        )

    def is_table(self, key: str) -> bool:
        """Whether the file gives a table under this key, not a single value."""
        return isinstance(self._values.get(key), dict)

    def require(self, key: str) -> None:
        """Refuse a table that does not give this key."""
        self._take(key, None)

    def done(self) -> None:
        """Refuse the first key that nobody asked for."""
        for key in self._values:
            if key not in self._asked:
                raise self.wrong(key, "is not a key dialq knows here", nearest(key, self._asked))

    def _take(self, key: str, default: object) -> object:
        self._asked.add(key)
        if key not in self._values and default is None:
            place = f" of {self._name!r}" if self._name else ""
            raise BadSetting(
                f"{self._where}, line {self._line('')}: the key {key!r}{place} is missing", f"Add {key} = …"
            )
        return self._values.get(key, default)

    def _header(self, key: str) -> str:
        """How a table below this one is headed in the file."""
        return ".".join(part for part in (*self._path, key) if isinstance(part, str))

    def _label(self, key: str) -> str:
        return f"{self._name}.{key}" if self._name else key

    def _line(self, key: str) -> int:
        """The line of a key or of its first `[[key]]`; where it has none, of the nearest table around it."""
        lines = line_numbers(self._source)
        path: Path = (*self._path, key)
        if (*path, 0) in lines:
            return lines[(*path, 0)]
        while path not in lines:
            path = path[:-1]
        return lines[path]


def _shown(value: object) -> str:
    """A value as it stood in the file, short."""
    return (str(value) if isinstance(value, dt.date) else repr(value))[:40]
