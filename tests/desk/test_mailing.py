"""Mails by hand, by plan and with a call (R4.5, R14)."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from dialq.clock import HOUR, MINUTE
from dialq.desk import answer as answering
from dialq.desk import explain, interact, mailing
from dialq.desk.ledger import read
from dialq.desk.reading_acts import Answer
from dialq.desk.views import Logged, Queued, Refused
from dialq.errors import BadInput, WorldFailed
from tests.desk.world import World, at


def delivered(world: World) -> list[Path]:
    """Mails in the Maildir."""
    return sorted((world.path.parent / "outbox" / "new").glob("*"))


def test_r14_2_a_mail_leaves_once_after_its_hold(world: World) -> None:
    """R13.3, R14.2: not before 60 seconds, then once; the folder has it as a mail."""
    lead = world.lead()
    draft = mailing.draft_mail(world.desk, lead, mailing.template_names(world.desk)[0])
    queued = mailing.queue_mail(world.desk, draft)
    assert isinstance(queued, Queued)
    assert queued.leaves_at == world.clock.now() + 60
    world.clock.advance(59)
    assert mailing.run_outbox(world.desk) == 0
    world.clock.advance(1)
    assert mailing.run_outbox(world.desk) == 1
    assert mailing.run_outbox(world.desk) == 0
    (mail,) = delivered(world)
    text = mail.read_text(encoding="utf-8", errors="replace")
    assert "To: Lou Field42 <lou42@example.com>" in text
    assert "1 Example Street" in text


def test_r4_5_the_pair_goes_with_the_call(world: World) -> None:
    """R4.5: on the last call's voicemail its mail leaves too, and stands for the plan's last mail."""
    lead = world.lead()
    world.clock.at = at("2026-12-18 09:00")
    desk = world.desk
    campaign = desk.policy.newest("inbound")
    with desk.store.writing():
        from dialq.desk.ledger import read, settle_places

        dossier = read(desk, lead)
        last_call = [step.key for step in campaign.line].index(campaign.line[-2].key)
        state = replace(
            dossier.state, position=last_call, last_done=at("2026-12-17 09:00"), beside=("email-1",)
        )
        settle_places(desk, dossier, state, desk.now())
    said = answering.answer(desk, Answer(lead, "voicemail"))
    assert isinstance(said, Logged)
    assert "leaves" in said.toast
    assert len(mailing.outbox(desk)) == 1
    assert explain.why(desk, lead).rule == "resting"


def test_r5_7_the_automatic_mail(world: World) -> None:
    """R4.1, R5.7: queued when due, by nobody; it never makes a lead ready."""
    lead = world.lead()
    world.log(lead, "no-answer")
    assert mailing.run_automatic(world.desk) == 0
    world.clock.at = at("2026-12-01 10:20")
    assert explain.why(world.desk, lead).status == "held"
    assert mailing.run_automatic(world.desk) == 1
    assert mailing.run_automatic(world.desk) == 0
    assert explain.why(world.desk, lead).step.key == "call-2"  # type: ignore[union-attr]


def test_r11_1_a_response_stops_the_automatic_mail(world: World) -> None:
    """R11.1: a queued automatic mail is recalled, a coming one does not leave."""
    lead = world.lead()
    world.log(lead, "no-answer")
    world.clock.at = at("2026-12-01 10:20")
    mailing.run_automatic(world.desk)
    interact.interact(world.desk, lead, "reply", "call me")
    assert not mailing.outbox(world.desk)
    world.clock.advance(HOUR)
    assert mailing.run_automatic(world.desk) == 0


def test_r14_1_a_blank_blocks_the_send(world: World) -> None:
    """R14.1: a field without a value is named; filled in by hand the mail goes."""
    (world.path.parent / "templates").mkdir()
    (world.path.parent / "templates" / "own.txt").write_text(
        "Subject: {{ title }}\n\nHello {{ first_name }}", "utf-8"
    )
    world.desk.close()
    world.desks.clear()
    world.desk = world.open("ana")
    lead = world.lead()
    draft = mailing.draft_mail(world.desk, lead, "own")
    assert draft.missing == ("title",)
    with pytest.raises(BadInput, match="title"):
        mailing.queue_mail(world.desk, draft)
    mailing.save_mail_draft(world.desk, draft._replace(subject="Director"))
    assert mailing.draft_mail(world.desk, lead).subject == "Director"
    assert isinstance(mailing.queue_mail(world.desk, mailing.draft_mail(world.desk, lead)), Queued)


def test_a_failing_folder_loses_nothing(world: World) -> None:
    """R14.2: the mail stays in the outbox with the reason; the error names the folder."""
    (world.path.parent / "outbox").write_text("in the way", "utf-8")
    lead = world.lead()
    mailing.queue_mail(
        world.desk, mailing.draft_mail(world.desk, lead, mailing.template_names(world.desk)[0])
    )
    world.clock.advance(MINUTE)
    with pytest.raises(WorldFailed, match="outbox"):
        mailing.run_outbox(world.desk)
    (mail,) = mailing.outbox(world.desk)
    assert mail.status == "failed"


def test_no_mail_without_a_sender(tmp_path: Path) -> None:
    """R14.4: identity and address are required; automatic mails wait, they are not lost."""
    world = World(tmp_path, sender=False)
    lead = world.lead()
    with pytest.raises(BadInput, match=r"sender\.name"):
        mailing.queue_mail(
            world.desk, mailing.draft_mail(world.desk, lead, mailing.template_names(world.desk)[0])
        )
    world.clock.advance(HOUR)
    assert mailing.run_automatic(world.desk) == 0
    world.close()


def test_r11_1_an_answered_lead_gets_no_first_mail_of_the_machine(world: World) -> None:
    """R11.1, R4.2: they wrote, we answered: the mail of the first minutes does not leave behind that."""
    lead = world.lead()
    world.log(lead, "no-answer")
    world.clock.advance(5 * MINUTE)
    interact.interact(world.desk, lead, "reply", "tell me more")
    draft = mailing.draft_mail(world.desk, lead, mailing.template_names(world.desk)[0])
    assert isinstance(mailing.queue_mail(world.desk, draft), Queued)
    for _ in range(3):
        world.clock.advance(24 * HOUR)
        mailing.run_all_automatic(world.desk)
        mailing.run_outbox(world.desk)
    assert len(delivered(world)) == 1


def test_the_very_same_mail_twice_is_asked_about(world: World) -> None:
    """R7.4: a doubled key or line of a script; a reason lets it through."""
    lead = world.lead()
    draft = mailing.draft_mail(world.desk, lead, mailing.template_names(world.desk)[0])
    assert isinstance(mailing.queue_mail(world.desk, draft), Queued)
    said = mailing.queue_mail(world.desk, draft)
    assert isinstance(said, Refused)
    assert "this very mail" in said.why
    assert isinstance(mailing.queue_mail(world.desk, draft, override="they asked for it again"), Queued)


def test_a_mail_that_is_stopped_was_no_touch(world: World) -> None:
    """R13.3: stopped in its hold it never reached anybody: no touch, and its step is open again."""
    lead = world.lead()
    draft = mailing.draft_mail(world.desk, lead, mailing.template_names(world.desk)[0])
    before = read(world.desk, lead).state
    queued = mailing.queue_mail(world.desk, draft)
    assert isinstance(queued, Queued)
    mailing.cancel_mail(world.desk, queued.message)
    after = read(world.desk, lead).state
    assert (after.ledger, after.position, after.beside) == (before.ledger, before.position, before.beside)
    world.clock.advance(5 * MINUTE)
    assert mailing.run_outbox(world.desk) == 0


def test_an_automatic_mail_that_is_stopped_is_passed_over(world: World) -> None:
    """SEED1-18: it does not come again by itself, and counts as no touch."""
    lead = world.lead()
    world.log(lead, "no-answer")
    world.clock.at = at("2026-12-01 10:20")
    assert mailing.run_automatic(world.desk) == 1
    (queued,) = mailing.outbox(world.desk)
    mailing.cancel_mail(world.desk, queued.message)
    state = read(world.desk, lead).state
    assert "email-1" in state.beside
    assert [entry.channel for entry in state.ledger if entry.touch] == ["call"]
    world.clock.advance(24 * HOUR)
    assert mailing.run_automatic(world.desk) == 0
