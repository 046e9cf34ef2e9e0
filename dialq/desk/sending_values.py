"""What came of handing a mail to its server (R14.2)."""

from __future__ import annotations

from msgspec import Struct

ACCEPTED = "accepted"
"""The server took it: the mail has left."""
AGAIN = "again"
"""The server surely did not take it, and may later: 4xx, a connection lost before the text had ended."""
REFUSED = "refused"
"""The server surely did not take it and will not: 5xx."""
UNKNOWN = "unknown"
"""The connection was lost after the text had ended: nobody knows. It is never sent again by itself."""

OF_RECIPIENT, OF_MAIL, OF_MAILBOX = "recipient", "mail", "mailbox"
"""What a refusal is about: the address (5.1.x), this mail, or the whole mailbox (login, sender, policy 5.7.x)."""


class Handed(Struct, frozen=True):
    """How one attempt ended."""

    fate: str
    why: str = ""
    """The server's own words or the fault, one line, with the stage: `RCPT: 550 5.1.1 unknown user`."""
    status: str = ""
    """The enhanced status code, `5.1.1`; '' if there was none."""
    about: str = OF_MAIL
    """Of REFUSED and AGAIN: what it is about."""
    lost: bool = False
    """Whether the connection is of no use any more."""
