"""Handing leads over: to marketing, to a calmer programme, to their end, and back (SEED1-21, SEED1-25, R4.11)."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dialq.clock import DAY
from dialq.desk import answer as answering
from dialq.desk import explain, interact, mailing, undo
from dialq.desk.choosing import choose, still
from dialq.desk.handing import CHUNK, How, close, handings, to_nurture, to_programme
from dialq.desk.handing_back import undo_handing
from dialq.desk.ledger import read
from dialq.desk.notes import add_note
from dialq.desk.nurture import nurture_back
from dialq.desk.profile import modify
from dialq.desk.reading_acts import Answer
from dialq.desk.take import open_lead
from dialq.desk.views import Logged, Refused
from dialq.engine.state import ACTIVE, DISQUALIFIED, NURTURE, RESTING
from dialq.errors import BadInput, NothingThere
from tests.desk.world import World

WHY = "too many for us"


def stage(world: World, lead: int) -> str:
    """The lead's stage as written."""
    return read(world.desk, lead).state.stage


def test_r16_1_by_hand_one_act_many_leads(world: World) -> None:
    """R16.1, SEED1-25: a batch goes to marketing, each entry says by whom and why; reps get none of them."""
    leads = [world.lead(n) for n in range(1, 6)]
    done = to_nurture(world.desk, leads, WHY)
    assert done.done == tuple(leads)
    assert done.refused == ()
    for lead in leads:
        state = read(world.desk, lead).state
        assert (state.stage, state.reason) == (NURTURE, f"by hand (ana): {WHY}")
        assert explain.why(world.desk, lead).rule == "nurture"


def test_r4_11_ending_a_campaign_early_asks_why(world: World) -> None:
    """R4.11: below the minimum of touches nothing happens without a reason; the sentence says how many there were."""
    lead = world.lead()
    world.log(lead, "no-answer")
    with pytest.raises(BadInput, match="had 1 of at least 6 touches of inbound"):
        to_nurture(world.desk, [lead])
    with pytest.raises(BadInput, match="needs a reason"):
        to_programme(world.desk, [lead], "light")
    assert stage(world, lead) == ACTIVE
    assert to_nurture(world.desk, [lead], WHY).done == (lead,)


def test_r4_11_a_lead_that_rests_needs_no_reason(world: World) -> None:
    """R4.11 is about ending a campaign: a lead between campaigns ends none."""
    lead = world.lead()
    world.log(lead, "hung-up", reason="angry")
    assert stage(world, lead) == RESTING
    assert to_nurture(world.desk, [lead]).done == (lead,)


def test_those_that_cannot_go_stay_and_are_named(world: World) -> None:
    """What is owed comes first; ended, claimed and promised leads stay, each with its reason."""
    ended, asked, promised, held, free = (world.lead(n) for n in range(1, 6))
    world.log(ended, "not-interested", reason="budget")
    interact.interact(world.desk, asked, "contact-me")
    world.log(promised, "callback", when="in 2h")
    open_lead(world.open("ben", "s2"), held)
    done = to_nurture(world.desk, [ended, asked, promised, held, free], WHY)
    assert done.done == (free,)
    why = {lead: text for lead, _, text in done.refused}
    assert "lost" in why[ended]
    assert "answer is owed" in why[asked]
    assert "ana promised" in why[promised]
    assert "ben holds it" in why[held]


def test_seed1_21_close_for_good(world: World) -> None:
    """SEED1-21: fire and never call again; it needs a reason that stays with the lead."""
    lead = world.lead()
    with pytest.raises(BadInput, match="needs a reason"):
        close(world.desk, [lead], " ")
    close(world.desk, [lead], "students only")
    state = read(world.desk, lead).state
    assert (state.stage, state.reason) == (DISQUALIFIED, "by hand (ana): students only")


def test_seed1_21_a_calmer_programme(world: World) -> None:
    """SEED1-21: the lead starts the other programme now; life counts go on (R7.1)."""
    lead = world.lead()
    world.log(lead, "no-answer")
    done = to_programme(world.desk, [lead], "warm", WHY)
    state = read(world.desk, lead).state
    assert done.done == (lead,)
    assert (state.programme, state.campaign, state.leg) == ("warm", "follow-up-21", 1)
    assert len([e for e in state.ledger if e.touch]) == 1
    assert to_programme(world.desk, [lead], "warm", WHY).refused[0][2] == "it goes through warm already"
    with pytest.raises(BadInput, match="no programme 'tepid'"):
        to_programme(world.desk, [lead], "tepid", WHY)


