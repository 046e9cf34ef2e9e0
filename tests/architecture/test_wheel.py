"""What is installed is what was tested: the wheel holds the styles, presets and samples, and finds them."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OPEN_APP = """
import asyncio, sys
from pathlib import Path
place = sys.argv[1]
sys.path.insert(0, place)
from dialq.bootstrap import open_desk
from dialq.tui.app import DialqApp
from dialq.tui.settings import UiSettings
from dialq.tui.words import WORDS

async def look():
    desk = lambda: open_desk(Path(place) / "empty.db", rep="ana", session="wheel", zone="UTC")
    app = DialqApp(desk, UiSettings(rep="ana", start_screen=False), WORDS)
    assert all(Path(path).is_relative_to(place) for path in app.CSS_PATH), app.CSS_PATH
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        print(type(app.screen).__name__, app.failure or "fine")

asyncio.run(look())
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project built as a wheel, by its own build backend."""
    from hatchling.build import build_wheel

    folder = tmp_path_factory.mktemp("wheel")
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        name = build_wheel(str(folder))
    finally:
        os.chdir(before)
    return folder / name


def inside(wheel: Path, prefix: str) -> set[str]:
    """Names of the files in the wheel below a folder, without that folder."""
    with zipfile.ZipFile(wheel) as archive:
        return {name.removeprefix(prefix) for name in archive.namelist() if name.startswith(prefix)}


def files(folder: Path, pattern: str) -> set[str]:
    """Names of the checkout's files that match, relative to their folder."""
    return {str(path.relative_to(folder)) for path in folder.glob(pattern) if path.is_file()}


@pytest.mark.parametrize(
    ("folder", "pattern", "prefix"),
    [
        ("styles", "*.tcss", "dialq/styles/"),
        ("sample_data", "*.csv", "dialq/sample_data/"),
        ("dialq/policy/presets", "**/*.toml", "dialq/policy/presets/"),
        ("dialq", "**/*.py", "dialq/"),
    ],
)
def test_the_wheel_holds_every_file_the_program_reads(
    wheel: Path, folder: str, pattern: str, prefix: str
) -> None:
    wanted = files(ROOT / folder, pattern)
    assert wanted
    assert wanted <= inside(wheel, prefix)


def test_the_wheel_holds_no_tests(wheel: Path) -> None:
    assert not inside(wheel, "tests/")


def test_the_installed_program_opens_its_screen(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    done = subprocess.run(
        [sys.executable, "-I", "-c", OPEN_APP, str(tmp_path)], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "WorkScreen fine\n"


def test_the_command_is_declared(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith("entry_points.txt"))
        assert "dialq = dialq.cli.main:main" in archive.read(name).decode()
