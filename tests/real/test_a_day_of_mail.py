"""A day of mail, end to end: out through an SMTP server, in through an IMAP server, each thing seen on the screen.

Once with servers that come by pip, once with OpenSMTPD and Dovecot where they are installed.
"""

from __future__ import annotations

import email
import email.policy
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

import pytest

from dialq.clock import SystemClock
from tests.mail.imap_server import ImapServer, imap_server
from tests.mail.misbehaving import MisbehavingServer
from tests.real.accounts import ANA
from tests.real.real_mail import RealMail, until
from tests.terminal.driver import ENTER, ESC, Terminal
from tests.terminal.test_whole_day import Shop, daylight

SETTINGS = """\
[team]
zone = "{zone}"
[sender]
name = "Ana Lima"
company = "Coldchain Alerts"
postal_address = "1 Example Street, Springfield, IL 62701"
[mail]
hold_seconds = 1
[screen]
rest_seconds = 0.0
still_seconds = 0.0
[[mailbox]]
name = "ana"
address = "ana@example.com"
reps = ["ana"]
pace_seconds = [0, 0]
[mailbox.smtp]
host = "localhost"
port = {smtp}
security = "{security}"
username = "ana"
password_env = "DIALQ_TEST_ANA"
[mailbox.imap]
host = "localhost"
port = {imap}
security = "{security}"
"""
WAIT = 40.0
PEOPLE = ("ann", "bob", "nobody", "dee")


class Post(Protocol):
    """Servers, and what comes and goes through them."""

    smtp: int
    imap: int
    security: str
    env: dict[str, str]

    def sent(self, count: int) -> list[EmailMessage]:
        """The mails that went out, as soon as they are so many."""
        ...

    def arrives(self, raw: bytes) -> None:
        """A letter comes."""
        ...

    def bounces(self, mail: EmailMessage) -> None:
        """The mail to nobody comes back, if it does not by itself."""
        ...


def parsed(raw: bytes) -> EmailMessage:
    """A mail as it went out."""
    return email.message_from_bytes(raw, policy=email.policy.default)


class PipPost:
    """Servers in this process."""

    security = "none"

    def __init__(self, smtp: MisbehavingServer, imap: ImapServer) -> None:
        self._server, self._inbox = smtp, imap
        self.smtp, self.imap = smtp.port, imap.port
        self.env = {"DIALQ_TEST_ANA": ANA.password}

    def sent(self, count: int) -> list[EmailMessage]:
        """The mails that went out, as soon as they are so many."""
        until(lambda: len(self._server.accepted) >= count, f"{count} mails never came", WAIT)
        return [parsed(one.raw) for one in self._server.accepted]

    def arrives(self, raw: bytes) -> None:
        """A letter comes."""
        self._inbox.append("ana", raw, at=SystemClock().now())

    def bounces(self, mail: EmailMessage) -> None:
        """A report like that of a real server."""
        head = bytes(mail).partition(b"\n\n")[0].replace(b"\r\n", b"\n")
        report = (
            b"From: Mailer-Daemon <MAILER-DAEMON@mail.example.com>\nTo: ana@example.com\nSubject: Undelivered\n"
            b"Message-ID: <report@mail.example.com>\nMIME-Version: 1.0\n"
            b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
            b"--b\nContent-Type: text/plain\n\nIt could not be delivered.\n"
            b"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example.com\n\n"
            b"Final-Recipient: rfc822; nobody@far.example\nAction: failed\nStatus: 5.1.1\n\n"
            b"--b\nContent-Type: text/rfc822-headers\n\n" + head + b"\n\n--b--\n"
        )
        self.arrives(report)


class RealPost:
    """OpenSMTPD, Dovecot, and a far side that refuses one."""

    security = "tls"

    def __init__(self, real: RealMail) -> None:
        self._real = real
        self.smtp, self.imap = real.ports["smtps"], real.ports["imaps"]
        self.env = {real.variable(ANA): ANA.password, "SSL_CERT_FILE": str(real.ca_file)}

    def sent(self, count: int) -> list[EmailMessage]:
        """The mails the far side took; the one to nobody it did not."""
        found = self._real.far_side.wait_for(count - 1)
        return [parsed(raw) for _, raw in found]

    def arrives(self, raw: bytes) -> None:
        """A letter comes."""
        self._real.deliver(raw)

    def bounces(self, mail: EmailMessage) -> None:
        """It does by itself."""


@pytest.fixture(params=["pip", "real"])
def post(request: pytest.FixtureRequest) -> Iterator[Post]:
    if request.param == "real":
        yield RealPost(request.getfixturevalue("real_mail"))
        return
    with MisbehavingServer(login=("ana", ANA.password)) as smtp, imap_server({"ana": ANA.password}) as imap:
        yield PipPost(smtp, imap)


