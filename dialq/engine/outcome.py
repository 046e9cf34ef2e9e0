"""What can come of a step: the table of R9, one row an outcome."""

from __future__ import annotations

from msgspec import Struct

NOBODY = ""
HUMAN = "human"
OTHER = "other"
"""A human, but not the lead."""

INBOUND = "in"
OUTBOUND = "out"


class Outcome(Struct, frozen=True):
    """One disposition: three separate flags, and what it still has to ask."""

    code: str
    label: str
    key: str
    """The digit, or `0` and a letter, that logs it from the work screen; '' if it has none."""
    dial: bool
    touch: bool
    human: str
    asks: tuple[str, ...] = ()
    """What the one-line form asks: `when`, `reason`, `scope`, `number`, `to`, `template`."""
    needs: tuple[str, ...] = ()
    """Which of these have no default and must be given (exit 2 on the command line)."""
    at_once: bool = False
    """Commits on the key alone and brings the next lead (R9.1)."""
    for_calls: bool = True
    """An outcome of a call; else of the other channels."""


REASONS = ("need", "budget", "timing", "competitor", "authority", "other")
"""Why a lead is not interested."""

SCOPES = ("person", "number", "address", "domain", "company")
"""What a ban covers (R9 `0 d`)."""

_CALLS = (
    Outcome("no-answer", "no answer", "1", True, True, NOBODY, at_once=True),
    Outcome("voicemail", "voicemail", "2", True, True, NOBODY, at_once=True),
    Outcome("busy", "busy", "3", True, False, NOBODY, at_once=True),
    Outcome("gatekeeper", "gatekeeper", "4", True, True, OTHER, at_once=True),
    Outcome("callback", "callback", "5", True, True, HUMAN, ("when",), ("when",)),
    Outcome("interested", "interested", "6", True, True, HUMAN, ("when",), ("when",)),
    Outcome("meeting", "meeting set", "7", True, True, HUMAN, ("when", "to"), ("when",)),
    Outcome("not-now", "not now", "8", True, True, HUMAN, ("when",)),
    Outcome("not-interested", "not interested", "9", True, True, HUMAN, ("reason",), ("reason",)),
    Outcome("wrong-number", "wrong number", "0 w", True, False, OTHER, ("number",)),
    Outcome("bad-number", "bad number", "0 b", True, False, NOBODY, ("number",)),
    Outcome("info-sent", "info sent", "0 i", True, True, HUMAN, ("template", "when")),
    Outcome("referred", "referred", "0 r", True, True, HUMAN, ("to",), ("to",)),
    Outcome("left-company", "left the company", "0 l", True, True, OTHER, ("reason",)),
    Outcome("hung-up", "hung up", "0 h", True, True, HUMAN, ("reason",)),
    Outcome("do-not-call", "do not call", "0 d", True, True, HUMAN, ("scope",)),
)

_OTHERS = (
    Outcome("sent", "sent", "", False, True, NOBODY, for_calls=False),
    Outcome("done", "done", "", False, True, NOBODY, for_calls=False),
    Outcome("replied", "replied", "", False, False, HUMAN, for_calls=False),
    Outcome("bounced", "bounced", "", False, False, NOBODY, for_calls=False),
    Outcome("out-of-office", "out of office", "", False, False, NOBODY, ("when",), for_calls=False),
    Outcome("unsubscribed", "unsubscribed", "", False, False, HUMAN, for_calls=False),
    Outcome("accepted", "accepted", "", False, False, NOBODY, for_calls=False),
    Outcome("declined", "declined", "", False, False, NOBODY, for_calls=False),
    Outcome("attended", "attended", "", False, False, HUMAN, for_calls=False),
    Outcome("no-show", "no show", "", False, False, NOBODY, for_calls=False),
    Outcome("cancelled", "cancelled", "", False, False, NOBODY, for_calls=False),
    Outcome("skip", "skipped", "", False, False, NOBODY, ("reason",), ("reason",), for_calls=False),
    Outcome("later", "later", "", False, False, NOBODY, ("when", "reason"), for_calls=False),
)

OUTCOMES: dict[str, Outcome] = {outcome.code: outcome for outcome in _CALLS + _OTHERS}
BY_KEY: dict[str, Outcome] = {outcome.key: outcome for outcome in _CALLS}
