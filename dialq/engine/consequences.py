"""What each outcome does beyond its flags (R9)."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from dialq.clock import DAY, HOUR, Instant
from dialq.engine import effects as fx
from dialq.engine.acts import Draft
from dialq.engine.channels import EVERY_CHANNEL, emails, is_barred, phones
from dialq.engine.interest_effects import Acted
from dialq.engine.lead import Lead
from dialq.engine.plan import after_campaign
from dialq.engine.state import (
    ANYONE,
    ASK_MEETING,
    DISQUALIFIED,
    ENDED,
    LOST,
    NAME,
    ONLY_ME,
    SUPPRESSED,
    WON,
    Promise,
    Response,
)  # fmt: skip
from dialq.engine.trying import close_all, dealt_with, live, rang_busy

NOT_NOW_DAYS = 90
REFERRED_DAYS = 14
OUT_OF_OFFICE_DAYS = 7
INFO_DAYS = 3
BAD_NUMBER_DAYS = 180
LATER = 2 * HOUR


def consequences(draft: Draft, third_busy: bool) -> None:
    """Add what the outcome's code asks for."""
    if not third_busy:
        _EFFECTS.get(draft.act.code, _nothing)(draft)


def _nothing(draft: Draft) -> None:
    """Its flags were all."""


def _number_lost(draft: Draft) -> None:
    act = draft.act
    known = phones(draft.lead, draft.state, draft.around, act.happened)
    number = act.dialled or (known[0].number if known else "")
    until = Instant(act.happened + BAD_NUMBER_DAYS * DAY) if act.code == "bad-number" else None
    if number:
        draft.add(fx.PointLost(number, until, act.outcome.label))


def _promised(draft: Draft) -> None:
    act = draft.act
    kind = {"info-sent": "info"}.get(act.code, act.code)
    at = act.when
    if at is None:
        at = draft.policy.calendar.opening_after(act.happened, INFO_DAYS)
    scope = ANYONE if act.anyone else ONLY_ME
    draft.add(fx.Promised(Promise(at, act.rep, scope, act.words, act.number, kind, 0, act.happened)))


def _meeting(draft: Draft) -> None:
    act = draft.act
    at = act.when or act.happened
    asked = Instant(at + draft.policy.meeting_grace)
    ask = Promise(asked, act.rep, ONLY_ME, act.words, act.number, ASK_MEETING, 0, act.happened)
    draft.add(fx.MeetingSet(at, ask))


def _not_now(draft: Draft) -> None:
    """A rest until the given day; the programme goes on, or ends, after it."""
    act, calendar = draft.act, draft.policy.calendar
    close_all(draft, meeting=True)
    if draft.state.campaign:
        draft.add(fx.CampaignEnded(act.happened, "not now"))
    if act.when is not None:
        draft.add(fx.Rested(calendar.opening(calendar.date(act.when))))
    else:
        draft.add(fx.Rested(calendar.opening_after(act.happened, NOT_NOW_DAYS)))


def _ends(stage: str) -> Callable[[Draft], None]:
    def end(draft: Draft) -> None:
        draft.add(fx.StageSet(stage, draft.act.reason or draft.act.outcome.label))

    return end


def _hung_up(draft: Draft) -> None:
    """The campaign ends and its rest begins; an ended lead stays so."""
    if draft.state.stage in ENDED or draft.state.stage == NAME:
        return
    close_all(draft, meeting=True)
    if draft.state.campaign:
        draft.add(fx.CampaignEnded(draft.act.happened, "hung up"))
    draft.add(*(effect for _, effect in after_campaign(draft.state, draft.policy, draft.act.happened)))


def _referred(draft: Draft) -> None:
    act = draft.act
    until = draft.policy.calendar.opening_after(act.happened, REFERRED_DAYS)
    draft.add(fx.Paused(until, "referred to somebody else", act.happened))
    close_all(draft, meeting=False)
    dealt_with(draft)


