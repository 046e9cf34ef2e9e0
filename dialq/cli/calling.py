"""Commands and groups of the command line: all take the same options, each is loaded when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from dialq.cli.session import everywhere


class DialqCommand(click.Command):
    """A command that takes `--db`, `--rep` and `--json`."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.params = [*self.params, *everywhere()]


class DialqGroup(click.Group):
    """A group whose commands take these options, and which takes them itself."""

    command_class = DialqCommand

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.params = [*self.params, *everywhere()]


class LazyGroup(DialqGroup):
    """A group that imports a command's module when that command is asked for."""

    def __init__(self, *given: Any, table: dict[str, str], **named: Any) -> None:
        super().__init__(*given, **named)
        self._table = table

    def list_commands(self, context: click.Context) -> list[str]:
        """All names, in the order of the table."""
        return list(self._table)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command of a name, or None."""
        if name not in self._table:
            return None
        module, _, attribute = self._table[name].partition(":")
        found = getattr(import_module(f"dialq.cli.commands.{module}"), attribute or name)
        assert isinstance(found, click.Command)
        return found

    def resolve_command(
        self, context: click.Context, given: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, but a mistyped name is told the nearest one."""
        if given and given[0] not in self._table and not given[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(given[0], self._table, 1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"there is no command {given[0]!r}.{hint}", context)
        return super().resolve_command(context, given)
