"""A batch of records on its way in: matched, merged, judged and written together."""

from __future__ import annotations

from operator import attrgetter

from msgspec.structs import replace

from dialq.clock import DAY, Instant
from dialq.desk.desk import Desk
from dialq.desk.interact import put_down
from dialq.desk.interactions import Told, told_of
from dialq.desk.kept import Placing
from dialq.desk.ledger import around, next_event, placing, read, write
from dialq.desk.merging import changed_fields, merged
from dialq.desk.qualifying import picked
from dialq.desk.shapes import Shapes
from dialq.engine.campaign import EVENT
from dialq.engine.channels import NOTHING_AROUND, is_barred
from dialq.engine.effects import Effect, StageSet, apply
from dialq.engine.entering import programme_of
from dialq.engine.events import ARRIVED, CHANGED, Event
from dialq.engine.lead import HOT, WARM, Lead, LeadId, LeadRecord, name_point
from dialq.engine.policy import Policy
from dialq.engine.qualify import arrival, is_name
from dialq.engine.source import LEAD as PICKED
from dialq.engine.state import NAME, SUPPRESSED, State

_COPIED = tuple(
    name for name in Lead.__struct_fields__ if name in LeadRecord.__struct_fields__ and name != "arrived"
)
_copied = attrgetter(*_COPIED)
_SURELY_STALE = 60 * DAY
"""Longer ago than any `fresh_for`, holidays included."""


