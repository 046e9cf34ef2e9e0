"""Reads [mail] and the mailboxes of the settings: who sends, how much, how fast."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialq.policy.reading import Table
from dialq.policy.server_settings import read_imap, read_smtp, refuse_a_written_password
from dialq.settings import MailboxSettings, MailSettings

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,62}")
_ADDRESS = re.compile(r"[!#-'*+\--9=?A-Z^-~]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_URL = re.compile(r"https://[A-Za-z0-9][\x21-\x7e]*")
_BREAKS_A_HEADER = re.compile(r"[<>,\"\\]")
_TOKEN = "{token}"
_CEILING = 100
"""Mails a day that need no reason (field.md: above it more and more of them land in spam)."""
_MOST = 10_000
"""What the largest provider takes from one mailbox a day."""


def read_mail(table: Table, boxes: Sequence[Table]) -> MailSettings:
    """How mails leave, and the mailboxes they leave from."""
    default = MailSettings()
    mail = MailSettings(
        hold_seconds=table.number("hold_seconds", default.hold_seconds, 0, 24 * 60 * 60),
        maildir=table.text("maildir", ""),
        unsubscribe_url=_unsubscribe_url(table),
        in_screens=table.flag("in_screens", default.in_screens),
        mailboxes=tuple(_mailbox(box) for box in boxes),
    )
    table.done()
    _check_each_is_its_own(mail.mailboxes, boxes)
    return mail


def _unsubscribe_url(table: Table) -> str:
    """An end-point of the team's own. RFC 8058 asks for HTTPS, and without our token it could not know who asks."""
    url = table.text("unsubscribe_url", "")
    if not url:
        return ""
    if not _URL.fullmatch(url) or _BREAKS_A_HEADER.search(url):
        raise table.wrong(
            "unsubscribe_url", f"is {url!r}", 'Write it like "https://example.com/stop/{token}".'
        )
    if _TOKEN not in url:
        raise table.wrong("unsubscribe_url", "has no {token} in it", "Put {token} where ours is to stand.")
    return url


def _mailbox(box: Table) -> MailboxSettings:
    default = MailboxSettings(name="", address="")
    refuse_a_written_password(box)
    out, back = box.table("smtp"), box.table("imap")
    smtp = read_smtp(out) if "smtp" in box else None
    imap = read_imap(back, smtp) if "imap" in box else None
    mailbox = MailboxSettings(
        name=_fitting(box, "name", _NAME, "cannot name a mailbox", 'Name it in plain letters, like "sales".'),
        address=_fitting(box, "address", _ADDRESS, "is no address", 'Write it like "ana@example.com".'),
        from_name=box.line("from"),
        reps=_words(box, "reps", ()),
        smtp=smtp,
        imap=imap,
        plus_address=box.flag("plus_address", default.plus_address),
        folders=_words(box, "folders", default.folders),
        daily_limit=_daily_limit(box, default.daily_limit),
        ramp_from=box.number("ramp_from", default.ramp_from, 1, _MOST),
        ramp_step=box.number("ramp_step", default.ramp_step, 0, _MOST),
        pace_seconds=_pace(box, default.pace_seconds),
        poll_seconds=box.number("poll_seconds", default.poll_seconds, 5, 3600),
    )
    if not mailbox.folders:
        raise box.wrong("folders", "is empty", 'Name one, like "INBOX", or leave the key out.')
    box.done()
    return mailbox


def _fitting(box: Table, key: str, pattern: re.Pattern[str], what: str, hint: str) -> str:
    """A text that must be given and look like this."""
    value = box.text(key)
    if not pattern.fullmatch(value):
        raise box.wrong(key, f"is {value!r}, which {what}", hint)
    return value


def _words(box: Table, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
    """A list of names, none of them empty or twice in it."""
    words = box.texts(key, default)
    for word in words:
        if not word.strip() or not word.isprintable():
            raise box.wrong(key, f"has {word!r} in it, which is no name", "Correct or remove it.")
        if words.count(word) > 1:
            raise box.wrong(key, f"has {word!r} twice", "Once is enough.")
    return words


def _daily_limit(box: Table, default: int) -> int:
    limit = box.number("daily_limit", default, 1, _MOST)
    if not box.text("reason", "") and limit > _CEILING:
        raise box.wrong("daily_limit", f"is {limit}, above {_CEILING}", 'Add reason = "…" that says why.')
    return limit


def _pace(box: Table, default: tuple[int, int]) -> tuple[int, int]:
    """Two whole numbers, the smaller one first."""
    given = box.items("pace_seconds", default)
    seconds = [
        one for one in given if isinstance(one, int) and not isinstance(one, bool) and 0 <= one <= 3600
    ]
    if len(given) != 2 or len(seconds) != 2 or seconds[0] > seconds[1]:
        raise box.wrong(
            "pace_seconds", f"is {list(given)}", "Give the least and the most, 0 to 3600, like [60, 120]."
        )
    return seconds[0], seconds[1]


def _check_each_is_its_own(mailboxes: Sequence[MailboxSettings], boxes: Sequence[Table]) -> None:
    """No two mailboxes of one name or address, and nobody in two of them."""
    taken: dict[tuple[str, str], str] = {}
    for mailbox, box in zip(mailboxes, boxes, strict=True):
        # A name is also that of a file beside the database, and some file systems ignore case.
        claims = [("name", mailbox.name.casefold()), ("address", mailbox.address.casefold())]
        for claim in (*claims, *(("reps", rep) for rep in mailbox.reps)):
            if claim in taken:
                what = f"has {claim[1]!r}, which the mailbox {taken[claim]!r} has already"
                raise box.wrong(claim[0], what, "Keep it in one of them.")
            taken[claim] = mailbox.name
