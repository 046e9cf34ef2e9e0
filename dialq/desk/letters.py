"""Mails that came in, as the desk gets them: read, told apart, and not yet acted on (R14.3)."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from dialq.clock import Instant

REPLY, OUT_OF_OFFICE, LEFT_COMPANY, BOUNCE = "reply", "out-of-office", "left-company", "bounce"
COMPLAINT, UNSUBSCRIBE, CALENDAR, LOOP, OTHER = "complaint", "unsubscribe", "calendar", "loop", "other"
KINDS = (REPLY, OUT_OF_OFFICE, LEFT_COMPANY, BOUNCE, COMPLAINT, UNSUBSCRIBE, CALENDAR, LOOP, OTHER)
"""What a mail can be (cli.md, `mail classify`)."""
NO_CONTACT, NO_CALLS = "no-contact", "no-calls"
"""Status of an unsubscribe that is about more than mail, and of a reply whose writer wants no calls."""
NOT_READ = "the program failed over this mail: read it in your mail program"
"""Doubt of a letter of which hardly more is known than that it came."""


class Letter(Struct, frozen=True):
    """One mail, understood. Texts hold no control characters but newlines."""

    kind: str
    """One of KINDS."""
    message: str = ""
    """Its Message-ID with angle brackets; where it has none, `<sha256-of-what-it-says@dialq.invalid>`."""
    written: Instant | None = None
    """Its Date header; None: none that can be read."""
    sender: str = ""
    """The address in From, its domain in lower case; '' where there is none (a bounce)."""
    sender_name: str = ""
    subject: str = ""
    text: str = ""
    """What they wrote themselves, without quotes and signatures of ours, at most 20,000 characters."""
    answers: tuple[str, ...] = ()
    """Message-IDs it answers, the surest first: In-Reply-To; of a bounce or complaint the returned mail's own id."""
    mentions: tuple[str, ...] = ()
    """Other Message-IDs in References or in a bounce's text: clients recycle them, they prove little."""
    tokens: tuple[str, ...] = ()
    """Words of ours it carries back: ids `<dialq.TOKEN@…>` anywhere, plus-addresses, subjects `unsubscribe TOKEN`."""
    recipients: tuple[str, ...] = ()
    """Addresses in To, Cc, Delivered-To and X-Original-To."""
    permanent: bool | None = None
    """Of a bounce: whether it is for good. None: it is no bounce, or says nothing of it."""
    status: str = ""
    """Of a bounce: the status of RFC 3463, `5.1.1`; of a calendar reply `accepted`, `declined` or `tentative`;
    of an unsubscribe NO_CONTACT where they want to hear from us in no way at all, calls included; of a reply
    NO_CALLS where they want no calls; else ''."""
    address: str = ""
    """The address that a bounce, a complaint or a left-company is about; '' if it does not say."""
    until: date | None = None
    """Of an out-of-office: the day they are back."""
    why: str = ""
    """What it was told by, for people: `Auto-Submitted: auto-replied`."""
    doubt: str = ""
    """Why a person should look at it whatever follows from it: `it could not be read`; '' if there is no need to."""


class Envelope(Struct, frozen=True):
    """Where a letter lies; it stays there, unread if it was unread."""

    mailbox: str
    """Name of the mailbox in the settings."""
    folder: str
    validity: int
    """UIDVALIDITY of the folder when it was fetched."""
    uid: int
    arrived: Instant
    """INTERNALDATE."""


class Cursor(Struct, frozen=True):
    """How far a folder has been read."""

    validity: int
    uid: int
    """The highest UID that was taken in; 0: none yet."""
    at: Instant
    """When it was last looked at."""
    problem: str = ""
    """Why the last look failed; '' if it did not."""
