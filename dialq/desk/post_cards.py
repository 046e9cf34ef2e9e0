"""Which post cards are due: open steps, cards that reps put into the batch, items of nurture (R16.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dialq.clock import DAY, Instant
from dialq.desk.automatic import HAD_BEFORE, had_before, pass_over
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.fields import merge_fields
from dialq.desk.hand_shelves import ITEM, NOTED, OPEN
from dialq.desk.kept import POST_ITEM
from dialq.desk.ledger import around, read
from dialq.desk.street import street_of
from dialq.engine.allowed import Deed, refusals
from dialq.engine.campaign import POST, Step
from dialq.engine.channels import Around, usable
from dialq.engine.effects import apply
from dialq.engine.events import Event
from dialq.engine.experiment import template_of
from dialq.engine.history import standing_events
from dialq.engine.judge import Place, place, standing
from dialq.engine.lead import Lead
from dialq.engine.settling import settle
from dialq.engine.state import ACTIVE, NURTURE
from dialq.errors import DialqError

LOOKED_BACK = 90 * DAY
"""A card that a rep put into the batch longer ago than this is not printed any more."""


class PostCard(NamedTuple):
    """A card to print."""

    lead: int
    kind: str
    """`open`, `noted` (a rep put it into the batch: the step is done) or `item` of nurture."""
    campaign: str
    version: int
    step: str
    template: str
    address: tuple[str, ...]
    """Name, company, street, place: a line each."""
    text: str
    problem: str = ""
    """Why it cannot be printed; '' if it can."""
    event: int = 0
    """The outcome that put it into the batch; 0: none."""


def post_due(desk: Desk) -> tuple[PostCard, ...]:
    """Every card that could be printed now, none of them printed yet, by lead."""
    now = desk.now()
    with desk.store.reading():
        cards = [*_open_steps(desk, now), *items_due(desk, now), *_put_in(desk, now)]
    return tuple(sorted(cards, key=lambda card: (card.lead, card.step)))


def items_due(desk: Desk, now: Instant) -> list[PostCard]:
    """Items of nurture for leads with a street and no address for mail."""
    waiting, found = desk.store.posts.waiting(), []
    for lead in desk.store.places.due_timers(POST_ITEM, now, 1_000_000):
        one = _read(desk, lead, now)
        step, due = one.found.road.step, one.found.road.due
        state = apply(one.dossier.state, one.found.road.by(now))
        is_item = step is not None and step.channel == POST and state.stage == NURTURE
        if lead in waiting or not is_item or due is None or max(due, one.found.road.opens) > now:
            continue
        assert step is not None
        if not _is_refused(desk, one, now):
            found.append(_card(desk, one, ITEM, state.campaign, state.version, step, now))
    return found


def pass_over_repeats(desk: Desk, now: Instant) -> None:
    """Items by post that a lead had before, from whomever, are passed over: none comes twice (SEED1-19)."""
    for card in items_due(desk, now):
        if had_before(desk, card.lead, card.template):
            steps = desk.policy.campaign(card.campaign, card.version).steps
            with desk.store.writing():
                again = [step for step in steps if step.key == card.step]
                pass_over(desk, read(desk, card.lead), again, HAD_BEFORE, now)


class _Read(NamedTuple):
    dossier: Dossier
    near: Around
    found: Place


def _read(desk: Desk, lead: int, now: Instant) -> _Read:
    dossier = read(desk, lead)
    near = around(desk, dossier.lead, now, rep=desk.rep)
    return _Read(dossier, near, place(dossier.lead, dossier.state, desk.policy, now, near))


def _is_refused(desk: Desk, one: _Read, at: Instant) -> bool:
    lead, state = one.dossier.lead, one.dossier.state
    state = apply(state, settle(lead, state, desk.policy, one.near, at))
    return any(
        True
        for _ in refusals(lead, state, desk.policy, one.near, Deed(POST, at, False, True), answering=False)
    )


def _open_steps(desk: Desk, now: Instant) -> Iterator[PostCard]:
    """Steps of channel post that are open now."""
    waiting = desk.store.posts.waiting()
    for lead in desk.store.posts.open_posts(now):
        one = _read(desk, lead, now)
        state = apply(one.dossier.state, one.found.road.by(now))
        step = one.found.road.step
        if lead in waiting or step is None or step.channel != POST or state.stage != ACTIVE or state.owes:
            continue
        if standing(one.found.pieces, desk.policy, now, desk.rep) is not None and not _is_refused(
            desk, one, now
        ):
            yield _card(desk, one, OPEN, state.campaign, state.version, step, now)


def _put_in(desk: Desk, now: Instant) -> Iterator[PostCard]:
    """Cards that reps put into the batch at their screens: the step is done, the card is still to be printed."""
    printed, waiting = desk.store.posts.printed_events(), desk.store.posts.waiting()
    for number in desk.store.posts.put_in_batch(Instant(now - LOOKED_BACK)):
        event = desk.store.events.get(number)
        if event is None or number in printed or event.lead in waiting or not _stands(desk, event):
            continue
        one = _read(desk, event.lead, now)
        step = _step_of(desk, event)
        if step is None or POST not in usable(one.dossier.lead, one.dossier.state, one.near, now):
            continue
        campaign, version = str(event.facts["campaign"]), int(event.facts["version"])
        yield _card(desk, one, NOTED, campaign, version, step, now)._replace(event=number)


def _stands(desk: Desk, event: Event) -> bool:
    return event.id in {one.id for one in standing_events(desk.store.events.of_lead(event.lead))}


def _step_of(desk: Desk, event: Event) -> Step | None:
    facts = event.facts
    campaign = desk.policy.campaigns.get((str(facts.get("campaign", "")), int(facts.get("version", 0))))
    steps = campaign.steps if campaign is not None else ()
    return next((step for step in steps if step.key == facts.get("step")), None)


def _card(
    desk: Desk, one: _Read, kind: str, campaign: str, version: int, step: Step, now: Instant
) -> PostCard:
    running, lead = apply(one.dossier.state, one.found.road.by(now)), one.dossier.lead
    template = template_of(desk.policy, campaign, step, lead.id, running.entered)
    text, problem = _filled(desk, one.dossier, template, campaign, now) if template else ("", "")
    return PostCard(lead.id, kind, campaign, version, step.key, template, address_of(lead), text, problem)


def _filled(desk: Desk, dossier: Dossier, template: str, campaign: str, now: Instant) -> tuple[str, str]:
    """The card's text, a mail's subject above it, and why it cannot be printed; '' if it can."""
    try:
        filled = desk.templates.render(template, merge_fields(desk, dossier, campaign, now))
    except DialqError as error:
        return "", error.title
    return (f"{filled.subject}\n\n" if filled.subject else "") + filled.body, filled.problem


def address_of(lead: Lead) -> tuple[str, ...]:
    """An address as it stands on a card, a line each; the country last."""
    return tuple(line for line in (lead.name, lead.company, *street_of(lead)) if line)
