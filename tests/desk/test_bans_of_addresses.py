"""A ban on an address holds for it in any case, and with or without its plus tag (R18.1, field.md 4)."""

from __future__ import annotations

import pytest

from dialq.desk import explain
from dialq.desk.importing import add_lead
from dialq.desk.ledger import around, covered_by, read
from dialq.desk.mailing import draft_mail, queue_mail
from dialq.desk.nearby import Nearby
from dialq.desk.suppressing import is_suppressed, lift, suppress
from dialq.desk.views import Refused
from dialq.engine.lead import LeadRecord
from dialq.errors import NothingThere
from tests.desk.world import World

SAME = [
    ("pat@ee.example", "P.Roe@ee.example", False),
    ("pat@ee.example", "Pat+New@EE.example", True),
    ("Pat+New@ee.example", "pat@ee.example", True),
    ("pat+new@ee.example", "PAT+NEW@ee.example", True),
    ("pat+new@ee.example", "pat+old@ee.example", False),
    ("pat@ee.example", "pat+new@ff.example", False),
    ("pat+a@ee.example", "patricia@ee.example", False),
    ("pat@ee.example", "pat+a+b@ee.example", True),
    ("+pat@ee.example", "+pip@ee.example", False),
]
"""What is banned, what a lead has, and whether the ban covers it."""


def person(world: World, *emails: str) -> tuple[int, str]:
    """Somebody with these addresses and nothing else."""
    return add_lead(world.desk, LeadRecord(name="Pat Roe", emails=emails))


@pytest.mark.parametrize(("banned", "has", "covered"), SAME)
def test_a_ban_covers_the_tagged_and_the_untagged_address_R18_1(
    world: World, banned: str, has: str, covered: bool
) -> None:
    """Whoever came before the ban is judged anew, whoever comes after it is suppressed from the start."""
    before, _ = person(world, has)
    assert suppress(world.desk, banned) == int(covered)
    assert (explain.why(world.desk, before).rule == "suppressed") is covered
    assert is_suppressed(world.desk, has)["suppressed"] is covered
    assert (before in covered_by(world.desk, "address", banned)) is covered
    asked = is_suppressed(world.desk, banned)
    assert (asked["suppressed"], asked["by"]) == (True, "")


@pytest.mark.parametrize(("banned", "has", "covered"), SAME)
def test_a_lead_that_comes_after_the_ban_is_suppressed_at_once_R18_1(
    world: World, banned: str, has: str, covered: bool
) -> None:
    suppress(world.desk, banned)
    lead, status = person(world, has)
    assert status == ("suppressed" if covered else "created")
    assert (explain.why(world.desk, lead).rule == "suppressed") is covered
    near = around(world.desk, read(world.desk, lead).lead, world.desk.now())
    assert near.banned == (frozenset({has}) if covered else frozenset())


@pytest.mark.parametrize(("banned", "has", "covered"), SAME)
def test_a_policy_that_judges_many_sees_the_ban_too_R18_1(
    world: World, banned: str, has: str, covered: bool
) -> None:
    """It may look at a lead too much, never too little."""
    suppress(world.desk, banned)
    lead, _ = person(world, has)
    [stand] = [one for one in world.desk.store.standings.stands(0, lead, 10) if one.lead == lead]
    may_touch = Nearby(world.desk, world.desk.now()).may_touch(stand, {"emails": [has]})
    assert may_touch or not covered


@pytest.mark.parametrize("banned", ["lou42@example.com", "Lou42+x@example.com"])
def test_no_mail_is_queued_to_the_other_form_R18_1(world: World, banned: str) -> None:
    """Named as what it is, and no reason gets past it."""
    lead = world.lead(42, emails=("LOU42+x@example.com" if "+" not in banned else "lou42@example.com",))
    draft = draft_mail(world.desk, lead, "information")
    suppress(world.desk, banned)
    for override in ("", "they asked"):
        refused = queue_mail(world.desk, draft, override=override)
        assert isinstance(refused, Refused), refused
        assert (refused.rule, refused.override) == ("suppressed", False)
        assert banned.lower() in refused.why


def test_lifting_names_the_ban_that_covers_an_address_R18_1(world: World) -> None:
    """It may be somebody else's reason: only what is banned itself is lifted."""
    lead, _ = person(world, "pat+new@ee.example")
    suppress(world.desk, "pat@ee.example")
    with pytest.raises(NothingThere, match=r"pat\+new@ee.example is not banned itself, pat@ee.example is"):
        lift(world.desk, "pat+new@ee.example")
    assert explain.why(world.desk, lead).rule == "suppressed"
    assert lift(world.desk, "pat@ee.example") == 1
    assert explain.why(world.desk, lead).rule != "suppressed"
    assert not is_suppressed(world.desk, "pat+new@ee.example")["suppressed"]
