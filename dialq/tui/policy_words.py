"""The real desk's use cases about its policy; each part loads when it is first asked for, not at start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dialq.tui.policy_vocabulary import PolicyVocabulary

if TYPE_CHECKING:
    from pathlib import Path

    from dialq.desk.block import Block
    from dialq.desk.candidates import Candidate
    from dialq.desk.desk import Desk
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


def policy_fault(desk: Desk) -> str:
    """What is wrong with the policy files, '' for nothing; they are named from their folder on, to fit a line."""
    from dialq.desk import policy_state

    fault = policy_state.policy_fault(desk)
    return fault.replace(f"{desk.book.folder}/", "") if desk.book is not None else fault


def reload_policy(desk: Desk) -> bool:
    """Take up edited files; whether the policy changed."""
    from dialq.desk import policy_state

    return policy_state.reload_policy(desk)


def judging(desk: Desk) -> Judging | None:
    """How far judging anew is; None if nothing is to be judged."""
    from dialq.desk import policy_state

    return policy_state.judging(desk)


def judge_some(desk: Desk, leads: int) -> Judging | None:
    """Judge some leads anew; None when all are done."""
    from dialq.desk import policy_state

    return policy_state.judge_some(desk, leads)


def policy_mark(desk: Desk) -> int:
    """Another number whenever another policy is in force."""
    return id(desk.policy)


def campaign_lines(desk: Desk) -> tuple[CampaignLine, ...]:
    """Every campaign with its leads."""
    from dialq.desk import campaigns

    return campaigns.campaign_lines(desk)


def campaign_view(desk: Desk, name: str) -> CampaignView:
    """One campaign, step by step."""
    from dialq.desk import campaigns

    return campaigns.campaign_view(desk, name)


def programme_names(desk: Desk) -> tuple[str, ...]:
    """The programmes in force, in the order they were written."""
    return tuple(desk.policy.programmes)


def programme_flow(desk: Desk, name: str) -> ProgrammeFlow:
    """How a programme's leads are spread."""
    from dialq.desk import campaigns

    return campaigns.programme_flow(desk, name)


def diff(desk: Desk, folder: Path | None = None) -> PolicyDiff:
    """What the files on disk would change."""
    from dialq.desk import diffing

    return diffing.diff(desk, folder)


def nurture_list(desk: Desk) -> NurtureView:
    """Who is in nurture."""
    from dialq.desk import nurture

    return nurture.nurture_list(desk)


def nurture_back(desk: Desk, lead: int) -> str:
    """Take a lead back from nurture; what happens to it now."""
    from dialq.desk import nurture

    return nurture.nurture_back(desk, lead)


def candidates(
    desk: Desk, *, campaign: str = "", block: Block | None = None, limit: int = 2000
) -> tuple[Candidate, ...]:
    """Leads of the queue, or of a campaign, that could be handed over."""
    from dialq.desk import candidates as standing

    return standing.candidates(desk, campaign=campaign, block=block, limit=limit)


def to_nurture(desk: Desk, leads: Sequence[int], reason: str, *, dry_run: bool = False) -> Handed:
    """Hand leads to marketing."""
    from dialq.desk import handing

    return handing.to_nurture(desk, leads, reason, dry_run=dry_run)


def to_programme(
    desk: Desk, leads: Sequence[int], programme: str, reason: str, *, dry_run: bool = False
) -> Handed:
    """Hand leads to another programme."""
    from dialq.desk import handing

    return handing.to_programme(desk, leads, programme, reason, dry_run=dry_run)


def undo_handing(desk: Desk, batch: str) -> Handed:
    """Take a batch back."""
    from dialq.desk import handing_back

    return handing_back.undo_handing(desk, batch)


def add_task(
    desk: Desk, lead: int, words: str, when: str, *, replace: bool = False
) -> Logged | Refused | Ambiguous:
    """Give a lead a task by hand."""
    from dialq.desk import tasks

    return tasks.add_task(desk, lead, words, when, replace=replace)


def experiment_lines(desk: Desk) -> tuple[ExperimentLine, ...]:
    """The experiments in force."""
    from dialq.desk import experiments

    return experiments.experiment_lines(desk)


def experiment_view(desk: Desk, name: str) -> ExperimentView:
    """An experiment's card."""
    from dialq.desk import experiments

    return experiments.experiment_view(desk, name)


def overload(desk: Desk) -> str:
    """One line if more is due today than hands can do."""
    from dialq.desk import load as loads

    return loads.overload(desk)


def load(desk: Desk) -> LoadView:
    """What is due against the hands there are."""
    from dialq.desk import load as loads

    return loads.load(desk)


POLICY_WORDS = PolicyVocabulary(
    policy_fault=policy_fault,
    reload_policy=reload_policy,
    judging=judging,
    judge_some=judge_some,
    policy_mark=policy_mark,
    campaign_lines=campaign_lines,
    campaign_view=campaign_view,
    programme_names=programme_names,
    programme_flow=programme_flow,
    diff=diff,
    nurture_list=nurture_list,
    nurture_back=nurture_back,
    candidates=candidates,
    to_nurture=to_nurture,
    to_programme=to_programme,
    undo_handing=undo_handing,
    add_task=add_task,
    experiment_lines=experiment_lines,
    experiment_view=experiment_view,
    overload=overload,
    load=load,
)
"""Everything the screen may ask of the real desk about its policy."""
