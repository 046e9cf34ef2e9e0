"""Any two letters, fetched in any order and more than once (R11.1, R18.1)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialq.clock import DAY, HOUR, Instant
from dialq.desk import mailing
from dialq.desk.health import doctor
from dialq.desk.kept import HOLD, Mail
from dialq.desk.ledger import read
from dialq.desk.letters import COMPLAINT, LEFT_COMPANY, OUT_OF_OFFICE, REPLY, UNSUBSCRIBE, Letter
from dialq.engine.state import ENDED
from tests.desk.letter_world import LetterWorld, bounce_of, codes, is_banned
from tests.desk.world import at

ANSWERS = {"reply", "colleague"}
STOPS = {"complaint", "stop", "stop by token"}
KINDS = (*sorted(ANSWERS), *sorted(STOPS), "absence", "left", "bounce", "delayed")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LetterWorld]:
    """One file for all examples, each of which makes leads of its own."""
    made = LetterWorld(Path(tmp_path_factory.mktemp("letters")))
    yield made
    made.close()


def a_letter(world: LetterWorld, kind: str, mail: Mail) -> Letter:
    """One of each, told apart by their names."""
    name, theirs, other = f"{kind}-{mail.lead}", mail.recipient, f"kim{mail.lead}@example.com"
    until = world.desk.policy.calendar.date(Instant(world.clock.now() + 14 * DAY))
    if kind in ANSWERS:
        return world.letter(REPLY, name=name, answers=mail, sender=theirs if kind == "reply" else other)
    if kind == "stop":
        return world.letter(UNSUBSCRIBE, name=name, sender=theirs)
    if kind == "stop by token":
        return world.letter(UNSUBSCRIBE, name=name, sender=other, tokens=(mail.token,))
    if kind == "complaint":
        return world.letter(COMPLAINT, name=name, sender="abuse@example.org", answers=mail, address=theirs)
    if kind in ("bounce", "delayed"):
        for_good = kind == "bounce"
        return bounce_of(world, mail, "5.1.1" if for_good else "4.4.1", permanent=for_good, name=name)
    if kind == "left":
        return world.letter(LEFT_COMPANY, name=name, answers=mail, sender=theirs)
    return world.letter(OUT_OF_OFFICE, name=name, answers=mail, sender=theirs, until=until)


class After(NamedTuple):
    """How a lead stands in the end."""

    banned: bool
    owed: bool
    dead: frozenset[str]
    stage: str
    paused: int
    """For so many days; 0: not, or it matters no more."""
    stopped: int
    """How often it was unsubscribed."""
    answered: int
    waiting: int
    """Mails that would still leave."""
    handled: int


_numbers = count(1)
START = at("2026-12-01 10:00")


def after(world: LetterWorld, kinds: tuple[str, ...]) -> After:
    """How a new lead stands that got these letters in this order, each of them twice."""
    number = next(_numbers)
    world.clock.at = Instant(START + 7 * number * DAY)
    lead = world.lead(number)
    world.log(lead, "no-answer")
    mail = world.write_to(lead)
    world.clock.advance(HOUR)
    mailing.run_automatic(world.desk)
    for letter in [a_letter(world, kind, mail) for kind in kinds] * 2:
        world.come(letter)
    state, story = read(world.desk, lead).state, codes(world, lead)
    pause = (
        0 if state.paused_until is None or state.stage in ENDED else state.paused_until - world.clock.now()
    )
    waiting = [one for one in world.desk.store.outbox.of_lead(lead) if one.status == HOLD]
    return After(
        is_banned(world, lead), state.response is not None,
        frozenset(point.replace(str(lead), "") for point, _ in state.dead), state.stage, round(pause / DAY),
        story.count("unsubscribed"), story.count("responded"), len(waiting), len(story),
    )  # fmt: skip


def test_the_file_stays_sound(world: LetterWorld) -> None:
    """R2.2, R2.3: after letters of every kind nobody is an orphan, and states are the fold of their events."""
    for kind in KINDS:
        after(world, (kind,))
    assert [check for check in doctor(world.desk) if not check.ok] == []


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kinds=st.tuples(st.sampled_from(KINDS), st.sampled_from(KINDS)))
def test_two_letters_in_any_order(world: LetterWorld, kinds: tuple[str, str]) -> None:
    """R11.1, R18.1: whichever is fetched first, no stop is lost, nobody is unsubscribed twice, no answer forgotten."""
    one, other = after(world, kinds), after(world, kinds[::-1])
    given_kinds = set(kinds)
    assert one == other
    assert one.banned is bool(given_kinds & STOPS)
    assert one.stopped == bool(given_kinds & STOPS)
    assert one.owed is bool(given_kinds & ANSWERS)
    assert one.answered == len(given_kinds & ANSWERS)
    assert one.dead == ({"lou@example.com"} if "bounce" in kinds else frozenset())
    assert one.handled == len(given_kinds)
    if given_kinds & (STOPS | ANSWERS | {"bounce"}):
        assert one.waiting == 0
