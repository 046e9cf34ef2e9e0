"""Leads that marketing has: who goes to it by rule, who is in it and why, who is taken back (R16, SEED4-08..12)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from dialq.clock import Instant
from dialq.desk.automatic import why_not_yet
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.explain import consequences
from dialq.desk.handing import CHUNK, Fits, How, Order, close, hand, to_nurture, to_programme
from dialq.desk.handing_back import undo_handing
from dialq.desk.kept import JUDGE
from dialq.desk.ledger import around, next_event, placing, read, replace_place, write
from dialq.desk.mailing import run_all_automatic
from dialq.desk.policy_views import NurtureLine, NurtureView
from dialq.desk.post_cards import items_due, pass_over_repeats
from dialq.engine.campaign import EMAIL, POST
from dialq.engine.channels import Around, is_barred, usable
from dialq.engine.effects import apply
from dialq.engine.events import ENGINE, SETTLED, Event
from dialq.engine.handing import TO_NEXT, TO_NURTURE
from dialq.engine.plan import ahead
from dialq.engine.policy import NurtureRule
from dialq.engine.rules import stamp
from dialq.engine.settling import settle
from dialq.engine.state import NURTURE, State
from dialq.errors import NothingThere, RuleRefused

__all__ = [
    "NurtureRun", "close", "nurture_back", "nurture_list", "nurture_run", "rule_of", "to_nurture", "to_programme",
    "undo_handing",
]  # fmt: skip

BY_HAND = "by hand"
_UNSAID = "nothing takes it"
_LOOKED_AT = 10_000
"""So many leads whose certificates have run out are looked at for the list."""


class NurtureRun(NamedTuple):
    """What one run of nurture did."""

    entered: dict[str, int]
    """How many leads went to marketing, by the rule that says so."""
    queued: int
    """Automatic mails that were put into the outbox."""
    posts: int
    """Items that wait for the print batch."""


def nurture_run(desk: Desk) -> NurtureRun:
    """Apply the rules and queue the items that have fallen due; the same again at once does nothing."""
    now = desk.now()
    _judge_due(desk, now)
    entered = _written_down(desk, now)
    for rule in desk.policy.nurture_rules:
        count = _by_rule(desk, rule, now)
        if count:
            entered[rule.name] += count
    queued = run_all_automatic(desk)
    pass_over_repeats(desk, now)
    return NurtureRun(dict(entered), queued, len(items_due(desk, now)))


def _judge_due(desk: Desk, now: Instant) -> None:
    """Judge every lead anew whose certificate has run out, some hundreds a commit."""
    while leads := desk.store.places.due_timers(JUDGE, now, CHUNK):
        with desk.store.writing():
            for lead in leads:
                replace_place(desk, lead, now)


def _written_down(desk: Desk, now: Instant) -> Counter[str]:
    """Write down who came to marketing by itself: its programme is through, or its life's touches are used."""
    entered: Counter[str] = Counter()
    leads = desk.store.hands.drifted()
    for start in range(0, len(leads), CHUNK):
        with desk.store.writing():
            for lead in leads[start : start + CHUNK]:
                dossier = read(desk, lead)
                near = around(desk, dossier.lead, now)
                effects = settle(dossier.lead, dossier.state, desk.policy, near, now)
                after = apply(dossier.state, effects)
                if after.stage == NURTURE and dossier.state.stage != NURTURE:
                    event = Event(next_event(desk), lead, SETTLED, now, now, ENGINE, {}, effects)
                    write(desk, dossier, [event], now)
                    entered[rule_of(after.reason)] += 1
    return entered


def _by_rule(desk: Desk, rule: NurtureRule, now: Instant) -> int:
    """Hand over whoever falls under a rule; the index names who may, each is judged before it goes."""
    if rule.untouched_days <= 0:
        return 0
    days = rule.untouched_days
    since = Instant(now - days * 86400)
    found = desk.store.hands.untouched(now, since, rule.sources)
    why = f"{rule.name}: no person touched it for {days} days"
    how = How(fits=_fitting(desk, rule, now))
    return len(hand(desk, found, Order(TO_NURTURE, reason=why, rule=rule.name), how=how).done)


def _fitting(desk: Desk, rule: NurtureRule, now: Instant) -> Fits:
    from dialq.engine.untouched import falls_under

    def fits(dossier: Dossier, near: Around, state: State) -> bool:
        road = ahead(dossier.lead, state, desk.policy, near, now)
        return falls_under(rule, dossier.lead, state, road, now)

    return fits


