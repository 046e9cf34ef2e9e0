"""`dialq mail unit`: a systemd unit that keeps `dialq mail run` running."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, database, named_rep, wants_json
from dialq.errors import BadInput

if TYPE_CHECKING:
    from dialq.settings import MailboxSettings

_NAME = "dialq-mail.service"
_HARDENED = """\
NoNewPrivileges=yes
LockPersonality=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictNamespaces=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
SystemCallArchitectures=native
UMask=0077"""
"""What a user's own service manager can do without any rights of its own."""
_SYSTEM_HARDENED = """\
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
CapabilityBoundingSet=
SystemCallFilter=@system-service"""


@click.command(cls=DialqCommand)
@click.option("--system", is_flag=True, help="For the whole machine, run as you; else for your own systemd.")
def unit(system: bool) -> None:
    """Print a systemd unit for `dialq mail run`, with this program's and this database's own paths."""
    from dialq.cli import output

    path = database().absolute()
    with at_desk(judge=False) as desk:
        maildir = desk.settings.mail.maildir
        variables = _variables(desk.settings.mail.mailboxes)
    folders = [path.parent, *([Path(maildir).expanduser().absolute()] if maildir else [])]
    text = _unit(_command(path), folders, variables, system=system)
    if wants_json():
        output.document({"name": _NAME, "text": text})
    else:
        output.say(text.rstrip("\n"))


def _variables(mailboxes: Iterable[MailboxSettings]) -> list[str]:
    """The environment variables that hold secrets of these mailboxes."""
    servers = [server for box in mailboxes for server in (box.smtp, box.imap) if server is not None]
    return sorted({server.secret.env for server in servers if server.secret.env})


def _command(path: Path) -> list[str]:
    """The words that start this program as it was started now."""
    started = Path(sys.argv[0])
    if started.name == "dialq" and os.access(started, os.X_OK):
        program = [str(started.absolute())]
    else:
        program = [sys.executable, "-m", "dialq"]
    rep = named_rep()
    return [*program, "mail", "run", "--db", str(path), *(["--rep", rep] if rep else [])]


def _unit(command: list[str], folders: list[Path], variables: list[str], *, system: bool) -> str:
    head = _system_head(variables) if system else _user_head(variables)
    lines = [
        *head,
        "",
        "[Unit]",
        "Description=Mails of dialq: sends what is due, fetches the answers",
        *(["Wants=network-online.target", "After=network-online.target"] if system else []),
        "",
        "[Service]",
        f"ExecStart={_quoted(command[0])} {' '.join(_quoted(word.replace('$', '$$')) for word in command[1:])}",
        *([f"User={_login()}"] if system else []),
        *([f"EnvironmentFile={_ENVIRONMENT[system]}"] if variables else []),
        "# What is wrong in the settings is not mended by starting again.",
        "Restart=on-failure",
        "RestartSec=30",
        "RestartPreventExitStatus=2",
        "TimeoutStopSec=10",
        _HARDENED,
        *(
            [_SYSTEM_HARDENED, *(f"ReadWritePaths={_quoted(str(folder))}" for folder in folders)]
            if system
            else []
        ),
        "",
        "[Install]",
        f"WantedBy={'multi-user' if system else 'default'}.target",
    ]
    return "\n".join(lines) + "\n"


_ENVIRONMENT = {True: "/etc/dialq-mail.env", False: "%h/.config/dialq-mail.env"}


def _user_head(variables: list[str]) -> list[str]:
    return [
        f"# dialq mail unit > ~/.config/systemd/user/{_NAME}",
        f"# systemctl --user daemon-reload && systemctl --user enable --now {_NAME}",
        "# loginctl enable-linger          (it runs on when you have logged out)",
        f"# journalctl --user -u {_NAME} -f",
        *_about_secrets(variables, "~/.config/dialq-mail.env"),
    ]


def _system_head(variables: list[str]) -> list[str]:
    return [
        f"# dialq mail unit --system | sudo tee /etc/systemd/system/{_NAME}",
        f"# sudo systemctl daemon-reload && sudo systemctl enable --now {_NAME}",
        f"# journalctl -u {_NAME} -f",
        "# A keyring opens for who is logged in: here take password_command or password_env. What such a command",
        "# writes to in your home needs a ReadWritePaths= of its own.",
        *_about_secrets(variables, _ENVIRONMENT[True]),
    ]


def _about_secrets(variables: list[str], file: str) -> list[str]:
    named = ", ".join(f"{name}=…" for name in variables)
    return [f"# {file}, readable by its owner alone, says {named}"] if variables else []


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise BadInput("your login name is not known", "Write the unit's User= by hand.") from error


def _quoted(word: str) -> str:
    """A word of a unit file: systemd's own signs in it stand for themselves."""
    if not word.isprintable():
        raise BadInput(f"{word!r} cannot stand in a unit file", "Choose a path of plain characters.")
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{plain}"' if shlex.quote(word) != word else plain
