"""What may not be edited away: campaigns and programmes that leads are in, variants of an experiment that runs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from msgspec import to_builtins

from dialq.clock import Instant
from dialq.desk.policy_shelves import Policies
from dialq.engine.experiment import Experiment
from dialq.errors import BadSetting
from dialq.policy.campaign_versions import from_body
from dialq.policy.editing import own_campaigns
from dialq.policy.parsing import PRESETS
from dialq.policy.policy_files import PolicyFiles


def check(files: PolicyFiles, shelf: Policies) -> None:
    """Raise BadSetting for the first thing that is in use and is gone or changed."""
    for fault in faults(files, shelf):
        raise fault


def faults(files: PolicyFiles, shelf: Policies) -> Iterator[BadSetting]:
    """Everything that is in use and is gone or changed in these files."""
    yield from _campaigns(files, shelf)
    for name, leads in sorted(shelf.leads_by_programme().items()):
        if name not in files.programmes:
            yield BadSetting(
                f"programmes.toml: programme {name!r} is in use by {_leads(leads)} and is gone",
                "Put it back; who shall not enter it any more is named another in sources.toml.",
            )
    began = shelf.experiments()
    for experiment in files.experiments:
        if began.get(experiment.name, body_of(experiment)) != body_of(experiment):
            yield BadSetting(
                f"experiments.toml: experiment {experiment.name!r} has begun and stays as it was then",
                "Put its variants and dates back, or take it out and give the new one another name.",
            )


def _campaigns(files: PolicyFiles, shelf: Policies) -> Iterator[BadSetting]:
    """Campaigns with leads in them whose file is gone; that a preset of other steps steps in makes it no better."""
    newest = {name: body for name, _, body in shelf.campaigns()}
    own = own_campaigns(shelf.texts())
    for name, body in sorted(newest.items()):
        campaign = files.campaigns.get(name)
        if campaign is not None:
            is_shipped = files.labels[name].startswith(f"{PRESETS}/")
            if not (is_shipped and name in own) or from_body(1, body).steps == campaign.steps:
                continue
        if leads := shelf.leads_in(name):
            yield BadSetting(
                f"campaign {name!r} is in use by {_leads(leads)} and its file is gone",
                "Put its file back, or let it say retired = true.",
            )


def begun(files: PolicyFiles, shelf: Policies, now: Instant) -> list[tuple[str, str]]:
    """Experiments that have begun and were not put down yet: (name, body)."""
    running = [one for one in files.experiments if one.starts <= now]
    known = shelf.experiments() if running else {}
    return [(one.name, body_of(one)) for one in running if one.name not in known]


def body_of(experiment: Experiment) -> str:
    """What of an experiment stays once it has begun: all but the words of its goal."""
    plain = to_builtins(experiment)
    del plain["goal"]
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def _leads(count: int) -> str:
    return "1 lead" if count == 1 else f"{count:,} leads"
