"""`dialq add`: one lead, now."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json
from dialq.errors import BadInput

FIELDS = tuple(
    """external_id name first_name last_name title company company_kind company_size industry phone mobile
    phone_other email email_other website linkedin street city region postal_code country timezone source cost
    temperature interaction topic arrived_at owner tags notes""".split()
)
"""The canonical lead fields of the contract."""


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    for field in reversed(FIELDS):
        words = field.replace("_", " ")
        command = click.option(f"--{field.replace('_', '-')}", field, metavar="TEXT", help=f"Its {words}.")(
            command
        )
    return command


@click.command(cls=DialqCommand)
@_options
def add(**given: str | None) -> None:
    """Add one lead, from options or from a JSON object on stdin.

    It is live, so hot unless its temperature or its source says otherwise. Somebody we know who did something again
    is no second lead: that counts as an interaction.
    """
    from dialq.cli import output
    from dialq.desk.importing import add_lead
    from dialq.leads_in import read_record

    fields = {name: text for name, text in given.items() if text is not None} or _from_stdin()
    with at_desk(create=True) as desk:
        lead, status = add_lead(desk, read_record(desk, fields))
        if wants_json():
            output.document({"lead": lead, "status": status})
        else:
            output.say(f"lead {lead}: {status}")


def _from_stdin() -> dict[str, str]:
    """The fields of a JSON object; numbers and lists are taken as their text."""
    if sys.stdin.isatty():
        raise BadInput("nothing was said about the lead", "Give options, or a JSON object on stdin.")
    try:
        read = json.loads(sys.stdin.read())
    except (ValueError, UnicodeDecodeError) as error:
        raise BadInput(
            f"stdin is no JSON object: {error}", 'Send {"name": "Ann Lee", "phone": "+1 415 555 0142"}.'
        ) from None
    if not isinstance(read, dict):
        raise BadInput("stdin is no JSON object", 'Send {"name": "Ann Lee", "phone": "+1 415 555 0142"}.')
    return {str(name): _text(value) for name, value in read.items() if value is not None}


def _text(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "; ".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
