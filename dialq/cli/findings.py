"""Findings of a check, printed by file, and the exit code they come to."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap

import click

from dialq.desk.findings import ERROR, Finding
from dialq.errors import BAD_INPUT, DONE, REFUSED

_WIDTH = 100


def report(found: Iterable[Finding], *, as_json: bool, nothing: str) -> None:
    """Print findings and end: 0 if none stands, 1 for warnings, 2 for a file that cannot be used."""
    from dialq.cli import output

    findings = tuple(found)
    if as_json:
        output.document({"findings": [finding._asdict() for finding in findings]})
    elif findings:
        output.say(*_lines(findings), "", _sum(findings))
    else:
        output.say(nothing)
    click.get_current_context().exit(_code(findings))


def _code(findings: Iterable[Finding]) -> int:
    standing = {finding.severity for finding in findings if finding.stands}
    return BAD_INPUT if ERROR in standing else REFUSED if standing else DONE


def _lines(findings: tuple[Finding, ...]) -> list[str]:
    lines: list[str] = []
    file = None
    for finding in findings:
        if finding.file != file:
            file = finding.file
            lines += [*([""] if lines else []), file or "(several files)"]
        word = "accepted" if finding.accepted else finding.severity
        where = f"{finding.where}: " if finding.where else ""
        lines += _indented(f"{word:<8}  {where}{finding.rule}", 2)
        lines += _indented(finding.text, 12)
        if finding.accepted:
            lines += _indented(f"because: {finding.accepted}", 12)
    return lines


def _indented(text: str, by: int) -> list[str]:
    return [" " * by + line for line in wrap(text, _WIDTH - by)]


def _sum(findings: tuple[Finding, ...]) -> str:
    errors = sum(finding.severity == ERROR for finding in findings if finding.stands)
    warnings = sum(finding.stands for finding in findings) - errors
    accepted = sum(bool(finding.accepted) for finding in findings)
    notes = len(findings) - errors - warnings - accepted
    return f"errors {errors}, warnings {warnings}, accepted {accepted}, notes {notes}"
