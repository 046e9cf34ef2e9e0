"""Bad input: whatever a mail's bytes are, reading it never fails, is bounded in time, and says something plain."""

from __future__ import annotations

import base64
import time
import unicodedata
import zlib
from datetime import UTC, datetime
from encodings.aliases import aliases

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialq.desk.letters import BOUNCE, KINDS, OTHER, REPLY, Letter
from dialq.mail.reading import read_letter
from tests.mail.reading.samples import samples

LONGEST = 1.0
"""Seconds that any mail may take; a person's takes a few thousandths."""
HEAD = b"From: ann@acme.example\nTo: ana@coldchain.example\nSubject: hello\n"
RAW = [sample.raw for sample in samples()]


def check(letter: Letter) -> None:
    """Whatever it was: the result is bounded and plain."""
    assert letter.kind in KINDS
    assert len(letter.text) <= 20_100
    assert all(len(text) <= 2000 for text in (letter.subject, letter.sender, letter.sender_name, letter.why))
    for text in (
        letter.text.replace("\n", ""),
        letter.subject,
        letter.sender,
        letter.sender_name,
        letter.why,
    ):
        assert not [char for char in text if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")]
    for ids in (letter.answers, letter.mentions, letter.tokens, letter.recipients):
        assert len(ids) <= 100
    assert letter.message.startswith("<")
    assert letter.message.endswith(">")


def timed(raw: bytes) -> tuple[Letter, float]:
    start = time.perf_counter()
    letter = read_letter(raw)
    return letter, time.perf_counter() - start


@given(st.binary(max_size=3000))
@settings(max_examples=150, deadline=None)
def test_any_bytes(raw: bytes) -> None:
    check(read_letter(raw))


@given(st.sampled_from(RAW), st.lists(st.tuples(st.integers(0, 4000), st.binary(max_size=12)), max_size=6))
@settings(max_examples=250, deadline=None)
def test_samples_with_damage(raw: bytes, damage: list[tuple[int, bytes]]) -> None:
    for place, bytes_ in damage:
        place %= len(raw)
        raw = raw[:place] + bytes_ + raw[place + len(bytes_) // 2 :]
    check(read_letter(raw))


HEADERS = st.sampled_from(
    "From To Cc Subject Date Message-ID In-Reply-To References Content-Type Content-Transfer-Encoding Auto-Submitted"
    " List-Unsubscribe Return-Path Precedence X-Failed-Recipients Received Content-Disposition".split()
)
VALUES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "multipart/mixed; boundary=x",
            "multipart/report; report-type=delivery-status; boundary=x",
            "text/html; charset=utf-7",
            "text/plain; charset=punycode",
            "text/plain; charset=\x00",
            "message/delivery-status",
            "text/calendar; method=REPLY",
            "base64",
            "quoted-printable",
            "auto-replied",
            "<>",
            "=?utf-8?B?=?=",
            "=?idna?Q?=ff?=",
            "=?utf-8?B?////?= <a@b>",
            "Tue, 99 Dec 99999 99:99:99 +9999",
            "Tue, 1 Dec 2026 10:00:00 +9999",
            "((((((((((a@b.example",
        ]
    ),
)


@given(st.lists(st.tuples(HEADERS, VALUES), max_size=12), st.lists(st.text(max_size=80), max_size=8))
@settings(max_examples=250, deadline=None)
def test_any_headers(headers: list[tuple[str, str]], lines: list[str]) -> None:
    head = "".join(f"{name}: {value}\n" for name, value in headers)
    body = "\n--x\n".join(lines)
    check(read_letter(f"{head}\n{body}\n".encode("utf-8", "surrogateescape")))


def long_text(text: str, kind: str = "plain") -> bytes:
    """A mail with one long text."""
    return HEAD + f"Content-Type: text/{kind}; charset=utf-8\n\n{text}".encode()


def absence(text: str) -> bytes:
    """An automatic answer with a text."""
    return HEAD + f"Date: Tue, 1 Dec 2026 10:00:00 +0000\nAuto-Submitted: auto-replied\n\n{text}".encode()


