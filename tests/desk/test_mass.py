"""One template to many due leads (SEED1-16)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from dialq.clock import DAY, HOUR, MINUTE
from dialq.desk import explain, interact, mailing, mass
from dialq.desk.block import Block
from dialq.desk.kept import BATCH, Mail
from dialq.desk.mail_views import MassLine
from dialq.desk.queue import queue
from dialq.desk.suppressing import suppress
from dialq.desk.take import open_lead, take_next
from dialq.desk.views import Refused
from dialq.engine.lead import Phone
from dialq.errors import BadInput, NothingThere
from dialq.settings import MailboxSettings, ServerSettings
from tests.desk.world import TEAM, World, at

TEMPLATE = "all-hands"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A world whose leads begin with a mail that a person sends."""
    (tmp_path / "programmes.toml").write_text('hot = ["last-call"]\n', "utf-8")
    (tmp_path / "templates").mkdir()
    text = "Subject: News for {{ company }}\n\nHello {{ first_name }},\nthere is news.\n{{ rep_name }}"
    (tmp_path / "templates" / f"{TEMPLATE}.txt").write_text(text, "utf-8")
    made = World(tmp_path)
    yield made
    made.close()


def with_mailbox(world: World, **more: object) -> MailboxSettings:
    """Mails leave from one mailbox with a server from now on."""
    given: dict[str, object] = {
        "name": "sales", "address": "ana@coldchain.example", "smtp": ServerSettings("127.0.0.1", 2525, "none", "none"),
        "ramp_step": 0, "pace_seconds": (60, 60), "daily_limit": 10,
    }  # fmt: skip
    box = MailboxSettings(**(given | more))  # type: ignore[arg-type]
    settings = world.desk.settings
    world.desk.settings = replace(settings, mail=replace(settings.mail, mailboxes=(box,)))
    return box


def merged(world: World, *leads: int) -> tuple[MassLine, ...]:
    """The lines of a mass sending."""
    return mass.mass_mail(world.desk, TEMPLATE, leads).lines


def mails_of(world: World, batch: str) -> list[Mail]:
    """The mails of a batch."""
    return world.desk.store.outbox.of_batch(batch)


def rules(refused: tuple[tuple[int, Refused], ...]) -> dict[int, str]:
    """Which rule refused each lead."""
    return {lead: why.rule for lead, why in refused}


def test_seed1_16_each_due_lead_gets_its_own_mail(world: World) -> None:
    """SEED1-16: who is due for a mail, in the order of the queue; each merged, logged, its step done."""
    leads = [world.lead(number) for number in range(1, 4)]
    found = mass.mass_mail(world.desk, TEMPLATE)
    assert [line.lead for line in found.going] == [item.lead for item in queue(world.desk).items] == leads
    assert [line.subject for line in found.lines] == [f"News for Company {n}" for n in range(1, 4)]
    done = mass.send_mass(world.desk, TEMPLATE, found.going)
    assert (done.queued, done.refused) == (tuple(leads), ())
    assert done.batch == "mass-20261201-1000-01"
    assert {(mail.rank, mail.rep, mail.status) for mail in mails_of(world, done.batch)} == {
        (BATCH, "ana", "hold")
    }
    for lead in leads:
        verdict = explain.why(world.desk, lead)
        assert verdict.step is not None
        assert verdict.step.channel == "call"
        assert "News for Company" in explain.story(world.desk, lead)[0].text
    assert mass.mass_mail(world.desk, TEMPLATE).lines == ()


def test_seed1_16_only_who_is_due_for_a_mail(world: World) -> None:
    """SEED1-16: who waits for a call, an answer or a promise, or is with another rep, is not among them."""
    due, called, promised, answered, held = (world.lead(number) for number in range(1, 6))
    mass.send_mass(world.desk, TEMPLATE, merged(world, called))
    world.log(promised, "callback", when="2026-12-01 10:30")
    interact.interact(world.desk, answered, "reply", "please call")
    open_lead(world.open("ben"), held)
    assert [line.lead for line in mass.mass_mail(world.desk, TEMPLATE).lines] == [due]


def test_r5_6_a_block_narrows_them(world: World) -> None:
    """R5.6: by campaign, source or zone; the limit keeps the first of the queue."""
    fair = [world.lead(number, source="fair") for number in range(1, 4)]
    world.lead(4, source="web")
    listed = mass.mass_mail(world.desk, TEMPLATE, block=Block(source="fair")).lines
    assert [line.lead for line in listed] == fair
    assert mass.mass_mail(world.desk, TEMPLATE, block=Block(campaign="inbound")).lines == ()
    assert [line.lead for line in mass.mass_mail(world.desk, TEMPLATE, limit=2).lines] == fair[:2]


