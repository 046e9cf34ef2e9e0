"""Debian's OpenSMTPD in a folder of its own: nothing of the system's configuration, spool or users is touched.

Its spool and its socket have fixed places, so it runs below a root of its own (chroot), to which it is copied.
Debian 12's cannot encrypt (its 6.8 is older than OpenSSL 3): users come to it through Dovecot's submission service.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.real.accounts import Account

PROGRAMS = ("/usr/sbin/smtpd", "/usr/libexec/opensmtpd/mail.maildir", "/bin/sh")
SERVICE_USERS = (("opensmtpd", 902), ("opensmtpq", 903))
CONFIG = """\
smtp max-message-size 40M
smtp limit max-mails 100000
listen on 127.0.0.1 port {mx} hostname mail.example.com
listen on 127.0.0.1 port {plain} hostname mail.example.com tag users
action "inbox" maildir
action "far" relay host smtp://127.0.0.1:{far}
match from any for domain "example.com" action "inbox"
match tag users from any for any action "far"
"""


def missing() -> list[str]:
    """What is not installed, as package names."""
    return [] if all(Path(program).exists() for program in PROGRAMS) else ["opensmtpd"]


def lay_out(root: Path, accounts: tuple[Account, ...], ports: Mapping[str, int]) -> None:
    """Make the root it runs below, with the accounts' homes in `home`."""
    for program in PROGRAMS:
        _copy(root, Path(program))
    for library in sorted({name for program in PROGRAMS for name in _libraries(program)}):
        _copy(root, Path(library))
    for folder in ("etc", "dev", "run", "tmp", "home", "var/spool/smtpd", "var/lib/opensmtpd/empty"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "var/run").symlink_to("/run")
    (root / "tmp").chmod(0o1777)
    (root / "var/spool/smtpd").chmod(0o711)
    for name, minor in (("null", 3), ("zero", 5), ("urandom", 9)):
        _make_device(root / "dev" / name, minor)
    _write_etc(root / "etc", accounts, ports)
    for account in accounts:
        home = root / "home" / account.name
        home.mkdir()
        os.chown(home, account.uid, account.uid)


def start(root: Path, log: Path) -> subprocess.Popen[bytes]:
    """Run it in the foreground, in a process group of its own."""
    with log.open("wb") as out:
        return subprocess.Popen(
            ["chroot", str(root), "/usr/sbin/smtpd", "-d", "-v", "-f", "/etc/smtpd.conf"],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
            start_new_session=True,
        )


def _write_etc(etc: Path, accounts: tuple[Account, ...], ports: Mapping[str, int]) -> None:
    """Its configuration and the users it knows."""
    people = [(account.name, account.uid, f"/home/{account.name}") for account in accounts]
    services = [(name, uid, "/var/lib/opensmtpd/empty") for name, uid in SERVICE_USERS]
    known = [("root", 0, "/"), *services, *people]
    (etc / "passwd").write_text(
        "".join(f"{name}:x:{uid}:{uid}::{home}:/bin/sh\n" for name, uid, home in known)
    )
    (etc / "group").write_text("".join(f"{name}:x:{uid}:\n" for name, uid, _ in known))
    (etc / "mailname").write_text("mail.example.com\n")
    (etc / "hosts").write_text("127.0.0.1 localhost mail.example.com\n")
    (etc / "nsswitch.conf").write_text("passwd: files\ngroup: files\nhosts: files\n")
    (etc / "smtpd.conf").write_text(CONFIG.format(**ports))
    (etc / "smtpd.conf").chmod(0o600)


def _make_device(path: Path, minor: int) -> None:
    """A device; a file in its place does where devices may not be made."""
    try:
        os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, minor))
        path.open("rb").close()
    except PermissionError:
        path.unlink(missing_ok=True)
        path.touch()
    path.chmod(0o666)


def _libraries(program: str) -> list[str]:
    """The libraries a program needs, as the loader names them."""
    told = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    return re.findall(r"(/\S+) \(0x", told)


def _copy(root: Path, original: Path) -> None:
    """A file at the same place below the root."""
    copied = root / original.relative_to("/")
    copied.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(original, copied)
