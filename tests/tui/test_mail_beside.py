"""What the screen says of who sends, and what runs beside it (R14.5)."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialq.clock import Instant
from dialq.desk.mailbox_standing import stop_mailbox
from tests.tui.driver import LARGE, Driver
from tests.tui.fake_desk import NOON
from tests.tui.real_office import Office, an_office
from tests.tui.test_real_mail import KIM, MAILBOX, a_mail_to


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Three hot leads and a mailbox."""
    return an_office(tmp_path, MAILBOX)


async def test_the_header_has_the_meter_and_says_who_is_missing(office: Office) -> None:
    """R14.4: 0/10 at first; nobody sends, which is said when it was so twice."""
    desk = office.open("ana")
    a_mail_to(desk, KIM, left=False)
    async with office.screen(size=LARGE) as rep:
        await rep.work.watching.run_mails()
        rep.watch.at += 5
        await rep.work.watching.run_mails()
        assert "mail 0/10, 1 in hold" in rep.text("header")
        await rep.work.watching.run_mails()
        assert "! mail: 1 mail waits and nobody sends: start `dialq mail run`" in rep.text("header")
        lease = desk.store.leases.take("send-sales", "ben")
        assert lease is not None
        await rep.work.watching.run_mails()
        assert "nobody sends" not in rep.text("header")
        lease.give_back()
        stop_mailbox(desk, "sales", "535 authentication failed")
        await rep.work.watching.run_mails()
        assert "! mail: the mailbox sales is stopped: 535 authentication failed" in rep.text("header")
    desk.close()


async def test_leaving_says_that_nobody_else_sends(office: Office) -> None:
    desk = office.open("ana")
    a_mail_to(desk, KIM, left=False)
    async with office.screen() as rep:
        await rep.press("q")
        shown = rep.text("sheet-body")
        assert "MAILS IN HOLD 1" in shown
        assert "Nobody else sends for sales" in shown
    desk.close()


class Runner:
    """Stands in for what sends and fetches beside the screen."""

    def __init__(self) -> None:
        self.closed = 0

    def close(self) -> None:
        """Ended."""
        self.closed += 1


async def test_r14_5_what_sends_and_fetches_runs_beside_the_screen_and_ends_with_it(office: Office) -> None:
    runner = Runner()
    started: list[Runner] = []

    def start() -> Runner:
        started.append(runner)
        return runner

    async with office.screen(background=start, poll=3600.0) as rep:
        assert started == []
        await rep.work.alerting.look_at_mails()
        rep.app._mind_beside()
        await rep.settle()
        for _ in range(200):
            if started:
                break
            await rep.pilot.pause(0.01)
        assert started == [runner]
        assert runner.closed == 0
        rep.app.end()
        assert runner.closed == 1
    assert started == [runner]


async def test_r14_5_without_mailboxes_nothing_runs_beside(tmp_path: Path) -> None:
    started: list[int] = []

    def start() -> Runner:
        started.append(1)
        return Runner()

    async with an_office(tmp_path).screen(background=start, poll=3600.0) as rep:
        await rep.work.alerting.look_at_mails()
        rep.app._mind_beside()
        await rep.settle()
        assert started == []
        assert office_now(rep) == NOON


def office_now(rep: Driver) -> Instant:
    """What the screen's clock says."""
    return rep.state.now
