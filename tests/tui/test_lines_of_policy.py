"""Pictures of campaigns, programmes and experiments as lines: what stands where, in any width."""

from __future__ import annotations

from datetime import date

import pytest

from dialq.clock import Instant
from dialq.desk.policy_views import Judging, LoadView, Rate
from dialq.engine.campaign import CALL, EMAIL, Offset, Step
from dialq.tui.drawing.campaigns import Look, detail_lines, list_lines, summary_lines
from dialq.tui.drawing.diff import diff_lines
from dialq.tui.drawing.experiment import bar, experiment_lines, scale
from dialq.tui.drawing.flow import flow_lines
from dialq.tui.drawing.header import header, large
from dialq.tui.drawing.keys import message_rules
from dialq.tui.drawing.load import load_lines
from dialq.tui.drawing.timeline import Planned, letter_of, timeline
from dialq.tui.formatting import day_and_clock, day_of
from dialq.tui.keymap import build_keymap
from dialq.tui.spans import WARN, Line, width_of
from dialq.tui.state import WorkState
from tests.tui.fake_desk import NOON, a_desk
from tests.tui.fake_policy import campaign_lines, campaign_view, diff, experiment_view, load, programme_flow

ZONE = "America/New_York"
WIDTHS = pytest.mark.parametrize("width", [60, 80, 119, 140, 200])


def words(lines: tuple[Line, ...]) -> list[str]:
    """Lines as plain text."""
    return ["".join(piece.text for piece in shown) for shown in lines]


def a_plan(*days: int, leads: int = 1) -> list[Planned]:
    """A call on each of these days."""
    return [Planned(Step(f"call-{day}", CALL, Offset(days=day)), leads) for day in days]


def test_days_stand_as_far_apart_as_their_dates_and_under_their_steps() -> None:
    marks, axis, days, leads = words(timeline(a_plan(0, 5, 10), 60))
    places = [place for place, letter in enumerate(marks) if letter == "C"]
    assert places[2] - places[1] == places[1] - places[0]
    assert [axis[place] for place in places] == ["┴", "┴", "┴"]
    assert [days[places[0]], days[places[1]], days[places[2] : places[2] + 2]] == ["0", "5", "10"]
    assert [leads[place] for place in places] == ["1", "1", "1"]


def test_days_in_a_row_never_touch() -> None:
    *_, days, leads = words(timeline(a_plan(0, 1, 2, 3, 30, leads=3120), 80))
    assert days.split() == ["day", "0", "1", "2", "3", "30"]
    assert leads.split() == ["leads", *["3120"] * 5]


def test_steps_of_one_day_stand_one_above_the_other_the_first_lowest() -> None:
    steps = [Step("a", CALL, Offset(minutes=1)), Step("b", EMAIL, Offset(minutes=20), auto=True)]
    upper, lower, *_ = words(timeline([Planned(step, 0) for step in steps], 60))
    assert (upper.strip(), lower.strip()) == ("m", "C")
    assert [letter_of(step) for step in steps] == ["C", "m"]


@pytest.mark.parametrize("count", [1, 12, 40])
def test_a_plan_of_any_length_fits_and_says_what_is_left_out(count: int) -> None:
    lines = timeline(a_plan(*range(count), leads=1234), 60)
    assert max(width_of(shown) for shown in lines) <= 60
    shown = len(words(lines)[2].split()) - 1
    assert shown == count or f"{count - shown} more days" in words(lines)[1]


def test_a_finding_is_marked_under_its_day_and_said_beside_its_step() -> None:
    view = campaign_view(a_desk(), "inbound")
    lines = words(detail_lines(view, Look(130, ZONE)))
    check = next(shown for shown in lines if shown.startswith(" check"))
    days = next(shown for shown in lines if shown.startswith(" day"))
    assert days[check.index("!") : check.index("!") + 2] == "15"
    place = next(place for place, shown in enumerate(lines) if shown.startswith(" C call-6"))
    assert "! one day after call 5" in lines[place + 1]
    assert any("Accepted: the example is the gift" in shown for shown in lines)


@pytest.mark.parametrize("height", [8, 14, 30])
@WIDTHS
def test_a_summary_never_outgrows_its_place(width: int, height: int) -> None:
    lines = summary_lines(campaign_view(a_desk(), "inbound"), Look(width, ZONE), height)
    assert len(lines) <= height
    assert max(width_of(shown) for shown in lines) <= width


@WIDTHS
def test_a_programme_shows_every_leg_its_rest_and_its_end(width: int) -> None:
    lines = flow_lines(programme_flow(a_desk(), "hot"), width)
    text = "\n".join(words(lines))
    assert max(width_of(shown) for shown in lines) <= width
    for part in (
        "names       40",
        "inbound v4",
        "120",
        "rest 30 days: 14 leads",
        "nurture",
        "won 4",
        "lost 31",
    ):
        assert part in text


def test_the_leads_of_an_older_version_stand_at_their_steps() -> None:
    places = (("call-1", 10), ("email-2", 4)), (("call-9", 1),)
    view = campaign_view(a_desk(), "inbound")._replace(older_steps=places)
    lines = words(detail_lines(view, Look(80, ZONE)))
    assert " v3 at    call-1 10, email-2 4" in [shown.rstrip() for shown in lines]
    assert " v2 at    call-9 1" in [shown.rstrip() for shown in lines]


def test_no_lead_of_a_programme_is_left_off_its_picture() -> None:
    """The suppressed, and those at no campaign that the programme names."""
    text = "\n".join(words(flow_lines(programme_flow(a_desk(), "hot")._replace(suppressed=7, outside=2), 80)))
    assert "suppressed 7" in text
    assert "else: 2 leads active or resting" in text


