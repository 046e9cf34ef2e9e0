"""What the desk shows: plain values for screens, JSON and tests. Times are instants, ready-made texts are local.

Named tuples, not dataclasses: there are two dozen, and a dataclass costs 0.7 ms at every start of the program.
"""

from __future__ import annotations

from typing import NamedTuple

from dialq.clock import Instant
from dialq.engine.lead import Lead
from dialq.engine.persona import NOT_ASKED, Fit
from dialq.engine.verdict import Verdict


class StepView(NamedTuple):
    """The step to do, as `3 of 6`."""

    key: str
    number: int
    """Which step of its channel it is, from 1…"""
    of: int
    """…of how many of that channel in the campaign."""
    channel: str
    template: str = ""
    pair: str = ""
    label: str = ""
    """`call 3 of 6`; for answers and promises `answer them`, `call back`."""


class Item(NamedTuple):
    """One place in the queue (cli.md: an item)."""

    place: int
    lead: int
    name: str
    company: str
    tier: str
    programme: str
    campaign: str
    step: StepView | None
    arrived: Instant
    due: Instant | None
    local_time: str
    """Wall clock where the lead is, `08:42`."""
    phone: str
    email: str
    reasons: tuple[str, ...]
    late: str = ""
    """How it stands in the list: `2d late`, `0:38`, `12:00 in 18m`; '' for plain due."""
    shared: str = ""
    """How the warm share brought it to its place, the first of its reasons; '' if it stands there by itself."""
    owed: str = ""
    """What is owed before the plan: `answer`, `promise`, or `own` (a task, a meeting and how it went); '' nothing."""


class NumberView(NamedTuple):
    """A number on the card."""

    number: str
    kind: str
    shown: str
    """As people write it: `+1 415 555 0142`."""
    local_time: str
    """`08:42 in San Francisco` or `08:42 New York`."""
    window: str
    """`open until 21:00 (number)` / `closed until 08:00 (team's zone)`."""
    open: bool
    last: str
    """What came of it last: `no answer Mon, Tue`, 'dead until …', '' if never rung."""
    dead: bool = False


class Meter(NamedTuple):
    """Cap meter (R7.7): used / allowed."""

    campaign: tuple[int, int]
    calls: tuple[int, int]
    day: tuple[int, int]
    life: tuple[int, int]
    dials: tuple[int, int]


class StoryLine(NamedTuple):
    """One line of a lead's timeline, newest first."""

    event: int
    at: Instant
    when: str
    """`Tue 10:12` in the team's zone."""
    kind: str
    """`call`, `email`, `note`, `THEY`, `stage`, `undo`, …"""
    who: str
    code: str
    """Outcome code or event kind."""
    text: str
    undone: bool = False


class ColleagueView(NamedTuple):
    """Someone else at the same company, in work."""

    lead: int
    name: str
    title: str
    text: str
    """`Ben talked to her Mon: "budget is Q1"`, `rests until 4 Dec`."""


class Interaction(NamedTuple):
    """Something the lead did (SEED2-03)."""

    at: Instant
    when: str
    """The date in the team's zone, `10 Nov`."""
    kind: str
    topic: str


class Card(NamedTuple):
    """All the work screen shows of one lead."""

    item: Item
    lead: Lead
    verdict: Verdict
    seen: int
    """Last event of this lead the card knows: an answer must name it (stale cards are refused)."""
    stage: str
    why_now: str
    say: str
    """The reason to call or the script's first line."""
    script: str
    voicemail: str
    numbers: tuple[NumberView, ...]
    meter: Meter
    colleagues: tuple[ColleagueView, ...]
    story: tuple[StoryLine, ...]
    promise: str = ""
    on_call: Instant | None = None
    """When the call without an outcome was started, if one runs."""
    on_call_number: str = ""
    draft_note: str = ""
    banner: str = ""
    """`SUPPRESSED…`, `rests until…`, `Ben holds this lead`: shown when a lead was opened by hand."""
    then: tuple[str, ...] = ()
    """What each at-once key would do: shown on the keys (`no answer -> Fri pm`)."""
    temperature: str = ""
    """`hot` or `warm`, as it is by now (R3.5)."""
    fit: Fit = NOT_ASKED
    """How it fits the team's persona, each check with its reason (R3.1)."""
    interactions: tuple[Interaction, ...] = ()
    """What the lead did, newest first."""
    spent: int = 0
    """What following it up has cost so far, in cents…"""
    budget: int | None = None
    """…against what it cost to get; None: unknown (R19.1)."""
    silent_since: Instant | None = None
    """Since when it does not answer though it showed interest (SEED4-06)."""


