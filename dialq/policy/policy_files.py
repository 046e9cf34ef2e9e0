"""What the policy files of a team hold, as one value."""

from __future__ import annotations

from typing import NamedTuple

from dialq.engine.campaign import Campaign, Programme
from dialq.engine.experiment import Experiment
from dialq.engine.gathering import Gathering
from dialq.engine.persona import Persona
from dialq.engine.source import Source


class PolicyFiles(NamedTuple):
    """What the policy files hold, each part by name; texts are not rendered yet."""

    campaigns: dict[str, Campaign]
    programmes: dict[str, Programme]
    """`hot`, `warm` and the team's own."""
    templates: dict[str, str]
    scripts: dict[str, str]
    sources: dict[str, Source] = {}  # noqa: RUF012 -- a named tuple's default, never changed
    """By name in lower case."""
    personas: tuple[Persona, ...] = ()
    experiments: tuple[Experiment, ...] = ()
    gatherings: tuple[Gathering, ...] = ()
    """Events, the earliest first."""
    labels: dict[str, str] = {}  # noqa: RUF012
    """The file of each campaign, as messages name it: `campaigns/inbound.toml`."""
    html: dict[str, str] = {}  # noqa: RUF012
    """The HTML parts of templates that have one, by the template's name."""
    snippets: dict[str, str] = {}  # noqa: RUF012
    """Texts that templates and scripts put in: `{{ snippet.sign_off }}`."""


NO_FILES = PolicyFiles({}, {}, {}, {})
