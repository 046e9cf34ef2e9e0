"""Mailboxes are read strictly, and no password stands in the file they are read from."""

from __future__ import annotations

import re

import pytest

from dialq.policy.settings_file import default_settings_text, parse_settings
from dialq.settings import MailboxSettings, MailSettings, SecretSettings, ServerSettings
from tests.policy.refusing import refusal

BOX = '[[mailbox]]\nname = "ana"\naddress = "ana@example.com"\n'
SMTP = '[mailbox.smtp]\nhost = "mail.example.com"\n'
IMAP = '[mailbox.imap]\nhost = "mail.example.com"\n'
USER = 'username = "ana"\n'
LOGIN = USER + 'password_env = "PW"\n'


def mail_of(text: str) -> MailSettings:
    """How mails leave, by this file."""
    return parse_settings(text, "settings.toml").mail


def box_of(text: str) -> MailboxSettings:
    """The one mailbox of this file."""
    (box,) = mail_of(text).mailboxes
    return box


def said_of(text: str) -> str:
    """The sentence with which this file is refused."""
    return refusal(lambda: parse_settings(text, "settings.toml"))


def test_without_a_mailbox_all_is_as_it_was_before() -> None:
    assert mail_of("") == MailSettings()
    assert (MailSettings().in_screens, MailSettings().unsubscribe_url, MailSettings().mailboxes) == (
        True,
        "",
        (),
    )


FULL = """
[mail]
hold_seconds = 5
maildir = "sent"
unsubscribe_url = "https://example.com/stop?t={token}"
in_screens = false
[[mailbox]]
name = "ana"
address = "ana@example.com"
from = "Ana Ruiz"
reps = ["ana", "Ana R"]
folders = ["INBOX", "Kunden/Süd"]
daily_limit = 150
reason = "our own server, warm since 2019"
ramp_from = 20
ramp_step = 0
pace_seconds = [5, 10]
poll_seconds = 60
[mailbox.smtp]
host = "smtp.example.com"
port = 2525
security = "tls"
auth = "login"
username = "ana"
password_command = "pass show 'mail ana'"
[mailbox.imap]
host = "imap.example.com"
port = 1143
security = "starttls"
auth = "xoauth2"
username = "ana@example.com"
password_keyring = "dialq"
[[mailbox]]
name = "info"
address = "info@example.com"
"""


def test_a_file_says_everything_of_its_mailboxes() -> None:
    mail = mail_of(FULL)
    assert (mail.hold_seconds, mail.maildir, mail.in_screens) == (5, "sent", False)
    assert mail.unsubscribe_url == "https://example.com/stop?t={token}"
    ana, info = mail.mailboxes
    assert ana == MailboxSettings(
        name="ana",
        address="ana@example.com",
        from_name="Ana Ruiz",
        reps=("ana", "Ana R"),
        smtp=ServerSettings(
            "smtp.example.com", 2525, "tls", "login", "ana", SecretSettings(command="pass show 'mail ana'")
        ),
        imap=ServerSettings(
            "imap.example.com",
            1143,
            "starttls",
            "xoauth2",
            "ana@example.com",
            SecretSettings(keyring="dialq"),
        ),
        folders=("INBOX", "Kunden/Süd"),
        daily_limit=150,
        ramp_from=20,
        ramp_step=0,
        pace_seconds=(5, 10),
        poll_seconds=60,
    )
    assert info == MailboxSettings(name="info", address="info@example.com")


def test_the_limits_of_a_mailbox_are_those_of_the_rulebook_R14_4() -> None:
    box = box_of(BOX)
    assert (box.daily_limit, box.ramp_from, box.ramp_step, box.pace_seconds) == (50, 10, 5, (60, 120))
    assert (box.poll_seconds, box.folders, box.reps, box.smtp, box.imap) == (30, ("INBOX",), (), None, None)


