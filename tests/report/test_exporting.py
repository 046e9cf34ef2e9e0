"""The daily file: which outcomes stand in which day's file, what closing means, what comes later."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from dialq.bootstrap import open_desk
from dialq.clock import DAY, HOUR, MINUTE, ManualClock
from dialq.desk.answer import answer
from dialq.desk.desk import Desk
from dialq.desk.export_rows import OUTCOME_COLUMNS
from dialq.desk.exporting import export
from dialq.desk.importing import add_lead
from dialq.desk.reading_acts import Answer
from dialq.desk.undo import correct, undo
from dialq.desk.views import Logged
from dialq.engine.day import at_wall
from dialq.engine.lead import LeadRecord, Phone
from dialq.errors import BadInput

ZONE = "America/New_York"
CONTRACT = """event_id happened_at recorded_at local_date rep lead_id external_id name company
phone email source programme campaign step channel outcome outcome_label dial touch human reason note when number
override touches_campaign touches_life direction duration_s attempt next_action next_at meeting_at corrects"""
GOLDEN = (
    ",".join(OUTCOME_COLUMNS) + "\n"
    "2,2026-12-01T15:00:00Z,2026-12-01T15:00:00Z,2026-12-01,ana,1,w-1,Ann Lee,Acme,+12125550142,ann@acme.example,"
    "web,hot,inbound,call-1,call,no-answer,no answer,true,true,,,'=1+1,,+12125550142,,1,1,out,,1,"
    "call-2,2026-12-01T15:30:00Z,,,false,\n"
)


@dataclass
class Team:
    """A desk, its clock and its files."""

    desk: Desk
    clock: ManualClock
    folder: Path
    lead: int = 0
    made: list[Path] = field(default_factory=list)

    def log(self, code: str, **more: str) -> int:
        """Log an outcome of the lead; its event."""
        done = answer(self.desk, Answer(self.lead, code, override="test", **more))  # type: ignore[arg-type]
        assert isinstance(done, Logged)
        return done.event

    def file(self, **wishes: Any) -> bytes:
        """The bytes of an export."""
        out = self.folder / f"out-{len(self.made)}.csv"
        self.made.append(out)
        export(self.desk, **{"day": "today", "first": None, "last": None, "out": out, **wishes})
        return out.read_bytes()

    def rows(self, **wishes: Any) -> list[dict[str, str]]:
        """The rows of an export."""
        return list(csv.DictReader(self.file(**wishes).decode().splitlines()))

    def told(self, **wishes: Any) -> list[tuple[str, str, str]]:
        """(event, outcome, corrects) of each row."""
        return [(row["event_id"], row["outcome"], row["corrects"]) for row in self.rows(**wishes)]

    def tomorrow(self, day: int, hour: int = 10) -> None:
        """Go to a day of December."""
        self.clock.at = at_wall(date(2026, 12, day), hour * 60, ZONE)


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    clock = ManualClock(at_wall(date(2026, 12, 1), 10 * 60, ZONE))
    desk = open_desk(tmp_path / "team.db", rep="ana", clock=clock, zone=ZONE)
    phones = (Phone("+12125550142", "work", (ZONE,)),)
    record = LeadRecord(
        name="Ann Lee", first_name="Ann", last_name="Lee", company="Acme", phones=phones, emails=("ann@acme.example",),
        source="web", external_id="w-1", interaction="form",
    )  # fmt: skip
    yield Team(desk, clock, tmp_path, add_lead(desk, record)[0])
    desk.close()


def test_the_columns_are_those_of_the_contract_in_their_order() -> None:
    assert list(OUTCOME_COLUMNS[: len(CONTRACT.split())]) == CONTRACT.split()


def test_golden_bytes(team: Team) -> None:
    team.log("no-answer", note="=1+1")
    assert team.file().decode() == GOLDEN
    assert team.file() == team.file()


def test_a_day_is_the_teams_day_of_recording(team: Team) -> None:
    """R2.4: local_date is when it happened, the file is when it was recorded."""
    team.tomorrow(2, 0)
    team.log("no-answer", at=at_wall(date(2026, 12, 1), 20 * 60, ZONE))  # type: ignore[arg-type]
    assert team.told(day="2026-12-01") == []
    [row] = team.rows(day="2026-12-02")
    assert (row["local_date"], row["recorded_at"]) == ("2026-12-01", "2026-12-02T05:00:00Z")


def test_what_was_taken_back_is_left_out_unless_asked_for(team: Team) -> None:
    first = team.log("no-answer")
    undo(team.desk)
    team.clock.advance(HOUR)
    second = team.log("voicemail")
    assert team.told() == [(str(second), "voicemail", "")]
    rows = team.rows(with_undone=True)
    assert [(row["event_id"], row["undone"]) for row in rows] == [
        (str(first), "true"),
        (str(second), "false"),
    ]


def test_a_correction_takes_the_place_of_what_it_corrects(team: Team) -> None:
    """R13.4."""
    old = team.log("no-answer")
    done = correct(team.desk, old, Answer(0, "not-interested", reason="budget", override="test"))
    assert isinstance(done, Logged)
    assert team.told() == [(str(done.event), "not-interested", str(old))]
    assert [row["undone"] for row in team.rows(with_undone=True)] == ["true", "false"]


def test_later_outcomes_that_are_decided_anew_keep_their_own_lines(team: Team) -> None:
    """R13.4: only consequences are replayed."""
    first = team.log("no-answer")
    team.clock.advance(HOUR)
    second = team.log("voicemail")
    before = team.rows()
    done = correct(team.desk, first, Answer(0, "busy", override="test"))
    assert isinstance(done, Logged)
    after = team.rows()
    assert [(row["event_id"], row["outcome"], row["corrects"]) for row in after] == [
        (str(second), "voicemail", ""), (str(done.event), "busy", str(first)),
    ]  # fmt: skip
    assert after[0]["recorded_at"] == before[1]["recorded_at"]


def test_a_closed_day_has_the_same_bytes_for_ever(team: Team) -> None:
    event = team.log("no-answer")
    closed = team.file(close=True)
    lead = team.desk.store.leads.get(team.lead)
    assert lead is not None
    team.desk.store.leads.change(lead, replace(lead, company="Bolt"))
    team.clock.advance(HOUR)
    team.log("voicemail")
    correct(team.desk, event, Answer(0, "busy", override="test"))
    assert team.file() == closed
    assert team.file(close=True) == closed
    team.tomorrow(9)
    assert team.file(day="2026-12-01") == closed


def test_what_comes_after_the_closing_stands_in_the_next_days_file(team: Team) -> None:
    old = team.log("no-answer")
    team.file(close=True)
    team.clock.advance(HOUR)
    late = team.log("voicemail")
    new = correct(team.desk, old, Answer(0, "busy", override="test"))
    assert isinstance(new, Logged)
    team.tomorrow(2)
    next_day = team.log("no-answer")
    assert team.told() == [
        (str(late), "voicemail", ""), (str(new.event), "busy", str(old)), (str(next_day), "no-answer", ""),
    ]  # fmt: skip


def test_an_outcome_of_a_closed_day_that_is_taken_back_is_told_the_next_day(team: Team) -> None:
    old = team.log("no-answer")
    team.file(close=True)
    undo(team.desk)
    team.tomorrow(2)
    assert team.told() == [(str(old), "undone", str(old))]
    [row] = team.rows()
    assert (row["dial"], row["touch"], row["lead_id"]) == ("false", "false", str(team.lead))


def test_a_day_that_is_over_keeps_its_file_without_closing(team: Team) -> None:
    team.log("no-answer")
    team.tomorrow(2)
    before = team.file(day="yesterday")
    team.log("voicemail")
    assert team.file(day="yesterday") == before
    assert len(team.rows()) == 1


def test_closing_twice_and_several_days(team: Team) -> None:
    first = team.log("no-answer")
    team.tomorrow(2)
    second = team.log("voicemail")
    team.tomorrow(3)
    days = {"day": None, "first": date(2026, 12, 1), "last": date(2026, 12, 2)}
    stretch = team.file(**days)
    assert [told[0] for told in team.told(**days)] == [str(first), str(second)]
    assert team.file(**days, close=True) == stretch
    assert team.told(day="2026-12-02") == [(str(second), "voicemail", "")]


def test_touches_leave_out_what_reached_out_to_nobody(team: Team) -> None:
    team.log("no-answer")
    team.log("skip", reason="other")
    team.log("busy")
    assert [row["outcome"] for row in team.rows()] == ["no-answer", "skip", "busy"]
    assert [row["outcome"] for row in team.rows(what="touches")] == ["no-answer", "busy"]


def test_leads_are_one_row_each(team: Team) -> None:
    team.log("hung-up")
    [row] = team.rows(what="leads")
    assert (row["lead_id"], row["stage"], row["phone"], row["timezone"]) == (
        "1",
        "resting",
        "+12125550142",
        "",
    )
    assert row["arrived_at"] == "2026-12-01T15:00:00Z"
    with pytest.raises(BadInput, match="cannot be closed"):
        team.file(what="leads", close=True)


def test_the_next_action_is_told(team: Team) -> None:
    """R2.2."""
    team.log("callback", when="tomorrow 9")
    team.clock.advance(MINUTE)
    team.log("hung-up")
    team.clock.advance(MINUTE)
    team.log("not-interested", reason="budget")
    told = [(row["outcome"], row["next_action"], row["next_at"], row["when"]) for row in team.rows()]
    assert told == [
        ("callback", "callback", "2026-12-02T14:00:00Z", "2026-12-02T14:00:00Z"),
        ("hung-up", "rest", "2026-12-31T13:00:00Z", ""),
        ("not-interested", "", "", ""),
    ]


@pytest.mark.parametrize(
    ("wishes", "told"),
    [
        ({"day": "some day"}, "is no day"),
        ({"day": "2026-12-02"}, "has not come yet"),
        ({"day": "today", "first": date(2026, 12, 1)}, "exclude each other"),
        ({"day": None, "first": date(2026, 12, 1), "last": date(2026, 11, 1)}, "no stretch of days"),
        ({"fmt": "pdf"}, "cannot export"),
    ],
)
def test_a_day_that_cannot_be_is_refused(team: Team, wishes: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        team.file(**wishes)


def test_a_file_is_named_after_what_it_holds(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(team.folder)
    team.tomorrow(2)
    assert (
        export(team.desk, day="yesterday", first=None, last=None, out=None).file == "outcomes-2026-12-01.csv"
    )
    done = export(
        team.desk, day=None, first=date(2026, 12, 1), last=None, what="touches", fmt="jsonl", out=None
    )
    assert done.file == "touches-2026-12-01-to-2026-12-02.jsonl"
    assert (team.folder / done.file).exists()


def test_a_file_that_cannot_be_written_leaves_nothing_but_a_closed_day_stays_closed(team: Team) -> None:
    team.log("no-answer")
    with pytest.raises(BadInput):
        team.file(out=team.folder / "none" / "x.csv", close=True)
    team.clock.advance(DAY)
    assert len(team.rows(day="yesterday")) == 1
