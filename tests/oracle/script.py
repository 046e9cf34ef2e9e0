"""Abstract commands of a random day: what people and leads do, without ids, instants or numbers.

`Play.facts_of` turns one into concrete facts for the world as it is, which any engine can then execute.
"""

from __future__ import annotations

from dataclasses import dataclass

from dialq.engine.lead import WARM


@dataclass(frozen=True, slots=True)
class Add:
    """A lead comes in; the next free id is its own."""

    temperature: str = WARM
    interaction: str = ""
    age: int = 0
    """Seconds since it arrived."""
    numbers: tuple[int, ...] = ()
    """Which of the shared numbers it has."""
    emails: tuple[int, ...] = ()
    company: int = 0
    """Which of the shared companies; 0 is none."""
    linkedin: bool = False
    address: bool = False
    zones: tuple[str, ...] = ()
    interactions: int = 0
    doubtful: bool = False
    source: str = ""
    title: str = ""
    cost: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """Time passes."""

    seconds: int


@dataclass(frozen=True, slots=True)
class WaitForNext:
    """Time passes until some lead's verdict changes (one that is held opens, a ready one moves)."""

    rep: int
    more: int = 0
    """Seconds beyond that edge; -1 stops just before it."""


@dataclass(frozen=True, slots=True)
class Work:
    """A rep takes the first lead of the queue (waits for one) and does what is asked; a call is `code`."""

    rep: int
    code: str = "no-answer"
    when: int | None = None
    """Seconds from now, for codes that ask for a time; moved on to when the lead may be rung."""
    reason: str = ""
    scope: str = ""
    anyone: bool = False
    talk: int = 60
    pair: bool = False
    """A mail goes with a call that reached nobody."""


@dataclass(frozen=True, slots=True)
class Log:
    """A rep writes down something about any lead, claimed or not, due or not (R7.4)."""

    rep: int
    lead: int
    """Modulo the number of leads."""
    code: str
    channel: str = "call"
    ago: int = 0
    """Seconds since it happened; never before the lead's arrival."""
    number: int = 0
    when: int | None = None
    reason: str = ""
    scope: str = ""
    anyone: bool = False
    inbound: bool = False


@dataclass(frozen=True, slots=True)
class StartCall:
    """A rep dials the first ready lead that asks for a call, and does not say what came of it."""

    rep: int


@dataclass(frozen=True, slots=True)
class Respond:
    """A lead does something."""

    lead: int
    kind: str
    ago: int = 0


@dataclass(frozen=True, slots=True)
class Post:
    """Every automatic mail that is due leaves."""

    wait: bool = False
    """Waits for the next one that is planned."""


@dataclass(frozen=True, slots=True)
class Undo:
    """A rep takes back the last outcome of this day, if nothing forbids it (R13.2)."""

    rep: int


@dataclass(frozen=True, slots=True)
class Redo:
    """A rep takes back the last undo, if it was the last thing done."""

    rep: int


@dataclass(frozen=True, slots=True)
class Correct:
    """A rep replaces one of today's own outcomes (R13.4)."""

    rep: int
    which: int
    """Modulo how many there are, the newest first."""
    code: str
    when: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ban:
    """Somebody suppresses one of the shared numbers, addresses or companies."""

    scope: str
    which: int


Command = Add | Wait | WaitForNext | Work | Log | StartCall | Respond | Post | Undo | Redo | Correct | Ban
