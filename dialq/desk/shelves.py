"""What the store keeps, shelf by shelf, as small protocols."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from dialq.clock import Instant
from dialq.desk.kept import Claim
from dialq.engine.events import Event
from dialq.engine.lead import Lead


class Leads(Protocol):
    """Leads by id, by what they are matched with, by search."""

    def get(self, lead: int) -> Lead | None:
        """One lead, or None."""
        ...

    def count(self) -> int:
        """How many there are (the last id: leads are never deleted)."""
        ...

    def add(self, lead: Lead, batch: str = "") -> None:
        """Put a new lead down with all that finds it."""
        ...

    def add_many(self, leads: Iterable[Lead], batch: str) -> None:
        """Put many new leads down."""
        ...

    def change(self, old: Lead, new: Lead) -> None:
        """Replace a lead's facts and what finds it."""
        ...

    def with_point(self, value: str) -> list[int]:
        """Ids of the leads with an address (`e:`), number (`p:`) or source's id (`x:`)."""
        ...

    def with_points(self, values: Iterable[str]) -> dict[str, list[int]]:
        """The same for many at once; values nobody has are left out."""
        ...

    def with_address(self, address: str) -> list[int]:
        """Ids of the leads that a ban on an address covers: theirs is it, or either of the two without its tag."""
        ...

    def with_point_ending(self, start: str, ending: str, limit: int = 50) -> list[int]:
        """Ids of leads with a point that begins and ends so: a number's last digits."""
        ...

    def colleagues(self, lead: Lead, limit: int) -> list[Lead]:
        """Others at the same company."""
        ...

    def at_company(self, key: str) -> list[int]:
        """Ids of everybody at a company, by its key."""
        ...

    def at_domain(self, domain: str) -> list[int]:
        """Ids of everybody with an address at a domain (reads every address)."""
        ...

    def search(self, text: str, limit: int) -> list[int]:
        """Ids of the leads whose words begin with each of these."""
        ...

    def in_batch(self, batch: str) -> list[int]:
        """Ids of the leads that an import made."""
        ...

    def ids(self) -> Iterable[int]:
        """All ids."""
        ...


class Events(Protocol):
    """Append and read."""

    def last_id(self) -> int:
        """The newest event's id."""
        ...

    def append(self, event: Event) -> None:
        """Put one event down."""
        ...

    def append_many(self, events: Iterable[Event]) -> None:
        """Put many down."""
        ...

    def get(self, event: int) -> Event | None:
        """One event, or None."""
        ...

    def of_lead(self, lead: int, *, until: Instant | None = None) -> list[Event]:
        """A lead's events in the order of recording, up to an instant."""
        ...

    def recorded_between(self, begins: Instant, ends: Instant, rep: str = "") -> list[Event]:
        """Outcomes, undos and redos recorded in [begins, ends), of one rep or of all."""
        ...

    def outcomes_up_to(self, event: int) -> list[Event]:
        """All outcomes, undos and redos up to an event: for exports over long stretches."""
        ...

    def leads_changed_since(self, at: Instant) -> set[int]:
        """Leads with an event recorded after an instant."""
        ...

    def news(self, after: int) -> list[Event]:
        """Events with a greater id."""
        ...

    def last_outcome_of(self, rep: str, since: Instant) -> list[Event]:
        """A rep's outcomes, undos and redos since an instant, newest first."""
        ...

    def answered(self, rep: str, since: Instant, *, until: Instant | None = None) -> int:
        """How many answers of a rep stand that were recorded since an instant (R5.5), up to another."""
        ...


class LifeSigns(Protocol):
    """One small file a session; its modification time is the session's last sign of life."""

    def show(self, session: str, at: Instant) -> None:
        """Put down that a session is alive at `at`."""
        ...

    def last(self, session: str) -> Instant | None:
        """When a session last showed a sign of life."""
        ...

    def leave(self, session: str) -> None:
        """Forget a session."""
        ...


class ClaimBook(Protocol):
    """Leases on leads and numbers."""

    @property
    def presence(self) -> LifeSigns:
        """Signs of life of open screens."""
        ...

    def on(self, lead: int, at: Instant) -> Claim | None:
        """The valid claim on a lead."""
        ...

    def in_the_way(self, lead: Lead, rep: str, at: Instant) -> Claim | None:
        """Another rep's valid claim on the lead or on one of its numbers."""
        ...

    def of(self, rep: str, at: Instant) -> list[Claim]:
        """A rep's valid claims: the lead in hand first, then parked ones, the last parked first."""
        ...

    def lapsed(self, session: str, at: Instant) -> list[Claim]:
        """Claims of a screen that ran out and that nobody took since."""
        ...

    def take(self, lead: Lead, rep: str, session: str, at: Instant) -> None:
        """Put a lead into a rep's hand; the caller has asked `in_the_way` in the same transaction."""
        ...

    def park(self, lead: int, depth: int) -> None:
        """Put the lead in hand aside."""
        ...

    def release(self, lead: int) -> None:
        """Nobody holds it any more."""
        ...


