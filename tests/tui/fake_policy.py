"""Believable campaigns, nurture, experiments and load for the desk in memory."""

from __future__ import annotations

from datetime import date
from typing import Any

from dialq.clock import DAY, Instant
from dialq.desk.candidates import Candidate
from dialq.desk.findings import Finding
from dialq.desk.policy_views import (
    Arm,
    CampaignLine,
    CampaignView,
    ExperimentLine,
    ExperimentView,
    Handed,
    Judging,
    Leg,
    LoadView,
    NurtureLine,
    NurtureView,
    PolicyDiff,
    ProgrammeFlow,
    Rate,
    StepCount,
)
from dialq.desk.reading_acts import Ambiguous
from dialq.desk.views import Logged, Refused, Touches
from dialq.engine.campaign import CALL, EMAIL, POST, RESEARCH, SOCIAL, Campaign, Offset, Step
from dialq.engine.experiment import TEMPLATE, Experiment, Variant
from dialq.errors import BadInput
from dialq.tui.policy_vocabulary import PolicyVocabulary
from tests.tui.fake_cards import NOON

WARNING = "due today 450, hands for 430: 20 will slip"


def _step(key: str, channel: str, at: int, *, minutes: bool = False, **more: Any) -> Step:
    return Step(key, channel, Offset(minutes=at) if minutes else Offset(days=at), **more)


INBOUND = Campaign(
    "inbound", 4, "Inbound: call at once", "A meeting, while the question is still on their desk",
    "You asked; here is a person who answers", "A call within a minute, one mail the same day, then six calls",
    (
        _step("call-1", CALL, 1, minutes=True, script="inbound-call"),
        _step("email-1", EMAIL, 20, minutes=True, auto=True, template="inbound-thanks"),
        _step("call-2", CALL, 30, minutes=True, script="inbound-call-again"),
        _step("call-3", CALL, 60, minutes=True, script="inbound-call-again"),
        _step("email-2", EMAIL, 4, template="inbound-question"),
        _step("call-4", CALL, 5, script="inbound-call-later", pair="after-no-answer"),
        _step("email-3", EMAIL, 8, template="inbound-example", value=True),
        _step("call-5", CALL, 14, when="no_contact", script="inbound-call-later"),
        _step("call-6", CALL, 15, script="inbound-call-last"),
    ),
)  # fmt: skip
WARM = Campaign(
    "follow-up-21", 2, "Three weeks of following up", "A first talk", "What others ask", "Every channel, calmly",
    tuple(
        _step(f"{channel}-{day}", channel, day, auto=channel == EMAIL)
        for day, channel in (
            (1, RESEARCH), (1, EMAIL), (2, CALL), (5, EMAIL), (7, SOCIAL), (8, CALL), (10, EMAIL), (12, CALL),
            (14, EMAIL), (18, POST), (21, CALL),
        )
    ),
    rest_days=30,
)  # fmt: skip
MONTHLY = Campaign(
    "nurture-monthly", 1, "Something useful every month", "Stay known", "Use this", "Twelve mails, none sells",
    tuple(_step(f"item-{month + 1}", EMAIL, month * 30, auto=True, template=f"item-{month + 1}", value=True)
          for month in range(12)),
    max_touches=12, max_calls=0, rest_days=0, kind="nurture",
)  # fmt: skip
PLANS = {plan.name: plan for plan in (INBOUND, WARM, MONTHLY)}
LEADS = {"inbound": 412, "follow-up-21": 3120, "nurture-monthly": 1840}

FINDINGS = (
    Finding("campaigns/inbound.toml", "call-6", "short-gap", "warning",
            "one day after call 5; calls in a row on two days annoy: leave three days (field notes 2)"),
    Finding("campaigns/inbound.toml", "email-3", "value-step-sells", "warning",
            "a step that gives something asks for a meeting in its text", "the example is the gift"),
    Finding("campaigns/inbound.toml", "", "few-touches", "note",
            "9 touches; 93 % of conversions come by call six (Leads360, 2012)"),
)  # fmt: skip


def policy_fault(desk: Any) -> str:
    return str(desk.fault)


def reload_policy(desk: Any) -> bool:
    edited, desk.edited = desk.edited, False
    return bool(edited)


