"""R14.3: what decides between kinds, one case each."""

from __future__ import annotations

import pytest

from dialq.desk.letters import (
    BOUNCE,
    CALENDAR,
    LEFT_COMPANY,
    LOOP,
    NO_CALLS,
    NO_CONTACT,
    OTHER,
    OUT_OF_OFFICE,
    REPLY,
    UNSUBSCRIBE,
)
from dialq.mail.bounces import reported_failure
from dialq.mail.delivery_codes import is_for_good, read_status
from dialq.mail.opened import open_mail
from dialq.mail.reading import read_letter

REPORT = """From: MAILER-DAEMON@mx.example.net
Content-Type: multipart/report; report-type=delivery-status; boundary=x

--x
Content-Type: text/plain

{said}
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

{fields}
--x--
"""


def mail(headers: str, text: str = "Hello.") -> bytes:
    return f"From: Ann Lee <ann@acme.example>\nDate: Tue, 1 Dec 2026 10:00:00 +0000\n{headers}\n\n{text}\n".encode()


@pytest.mark.parametrize(
    ("headers", "text", "kind"),
    [
        ("Subject: hi\nAuto-Submitted: no", "Hello.", REPLY),
        ("Subject: hi\nX-Auto-Response-Suppress: All", "Hello.", REPLY),
        ("Subject: hi\nAuto-Submitted: auto-replied", "Hello.", OUT_OF_OFFICE),
        ("Subject: hi\nX-Autoreply: yes", "I am away.", OUT_OF_OFFICE),
        ("Subject: hi\nX-Autorespond: hi", "I am away.", OUT_OF_OFFICE),
        ("Subject: hi\nPrecedence: auto_reply", "I am away.", OUT_OF_OFFICE),
        ("Subject: Automatic reply: hi", "I am away.", OUT_OF_OFFICE),
        ("Subject: Re: Automatic reply: hi", "I am away.", REPLY),
        (
            "Subject: hi\nX-MS-Exchange-Inbox-Rules-Loop: ann@acme.example",
            "Ann has left the company.",
            LEFT_COMPANY,
        ),
        (
            "Subject: hi\nAuto-Submitted: auto-replied",
            "I no longer work on Fridays. Back on Monday.",
            OUT_OF_OFFICE,
        ),
        (
            "Subject: hi\nAuto-Submitted: auto-replied",
            "I am on leave until 15 December. Bob has left the company.",
            OUT_OF_OFFICE,
        ),
        ("Subject: hi\nAuto-Submitted: auto-replied", "We have received your message.", OTHER),
        ("Subject: hi\nAuto-Submitted: auto-generated", "Done.", LOOP),
        (
            "Subject: hi\nAuto-Submitted: auto-generated\nIn-Reply-To: <a@b.example>",
            "What does it cost?",
            OTHER,
        ),
        ("Subject: hi\nPrecedence: bulk", "News", LOOP),
        ("Subject: hi\nPrecedence: list\nIn-Reply-To: <a@b.example>", "Yes.", REPLY),
        ("Subject: unsubscribe", "", UNSUBSCRIBE),
        ("Subject: hi", "stop", UNSUBSCRIBE),
        ("Subject: hi\nAuto-Submitted: auto-replied", "stop", OUT_OF_OFFICE),
        ("Subject: hi", "> stop\n\nWhy?", REPLY),
        (
            "Subject: hi\nContent-Type: text/calendar; method=REPLY",
            "BEGIN:VEVENT\nATTENDEE;PARTSTAT=ACCEPTED:a\n",
            CALENDAR,
        ),
        ("Subject: hi\nContent-Type: text/calendar; method=COUNTER", "BEGIN:VEVENT\nSUMMARY:Demo\n", REPLY),
    ],
)
def test_what_decides(headers: str, text: str, kind: str) -> None:
    assert read_letter(mail(headers, text)).kind == kind


def test_the_address_of_who_left_is_the_one_that_answered() -> None:
    letter = read_letter(
        mail("Subject: Automatic reply: hi", "Ann Lee no longer works here. Write to bob@acme.example.")
    )
    assert (letter.kind, letter.address) == (LEFT_COMPANY, "ann@acme.example")


