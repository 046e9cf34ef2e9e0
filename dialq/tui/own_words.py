"""Whether an answer says anything: what was quoted and what a template gave are not the writer's own words. Pure."""

from __future__ import annotations

from itertools import zip_longest


def has_own_words(body: str, given: str) -> bool:
    """Whether a line of the text is neither quoted, nor names who is quoted, nor stood in what was given."""
    known = {one.strip() for one in given.splitlines()}
    lines = [one.strip() for one in body.splitlines()]
    return any(
        one
        and one not in known
        and not one.startswith(">")
        and not (one.endswith(":") and after.startswith(">"))
        for one, after in zip_longest(lines, lines[1:], fillvalue="")
    )
