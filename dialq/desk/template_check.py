"""Which fields leads lack of the templates they may still get: before the mails are to leave, not after (R14.1).

What settings and events fill is no matter of leads and is told elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import NamedTuple

from dialq.clock import Instant
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.fields import NOT_OF_LEADS, merge_fields
from dialq.desk.kept import Stand
from dialq.desk.ledger import around
from dialq.desk.nearby import Nearby
from dialq.desk.shapes import facts_of, state_of
from dialq.engine.campaign import CALL, EMAIL, Campaign, Step
from dialq.engine.channels import is_barred, usable
from dialq.engine.experiment import TEMPLATE, template_of
from dialq.engine.lead import Lead
from dialq.engine.state import NAME, State
from dialq.errors import BadSetting

EXAMPLES = 3
"""So many leads are named of each gap."""
_CHUNK = 5_000
_MOST = 20_000
"""So many answers are remembered at once."""

Progress = Callable[[int, int], None]
"""Told how many leads of how many were looked at."""


class Gap(NamedTuple):
    """A field of a template that leads lack."""

    field: str
    leads: int
    examples: tuple[int, ...]
    """The first of them."""


class Walked(NamedTuple):
    """What a walk over all leads found."""

    gaps: dict[str, tuple[Gap, ...]]
    """By template."""
    columns: frozenset[str]
    """Fields of the templates that some lead has a value for: the team's own columns too."""


def template_gaps(desk: Desk, template: str) -> tuple[Gap, ...]:
    """What the leads lack that may still get a template, the commonest gap first. Raises BadSetting for a broken one.

    A template that no campaign sends is sent by hand: to any lead that has not ended.
    """
    desk.templates.render(template, {})
    return walked(desk, (template,)).gaps[template]


def walked(desk: Desk, templates: Sequence[str], progress: Progress = lambda done, of: None) -> Walked:
    """The same for many templates in one walk over all leads; a broken template lacks nothing."""
    now = desk.now()
    with desk.store.reading():
        walk = _Walk(desk, templates, now)
        last = desk.store.leads.count()
        for after in range(0, last, _CHUNK):
            progress(after, last)
            near = Nearby(desk, now)
            for stand in desk.store.standings.stands(after, after + _CHUNK, _CHUNK):
                walk.look(stand, near)
    progress(last, last)
    return Walked({name: walk.found(name) for name in templates}, frozenset(walk.columns))


class _Walk:
    """One walk over all leads."""

    def __init__(self, desk: Desk, templates: Sequence[str], now: Instant) -> None:
        self._desk, self._now = desk, now
        self._roads = _Roads(desk, frozenset(templates), now)
        self._asks = {name: desk.templates.asks(name) for name in templates}
        self._fields = sorted({field for asks in self._asks.values() for field in asks.fields})
        self._of_leads = [field for field in self._fields if field not in NOT_OF_LEADS]
        self._known: dict[Hashable, tuple[tuple[str, str], ...]] = {}
        self._leads: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0])
        """By template and field: how many, and the first of them."""
        self.columns: set[str] = set()

    def look(self, stand: Stand, near: Nearby) -> None:
        """One lead."""
        state = state_of(stand)
        if state.ended or state.stage == NAME:
            return
        names = self._roads.templates(stand.lead, state)
        if not names:
            return
        lead = self._desk.store.leads.get(stand.lead)
        assert lead is not None, "leads are never deleted"
        if not self._can_get(lead, state, near.may_touch(stand, facts_of(stand))):
            return
        fields = merge_fields(self._desk, Dossier(lead, state), state.campaign, self._now)
        self.columns.update(field for field in self._of_leads if fields.get(field, "").strip())
        for gap in self._lacks(names, fields):
            found = self._leads[gap]
            found[0] += 1
            if found[0] <= EXAMPLES:
                found.append(lead.id)

    def found(self, template: str) -> tuple[Gap, ...]:
        """The gaps of a template."""
        of_it = [
            Gap(field, leads, tuple(first))
            for (name, field), (leads, *first) in self._leads.items()
            if name == template
        ]
        return tuple(sorted(of_it, key=lambda gap: (-gap.leads, gap.field)))

    def _can_get(self, lead: Lead, state: State, surrounded: bool) -> bool:
        """Whether mails reach the lead; what else keeps one back passes."""
        if not surrounded and not state.dead:
            return bool(lead.emails)
        near = around(self._desk, lead, self._now)
        return not is_barred(lead, state, near) and EMAIL in usable(lead, state, near, self._now)

    def _lacks(self, names: tuple[str, ...], fields: dict[str, str]) -> tuple[tuple[str, str], ...]:
        """What these templates lack of these fields, asked once for all leads that have the same."""
        by_value = any(self._asks[name].by_value for name in names)
        values = [fields.get(field, "") for field in self._fields]
        key = names, tuple(values if by_value else [bool(value.strip()) for value in values])
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            known = self._known[key] = tuple(
                (name, field) for name in names for field in self._missing(name, fields)
            )
        return known

    def _missing(self, name: str, fields: dict[str, str]) -> tuple[str, ...]:
        try:
            missing = self._desk.templates.render(name, fields).missing
        except BadSetting:
            return ()
        return tuple(field for field in missing if field not in NOT_OF_LEADS)


