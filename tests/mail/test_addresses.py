"""Addresses as servers take them: a domain of other letters in its sure ASCII form, all else refused."""

from __future__ import annotations

import pytest

from dialq.errors import BadInput
from dialq.mail.addresses import ascii_address, ascii_domain


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("ann@acme.example", "ann@acme.example"),
        ("Ann.O'Hara+x@Acme.example", "Ann.O'Hara+x@Acme.example"),
        ("ann@münchen.example", "ann@xn--mnchen-3ya.example"),
        ("ann@MÜNCHEN.example", "ann@xn--mnchen-3ya.example"),
        ("ann@例え.テスト", "ann@xn--r8jz45g.xn--zckzah"),
        (f"{'a' * 64}@{'b' * 60}.example", f"{'a' * 64}@{'b' * 60}.example"),
    ],
)
def test_an_address_in_ascii(address: str, plain: str) -> None:
    assert ascii_address(address) == plain


@pytest.mark.parametrize(
    "address",
    [
        "", "ann", "@acme.example", "ann@", "ann@@acme.example", "a b@acme.example", "zoë@acme.example",
        "ann@acme..example", "ann@.example", "ann@-acme.example", ".ann@acme.example", "a..b@acme.example",
        "ann@straße.example", "ann@a\u200bcme.example", "ann@acme.example\n", "ann@acme.example\r\nBcc: x@y.example",
        "<ann@acme.example>", "a,b@acme.example", '"a"@acme.example', "ann@[127.0.0.1]", "ann@xn--\udc80.example",
        "ann@" + "ü" * 70 + ".example",
    ],
)  # fmt: skip
def test_what_is_no_address_or_not_surely_one_is_refused(address: str) -> None:
    with pytest.raises(BadInput, match="is no mail address for the sender"):
        ascii_address(address, "sender")


def test_a_very_long_address_is_refused() -> None:
    with pytest.raises(BadInput, match="is too long"):
        ascii_address(f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}")
    with pytest.raises(BadInput, match="is no mail address"):
        ascii_address(f"{'a' * 65}@acme.example")


def test_a_domain_alone() -> None:
    assert ascii_domain("münchen.example") == "xn--mnchen-3ya.example"
    with pytest.raises(BadInput, match="is no domain"):
        ascii_domain("acme example")