@pytest.mark.parametrize(
    ("fields", "permanent", "status"),
    [
        ("Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1", True, "5.1.1"),
        ("Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 4.4.7", False, "4.4.7"),
        ("Final-Recipient: rfc822; a@b.example\nAction: delayed\nStatus: 5.1.1", False, "5.1.1"),
        ("Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.2.2", False, "5.2.2"),
        (
            "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.0.0\n"
            "Diagnostic-Code: smtp; 550 5.7.1 blocked",
            True,
            "5.7.1",
        ),
        (
            "Final-Recipient: rfc822; a@b.example\nAction: failed\nDiagnostic-Code: smtp; 550 no such user",
            True,
            "5.1.1",
        ),
        (
            "Final-Recipient: rfc822; c@b.example\nAction: delivered\nStatus: 2.0.0\n\n"
            "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1",
            True,
            "5.1.1",
        ),
        (
            "Final-Recipient: rfc822; c@b.example\nAction: delayed\nStatus: 4.4.1\n\n"
            "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1",
            True,
            "5.1.1",
        ),
    ],
)
def test_a_delivery_report(fields: str, permanent: bool, status: str) -> None:
    letter = read_letter(REPORT.format(said="It did not arrive.", fields=fields).encode())
    assert (letter.kind, letter.permanent, letter.status, letter.address) == (
        BOUNCE,
        permanent,
        status,
        "a@b.example",
    )


def test_our_address_is_told_before_the_one_it_was_forwarded_to() -> None:
    fields = (
        "Original-Recipient: rfc822;Ann@ACME.example\nFinal-Recipient: rfc822;x@y.example\nAction: failed"
    )
    failure = reported_failure(open_mail(REPORT.format(said="", fields=fields).encode()))
    assert failure is not None
    assert failure.address == "Ann@acme.example"


@pytest.mark.parametrize(
    ("words", "status", "for_good"),
    [
        ("550 5.1.1 <a@b.example>: User unknown", "5.1.1", True),
        ("550-5.7.26 unauthenticated", "5.7.26", True),
        ("452 4.2.2 over quota", "4.2.2", False),
        ("550 mailbox is full", "5.2.2", False),
        ("450 greylisted, try again later", "4.0.0", False),
        ("554 refused", "5.0.0", True),
        ("host 192.0.2.7 said nothing, version 5.1.1.2", "", None),
        ("sent 550 messages on 4.12.2026", "", None),
        ("User unknown", "", True),
        ("all hosts have been failing for a long time", "", False),
    ],
)
def test_what_a_servers_words_say(words: str, status: str, for_good: bool | None) -> None:
    found = read_status(words)
    assert (found, is_for_good(found, words)) == (status, for_good)


def test_our_own_mail_that_comes_back_is_a_loop() -> None:
    """A copy of our mail, and one that we wrote to ourselves, start nothing."""
    token = "2c.Zm9vYmFyYmF6cXV4.c2lnbmF0dXJlMTIz"
    copy = (
        f"From: Ana <ana@coldchain.example>\nTo: ann@acme.example\nReferences: <dialq.{token}@coldchain.example>\n"
        f"List-Unsubscribe: <mailto:ana@coldchain.example?subject=unsubscribe%20{token}>\n\nhello"
    )
    mine = (
        "From: Ana <ana@coldchain.example>\nTo: Ana <ana@coldchain.example>\n"
        "Message-ID: <pX3vQ0bN6mJ1sK8dT4wZ7yR2hC5gL9aF@coldchain.example>\n\nhello"
    )
    assert read_letter(copy.encode()).kind == read_letter(mine.encode()).kind == LOOP


def test_plus_addresses_carry_our_words() -> None:
    raw = mail(
        "To: ana+2c.Zm9vYmFyYmF6cXV4.c2lnbmF0dXJlMTIz@coldchain.example\nCc: bob+team@acme.example\nSubject: hi"
    )
    assert read_letter(raw).tokens == ("2c.Zm9vYmFyYmF6cXV4.c2lnbmF0dXJlMTIz",)


@pytest.mark.parametrize(
    "text",
    [
        "I no longer work here.",
        "Ann Lee no longer works at Acme. Please contact info@acme.example.",
        "Mrs Lee has left the company.",
        "I am no longer employed by Acme Freight.",
        "Ann Lee has left the company and can no longer be reached.",
        "Ann Lee ist nicht mehr bei uns beschäftigt.",
        "J'ai quitté l'entreprise.",
        "Ann Lee ha lasciato l'azienda.",
        "Ann Lee já não trabalha na empresa.",
        "Ann Lee er ikke længere ansat hos os.",
        "Ich bin seit dem 1.12. nicht mehr im Unternehmen.",
        "Je ne travaille plus chez Acme.",
        "Ya no trabajo en Acme.",
        "Non lavoro più in Acme.",
        "Ik werk niet meer bij Acme.",
        "Jag har slutat på Acme.",
        "Nie pracuję już w Acme.",
    ],
)
def test_r11_2_who_says_so_of_themselves_has_left(text: str) -> None:
    """R11.2: in the first person, or by the sender's name; the company is that of the sender's domain."""
    letter = read_letter(mail("Subject: Automatic reply: hi", text))
    assert (letter.kind, letter.doubt) == (LEFT_COMPANY, "")


