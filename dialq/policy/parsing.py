"""From the texts of all policy files to values, in the order in which they lean on each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple, TypeVar

from dialq.engine.campaign import EMAIL, Campaign, Programme, Step
from dialq.errors import BadSetting
from dialq.policy.campaign_file import parse_campaign
from dialq.policy.events_file import parse_events
from dialq.policy.experiments_file import Known, parse_experiments
from dialq.policy.personas_file import parse_personas
from dialq.policy.policy_files import PolicyFiles
from dialq.policy.programme_file import fault_of, parse_programmes
from dialq.policy.reading import nearest
from dialq.policy.settings_file import check_nurture, parse_settings
from dialq.policy.sources_file import parse_sources
from dialq.settings import Settings

SETTINGS, PROGRAMMES, SOURCES = "settings.toml", "programmes.toml", "sources.toml"
PERSONAS, EXPERIMENTS, EVENTS = "personas.toml", "experiments.toml", "events.toml"
SINGLE = (SETTINGS, PROGRAMMES, SOURCES, PERSONAS, EXPERIMENTS, EVENTS)
CAMPAIGNS, TEMPLATES, SCRIPTS, SNIPPETS = "campaigns", "templates", "scripts", "snippets"
TEXT, HTML = ".txt", ".html"
"""Endings of texts, and of the HTML part that may lie beside the text of a template."""
PRESETS = "presets"
"""What stands before the names of shipped files."""
_SNIPPET_NAME = re.compile(r"[a-z][a-z0-9_]*")

Texts = Mapping[str, str]
"""The text of each policy file by its name in the folder: `settings.toml`, `campaigns/inbound.toml`."""
T = TypeVar("T")


class Parsed(NamedTuple):
    """What texts say, and what is wrong with them."""

    files: PolicyFiles
    settings: Settings
    faults: tuple[BadSetting, ...] = ()
    """The first is the one a strict reader stops at."""


def parse_all(texts: Texts, presets: Texts, zone: str, where: str = "") -> Parsed:
    """What a team's texts say, laid over the presets name by name; a part that is wrong is left out and noted."""
    return _Parser(texts, presets, zone, where).parsed()


