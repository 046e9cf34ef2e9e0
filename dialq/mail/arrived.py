"""A mail as it was found in its folder."""

from __future__ import annotations

from msgspec import Struct

from dialq.clock import Instant

BEGINNING = 262_144
"""So many bytes of a large mail are fetched, its header among them."""


class Arrived(Struct, frozen=True):
    """A mail as it lies in its folder."""

    uid: int
    validity: int
    """UIDVALIDITY of the folder."""
    arrived: Instant
    """INTERNALDATE."""
    raw: bytes
    """Its bytes: of a large one the beginning, of one that the server does not give the header, or nothing."""
    note: str = ""
    """Why `raw` is not the whole mail, for people; '' if it is."""
