"""The columns of facts that need reading: dates, words of a fixed vocabulary, lists, free text."""

from __future__ import annotations

import re
from collections.abc import Callable

from dialq.intake.cells import line, prose, raw_value
from dialq.intake.dates import DateReader
from dialq.intake.draft import Draft
from dialq.intake.words import is_yes

_TAG_BREAKS = re.compile(r"\s*(?::::|[;,|\n])[\s*]*")


class TextColumns:
    """Columns of one plain line each; the second column of a field serves where the first is blank."""

    def __init__(self, columns: list[tuple[int, str, str]]) -> None:
        seen: set[str] = set()
        self._first: list[tuple[int, str]] = []
        self._second: list[tuple[int, str, str]] = []
        for index, header, field in columns:
            if field in seen:
                self._second.append((index, header, field))
            else:
                self._first.append((index, field))
                seen.add(field)

    def read(self, cells: list[str], draft: Draft) -> None:
        """Sets the fields that have a text."""
        values = draft.values
        for index, field in self._first:
            cell = cells[index]
            if cell and (text := line(cell)):
                values[field] = text
        for index, header, field in self._second:
            text = line(cells[index])
            if text and values.setdefault(field, text) != text:
                draft.set_aside(header, text)


class CustomColumns:
    """Columns dialq has no name for, kept under their own."""

    def __init__(self, columns: list[tuple[int, str]]) -> None:
        self._columns = columns

    def read(self, cells: list[str], draft: Draft) -> None:
        """Sets custom fields; blank cells leave none."""
        for index, header in self._columns:
            cell = cells[index]
            if cell and (text := raw_value(cell)):
                draft.custom[header] = text


class WordColumn:
    """A column of a fixed vocabulary; other words stay as a custom field."""

    def __init__(self, column: tuple[int, str, str], convert: Callable[[str], str]) -> None:
        self._index, self._header, self._field = column
        self._convert = convert

    def read(self, cells: list[str], draft: Draft) -> None:
        """Sets the field if the word is known."""
        text = line(cells[self._index])
        if not text:
            return
        value = self._convert(text)
        if not value or draft.values.setdefault(self._field, value) != value:
            draft.set_aside(self._header, text)


class ArrivalColumn:
    """The moment the lead came into being."""

    def __init__(self, column: tuple[int, str, str], reader: DateReader) -> None:
        self._index, self._header, _field = column
        self._reader = reader

    def read(self, cells: list[str], draft: Draft) -> None:
        """Sets `arrived`; what is no date stays as a custom field."""
        text = line(cells[self._index])
        if not text:
            return
        moment = self._reader.read(text)
        if moment is None or draft.values.setdefault("arrived", moment) != moment:
            draft.set_aside(self._header, text)


class OptOutColumn:
    """A person's own no: kept as a flag, and under its header, which names the channel."""

    def __init__(self, column: tuple[int, str, str]) -> None:
        self._index, self._header, _field = column

    def read(self, cells: list[str], draft: Draft) -> None:
        """Sets `opted_out`."""
        if is_yes(cells[self._index]):
            draft.values["opted_out"] = True
            draft.set_aside(self._header, line(cells[self._index]) or "yes")


class JoinedColumns:
    """Several columns of one field, joined in their order: notes, the lines of a street."""

    def __init__(self, columns: list[tuple[int, str, str]], joint: str) -> None:
        self._field = columns[0][2]
        self._indexes = [index for index, _header, _field in columns]
        self._joint = joint

    def read(self, cells: list[str], draft: Draft) -> None:
        """Sets the field if any column has a text."""
        texts = [text for index in self._indexes if cells[index] and (text := prose(cells[index]))]
        if len(texts) > 1:
            texts = list(dict.fromkeys(texts))
        if texts:
            draft.values[self._field] = self._joint.join(texts)


class TagColumns:
    """Lists of tags; each tag once."""

    def __init__(self, columns: list[tuple[int, str, str]]) -> None:
        self._indexes = [index for index, _header, _field in columns]

    def read(self, cells: list[str], draft: Draft) -> None:
        """Sets `tags`."""
        tags = dict.fromkeys(
            tag
            for index in self._indexes
            for tag in _TAG_BREAKS.split(prose(cells[index]).lstrip("* "))
            if tag
        )
        if tags:
            draft.values["tags"] = tuple(tags)