class _Parser:
    """Reads each part once, keeping the faults."""

    def __init__(self, texts: Texts, presets: Texts, zone: str, where: str) -> None:
        self._texts = texts
        self._presets = presets
        self._where = where
        self._faults: list[BadSetting] = []
        self._labels: dict[str, str] = {}
        self._settings = self._single(
            SETTINGS, lambda text, label: parse_settings(text, label, zone), Settings(zone=zone)
        )
        self._settings_fine = not self._faults

    def parsed(self) -> Parsed:
        """Everything, each part after those it names."""
        campaigns = self._campaigns()
        templates, scripts = self._bodies(TEMPLATES), self._bodies(SCRIPTS)
        html, snippets = self._html(templates), self._snippets()
        programmes = self._programmes(campaigns)
        zone = self._settings.zone
        known = Known(campaigns, programmes, templates, scripts)
        files = PolicyFiles(
            campaigns, programmes, templates, scripts,
            sources=self._single(SOURCES, lambda text, label: parse_sources(text, label, programmes), {}),
            personas=self._single(PERSONAS, parse_personas, ()),
            experiments=self._single(
                EXPERIMENTS, lambda text, label: parse_experiments(text, label, zone, known), ()
            ),
            gatherings=self._single(EVENTS, lambda text, label: parse_events(text, label, zone, campaigns), ()),
            labels=self._labels, html=html, snippets=snippets,
        )  # fmt: skip
        self._faults += _missing_texts(files)
        if self._settings_fine:
            self._single(
                SETTINGS, lambda text, label: check_nurture(text, label, self._settings, campaigns), None
            )
        return Parsed(files, self._settings, tuple(self._faults))

    def _single(self, name: str, parse: Callable[[str, str], T], default: T) -> T:
        """The value of a file of which there is one; the default if the team has none or it is wrong."""
        if name not in self._texts:
            return default
        try:
            return parse(self._texts[name], self._label(name))
        except BadSetting as fault:
            self._faults.append(fault)
            return default

    def _label(self, name: str) -> str:
        return f"{self._where}/{name}" if self._where else name

    def _campaigns(self) -> dict[str, Campaign]:
        """The team's own, then those presets that no campaign of the team replaces."""
        own = dict(self._read_campaigns(self._texts, self._where))
        shipped = {name: text for name, text in self._presets.items() if PurePosixPath(name).stem not in own}
        return dict(self._read_campaigns(shipped, PRESETS)) | own

    def _read_campaigns(self, texts: Texts, where: str) -> Iterator[tuple[str, Campaign]]:
        found: dict[str, str] = {}
        for name, text in _of_kind(texts, CAMPAIGNS):
            label = f"{where}/{name}" if where else name
            try:
                campaign = parse_campaign(text, label, version=1, own=self._settings.own_channels)
                if campaign.name in found:
                    twice = f"{label} and {found[campaign.name]} are both named {campaign.name!r}"
                    raise BadSetting(twice, "Rename one of them.")
            except BadSetting as fault:
                self._faults.append(fault)
                continue
            found[campaign.name] = label
            self._labels[campaign.name] = name if where != PRESETS else label
            yield campaign.name, campaign

    def _bodies(self, kind: str, ending: str = TEXT) -> dict[str, str]:
        """The texts of a kind by name, the team's over the shipped ones."""
        both = (*_of_kind(self._presets, kind), *_of_kind(self._texts, kind))
        return {PurePosixPath(name).stem: text for name, text in both if name.endswith(ending)}

    def _html(self, templates: Mapping[str, str]) -> dict[str, str]:
        """HTML parts, each with a text beside it; a shipped one goes with the shipped text only."""
        found = {}
        for name, page in self._bodies(TEMPLATES, HTML).items():
            own = f"{TEMPLATES}/{name}{HTML}"
            if own not in self._texts and f"{TEMPLATES}/{name}{TEXT}" in self._texts:
                continue
            if name not in templates:
                what = f"{self._label(own)} has no text beside it: every mail needs one"
                self._faults.append(BadSetting(what, f"Write {TEMPLATES}/{name}{TEXT} too."))
                continue
            found[name] = page
        return found

    def _snippets(self) -> dict[str, str]:
        """Snippets whose names can be written in a template."""
        found = {}
        for name, text in self._bodies(SNIPPETS).items():
            if _SNIPPET_NAME.fullmatch(name):
                found[name] = text
                continue
            what = (
                f"{self._label(f'{SNIPPETS}/{name}{TEXT}')} cannot be used: {name!r} is no name for a snippet"
            )
            self._faults.append(BadSetting(what, "Use small letters, digits and _: sign_off.txt."))
        return found

    def _programmes(self, campaigns: dict[str, Campaign]) -> dict[str, Programme]:
        """The shipped ones, with the team's laid over them; what is in force must fit the campaigns there are."""
        shipped = parse_programmes(self._presets[PROGRAMMES], f"{PRESETS}/{PROGRAMMES}", None)
        programmes = self._single(
            PROGRAMMES, lambda text, label: parse_programmes(text, label, campaigns, shipped), shipped
        )
        for name, programme in programmes.items():
            fault = fault_of(programme, campaigns) if programme is shipped.get(name) else None
            if fault is not None:
                what, hint = fault
                self._faults.append(BadSetting(f"the shipped programme {name!r} {what}", hint))
        return programmes


def _of_kind(texts: Texts, kind: str) -> Iterator[tuple[str, str]]:
    """The texts of one folder, in order of their names."""
    return ((name, texts[name]) for name in sorted(texts) if name.startswith(f"{kind}/"))


def _missing_texts(files: PolicyFiles) -> Iterator[BadSetting]:
    for campaign in files.campaigns.values():
        for step in campaign.steps:
            yield from _missing_of_step(campaign, step, files)


def _missing_of_step(campaign: Campaign, step: Step, files: PolicyFiles) -> Iterator[BadSetting]:
    """Every text a step names must exist; a mail's must begin with its subject."""
    named = (
        ("template", step.template, files.templates),
        ("pair", step.pair, files.templates),
        ("script", step.script, files.scripts),
        ("voicemail", step.voicemail, files.scripts),
    )
    place = f"campaign {campaign.name!r}, step {step.key!r}"
    for key, name, texts in named:
        is_mail = key == "pair" or (key == "template" and step.channel == EMAIL)
        if name and name not in texts:
            yield BadSetting(f"{place}: {key} {name!r} does not exist", nearest(name, texts))
        elif name and is_mail and not texts[name].lstrip().casefold().startswith("subject:"):
            yield BadSetting(
                f"template {name!r}, used by {place}, has no subject", "Let its first line be Subject: …"
            )