def judging(desk: Any) -> Judging | None:
    return Judging(*desk.judged) if desk.judged else None


def judge_some(desk: Any, leads: int) -> Judging | None:
    done, total = desk.judged
    if desk.elsewhere:
        return judging(desk)
    desk.pieces.append(leads)
    desk.judged = (done + leads, total) if done + leads < total else None
    return judging(desk)


def campaign_lines(desk: Any) -> tuple[CampaignLine, ...]:
    lines = [
        CampaignLine(plan.name, plan.version, plan.title, plan.kind, plan.goal, len(plan.steps), plan.calls,
                     LEADS[plan.name], 31 if plan.name == "inbound" else 0)
        for plan in PLANS.values()
    ]  # fmt: skip
    return *lines, CampaignLine("expo-2024", 3, "Expo 2024", "event", "Come to our stand", 6, 2, 0, 0, True)


def campaign_view(desk: Any, name: str) -> CampaignView:
    plan = PLANS.get(name, WARM)
    counts = (12, 0, 3, 40, 101, 88, 70, 60, 38, 0, 7, 5)
    steps = tuple(
        StepCount(step, Instant(NOON + step.at.seconds), count)
        for step, count in zip(plan.steps, counts, strict=False)
    )
    rests = ((date(2025, 12, 4), 12), (date(2025, 12, 7), 9), (date(2025, 12, 11), 6))
    if name != "inbound":
        return CampaignView(plan, steps, 0, (), (), ())
    return CampaignView(plan, steps, 31, rests, ((3, 14), (2, 1)), FINDINGS)


def programme_flow(desk: Any, name: str) -> ProgrammeFlow:
    legs = (
        Leg("inbound", 4, "Inbound: call at once", 120, 14, 30),
        Leg("event", 1, "An invitation", 3, 0, 45, "no event near them in the next weeks"),
        Leg("last-call", 1, "The last call", 22, 2, 30),
    )
    return ProgrammeFlow(name, legs if name == "hot" else legs[1:], 40, 40, 12, 4, 31, 6)


def diff(desk: Any, folder: object = None) -> PolicyDiff:
    days = tuple((date(2025, 11, 26 + day), 60 - day, 60 - day + (5 if day % 2 else -8)) for day in range(5))
    return PolicyDiff(
        ((7, "Nia Roe", "call-4 is due a day earlier"), (8, "Ray Poe", "email-2 leaves by itself no more")),
        ((5, "Sam Ode", "call-4 is due on Fri 28 Nov"),),
        ((6, "Ivy Dunn", "from slipping to due"),),
        {"enters": 12, "leaves": 1, "moves": 1}, days,
        ("inbound v4 -> v5: call-4 moves from day 5 to day 4; email-2 is no longer automatic",),
    )  # fmt: skip


def nurture_list(desk: Any) -> NurtureView:
    lines = tuple(
        NurtureLine(card.item.lead, card.lead.name, card.lead.company, Instant(NOON - place * 40 * DAY),
                    "untouched for 45 days" if place % 2 else "ana: no need now", place, 12,
                    None if place == 3 else Instant(NOON + place * 5 * DAY), "no address at all" if place == 3 else "")
        for place, card in enumerate(desk.cards[3:8], 1)
        if card.item.lead not in desk.taken_back
    )  # fmt: skip
    return NurtureView(1840, {"untouched": 1500, "programme ended": 320, "by hand": 20}, lines)


def nurture_back(desk: Any, lead: int) -> str:
    desk.taken_back.append(lead)
    return f"{desk.card(lead).lead.name} is back: last-call starts on Mon"


def candidates(
    desk: Any, *, campaign: str = "", block: object = None, limit: int = 0
) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(
            card.item.lead,
            card.lead.name,
            card.lead.company,
            f"{card.item.tier}, {card.item.late}",
            card.item.tier,
        )
        for card in desk.waiting
    )


def to_nurture(desk: Any, leads: tuple[int, ...], reason: str, *, dry_run: bool = False) -> Handed:
    if desk.young and not reason:
        raise BadInput("4 of at least 6 touches are done, so it needs a reason", "Say why with --reason")
    refused = tuple(
        (lead, desk.card(lead).lead.name, "an answer is owed") for lead in leads if lead in desk.owed
    )
    done = tuple(lead for lead in leads if lead not in desk.owed)
    if dry_run:
        return Handed(done, refused, "")
    desk.handed.append(("nurture", done, reason))
    desk.gone.update(done)
    return Handed(done, refused, f"batch-{len(desk.handed)}")