class BanBook(Protocol):
    """Standing bans: person, number, address, domain or company."""

    def add(self, scope: str, value: str, at: Instant, rep: str, reason: str, event: int) -> None:
        """Ban a value."""
        ...

    def lift_event(self, event: int) -> list[tuple[str, str]]:
        """Take back what an event banned; returns (scope, value) pairs."""
        ...

    def lift(self, value: str) -> int:
        """Lift every ban on a value; returns how many there were."""
        ...

    def find(self, scope: str, value: str) -> tuple[Instant, str, str] | None:
        """Since when, by whom and why a value is banned."""
        ...

    def over_address(self, address: str) -> str:
        """The banned address that covers this one: itself, or either of the two without its tag; '': none."""
        ...

    def is_empty(self) -> bool:
        """Whether nothing is banned at all."""
        ...

    def covering(self, lead: Lead) -> frozenset[str]:
        """Channels, numbers and addresses of a lead that a ban covers."""
        ...

    def rang(self, lead: Lead, number: str, at: Instant) -> None:
        """A number of a lead was rung: its neighbours wait (R7.8)."""
        ...

    def forget_rung(self, lead: int, keys: list[str]) -> None:
        """Its dials were taken back."""
        ...

    def rung_elsewhere(self, lead: Lead, since: Instant) -> tuple[tuple[str, Instant], ...]:
        """Numbers of this lead ('': its company) that were rung for another lead after `since`, and when last."""
        ...

    def rung_since(self, since: Instant) -> frozenset[str]:
        """Numbers and companies (`c:` before their key) that were rung for any lead after `since`."""
        ...

    def values(self, most: int) -> frozenset[str] | None:
        """Everything banned, whatever its scope; None if that is more than `most`."""
        ...

    def sweep(self, at: Instant) -> None:
        """Forget dials that hold nobody back any more."""
        ...


class Tables(Protocol):
    """Reads and writes of one row."""

    def meta(self, key: str) -> str | None:
        """A fact of the file itself."""
        ...

    def set_meta(self, key: str, value: str) -> None:
        """Put a fact of the file down."""
        ...

    def draft(self, rep: str, lead: int, kind: str) -> str:
        """A draft note or mail, '' if there is none."""
        ...

    def drafts(self, rep: str) -> list[tuple[int, str, str]]:
        """A rep's drafts: (lead, kind, text)."""
        ...

    def save_draft(self, rep: str, lead: int, kind: str, text: str, at: Instant) -> None:
        """Keep a draft; an empty one is forgotten."""
        ...

    def begin_pause(self, rep: str, at: Instant, reason: str) -> None:
        """A rep takes a break."""
        ...

    def end_pause(self, rep: str, at: Instant) -> None:
        """The rep is back."""
        ...

    def paused(self, rep: str) -> tuple[Instant, str] | None:
        """Since when and why a rep is on a break."""
        ...

    def promises(self, rep: str) -> list[tuple[int, Instant, str]]:
        """A rep's promises, earliest first: (lead, at, words)."""
        ...

    def all_promises(self, rep: str) -> list[tuple[int, str, Instant, str]]:
        """Promises of a rep, or with '' of all, earliest first: (lead, rep, at, words)."""
        ...

    def open_calls(self, rep: str) -> list[int]:
        """Leads with a call of this rep that has no outcome, earliest first."""
        ...

    def batch(self, name: str) -> tuple[Instant, str, bool] | None:
        """When an import ran, of which file, and whether it was undone."""
        ...

    def put_batch(self, name: str, at: Instant, file: str) -> None:
        """An import begins."""
        ...

    def undo_batch(self, name: str) -> None:
        """An import was undone."""
        ...

    def closed(self, day: str, what: str) -> tuple[int, str] | None:
        """The last event and the rows of a day that was made final."""
        ...

    def last_close_before(self, day: str, what: str) -> tuple[str, int] | None:
        """The latest closed day before a day, with the last event it knew."""
        ...

    def close_day(self, day: str, what: str, at: Instant, last_event: int, body: str) -> None:
        """Make a day's rows final."""
        ...
