"""What the engine says of a lead at an instant, with the certificate of how long that stays true."""

from __future__ import annotations

from msgspec import Struct

from dialq.clock import Instant
from dialq.engine.campaign import Step

READY = "ready"
HELD = "held"
CLOSED = "closed"

CALLBACK, NOW, RESPONSE, FRESH, SLIPPING, CADENCE, QUESTIONABLE = range(1, 8)
TIERS = ("", "callback", "now", "response", "fresh", "slipping", "cadence", "questionable")
"""Names of the tiers of R5.1 by their number (1..7)."""

RULES = (
    "suppressed", "ended", "not-a-lead", "resting", "nurture", "paused", "callback-later", "not-due",
    "cap.campaign.touches", "cap.campaign.calls", "cap.life", "cap.day", "cap.dials-24h", "cap.law",
    "gap", "needs-location", "needs-contact", "window", "not-yours", "claimed",
)  # fmt: skip
"""The ids of R6, in the order they are asked; the first that holds is the verdict."""


class RuleLine(Struct, frozen=True):
    """One rule as `why` prints it."""

    rule: str
    value: str
    """What it found, for people: `7 touches`, `due Mon 7 Dec 08:00`."""
    limit: str
    """What it allows: `10 touches`; '' where there is nothing to compare with."""
    holds: bool
    """Whether this rule keeps the lead back now."""
    until: Instant | None
    """When this rule stops holding if nothing happens; None: never by itself, or it does not hold."""


class Piece(Struct, frozen=True):
    """A stretch of time in which the lead is ready if its calling window is open: [opens, closes)."""

    opens: Instant
    closes: Instant | None
    tier: int
    rank: int
    """Place within the tier, smaller first; ties end at the lead's id (R5.2)."""
    window: str
    """Window class: the zones that must all be open, joined by `|`; '' asks for no window."""
    rep: str = ""
    """Whose queue it stands in; '' is the pool."""
    channel: str = ""
    """What is to be done: a block of calls looks at it."""
    waits: str = ""
    """The rule that holds the lead before `opens`; '' when an earlier piece goes before."""
    warm: bool = False
    """Whether the lead is warm: every fifth lead a rep answers is (R5.5)."""


class Verdict(Struct, frozen=True):
    """Ready (tier, rank, reasons), held (rule, until) or closed (rule), for one rep at one instant."""

    status: str
    at: Instant
    tier: int
    """1..7 when ready, else 0."""
    rank: int
    rule: str
    """The deciding rule when held or closed; '' when ready."""
    until: Instant | None
    """Held: when nothing holds any more. Ready: when this verdict changes. None: never by itself."""
    rules: tuple[RuleLine, ...]
    reasons: tuple[str, ...]
    """Sentences in the engine's own words, the deciding one first: WHY NOW on the card."""
    step: Step | None
    """The open step of the line, if the lead is in a campaign."""
    due: Instant | None
    """When that step (or promise, or answer) fell or falls due."""
    campaign: str = ""
    auto_step: str = ""
    """Key of the next automatic step, with…"""
    auto_at: Instant | None = None
    """…when it leaves."""
    pieces: tuple[Piece, ...] = ()
    channel: str = ""
    """The channel of what is to be done now, an answer or a promise included; '' if it needs none."""

    @property
    def tier_name(self) -> str:
        """The tier's name, '' unless ready."""
        return TIERS[self.tier]
