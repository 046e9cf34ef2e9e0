"""What the desk needs of the store to hand leads over in bulk and to print post, as values and small protocols."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from dialq.clock import Instant

OPEN, NOTED, ITEM = "open", "noted", "item"
"""What a card in a batch stands for: an open step, a step a rep put into the batch, an item of nurture."""
PRINTED, MAILED, DROPPED = "printed", "sent", "dropped"
"""How far a batch of post is."""


class HandBatch(NamedTuple):
    """One act that handed leads over."""

    name: str
    at: Instant
    rep: str
    what: str
    """In words: `to nurture: too many for us`."""
    undone: bool


class PostBatch(NamedTuple):
    """Cards that were printed together."""

    name: str
    at: Instant
    rep: str
    folder: str
    status: str
    cards: int


class PostRow(NamedTuple):
    """One card of a batch."""

    number: int
    lead: int
    kind: str
    campaign: str
    version: int
    step: str
    template: str
    event: int
    """The outcome that put it into the batch; 0: none yet."""


class Hands(Protocol):
    """Leads by what handing over asks of them, and the acts that did it."""

    def untouched(self, now: Instant, since: Instant, sources: Sequence[str] = ()) -> list[int]:
        """Leads that could be worked now and that no person logged anything on after `since`: none too few."""
        ...

    def drifted(self) -> list[int]:
        """Leads that the index has in nurture and whose state does not say so yet."""
        ...

    def nurtured(self, limit: int) -> list[int]:
        """Leads in nurture, the latest first."""
        ...

    def nurture_reasons(self) -> dict[str, int]:
        """How many leads are in nurture for each reason; '' for those whose state nobody wrote down."""
        ...

    def of_source(self, source: str) -> list[int]:
        """Leads of a source that have not ended."""
        ...

    def rested(self, now: Instant) -> list[int]:
        """Leads whose rest is over and whose state does not say so yet."""
        ...

    def put(self, batch: HandBatch) -> None:
        """A handing over begins."""
        ...

    def get(self, batch: str) -> HandBatch | None:
        """A handing over by its name."""
        ...

    def last(self, limit: int) -> list[HandBatch]:
        """The latest ones first."""
        ...

    def mark_undone(self, batch: str, undone: bool) -> None:
        """It was taken back, or put back."""
        ...

    def events_of(self, batch: str) -> list[int]:
        """Its events, one a lead."""
        ...

    def acts_of(self, rep: str, since: Instant) -> list[int]:
        """Events by which a rep handed over or set tasks since an instant, the newest first."""
        ...


class PostBook(Protocol):
    """Batches of printed cards."""

    def put(self, batch: PostBatch, rows: Iterable[PostRow]) -> None:
        """A batch was printed."""
        ...

    def get(self, batch: str) -> PostBatch | None:
        """A batch by its name."""
        ...

    def all(self) -> list[PostBatch]:
        """Every batch, the latest first."""
        ...

    def rows(self, batch: str) -> list[PostRow]:
        """Its cards."""
        ...

    def mark(self, batch: str, status: str) -> None:
        """How far it is."""
        ...

    def note(self, batch: str, number: int, event: int) -> None:
        """A card was logged as sent."""
        ...

    def waiting(self) -> set[int]:
        """Leads with a card that is printed and not sent yet."""
        ...

    def printed_events(self) -> set[int]:
        """Outcomes whose card is in a batch that was not dropped."""
        ...

    def put_in_batch(self, since: Instant) -> list[int]:
        """Outcomes by which reps put a card into the print batch, recorded since an instant."""
        ...

    def open_posts(self, at: Instant) -> list[int]:
        """Leads whose open step is a card, as the index has them."""
        ...
