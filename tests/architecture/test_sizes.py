"""Files and functions stay short, and only three named files may catch everything."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for folder in ("dialq", "tests") for path in (ROOT / folder).rglob("*.py"))
PROGRAM = [path for path in SOURCES if path.is_relative_to(ROOT / "dialq")]
FILE_LINES, FUNCTION_LINES, FUNCTION_LINES_TESTS = 400, 50, 60
MAY_CATCH_ALL = {"dialq/tui/app.py", "dialq/cli/main.py", "dialq/tui/bridge.py"}
NO_NAME_FOR_A_FILE = {"utils", "helpers", "manager", "common", "misc", "util", "helper"}


def name_of(path: Path) -> str:
    """The path as it is written in the project."""
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a file, with its number of lines."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (
                f"{name_of(path)}:{node.lineno} {node.name}",
                (node.end_lineno or node.lineno) - node.lineno + 1,
            )


def catches_all(path: Path) -> bool:
    """Whether a file catches everything, be it to raise again: cleaning up is for `finally` and ExitStack."""
    handlers = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ExceptHandler)]
    return any(
        one.type is None or ast.unparse(one.type) in ("Exception", "BaseException") for one in handlers
    )


def test_there_is_something_to_measure() -> None:
    assert len(PROGRAM) > 50
    assert len(SOURCES) > len(PROGRAM) + 20


def test_files_stay_short() -> None:
    sizes = {name_of(path): len(path.read_text().splitlines()) for path in SOURCES}
    assert {name: size for name, size in sizes.items() if size > FILE_LINES} == {}


@pytest.mark.parametrize(("folder", "most"), [("dialq", FUNCTION_LINES), ("tests", FUNCTION_LINES_TESTS)])
def test_functions_stay_short(folder: str, most: int) -> None:
    paths = [path for path in SOURCES if path.is_relative_to(ROOT / folder)]
    assert {name: size for path in paths for name, size in functions(path) if size > most} == {}


def test_only_three_files_may_catch_everything() -> None:
    assert {name_of(path) for path in PROGRAM if catches_all(path)} <= MAY_CATCH_ALL


def test_files_are_named_after_their_idea() -> None:
    assert [name_of(path) for path in SOURCES if path.stem in NO_NAME_FOR_A_FILE] == []


def test_sql_stands_in_the_store_alone() -> None:
    outside = [path for path in PROGRAM if not path.is_relative_to(ROOT / "dialq/store")]
    speaks = [
        name_of(path)
        for path in outside
        if "sqlite3" in path.read_text() or "sqlite_utils" in path.read_text()
    ]
    assert speaks == []


def test_nothing_is_left_to_do_later() -> None:
    words = ("TO" + "DO", "FIX" + "ME", "X" + "XX")
    found = [f"{name_of(path)}: {word}" for path in SOURCES for word in words if word in path.read_text()]
    assert found == []
