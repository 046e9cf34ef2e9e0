"""Hand many leads over in one act: mark them, choose where they go, say why, see the count first (SEED1-21, 25)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dialq.desk.candidates import Candidate
from dialq.desk.policy_views import Handed
from dialq.tui.actions import HANDING
from dialq.tui.acts.command import Command
from dialq.tui.formatting import plural
from dialq.tui.idle import URGENT
from dialq.tui.policy_vocabulary import PolicyVocabulary
from dialq.tui.screens.line import AskLine
from dialq.tui.screens.office import Office
from dialq.tui.screens.pick import Pick, Row
from dialq.tui.screens.place import Place
from dialq.tui.spans import ACCENT, BOLD, DIM, MARKED, WARN, Line, column, crop, line, span

if TYPE_CHECKING:
    from textual.app import App

    from dialq.desk.desk import Desk

NURTURE = "nurture"
QUEUED, LISTED = 500, 2000
"""Leads to choose from at once, of the queue and of a campaign; the rest comes with the next batch."""
REASON = "a calmer pace suits them"
NAMED = 7
"""Names in the preview."""


class Order(NamedTuple):
    """Which leads go where."""

    leads: tuple[int, ...]
    to: str
    """`nurture` or a programme."""
    reason: str


async def hand_over(office: Office, app: App[None], *, campaign: str = "") -> tuple[Handed, str] | None:
    """Ask, preview and do it; what was done and one sentence about it, None if it was left."""
    limit = LISTED if campaign else QUEUED
    found = await office.ask(office.words.candidates, campaign=campaign, block=office.block, limit=limit)
    order = await app.push_screen_wait(HandingScreen(office, found, campaign))
    if order is None:
        return None
    handed = await office.ask(_act(office.words, order.to), order.leads, order.reason)
    return handed, handed_text(handed, order.to, office.keymap.first("undo.undo"))


def handed_text(handed: Handed, to: str, undo_key: str) -> str:
    """What came of it: `312 leads went to nurture; 3 stayed: Kim Lee: an answer is owed. u takes it back`."""
    text = f"{plural(len(handed.done), 'lead')} went to {to}"
    if handed.refused:
        _, name, why = handed.refused[0]
        more = " and others" if len(handed.refused) > 1 else ""
        text += f"; {len(handed.refused)} stayed ({name}: {why}{more})"
    return f"{text}. {undo_key} takes it back" if handed.done and undo_key else text


class HandingScreen(Place[Order | None]):
    """The leads, all taken in at first but those a person waits for; returns what to do."""

    PLACE = HANDING

    def __init__(self, office: Office, found: Sequence[Candidate], campaign: str) -> None:
        where = f"of {campaign}" if campaign else "of the queue"
        super().__init__(f"HAND OVER leads {where}", office.keymap)
        self._office = office
        self._found = tuple(found)
        self._out = {entry.lead for entry in self._found if entry.tier in URGENT}

    def commands(self) -> dict[str, Command]:
        """Action id -> what it does."""
        return {
            "hand.mark": self._turn,
            "hand.tier": self._turn_tier,
            "hand.all": self._turn_all,
            "hand.go": self._go,
            "hand.mail": self._mail,
        }

    @property
    def rows(self) -> int:
        """Leads listed."""
        return len(self._found)

    @property
    def taken(self) -> tuple[Candidate, ...]:
        """The leads that would go."""
        return tuple(entry for entry in self._found if entry.lead not in self._out)

    def body_lines(self, width: int, height: int) -> Sequence[Line]:
        """How many are taken in, then a line a lead."""
        if not self._found:
            return (line(span(" Nobody is here to be handed over.", DIM)),)
        count = line(
            span(f" {len(self.taken)} of {plural(len(self._found), 'lead')} taken in", BOLD), self._more
        )
        room = max(1, height - 2)
        top = max(0, min(self.mark - room // 2, len(self._found) - room))
        shown = list(enumerate(self._found))[top : top + room]
        return (count, (), *(self._row(entry, place == self.mark, width) for place, entry in shown))

    @property
    def _more(self) -> str:
        """Said where there may be more than are listed."""
        return "   the first of more" if len(self._found) in (QUEUED, LISTED) else ""

    def _row(self, entry: Candidate, marked: bool, width: int) -> Line:
        role = MARKED if marked else DIM if entry.lead in self._out else ""
        sign = "[ ]" if entry.lead in self._out else "[x]"
        cells = (span(f"{sign} ", role), column(entry.name, 24, role), column(entry.company, 20, role))
        return crop(line(span(" > " if marked else "   ", ACCENT), *cells, span(entry.text, DIM)), width)

    def _turn(self) -> None:
        if self.mark < self.rows:
            self._out ^= {self._found[self.mark].lead}
            self.mark = min(self.rows - 1, self.mark + 1)

    def _turn_tier(self) -> None:
        tier = self._found[self.mark].tier if self.mark < self.rows else ""
        same = {entry.lead for entry in self._found if entry.tier == tier}
        self._out = self._out - same if same & self._out else self._out | same

    def _turn_all(self) -> None:
        self._out = set() if self._out else {entry.lead for entry in self._found}

    async def _mail(self) -> None:
        from dialq.tui.screens.many import mail_to_many

        if not self.taken:
            self.say("Nobody is taken in", warn=True)
            return
        said = await mail_to_many(self._office, self.app, self._leads)
        if said:
            self.say(said)

    async def _go(self) -> None:
        if not self.taken:
            self.say("Nobody is taken in", warn=True)
            return
        programmes = await self._office.ask(self._office.words.programme_names)
        rows = [Row(NURTURE, "nurture: marketing keeps them warm"),
                *(Row(name, f"programme {name}: its first campaign, from today") for name in programmes)]  # fmt: skip
        title = f"HAND {plural(len(self.taken), 'lead')} TO"
        to = await self.app.push_screen_wait(Pick(title, rows))
        if to is None:
            return
        tried = await self._office.ask(_act(self._office.words, to), self._leads, REASON, dry_run=True)
        ask = AskLine(
            f"{title} {to.upper()}", "reason", REASON, self._preview(tried, to), self._office.refusal
        )
        reason = await self.app.push_screen_wait(ask)
        if reason is not None:
            self.dismiss(Order(self._leads, to, reason))

    @property
    def _leads(self) -> tuple[int, ...]:
        return tuple(entry.lead for entry in self.taken)

    def _preview(self, tried: Handed, to: str) -> tuple[Line, ...]:
        """Who would go and who would stay, by name as far as there is room."""
        going = set(tried.done)
        names = [line(f"   {entry.name}, {entry.company}") for entry in self.taken if entry.lead in going]
        lines = [line(span(f" {plural(len(names), 'lead')} ", WARN), f"would go to {to} now"), *_some(names)]
        if tried.refused:
            stay = [line(f"   {name}: ", span(why, DIM)) for _, name, why in tried.refused]
            lines += [(), line(span(f" {plural(len(stay), 'lead')} ", WARN), "would stay"), *_some(stay)]
        return (*lines, (), line(span(" One key takes the whole batch back.", DIM)))


def _some(lines: Sequence[Line]) -> list[Line]:
    more = len(lines) - NAMED
    return [*lines[:NAMED], line(span(f"   and {more} more", DIM))] if more > 0 else list(lines)


def _act(words: PolicyVocabulary, to: str) -> Callable[..., Handed]:
    """What hands leads there: `act(desk, leads, reason, dry_run=…)`."""
    if to == NURTURE:
        return words.to_nurture

    def to_programme(desk: Desk, leads: tuple[int, ...], reason: str, *, dry_run: bool = False) -> Handed:
        return words.to_programme(desk, leads, to, reason, dry_run=dry_run)

    return to_programme
