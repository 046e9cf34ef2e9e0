"""Letters that a person has to see: doubtful, forged, or more than their kind (R9, R14.3, R18.1)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dialq.desk import explain, inbox, undo
from dialq.desk.ledger import read
from dialq.desk.letters import (
    COMPLAINT,
    LOOP,
    NO_CALLS,
    NO_CONTACT,
    NOT_READ,
    OTHER,
    OUT_OF_OFFICE,
    REPLY,
    UNSUBSCRIBE,
)
from dialq.desk.suppressing import is_suppressed
from dialq.desk.views import Refused
from tests.desk.letter_world import LetterWorld, codes, is_banned


@pytest.fixture
def world(tmp_path: Path) -> Iterator[LetterWorld]:
    """A fresh file with a mailbox, on a Tuesday at ten."""
    made = LetterWorld(tmp_path)
    yield made
    made.close()


def looks(world: LetterWorld) -> list[int]:
    """Leads of the letters that a person should look at."""
    return [line.lead for line in inbox.letters_to_look_at(world.desk)]


def test_r9_no_contact_is_no_call_either(world: LetterWorld) -> None:
    """R9, R18.1: "never contact me again": person and all channels, at once, seen by a person, undone by no rep."""
    lead = world.lead()
    mail = world.write_to(lead)
    doubt = "it asks not to be contacted in any way"
    world.come(world.letter(UNSUBSCRIBE, name="1", answers=mail, status=NO_CONTACT, doubt=doubt))
    known = world.desk.store.leads.get(lead)
    assert known is not None
    assert explain.why(world.desk, lead).rule == "suppressed"
    assert is_suppressed(world.desk, known.phones[0].number)["suppressed"]
    assert is_suppressed(world.desk, "lou42@example.com")["suppressed"]
    assert looks(world) == [lead]
    assert isinstance(undo.undo(world.desk), Refused)
    world.come(world.letter(UNSUBSCRIBE, name="2", answers=mail, status=NO_CONTACT, doubt=doubt))
    assert codes(world, lead) == ["do-not-call", "note"]


@pytest.mark.parametrize(
    ("sender", "answered"),
    [("lou42@example.com", False), ("kim@example.com", True), ("kim@example.com", False)],
)
def test_r9_no_contact_in_anothers_name(world: LetterWorld, sender: str, answered: bool) -> None:
    """R9, R18.1: by the address alone, or from a colleague: who wrote gets no mail, the lead waits for a person."""
    lead = world.lead()
    mail = world.write_to(lead)
    tokens = (mail.token,) if not answered and sender.startswith("kim") else ()
    world.come(
        world.letter(
            UNSUBSCRIBE, answers=mail if answered else None, sender=sender, status=NO_CONTACT, tokens=tokens,
            doubt="it asks not to be contacted in any way",
        )
    )  # fmt: skip
    known = world.desk.store.leads.get(lead)
    assert known is not None
    state = read(world.desk, lead).state
    assert not state.ended
    assert (state.paused_until or 0) > world.clock.now()
    assert explain.why(world.desk, lead).rule == "paused"
    assert not any(is_suppressed(world.desk, phone.number)["suppressed"] for phone in known.phones)
    assert is_suppressed(world.desk, sender)["suppressed"]
    assert is_suppressed(world.desk, "lou42@example.com")["suppressed"] == sender.startswith("lou")
    assert looks(world) == [lead]


def test_r9_no_calls_beside_other_words(world: LetterWorld) -> None:
    """R9, R18.1: no number is called any more, and the answer that is owed goes by mail."""
    lead = world.lead()
    mail = world.write_to(lead)
    done = world.come(world.letter(answers=mail, status=NO_CALLS, doubt="it asks not to be called"))
    known = world.desk.store.leads.get(lead)
    assert known is not None
    assert all(is_suppressed(world.desk, phone.number)["suppressed"] for phone in known.phones)
    assert not is_banned(world, lead)
    assert read(world.desk, lead).state.response is not None
    assert "not called any more" in done.acted
    assert looks(world) == [lead]


def test_r18_1_a_stop_with_other_words_is_seen_by_a_person(world: LetterWorld) -> None:
    """R18.1: banned at once all the same."""
    lead = world.lead()
    mail = world.write_to(lead)
    world.come(
        world.letter(UNSUBSCRIBE, answers=mail, doubt="it asks to hear no more, and says more than that")
    )
    assert is_banned(world, lead)
    assert looks(world) == [lead]


def test_r18_1_a_colleagues_stop_names_who_asked(world: LetterWorld) -> None:
    """R18.1: heard, and a person learns that it was not the lead."""
    lead = world.lead()
    mail = world.write_to(lead)
    done = world.come(world.letter(UNSUBSCRIBE, answers=mail, sender="kim@other.example"))
    assert is_banned(world, lead)
    assert "kim@other.example asked for it" in done.acted
    assert looks(world) == [lead]


@pytest.mark.parametrize("kind", [UNSUBSCRIBE, COMPLAINT])
def test_r14_4_who_is_nobody_we_know_is_heard_by_a_person(world: LetterWorld, kind: str) -> None:
    """R14.4: whose address we do not find may be one that our mail was forwarded to."""
    world.write_to(world.lead())
    world.come(world.letter(kind, sender="kim@other.example", text="unsubscribe"))
    (line,) = inbox.letters_to_look_at(world.desk)
    assert (line.lead, line.text) == (0, "unsubscribe")


def test_r14_3_a_complaint_is_believed_with_an_id_of_ours_alone(world: LetterWorld) -> None:
    """R14.3: anybody can write one about an address: a short pause, and a person looks."""
    written, never = world.lead(1), world.lead(2)
    world.write_to(written)
    for number in (1, 2):
        address = f"lou{number}@example.com"
        world.come(world.letter(COMPLAINT, name=address, sender="fbl@evil.example", address=address))
    assert not is_banned(world, written)
    assert not is_banned(world, never)
    assert sorted(looks(world)) == [written, never]


def test_r14_3_through_a_list_from_the_leads_own_address(world: LetterWorld) -> None:
    """R14.3: by the address since the first send: paused for a while, kept with its words, shown."""
    lead = world.lead()
    world.write_to(lead)
    done = world.come(world.letter(LOOP, text="Yes, call me on Thursday."))
    assert done.lead == lead
    assert read(world.desk, lead).state.paused_until is not None
    (line,) = inbox.letters_to_look_at(world.desk)
    assert (line.lead, line.text) == (lead, "Yes, call me on Thursday.")


def test_r14_3_other_robots_are_not_ours_to_keep(world: LetterWorld) -> None:
    """R14.3: a list's mail from anybody else, whatever marks of ours it carries back, is dropped."""
    mail = world.write_to(world.lead())
    done = world.come(world.letter(LOOP, sender="news@other.example", answers=mail))
    assert (done.lead, done.acted, looks(world)) == (0, "", [])


