"""A line that we hung up ourselves does not blame the server (R14.2)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from dialq.desk.sending_values import AGAIN, UNKNOWN
from dialq.mail.smtp import SmtpLine
from tests.mail.certificates import contexts
from tests.mail.misbehaving import HANG, MisbehavingServer
from tests.mail.sending import connect, hand_over

STAGES = [("MAIL", AGAIN), ("RCPT", AGAIN), ("DATA", AGAIN), ("END", UNKNOWN)]


@pytest.mark.parametrize("security", ["none", "tls"])
@pytest.mark.parametrize(("stage", "fate"), STAGES)
def test_a_line_that_we_broke_off_says_so_R14_2(stage: str, fate: str, security: str) -> None:
    """What becomes of the mail is the same as when the server goes; the reason is another."""
    both = contexts() if security == "tls" else None
    server_side, client_side = both if both is not None else (None, None)
    with (
        MisbehavingServer(security=security, context=server_side) as server,
        ThreadPoolExecutor(1) as sender,
    ):
        server.behave(stage, HANG)
        line = connect(server, context=client_side)
        assert isinstance(line, SmtpLine), line
        handed = sender.submit(hand_over, line)
        server.wait_for(stage)
        line.break_off()
        came = handed.result(10)
    assert (came.fate, came.lost) == (fate, True)
    assert "dialq was told to end and hung up" in came.why
    assert "server hung up" not in came.why
