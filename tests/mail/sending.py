"""A mail, and a line to the server that misbehaves: what the tests of handing mails over begin with."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from dialq.desk.sending_values import Handed
from dialq.mail.smtp import SmtpCarrier, SmtpLine
from dialq.mail.smtp_wire import Waits
from dialq.settings import SecretSettings
from tests.mail.misbehaving import Behaviour, MisbehavingServer

ANA, BO = "ana@example.com", "bo@example.net"
MAIL = b"Message-ID: <1@example.com>\r\nFrom: ana@example.com\r\nSubject: hi\r\n\r\nHello\r\n.\r\n..dots\r\n"
PATIENT = Waits(goodbye=0.5)
SHORT = Waits(connect=5, command=0.6, text=0.7, goodbye=0.2)
"""For servers that hang: nobody waits long for them. Others may be slow, where much else runs."""


def waits_for(how: Behaviour) -> Waits:
    """How long to wait for a server that behaves like this."""
    return SHORT if how.then == "hang" or how.after or how.dribble else PATIENT


def connect(
    server: MisbehavingServer,
    waits: Waits = PATIENT,
    context: ssl.SSLContext | None = None,
    secret: SecretSettings | None = None,
    auth: str = "",
) -> SmtpLine | Handed:
    """What connecting to it brings."""
    line = SmtpCarrier(context, waits).connect(server.mailbox(secret, auth))
    assert isinstance(line, SmtpLine | Handed)
    return line


@contextmanager
def a_line(server: MisbehavingServer, waits: Waits = PATIENT) -> Iterator[SmtpLine]:
    """An open line, closed at the end."""
    line = connect(server, waits)
    assert isinstance(line, SmtpLine), line
    try:
        yield line
    finally:
        line.close()


def hand_over(line: SmtpLine, number: int = 1, recipient: str = BO, sender: str = ANA) -> Handed:
    """Hand over the mail with this number."""
    raw = MAIL.replace(b"<1@", b"<%d@" % number)
    return line.hand_over(f"<{number}@example.com>", sender, recipient, raw)
