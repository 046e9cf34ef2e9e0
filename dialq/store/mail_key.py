"""The secret that words in our mails are signed with: made once a file, and never shown."""

from __future__ import annotations

import secrets

from dialq.store.store import Store

_NAME = "mail_key"
_BYTES = 32


def mail_key(store: Store) -> bytes:
    """The file's secret; made by whoever asks first. Read anew each time: what made it may have been taken back."""
    known = store.tables.meta(_NAME)
    if known is None:
        with store.writing():
            known = store.tables.meta(_NAME) or secrets.token_hex(_BYTES)
            store.tables.set_meta(_NAME, known)
    return bytes.fromhex(known)
