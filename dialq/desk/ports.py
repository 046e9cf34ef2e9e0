"""What the desk needs of the store as a whole, and of the queue's index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from dialq.clock import Instant
from dialq.desk.dossier import Dossier
from dialq.desk.dues import Dues
from dialq.desk.hand_shelves import Hands, PostBook
from dialq.desk.kept import Placing
from dialq.desk.letter_shelves import LetterBook
from dialq.desk.mail_shelves import LeaseBook, MailBox, MailboxBook
from dialq.desk.planned_shelf import PlannedBook
from dialq.desk.policy_shelves import Policies, Standings
from dialq.desk.results import Results
from dialq.desk.shelves import BanBook, ClaimBook, Events, Leads, Tables
from dialq.desk.sums import Sums
from dialq.engine.events import Event
from dialq.engine.lead import Lead
from dialq.engine.policy import Policy
from dialq.engine.state import State


class GateIndex(Protocol):
    """All gates, and which of them are open now."""

    def next_opening(self, at: Instant, reps: Iterable[str]) -> Instant | None:
        """The first instant after `at` at which a gate with leads opens for one of these queues."""
        ...


class PlaceIndex(Protocol):
    """Where each lead stands."""

    @property
    def gates(self) -> GateIndex:
        """The shared openings."""
        ...

    def heads(
        self, at: Instant, rep: str, channels: frozenset[str] = frozenset(), *, warm: bool = False
    ) -> Iterator[tuple[int, int, int]]:
        """(tier, rank, lead) of everything open for a rep, best first; a block of channels narrows tiers 4-7.

        `warm` yields the warm leads of tiers 4-7 alone.
        """
        ...

    def due_timers(self, what: int, at: Instant, limit: int) -> list[int]:
        """Leads whose timer has run out, earliest first."""
        ...

    def timed(self, at: Instant) -> list[int]:
        """Leads whose certificate has run out: they are judged at the next take."""
        ...

    def open_tiers(self, places: str, at: Instant, rep: str) -> list[int]:
        """The tiers a lead is counted in at an instant, by its places as they were written down."""
        ...

    def next_timer(self, what: int, at: Instant) -> Instant | None:
        """When the next timer after `at` runs out."""
        ...

    def put_anew(self, placings: Sequence[tuple[Placing, str]], at: Instant) -> list[tuple[str, int]]:
        """Take many leads from their old places to new ones; returns (places, lead) of those that moved."""
        ...

    def counts(self, at: Instant, rep: str) -> dict[int, int]:
        """How many leads are open for a rep, by tier."""
        ...

    def channel_counts(self, at: Instant, rep: str) -> dict[str, int]:
        """How many leads are open for a rep, by channel, tiers 4-7."""
        ...

    def held(self, at: Instant, rep: str) -> dict[str, int]:
        """How many leads each rule holds now, as last judged."""
        ...


class Store(Protocol):
    """Everything kept, over one connection on one thread."""

    keep_up: Callable[[], None] | None
    """Asked before each consistent view and each write: another process may have taken up other policy files."""

    def use(self, policy: Policy) -> None:
        """Set the policy by which windows open and days begin."""
        ...

    @property
    def path(self) -> Path:
        """Where the file lies."""
        ...

    @property
    def leads(self) -> Leads:
        """Leads."""
        ...

    @property
    def events(self) -> Events:
        """What happened."""
        ...

    @property
    def claims(self) -> ClaimBook:
        """Who holds what."""
        ...

    @property
    def outbox(self) -> MailBox:
        """Mails on their way."""
        ...

    @property
    def mailboxes(self) -> MailboxBook:
        """How each mailbox stands."""
        ...

    @property
    def leases(self) -> LeaseBook:
        """Who does what only one may do."""
        ...

    @property
    def letters(self) -> LetterBook:
        """Mails that came in."""
        ...

    @property
    def planned(self) -> PlannedBook:
        """What people said of automatic mails before they left."""
        ...

    @property
    def bans(self) -> BanBook:
        """Suppressions."""
        ...

    @property
    def tables(self) -> Tables:
        """Small things."""
        ...

    @property
    def policies(self) -> Policies:
        """The policy as the file has it."""
        ...

    @property
    def standings(self) -> Standings:
        """Where all leads stand."""
        ...

    @property
    def hands(self) -> Hands:
        """Handing over in bulk."""
        ...

    @property
    def posts(self) -> PostBook:
        """Printed cards."""
        ...

    @property
    def dues(self) -> Dues:
        """What is due, over all leads."""
        ...

    @property
    def results(self) -> Results:
        """What came of many leads."""
        ...

    @property
    def sums(self) -> Sums:
        """What leads cost and brought."""
        ...

    @property
    def places(self) -> PlaceIndex:
        """The queue's index."""
        ...

    def writing(self) -> AbstractContextManager[None]:
        """A write transaction; of a failed one nothing is kept, in memory neither."""
        ...

    def reading(self) -> AbstractContextManager[None]:
        """One consistent view over several reads."""
        ...

    def dossier(self, lead: int) -> Dossier | None:
        """A lead with its state, as last written."""
        ...

    def states_of(self, leads: list[int]) -> dict[int, State]:
        """States of several leads; those nothing has happened to since they came are left out."""
        ...

    def keep(self, dossier: Dossier, state: State, placing: Placing, at: Instant) -> Dossier:
        """Write a lead's new state and its places."""
        ...

    def replace_places(self, dossier: Dossier, placing: Placing, at: Instant) -> Dossier:
        """Write a lead's new places; its state stays."""
        ...

    def add_leads(
        self, new: list[tuple[Lead, Event, State]], placings: Iterable[Placing], batch: str, at: Instant
    ) -> None:
        """Put many new leads down, with their arrival and their places."""
        ...

    def fold_gates(self, at: Instant) -> int:
        """Move some leads behind gates that are open for good; returns how many."""
        ...

    def backup(self, path: Path) -> None:
        """Copy the file, whole."""
        ...

    def soundness(self) -> list[tuple[str, bool, str]]:
        """(name, ok, detail) of the file itself."""
        ...

    def stages(self) -> dict[str, int]:
        """How many leads are in each stage."""
        ...

    def version(self) -> int:
        """Changes when another process committed."""
        ...

    def tidy(self) -> None:
        """Keep the write-ahead log short."""
        ...

    def close(self) -> None:
        """Close the file."""
        ...
