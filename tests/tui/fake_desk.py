"""A desk in memory: the same vocabulary as the real one, believable leads, no rules and no file."""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec.structs import replace

from dialq.clock import Instant, ManualClock
from dialq.desk.block import Block
from dialq.desk.reading_acts import Ambiguous, Answer
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
    Touches,
    WrapUpView,
)
from dialq.engine.outcome import OUTCOMES
from dialq.engine.verdict import Verdict
from dialq.errors import BadInput, NothingThere
from dialq.tui.vocabulary import Typed, Vocabulary
from tests.tui.fake_cards import NOON, PEOPLE, a_card
from tests.tui.fake_mail import MAIL_WORDS, Mails
from tests.tui.fake_policy import POLICY_WORDS, undo_handing

__all__ = ["NOON", "PEOPLE"]


@dataclass
class FakeDesk:
    """State of the fake; `said` notes every call that records."""

    clock: ManualClock = field(default_factory=lambda: ManualClock(NOON))
    cards: list[Card] = field(default_factory=list)
    in_hand: int = 0
    parked: list[int] = field(default_factory=list)
    drafts: dict[int, str] = field(default_factory=dict)
    notes: list[tuple[int, str]] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    corrections: list[tuple[int, Answer]] = field(default_factory=list)
    mails: list[Draft] = field(default_factory=list)
    mail_drafts: list[Draft] = field(default_factory=list)
    calls: list[tuple[int, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    refuse: Refused | None = None
    holders: dict[int, str] = field(default_factory=dict)
    clean: bool = True
    held: tuple[Queued, ...] = ()
    version: int = 1
    fault: str = ""
    edited: bool = False
    judged: tuple[int, int] | None = None
    pieces: list[int] = field(default_factory=list)
    elsewhere: bool = False
    young: bool = False
    loaded: bool = False
    experiments: bool = True
    owed: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    handed: list[tuple[str, tuple[int, ...], str]] = field(default_factory=list)
    taken_back: list[int] = field(default_factory=list)
    tasks: list[tuple[int, str, str]] = field(default_factory=list)
    post: Mails = field(default_factory=Mails)
    closed: bool = False
    checks_seen: bool = False
    left_open: tuple[Queued, ...] = ()

    def close(self) -> None:
        """As the real one."""
        self.closed = True

    def card(self, lead: int) -> Card:
        """The card of a lead, its draft note on it."""
        card = next(card for card in self.cards if card.item.lead == lead)
        return card._replace(draft_note=self.drafts.get(lead, ""))

    @property
    def waiting(self) -> list[Card]:
        """Cards nobody has dealt with."""
        done = {answer.lead for answer in self.answers} | {mail.lead for mail in self.mails} | self.gone
        return [card for card in self.cards if card.item.lead not in done]


def a_desk(count: int = len(PEOPLE)) -> FakeDesk:
    """A desk with the first `count` of the people above."""
    desk = FakeDesk()
    desk.cards = [a_card(place, *person) for place, person in enumerate(PEOPLE[:count], 1)]
    return desk


def take_next(desk: FakeDesk, block: Block | None = None) -> Taken | Empty:
    waiting = desk.waiting
    if block is not None:
        waiting = [card for card in waiting if card.item.step and card.item.step.channel in block.channels]
    if not waiting:
        desk.in_hand = 0
        held = {"not-due": 312, "window": 41, "resting": 12} if desk.cards else {}
        return Empty(
            len(desk.cards), Instant(NOON + 3600), held, "Nobody is ready; the next lead opens at 12:42."
        )
    if desk.in_hand not in {card.item.lead for card in waiting}:
        desk.in_hand = waiting[0].item.lead
    card = desk.card(desk.in_hand)
    return Taken(card, unfinished=card.on_call is not None)


def open_lead(desk: FakeDesk, lead: int, *, inbound: bool = False) -> Taken | Refused:
    if desk.in_hand and desk.in_hand != lead:
        desk.parked.append(desk.in_hand)
    desk.in_hand = lead
    return Taken(desk.card(lead))


def back_to_parked(desk: FakeDesk) -> Taken | Empty:
    if not desk.parked:
        raise BadInput("no lead is parked", "Opening another lead parks the one in hand.")
    desk.in_hand = desk.parked.pop()
    return Taken(desk.card(desk.in_hand))


def release(desk: FakeDesk, lead: int) -> None:
    desk.said.append(f"release {lead}")
    desk.in_hand = 0


def look(desk: FakeDesk, lead: int) -> Card:
    return desk.card(lead)


def sign_of_life(desk: FakeDesk) -> None:
    desk.said.append("alive")


def holder(desk: FakeDesk, lead: int) -> str:
    return desk.holders.get(lead, "")


def pause(desk: FakeDesk, reason: str) -> None:
    desk.said.append(f"pause {reason}")
    if desk.in_hand:
        desk.parked.append(desk.in_hand)
        desk.in_hand = 0


def resume(desk: FakeDesk) -> None:
    desk.said.append("resume")


def answer(desk: FakeDesk, given: Answer) -> Logged | Refused | Ambiguous:
    if desk.refuse is not None and not given.override:
        return desk.refuse
    if "when" in OUTCOMES[given.code].needs and not given.when:
        raise BadInput("a callback needs a time", "Say `tomorrow 9` or `fri 14:30`")
    if given.when == "at 7":
        return Ambiguous(("today 19:00", "tomorrow 07:00"))
    desk.answers.append(given)
    desk.drafts.pop(given.lead, None)
    label = OUTCOMES[given.code].label
    return Logged(len(desk.answers) + 100, given.lead, "active", Touches(5, 10, 1, 5), desk.card(given.lead).verdict,
                  f"{label.capitalize()}. Next: call 4 on Fri pm.")  # fmt: skip


def answer_and_next(
    desk: FakeDesk, given: Answer, block: Block | None = None
) -> tuple[Logged | Refused | Ambiguous, Taken | Empty | None]:
    said = answer(desk, given)
    return said, take_next(desk, block) if isinstance(said, Logged) else None


def start_call(desk: FakeDesk, lead: int, number: str, seen: int) -> Card | Refused:
    if desk.refuse is not None:
        return desk.refuse
    desk.calls.append((lead, number))
    place = next(place for place, card in enumerate(desk.cards) if card.item.lead == lead)
    desk.cards[place] = desk.cards[place]._replace(
        on_call=desk.clock.now(), on_call_number=number, seen=seen + 1
    )
    return desk.card(lead)


def undo(desk: FakeDesk) -> Logged | Refused:
    if desk.handed:
        back = undo_handing(desk, f"batch-{len(desk.handed)}")
        desk.in_hand = back.done[0]
        return Logged(200, back.done[0], "active", Touches(4, 10, 0, 4), desk.card(back.done[0]).verdict,
                      "Took back: handed over to nurture")  # fmt: skip
    if not desk.answers:
        raise NothingThere("there is nothing of yours to take back today")
    taken = desk.answers.pop()
    desk.in_hand = taken.lead
    return Logged(200, taken.lead, "active", Touches(4, 10, 0, 4), desk.card(taken.lead).verdict,
                  f"Taken back: {OUTCOMES[taken.code].label}.")  # fmt: skip


def correct(desk: FakeDesk, event: int, given: Answer) -> Logged | Refused:
    desk.corrections.append((event, given))
    return Logged(
        300, given.lead, "active", Touches(4, 10, 0, 4), desk.card(given.lead).verdict, "Corrected."
    )


def queue(
    desk: FakeDesk, *, at: Instant | None = None, limit: int = 50, block: Block | None = None
) -> QueueView:
    items = tuple(card.item for card in desk.waiting)
    counts = {tier: sum(item.tier == tier for item in items) for tier in {item.tier for item in items}}
    counts["cadence"] = counts.get("cadence", 0) + 61
    return QueueView(NOON, "ana", len(items) + 61, {"not-due": 312}, items[:limit], counts)


def channel_counts(desk: FakeDesk) -> dict[str, int]:
    return {"call": 40, "email": 23, "social": 9, "post": 6, "research": 12}


def why(desk: FakeDesk, lead: int, at: Instant | None = None) -> Verdict:
    return desk.card(lead).verdict


def story(desk: FakeDesk, lead: int) -> tuple[StoryLine, ...]:
    return desk.card(lead).story


def save_draft_note(desk: FakeDesk, lead: int, text: str) -> None:
    desk.drafts[lead] = text


def draft_note(desk: FakeDesk, lead: int) -> str:
    return desk.drafts.get(lead, "")


def add_note(desk: FakeDesk, lead: int, text: str) -> None:
    desk.notes.append((lead, text))


def draft_mail(desk: FakeDesk, lead: int, template: str = "") -> Draft:
    card = desk.card(lead)
    missing = ("industry",) if template == "value" else ()
    return Draft(lead, template or "pricing", card.lead.emails[0], "Pricing for cold-chain alerts",
                 f"Hi {card.lead.name.split()[0]},\n\nfrom $40 a depot.\n\nAna", missing,
                 "Example Freight, 1 Example Street, Springfield\nNo more mail? Reply STOP.")  # fmt: skip


def save_mail_draft(desk: FakeDesk, draft: Draft) -> None:
    desk.mail_drafts.append(draft)


def queue_mail(
    desk: FakeDesk, draft: Draft, *, seen: int | None = None, override: str = ""
) -> Queued | Refused:
    if draft.missing:
        raise BadInput("the mail lacks industry", "Fill it with m, or edit the text")
    if desk.refuse is not None and not override:
        return desk.refuse
    if desk.checks_seen and seen != desk.card(draft.lead).seen:
        return Refused("changed", "something happened to this lead", override=False)
    desk.mails.append(draft)
    return Queued(
        "<1@example.com>", draft.lead, draft.to, draft.subject, draft.body, "held", Instant(NOON + 60)
    )


def cancel_mail(desk: FakeDesk, message: str) -> None:
    desk.held = tuple(mail for mail in desk.held if mail.message != message)
    desk.post.stop(message)


def template_names(desk: FakeDesk) -> tuple[str, ...]:
    return ("pricing", "value", "after-no-answer")


def add_typed(desk: FakeDesk, typed: Typed) -> tuple[int, str]:
    place = len(desk.cards) + 1
    desk.cards.append(a_card(place, typed.name, "", typed.company, "fresh", "call", ""))
    return place, "created"


def find(desk: FakeDesk, text: str, limit: int = 50) -> tuple[FoundLead, ...]:
    wanted = text.lower()
    return tuple(
        FoundLead(card.item.lead, card.lead.name, card.lead.company, card.lead.title, card.item.phone,
                  card.item.email, card.stage, f"ready, {card.item.tier}")
        for card in desk.cards
        if wanted in card.lead.name.lower() or wanted in card.item.phone
    )  # fmt: skip


def modify(desk: FakeDesk, lead: int, **fields: str) -> Card:
    place = next(place for place, card in enumerate(desk.cards) if card.item.lead == lead)
    card = desk.cards[place]
    known = {name: value for name, value in fields.items() if name not in ("phone", "email")}
    desk.cards[place] = card._replace(lead=replace(card.lead, **known))
    return desk.card(lead)


def figures(desk: FakeDesk) -> DayFigures:
    return DayFigures(41 + len(desk.answers), 6, 1, 41, 52, len(desk.mails))


def promises(desk: FakeDesk) -> tuple[PromiseView, ...]:
    return (PromiseView(2, "Lee Moran", "Tindal", Instant(NOON + 1080), "ring the mobile", "12:00 in 18m"),)


def my_log(desk: FakeDesk) -> tuple[LogLine, ...]:
    return tuple(
        LogLine(place + 100, given.lead, desk.card(given.lead).lead.name, desk.card(given.lead).lead.company, NOON,
                "11:40", given.channel, given.code, OUTCOMES[given.code].label, given.note)
        for place, given in enumerate(desk.answers, 1)
    )  # fmt: skip


def start_of_day(desk: FakeDesk) -> StartView:
    return StartView((), 2, promises(desk), desk.held, 2, queue(desk).counts)


def wrap_up(desk: FakeDesk) -> WrapUpView:
    loose = () if desk.clean else promises(desk)
    return WrapUpView((), (), (), desk.left_open, loose, figures(desk))


def version(desk: FakeDesk) -> int:
    return desk.version


def import_file(desk: FakeDesk, path: object) -> Imported:
    desk.cards = a_desk(3).cards
    return Imported("b1", 3, 3, 0, 0, 0, 0)


def nothing(desk: FakeDesk) -> int:
    return 0


def nothing_at_all(desk: FakeDesk) -> None:
    return None


WORDS = Vocabulary(
    settings=nothing_at_all,
    take_next=take_next,
    open_lead=open_lead,
    back_to_parked=back_to_parked,
    release=release,
    look=look,
    sign_of_life=sign_of_life,
    holder=holder,
    pause=pause,
    resume=resume,
    answer=answer,
    answer_and_next=answer_and_next,
    start_call=start_call,
    undo=undo,
    redo=undo,
    correct=correct,
    queue=queue,
    channel_counts=channel_counts,
    why=why,
    story=story,
    save_draft_note=save_draft_note,
    draft_note=draft_note,
    add_note=add_note,
    draft_mail=draft_mail,
    save_mail_draft=save_mail_draft,
    queue_mail=queue_mail,
    template_names=template_names,
    cancel_mail=cancel_mail,
    run_outbox=nothing,
    run_automatic=nothing,
    rest=nothing_at_all,
    add_typed=add_typed,
    find=find,
    modify=modify,
    fields=("title", "company", "city"),
    figures=figures,
    promises=promises,
    my_log=my_log,
    start_of_day=start_of_day,
    wrap_up=wrap_up,
    version=version,
    import_file=import_file,
    policy=POLICY_WORDS,
    mail=MAIL_WORDS,
)
"""The fake's use cases, as the app asks for them."""
