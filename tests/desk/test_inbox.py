"""Letters that come in: replies, absences, people who left, calendars (R11, R14.3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dialq.clock import DAY, HOUR, MINUTE, Instant
from dialq.desk import answer as answering
from dialq.desk import explain, inbox, mailing, undo
from dialq.desk.kept import BATCH, CANCELLED, HOLD, UNCONFIRMED
from dialq.desk.ledger import read
from dialq.desk.letters import CALENDAR, LEFT_COMPANY, LOOP, OTHER, OUT_OF_OFFICE, Cursor
from dialq.desk.profile import modify
from dialq.desk.reading_acts import Answer
from dialq.desk.take import take_next
from dialq.desk.views import Empty, Logged, Refused, Taken
from dialq.engine.verdict import NOW, RESPONSE
from tests.desk.letter_world import LetterWorld, codes
from tests.desk.world import at


@pytest.fixture
def world(tmp_path: Path) -> Iterator[LetterWorld]:
    """A fresh file with a mailbox, on a Tuesday at ten."""
    made = LetterWorld(tmp_path)
    yield made
    made.close()


def test_r11_1_a_reply_stops_the_campaign_and_is_owed_an_answer(world: LetterWorld) -> None:
    """R11.1: by Message-ID; tier now, to the last rep, no automatic mail any more; the story shows how it begins."""
    lead = world.lead()
    mail = world.write_to(lead)
    world.clock.advance(HOUR)
    done = world.come(world.letter(answers=mail))
    assert (done.kind, done.lead, done.new) == ("reply", lead, True)
    assert done.acted == "the campaign stops, ana owes an answer"
    verdict = explain.why(world.desk, lead)
    assert (verdict.status, verdict.tier) == ("ready", NOW)
    told = explain.story(world.desk, lead)[0]
    assert (told.kind, told.text) == ("THEY", 'reply "Re: Cold chain": Call me tomorrow. Lou')
    assert told.who == "dialq"
    world.clock.advance(3 * DAY)
    assert mailing.run_automatic(world.desk) == 0


def test_r11_1_automatic_and_batch_mails_in_hold_are_stopped(world: LetterWorld) -> None:
    """R11.1: what would leave by itself is cancelled; what a rep wrote leaves."""
    lead = world.lead()
    world.log(lead, "no-answer")
    world.clock.at = at("2026-12-01 10:20")
    assert mailing.run_automatic(world.desk) == 1
    own = world.queue(lead)
    (automatic,) = [mail for mail in world.desk.store.outbox.of_lead(lead) if not mail.rep]
    world.come(world.letter(answers=automatic))
    status = {mail.message: mail.status for mail in world.desk.store.outbox.of_lead(lead)}
    assert status == {automatic.message: CANCELLED, own: HOLD}


def test_r11_1_after_30_minutes_it_is_the_pools(world: LetterWorld) -> None:
    """R11.1: ana has it alone for 30 minutes, then ben may take it."""
    lead = world.lead()
    mail = world.write_to(lead)
    ben = world.open("ben")
    world.come(world.letter(answers=mail), ben)
    world.clock.advance(30 * MINUTE - 1)
    assert isinstance(take_next(ben), Empty)
    world.clock.advance(1)
    taken = take_next(ben)
    assert isinstance(taken, Taken)
    assert (taken.card.item.lead, taken.card.verdict.tier) == (lead, RESPONSE)


def test_r11_1_it_is_the_last_reps_whoever_fetches(world: LetterWorld) -> None:
    """R11.1: ben's screen fetched it, ana owes the answer; nobody but the lead is its actor."""
    lead = world.lead()
    mail = world.write_to(lead)
    world.come(world.letter(answers=mail), world.open("ben"))
    assert read(world.desk, lead).state.last_rep == "ana"
    assert world.take().item.lead == lead


