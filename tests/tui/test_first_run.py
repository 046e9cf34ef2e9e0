"""The keyboard is asked about once."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialq.errors import WorldFailed
from dialq.tui.remembered import AZERTY, DIGIT_ROW, PLAIN, digit_row, remember
from dialq.tui.stylesheets import stylesheet
from tests.tui.driver import driving
from tests.tui.fake_desk import a_desk


@pytest.mark.parametrize(("key", "row"), [("1", PLAIN), ("ampersand", AZERTY)])
async def test_the_key_labelled_1_is_asked_once(tmp_path: Path, key: str, row: str) -> None:
    kept = tmp_path / "ui.json"
    async with driving(a_desk(), remembered=kept) as rep:
        assert "Press the key labelled 1" in rep.text("sheet-body")
        await rep.press(key)
        assert rep.lead == 1
        await rep.press(key)
        assert [given.code for given in rep.desk.answers] == ["no-answer"]
    assert digit_row(kept) == row
    async with driving(a_desk(), remembered=kept) as rep:
        assert rep.lead == 1


async def test_the_theme_is_changed_from_the_palette_and_remembered(tmp_path: Path) -> None:
    kept = tmp_path / "ui.json"
    remember(kept, DIGIT_ROW, PLAIN)
    async with driving(a_desk(), remembered=kept, theme="terminal") as rep:
        await rep.press("ctrl+p")
        await rep.type("colours")
        await rep.press("enter")
        assert rep.app.theme == "dark"
    async with driving(a_desk(), remembered=kept, theme="terminal") as rep:
        assert rep.app.theme == "dark"
        assert rep.lead == 1


def test_a_broken_memory_only_means_being_asked_again(tmp_path: Path) -> None:
    kept = tmp_path / "ui.json"
    kept.write_text("not json")
    assert digit_row(kept) == ""
    assert digit_row(None) == PLAIN
    remember(tmp_path / "ui.json" / "below-a-file", DIGIT_ROW, AZERTY)
    assert digit_row(kept) == ""


def test_a_missing_stylesheet_names_both_places(tmp_path: Path) -> None:
    places = (tmp_path / "package", tmp_path / "checkout")
    with pytest.raises(WorldFailed) as caught:
        stylesheet("work.tcss", places)
    assert all(str(place / "work.tcss") in str(caught.value) for place in places)


def test_the_package_goes_before_the_checkout(tmp_path: Path) -> None:
    for place in ("package", "checkout"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "work.tcss").write_text("")
    assert stylesheet("work.tcss", (tmp_path / "package", tmp_path / "checkout")).parent.name == "package"
