"""What happens without a key: clocks, other reps, quiet minutes, mails that leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialq.clock import MINUTE
from dialq.desk.block import Block
from dialq.desk.desk import Desk
from dialq.desk.views import DayFigures, Empty, Item, PromiseView, QueueView
from dialq.engine.campaign import CALL, POST
from dialq.engine.verdict import TIERS
from dialq.errors import DialqError
from dialq.tui.idle import ASK, PASS_ON
from dialq.tui.vocabulary import Vocabulary

if TYPE_CHECKING:
    from dialq.tui.screens.work import WorkScreen

LISTED = 50
LISTED_NARROW = 12
"""Leads to read where one line stands for the list."""
SIGN_EVERY = 20.0
"""Seconds between two signs of life of a working rep."""
PAUSE_OF_KEYS = 0.3
"""Seconds without a key before mails are looked after."""
QUIET = 3.0
"""Seconds without a key after which small housekeeping disturbs nobody."""
RUN_EVERY = 5.0
"""Seconds between two looks at the outbox and the automatic steps (R14.5)."""
FIRST_RUN = 0.5
"""Seconds after the start: the first screen shows the mails that leave by themselves today."""
BETWEEN = 0.7
"""Seconds between two looks at what others did: with the next poll an answer is seen within a second (R11.1)."""
AFTER_PAINT = 0.05
"""Seconds to wait before the list is read anew, so that the next lead is painted first."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All that stands around the card."""

    queue: QueueView
    channels: dict[str, int]
    figures: DayFigures
    promises: tuple[PromiseView, ...]
    drafted: int
    """The lead in hand, if a mail to it was left half written; else 0."""


def look_around(desk: Desk, words: Vocabulary, block: Block | None, limit: int, lead: int) -> Surroundings:
    """Read the list, the counts and the day's figures in one go, and whether this lead has a draft."""
    listed = words.queue(desk, limit=limit, block=block)
    drafted = lead if lead and words.mail.kept_draft(desk, lead) is not None else 0
    return Surroundings(
        listed, words.channel_counts(desk), words.figures(desk), words.promises(desk), drafted
    )


