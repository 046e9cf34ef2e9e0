"""Measures how mails are told apart, on public corpora that stand in folders; prints one table.

    python tests/mail/reading/measuring.py --flufl flufl_bounce-6.0.0 --sisimai rb-sisimai --replies DIR --quotes DIR

flufl: the unpacked source of flufl.bounce. sisimai: a checkout of Sisimai with its set-of-emails. replies: folders of
mails that are no bounces. quotes: a folder with `emails` and what is left of each in `trimmed`, as
email_reply_trimmer has them. Nothing of them is part of this project.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from dialq.desk.letters import BOUNCE
from dialq.mail.quotes import without_quotes
from dialq.mail.reading import read_letter
from tests.mail.reading.samples import samples

_FLUFL = re.compile(r"\('\w+', '(\S+\.txt)', \[(b'[^\]]*)\], (True|False)\)")
_SISIMAI = re.compile(r"\['([\d.]*)',\s*'\d*',\s*'(\w*)',\s*(?:true|false)")
_SISIMAI_KEY = re.compile(r"\s*'(\d+)'\s*=>\s*\[")
_NO_BOUNCE = ("feedback", "vacation", "delivered")
_WAITS = ("expired", "networkerror")
"""Reasons that Sisimai gives a made-up 5.0.9xx, though the server may be reached another time."""


class Labelled(NamedTuple):
    """A bounce and whether it is for good, as its corpus says; several recipients may differ."""

    file: Path
    permanent: frozenset[bool]


def flufl(folder: Path) -> Iterator[Labelled]:
    """The bounces of flufl.bounce: which of its detectors finds a temporary, which a permanent failure."""
    table = (folder / "tests" / "test_detectors.py").read_text()
    for name, _, temporary in _FLUFL.findall(table):
        yield Labelled(folder / "tests" / "data" / name, frozenset({temporary == "False"}))


def sisimai(folder: Path) -> Iterator[Labelled]:
    """The bounces of Sisimai: 5.x is for good, but for full mailboxes and what only waited too long."""
    for table in sorted((folder / "test" / "public").glob("*.rb")):
        key, told = "", dict[str, list[tuple[str, str]]]()
        for line in table.read_text(encoding="utf-8").splitlines():
            found = _SISIMAI_KEY.match(line)
            key = found[1] if found else key
            for status, reason in _SISIMAI.findall(line):
                told.setdefault(key, []).append((status, reason))
        for number, said in told.items():
            file = folder / "set-of-emails" / "maildir" / "bsd" / f"{table.stem}-{number}.eml"
            known = frozenset(_for_good(status, reason) for status, reason in said if status)
            if file.exists() and known and not all(reason in _NO_BOUNCE for _, reason in said):
                yield Labelled(file, known)


def _for_good(status: str, reason: str) -> bool:
    made_up = re.match(r"5\.0\.9", status) is not None
    return status.startswith("5") and reason != "mailboxfull" and not (made_up and reason in _WAITS)


def own() -> Iterator[Labelled]:
    """Our samples."""
    from tests.mail.reading.samples import FOLDER

    for sample in samples():
        if sample.kind == BOUNCE:
            yield Labelled(FOLDER / sample.file, frozenset({sample.permanent == "yes"}))


def count_bounces(corpus: Iterator[Labelled], wrong: list[str]) -> Counter[str]:
    """How many are seen as bounces, and of those how many are rightly for good or not."""
    counts: Counter[str] = Counter()
    for one in corpus:
        letter = read_letter(one.file.read_bytes())
        counts["n"] += 1
        if letter.kind != BOUNCE:
            counts["not seen"] += 1
            wrong.append(f"{one.file.name}: {letter.kind}")
        elif letter.permanent is None:
            counts["not said"] += 1
        elif letter.permanent in one.permanent:
            counts["right"] += 1
        else:
            counts["wrong"] += 1
            wrong.append(f"{one.file.name}: {'for good' if letter.permanent else 'for now'}, {letter.status}")
    return counts


def count_kinds(folder: Path, wrong: list[str]) -> Counter[str]:
    """What mails are taken for that are no bounces."""
    counts: Counter[str] = Counter()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        letter = read_letter(file.read_bytes())
        counts["n"] += 1
        counts[letter.kind] += 1
        if letter.kind == BOUNCE:
            wrong.append(f"{file.name}: {letter.why}")
    return counts


def count_quotes(folder: Path) -> Counter[str]:
    """How many texts lose something of their own, and how many keep more of the quote than a signature."""
    counts: Counter[str] = Counter()
    for file in sorted((folder / "emails").glob("*.txt")):
        trimmed, elided = folder / "trimmed" / file.name, folder / "elided" / file.name
        if not trimmed.exists():
            continue
        got, want = _words(without_quotes(file.read_text(encoding="utf-8"))), _words(trimmed.read_text())
        quoted = _words(elided.read_text()) if elided.exists() else []
        counts["n"] += 1
        counts["lost"] += any(line not in got for line in want)
        counts["left"] += sum(1 for line in got if line in quoted and line not in want) > 4
    return counts


def _words(text: str) -> list[str]:
    return [words for line in text.split("\n") if (words := re.sub(r"\W+", "", line))]


def main() -> None:
    """Print the table, and below it what was wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--flufl", type=Path)
    parser.add_argument("--sisimai", type=Path)
    parser.add_argument("--replies", type=Path, nargs="*", default=[])
    parser.add_argument("--quotes", type=Path)
    given = parser.parse_args()
    wrong: list[str] = []
    corpora = {"own samples": own()}
    corpora |= {"flufl.bounce": flufl(given.flufl)} if given.flufl else {}
    corpora |= {"sisimai": sisimai(given.sisimai)} if given.sisimai else {}
    for name, corpus in corpora.items():
        counts = count_bounces(corpus, wrong)
        told = counts["right"] + counts["wrong"]
        columns = ", ".join(f"{key} {counts[key]}" for key in ("n", "right", "wrong", "not said", "not seen"))
        print(f"{name}: {columns}; {100 * counts['right'] / max(1, told):.1f} % of what is told is right")
    for folder in given.replies:
        print(f"{folder.name}: {', '.join(f'{key} {n}' for key, n in count_kinds(folder, wrong).items())}")
    if given.quotes:
        print(f"quotes: {', '.join(f'{key} {n}' for key, n in count_quotes(given.quotes).items())}")
    print(*wrong, sep="\n")


if __name__ == "__main__":
    main()
