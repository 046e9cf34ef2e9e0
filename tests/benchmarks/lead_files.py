"""Big messy lead files, and leads as records, for the benchmarks: the same ones every time."""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random

AREAS = {
    "America/New_York": """
        201 203 207 212 215 216 239 240 267 301 302 304 305 321 330 336 347 352 386 401 404 407 410 412 413
        419 434 440 443 470 475 478 484 508 513 516 518 540 551 561 567 570 571 585 603 607 609 610 614
        617""",
    "America/Chicago": """
        205 210 214 217 218 224 225 228 251 254 256 262 281 309 312 314 316 318 319 320 325 331 334 337 361
        402 405 409 414 417 430 432 469 501 504 507 512 515 563 573 580 601 608 612 615 618""",
    "America/Denver": "303 307 385 406 435 505 575 719 720 801 970",
    "America/Los_Angeles": """
        206 209 213 253 310 323 360 408 415 424 425 442 503 509 510 530 559 562 619 626 650 657 661 669 702
        707""",
}
AREA_CODES = [(code, zone) for zone, codes in AREAS.items() for code in codes.split()]
FIRST = (
    "Jordan Priya Sam Ivy Nia Kit Uma Tom Lee Ray Noor Bram Hana Oskar Thandi Farid Greta Idris Orla".split()
)
LAST = "Reyes Shah Ode Dunn Roe Vale Birk Ash Moran Poe Halloway Lindqvist Straub Eversole Grimsby".split()
TRADES = "Freight Logistics Foods Produce Dairy Seafood Carriers Catering".split()
COLUMNS = (
    "Record ID", "First Name", "Last Name", "Email", "Phone Number", "Mobile Phone Number", "Job Title",
    "Associated Company", "City", "State/Region", "Postal Code", "Country/Region", "Create Date", "Notes",
)  # fmt: skip


def number(at: int) -> tuple[str, str]:
    """The `at`-th phone, ten digits, and its zone: in the exchange 555, which has no subscribers."""
    code, zone = AREA_CODES[at % len(AREA_CODES)]
    return f"{code}555{at // len(AREA_CODES) % 10_000:04d}", zone


def most_numbers() -> int:
    """How many different phones there are."""
    return len(AREA_CODES) * 10_000


def name(at: int) -> str:
    """An invented name that no other lead has; its last part can be found on a screen."""
    return f"{FIRST[at % len(FIRST)]} Zq{at:07d}"


def write(path: Path, rows: int) -> None:
    """A contacts export of so many rows, one in ten of them dirty in one of the ways of the field."""
    random = Random(rows)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS)
        for at in range(rows):
            row = _clean(at, random)
            out.writerow(_dirty(row, at, random) if random.random() < 0.1 else row)


def _clean(at: int, random: Random) -> list[str]:
    """A row as it should be, its phone in one of five ways to write one."""
    digits, _ = number(at)
    area, rest = digits[:3], digits[6:]
    forms = (
        f"({area}) 555-{rest}",
        f"{area}-555-{rest}",
        f"{area}.555.{rest}",
        f"+1 {area} 555 {rest}",
        digits,
    )
    company = f"{LAST[at // 7 % len(LAST)]} {at // 7} {TRADES[at // 7 % len(TRADES)]}"
    mobile = number(most_numbers() - 1 - at)[0] if at % 4 == 0 and at * 2 < most_numbers() else ""
    day, minute = divmod(random.randrange(18 * 1440), 1440)
    arrived = f"2026-11-{day + 1:02d} {minute // 60:02d}:{minute % 60:02d}"
    first, last = FIRST[at % len(FIRST)], LAST[at // 3 % len(LAST)]
    email = f"{first}.{last}.{at}@c{at // 7}.example".lower()
    return [
        str(4_000_000 + at), first, last, email, random.choice(forms),
        mobile, "Operations Director", company, "Columbus", "OH", "43207", "United States", arrived, "",
    ]  # fmt: skip


def _dirty(row: list[str], at: int, random: Random) -> list[str]:
    """The row with one of the field's faults."""
    faults: dict[int, str] = dict(
        random.choice(
            [
                {4: "1.4155E+10"},
                {4: "N/A", 5: "-"},
                {1: row[1].upper(), 2: row[2].upper()},
                {3: row[3].upper()},
                {3: "none"},
                {4: f"'+1{number(at)[0]}"},
                {4: f"1{number(at)[0]}.0"},
                {4: f"{row[4]} x{at % 90 + 10}"},
                {13: 'said "call back", then hung up\nsecond line'},
                {9: "Calif.", 10: "2110"},
                {3: "", 4: "", 5: ""},
                {0: str(4_000_000 + at // 2), 3: row[3].replace(f".{at}@", f".{at // 2}@")},
            ]
        )
    )
    return [faults.get(index, cell) for index, cell in enumerate(row)]
