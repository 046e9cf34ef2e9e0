"""What the desk needs of the policy files: what they say, whether they changed, what others would do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from dialq.desk.findings import Finding
from dialq.engine.policy import Policy


class PolicyBook(Protocol):
    """The policy files of a team, and the last good ones that the database keeps."""

    @property
    def folder(self) -> Path:
        """Where the files lie."""
        ...

    @property
    def fault(self) -> str:
        """What is wrong with the files as they lie there, in one sentence; '' if nothing is."""
        ...

    def is_stale(self) -> bool:
        """Whether the files changed since they were read last. Cheap."""
        ...

    def renew(self) -> bool:
        """Read the files again and take them up if they are good; whether another policy is in force now."""
        ...

    def tried(self, folder: Path | None, files: Sequence[Path]) -> Policy:
        """The policy if edits in a folder, or these files, were laid over that in force; nothing is written.

        Without either by the files as they lie there; where those are in force, by the edits in the folder `draft`.
        Raises BadSetting naming file and key.
        """
        ...

    def findings(self) -> tuple[Finding, ...]:
        """What the check finds in the files in force (R4.8)."""
        ...

    def checked(self, folder: Path) -> tuple[Finding, ...]:
        """What the check finds in the team's own folder, or in a draft that is laid over what is in force (R4.8)."""
        ...

    def copy_campaign(self, name: str, new: str) -> Path:
        """Write a campaign's file under another name; raises BadInput if there is one, never writes over it."""
        ...

    def retire_campaign(self, name: str) -> Path:
        """Write into a campaign's file that nobody enters it any more; raises BadInput."""
        ...