def test_r14_3_each_letter_is_handled_once(world: LetterWorld) -> None:
    """R14.3: the same letter in another folder, after another UIDVALIDITY, or from a mailbox beside: nothing."""
    lead = world.lead()
    letter = world.letter(answers=world.write_to(lead))
    world.come(letter)
    again = inbox.take_in(world.desk, world.envelope(uid=1, validity=2), letter)
    assert (again.new, again.lead) == (False, lead)
    assert codes(world, lead) == ["responded"]
    assert inbox.cursor(world.desk, "sales", "INBOX") == Cursor(2, 1, world.clock.now())


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("lou42@example.com", "lou42@example.com"),
        ("Lou42@example.com", "LOU42@example.com"),
        ("lou42@example.com", "lou42+sales@example.com"),
        ("lou42+news@example.com", "lou42@example.com"),
    ],
)
def test_r14_3_by_address(world: LetterWorld, ours: str, theirs: str) -> None:
    """R14.3: without any id of ours the address tells, in whatever case, with and without a tag."""
    lead = world.lead(emails=(ours,))
    world.write_to(lead)
    assert world.come(world.letter(sender=theirs)).lead == lead


def test_r14_3_by_address_only_since_the_first_send(world: LetterWorld) -> None:
    """R14.3: to whom nothing was sent from this mailbox may write what it likes: that is private mail, and not kept."""
    lead = world.lead()
    letter = world.letter()
    done = world.come(letter)
    assert (done.lead, done.acted) == (0, "")
    assert codes(world, lead) == []
    kept = world.desk.store.letters.known(
        "<1.reply@example.com>", "lou42@example.com", inbox.digest_of(letter)
    )
    assert kept is not None
    assert (kept.subject, kept.text, kept.look) == ("", "", False)


def test_r14_3_of_two_with_one_address_the_last_one_written_to(world: LetterWorld) -> None:
    """R14.3: two leads share an address; the reply is that of the latest mail."""
    first, second = world.lead(1, emails=("office@example.com",)), world.lead(2)
    modify(world.desk, second, email="office@example.com")
    for number, lead in enumerate((first, second, first)):
        world.write_to(lead)
        world.clock.advance(HOUR)
        assert world.come(world.letter(name=str(number), sender="office@example.com")).lead == lead


def test_r14_3_a_mere_mention_needs_the_sender_too(world: LetterWorld) -> None:
    """field.md 4: programs recycle ids of old threads; with the lead's own address it counts, without it does not."""
    lead = world.lead()
    mail = world.write_to(lead)
    stranger = world.letter(name="s", sender="kim@example.net", mentions=(mail.message,))
    assert world.come(stranger).lead == 0
    assert world.come(world.letter(mentions=(mail.message,))).lead == lead


def test_r14_3_a_colleague_answers(world: LetterWorld) -> None:
    """R14.3: our id from another address: the lead's reply, and the story says who wrote."""
    lead = world.lead()
    mail = world.write_to(lead)
    done = world.come(world.letter(answers=mail, sender="kim@example.com"))
    assert done.lead == lead
    assert done.acted == "kim@example.com wrote, the campaign stops, ana owes an answer"
    assert "from kim@example.com: Call me" in explain.story(world.desk, lead)[0].text


def test_r14_3_by_our_token(world: LetterWorld) -> None:
    """R14.3: the server replaced our Message-ID; the word of ours in References came back."""
    lead = world.lead()
    mail = world.write_to(lead)
    assert mail.token
    assert world.come(world.letter(sender="kim@example.net", tokens=(mail.token,))).lead == lead


def test_a_forged_token_pauses_at_most(world: LetterWorld) -> None:
    """A word that looks like ours and is not: shown, no answer owed, paused for a day or two, no matter the kind."""
    lead = world.lead()
    world.write_to(lead)
    false = f"{lead}.AAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBB"
    done = world.come(world.letter(tokens=(false,)))
    state = read(world.desk, lead).state
    assert done.lead == lead
    assert state.response is None
    assert state.paused_until == at("2026-12-03 08:00")
    (shown,) = inbox.letters_to_look_at(world.desk)
    assert (shown.lead, shown.name, shown.look) == (lead, "Lou Field42", True)
    inbox.letter_seen(world.desk, shown.id)
    assert inbox.letters_to_look_at(world.desk) == ()


