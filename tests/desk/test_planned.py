"""Automatic mails of the day, held back or written anew before they go (SEED1-18)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from dialq.clock import DAY, HOUR, MINUTE, Instant
from dialq.desk import answer as answering
from dialq.desk import explain, interact, mailing, planned, undo
from dialq.desk.automatic import run_automatic
from dialq.desk.dossier import Dossier
from dialq.desk.handing import to_nurture
from dialq.desk.kept import AUTOMATIC
from dialq.desk.mail_views import PlannedMail
from dialq.desk.nurture import nurture_list
from dialq.desk.reading_acts import Answer
from dialq.desk.views import Logged
from dialq.engine.day import local
from dialq.engine.lead import Phone
from dialq.errors import BadInput, NothingThere
from tests.desk.world import World, at

DUE = at("2026-12-01 10:20")
"""When the automatic mail of the inbound campaign leaves."""


@pytest.fixture
def ping_pong(tmp_path: Path) -> Iterator[World]:
    """A world whose hot leads get a mail for every call."""
    (tmp_path / "programmes.toml").write_text('hot = ["ping-pong", "last-call"]\n', "utf-8")
    made = World(tmp_path)
    yield made
    made.close()


def called(world: World, number: int = 42, **facts: object) -> int:
    """A lead that was rung in vain: its first mail leaves by itself 20 minutes after it came."""
    lead = world.lead(number, **facts)
    world.log(lead, "no-answer")
    return lead


def the_planned(world: World) -> PlannedMail:
    """The one automatic mail of today."""
    (one,) = planned.planned_mails(world.desk)
    return one


def timers(world: World) -> list[int]:
    """Leads whose automatic step asks to be looked at now."""
    return world.desk.store.places.due_timers(AUTOMATIC, world.clock.now(), 10)


def waiting(world: World) -> list[tuple[int, str]]:
    """(lead, subject) of each mail in the outbox."""
    return [(mail.lead, mail.subject) for mail in mailing.outbox(world.desk)]


def test_seed1_18_the_mails_of_today_are_listed_as_they_would_leave(world: World) -> None:
    """SEED1-18: lead, step, moment and the merged text; nothing of tomorrow, nothing that has left."""
    lead = called(world)
    one = the_planned(world)
    assert (one.lead, one.to, one.step, one.at) == (lead, "lou42@example.com", "email-1", DUE)
    assert "Lou" in one.body
    assert "{{" not in one.body
    assert (one.held_by, one.edited_by, one.problem) == ("", "", "")
    assert planned.planned_mails(world.desk, Instant(DUE - 1)) == ()
    assert planned.planned_mails(world.desk, Instant(DUE)) == (one,)
    world.clock.at = DUE
    assert run_automatic(world.desk) == 1
    assert planned.planned_mails(world.desk) == ()
    assert mailing.outbox(world.desk)[0].body == one.body


def test_seed1_18_a_held_mail_waits_until_it_is_released(world: World) -> None:
    """SEED1-18: it does not leave, says who holds it, and goes on at once when somebody lets it."""
    lead = called(world)
    planned.hold_planned(world.desk, lead, "email-1")
    world.clock.at = at("2026-12-01 10:25")
    assert run_automatic(world.desk) == 0
    assert the_planned(world).held_by == "ana"
    assert any("held by ana" in line for line in explain.why(world.desk, lead).reasons)
    world.clock.advance(2 * DAY)
    assert run_automatic(world.desk) == 0
    ben = world.open("ben")
    planned.release_planned(ben, lead, "email-1")
    assert run_automatic(ben) == 1
    assert [one for one, _ in waiting(world)] == [lead]
    with pytest.raises(NothingThere, match="email-1"):
        planned.release_planned(ben, lead, "email-1")


def test_seed1_18_a_held_mail_is_asked_for_once_an_hour(world: World) -> None:
    """SEED1-18: a step that is held does not keep the runner busy."""
    lead = called(world)
    planned.hold_planned(world.desk, lead, "email-1")
    world.clock.at = DUE
    assert timers(world) == [lead]
    assert mailing.run_all_automatic(world.desk) == 0
    assert timers(world) == []
    world.clock.advance(HOUR - 1)
    assert timers(world) == []
    world.clock.advance(1)
    assert timers(world) == [lead]


def test_the_first_who_holds_it_is_named(world: World) -> None:
    """SEED1-18: holding twice changes nothing; releasing what nobody holds is said."""
    lead = called(world)
    with pytest.raises(NothingThere, match="not held"):
        planned.release_planned(world.desk, lead, "email-1")
    planned.hold_planned(world.desk, lead, "email-1")
    planned.hold_planned(world.open("ben"), lead, "email-1")
    assert the_planned(world).held_by == "ana"


def test_seed1_18_another_step_leaves_beside_the_held_one(ping_pong: World) -> None:
    """SEED1-18, R4.2: what is held does not keep the next mail waiting, and is not passed over by it."""
    world = ping_pong
    lead = world.lead()
    planned.hold_planned(world.desk, lead, "email-1")
    assert run_automatic(world.desk) == 0
    world.log(lead, "no-answer")
    steps = [(one.step, one.held_by) for one in planned.planned_mails(world.desk)]
    assert steps == [("email-1", "ana"), ("email-2", "")]
    world.clock.advance(10 * MINUTE)
    assert run_automatic(world.desk) == 1
    assert "skipped" not in [line.code for line in explain.story(world.desk, lead)]
    assert [one.step for one in planned.planned_mails(world.desk)] == ["email-1"]
    planned.release_planned(world.desk, lead, "email-1")
    assert run_automatic(world.desk) == 1


def test_seed1_18_a_mail_is_written_anew(world: World) -> None:
    """SEED1-18: its own words leave, no template is applied to them, and the story knows who wrote them."""
    lead = called(world)
    planned.edit_planned(
        world.desk, lead, "email-1", "Your alarm on Monday", "Dear Lou,\n\n{ no field } 100 %\n\nAna"
    )
    one = the_planned(world)
    assert (one.subject, one.edited_by, one.problem) == ("Your alarm on Monday", "ana", "")
    world.clock.at = DUE
    assert run_automatic(world.desk) == 1
    (mail,) = mailing.outbox(world.desk)
    assert (mail.subject, mail.body) == ("Your alarm on Monday", "Dear Lou,\n\n{ no field } 100 %\n\nAna")
    event = next(e for e in world.desk.store.events.of_lead(lead) if e.facts.get("step") == "email-1")
    assert (event.facts["edited_by"], event.facts["auto"]) == ("ana", True)
    assert world.desk.store.planned.of_lead(lead) == []


def test_r14_1_a_mail_written_anew_has_no_blanks(world: World) -> None:
    """R14.1: no blank of the template, no empty text, a subject of one line."""
    template = world.path.parent / "templates" / "inbound-thanks.txt"
    template.parent.mkdir()
    template.write_text("Subject: {{ title }}\n\nHello {{ first_name }}", "utf-8")
    world.desk = world.open("ana")
    lead = called(world)
    assert "title" in the_planned(world).problem
    edit = planned.edit_planned
    with pytest.raises(BadInput, match="title"):
        edit(world.desk, lead, "email-1", "To our [title]", "Hello")
    with pytest.raises(BadInput, match=r"blanks: {{ first_name }}, {% if x %}"):
        edit(world.desk, lead, "email-1", "To our director", "Hi {{ first_name }} {% if x %}")
    with pytest.raises(BadInput, match="subject and a text"):
        edit(world.desk, lead, "email-1", " ", "Hello")
    with pytest.raises(BadInput, match="one line"):
        edit(world.desk, lead, "email-1", "One\nBcc: two@example.com", "Hello")
    assert the_planned(world).edited_by == ""
    edit(world.desk, lead, "email-1", "To our director", "Hello")
    assert (the_planned(world).edited_by, the_planned(world).problem) == ("ana", "")


def test_the_templates_text_comes_back(world: World) -> None:
    """SEED1-18: an edit can be taken back; a hold on the same mail stays."""
    lead = called(world)
    before = the_planned(world)
    planned.edit_planned(world.desk, lead, "email-1", "Own", "words")
    planned.hold_planned(world.desk, lead, "email-1")
    assert (the_planned(world).subject, the_planned(world).held_by) == ("Own", "ana")
    planned.unedit_planned(world.desk, lead, "email-1")
    assert the_planned(world) == before._replace(held_by="ana")
    with pytest.raises(NothingThere, match="template"):
        planned.unedit_planned(world.desk, lead, "email-1")


def test_a_mail_that_is_in_the_outbox_is_named(world: World) -> None:
    """SEED1-18: once it is queued it is stopped and edited there; a step that does not exist is said too."""
    lead = called(world)
    world.clock.at = DUE
    run_automatic(world.desk)
    (mail,) = mailing.outbox(world.desk)
    with pytest.raises(NothingThere) as told:
        planned.hold_planned(world.desk, lead, "email-1")
    assert mail.message in told.value.hint
    with pytest.raises(NothingThere, match="no automatic step 'email-9'"):
        planned.edit_planned(world.desk, lead, "email-9", "Own", "words")


def test_r11_1_a_reply_ends_the_hold(world: World) -> None:
    """R11.1: whoever answered gets nothing by itself; what was said of the old plan is forgotten after a day."""
    lead, other = called(world), called(world, 43)
    planned.hold_planned(world.desk, lead, "email-1")
    world.clock.advance(MINUTE)
    interact.interact(world.desk, lead, "reply", "call me")
    assert [one.lead for one in planned.planned_mails(world.desk)] == [other]
    world.clock.advance(HOUR)
    assert run_automatic(world.desk) == 1
    assert len(world.desk.store.planned.of_lead(lead)) == 1
    world.clock.advance(2 * DAY)
    third = called(world, 44)
    planned.hold_planned(world.desk, third, "email-1")
    assert world.desk.store.planned.of_lead(lead) == []
    assert len(world.desk.store.planned.of_lead(third)) == 1


def test_r13_1_an_undo_brings_the_hold_back(world: World) -> None:
    """R13.1: an end logged by mistake and taken back leaves the mail held as it was."""
    lead = called(world)
    planned.hold_planned(world.desk, lead, "email-1")
    world.clock.advance(30 * MINUTE)
    said = answering.answer(world.desk, Answer(lead, "not-interested", reason="need"))
    assert isinstance(said, Logged)
    assert planned.planned_mails(world.desk) == ()
    assert isinstance(undo.undo(world.desk), Logged)
    assert the_planned(world).held_by == "ana"
    assert run_automatic(world.desk) == 0


def test_r14_4_a_day_mail_is_planned_for_the_leads_day(world: World) -> None:
    """R14.4: an item of nurture that falls due at night is planned for 08:00 where the lead is."""
    lead = world.lead(phones=(Phone("+14155550142", "mobile", ("America/Los_Angeles",)),))
    world.clock.at = at("2026-12-01 23:30")
    to_nurture(world.desk, [lead], "for later")
    assert planned.planned_mails(world.desk) == ()
    (one,) = planned.planned_mails(world.desk, Instant(world.clock.now() + DAY))
    assert f"{local(one.at, 'America/Los_Angeles'):%a %H:%M}" == "Wed 08:00"


def test_a_held_item_says_so_in_the_list_of_nurture(world: World) -> None:
    """R16.1, SEED1-18: the line says what the item waits for."""
    lead = world.lead()
    to_nurture(world.desk, [lead], "for later")
    (one,) = planned.planned_of(world.desk, lead)
    planned.hold_planned(world.desk, lead, one.step)
    assert nurture_list(world.desk).lines[0].waits == "held by ana"
    assert run_automatic(world.desk) == 0


def test_a_broken_template_is_named_and_own_words_go_without_it(world: World) -> None:
    """R14.1: the mail waits for its template; written anew it leaves."""
    lead = called(world)
    policy = world.desk.policy
    inbound = policy.newest("inbound")
    steps = tuple(replace(s, template="lost-text") if s.key == "email-1" else s for s in inbound.steps)
    broken = {(inbound.name, inbound.version): replace(inbound, steps=steps)}
    world.desk.policy = replace(policy, campaigns={**policy.campaigns, **broken})
    assert "lost-text" in the_planned(world).problem
    world.clock.at = DUE
    assert run_automatic(world.desk) == 0
    planned.edit_planned(world.desk, lead, "email-1", "Own", "words")
    planned.hold_planned(world.desk, lead, "email-1")
    planned.release_planned(world.desk, lead, "email-1")
    assert run_automatic(world.desk) == 1
    assert waiting(world) == [(lead, "Own")]


def test_r11_2_an_absence_keeps_the_hold(world: World) -> None:
    """R11.2: out of office is no answer: the plan goes on after it, and what was held stays held."""
    lead = called(world)
    planned.hold_planned(world.desk, lead, "email-1")
    world.log(lead, "out-of-office", when="2026-12-07")
    assert the_planned(world).held_by == "ana"
    world.clock.at = at("2026-12-08 12:00")
    assert run_automatic(world.desk) == 0
    planned.release_planned(world.desk, lead, "email-1")
    assert run_automatic(world.desk) == 1


def test_the_list_is_bounded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """SEED1-18: however many are planned, only those shown are read and merged, the next ones first."""
    leads = [called(world, number) for number in range(1, 9)]
    looked_at: list[int] = []
    real = world.desk.store.dossier

    def counted(lead: int) -> Dossier | None:
        looked_at.append(lead)
        return real(lead)

    monkeypatch.setattr(world.desk.store, "dossier", counted)
    assert [one.lead for one in planned.planned_mails(world.desk, limit=3)] == leads[:3]
    assert looked_at == leads[:3]
