"""The policy files of a team as texts, and from texts to values: from a folder, or from what was kept of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from dialq.engine.campaign import EMAIL, NURTURE_ITEMS, Campaign, Programme, Step
from dialq.errors import BadSetting
from dialq.policy.campaign_file import parse_campaign
from dialq.policy.policy_files import NO_FILES, PolicyFiles
from dialq.policy.programme_file import parse_programmes
from dialq.policy.reading import nearest
from dialq.policy.settings_file import check_nurture, parse_settings
from dialq.settings import Settings

SETTINGS, PROGRAMMES, SOURCES = "settings.toml", "programmes.toml", "sources.toml"
PERSONAS, EXPERIMENTS, EVENTS = "personas.toml", "experiments.toml", "events.toml"
SINGLE = (SETTINGS, PROGRAMMES, SOURCES, PERSONAS, EXPERIMENTS, EVENTS)
CAMPAIGNS, TEMPLATES, SCRIPTS = "campaigns", "templates", "scripts"
KINDS = {CAMPAIGNS: ".toml", TEMPLATES: ".txt", SCRIPTS: ".txt"}
"""The folders of a policy, and how their files end."""
LARGEST = 1_000_000
"""Characters; a policy file larger than that is something else by mistake."""

Texts = Mapping[str, str]
"""The text of each policy file by its name in the folder: `settings.toml`, `campaigns/inbound.toml`."""


class Parsed(NamedTuple):
    """What texts say, and what is wrong with them."""

    files: PolicyFiles
    settings: Settings
    faults: tuple[BadSetting, ...]
    """The first is what a strict reader stops at; the parts that follow were read all the same."""


def read_texts(folder: Traversable | Path, faults: list[BadSetting] | None = None) -> dict[str, str]:
    """The text of every policy file in a folder, all of them optional.

    A file that cannot be read raises BadSetting, or is left out and put into `faults` where that is given.
    """
    texts: dict[str, str] = {}
    for name, file in _files(folder):
        try:
            texts[name] = _read(file, f"{folder}/{name}")
        except BadSetting as fault:
            if faults is None:
                raise
            faults.append(fault)
    return texts
