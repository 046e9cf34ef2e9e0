"""Experiments: pick one, read its card."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dialq.desk.policy_views import ExperimentLine
from dialq.tui.drawing.experiment import experiment_lines
from dialq.tui.screens.office import Office
from dialq.tui.screens.pick import Pick, Row
from dialq.tui.screens.sheet import TextSheet
from dialq.tui.spans import DIM, Line, line, span, wrap

if TYPE_CHECKING:
    from textual.app import App

NONE = (
    "No experiment is declared. Write one into experiments.toml: what varies (a template, a campaign or a "
    "programme), its variants, its first and its last day. The comments in that file show how."
)


async def show_experiments(office: Office, app: App[None]) -> None:
    """The card of the experiment that is picked; the only one is shown at once."""
    known = await office.ask(office.words.experiment_lines)
    if not known:
        await app.push_screen_wait(TextSheet("EXPERIMENTS", _nothing))
        return
    chosen: str | None = known[0].name
    if len(known) > 1:
        rows = [Row(entry.name, f"{entry.name:22} {entry.what}", _when(entry)) for entry in known]
        chosen = await app.push_screen_wait(Pick("EXPERIMENTS: which?", rows))
    if chosen is not None:
        view = await office.ask(office.words.experiment_view, chosen)
        draw = partial(experiment_lines, view, office.zone)
        await app.push_screen_wait(TextSheet(f"EXPERIMENT {chosen}", draw))


def _when(entry: ExperimentLine) -> str:
    return f"{entry.status}, to {entry.last.day} {entry.last:%b}"


def _nothing(width: int) -> tuple[Line, ...]:
    return ((), *(line(span(f" {part}", DIM)) for part in wrap(NONE, width - 2, 6)))
