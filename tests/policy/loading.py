"""Campaigns, programmes and texts: the shipped presets, and a team's own folder laid over them."""

from __future__ import annotations

from pathlib import Path

from dialq.policy.folder import parse_texts, read_texts
from dialq.policy.policy_files import PolicyFiles

__all__ = ["PolicyFiles", "load_policy_folder", "load_presets"]


def load_presets() -> PolicyFiles:
    """The campaigns, programmes and texts that come with dialq, as version 1."""
    return parse_texts({}, "UTC").files


def load_policy_folder(path: Path, zone: str = "UTC") -> PolicyFiles:
    """The presets with a team's folder laid over them, name by name.

    It may hold `campaigns/*.toml`, `templates/*.txt`, `scripts/*.txt` and the single files: all optional.
    """
    return parse_texts(read_texts(path), zone, str(path)).files
