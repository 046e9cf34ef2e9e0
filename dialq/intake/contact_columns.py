"""The columns through which somebody can be reached."""

from __future__ import annotations

from dialq.desk.records import BadNumber, Phones
from dialq.engine.lead import Phone
from dialq.intake.addresses import addresses, linkedin_profile
from dialq.intake.cells import BLANKS, line
from dialq.intake.draft import Draft

KINDS = {"phone": "work", "mobile": "mobile", "phone_other": "other"}
"""The kind of number each field holds, unless the number itself says mobile."""

UNUSABLE = "unusable"


class PhoneColumns:
    """All columns of numbers; each number once, in the order of the columns."""

    def __init__(self, columns: list[tuple[int, str, str]], phones: Phones, region: str) -> None:
        self._columns = [(index, header, KINDS[field]) for index, header, field in columns]
        self._phones = phones
        self._region = region

    def read(self, cells: list[str], draft: Draft) -> None:
        """Sets `phones`; texts that are no number are set aside with their reason."""
        found: dict[str, Phone] = {}
        doubts: list[str] = []
        region = draft.text("country") or self._region
        for index, header, kind in self._columns:
            text = cells[index].strip()
            if text in BLANKS:
                continue
            for one in self._phones.split_numbers(text):
                number = self._phones.parse_number(one, region)
                if isinstance(number, BadNumber):
                    draft.set_aside(f"{header} ({UNUSABLE})", line(text))
                    doubts.append(f"{header} '{line(one)[:40]}': {number.reason}")
                elif number.number not in found:
                    real = "mobile" if number.kind_hint == "mobile" else kind
                    found[number.number] = Phone(number.number, real, number.zones)
                    draft.values.setdefault("_phone_region", number.region)
        if found:
            draft.values["phones"] = tuple(found.values())
        else:
            draft.doubts += doubts


class EmailColumns:
    """All columns of addresses; each address once, in the order of the columns."""

    def __init__(self, columns: list[tuple[int, str, str]]) -> None:
        self._columns = sorted(columns, key=lambda column: column[2] != "email")

    def read(self, cells: list[str], draft: Draft) -> None:
        """Sets `emails`; texts that are no address are set aside."""
        found: dict[str, str] = {}
        doubts: list[str] = []
        for index, header, _field in self._columns:
            if not cells[index]:
                continue
            good, bad = addresses(cells[index])
            for address in good:
                found.setdefault(address.lower(), address)
            if bad:
                draft.set_aside(f"{header} ({UNUSABLE})", "; ".join(bad))
                doubts.append(f"{header} '{bad[0][:60]}': it is no email address")
        if found:
            draft.values["emails"] = tuple(found.values())
        else:
            draft.doubts += doubts


class WebColumns:
    """Web site and LinkedIn columns: a profile in the wrong one is put right."""

    def __init__(self, columns: list[tuple[int, str, str]]) -> None:
        self._columns = columns

    def read(self, cells: list[str], draft: Draft) -> None:
        """Sets `website` and `linkedin`."""
        for index, header, field in self._columns:
            text = line(cells[index])
            if not text:
                continue
            profile = linkedin_profile(text, trusted=field == "linkedin")
            if profile:
                self._take(draft, header, "linkedin", profile)
            elif field == "website":
                self._take(draft, header, "website", text)
            else:
                draft.set_aside(header, text)

    def _take(self, draft: Draft, header: str, field: str, text: str) -> None:
        """The first of its kind is the lead's; others stay under their header."""
        if draft.values.setdefault(field, text) != text:
            draft.set_aside(header, text)