def from_server(text: str) -> bytes:
    """A mail server's mail with a text."""
    return f"From: MAILER-DAEMON@mx.example.net\nSubject: failure notice\n\n{text}".encode()


NESTED = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(10_000))
HEAVY = {
    "30 MB attachment before the text": HEAD
    + b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: image/png\n\n"
    + b"A" * 76 * 400_000
    + b"\n--x\n\nhello\n--x--",
    "30 MB of one line": long_text("a " * 15_000_000),
    "10,000 nested parts": HEAD + NESTED + b"\nhello",
    "10,000 parts": HEAD + b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nhello\n" * 10_000,
    "8 million boundaries": HEAD + b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n" * 8_000_000,
    "a header of 5 MB": HEAD + b"References: " + b"<a@b.example> " * 350_000 + b"\n\nhello",
    "100,000 headers": HEAD + b"X-A: b\n" * 100_000 + b"\nhello",
    "encoded words without end": b"Subject: " + b"=?a?q?" * 50_000 + b"\n" + HEAD + b"\nhello",
    "brackets in an address": b"From: " + b"(" * 50_000 + b"\n\nhello",
    "announcements": long_text("On 1 2 wrote\n" * 100_000),
    "half an announcement": long_text("On " * 60_000),
    "quotes in quotes": long_text((">" * 200 + "\n") * 3000),
    "header blocks": long_text("From: a@b.example\n" * 50_000),
    "markers": long_text("-" * 200_000),
    "underscores": long_text("_" * 199 + "\n" + "- - " * 50_000),
    "tags": long_text("<div>" * 100_000, "html"),
    "tables": long_text("<table><tr><td>" * 30_000, "html"),
    "quotes in HTML": long_text("<blockquote>" * 40_000 + "x", "html"),
    "attributes": long_text("<p " + "a=b " * 100_000 + ">", "html"),
    "stops": long_text("please stop and " * 10_000),
    "opt-outs": long_text(("remove me from " * 10 + "\n") * 6),
    "dates": absence("out of office back " + "1 abc 2 abd 3 abe " * 20_000),
    "different words": absence(
        "away back " + " ".join(f"{n % 28 + 1} w{chr(97 + n % 26)}x{n}" for n in range(3000))
    ),
    "untils": absence("away until " * 20_000),
    "returns": absence("out of office " + "back on monday tuesday " * 10_000),
    "numbers": absence("away back on " + "1/2/3/4/" * 20_000),
    "codes": from_server("550 5.1.1 " * 20_000),
    "exceeded": from_server("exceed a b c d " * 20_000),
    "mailbox": from_server("mailbox a b c d e " * 20_000),
    "user": from_server("user " * 50_000),
    "addresses": from_server("a@b.example " * 20_000),
    "addresses without end": from_server("a@" * 50_000),
    "delivery blocks": b"Content-Type: message/delivery-status\n" + HEAD + b"\nAction: failed\n\n" * 20_000,
    "calendar": HEAD
    + b"Content-Type: text/calendar; method=REPLY\n\nBEGIN:VEVENT\n"
    + b'ATTENDEE;"' * 50_000,
    "a zip bomb": HEAD
    + b"Content-Type: application/zip\nContent-Transfer-Encoding: base64\n\n"
    + base64.encodebytes(zlib.compress(b"\0" * 50_000_000)),
    "nothing": b"",
    "NULs": b"\0" * 1_000_000,
    "line ends": b"\r\n" * 500_000,
    "no line end": b"A" * 5_000_000,
    "old Macintosh": HEAD.replace(b"\n", b"\r") + b"\rhello",
}


@pytest.mark.parametrize("name", HEAVY)
def test_time_and_memory_are_bounded(name: str) -> None:
    letter, seconds = timed(HEAVY[name])
    check(letter)
    if seconds >= LONGEST:
        # Somebody else may have had the machine, or a library was loaded: what counts is the shorter of two.
        seconds = timed(HEAVY[name])[1]
    assert seconds < LONGEST


def test_the_text_is_found_behind_a_large_attachment() -> None:
    assert read_letter(HEAVY["30 MB attachment before the text"]).text == "hello"


