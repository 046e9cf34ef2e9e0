"""A lead as the desk works on it: facts, state, and where the index has it."""

from __future__ import annotations

from msgspec import Struct

from dialq.engine.events import Event
from dialq.engine.judge import Place
from dialq.engine.lead import Lead
from dialq.engine.state import State


class Dossier(Struct, frozen=True):
    """One lead as last written."""

    lead: Lead
    state: State
    places: str = ""
    """Its places in the index, as the store wrote them down."""
    events: tuple[Event, ...] = ()
    """Its events, if they had to be read for the state: all of them."""
    found: Place | None = None
    """Where it stands, as judged when it was written; None: not judged yet."""
