"""Snippets and HTML parts are policy files like all others: read, kept, tried as a draft, watched (R4.7)."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialq.bootstrap import open_desk
from dialq.clock import ManualClock
from dialq.errors import BadInput
from dialq.policy import editing
from dialq.policy.folder import parse_each, parse_texts, preset_texts, read_texts
from dialq.policy.signature import signature
from tests.desk.world import TEAM, at

ZONE = "America/New_York"
FILES = {
    "templates/hello.txt": "Subject: Hello\n\nHello {{ snippet.ours }}",
    "templates/hello.html": "<p>Hello",
    "snippets/ours.txt": "from us",
}


def put(folder: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def test_they_are_read_by_their_names(tmp_path: Path) -> None:
    put(tmp_path, FILES | {"snippets/notes.md": "x", "templates/.draft.html": "x"})
    assert read_texts(tmp_path) == FILES
    files = parse_texts(FILES, ZONE).files
    assert files.html == {"hello": "<p>Hello"}
    assert (files.snippets["ours"], "sign_off" in files.snippets) == ("from us", True)
    assert files.templates["hello"].startswith("Subject: Hello")
    assert "hello" not in files.scripts


def test_a_snippet_of_the_team_replaces_the_shipped_one() -> None:
    assert "snippets/sign_off.txt" in preset_texts()
    assert parse_texts({"snippets/sign_off.txt": "Bye"}, ZONE).files.snippets["sign_off"] == "Bye"


def test_html_without_a_text_is_a_fault_that_names_the_file() -> None:
    parsed = parse_each({"templates/alone.html": "<p>x"}, ZONE, "/team")
    assert [str(fault) for fault in parsed.faults] == [
        "/team/templates/alone.html has no text beside it: every mail needs one. Write templates/alone.txt too."
    ]
    assert parsed.files.html == {}


def test_html_may_stand_beside_a_shipped_text_and_a_teams_text_never_beside_shipped_html() -> None:
    name = next(iter(parse_texts({}, ZONE).files.templates))
    assert parse_texts({f"templates/{name}.html": "<p>x"}, ZONE).files.html == {name: "<p>x"}
    assert parse_texts({f"templates/{name}.txt": "Subject: x\n\ny"}, ZONE).files.html == {}


@pytest.mark.parametrize("name", ["sign-off", "Sign", "1st", "a b", "_x"])
def test_a_name_that_cannot_be_written_in_a_template_is_a_fault(name: str) -> None:
    (fault,) = parse_each({f"snippets/{name}.txt": "x"}, ZONE).faults
    assert f"snippets/{name}.txt cannot be used: {name!r} is no name for a snippet" in str(fault)


@pytest.mark.parametrize("name", sorted(FILES))
def test_an_edit_of_any_of_them_is_seen(tmp_path: Path, name: str) -> None:
    put(tmp_path, FILES)
    before = signature(tmp_path)
    (tmp_path / name).write_text(FILES[name] + " and more", "utf-8")
    assert signature(tmp_path) != before


def test_edited_files_find_their_places() -> None:
    edits = {
        Path("/draft/templates/hello.html"): "1",
        Path("/draft/snippets/ours.txt"): "2",
        Path("/elsewhere/hello.html"): "3",
        Path("/draft/snippets/page.html"): "4",
    }
    assert editing.laid_over({}, edits) == {
        "templates/hello.html": "3", "snippets/ours.txt": "2", "templates/page.html": "4",
    }  # fmt: skip
    with pytest.raises(BadInput, match="is no policy file"):
        editing.laid_over({}, {Path("a.md"): ""})


def test_a_broken_edit_leaves_the_last_good_snippets_in_force(tmp_path: Path) -> None:
    put(tmp_path, FILES)
    desk = open_desk(tmp_path / "dialq.db", rep="ana", clock=ManualClock(at("2026-12-01 10:00")), zone=TEAM)
    assert desk.templates.render("hello", {}).body == "Hello from us"
    (tmp_path / "snippets/ours.txt").write_text("from all of us", "utf-8")
    assert desk.book is not None
    assert desk.book.is_stale()
    assert desk.book.renew()
    assert desk.templates.render("hello", {}).body == "Hello from all of us"
    put(tmp_path, {"snippets/ours.txt": "broken", "templates/alone.html": "<p>"})
    assert not desk.book.renew()
    assert "alone.html" in desk.book.fault
    assert desk.templates.render("hello", {}).body == "Hello from all of us"
    assert desk.templates.render("hello", {}).html == "<p>Hello"
    desk.close()
