"""Reading and answering what they wrote, in its thread (R11.1, R14.2)."""

from __future__ import annotations

import email
import json
from collections.abc import Iterator
from email import policy
from pathlib import Path

import pytest

from dialq.clock import HOUR
from dialq.desk import mailing
from dialq.desk.kept import ANSWER, CANCELLED, RANK_NAMES
from dialq.desk.ledger import read
from dialq.desk.letters import OUT_OF_OFFICE, UNSUBSCRIBE
from dialq.desk.mail_making import outgoing_of
from dialq.desk.threads import answer_draft, answered_subject, thread
from dialq.desk.views import Queued, Refused
from dialq.errors import NothingThere
from tests.desk.letter_world import LetterWorld, bounce_of


@pytest.fixture
def world(tmp_path: Path) -> Iterator[LetterWorld]:
    """A fresh file with a mailbox, on a Tuesday at ten."""
    made = LetterWorld(tmp_path)
    yield made
    made.close()


def test_the_thread_is_all_that_was_written(world: LetterWorld) -> None:
    """R11.1: ours and theirs by time, each with who, when and how far; what was stopped is not in it."""
    lead = world.lead()
    mail = world.write_to(lead)
    world.clock.advance(HOUR)
    world.come(world.letter(answers=mail))
    world.come(world.letter(name="k", answers=mail, sender="kim@example.com"))
    waiting, stopped = world.queue(lead), world.queue(lead)
    mailing.cancel_mail(world.desk, stopped)
    lines = thread(world.desk, lead)
    assert [(line.ours, line.who, line.kind) for line in lines] == [
        (True, "ana", "sent"), (False, "Lou Field42", "reply"), (False, "kim@example.com", "reply"),
        (True, "ana", "hold"),
    ]  # fmt: skip
    assert lines[0].when == "Tue 10:01"
    assert lines[1].text == "Call me tomorrow.\nLou"
    assert lines[3].message == waiting
    events = [event.id for event in world.desk.store.events.of_lead(lead)]
    assert all(line.event in events for line in lines)


def test_an_answer_goes_where_they_wrote_from(world: LetterWorld) -> None:
    """R11.1: to the colleague who answered, `Re:` once, their words below; it leaves first and in the thread."""
    lead = world.lead()
    mail = world.write_to(lead)
    letter = world.letter(answers=mail, sender="kim@example.com", subject="AW: RE: Cold chain")
    world.come(letter)
    draft = answer_draft(world.desk, lead)
    assert (draft.to, draft.subject) == ("kim@example.com", "Re: Cold chain")
    assert draft.body.endswith("kim@example.com wrote:\n> Call me tomorrow.\n> Lou")
    mailing.save_mail_draft(world.desk, draft._replace(body="At ten?\n" + draft.body))
    queued = mailing.queue_mail(world.desk, mailing.draft_mail(world.desk, lead))
    assert isinstance(queued, Queued)
    kept = world.desk.store.outbox.get(queued.message)
    assert kept is not None
    assert (kept.recipient, RANK_NAMES[kept.rank], kept.rank) == ("kim@example.com", "answer", ANSWER)
    raw = world.desk.mailer.compose(outgoing_of(kept))
    parsed = email.message_from_bytes(raw, policy=policy.default)
    assert parsed["In-Reply-To"] == letter.message
    assert [mail.message, letter.message] == parsed["References"].split()[:2]
    assert read(world.desk, lead).state.response is None
    world.clock.advance(60)
    assert mailing.run_outbox(world.desk) == 1


def test_r11_1_a_colleague_is_answered_where_the_lead_is_not_written_to(world: LetterWorld) -> None:
    """R11.1: they wrote with our id after the lead's own address was lost: the answer goes to them, and leaves."""
    lead = world.lead()
    mail = world.write_to(lead)
    world.come(bounce_of(world, mail, "5.1.1"))
    world.come(world.letter(name="k", answers=mail, sender="kim@example.com"))
    draft = answer_draft(world.desk, lead)
    assert draft.to == "kim@example.com"
    queued = mailing.queue_mail(world.desk, draft, override="x")
    assert isinstance(queued, Queued), queued
    kept = world.desk.store.outbox.get(queued.message)
    assert kept is not None
    assert kept.recipient == "kim@example.com"


