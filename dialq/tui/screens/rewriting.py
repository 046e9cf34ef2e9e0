"""A mail that waits, or leaves by itself later, written anew: it does not leave while its editor is open (SEED1-18)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from dialq.desk.mail_views import MailLine, PlannedMail
from dialq.desk.views import Draft, Queued
from dialq.errors import DialqError, NothingThere
from dialq.tui.mail_vocabulary import WholeMail
from dialq.tui.screens.mail import EDITING, MailScreen, Written
from dialq.tui.screens.office import Office

if TYPE_CHECKING:
    from textual.app import App

Waiting = MailLine | PlannedMail
Read = Callable[[Waiting], Awaitable[WholeMail]]
"""Reads it whole."""
KEPT_BACK_EVERY = 60.0
"""Seconds between two signs that somebody still types."""


class Rewriting:
    """Opens the editor on a mail that is kept back for it, and lets the mail go when the editor is left."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._words = office.every_word.mail
        self._open: Waiting | None = None
        """What is kept back because its editor is open."""

    async def rewrite(self, entry: Waiting, read: Read, app: App[None]) -> Written | None:
        """Let it be edited as it stands now; None: it was left so. Raises BadInput or NothingThere if it has left."""
        await self._keep_back(entry)
        self._open = entry
        try:
            whole = await read(entry)
        except DialqError:
            await self._let_go(entry)
            raise
        draft = Draft(entry.lead, "", whole.to, whole.subject, whole.body, footer=whole.footer)
        screen = MailScreen(
            draft, entry.name, save=partial(self._keep_back_still, entry), send=partial(self._keep, entry),
            refusal=self._office.refusal, save_after=KEPT_BACK_EVERY, manner=EDITING,
        )  # fmt: skip
        written = await app.push_screen_wait(screen)
        if written is None or isinstance(entry, PlannedMail):
            await self._let_go(entry)
        self._open = None
        return written

    def let_go_without_loop(self) -> None:
        """The terminal goes away: the mail waits as before."""
        entry, self._open = self._open, None
        wait = self._office.desk.call_and_wait
        with suppress(DialqError):
            if isinstance(entry, MailLine):
                wait(self._words.release_mail, entry.message)
            elif entry is not None and not entry.held_by:
                wait(self._words.release_planned, entry.lead, entry.step)

    async def _keep_back(self, entry: Waiting) -> None:
        if isinstance(entry, MailLine):
            await self._office.ask(self._words.hold_mail, entry.message)
        elif not entry.held_by:
            await self._office.ask(self._words.hold_planned, entry.lead, entry.step)

    async def _keep_back_still(self, entry: Waiting, draft: Draft) -> None:
        """Somebody types on: it is kept back from now anew."""
        if isinstance(entry, MailLine):
            with suppress(DialqError):  # It is said when the text is to be kept.
                await self._office.ask(self._words.hold_mail, entry.message)

    async def _let_go(self, entry: Waiting) -> None:
        self._open = None
        with suppress(NothingThere):  # The campaign went on without it.
            if isinstance(entry, MailLine):
                await self._office.ask(self._words.release_mail, entry.message)
            elif not entry.held_by:
                await self._office.ask(self._words.release_planned, entry.lead, entry.step)

    async def _keep(self, entry: Waiting, draft: Draft) -> Queued | None:
        ask, words = self._office.ask, self._words
        if isinstance(entry, MailLine):
            return await ask(words.edit_mail, entry.message, draft.subject, draft.body)
        await ask(words.edit_planned, entry.lead, entry.step, draft.subject, draft.body)
        return None