@pytest.mark.parametrize(
    ("protocol", "said", "port", "security"),
    [
        ("smtp", "", 587, "starttls"),
        ("smtp", 'security = "tls"\n', 465, "tls"),
        ("smtp", 'security = "starttls"\nport = 25\n', 25, "starttls"),
        ("imap", "", 993, "tls"),
        ("imap", 'security = "starttls"\n', 143, "starttls"),
    ],
)
def test_security_and_port_go_together(protocol: str, said: str, port: int, security: str) -> None:
    box = box_of(f'{BOX}[mailbox.{protocol}]\nhost = "mail.example.com"\n{said}{LOGIN}')
    server = box.smtp or box.imap
    assert server is not None
    assert (server.port, server.security) == (port, security)


@pytest.mark.parametrize("host", ["localhost", "LocalHost", "127.0.0.1", "127.8.9.10", "::1"])
def test_this_machine_alone_may_go_unencrypted(host: str) -> None:
    for protocol, port in (("smtp", 25), ("imap", 143)):
        box = box_of(f'{BOX}[mailbox.{protocol}]\nhost = "{host}"\nsecurity = "none"\n{LOGIN}')
        server = box.smtp or box.imap
        assert server is not None
        assert (server.security, server.port) == ("none", port)


@pytest.mark.parametrize("host", ["mail.example.com", "localhost.example.com", "10.0.0.1", "128.0.0.1"])
def test_any_other_machine_may_not(host: str) -> None:
    said = said_of(f'{BOX}[mailbox.smtp]\nhost = "{host}"\nsecurity = "none"\n')
    assert "line 6: 'mailbox 1.smtp.security' is \"none\"" in said


def test_who_logs_in_to_send_logs_in_to_fetch() -> None:
    box = box_of(BOX + SMTP + LOGIN + IMAP)
    assert box.smtp is not None
    assert box.imap is not None
    assert (box.imap.username, box.imap.secret, box.imap.auth) == ("ana", SecretSettings(env="PW"), "plain")
    tokens = box_of(BOX + SMTP + LOGIN + 'auth = "xoauth2"\n' + IMAP)
    assert tokens.imap is not None
    assert tokens.imap.auth == "xoauth2"
    own = box_of(BOX + SMTP + LOGIN + 'auth = "xoauth2"\n' + IMAP + 'password_env = "OTHER"\n')
    assert own.imap is not None
    assert (own.imap.username, own.imap.auth, own.imap.secret) == (
        "ana",
        "plain",
        SecretSettings(env="OTHER"),
    )
    login = box_of(BOX + SMTP + LOGIN + 'auth = "login"\n' + IMAP)
    assert login.imap is not None
    assert login.imap.auth == "plain"


def test_a_server_that_asks_nobody_to_log_in() -> None:
    box = box_of(BOX + SMTP)
    assert box.smtp is not None
    assert (box.smtp.auth, box.smtp.username, box.smtp.secret) == ("none", "", SecretSettings())


@pytest.mark.parametrize("key", ["password", "passwd", "pass", "secret", "token", "access_token"])
@pytest.mark.parametrize("table", ["", SMTP, IMAP])
def test_a_password_in_the_file_is_refused_and_not_repeated(table: str, key: str) -> None:
    said = said_of(f'{BOX}{table}{key} = "hunter2"\n')
    assert f".{key}' does not belong into a file" in said
    assert all(way in said for way in ("password_command", "password_env", "password_keyring"))
    assert "hunter2" not in said


