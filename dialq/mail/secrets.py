"""Fetches the password or token of a mailbox from where the settings say it is; it is never kept."""

from __future__ import annotations

import os
import shlex
import subprocess

from dialq.errors import WorldFailed
from dialq.mail.merge_fields import one_line
from dialq.settings import SecretSettings

_SECONDS = 30
"""How long a password command may take: time enough to touch a key, too short to stop the mail."""
_WORDS = 200
"""Characters that are shown of what a command complains about."""


def secret_of(secret: SecretSettings, username: str, *, seconds: float = _SECONDS) -> str:
    """The secret, asked anew each time; raises WorldFailed with one sentence that never contains it."""
    if secret.command:
        return _from_command(secret.command, seconds)
    if secret.env:
        return _from_environment(secret.env)
    if secret.keyring:
        return _from_keyring(secret.keyring, username)
    raise WorldFailed(
        f"the settings do not say where the password of {username} comes from",
        "Give password_command, password_env or password_keyring.",
    )


def _from_command(line: str, seconds: float) -> str:
    """The first line that a command prints. No shell reads the line, and the command reads no keys."""
    # Arguments may tell more than a message should: only the program is named.
    program = one_line(line.split(" ", 1)[0])
    try:
        words = shlex.split(line)
        done = subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
            # Away from the terminal: neither may it draw over the screen, nor does Ctrl+C reach it.
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        raise WorldFailed(
            f"the password command {program!r} did not end within {seconds:g} seconds",
            "Let it answer without asking anybody, or unlock what it asks.",
        ) from None
    except (OSError, ValueError, IndexError) as error:
        raise WorldFailed(
            f"the password command {program!r} cannot be run: {_reason(error)}",
            "Correct password_command in the settings.",
        ) from None
    if done.returncode:
        raise WorldFailed(
            f"the password command {program!r} failed with code {done.returncode}{_complaint(done.stderr)}",
            "Run it by hand to see why.",
        )
    first = done.stdout.split(b"\n", 1)[0].rstrip(b"\r")
    return _given(first, f"the password command {program!r} printed nothing{_complaint(done.stderr)}")


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
            f"the keyring does not open: {_reason(error)}", "Unlock it, or use password_command."
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


def _complaint(stderr: bytes) -> str:
    """The first line a command wrote about what went wrong, behind a colon."""
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    return f": {one_line(lines[0])[:_WORDS]}" if lines else ""


def _reason(error: Exception) -> str:
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return one_line(words)[:_WORDS] or type(error).__name__