def test_decoded_values_inject_nothing() -> None:
    word = base64.b64encode(b"hello\r\nBcc: all@acme.example\x00\xe2\x80\xae").decode()
    raw = f"From: =?utf-8?B?{word}?= <ann@acme.example>\nSubject: =?utf-8?B?{word}?=\n\nhi".encode()
    letter = read_letter(raw)
    assert letter.subject == letter.sender_name == "hello Bcc: all@acme.example"
    assert letter.sender == "ann@acme.example"


def test_a_mail_without_an_id_gets_the_same_one_each_time() -> None:
    first, again, other = (read_letter(raw) for raw in (HEAD + b"\na", HEAD + b"\na", HEAD + b"\nb"))
    assert first.message == again.message != other.message
    assert first.message.endswith("@dialq.invalid>")


def test_r14_3_copies_of_a_mail_without_an_id_get_the_same_one() -> None:
    """R14.3: each letter once, in whichever of our mailboxes it lies: what servers wrote into its header is no part."""
    copies = (HEAD + f"Delivered-To: {name}@coldchain.example\n\nhello".encode() for name in ("ana", "ben"))
    assert len({read_letter(copy).message for copy in copies}) == 1


CODECS = sorted({*aliases.values(), "quoted-printable", "x-unknown", "idna", "..", "\0", "é", "a" * 300})


@pytest.mark.parametrize("charset", CODECS)
@pytest.mark.parametrize(
    "said", [b"Yes, call me.", b"caf\xe9 \xff\xfe", b"+2AA- \x80", bytes(range(128, 256))]
)
def test_r14_3_no_charset_stops_the_fetch(charset: str, said: bytes) -> None:
    """R14.3: any codec's name as charset, also such as write no text: read somehow, never raised."""
    name = charset.encode()
    in_text = HEAD + b"Content-Type: text/plain; charset=" + name + b"\n\n" + said
    in_subject = b"From: a@acme.example\nSubject: =?" + name + b"?B?" + base64.b64encode(said) + b"?=\n\nhi"
    check(read_letter(in_text))
    check(read_letter(in_subject))


@pytest.mark.parametrize("charset", ["base64", "hex", "quoted-printable", "rot13", "zlib"])
def test_r14_3_what_is_no_charset_is_read_as_western_text(charset: str) -> None:
    """R14.3: the words are not lost with the name of their charset."""
    letter = read_letter(
        HEAD + f"Content-Type: text/plain; charset={charset}\n\n".encode() + b"caf\xe9, call me"
    )
    assert (letter.kind, letter.text) == (REPLY, "café, call me")


def test_what_has_no_headers_is_no_reply() -> None:
    assert read_letter(b"hello, no headers here").kind == OTHER
    assert read_letter(b"").kind == OTHER


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("Tue, 1 Dec 2026 15:04:05 +0000", datetime(2026, 12, 1, 15, 4, 5, tzinfo=UTC)),
        ("Tue, 1 Dec 2026 15:04:05 -0500", datetime(2026, 12, 1, 20, 4, 5, tzinfo=UTC)),
        ("Tue, 1 Dec 2026 15:04:05", datetime(2026, 12, 1, 15, 4, 5, tzinfo=UTC)),
        ("yesterday", None),
        ("Tue, 1 Dec 1026 15:04:05 +0000", None),
        ("Tue, 1 Dec 2026 15:04:05 +9999", None),
    ],
)
def test_the_time_it_was_written(written: str, at: datetime | None) -> None:
    found = read_letter(HEAD + f"Date: {written}\n\nhello".encode()).written
    assert found == (int(at.timestamp()) if at else None)


def test_an_unclosed_report_is_still_a_bounce() -> None:
    whole = next(sample.raw for sample in samples() if sample.file == "bounce-postfix-unknown-user.eml")
    cut = whole[
        : whole.index(b"Original-Mail") if b"Original-Mail" in whole else whole.index(b"message/rfc822")
    ]
    assert read_letter(cut).kind == BOUNCE


def test_a_person_named_postmaster_is_answered() -> None:
    raw = b"From: postmaster@acme.example\nSubject: Re: alerts\nIn-Reply-To: <a@b.example>\n\nYes, call me."
    assert read_letter(raw).kind == REPLY
