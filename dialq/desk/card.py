"""The card: all the work screen shows of one lead."""

from __future__ import annotations

from dialq.clock import Instant
from dialq.desk.automatic_steps import with_holds
from dialq.desk.desk import Desk
from dialq.desk.dossier import Dossier
from dialq.desk.explain import story_lines
from dialq.desk.fields import merge_fields
from dialq.desk.interactions import interactions
from dialq.desk.item import item_of
from dialq.desk.ledger import around
from dialq.desk.street import street_of
from dialq.desk.views import Card, ColleagueView, Meter, NumberView
from dialq.engine.campaign import CALL, POST, Step
from dialq.engine.caps import dials_before, touches_on_day
from dialq.engine.channels import Around, day_zone, is_dead, phones
from dialq.engine.day import local
from dialq.engine.effects import apply
from dialq.engine.events import Event
from dialq.engine.experiment import template_of
from dialq.engine.judge import Place, place, verdict_of
from dialq.engine.lead import Lead, Phone
from dialq.engine.outcome import OUTCOMES
from dialq.engine.persona import fit_of
from dialq.engine.plan import life_touches, run_touches
from dialq.engine.rules import stamp
from dialq.engine.state import ENDED, NURTURE, RESTING, SUPPRESSED, State
from dialq.engine.temperature import cost_of, spent
from dialq.engine.verdict import Verdict
from dialq.errors import DialqError

COLLEAGUES = 3
STORY = 40
UNTOUCHED = "not touched yet"


def card_of(
    desk: Desk, dossier: Dossier, at: Instant, *, opened: bool = False, near: Around | None = None,
    found: Place | None = None, scripts: bool = True,
) -> Card:  # fmt: skip
    """The card of a lead; `opened` by hand, its banner says what stands against working it.

    `near` and `found` spare asking again what was just asked for this instant; without `scripts` the card comes
    without the texts to say, which take longer to fill in than all the rest.
    """
    lead, state = dossier.lead, dossier.state
    near = near if near is not None else around(desk, lead, at, rep=desk.rep)
    found = found if found is not None else place(lead, state, desk.policy, at, near)
    verdict = verdict_of(found, lead, state, desk.policy, at, near, desk.rep)
    verdict = with_holds(desk, lead.id, verdict, found.road.state)
    now = apply(state, found.road.by(at))
    events = dossier.events or desk.store.events.of_lead(lead.id)
    script, voicemail = _scripts(desk, dossier, verdict, found.road.state, at) if scripts else ("", "")
    item = item_of(desk, dossier, verdict, at, 0)
    call = state.call if state.call is not None and state.call.rep == desk.rep else None
    return Card(
        item=item,
        lead=lead,
        verdict=verdict,
        seen=state.seen,
        stage=SUPPRESSED if verdict.rule == SUPPRESSED else now.stage,
        why_now=verdict.reasons[0] if verdict.reasons else "",
        say=_say(dossier, verdict, script),
        script=script,
        voicemail=voicemail,
        numbers=numbers_of(desk, lead, state, near, at),
        meter=meter_of(desk, lead, now, at),
        colleagues=_colleagues(desk, lead, at),
        story=story_lines(desk, events, STORY),
        promise=_promise(desk, state),
        on_call=call.at if call else None,
        on_call_number=call.number if call else "",
        draft_note=desk.store.tables.draft(desk.rep, lead.id, "note"),
        banner=_banner(desk, now, near, verdict, opened=opened),
        then=_then(found),
        temperature=state.temperature or lead.temperature,
        fit=fit_of(lead, desk.policy.personas),
        interactions=interactions(desk, lead, events, at),
        spent=spent(state),
        budget=cost_of(lead, desk.policy),
        silent_since=state.silent,
    )


def _say(dossier: Dossier, verdict: Verdict, script: str) -> str:
    if verdict.step is not None and verdict.step.channel == POST:
        where = ", ".join(street_of(dossier.lead))
        return f"To {where}. {' '.join(script.split())}"
    topic = dossier.state.topic or dossier.lead.topic
    first = next((line for line in script.splitlines() if line.strip()), "")
    return f"About: {topic}. {first}" if topic and topic not in first else first


def _scripts(
    desk: Desk, dossier: Dossier, verdict: Verdict, running: State, at: Instant
) -> tuple[str, str]:  # fmt: skip
    step = verdict.step
    if step is not None and step.channel == POST and step.template:
        return _on_the_card(desk, dossier, verdict, running, step, at), ""
    if step is None or step.channel != CALL or not (step.script or step.voicemail):
        return "", ""
    fields = merge_fields(desk, dossier, verdict.campaign, at)
    names = desk.scripts.names()
    name = template_of(desk.policy, running.campaign, step, dossier.lead.id, running.entered)
    script = desk.scripts.render(name, fields).body if name in names else ""
    voicemail = desk.scripts.render(step.voicemail, fields).body if step.voicemail in names else ""
    return script, voicemail


