"""Words of ours in mails: whose they are is told only by who knows the key (R14.3)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialq.mail.tokens import sign, verify

KEY = b"k" * 32
LEADS = st.integers(1, 2**63 - 1)


@given(LEADS)
def test_a_word_brings_its_lead_back_R14_3(lead: int) -> None:
    token = sign(KEY, lead)
    assert verify(KEY, token) == lead
    assert verify(KEY, token.upper()) == lead
    assert verify(b"another", token) is None
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,64}", token)


@given(LEADS, st.data())
def test_a_word_that_was_changed_anywhere_is_not_ours_R14_3(lead: int, data: st.DataObject) -> None:
    token = sign(KEY, lead)
    at = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from("aZ09-_.").filter(lambda one: one.lower() != token[at]))
    assert verify(KEY, token[:at] + letter + token[at + 1 :]) is None


@given(st.text(max_size=60))
def test_any_text_is_only_told_apart(text: str) -> None:
    assert verify(KEY, text) is None


@pytest.mark.parametrize("more", [" ", "\n", ".", "x"])
def test_nothing_may_stand_around_it(more: str) -> None:
    token = sign(KEY, 42)
    assert (verify(KEY, token + more), verify(KEY, more + token)) == (None, None)


def test_no_two_words_are_alike() -> None:
    assert len({sign(KEY, 42) for _ in range(100)}) == 100
