"""R14.3: mails of all kinds, languages and mail programs are told apart; the samples are invented people's."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from dialq.desk.letters import BOUNCE, COMPLAINT, KINDS, REPLY, UNSUBSCRIBE
from dialq.mail.reading import read_letter
from tests.mail.reading.samples import FOLDER, MESSAGE, TOKEN, Sample, samples

ROOT = Path(__file__).parents[3]
ADDRESS = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
INVENTED = re.compile(r"(^|\.)example(\.(com|net|org))?$")
HEAVY = ("flufl", "dateparser", "selectolax", "jinja2", "sqlite3", "textual")


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.file)
def test_a_sample_is_read_as_what_it_is(sample: Sample) -> None:
    letter = read_letter(sample.raw)
    told = {True: "yes", False: "no", None: ""}[letter.permanent]
    assert (letter.kind, told, letter.status, letter.address, str(letter.until or "")) == (
        sample.kind,
        sample.permanent,
        sample.status,
        sample.address,
        sample.until,
    ), letter.why
    assert letter.text.startswith(sample.says)


def test_there_are_samples_of_every_kind() -> None:
    counts = Counter(sample.kind for sample in samples())
    assert set(counts) == set(KINDS)
    assert sum(counts.values()) >= 100
    assert {path.name for path in FOLDER.glob("*.eml")} == {sample.file for sample in samples()}


def test_nobody_can_be_written_to_by_accident() -> None:
    domains = {
        found.lower() for sample in samples() for found in ADDRESS.findall(sample.raw.decode("latin-1"))
    }
    assert len(domains) > 10
    assert {domain for domain in domains if not INVENTED.search(domain)} == set()


@pytest.mark.parametrize("sample", [one for one in samples() if one.kind == REPLY], ids=lambda one: one.file)
def test_nothing_of_ours_is_left_in_what_they_wrote(sample: Sample) -> None:
    text = read_letter(sample.raw).text
    assert text
    assert "If you would rather not hear from me" not in text
    assert "downloaded our checklist" not in text


@pytest.mark.parametrize(
    "sample",
    [one for one in samples() if one.kind in (BOUNCE, COMPLAINT) and not one.file.startswith("bounce-e")],
    ids=lambda one: one.file,
)
def test_what_a_machine_returns_names_our_mail(sample: Sample) -> None:
    """R14.3: a bounce is matched by the id of what it returns, forwarding changes the address."""
    letter = read_letter(sample.raw)
    assert MESSAGE in letter.answers
    assert TOKEN in letter.tokens


def test_a_reply_names_what_it_answers() -> None:
    letter = read_letter((FOLDER / "reply-gmail.eml").read_bytes())
    assert letter.answers == (MESSAGE,)
    assert letter.tokens == (TOKEN,)
    assert (letter.sender, letter.sender_name) == ("ann@acme.example", "Ann Lee")
    assert letter.recipients == ("ana@coldchain.example",)
    assert letter.subject == "Re: Cold-chain alerts"


def test_the_word_of_our_link_is_first() -> None:
    letter = read_letter((FOLDER / "unsubscribe-by-link.eml").read_bytes())
    assert (letter.kind, letter.tokens[0]) == (UNSUBSCRIBE, TOKEN)


def test_an_ordinary_reply_loads_little() -> None:
    """Screens read mails in the background: flufl.bounce, dateparser and selectolax wait until one needs them."""
    code = (
        "import sys; from pathlib import Path; from dialq.mail.reading import read_letter;"
        "print(read_letter(Path(sys.argv[1]).read_bytes()).kind, *sorted(sys.modules))"
    )
    file = FOLDER / "reply-gmail.eml"
    done = subprocess.run(
        [sys.executable, "-c", code, str(file)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    kind, *loaded = done.stdout.split()
    assert kind == REPLY
    assert [name for name in loaded if name.partition(".")[0] in HEAVY] == []
