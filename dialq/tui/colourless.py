"""What NO_COLOR asks for: the terminal hears of bold, reverse and underline, never of a colour."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter


class Colourless(LineFilter):
    """Takes every colour out of what is painted, and dim with it."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same text in the terminal's own colours."""
        return [
            Segment(text, plain(style) if style is not None else None, control)
            for text, style, control in segments
        ]


@lru_cache(1024)
def plain(style: Style) -> Style:
    """A style without its colours."""
    bare = Style(
        bold=style.bold or None,
        reverse=style.reverse or None,
        underline=style.underline or None,
        link=style.link,
    )
    return bare + Style(meta=style.meta) if style.meta else bare
