"""Fetches the password or token of a mailbox from where the settings say it is; it is never kept."""

from __future__ import annotations

import os

from dialq.errors import WorldFailed
from dialq.mail.secret_command import first_line, reason_of
from dialq.settings import SecretSettings

_SECONDS = 30
"""How long a password command may take: time enough to touch a key, too short to stop the mail."""


def secret_of(secret: SecretSettings, username: str, *, seconds: float = _SECONDS) -> str:
    """The secret, asked anew each time; raises WorldFailed with one sentence that never contains it."""
    if secret.command:
        return _given(first_line(secret.command, seconds), "the password command printed nothing")
    if secret.env:
        return _from_environment(secret.env)
    if secret.keyring:
        return _from_keyring(secret.keyring, username)
    raise WorldFailed(
        f"the settings do not say where the password of {username} comes from",
        "Give password_command, password_env or password_keyring.",
    )


def _from_environment(name: str) -> str:
    value = os.environb.get(name.encode(), b"")
    return _given(value, f"the environment variable {name!r} is not set")


def _from_keyring(service: str, username: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError, NoKeyringError
    except ImportError:
        raise WorldFailed(
            "the package keyring is not installed", "Install it, or use password_command or password_env."
        ) from None
    try:
        value = keyring.get_password(service, username)
    except NoKeyringError:
        raise WorldFailed(
            "this system has no keyring that can be read", "Use password_command or password_env."
        ) from None
    except (KeyringError, OSError, RuntimeError) as error:
        raise WorldFailed(
            f"the keyring does not open: {reason_of(error)}", "Unlock it, or use password_command."
        ) from None
    missing = f"the keyring has no password of {username!r} in {service!r}"
    return _given((value or "").encode(), missing, f"Put it there: keyring set {service} {username}")


def _given(value: bytes, missing: str, hint: str = "") -> str:
    """The secret as text, or the sentence that says where it is missing."""
    try:
        text = value.decode()
    except UnicodeDecodeError:
        # Not chained: the error would carry the bytes along.
        raise WorldFailed("the password is not text in UTF-8", "Correct where it comes from.") from None
    if not text:
        raise WorldFailed(missing, hint)
    return text
