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
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from textual.app import App
from textual.css.stylesheet import Stylesheet
from dialq.tui.app import DialqApp
paths = [Path(path) for path in DialqApp.CSS_PATH]
assert paths and all(path.is_file() and path.is_relative_to(sys.argv[1]) for path in paths), paths
sheet = Stylesheet(variables=App().get_css_variables())
sheet.read_all(paths)
sheet.parse()
print(DialqApp.__name__)
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


def test_the_installed_program_finds_its_styles(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    done = subprocess.run(
        [sys.executable, "-I", "-c", OPEN_APP, str(tmp_path)], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "DialqApp\n"


def test_the_command_is_declared(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith("entry_points.txt"))
        assert "dialq = dialq.cli.main:main" in archive.read(name).decode()
