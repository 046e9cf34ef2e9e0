"""What the check of the policy files finds (R4.8)."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple, Protocol

ERROR, WARNING, NOTE = "error", "warning", "note"

RULES = {
    "bad-file": "a file that cannot be used as it is",
    "few-touches": "fewer than 6 touches",
    "many-touches": "more than 10 touches, or more than 12 with 20 days or more between them",
    "only-3-to-5-calls": "3, 4 or 5 calls",
    "no-day-one-email": "no mail on the day a lead enters",
    "no-rest": "no rest before the next campaign",
    "same-approach": "goal, message and approach of the campaign before it",
    "value-step-sells": "a step that gives something of value, and asks for something",
    "no-value-in-nurture": "an item of nurture that gives nothing of value",
    "item-twice": "the same text twice to one lead",
    "short-gap": "less time between two steps than the caps let pass",
    "unreachable-step": "a step that no lead can come to",
    "too-many-voicemails": "voicemails on more than two calls",
    "pair-adds-a-mail": "a paired mail with no mail of the plan to count as",
    "missing-goal": "a goal, message or approach that says nothing",
    "unknown-merge-field": "a field that no lead has",
    "no-subject": "a mail without a subject",
    "header-line": "a line that looks like a header of the mail, and is none",
    "empty-text": "a text with nothing in it",
    "bad-template": "a text that cannot be filled in",
    "unknown-snippet": "a snippet that no file holds",
    "field-in-one-part": "a field in the HTML of a mail that its text lacks, or the other way round",
    "retired-in-programme": "a retired campaign in a programme",
    "no-event": "an event campaign without an event",
    "accepts-nothing": "an acceptance of what the check does not find",
}
"""What the check looks for, by the name that `accept` silences it with."""


class Finding(NamedTuple):
    """One thing the check found in a policy file."""

    file: str
    """`campaigns/inbound.toml`."""
    where: str
    """The step, `line 12`, or '' for the whole file."""
    rule: str
    """Its name, which `accept` silences."""
    severity: str
    """`error`, `warning` or `note`."""
    text: str
    """What is wrong and where the evidence comes from."""
    accepted: str = ""
    """The team's reason to live with it; '' while nobody gave one."""

    @property
    def stands(self) -> bool:
        """Whether somebody should do something about it."""
        return self.severity != NOTE and not self.accepted


class TextFault(NamedTuple):
    """What is wrong in a text with merge fields."""

    line: int
    rule: str
    text: str


class TextReader(Protocol):
    """Reads a text as mails are made from it, and says what is wrong with it."""

    def __call__(
        self, text: str, event: bool = False, *, snippets: Collection[str] | None = (), beside: str = ""
    ) -> tuple[TextFault, ...]:
        """Everything wrong in a text of an event campaign or of another.

        `snippets` it may hold; None: it is one itself. `beside`: the text part of the mail it is the HTML of.
        """
        ...