class _Roads:
    """Which of the templates a lead may still get on its way."""

    def __init__(self, desk: Desk, templates: frozenset[str], now: Instant) -> None:
        self._policy, self._templates, self._now = desk.policy, templates, now
        varied = {one.of for one in self._policy.experiments if one.kind == TEMPLATE}
        self._by_lead = bool(varied)
        self._known: dict[Hashable, tuple[str, ...]] = {}
        planned = {name for one in self._newest() for name in self._of_steps(one, one.steps, None, now)}
        self._by_hand = templates - planned

    def templates(self, lead: int, state: State) -> tuple[str, ...]:
        """Those that its campaign, the later ones of its programme or a person may send it."""
        key = (
            state.campaign, state.version, state.position, state.beside, state.programme, state.leg,
            (lead, state.entered) if self._by_lead else None,
        )  # fmt: skip
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            known = self._known[key] = tuple(sorted({*self._ahead(lead, state), *self._by_hand}))
        return known

    def _ahead(self, lead: int, state: State) -> Iterator[str]:
        if state.campaign:
            campaign = self._policy.campaign(state.campaign, state.version)
            steps = [
                *campaign.line[state.position :],
                *(step for step in campaign.steps if step.beside and step.key not in state.beside),
            ]
            yield from self._of_steps(campaign, steps, lead, state.entered)
        for name in self._legs(state):
            later = self._policy.newest(name)
            yield from self._of_steps(later, later.steps, lead, self._now)

    def _legs(self, state: State) -> Iterator[str]:
        """The campaigns that may come: of its programme, when it falls silent, at last with marketing."""
        programmes = [state.programme] if state.programme else list(self._policy.programmes)
        for name in programmes:
            yield from self._policy.legs(name)[state.leg :]
            programme = self._policy.programmes.get(name)
            if programme is not None and programme.silent in self._policy.current:
                yield programme.silent
        if self._policy.nurture in self._policy.current:
            yield self._policy.nurture

    def _of_steps(
        self, campaign: Campaign, steps: Sequence[Step], lead: int | None, entered: Instant
    ) -> Iterator[str]:
        """Of these steps: what each sends by itself, and with a call; for no lead in particular all variants."""
        for step in steps:
            texts = {step.pair}
            if step.channel != CALL and lead is not None:
                texts.add(template_of(self._policy, campaign.name, step, lead, entered))
            elif step.channel != CALL:
                texts.add(step.template)
                for one in self._policy.experiments:
                    if (one.kind, one.of, one.step) == (TEMPLATE, campaign.name, step.key):
                        texts.update(variant.value for variant in one.variants)
            yield from texts & self._templates

    def _newest(self) -> Iterator[Campaign]:
        return (self._policy.newest(name) for name in self._policy.current)
