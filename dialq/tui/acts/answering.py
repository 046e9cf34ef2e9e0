"""Outcomes: at once, by a one-line form, with an override, as a correction (R7.4, R9, R13.4)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from dialq.desk.reading_acts import Ambiguous, Answer
from dialq.desk.views import Card, Logged, Refused
from dialq.engine.outcome import HUMAN, OUTCOMES, Outcome
from dialq.tui.actions import ACTIONS
from dialq.tui.acts.command import Command
from dialq.tui.forms import Form, filled, outcome_form, override_form, readings_form
from dialq.tui.state import is_suppressed, suppressed_words

if TYPE_CHECKING:
    from dialq.tui.screens.work import WorkScreen

BY_CHANNEL = {"replied": "email", "bounced": "email", "unsubscribed": "email", "out-of-office": "email"}
"""Outcomes that say by themselves how they came."""


class Answering:
    """Turns outcome keys into answers."""

    def __init__(self, work: WorkScreen) -> None:
        self._work = work
        self._pending: Answer | None = None
        """The answer whose form is open."""
        self._warned_of = (0, "")
        """The lead that may not be worked, and the outcome at which that was said."""

    def commands(self) -> dict[str, Command]:
        """Action id -> what it does."""
        found: dict[str, Command] = {"answer.other": self.open_row}
        for action in ACTIONS:
            code = action.id.removeprefix("answer.")
            if action.id.startswith("answer.") and code in OUTCOMES:
                found[action.id] = partial(self.choose, code)
        return found | {
            "step.later": partial(self.choose, "later"),
            "step.skip": partial(self.choose, "skip"),
        }

    def open_row(self) -> None:
        """`0`: the next key is a letter of the other outcomes."""
        self._work.state.prefix = "0"

    async def choose(self, code: str) -> None:
        """Log an outcome: at once if it asks nothing, else by its form."""
        state = self._work.state
        card = state.corrected or state.card
        if card is None:
            state.say("No lead is in hand", warn=True)
            return
        if self._is_barred(card, code):
            return
        outcome = OUTCOMES[code]
        answer = self._begin(card, outcome)
        if outcome.at_once:
            await self.give(answer)
            return
        names = await self._templates(outcome)
        self._pending = answer
        self._work.asking.ask(outcome_form(code, card, state.chosen, names), self.fill)

    def _is_barred(self, card: Card, code: str) -> bool:
        """A lead that nobody may work (R18.1): the first press says so, the same key again logs what was done."""
        state = self._work.state
        known = state.correcting or state.inbound or card.on_call is not None
        warned, self._warned_of = self._warned_of, (card.item.lead, code)
        if known or not is_suppressed(card) or warned == self._warned_of:
            return False
        key, enter = state.keymap.first(_action_of(code)), state.keymap.first("step.do").capitalize()
        state.opened = True
        state.say(f"{suppressed_words(card)}. {enter} = next lead; {key} again = log it anyway", warn=True)
        return True

    async def _templates(self, outcome: Outcome) -> tuple[str, ...]:
        if "template" not in outcome.asks:
            return ()
        return await self._work.desk.call(self._work.words.template_names)

    def _begin(self, card: Card, outcome: Outcome) -> Answer:
        state = self._work.state
        channel = BY_CHANNEL.get(outcome.code, "")
        if not channel:
            stepped = card.item.step.channel if card.item.step else "call"
            channel = "call" if outcome.for_calls and outcome.code != "do-not-call" else stepped
        return Answer(
            lead=card.item.lead,
            code=outcome.code,
            seen=card.seen,
            channel=channel,
            number=state.chosen.number if channel == "call" and state.chosen else "",
            note=state.correcting.note if state.correcting else self._work.writing.text,
            direction="in" if state.inbound else "out",
        )

    async def fill(self, form: Form, values: dict[str, str]) -> None:
        """A form was committed: complete the pending answer and give it."""
        if self._pending is not None:
            await self.give(filled(self._pending, values))

    async def give(self, answer: Answer) -> None:
        """Log it; a refusal or a doubtful time is asked at once in the same line."""
        work = self._work
        self._pending = answer
        correcting = work.state.correcting
        talk = OUTCOMES[answer.code].human == HUMAN and answer.channel == "call" and not correcting
        if correcting:
            said = await work.desk.call(work.words.correct, correcting.event, answer)
        elif talk:
            said = await work.desk.call(work.words.answer, answer)
        else:
            said, after = await work.desk.call(work.words.answer_and_next, answer, work.state.block)
            if isinstance(said, Logged):
                self._report(said)
                await work.show_next(after)
                return
        await self._hear(said, answer, talk=talk)

    async def _hear(self, said: Logged | Refused | Ambiguous, answer: Answer, *, talk: bool) -> None:
        work = self._work
        if isinstance(said, Ambiguous):
            work.asking.ask(readings_form(answer, said.readings), self.fill)
        elif isinstance(said, Refused):
            await self._refuse(said, answer)
        else:
            corrected, work.state.correcting = work.state.correcting, None
            work.state.corrected = None
            self._report(said)
            if talk:
                work.writing.finish(answer.note)
                await work.look_again(after_all=True)
            elif corrected:
                await work.look_again()

    async def _refuse(self, said: Refused, answer: Answer) -> None:
        why = f"{said.rule}: {said.why}"
        await self._work.watching.check_hand()
        if self._work.state.card is None:
            return  # Another rep holds the lead: the screen says so.
        if said.override:
            self._work.asking.ask(override_form(replace(answer, override=""), why), self.fill)
            return
        self._work.asking.close()
        await self._work.look_again()
        self._work.state.say(why, warn=True)

    def _report(self, said: Logged) -> None:
        self._work.asking.close()
        self._work.writing.forget_unsaved()
        self._work.state.handed = None
        extra = said.breach or said.warning
        self._work.state.say(f"{said.toast}  ! {extra}" if extra else said.toast, warn=bool(extra))


def _action_of(code: str) -> str:
    """The action that logs an outcome."""
    return f"step.{code}" if code in ("later", "skip") else f"answer.{code}"
