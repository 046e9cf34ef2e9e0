"""The policy files of a folder as texts: what is read, kept in the database, and parsed again without files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from pathlib import Path

from dialq.errors import BadSetting
from dialq.policy.parsing import (
    CAMPAIGNS,
    HTML,
    SCRIPTS,
    SINGLE,
    SNIPPETS,
    TEMPLATES,
    TEXT,
    Parsed,
    Texts,
    parse_all,
)

__all__ = ["Parsed", "Texts", "parse_each", "parse_texts", "preset_texts", "read_texts"]

ENDINGS: Mapping[str, tuple[str, ...]] = {
    CAMPAIGNS: (".toml",), TEMPLATES: (TEXT, HTML), SCRIPTS: (TEXT,), SNIPPETS: (TEXT,),
}  # fmt: skip
"""The folders of a policy, and how their files end."""
LARGEST = 1_000_000
"""Bytes: a policy file larger than that is something else by mistake."""
_ALIKE = 0.85


def read_texts(folder: Traversable, faults: list[BadSetting] | None = None) -> dict[str, str]:
    """The text of every policy file in a folder by its name in it: `settings.toml`, `campaigns/inbound.toml`.

    A file that cannot be read raises BadSetting, or is left out and noted in `faults` where that is given.
    """
    texts: dict[str, str] = {}
    found: list[BadSetting] = []
    for name, file in _policy_files(folder, found):
        try:
            texts[name] = _read(file, f"{folder}/{name}")
        except BadSetting as fault:
            found.append(fault)
    found += _misnamed(folder)
    if found and faults is None:
        raise found[0]
    if faults is not None:
        faults += found
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


def _policy_files(folder: Traversable, faults: list[BadSetting]) -> Iterator[tuple[str, Traversable]]:
    """Every file that belongs to a policy, with its name in the folder; what only looks like one is a fault.

    What is there and is no readable file is never passed over: a team would lose what it said in it.
    """
    there = _inside(folder, f"{folder}", faults)
    for name in SINGLE:
        if name in there and _is_file(there[name], f"{folder}/{name}", faults):
            yield name, there[name]
    for kind, endings in ENDINGS.items():
        if kind not in there:
            continue
        for name, file in _inside(there[kind], f"{folder}/{kind}", faults).items():
            if not name.endswith(endings) or name.startswith("."):
                continue
            label = f"{folder}/{kind}/{_shown(name)}"
            if _shown(name) != name:
                faults.append(BadSetting(f"{label} cannot be read: its name is not UTF-8", "Rename it."))
            elif _is_file(file, label, faults):
                yield f"{kind}/{name}", file


def _inside(folder: Traversable, label: str, faults: list[BadSetting]) -> dict[str, Traversable]:
    """What lies in a folder, by name; nothing in one that is not there."""
    try:
        return {file.name: file for file in sorted(folder.iterdir(), key=lambda one: one.name)}
    except FileNotFoundError:
        if isinstance(folder, Path) and folder.is_symlink():
            faults.append(BadSetting(f"{label} cannot be read: it is a link to nothing", "Mend the link."))
    except NotADirectoryError:
        faults.append(BadSetting(f"{label} cannot be read: it is no folder", "Put a folder in its place."))
    except OSError as error:
        faults.append(BadSetting(f"{label} cannot be read: {error.strerror}", "Let dialq read the folder."))
    return {}


def _is_file(file: Traversable, label: str, faults: list[BadSetting]) -> bool:
    """Whether something in a folder is a file that can be opened."""
    try:
        if file.is_file():
            return True
        what = "it is a folder" if file.is_dir() else "it is no file, or a link to nothing"
    except OSError as error:
        what = str(error.strerror)
    faults.append(BadSetting(f"{label} cannot be read: {what}", "Make it a readable text file in UTF-8."))
    return False


def _shown(name: str) -> str:
    """A file's name; bytes of it that are not UTF-8 are written out."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _misnamed(folder: Traversable) -> Iterator[BadSetting]:
    """Files that are nearly called like a policy file: they would be passed over in silence."""
    for name in _inside(folder, "", []):
        if not name.endswith(".toml") or name in SINGLE or name.startswith("."):
            continue
        for meant in get_close_matches(name.casefold(), SINGLE, n=1, cutoff=_ALIKE):
            yield BadSetting(f"{folder}/{_shown(name)} is no policy file", f"Did you mean {meant!r}?")


def _read(file: Traversable, label: str) -> str:
    try:
        raw = file.read_bytes()
        if len(raw) > LARGEST:
            raise BadSetting(f"{label} is larger than {LARGEST:,} bytes", "Is it the right file?")
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise BadSetting(
            f"{label} cannot be read: {why}", "Make it a readable text file in UTF-8."
        ) from error
