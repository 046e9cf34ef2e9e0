"""Passwords come from where the settings say, and never stand in a message."""

from __future__ import annotations

import os
import selectors
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import ClassVar

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked

from dialq.errors import WorldFailed
from dialq.mail.secrets import secret_of
from dialq.settings import SecretSettings

SECRET = "pässword 7"


def program(folder: Path, text: str) -> str:
    """A command line that runs this Python text."""
    file = folder / "a program.py"
    file.write_text(text)
    return f"{sys.executable} '{file}'"


def failure(secret: SecretSettings, seconds: float = 10) -> str:
    """The sentence with which a secret cannot be had; nothing of it is chained to the secret."""
    with pytest.raises(WorldFailed) as failed:
        secret_of(secret, "ana@example.com", seconds=seconds)
    assert failed.value.__suppress_context__ or failed.value.__context__ is None
    assert SECRET not in str(failed.value)
    return str(failed.value)


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\nlogin: ana\n"])
def test_the_first_line_a_command_prints_is_the_password(tmp_path: Path, end: str) -> None:
    text = f"import sys; sys.stdout.buffer.write({(SECRET + end).encode()!r})"
    assert secret_of(SecretSettings(command=program(tmp_path, text)), "ana") == SECRET


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    line = program(tmp_path, "import sys; print(' '.join(sys.argv[1:]))")
    assert secret_of(SecretSettings(command=f"{line} '$HOME' ; `id` > x"), "ana") == "$HOME ; `id` > x"


def test_a_command_cannot_ask_anybody(tmp_path: Path) -> None:
    text = "import sys; print(repr(sys.stdin.read()), open('/dev/tty'))"
    assert "failed with code 1" in failure(SecretSettings(command=program(tmp_path, text)))


def test_a_command_that_fails_is_not_quoted(tmp_path: Path) -> None:
    """Some repeat what they were given, and the sentence is kept with the mailbox and logged."""
    text = f"import os, sys; print({SECRET!r}); os.write(2, {SECRET.encode()!r}); sys.exit(3)"
    assert "failed with code 3. Run it by hand" in failure(SecretSettings(command=program(tmp_path, text)))


def test_a_command_that_prints_nothing_gives_no_password(tmp_path: Path) -> None:
    assert "printed nothing" in failure(SecretSettings(command=program(tmp_path, "print()")))


def test_a_command_that_does_not_end_is_stopped_with_its_children(tmp_path: Path) -> None:
    """The time is up: nothing of it is left behind, as a child would go on asking, or hold what it opened."""
    child, ended = _child(tmp_path)
    text = f"import os, signal\n{child}\nos.write(2, b'x')\nsignal.pause()"
    assert "did not end within 1 seconds" in failure(SecretSettings(command=program(tmp_path, text)), 1)
    assert ended()


def test_a_line_is_enough_though_the_command_goes_on(tmp_path: Path) -> None:
    text = f"import signal; print({SECRET!r}, flush=True); signal.pause()"
    began = monotonic()
    assert secret_of(SecretSettings(command=program(tmp_path, text)), "ana") == SECRET
    assert monotonic() - began < 10


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_child_that_a_command_leaves_behind_is_not_waited_for_and_ends(tmp_path: Path, end: str) -> None:
    """Agents are started so: the child keeps the output open."""
    child, ended = _child(tmp_path)
    text = f"import os\n{child}\nos.write(1, {(SECRET + end).encode()!r})"
    began = monotonic()
    assert secret_of(SecretSettings(command=program(tmp_path, text)), "ana") == SECRET
    assert monotonic() - began < 10
    assert ended()


@pytest.mark.parametrize("piece", ["x", "x\n"])
def test_a_command_that_prints_without_end_is_read_for_a_line_at_most(tmp_path: Path, piece: str) -> None:
    """Its output once filled the memory."""
    text = f"import os\nwhile True: os.write(1, {piece.encode()!r} * 4096)"
    secret = SecretSettings(command=program(tmp_path, text))
    tracemalloc.start()
    try:
        if piece == "x":
            assert "printed a line of more than 8 KB" in failure(secret)
        else:
            assert secret_of(secret, "ana") == "x"
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def _child(folder: Path) -> tuple[str, Callable[[], bool]]:
    """Text of a program that starts a child which keeps its output open; and whether that child has ended since.

    The child holds a pipe of its own: reading it ends when nobody has it any more.
    """
    pipe = folder / "held"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    def ended() -> bool:
        with selectors.DefaultSelector() as selector:
            selector.register(reading, selectors.EVENT_READ)
            selector.select(10)
        try:
            return os.read(reading, 1) == b""
        except BlockingIOError:
            return False
        finally:
            os.close(reading)

    text = f"import signal\nheld = os.open({str(pipe)!r}, os.O_WRONLY)\nif os.fork() == 0: signal.pause()"
    return text, ended


@pytest.mark.parametrize("line", ["/nowhere/at-all --key k", "'open", "''", "/"])
def test_a_command_that_cannot_be_run_is_named_without_its_arguments(line: str) -> None:
    said = failure(SecretSettings(command=line))
    assert "cannot be run" in said
    assert "--key" not in said


def test_a_password_that_is_no_text_is_not_shown(tmp_path: Path) -> None:
    text = "import sys; sys.stdout.buffer.write(b'\\xffabc')"
    said = failure(SecretSettings(command=program(tmp_path, text)))
    assert "not text in UTF-8" in said
    assert "abc" not in said


def test_an_environment_variable_holds_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIALQ_TEST_PASSWORD", SECRET)
    assert secret_of(SecretSettings(env="DIALQ_TEST_PASSWORD"), "ana") == SECRET
    monkeypatch.setenv("DIALQ_TEST_PASSWORD", "")
    assert "variable 'DIALQ_TEST_PASSWORD' is not set" in failure(SecretSettings(env="DIALQ_TEST_PASSWORD"))


class _Ring(KeyringBackend):
    """A keyring in memory, that can be locked."""

    priority = 1
    locked = False
    passwords: ClassVar[dict[tuple[str, str], str]] = {}

    def set_password(self, service: str, username: str, password: str) -> None:
        self.passwords[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked("is locked")
        return self.passwords.get((service, username))


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> _Ring:
    """The keyring of this system, for a test."""
    ring = _Ring()  # type: ignore[no-untyped-call]
    monkeypatch.setattr(_Ring, "passwords", {})
    monkeypatch.setattr(keyring.core, "_keyring_backend", ring)
    return ring


def test_the_keyring_of_the_system_holds_the_password_of_a_user(ring: _Ring) -> None:
    keyring.set_password("dialq", "ana@example.com", SECRET)
    assert secret_of(SecretSettings(keyring="dialq"), "ana@example.com") == SECRET
    missing = failure(SecretSettings(keyring="other"))
    assert "no password of 'ana@example.com' in 'other'" in missing
    assert "keyring set other ana@example.com" in missing
    ring.locked = True
    assert "does not open: is locked" in failure(SecretSettings(keyring="dialq"))


def test_a_system_without_a_keyring_says_what_else_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", NoKeyring())  # type: ignore[no-untyped-call]
    said = failure(SecretSettings(keyring="dialq"))
    assert "has no keyring" in said
    assert "password_command or password_env" in said


def test_a_program_without_the_package_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert "keyring is not installed" in failure(SecretSettings(keyring="dialq"))


def test_settings_that_name_no_place_say_which_there_are() -> None:
    assert "password_command, password_env or password_keyring" in failure(SecretSettings())