def test_an_answer_to_the_lead_keeps_the_spelling_we_know(world: LetterWorld) -> None:
    """The lead's own address serves as it is kept, whatever case or tag it wrote from."""
    lead = world.lead(emails=("Lou42@example.com",))
    world.come(world.letter(answers=world.write_to(lead), sender="lou42+x@example.com"))
    assert answer_draft(world.desk, lead).to == "Lou42@example.com"


def test_nobody_wrote(world: LetterWorld) -> None:
    """An absence or a bounce is nothing to answer."""
    lead = world.lead(emails=("lou42@example.com", "lou@example.net"))
    mail = world.write_to(lead)
    world.come(world.letter(OUT_OF_OFFICE, answers=mail))
    world.come(bounce_of(world, mail, "5.1.1"))
    with pytest.raises(NothingThere, match="Lou Field42"):
        answer_draft(world.desk, lead)
    assert [line.who for line in thread(world.desk, lead)] == ["ana", "Lou Field42", "their mail system"]


def test_r18_1_nobody_answers_who_said_stop(world: LetterWorld) -> None:
    """R18.1: they wrote, then said stop, from an address that is not even the lead's: no answer goes there."""
    lead = world.lead()
    mail = world.write_to(lead)
    world.come(world.letter(answers=mail, sender="kim@example.com"))
    draft = answer_draft(world.desk, lead)
    waiting = mailing.queue_mail(world.desk, draft)
    assert isinstance(waiting, Queued)
    world.come(world.letter(UNSUBSCRIBE, answers=mail, sender="kim@example.com"))
    stopped = world.desk.store.outbox.get(waiting.message)
    assert stopped is not None
    assert stopped.status == CANCELLED
    assert answer_draft(world.desk, lead).to == ""
    refused = mailing.queue_mail(world.desk, draft._replace(body="One more thing"), override="x")
    assert isinstance(refused, Refused), refused
    assert refused.rule == "suppressed"


def test_the_teams_own_template_for_answers(world: LetterWorld) -> None:
    """A template named `answer` is what an answer starts from."""
    folder = world.path.parent / "templates"
    folder.mkdir(exist_ok=True)
    (folder / "answer.txt").write_text("Subject: not used\n\nHello {{ first_name }},\n", encoding="utf-8")
    world.desk.close()
    world.desks.clear()
    world.desk = world.open("ana")
    lead = world.lead()
    world.come(world.letter(answers=world.write_to(lead)))
    draft = answer_draft(world.desk, lead)
    assert (draft.template, draft.missing) == ("answer", ())
    assert draft.body.startswith("Hello Lou,\n\nOn Tue 01 Dec 2026, 10:01, Lou Field42 wrote:\n> Call me")


def test_a_long_letter_is_quoted_in_part(world: LetterWorld) -> None:
    """Twenty thousand lines of theirs do not go back to them."""
    lead = world.lead()
    world.come(world.letter(answers=world.write_to(lead), text="line\n" * 20_000))
    body = answer_draft(world.desk, lead).body
    assert body.endswith("> line\n> …")
    assert len(json.dumps(body)) < 3_000


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Cold chain", "Re: Cold chain"),
        ("re: Cold chain", "Re: Cold chain"),
        ("AW: Re[2]: Cold chain", "Re: Cold chain"),
        ("Regarding: Cold chain", "Re: Regarding: Cold chain"),
        ("", "Re:"),
    ],
)
def test_re_once(theirs: str, ours: str) -> None:
    """Whatever their program put before the subject."""
    assert answered_subject(theirs) == ours
