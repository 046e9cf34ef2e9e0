"""Debian's Dovecot with its configuration, sockets and indexes in a folder of its own.

It shows OpenSMTPD's Maildirs, and takes users' mails for OpenSMTPD: it logs them in and encrypts.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.real.accounts import Account

PROGRAM = Path("/usr/sbin/dovecot")
PARTS = {"dovecot-imapd": "/usr/lib/dovecot/imap", "dovecot-submissiond": "/usr/lib/dovecot/submission"}
CONFIG = """\
base_dir = {root}/run
state_dir = {root}/state
log_path = {log}
listen = 127.0.0.1
protocols = imap submission
hostname = mail.example.com
submission_relay_host = 127.0.0.1
submission_relay_port = {plain}
ssl = required
ssl_cert = <{tls}/server.pem
ssl_key = <{tls}/server.key
disable_plaintext_auth = yes
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:~/Maildir
mail_max_userip_connections = 100
first_valid_uid = 1000
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service submission-login {{
  inet_listener submission {{
    port = {starttls}
  }}
  inet_listener submissions {{
    port = {smtps}
    ssl = yes
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {root}/users
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {root}/users
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
"""


def missing() -> list[str]:
    """What is not installed, as package names."""
    return [package for package, part in PARTS.items() if not (PROGRAM.exists() and Path(part).exists())]


def lay_out(
    root: Path, homes: Path, accounts: tuple[Account, ...], ports: Mapping[str, int], tls: Path, log: Path
) -> None:
    """Write what it reads."""
    root.mkdir(mode=0o755)
    (root / "dovecot.conf").write_text(CONFIG.format(root=root, tls=tls, log=log, **ports))
    lines = (f"{one.name}:{one.password}:{one.uid}:{one.uid}::{homes / one.name}::\n" for one in accounts)
    (root / "users").write_text("".join(lines))


def start(root: Path) -> subprocess.Popen[bytes]:
    """Run it in the foreground, in a process group of its own."""
    return subprocess.Popen(
        [str(PROGRAM), "-F", "-c", str(root / "dovecot.conf")],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
        start_new_session=True,
    )
