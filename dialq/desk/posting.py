"""Post cards in batches: which are due, the print file and the addresses, and that they were sent (cli.md `post`)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from dialq.clock import DAY, Instant
from dialq.desk.desk import Desk
from dialq.desk.exporting import RowFiles
from dialq.desk.hand_shelves import DROPPED, MAILED, OPEN, PRINTED, PostBatch, PostRow
from dialq.desk.ledger import around, next_event, read, write
from dialq.desk.outcome_facts import facts_of
from dialq.desk.post_cards import PostCard, pass_over_repeats, post_due
from dialq.desk.reading_acts import SKEW, Answer
from dialq.engine.acts import Act
from dialq.engine.allowed import Deed, refusals
from dialq.engine.campaign import POST
from dialq.engine.decide import decide
from dialq.engine.effects import apply
from dialq.engine.events import ENGINE, OUTCOME, Event
from dialq.engine.events import PRINTED as CARD
from dialq.engine.history import standing_events
from dialq.engine.ledger_effects import Printed as CardPrinted
from dialq.engine.settling import settle
from dialq.engine.state import State, but
from dialq.errors import BadInput, NothingThere

__all__ = [
    "PostCard",
    "Posted",
    "Printed",
    "drop_posts",
    "export_posts",
    "post_batches",
    "post_due",
    "posts_sent",
]

ADDRESS_COLUMNS = tuple("card lead name company street city region postal_code country step campaign".split())
MAILED_WITHIN = 14 * DAY
"""A printed card that nobody put down as mailed for so long is a rep's again."""
CARDS, ADDRESSES = "cards.txt", "addresses.csv"


class Printed(NamedTuple):
    """A batch that was written to files."""

    batch: str
    cards: tuple[PostCard, ...]
    left: tuple[PostCard, ...]
    """Cards with a problem: they stay due."""
    files: tuple[str, ...]


class Posted(NamedTuple):
    """A batch that was sent."""

    batch: str
    logged: int
    """Steps and items that count as done now."""
    noted: int
    """Cards whose step was done when they were put into the batch."""
    breaches: tuple[tuple[int, str], ...]
    """(lead, rule) where something had happened in between that forbids a card: it is marked as a breach."""


def export_posts(desk: Desk, folder: Path) -> Printed:
    """Write the cards that are due as a print file and an address list, and remember them as one batch.

    Raises NothingThere if no card is due; cards with a blank stay due and are named.
    """
    now = desk.now()
    pass_over_repeats(desk, now)
    due = post_due(desk)
    cards = tuple(card for card in due if not card.problem)
    left = tuple(card for card in due if card.problem)
    if not cards:
        hint = (
            f"{len(left)} cannot be printed: {left[0].problem}."
            if left
            else "Steps of channel post make cards."
        )
        raise NothingThere("no post card is due", hint)
    with desk.store.writing():
        batch = _name(desk, now)
        rows = [
            PostRow(
                number,
                card.lead,
                card.kind,
                card.campaign,
                card.version,
                card.step,
                card.template,
                card.event,
            )
            for number, card in enumerate(cards, 1)
        ]
        desk.store.posts.put(PostBatch(batch, now, desk.rep, str(folder), PRINTED, len(rows)), rows)
        _keep_back(desk, batch, rows, now, Instant(now + MAILED_WITHIN))
        files = _write_files(desk, folder, batch, cards)
    return Printed(batch, cards, left, files)


def _name(desk: Desk, now: Instant) -> str:
    day = f"post-{desk.policy.calendar.date(now):%y%m%d}"
    number = 1
    while desk.store.posts.get(f"{day}-{number}") is not None:
        number += 1
    return f"{day}-{number}"


def _write_files(desk: Desk, folder: Path, batch: str, cards: Iterable[PostCard]) -> tuple[str, ...]:
    files: RowFiles = desk.files
    pages, addresses = folder / f"{batch}-{CARDS}", folder / f"{batch}-{ADDRESSES}"
    numbered = list(enumerate(cards, 1))
    rows = [{"page": "\n".join((*card.address, "", card.text))} for _, card in numbered]
    files.write(pages, rows, ("page",), "pages")
    files.write(
        addresses, [_address_row(desk, number, card) for number, card in numbered], ADDRESS_COLUMNS, "csv"
    )
    return str(pages), str(addresses)


def _address_row(desk: Desk, number: int, card: PostCard) -> dict[str, object]:
    lead = read(desk, card.lead).lead
    facts = {
        name: getattr(lead, name) for name in "name company street city region postal_code country".split()
    }
    return {"card": number, "lead": card.lead, **facts, "step": card.step, "campaign": card.campaign}