def to_programme(
    desk: Any, leads: tuple[int, ...], programme: str, reason: str, *, dry_run: bool = False
) -> Handed:
    if dry_run:
        return Handed(tuple(leads), (), "")
    desk.handed.append((programme, leads, reason))
    desk.gone.update(leads)
    return Handed(tuple(leads), (), f"batch-{len(desk.handed)}")


def undo_handing(desk: Any, batch: str) -> Handed:
    _, leads, _ = desk.handed.pop(int(batch.removeprefix("batch-")) - 1)
    desk.gone.difference_update(leads)
    return Handed(tuple(leads), (), batch)


def add_task(
    desk: Any, lead: int, words: str, when: str, *, replace: bool = False
) -> Logged | Refused | Ambiguous:
    if when == "at 7":
        return Ambiguous(("today 19:00", "tomorrow 07:00"))
    if lead in desk.owed and not replace:
        return Refused("callback-later", "ana promised something for Fri 10:00", None, True)
    desk.tasks.append((lead, words, when))
    return Logged(
        400, lead, "active", Touches(4, 10, 0, 4), desk.card(lead).verdict, f"Task noted for {when}."
    )


def experiment_lines(desk: Any) -> tuple[ExperimentLine, ...]:
    what, first, last = "the template of email-1 in inbound", date(2025, 11, 26), date(2026, 1, 31)
    arms = ("short", "long")
    known = (ExperimentLine("short-or-long", what, first, last, "runs", arms, "Do short ones get more replies?"),
             ExperimentLine("old-question", what, date(2025, 1, 6), date(2025, 3, 31), "ended", arms, ""))  # fmt: skip
    return known if desk.experiments else ()


def experiment_view(desk: Any, name: str) -> ExperimentView:
    declared = Experiment(
        name, TEMPLATE, "inbound", "email-1", Instant(NOON), Instant(NOON + 66 * DAY),
        (Variant("short", "inbound-thanks"), Variant("long", "inbound-thanks-long")), "Do short ones get more replies?",
    )  # fmt: skip
    few = name == "short-or-long"
    size = 40 if few else 400
    arms = (
        Arm("short", "inbound-thanks", size, Rate(size * 3 // 10, size, 0.18, 0.45), Rate(size // 10, size, 0.04, 0.23),
            Rate(size // 20, size, 0.01, 0.17), size * 410),
        Arm("long", "inbound-thanks-long", size + 1, Rate(size * 4 // 10, size + 1, 0.26, 0.55),
            Rate(size // 8, size + 1, 0.06, 0.26), Rate(0, size + 1, 0.0, 0.09), size * 395),
    )  # fmt: skip
    verdict = "long reaches more with 93 %: +10 points (-1 to +21)"
    method = "Wilson intervals of 95 %; probabilities from Beta(1,1) posteriors."
    early = "ends 31 Jan, 40 of 200 per arm" if few else ""
    return ExperimentView(declared, arms, "" if few else verdict, method, early)


def overload(desk: Any) -> str:
    return WARNING if desk.loaded else ""


def load(desk: Any) -> LoadView:
    automate = ("78 mails of follow-up-21 could leave by themselves: auto = true on email-5",)
    by_channel = {"call": 240, "email": 130, "social": 50, "post": 20, "research": 10}
    ahead = ((date(2025, 11, 27), 380), (date(2025, 11, 28), 520), (date(2025, 12, 1), 610))
    return LoadView(450, 430, 7, 20, by_channel, automate, overload(desk), ahead, 490)


POLICY_WORDS = PolicyVocabulary(
    policy_fault=policy_fault,
    reload_policy=reload_policy,
    judging=judging,
    judge_some=judge_some,
    policy_mark=lambda desk: desk.version,
    campaign_lines=campaign_lines,
    campaign_view=campaign_view,
    programme_names=lambda desk: ("hot", "warm"),
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
"""The fake's use cases about the policy."""
