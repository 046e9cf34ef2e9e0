"""The keys bar, drawn from the declared actions."""

from __future__ import annotations

from dialq.tui.actions import ACTIONS, ANSWER, BY_ID, DAY, POLICY, QUEUE, WORK, Action
from dialq.tui.drawing.card import step_verb
from dialq.tui.drawing.header import rule
from dialq.tui.forms import Form
from dialq.tui.spans import ACCENT, DIM, KEY, RULE, WARN, Line, Span, crop, line, span, width_of, wrap
from dialq.tui.state import WorkState


def keys_bar(state: WorkState, width: int, form: Form | None = None) -> tuple[Line, ...]:
    """A rule that carries the last message, then two lines of keys, three on wide screens or behind a prefix."""
    message = message_rules(state, width)
    if form is not None:
        return *message, *form_help(form, width, ROWS_OF_LETTERS - len(message))
    if state.prefix:
        return *message, *other_row(state, width, ROWS_OF_LETTERS)
    answers = [act for act in ACTIONS if act.group == ANSWER and " " not in act.keys[0]]
    here = [act for act in ACTIONS if act.place == WORK and act.bar and act.id != "help.keys"]
    rest = [act for act in here if act.group != ANSWER]
    if width >= WIDE:
        far = [act for act in rest if act.group in (QUEUE, DAY, POLICY)]
        near = [act for act in rest if act not in far]
        return (
            *message,
            _fill(state, answers, width),
            _fill(state, near, width),
            _fill(state, far, width, last=True),
        )
    few = [act for act in rest if act.id in _NARROW]
    return *message, _fill(state, answers[:7], width), _fill(state, [*answers[7:], *few], width, last=True)


WIDE = 120
ROWS_OF_LETTERS = 3
"""The keys' two lines and the `then` line, or the keys' three on wide screens."""
_NARROW = ("note.open", "mail.write", "step.later", "lead.inbound", "undo.undo")


def message_rules(state: WorkState, width: int) -> tuple[Line, ...]:
    """A line across that carries one sentence, when there is one; a second line for a long one."""
    if not state.message:
        return (rule(width, ascii_only=state.ascii),)
    sign = "! " if state.warned else ""
    role = WARN if state.warned else ACCENT
    return tuple(_carrying(part, role, width, state) for part in wrap(f"{sign}{state.message}", width - 6, 2))


def _carrying(text: str, role: str, width: int, state: WorkState) -> Line:
    said = line(span(f" {text} ", role))
    dash = "-" if state.ascii else "─"
    return (Span(dash * 2, RULE), *said, Span(dash * max(0, width - 2 - width_of(said)), RULE))


def _fill(state: WorkState, actions: list[Action], width: int, *, last: bool = False) -> Line:
    """As many of the actions as fit, in the fullest words and widest gaps with which all do."""
    looks = ((True, 2), (True, 1), (False, 1)) if width >= WIDE else ((False, 1),)
    for wide, gap in looks:
        tail = (span(" "), *_key(state, BY_ID["help.keys"], wide=wide)) if last else ()
        pieces = [_piece(state, act, wide=wide, gap=gap if place else 1) for place, act in enumerate(actions)]
        if sum(width_of(piece) for piece in pieces) + width_of(tail) <= width:
            break
    shown: list[Span] = []
    for piece in pieces:
        if width_of(shown) + width_of(piece) + width_of(tail) <= width:
            shown += piece
    return (*shown, *tail)


def _piece(state: WorkState, action: Action, *, wide: bool, gap: int) -> Line:
    parting = (span(" :", DIM),) if action.id == "answer.callback" else ()
    return (*parting, span(" " * gap), *_key(state, action, wide=wide))


def _key(state: WorkState, action: Action, *, wide: bool) -> Line:
    label = _label(state, action, wide=wide)
    key = state.keymap.first(action.id)
    if not key:
        return ()
    return line(span(key, KEY, act=action.id), span(f" {label}", act=action.id))


def _label(state: WorkState, action: Action, *, wide: bool) -> str:
    if action.id == "step.do":
        return step_verb(state)
    if action.id == "answer.voicemail" and state.card and state.card.item.step and state.card.item.step.pair:
        return "voicemail+mail" if wide else "vmail+mail"
    return action.label if wide else action.short or action.label


def form_help(form: Form, width: int, rows: int = 2) -> tuple[Line, ...]:
    """What a form can take in at most so many lines, and its keys."""
    said = wrap(form.note, width - 2, max(1, rows))
    several = (span("Tab", KEY), span(" next field   ")) if len(form.fields) > 1 else ()
    keys = line(" ", span("Enter", KEY), " ok   ", *several, span("Esc", KEY), " back")
    return (*(line(f" {part}") for part in said), keys)


def other_row(state: WorkState, width: int, rows: int) -> tuple[Line, ...]:
    """What the letters behind 0 mean, in so many lines."""
    pieces = [line(span(f" {state.prefix} "), span("then ", DIM))]
    for letter, act in state.keymap.row(state.prefix):
        pieces.append(line(span(letter, KEY, act=act), span(f" {BY_ID[act].label.rstrip('.')}  ", act=act)))
    pieces.append(line(span("Esc", KEY), " back"))
    lines: list[Line] = [()]
    for piece in pieces:
        if width_of(lines[-1]) + width_of(piece) > width and len(lines) < rows:
            lines.append(line(" "))
        lines[-1] = (*lines[-1], *piece)
    return tuple(crop(shown, width) for shown in lines)