def _banned(draft: Draft) -> None:
    act, lead = draft.act, draft.lead
    leaving = act.code == "unsubscribed"
    bans = mail_bans(lead) if leaving else ban_values(lead, act.scope or "person", act.number)
    draft.bans.extend(bans)
    draft.around = replace(draft.around, banned=draft.around.banned | covered(lead, bans))
    if is_barred(lead, draft.state, draft.around):
        draft.add(fx.StageSet(SUPPRESSED, act.reason or act.outcome.label))
    elif not leaving:
        close_all(draft, meeting=False)
        dealt_with(draft)


def mail_bans(lead: Lead) -> list[tuple[str, str]]:
    """What somebody who unsubscribes bans."""
    return [("address", email) for email in lead.emails] or [("person-email", str(lead.id))]


def ban_values(lead: Lead, scope: str, number: str) -> list[tuple[str, str]]:
    """What a ban of this scope covers; where the lead has no such thing, the person with all numbers and addresses."""
    found: list[tuple[str, str]] = []
    if scope == "number" and (number or lead.phones):
        found = [("number", number or lead.phones[0].number)]
    elif scope == "address":
        found = [("address", email) for email in lead.emails]
    elif scope == "domain":
        found = [("domain", email.rpartition("@")[2].lower()) for email in lead.emails]
    elif scope == "company" and lead.company.strip():
        found = [("company", lead.company.strip().casefold())]
    everything = [("number", p.number) for p in lead.phones] + [("address", e) for e in lead.emails]
    return found or [("person", str(lead.id)), *everything]


def covered(lead: Lead, bans: list[tuple[str, str]]) -> frozenset[str]:
    """Channels, numbers and addresses of a lead that its own bans cover."""
    found: set[str] = set()
    for scope, value in bans:
        if scope in ("person", "company"):
            found |= EVERY_CHANNEL
        elif scope == "domain":
            found |= {email for email in lead.emails if email.rpartition("@")[2].lower() == value}
        elif scope == "person-email":
            found.add("email")
        else:
            found.add(value)
    return frozenset(found)


def _bounced(draft: Draft) -> None:
    act = draft.act
    known = emails(draft.lead, draft.state, draft.around, act.happened)
    address = act.number or (known[0] if known else "")
    if address:
        draft.add(fx.PointLost(address, None, "bounced"))


def _out_of_office(draft: Draft) -> None:
    act, calendar = draft.act, draft.policy.calendar
    until = calendar.opening_after(act.happened, OUT_OF_OFFICE_DAYS)
    if act.when is not None:
        until = calendar.opening(calendar.date(act.when))
    draft.add(fx.Paused(until, "out of office", act.happened))


def _acted(draft: Draft) -> None:
    draft.add(Acted(draft.act.happened, draft.act.code))


def _missed_meeting(draft: Draft) -> None:
    act = draft.act
    close_all(draft, meeting=True)
    draft.add(fx.Responded(Response(act.happened, act.code, event=act.event)))


def _skipped(draft: Draft) -> None:
    step = draft.open_step
    if step is not None:
        draft.step = step
        draft.add(fx.StepDone(draft.act.happened, step.key, draft.act.reason or "skipped by hand"))


def _later(draft: Draft) -> None:
    """What is asked now is asked again later: what is owed, else the open step (R10.3)."""
    until = draft.act.when or Instant(draft.act.happened + LATER)
    for one in live(draft):
        draft.add(fx.Again(isinstance(one, Promise), until, one.tries, one.busy))
    if draft.open_step is not None:
        draft.add(fx.PutOff(until))


_EFFECTS: dict[str, Callable[[Draft], None]] = {
    "busy": rang_busy, "callback": _promised, "interested": _promised, "meeting": _meeting, "not-now": _not_now,
    "not-interested": _ends(LOST), "wrong-number": _number_lost, "bad-number": _number_lost, "info-sent": _promised,
    "referred": _referred, "left-company": _ends(DISQUALIFIED), "hung-up": _hung_up, "do-not-call": _banned,
    "bounced": _bounced, "out-of-office": _out_of_office, "unsubscribed": _banned, "accepted": _acted,
    "declined": _acted, "attended": _ends(WON), "no-show": _missed_meeting, "cancelled": _missed_meeting,
    "skip": _skipped, "later": _later,
}  # fmt: skip