def test_r8_1_a_rest_is_kept(world: World) -> None:
    """R8.1: a lead that rests goes through the other programme when its rest is over, not before."""
    lead = world.lead()
    world.log(lead, "hung-up", reason="angry")
    before = read(world.desk, lead).state.rest_until
    to_programme(world.desk, [lead], "warm")
    state = read(world.desk, lead).state
    assert (state.stage, state.rest_until, state.programme) == (RESTING, before, "warm")
    assert before is not None
    world.clock.at = before
    assert explain.why(world.desk, lead).campaign == "follow-up-21"


def test_a_dry_run_changes_nothing(world: World) -> None:
    """SEED1-25: previewed with a count."""
    leads = [world.lead(n) for n in (1, 2)]
    seen = [read(world.desk, lead).state.seen for lead in leads]
    done = to_nurture(world.desk, leads, WHY, dry_run=True)
    assert (done.done, done.batch) == (tuple(leads), "")
    assert [read(world.desk, lead).state.seen for lead in leads] == seen


def test_a_batch_is_undone_as_a_whole(world: World) -> None:
    """R13.1: every lead stands where it stood; a second time there is nothing to take back."""
    leads = [world.lead(n) for n in range(1, 5)]
    world.log(leads[0], "no-answer")
    before = [explain.why(world.desk, lead) for lead in leads]
    batch = to_nurture(world.desk, leads, WHY).batch
    back = undo_handing(world.desk, batch)
    assert (back.done, back.refused) == (tuple(leads), ())
    assert [explain.why(world.desk, lead) for lead in leads] == before
    with pytest.raises(NothingThere):
        undo_handing(world.desk, batch)
    with pytest.raises(BadInput):
        undo_handing(world.desk, "hand-000000-1")


def test_what_was_worked_since_is_left_and_listed(world: World) -> None:
    """R13.2: a lead that answered, and one that was called, stay where they are now."""
    called, answered, free = (world.lead(n) for n in (1, 2, 3))
    batch = to_nurture(world.desk, [called, answered, free], WHY).batch
    said = answering.answer(world.open("ben"), Answer(called, "no-answer", override="they asked for it"))
    assert isinstance(said, Logged)
    interact.interact(world.desk, answered, "reply")
    back = undo_handing(world.desk, batch)
    assert back.done == (free,)
    assert dict((lead, why) for lead, _, why in back.refused) == {
        called: "ben worked it since", answered: "the lead itself did something since",
    }  # fmt: skip
    assert stage(world, called) == NURTURE


def test_undo_takes_a_waiting_item_along(world: World) -> None:
    """R13.1, R13.3: the first item waits its hold; taking the lead back within it stops the item too."""
    lead = world.lead()
    batch = to_nurture(world.desk, [lead], WHY).batch
    assert mailing.run_automatic(world.desk) == 1
    assert undo_handing(world.desk, batch).done == (lead,)
    assert mailing.outbox(world.desk) == ()
    state = read(world.desk, lead).state
    assert (state.stage, state.items, state.ledger) == (ACTIVE, (), ())


def test_r13_2_an_item_that_left_does_not_block(world: World) -> None:
    """R13.1, R13.2: the engine's own acts are taken back with it; the mail is named and stays counted, once for all."""
    lead = world.lead()
    batch = to_nurture(world.desk, [lead], WHY).batch
    mailing.run_automatic(world.desk)
    world.clock.advance(61)
    mailing.run_outbox(world.desk)
    back = undo_handing(world.desk, batch)
    [sent] = world.desk.store.outbox.of_lead(lead)
    assert (back.done, back.left) == ((lead,), ((lead, "Lou Field42", sent.subject),))
    state = read(world.desk, lead).state
    assert (state.stage, state.campaign, state.position, state.beside) == (ACTIVE, "inbound", 0, ())
    assert ([e.touch for e in state.ledger], len(state.items)) == ([True], 1)
    assert to_nurture(world.desk, [lead], WHY).done == (lead,)
    assert read(world.desk, lead).state.position == 1


def test_r13_2_the_undo_key_names_the_mail_that_left(world: World) -> None:
    """R13.1: the same by the undo key."""
    lead = world.lead()
    to_nurture(world.desk, [lead], WHY)
    mailing.run_automatic(world.desk)
    world.clock.advance(61)
    mailing.run_outbox(world.desk)
    said = undo.undo(world.desk)
    assert isinstance(said, Logged), said
    assert "had left already and stays counted" in said.toast
    assert stage(world, lead) == ACTIVE


