"""The use cases the screen knows: all it can ask of a desk, in one value that tests can replace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dialq.desk.reading_acts import Ambiguous
from dialq.desk.views import (
    Card,
    DayFigures,
    Draft,
    Empty,
    FoundLead,
    Imported,
    Logged,
    LogLine,
    PromiseView,
    Queued,
    QueueView,
    Refused,
    StartView,
    StoryLine,
    Taken,
    WrapUpView,
)
from dialq.engine.verdict import Verdict
from dialq.settings import Settings
from dialq.tui.mail_vocabulary import MailVocabulary
from dialq.tui.policy_vocabulary import PolicyVocabulary

Given = Callable[..., Logged | Refused | Ambiguous]


@dataclass(frozen=True, slots=True)
class Typed:
    """A lead as a rep types it."""

    name: str
    phone: str = ""
    email: str = ""
    company: str = ""
    source: str = "by hand"
    interaction: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One field a use case; each is called as `case(desk, …)` on the thread that owns the desk."""

    settings: Callable[..., Settings | None]
    """The team's settings; None leaves the screen's own."""
    take_next: Callable[..., Taken | Empty]
    open_lead: Callable[..., Taken | Refused]
    back_to_parked: Callable[..., Taken | Empty]
    release: Callable[..., None]
    look: Callable[..., Card]
    sign_of_life: Callable[..., None]
    holder: Callable[..., str]
    """Who holds a lead; '' if nobody does."""
    pause: Callable[..., None]
    resume: Callable[..., None]
    answer: Given
    answer_and_next: Callable[..., tuple[Logged | Refused | Ambiguous, Taken | Empty | None]]
    start_call: Callable[..., Card | Refused]
    undo: Callable[..., Logged | Refused]
    redo: Callable[..., Logged | Refused]
    correct: Given
    queue: Callable[..., QueueView]
    channel_counts: Callable[..., dict[str, int]]
    why: Callable[..., Verdict]
    story: Callable[..., tuple[StoryLine, ...]]
    save_draft_note: Callable[..., None]
    draft_note: Callable[..., str]
    add_note: Callable[..., None]
    draft_mail: Callable[..., Draft]
    save_mail_draft: Callable[..., None]
    queue_mail: Callable[..., Queued | Refused]
    template_names: Callable[..., tuple[str, ...]]
    cancel_mail: Callable[..., None]
    run_outbox: Callable[..., int]
    run_automatic: Callable[..., int]
    rest: Callable[..., None]
    add_typed: Callable[..., tuple[int, str]]
    find: Callable[..., tuple[FoundLead, ...]]
    modify: Callable[..., Card]
    fields: tuple[str, ...]
    figures: Callable[..., DayFigures]
    promises: Callable[..., tuple[PromiseView, ...]]
    my_log: Callable[..., tuple[LogLine, ...]]
    start_of_day: Callable[..., StartView]
    wrap_up: Callable[..., WrapUpView]
    version: Callable[..., int]
    import_file: Callable[..., Imported]
    """`import_file(desk, path)`: reads a lead file as `dialq import` does."""
    policy: PolicyVocabulary
    """What it may ask about campaigns, nurture, experiments and load."""
    mail: MailVocabulary
    """What it may ask about mailboxes, the outbox, threads and mass mails."""
