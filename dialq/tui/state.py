"""What the work screen knows: plain values, painted by `drawing`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dialq.clock import Instant
from dialq.desk.block import Block
from dialq.desk.views import (
    Card,
    DayFigures,
    Empty,
    Item,
    LogLine,
    NumberView,
    PromiseView,
    QueueView,
    StartView,
)
from dialq.engine.state import SUPPRESSED
from dialq.tui.keymap import Keymap

if TYPE_CHECKING:
    from dialq.desk.mail_views import MailboxView, PlannedMail
    from dialq.desk.policy_views import Handed, Judging


@dataclass(slots=True)
class WorkState:
    """The state of the work screen. Only the screen and its parts change it, on the app's own loop."""

    rep: str
    zone: str
    keymap: Keymap
    now: Instant
    ascii: bool = False
    goal: int = 0

    card: Card | None = None
    """The lead in hand."""
    empty: Empty | None = None
    """Said instead of a card when nothing is ready."""
    morning: StartView | None = None
    """What is waiting, shown before the first lead."""
    away: str = ""
    """Why the lead went to somebody else: nobody touched a key, or another rep took it; '' if it did not."""
    unfinished: bool = False
    inbound: bool = False
    """They rang us: answers count as incoming."""
    number: int = 0
    """Which number of the card is chosen."""
    opened: bool = False
    """The step was opened by Enter; Enter again does it."""
    dialled: str = ""
    """The number shown large until the next key."""
    after_talk: bool = False
    """A conversation is logged; the lead stays until the note is done."""
    correcting: LogLine | None = None
    """The entry of my log that the next answer replaces."""
    corrected: Card | None = None
    """The card of that entry's lead."""

    message: str = ""
    warned: bool = False
    """Whether the message is a warning."""
    prefix: str = ""
    """`0` was pressed: a letter is expected."""
    writing: bool = False
    """The note has the keyboard."""
    asking: bool = False
    """The one-line form has the keyboard."""
    reading: str = ""
    """How the time being typed is understood."""

    parked: dict[int, str] = field(default_factory=dict)
    """The parked leads and their names, last parked last."""
    news: Item | None = None
    """The hotter lead that is announced."""
    block: Block | None = None
    queue: QueueView | None = None
    channels: dict[str, int] = field(default_factory=dict)
    """How many leads of the lower tiers wait for each channel."""
    figures: DayFigures | None = None
    promises: tuple[PromiseView, ...] = ()
    handed: Handed | None = None
    """The batch of many handed over last, while nothing else was logged since: what undo takes back."""
    fault: str = ""
    """What is wrong with the policy files; '' while they are in force."""
    judging: Judging | None = None
    """Leads being judged anew after the policy changed."""
    overload: str = ""
    """More is due today than there are hands for; '' if it fits."""
    alert: str = ""
    """What the lead in hand did, or which mail failed: told on every page until the next key of the work screen."""
    drafted: int = 0
    """The lead whose mail was left half written; 0: the one in hand has none."""
    doubtful: int = 0
    """Mails that may have left, for a person to decide."""
    failed: int = 0
    """Mails of mine that failed since the mail screen was looked at last."""
    mailbox: MailboxView | None = None
    """The mailbox my mails leave from; None without mailboxes."""
    nobody_sends: bool = False
    """Mails wait in it, and no screen and no `dialq mail run` sends them."""
    planned: tuple[PlannedMail, ...] = ()
    """Automatic mails that leave today, for the first five minutes."""
    mark: int = -1
    """Which item of the queue is marked; -1: none."""

    @property
    def left_by_block(self) -> int:
        """How many the block leaves behind, as far as it narrows to channels (R5.6)."""
        inside = self.block.channels if self.block else ()
        return sum(count for name, count in self.channels.items() if name not in inside) if inside else 0

    @property
    def chosen(self) -> NumberView | None:
        """The number that Enter dials."""
        numbers = self.card.numbers if self.card else ()
        return numbers[self.number] if self.number < len(numbers) else None

    @property
    def waiting(self) -> tuple[Item, ...]:
        """The queue without the lead in hand."""
        items = self.queue.items if self.queue else ()
        lead = self.card.item.lead if self.card else 0
        return tuple(item for item in items if item.lead != lead)

    @property
    def marked(self) -> Item | None:
        """The item under the mark; without a mark the next one."""
        waiting = self.waiting
        place = max(0, self.mark)
        return waiting[place] if place < len(waiting) else None

    def say(self, message: str, *, warn: bool = False) -> None:
        """Show one sentence until the next key."""
        self.message = message
        self.warned = warn

    def take(self, card: Card, *, unfinished: bool = False, inbound: bool = False) -> None:
        """Another lead is in hand."""
        self.card, self.empty, self.away, self.morning = card, None, "", None
        self.alert = ""
        self.unfinished, self.inbound = unfinished, inbound
        self.opened = self.after_talk = False
        self.dialled = self.prefix = ""
        self.correcting = self.corrected = None
        self.number = number_to_ring(card)
        self.mark = -1
        self.parked.pop(card.item.lead, None)
        if self.news is not None and self.news.lead == card.item.lead:
            self.news = None

    def renew(self, card: Card) -> None:
        """The lead in hand was read anew; its place, its reason and its banner stay as they were taken (R5.4)."""
        if self.card is not None:
            old = self.card
            self.card = card._replace(item=old.item, why_now=old.why_now, banner=old.banner, then=old.then)

    def renew_wholly(self, card: Card) -> None:
        """Somebody else changed the lead in hand: it stands as it is now, on the place where it was taken (R5.4)."""
        old, chosen = self.card, self.chosen
        if old is None:
            return
        if acts_otherwise(old, card):
            self.opened = False
        self.card = card._replace(item=card.item._replace(place=old.item.place))
        alive = [
            place
            for place, one in enumerate(card.numbers)
            if chosen is not None and one.number == chosen.number and not one.dead
        ]
        self.number = alive[0] if alive else number_to_ring(card)

    def put_down(self, empty: Empty | None, *, away: str = "") -> None:
        """No lead is in hand."""
        self.card, self.empty, self.away, self.morning = None, empty, away, None
        self.unfinished = self.inbound = self.opened = self.after_talk = False
        self.dialled = self.prefix = ""
        self.correcting = self.corrected = None


def acts_otherwise(old: Card, new: Card) -> bool:
    """Whether a key would do something else on the lead than before."""
    return (old.item.step, old.item.owed, old.stage) != (new.item.step, new.item.owed, new.stage)


def is_suppressed(card: Card) -> bool:
    """Whether nothing may be done with this lead (R18.1)."""
    return card.stage == SUPPRESSED


def suppressed_words(card: Card) -> str:
    """`SUPPRESSED: …`, why a lead may not be worked."""
    why = card.banner or card.why_now
    if why.startswith("SUPPRESSED"):
        return why
    return f"SUPPRESSED: {why}" if why else "SUPPRESSED"


def number_to_ring(card: Card) -> int:
    """The number on a running call, else the first that is alive and open, else the first alive."""
    numbers = list(enumerate(card.numbers))
    ranked = [
        [place for place, number in numbers if card.on_call_number and number.number == card.on_call_number],
        [place for place, number in numbers if number.open and not number.dead],
        [place for place, number in numbers if not number.dead],
    ]
    return next((places[0] for places in ranked if places), 0)
