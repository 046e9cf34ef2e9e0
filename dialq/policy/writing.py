"""Campaign files made for a person: new from a preset, copied, retired. What is there is never written over."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath

from dialq.errors import BadInput
from dialq.policy.editing import campaign_file
from dialq.policy.folder import Texts
from dialq.policy.parsing import CAMPAIGNS

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NAME_LINE = re.compile(r"^name\s*=\s*(\"[^\"\n]*\"|'[^'\n]*')", re.MULTILINE)
_RETIRED_LINE = re.compile(r"^retired\s*=\s*(true|false)", re.MULTILINE)


def copied(folder: Path, texts: Texts, name: str, new: str) -> Path:
    """A campaign's file under another name, to be edited. Raises BadInput if the name is taken or is none."""
    if not _NAME.fullmatch(new):
        raise BadInput(
            f"{new!r} is no name for a campaign", "Use small letters, digits and hyphens: spring-offer."
        )
    _, text = campaign_file(texts, name)
    _refuse_taken(texts, new)
    return _write_new(folder / CAMPAIGNS / f"{new}.toml", _NAME_LINE.sub(f'name = "{new}"', text, count=1))


def retired(folder: Path, texts: Texts, name: str) -> Path:
    """A campaign's file with `retired = true`: nobody enters it any more, who is in it goes on."""
    file, text = campaign_file(texts, name)
    path = folder / file if file in texts else folder / CAMPAIGNS / PurePosixPath(file).name
    if path.exists():
        text = path.read_text(encoding="utf-8-sig")
    said = _RETIRED_LINE.search(text)
    if said is not None and said[1] == "true":
        raise BadInput(f"campaign {name!r} is retired already", f"Its file is {path}.")
    if said is not None:
        text = _RETIRED_LINE.sub("retired = true", text, count=1)
    else:
        text = _NAME_LINE.sub(
            lambda line: f"{line[0]}\nretired = true # nobody enters it any more", text, count=1
        )
    return _replace(path, text)


def _refuse_taken(texts: Texts, name: str) -> None:
    try:
        file, _ = campaign_file(texts, name)
    except BadInput:
        return
    raise BadInput(f"there is a campaign {name!r} already", f"It is {file}; choose another name.")


def _write_new(path: Path, text: str) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise BadInput(f"{path} exists already", "Choose another name, or edit that file.") from error
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}", "Make the folder writable.") from error
    return path


def _replace(path: Path, text: str) -> Path:
    """Write a file whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
        os.replace(part, path)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}", "Make the folder writable.") from error
    return path
