"""Real mail servers on this machine: OpenSMTPD carries, Dovecot logs in and shows, a far side takes or refuses."""

from __future__ import annotations

import os
import shutil
import signal
import smtplib
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import trustme

from dialq.settings import MailboxSettings, SecretSettings, ServerSettings
from tests.real import dovecot, opensmtpd
from tests.real.accounts import ACCOUNTS, ANA, Account
from tests.real.far_side import FarSide

START_SECONDS = 20
PORTS = ("mx", "plain", "starttls", "smtps", "imap", "imaps", "far")


class RealMail:
    """The running servers. Mails to `…@example.com` stay here, all others go to the far side."""

    host = "localhost"
    accounts = ACCOUNTS

    def __init__(self, root: Path, ports: dict[str, int], far_side: FarSide) -> None:
        self.root = root
        self.ports = ports
        """`mx` (from the world), `starttls` and `smtps` (for users), `imap` (STARTTLS) and `imaps`;
        `plain` is OpenSMTPD itself for users, without a login."""
        self.far_side = far_side
        self.ca_file = root / "tls" / "ca.pem"
        """Also good as SSL_CERT_FILE of another process."""

    def trust(self) -> ssl.SSLContext:
        """A context that trusts these servers and no others."""
        return ssl.create_default_context(cafile=str(self.ca_file))

    def mailbox(self, account: Account = ANA, security: str = "tls", name: str = "") -> MailboxSettings:
        """Settings for an account; its password is asked of the environment variable DIALQ_TEST_ANA, say."""
        secret = SecretSettings(env=self.variable(account))
        smtp = self.ports["smtps" if security == "tls" else "starttls"]
        imap = self.ports["imaps" if security == "tls" else "imap"]
        return MailboxSettings(
            name=name or account.name,
            address=account.address,
            smtp=ServerSettings(self.host, smtp, security, "plain", account.name, secret),
            imap=ServerSettings(self.host, imap, security, "plain", account.name, secret),
        )

    @staticmethod
    def variable(account: Account) -> str:
        """The environment variable for an account's password."""
        return f"DIALQ_TEST_{account.name.upper()}"

    def deliver(self, raw: bytes, to: Account = ANA, sender: str = "kim@example.net") -> None:
        """Have a mail come from the world into somebody's inbox; '' as sender is that of bounces."""
        before = len(self.inbox(to))
        with smtplib.SMTP("127.0.0.1", self.ports["mx"], timeout=START_SECONDS) as line:
            line.sendmail(sender, [to.address], raw)
        self.wait_for_inbox(to, before + 1)

    def files(self, account: Account = ANA) -> list[str]:
        """The files of an inbox, in order of arrival; their folder and name tell whether anybody touched them."""
        maildir = self._maildir(account)
        found = [path for name in ("new", "cur") for path in (maildir / name).glob("*")]
        return [str(path.relative_to(maildir)) for path in sorted(found, key=lambda path: path.name)]

    def inbox(self, account: Account = ANA) -> list[bytes]:
        """All mails in somebody's inbox, in order of arrival."""
        return [(self._maildir(account) / name).read_bytes() for name in self.files(account)]

    def wait_for_inbox(self, account: Account, count: int, seconds: float = START_SECONDS) -> list[bytes]:
        """All mails in an inbox, as soon as they are so many."""
        until(lambda: len(self.files(account)) >= count, "the mails never came", seconds, self.logs)
        return self.inbox(account)

    def make_folder(self, account: Account, name: str) -> None:
        """One more folder."""
        folder = self._maildir(account) / f".{name}"
        for part in ("new", "cur", "tmp"):
            (folder / part).mkdir(parents=True)
        for path in (self._maildir(account), *self._maildir(account).glob("*"), folder, *folder.iterdir()):
            os.chown(path, account.uid, account.uid)

    def empty(self) -> None:
        """As if no mail had ever come."""
        for account in self.accounts:
            for name in self.files(account):
                (self._maildir(account) / name).unlink()
        self.far_side.received.clear()

    def logs(self) -> str:
        """What the servers wrote, for a person who looks for what went wrong."""
        return "\n".join(path.read_text(errors="replace") for path in sorted(self.root.glob("*.log")))

    def _maildir(self, account: Account) -> Path:
        return homes(self.root) / account.name / "Maildir"


def missing() -> str:
    """Why the servers cannot be started here, for a person; '' if they can."""
    packages = [*opensmtpd.missing(), *dovecot.missing()]
    if packages:
        return f"real mail servers are not installed: apt-get install {' '.join(packages)}"
    return "" if os.geteuid() == 0 else "OpenSMTPD and Dovecot have to be started as root"


def homes(root: Path) -> Path:
    """Where the accounts live."""
    return root / "smtpd" / "home"


@contextmanager
def running() -> Iterator[RealMail]:
    """Servers that run, and that are gone without a trace afterwards."""
    with ExitStack() as stack:
        # Sockets in it have short names only here, and the servers' users may not look into a folder of root's.
        root = Path(tempfile.mkdtemp(prefix="dialq-mail-", dir="/tmp"))
        stack.callback(shutil.rmtree, root)
        root.chmod(0o755)
        ports = _free_ports()
        far_side = stack.enter_context(FarSide(ports["far"]))
        _certify(root / "tls")
        opensmtpd.lay_out(root / "smtpd", ACCOUNTS, ports)
        dovecot.lay_out(root / "dovecot", homes(root), ACCOUNTS, ports, root / "tls", root / "dovecot.log")
        real = RealMail(root, ports, far_side)
        processes = [opensmtpd.start(root / "smtpd", root / "smtpd.log")]
        stack.callback(_end, processes[0])
        processes.append(dovecot.start(root / "dovecot"))
        stack.callback(_end, processes[1])
        until(lambda: _all_listen(ports, processes, real), "a server is not there", logs=real.logs)
        yield real


def until(
    true: Callable[[], bool], otherwise: str, seconds: float = START_SECONDS, logs: Callable[[], str] = str
) -> None:
    """Wait for a state, with a bound."""
    end, pause = time.monotonic() + seconds, threading.Event()
    while not true():
        assert time.monotonic() < end, f"{otherwise}\n{logs()}"
        pause.wait(0.01)


def _free_ports() -> dict[str, int]:
    """Ports nobody listens on."""
    with ExitStack() as stack:
        taken = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in PORTS]
        return {name: int(one.getsockname()[1]) for name, one in zip(PORTS, taken, strict=True)}


def _certify(folder: Path) -> None:
    """A certificate for this machine, and who vouches for it."""
    folder.mkdir(mode=0o755)
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost", "127.0.0.1")
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    certificate.private_key_pem.write_to_path(str(folder / "server.key"))
    (folder / "server.pem").write_bytes(b"".join(one.bytes() for one in certificate.cert_chain_pems))


def _all_listen(ports: dict[str, int], processes: list[subprocess.Popen[bytes]], real: RealMail) -> bool:
    """Whether every server answers."""
    assert all(process.poll() is None for process in processes), f"a server ended:\n{real.logs()}"
    with suppress(OSError):
        for port in ports.values():
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a server and all its children, politely first."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(10)
    # Its process group is its own: whatever is left in it is a child of it.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
