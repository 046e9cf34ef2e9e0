"""R14.3, on mails that others made: what Python itself ships, and our samples with a person's words around them."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from dialq.desk.letters import BOUNCE, REPLY
from dialq.mail.reading import read_letter
from tests.mail.reading.measuring import count_bounces, own
from tests.mail.reading.samples import Sample, samples

BOUNCES_OF_PYTHON = {"msg_16.txt", "msg_25.txt", "msg_43.txt"}
"""The delivery failures among the mails that Python tests its parser with."""


def mails_of_python() -> list[Path]:
    """The mails of the standard library's own tests, where they are installed."""
    spec = find_spec("test.test_email") if find_spec("test") else None
    places = (spec.submodule_search_locations or []) if spec else []
    return sorted(path for place in places for path in (Path(place) / "data").glob("msg_*.txt"))


def test_no_mail_of_python_is_taken_for_a_bounce() -> None:
    files = mails_of_python()
    if not files:
        pytest.skip("this Python came without its own tests")
    bounces = {path.name for path in files if read_letter(path.read_bytes()).kind == BOUNCE}
    assert len(files) > 30
    assert bounces <= BOUNCES_OF_PYTHON
    assert len(bounces) >= 2


def test_every_bounce_among_our_samples_is_told_right() -> None:
    counts = count_bounces(own(), [])
    assert counts["n"] >= 20
    assert (counts["right"], counts["wrong"], counts["not said"], counts["not seen"]) == (
        counts["n"],
        0,
        0,
        0,
    )


@pytest.mark.parametrize("sample", [one for one in samples() if one.kind == BOUNCE], ids=lambda one: one.file)
def test_a_person_who_quotes_or_forwards_a_bounce_is_a_reply(sample: Sample) -> None:
    """0 replies taken for bounces: whatever a person pastes, they are a person."""
    body = sample.raw.decode("utf-8")
    for head in ("Subject: Re: alerts\nIn-Reply-To: <x@coldchain.example>", "Subject: Fwd: Undelivered Mail"):
        for quoted in (body, "\n".join(f"> {line}" for line in body.split("\n"))):
            raw = f"From: Kim <kim@acme.example>\n{head}\n\nThis came back, what now?\n\n{quoted}".encode()
            assert read_letter(raw).kind == REPLY