class MailShop(Shop):
    """A shop whose mails leave through servers."""

    def __init__(self, folder: Path, post: Post) -> None:
        super().__init__(folder)
        text = SETTINGS.format(zone=daylight(), smtp=post.smtp, imap=post.imap, security=post.security)
        (folder / "settings.toml").write_text(text, encoding="utf-8")
        self.env |= post.env

    def lead(self, name: str) -> int:
        """Somebody who asked, and one mail to them in the outbox."""
        facts = (
            "--name", f"{name.title()} Field", "--company", f"{name.title()} Cold Storage",
            "--email", f"{name}@far.example", "--interaction", "form", "--topic", "cold rooms",
        )  # fmt: skip
        lead = int(self.run("add", *facts)["lead"])
        self.run("email", str(lead), "--template", "inbound-thanks")
        return lead

    def screen(self) -> Terminal:
        """dialq on a terminal."""
        return Terminal([sys.executable, "-m", "dialq"], columns=120, rows=32, env=self.env)


def letter(sender: str, text: str, *, answers: EmailMessage | None = None, **headers: str) -> bytes:
    """What somebody writes."""
    mail = EmailMessage()
    mail["From"], mail["To"] = f"{sender.title()} Field <{sender}@far.example>", ANA.address
    mail["Message-ID"] = f"<{sender}-1@far.example>"
    if answers is not None:
        mail["Subject"], mail["In-Reply-To"] = f"Re: {answers['Subject']}", str(answers["Message-ID"])
    for name, value in headers.items():
        del mail[name.replace("_", "-")]
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return bytes(mail)


def open_card(terminal: Terminal, name: str) -> None:
    """Find a lead by name and open its card."""
    terminal.send("/")
    terminal.wait_for("FIND", WAIT)
    terminal.send(name)
    terminal.wait_for(f"{name} Cold Storage", WAIT)
    terminal.send(ENTER)
    terminal.wait_for(f" {name.upper()} FIELD", WAIT)


def test_r14_a_day_of_mail(tmp_path: Path, post: Post) -> None:
    """R11, R14, R18: mail out; a reply, out-of-office, a hard bounce and an unsubscribe in; all on a running screen."""
    shop = MailShop(tmp_path, post)
    leads = {name: shop.lead(name) for name in PEOPLE}
    with shop.screen() as terminal:
        terminal.wait_for("labelled 1", WAIT)
        terminal.send("1")
        terminal.wait_for("GOOD DAY", WAIT)
        mails = {mail["To"].addresses[0].username: mail for mail in post.sent(len(PEOPLE))}
        terminal.wait_for("mail 4/10", WAIT)
        terminal.send(ENTER)

        post.arrives(letter("ann", "Yes please, call me on Tuesday.", answers=mails["ann"]))
        terminal.wait_for("NEW", WAIT)
        terminal.wait_for("Ann Field", WAIT)
        terminal.send("g")
        terminal.wait_for("Yes please,", WAIT)
        terminal.send("R")
        terminal.wait_for("ANSWER to Ann Field", WAIT)
        terminal.wait_for("Ctrl+S", WAIT)
        terminal.send("Tuesday at ten it is.")
        terminal.wait_for("Tuesday at ten it is.", WAIT)
        terminal.send("\x13")
        terminal.wait_for("leaves", WAIT)
        answer = post.sent(len(PEOPLE) + 1)[-1]
        assert answer["In-Reply-To"] == "<ann-1@far.example>"
        assert str(mails["ann"]["Message-ID"]) in answer["References"]
        assert "Tuesday at ten it is." in answer.get_content()

        away = letter("bob", "I am out of the office until 4 January.", Subject="Automatic reply: away",
                      Auto_Submitted="auto-replied", In_Reply_To=str(mails["bob"]["Message-ID"]))  # fmt: skip
        post.arrives(away)
        until(lambda: shop.run("why", str(leads["bob"]))["rule"] == "paused", "bob is never away", WAIT)
        open_card(terminal, "Bob")
        terminal.wait_for("out of office", WAIT)

        if "nobody" in mails:
            post.bounces(mails["nobody"])
        open_card(terminal, "Nobody")
        terminal.wait_for("bounced", WAIT)

        token = str(mails["dee"]["List-Unsubscribe"]).partition("unsubscribe%20")[2].rstrip(">")
        post.arrives(letter("dee", "", Subject=f"unsubscribe {token}"))
        open_card(terminal, "Dee")
        terminal.wait_for("SUPPRESSED", WAIT)
        terminal.send(ESC)
    suppressed = shop.run("suppress", "check", "dee@far.example")
    assert suppressed["suppressed"] is True
    assert len(post.sent(len(PEOPLE) + 1)) <= len(PEOPLE) + 1