def posts_sent(desk: Desk, batch: str, at: Instant | None = None) -> Posted:
    """The cards of a batch were mailed: each is logged as sent, by nobody's keypress, its step or item is done."""
    now = desk.now()
    known = _printed(desk, batch)
    moment = now if at is None else min(at, now)
    if at is not None and (at > now + SKEW or at < known.at):
        raise BadInput("the cards were mailed between their printing and now", "Give another --at, or none.")
    logged, breaches = 0, list[tuple[int, str]]()
    rows = desk.store.posts.rows(batch)
    for start in range(0, len(rows), 200):
        with desk.store.writing():
            for row in rows[start : start + 200]:
                if row.event:
                    continue
                done = _done_since(desk, row, known.at)
                if done:
                    desk.store.posts.note(batch, row.number, done)
                    continue
                breach = _sent(desk, batch, row, moment, now)
                breaches += [(row.lead, breach)] if breach else []
                logged += 1
    with desk.store.writing():
        desk.store.posts.mark(batch, MAILED)
    return Posted(batch, logged, len(rows) - logged, tuple(breaches))


def _printed(desk: Desk, batch: str) -> PostBatch:
    known = desk.store.posts.get(batch)
    if known is None:
        raise BadInput(f"there is no batch of post {batch!r}", "See `dialq post list`.")
    if known.status != PRINTED:
        raise NothingThere(f"{batch} was {known.status} already", "")
    return known


def _done_since(desk: Desk, row: PostRow, printed: Instant) -> int:
    """The outcome by which a rep did the step after its card was printed; 0 if none did."""
    for event in standing_events(desk.store.events.of_lead(row.lead)):
        if event.kind != OUTCOME or event.recorded < printed or event.facts.get("auto"):
            continue
        if (event.facts.get("channel"), event.facts.get("step")) == (POST, row.step):
            return event.id
    return 0


def _sent(desk: Desk, batch: str, row: PostRow, at: Instant, now: Instant) -> str:
    """Log one card; returns the rule it breaks, '' if none."""
    dossier = read(desk, row.lead)
    near = around(desk, dossier.lead, now)
    lead, before = dossier.lead, dossier.state
    settled = apply(before, settle(lead, before, desk.policy, near, now))
    deed = Deed(POST, at, False, True)
    breach = next((r.rule for r in refusals(lead, settled, desk.policy, near, deed, answering=False)), "")
    event = next_event(desk)
    beside = "" if _is_open(desk, settled, row) else row.step
    act = Act("sent", POST, at, now, desk.rep, event, by_person=False, side_step=beside)
    decision = decide(lead, before, desk.policy, near, act)
    state = but(apply(before, decision.effects), seen=event)
    given = Answer(row.lead, "sent", channel=POST, template=row.template, override=f"printed as {batch}")
    facts = facts_of(desk, dossier, state, act, decision, given, breach, ())
    facts |= {"auto": True, "post_batch": batch, "step": row.step, "side_step": beside}
    write(desk, dossier, [Event(event, row.lead, OUTCOME, at, now, desk.rep, facts, decision.effects)], now)
    desk.store.posts.note(batch, row.number, event)
    return breach


def _is_open(desk: Desk, state: State, row: PostRow) -> bool:
    """Whether the card's step is the open one still; else it moves no other step (R4.5 has the same for mails)."""
    if (state.campaign, state.version) != (row.campaign, row.version) or state.stalled is not None:
        return False
    line = desk.policy.campaign(row.campaign, row.version).line
    return state.position < len(line) and line[state.position].key == row.step


def drop_posts(desk: Desk, batch: str) -> int:
    """The cards of a batch were not mailed: they are due again. Returns how many."""
    now, known = desk.now(), _printed(desk, batch)
    with desk.store.writing():
        desk.store.posts.mark(batch, DROPPED)
        _keep_back(desk, batch, desk.store.posts.rows(batch), now, Instant(0))
    return known.cards


def _keep_back(desk: Desk, batch: str, rows: Iterable[PostRow], now: Instant, until: Instant) -> None:
    """The steps whose cards are printed leave the queue until then; with 0 they come back."""
    for row in rows:
        if row.kind != OPEN:
            continue
        dossier = read(desk, row.lead)
        near = around(desk, dossier.lead, now)
        came = settle(dossier.lead, dossier.state, desk.policy, near, now)
        if not _is_open(desk, apply(dossier.state, came), row):
            continue
        line = desk.policy.campaign(row.campaign, row.version).line
        position = next(index for index, step in enumerate(line) if step.key == row.step)
        effects = (*came, CardPrinted(row.campaign, row.version, position, until))
        facts = {"post_batch": batch, "step": row.step, "by": desk.rep, "dropped": not until}
        event = Event(next_event(desk), row.lead, CARD, now, now, ENGINE, facts, effects)
        write(desk, dossier, [event], now, near)


def post_batches(desk: Desk) -> tuple[PostBatch, ...]:
    """Every batch, the latest first."""
    return tuple(desk.store.posts.all())
