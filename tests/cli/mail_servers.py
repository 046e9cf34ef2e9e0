"""A shell with a mailbox on servers of this machine: one takes mails and misbehaves on command, one has the inbox."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid

import pytest

from tests.cli.conftest import SETTINGS, Shell
from tests.mail.imap_server import ImapServer, imap_server
from tests.mail.misbehaving import MisbehavingServer

USER, PASSWORD, VARIABLE = "ana", "geheim", "MAIL_PASSWORD_OF_ANA"
ADDRESS = "ana@coldchain.example"
MAILBOX = """
[mail]
hold_seconds = 0
[[mailbox]]
name = "ana"
address = "ana@coldchain.example"
pace_seconds = [0, 0]
poll_seconds = 5
[mailbox.smtp]
host = "127.0.0.1"
port = {smtp}
security = "none"
username = "ana"
password_env = "MAIL_PASSWORD_OF_ANA"
[mailbox.imap]
host = "127.0.0.1"
port = {imap}
security = "none"
"""


@dataclass
class Office:
    """The shell, and the two servers of its mailbox."""

    shell: Shell
    smtp: MisbehavingServer
    imap: ImapServer

    def queue(self, lead: int) -> str:
        """A mail by hand; its Message-ID."""
        return str(self.shell.ask("email", lead, "--template", "inbound-thanks")["message"])

    def arrives(self, text: str, *, sender: str = "ann@acme.example", **headers: str) -> None:
        """A letter comes into the inbox now."""
        letter = EmailMessage()
        own = {"From": sender, "To": ADDRESS, "Message-ID": make_msgid(domain="acme.example")}
        for name, value in {**own, **headers}.items():
            letter[name.replace("_", "-")] = value
        letter.set_content(text)
        self.imap.append(USER, letter.as_bytes(), at=self.shell.clock.at)


@contextmanager
def office_of(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Both servers, and settings that name them."""
    monkeypatch.setenv(VARIABLE, PASSWORD)
    with MisbehavingServer(login=(USER, PASSWORD)) as smtp, imap_server({USER: PASSWORD}) as imap:
        text = SETTINGS + MAILBOX.format(smtp=smtp.port, imap=imap.port)
        (shell.folder / "settings.toml").write_text(text)
        yield Office(shell, smtp, imap)