def test_what_stayed_can_be_taken_back_later(world: World) -> None:
    """SEED1-25: an undo that met leads worked since is repeated for them; only the third has nothing left to do."""
    lead, other = world.lead(1), world.lead(2)
    first = to_programme(world.desk, [lead, other], "warm", WHY).batch
    second = to_nurture(world.desk, [lead], WHY).batch
    back = undo_handing(world.desk, first)
    assert (back.done, [one for one, _, _ in back.refused]) == ((other,), [lead])
    undo_handing(world.desk, second)
    assert undo_handing(world.desk, first).done == (lead,)
    assert read(world.desk, lead).state.programme == "hot"
    with pytest.raises(NothingThere, match="taken back already"):
        undo_handing(world.desk, first)


def test_a_batch_undone_in_part_lets_undo_go_further_back(world: World) -> None:
    """R13.1: again goes further back, whatever of a batch stayed."""
    lead, worked, before = (world.lead(n) for n in (1, 2, 3))
    world.log(before, "no-answer")
    to_nurture(world.desk, [lead, worked], WHY)
    answering.answer(world.open("ben"), Answer(worked, "no-answer", override="they asked for it"))
    said = [undo.undo(world.desk) for _ in range(2)]
    assert [isinstance(one, Logged) for one in said] == [True, True]
    assert (stage(world, lead), read(world.desk, before).state.ledger) == (ACTIVE, ())


def test_a_choice_is_asked_again_in_the_write(world: World) -> None:
    """Two who choose the same leads at the same time do not both get them."""
    leads = [world.lead(n) for n in (1, 2, 3)]
    since = world.desk.store.events.last_id()
    chosen = choose(world.desk, campaign="inbound")
    in_tier = choose(world.desk, tier="now")
    assert chosen == in_tier == tuple(leads)
    to_nurture(world.desk, leads[:2], WHY)
    campaign = How(still(world.desk, since, campaign="inbound"))
    done = to_programme(world.desk, chosen, "warm", WHY, how=campaign)
    assert (done.done, {why for _, _, why in done.refused}) == (
        (leads[2],),
        {"it is no longer what was asked for"},
    )
    for how in (still(world.desk, since, tier="now"), still(world.desk, since)):
        assert to_programme(world.desk, in_tier, "warm", WHY, how=How(how)).done == ()
    now = still(world.desk, world.desk.store.events.last_id(), tier="now")
    assert to_programme(world.desk, in_tier, "light", WHY, how=How(now)).done == ()
    assert [stage(world, lead) for lead in leads] == [NURTURE, NURTURE, ACTIVE]


def test_the_batch_is_named_before_all_is_done(world: World) -> None:
    """A handing over that is cut off midway can be taken back: its name is told with the first commit."""
    leads = [world.lead(n) for n in range(CHUNK + 1)]

    class Cut(Exception):
        """The process ends here."""

    def begun(batch: str) -> None:
        raise Cut(batch)

    with pytest.raises(Cut) as cut:
        to_nurture(world.desk, leads, WHY, how=How(begun=begun))
    [batch] = handings(world.desk)
    assert (batch.name, batch.undone) == (str(cut.value), False)
    assert len(undo_handing(world.desk, batch.name).done) == CHUNK


def test_undone_out_of_the_reps_hands(world: World) -> None:
    """R13.1, R16: taking back `nurture back` leaves the lead with marketing, in nobody's hand."""
    lead = world.lead()
    to_nurture(world.desk, [lead], WHY)
    nurture_back(world.desk, lead)
    assert stage(world, lead) == ACTIVE
    assert isinstance(undo.undo(world.desk), Logged)
    assert stage(world, lead) == NURTURE
    assert world.desk.store.claims.of("ana", world.desk.now()) == []


def test_back_from_nurture_starts_what_was_cut_short(world: World) -> None:
    """R4.11, R16: a campaign below its least touches starts anew; one that had them is behind the lead."""
    lead, worked = world.lead(1, temperature="warm"), world.lead(2)
    to_nurture(world.desk, [lead], WHY)
    nurture_back(world.desk, lead)
    state = read(world.desk, lead).state
    assert (state.campaign, state.leg, state.position) == ("follow-up-21", 1, 0)
    for _ in range(6):
        world.log(worked, "no-answer", override="test")
        world.clock.advance(DAY)
    to_nurture(world.desk, [worked], WHY)
    nurture_back(world.desk, worked)
    assert read(world.desk, worked).state.campaign == "last-call"


def test_a_programme_of_one_campaign_takes_it_back(world: World) -> None:
    """R16: nothing of it was done, so it is not through."""
    lead = world.lead()
    programmes = dict(world.desk.policy.programmes)
    programmes["hot"] = replace(programmes["hot"], campaigns=("inbound",))
    world.desk.policy = replace(world.desk.policy, programmes=programmes)
    to_nurture(world.desk, [lead], WHY)
    assert "inbound" in nurture_back(world.desk, lead)


