"""The check of a team's policy files with the reader of its mail templates (R4.8)."""

from __future__ import annotations

from pathlib import Path

from dialq.clock import Instant
from dialq.desk.findings import Finding
from dialq.desk.policy_shelves import Policies
from dialq.mail.template_faults import template_faults
from dialq.policy.checking import check, check_folder, check_texts
from dialq.policy.policy_files import PolicyFiles
from dialq.settings import Settings


def findings_in(
    folder: Path,
    zone: str = "UTC",
    *,
    kept: Policies | None = None,
    draft: bool = False,
    now: Instant | None = None,
) -> tuple[Finding, ...]:
    """Everything the check finds in a folder laid over the presets; files that cannot be used are errors.

    What a database has `kept` may not be taken away; a `draft` is laid over the files in force there.
    """
    return check_folder(folder, zone, template_faults, kept=kept, draft=draft, now=now)


def findings_of(files: PolicyFiles, settings: Settings) -> tuple[Finding, ...]:
    """Everything the check finds in files that are in force."""
    return check(files, settings, template_faults)


def text_findings_in(folder: Path) -> tuple[Finding, ...]:
    """Everything wrong in the templates and scripts of a folder laid over the presets."""
    return check_texts(folder, template_faults)
