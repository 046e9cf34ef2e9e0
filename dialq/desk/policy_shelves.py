"""What the store keeps of the policy, and of where all leads stand, as small protocols."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from dialq.clock import Instant
from dialq.desk.kept import Spread, Stand


class Policies(Protocol):
    """What of the policy is kept in the file itself."""

    def mark(self) -> str:
        """A hash of the texts in force, '' if none were ever taken up."""
        ...

    def texts(self) -> dict[str, str]:
        """The files in force, by name."""
        ...

    def put_texts(self, texts: dict[str, str], mark: str) -> None:
        """Other files are in force from now on."""
        ...

    def campaigns(self) -> list[tuple[str, int, str]]:
        """Every version of every campaign: (name, version, body)."""
        ...

    def add_campaign(self, name: str, version: int, body: str, at: Instant) -> None:
        """A new version of a campaign."""
        ...

    def experiments(self) -> dict[str, str]:
        """Experiments that have begun: name to body, as it was then."""
        ...

    def begin_experiment(self, name: str, body: str, at: Instant) -> None:
        """An experiment has begun: from now on its variants stay."""
        ...

    def leads_in(self, campaign: str) -> int:
        """How many leads are in a campaign, in any version."""
        ...

    def leads_by_programme(self) -> dict[str, int]:
        """How many leads go through each programme now."""
        ...


class Standings(Protocol):
    """All leads at once: counted, walked through, chosen."""

    def spread(self) -> list[Spread]:
        """How many leads stand at each place of each plan, as last written."""
        ...

    def stands(self, after: int, up_to: int, limit: int) -> list[Stand]:
        """The next leads by id, with all that their places hang on; nothing of it is read apart yet."""
        ...

    def newest(
        self, after: int, up_to: int, limit: int, since: Instant | None, *, urgent: bool
    ) -> list[Stand]:
        """Leads by id, the last first: those that cannot wait, or all but those; without `since` all.

        Who is owed something cannot wait, nor who is hot and untouched and arrived since then.
        """
        ...

    def seen(self, after: int, up_to: int) -> dict[int, tuple[int, str]]:
        """The last event folded in and the places of each lead with an id in (after, up_to]."""
        ...

    def put_places(self, rows: Iterable[tuple[str, int]]) -> None:
        """Many leads' places, each (text, lead)."""
        ...

    def in_campaign(self, name: str, versions: Sequence[int] = ()) -> list[int]:
        """Leads in a campaign, of these versions or of all."""
        ...
