"""Lines about mails fit, lose nothing that is to be read, say in words what colours say, and drive no terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialq.clock import Instant
from dialq.desk.mail_views import OutboxView
from dialq.tui.actions import BY_ID
from dialq.tui.drawing.header import day_line, header
from dialq.tui.drawing.letter import broken, mail_lines, text_lines
from dialq.tui.drawing.mass import mass_lines
from dialq.tui.drawing.meter import bar
from dialq.tui.drawing.outbox import Look, outbox_lines, rows_of
from dialq.tui.drawing.thread import thread_lines
from dialq.tui.keymap import build_keymap
from dialq.tui.mail_vocabulary import WholeMail
from dialq.tui.spans import Line, width_of
from dialq.tui.terminal import visible, visible_lines
from tests.tui import fake_mail
from tests.tui.fake_desk import NOON, a_desk
from tests.tui.fake_mail import FAILED, IN_HOLD, NOTHING, PLANNED, SALES, STOPPED, THREAD, a_full_outbox
from tests.tui.test_lines import NASTY, a_state

KEYS = build_keymap()


def a_look(width: int, height: int = 20) -> Look:
    return Look(width, height, "America/New_York", NOON, KEYS.first)


def words(lines: tuple[Line, ...]) -> str:
    return "\n".join("".join(piece.text for piece in shown) for shown in lines)


def hostile() -> OutboxView:
    """Every text that others wrote drives a terminal, if it is let."""
    view = a_full_outbox()
    return view._replace(
        mailboxes=tuple(box._replace(stopped=NASTY, problem=NASTY, sender=NASTY) for box in view.mailboxes),
        hold=tuple(one._replace(subject=NASTY, name=NASTY, why=NASTY) for one in view.hold),
        failed=(FAILED._replace(why=NASTY),),
        planned=tuple(one._replace(subject=NASTY, problem=NASTY) for one in view.planned),
        look=tuple(one._replace(sender=NASTY, subject=NASTY, acted=NASTY) for one in view.look),
    )


@pytest.mark.parametrize("width", [80, 100, 120, 140, 200])
@pytest.mark.parametrize("view", [a_full_outbox(), NOTHING, hostile()], ids=["full", "nothing", "hostile"])
def test_the_mail_screen_fits_and_shows_what_would_drive_a_terminal(view: OutboxView, width: int) -> None:
    rows = rows_of(view)
    for mark in range(max(1, len(rows))):
        lines = outbox_lines(view, rows, mark, a_look(width))
        assert len(lines) <= 20
        assert all(width_of(shown) <= width for shown in lines)
        assert words(lines).replace("\n", "").isprintable()


def test_many_rows_scroll_with_the_mark_and_many_mailboxes_are_counted() -> None:
    """A hundred mails, twenty mailboxes: the page stays a page, and what needs a person stands first."""
    hold = tuple(
        IN_HOLD[0]._replace(message=f"<{place}@example.com>", name=f"Lead {place}") for place in range(100)
    )
    boxes = tuple(SALES._replace(name=f"box-{place}") for place in range(20))
    view = NOTHING._replace(mailboxes=(*boxes, STOPPED), hold=hold)
    for mark in (0, 50, 99):
        lines = outbox_lines(view, rows_of(view), mark, a_look(80, 19))
        shown = words(lines)
        assert len(lines) <= 19
        assert f"Lead {mark}," in shown
        assert "! STOPPED" in shown
        assert "and 17 more" in shown or "and 16 more" in shown


@given(st.text(max_size=300), st.integers(12, 60))
def test_a_text_to_read_fits_and_loses_no_letter(text: str, width: int) -> None:
    lines = text_lines(text, width)
    shown = words(lines)
    assert all(width_of(one) <= width for one in lines)
    assert all(visible(one) == one for one in shown.split("\n"))
    assert "".join(shown.split()) == "".join(visible_lines(text).split())


@given(st.lists(st.text(alphabet="abcäß漢 ", min_size=1, max_size=40), max_size=8), st.integers(2, 30))
def test_breaking_a_line_keeps_every_word(parts: list[str], room: int) -> None:
    text = " ".join(parts)
    assert "".join("".join(broken(text, room)).split()) == "".join(text.split())


def test_a_thread_fits_quotes_are_dim_and_hostile_text_is_shown() -> None:
    long = THREAD[2]._replace(
        text=f"{NASTY}\n> quoted\n{'https://example.com/' * 20}", who=NASTY, subject=NASTY
    )
    for width in (80, 140):
        lines, last = thread_lines((*THREAD, long), width)
        assert all(width_of(shown) <= width for shown in lines)
        assert words(lines).replace("\n", "").isprintable()
        assert words(lines).replace("\n", "").replace(" ", "").count("https://example.com/") == 20
        assert 0 < last < len(lines)


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [("reply", "reply"), ("out-of-office", "out of office"), ("bounce", "bounced"), ("unsubscribe", "wants no mail"),
     ("complaint", "spam complaint"), ("left-company", "left the company"), ("calendar", "calendar")],
)  # fmt: skip
def test_r14_3_every_kind_of_letter_has_words(kind: str, wanted: str) -> None:
    lines, _ = thread_lines((THREAD[1]._replace(kind=kind),), 80)
    assert wanted in words(lines)


def test_our_own_mails_say_what_became_of_them() -> None:
    states = ("sent", "hold", "failed", "unconfirmed")
    lines, _ = thread_lines(tuple(THREAD[0]._replace(kind=kind) for kind in states), 80)
    for word in ("left", "waits", "failed", "may have left"):
        assert word in words(lines)


def test_a_whole_mail_says_that_html_goes_along() -> None:
    whole = WholeMail("Ana <ana@example.com>", "kim@example.org", "Hi", "Text", "Footer", html=True)
    assert "an HTML part goes along" in words(mail_lines(whole, 80))
    assert "an HTML part" not in words(mail_lines(whole._replace(html=False), 80))


@pytest.mark.parametrize(
    ("used", "allowed", "wanted"),
    [(0, 50, "[..........]"), (47, 50, "[#########.]"), (50, 50, "[##########]"), (60, 50, "[##########]"),
     (0, 0, "[##########]")],
)  # fmt: skip
def test_the_meter_is_a_bar(used: int, allowed: int, wanted: str) -> None:
    assert bar(used, allowed) == wanted


def test_r14_4_the_header_says_as_much_of_mails_as_fits() -> None:
    state = a_state()
    state.mailbox = SALES
    assert state.figures is not None
    state.figures = state.figures._replace(in_hold=2)
    assert "mail 47/50, 2 in hold" in words((day_line(state, 140),))
    assert "mail 47/50" in words((day_line(state, 80),))
    state.promises = ()
    assert "mail 47/50, 2 in hold" in words((day_line(state, 80),))
    assert all(width_of(day_line(state, width)) <= width for width in range(40, 160))


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"sent": 50}, "! mail: 50 of 50 mails of the day have left: the next leaves 14:10"),
        ({"stopped": "535 no"}, "! mail: the mailbox sales is stopped: 535 no"),
        ({"problem": "cannot be reached"}, "! mail: the mailbox sales: cannot be reached"),
        ({"sent": 50, "waiting": 0}, ""),
        ({}, ""),
    ],
)
def test_what_is_wrong_with_my_mailbox_stands_in_words(changes: dict[str, object], wanted: str) -> None:
    state = a_state()
    state.mailbox = SALES._replace(**changes)  # type: ignore[arg-type]
    shown = words(header(state, 140))
    assert wanted in shown
    assert ("! mail" in shown) == bool(wanted)


def test_two_faults_share_the_line() -> None:
    state = a_state()
    state.mailbox, state.fault = STOPPED, "campaigns/inbound.toml line 12: " + "x" * 200
    for width in (80, 140):
        shown = words(header(state, width))
        assert "! policy: campaigns/inbound" in shown
        assert "! mail: the mailbox events" in shown
        assert all(width_of(part) <= width for part in header(state, width))


def test_a_mass_fits_at_every_width() -> None:
    mass = fake_mail.mass_mail(a_desk(), "pricing")
    mass = mass._replace(lines=tuple(one._replace(name=NASTY) for one in mass.lines))
    for width in (80, 140):
        lines = tuple(mass_lines(mass, {1}, {1}, 1, width, 18))
        assert len(lines) <= 18
        assert all(width_of(shown) <= width for shown in lines)
        assert words(lines).replace("\n", "").isprintable()


def test_a_planned_mail_that_lacks_a_field_says_so() -> None:
    view = NOTHING._replace(planned=(PLANNED[0]._replace(problem="first_name is empty"),))
    shown = words(outbox_lines(view, rows_of(view), 0, a_look(80)))
    assert "! blank" in shown
    assert "first_name is empty. e fills it in." in shown


def test_the_keys_named_on_the_page_are_those_in_force() -> None:
    keymap = build_keymap({"outbox.left": "L"})
    view = a_full_outbox()
    look = Look(80, 20, "America/New_York", Instant(NOON), keymap.first)
    assert "L = it left" in words(outbox_lines(view, rows_of(view), 0, look))
    assert BY_ID["outbox.left"].place == "Mail screen"
