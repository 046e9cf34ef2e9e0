"""What lies in a policy folder and cannot be read is named, and never passed over: the last good policy stays."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from dialq.errors import BadSetting
from dialq.policy.folder import read_texts
from dialq.policy.signature import signature


def a_folder(folder: Path) -> str:
    (folder / "personas.toml").mkdir()
    return "personas.toml cannot be read: it is a folder"


def a_link_to_nothing(folder: Path) -> str:
    (folder / "personas.toml").symlink_to("nowhere.toml")
    return "personas.toml cannot be read: it is no file, or a link to nothing"


def a_campaign_that_is_a_link_to_nothing(folder: Path) -> str:
    (folder / "campaigns").mkdir()
    (folder / "campaigns/light.toml").symlink_to("nowhere.toml")
    return "campaigns/light.toml cannot be read"


def a_file_for_a_folder(folder: Path) -> str:
    (folder / "campaigns").write_text("x")
    return "campaigns cannot be read: it is no folder"


def a_link_to_no_folder(folder: Path) -> str:
    (folder / "scripts").symlink_to("nowhere")
    return "scripts cannot be read: it is a link to nothing"


def a_name_that_is_not_utf_8(folder: Path) -> str:
    (folder / "templates").mkdir()
    (folder / os.fsdecode(b"templates/b\xe9d.txt")).write_text("Subject: x")
    return "templates/b\\xe9d.txt cannot be read: its name is not UTF-8"


MISHAPS = [
    a_folder, a_link_to_nothing, a_campaign_that_is_a_link_to_nothing, a_file_for_a_folder, a_link_to_no_folder,
    a_name_that_is_not_utf_8,
]  # fmt: skip


@pytest.mark.parametrize("mishap", MISHAPS)
def test_what_cannot_be_read_is_named(tmp_path: Path, mishap: object) -> None:
    assert callable(mishap)
    before = signature(tmp_path)
    said = mishap(tmp_path)
    with pytest.raises(BadSetting) as raised:
        read_texts(tmp_path)
    assert said in str(raised.value)
    str(raised.value).encode("utf-8")
    faults: list[BadSetting] = []
    assert read_texts(tmp_path, faults) == {}
    assert len(faults) == 1
    assert signature(tmp_path) != before, "an open screen sees it too"


@pytest.mark.parametrize("kind", ["campaigns", "templates"])
def test_a_folder_nobody_may_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """As the system says it of a folder without permissions, whoever runs this test."""
    (tmp_path / kind).mkdir()
    real = Path.iterdir

    def iterdir(folder: Path) -> Iterator[Path]:
        if folder.name == kind:
            raise PermissionError(13, "Permission denied")
        return real(folder)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    with pytest.raises(BadSetting, match=f"{kind} cannot be read: Permission denied"):
        read_texts(tmp_path)


def test_a_file_nobody_may_look_at_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that may be listed and not entered."""
    (tmp_path / "personas.toml").write_text("")

    def is_file(file: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", is_file)
    with pytest.raises(BadSetting, match=r"personas\.toml cannot be read: Permission denied"):
        read_texts(tmp_path)


def test_permissions_that_change_are_seen(tmp_path: Path) -> None:
    """Neither size nor time of a file tell that it may be read again."""
    path = tmp_path / "personas.toml"
    path.write_text("")
    path.chmod(0o600)
    before = signature(tmp_path)
    path.chmod(0o000)
    assert signature(tmp_path) != before
