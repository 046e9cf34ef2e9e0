"""Pause: nothing is handed out, one key brings the rep back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from textual import events

from dialq.clock import Clock, Instant
from dialq.tui.formatting import stopwatch
from dialq.tui.screens.sheet import Sheet
from dialq.tui.spans import ACCENT, BOLD, KEY, Line, line, span, wrap

REASONS = ("break", "lunch", "meeting")


KEPT = (
    "Nothing is handed out to you; your promises are kept. The lead in hand is parked: it waits two minutes for "
    "you, then it goes to the others, its note kept."
)


class PauseScreen(Sheet[None]):
    """Shows since when; 1-3 change the reason, Enter goes on."""

    def __init__(self, since: Instant, clock: Clock, tell: Callable[[str], Awaitable[None]]) -> None:
        super().__init__("PAUSE", "Enter or p = back to work")
        self._since = since
        self._clock = clock
        self._tell = tell
        self._reason = REASONS[0]

    def on_mount(self) -> None:
        """The clock moves once a second."""
        self.set_interval(1.0, self.paint)

    def body_lines(self, width: int, height: int) -> Sequence[Line]:
        """The reason, how long, and the other reasons."""
        choices = [(span(f" {place}", KEY), span(f" {reason}  ")) for place, reason in enumerate(REASONS, 1)]
        return (
            (),
            line(
                span(f" {stopwatch(self._clock.now() - self._since)}", ACCENT),
                span(f"  {self._reason}", BOLD),
            ),
            (),
            *(line(f" {part}") for part in wrap(KEPT, width - 2, 3)),
            (),
            tuple(piece for choice in choices for piece in choice),
        )

    def on_key(self, event: events.Key) -> None:
        """Change the reason or go on."""
        event.stop()
        if event.key in ("enter", "p", "escape", "space"):
            self.dismiss(None)
        elif event.key in ("1", "2", "3"):
            self._reason = REASONS[int(event.key) - 1]
            self.run_worker(self._told())
            self.paint()

    async def _told(self) -> None:
        await self._tell(self._reason)
