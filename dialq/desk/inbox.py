"""Letters come in: each is handled once, and the folder's cursor moves with it (R11, R14.3)."""

from __future__ import annotations

import hashlib

from msgspec.structs import replace

from dialq.clock import DAY, Instant
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.kept import UNCONFIRMED
from dialq.desk.ledger import read
from dialq.desk.letter_acts import act_on, own_addresses
from dialq.desk.letter_effects import Case, Done
from dialq.desk.letter_shelves import KeptLetter
from dialq.desk.letters import COMPLAINT, LOOP, NOT_READ, UNSUBSCRIBE, Cursor, Envelope, Letter
from dialq.desk.mail_fates import put_down_left
from dialq.desk.mail_views import LetterLine, TakenIn
from dialq.desk.matching import Match, is_of, match, untagged

LOOK_BACK = 30 * DAY
"""How far back a first look goes at most."""
SHOWN = 200
"""Letters to look at, at once."""


def take_in(desk: Desk, envelope: Envelope, letter: Letter) -> TakenIn:
    """Act on a letter and move the cursor past it, all or nothing; one that was handled before changes nothing."""
    now = desk.now()
    with desk.store.writing():
        _pass(desk, envelope, now)
        digest = digest_of(letter)
        known = desk.store.letters.known(letter.message, letter.sender, digest)
        if known is not None:
            return TakenIn(known.kind, known.lead, "handled before", new=False)
        ours = _is_ours(desk, letter)
        kind = LOOP if ours else letter.kind
        found = Match() if ours else match(desk, envelope, letter)
        done = _act(desk, envelope, letter, found, now)
        kept = KeptLetter(
            0, letter.message, letter.sender, envelope.mailbox, envelope.folder, envelope.validity, envelope.uid,
            envelope.arrived, now, kind, found.lead, done.event, matched=found.by, acted=done.acted, look=done.look,
            digest=digest,
        )  # fmt: skip
        desk.store.letters.put(_with_text(kept, letter))
    return TakenIn(kind, found.lead, done.acted)


def _act(desk: Desk, envelope: Envelope, letter: Letter, found: Match, now: Instant) -> Done:
    """What follows from a letter."""
    if not found.lead:
        said = _of_nobody(letter, found)
        return Done(said, look=bool(said))
    mail = found.mail
    if mail is not None and found.is_sure and mail.status == UNCONFIRMED:
        put_down_left(desk, mail, now)
        mail = desk.store.outbox.get(mail.message)
    dossier = read(desk, found.lead)
    happened = _happened(envelope, letter, found, dossier, now)
    return act_on(desk, Case(envelope, letter, found._replace(mail=mail), dossier, happened, now))


def _of_nobody(letter: Letter, found: Match) -> str:
    """Why a person should see a letter that concerns nobody we know; '' if it is private mail, or none of ours."""
    if found.forged:
        return "a false mark of ours, from nobody we know"
    if letter.kind == UNSUBSCRIBE:
        return "asks to hear no more from us, and is nobody we know"
    if letter.kind == COMPLAINT:
        return "a complaint that names no mail of ours"
    return NOT_READ if letter.doubt == NOT_READ else ""


def digest_of(letter: Letter) -> str:
    """A short sum of what a letter says, the same for each copy of it: lists and servers change the rest."""
    words = letter.text.split() or [letter.subject]
    said = [letter.kind, letter.status, letter.address, *letter.tokens, *words]
    return hashlib.sha256("\0".join(said).encode("utf-8", "replace")).hexdigest()[:16]


def _happened(envelope: Envelope, letter: Letter, found: Match, dossier: Dossier, now: Instant) -> Instant:
    """When it was written, by its own date: not before what it answers, and not in the future."""
    earliest = max(dossier.lead.arrived, found.mail.queued if found.mail is not None else Instant(0))
    written = letter.written if letter.written is not None else envelope.arrived
    return min(max(written, earliest), now)


def _is_ours(desk: Desk, letter: Letter) -> bool:
    """Whether it is a mail of ours that came back to us, or one that a rep wrote by other means."""
    if desk.store.outbox.get(letter.message) is not None:
        return True
    if untagged(letter.sender) not in own_addresses(desk):
        return False
    answered = (desk.store.outbox.get(message) for message in letter.answers)
    return not any(mail is not None and is_of(desk, mail.lead, letter.sender) for mail in answered)


def _with_text(kept: KeptLetter, letter: Letter) -> KeptLetter:
    """Private mail is not ours to keep: only what concerns a lead, or pretends to, keeps its words."""
    if not kept.lead and not kept.look:
        return kept
    return replace(kept, subject=letter.subject, text=letter.text)


def _pass(desk: Desk, envelope: Envelope, now: Instant) -> None:
    """The folder was read up to this letter."""
    before = desk.store.letters.cursor(envelope.mailbox, envelope.folder)
    same = before is not None and before.validity == envelope.validity
    uid = max(envelope.uid, before.uid) if before is not None and same else envelope.uid
    desk.store.letters.keep_cursor(envelope.mailbox, envelope.folder, Cursor(envelope.validity, uid, now))


def cursor(desk: Desk, mailbox: str, folder: str) -> Cursor | None:
    """How far a folder was read; None: it never was."""
    return desk.store.letters.cursor(mailbox, folder)


def keep_cursor(desk: Desk, mailbox: str, folder: str, cursor: Cursor) -> None:
    """Put down that a folder was looked at, or why it could not be."""
    with desk.store.writing():
        desk.store.letters.keep_cursor(mailbox, folder, cursor)


def first_fetch_since(desk: Desk, mailbox: str) -> Instant:
    """How far back a first look goes: to the first mail sent from there, at most 30 days; now if none was."""
    now = desk.now()
    first = desk.store.mailboxes.get(mailbox).first_sent
    if first is None:  # Its mails go to the folder: no sender keeps that.
        first = next(iter(desk.store.outbox.left_since(mailbox, Instant(0))), now)
    return max(first, Instant(now - LOOK_BACK))


def letters_to_look_at(desk: Desk) -> tuple[LetterLine, ...]:
    """Letters that a person should look at, the newest first."""
    with desk.store.reading():
        return tuple(_line(desk, kept) for kept in desk.store.letters.to_look_at(SHOWN))


def _line(desk: Desk, kept: KeptLetter) -> LetterLine:
    name = read(desk, kept.lead).lead.name if kept.lead else ""
    return LetterLine(
        kept.id, kept.lead, name, kept.arrived, kept.kind, kept.sender, kept.subject, kept.text, kept.acted, kept.look
    )  # fmt: skip


def letter_seen(desk: Desk, id: int) -> None:
    """A person has looked at it: it is not shown again."""
    with desk.store.writing():
        desk.store.letters.seen(id)
