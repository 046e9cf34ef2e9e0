"""Lines to paint, as values: pieces of safe text with a role, no colours and no widgets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

from dialq.tui.terminal import visible

ACCENT, WARN, DIM, BOLD, KEY, RULE, MARKED = "accent", "warn", "dim", "bold", "key", "rule", "marked"
ROLES = (ACCENT, WARN, DIM, BOLD, KEY, RULE, MARKED)
"""What a piece of text means; the stylesheet says how that looks."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text that has one look. Its text is safe to show: build it with `span`."""

    text: str
    role: str = ""
    act: str = ""
    """The action a click on it does."""
    link: str = ""
    """Where it leads (OSC 8), in terminals that know links."""

    @property
    def width(self) -> int:
        """Terminal cells it takes."""
        return cell_len(self.text)


Line = tuple[Span, ...]
Part = str | Span


def span(text: str, role: str = "", *, act: str = "", link: str = "") -> Span:
    """A piece of text made safe to show."""
    return Span(visible(text), role, act, visible(link))


def line(*parts: Part) -> Line:
    """A line of pieces; plain strings are made safe."""
    return tuple(span(part) if isinstance(part, str) else part for part in parts if part != "")


def width_of(pieces: Iterable[Span]) -> int:
    """Terminal cells of a line."""
    return sum(piece.width for piece in pieces)


def crop(pieces: Line, width: int) -> Line:
    """The line cut to `width` cells, with `…` where something was cut."""
    if width_of(pieces) <= width:
        return pieces
    if width <= 0:
        return ()
    kept: list[Span] = []
    room = max(0, width - 1)
    for piece in pieces:
        if piece.width > room:
            kept.append(
                Span(set_cell_size(piece.text, room).rstrip() + "…", piece.role, piece.act, piece.link)
            )
            break
        kept.append(piece)
        room -= piece.width
    return tuple(kept)


def ends(left: Line, right: Line, width: int) -> Line:
    """`left` at the left and `right` at the right edge; the left gives way."""
    if not right:
        left = crop(left, width)
    else:
        right = crop(right, width)
        left = crop(left, max(0, width - width_of(right) - 1))
    gap = width - width_of(left) - width_of(right)
    return (*left, Span(" " * gap), *right) if gap > 0 else (*left, *right)


def column(text: str, width: int, role: str = "", *, act: str = "", link: str = "") -> Span:
    """Text in a column of exactly `width` cells, the last one blank."""
    safe = visible(text)
    if cell_len(safe) >= width:
        safe = set_cell_size(safe, max(0, width - 2)).rstrip() + "…"
    return Span(set_cell_size(safe, width), role, act, visible(link))


def wrap(text: str, width: int, limit: int) -> tuple[str, ...]:
    """Text in at most `limit` lines of at most `width` cells, cut with `…`."""
    lines: list[str] = []
    current = ""
    for word in visible(text).split():
        grown = f"{current} {word}" if current else word
        if cell_len(grown) <= width or not current:
            current = grown
            continue
        lines.append(current)
        current = word
    lines.append(current)
    if len(lines) > limit:
        lines = [*lines[: limit - 1], " ".join(lines[limit - 1 :])]
    return tuple(_cut(part, width) for part in lines if part)


def _cut(text: str, width: int) -> str:
    return text if cell_len(text) <= width else set_cell_size(text, max(0, width - 1)).rstrip() + "…"
