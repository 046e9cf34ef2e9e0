"""Reads the programmes: which campaigns hot and warm leads go through, one after the other (R4.10)."""

from __future__ import annotations

from collections.abc import Collection

from dialq.engine.campaign import Programme
from dialq.engine.lead import HOT, WARM
from dialq.policy.reading import nearest, read_toml


def parse_programmes(text: str, where: str, campaigns: Collection[str]) -> dict[str, Programme]:
    """The programmes of a file by temperature (`hot`, `warm`), each called after its first campaign."""
    root = read_toml(text, where)
    programmes: dict[str, Programme] = {}
    for name in (HOT, WARM):
        names = root.texts(name)
        if name not in root:
            continue
        if not names:
            raise root.wrong(name, "names no campaign", "Name at least one.")
        for campaign in names:
            if campaign not in campaigns:
                raise root.wrong(
                    name, f"names {campaign!r}, which is no campaign", nearest(campaign, campaigns)
                )
        if twice := [one for one in names if names.count(one) > 1]:
            raise root.wrong(name, f"names {twice[0]!r} twice", "A lead goes through a campaign once.")
        programmes[name] = Programme(names[0], names)
    root.done()
    return programmes
