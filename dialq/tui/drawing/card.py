"""The card of the lead in hand, from who it is to what happened."""

from __future__ import annotations

from collections.abc import Sequence

from dialq.desk.costs import money as dollars
from dialq.desk.views import Card, Meter
from dialq.engine.persona import NO, UNKNOWN, YES, Fit, FitCheck
from dialq.tui.drawing.header import rule
from dialq.tui.drawing.numbers import address_line, large_number, number_lines, short_link
from dialq.tui.drawing.story import story_lines
from dialq.tui.formatting import came_at, channel_word, lateness, past_day, stopwatch, title_of
from dialq.tui.spans import ACCENT, BOLD, DIM, KEY, WARN, Line, Part, crop, ends, line, span, width_of, wrap
from dialq.tui.state import WorkState, is_suppressed, suppressed_words

WIDE = 100
"""Cells from which on the card says more than signs."""
LABEL = 10
"""Cells of the WHY NOW / SAY / STEP column."""


def card_lines(state: WorkState, width: int, height: int) -> tuple[Line, ...]:
    """The whole card in exactly `height` lines."""
    card = state.card
    if card is None:
        return ()
    spare = max(0, height - 15)
    across = rule(width, ascii_only=state.ascii)
    top = [*_who(state, card, width, small=not spare), *_why(state, card, width, 1 + min(spare, 2)), across]
    top += number_lines(state, width, 2 + min(4, spare // 2))
    top += [address_line(state, card, width), _step(card, width)]
    top += [*(_did(state, card, width) if spare else ()), *_also(card, width, 1 + min(2, spare // 4)), across]
    rest = max(0, height - len(top) - 1)
    below = story_lines(state, card, width, rest)
    if state.dialled and rest >= 3:
        below = (*large_number(state.dialled, width, ascii_only=state.ascii), *below)[:rest]
    blank: list[Line] = [()] * (rest - len(below))
    return (*top, *below, *blank, across)[:height]


def _who(state: WorkState, card: Card, width: int, *, small: bool) -> tuple[Line, Line]:
    """Who it is, where it stands and how it fits; a small card says here that it went silent."""
    lead, item = card.lead, card.item
    who = line(span(f" {lead.name.upper()}   ", BOLD), lead.title)
    standing = line(*_standing(state, card), " ")
    room = width - width_of(who) - width_of(standing) - 1
    name = ends(who, (*_fit(card.fit, room), *standing), width)
    place = ", ".join(part for part in (lead.city, lead.region or lead.country) if part)
    facts = "   ".join(part for part in (short_link(lead.website), place) if part)
    from_where = " ".join(part for part in (card.temperature or lead.temperature, lead.source) if part)
    owner = f", {lead.owner}'s" if lead.owner and lead.owner != state.rep else ""
    company = lead.company or item.company or "no company"
    size = f", {lead.company_size} people" if lead.company_size else ""
    right = crop(line(span(f"{from_where}{owner} ", DIM)), width // 3)
    if small and card.silent_since is not None:
        right = line(span(f"{_silent(state, card)} ", WARN))
    return name, ends(line(f" {company}{size}   ", span(facts, DIM)), right, width)


_FIT_WORDS = {"company": "co", "size": "size", "title": "title", "industry": "ind"}
_FIT_SIGNS = {YES: "+", NO: "NO", UNKNOWN: "?"}


def _fit(fit: Fit, room: int) -> Line:
    """`fit: co + size + title + ind ?`: with reasons where there is room, else only what is not a yes."""
    if not fit.checks:
        return ()
    open_checks = [check for check in fit.checks if check.answer != YES]
    forms = (
        _checks(fit.checks, reasons=True),
        _checks(fit.checks),
        _checks(open_checks) if open_checks else line(span("fits   ", DIM)),
    )
    return next((form for form in forms if width_of(form) <= room), forms[-1])


def _checks(checks: Sequence[FitCheck], *, reasons: bool = False) -> Line:
    parts: list[Part] = [span("fit: ", DIM)]
    for check in checks:
        role = WARN if check.answer == NO else DIM if check.answer == YES else ""
        why = f" ({check.reason})" if reasons and check.answer != YES else ""
        parts.append(span(f"{_FIT_WORDS[check.name]} {_FIT_SIGNS[check.answer]}{why} ", role))
    return line(*parts, "  ")


def _did(state: WorkState, card: Card, width: int) -> list[Line]:
    """What the lead did, newest first, and what was spent on it; no line where nothing is known of either."""
    silent = _silent(state, card)
    did = ", ".join(f"{one.kind} {one.when} {one.topic}".rstrip() for one in card.interactions)
    money = _money(card)
    if not (money or silent or did):
        return []
    words: list[Part] = [span(f"{silent}{'; ' if silent and did else ''}", WARN), did]
    return [ends(line(span(" DID      ", DIM), *words), money, width)]


def _silent(state: WorkState, card: Card) -> str:
    """Since when it does not answer, though it showed interest (R11.3, SEED4-06)."""
    since = card.silent_since
    return f"SILENT since {past_day(since, state.zone, state.now)}" if since is not None else ""


def _money(card: Card) -> Line:
    """`spent $4.10 of $35`, where costs are known; more than it cost to get is a warning (R19)."""
    if not card.spent and card.budget is None:
        return ()
    budget = f" of {dollars(card.budget)}" if card.budget is not None else ""
    over = card.budget is not None and card.spent > card.budget
    return line(span(f"spent {dollars(card.spent)}{budget} ", WARN if over else DIM))


def _standing(state: WorkState, card: Card) -> list[Part]:
    item = card.item
    if state.inbound or state.unfinished:
        return [span("THEY RANG" if state.inbound else "UNFINISHED", ACCENT)]
    title = title_of(item) or card.stage.upper()
    age = state.now - came_at(item)
    if item.tier in ("now", "fresh") and age < 3600:
        return [span(f"{title} ", ACCENT), span(stopwatch(age), WARN if age >= 60 else ACCENT)]
    late = lateness(item, state.now)
    return [span(title, ACCENT), span(f" {late}" if late else "", WARN if "late" in late else "")]


def _why(state: WorkState, card: Card, width: int, room: int) -> list[Line]:
    key = state.keymap.first
    lines: list[Line] = []
    banner = suppressed_words(card) if is_suppressed(card) else card.banner
    if banner and banner != card.why_now:
        lines += _labelled("!", banner, width, room, role=WARN)
    why = "You rang them and have not said what came of it" if state.unfinished else card.why_now
    lines += _labelled("WHY NOW", why, width, room, role=BOLD)
    if len(lines) > 1 and room == 1:
        return lines
    hint = line(span(f"{key('script.show')} = script/voicemail ", KEY, act="script.show"))
    to_print = card.item.step is not None and card.item.step.channel == "post"
    said = _labelled("CARD" if to_print else "SAY", card.say or "no script for this step", width - 22, room)
    return [*lines, ends(said[0], hint, width), *said[1:]]


def _labelled(label: str, text: str, width: int, room: int, *, role: str = "") -> list[Line]:
    words = wrap(text or "-", width - LABEL - 1, room)
    first = line(span(f" {label:<{LABEL - 1}}", WARN if role == WARN else DIM), span(words[0], role))
    return [first, *(line(" " * LABEL, span(part, role)) for part in words[1:])]


def _step(card: Card, width: int) -> Line:
    item = card.item
    step = item.step.label if item.step else "no step open"
    campaign = f", {item.campaign}" if item.campaign else ""
    left = line(span(" STEP     ", DIM), span(step, BOLD), f"{campaign}   ")
    caps = meter(card.meter, wide=width >= WIDE)
    more = line(span(f"{card.then[0]}   ", DIM)) if card.then else ()
    if width_of(left) + width_of(more) + width_of(caps) < width:
        caps = (*more, *caps)
    return ends(left, caps, width)


def meter(values: Meter, *, wide: bool) -> Line:
    """The cap meter: used / allowed here, today and in life (R7.7); a full one is marked `!`."""
    used, allowed = values.campaign
    bar = f"[{'#' * _tenths(used, allowed)}{'.' * (10 - _tenths(used, allowed))}] " if wide else "touches "
    parts: list[Part] = [span(bar, DIM)] if allowed else [span("touches ", DIM)]
    if allowed:
        parts += [_share(values.campaign, "here"), ", "]
    parts += [_share(values.day, "today"), ", ", _share(values.life, "in life")]
    for pair, what in ((values.calls, "calls"), (values.dials, "dials in 24 h")):
        if pair[1] and pair[0] >= pair[1]:
            parts += [", ", _share(pair, what)]
    return line(*parts, " ")


def _tenths(used: int, allowed: int) -> int:
    return min(10, round(10 * used / allowed)) if allowed else 0


def _share(pair: tuple[int, int], what: str) -> Part:
    used, allowed = pair
    full = used >= allowed
    return span(f"{'!' if full else ''}{used}/{allowed} {what}", WARN if full else "")


def _also(card: Card, width: int, room: int) -> list[Line]:
    if not card.colleagues:
        return [line(span(" ALSO     ", DIM), span("nobody else at this company", DIM))]
    shown = []
    for place, other in enumerate(card.colleagues[:room]):
        count = len(card.colleagues)
        more = f"{count} more at {card.item.company}: " if place == 0 and count > 1 else ""
        title = f" ({other.title})" if other.title else ""
        label = span(" ALSO     " if place == 0 else " " * LABEL, DIM)
        words = wrap(f"{more}{other.name}{title} {other.text}", width - LABEL - 1, 1)
        shown.append(line(label, *words))
    return shown


def step_verb(state: WorkState) -> str:
    """What Enter would do now, for the keys bar."""
    card = state.card
    if card is None:
        return "next"
    if card.on_call is not None:
        return "on call"
    if is_suppressed(card):
        return "next"
    channel = card.item.step.channel if card.item.step else "call"
    verbs = {"call": "ring", "email": "preview mail", "research": "research", "post": "to print batch"}
    return "done, next" if state.opened else verbs.get(channel, channel_word(channel))