class Incoming:
    """One transaction's worth of leads."""

    def __init__(
        self, desk: Desk, now: Instant, batch: str, source: str, *, linked: int = 0, live: bool = False
    ) -> None:
        """`live` leads come in this moment: hot unless they or their source say otherwise (R3.3)."""
        self._desk, self._now, self._batch, self._source, self._linked = desk, now, batch, source, linked
        self._live = live
        self._next_lead = desk.store.leads.count() + 1
        self._next_event = next_event(desk)
        self._new: dict[int, Lead] = {}
        self._opted_out: set[int] = set()
        self._barred: set[int] = set()
        self._points: dict[str, list[int]] = {}
        self._changed: dict[int, tuple[Lead, Lead]] = {}
        self._acts: dict[int, list[Told]] = {}
        """What records of known people say they did."""
        self._picked: set[int] = set()
        """Names that a source of leads names too."""
        self._undated: set[int] = set()
        """New leads whose arrival time nobody told."""
        self._fresh: dict[Instant, bool] = {}
        self._starts: dict[str, tuple[tuple[Effect, ...], State]] = {}
        """How leads that came long ago start each programme."""
        self._programmes: dict[tuple[str, str, str], str] = {}
        self._shared: set[int] = set()
        """Those of their states that many leads have, by identity."""
        self._varies = varies(desk.policy)
        self._shapes = Shapes(desk, now)
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
        for lead_id in self._picked:
            self._promote(lead_id)
        for lead_id, acts in self._acts.items():
            for told in sorted(acts, key=lambda one: one.at):
                put_down(self._desk, read(self._desk, lead_id), told, self._now, self._batch)

    def _facts(self, lead: Lead) -> dict[str, object]:
        facts = {
            "source": lead.source,
            "interaction": lead.interaction,
            "topic": lead.topic,
            "linked": self._linked,
            "undated": bool(lead.interaction) and lead.id in self._undated,
        }
        return {name: value for name, value in facts.items() if value}

    def _arrival(self, lead: Lead) -> tuple[tuple[Effect, ...], State]:
        """What the arrival sets going; leads that came long ago start each programme alike, and share one value."""
        programme = self._programme(lead) if self._is_plain(lead) and not self._varies else ""
        if programme:
            if programme not in self._starts:
                effects = arrival(lead, self._now, self._desk.policy)
                self._starts[programme] = effects, apply(State(), effects)
                self._shared.add(id(self._starts[programme][1]))
            return self._starts[programme]
        effects = arrival(lead, self._now, self._desk.policy)
        if lead.id in self._opted_out:
            effects = (*effects, StageSet(SUPPRESSED, "the file says this person opted out"))
        elif not self._no_bans:
            near = around(self._desk, lead, self._now)
            if is_barred(lead, State(), near):
                self._barred.add(lead.id)
        return effects, apply(State(), effects)

    def _programme(self, lead: Lead) -> str:
        """The programme a plain lead starts; '' if it is a name."""
        key = lead.source, lead.cost, lead.interaction
        if key not in self._programmes:
            starts = not is_name(lead, self._desk.policy)
            self._programmes[key] = programme_of(lead, self._now, self._desk.policy) if starts else ""
        return self._programmes[key]

    def _is_plain(self, lead: Lead) -> bool:
        """Whether nothing sets this lead apart: warm, from long ago, not banned, asking for nothing."""
        return (
            lead.temperature == WARM and self._no_bans and lead.interaction != "contact-me"
            and lead.id not in self._opted_out and not self._is_fresh(lead.arrived)
        )  # fmt: skip

    def _placing(self, lead: Lead, state: State) -> Placing:
        """The lead's places; names, and leads that start alike and are reached alike, share one judgement."""
        free = self._no_bans and lead.id not in self._opted_out
        if free and (state.stage == NAME or id(state) in self._shared):
            return self._shapes.of_lead(lead, state)
        near = NOTHING_AROUND if self._no_bans else around(self._desk, lead, self._now)
        return placing(self._desk, lead, state, near, self._now)[0]

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
        found = self._desk.store.leads.get(lead)
        assert found is not None, "leads are never deleted"
        return found

    def _create(self, record: LeadRecord, points: list[str]) -> int:
        lead_id = self._next_lead
        self._next_lead += 1
        arrived = min(record.arrived, self._now) if record.arrived is not None else self._now
        source = record.source or self._source
        values = dict(zip(_COPIED, _copied(record), strict=True))
        values["source"], values["interactions"] = source, int(bool(record.interaction))
        values["temperature"] = record.temperature or self._temperature(record, source, arrived)
        lead = Lead(id=LeadId(lead_id), arrived=arrived, recorded=self._now, **values)
        self._new[lead_id] = lead
        if record.arrived is None:
            self._undated.add(lead_id)
        if record.opted_out:
            self._opted_out.add(lead_id)
        for point in points:
            self._points.setdefault(point, []).append(lead_id)
        return lead_id

    def _temperature(self, record: LeadRecord, source: str, arrived: Instant) -> str:
        """What the source says; else hot if it came live or fresh (R3.3)."""
        said = self._desk.policy.source(source).temperature
        if said:
            return said
        return HOT if self._live or (record.arrived and self._is_fresh(arrived)) else WARM

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
        told = self._told(record, old)
        news = told is not None and not self._is_known(old, told)
        if told is not None and news:
            self._acts.setdefault(lead, []).append(told)
            tally["interactions"] += 1
            record = replace(record, interaction="", topic="")
        elif not record.interaction and self._is_picked(lead, record):
            self._picked.add(lead)
        new = merged(old, record)
        changed = news or new is not old or lead in self._picked
        tally["merged" if changed else "unchanged"] += 1
        if new is old:
            return
        if lead in self._new:
            self._new[lead] = new
        else:
            self._changed[lead] = (self._changed[lead][0] if lead in self._changed else old, new)

    def _told(self, record: LeadRecord, lead: Lead) -> Told | None:
        """What a record of a known lead says it did; None: nothing, or only what brought it here."""
        if not record.interaction:
            return None
        at = min(record.arrived, self._now) if record.arrived is not None else self._now
        if not lead.interaction and record.arrived == lead.arrived:
            return None
        source = record.source or self._source
        return Told(record.interaction, record.topic, at, record.arrived is not None, source)

    def _is_known(self, lead: Lead, told: Told) -> bool:
        """Whether we know of an interaction: the same file twice changes nothing."""
        dated = lead.id not in self._undated
        came = Told(lead.interaction, lead.topic, lead.arrived, dated, lead.source)
        known = [came, *self._acts.get(lead.id, ())]
        now = self._live and told.at == self._now
        if any(told.is_same(other, now=now) for other in known):
            return True
        if lead.id in self._new:
            return False
        events = self._desk.store.events.of_lead(lead.id)
        return any(told.is_same(other, now=now) for other in told_of(lead, events))

    def _change(self, old: Lead, new: Lead) -> None:
        dossier = read(self._desk, old.id)
        self._desk.store.leads.change(old, new)
        facts = {"fields": changed_fields(old, new), "batch": self._batch}
        event = Event(next_event(self._desk), old.id, CHANGED, self._now, self._now, self._desk.rep, facts)
        write(self._desk, replace(dossier, lead=new), [event], self._now)

    def _is_picked(self, lead: int, record: LeadRecord) -> bool:
        """Whether a source that brings leads, not names, brings somebody who is a name so far (R3.3)."""
        source = self._desk.policy.source(record.source or self._source)
        return source.kind == PICKED and lead not in self._new and read(self._desk, lead).state.stage == NAME

    def _promote(self, lead: int) -> None:
        dossier = read(self._desk, lead)
        facts = {"fields": {"stage": "a lead: its source says so"}, "batch": self._batch}
        effects = picked(self._desk, dossier, self._now)
        event = Event(
            next_event(self._desk), lead, CHANGED, self._now, self._now, self._desk.rep, facts, effects
        )
        write(self._desk, dossier, [event], self._now)

    def _ban(self, lead: Lead) -> None:
        bans = self._desk.store.bans
        event = read(self._desk, lead.id).state.seen
        bans.add("person", str(lead.id), self._now, self._desk.rep, "opted out, says the file", event)
        for email in lead.emails:
            bans.add("address", email, self._now, self._desk.rep, "opted out, says the file", event)
        for phone in lead.phones:
            bans.add("number", phone.number, self._now, self._desk.rep, "opted out, says the file", event)


def varies(policy: Policy) -> bool:
    """Whether leads of one programme may start differently: by lot, or by where they live."""
    firsts = [policy.legs(name)[:1] for name in policy.programmes]
    return bool(policy.experiments) or any(
        policy.newest(name).kind == EVENT for legs in firsts for name in legs
    )


def same_name(left: str, right: str) -> bool:
    """Whether two names may be the same person's; a missing name may be anybody's."""
    return not left or not right or left.casefold().split() == right.casefold().split()
