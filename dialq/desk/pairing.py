"""The mail that goes with a call: the pair of R4.5, and the information that was promised (`info-sent`)."""

from __future__ import annotations

from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.kept import PAIR, Mail
from dialq.desk.ledger import around
from dialq.desk.mail_making import fill, make
from dialq.desk.reading_acts import Answer
from dialq.engine.acts import Act, Decision
from dialq.engine.allowed import Deed, refusals
from dialq.engine.campaign import EMAIL, Step
from dialq.engine.channels import usable
from dialq.engine.events import Event
from dialq.engine.experiment import template_of
from dialq.engine.state import State
from dialq.errors import BadInput, BadSetting

INFORMATION = "information"
_MET_NOBODY = ("no-answer", "voicemail")


def pair_mail(
    desk: Desk, dossier: Dossier, state: State, act: Act, decision: Decision, given: Answer
) -> tuple[Mail | None, list[Event]]:
    """The mail that goes along with an outcome, put into the outbox; its event follows the outcome's.

    A mail that cannot be made keeps no outcome from being put down; a template that there is not does (BadSetting).
    """
    template = _template(decision, act, given)
    if not template:
        return None, []
    after = Dossier(dossier.lead, state, dossier.places)
    step = counts_as(desk, after, act) if act.code in _MET_NOBODY else None
    if step is not None and step.template == template:
        template = template_of(desk.policy, state.campaign, step, dossier.lead.id, state.entered)
    near = around(desk, dossier.lead, act.recorded)
    if EMAIL not in usable(dossier.lead, state, near, act.recorded) or desk.settings.mail_lacks:
        return None, []
    deed = Deed(EMAIL, act.happened, False, True)
    if any(
        True
        for _ in refusals(dossier.lead, state, desk.policy, near, deed, answering=act.code == "info-sent")
    ):
        return None, []
    desk.templates.text(template)
    try:
        text, problem = fill(desk, after, template, decision.campaign, act.recorded, act.rep)
        made = None if problem else make(desk, after, near, text, _act(act, step), cause=act.event, rank=PAIR)
    except (BadInput, BadSetting):
        made = None
    if made is None:
        return None, []
    desk.store.outbox.put(made.mail)
    return made.mail, [made.event]


def _act(call: Act, step: Step | None) -> Act:
    """The mail as an act of its own, right after the call."""
    side_step = step.key if step is not None else ""
    return Act(
        "sent",
        EMAIL,
        call.happened,
        call.recorded,
        call.rep,
        call.event + 1,
        side_step=side_step,
        paired=True,
    )


def _template(decision: Decision, act: Act, given: Answer) -> str:
    if act.code == "info-sent":
        return given.template or INFORMATION
    if act.code in _MET_NOBODY and given.pair and decision.step is not None:
        return decision.step.pair
    return ""


def counts_as(desk: Desk, after: Dossier, act: Act) -> Step | None:
    """The mail of the plan it stands for: the next one after the step that was done, if it has not left."""
    state = after.state
    if not state.campaign or state.stalled is not None:
        return None
    campaign = desk.policy.campaign(state.campaign, state.version)
    steps, behind = campaign.steps, 0
    if state.position:
        behind = steps.index(campaign.line[state.position - 1]) + 1
    return next((s for s in steps[behind:] if s.channel == EMAIL and s.key not in state.beside), None)
