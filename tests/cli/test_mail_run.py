"""`dialq mail run` as a process of its own: it sends, it fetches, it ends when told to."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import IO

import pytest

from dialq.clock import ManualClock, SystemClock
from tests.cli.conftest import Shell
from tests.cli.mail_servers import PASSWORD, VARIABLE, Office, office_of
from tests.mail.misbehaving import HANG

ROOT = Path(__file__).parents[2]
SECONDS = 30
ENDS_WITHIN = 2.0
ENDS_WITHIN_IF_A_SERVER_HANGS = 8.0
ENDS_ON_A_HANGING_SERVER_WITHIN = 8.0


class Runner:
    """The process, and what it has said so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said = ""

    def wait_for(self, words: str) -> str:
        """Until it says this; the line it stands in."""
        assert self.process.stderr is not None
        until = perf_counter() + SECONDS
        while words not in self.said:
            assert _is_readable(self.process.stderr, until - perf_counter()), f"it said only: {self.said}"
            more = os.read(self.process.stderr.fileno(), 65536).decode()
            assert more, f"it ended and said: {self.said}"
            self.said += more
        return next(line for line in self.said.splitlines() if words in line)

    def end(self, how: signal.Signals) -> float:
        """Send it a signal; the seconds it took to end."""
        began = perf_counter()
        self.process.send_signal(how)
        self.process.wait(SECONDS)
        took = perf_counter() - began
        assert self.process.stderr is not None
        self.said += self.process.stderr.read()
        return took


def _is_readable(stream: IO[str], seconds: float) -> bool:
    return bool(select.select([stream], [], [], max(0.0, seconds))[0])


@contextmanager
def running(shell: Shell, *words: str) -> Iterator[Runner]:
    """`dialq mail run` in a process group of its own; ended in the end."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DIALQ_DB": str(shell.db),
        "DIALQ_REP": "ana",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "dialq", "mail", "run", *words],
        env=environment | {VARIABLE: PASSWORD}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    runner = Runner(process)
    try:
        runner.wait_for("running")
        yield runner
    finally:
        process.kill()
        process.wait(SECONDS)
        for stream in (process.stdout, process.stderr):
            assert stream is not None
            stream.close()


def is_over(group: int) -> bool:
    """Whether nobody of a process group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.fixture
def office(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """A mailbox on two servers; the shell's clock tells the real time, as the process's does."""
    shell.clock = ManualClock(SystemClock().now())
    monkeypatch.setattr("dialq.bootstrap.SystemClock", lambda: shell.clock)
    with office_of(shell, monkeypatch) as made:
        yield made


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_r14_5_it_sends_and_ends_when_told(office: Office, how: signal.Signals) -> None:
    """R14.2, R14.5: a line for each mail; a signal ends it cleanly, and nothing is left of it."""
    shell = office.shell
    lead = shell.add()
    with running(shell) as runner:
        message = office.queue(lead)
        line = runner.wait_for("sent ")
        assert line[2] == ":"
        assert "to ann@acme.example (ana)" in line
        assert "send-ana" not in runner.said
        status = shell.ask("mail", "status")
        assert (status["runner"], status["mailboxes"][0]["sender"]) == (
            True,
            f"ana, process {runner.process.pid}",
        )
        assert runner.end(how) < ENDS_WITHIN
        assert (runner.process.returncode, f"ended by {how.name}" in runner.said) == (0, True)
        assert is_over(runner.process.pid)
    assert [mail.message_id for mail in office.smtp.accepted] == [message]
    assert shell.ask("mail", "status")["runner"] is False
    assert shell.ask("mail", "status")["sent"] == 1


def test_r11_1_it_takes_a_reply_in_as_it_comes(office: Office) -> None:
    """R11.1: the reply is acted on within a second of its arrival: the campaign stops."""
    shell = office.shell
    lead = shell.add()
    with running(shell, "--json") as runner:
        message = office.queue(lead)
        runner.wait_for("sent ")
        shell.clock.at = SystemClock().now()
        office.arrives("Please call.\n", Subject="Re: hello", In_Reply_To=message)
        assert "reply from ann@acme.example" in runner.wait_for("reply")
        assert [one["kind"] for one in shell.ask("mail", "thread", lead)["mails"]] == ["sent", "reply"]
        assert runner.end(signal.SIGTERM) < ENDS_WITHIN
        assert runner.process.stdout is not None
        assert runner.process.stdout.read() == '{"ended": "SIGTERM"}\n'


def test_r14_2_it_ends_while_a_server_hangs(office: Office) -> None:
    """R14.2: a server that keeps silent keeps nobody for long; what it surely has not taken goes again."""
    shell = office.shell
    office.smtp.behave("RCPT", HANG)
    lead = shell.add()
    with running(shell) as runner:
        office.queue(lead)
        office.smtp.wait_for("RCPT")
        assert runner.end(signal.SIGTERM) < ENDS_WITHIN_IF_A_SERVER_HANGS
        assert runner.process.returncode == 0
    counts = shell.ask("mail", "status")
    assert (counts["sent"], counts["hold"], counts["unconfirmed"]) == (0, 1, 0)


def test_it_is_quiet_when_nothing_happens_and_takes_a_new_mailbox_up(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mailbox that is set up later is looked after without a new start."""
    shell.clock = ManualClock(SystemClock().now())
    monkeypatch.setattr("dialq.bootstrap.SystemClock", lambda: shell.clock)
    lead = shell.add()
    with running(shell) as runner, office_of(shell, monkeypatch) as office:
        office.queue(lead)
        runner.wait_for("sent ")
        assert len(runner.said.splitlines()) == 2
        assert runner.end(signal.SIGTERM) < ENDS_WITHIN


def test_r14_5_another_takes_over_from_one_that_was_killed(office: Office) -> None:
    """R14.2, R14.5: two run, one sends; kill -9 frees the mailbox for the other, and no mail goes twice."""
    shell = office.shell
    ann = shell.add()
    bo = shell.add(
        name="Bo Li", phone="+12125550143", email="bo@bolt.example", company="Bolt", external_id="w-2"
    )
    with running(shell) as first:
        messages = [office.queue(ann)]
        first.wait_for("sent ")
        with running(shell) as second:
            first.end(signal.SIGKILL)
            messages.append(office.queue(bo))
            assert "to bo@bolt.example" in second.wait_for("sent ")
            assert second.end(signal.SIGTERM) < ENDS_WITHIN
    assert [mail.message_id for mail in office.smtp.accepted] == messages
    assert shell.ask("mail", "status")["unconfirmed"] == 0
