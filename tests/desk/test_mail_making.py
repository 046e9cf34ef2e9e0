"""Who a mail comes from, what it answers, and its HTML (R14.1, R14.3, R14.4)."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from dialq.clock import DAY, MINUTE
from dialq.desk import answer as answering
from dialq.desk import interact, mailing
from dialq.desk.kept import ANSWER, AUTO, BATCH, BY_HAND, HOLD, PAIR, Mail
from dialq.desk.ledger import around, next_event, read
from dialq.desk.mail_making import Text, make, may_be_written_to, outgoing_of
from dialq.desk.mail_preview import look_of, raw_mail
from dialq.desk.outgoing import Outgoing
from dialq.desk.reading_acts import Answer
from dialq.desk.suppressing import suppress
from dialq.desk.views import Queued, Refused
from dialq.engine.acts import Act
from dialq.engine.campaign import EMAIL
from dialq.errors import BadInput
from dialq.settings import MailboxSettings
from tests.desk.post import ANA, SHARED, Office
from tests.desk.world import World, at

BEN = MailboxSettings("ben", "ben@coldchain.example", "Ben Okafor", reps=("ben",))
LETTER = "<their-letter@acme.example>"


def last(world: World, lead: int) -> tuple[Mail, Outgoing]:
    """The newest mail of a lead."""
    mail = max(world.desk.store.outbox.of_lead(lead), key=lambda one: one.event)
    return mail, outgoing_of(mail)


def queue(world: World, lead: int, rep: str = "ana") -> tuple[Mail, Outgoing]:
    desk = next(one for one in world.desks if one.rep == rep)
    said = mailing.queue_mail(desk, mailing.draft_mail(desk, lead, "information"), override="asked for it")
    assert isinstance(said, Queued), said
    return last(world, lead)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path, SHARED, ANA, BEN)


def test_a_rep_writes_from_the_reps_own_mailbox_R14_4(office: Office) -> None:
    office.open("ben")
    office.open("cleo")
    use_everywhere(office)
    mails = {
        rep: queue(office, office.lead(number), rep) for number, rep in enumerate(("ana", "ben", "cleo"), 40)
    }
    assert {rep: mail.mailbox for rep, (mail, _) in mails.items()} == {
        "ana": "ana",
        "ben": "ben",
        "cleo": "team",
    }
    ben = mails["ben"][1]
    assert (ben.from_name, ben.from_address) == ("Ben Okafor", "ben@coldchain.example")
    assert ben.footer.startswith("Ben Okafor, Coldchain Alerts\n1 Example Street")
    assert "Ben Okafor\nben@coldchain.example" in ben.body
    assert ben.message_id.endswith("@coldchain.example>")
    assert mails["cleo"][1].from_name == "Ana Torres"


def use_everywhere(office: Office) -> None:
    """The mailboxes are those of all desks: a desk that was opened later has read the file alone."""
    for desk in office.desks:
        desk.settings = office.desk.settings


def test_an_automatic_mail_leaves_from_where_the_thread_is_R14_4(office: Office) -> None:
    """The campaign's mails first, then the lead's last rep, then the shared mailbox."""
    office.open("ben")
    use_everywhere(office)
    desk = office.desk
    wrote, rang, nobody = office.lead(40), office.lead(41), office.lead(42)
    mailing.queue_mail(office.desks[1], mailing.draft_mail(office.desks[1], wrote, "information"))
    answering.answer(desk, Answer(wrote, "no-answer", pair=False))
    answering.answer(office.desks[1], Answer(rang, "no-answer", pair=False))
    office.clock.advance(DAY)
    assert mailing.run_automatic(desk) == 3
    mails = {lead: last(office, lead) for lead in (wrote, rang, nobody)}
    assert [mails[lead][0].mailbox for lead in (wrote, rang, nobody)] == ["ben", "ben", "team"]
    assert {mail.rank for mail, _ in mails.values()} == {AUTO}
    assert mails[rang][1].from_name == "Ben Okafor"
    assert "Ben Okafor" in mails[rang][1].body
    assert "Ana Torres" in mails[nobody][1].body


def test_a_mailbox_that_is_gone_from_the_settings_is_not_written_from(office: Office) -> None:
    office.open("ben")
    use_everywhere(office)
    lead = office.lead()
    queue(office, lead, "ben")
    office.clock.advance(2 * DAY)
    settings = office.desk.settings
    office.desk.settings = replace(settings, mail=replace(settings.mail, mailboxes=(ANA,)))
    assert mailing.run_automatic(office.desk) == 1
    assert last(office, lead)[0].mailbox == "ana"


def test_settings_need_no_address_of_the_sender_where_mailboxes_have_theirs_R14_4(office: Office) -> None:
    bare = replace(office.desk.settings, sender=replace(office.desk.settings.sender, email=""))
    assert bare.mail_lacks == ()
    assert replace(bare, mail=replace(bare.mail, mailboxes=())).mail_lacks == ("sender.email",)
    nameless = replace(bare, sender=replace(bare.sender, name=""))
    assert nameless.mail_lacks == ("sender.name",)
    assert replace(nameless, mail=replace(bare.mail, mailboxes=(BEN,))).mail_lacks == ()
    office.desk.settings = bare
    assert queue(office, office.lead())[1].from_address == "ana@coldchain.example"


def test_ranks_put_answers_first_and_batches_last_R14_4(world: World) -> None:
    lead = world.lead(40)
    assert queue(world, lead)[0].rank == BY_HAND
    interact.interact(world.desk, lead, "reply", "tell me more")
    assert queue(world, lead)[0].rank == ANSWER
    draft = mailing.draft_mail(world.desk, world.lead(41), "information")
    mailing.queue_mail(world.desk, draft, rank=BATCH, batch="mass-1")
    assert (last(world, 2)[0].rank, last(world, 2)[0].batch) == (BATCH, "mass-1")
    third = world.lead(42)
    world.log(third, "info-sent", template="information")
    assert last(world, third)[0].rank == PAIR


def test_every_mail_has_a_word_of_ours_that_names_its_lead_R14_3(world: World) -> None:
    lead = world.lead()
    mail, outgoing = queue(world, lead)
    assert mail.token == outgoing.token
    assert world.desk.mailer.token_lead(mail.token) == lead
    other = world.open("ben")
    assert other.mailer.token_lead(mail.token) == lead
    assert other.mailer.token_lead(mail.token[:-1] + ("A" if mail.token[-1] != "A" else "B")) is None


def test_a_key_that_was_made_in_vain_signs_nothing_that_stays_R14_3(world: World) -> None:
    def fails() -> None:
        with world.desk.store.writing():
            world.desk.mailer.new_token(7)
            raise BadInput("stop")

    with pytest.raises(BadInput, match="stop"):
        fails()
    token = world.desk.mailer.new_token(7)
    assert world.open("ben").mailer.token_lead(token) == 7


def test_an_answer_ends_its_thread_with_their_letter_R14_3(world: World) -> None:
    lead = world.lead()
    ours = queue(world, lead)[0].message
    world.clock.advance(MINUTE)
    mailing.run_outbox(world.desk)
    interact.interact(world.desk, lead, "reply", "tell me more")
    draft = mailing.draft_mail(world.desk, lead, "information")
    mailing.queue_mail(
        world.desk, draft._replace(body="Gladly.", answers=(LETTER, "not an id\r\nBcc: x@example.com"))
    )
    mail, outgoing = last(world, lead)
    assert outgoing.references == (ours, LETTER)
    assert mail.rank == ANSWER
    assert f"In-Reply-To: {LETTER}\r\n".encode() in world.desk.mailer.compose(outgoing)


def test_a_mail_goes_to_the_address_they_wrote_from_and_never_to_a_banned_one_R18_1(world: World) -> None:
    lead = world.lead(emails=("lou@example.com", "lou@other.example"))
    draft = mailing.draft_mail(world.desk, lead, "information")
    for to in ("lou@other.example", "assistant@example.com"):
        mailing.queue_mail(world.desk, draft._replace(to=to), override="asked")
        mail, outgoing = last(world, lead)
        assert mail.recipient == to
        assert outgoing.to_name == (
            "Lou Field42" if to == "lou@other.example" else ""
        )  # a colleague is not the lead
    suppress(world.desk, "assistant@example.com", "address")
    suppress(world.desk, "lou@other.example", "address")
    for to in ("lou@other.example", "assistant@example.com"):
        refused = mailing.queue_mail(world.desk, draft._replace(to=to), override="asked")
        assert isinstance(refused, Refused), refused
        assert (refused.rule, refused.override) == ("suppressed", False)
    dossier, now = read(world.desk, lead), world.clock.now()
    near = around(world.desk, dossier.lead, now)
    assert may_be_written_to(world.desk, dossier, near, "lou@example.com", now)


TEXT = "Subject: About {{ topic | default('it') }}\n\nHi {{ first_name }},\n\n{{ rep_name }}\n"
PAGE = "<p>Hi {{ first_name }},</p><p>{{ company }}</p>"


@pytest.fixture
def pages(tmp_path: Path) -> World:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "own.txt").write_text(TEXT, "utf-8")
    (tmp_path / "templates" / "own.html").write_text(PAGE, "utf-8")
    return World(tmp_path)


def test_html_goes_with_a_text_that_nobody_changed_R14_1(pages: World) -> None:
    lead = pages.lead(company="A & B")
    draft = mailing.draft_mail(pages.desk, lead, "own")
    assert look_of(pages.desk, draft).html == "<p>Hi Lou,</p><p>A &amp; B</p>"
    assert b"multipart/alternative" in raw_mail(pages.desk, draft)
    mailing.queue_mail(pages.desk, draft)
    assert last(pages, lead)[1].html == "<p>Hi Lou,</p><p>A &amp; B</p>"


def test_html_that_no_longer_says_what_the_text_says_stays_behind_R14_1(pages: World) -> None:
    lead = pages.lead()
    draft = mailing.draft_mail(pages.desk, lead, "own")._replace(body="Something else")
    assert look_of(pages.desk, draft).html == ""
    mailing.queue_mail(pages.desk, draft)
    mail, outgoing = last(pages, lead)
    assert (mail.status, outgoing.html) == (HOLD, "")


def test_a_field_that_only_the_html_lacks_blocks_the_mail_and_is_named_R14_1(pages: World) -> None:
    lead = pages.lead(company="")
    draft = mailing.draft_mail(pages.desk, lead, "own")
    assert draft.missing == ("company",)
    with pytest.raises(BadInput, match="HTML of template 'own' still has blanks: company is empty"):
        mailing.queue_mail(pages.desk, draft)
    mailing.queue_mail(pages.desk, draft._replace(body="Hi Lou, as plain text"))
    assert last(pages, lead)[1].html == ""


def test_a_text_made_by_a_template_keeps_its_html_through_make(pages: World) -> None:
    lead = pages.lead()
    desk, now = pages.desk, pages.clock.now()
    with desk.store.writing():
        dossier = read(desk, lead)
        act = Act("sent", EMAIL, now, now, "ana", next_event(desk))
        made = make(desk, dossier, around(desk, dossier.lead, now), Text("own", "S", "B", "<p>B"), act)
    assert outgoing_of(made.mail).html == "<p>B"


def test_the_teams_end_point_carries_the_word_R14_4(world: World) -> None:
    settings = world.desk.settings
    mail = replace(settings.mail, unsubscribe_url="https://example.com/stop/{token}")
    world.desk.settings = replace(settings, mail=mail)
    kept, outgoing = queue(world, world.lead())
    assert outgoing.unsubscribe_url == f"https://example.com/stop/{kept.token}"
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in world.desk.mailer.compose(outgoing)


def test_an_automatic_mail_has_its_html_R14_1(pages: World) -> None:
    step = next(one for one in pages.desk.policy.newest("inbound").steps if one.auto)
    (pages.path.parent / "templates" / f"{step.template}.txt").write_text(TEXT, "utf-8")
    (pages.path.parent / "templates" / f"{step.template}.html").write_text(PAGE, "utf-8")
    pages.desk.close()
    pages.desks.clear()
    pages.desk = pages.open("ana")
    lead = pages.lead()
    pages.log(lead, "no-answer")
    pages.clock.at = at("2026-12-01 10:20")
    assert mailing.run_automatic(pages.desk) == 1
    assert last(pages, lead)[1].html == "<p>Hi Lou,</p><p>Company 42</p>"


def test_a_pair_that_cannot_be_made_keeps_no_call_from_being_put_down_R4_5(world: World) -> None:
    """An address that no mail can go to: the call's outcome stands, and no mail leaves."""
    lead = world.lead(emails=("zoë@example.com",))
    assert "leaves" not in world.log(lead, "info-sent", template="information").toast
    assert world.desk.store.outbox.of_lead(lead) == []
    with pytest.raises(BadInput, match="is no mail address for the recipient"):
        queue(world, lead)
