"""A real file with three hot leads, for screens over a real desk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dialq.bootstrap import open_desk
from dialq.clock import Instant, ManualClock
from dialq.desk.desk import Desk
from dialq.desk.importing import add_lead
from dialq.engine.lead import LeadRecord, Phone
from dialq.tui.app import DialqApp
from dialq.tui.settings import UiSettings
from dialq.tui.words import WORDS
from tests.tui.driver import SMALL, Driver, Stopwatch
from tests.tui.fake_desk import NOON, FakeDesk

SETTINGS = """\
[sender]
name = "Ana Torres"
email = "ana@example.com"
company = "Example Freight"
postal_address = "1 Example Street, Springfield"
"""
NEW_YORK = ("America/New_York",)


@dataclass
class Office:
    """A file with three hot leads, and its clock."""

    path: Path
    clock: ManualClock

    def open(self, rep: str = "ana") -> Desk:
        """A desk of a rep."""
        return open_desk(
            self.path, rep=rep, session=f"{rep}-screen", clock=self.clock, zone="America/New_York"
        )

    @asynccontextmanager
    async def screen(
        self, rep: str = "ana", size: tuple[int, int] = SMALL, **changes: Any
    ) -> AsyncIterator[Driver]:
        """The app of a rep."""
        watch = Stopwatch()
        settings = UiSettings(
            rep, clock=self.clock, monotonic=watch, poll=0, save_after=0, start_screen=False, theme="dark"
        )
        settings = replace(settings, **changes)
        app = DialqApp(lambda: self.open(rep), settings, WORDS)
        async with app.run_test(size=size) as pilot:
            driver = Driver(app, pilot, FakeDesk(), watch)
            await driver.settle()
            watch.at += 5
            yield driver
        app.desk.close()


def an_office(folder: Path, mailboxes: str = "") -> Office:
    """Kim, Lee and Max asked to be contacted, minutes apart, Max just now."""
    (folder / "settings.toml").write_text(SETTINGS + mailboxes)
    place = Office(folder / "leads.db", ManualClock(NOON))
    desk = place.open()
    for minutes, name in ((20, "Kim Lee"), (10, "Lee Moran"), (1, "Max Roe")):
        number = f"+1415555010{minutes % 7}"
        record = LeadRecord(
            name=name, first_name=name.split()[0], company=f"{name} Inc", phones=(Phone(number, "mobile", NEW_YORK),),
            emails=(f"{name.split()[0].lower()}@example.org",), arrived=Instant(NOON - minutes * 60),
            interaction="form", topic="cold-chain alerts", zones=NEW_YORK, zone_source="address", source="web",
        )  # fmt: skip
        add_lead(desk, record)
    desk.close()
    return place
