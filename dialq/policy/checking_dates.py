"""What of the policy files is over already: nobody meets it any more (R4.9, R20.1)."""

from __future__ import annotations

from collections.abc import Iterator

from dialq.clock import Instant
from dialq.desk.findings import NOTE, Finding
from dialq.policy.parsing import EVENTS, EXPERIMENTS
from dialq.policy.policy_files import PolicyFiles


def past(files: PolicyFiles, now: Instant) -> Iterator[Finding]:
    """Experiments and events that lie wholly in the past."""
    for experiment in files.experiments:
        if experiment.ends <= now:
            text = "it is over: nobody enters it any more; what came of it is still shown"
            yield Finding(EXPERIMENTS, experiment.name, "is-over", NOTE, text)
    for gathering in files.gatherings:
        if gathering.at <= now:
            text = "it has taken place: nobody is invited any more. Are its date and its year right?"
            yield Finding(EVENTS, gathering.name, "is-over", NOTE, text)
