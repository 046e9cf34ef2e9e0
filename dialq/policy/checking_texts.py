"""What the texts of a campaign say: fields that exist, value that does not sell, nothing twice (R4.8)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from dialq.desk.findings import ERROR, NOTE, WARNING, Finding, TextFault, TextReader
from dialq.engine.campaign import EMAIL, EVENT, Step
from dialq.engine.experiment import TEMPLATE
from dialq.policy.checking_plan import Plan
from dialq.policy.policy_files import PolicyFiles

_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_SNIPPET = re.compile(r"\{\{[-+]?\s*snippet\.(?P<name>\w+)[^}]*\}\}")
_SEVERITY = {"bad-template": ERROR, "empty-text": ERROR, "unknown-snippet": ERROR, "field-in-one-part": NOTE}
"""Of all else: a warning."""
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
        asks = _ASKS.search(_TAG.sub(" ", _COMMENT.sub("", _with_snippets(plan.files, text))))
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
        for where, fault in _of_text(plan.files, name, text, read, plan.campaign.kind == EVENT):
            what = f"its text {name!r}, {where}line {fault.line}: {fault.text}"
            yield plan.found(step, fault.rule, what, _SEVERITY.get(fault.rule, WARNING))


def _of_text(
    files: PolicyFiles, name: str, text: str, read: TextReader, event: bool
) -> Iterator[tuple[str, TextFault]]:
    """What is wrong in a text, in its HTML and in its snippets, and where it stands."""
    for fault in read(text, event, snippets=files.snippets):
        yield "", fault
    page = files.html.get(name, "") if files.templates.get(name) == text else ""
    if page:
        for fault in read(page, event, snippets=files.snippets, beside=text):
            yield f"templates/{name}.html, ", fault
    for snippet in _snippets_of(files, text + page):
        for fault in read(files.snippets[snippet], event, snippets=None):
            yield f"snippets/{snippet}.txt, ", fault


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
    known = files.snippets
    for kind, found in (("templates", files.templates), ("scripts", files.scripts)):
        for name, text in sorted(found.items()):
            file = f"{kind}/{name}.txt"
            yield from _at(file, own, read(text, name in events, snippets=known))
            if kind == "templates" and name in mails and not text.lstrip().casefold().startswith("subject:"):
                what = f"it is sent as a mail by {mails[name]} and has no subject: let its first line be Subject: …"
                yield from _at(file, own, (TextFault(1, "no-subject", what),), ERROR)
    for name, page in sorted(files.html.items()):
        beside = files.templates[name]
        faults = read(page, name in events, snippets=known, beside=beside)
        yield from _at(f"templates/{name}.html", own, faults)
    of_events = _in_events(files, events)
    for name, text in sorted(known.items()):
        yield from _at(f"snippets/{name}.txt", own, read(text, name in of_events, snippets=None))


def _at(
    file: str, own: Mapping[str, str], faults: Iterable[TextFault], severity: str = ""
) -> Iterator[Finding]:
    """Faults of one file as findings."""
    for fault in faults:
        found = severity or _SEVERITY.get(fault.rule, WARNING)
        label = file if file in own else f"presets/{file}"
        yield Finding(label, f"line {fault.line}", fault.rule, found, fault.text)


def _snippets_of(files: PolicyFiles, text: str) -> tuple[str, ...]:
    """The snippets that a text puts in and that there are, each once."""
    names = (found["name"] for found in _SNIPPET.finditer(_COMMENT.sub("", text)))
    return tuple(dict.fromkeys(name for name in names if name in files.snippets))


def _with_snippets(files: PolicyFiles, text: str) -> str:
    return _SNIPPET.sub(lambda found: files.snippets.get(found["name"], ""), text)


def _in_events(files: PolicyFiles, events: frozenset[str]) -> frozenset[str]:
    """Snippets that only texts of event campaigns put in: those have fields of their own."""
    texts = {**files.scripts, **files.templates}
    of_events = {one for name, text in texts.items() if name in events for one in _snippets_of(files, text)}
    of_others = {
        one for name, text in texts.items() if name not in events for one in _snippets_of(files, text)
    }
    return frozenset(of_events - of_others)


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
