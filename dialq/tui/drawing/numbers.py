"""The numbers, the addresses and the number shown large."""

from __future__ import annotations

from dialq.desk.views import Card, NumberView
from dialq.tui.spans import ACCENT, BOLD, DIM, KEY, WARN, Line, column, ends, line, span
from dialq.tui.state import WorkState
from dialq.tui.terminal import bare_number, tel_link

_DIGITS = {
    "0": ("█▀█", "█ █", "▀▀▀"), "1": ("▀█ ", " █ ", "▀▀▀"), "2": ("▀▀█", "█▀▀", "▀▀▀"),
    "3": ("▀▀█", " ▀█", "▀▀▀"), "4": ("█ █", "▀▀█", "  ▀"), "5": ("█▀▀", "▀▀█", "▀▀▀"),
    "6": ("█▀▀", "█▀█", "▀▀▀"), "7": ("▀▀█", "  █", "  ▀"), "8": ("█▀█", "█▀█", "▀▀▀"),
    "9": ("█▀█", "▀▀█", "▀▀▀"), "+": ("   ", "▄█▄", " ▀ "), "x": ("   ", "▀▄▀", "▀ ▀"), " ": ("  ", "  ", "  "),
}  # fmt: skip


def number_lines(state: WorkState, width: int, room: int) -> tuple[Line, ...]:
    """The numbers with local time and window, the chosen one marked `>`, in at most `room` lines."""
    card = state.card
    if card is None:
        return ()
    if not card.numbers:
        return (line(span(" phone    ", DIM), span("no number", WARN), "   a = add one"),)
    places = list(range(len(card.numbers)))
    if len(places) > room:
        places = sorted({state.number, *[place for place in places if place != state.number][: room - 1]})
    hidden = len(card.numbers) - len(places)
    cells = min(28, max(19, *(len(card.numbers[place].shown) + 1 for place in places)))
    return tuple(
        _number_line(
            state,
            card.numbers[place],
            place == state.number,
            width,
            cells,
            hidden if place == places[-1] else 0,
        )
        for place in places
    )


def _number_line(
    state: WorkState, number: NumberView, chosen: bool, width: int, cells: int, hidden: int
) -> Line:
    mark = span(">" if chosen else " ", ACCENT)
    kind = column(number.kind or "phone", 9, BOLD if chosen else "")
    shown = column(number.shown, cells, ACCENT if chosen else "", link=tel_link(number.number))
    if number.dead:
        return line(mark, kind, shown, span(f"dead  {number.last}", WARN))
    place = f"{number.local_time}, " if number.local_time else ""
    window = line(span(place), span(number.window, "" if number.open else WARN))
    key = state.keymap.first("number.other")
    more = f"  {key} = {hidden} more" if hidden else ""
    last = line(span(f"{number.last}{more} ", DIM)) if width >= 100 or not chosen else line(span(more, KEY))
    return ends(line(mark, kind, shown, *window), last, width)


def address_line(state: WorkState, card: Card, width: int) -> Line:
    """Mail address, LinkedIn and website, with the key that copies or opens them."""
    lead = card.lead
    mail = lead.emails[0] if lead.emails else "no mail address"
    more = f" (+{len(lead.emails) - 1})" if len(lead.emails) > 1 else ""
    by_mail = card.item.step is not None and card.item.step.channel == "email"
    left = line(
        span(">" if by_mail else " ", ACCENT),
        column("mail", 9, BOLD if by_mail else ""),
        span(mail + more, "" if lead.emails else DIM, link=f"mailto:{mail}" if lead.emails else ""),
        span(f"   in: {short_link(lead.linkedin)}" if lead.linkedin else "", link=lead.linkedin),
    )
    key = state.keymap.first("contact.copy")
    return ends(left, line(span(f"{key} = copy/open ", KEY, act="contact.copy")), width)


def short_link(link: str) -> str:
    """A link without what is the same on all of them."""
    short = link.removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return short.replace("linkedin.com/in/", "").rstrip("/")


def large_number(number: str, width: int, *, ascii_only: bool) -> tuple[Line, ...]:
    """The number to dial in large digits, ungrouped, three lines high; wide-spaced where there is no room."""
    bare = bare_number(number)
    if ascii_only or len(bare) * 4 + 2 > width:
        return ((), line(span("  " + " ".join(bare), BOLD, link=tel_link(number))), ())
    rows = zip(*(_DIGITS.get(digit, _DIGITS[" "]) for digit in bare), strict=True)
    return tuple(line(span("  " + " ".join(row), ACCENT)) for row in rows)
