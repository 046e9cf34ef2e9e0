"""Letters that end something: bounces, complaints, opt-outs (R14.3, R18.1)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dialq.clock import DAY, Instant
from dialq.desk import explain, inbox, mailing, undo
from dialq.desk.kept import CANCELLED, SENT
from dialq.desk.ledger import read
from dialq.desk.letters import COMPLAINT, UNSUBSCRIBE
from dialq.desk.suppressing import is_suppressed, lift
from dialq.desk.views import Refused
from tests.desk.letter_world import LetterWorld, bounce_of, codes, is_banned


@pytest.fixture
def world(tmp_path: Path) -> Iterator[LetterWorld]:
    """A fresh file with a mailbox, on a Tuesday at ten."""
    made = LetterWorld(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("status", ["5.1.1", "5.1.10", "5.2.1", "5.0.0", ""])
def test_r14_3_a_hard_bounce_kills_the_address(world: LetterWorld, status: str) -> None:
    """R14.3: 5.1.x, or for good without a reason: the address is dead, the next one serves, waiting mails stop."""
    lead = world.lead(emails=("lou42@example.com", "lou@example.net"))
    mail = world.write_to(lead)
    waiting = world.queue(lead)
    done = world.come(bounce_of(world, mail, status))
    state = read(world.desk, lead).state
    assert [point for point, _ in state.dead] == ["lou42@example.com"]
    assert done.acted == "lou42@example.com is not written to any more"
    assert mailing.draft_mail(world.desk, lead, mailing.template_names(world.desk)[0]).to == "lou@example.net"
    stopped, sent = world.desk.store.outbox.get(waiting), world.desk.store.outbox.get(mail.message)
    assert stopped is not None
    assert sent is not None
    assert (stopped.status, sent.status) == (CANCELLED, SENT)
    assert "own words" in sent.problem
    assert inbox.letters_to_look_at(world.desk) == ()


def test_r14_3_the_last_address_lost_needs_a_contact(world: LetterWorld) -> None:
    """R14.3: without any usable way left a person must supply one; a second bounce changes nothing."""
    lead = world.lead(phones=())
    mail = world.write_to(lead)
    world.come(bounce_of(world, mail, "5.1.1"))
    assert explain.why(world.desk, lead, at=Instant(world.clock.now() + DAY)).rule == "needs-contact"
    world.come(bounce_of(world, mail, "5.1.1", name="again"))
    assert len(read(world.desk, lead).state.dead) == 1


@pytest.mark.parametrize(
    ("status", "permanent"), [("4.4.1", False), ("5.2.2", True), ("5.1.1", False), ("4.2.2", None)]
)
def test_r14_3_a_bounce_for_now_is_noted(world: LetterWorld, status: str, permanent: bool | None) -> None:
    """R14.3: 4.x.x, delayed, a full mailbox: a line in the story, nothing else."""
    lead = world.lead()
    world.come(bounce_of(world, world.write_to(lead), status, permanent=permanent))
    assert read(world.desk, lead).state.dead == ()
    assert explain.story(world.desk, lead)[0].text.startswith("not delivered yet")
    assert inbox.letters_to_look_at(world.desk) == ()


def test_r14_3_a_policy_bounce_stops_the_mailbox(world: LetterWorld) -> None:
    """R14.3: 5.7.x is about us, not about the lead: the mailbox sends nothing until a person starts it."""
    lead = world.lead()
    world.come(bounce_of(world, world.write_to(lead), "5.7.1"))
    assert "5.7.1" in world.desk.store.mailboxes.get("sales").stopped
    assert read(world.desk, lead).state.dead == ()
    assert [line.lead for line in inbox.letters_to_look_at(world.desk)] == [lead]


def test_r14_3_a_bounce_without_our_id_proves_nothing(world: LetterWorld) -> None:
    """R14.3: anybody can write a bounce about an address: it is shown, and of a stranger's not even that."""
    lead = world.lead()
    mail = world.write_to(lead)
    seen = read(world.desk, lead).state.seen
    world.come(
        world.letter("bounce", name="1", sender="", status="5.1.1", permanent=True, address=mail.recipient)
    )
    world.come(
        world.letter("bounce", name="2", sender="", status="5.1.1", permanent=True, address="a@example.org")
    )
    assert read(world.desk, lead).state.seen == seen
    (line,) = inbox.letters_to_look_at(world.desk)
    assert line.acted == "a bounce of lou42@example.com that names no mail of ours"


