"""The policy files of a folder as texts: what is read, kept in the database, and parsed again without files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files as resources
from importlib.resources.abc import Traversable

from dialq.errors import BadSetting
from dialq.policy.parsing import (
    CAMPAIGNS,
    SCRIPTS,
    SINGLE,
    TEMPLATES,
    Parsed,
    Texts,
    parse_all,
)

__all__ = ["Parsed", "Texts", "parse_each", "parse_texts", "preset_texts", "read_texts"]

ENDINGS = {CAMPAIGNS: ".toml", TEMPLATES: ".txt", SCRIPTS: ".txt"}
"""The folders of a policy, and how their files end."""
LARGEST = 1_000_000
"""Bytes: a policy file larger than that is something else by mistake."""
_ALIKE = 0.85


def read_texts(folder: Traversable, faults: list[BadSetting] | None = None) -> dict[str, str]:
    """The text of every policy file in a folder by its name in it: `settings.toml`, `campaigns/inbound.toml`.

    A file that cannot be read raises BadSetting, or is left out and noted in `faults` where that is given.
    """
    texts: dict[str, str] = {}
    for name, file in _policy_files(folder):
        try:
            texts[name] = _read(file, f"{folder}/{name}")
        except BadSetting as fault:
            if faults is None:
                raise
            faults.append(fault)
    for misnamed in _misnamed(folder):
        if faults is None:
            raise misnamed
        faults.append(misnamed)
    return texts


@cache
def preset_texts() -> Mapping[str, str]:
    """The texts that come with dialq."""
    return read_texts(resources("dialq.policy").joinpath("presets"))


def parse_each(texts: Texts, zone: str, where: str = "") -> Parsed:
    """What texts say, laid over the presets name by name, and every fault found on the way.

    A part that is wrong is left out, so that all others can still be looked at. `zone` serves where the settings
    name none; `where` stands before the names of files in messages.
    """
    return parse_all(texts, preset_texts(), zone, where)


def parse_texts(texts: Texts, zone: str, where: str = "") -> Parsed:
    """What texts say, laid over the presets name by name. Raises BadSetting for the first fault."""
    parsed = parse_each(texts, zone, where)
    if parsed.faults:
        raise parsed.faults[0]
    return parsed


def _policy_files(folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    """Every file that belongs to a policy, with its name in the folder."""
    for name in SINGLE:
        if (file := folder.joinpath(name)).is_file():
            yield name, file
    for kind, ending in ENDINGS.items():
        inside = folder.joinpath(kind)
        if not inside.is_dir():
            continue
        for file in sorted(inside.iterdir(), key=lambda one: one.name):
            if file.name.endswith(ending) and not file.name.startswith(".") and file.is_file():
                yield f"{kind}/{file.name}", file


def _misnamed(folder: Traversable) -> Iterator[BadSetting]:
    """Files that are nearly called like a policy file: they would be passed over in silence."""
    if not folder.is_dir():
        return
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if not file.name.endswith(".toml") or file.name in SINGLE:
            continue
        for meant in get_close_matches(file.name.casefold(), SINGLE, n=1, cutoff=_ALIKE):
            yield BadSetting(f"{folder}/{file.name} is no policy file", f"Did you mean {meant!r}?")


def _read(file: Traversable, label: str) -> str:
    try:
        raw = file.read_bytes()
        if len(raw) > LARGEST:
            raise BadSetting(f"{label} is larger than {LARGEST:,} bytes", "Is it the right file?")
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(
            f"{label} cannot be read: {error}", "Make it a readable text file in UTF-8."
        ) from error
