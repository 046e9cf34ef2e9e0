"""The HTML part of a mail: plain text put into it as text, and the footer every mail carries (R14.4)."""

from __future__ import annotations

import re
from html import escape

_END = re.compile(r"</body\s*>|</html\s*>", re.IGNORECASE)


def as_html(text: str) -> str:
    """Plain text as HTML that shows it, line by line."""
    return escape(text).replace("\n", "<br>\n")


def with_footer(page: str, footer: str) -> str:
    """A page with the footer as its last lines, before its body ends."""
    below = f'<div style="margin-top:2em">\n{as_html(footer)}\n</div>'
    ends = _END.search(page)
    if ends is None:
        return f"{page}\n{below}"
    return f"{page[: ends.start()]}{below}\n{page[ends.start() :]}"
