"""Every command explains itself and stands in the README."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

README = Path(__file__).parents[2] / "README.md"
PROMISED = """
    demo init import add queue next release why log undo correct email show find export interact suppress mail
    doctor backup keys campaign template
"""
"""The commands of the contract that this version has."""


def commands(group: click.Command, path: str = "dialq") -> Iterator[tuple[str, click.Command]]:
    """Every command below a group, by the words that call it."""
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            yield f"{path} {name}", command
            yield from commands(command, f"{path} {name}")


@pytest.fixture(scope="module")
def all_commands() -> dict[str, click.Command]:
    """The whole command line, by the words that call each part."""
    from dialq.cli.main import cli

    return dict(commands(cli))


def test_the_commands_of_the_contract_are_there(all_commands: dict[str, click.Command]) -> None:
    assert set(PROMISED.split()) - {words.split()[1] for words in all_commands} == set()


def test_every_command_says_what_it_does(all_commands: dict[str, click.Command]) -> None:
    assert [words for words, command in all_commands.items() if not (command.help or "").strip()] == []


def test_every_option_says_what_it_is(all_commands: dict[str, click.Command]) -> None:
    silent = [
        f"{words} {option.opts[0]}"
        for words, command in all_commands.items()
        for option in command.params
        if isinstance(option, click.Option) and not option.hidden and not option.help
    ]
    assert silent == []


def test_every_command_stands_in_the_readme(all_commands: dict[str, click.Command]) -> None:
    text = README.read_text()
    leaves = [words for words, command in all_commands.items() if not isinstance(command, click.Group)]
    assert leaves
    assert [words for words in leaves if words not in text] == []