def test_a_forged_token_from_a_stranger_is_only_shown(world: LetterWorld) -> None:
    """Nobody we know: shown, nothing else; a word that is not of our shape is not even that."""
    lead = world.lead()
    world.write_to(lead)
    seen = read(world.desk, lead).state.seen
    false = f"{lead}.AAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBB"
    world.come(world.letter(name="x", sender="kim@example.net", tokens=(false,)))
    world.come(world.letter(name="y", sender="kim@example.net", tokens=("newsletter",)))
    assert [line.sender for line in inbox.letters_to_look_at(world.desk)] == ["kim@example.net"]
    assert read(world.desk, lead).state.seen == seen


def test_r11_2_out_of_office(world: LetterWorld) -> None:
    """R11.2: no response, no touch; paused to the open day on which they are back; several in a row extend."""
    lead = world.lead()
    mail = world.write_to(lead)
    before = read(world.desk, lead).state
    world.come(world.letter(OUT_OF_OFFICE, answers=mail, until=date(2026, 12, 12)))
    state = read(world.desk, lead).state
    assert state.paused_until == at("2026-12-14 08:00")
    assert (state.response, state.ledger, state.last_rep) == (None, before.ledger, "ana")
    assert explain.why(world.desk, lead).rule == "paused"
    world.come(world.letter(OUT_OF_OFFICE, name="2", answers=mail, until=date(2026, 12, 7)))
    assert read(world.desk, lead).state.paused_until == at("2026-12-14 08:00")
    world.come(world.letter(OUT_OF_OFFICE, name="3", answers=mail, until=date(2026, 12, 21)))
    assert read(world.desk, lead).state.paused_until == at("2026-12-21 08:00")
    assert explain.story(world.desk, lead)[0].kind == "THEY"


@pytest.mark.parametrize("until", [None, date(2062, 1, 1)])
def test_r11_2_without_a_date_it_is_a_week(world: LetterWorld, until: date | None) -> None:
    """R11.2: no date, or one that cannot be meant: seven days."""
    lead = world.lead()
    world.come(world.letter(OUT_OF_OFFICE, answers=world.write_to(lead), until=until))
    assert read(world.desk, lead).state.paused_until == at("2026-12-08 08:00")


def test_r11_2_of_a_lead_without_a_campaign_it_is_noted(world: LetterWorld) -> None:
    """R11.2: there is nothing to pause; who is back already pauses nothing either."""
    lead = world.lead()
    mail = world.write_to(lead)
    world.come(world.letter(OUT_OF_OFFICE, answers=mail, until=date(2026, 12, 1)))
    assert read(world.desk, lead).state.paused_until is None
    world.log(lead, "not-interested", reason="budget")
    world.come(world.letter(OUT_OF_OFFICE, name="2", answers=mail))
    assert read(world.desk, lead).state.paused_until is None
    assert codes(world, lead) == ["note", "note"]


def test_r11_2_who_left_is_bad_data(world: LetterWorld) -> None:
    """R9, R11.2: surely the lead's own address: disqualified, no touch of ours; automatic mails stop."""
    lead = world.lead()
    mail = world.write_to(lead)
    touches = len(read(world.desk, lead).state.ledger)
    world.come(world.letter(LEFT_COMPANY, answers=mail))
    state = read(world.desk, lead).state
    assert (state.stage, len(state.ledger)) == ("disqualified", touches)
    assert inbox.letters_to_look_at(world.desk) == ()


