"""Every text of a mail at once: exactly the headers it must have, whole and readable, whatever stands in the texts."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import convert, to_builtins
from msgspec.structs import replace

from dialq.clock import Instant
from dialq.desk.outgoing import Outgoing
from dialq.errors import BadInput
from dialq.mail.merge_fields import one_line, plain_text
from dialq.mail.message import compose
from dialq.mail.tokens import sign

TOKEN = sign(b"key", 42)
MAIL = Outgoing(
    message_id="<first@example.com>", date=Instant(1_796_138_400), from_name="Ana Ruiz",
    from_address="ana@example.com", to_name="Jordan Reyes", to_address="jordan@acme.example", subject="Pricing",
    body="Hi Jordan", footer="Ana Ruiz, Northwind\n1 Main Street <Springfield>", token=TOKEN,
)  # fmt: skip
PAGE = "<html><body><p>Hi <b>Jordan</b></p></BODY></html>"
URL = f"https://example.com/u?t={TOKEN}"
OURS = ["Date", "From", "To", "Subject", "Message-ID", "In-Reply-To", "List-Unsubscribe", "List-Unsubscribe-Post",
        "References"]  # fmt: skip
PARTS = ["Content-Type", "Content-Transfer-Encoding", "MIME-Version"]


def read(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def shown(raw: bytes, name: str) -> str:
    """A header as the older parser decodes it: the newer one puts blanks between the parts of a long name."""
    return str(make_header(decode_header(message_from_bytes(raw)[name].replace("\r\n", ""))))


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


NASTY = st.sampled_from(
    (
        "\r\nBcc: x@example.com", "\n\nBody", "\r", "\x00", "\x0b", "\u2028", "\x85", "=?utf-8?q?a?=", "=?", "?=",
        '"', "\\", ",", "<", ">", ";", ":", "@", "(", ")", "ü", "价格", "👩‍💻", "\ud800", " " * 90, "x" * 1200,
        "ü" * 300, "\t", "\u202e", "--=_", "\n.\n", "\nFrom me", "=\n", "</body>", "&amp;", "<!--",
    )
)  # fmt: skip
TEXT = st.lists(st.text(max_size=60) | NASTY, max_size=5).map("".join)
IDS = st.lists(st.integers(0, 10**60).map(lambda number: f"<{number}@mail.example.com>"), max_size=30)


@settings(max_examples=200)
@given(TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, IDS, st.booleans())
def test_no_text_adds_loses_or_breaks_a_header_R14_1(
    from_name: str,
    to_name: str,
    subject: str,
    body: str,
    footer: str,
    html: str,
    ids: list[str],
    one_click: bool,
) -> None:
    mail = replace(
        MAIL, from_name=from_name, to_name=to_name, subject=f"S{subject}", body=f"B{body}", footer=f"F{footer}",
        html=html, references=tuple(ids), unsubscribe_url=URL if one_click else "",
    )  # fmt: skip
    raw = compose(mail)
    lines = raw.split(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", raw)
    assert max(map(len, lines)) <= 998
    head = raw.split(b"\r\n\r\n")[0]
    assert head.isascii()
    message = read(raw)
    expected = [name for name in OURS if name not in ("In-Reply-To", "List-Unsubscribe-Post")]
    expected += ["In-Reply-To"] * bool(ids) + ["List-Unsubscribe-Post"] * one_click
    assert sorted(name for name in message if name not in PARTS) == sorted(expected)
    assert shown(raw, "Subject") == one_line(f"S{subject}")[:500]
    assert message["To"].addresses[0].addr_spec == "jordan@acme.example"
    assert [one.addr_spec for one in message["From"].addresses] == ["ana@example.com"]
    assert part(message, "plain") == (
        plain_text(f"B{body}").strip("\n") + "\n\n" + plain_text(f"F{footer}").strip("\n") + "\n"
    )
    assert (message.get_body(("html",)) is not None) == bool(plain_text(html).strip())


@given(TEXT, TEXT)
def test_names_read_back_whole_R14_1(from_name: str, to_name: str) -> None:
    raw = compose(replace(MAIL, from_name=from_name, to_name=to_name))
    for name, text, address in (("From", from_name, MAIL.from_address), ("To", to_name, MAIL.to_address)):
        person = one_line(text)
        plain = shown(raw, name).removesuffix(f"<{address}>").removesuffix(" ")
        if plain.startswith('"') and plain.endswith('"') and person != plain:
            plain = re.sub(r"\\(.)", r"\1", plain[1:-1])
        assert plain == (person or address)


FOLDED = re.compile(rb"\r\n[ \t]")


@given(IDS, st.integers(1, 2**62), st.integers(40, 180))
def test_what_programs_read_is_never_folded_nor_encoded_R14_3(ids: list[str], lead: int, long: int) -> None:
    address = f"{'a' * 60}@{'.'.join(['b' * 30] * (long // 31 + 1))}.example"
    token = sign(b"key", lead)
    mail = replace(
        MAIL, from_address=address, to_address=address, references=tuple(ids), token=token,
        unsubscribe_url=f"https://example.com/{'u' * 300}?t={token}",
    )  # fmt: skip
    raw = compose(mail)
    for line in FOLDED.sub(b" \x00", raw.split(b"\r\n\r\n")[0]).split(b"\r\n"):
        name = line.split(b":")[0].decode()
        assert b"=?" not in line
        assert (b"\x00" not in line) or name in ("From", "To")
    message = read(raw)
    assert message["From"].addresses[0].addr_spec == address
    assert message["List-Unsubscribe"].endswith(f"<mailto:{address}?subject=unsubscribe%20{token}>")
    assert message["In-Reply-To"] == (ids[-1] if ids else None)
    assert message["References"].split()[-1].startswith(f"<dialq.{token}@")


def test_an_opt_out_with_one_click_only_where_the_team_has_an_end_point_RFC_8058() -> None:
    message = read(compose(replace(MAIL, unsubscribe_url=URL)))
    mailto = f"<mailto:ana@example.com?subject=unsubscribe%20{TOKEN}>"
    assert message["List-Unsubscribe"] == f"<{URL}>, {mailto}"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    alone = read(compose(MAIL))
    assert (alone["List-Unsubscribe"], alone["List-Unsubscribe-Post"]) == (mailto, None)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/u", "https://example.com/a b", "https://example.com/>,<mailto:x@y.example>",
        "https://example.com/\r\nBcc: x@y.example", "mailto:x@y.example", "https://", f"https://{'x' * 500}", "https://é.example",
    ],
)  # fmt: skip
def test_an_end_point_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(BadInput, match="no end-point for opt-outs"):
        compose(replace(MAIL, unsubscribe_url=url))


def test_html_goes_beside_the_text_and_has_the_footer_too_R14_4() -> None:
    message = read(compose(replace(MAIL, html=PAGE)))
    assert message.get_content_type() == "multipart/alternative"
    assert [one.get_content_type() for one in message.iter_parts()] == ["text/plain", "text/html"]
    page = part(message, "html")
    assert page.startswith("<html><body><p>Hi <b>Jordan</b></p><div")
    assert "Ana Ruiz, Northwind<br>\n1 Main Street &lt;Springfield&gt;\n</div>\n</BODY></html>" in page
    assert MAIL.footer in unescape(page).replace("<br>", "")
    assert part(message, "plain") == f"{MAIL.body}\n\n{MAIL.footer}\n"


@pytest.mark.parametrize(
    ("page", "end"), [("<p>x", "</div>"), ("<p>x</html >", "</div>\n</html >"), ("\n", "")]
)
def test_a_page_of_any_shape_has_its_footer(page: str, end: str) -> None:
    message = read(compose(replace(MAIL, html=page)))
    if not end:
        assert message.get_content_type() == "text/plain"
    else:
        assert part(message, "html").endswith(f"{end}\n")
        assert "Northwind" in part(message, "html")


def test_the_same_html_makes_the_same_bytes_R14_2() -> None:
    mail = replace(MAIL, html=PAGE + "ü" * 2000)
    assert compose(mail) == compose(mail)
    assert compose(mail) != compose(replace(mail, body="Hello"))


def test_a_text_that_holds_a_boundary_stays_whole() -> None:
    boundary = read(compose(replace(MAIL, html=PAGE))).get_boundary()
    mail = replace(MAIL, html=PAGE, body=f"--{boundary}\n\n--{boundary}--")
    message = read(compose(mail))
    assert part(message, "plain").startswith(mail.body)
    assert len(list(message.iter_parts())) == 2


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("", "To: jordan@acme.example"),
        ("J. R. Smith", 'To: "J. R. Smith" <jordan@acme.example>'),
        ('Jo "Big" O\\', r'To: "Jo \"Big\" O\\" <jordan@acme.example>'),
        ("a =?utf-8?q?b?=", "To: =?utf-8?b?YSA9P3V0Zi04P3E/Yj89?= <jordan@acme.example>"),
        ("Zoë", "To: =?utf-8?b?Wm/Dqw==?= <jordan@acme.example>"),
    ],
)
def test_how_names_are_written(name: str, line: str) -> None:
    assert f"{line}\r\n".encode() in compose(replace(MAIL, to_name=name))


def test_an_address_in_other_letters_goes_in_ascii() -> None:
    message = read(compose(replace(MAIL, to_address="jo@münchen.example", from_address="ana@bücher.example")))
    assert message["To"].addresses[0].addr_spec == "jo@xn--mnchen-3ya.example"
    assert message["List-Unsubscribe"].startswith("<mailto:ana@xn--bcher-kva.example?")
    assert message["References"].endswith("@xn--bcher-kva.example>")


def test_a_mail_that_an_earlier_version_stored_still_goes_R14_2() -> None:
    plain = to_builtins(MAIL)
    del plain["html"], plain["unsubscribe_url"]
    assert compose(convert(plain, Outgoing)) == compose(MAIL)