@pytest.mark.parametrize(
    "text",
    [
        "I am no longer working on Fridays.",
        "I am no longer working\non Fridays.",
        "I no longer work in the purchasing department; please write to Kim",
        "I no longer work with Kim.",
        "I have left the company, but I am there again in March.",
        "If I have left the company, please write to Kim.",
        "Ann's assistant no longer works here.",
        "Ich bin nicht mehr für den Einkauf zuständig.",
        "Je ne travaille plus le vendredi.",
        "Ya no trabajo los viernes.",
        "Non lavoro più il venerdì.",
        "Ik werk niet meer op vrijdag.",
        "Jag arbetar inte längre på fredagar.",
        "Nie pracuję już w piątki.",
        "This mailbox is no longer monitored.",
        "This mailbox is no longer monitored. I am back on Monday",
        "Please use lee@new.example; this mailbox is no longer in use",
    ],
)
def test_r11_2_in_doubt_somebody_is_only_away(text: str) -> None:
    """R11.2: a day, a department, a mailbox given up, anything with a rest: a pause, and a person looks."""
    letter = read_letter(mail("Subject: Automatic reply: hi", text))
    assert (letter.kind, letter.address, bool(letter.doubt)) == (OUT_OF_OFFICE, "", True)


@pytest.mark.parametrize(
    ("text", "kind", "doubted"),
    [
        ("I am currently out of the office. My assistant Kim no longer works with us.", OUT_OF_OFFICE, False),
        ("I am out of the office.\nPlease note that Kim Lee has left the company.", OUT_OF_OFFICE, False),
        ("I am on annual leave. Our Berlin address is no longer in use.", OUT_OF_OFFICE, False),
        ("Thanks. My mobile number is no longer active. I will reply soon.", OUT_OF_OFFICE, True),
        (
            "I have a new email address: ann@new.example. This address is no longer monitored.",
            OUT_OF_OFFICE,
            True,
        ),
        (
            "My email address has changed to ann@new.example. This mailbox is no longer read.",
            OUT_OF_OFFICE,
            True,
        ),
        ("I am sorry that Kim no longer works here.", OUT_OF_OFFICE, True),
        ("Thank you for contacting us. The old portal account is no longer valid.", OTHER, True),
    ],
)
def test_r11_2_what_else_is_gone_ends_nobody(text: str, kind: str, doubted: bool) -> None:
    """R11.2: an assistant, a number, another office: at most a pause, and a person looks where nothing else is said."""
    letter = read_letter(mail("Subject: hi\nAuto-Submitted: auto-replied", text))
    assert (letter.kind, bool(letter.doubt)) == (kind, doubted)


def test_r18_a_stop_through_a_list_is_a_stop() -> None:
    """R18: what says nothing else is no newsletter."""
    for header in ("List-Id: <sales.acme.example>", "List-Unsubscribe: <mailto:x@y.example>", "X-Loop: a"):
        assert read_letter(mail(f"Subject: hi\n{header}", "stop")).kind == UNSUBSCRIBE
        assert (
            read_letter(mail(f"Subject: hi\n{header}", "Our news of the week.\n\nUnsubscribe")).kind == LOOP
        )


def test_r9_more_than_mail() -> None:
    """R9: no contact at all; no calls beside other words is still somebody's answer."""
    never = read_letter(mail("Subject: hi", "Never contact me again."))
    calls = read_letter(mail("Subject: hi", "We can talk by mail in May.\nDo not call me."))
    assert (never.kind, never.status, bool(never.doubt)) == (UNSUBSCRIBE, NO_CONTACT, True)
    assert (calls.kind, calls.status, bool(calls.doubt)) == (REPLY, NO_CALLS, True)


def test_r14_4_our_button_through_a_gateway_that_marks_subjects() -> None:
    """R14.4: the opt-out works whatever stands before its word."""
    word = "2c.Zm9vYmFyYmF6cXV4.c2lnbmF0dXJlMTIz"
    letter = read_letter(mail(f"Subject: [EXTERNAL] Re: unsubscribe%20{word}", ""))
    assert (letter.kind, letter.tokens) == (UNSUBSCRIBE, (word,))
    assert read_letter(mail("Subject: [EXTERNAL] unsubscribe", "")).kind == UNSUBSCRIBE
