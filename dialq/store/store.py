"""The store: one file with leads, events, the queue's index, claims and the outbox."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from dialq.clock import Instant
from dialq.desk.dossier import Dossier
from dialq.desk.kept import Placing
from dialq.engine.day import at_wall, local
from dialq.engine.events import Event
from dialq.engine.history import fold
from dialq.engine.lead import Lead
from dialq.engine.policy import Policy
from dialq.engine.state import State
from dialq.engine.state_text import from_text, to_text
from dialq.store import upkeep
from dialq.store.bans import Bans
from dialq.store.claims import Claims
from dialq.store.database import Database, translated
from dialq.store.dues import Dues
from dialq.store.event_log import EventLog
from dialq.store.gates import NO_TIER, Gates
from dialq.store.hands import Hands
from dialq.store.lead_rows import LeadRows
from dialq.store.leases import Leases
from dialq.store.letters import Letters
from dialq.store.mailboxes import Mailboxes
from dialq.store.migrations import migrate
from dialq.store.outbox import Outbox
from dialq.store.places import Places
from dialq.store.planned import Planned
from dialq.store.policy_shelf import PolicyShelf
from dialq.store.post_rows import PostRows
from dialq.store.presence import Presence
from dialq.store.results import Results
from dialq.store.small_tables import SmallTables
from dialq.store.standings import INSERT, Standings, row_of
from dialq.store.sums import Sums


class Store:
    """Everything kept, over one connection on one thread."""

    def __init__(self, path: Path, *, create: bool = True) -> None:
        self.database = Database(path, create=create)
        with translated(path):
            migrate(self.database)
        self.path = path
        self.leads = LeadRows(self.database)
        self.events = EventLog(self.database)
        self.claims = Claims(self.database, Presence(path))
        self.outbox = Outbox(self.database)
        self.mailboxes = Mailboxes(self.database)
        self.leases = Leases(path)
        self.letters = Letters(self.database)
        self.planned = Planned(self.database)
        self.bans = Bans(self.database)
        self.tables = SmallTables(self.database)
        self.policies = PolicyShelf(self.database)
        self.standings = Standings(self.database)
        self.sums = Sums(self.database)
        self.results = Results(self.database)
        self.hands = Hands(self.database)
        self.posts = PostRows(self.database)
        self.keep_up: Callable[[], None] | None = None
        """Asked before each consistent view and each write: is the policy still the one in force."""
        self._places: Places | None = None

    def use(self, policy: Policy) -> None:
        """Set the policy by which windows open and days begin."""
        calendar = policy.calendar
        starts = (0, calendar.day_starts)

        def is_day_edge(at: Instant) -> bool:
            day = local(at, calendar.zone).date()
            return any(at == at_wall(day, minutes, calendar.zone) for minutes in starts)

        self._places = Places(self.database, Gates(self.database, policy.windows), is_day_edge)

    @property
    def places(self) -> Places:
        """The queue's index."""
        assert self._places is not None, "use(policy) comes first"
        return self._places

    @property
    def dues(self) -> Dues:
        """What is due, over all leads."""
        return Dues(self.database, self.places.gates)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A write transaction; of a failed one nothing is kept, in memory neither."""
        with ExitStack() as failed:
            failed.callback(self._forget)
            first = not self.database.is_open
            with self.database.immediate():
                if first and self.keep_up is not None:
                    self.keep_up()
                yield
            failed.pop_all()

    def _forget(self) -> None:
        """What a transaction that failed left in memory."""
        self.events.forget()
        if self._places is not None:
            self._places.gates.forget()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One consistent view over several reads."""
        first = not self.database.is_open
        with self.database.reading():
            if first and self.keep_up is not None:
                self.keep_up()
            yield

    def dossier(self, lead: int) -> Dossier | None:
        """A lead with its state, as last written."""
        found = self.leads.get(lead)
        if found is None:
            return None
        row = self.database.execute(
            "SELECT seen, state, places FROM standing WHERE lead = ?", (lead,)
        ).fetchone()
        if row is None or row[1] is None:
            events = tuple(self.events.of_lead(lead))
            return Dossier(found, fold(events), row[2] if row is not None else "", events)
        return Dossier(found, from_text(row[1]), row[2])

    def states_of(self, leads: list[int]) -> dict[int, State]:
        """States of several leads; those nothing has happened to since they came are left out."""
        if not leads:
            return {}
        sql = f"SELECT lead, state FROM standing WHERE state IS NOT NULL AND lead IN ({','.join('?' * len(leads))})"
        return {lead: from_text(text) for lead, text in self.database.execute(sql, leads)}

    def keep(self, dossier: Dossier, state: State, placing: Placing, at: Instant) -> Dossier:
        """Write a lead's new state and its places."""
        places = self.places.put(placing, at, dossier.places)
        row = row_of(dossier.lead.id, state, state.seen, to_text(state), places)
        self.database.execute(INSERT, row)
        self._side_tables(dossier.lead, dossier.state, state)
        return Dossier(dossier.lead, state, places)

    def replace_places(self, dossier: Dossier, placing: Placing, at: Instant) -> Dossier:
        """Write a lead's new places; its state stays."""
        places = self.places.put(placing, at, dossier.places)
        self.database.execute("UPDATE standing SET places = ? WHERE lead = ?", (places, dossier.lead.id))
        return Dossier(dossier.lead, dossier.state, places)

    def add_leads(
        self, new: list[tuple[Lead, Event, State]], placings: Iterable[Placing], batch: str, at: Instant
    ) -> None:
        """Put many new leads down, with their arrival and their places."""
        self.leads.add_many([lead for lead, _, _ in new], batch)
        self.events.append_many(event for _, event, _ in new)
        texts = dict(self.places.put_many(placings, at))
        self.database.connection.executemany(
            INSERT,
            [row_of(lead.id, state, event.id, None, texts[lead.id]) for lead, event, state in new],
        )
        for lead, _, state in new:
            if state.event:
                self.sums.keep(lead.id, State(), state)

    def _side_tables(self, lead: Lead, old: State, new: State) -> None:
        """Small projections that reps' own lists are read from."""
        run = self.database.execute
        self.sums.keep(lead.id, old, new)
        if old.call != new.call:
            run("DELETE FROM open_call WHERE lead = ?", (lead.id,))
            if new.call is not None:
                run(
                    "INSERT INTO open_call VALUES (?, ?, ?, ?)",
                    (lead.id, new.call.rep, new.call.event, new.call.at),
                )
        if old.promise != new.promise:
            run("DELETE FROM promise WHERE lead = ?", (lead.id,))
            if new.promise is not None:
                promise = new.promise
                run(
                    "INSERT INTO promise VALUES (?, ?, ?, ?)",
                    (lead.id, promise.rep, promise.at, promise.words),
                )

    def fold_gates(self, at: Instant) -> int:
        """Move some leads behind gates that are open for good; returns how many."""
        filled = self.places.gates.counts()
        stale = (gate for gate in self.places.gates.all() if filled.get(gate.id) and gate.tier != NO_TIER)
        if not any(0 < gate.opens <= at or gate.closes <= at for gate in stale):
            return 0
        with self.writing():
            return upkeep.fold_gates(self.database, self.places, at)

    def backup(self, path: Path) -> None:
        """Copy the file, whole."""
        upkeep.backup(self.database, path)

    def soundness(self) -> list[tuple[str, bool, str]]:
        """(name, ok, detail) of the file itself."""
        return list(upkeep.soundness(self.database))

    def stages(self) -> dict[str, int]:
        """How many leads are in each stage."""
        return dict(self.database.execute("SELECT stage, count(*) FROM standing GROUP BY stage").fetchall())

    def version(self) -> int:
        """Changes when another process committed."""
        return self.database.version()

    def tidy(self) -> None:
        """Keep the write-ahead log short."""
        self.database.tidy()

    def close(self) -> None:
        """Close the file."""
        self.database.close()