def test_pictures_are_drawn_without_box_characters_too() -> None:
    drawn = [
        *flow_lines(programme_flow(a_desk(), "hot"), 80, ascii_only=True),
        *summary_lines(campaign_view(a_desk(), "inbound"), Look(80, ZONE, ascii=True), 20),
    ]
    assert not set("\n".join(words(tuple(drawn)))) & set("─│┌┐└┘▼▸┴█░")


def test_an_interval_is_drawn_from_low_to_high_with_its_rate_between() -> None:
    assert bar(Rate(5, 10, 0.2, 0.8), 11, 1.0) == "  |--x--|"
    assert bar(Rate(0, 10, 0.0, 0.3), 11, 1.0) == "x--|"
    assert bar(Rate(0, 0, 0.0, 1.0), 11, 1.0) == ""


def test_all_bars_of_an_experiment_have_one_scale() -> None:
    view = experiment_view(a_desk(), "short-or-long")
    assert scale(view) == 0.6
    none = view._replace(arms=tuple(arm._replace(contacted=Rate(0, 0, 0, 1), responded=Rate(0, 0, 0, 1),
                                                 converted=Rate(0, 0, 0, 1)) for arm in view.arms))  # fmt: skip
    assert scale(none) == 0.1


@WIDTHS
def test_too_early_is_said_instead_of_a_verdict(width: int) -> None:
    """R20.1."""
    early = "\n".join(words(experiment_lines(experiment_view(a_desk(), "short-or-long"), ZONE, width)))
    late = "\n".join(words(experiment_lines(experiment_view(a_desk(), "old-question"), ZONE, width)))
    assert "too early (ends 31 Jan, 40 of 200 per arm)" in early.replace("\n ", " ").replace("  ", " ")
    assert "with 93 %" not in early
    assert "too early" not in late
    assert "long reaches more with 93 %" in late


def test_the_dry_run_counts_what_it_does_not_list() -> None:
    text = "\n".join(words(diff_lines(diff(a_desk()), 100)))
    assert "+ ENTER TODAY'S QUEUE: 12 leads, 2 shown" in text
    assert "Sam Ode" in text
    assert "60 -> 52" in text
    assert "-8" in text


def test_the_load_names_what_would_free_hands() -> None:
    """SEED1-14."""
    desk = a_desk()
    desk.loaded = True
    text = "\n".join(words(load_lines(load(desk), 80)))
    assert "! due today 450, hands for 430: 20 will slip" in text
    assert "78 mails of follow-up-21" in text
    late = next(
        shown for shown in load_lines(load(desk), 80) if "610" in "".join(piece.text for piece in shown)
    )
    assert late[-1].role == WARN
    assert "all can be done today" in "\n".join(words(load_lines(LoadView(4, 60, 1, 0, {}, ()), 80)))


def a_state() -> WorkState:
    """An empty work screen."""
    return WorkState("ana", ZONE, build_keymap(), NOON)


@WIDTHS
def test_a_broken_policy_and_the_judging_stand_in_the_header(width: int) -> None:
    state = a_state()
    state.fault = 'campaigns/inbound.toml line 12: "at" is no time. Write "30m", "1h" or "5d".'
    state.judging = Judging(340_400, 1_000_000)
    free = a_desk().cards[0].item
    for news, place in ((None, 1), (free, 2)):
        state.news = news
        lines = header(state, width)
        assert width_of(lines[2]) == width
        assert "! policy: campaigns/inbound" in words(lines)[2]
        assert "judging anew 340k of 1M" in words(lines)[place]
        assert any(piece.role == WARN for piece in lines[2])


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "0"), (950, "950"), (12_300, "12k"), (1_000_000, "1M"), (1_250_000, "1.2M")]
)
def test_large_counts_are_short(count: int, shown: str) -> None:
    assert large(count) == shown


@WIDTHS
def test_a_long_message_takes_two_lines_and_is_not_cut(width: int) -> None:
    state = a_state()
    state.say("Mail to jordan leaves at 10:21 and the next call is on Friday at 14:30", warn=True)
    lines = message_rules(state, width)
    said = " ".join("".join(piece.text for piece in shown).replace("─", "").strip() for shown in lines)
    assert said == "! Mail to jordan leaves at 10:21 and the next call is on Friday at 14:30"
    assert len(lines) == (2 if width == 60 else 1) or width == 80
    assert all(width_of(shown) == width for shown in lines)


def test_who_rests_longest_is_counted_with_the_others() -> None:
    view = campaign_view(a_desk(), "inbound")._replace(resting_until=((date(2025, 12, 4), 27),))
    text = "\n".join(words(summary_lines(view, Look(100, ZONE), 20)))
    assert "31 leads: 27 until 4 Dec, 4 later" in text


def test_a_list_that_is_cut_says_how_many_are_not_seen() -> None:
    known = campaign_lines(None) * 3
    shown = words(list_lines(known, 0, Look(80, "UTC"), 5))
    assert shown[0].endswith(f"{len(known) - 4} below ")
    shown = words(list_lines(known, len(known) - 1, Look(80, "UTC"), 5))
    assert shown[0].endswith(f"{len(known) - 4} above ")


def test_a_day_of_another_year_says_so() -> None:
    assert day_of(date(2026, 12, 4), 2026) == "4 Dec"
    assert day_of(date(2027, 10, 22), 2026) == "22 Oct 27"
    assert day_and_clock(Instant(1_800_000_000), "UTC", Instant(1_780_000_000)) == "15 Jan 27 08:00"
