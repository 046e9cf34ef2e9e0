"""A day in a real terminal: a lead file in, ten outcomes, a mail, a promise, undo, correction, kill -9, the file."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dialq.clock import SystemClock
from tests.terminal.driver import ENTER, ESC, Terminal

SETTINGS = """\
[sender]
name = "Ana Torres"
email = "ana@coldchain.example"
company = "Coldchain Alerts"
postal_address = "1 Example Street, Springfield, IL 62701"
[mail]
hold_seconds = 1
[screen]
rest_seconds = 0.0
still_seconds = 0.0
"""
ZONES = (
    "America/New_York", "America/Los_Angeles", "Pacific/Auckland", "Asia/Tokyo", "Asia/Kolkata", "Europe/Berlin",
    "America/Sao_Paulo", "Pacific/Honolulu", "Australia/Perth",
)  # fmt: skip
LEADS = 16
WAIT = 30.0


def daylight() -> str:
    """A zone where it is the middle of the day, whenever the test runs."""
    now = datetime.fromtimestamp(SystemClock().now(), UTC)
    return next(zone for zone in ZONES if 9 <= now.astimezone(ZoneInfo(zone)).hour < 17)


class Shop:
    """A folder with a database, and both ways into it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.db = folder, folder / "dialq.db"
        (folder / "settings.toml").write_text(SETTINGS, encoding="utf-8")
        self.env = {
            "HOME": str(folder),
            "DIALQ_DB": str(self.db),
            "DIALQ_REP": "ana",
            "XDG_DATA_HOME": str(folder),
        }

    def run(self, *words: str) -> Any:
        """A command's JSON."""
        done = subprocess.run(
            [sys.executable, "-m", "dialq", "--json", *words], capture_output=True, text=True,
            env={**os.environ, **self.env}, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def screen(self) -> Terminal:
        """dialq on a terminal."""
        return Terminal([sys.executable, "-m", "dialq"], columns=100, rows=30, env=self.env)

    def outcomes(self) -> list[dict[str, str]]:
        """The day's file, read back."""
        file = self.folder / "out.csv"
        self.run("export", "--day", "today", "-o", str(file))
        with file.open(encoding="utf-8", newline="") as text:
            return list(csv.DictReader(text))


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """A shop with sixteen hot leads of sixteen companies."""
    made = Shop(tmp_path)
    zone = daylight()
    rows = ["name,company,phone,email,timezone,temperature,title"]
    rows += [
        f"Lead Number{n:02},Company {n:02},+1 415 555 01{n:02},lead{n:02}@example.com,{zone},hot,Director"
        for n in range(LEADS)
    ]
    leads = tmp_path / "leads.csv"
    leads.write_text("\n".join(rows), encoding="utf-8")
    done = made.run("import", str(leads))
    assert (done["created"], done["rejected"]) == (LEADS, 0)
    again = made.run("import", str(leads))
    assert (again["created"], again["merged"]) == (0, 0)
    return made


def name_on(text: str) -> str:
    """The lead in hand, by its number."""
    at = text.find("LEAD NUMBER")
    return text[at + 11 : at + 13] if at >= 0 else ""


def to_work(terminal: Terminal) -> str:
    """Past the keyboard's question and the first five minutes; the lead in hand."""
    text = terminal.wait_for(lambda t: "labelled 1" in t or "to work" in t or "LEAD NUMBER" in t, WAIT)
    if "labelled 1" in text:
        terminal.send("1")
        text = terminal.wait_for(lambda t: "to work" in t or "LEAD NUMBER" in t, WAIT)
    if "to work" in text and not name_on(text):
        terminal.send(ENTER)
    return name_on(terminal.wait_for(lambda t: bool(name_on(t)) and "WHY NOW" in t, WAIT))


def next_after(terminal: Terminal, held: str) -> str:
    """Wait until another lead is in hand."""
    return name_on(terminal.wait_for(lambda t: name_on(t) not in ("", held) and "WHY NOW" in t, WAIT))


Worked = list[tuple[str, str]]
"""Leads by their number, with what was logged of them."""


def test_a_day_at_the_terminal(shop: Shop) -> None:
    """The issue's spine, as a rep lives it; the file at night says what happened and nothing else."""
    with shop.screen() as terminal:
        held = to_work(terminal)
        worked, held = no_contacts(terminal, held)
        held = conversations(terminal, held, worked)
        taken_back, held = taken_back_at_once(terminal, held)
        terminal.kill9()
    assert len(worked) == 9
    by_lead = {row["name"][-2:]: row["outcome"] for row in shop.outcomes()}
    assert by_lead == dict(worked)
    assert taken_back not in by_lead
    held = killed_on_a_call(shop, worked)
    the_evening(shop, worked, held)


def no_contacts(terminal: Terminal, held: str) -> tuple[Worked, str]:
    """Seven calls that reach nobody: rung from here, or only logged."""
    worked: Worked = []
    for key, code in (("1", "no-answer"), ("2", "voicemail"), ("3", "busy"), ("4", "gatekeeper")):
        terminal.send(ENTER)
        terminal.wait_for(f"01{held} sent to your terminal", WAIT)
        terminal.send(key)
        worked.append((held, code))
        held = next_after(terminal, held)
    for key, code in (("1", "no-answer"), ("1", "no-answer"), ("2", "voicemail")):
        terminal.send(key)
        worked.append((held, code))
        held = next_after(terminal, held)
    return worked, held


def conversations(terminal: Terminal, held: str, worked: Worked) -> str:
    """A promise with its words, and a lost lead with its reason."""
    terminal.send("5")
    terminal.wait_for("CALLBACK  =", WAIT)
    terminal.send(ENTER)
    worked.append((held, "callback"))
    terminal.wait_for("Callback. Promised", WAIT)
    terminal.send("ring the mobile" + ENTER)
    held = next_after(terminal, held)
    terminal.send("9")
    terminal.wait_for("1 need 2 budget", WAIT)
    terminal.send("2" + ENTER)
    worked.append((held, "not-interested"))
    terminal.wait_for("Lost", WAIT)
    terminal.send(ESC)
    return next_after(terminal, held)


def taken_back_at_once(terminal: Terminal, held: str) -> tuple[str, str]:
    """An outcome that is undone by the next key."""
    terminal.send("1")
    taken_back, held = held, next_after(terminal, held)
    terminal.send("u")
    terminal.wait_for("ook back", WAIT)
    return taken_back, held


def killed_on_a_call(shop: Shop, worked: Worked) -> str:
    """R9.2: a call is running when the program is killed; it is the first thing asked, and can be answered."""
    with shop.screen() as terminal:
        held = to_work(terminal)
        assert held not in dict(worked)
        terminal.send(ENTER)
        terminal.wait_for("say what came of it", WAIT)
        terminal.kill9()
    with shop.screen() as terminal:
        assert to_work(terminal) == held
        terminal.wait_for("UNFINISHED CALL", WAIT)
        terminal.send("1")
        worked.append((held, "no-answer"))
        return next_after(terminal, held)


def the_evening(shop: Shop, worked: Worked, held: str) -> None:
    """A correction, a mail, and the file of the day."""
    corrected = next(name for name, code in worked if code == "busy")
    event = next(row["event_id"] for row in shop.outcomes() if row["name"].endswith(corrected))
    shop.run("correct", event, "voicemail")
    lead = shop.run("find", f"Number{held}")["leads"][0]["lead"]
    assert shop.run("email", str(lead), "--template", first_mail(shop))["status"] == "hold"
    rows = shop.outcomes()
    found = {row["name"][-2:]: row for row in rows}
    expected = {**dict(worked), corrected: "voicemail", held: "sent"}
    assert {name: row["outcome"] for name, row in found.items()} == expected
    assert found[corrected]["corrects"] == event
    assert all(row["rep"] == "ana" and row["phone"].startswith("+1415555") for row in rows)
    assert next(row for row in rows if row["outcome"] == "callback")["when"]
    checks = shop.run("doctor")["checks"]
    assert all(check["ok"] for check in checks), checks


def first_mail(shop: Shop) -> str:
    """Any template that is a mail and invites to no event."""
    known = [str(one["name"]) for one in shop.run("template", "list")["templates"] if one["kind"] == "mail"]
    return next(name for name in known if not name.startswith("event"))
