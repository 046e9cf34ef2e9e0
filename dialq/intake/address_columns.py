"""Where somebody is: country, postal code, and the zones that follow from them."""

from __future__ import annotations

from dialq.desk.records import Phones
from dialq.intake.cells import line
from dialq.intake.draft import Draft
from dialq.intake.words import zone_name

_ZIP_LENGTH = 5


class CountryColumn:
    """A country's name or code; what is none stays as a custom field."""

    def __init__(self, column: tuple[int, str, str], phones: Phones) -> None:
        self._index, self._header, _field = column
        self._phones = phones

    def read(self, cells: list[str], draft: Draft) -> None:
        """Sets `country` to its ISO code; `NA` is Namibia here."""
        text = cells[self._index].strip()
        text = text if text.upper() == "NA" else line(text)
        if not text:
            return
        code = self._phones.country_code(text)
        if not code or draft.values.setdefault("country", code) != code:
            draft.set_aside(self._header, text)


class ZoneColumn:
    """A time zone the file itself names."""

    def __init__(self, column: tuple[int, str, str]) -> None:
        self._index, self._header, _field = column

    def read(self, cells: list[str], draft: Draft) -> None:
        """Sets `zones`; an unknown zone stays as a custom field."""
        text = line(cells[self._index])
        zone = zone_name(text) if text else ""
        if zone:
            draft.values["zones"], draft.values["zone_source"] = (zone,), "confirmed"
        elif text:
            draft.set_aside(self._header, text)


class Whereabouts:
    """Judges the address as a whole, once country, state, postal code and numbers are read."""

    def __init__(self, phones: Phones, region: str) -> None:
        self._phones = phones
        self._region = region

    def read(self, cells: list[str], draft: Draft) -> None:
        """Mends a ZIP that lost its zeros; sets `zones` unless the file named one."""
        values = draft.values
        number_region = values.pop("_phone_region", "")
        country, region, code = draft.text("country"), draft.text("region"), draft.text("postal_code")
        if not (country or region or code):
            return
        home = country or number_region or self._region
        if code and home == "US":
            values["postal_code"] = code = _whole_zip(code)
        if "zones" in values:
            return
        zones = self._phones.zones_for_address(home, region, code)
        if zones:
            values["zones"], values["zone_source"] = zones, "address"


def _whole_zip(code: str) -> str:
    """`2134` and `2134.0` as `02134`."""
    digits = code.removesuffix(".0")
    return digits.zfill(_ZIP_LENGTH) if digits.isdigit() and 3 <= len(digits) < _ZIP_LENGTH else digits
