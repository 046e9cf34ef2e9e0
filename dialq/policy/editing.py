"""Policy files that are being worked on: which file an edit belongs to, and where a campaign stands."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from dialq.errors import BadInput
from dialq.policy.folder import ENDINGS, Texts, preset_texts, read_texts
from dialq.policy.parsing import CAMPAIGNS, SINGLE, TEMPLATES
from dialq.policy.reading import nearest

Edits = dict[Path, str]
"""Edited files with their text."""


def read_files(files: Sequence[Path]) -> Edits:
    """The texts of edited files, wherever they lie. Raises BadInput naming a file."""
    found = {}
    for path in files:
        try:
            found[path] = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput(f"{path} cannot be read: {error}", "Name a policy file.") from error
    return found


def read_folder(folder: Path) -> Edits:
    """The policy files in a folder of edits. Raises BadInput if there are none, BadSetting for one that is none."""
    found = {folder / name: text for name, text in read_texts(folder).items()}
    if not found:
        raise BadInput(
            f"there are no policy files in {folder}", "Put the edited ones there: campaigns/inbound.toml."
        )
    return found


def laid_over(texts: Texts, edits: Edits) -> dict[str, str]:
    """Texts with edited files in the place of those they are edits of. Raises BadInput naming a file."""
    found = dict(texts)
    for path, text in edits.items():
        found[_place_of(path, text, found)] = text
    return found


def _place_of(path: Path, text: str, texts: Mapping[str, str]) -> str:
    """Which policy file this is an edit of: by its name, or by the campaign it names."""
    if path.name in SINGLE:
        return path.name
    if path.suffix in ENDINGS[TEMPLATES]:
        kind = path.parent.name if path.suffix in ENDINGS.get(path.parent.name, ()) else TEMPLATES
        return f"{kind}/{path.name}"
    if path.suffix not in ENDINGS[CAMPAIGNS]:
        raise BadInput(
            f"{path} is no policy file",
            f"It may be a campaign, a template, a snippet or {', '.join(SINGLE)}.",
        )
    name = _named(text, path.stem)
    of_name = [
        file
        for file, one in texts.items()
        if _is_campaign(file) and _named(one, PurePosixPath(file).stem) == name
    ]
    return of_name[0] if of_name else f"{CAMPAIGNS}/{path.name}"


def _is_campaign(file: str) -> bool:
    return PurePosixPath(file).parent.name == CAMPAIGNS


def _named(text: str, stem: str) -> str:
    """The campaign a file is about; its own name where the text says nothing."""
    try:
        return str(tomllib.loads(text).get("name", stem))
    except tomllib.TOMLDecodeError:
        return stem


def own_campaigns(texts: Texts) -> set[str]:
    """The campaigns that these texts of a team hold themselves."""
    return {_named(text, PurePosixPath(file).stem) for file, text in texts.items() if _is_campaign(file)}


def campaign_file(texts: Texts, name: str) -> tuple[str, str]:
    """The file of a campaign and its text: the team's own, else the shipped one. Raises BadInput."""
    known: dict[str, tuple[str, str]] = {}
    for files in (preset_texts(), texts):
        for file, text in files.items():
            if _is_campaign(file):
                known[_named(text, PurePosixPath(file).stem)] = (file, text)
    if name not in known:
        hint = nearest(name, known) or f"Campaigns: {', '.join(sorted(known))}."
        raise BadInput(f"there is no campaign {name!r}", hint)
    return known[name]
