"""Typing at a real terminal: what was mistyped can be erased; NO_COLOR hears of no colour."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.terminal.driver import BACKSPACE, ENTER, ESC, LEFT, Terminal
from tests.terminal.test_whole_day import WAIT, Shop, daylight, to_work

CTRL_H, CTRL_U, DELETE = "\x08", "\x15", "\x1b[3~"
COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-9]|4[0-9]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")


@pytest.fixture
def desk(tmp_path: Path) -> Shop:
    """Two hot leads."""
    made = Shop(tmp_path)
    leads = tmp_path / "leads.csv"
    rows = [
        f"Lead Number{n:02},Company {n:02},+1 415 555 01{n:02},l{n}@example.com,{daylight()},hot"
        for n in (1, 2)
    ]
    leads.write_text("\n".join(["name,company,phone,email,timezone,temperature", *rows]), encoding="utf-8")
    made.run("import", str(leads))
    return made


def at_work(shop: Shop, **env: str) -> Terminal:
    """dialq in a terminal of 80x24."""
    return Terminal([sys.executable, "-m", "dialq"], columns=80, rows=24, env=shop.env | env)


def retype(terminal: Terminal) -> None:
    """Type three letters, take the last back in each way there is."""
    terminal.send("abc")
    terminal.wait_for("abc", WAIT)
    terminal.send(BACKSPACE)
    terminal.wait_until_gone("abc", WAIT)
    terminal.send("xq" + CTRL_H)
    terminal.wait_for(lambda text: "abx" in text and "abxq" not in text, WAIT)
    terminal.send(LEFT + DELETE + "xyz")
    terminal.wait_for("abxyz", WAIT)
    terminal.send(CTRL_U)
    terminal.wait_until_gone("abxyz", WAIT)


def test_what_was_mistyped_is_erased_everywhere(desk: Shop) -> None:
    """The note, the one-line forms, a reason, a task, a field, the search, the mail."""
    with at_work(desk) as terminal:
        to_work(terminal)
        for keys, shown in (("n", "you are typing"), ("s", "LATER"), ("a1", "ADD TASK"), ("\x1b[17~", "TO NURTURE"),
                            ("m" + ENTER, "EDIT"), ("/", "FIND")):  # fmt: skip
            for key in (keys,) if keys.startswith("\x1b") else keys:
                terminal.send(key)
                terminal.settle()
            terminal.wait_for(shown, WAIT)
            if keys[0] not in "n/":
                terminal.send(CTRL_U)
            retype(terminal)
            terminal.send(ESC)
            terminal.wait_for("WHY NOW", WAIT)
            terminal.settle()
        terminal.send("e")
        terminal.settle()
        terminal.send(ENTER)
        terminal.wait_for("as they will see it", WAIT)
        terminal.send("e")
        terminal.wait_for("end editing", WAIT)
        retype(terminal)


def listen(terminal: Terminal) -> bytearray:
    """All that the program writes from now on."""
    heard, feed = bytearray(), terminal._feed

    def feed_and_keep(chunk: bytes) -> bool:
        heard.extend(chunk)
        return feed(chunk)

    terminal._feed = feed_and_keep  # type: ignore[method-assign]
    return heard


def test_no_color_sends_no_colour(desk: Shop) -> None:
    """Accents and warnings are bold, keys too; the marked row is reversed."""
    with at_work(desk, NO_COLOR="1") as terminal:
        heard = listen(terminal)
        to_work(terminal)
        terminal.send("s")
        terminal.wait_for("LATER", WAIT)
        terminal.send(ESC)
        terminal.wait_until_gone("LATER", WAIT)
        terminal.send("/")
        terminal.wait_for("FIND", WAIT)
        terminal.send("lead")
        terminal.settle()
    assert not COLOUR.search(bytes(heard)), COLOUR.search(bytes(heard))
    assert b"\x1b[1m" in heard
