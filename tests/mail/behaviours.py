"""What a mail server can do wrong at one stage of a conversation."""

from __future__ import annotations

from typing import NamedTuple

STAGES = ("connect", "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "text", "END", "RSET", "QUIT")
"""`connect` is the greeting, `text` lies behind the first line of a mail's text, `END` behind its last."""


class Behaviour(NamedTuple):
    """What happens at a stage instead of the usual answer."""

    say: bytes | None = None
    """What is answered; None: what is usual there."""
    silent: bool = False
    """Nothing is answered at all."""
    keep: bool = False
    """At END: the mail counts as accepted, whatever is answered."""
    then: str = "go on"
    """`go on`, `drop` (hang up), `reset` (hang up rudely) or `hang` (say nothing more)."""
    after: float = 0
    """Seconds that pass before."""
    dribble: float = 0
    """Seconds between two bytes of the answer."""


WELL = Behaviour(keep=True)
DROP = Behaviour(silent=True, then="drop")
DROP_AFTER = Behaviour(keep=True, then="drop")
RESET = Behaviour(silent=True, then="reset")
HANG = Behaviour(silent=True, then="hang")
KEEP_AND_DROP = Behaviour(silent=True, keep=True, then="drop")
KEEP_AND_RESET = Behaviour(silent=True, keep=True, then="reset")
KEEP_AND_HANG = Behaviour(silent=True, keep=True, then="hang")


def refuse(words: str, then: str = "go on") -> Behaviour:
    """Answer with these words, like `550 5.1.1 unknown user`."""
    return Behaviour(say=words.encode() + b"\r\n", then=then)


def say(raw: bytes, then: str = "go on", dribble: float = 0) -> Behaviour:
    """Answer with exactly these bytes."""
    return Behaviour(say=raw, then=then, dribble=dribble)


def late(seconds: float) -> Behaviour:
    """The usual answer, after so many seconds."""
    return Behaviour(keep=True, after=seconds)
