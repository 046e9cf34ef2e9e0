"""The two writers: what they make of hostile text, narrow encodings, full disks."""

from __future__ import annotations

import errno
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialq.cli import output
from dialq.cli.visible import visible
from dialq.errors import WorldFailed


@given(st.text())
def test_nothing_that_moves_the_cursor_or_turns_the_text_gets_through(text: str) -> None:
    shown = visible(text)
    assert all(char.isprintable() or char == "\u200d" for char in shown)
    assert visible(shown) == shown


def test_printable_text_stays_as_it_is() -> None:
    assert visible("Zoë O’Brien, 株式会社") == "Zoë O’Brien, 株式会社"
    assert visible("a\x1b[31m\u202eb\u00a0c\n") == "a\\x1b[31m\\u202eb c\\x0a"


def test_columns_line_up_whatever_the_script(capsys: pytest.CaptureFixture[str]) -> None:
    output.table([("株式", "x"), ("abcd", "y"), ("e\u0301", "z")])
    assert capsys.readouterr().out == "株式  x\nabcd  y\ne\u0301     z\n"


def test_documents_are_ascii(capsys: pytest.CaptureFixture[str]) -> None:
    output.document({"name": "Zoë \ud800"})
    assert capsys.readouterr().out == '{"name": "Zo\\u00eb \\ud800"}\n'


def test_a_narrow_terminal_encoding_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="ascii"))
    output.say("Zoë")
    assert raw.getvalue() == b"Zo\\xeb\n"


def test_a_full_disk_behind_stdout_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("sys.stdout.write", full)
    with pytest.raises(WorldFailed, match="No space left"):
        output.say("done")
