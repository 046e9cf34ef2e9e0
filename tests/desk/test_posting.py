"""Post cards in batches: due, printed, mailed (R16.1, cli.md `post`)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from msgspec.structs import replace

from dialq.clock import DAY, HOUR, MINUTE
from dialq.desk import interact, mailing, undo
from dialq.desk.explain import story, why
from dialq.desk.handing import to_nurture
from dialq.desk.health import doctor
from dialq.desk.ledger import read
from dialq.desk.load import load
from dialq.desk.nurture import nurture_list, nurture_run
from dialq.desk.posting import drop_posts, export_posts, post_batches, post_due, posts_sent
from dialq.desk.profile import modify
from dialq.desk.queue import queue
from dialq.desk.suppressing import suppress
from dialq.desk.take import look, open_lead
from dialq.engine.campaign import POST
from dialq.engine.plan import life_touches
from dialq.errors import BadInput, NothingThere
from tests.desk.world import World

STREET = {
    "street": "12 Depot Road",
    "city": "Springfield",
    "region": "IL",
    "postal_code": "62701",
    "country": "US",
}


def a_post_plan(world: World) -> None:
    """A first campaign that begins with a card and goes on with a call two days later."""
    policy = world.desk.policy
    light = policy.newest("light")
    steps = tuple(step for step in light.steps if step.channel in (POST, "call"))
    campaigns = {**policy.campaigns, ("light", light.version): replace(light, steps=steps)}
    hot = replace(policy.programmes["hot"], campaigns=("light", *policy.programmes["hot"].campaigns))
    world.desk.policy = replace(policy, campaigns=campaigns, programmes={**policy.programmes, "hot": hot})


def a_card_due(world: World, number: int = 42, **facts: object) -> int:
    """A lead whose card is due now."""
    return world.lead(number, **{**STREET, **facts})


@pytest.fixture(autouse=True)
def plan(world: World) -> None:
    a_post_plan(world)


def test_open_post_steps_become_a_print_file_and_addresses(world: World, tmp_path: Path) -> None:
    """One card a page, the address first; the list has a line a card; the batch is remembered."""
    leads = [a_card_due(world, 1), a_card_due(world, 2, name="=Ann Lee", first_name="Ann")]
    done = export_posts(world.desk, tmp_path)
    assert [card.lead for card in done.cards] == leads
    pages = Path(done.files[0]).read_text(encoding="utf-8").split("\f")
    assert len(pages) == 3
    assert pages[0].startswith("Lou Field1\nCompany 1\n12 Depot Road\nSpringfield, IL 62701\nUS\n\n")
    assert "Lou" in pages[0].split("\n\n", 1)[1]
    with Path(done.files[1]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["lead"] for row in rows] == [str(lead) for lead in leads]
    assert (rows[0]["street"], rows[1]["name"]) == ("12 Depot Road", "'=Ann Lee")
    assert [(b.name, b.status, b.cards) for b in post_batches(world.desk)] == [(done.batch, "printed", 2)]


def test_a_printed_card_is_not_printed_again(world: World, tmp_path: Path) -> None:
    """Until its batch is dropped: then it is due again."""
    lead = a_card_due(world)
    batch = export_posts(world.desk, tmp_path).batch
    with pytest.raises(NothingThere):
        export_posts(world.desk, tmp_path)
    assert drop_posts(world.desk, batch) == 1
    again = export_posts(world.desk, tmp_path)
    assert [card.lead for card in again.cards] == [lead]
    assert again.batch != batch
    with pytest.raises(NothingThere, match="dropped"):
        posts_sent(world.desk, batch)


def test_a_printed_card_leaves_the_queue(world: World, tmp_path: Path) -> None:
    """Nobody sends it a second time by hand: its step waits for the batch, two weeks at most."""
    lead = a_card_due(world)
    assert [item.lead for item in queue(world.desk).items] == [lead]
    batch = export_posts(world.desk, tmp_path).batch
    assert queue(world.desk).items == ()
    held = why(world.desk, lead)
    assert (held.rule, "its card is printed" in str([line.value for line in held.rules])) == ("not-due", True)
    assert story(world.desk, lead)[0].text == f"the card is printed: {batch}"
    assert drop_posts(world.desk, batch) == 1
    assert [item.lead for item in queue(world.desk).items] == [lead]
    export_posts(world.desk, tmp_path)
    world.clock.advance(14 * DAY)
    assert [item.lead for item in queue(world.desk).items] == [lead]
    assert doctor(world.desk)[0].ok


def test_a_card_done_at_the_screen_says_where_it_goes_and_how_it_is_printed(world: World) -> None:
    """screens.md, post: into the print batch; the card shows address and text before that."""
    lead = a_card_due(world)
    card = look(world.desk, lead)
    assert card.say.startswith("To 12 Depot Road, Springfield, IL 62701, US. ")
    assert card.script.strip()
    said = world.log(lead, "done", channel="post").toast
    where = "12 Depot Road, Springfield, IL 62701, US"
    assert said.startswith(f"Into the print batch: {where}; print with dialq post export")


def test_a_printed_card_asks_for_no_batch_any_more(world: World, tmp_path: Path) -> None:
    """SEED1-14: the advice counts the cards that are due, not those that are printed."""
    a_card_due(world)
    assert load(world.desk).automate == ("1 post card can leave in one batch: dialq post export",)
    export_posts(world.desk, tmp_path)
    assert load(world.desk).automate == ()
    assert load(world.desk).by_channel == {}


def test_a_mailed_card_lets_the_next_step_come(world: World, tmp_path: Path) -> None:
    """R4.2: the step is done when the batch is mailed; the call that follows stands in the queue."""
    lead = a_card_due(world)
    batch = export_posts(world.desk, tmp_path).batch
    posts_sent(world.desk, batch)
    world.clock.advance(13 * DAY)
    [item] = queue(world.desk).items
    assert (item.lead, item.step is not None and item.step.channel) == (lead, "call")


def test_r7_2_sent_counts_in_the_one_ledger(world: World, tmp_path: Path) -> None:
    """R7.2: each card is a touch of its campaign, its step is done, the cost is booked; once."""
    lead = a_card_due(world)
    batch = export_posts(world.desk, tmp_path).batch
    world.clock.advance(HOUR)
    done = posts_sent(world.desk, batch)
    assert (done.logged, done.noted, done.breaches) == (1, 0, ())
    state = read(world.desk, lead).state
    (entry,) = state.ledger
    assert (entry.channel, entry.code, entry.touch, entry.cost) == (POST, "sent", True, 200)
    assert (state.position, life_touches(state), state.last_rep) == (1, 1, "")
    with pytest.raises(NothingThere, match="sent already"):
        posts_sent(world.desk, batch)
    with pytest.raises(BadInput, match="no batch"):
        posts_sent(world.desk, "post-000000-9")


def test_r2_4_they_may_be_back_dated_to_their_printing(world: World, tmp_path: Path) -> None:
    """R2.4: mailed between printing and now, never ahead."""
    lead = a_card_due(world)
    printed = world.clock.now()
    batch = export_posts(world.desk, tmp_path).batch
    world.clock.advance(2 * HOUR)
    for wrong in (printed - HOUR, world.clock.now() + HOUR):
        with pytest.raises(BadInput, match="between their printing and now"):
            posts_sent(world.desk, batch, wrong)  # type: ignore[arg-type]
    posts_sent(world.desk, batch, printed + HOUR)  # type: ignore[arg-type]
    assert read(world.desk, lead).state.ledger[0].at == printed + HOUR


def test_r7_4_what_came_in_between_is_marked(world: World, tmp_path: Path) -> None:
    """R7.4: it happened, so it is taken; a ban that came after the printing makes it a breach."""
    lead = a_card_due(world)
    batch = export_posts(world.desk, tmp_path).batch
    suppress(world.desk, str(lead), "person")
    assert posts_sent(world.desk, batch).breaches == ((lead, "suppressed"),)


def test_whoever_may_not_be_sent_anything_makes_no_card(world: World) -> None:
    """R18.1, R11.1, R12.1: banned, answering, held by a colleague, without a street: no card."""
    a_card_due(world, 1, street="")
    banned, asked, held, free = (a_card_due(world, n) for n in (2, 3, 4, 5))
    suppress(world.desk, str(banned), "person")
    interact.interact(world.desk, asked, "contact-me")
    open_lead(world.open("ben"), held)
    assert [card.lead for card in post_due(world.desk)] == [free]


def test_a_card_with_a_blank_stays_due_and_is_named(world: World, tmp_path: Path) -> None:
    """R14.1: nothing goes out with a blank; the field is named."""
    text = world.desk.templates.text("light-package")
    good = a_card_due(world)
    with_blank = world.desk.templates.__class__({"light-package": text + "\n{{ industry }}"})  # type: ignore[call-arg]
    world.desk.__dict__["templates"] = with_blank
    with pytest.raises(NothingThere, match="industry"):
        export_posts(world.desk, tmp_path)
    other = a_card_due(world, 7, industry="Freight")
    done = export_posts(world.desk, tmp_path)
    assert ([c.lead for c in done.cards], [c.lead for c in done.left]) == ([other], [good])


def test_a_card_put_into_the_batch_at_the_screen_is_printed_once(world: World, tmp_path: Path) -> None:
    """The step is done with the key; the card is printed with the next batch and not logged a second time."""
    lead = a_card_due(world)
    world.log(lead, "done", channel=POST)
    batch = export_posts(world.desk, tmp_path)
    assert [(card.lead, card.kind) for card in batch.cards] == [(lead, "noted")]
    done = posts_sent(world.desk, batch.batch)
    assert (done.logged, done.noted) == (0, 1)
    assert len(read(world.desk, lead).state.ledger) == 1
    with pytest.raises(NothingThere):
        export_posts(world.desk, tmp_path)


def test_a_card_taken_back_is_not_printed(world: World) -> None:
    """R13.1: undo reaches the card until it is printed."""
    lead = a_card_due(world)
    world.log(lead, "done", channel=POST)
    undo.undo(world.desk)
    assert [(card.lead, card.kind) for card in post_due(world.desk)] == [(lead, "open")]


def test_a_step_done_by_hand_after_printing_counts_once(world: World, tmp_path: Path) -> None:
    """Printed from the open step, then done at a screen as well: one card, one touch."""
    lead = a_card_due(world)
    batch = export_posts(world.desk, tmp_path).batch
    world.log(lead, "done", channel=POST)
    assert post_due(world.desk) == ()
    done = posts_sent(world.desk, batch)
    assert (done.logged, done.noted) == (0, 1)
    assert len(read(world.desk, lead).state.ledger) == 1
    assert post_due(world.desk) == ()


def test_a_card_that_left_while_an_answer_was_owed_is_not_sent_twice(world: World, tmp_path: Path) -> None:
    """R11.1, R11.3: the lead answers between printing and mailing; when its campaign goes on the card is behind it."""
    lead = a_card_due(world)
    batch = export_posts(world.desk, tmp_path).batch
    interact.interact(world.desk, lead, "reply")
    assert posts_sent(world.desk, batch).logged == 1
    assert read(world.desk, lead).state.response is not None
    world.clock.advance(HOUR)
    world.log(lead, "info-sent", when="in 2h")
    world.clock.advance(2 * HOUR)
    world.log(lead, "sent", channel="email", override="testing")
    assert post_due(world.desk) == ()
    world.clock.advance(3 * DAY)
    assert post_due(world.desk) == ()


def test_r16_1_a_card_that_was_overtaken_moves_no_other_item(world: World, tmp_path: Path) -> None:
    """R16.1: an address for mail comes in while the card lies printed: the item leaves by mail, the next one stays."""
    lead = a_card_due(world, emails=(), phones=())
    to_nurture(world.desk, [lead], "too many for us")
    nurture_run(world.desk)
    batch = export_posts(world.desk, tmp_path).batch
    modify(world.desk, lead, email="lou@example.com")
    assert nurture_run(world.desk).queued == 1
    posts_sent(world.desk, batch)
    assert len(read(world.desk, lead).state.items) == 1


def test_a_broken_template_stops_neither_cards_nor_mails(world: World) -> None:
    """R4.7: a template that cannot be read is named with the card; an automatic mail waits for its mending."""
    card, mail = a_card_due(world, 1), world.lead(2)
    to_nurture(world.desk, [mail], "too many for us")
    good = world.desk.templates
    first = world.desk.policy.newest("nurture-monthly").steps[0].template
    broken = good.__class__({"light-package": "{{ name", first: "Subject: x\n\n{{ name"})  # type: ignore[call-arg]
    world.desk.__dict__["templates"] = broken
    assert [(c.lead, "light-package" in c.problem) for c in post_due(world.desk)] == [(card, True)]
    assert nurture_run(world.desk).queued == 0
    world.desk.__dict__["templates"] = good
    world.clock.advance(HOUR)
    assert nurture_run(world.desk).queued == 1


def test_r13_1_undo_does_not_reach_a_mailed_batch(world: World, tmp_path: Path) -> None:
    """R13.1: what is in the mail stays; undo takes the rep's own last act, not a card of the batch."""
    caller = world.lead(1)
    world.log(caller, "sent", channel="email")
    a_card_due(world, 2)
    posts_sent(world.desk, export_posts(world.desk, tmp_path).batch)
    said = undo.undo(world.desk)
    assert getattr(said, "lead", 0) == caller


