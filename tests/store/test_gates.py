"""Gates: edges cost no write, counts stay exact, folding changes no order."""

from __future__ import annotations

from pathlib import Path

from dialq.clock import DAY, HOUR
from dialq.desk.importing import import_leads
from dialq.desk.queue import counts, queue
from dialq.desk.watching import rest
from dialq.engine.lead import LeadRecord, Phone
from tests.desk.world import TEAM, World, at


def filled(folder: Path) -> World:
    """A hundred warm leads that came ten days ago, in three zones."""
    world = World(folder, "2026-12-01 07:00")
    zones = (TEAM, "America/Los_Angeles", "Europe/London")
    records = [
        LeadRecord(
            name=f"Lou{n}", phones=(Phone(f"+1415555{n:04}", "work", (zones[n % 3],)),), company=f"Co {n}",
            arrived=at("2026-11-20 10:00"),
        )
        for n in range(100)
    ]  # fmt: skip
    import_leads(world.desk, records, batch="b")
    return world


def test_day_edges_cost_no_write(tmp_path: Path) -> None:
    """What falls due in the morning, opens and slips is found by reading alone."""
    world = filled(tmp_path)
    last = world.desk.store.events.last_id()
    assert counts(world.desk).ready == 0
    world.clock.at = at("2026-12-02 08:00")
    assert queue(world.desk, limit=200).ready == 100
    world.clock.at = at("2026-12-08 08:00")
    assert queue(world.desk, limit=200).counts["slipping"] == 100
    assert world.desk.store.events.last_id() == last
    world.close()


def test_folding_changes_nothing_but_the_gates(tmp_path: Path) -> None:
    """The queue before and after folding is the same, and its counts are what stands there."""
    world = filled(tmp_path)
    world.clock.at = at("2026-12-08 08:00")
    before = [item.lead for item in queue(world.desk, limit=200).items]
    rest(world.desk)
    assert [item.lead for item in queue(world.desk, limit=200).items] == before
    database = world.desk.store.database  # type: ignore[attr-defined]
    wrong = database.execute(
        "SELECT g.id FROM gate g WHERE g.leads <> (SELECT count(*) FROM place p WHERE p.gate = g.id)"
    ).fetchall()
    assert wrong == []
    opened = database.execute("SELECT count(*) FROM place p JOIN gate g ON g.id = p.gate WHERE g.opens > 0")
    assert opened.fetchone()[0] < 100
    world.close()


def test_counts_follow_every_outcome(tmp_path: Path) -> None:
    """Ready leads by tier equal the queue after each act."""
    world = filled(tmp_path)
    world.clock.at = at("2026-12-02 12:00")
    for lead, code in ((1, "done"), (2, "later"), (3, "skip"), (4, "not-interested")):
        world.log(lead, code, reason="budget")
        shown = queue(world.desk, limit=200)
        assert shown.ready == len(shown.items)
        world.clock.advance(HOUR // 4)
    world.clock.advance(DAY)
    shown = queue(world.desk, limit=200)
    assert shown.ready == len(shown.items)
    world.close()
