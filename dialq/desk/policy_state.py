"""The policy as a thing that lives: is it whole, did it change, how far are leads judged by it."""

from __future__ import annotations

from pathlib import Path

from dialq.desk.desk import Desk
from dialq.desk.findings import Finding
from dialq.desk.judging import judge_all, judge_in_passing, judge_some, judge_to_end, judging

__all__ = [
    "check_files", "copy_campaign", "judge_all", "judge_in_passing", "judge_some", "judge_to_end", "judging",
    "policy_fault", "reload_policy", "retire_campaign",
]  # fmt: skip


def policy_fault(desk: Desk) -> str:
    """What is wrong with the policy files, in one sentence; '' if nothing is. The last good ones are in force."""
    return desk.book.fault if desk.book is not None else ""


def reload_policy(desk: Desk) -> bool:
    """Take up files that changed on disk; whether another policy is in force now. Cheap while nothing changed."""
    if desk.book is None or not desk.book.is_stale():
        return False
    return desk.book.renew()


def check_files(desk: Desk, folder: Path) -> tuple[Finding, ...]:
    """Everything the check finds in the team's folder, or in a draft of it, what is in use included (R4.8)."""
    assert desk.book is not None
    return desk.book.checked(folder)


def copy_campaign(desk: Desk, name: str, new: str) -> Path:
    """Write a campaign's file under another name, to be edited. Raises BadInput; nothing is written over."""
    assert desk.book is not None
    return desk.book.copy_campaign(name, new)


def retire_campaign(desk: Desk, name: str) -> tuple[Path, int]:
    """Let nobody enter a campaign any more: its file, and how many leads go on in it. Raises BadInput."""
    assert desk.book is not None
    path = desk.book.retire_campaign(name)
    reload_policy(desk)
    return path, desk.store.policies.leads_in(name)
