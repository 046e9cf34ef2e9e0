"""The terminal harness itself: what it shows, times and ends is what really happened."""

from __future__ import annotations

import sys

import pytest

from tests.terminal.driver import ENTER, ScreenTimeout, Terminal

ECHO = """
import os, signal, sys, tty
tty.setraw(0)
def size(*_):
    columns = os.get_terminal_size(0).columns
    os.write(1, f"\\x1b[H\\x1b[J{columns} wide\\x1b[>1u\\x1b[?2026$p".encode())
signal.signal(signal.SIGWINCH, size)
size()
while (key := os.read(0, 1)) != b"q":
    os.write(1, f"\\r\\ngot {key!r}".encode())
sys.exit(7)
"""


def echo() -> Terminal:
    """A program that says the window's width and each key."""
    return Terminal([sys.executable, "-c", ECHO], columns=60, rows=10)


def test_keys_go_in_and_the_screen_comes_out() -> None:
    with echo() as terminal:
        terminal.wait_for("60 wide")
        terminal.send("a" + ENTER)
        text = terminal.wait_for(r"got b'\r'")
    assert text.splitlines()[:3] == ["60 wide", "got b'a'", r"got b'\r'"]


def test_the_program_learns_of_a_new_size() -> None:
    with echo() as terminal:
        terminal.wait_for("60 wide")
        terminal.resize(90, 12)
        assert "90 wide" in terminal.wait_for("90 wide")


def test_a_key_is_timed_until_its_mark_changes() -> None:
    with echo() as terminal:
        terminal.wait_for("60 wide")
        paint = terminal.press("a", lambda screen: screen.display[1])
    assert 0 < paint.painted <= paint.settled
    assert paint.sent >= len("got b'a'")


def test_exit_code_and_kill_are_told_apart() -> None:
    with echo() as terminal:
        terminal.wait_for("60 wide")
        terminal.send("q")
        assert terminal.wait_for_exit() == 7
    with echo() as terminal:
        terminal.wait_for("60 wide")
        terminal.kill9()
        assert terminal.exit_code == -9


def test_waiting_ends_with_the_screen_in_the_message() -> None:
    with echo() as terminal:
        terminal.wait_for("60 wide")
        with pytest.raises(ScreenTimeout, match="60 wide"):
            terminal.wait_for("never shown", timeout=0.2)


def test_a_start_is_timed_with_its_prompts_answered_at_once() -> None:
    with echo() as terminal:
        seconds = terminal.time_to(lambda text: "got b'x'" in text, prompts={"60 wide": "x"})
        assert terminal.shows("got b'x'")
    assert 0 < seconds < 10
