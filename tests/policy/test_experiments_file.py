"""Experiments are read strictly: what they vary and what they put in its place must be there (R20.1)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from dialq.clock import from_datetime
from dialq.engine.campaign import (
    CALL,
    EMAIL,
    NURTURE_ITEMS,
    RESEARCH,
    SOCIAL,
    Campaign,
    Offset,
    Programme,
    Step,
)
from dialq.engine.experiment import Experiment, Variant
from dialq.policy.experiments_file import Known, parse_experiments
from tests.policy.refusing import refusal

STEPS = (
    Step("call-1", CALL, Offset(minutes=5), script="hello"),
    Step("research-1", RESEARCH, Offset(days=1)),
    Step("email-1", EMAIL, Offset(days=2), template="long"),
    Step("social-1", SOCIAL, Offset(days=3), template="note"),
)
INBOUND = Campaign("inbound", 1, "Inbound", "goal", "message", "approach", STEPS)
LATER = replace(INBOUND, name="later", steps=STEPS[2:])
KNOWN = Known(
    campaigns={
        one.name: one
        for one in (
            INBOUND,
            LATER,
            replace(LATER, name="calm"),
            replace(INBOUND, name="swift"),
            replace(LATER, name="old", retired=True),
            replace(LATER, name="monthly", kind=NURTURE_ITEMS),
        )
    },
    programmes={"hot": Programme("hot", ("inbound", "later")), "light": Programme("light", ("later",))},
    templates={"long": "Subject: Hello\n\nHello.", "short": "Subject: Hi\n\nHi.", "note": "Hi."},
    scripts={"hello": "Hello.", "question": "May I ask?"},
)
TEXT = """[[experiment]]
name = "short mail"
what = "template"
of = "inbound"
step = "email-1"
starts = 2026-12-01
ends = 2027-01-31
goal = "Shorter is better"
[experiment.variants]
long = "long"
short = { use = "short", weight = 2 }
"""


def read(text: str) -> tuple[Experiment, ...]:
    return parse_experiments(text, "experiments.toml", "America/New_York", KNOWN)


def test_an_experiment_runs_from_its_first_to_its_last_day_of_the_teams_calendar() -> None:
    assert read(TEXT) == (
        Experiment(
            "short mail",
            "template",
            "inbound",
            "email-1",
            from_datetime(datetime(2026, 12, 1, 5, tzinfo=UTC)),
            from_datetime(datetime(2027, 2, 1, 5, tzinfo=UTC)),
            (Variant("long", "long"), Variant("short", "short", 2)),
            "Shorter is better",
        ),
    )


def varying(what: str, of: str, one: str, other: str) -> str:
    return (
        f'[[experiment]]\nname = "e"\nwhat = "{what}"\nof = "{of}"\nstarts = 2026-12-01\nends = 2026-12-31\n'
        f'[experiment.variants]\na = "{one}"\nb = "{other}"\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        varying("campaign", "inbound", "inbound", "swift"),
        varying("campaign", "inbound", "inbound", "later"),
        varying("campaign", "later", "later", "calm"),
        varying("programme", "hot", "hot", "light"),
        TEXT.replace("email-1", "social-1").replace('"long"\n', '"note"\n'),
        TEXT.replace("email-1", "call-1").replace('"long"\n', '"hello"\n').replace('"short",', '"question",'),
    ],
)
def test_steps_campaigns_and_programmes_may_be_varied(text: str) -> None:
    (experiment,) = read(text)
    assert len(experiment.variants) == 2


def test_one_thing_may_be_varied_twice_one_after_the_other() -> None:
    second = (
        TEXT.replace("short mail", "again").replace("2027-01-31", "2027-03-31").replace("2026-12", "2027-02")
    )
    assert [one.name for one in read(TEXT + second)] == ["short mail", "again"]


@pytest.mark.parametrize(
    ("text", "says", "helps"),
    [
        (
            TEXT.replace('"template"', '"templates"'),
            "line 3: 'experiment 1.what' is 'templates'",
            "'template'",
        ),
        (TEXT.replace('"inbound"', '"inbond"'), "line 4: 'experiment 1.of' is 'inbond'", "'inbound'"),
        (TEXT.replace("email-1", "email-2"), "line 5: 'experiment 1.step' is 'email-2'", "'email-1'"),
        (TEXT.replace("email-1", "research-1"), "no step of 'inbound' with a text", "email-1, social-1"),
        (
            TEXT.replace("email-1", "call-1"),
            "line 10: 'experiment 1.variants.long' uses 'long'",
            "hello, question",
        ),
        (TEXT.replace('step = "email-1"', ""), "the key 'step' of 'experiment 1' is missing", "Add step"),
        (TEXT.replace("2026-12-01", '"soon"'), "line 6: 'experiment 1.starts' must be a date", "2026-12-01"),
        (TEXT.replace("2026-12-01", "9999-12-31"), "line 6: 'experiment 1.starts' is 9999-12-31", "2099"),
        (
            TEXT.replace("2027-01-31", "2026-12-01"),
            "line 7: 'experiment 1.ends' is 2026-12-01, not after",
            "run",
        ),
        (TEXT.replace("2027-01-31", "2027-01-31T08:00:00"), "line 7: 'experiment 1.ends' must be a date", ""),
        (TEXT.replace('"Shorter', '3 #"'), "line 8: 'experiment 1.goal' must be a text", ""),
        (TEXT.replace("goal", "gaol"), "line 8: 'experiment 1.gaol' is not a key", "Did you mean 'goal'?"),
        (TEXT.partition("[experiment.")[0], "the key 'variants' of 'experiment 1' is missing", "variants"),
        (TEXT.partition("short =")[0], "line 9: 'experiment 1.variants' has 1 in it", "at least two"),
        (TEXT.replace('= "long"', '= "lnog"'), "line 10: 'experiment 1.variants.long' uses 'lnog'", "'long'"),
        (
            TEXT.replace('= "long"', '= "note"'),
            "line 10: 'experiment 1.variants.long' uses 'note'",
            "Subject",
        ),
        (
            TEXT.replace('= "long"', '= "short"'),
            "line 10: 'experiment 1.variants.long' uses 'short' like",
            "differ",
        ),
        (TEXT.replace('= "long"', "= 1"), "line 10: 'experiment 1.variants.long' must be a text", "quotes"),
        (
            TEXT.replace("weight = 2", "weight = 0"),
            "line 11: 'experiment 1.variants.short.weight' is 0",
            "1 to",
        ),
        (
            TEXT.replace("use =", "uses ="),
            "line 11: the key 'use' of 'experiment 1.variants.short'",
            "Add use",
        ),
        (varying("campaign", "inbound", "inbound", "swft"), "line 9: 'experiment 1.variants.b'", "'swift'"),
        (varying("campaign", "inbound", "inbound", "old"), "uses 'old', which is retired", "enter"),
        (varying("campaign", "inbound", "inbound", "monthly"), "of kind 'nurture'", "one kind"),
        (varying("campaign", "later", "later", "swift"), "uses 'swift', which has steps in minutes", "first"),
        (varying("programme", "cold", "hot", "light"), "'cold', which is no programme", "hot, light"),
        (varying("programme", "hot", "hot", "lights"), "uses 'lights', which is no programme", "'light'"),
        (
            varying("programme", "hot", "hot", "light").replace("starts", 'step = "x"\nstarts'),
            "line 5: 'experiment 1.step' says nothing where a programme is varied",
            "Remove",
        ),
        (TEXT + TEXT, "line 13: 'experiment 2.name' 'short mail' is already taken", "unique"),
        (
            TEXT + TEXT.replace("short mail", "x"),
            "line 15: 'experiment 2.of' is varied by 'short mail'",
            "dates",
        ),
        (TEXT.replace("[[experiment]]", "[[experiments]]"), "", "experiment"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_the_nearest_word(text: str, says: str, helps: str) -> None:
    refused = refusal(lambda: read(text))
    assert refused.startswith("experiments.toml, line")
    assert says in refused
    assert helps in refused
