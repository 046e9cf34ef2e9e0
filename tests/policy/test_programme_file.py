"""Programmes are read strictly, laid over the shipped ones name by name (R4.10, R19.1)."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dialq.engine.campaign import CALL, EMAIL, EVENT, NURTURE_ITEMS, Campaign, Offset, Programme, Step
from dialq.policy.programme_file import fault_of, parse_programmes
from tests.policy.refusing import refusal


def plan(name: str, at: Offset, kind: str = "sales") -> Campaign:
    return Campaign(name, 1, name, "goal", "message", "approach", (Step("one", CALL, at),), kind=kind)


DAYS, MINUTES = Offset(days=1), Offset(minutes=5)
CAMPAIGNS = {
    "inbound": plan("inbound", MINUTES),
    "last-call": plan("last-call", DAYS),
    "light": plan("light", DAYS),
    "dinner": plan("dinner", DAYS, EVENT),
    "re-engage": plan("re-engage", DAYS),
    "monthly": plan("monthly", DAYS, NURTURE_ITEMS),
    "old": replace(plan("old", DAYS), retired=True),
    "old-inbound": replace(plan("old-inbound", MINUTES), retired=True),
}
SHIPPED = {
    "hot": Programme("hot", ("inbound", "last-call")),
    "light": Programme("light", ("light",), max_cost=500),
}


def read(text: str) -> dict[str, Programme]:
    return parse_programmes(text, "programmes.toml", CAMPAIGNS, SHIPPED)


def test_a_programme_is_called_by_its_key_R4_10() -> None:
    assert read('warm = ["light", "dinner", "last-call"]')["warm"] == Programme(
        "warm", ("light", "dinner", "last-call")
    )


def test_a_programme_of_the_teams_own_has_cost_and_a_campaign_for_the_silent_R19_1_SEED4_06() -> None:
    text = '[programme.partners]\ncampaigns = ["inbound", "last-call"]\nmax_cost = 2.5\nsilent = "re-engage"'
    assert read(text)["partners"] == Programme("partners", ("inbound", "last-call"), 250, "re-engage")


def test_what_a_file_leaves_unsaid_stays_as_it_is_shipped() -> None:
    programmes = read('[programme.hot]\nsilent = "re-engage"\n[programme.light]\nmax_cost = 10')
    assert programmes["hot"] == Programme("hot", ("inbound", "last-call"), None, "re-engage")
    assert programmes["light"] == Programme("light", ("light",), 1000)
    assert read("") == SHIPPED


def test_a_cost_of_nothing_takes_the_programme_off_the_choice_by_cost() -> None:
    assert read("[programme.light]\nmax_cost = 0")["light"].max_cost is None


def test_a_retired_campaign_may_stay_in_a_programme_to_be_passed_over() -> None:
    assert read('hot = ["inbound", "old", "old-inbound"]')["hot"].campaigns[1:] == ("old", "old-inbound")


@pytest.mark.parametrize(
    ("text", "says", "helps"),
    [
        ('hot = ["inbond"]', "line 1: 'hot' names 'inbond', which is no campaign", "Did you mean 'inbound'?"),
        ("\nhot = []", "line 2: 'hot' names no campaign", "at least one"),
        ('hot = ["inbound", "light", "inbound"]', "line 1: 'hot' names 'inbound' twice", "once"),
        ('hot = ["light", "inbound"]', "step 'one' is at 5m", "Only the first campaign"),
        ('hot = ["inbound", "monthly"]', "names 'monthly', whose items are for nurture", "by itself"),
        ("hot = 3", "line 1: 'hot' must be a list", "brackets"),
        ("hot = [3]", "line 1: 'hot' has 3 in it", ""),
        ('cold = ["inbound"]', "line 1: 'cold' is not a key", "It can be hot, programme, warm."),
        (
            '[programme.nurture]\ncampaigns = ["light"]',
            "'programme.nurture' is what follows every",
            "otherwise",
        ),
        ("programme = 3", "line 1: 'programme' must be a table", "[programme]"),
        (
            "[programme.mine]\nmax_cost = 3",
            "line 1: the key 'campaigns' of 'programme.mine'",
            "Add campaigns",
        ),
        (
            '[programme.mine]\ncampaigns = ["light"]\ncampains = []',
            "line 3: 'programme.mine.campains' is not a key",
            "'campaigns'",
        ),
        (
            'hot = ["inbound"]\n[programme.hot]\ncampaigns = ["light"]',
            "line 3: 'programme.hot.campaigns' is said twice",
            "one of them",
        ),
        (
            '[programme.mine]\ncampaigns = ["light"]\nmax_cost = "five"',
            "line 3: 'programme.mine.max_cost' must be an amount, not 'five'",
            "2.50",
        ),
        (
            '[programme.mine]\ncampaigns = ["light"]\nmax_cost = -1',
            "line 3: 'programme.mine.max_cost' is -1",
            "0 to",
        ),
        (
            '[programme.mine]\ncampaigns = ["light"]\nmax_cost = 5',
            "line 3: 'programme.mine.max_cost' is the same for 'light' and 'mine'",
            "one of them only",
        ),
        (
            '[programme.hot]\nsilent = "re-engaged"',
            "line 2: 'programme.hot.silent' names 're-engaged', which is no campaign",
            "'re-engage'",
        ),
        (
            '[programme.hot]\nsilent = "last-call"',
            "line 2: 'programme.hot.silent' is 'last-call', which the programme goes through",
            "another",
        ),
        ('[programme.light]\nsilent = "inbound"', "line 2: 'programme.light.silent' lets 'inbound'", "days"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_the_nearest_word(text: str, says: str, helps: str) -> None:
    refused = refusal(lambda: read(text))
    assert refused.startswith("programmes.toml, line")
    assert says in refused
    assert helps in refused


def test_a_shipped_programme_that_a_teams_campaign_does_not_fit_is_told() -> None:
    swift = CAMPAIGNS | {"last-call": plan("last-call", MINUTES)}
    fault = fault_of(SHIPPED["hot"], swift)
    assert fault is not None
    assert fault[0] == "lets 'last-call' follow another campaign, but its step 'one' is at 5m"
    assert fault_of(SHIPPED["hot"], CAMPAIGNS) is None


def test_mails_alone_make_a_campaign_that_can_follow() -> None:
    mail = Campaign("m", 1, "m", "g", "m", "a", (Step("one", EMAIL, Offset(days=0), auto=True),))
    assert fault_of(Programme("p", ("inbound", "m")), CAMPAIGNS | {"m": mail}) is None