def test_dry_run_needs_no_reason(world: World) -> None:
    """SEED1-25: count first, say why afterwards."""
    lead = world.lead()
    assert to_nurture(world.desk, [lead], dry_run=True).done == (lead,)
    assert stage(world, lead) == ACTIVE


def test_notes_and_filled_facts_do_not_keep_a_lead(world: World) -> None:
    """R13.2: only work on the lead, and what it did itself, stand in the way."""
    lead = world.lead()
    mailing.queue_mail(world.desk, mailing.draft_mail(world.desk, lead, "information"))
    batch = to_nurture(world.desk, [lead], WHY).batch
    world.clock.advance(61)
    assert mailing.run_outbox(world.desk) == 1
    add_note(world.desk, lead, "wrong pile")
    modify(world.desk, lead, title="Plant manager")
    assert undo_handing(world.desk, batch).done == (lead,)


def test_r16_1_whoever_had_every_item_is_not_handed_to_nurture(world: World) -> None:
    """R16.1: nothing is left to send; a person is told instead of losing the lead unseen."""
    lead = world.lead()
    policy = world.desk.policy
    monthly = policy.newest(policy.nurture)
    short = replace(monthly, steps=monthly.steps[:1])
    world.desk.policy = replace(policy, campaigns={**policy.campaigns, (short.name, short.version): short})
    to_nurture(world.desk, [lead], WHY)
    mailing.run_automatic(world.desk)
    interact.interact(world.desk, lead, "contact-me")
    world.log(lead, "hung-up", reason="again")
    refused = to_nurture(world.desk, [lead], WHY).refused
    assert refused[0][2] == "it had every item of nurture"


def test_r13_1_the_undo_key_reaches_it(world: World) -> None:
    """R13.1: undo takes the last act, whatever it was, then the outcome before it; an undo can be taken back."""
    lead, other = world.lead(1), world.lead(2)
    world.log(lead, "no-answer")
    to_nurture(world.desk, [lead, other], WHY)
    said = undo.undo(world.desk)
    assert isinstance(said, Logged)
    assert "2 leads" in said.toast
    assert stage(world, lead) == ACTIVE
    redone = undo.redo(world.desk)
    assert isinstance(redone, Logged)
    assert (stage(world, lead), stage(world, other)) == (NURTURE, NURTURE)
    undo.undo(world.desk)
    again = undo.undo(world.desk)
    assert isinstance(again, Logged)
    assert "no answer" in again.toast.lower()
    assert read(world.desk, lead).state.ledger == ()


def test_r13_1_what_others_handed_over_is_not_mine(world: World) -> None:
    """R13.1: undo reaches the rep's own acts of today."""
    lead = world.lead()
    to_nurture(world.desk, [lead], WHY)
    with pytest.raises(NothingThere):
        undo.undo(world.open("ben"))
    world.clock.advance(DAY)
    with pytest.raises(NothingThere):
        undo.undo(world.desk)


def test_r13_1_an_outcome_corrected_under_a_handing_over(world: World) -> None:
    """R13.4: what was handed over stays so when an outcome before it is replaced."""
    lead = world.lead()
    first = world.log(lead, "no-answer")
    to_nurture(world.desk, [lead], WHY)
    said = undo.correct(world.desk, first.event, Answer(lead, "voicemail"))
    assert isinstance(said, Logged), said
    state = read(world.desk, lead).state
    assert (state.stage, [e.code for e in state.ledger]) == (NURTURE, ["voicemail"])


def test_a_waiting_mail_of_the_old_plan_does_not_leave(world: World) -> None:
    """R13.3: an automatic mail in its hold is stopped with the plan, and waits again when that is taken back."""
    lead = world.lead()
    world.log(lead, "no-answer")
    world.clock.advance(20 * 60)
    assert mailing.run_automatic(world.desk) == 1
    batch = close(world.desk, [lead], "students only").batch
    assert mailing.outbox(world.desk) == ()
    undo_handing(world.desk, batch)
    assert len(mailing.outbox(world.desk)) == 1


def test_a_closed_lead_refuses_what_follows(world: World) -> None:
    """A lead that is closed is at its end: it cannot be handed on."""
    lead = world.lead()
    close(world.desk, [lead], "students only")
    assert "disqualified" in to_nurture(world.desk, [lead], WHY).refused[0][2]
    assert not isinstance(explain.why(world.desk, lead), Refused)
    assert explain.why(world.desk, lead).rule == "ended"
