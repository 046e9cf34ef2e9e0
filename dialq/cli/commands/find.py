"""`dialq find`: leads by what people know of them."""

from __future__ import annotations

import click

from dialq.cli.calling import DialqCommand
from dialq.cli.session import at_desk, wants_json
from dialq.errors import NothingThere


@click.command(cls=DialqCommand)
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--limit", type=click.IntRange(1), default=50, show_default=True, help="How many to print at most."
)
def find(text: tuple[str, ...], limit: int) -> None:
    """Find leads whose name, company, address or number begins with every word of TEXT."""
    from dialq.cli import output, people, plain
    from dialq.desk import finding

    with at_desk() as desk:
        hits = finding.find(desk, " ".join(text), limit)
        if wants_json():
            output.document({"leads": [plain.found_lead(hit) for hit in hits]})
        elif hits:
            output.table(
                (
                    f"#{hit.lead}",
                    people.named(hit.name, hit.company),
                    hit.title,
                    hit.phone or hit.email,
                    hit.verdict,
                )
                for hit in hits
            )
        if not hits:
            raise NothingThere(f"no lead is found by {' '.join(text)!r}", "Try fewer or shorter words.")