class Taken(NamedTuple):
    """A lead is in hand."""

    card: Card
    unfinished: bool = False
    """R9.2: a call was started and has no outcome: ask it first."""


class Empty(NamedTuple):
    """Nothing is ready for this rep."""

    leads: int
    """How many leads the file has; 0 offers import or demo."""
    next_at: Instant | None
    """When the next lead opens."""
    held: dict[str, int]
    """How many leads each rule holds."""
    text: str
    """Both in one sentence."""


class Refused(NamedTuple):
    """A rule says no (R7.4): a value, since reps meet it daily."""

    rule: str
    why: str
    until: Instant | None = None
    override: bool = True
    """Whether a reason (`override`) lets it through."""


class Touches(NamedTuple):
    """How often the lead was touched after this event."""

    campaign: int
    of: int
    day: int
    life: int


class Logged(NamedTuple):
    """An act was recorded."""

    event: int
    lead: int
    stage: str
    touches: Touches
    next: Verdict | None
    """How the lead stands now; None where the next lead was taken in the same act."""
    toast: str
    """What happened, for people: `No answer. Mail "…" leaves 10:21. Next: call 2 at 10:30.`"""
    breach: str = ""
    warning: str = ""
    created: int | None = None
    """The new lead of a referral."""

    @property
    def stands(self) -> Verdict:
        """`next`, where it was asked for."""
        assert self.next is not None
        return self.next


class TierCounts(NamedTuple):
    """How many leads stand in each tier for this rep, by tier name."""

    counts: dict[str, int]

    @property
    def ready(self) -> int:
        """All of them."""
        return sum(self.counts.values())


class QueueView(NamedTuple):
    """The ordered queue (cli.md `queue`)."""

    at: Instant
    rep: str
    ready: int
    held: dict[str, int]
    items: tuple[Item, ...]
    counts: dict[str, int]
    next_at: Instant | None = None


class DayFigures(NamedTuple):
    """A rep's day, for the header and the wrap-up."""

    dials: int
    talks: int
    meetings: int
    touches: int
    first_touch: int | None
    """Median seconds from arrival to first call by a person, today; None if there was none."""
    in_hold: int
    """Mails waiting in the outbox."""


class PromiseView(NamedTuple):
    """A promise of a rep."""

    lead: int
    name: str
    company: str
    at: Instant
    words: str
    text: str
    """`12:00 in 18m`."""


class LogLine(NamedTuple):
    """One of my outcomes of today (my log)."""

    event: int
    lead: int
    name: str
    company: str
    at: Instant
    when: str
    channel: str
    code: str
    label: str
    note: str
    corrected: bool = False
    undone: bool = False


class Draft(NamedTuple):
    """A mail being written: rendered, editable, not sent."""

    lead: int
    template: str
    to: str
    subject: str
    body: str
    missing: tuple[str, ...] = ()
    """Merge fields without a value: they block the send (R14.1)."""
    footer: str = ""
    """Sender identity, postal address and opt-out that every mail carries (R14.4)."""
    answers: tuple[str, ...] = ()
    """Message-IDs of the letter it answers."""


class Queued(NamedTuple):
    """A mail stands in the outbox."""

    message: str
    lead: int
    to: str
    subject: str
    body: str
    status: str
    leaves_at: Instant


class FoundLead(NamedTuple):
    """A search hit."""

    lead: int
    name: str
    company: str
    title: str
    phone: str
    email: str
    stage: str
    verdict: str
    """`ready, fresh` or `held: resting until 4 Dec`."""


class StartView(NamedTuple):
    """First five minutes (screens.md)."""

    unfinished: tuple[LogLine, ...]
    responses: int
    promises: tuple[PromiseView, ...]
    mails: tuple[Queued, ...]
    slipping: int
    counts: dict[str, int]


class WrapUpView(NamedTuple):
    """Last five minutes (screens.md)."""

    without_note: tuple[LogLine, ...]
    without_next: tuple[LogLine, ...]
    drafts: tuple[str, ...]
    mails: tuple[Queued, ...]
    promises: tuple[PromiseView, ...]
    figures: DayFigures
    drafted: tuple[int, ...] = ()
    """The leads of the drafts, in their order."""

    @property
    def clean(self) -> bool:
        """Whether there is nothing left to ask before leaving."""
        return not (self.without_note or self.without_next or self.drafts or self.mails or self.promises)


class Imported(NamedTuple):
    """What came of a lead file."""

    batch: str
    rows: int
    created: int
    merged: int
    skipped: int
    rejected: int
    suppressed: int
    rejects_file: str = ""
    unchanged: int = 0
    interactions: int = 0
    """What people we knew did, and that we had not heard of yet (R3.2)."""


class Exported(NamedTuple):
    """A file was written, whole."""

    rows: int
    file: str