def test_r11_2_who_left_needs_proof(world: LetterWorld) -> None:
    """By the address alone, about another address, or while a promise stands: a person looks at it."""
    lead = world.lead()
    mail = world.write_to(lead)
    world.come(world.letter(LEFT_COMPANY, name="a"))
    world.come(world.letter(LEFT_COMPANY, name="b", answers=mail, address="kim@example.com"))
    world.log(lead, "callback", when="tomorrow 11:00")
    world.come(world.letter(LEFT_COMPANY, name="c", answers=mail))
    assert read(world.desk, lead).state.stage == "active"
    assert len(inbox.letters_to_look_at(world.desk)) == 3


def test_r2_1_a_reply_reopens(world: LetterWorld) -> None:
    """R2.1: a lost lead that writes is active again; a suppressed one only tells a person."""
    lost, banned = world.lead(1), world.lead(2)
    mails = [world.write_to(lead) for lead in (lost, banned)]
    world.log(lost, "not-interested", reason="budget")
    world.log(banned, "do-not-call")
    done = [world.come(world.letter(name=str(n), answers=mail)) for n, mail in enumerate(mails)]
    assert read(world.desk, lost).state.response is not None
    assert done[0].acted == "Lou Field42 <lou42@example.com> wrote, back from lost, ana owes an answer"
    assert read(world.desk, banned).state.response is None
    assert [line.lead for line in inbox.letters_to_look_at(world.desk)] == [banned]


def test_a_calendar_reply(world: LetterWorld) -> None:
    """Who accepts is noted; who declines asks for an answer."""
    lead = world.lead()
    mail = world.write_to(lead)
    world.come(world.letter(CALENDAR, name="a", answers=mail, status="accepted", subject="Demo"))
    assert read(world.desk, lead).state.response is None
    assert explain.story(world.desk, lead)[0].text.startswith("accepted: Demo")
    world.come(world.letter(CALENDAR, name="d", answers=mail, status="declined", subject="Demo"))
    response = read(world.desk, lead).state.response
    assert response is not None
    assert response.topic == "declined: Demo"


def test_loops_and_robots(world: LetterWorld) -> None:
    """Our own mail, or a rep's answer by other means, is nobody's reply; a robot of the lead's is noted."""
    lead = world.lead()
    mail = world.write_to(lead)
    assert world.come(world.letter(answers=mail, sender="Ana@coldchain.example")).kind == LOOP
    assert world.come(world.letter(LOOP, name="2", answers=mail, sender="robot@example.net")).lead == 0
    assert codes(world, lead) == []
    assert world.come(world.letter(OTHER, name="3", answers=mail, subject="Ticket 17")).lead == lead
    assert explain.story(world.desk, lead)[0].text.startswith("a mail: Ticket 17")


def test_r2_4_its_own_date_within_bounds(world: LetterWorld) -> None:
    """R2.4: not before the mail it answers was queued, not in the future; a minute old is still `now`."""
    lead = world.lead()
    mail = world.write_to(lead)
    world.clock.advance(HOUR)
    now = world.clock.now()
    moments = {"early": Instant(0), "late": Instant(now + DAY), "right": Instant(now - 60)}
    for name, written in moments.items():
        world.come(world.letter(name=name, answers=mail, written=written))
    events = [e for e in world.desk.store.events.of_lead(lead) if e.facts.get("letter")]
    assert [e.happened for e in events] == [mail.queued, now, now - 60]
    assert {e.recorded for e in events} == {now}


def test_r14_2_a_reply_proves_that_its_mail_left(world: LetterWorld) -> None:
    """R14.2: nobody need be asked any more about an unconfirmed mail that was answered."""
    lead = world.lead()
    message = world.queue(lead)
    world.desk.store.outbox.move(message, UNCONFIRMED, "lost after DATA")
    mail = world.desk.store.outbox.get(message)
    world.come(world.letter(answers=mail))
    after = world.desk.store.outbox.get(message)
    assert after is not None
    assert after.status == "sent"