def test_r14_3_of_an_unclear_bounce_a_person_decides(world: LetterWorld) -> None:
    """R14.3: for good, but about neither address nor policy: noted and shown."""
    lead = world.lead()
    world.come(bounce_of(world, world.write_to(lead), "5.3.4"))
    assert read(world.desk, lead).state.dead == ()
    assert len(inbox.letters_to_look_at(world.desk)) == 1


@pytest.mark.parametrize("kind", [UNSUBSCRIBE, COMPLAINT])
def test_r18_1_a_stop_is_effective_at_once(world: LetterWorld, kind: str) -> None:
    """R18.1: all addresses are banned, waiting mails are stopped for all to see, calls go on; twice is once."""
    lead = world.lead(emails=("lou42@example.com", "lou@example.net"))
    mail = world.write_to(lead)
    waiting = world.queue(lead)
    world.come(world.letter(kind, answers=mail, address="lou42@example.com"))
    assert is_banned(world, lead)
    stopped = world.desk.store.outbox.get(waiting)
    assert stopped is not None
    assert stopped.status == CANCELLED
    state = read(world.desk, lead).state
    assert [entry.code for entry in state.ledger] == ["sent", "sent"]
    assert state.last_rep == "ana"
    assert explain.why(world.desk, lead).rule != "suppressed"
    world.come(world.letter(kind, name="again", answers=mail, address="lou42@example.com"))
    assert codes(world, lead) == ["unsubscribed", "note"]


def test_r18_1_by_token_from_whatever_address(world: LetterWorld) -> None:
    """R14.4: the mailto of List-Unsubscribe: the token tells whom; where it came from is not written to either."""
    lead = world.lead()
    mail = world.write_to(lead)
    world.come(world.letter(UNSUBSCRIBE, sender="lou@home.example", tokens=(mail.token,), text=""))
    assert is_banned(world, lead)
    assert is_suppressed(world.desk, "lou@home.example")["suppressed"]


def test_r18_1_a_stop_in_clear_words_needs_no_token(world: LetterWorld) -> None:
    """R18.1: from a lead's address, though no mail left from here, and though its token is spoilt."""
    quiet, spoilt = world.lead(1), world.lead(2)
    world.write_to(spoilt)
    world.come(world.letter(UNSUBSCRIBE, name="1", sender="lou1@example.com"))
    false = f"{spoilt}.AAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBB"
    world.come(world.letter(UNSUBSCRIBE, name="2", sender="lou2@example.com", tokens=(false,)))
    assert is_banned(world, quiet)
    assert is_banned(world, spoilt)
    assert [line.lead for line in inbox.letters_to_look_at(world.desk)] == [spoilt]


def test_r18_1_a_stop_covers_others_with_that_address(world: LetterWorld) -> None:
    """R18.1: a colleague who says stop from an address of another lead: neither is written to."""
    lead, colleague = world.lead(1), world.lead(2)
    mail = world.write_to(lead)
    waiting = world.queue(colleague)
    world.come(world.letter(UNSUBSCRIBE, answers=mail, sender="lou2@example.com"))
    stopped = world.desk.store.outbox.get(waiting)
    assert stopped is not None
    assert stopped.status == CANCELLED
    assert is_banned(world, lead)
    assert is_banned(world, colleague)


def test_r13_2_a_stop_blocks_undo_and_outlives_it(world: LetterWorld) -> None:
    """R13.2: the lead's own act blocks; a ban that a rep takes back does not take the lead's with it."""
    lead = world.lead(phones=())
    mail = world.write_to(lead)
    world.log(lead, "do-not-call")
    world.come(world.letter(UNSUBSCRIBE, answers=mail))
    said = undo.undo(world.desk)
    assert isinstance(said, Refused)
    assert "lead itself" in said.why
    assert codes(world, lead) == ["unsubscribed"]


def test_after_a_ban_was_lifted_a_new_stop_counts(world: LetterWorld) -> None:
    """R18.1: lifted by a person, asked for again: banned again."""
    lead = world.lead()
    mail = world.write_to(lead)
    world.come(world.letter(UNSUBSCRIBE, name="1", answers=mail))
    lift(world.desk, "lou42@example.com")
    assert not is_banned(world, lead)
    world.come(world.letter(UNSUBSCRIBE, name="2", answers=mail))
    assert is_banned(world, lead)