def test_r14_1_what_is_missing_is_said_for_each(world: World) -> None:
    """R14.1: an empty field keeps that mail back and is named; written anew by hand it goes."""
    fine, nameless = world.lead(1), world.lead(2, company="")
    lines = merged(world, fine, nameless)
    assert lines[0].refused is None
    assert lines[1].refused is not None
    assert lines[1].refused.rule == "fields"
    assert "company" in lines[1].refused.why
    done = mass.send_mass(world.desk, TEMPLATE, lines)
    assert (done.queued, rules(done.refused)) == ((fine,), {nameless: "fields"})
    edited = lines[1]._replace(subject="News for you")
    assert mass.send_mass(world.desk, TEMPLATE, [edited]).queued == (nameless,)


def test_seed1_16_an_edited_line_keeps_its_words(world: World) -> None:
    """SEED1-16: what a person changed in the list leaves as it stands there."""
    line = merged(world, world.lead())[0]._replace(subject="For you alone", body="Dear Lou, { as it is }")
    done = mass.send_mass(world.desk, TEMPLATE, [line])
    (mail,) = mails_of(world, done.batch)
    assert (mail.subject, mail.body) == ("For you alone", "Dear Lou, { as it is }")


def test_r14_1_an_edited_line_with_marks_of_templates_stays(world: World) -> None:
    """R14.1: nobody would fill them in."""
    line = merged(world, world.lead())[0]._replace(body="Dear {{ first_name }},\n\nall well?")
    (refused,) = mass.send_mass(world.desk, TEMPLATE, [line]).refused
    assert (refused[1].rule, "{{ first_name }}" in refused[1].why) == ("fields", True)


def test_r7_4_the_rules_of_one_mail_hold_for_each(world: World) -> None:
    """R7.4, R8.1, R18.1: bans, rests, ends, claims and what is owed keep a mail back, each with its reason."""
    banned, resting, lost, held, owed, promised = (world.lead(number) for number in range(1, 7))
    suppress(world.desk, "lou1@example.com", "address")
    world.log(resting, "not-now", when="2027-03-01")
    world.log(lost, "not-interested", reason="need")
    open_lead(world.open("ben"), held)
    interact.interact(world.desk, owed, "reply", "please call")
    world.log(promised, "callback", when="2026-12-02 10:30")
    listed = merged(world, banned, resting, lost, held, owed, promised)
    found = {line.lead: line.refused.rule for line in listed if line.refused is not None}
    assert found == {
        banned: "suppressed", resting: "resting", lost: "ended", held: "claimed", owed: "response",
        promised: "callback-later",
    }  # fmt: skip
    done = mass.send_mass(world.desk, TEMPLATE, listed)
    assert (done.queued, rules(done.refused)) == ((), found)


def test_seed1_16_who_changed_since_is_refused(world: World) -> None:
    """SEED1-16: between looking and sending one lead answered, one was taken by another rep."""
    fine, answered, taken = (world.lead(number) for number in range(1, 4))
    lines = merged(world, fine, answered, taken)
    interact.interact(world.desk, answered, "reply", "please call")
    open_lead(world.open("ben"), taken)
    done = mass.send_mass(world.desk, TEMPLATE, lines)
    assert (done.queued, rules(done.refused)) == ((fine,), {answered: "changed", taken: "claimed"})


def test_seed1_16_a_double_call_sends_nothing_twice(world: World) -> None:
    """SEED1-16, R7.1: the same list again, the same leads merged again, one lead twice in a list: one mail each."""
    leads = [world.lead(number) for number in range(1, 4)]
    lines = merged(world, *leads)
    first = mass.send_mass(world.desk, TEMPLATE, [*lines, lines[0]])
    assert (len(first.queued), rules(first.refused)) == (3, {leads[0]: "changed"})
    again = mass.send_mass(world.desk, TEMPLATE, lines)
    assert (again.queued, set(rules(again.refused).values())) == ((), {"changed"})
    anew = mass.send_mass(world.desk, TEMPLATE, merged(world, *leads))
    assert (anew.queued, set(rules(anew.refused).values())) == ((), {"gap"})
    assert len(mailing.outbox(world.desk)) == 3


def test_r7_1_not_twice_on_the_day_of_the_first_call(world: World) -> None:
    """R7.1: that day knows no gap between mails; the same mail does not come twice on it either."""
    lead = world.lead()
    world.log(lead, "no-answer")
    world.clock.advance(HOUR)
    assert mass.send_mass(world.desk, TEMPLATE, merged(world, lead)).queued == (lead,)
    world.clock.advance(HOUR)
    (line,) = merged(world, lead)
    assert line.refused is not None
    assert line.refused.why == "it had this mail 1 h ago"
    world.clock.advance(2 * DAY)
    assert merged(world, lead)[0].refused is None