def rule_of(why: str) -> str:
    """The rule in a reason: `untouched`, `by hand`, or the reason itself where the engine gave it."""
    if why.startswith(BY_HAND):
        return BY_HAND
    return why.partition(":")[0] or _UNSAID


def nurture_list(desk: Desk, limit: int = 200) -> NurtureView:
    """Who is with marketing, the latest first, with the rule that put them there and their next item.

    Those who came there by themselves are among them, whether or not a run has written it down yet.
    """
    now = desk.now()
    with desk.store.reading():
        by_rule: Counter[str] = Counter()
        for why, count in desk.store.hands.nurture_reasons().items():
            by_rule[rule_of(why)] += count
        unwritten = [
            line for lead in _may_be_there(desk, now) if (line := _line(desk, lead, now)) is not None
        ]
        by_rule.update(rule_of(line.why) for line in unwritten)
        written = (_line(desk, lead, now) for lead in desk.store.hands.nurtured(limit))
        lines = [*unwritten, *(line for line in written if line is not None)]
    lines.sort(key=lambda line: line.since, reverse=True)
    return NurtureView(by_rule.total(), dict(by_rule.most_common()), tuple(lines[:limit]))


def _may_be_there(desk: Desk, now: Instant) -> list[int]:
    """Leads whose written state is not nurture, though they may have come there with time."""
    due = desk.store.places.due_timers(JUDGE, now, _LOOKED_AT)
    there = {*desk.store.hands.drifted(), *desk.store.hands.rested(now), *due}
    return [lead for lead in sorted(there) if read(desk, lead).state.stage != NURTURE]


def _line(desk: Desk, lead: int, now: Instant) -> NurtureLine | None:
    """A lead with marketing; None if it is not there."""
    dossier = read(desk, lead)
    near = around(desk, dossier.lead, now)
    settled = apply(dossier.state, settle(dossier.lead, dossier.state, desk.policy, near, now))
    state = settled if settled.stage == NURTURE else dossier.state
    if state.stage != NURTURE:
        return None
    campaign = desk.policy.campaigns.get((state.campaign, state.version))
    templates = [step.template for step in campaign.line] if campaign is not None else []
    found, here = placing(desk, dossier.lead, state, near, now)
    since = state.nurture_since if state.nurture_since is not None else state.entered
    had = sum(template in state.items for template in templates)
    at = found.automatic if found.automatic is not None else found.post
    waits = "; ".join(_waits(desk, dossier, near, found.post, now))
    if not waits and at is not None and at <= now:
        waits = why_not_yet(desk, dossier, here, near, now)
    return NurtureLine(
        lead, dossier.lead.name, dossier.lead.company, since, state.reason, had, len(templates), at, waits
    )


def _waits(desk: Desk, dossier: Dossier, near: Around, post: Instant | None, now: Instant) -> Iterator[str]:
    lead, state = dossier.lead, dossier.state
    if is_barred(lead, state, near):
        yield "suppressed"
    elif not usable(lead, state, near, now) & {EMAIL, POST}:
        yield "no address for mail or post"
    elif not state.campaign:
        yield "no items are set up"
    elif post is not None:
        yield "by post: the next print batch" if post <= now else f"by post {stamp(post, desk.zone)}"
    elif desk.settings.mail_lacks:
        yield f"settings lack {', '.join(desk.settings.mail_lacks)}"


def nurture_back(desk: Desk, lead: int) -> str:
    """Take a lead back: the campaign that was cut short starts anew, else its programme's next one; says so.

    Raises NothingThere if it is not in nurture, RuleRefused where no campaign takes it.
    """
    dossier = read(desk, lead)
    name = dossier.lead.name or f"lead {lead}"
    near = around(desk, dossier.lead, desk.now())
    state = apply(dossier.state, settle(dossier.lead, dossier.state, desk.policy, near, desk.now()))
    if state.stage != NURTURE:
        raise NothingThere(f"{name} is not in nurture", "See `dialq nurture list`.")
    done = hand(desk, [lead], Order(TO_NEXT))
    if not done.done:
        raise RuleRefused(
            f"{name} cannot be taken back: {done.refused[0][2]}",
            "Set a task for it, or hand it to a programme: dialq hand --to PROGRAMME.",
        )
    event = desk.store.events.get(desk.store.hands.events_of(done.batch)[-1])
    assert event is not None
    return f"{name} is back from nurture: {', '.join(consequences(desk, event.effects))}"
