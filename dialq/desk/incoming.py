"""A batch of records on its way in: matched, merged, judged and written together."""

from __future__ import annotations

from dataclasses import fields, replace
from operator import attrgetter

from dialq.clock import DAY, Instant
from dialq.desk.desk import Desk
from dialq.desk.kept import Placing
from dialq.desk.ledger import around, next_event, placing, read, write
from dialq.desk.merging import changed_fields, merged
from dialq.engine.channels import NOTHING_AROUND, is_barred
from dialq.engine.effects import Effect, StageSet, apply
from dialq.engine.events import ARRIVED, CHANGED, Event
from dialq.engine.lead import HOT, WARM, Lead, LeadId, LeadRecord, name_point
from dialq.engine.qualify import arrival
from dialq.engine.state import SUPPRESSED, State

_COPIED = tuple(
    f.name for f in fields(Lead) if f.name in {r.name for r in fields(LeadRecord)} and f.name != "arrived"
)
_copied = attrgetter(*_COPIED)
_SURELY_STALE = 60 * DAY
"""Longer ago than any `fresh_for`, holidays included."""


class Incoming:
    """One transaction's worth of leads."""

    def __init__(self, desk: Desk, now: Instant, batch: str, source: str, *, linked: int = 0) -> None:
        self._desk, self._now, self._batch, self._source, self._linked = desk, now, batch, source, linked
        self._next_lead = desk.store.leads.count() + 1
        self._next_event = next_event(desk)
        self._new: dict[int, Lead] = {}
        self._opted_out: set[int] = set()
        self._barred: set[int] = set()
        self._points: dict[str, list[int]] = {}
        self._changed: dict[int, tuple[Lead, Lead]] = {}
        self._fresh: dict[Instant, bool] = {}
        self._memory: dict[object, Placing] = {}
        self._plain: tuple[tuple[Effect, ...], State] | None = None
        self._no_bans = desk.store.bans.is_empty()

    @property
    def pending(self) -> int:
        """How many new leads wait to be written."""
        return len(self._new)

    def take(self, records: list[LeadRecord], on_duplicate: str, tally: dict[str, int]) -> list[int]:
        """Match every record with what is known; returns each one's lead."""
        points = [self._points_of(record) for record in records]
        known = {} if on_duplicate == "new" else self._known(points)
        found = []
        for record, mine in zip(records, points, strict=True):
            match = None if on_duplicate == "new" else self._match(record, mine, known)
            if match is None:
                found.append(self._create(record, mine))
            else:
                found.append(match)
                self._meet(match, record, on_duplicate, tally)
        return found

    def write(self, tally: dict[str, int]) -> None:
        """Put everything down: new leads with their places, changed ones with what changed."""
        rows, placings = [], []
        for lead in self._new.values():
            effects, state = self._arrival(lead)
            event = Event(
                self._next_event,
                lead.id,
                ARRIVED,
                lead.arrived,
                self._now,
                self._desk.rep,
                self._facts(lead),
                effects,
            )
            self._next_event += 1
            rows.append((lead, event, state))
            placings.append(self._placing(lead, state))
            tally["suppressed" if lead.id in self._barred | self._opted_out else "created"] += 1
        self._desk.store.add_leads(rows, placings, self._batch, self._now)
        for lead_id in self._opted_out:
            self._ban(self._new[lead_id])
        for old, new in self._changed.values():
            self._change(old, new)

    def _facts(self, lead: Lead) -> dict[str, object]:
        facts = {
            "source": lead.source,
            "interaction": lead.interaction,
            "topic": lead.topic,
            "linked": self._linked,
        }
        return {name: value for name, value in facts.items() if value}

    def _arrival(self, lead: Lead) -> tuple[tuple[Effect, ...], State]:
        """What the arrival sets going; leads that came long ago start alike, and share one value."""
        if self._is_plain(lead):
            if self._plain is None:
                effects = arrival(lead, self._now, self._desk.policy)
                self._plain = effects, apply(State(), effects)
            return self._plain
        effects = arrival(lead, self._now, self._desk.policy)
        if lead.id in self._opted_out:
            effects = (*effects, StageSet(SUPPRESSED, "the file says this person opted out"))
        elif not self._no_bans:
            near = around(self._desk, lead, self._now)
            if is_barred(lead, State(), near):
                self._barred.add(lead.id)
        return effects, apply(State(), effects)

    def _is_plain(self, lead: Lead) -> bool:
        """Whether nothing sets this lead apart: warm, from long ago, not banned, asking for nothing."""
        return (
            lead.temperature == WARM and self._no_bans and lead.interaction != "contact-me"
            and lead.id not in self._opted_out and not self._is_fresh(lead.arrived)
        )  # fmt: skip

    def _placing(self, lead: Lead, state: State) -> Placing:
        """The lead's places; plain leads with the same ways to reach them share one judgement."""
        if not self._is_plain(lead):
            near = NOTHING_AROUND if self._no_bans else around(self._desk, lead, self._now)
            return placing(self._desk, lead, state, near, self._now)[0]
        zones: object = lead.zones or tuple(phone.zones for phone in lead.phones)
        ways = bool(lead.phones), bool(lead.emails), bool(lead.linkedin), bool(lead.street and lead.city)
        key = (*ways, zones, lead.doubtful != "", lead.interactions)
        shared = self._memory.get(key)
        if shared is None:
            shared = self._memory[key] = placing(self._desk, lead, state, NOTHING_AROUND, self._now)[0]
        return Placing(lead.id, shared.pieces, shared.rule, shared.review, shared.automatic, lead.arrived)

    def _known(self, points: list[list[str]]) -> dict[str, list[int]]:
        return self._desk.store.leads.with_points({point for mine in points for point in mine})

    def _points_of(self, record: LeadRecord) -> list[str]:
        found = [f"p:{phone.number}" for phone in record.phones]
        found += [f"e:{email.lower()}" for email in record.emails]
        if record.external_id:
            found.append(f"x:{record.source or self._source}:{record.external_id}")
        return found or [name_point(record.name, record.company)]

    def _match(self, record: LeadRecord, points: list[str], known: dict[str, list[int]]) -> int | None:
        """The same person: by the source's own id, by address, by number and name."""
        for point in reversed(points):
            for lead in (*known.get(point, ()), *self._points.get(point, ())):
                if point[0] != "p" or same_name(self._lead(lead).name, record.name):
                    return int(lead)
        return None

    def _lead(self, lead: int) -> Lead:
        if lead in self._new:
            return self._new[lead]
        if lead in self._changed:
            return self._changed[lead][1]
        return read(self._desk, lead).lead

    def _create(self, record: LeadRecord, points: list[str]) -> int:
        lead_id = self._next_lead
        self._next_lead += 1
        arrived = min(record.arrived, self._now) if record.arrived is not None else self._now
        temperature = record.temperature or (HOT if record.arrived and self._is_fresh(arrived) else WARM)
        values = dict(zip(_COPIED, _copied(record), strict=True))
        values["temperature"], values["interactions"] = temperature, int(bool(record.interaction))
        if not record.source:
            values["source"] = self._source
        lead = Lead(id=LeadId(lead_id), arrived=arrived, recorded=self._now, **values)
        self._new[lead_id] = lead
        if record.opted_out:
            self._opted_out.add(lead_id)
        for point in points:
            self._points.setdefault(point, []).append(lead_id)
        return lead_id

    def _is_fresh(self, arrived: Instant) -> bool:
        """Whether an arrival is within `fresh_for` of now (R3.3); asked once per quarter hour of arrivals."""
        if arrived < self._now - _SURELY_STALE:
            return False
        quarter = Instant(arrived - arrived % 900)
        if quarter not in self._fresh:
            until = self._desk.policy.calendar.business_days_after(arrived, self._desk.policy.fresh_for)
            self._fresh[quarter] = self._now < until
        return self._fresh[quarter]

    def _meet(self, lead: int, record: LeadRecord, on_duplicate: str, tally: dict[str, int]) -> None:
        """A record of somebody we know."""
        if on_duplicate == "skip":
            tally["skipped"] += 1
            return
        old = self._lead(lead)
        new = merged(old, record)
        if new is old:
            tally["unchanged"] += 1
            return
        tally["merged"] += 1
        if lead in self._new:
            self._new[lead] = new
        else:
            self._changed[lead] = (self._changed[lead][0] if lead in self._changed else old, new)

    def _change(self, old: Lead, new: Lead) -> None:
        dossier = read(self._desk, old.id)
        self._desk.store.leads.change(old, new)
        facts = {"fields": changed_fields(old, new), "batch": self._batch}
        event = Event(next_event(self._desk), old.id, CHANGED, self._now, self._now, self._desk.rep, facts)
        write(self._desk, replace(dossier, lead=new), [event], self._now)

    def _ban(self, lead: Lead) -> None:
        bans = self._desk.store.bans
        event = read(self._desk, lead.id).state.seen
        bans.add("person", str(lead.id), self._now, self._desk.rep, "opted out, says the file", event)
        for email in lead.emails:
            bans.add("address", email, self._now, self._desk.rep, "opted out, says the file", event)
        for phone in lead.phones:
            bans.add("number", phone.number, self._now, self._desk.rep, "opted out, says the file", event)


def same_name(left: str, right: str) -> bool:
    """Whether two names may be the same person's; a missing name may be anybody's."""
    return not left or not right or left.casefold().split() == right.casefold().split()
