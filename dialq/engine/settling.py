"""What came by itself and is not written down yet: it is, with the next act on the lead."""

from __future__ import annotations

from dialq.clock import Instant
from dialq.engine.channels import Around, usable
from dialq.engine.effects import Effect, apply
from dialq.engine.lead import Lead
from dialq.engine.plan import ahead, skipped_side_steps
from dialq.engine.policy import Policy
from dialq.engine.state import State


def settle(lead: Lead, state: State, policy: Policy, around: Around, at: Instant) -> tuple[Effect, ...]:
    """What came by itself up to `at` and is not written down yet: skips, ends, rests over, entries."""
    changes = ahead(lead, state, policy, around, at).by(at)
    now = apply(state, changes)
    return (*changes, *skipped_side_steps(now, usable(lead, now, around, at), policy, at))