def test_r16_1_items_by_post_for_leads_without_an_address_for_mail(world: World, tmp_path: Path) -> None:
    """R16.1: by every medium the lead has: a card a month, each item once, none in a rep's queue."""
    lead = a_card_due(world, emails=(), phones=())
    to_nurture(world.desk, [lead], "too many for us")
    had: list[str] = []
    start = world.clock.now()
    for day in range(0, 64):
        world.clock.at = start + day * DAY  # type: ignore[assignment]
        run = nurture_run(world.desk)
        assert run.queued == 0
        assert queue(world.desk).items == ()
        if run.posts:
            assert nurture_list(world.desk).lines[0].waits == "by post: the next print batch"
            done = export_posts(world.desk, tmp_path)
            assert [(card.lead, card.kind) for card in done.cards] == [(lead, "item")]
            assert nurture_run(world.desk).posts == 0
            world.clock.advance(10 * MINUTE)
            posts_sent(world.desk, done.batch)
            had.append(done.cards[0].template)
    state = read(world.desk, lead).state
    assert len(had) == len(set(had)) == 3
    assert state.items == tuple(had)
    assert (life_touches(state), {entry.channel for entry in state.ledger}) == (0, {POST})
    assert mailing.outbox(world.desk) == ()
    assert all(line.ok for line in doctor(world.desk)), doctor(world.desk)


def test_nothing_is_left_behind_if_the_folder_is_missing(world: World, tmp_path: Path) -> None:
    """Files are written whole or not at all; without them no batch is remembered."""
    a_card_due(world)
    with pytest.raises(BadInput, match="no folder"):
        export_posts(world.desk, tmp_path / "none")
    assert post_batches(world.desk) == ()
    assert len(post_due(world.desk)) == 1
