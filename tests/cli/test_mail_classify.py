"""`dialq mail classify`: what mails are, without a database and without acting on them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dialq.cli.main import main
from dialq.desk.letters import KINDS

SAMPLES = Path(__file__).parents[2] / "sample_data" / "mails"
FIELDS = {"file", "kind", "permanent", "status", "address", "until", "text", "why"}


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without a database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DIALQ_DB", str(tmp_path / "no" / "team.db"))


def run(*words: str, stdin: bytes = b"") -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["mail", "classify", *words], input=stdin)
    return done.exit_code, done.stdout, done.stderr


def test_one_line_a_file() -> None:
    names = ("bounce-qmail.eml", "absent-exchange.eml", "reply-gmail.eml")
    code, out, err = run(*(str(SAMPLES / name) for name in names))
    assert (code, err) == (0, "")
    bounce, absence, reply = out.splitlines()
    assert "bounce, for good, 5.1.1, ann@acme.example" in bounce
    assert "out-of-office, back 2026-12-07" in absence
    assert reply.endswith("reply-gmail.eml: reply")


def test_the_document() -> None:
    code, out, _ = run("--json", *(str(path) for path in sorted(SAMPLES.glob("*.eml"))))
    found = json.loads(out)
    assert code == 0
    assert {frozenset(one) for one in found} == {frozenset(FIELDS)}
    assert {one["kind"] for one in found} == set(KINDS)
    absent = next(one for one in found if one["file"].endswith("absent-exchange.eml"))
    assert (absent["until"], absent["permanent"]) == ("2026-12-07", None)


def test_stdin_and_an_mbox(tmp_path: Path) -> None:
    first, second = ((SAMPLES / name).read_bytes() for name in ("reply-gmail.eml", "unsubscribe-stop.eml"))
    box = tmp_path / "inbox.mbox"
    box.write_bytes(b"From ann Tue Dec  1 2026\n" + first + b"\n\nFrom dan Tue Dec  1 2026\n" + second)
    code, out, _ = run(str(box), "-", stdin=second)
    assert code == 0
    told = [line.removeprefix(str(tmp_path)).partition(" (")[0] for line in out.splitlines()]
    assert told == ["/inbox.mbox:1: reply", "/inbox.mbox:2: unsubscribe", "-: unsubscribe"]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.eml", tmp_path):
        code, out, err = run(str(SAMPLES / "reply-gmail.eml"), str(path))
        assert (code, out) == (2, "")
        assert str(path) in err


def test_a_mail_cannot_write_on_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "bad.eml"
    file.write_bytes(b"From: a@b.example\nSubject: \x1b[2J\nAuto-Submitted: \x1b]0;x\x07\n\n\x1b[2J")
    code, out, _ = run(str(file))
    assert code == 0
    assert "\x1b" not in out
    assert not (tmp_path / "no").exists()
