"""How much a campaign does: touches, calls, mails, voicemails, against what studies saw (R4.8)."""

from __future__ import annotations

from collections.abc import Iterator

from dialq.desk.findings import NOTE, Finding
from dialq.engine.campaign import EMAIL, NO_CONTACT, NO_RESPONSE, Step
from dialq.policy.checking_plan import FAR_APART, Plan

FEWEST, MOST, MOST_SPREAD = 6, 10, 12
VOICEMAILS = 2
_SAYS_NOTHING = frozenset(
    ("todo", "to do", "tbd", "fixme", "xxx", "none", "n/a", "goal", "message", "approach")
)


def counts(plan: Plan) -> Iterator[Finding]:
    """Findings on how much of each channel a campaign plans."""
    yield from _touches(plan)
    yield from _calls(plan)
    yield from _first_mail(plan)
    yield from _voicemails(plan)
    yield from _pairs(plan)
    yield from _goal(plan)


def _touches(plan: Plan) -> Iterator[Finding]:
    number = min(len(plan.touches), plan.most_touches)
    most = MOST_SPREAD if plan.nurture or plan.spread else MOST
    if number < FEWEST:
        yield plan.found(
            None,
            "few-touches",
            f"{_many(number, 'touch', 'touches')}, fewer than {FEWEST}: six convert 94 % more leads than one, two "
            'more than one already 50 % (Velocify, in "insane follow-ups"); 6 to 10 make a campaign',
        )
    elif number > most:
        far = "" if plan.spread else f" (up to {MOST_SPREAD} if {FAR_APART} days or more lie between them)"
        yield plan.found(
            None,
            "many-touches",
            f"{number} touches, more than {most}{far}: from six to nine the gain is about 4 % (Velocify, in "
            '"insane follow-ups"); if ten did not do it, the problem is the pitch: start another campaign',
        )


def _calls(plan: Plan) -> Iterator[Finding]:
    number = min(len(plan.calls), plan.most_calls)
    if 3 <= number <= 5:
        yield plan.found(
            None,
            "only-3-to-5-calls",
            f"{number} calls: 93 % of conversions come by call six (Leads360, 2012); who rings {number} times has "
            "done most of the work and leaves before it pays",
        )


def _first_mail(plan: Plan) -> Iterator[Finding]:
    mails = [step for step in plan.campaign.steps if step.channel == EMAIL]
    if any(step.at.day == 0 for step in mails):
        return
    first = f"the first comes on day {mails[0].at.day}" if mails else "there is none at all"
    yield plan.found(
        mails[0] if mails else None,
        "no-day-one-email",
        f"no mail on the day a lead enters, {first}: one mail that day, beside the call, went with 49 % more "
        "conversions (Leads360, 2012)",
    )


def _voicemails(plan: Plan) -> Iterator[Finding]:
    spoken = [step for step in plan.calls if step.voicemail]
    if len(spoken) > VOICEMAILS:
        yield plan.found(
            spoken[VOICEMAILS],
            "too-many-voicemails",
            f"voicemails on {len(spoken)} calls: on call 1 one went with 21 % more conversions, on call 2 with 31 %, "
            "after call 3 with none (Velocify, 2015)",
        )


def _pairs(plan: Plan) -> Iterator[Finding]:
    steps = plan.campaign.steps
    for index, step in enumerate(steps):
        if step.pair and not any(map(_can_be_paired, steps[index + 1 :])):
            yield plan.found(
                step,
                "pair-adds-a-mail",
                f"its mail {step.pair!r} goes out when the call reaches nobody, and no mail after it in the plan can "
                "be counted as done with it: the lead gets one more than planned (R4.5)",
                NOTE,
            )


def _can_be_paired(step: Step) -> bool:
    return step.channel == EMAIL and step.when in (NO_CONTACT, NO_RESPONSE)


def _goal(plan: Plan) -> Iterator[Finding]:
    campaign = plan.campaign
    for name, text in (
        ("goal", campaign.goal),
        ("message", campaign.message),
        ("approach", campaign.approach),
    ):
        words = "".join(char for char in text.casefold() if char.isalnum() or char in " /").strip()
        if len(words) < 3 or words in _SAYS_NOTHING:
            yield plan.found(
                None,
                "missing-goal",
                f"the {name} says {text!r}: a campaign is its call to action, message and approach, and reps and "
                'reports read them ("insane follow-ups")',
            )


def _many(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
