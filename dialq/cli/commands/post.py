"""`dialq post`: post cards in batches."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dialq.cli.calling import DialqGroup
from dialq.cli.session import at_desk, wants_json

if TYPE_CHECKING:
    from dialq.desk.post_cards import PostCard


@click.group(cls=DialqGroup)
def post() -> None:
    """Print the post cards that are due, and put down that they were mailed."""


@post.command()
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path(), metavar="DIR",
    help="The folder for the files.  [default: this one]",
)  # fmt: skip
def export(out: Path) -> None:
    """Write the cards that are due: a print file, one card a page, and the addresses as CSV.

    Open steps of channel post, cards that reps put into the batch, items of nurture for leads without an address
    for mail. The batch is remembered: its cards are not printed again.
    """
    from dialq.cli import diagnostics, output
    from dialq.desk.posting import export_posts

    with at_desk() as desk:
        done = export_posts(desk, out.expanduser().resolve())
        if wants_json():
            cards, left = ([_card(card) for card in some] for some in (done.cards, done.left))
            output.document({"batch": done.batch, "cards": cards, "left": left, "files": list(done.files)})
        else:
            output.say(
                f"{len(done.cards):,} cards in batch {done.batch}", *(f"  {file}" for file in done.files)
            )
            output.say(f"when they are in the mail: dialq post sent {done.batch}")
        for card in done.left:
            diagnostics.note(f"not printed, lead {card.lead}: {card.problem}")


def _card(card: PostCard) -> dict[str, Any]:
    plain = {**card._asdict(), "address": list(card.address), "problem": card.problem or None}
    del plain["event"]
    return plain


@post.command()
@click.argument("batch")
@click.option("--at", metavar="T", help="When they were mailed, if not just now.")
def sent(batch: str, at: str | None) -> None:
    """Put down that the cards of a BATCH were mailed: each counts as a touch and does its step."""
    from dialq.cli import output
    from dialq.cli.moments import read_at
    from dialq.desk.posting import posts_sent

    with at_desk() as desk:
        done = posts_sent(desk, batch, read_at(desk, at, ahead=False))
        if wants_json():
            breaches = [{"lead": lead, "rule": rule} for lead, rule in done.breaches]
            output.document(
                {"batch": done.batch, "logged": done.logged, "noted": done.noted, "breaches": breaches}
            )
            return
        output.say(f"{done.logged:,} cards logged as sent, {done.noted:,} were logged before")
        output.table(
            [(f"#{lead}", f"marked as a breach of {rule}") for lead, rule in done.breaches], indent="  "
        )


@post.command()
@click.argument("batch")
def drop(batch: str) -> None:
    """Forget a printed BATCH that was not mailed: its cards are due again."""
    from dialq.cli import output
    from dialq.desk.posting import drop_posts

    with at_desk() as desk:
        count = drop_posts(desk, batch)
        if wants_json():
            output.document({"batch": batch, "cards": count})
        else:
            output.say(f"{count:,} cards of {batch} are due again")


@post.command("list")
def list_() -> None:
    """List the batches, and how many cards are due now."""
    from dialq.cli import output
    from dialq.cli.moments import here, utc
    from dialq.desk.posting import post_batches, post_due

    with at_desk() as desk:
        batches, due = post_batches(desk), post_due(desk)
        if wants_json():
            output.document(
                {"due": len(due), "batches": [{**batch._asdict(), "at": utc(batch.at)} for batch in batches]}
            )
            return
        output.say(f"{len(due):,} cards are due")
        output.table(
            [(b.name, b.status, f"{b.cards} cards", here(desk, b.at), b.rep, b.folder) for b in batches]
        )
