"""The check of the policy files: what can be read and is still unwise, each with its evidence (R4.8)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path

from dialq.clock import Instant
from dialq.desk.findings import ERROR, NOTE, Finding, TextReader
from dialq.desk.policy_shelves import Policies
from dialq.errors import BadSetting
from dialq.policy.checking_counts import counts
from dialq.policy.checking_dates import past
from dialq.policy.checking_order import order
from dialq.policy.checking_plan import Plan, plans
from dialq.policy.checking_programmes import programmes
from dialq.policy.checking_texts import every_text, texts
from dialq.policy.editing import laid_over
from dialq.policy.folder import Texts, parse_each, read_texts
from dialq.policy.in_use import faults
from dialq.policy.policy_files import PolicyFiles
from dialq.settings import Settings

_PLACE = re.compile(r"(?P<file>\S.*?\.(?:toml|txt|html))(?:, line (?P<line>\d+))?(?::| ) ?")
_STEP = re.compile(r"campaign '(?P<campaign>[^']+)', step '(?P<step>[^']+)'")


def check(
    files: PolicyFiles, settings: Settings | None = None, read: TextReader | None = None
) -> tuple[Finding, ...]:
    """Everything unwise in policy files that can be used, by file, in the order of their steps.

    `read` looks into the texts as the mails will be made from them; without it merge fields go unchecked.
    """
    settings = settings or Settings(zone="UTC")
    looked = plans(files, settings)
    found: list[Finding] = []
    for plan in looked.values():
        found += [*counts(plan), *order(plan), *texts(plan, read)]
    found += programmes(looked, files, settings)
    found += _idle_acceptances(looked.values(), found)
    return _sorted(found, looked)


def check_folder(
    folder: Traversable | Path,
    zone: str = "UTC",
    read: TextReader | None = None,
    *,
    kept: Policies | None = None,
    draft: bool = False,
    now: Instant | None = None,
) -> tuple[Finding, ...]:
    """The check of a team's folder over the presets; what cannot be used is an error, all the rest is still checked.

    With what a database has `kept` it is asked too whether anything in use is taken away; a `draft` holds edits of
    the files in force there and is laid over them.
    """
    unreadable: list[BadSetting] = []
    own: Texts = read_texts(folder, unreadable)
    if draft and kept is not None:
        own = laid_over(kept.texts(), {Path(str(folder), name): text for name, text in own.items()})
    parsed = parse_each(own, zone)
    labels = parsed.files.labels
    broken = [_error(fault, folder, labels) for fault in (*unreadable, *parsed.faults)]
    if kept is not None and not broken:
        broken = [_error(fault, folder, labels, "in-use") for fault in faults(parsed.files, kept)]
    gone = past(parsed.files, now) if now is not None else ()
    found = (*broken, *check(parsed.files, parsed.settings, read), *gone)
    return tuple(sorted(found, key=lambda finding: finding.file))


def check_texts(folder: Traversable | Path, read: TextReader, zone: str = "UTC") -> tuple[Finding, ...]:
    """The check of every template and script, whether a campaign uses it or not, by file and line."""
    unreadable: list[BadSetting] = []
    own = read_texts(folder, unreadable)
    parsed = parse_each(own, zone)
    broken = (_error(fault, folder, {}) for fault in (*unreadable, *parsed.faults))
    texts_only = [finding for finding in broken if finding.file.endswith((".txt", ".html"))]
    found = (*texts_only, *every_text(parsed.files, own, read))
    return tuple(sorted(found, key=lambda finding: finding.file))


def _error(
    fault: BadSetting, folder: Traversable | Path, labels: Mapping[str, str], rule: str = "bad-file"
) -> Finding:
    """A fault of reading as a finding: file and place are taken out of its sentence."""
    title = fault.title.removeprefix(f"{folder}/")
    file, where = "", ""
    if step := _STEP.search(title):
        file, where = labels.get(step["campaign"], ""), step["step"]
    elif place := _PLACE.match(title):
        file, where = place["file"], f"line {place['line']}" if place["line"] else ""
        title = title[place.end() :] if place["line"] else title
    text = f"{title}. {fault.hint}" if fault.hint else title
    return Finding(file, where, rule, ERROR, text)


def _idle_acceptances(looked: Iterable[Plan], found: Iterable[Finding]) -> Iterator[Finding]:
    """What a file accepts and nobody finds: it would hide a later finding."""
    real = {(finding.file, finding.rule) for finding in found}
    for plan in looked:
        for rule, reason in plan.campaign.accept:
            if (plan.file, rule) not in real:
                text = f"it accepts {rule!r} ({reason}), which is found nowhere in it: remove it"
                yield Finding(plan.file, "accept", "accepts-nothing", NOTE, text)


def _sorted(found: Iterable[Finding], looked: Mapping[str, Plan]) -> tuple[Finding, ...]:
    """By file; within one first what is about all of it, then step by step."""
    place = {
        (plan.file, step.key): number
        for plan in looked.values()
        for number, step in enumerate(plan.campaign.steps, start=1)
    }
    return tuple(
        dict.fromkeys(sorted(found, key=lambda one: (one.file, place.get((one.file, one.where), 0))))
    )