def test_r14_3_what_could_not_be_read_is_shown(world: LetterWorld) -> None:
    """R14.3: whoever it is from; where it names a mail of ours, with its lead."""
    lead = world.lead()
    mail = world.write_to(lead)
    world.come(world.letter(OTHER, name="1", sender="", doubt=NOT_READ))
    world.come(world.letter(OTHER, name="2", sender="lou42@example.com", answers=mail, doubt=NOT_READ))
    world.come(world.letter(OTHER, name="3", sender="news@other.example", doubt="a robot sent it"))
    lines = inbox.letters_to_look_at(world.desk)
    assert sorted(line.lead for line in lines) == [0, lead]
    assert all(NOT_READ in line.acted for line in lines)


def test_r11_2_an_absence_in_doubt_pauses_and_is_shown(world: LetterWorld) -> None:
    """R11.2: an old number is no reason to end a lead."""
    lead = world.lead()
    mail = world.write_to(lead)
    world.come(world.letter(OUT_OF_OFFICE, answers=mail, doubt="it says “no longer active”"))
    assert read(world.desk, lead).state.paused_until is not None
    assert looks(world) == [lead]


def test_r14_3_another_mail_with_the_same_id_is_another_mail(world: LetterWorld) -> None:
    """R14.3: each letter once, told by what it says: a stop is not lost behind an answer that bears its id."""
    lead = world.lead()
    mail = world.write_to(lead)
    first = world.letter(answers=mail, text="Yes.")
    stop = world.letter(UNSUBSCRIBE, answers=mail, text="stop", name="1")
    assert world.come(first).new
    assert not world.come(world.letter(answers=mail, text="Yes. ")).new
    later = world.letter(answers=mail, text="And one more thing.")
    assert later.message == first.message
    assert world.come(later).new
    assert world.come(stop).new
    assert is_banned(world, lead)
    kinds = [kept.kind for kept in world.desk.store.letters.of_lead(lead)]
    assert kinds == [REPLY, REPLY, UNSUBSCRIBE]