class Watching:
    """Keeps the surroundings of the card true and the lease alive."""

    def __init__(self, work: WorkScreen) -> None:
        self._work = work
        self._version = -1
        self._stale = False
        self._looked = float("-inf")
        self._soon = False
        self._filled = False
        self._signed = 0.0
        self._touched = work.settings.monotonic()
        self._minute = work.settings.clock.now() // MINUTE

    def start(self) -> None:
        """Begin to watch; with `poll` 0 the timers stay off and tests call the methods."""
        if self._work.settings.poll <= 0:
            return
        self._work.set_interval(1.0, self.tick)
        self._work.set_interval(self._work.settings.poll, lambda: self._work.background(self.poll()))
        self._work.set_interval(RUN_EVERY, lambda: self._work.background(self.run_mails()))
        self._work.set_timer(FIRST_RUN, lambda: self._work.background(self.run_mails()))

    @property
    def quiet(self) -> float:
        """Seconds since the last key."""
        return self._work.settings.monotonic() - self._touched

    def touched(self) -> None:
        """A key was pressed (R12.2): life is shown to the others now and then."""
        self._touched = self._work.settings.monotonic()
        self._show_life()

    def _show_life(self) -> None:
        now = self._work.settings.monotonic()
        if self._work.state.card is not None and now - self._signed >= SIGN_EVERY:
            self._signed = now
            self._work.background(self._sign())

    async def _sign(self) -> None:
        await self._work.desk.call(self._work.words.sign_of_life)

    def tick(self) -> None:
        """One second has passed: clocks move, quiet leads are asked for and passed on."""
        work = self._work
        work.state.now = work.settings.clock.now()
        self._mind_the_empty_queue()
        self._mind_the_minute()
        if work.state.card is not None and not work.paused and not work.state.after_talk:
            on_call = work.state.card.on_call is not None
            verdict = work.settings.idle.verdict(work.state.card.item.tier, self.quiet, on_call=on_call)
            if verdict != PASS_ON:
                self._show_life()  # Within its minutes the lead is the rep's: the lease goes on.
            if verdict == ASK:
                work.state.say("Still there? Any key keeps this lead; else it goes to the others", warn=True)
            elif verdict == PASS_ON and not work.busy:
                work.start(self.pass_on())
        work.paint()

    def _mind_the_empty_queue(self) -> None:
        """The next lead was said to open at a moment: that moment is here."""
        work, empty = self._work, self._work.state.empty
        if empty is None or empty.next_at is None or work.state.card is not None:
            return
        idle = not (work.paused or work.busy or work.state.asking)
        if idle and work.state.now >= empty.next_at:
            work.start(work.stepping.next_lead())

    def _mind_the_minute(self) -> None:
        """A minute of the wall clock has passed: the local times of the numbers, and whether they are open, with it."""
        minute = self._work.state.now // MINUTE
        if minute != self._minute:
            self._minute = minute
            self._work.background(self._renew_numbers())

    async def _renew_numbers(self) -> None:
        work = self._work
        before = work.state.card
        if before is None or not before.numbers:
            return
        seen = await work.desk.call(work.words.look, before.item.lead)
        card = work.state.card
        if card is not None and [one.number for one in card.numbers] == [one.number for one in seen.numbers]:
            work.state.card = card._replace(numbers=seen.numbers)
            work.paint()

    async def pass_on(self) -> None:
        """Give the lead back; what was written stays as its draft."""
        work = self._work
        card = work.state.card
        if card is None:
            return
        await work.writing.keep()
        await work.day.let_go(card.item.lead)
        after = work.settings.idle.passes_on(card.item.tier)
        after_words = f"{after // 60} min" if after % 60 == 0 else f"{after} s"
        await self._take_away(
            f"{card.lead.name} was passed on to the others after {after_words} without a key"
        )

    async def check_hand(self) -> None:
        """Does another rep hold the lead that stands on the screen? Then it cannot be worked here (R12.1)."""
        work = self._work
        card = work.state.card
        if card is None or work.paused or work.state.after_talk or work.state.inbound:
            return
        lead = card.item.lead
        who = await work.desk.call(work.words.holder, lead)
        now = work.state.card
        if who in ("", work.state.rep) or now is None or now.item.lead != lead:
            return
        await work.writing.keep()
        await self._take_away(f"{who} holds {card.lead.name} now")

    async def _take_away(self, why: str) -> None:
        """The lead is no longer in hand; what was written stays as its draft."""
        work = self._work
        work.asking.close()
        work.writing.close()
        work.state.say("")
        work.state.put_down(None, away=f"{why}. Your note is kept.")
        work.writing.show("")
        await self.refresh()

    async def poll(self) -> None:
        """Has anybody else committed something? Then look around, at once unless it was just done."""
        work = self._work
        version = await work.desk.call(work.words.version)
        changed, self._version = version != self._version, version
        self._stale = self._stale or changed
        if changed:
            await self.check_hand()
        if self._stale and work.settings.monotonic() - self._looked >= BETWEEN:
            self._stale, self._looked = False, work.settings.monotonic()
            await work.alerting.look_at_hand()
            await self.refresh()
            await work.alerting.look_at_mails()

    async def run_mails(self) -> None:
        """Send what has stood its hold, queue what leaves by itself."""
        work = self._work
        if self.quiet < PAUSE_OF_KEYS:
            return  # The next look is seconds away, and a key waits for nobody.
        moved = await work.desk.call(work.words.run_outbox) + await work.desk.call(work.words.run_automatic)
        if self.quiet > QUIET:
            await work.desk.call(work.words.rest)
        await work.alerting.look_at_mails()
        if moved:
            await self.refresh()
        if work.state.morning is not None:
            await self.greet()

    async def greet(self) -> None:
        """The first five minutes with what came since: mails that leave by themselves, too much for today."""
        work = self._work
        view = await work.desk.call(work.words.start_of_day)
        overload = await work.desk.call(work.words.policy.overload)
        planned = await work.desk.call(work.words.mail.planned_mails)
        if work.state.morning is not None:
            work.state.morning, work.state.overload, work.state.planned = view, overload, planned
            work.paint()

    def refresh_soon(self) -> None:
        """Look around as soon as the card stands on the screen."""
        if self._work.settings.poll <= 0:
            self._work.background(self.refresh())
        elif not self._soon:
            self._soon = True
            self._work.set_timer(AFTER_PAINT, self._refresh_now)

    def _refresh_now(self) -> None:
        self._soon = False
        self._work.background(self.refresh())

    async def refresh(self) -> None:
        """Look around and paint what changed."""
        work = self._work
        limit = LISTED if work.is_wide else LISTED_NARROW
        state = work.state
        lead = state.card.item.lead if state.card is not None else 0
        seen = await work.desk.call(look_around, work.words, state.block, limit, lead)
        state.drafted = seen.drafted
        state.queue, state.channels = seen.queue, seen.channels
        state.figures, state.promises = seen.figures, seen.promises
        state.news = self._hotter(seen.queue)
        work.paint()
        await self._fill_in()

    async def _fill_in(self) -> None:
        """The first card of a session comes without its script, so that it comes sooner: here it is."""
        work = self._work
        card, step = work.state.card, work.state.card.item.step if work.state.card else None
        if card is None or card.script or step is None or step.channel not in (CALL, POST) or self._filled:
            return
        self._filled = True
        full = await work.desk.call(work.words.look, card.item.lead)
        if work.state.card is card:
            work.state.card = card._replace(say=full.say, script=full.script, voicemail=full.voicemail)
            work.paint()

    def _hotter(self, queue: QueueView) -> Item | None:
        """The first lead that would come before the one in hand (R5.4)."""
        state = self._work.state
        waiting = state.waiting
        just_in = self._work.alerting.just_in(waiting)
        if not waiting or just_in is not None:
            return just_in
        if state.card is None:
            return waiting[0] if isinstance(state.empty, Empty) or state.away else None
        held = _rank(state.card.item.tier)
        first = waiting[0]
        return first if _rank(first.tier) < min(held, TIERS.index("slipping")) else None

    def fail_quietly(self, failure: DialqError) -> None:
        """Something in the background went wrong: one sentence, no work lost."""
        self._work.state.say(str(failure), warn=True)
        self._work.paint()


def _rank(tier: str) -> int:
    return TIERS.index(tier) if tier in TIERS[1:] else len(TIERS)