def _on_the_card(
    desk: Desk, dossier: Dossier, verdict: Verdict, running: State, step: Step, at: Instant
) -> str:  # fmt: skip
    """The text of a post card; why it cannot be printed, where it cannot."""
    name = template_of(desk.policy, running.campaign, step, dossier.lead.id, running.entered)
    try:
        filled = desk.templates.render(name, merge_fields(desk, dossier, verdict.campaign, at))
    except DialqError as error:
        return f"It cannot be printed: {error.title}"
    return f"It cannot be printed: {filled.problem}" if filled.problem else filled.body


def numbers_of(desk: Desk, lead: Lead, state: State, near: Around, at: Instant) -> tuple[NumberView, ...]:
    """The lead's numbers, the one to ring first on top, dead ones last."""
    usable = phones(lead, state, near, at)
    dead = [p for p in lead.phones if p not in usable and is_dead(p.number, state, at)]
    return tuple(_number(desk, lead, state, phone, at) for phone in (*usable, *dead))


def _number(desk: Desk, lead: Lead, state: State, phone: Phone, at: Instant) -> NumberView:
    zones = lead.zones or phone.zones or (desk.zone,)
    source = lead.zone_source or "address" if lead.zones else "number" if phone.zones else "team's zone"
    is_open, change = desk.policy.windows.state("|".join(zones), at, guard=False)
    until = f"{local(change, zones[0]):%H:%M}" if change is not None else "?"
    place = zones[0].rpartition("/")[2].replace("_", " ")
    more = f" and {len(zones) - 1} more zones" if len(zones) > 1 else ""
    rung = [e for e in state.ledger if e.number == phone.number and e.dial]
    last = "".join(
        f"{OUTCOMES[e.code].label if e.code in OUTCOMES else e.code} {local(e.at, desk.zone):%a}"
        for e in rung[-1:]
    )
    return NumberView(
        number=phone.number,
        kind=phone.kind,
        shown=desk.phones.shown(phone.number),
        local_time=f"{local(at, zones[0]):%H:%M} in {place}{more}",
        window=f"{'open until' if is_open else 'closed until'} {until} ({source})",
        open=is_open,
        last=last,
        dead=is_dead(phone.number, state, at),
    )


def meter_of(desk: Desk, lead: Lead, state: State, at: Instant) -> Meter:
    """Used and allowed (R7.7); outside of sales campaigns nothing is used and nothing allowed of one."""
    sales = state.stage != NURTURE
    campaign = desk.policy.campaigns.get((state.campaign, state.version)) if sales else None
    caps = desk.policy.caps
    zone = day_zone(lead, desk.zone)
    return Meter(
        campaign=(run_touches(state), campaign.max_touches) if campaign else (0, 0),
        calls=(run_touches(state, CALL), campaign.max_calls) if campaign else (0, 0),
        day=(touches_on_day(state, at, zone), caps.day),
        life=(life_touches(state), caps.life),
        dials=(len(dials_before(state, at)), caps.dials),
    )


def _colleagues(desk: Desk, lead: Lead, at: Instant) -> tuple[ColleagueView, ...]:
    others = desk.store.leads.colleagues(lead, COLLEAGUES)
    states = desk.store.states_of([other.id for other in others])
    return tuple(
        ColleagueView(
            other.id,
            other.name,
            other.title,
            _doing(desk, states[other.id]) if other.id in states else UNTOUCHED,
        )
        for other in others
    )


def _doing(desk: Desk, state: State) -> str:
    """What is known of a colleague, in a few words."""
    if state.stage in ENDED or state.stage == NURTURE:
        return f"{state.stage}: {state.reason}" if state.reason else state.stage
    if state.stage == RESTING:
        return f"rests until {stamp(state.rest_until, desk.zone)}"
    talks = [e for e in state.ledger if e.human]
    if talks:
        last = talks[-1]
        return f"{last.rep} talked {local(last.at, desk.zone):%a %d %b}: {OUTCOMES[last.code].label}"
    if state.ledger:
        last = state.ledger[-1]
        return f"{last.rep or 'automatic'} {last.code} {local(last.at, desk.zone):%a %d %b}"
    return UNTOUCHED


def _promise(desk: Desk, state: State) -> str:
    if state.promise is None:
        return ""
    words = f': "{state.promise.words}"' if state.promise.words else ""
    return f"{state.promise.rep} {stamp(state.promise.at, desk.zone)}{words}"


def _banner(desk: Desk, now: State, near: Around, verdict: Verdict, *, opened: bool) -> str:
    if near.claimed_by:
        return f"{near.claimed_by} holds this lead"
    if not opened or verdict.status == "ready":
        return ""
    if near.banned and not now.ended:
        return f"SUPPRESSED: {', '.join(sorted(near.banned))}"
    return verdict.reasons[0] if verdict.reasons else ""


def _then(found: Place) -> tuple[str, ...]:
    step = found.road.step
    return (f"pair: {step.pair}",) if step is not None and step.pair else ()


def event_text(event: Event) -> str:
    """An event's own words."""
    return str(event.facts.get("note") or event.facts.get("topic") or event.facts.get("reason") or "")
