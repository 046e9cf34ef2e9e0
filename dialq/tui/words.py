"""The real desk's use cases, gathered for the screen."""

from __future__ import annotations

from pathlib import Path

from dialq.bootstrap import read_lead_file
from dialq.desk.answer import answer, answer_and_next, start_call
from dialq.desk.day import figures, my_log, promises, start_of_day, wrap_up
from dialq.desk.desk import Desk
from dialq.desk.explain import story, why
from dialq.desk.finding import find
from dialq.desk.importing import add_lead, import_leads
from dialq.desk.mailing import (
    cancel_mail,
    draft_mail,
    queue_mail,
    run_automatic,
    run_outbox,
    save_mail_draft,
    template_names,
)
from dialq.desk.notes import add_note, draft_note, save_draft_note
from dialq.desk.profile import FIELDS, modify
from dialq.desk.queue import channel_counts, queue
from dialq.desk.records import BadNumber
from dialq.desk.take import (
    back_to_parked,
    holder,
    look,
    open_lead,
    pause,
    release,
    resume,
    sign_of_life,
    take_next,
)
from dialq.desk.undo import correct, redo, undo
from dialq.desk.views import Imported
from dialq.desk.watching import rest, version
from dialq.engine.lead import LeadRecord, Phone
from dialq.errors import BadInput
from dialq.settings import Settings
from dialq.tui.mail_words import MAIL_WORDS
from dialq.tui.policy_words import POLICY_WORDS
from dialq.tui.vocabulary import Typed, Vocabulary


def team_settings(desk: Desk) -> Settings:
    """What the team has set."""
    return desk.settings


def add_typed(desk: Desk, typed: Typed) -> tuple[int, str]:
    """Add a lead as it was typed; raises BadInput naming a number that cannot be dialled."""
    phones: tuple[Phone, ...] = ()
    if typed.phone.strip():
        number = desk.phones.parse_number(typed.phone, desk.settings.country)
        if isinstance(number, BadNumber):
            raise BadInput(f"{typed.phone!r} is no phone number: {number.reason}")
        phones = (Phone(number.number, "work", number.zones),)
    record = LeadRecord(
        name=typed.name.strip(),
        company=typed.company,
        phones=phones,
        emails=(typed.email.strip(),) if typed.email.strip() else (),
        source=typed.source,
        interaction=typed.interaction,
    )
    return add_lead(desk, record)


def import_file(desk: Desk, path: Path) -> Imported:
    """Read a lead file as `dialq import` does; rejected rows are counted."""
    return import_leads(
        desk, read_lead_file(desk, path).records(), batch=f"{path.name} {desk.now()}", file=str(path)
    )


WORDS = Vocabulary(
    settings=team_settings,
    take_next=take_next,
    open_lead=open_lead,
    back_to_parked=back_to_parked,
    release=release,
    look=look,
    sign_of_life=sign_of_life,
    holder=holder,
    pause=pause,
    resume=resume,
    answer=answer,
    answer_and_next=answer_and_next,
    start_call=start_call,
    undo=undo,
    redo=redo,
    correct=correct,
    queue=queue,
    channel_counts=channel_counts,
    why=why,
    story=story,
    save_draft_note=save_draft_note,
    draft_note=draft_note,
    add_note=add_note,
    draft_mail=draft_mail,
    save_mail_draft=save_mail_draft,
    queue_mail=queue_mail,
    template_names=template_names,
    cancel_mail=cancel_mail,
    run_outbox=run_outbox,
    run_automatic=run_automatic,
    rest=rest,
    add_typed=add_typed,
    find=find,
    modify=modify,
    fields=FIELDS,
    figures=figures,
    promises=promises,
    my_log=my_log,
    start_of_day=start_of_day,
    wrap_up=wrap_up,
    version=version,
    import_file=import_file,
    policy=POLICY_WORDS,
    mail=MAIL_WORDS,
)
"""Everything the screen may ask of the real desk."""
