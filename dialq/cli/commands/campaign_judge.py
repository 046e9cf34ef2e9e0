"""`dialq campaign judge`: judge every lead anew after an edit, to the end."""

from __future__ import annotations

import sys

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json


@click.command(cls=DialqCommand)
def judge() -> None:
    """Judge every lead by the policy in force, to the end; open screens do the same in passing."""
    from dialq.cli import output
    from dialq.desk.policy_state import judge_all, judging

    with at_desk() as desk:
        before = judging(desk)
        shown = sys.stderr.isatty() and not wants_json()
        done = judge_all(desk, lambda now: click.echo(f"\rjudging anew {now.done:,} of {now.total:,}", err=True, nl=False)
                         if shown else None)  # fmt: skip
        left = judging(desk)
    if shown and before is not None:
        click.echo("", err=True)
    leads = (before.total - before.done if before else 0) - (left.total - left.done if left else 0)
    if wants_json():
        output.document({"judged": leads, "left": left.total - left.done if left else 0})
    elif done:
        output.say(f"{leads:,} leads were judged anew" if before else "every lead was judged by the policy in force")
    else:
        output.say(f"{leads:,} leads were judged anew; another process goes on with the rest")