@pytest.mark.parametrize(
    ("text", "says", "helps"),
    [
        ("[mail]\nhold_second = 1", "line 2: 'mail.hold_second' is not a key", "'hold_seconds'"),
        ('[mail]\nin_screens = "no"', "line 2: 'mail.in_screens' must be true or false", ""),
        (
            '[mail]\nunsubscribe_url = "http://example.com/{token}"',
            "line 2: 'mail.unsubscribe_url'",
            "https:",
        ),
        ('[mail]\nunsubscribe_url = "https://example.com/stop"', "has no {token} in it", "Put {token}"),
        ('[mail]\nunsubscribe_url = "https://example.com/<{token}>"', "'mail.unsubscribe_url' is", "https:"),
        (
            '[mail]\nunsubscribe_url = "https://example.com/a\\nb{token}"',
            "'mail.unsubscribe_url' is",
            "https:",
        ),
        ("mailbox = 1", "'mailbox' must be tables", "[[mailbox]]"),
        ("[mailbox]\nname = 'a'", "line 1: 'mailbox' must be tables", "[[mailbox]]"),
        ("[[mailbox]]\naddress = 'a@example.com'", "line 1: the key 'name' of 'mailbox 1' is missing", ""),
        ("[[mailbox]]\nname = 'a'", "line 1: the key 'address' of 'mailbox 1' is missing", ""),
        (
            "[[mailbox]]\nname = '../a'\naddress = 'a@example.com'",
            "line 2: 'mailbox 1.name' is '../a'",
            "sales",
        ),
        (
            "[[mailbox]]\nname = 'a'\naddress = 'ana'",
            "line 3: 'mailbox 1.address' is 'ana'",
            "ana@example.com",
        ),
        (BOX + "addres = 'x'", "line 4: 'mailbox 1.addres' is not a key", "'address'"),
        (BOX + 'from = "Ana\\nBcc: x"', "line 4: 'mailbox 1.from' must be one line", ""),
        (BOX + "reps = ['ana', 'ana']", "line 4: 'mailbox 1.reps' has 'ana' twice", ""),
        (BOX + "reps = ['']", "line 4: 'mailbox 1.reps' has ''", ""),
        (BOX + "folders = []", "line 4: 'mailbox 1.folders' is empty", "INBOX"),
        (BOX + "daily_limit = 0", "line 4: 'mailbox 1.daily_limit' is 0", "1 to"),
        (BOX + "daily_limit = 101", "line 4: 'mailbox 1.daily_limit' is 101, above 100", "reason"),
        (BOX + "ramp_from = 0", "line 4: 'mailbox 1.ramp_from' is 0", "1 to"),
        (BOX + "pace_seconds = 60", "line 4: 'mailbox 1.pace_seconds' must be a list", "[…]"),
        (BOX + "pace_seconds = [60]", "line 4: 'mailbox 1.pace_seconds' is [60]", "[60, 120]"),
        (BOX + "pace_seconds = [90, 60]", "line 4: 'mailbox 1.pace_seconds' is [90, 60]", "[60, 120]"),
        (BOX + "pace_seconds = [true, 2]", "line 4: 'mailbox 1.pace_seconds' is [True, 2]", "[60, 120]"),
        (BOX + "pace_seconds = [-1, 2]", "line 4: 'mailbox 1.pace_seconds' is [-1, 2]", "[60, 120]"),
        (BOX + "poll_seconds = 1", "line 4: 'mailbox 1.poll_seconds' is 1", "5 to 3600"),
        (BOX + "smtp = 'mail.example.com'", "line 4: 'mailbox 1.smtp' must be a table", "[mailbox.smtp]"),
        (BOX + "[mailbox.pop]\nhost = 'x'", "line 4: 'mailbox 1.pop' is not a key", "smtp"),
        (BOX + "[mailbox.smtp]", "line 4: the key 'host' of 'mailbox 1.smtp' is missing", ""),
        (BOX + "[mailbox.smtp]\nhost = 'a b'", "line 5: 'mailbox 1.smtp.host' is 'a b'", "mail.example.com"),
        (BOX + SMTP + "port = 0", "line 6: 'mailbox 1.smtp.port' is 0", "1 to 65535"),
        (BOX + SMTP + "security = 'ssl'", "line 6: 'mailbox 1.smtp.security' is 'ssl'", "tls"),
        (BOX + SMTP + "auth = 'cram-md5'", "line 6: 'mailbox 1.smtp.auth' is 'cram-md5'", "xoauth2"),
        (
            BOX + SMTP + "auth = 'plain'",
            "line 6: 'mailbox 1.smtp.auth' is 'plain', but there is no",
            "username",
        ),
        (BOX + SMTP + USER, "line 6: 'mailbox 1.smtp.username' has no password", "password_command"),
        (
            BOX + SMTP + LOGIN + "auth = 'none'",
            "'mailbox 1.smtp.username' is given, but nobody",
            'auth = "plain"',
        ),
        (
            BOX + SMTP + "password_env = 'PW'",
            "'mailbox 1.smtp.password_env' is given, but nobody",
            "username",
        ),
        (
            BOX + SMTP + LOGIN + "password_keyring = 'x'",
            "line 8: 'mailbox 1.smtp.password_keyring' is given beside password_env",
            "one of them",
        ),
        (
            BOX + SMTP + USER + "password_command = ''",
            "line 7: 'mailbox 1.smtp.password_command' is empty",
            "pass show",
        ),
        (
            BOX + SMTP + USER + 'password_command = "pass \'x"',
            "line 7: 'mailbox 1.smtp.password_command' cannot be read: No closing quotation",
            "no shell",
        ),
        (
            BOX + SMTP + USER + "password_env = 'p&w'",
            "line 7: 'mailbox 1.smtp.password_env' is no name",
            "MAIL_PASSWORD",
        ),
        (
            BOX + SMTP + "pasword_env = 'PW'",
            "line 6: 'mailbox 1.smtp.pasword_env' is not a key",
            "'password_env'",
        ),
        (BOX + IMAP, "line 4: 'mailbox 1.imap.username' is missing", "username"),
        (BOX + IMAP + USER, "line 6: 'mailbox 1.imap.username' has no password", "password_keyring"),
        (BOX + IMAP + LOGIN + "auth = 'none'", "line 8: 'mailbox 1.imap.auth' is 'none'", "plain"),
        (BOX + SMTP + IMAP, "line 6: 'mailbox 1.imap.username' is missing", ""),
        (BOX + BOX, "line 5: 'mailbox 2.name' has 'ana', which the mailbox 'ana' has already", ""),
        (BOX + BOX.replace('"ana"', '"Ana"'), "line 5: 'mailbox 2.name' has 'ana', which", ""),
        (BOX + BOX.replace('"ana"', '"b"'), "line 6: 'mailbox 2.address' has 'ana@example.com', which", ""),
        (
            BOX + "reps = ['x']\n" + BOX.replace("ana", "bo") + "reps = ['y', 'x']",
            "line 8: 'mailbox 2.reps' has 'x', which the mailbox 'ana' has already",
            "one of them",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_what_to_do(text: str, says: str, helps: str) -> None:
    said = said_of(text)
    assert says in said
    assert helps in said


def test_what_may_be_a_password_is_not_repeated() -> None:
    assert "hunter2" not in said_of(BOX + SMTP + USER + 'password_env = "hunter2!"\n')
    assert "hunter2" not in said_of(BOX + SMTP + USER + 'pasword = "hunter2"\n')


def test_the_example_in_the_shipped_file_can_be_used_as_it_stands() -> None:
    text = default_settings_text()
    example = text[text.index("# [[mailbox]]\n") : text.index("[caps]")]
    box = box_of(re.sub(r"^# ?", "", example, flags=re.MULTILINE))
    default = MailboxSettings(name="ana", address="ana@example.com", from_name="Ana Ruiz", reps=("ana",))
    assert box.smtp is not None
    assert box.imap is not None
    assert (box.smtp.port, box.smtp.security, box.imap.port, box.imap.security) == (
        587,
        "starttls",
        993,
        "tls",
    )
    assert box == MailboxSettings(
        default.name, default.address, default.from_name, default.reps, smtp=box.smtp, imap=box.imap
    )
