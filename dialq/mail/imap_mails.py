"""Takes mails out of an open folder, a few at a time, whatever their size and whatever is wrong with one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from dialq.clock import HOUR, Instant, from_datetime
from dialq.mail.arrived import BEGINNING, Arrived
from dialq.mail.imap_faults import FAULTS, LOST

if TYPE_CHECKING:
    from dialq.mail.imap_client import ImapClient, Slip

SLIPS_AT_ONCE = 200
BYTES_AT_ONCE = 1024 * 1024
"""Mails are fetched together up to so many bytes."""
TRIES = 3
"""So often the connection may be lost over one mail before only its header is asked for, and so often over that."""
ALL, BEGIN, HEAD = "all", "begin", "head"


class Wanted(Struct, frozen=True):
    """Mails to take out of a folder."""

    folder: str
    validity: int
    uids: Sequence[int]
    since: Instant
    """Of a first look: mails that arrived long before it are left. 0: none are."""
    no_date: Instant
    """What stands in for a date that cannot be read."""


class MailTaker:
    """Fetches mails from the folder that is open. It remembers over which mails the connection was lost."""

    def __init__(self) -> None:
        self._losses: Counter[tuple[str, int, int]] = Counter()

    def take(self, client: ImapClient, wanted: Wanted) -> Iterator[Arrived]:
        """The mails in the order of their UIDs; those that are gone are left out."""
        for first in range(0, len(wanted.uids), SLIPS_AT_ONCE):
            slips = client.slips(wanted.uids[first : first + SLIPS_AT_ONCE])
            dates = {uid: _instant(slip.arrived) or wanted.no_date for uid, slip in slips.items()}
            # Clocks differ: a bounce can seem to have come before its mail left.
            young = {uid: slip for uid, slip in slips.items() if dates[uid] >= wanted.since - HOUR}
            for group in self._groups(wanted, young):
                for uid, (raw, note) in self._fetch(client, wanted, group, young).items():
                    yield Arrived(uid=uid, validity=wanted.validity, arrived=dates[uid], raw=raw, note=note)

    def _groups(self, wanted: Wanted, slips: dict[int, Slip]) -> Iterator[list[int]]:
        """UIDs that are fetched together: alone those that are large or that cost a connection."""
        group: list[int] = []
        weight = 0
        for uid in sorted(slips):
            alone = slips[uid].size > BEGINNING or self._losses[self._key(wanted, uid)] > 0
            if group and (alone or weight + slips[uid].size > BYTES_AT_ONCE):
                yield group
                group, weight = [], 0
            if alone:
                yield [uid]
            else:
                group.append(uid)
                weight += slips[uid].size
        if group:
            yield group

    def _fetch(
        self, client: ImapClient, wanted: Wanted, group: list[int], slips: dict[int, Slip]
    ) -> dict[int, tuple[bytes, str]]:
        """The bytes of some mails, each with what is to be said of it."""
        bodies = self._ask(client, wanted, group, ALL) if len(group) > 1 else {}
        given = {uid: body for uid, body in bodies.items() if body is not None}
        return {
            uid: taken
            for uid in group
            if (taken := _cut(given[uid]) if uid in given else self._alone(client, wanted, uid, slips[uid]))
            is not None
        }

    def _alone(self, client: ImapClient, wanted: Wanted, uid: int, slip: Slip) -> tuple[bytes, str] | None:
        """One mail by itself, as much of it as the server gives; None if it is gone."""
        losses = self._losses[self._key(wanted, uid)]
        ways = [BEGIN if slip.size > BEGINNING else ALL] * (losses < TRIES) + [HEAD] * (losses < 2 * TRIES)
        for way in ways:
            body = self._ask(client, wanted, [uid], way).get(uid)
            if body is not None:
                return (body, "only its header could be fetched") if way == HEAD else _cut(body, slip.size)
            if uid not in client.slips([uid]):
                return None
        return b"", "the server does not give it"

    def _ask(self, client: ImapClient, wanted: Wanted, uids: list[int], way: str) -> dict[int, bytes | None]:
        """What the server gives; nothing where it refuses. A lost connection is held against the mails."""
        keys = [self._key(wanted, uid) for uid in uids]
        try:
            if way == ALL:
                bodies = client.whole(uids)
            else:
                bodies = client.beginning(uids[0]) if way == BEGIN else client.head(uids[0])
        except LOST:
            self._losses.update(keys)
            raise
        except FAULTS:
            return {}
        for key in keys:
            self._losses.pop(key, None)
        return bodies

    @staticmethod
    def _key(wanted: Wanted, uid: int) -> tuple[str, int, int]:
        """How a mail is known from one connection to the next."""
        return wanted.folder, wanted.validity, uid


def _cut(body: bytes, size: int = 0) -> tuple[bytes, str]:
    """A mail's beginning, and a note where that is not all of it."""
    most = max(size, len(body))
    note = f"only the first {BEGINNING // 1024} KB of {most:,} bytes were fetched" if most > BEGINNING else ""
    return body[:BEGINNING], note


def _instant(moment: datetime | None) -> Instant | None:
    """A date of the server's as an instant; None where it cannot be one."""
    try:
        return None if moment is None or moment.tzinfo is None else from_datetime(moment)
    except (ValueError, OverflowError):
        return None
