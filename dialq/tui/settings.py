"""What a rep may set about the screen."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from dialq.clock import Clock, SystemClock
from dialq.desk.block import Block
from dialq.settings import Settings
from dialq.tui.idle import IdleRule


class Closing(Protocol):
    """Something that runs until it is closed."""

    def close(self) -> None:
        """End it, without waiting long."""
        ...


@dataclass(frozen=True, slots=True)
class UiSettings:
    """Everything the app needs besides a desk."""

    rep: str
    zone: str = "UTC"
    """IANA name: the team's zone, for the clock in the header."""
    theme: str = "terminal"
    """`terminal` (the terminal's own colours), `dark` or `light`."""
    keys: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    """Action id -> keys, over the declared ones."""
    card_stands: float = 0.4
    """R9.4: seconds a card must have stood before a key may log."""
    key_still: float = 1.0
    """R9.4: seconds the same key must have been still."""
    idle: IdleRule = field(default_factory=IdleRule)
    block: Block | None = None
    """The block to start with."""
    meeting_goal: int = 0
    """Meetings a day; 0 shows none."""
    start_screen: bool = True
    """Whether the day opens with what is waiting, before the first lead."""
    remembered: Path | None = None
    """Where the digit row is remembered (see `remembered.py`); None: never asked."""
    ascii: bool = False
    """Draw lines with - and | instead of box characters."""
    clock: Clock = field(default_factory=SystemClock)
    monotonic: Callable[[], float] = time.monotonic
    """The stopwatch of R9.4 and R12.2."""
    save_after: float = 0.25
    """Seconds of typing in a note or a mail that one save gathers."""
    poll: float = 0.25
    """Seconds between looks at other reps' commits; 0 in tests: never."""
    bell: bool = False
    """Whether the terminal's bell rings when a lead answers."""
    background: Callable[[], Closing] | None = None
    """Starts what runs beside the screen, such as sending and fetching mails; closed when the screen ends."""

    def with_team(self, team: Settings | None) -> UiSettings:
        """The same with what the team has set; None: nothing."""
        if team is None:
            return self
        return replace(
            self,
            zone=team.zone,
            keys={**team.keys.bindings, **self.keys},
            card_stands=team.keys.rest_seconds,
            key_still=team.keys.still_seconds,
            meeting_goal=team.goal_meetings,
            bell=team.keys.bell,
            background=self.background if team.mail.in_screens else None,
        )