def test_r13_2_a_reply_blocks_undo_an_absence_does_not(world: LetterWorld) -> None:
    """R13.2: what a mail system did is the engine's own; what the lead did is not."""
    lead = world.lead()
    mail = world.write_to(lead)
    world.log(lead, "no-answer")
    world.come(world.letter(OUT_OF_OFFICE, answers=mail, until=date(2026, 12, 14)))
    assert isinstance(undo.undo(world.desk), Logged)
    state = read(world.desk, lead).state
    assert state.paused_until == at("2026-12-14 08:00")
    assert [entry.code for entry in state.ledger] == ["sent"]
    world.log(lead, "voicemail", override="they asked")
    world.come(world.letter(answers=mail))
    said = undo.undo(world.desk)
    assert isinstance(said, Refused)
    assert "lead itself" in said.why


def test_r13_4_a_correction_keeps_what_came_by_mail(world: LetterWorld) -> None:
    """R13.4: decided anew, an absence is still an absence and nobody's touch."""
    lead = world.lead()
    mail = world.write_to(lead)
    logged = world.log(lead, "no-answer")
    world.come(world.letter(OUT_OF_OFFICE, answers=mail, until=date(2026, 12, 14)))
    assert isinstance(undo.correct(world.desk, logged.event, Answer(lead, "voicemail", override="x")), Logged)
    state = read(world.desk, lead).state
    assert state.paused_until == at("2026-12-14 08:00")
    assert [entry.code for entry in state.ledger] == ["sent", "voicemail"]
    assert state.last_rep == "ana"


def test_the_cursor(world: LetterWorld) -> None:
    """It moves with each letter, never back within one UIDVALIDITY; a look that failed says why."""
    assert inbox.cursor(world.desk, "sales", "INBOX") is None
    inbox.take_in(world.desk, world.envelope(uid=7), world.letter(name="a"))
    inbox.take_in(world.desk, world.envelope(uid=5), world.letter(name="b"))
    assert inbox.cursor(world.desk, "sales", "INBOX") == Cursor(1, 7, world.clock.now())
    failed = Cursor(1, 7, world.clock.now(), "the server cannot be reached")
    inbox.keep_cursor(world.desk, "sales", "INBOX", failed)
    assert inbox.cursor(world.desk, "sales", "INBOX") == failed


def test_how_far_back_a_first_look_goes(world: LetterWorld) -> None:
    """To the first mail sent, at most 30 days; nothing sent, nothing to look for."""
    assert inbox.first_fetch_since(world.desk, "sales") == world.clock.now()
    mail = world.write_to(world.lead())
    world.clock.advance(10 * DAY)
    assert inbox.first_fetch_since(world.desk, "sales") == mail.left_at
    world.clock.advance(30 * DAY)
    assert inbox.first_fetch_since(world.desk, "sales") == world.clock.now() - 30 * DAY


def test_a_call_that_goes_on_is_not_disturbed(world: LetterWorld) -> None:
    """R5.4: a reply comes during a call; its outcome is taken, and the answer was given by the talk."""
    lead = world.lead()
    mail = world.write_to(lead)
    card = world.take()
    answering.start_call(world.desk, lead, card.numbers[0].number, card.seen)
    world.clock.advance(MINUTE)
    world.come(world.letter(answers=mail))
    assert isinstance(answering.answer(world.desk, Answer(lead, "callback", when="tomorrow 11:00")), Logged)
    assert read(world.desk, lead).state.response is None


def test_a_batch_mail_in_hold_is_stopped(world: LetterWorld) -> None:
    """R11.1: a mass sending goes slowly; who answers meanwhile is not written to by it."""
    lead = world.lead()
    mail = world.write_to(lead)
    batch = world.queue(lead, rank=BATCH)
    world.come(world.letter(answers=mail))
    after = world.desk.store.outbox.get(batch)
    assert after is not None
    assert after.status == CANCELLED
