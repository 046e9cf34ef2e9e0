"""R9.4: a key that logs acts only when it was meant."""

from __future__ import annotations

BURST = 0.012
"""Keys closer together than this (seconds) come from a paste or a cat, not from a finger."""


class KeyGuard:
    """Remembers when keys were pressed and when the card came, and says which presses count.

    All times are monotonic seconds, passed in.
    """

    def __init__(self, stands: float = 0.4, still: float = 1.0) -> None:
        self.stands = stands
        """How long a card must have stood."""
        self.still = still
        """How long the same key must have been still."""
        self._shown = float("-inf")
        self._last: dict[str, float] = {}
        self._same_ago = float("inf")
        self._any_ago = float("inf")
        self._newest = float("-inf")

    def card_shown(self, now: float) -> None:
        """Another card was painted."""
        self._shown = now

    def pressed(self, key: str, now: float) -> None:
        """A key went down, whether or not it may act."""
        self._same_ago = now - self._last.get(key, float("-inf"))
        self._any_ago = now - self._newest
        self._last[key] = now
        self._newest = now

    def refusal(self, now: float) -> str:
        """Why the key just pressed may not log; '' if it may."""
        if self._any_ago < BURST and self.still > 0:
            return "came in a burst, like pasted text"
        if self._same_ago < self.still:
            return f"same key again within {self.still:g} s"
        if now - self._shown < self.stands:
            return f"the lead had stood less than {self.stands:g} s"
        return ""
