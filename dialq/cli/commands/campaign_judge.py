"""`dialq campaign judge`: judge every lead anew after an edit, to the end."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json

if TYPE_CHECKING:
    from dialq.desk.policy_views import Judging


@click.command(cls=DialqCommand)
def judge() -> None:
    """Judge every lead by the policy in force, to the end; open screens do the same in passing."""
    from dialq.cli import output
    from dialq.desk.policy_state import judge_all, judging

    shown = sys.stderr.isatty() and not wants_json()
    with at_desk() as desk:
        before = judging(desk)
        done = judge_all(desk, _progress if shown else lambda _: None)
        left = judging(desk)
    if shown and before is not None:
        click.echo("", err=True)
    leads = (before.total - before.done if before else 0) - (left.total - left.done if left else 0)
    if wants_json():
        output.document({"judged": leads, "left": left.total - left.done if left else 0})
    elif done:
        output.say(
            f"{leads:,} leads were judged anew" if before else "every lead was judged by the policy in force"
        )
    else:
        output.say(f"{leads:,} leads were judged anew; another process goes on with the rest")


def _progress(now: Judging) -> None:
    click.echo(f"\rjudging anew {now.done:,} of {now.total:,}", err=True, nl=False)
