"""What the texts of a campaign say: fields that exist, value that does not sell, nothing twice (R4.8)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dialq.desk.findings import ERROR, WARNING, Finding, TextReader
from dialq.engine.campaign import EMAIL, EVENT, Step
from dialq.engine.experiment import TEMPLATE
from dialq.policy.checking_plan import Plan
from dialq.policy.policy_files import PolicyFiles

_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_TAG = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_ASKS = re.compile(
    r"""\b(?:
        (?:call|ring|phone)\ (?:me|us|you)\b
      | (?:an?|the|your|next|first|short|quick|brief|exploratory|discovery|phone|video)\ (?:call|chat|talk)\b
      | (?:meet|meeting|meetings|appointment|demo|demos|demonstration)\b
      | \d+[\s-]minutes?\ (?:call|talk|chat|by|on|of|with|this|next|tomorrow)\b
      | schedule\ (?:an?|your|some|time)\b | book\ (?:an?|time|your|some|my)\b | (?:hop|jump)\ on\b
      | (?:my|our|your)\ calendar\b | calendly\b
      | (?:let\ us|let's|shall\ we|can\ we|could\ we)\ (?:talk|speak|chat)\b
      | (?:price|prices|pricing|discount|quote|proposal|purchase|buy|order\ now|sign\ up|free\ trial)\b
      | (?:special|our|an|this|best)\ offer\b
      | our\ (?:products?|solutions?|services?|software|platform|tools?)\b
      | we\ (?:sell|offer)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
"""What asks for a talk or a purchase. A word alone proves little; these phrases seldom mean anything else."""


def texts(plan: Plan, read: TextReader | None) -> Iterator[Finding]:
    """Findings on the texts of a campaign; without `read` nobody looks into their merge fields."""
    for step in plan.campaign.steps:
        yield from _selling(plan, step)
        if read is not None:
            yield from _faults(plan, step, read)
    yield from _twice(plan)
    for step in plan.campaign.steps:
        if plan.nurture and not step.value:
            yield plan.found(
                step,
                "no-value-in-nurture",
                "an item of nurture must be of use by itself (value = true): it keeps the conversation going with "
                "what is relevant to them (seed 1), and who did not answer ten touches will not answer an eleventh",
            )


def _selling(plan: Plan, step: Step) -> Iterator[Finding]:
    if not step.value:
        return
    for name, text in _named(plan, step):
        asks = _ASKS.search(_TAG.sub(" ", _COMMENT.sub("", text)))
        if asks:
            words = " ".join(asks.group().split())
            yield plan.found(
                step,
                "value-step-sells",
                f"it gives something of value, yet its text {name!r} says {words!r}: such a step does not even "
                'reference the sales process ("Generating Sales Leads", 2020), nor is it tied to the pitch and '
                'asking for a meeting ("insane follow-ups")',
            )


def _faults(plan: Plan, step: Step, read: TextReader) -> Iterator[Finding]:
    for name, text in _named(plan, step):
        for fault in read(text, plan.campaign.kind == EVENT):
            severity = ERROR if fault.rule == "bad-template" else WARNING
            yield plan.found(
                step, fault.rule, f"its text {name!r}, line {fault.line}: {fault.text}", severity
            )


def _twice(plan: Plan) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for step in plan.campaign.steps:
        if step.template and step.template in seen:
            yield plan.found(
                step,
                "item-twice",
                f"the text {step.template!r} is that of {seen[step.template]!r} too: the same thing over and over, "
                'expecting different results, is what "insane follow-ups" calls insanity',
            )
        seen.setdefault(step.template, step.key)


def _named(plan: Plan, step: Step) -> Iterator[tuple[str, str]]:
    """The texts a step may use, each by name, those of its experiments too."""
    files = plan.files
    templates = [step.template, step.pair]
    for experiment in files.experiments:
        if (experiment.kind, experiment.of, experiment.step) == (TEMPLATE, plan.campaign.name, step.key):
            templates += [variant.value for variant in experiment.variants]
    for name in dict.fromkeys(templates):
        if name in files.templates:
            yield name, files.templates[name]
    for name in (step.script, step.voicemail):
        if name in files.scripts:
            yield name, files.scripts[name]


def every_text(files: PolicyFiles, own: Mapping[str, str], read: TextReader) -> Iterator[Finding]:
    """Findings on all texts, used or not, each at its file and line; `own` are the team's files by name."""
    events, mails = _uses(files)
    for kind, found in (("templates", files.templates), ("scripts", files.scripts)):
        for name, text in sorted(found.items()):
            file = f"{kind}/{name}.txt"
            file = file if file in own else f"presets/{file}"
            for fault in read(text, name in events):
                severity = ERROR if fault.rule == "bad-template" else WARNING
                yield Finding(file, f"line {fault.line}", fault.rule, severity, fault.text)
            if kind == "templates" and name in mails and not text.lstrip().casefold().startswith("subject:"):
                what = f"it is sent as a mail by {mails[name]} and has no subject: let its first line be Subject: …"
                yield Finding(file, "line 1", "no-subject", ERROR, what)


def _uses(files: PolicyFiles) -> tuple[frozenset[str], dict[str, str]]:
    """Texts that event campaigns use, and those that leave as mails, with the step that sends each."""
    events: set[str] = set()
    mails: dict[str, str] = {}
    for campaign in files.campaigns.values():
        for step in campaign.steps:
            if campaign.kind == EVENT:
                events |= {step.template, step.script, step.voicemail, step.pair}
            for name in (step.pair, step.template if step.channel == EMAIL else ""):
                mails.setdefault(name, f"{campaign.name}, step {step.key!r}")
    return frozenset(events), mails
