"""The columns of the export files, in the order of the contract, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dialq.clock import Instant, to_utc_text
from dialq.desk.desk import Desk
from dialq.desk.export_days import Line
from dialq.desk.export_next import next_after
from dialq.desk.ledger import stage_of
from dialq.engine.lead import Lead
from dialq.engine.outcome import OUTCOMES

Row = dict[str, Any]
"""Column -> text, number, truth value, or '' for nothing."""

OUTCOME_COLUMNS = tuple(
    """event_id happened_at recorded_at local_date rep lead_id external_id name company phone email source
    programme campaign step channel outcome outcome_label dial touch human reason note when number override
    touches_campaign touches_life direction duration_s attempt next_action next_at meeting_at corrects
    undone breach""".split()
)
LEAD_COLUMNS = tuple(
    """lead_id stage external_id name first_name last_name title company company_kind company_size industry
    phone mobile phone_other email email_other website linkedin street city region postal_code country
    timezone source cost temperature interaction topic arrived_at owner tags notes custom""".split()
)
_TEXTS = "programme campaign step channel human reason note number override breach".split()
_VALUES = "touches_campaign touches_life duration_s attempt".split()
TAKEN_BACK = "undone"
"""The outcome of a line that takes back one of an earlier file."""


def outcome_row(desk: Desk, line: Line) -> Row:
    """A line of the outcome file."""
    lead = desk.store.leads.get(line.event.lead)
    assert lead is not None, "leads are never deleted"
    row = {**_of_event(desk, line), **_of_lead(lead), "corrects": line.corrects or "", "undone": line.undone}
    if line.taken_back is not None:
        row |= _as_taken_back(line)
    elif not line.undone:
        action, at = next_after(desk, lead, line.event)
        row |= {"next_action": action, "next_at": _moment(at)}
    return {column: row.get(column, "") for column in OUTCOME_COLUMNS}


def _of_event(desk: Desk, line: Line) -> Row:
    event, origin, facts = line.event, line.origin, line.event.facts
    code = str(facts.get("code", ""))
    label = OUTCOMES[code].label if code in OUTCOMES else code
    return {
        "event_id": origin.id,
        "happened_at": to_utc_text(event.happened),
        "recorded_at": to_utc_text(origin.recorded),
        "local_date": desk.policy.calendar.date(event.happened).isoformat(),
        "rep": event.rep,
        "lead_id": event.lead,
        "outcome": code,
        "outcome_label": str(facts.get("label") or label),
        "dial": bool(facts.get("dial")),
        "touch": bool(facts.get("touch")),
        "direction": str(facts.get("direction") or "out"),
        **{name: str(facts.get(name) or "") for name in _TEXTS},
        **{name: _known(facts.get(name)) for name in _VALUES},
        **{name: _moment(facts.get(name)) for name in ("when", "meeting_at")},
    }


def _of_lead(lead: Lead) -> Row:
    return {
        "external_id": lead.external_id,
        "name": lead.name,
        "company": lead.company,
        "phone": lead.phones[0].number if lead.phones else "",
        "email": lead.emails[0] if lead.emails else "",
        "source": lead.source,
    }


def _as_taken_back(line: Line) -> Row:
    assert line.taken_back is not None
    return {
        "recorded_at": to_utc_text(line.taken_back.recorded),
        "outcome": TAKEN_BACK,
        "outcome_label": "taken back",
        "dial": False,
        "touch": False,
        "human": "",
        "meeting_at": "",
    }


def lead_rows(desk: Desk) -> Iterator[Row]:
    """One row for each lead: its stage and its fields under the names that import knows."""
    for number in desk.store.leads.ids():
        dossier = desk.store.dossier(number)
        if dossier is not None:
            warmth = dossier.state.temperature or dossier.lead.temperature
            fields = lead_fields(dossier.lead) | {"temperature": warmth}
            yield {"lead_id": number, "stage": stage_of(desk, dossier), **fields}


def lead_fields(lead: Lead) -> Row:
    """A lead's facts under the canonical names of the contract."""
    first = {kind: next((p.number for p in lead.phones if p.kind == kind), "") for kind in ("work", "mobile")}
    others = [p.number for p in lead.phones if p.number not in first.values()]
    plain = """external_id name first_name last_name title company company_kind company_size industry website
    linkedin street city region postal_code country source cost temperature interaction topic owner notes"""
    return {
        **{name: getattr(lead, name) for name in plain.split()},
        "phone": first["work"],
        "mobile": first["mobile"],
        "phone_other": "; ".join(others),
        "email": next(iter(lead.emails), ""),
        "email_other": "; ".join(lead.emails[1:]),
        "timezone": lead.zones[0] if len(lead.zones) == 1 else "",
        "arrived_at": to_utc_text(lead.arrived),
        "tags": "; ".join(lead.tags),
        "custom": lead.custom,
    }


def _moment(at: Any) -> str:
    return to_utc_text(Instant(int(at))) if at is not None and at != "" else ""


def _known(value: Any) -> Any:
    return "" if value is None else value
