"""Where a place is and what lies around it, from tables that come with dialq; read only where an event is set up."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from difflib import get_close_matches
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

EARTH_KM = 6371.0
_KM_A_DEGREE = 111.0
_DOMINANT = 5
"""A city so many times as large as the next of its name is the one that is meant."""
_COUNTRIES = {
    "usa": "US",
    "united states": "US",
    "canada": "CA",
    "uk": "GB",
    "united kingdom": "GB",
    "ireland": "IE",
}
_POSTAL = re.compile(r"(?:^|\b)(\d{5}(?:-\d{4})?|[a-z]\d[a-z](?: ?\d[a-z]\d)?)$")
"""A postal code of the US or Canada at the end of a part: `02110`, `ma 02110`, `m5v 2t6`."""
_LISTED, _SHORTEST = 4, 4
_EXAMPLE = 'Name a city like "Boston, MA, US", or a postal code like "02110, US".'
Point = tuple[float, float]
"""Latitude and longitude."""


class City(NamedTuple):
    """A city of the table; names are in lower case and without accents."""

    country: str
    region: str
    name: str
    point: Point
    people: int
    accented: str = ""
    """The name with its accents, '' if it has none."""

    def __str__(self) -> str:
        """As one writes it in a file: `Boston, MA, US`."""
        return ", ".join(
            part for part in ((self.accented or self.name).title(), self.region, self.country) if part
        )


class Near(NamedTuple):
    """What lies within a radius, as a gathering keeps it."""

    postal: frozenset[str]
    """`US:021`."""
    cities: frozenset[str]
    """`us:ma:boston`, and `us:boston` where no other city of the country is meant by that name."""


class Places:
    """The tables, held as long as somebody asks: a policy is read once, then they may go."""

    def __init__(self) -> None:
        self._lines = _lines("cities.txt")  # from south to north
        self._regions = {
            tuple(row[:2]): row[2] for row in (line.split("|") for line in _lines("regions.txt"))
        }
        self._areas = [_area(line) for line in _lines("postal.txt")]

    def around(self, place: str, radius_km: int) -> Near | str:
        """What lies within a radius of a place like `Boston, MA, US` or `02110, US`; a hint if there is none such.

        Parts before the city (a house, a street) say nothing about where it is.
        """
        found = self._locate(place)
        if isinstance(found, str):
            return found
        postal = frozenset(
            f"{country}:{code}" for country, code, point in self._areas if _km(found, point) <= radius_km
        )
        near = [city for city in self._band(found[0], radius_km) if _km(found, city.point) <= radius_km]
        return Near(postal, frozenset(self._keys(near)))

    def _locate(self, place: str) -> Point | str:
        """Where a place is; a hint where that is not plain."""
        parts = [folded(part) for part in place.split(",") if part.strip()]
        words = [word for part in parts if (word := _POSTAL.sub("", part).strip())]
        found: list[City] = []
        for length in (3, 2, 1):
            if len(words) >= length and (found := list(self._named(words[-length:]))):
                break
        found.sort(key=lambda city: -city.people)
        if found and (len(found) == 1 or found[0].people >= _DOMINANT * found[1].people):
            return found[0].point
        if point := self._postal_point(parts):
            return point
        return f"It may be {_either(found)}: write one of them." if found else self._nearest(words)

    def _postal_point(self, parts: list[str]) -> Point | None:
        """The middle of the first postal area of the US or Canada that the place names."""
        codes = {match[1][:3].upper() for part in parts if (match := _POSTAL.search(part))}
        return next((point for _, code, point in self._areas if code in codes), None)

    def _named(self, parts: list[str]) -> Iterator[City]:
        """The cities that `city`, `city, region`, `city, country` or `city, region, country` can mean."""
        names, beyond = set(_variants(parts[0])), parts[1:]
        for line in self._lines:
            if _name(line) in names:
                row = line.split("|")
                if all(self._is_in(row, word) for word in beyond):
                    yield _city(row)

    def _is_in(self, row: list[str], word: str) -> bool:
        """Whether a word names the country or the region of a city."""
        return _COUNTRIES.get(word, word.upper()) == row[0] or word in self._region_names(row[0], row[1])

    def _region_names(self, country: str, region: str) -> tuple[str, ...]:
        """A state or province, short and long; none where the country is not divided here."""
        return (region.casefold(), self._regions[country, region]) if region else ()

    def _keys(self, near: list[City]) -> Iterator[str]:
        """How addresses within the radius name their city: with the region, and without it where that is plain."""
        inside, names = set(near), {(city.country, city.name) for city in near}
        countries = {city.country for city in near}
        farther: dict[tuple[str, str], int] = {}
        rivals = (line for line in self._lines if line[:2] in countries and (line[:2], _name(line)) in names)
        for city in (_city(line.split("|")) for line in rivals):
            if city not in inside:
                farther[city.country, city.name] = max(city.people, farther.get((city.country, city.name), 0))
        for city in near:
            plain = city.people >= _DOMINANT * farther.get((city.country, city.name), 0)
            for name in _variants(city.name, city.accented):
                if plain:
                    yield f"{city.country.casefold()}:{name}"
                for region in self._region_names(city.country, city.region):
                    yield f"{city.country.casefold()}:{region}:{name}"

    def _nearest(self, parts: list[str]) -> str:
        """A hint with the places of nearest name, the largest first."""
        known = {_name(line) for line in self._lines}
        words = [part for part in parts[-3:] if len(part) >= _SHORTEST]
        close = {name for word in words for name in get_close_matches(word, known, n=2, cutoff=0.75)}
        cities = [_city(line.split("|")) for line in self._lines if _name(line) in close]
        return f"Did you mean {_either(cities)}? {_EXAMPLE}" if cities else _EXAMPLE

    def _band(self, latitude: float, radius_km: int) -> Iterator[City]:
        """The cities that lie neither too far north nor too far south: nothing else need be measured."""
        degrees = radius_km / _KM_A_DEGREE
        first = bisect_left(self._lines, latitude - degrees, key=_latitude)
        last = bisect_right(self._lines, latitude + degrees, key=_latitude)
        return (_city(line.split("|")) for line in self._lines[first:last])


def _name(line: str) -> str:
    return line.split("|", 3)[2]


def _latitude(line: str) -> float:
    return float(line.split("|", 4)[3])


def folded(name: str) -> str:
    """A name in lower case without accents, its spaces single."""
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


def _either(cities: list[City]) -> str:
    """The largest of some cities, to choose from."""
    largest = sorted(cities, key=lambda city: -city.people)[:_LISTED]
    return " or ".join(repr(str(city)) for city in largest)


def _variants(*names: str) -> Iterator[str]:
    """A name as people write it: `new york` for `new york city`, `saint paul` for `st. paul`."""
    for name in filter(None, names):
        for form in {name, name.removesuffix(" city"), f"{name} city"}:
            yield form
            first, _, rest = form.partition(" ")
            for short, whole in (("st", "saint"), ("ft", "fort"), ("mt", "mount")):
                if rest and first in (short, f"{short}.", whole):
                    yield from (f"{start} {rest}" for start in (short, f"{short}.", whole))


def _km(here: Point, there: Point) -> float:
    """The distance between two points on the globe."""
    north, east = radians(there[0] - here[0]), radians(there[1] - here[1])
    half = sin(north / 2) ** 2 + cos(radians(here[0])) * cos(radians(there[0])) * sin(east / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def _city(row: list[str]) -> City:
    country, region, name, latitude, longitude, people, *accented = row
    return City(country, region, name, (float(latitude), float(longitude)), int(people), *accented)


def _area(line: str) -> tuple[str, str, Point]:
    """A postal area and its middle."""
    country, code, latitude, longitude = line.split("|")
    return country, code, (float(latitude), float(longitude))


def _lines(name: str) -> list[str]:
    text = files("dialq.policy").joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]
