"""Which column of a lead file is which field of a lead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from dialq.errors import BadInput
from dialq.intake.synonyms import FIELD_OF, FIELDS, SALUTATION, header_key

CUSTOM = ""
"""The field of a column that dialq has no name for: it is kept as it is."""

SEVERAL = frozenset("phone mobile phone_other email email_other opted_out tags notes street".split())
"""Fields that more than one column may fill."""

_SALUTATIONS = frozenset(
    "mr mrs ms miss mx dr prof sir herr frau hr fr m mme mlle sr sra srta monsieur madame".split()
)


class Columns(Struct, frozen=True):
    """The columns of a file in their order, and the field of each (CUSTOM for the unknown)."""

    headers: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def known(self) -> int:
        """How many columns dialq knows."""
        return sum(field != CUSTOM for field in self.fields)


def match_columns(cells: Sequence[str], mapping: Mapping[str, str] | None = None) -> Columns:
    """The fields of a header row; `mapping` (field to column) goes before what the names say."""
    headers = distinct(cells)
    chosen = _chosen(headers, mapping or {})
    fields: list[str] = []
    for index, cell in enumerate(cells):
        field = chosen.get(index) or FIELD_OF.get(header_key(cell), CUSTOM)
        replaced = field in (mapping or {}) and index not in chosen and field not in SEVERAL
        fields.append(CUSTOM if replaced else field)
    return Columns(headers, tuple(_title_or_salutation(headers, fields)))


def distinct(cells: Iterable[str]) -> tuple[str, ...]:
    """Header names, each only once: the second `Phone` is `Phone (2)`, a blank one `column 3`."""
    seen: Counter[str] = Counter()
    names: list[str] = []
    for position, cell in enumerate(cells, start=1):
        name = " ".join(cell.split()) or f"column {position}"
        seen[name.casefold()] += 1
        count = seen[name.casefold()]
        names.append(name if count == 1 else f"{name} ({count})")
    return tuple(names)


def are_salutations(values: Iterable[str]) -> bool:
    """Do the values of a column named `Title` read Mr, Ms, Dr…, rather than jobs?"""
    words = [value.strip().rstrip(".").casefold() for value in values]
    words = [word for word in words if word]
    return bool(words) and sum(word in _SALUTATIONS for word in words) * 2 > len(words)


def _chosen(headers: Sequence[str], mapping: Mapping[str, str]) -> dict[int, str]:
    """Column index to field, for the columns a person has mapped. Raises BadInput for unknown names."""
    places = {header_key(header): index for index, header in reversed(list(enumerate(headers)))}
    chosen: dict[int, str] = {}
    for field, column in mapping.items():
        if field not in FIELDS:
            raise BadInput(f"'{field}' is no field of a lead", f"Map one of: {', '.join(FIELDS)}")
        if header_key(column) not in places:
            known = ", ".join(headers)
            raise BadInput(f"there is no column '{column}' to map to {field}", f"The columns are: {known}")
        chosen[places[header_key(column)]] = field
    return chosen


def _title_or_salutation(headers: Sequence[str], fields: list[str]) -> list[str]:
    """Where a column is plainly the job, another one called `Title` is Mr or Ms (Outlook)."""
    titles = [index for index, field in enumerate(fields) if field == "title"]
    plain = [index for index in titles if header_key(headers[index]) == "title"]
    if len(titles) > len(plain):
        for index in plain:
            fields[index] = SALUTATION
    return fields
