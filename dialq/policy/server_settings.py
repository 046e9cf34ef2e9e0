"""Reads a mailbox's servers: where they are, how the way to them is secured, and where passwords come from."""

from __future__ import annotations

import ipaddress
import re
import shlex

from dialq.policy.reading import Table
from dialq.settings import SecretSettings, ServerSettings

_HOST = re.compile(r"[A-Za-z0-9_.:-]+")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SECURITY = ("tls", "starttls", "none")
_PORTS = {
    "smtp": {"starttls": 587, "tls": 465, "none": 25},
    "imap": {"starttls": 143, "tls": 993, "none": 143},
}
_WAYS = ("password_command", "password_env", "password_keyring")
_WRITTEN_OUT = ("password", "passwd", "pass", "secret", "token", "access_token")
_THREE_WAYS = (
    'Say where it comes from: password_command = "pass show mail", password_env = "MAIL_PASSWORD", '
    'or password_keyring = "mail" (a service in the keyring of your system).'
)


def read_smtp(table: Table) -> ServerSettings:
    """A server to send through; without a user name nobody logs in."""
    host, port, security = _address_of_server(table, "smtp", "starttls")
    username = table.line("username")
    auth = table.word("auth", ("plain", "login", "xoauth2", "none"), "plain" if username else "none")
    secret = _secret(table)
    if auth == "none":
        for key in ("username", *_WAYS) if username else _WAYS:
            if key in table:
                raise table.wrong(key, 'is given, but nobody logs in: auth is "none"', _remedy(key))
    elif not username:
        raise table.wrong("auth", f"is {auth!r}, but there is no username", "Add username = …")
    elif secret == SecretSettings():
        raise table.wrong("username", "has no password", _THREE_WAYS)
    table.done()
    return ServerSettings(host, port, security, auth, username, secret)


def read_imap(table: Table, smtp: ServerSettings | None) -> ServerSettings:
    """A server to fetch from; who logs in, and with what, is as for sending where nothing else is said."""
    host, port, security = _address_of_server(table, "imap", "tls")
    username = table.line("username") or (smtp.username if smtp else "")
    secret = _secret(table)
    borrowed = secret == SecretSettings() and smtp is not None
    if borrowed and smtp is not None:
        secret = smtp.secret
    # A borrowed token is still a token; the other ways of SMTP mean nothing to IMAP.
    default = "xoauth2" if borrowed and smtp is not None and smtp.auth == "xoauth2" else "plain"
    auth = table.word("auth", ("plain", "login", "xoauth2"), default)
    if not username:
        raise table.wrong("username", "is missing", "Add username = …")
    if secret == SecretSettings():
        raise table.wrong("username", "has no password", _THREE_WAYS)
    table.done()
    return ServerSettings(host, port, security, auth, username, secret)


def _address_of_server(table: Table, protocol: str, usual: str) -> tuple[str, int, str]:
    """Host, port and security. Without any, passwords and mails could be read on the way: this machine only."""
    host = table.text("host")
    if not _HOST.fullmatch(host):
        raise table.wrong("host", f"is {host!r}, which is no host", 'Write it like "mail.example.com".')
    security = table.word("security", _SECURITY, usual)
    if security == "none" and not _is_this_machine(host):
        what = f'is "none", which is for this machine only, not for {host}'
        raise table.wrong("security", what, 'Use "starttls" or "tls".')
    return host, table.number("port", _PORTS[protocol][security], 1, 65535), security


def _is_this_machine(host: str) -> bool:
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _secret(table: Table) -> SecretSettings:
    """Where the password comes from: one way at most."""
    refuse_a_written_password(table)
    given = [key for key in _WAYS if key in table]
    if len(given) > 1:
        raise table.wrong(given[1], f"is given beside {given[0]}", "Keep one of them.")
    command, variable = table.text("password_command", ""), table.text("password_env", "")
    service = table.line("password_keyring")
    if given and not (command or variable or service):
        raise table.wrong(given[0], "is empty", _THREE_WAYS)
    if variable and not _VARIABLE.fullmatch(variable):
        # The value is not shown: it may be the password itself.
        raise table.wrong(
            "password_env", "is no name of an environment variable", "Name it like MAIL_PASSWORD."
        )
    if command:
        _check_command(table, command)
    return SecretSettings(command, variable, service)


def _check_command(table: Table, command: str) -> None:
    try:
        shlex.split(command)
    except ValueError as error:
        raise table.wrong(
            "password_command", f"cannot be read: {error}", "Close what is quoted; no shell reads it."
        ) from error


def refuse_a_written_password(table: Table) -> None:
    """Refuse a password that stands in the file: everybody who reads the file would know it."""
    for key in _WRITTEN_OUT:
        if key in table:
            raise table.wrong(key, "does not belong into a file", _THREE_WAYS)


def _remedy(key: str) -> str:
    return 'Remove it, or say auth = "plain".' if key == "username" else "Remove it, or add username = …"
