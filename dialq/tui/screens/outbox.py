"""The mails: mailboxes, what a person must decide, what waits, what leaves by itself today (SEED1-18)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial

from dialq.clock import Instant
from dialq.desk.mail_views import LetterLine, MailLine, OutboxView, PlannedMail
from dialq.desk.views import Queued
from dialq.tui.actions import MAIL
from dialq.tui.acts.command import Command, Later
from dialq.tui.drawing.letter import mail_lines, text_lines
from dialq.tui.drawing.outbox import FAILED, HOLD, UNCONFIRMED, Look, Row, outbox_lines, rows_of
from dialq.tui.drawing.outbox_keys import SENDING, acts_of, offered
from dialq.tui.formatting import day_and_clock, plural
from dialq.tui.mail_vocabulary import WholeMail
from dialq.tui.screens.mail import Written
from dialq.tui.screens.many import mail_to_many
from dialq.tui.screens.office import Office
from dialq.tui.screens.pick import Pick
from dialq.tui.screens.pick import Row as Choice
from dialq.tui.screens.place import Place
from dialq.tui.screens.rewriting import Rewriting
from dialq.tui.screens.sheet import TextSheet
from dialq.tui.spans import DIM, Line, line, span

TICK = 1.0
"""Seconds between two repaints of what counts down."""
ACTS = ("outbox.stop", "outbox.edit", "outbox.again", "outbox.left", "outbox.lead", "outbox.batch")
"""What is done with the marked mail; another one must not be hit by it."""
READ_EVERY = 5
"""Ticks after which the page is read anew though nobody else has committed: limits and pace move by the clock."""


class OutboxScreen(Place[int | None]):
    """Returns the lead to open, or None."""

    PLACE = MAIL

    def __init__(self, office: Office, part: str = HOLD) -> None:
        """`part`: where the mark stands at first."""
        super().__init__("MAILS", office.keymap)
        self._office = office
        self._words = office.every_word.mail
        self._part = part
        self._view: OutboxView | None = None
        self._listed: tuple[Row, ...] = ()
        self._version = -1
        self._ticks = 0
        self._slid = False
        """The marked mail went away, by itself or by a key, and the mark stands on another one since."""
        self._sure_of = ""
        """The unconfirmed mail of which the consequence of sending it again was said."""
        self._rewriting = Rewriting(office)

    def commands(self) -> dict[str, Command]:
        """Action id -> what it does."""
        return {
            "outbox.read": self._read_one,
            "outbox.stop": self._unless_stray(self._stop),
            "outbox.edit": self._edit,
            "outbox.again": self._unless_stray(self._again),
            "outbox.left": self._unless_stray(self._left),
            "outbox.start": self._unless_stray(self._start_mailbox),
            "outbox.lead": self._open,
            "outbox.many": self._many,
            "outbox.batch": self._unless_stray(self._stop_batch),
            "outbox.section": self._next_part,
        }

    def _unless_stray(self, act: Callable[[], Awaitable[None]]) -> Later:
        """R9.4: a stray, held or pasted key records nothing."""

        async def guarded() -> None:
            refusal = self._office.refusal()
            if refusal:
                self.say(f"Key dropped: {refusal}", warn=True)
            else:
                await act()

        return guarded

    def perform(self, action: str) -> None:
        """Do what an action says, unless it would hit another mail than the one that was marked."""
        if self._slid and action in ACTS and self.marked is not None:
            self._slid = False
            key, entry = self.keymap.first(action), self.marked.entry
            self.say(f"{key} dropped: the marked mail is gone; {key} again = on {_who(entry)}", warn=True)
            return
        if action != "outbox.again":
            self._sure_of = ""
        super().perform(action)

    def moved(self) -> None:
        """The mark was moved by a key: it stands where it is wanted."""
        self._slid, self._sure_of = False, ""
        super().moved()

    def offered(self) -> Mapping[str, str]:
        """What works on the marked row."""
        return offered(self._view, self.marked)

    def on_mount(self) -> None:
        """Read, then count down and follow what others do."""
        self.start(self._read_first())
        if self._office.every > 0:
            self.set_interval(TICK, self.tick)

    def tick(self) -> None:
        """A second has passed: cells that count down move; now and then the page is read anew."""
        if not self.is_current:
            return
        self._ticks += 1
        self.paint()
        if not self._office.desk.busy:
            self.run_worker(self._watched(self.follow()), group="follow", exclusive=True)

    async def follow(self) -> None:
        """Read anew if another has committed something, and now and then anyway."""
        version = await self._office.ask(self._office.every_word.version)
        if version != self._version or self._ticks >= READ_EVERY:
            self._version, self._ticks = version, 0
            await self._read()

    async def _read_first(self) -> None:
        self._version = await self._office.ask(self._office.every_word.version)
        await self._read()
        self.mark = next((place for place, row in enumerate(self._listed) if row.part == self._part), 0)

    async def _read(self) -> None:
        """Read anew; the mark goes with its mail. If that is gone, the next key only says what it would hit (R9.4)."""
        self._view = await self._office.ask(self._words.outbox_view)
        marked = self.marked
        self._listed = rows_of(self._view)
        names = [_name(row) for row in self._listed]
        gone = marked is not None and _name(marked) not in names
        if marked is not None and not gone:
            self.mark = names.index(_name(marked))
        self.mark = max(0, min(self.mark, self.rows - 1))
        if gone:
            self._office.changed()
            self._slid = True
        self.paint()

    @property
    def rows(self) -> int:
        """Mails and letters."""
        return len(self._listed)

    @property
    def marked(self) -> Row | None:
        """The row under the mark."""
        return self._listed[self.mark] if self.mark < self.rows else None

    def body_lines(self, width: int, height: int) -> Sequence[Line]:
        """The page."""
        if self._view is None:
            return (line(span(" reading the mails", DIM)),)
        office = self._office
        look = Look(width, height, office.zone, office.clock.now(), self.keymap.first)
        return outbox_lines(self._view, self._listed, self.mark, look)

    async def _read_one(self) -> None:
        row = self.marked
        if row is None:
            return
        entry, acts = row.entry, acts_of(row)
        draw: Callable[[int], Sequence[Line]]
        if isinstance(entry, LetterLine):
            title, draw = "LETTER from", partial(_letter_lines, entry)
        else:
            title = "MAIL to"
            draw = partial(mail_lines, await self._whole(entry))
        title = f"{title} {entry.name or 'somebody unknown'}"
        heard = {key: act for act in acts for key in self.keymap.keys.get(act, ())}
        foot = "".join(f"{self.keymap.first(act)} {word}   " for act, word in acts.items())
        chosen = await self.app.push_screen_wait(TextSheet(title, draw, keys=heard, foot=foot))
        if chosen is not None:
            self.perform(chosen)

    async def _whole(self, entry: MailLine | PlannedMail) -> WholeMail:
        if isinstance(entry, MailLine):
            return await self._office.ask(self._words.whole_mail, entry.message)
        footer = await self._office.ask(self._words.footer)
        return WholeMail("", entry.to, entry.subject, entry.body, footer)

    async def _stop(self) -> None:
        row = self.marked
        if row is None:
            return
        entry = row.entry
        if isinstance(entry, PlannedMail):
            await self._hold(entry)
        elif isinstance(entry, MailLine) and "outbox.stop" in acts_of(row):
            await self._office.ask(self._office.every_word.cancel_mail, entry.message)
            await self._done(f'Stopped: "{entry.subject}" does not go to {entry.to}')
        else:
            self.say(self._cannot(row, "stopped"), warn=True)

    async def _hold(self, entry: PlannedMail) -> None:
        act = self._words.release_planned if entry.held_by else self._words.hold_planned
        await self._office.ask(act, entry.lead, entry.step)
        key = self.keymap.first("outbox.stop")
        await self._done(
            f"The mail to {entry.name} leaves when its time comes"
            if entry.held_by
            else f"The mail to {entry.name} is held back; {key} lets it go"
        )

    async def _edit(self) -> None:
        row = self.marked
        if row is None:
            return
        entry = row.entry
        if isinstance(entry, LetterLine) or "outbox.edit" not in acts_of(row):
            self.say(self._cannot(row, "changed"), warn=True)
            return
        written = await self._rewriting.rewrite(entry, self._whole, self.app)
        await (self._read() if written is None else self._done(self._kept_words(entry, written)))

    def keep_without_loop(self) -> None:
        """The terminal goes away: what was being edited waits as before."""
        self._rewriting.let_go_without_loop()

    def _kept_words(self, entry: MailLine | PlannedMail, written: Written) -> str:
        """What becomes of an edited mail."""
        if isinstance(entry, PlannedMail) and entry.held_by:
            key = self.keymap.first("outbox.stop")
            return f"Kept. The mail to {entry.name} is still held by {entry.held_by}; {key} lets it go"
        at = f" {self._clock(written.said.leaves_at)}" if isinstance(written.said, Queued) else ""
        return f"The mail to {entry.name} leaves{at} as it stands now"

    def _clock(self, at: Instant) -> str:
        return day_and_clock(at, self._office.zone, self._office.clock.now())

    async def _again(self) -> None:
        row = self.marked
        if row is None:
            return
        entry = row.entry
        if isinstance(entry, MailLine) and row.part == FAILED:
            await self._office.ask(self._words.retry_mail, entry.message)
            await self._read()
            self.say(f'"{entry.subject}" to {entry.to} is tried again{self._hold_words(entry)}')
        elif isinstance(entry, MailLine) and row.part == UNCONFIRMED:
            await self._again_in_doubt(entry)
        else:
            self.say(self._cannot(row, "sent again"), warn=True)

    async def _again_in_doubt(self, entry: MailLine) -> None:
        """It may have left: the first press says what a second copy means, the next one sends it (R14.2)."""
        key = self.keymap.first
        if self._sure_of != entry.message:
            self._sure_of = entry.message
            again, left = key("outbox.again"), key("outbox.left")
            self.say(
                f"If it left, {entry.name or entry.to} gets it twice. {again} once more = send a second copy; "
                f"{left} = it left",
                warn=True,
            )
            return
        self._sure_of = ""
        await self._office.ask(self._words.resolve_mail, entry.message, left=False)
        await self._read()
        self.say(f'"{entry.subject}" is sent to {entry.to} again{self._hold_words(entry)}')

    def _hold_words(self, entry: MailLine) -> str:
        """Until when a mail can be stopped again; '' if it does not wait."""
        waits = [one for one in (self._view.hold if self._view else ()) if one.message == entry.message]
        return (
            f" {self._clock(waits[0].leaves)}; {self.keymap.first('outbox.stop')} stops it" if waits else ""
        )

    async def _left(self) -> None:
        row = self.marked
        if row is None:
            return
        entry = row.entry
        if isinstance(entry, LetterLine):
            await self._office.ask(self._words.letter_seen, entry.id)
            await self._done(f'Seen: "{entry.subject}" from {entry.name or entry.sender}')
        elif isinstance(entry, MailLine) and row.part == UNCONFIRMED:
            await self._office.ask(self._words.resolve_mail, entry.message, left=True)
            await self._done(f'Noted: "{entry.subject}" to {entry.to} has left')
        else:
            self.say("Only of an unconfirmed mail it can be said that it left", warn=True)

    async def _start_mailbox(self) -> None:
        boxes = self._view.mailboxes if self._view else ()
        stopped = [box.name for box in boxes if box.stopped]
        name: str | None = stopped[0] if stopped else None
        if len(stopped) > 1:
            rows = [Choice(box.name, box.name, box.stopped) for box in boxes if box.stopped]
            name = await self.app.push_screen_wait(Pick("START which mailbox?", rows))
        elif name is None:
            self.say("No mailbox is stopped", warn=True)
        if name is not None:
            await self._office.ask(self._words.restart_mailbox, name)
            await self._done(f"The mailbox {name} sends again; if its server refuses again, it stops again")

    async def _stop_batch(self) -> None:
        entry = self.marked.entry if self.marked else None
        batch = (await self._whole(entry)).batch if isinstance(entry, MailLine) else ""
        if not batch:
            self.say("The marked mail belongs to no batch", warn=True)
            return
        stopped = await self._office.ask(self._words.stop_batch, batch)
        await self._done(f"{plural(stopped, 'mail')} of {batch} stopped; what had left has left")

    def _open(self) -> None:
        entry = self.marked.entry if self.marked else None
        if entry is not None and entry.lead:
            self.dismiss(entry.lead)
        elif entry is not None:
            self.say("Nobody we know wrote this", warn=True)

    async def _many(self) -> None:
        said = await mail_to_many(self._office, self.app)
        await self._read()
        if said:
            self.say(said)

    def _next_part(self) -> None:
        """Tab: the first row of the next part."""
        parts = list(dict.fromkeys(row.part for row in self._listed))
        if self.marked is not None:
            wanted = parts[(parts.index(self.marked.part) + 1) % len(parts)]
            self.mark = next(place for place, row in enumerate(self._listed) if row.part == wanted)
            self._slid = False

    async def _done(self, said: str) -> None:
        await self._read()
        self.say(said)

    def _cannot(self, row: Row, what: str) -> str:
        """Why the marked row cannot be stopped, changed or sent again, and what can be done with it."""
        key = self.keymap.first
        if isinstance(row.entry, MailLine) and row.entry.status == SENDING:
            return f"It is being sent this moment and cannot be {what}"
        if isinstance(row.entry, LetterLine):
            return f"A letter of theirs cannot be {what}; {key('outbox.left')} = seen"
        if row.part == UNCONFIRMED:
            return f"It may have left: {key('outbox.left')} = it left, {key('outbox.again')} = send it again"
        if row.part == FAILED:
            return f"It failed and cannot be {what}; {key('outbox.again')} tries it again as it is"
        return f"It waits for its time and cannot be {what}; {key('outbox.stop')} stops it"


def _who(entry: MailLine | PlannedMail | LetterLine) -> str:
    """Whose mail it is."""
    return entry.name or (entry.sender if isinstance(entry, LetterLine) else entry.to)


def _name(row: Row) -> tuple[object, ...]:
    """What a row is known by from one reading to the next."""
    entry = row.entry
    if isinstance(entry, MailLine):
        return ("mail", entry.message)
    return ("letter", entry.id) if isinstance(entry, LetterLine) else ("planned", entry.lead, entry.step)


def _letter_lines(letter: LetterLine, width: int) -> tuple[Line, ...]:
    head = WholeMail(letter.sender, "", letter.subject, "", "")
    return (*mail_lines(head, width)[:2], (), *text_lines(letter.text, width))
