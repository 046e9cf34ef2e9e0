"""What the screen may ask of a desk about its policy: campaigns, nurture, experiments, load."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dialq.desk.candidates import Candidate
    from dialq.desk.policy_views import (
        CampaignLine,
        CampaignView,
        ExperimentLine,
        ExperimentView,
        Handed,
        Judging,
        LoadView,
        NurtureView,
        PolicyDiff,
        ProgrammeFlow,
    )
    from dialq.desk.reading_acts import Ambiguous
    from dialq.desk.views import Logged, Refused


class PolicyVocabulary(NamedTuple):
    """One field a use case, called as `case(desk, …)` on the thread that owns the desk."""

    policy_fault: Callable[..., str]
    reload_policy: Callable[..., bool]
    judging: Callable[..., Judging | None]
    judge_some: Callable[..., Judging | None]
    policy_mark: Callable[..., int]
    """Another number whenever another policy is in force."""
    campaign_lines: Callable[..., tuple[CampaignLine, ...]]
    campaign_view: Callable[..., CampaignView]
    programme_names: Callable[..., tuple[str, ...]]
    programme_flow: Callable[..., ProgrammeFlow]
    diff: Callable[..., PolicyDiff]
    nurture_list: Callable[..., NurtureView]
    nurture_back: Callable[..., str]
    """`nurture_back(desk, lead)`: takes a lead back; says what happens to it now."""
    candidates: Callable[..., tuple[Candidate, ...]]
    """`candidates(desk, campaign="", block=None, limit=…)`: leads in work that could be handed over."""
    to_nurture: Callable[..., Handed]
    to_programme: Callable[..., Handed]
    undo_handing: Callable[..., Handed]
    add_task: Callable[..., Logged | Refused | Ambiguous]
    experiment_lines: Callable[..., tuple[ExperimentLine, ...]]
    experiment_view: Callable[..., ExperimentView]
    overload: Callable[..., str]
    """One line if more is due today than hands can do, else ''; cheap."""
    load: Callable[..., LoadView]
