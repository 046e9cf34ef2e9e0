"""Minds the policy: edited files are taken up, a fault is shown, leads are judged anew between two keys."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from dialq.desk.desk import Desk
from dialq.tui.policy_vocabulary import PolicyVocabulary

if TYPE_CHECKING:
    from dialq.desk.policy_views import Judging
    from dialq.tui.screens.work import WorkScreen

FIRST_LOOK = 0.6
"""Seconds after the start, when the first lead may stand already."""
LOOK_EVERY = 2.0
"""Seconds between two looks at the policy files."""
PAUSE_OF_KEYS = 0.3
"""Seconds without a key before leads are judged anew."""
QUIET = 3.0
"""Seconds without a key after which a longer piece of work disturbs nobody."""
SHORT, LONG = 0.008, 0.025
"""Seconds one piece of judging may take while keys come, and in the quiet."""
FEWEST, MOST = 10, 1000
"""Leads in one piece."""


def look_at_policy(desk: Desk, words: PolicyVocabulary) -> tuple[bool, str, Judging | None]:
    """(did the policy change, what is wrong with its files, leads still to be judged)."""
    changed = words.reload_policy(desk)
    return changed, words.policy_fault(desk), words.judging(desk)


class Minding:
    """Keeps the policy of an open screen true to the files."""

    def __init__(self, work: WorkScreen) -> None:
        self._work = work
        self._looking = False
        self._leads = FEWEST

    def start(self) -> None:
        """Begin to look; with `poll` 0 the timer stays off and tests call the methods."""
        if self._work.settings.poll > 0:
            self._work.set_timer(FIRST_LOOK, self._start_looking)
            self._work.set_interval(LOOK_EVERY, self._start_looking)

    def _start_looking(self) -> None:
        if not self._looking and self._is_quiet():
            self._looking = True
            self._work.background(self._look_once())

    async def _look_once(self) -> None:
        try:
            await self.look()
        finally:
            self._looking = False

    def _is_quiet(self) -> bool:
        """No key lately, and nobody waits for the desk."""
        return not self._work.desk.busy and self._work.watching.quiet >= PAUSE_OF_KEYS

    async def look(self) -> None:
        """Take up what was edited, show what is wrong, go on judging."""
        work = self._work
        changed, fault, judging = await work.desk.call(look_at_policy, work.words.policy)
        state = work.state
        if (fault, judging) != (state.fault, state.judging):
            state.fault, state.judging = fault, judging
            work.paint()
        if changed:
            state.say("The policy files were edited: the new policy is in force")
            await work.watching.refresh()
        if judging is not None:
            await self.judge()

    async def judge(self) -> None:
        """Judge piece after piece until a key comes, another process does it, or all is done."""
        work = self._work
        while work.state.judging is not None and self._is_quiet():
            before, began = work.state.judging, work.settings.monotonic()
            work.state.judging = await work.desk.call(work.words.policy.judge_some, self._leads)
            self._fit(work.settings.monotonic() - began)
            work.paint()
            if work.state.judging is None:
                await work.watching.refresh()
            elif work.state.judging.done <= before.done:
                return  # Another process is at it.
            await asyncio.sleep(0)  # A key that waits goes first.

    def _fit(self, took: float) -> None:
        """As many leads a piece as fit into the time there is."""
        room = LONG if self._work.watching.quiet >= QUIET else SHORT
        wanted = self._leads * 2 if took <= 0 else int(self._leads * min(2.0, room / took))
        self._leads = max(FEWEST, min(MOST, wanted))
