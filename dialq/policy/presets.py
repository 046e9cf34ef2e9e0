"""Campaigns, programmes and texts: the shipped presets, and a team's own folder laid over them."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from dialq.engine.campaign import EMAIL, Campaign, Programme, Step
from dialq.errors import BadSetting
from dialq.policy.campaign_file import parse_campaign
from dialq.policy.programme_file import parse_programmes
from dialq.policy.reading import nearest

PROGRAMMES = "programmes.toml"


class PolicyFiles(NamedTuple):
    """What the policy files hold, each part by name; texts are not rendered yet."""

    campaigns: dict[str, Campaign]
    programmes: dict[str, Programme]
    """`hot` and `warm`."""
    templates: dict[str, str]
    scripts: dict[str, str]


def load_presets() -> PolicyFiles:
    """The campaigns, programmes and texts that come with dialq, as version 1."""
    empty = PolicyFiles({}, {}, {}, {})
    return _overlay(files("dialq.policy").joinpath("presets"), "presets", empty)


def load_policy_folder(path: Path) -> PolicyFiles:
    """The presets with a team's folder laid over them, name by name.

    It may hold `campaigns/*.toml`, `programmes.toml`, `templates/*.txt`, `scripts/*.txt`: all optional.
    """
    return _overlay(path, str(path), load_presets())


def _overlay(folder: Traversable, where: str, below: PolicyFiles) -> PolicyFiles:
    campaigns = below.campaigns | _campaigns(folder, where)
    programmes = dict(below.programmes)
    if folder.joinpath(PROGRAMMES).is_file():
        text = _read(folder.joinpath(PROGRAMMES), f"{where}/{PROGRAMMES}")
        programmes |= parse_programmes(text, f"{where}/{PROGRAMMES}", campaigns)
    loaded = PolicyFiles(
        campaigns,
        programmes,
        below.templates | _texts(folder, "templates", where),
        below.scripts | _texts(folder, "scripts", where),
    )
    for campaign in loaded.campaigns.values():
        for step in campaign.steps:
            _check_texts(campaign, step, loaded)
    return loaded


def _campaigns(folder: Traversable, where: str) -> dict[str, Campaign]:
    found: dict[str, Campaign] = {}
    sources: dict[str, str] = {}
    for file, label in _list(folder, "campaigns", ".toml", where):
        campaign = parse_campaign(_read(file, label), label, version=1)
        if campaign.name in found:
            raise BadSetting(
                f"{label} and {sources[campaign.name]} are both named {campaign.name!r}",
                "Rename one of them.",
            )
        found[campaign.name], sources[campaign.name] = campaign, label
    return found


def _texts(folder: Traversable, kind: str, where: str) -> dict[str, str]:
    return {Path(file.name).stem: _read(file, label) for file, label in _list(folder, kind, ".txt", where)}


def _list(folder: Traversable, kind: str, ending: str, where: str) -> list[tuple[Traversable, str]]:
    """The files of a kind in order of their names, each with its label for messages."""
    inside = folder.joinpath(kind)
    if not inside.is_dir():
        return []
    names = [file for file in inside.iterdir() if file.name.endswith(ending) and file.name[0] != "."]
    return [(file, f"{where}/{kind}/{file.name}") for file in sorted(names, key=lambda file: file.name)]


def _read(file: Traversable, label: str) -> str:
    try:
        return file.read_text(encoding="utf-8").removeprefix("\ufeff")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(
            f"{label} cannot be read: {error}", "Make it a readable text file in UTF-8."
        ) from error


def _check_texts(campaign: Campaign, step: Step, loaded: PolicyFiles) -> None:
    """Every text a step names must exist; a mail's must begin with its subject."""
    named = (
        ("template", step.template, loaded.templates),
        ("pair", step.pair, loaded.templates),
        ("script", step.script, loaded.scripts),
        ("voicemail", step.voicemail, loaded.scripts),
    )
    for key, name, texts in named:
        place = f"campaign {campaign.name!r}, step {step.key!r}"
        if name and name not in texts:
            raise BadSetting(f"{place}: {key} {name!r} does not exist", nearest(name, texts))
        is_mail = key == "pair" or (key == "template" and step.channel == EMAIL)
        if name and is_mail and not texts[name].lstrip().casefold().startswith("subject:"):
            raise BadSetting(
                f"template {name!r}, used by {place}, has no subject", "Let its first line be Subject: …"
            )
