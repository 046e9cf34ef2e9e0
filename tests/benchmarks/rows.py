"""What a benchmark prints: our figure, its floor, the ratio, the goal and whether it was met."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. A measure that could not be taken has a note instead of figures."""

    name: str
    ours: float | None = None
    unit: str = "ms"
    floor: float | None = None
    """What the same machine needs for the least possible, in the same unit; None: the goal is absolute."""
    limit: float | None = None
    """The goal: the highest ratio to the floor, or the highest figure where there is no floor."""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours over the floor."""
        return self.ours / self.floor if self.ours is not None and self.floor else None

    @property
    def met(self) -> bool | None:
        """Whether the goal was met; None if there is no goal or no figure."""
        figure = self.ratio if self.floor is not None else self.ours
        return None if figure is None or self.limit is None else figure <= self.limit

    @property
    def goal(self) -> str:
        """The goal as people write it."""
        if self.limit is None:
            return ""
        return f"<= {self.limit:g}x" if self.floor is not None else f"<= {self.limit:g} {self.unit}"

    def cells(self) -> tuple[str, ...]:
        """The row as texts for the table."""
        verdict = {True: "ok", False: "missed", None: ""}[self.met]
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}x"
        return (
            self.name,
            figure(self.ours),
            figure(self.floor),
            self.unit,
            ratio,
            self.goal,
            verdict,
            self.note,
        )


HEADINGS = ("measure", "ours", "floor", "unit", "ratio", "goal", "", "note")


def figure(value: float | None) -> str:
    """Three digits that matter, with thousands apart."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def percentiles(samples: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    if len(samples) < 2:
        raise ValueError("percentiles need at least two samples")
    cuts = quantiles(samples, n=100, method="inclusive")
    return cuts[49], cuts[94]


def pair(
    name: str,
    ours: Sequence[float],
    floor: Sequence[float],
    limits: tuple[float, float],
    *,
    scale: float = 1000.0,
) -> list[Row]:
    """Two rows, p50 and p95, from samples in seconds."""
    mine, least = percentiles(ours), percentiles(floor)
    return [
        Row(f"{name}, {which}", mine[at] * scale, "ms", least[at] * scale, limits[at])
        for at, which in enumerate(("p50", "p95"))
    ]


def as_table(rows: Iterable[Row]) -> str:
    """The rows as a Markdown table, its columns aligned."""
    lines = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(HEADINGS))]
    texts = [
        "| " + " | ".join(cell.ljust(widths[at]) for at, cell in enumerate(line)) + " |" for line in lines
    ]
    texts.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(texts)


def as_json(machine: dict[str, str], rows: Iterable[Row]) -> str:
    """The rows as one JSON document, with the machine they were measured on."""
    fields = ("name", "ours", "unit", "floor", "ratio", "goal", "met", "note")
    return json.dumps(
        {"machine": machine, "rows": [{name: getattr(row, name) for name in fields} for row in rows]}
    )
