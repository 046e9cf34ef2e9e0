"""One declaration per key; overrides, clashes and French keyboards."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dialq.engine.outcome import BY_KEY
from dialq.errors import BadSetting
from dialq.tui.actions import ACTIONS, GROUPS, all_actions
from dialq.tui.keymap import build_keymap, key_name, shown_key


def test_every_action_has_its_own_id_a_group_and_words() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    assert {action.group for action in ACTIONS} <= set(GROUPS)
    assert all(action.tooltip.endswith(".") and action.label for action in ACTIONS)


def test_no_key_means_two_things() -> None:
    keymap = build_keymap()
    assert sum(len(action.keys) for action in ACTIONS) == len(keymap.actions)


@pytest.mark.parametrize(("key", "code"), [(key, row.code) for key, row in BY_KEY.items()])
def test_r9_outcome_keys_are_those_of_the_rulebook(key: str, code: str) -> None:
    """R9: the digits and the letters behind 0."""
    prefix, _, letter = key.rpartition(" ")
    assert build_keymap().find(letter, prefix) == f"answer.{code}"


@pytest.mark.parametrize("key", ["h", "d", "w", "c"])
def test_letters_that_do_nothing_on_purpose(key: str) -> None:
    assert build_keymap().find(key) == ""


def test_an_override_replaces_the_declared_keys() -> None:
    keymap = build_keymap({"answer.busy": "B", "find.open": ["ctrl+f", "F"]})
    assert keymap.find("B") == "answer.busy"
    assert keymap.find("3") == ""
    assert keymap.find("F") == keymap.find("ctrl+f") == "find.open"
    assert keymap.first("answer.busy") == "B"


def test_an_override_may_name_a_sign_or_an_empty_list() -> None:
    keymap = build_keymap({"why.show": "!", "story.show": ""})
    assert keymap.find("exclamation_mark") == "why.show"
    assert keymap.first("story.show") == ""


def test_an_unknown_action_is_named() -> None:
    with pytest.raises(BadSetting, match=r"answer\.bussy"):
        build_keymap({"answer.bussy": "B"})


def test_two_actions_on_one_key_are_both_named() -> None:
    with pytest.raises(BadSetting, match=r"the key n is claimed by answer\.busy and note\.open"):
        build_keymap({"answer.busy": "n"})


def test_azerty_digits_are_taken_only_when_asked_for() -> None:
    assert build_keymap().find("ampersand") == ""
    french = build_keymap(azerty=True)
    digits = [
        "ampersand",
        "é",
        "quotation_mark",
        "apostrophe",
        "left_parenthesis",
        "minus",
        "è",
        "underscore",
        "ç",
    ]
    assert [french.find(key) for key in digits] == [french.find(str(digit)) for digit in range(1, 10)]
    assert french.find("à") == "answer.other"
    assert french.find("1") == "answer.no-answer"


def test_key_names_are_those_of_the_terminal() -> None:
    assert [key_name(key) for key in ("?", "/", ".", "0 w", "ctrl+p", "é")] == [
        "question_mark", "slash", "full_stop", "0 w", "ctrl+p", "é",
    ]  # fmt: skip
    assert shown_key("question_mark") == "?"
    assert shown_key("ctrl+p") == "Ctrl+P"


def test_keys_can_be_listed_without_starting_the_screen() -> None:
    """`dialq keys` and `import dialq.cli` must not load Textual."""
    code = "import sys; from dialq.tui.actions import all_actions; all_actions(); print('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
    assert all_actions()[0].id == "step.do"
