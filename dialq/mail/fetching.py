"""Looks into a mailbox over IMAP for what has come, and waits for more. It changes nothing there (R14.3)."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from dialq.clock import Instant
from dialq.desk.letters import Cursor
from dialq.errors import BadSetting, DialqError
from dialq.mail.arrived import Arrived
from dialq.mail.imap_faults import FAULTS, LOST, Unreachable, folder_missing, unreachable
from dialq.mail.imap_mails import MailTaker, Wanted
from dialq.mail.stop_sign import StopSign
from dialq.settings import MailboxSettings, ServerSettings

if TYPE_CHECKING:
    from dialq.mail.imap_client import ImapClient, Place

RENEWED = 9 * 60
"""An IDLE is renewed after so many seconds: servers end it after 30 minutes, and boxes on the way forget it sooner."""


class Fetcher:
    """Reads one mailbox. `look` connects where there is no connection, also after one was lost.

    All but `stop` belongs to one thread.
    """

    def __init__(
        self,
        mailbox: MailboxSettings,
        secret: Callable[[], str],
        *,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        if mailbox.imap is None:
            raise BadSetting(
                f"Mailbox {mailbox.name} has no IMAP server in the settings", "Without one nothing is fetched"
            )
        self._mailbox = mailbox
        self._server: ServerSettings = mailbox.imap
        self._secret = secret
        self._tls = ssl_context
        self._sign = StopSign()
        self._client: ImapClient | None = None
        self._busy = False
        self._taker = MailTaker()
        self._places: dict[str, Place] = {}
        self._idles = True

    def look(self, folder: str, cursor: Cursor | None, since: Instant) -> Iterator[Arrived]:
        """What came after the cursor, in the order of UIDs; without one, or where the folder began anew, since then.

        Few mails are in memory at a time, however many there are. Raises LoginRefused, Unreachable or FolderMissing.
        """
        try:
            with self._talking():
                client, place = self._open(folder)
                wanted = _wanted(client, folder, place, cursor, since)
            mails = self._taker.take(client, wanted)
            while True:
                with self._talking():
                    mail = next(mails, None)
                if mail is None or self._sign.up:
                    return
                yield mail
        except Unreachable:
            # Whoever said stop cut the line: that is no fault.
            if not self._sign.up:
                raise

    def wait(self, seconds: float) -> bool:
        """Wait for so long at most: True as soon as something has come. Never raises; `stop` ends it at once.

        Where the server cannot tell, or there are other folders to look at, it waits `poll_seconds` at most;
        so it does where the connection is lost: the next look opens another.
        """
        polled = min(seconds, self._mailbox.poll_seconds)
        client = self._client
        if client is not None and self._idles:
            with suppress(DialqError), self._talking():
                if client.has_capability("IDLE"):
                    return self._idle(client, seconds if len(self._mailbox.folders) == 1 else polled)
        if not self._sign.up:
            self._sign.wait(polled)
        return False

    def stop(self) -> None:
        """End whatever goes on, from any thread: `wait` returns and `look` ends within a second."""
        self._sign.raise_it()
        client = self._client
        if self._busy and not self._sign.watched and client is not None:
            client.break_off()

    def close(self) -> None:
        """Say good-bye; the fetcher is of no use any more."""
        self._sign.close()
        self._drop()

    @contextmanager
    def _talking(self) -> Iterator[None]:
        """While it talks to the server: what goes wrong ends the connection, and is said in one sentence."""
        self._busy = True
        try:
            if self._sign.up:
                raise unreachable(self._mailbox, self._server, ConnectionError())
            yield
        except FAULTS as fault:
            self._drop()
            raise unreachable(self._mailbox, self._server, fault) from fault
        finally:
            self._busy = False

    def _open(self, folder: str) -> tuple[ImapClient, Place]:
        """A connection with this folder open; one that grew old between two looks is replaced without a word."""
        from dialq.mail.imap_login import open_mailbox

        if self._client is not None:
            with suppress(*LOST):
                return self._client, self._examine(self._client, folder)
            self._drop()
        self._client = open_mailbox(self._mailbox, self._server, self._secret, self._tls)
        return self._client, self._examine(self._client, folder)

    def _examine(self, client: ImapClient, folder: str) -> Place:
        """Open a folder; one that is not there is named."""
        try:
            place = client.examine(folder)
        except LOST:
            raise
        except FAULTS as refusal:
            names = client.folder_names()
            if folder in names or folder.upper() == "INBOX":
                raise
            raise folder_missing(self._mailbox, folder, names) from refusal
        self._places[folder] = place
        return place

    def _idle(self, client: ImapClient, seconds: float) -> bool:
        """Wait in IDLE on the first folder."""
        from dialq.mail.imap_client import NoIdle

        folder = self._mailbox.folders[0]
        before = self._places.get(folder)
        # What came since that folder was looked at was announced already, and is not announced again.
        if self._examine(client, folder) != before:
            return True
        end = time.monotonic() + seconds
        try:
            while (rest := end - time.monotonic()) > 0 and not self._sign.up:
                if client.idle_until(self._sign, min(rest, RENEWED)):
                    return True
        except NoIdle:
            self._idles = False
            raise
        return False

    def _drop(self) -> None:
        """Be without a connection."""
        client, self._client = self._client, None
        if client is not None:
            client.hang_up()


def _wanted(client: ImapClient, folder: str, place: Place, cursor: Cursor | None, since: Instant) -> Wanted:
    """What there is to be taken from the open folder."""
    if cursor is None or cursor.validity != place.validity or not cursor.uid:
        uids = client.uids_since(_day_before(since))
        return Wanted(folder=folder, validity=place.validity, uids=uids, since=since, no_date=since)
    uids = client.uids_above(cursor.uid)
    return Wanted(folder=folder, validity=place.validity, uids=uids, since=Instant(0), no_date=cursor.at)


def _day_before(moment: Instant) -> date:
    """The day before: a server counts days in a zone of its own."""
    return (datetime.fromtimestamp(moment, UTC) - timedelta(days=1)).date()