def test_seed1_16_a_batch_is_stopped(world: World) -> None:
    """SEED1-16: what has not left of it does not leave; the next batch of that minute has a name of its own."""
    leads = [world.lead(number) for number in range(1, 4)]
    first = mass.send_mass(world.desk, TEMPLATE, merged(world, leads[0]))
    second = mass.send_mass(world.desk, TEMPLATE, merged(world, *leads[1:]))
    assert (first.batch, second.batch) == ("mass-20261201-1000-01", "mass-20261201-1000-02")
    world.clock.advance(MINUTE)
    assert mass.stop_batch(world.desk, second.batch) == 2
    assert mass.stop_batch(world.desk, second.batch) == 0
    assert mailing.run_outbox(world.desk) == 1
    assert mass.stop_batch(world.desk, first.batch) == 0
    assert {mail.problem for mail in mails_of(world, second.batch)} == {"stopped by ana"}
    with pytest.raises(NothingThere, match="mass-x"):
        mass.stop_batch(world.desk, "mass-x")


def test_seed1_16_twenty_a_commit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """SEED1-16: many mails leave the file free for others in between, and keep the order of the list."""
    leads = [world.lead(number) for number in range(1, 46)]
    lines = merged(world, *leads)
    sizes: list[int] = []
    real = world.desk.store.writing

    @contextmanager
    def counted() -> Iterator[None]:
        outer = not world.desk.store.database.is_open  # type: ignore[attr-defined]
        before = world.desk.store.outbox.count("hold")
        with real():
            yield
        if outer:
            sizes.append(world.desk.store.outbox.count("hold") - before)

    monkeypatch.setattr(world.desk.store, "writing", counted)
    done = mass.send_mass(world.desk, TEMPLATE, lines)
    assert done.queued == tuple(leads)
    assert sizes == [20, 20, 5]


def test_r14_4_when_the_last_leaves(world: World) -> None:
    """R14.4: into the folder after the hold; from a mailbox by its pace, its limit and the hours of the lead."""
    leads = [world.lead(number) for number in range(1, 4)]
    done = mass.send_mass(world.desk, TEMPLATE, merged(world, leads[0]))
    assert done.last_leaves == at("2026-12-01 10:01")
    with_mailbox(world)
    done = mass.send_mass(world.desk, TEMPLATE, merged(world, *leads[1:]))
    assert done.last_leaves == at("2026-12-01 10:02")
    many = [world.lead(number) for number in range(4, 27)]
    done = mass.send_mass(world.desk, TEMPLATE, merged(world, *many))
    assert done.last_leaves == at("2026-12-03 10:05")
    assert {mail.mailbox for mail in mails_of(world, done.batch)} == {"sales"}


def test_r14_4_when_the_last_leaves_counts_the_hours_of_every_lead(world: World) -> None:
    """R14.4: whoever sleeps still gets it when their day begins, whichever mail was queued last."""
    world.clock.at = at("2026-12-01 08:30")
    west = {
        "phones": (Phone("+14155550177", "mobile", ("America/Los_Angeles",)),),
        "zones": ("America/Los_Angeles",),
    }
    leads = [world.lead(1), world.lead(2, **west), world.lead(3), world.lead(4)]
    with_mailbox(world)
    done = mass.send_mass(world.desk, TEMPLATE, merged(world, *leads))
    assert done.queued == tuple(leads)
    assert done.last_leaves == at("2026-12-01 11:00")


def test_r14_4_a_new_mailbox_grows_by_the_day(world: World) -> None:
    """R14.4: the ramp counts; what is sent at night leaves in the morning."""
    world.clock.at = at("2026-12-01 19:58")
    leads = [world.lead(number) for number in range(1, 10)]
    with_mailbox(world, daily_limit=50, ramp_from=2, ramp_step=2)
    done = mass.send_mass(world.desk, TEMPLATE, merged(world, *leads[:2]))
    assert done.last_leaves == at("2026-12-02 08:00")
    done = mass.send_mass(world.desk, TEMPLATE, merged(world, *leads[2:]))
    assert done.last_leaves is not None
    assert at("2026-12-03 08:00") <= done.last_leaves < at("2026-12-04 12:00")


def test_a_template_that_is_no_mail_is_named(world: World) -> None:
    """An unknown name, or a text without a subject, is refused before anything is merged."""
    with pytest.raises(BadInput, match="no mail template 'nothing'"):
        mass.mass_mail(world.desk, "nothing", [world.lead()])


def test_r12_1_ones_own_lead_in_hand_is_freed(world: World) -> None:
    """R12.1: the rep's own claim does not refuse it, and ends with the mail."""
    lead = world.lead(phones=(Phone("+14155550142", "mobile", (TEAM,)),))
    take_next(world.desk)
    assert mass.send_mass(world.desk, TEMPLATE, merged(world, lead)).queued == (lead,)
    assert world.desk.store.claims.on(lead, world.clock.now()) is None
