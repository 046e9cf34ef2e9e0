"""The policy in force: the files as they lie there, or the last good ones that the database keeps.

A broken file never stops the queue: what was good before stays in force, and `fault` says what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from dialq import __version__
from dialq.clock import Clock, Instant
from dialq.desk.findings import Finding
from dialq.desk.judging import begin
from dialq.desk.policy_shelves import Policies
from dialq.desk.ports import Store
from dialq.engine.policy import Policy
from dialq.errors import BadSetting
from dialq.policy import in_use
from dialq.policy.campaign_versions import Versions, to_body, with_new
from dialq.policy.folder import Texts, parse_texts, preset_texts, read_texts
from dialq.policy.parsing import SETTINGS, Parsed
from dialq.policy.signature import Signature, signature
from dialq.policy.team_policy import team_policy
from dialq.settings import Settings

LookOver = Callable[[Path, str, Policies, bool, Instant], tuple[Finding, ...]]
"""The check of a folder: with the team's zone, what is kept, whether the folder is a draft, and the present."""
DRAFT = "draft"
"""A folder in that of the policy where edits wait until they are good."""


class Read(NamedTuple):
    """Texts that were understood, and the policy they make."""

    texts: Texts
    parsed: Parsed
    policy: Policy
    new: tuple[tuple[str, int, str], ...] = ()
    """Campaign versions that were never there before: (name, version, body)."""

    @property
    def settings(self) -> Settings:
        """The team's settings."""
        return self.parsed.settings


class InForce:
    """The policy of one open desk."""

    def __init__(self, store: Store, folder: Path, clock: Clock, zone: str) -> None:
        self._store, self.folder, self._clock, self._zone = store, folder, clock, zone
        self._mark = ""
        self._signature: Signature = ()
        self.fault = ""
        self.use: Callable[[Read], None] = lambda read: None
        """Called with what is in force from now on, whenever that changes after `open`."""
        self.look_over: LookOver = lambda folder, zone, kept, draft, now: ()
        self._found: tuple[Signature, tuple[Finding, ...]] | None = None

    def open(self, *, take_up: bool = True) -> Read:
        """The policy in force; an edit is taken up first, unless it is to be looked at only.

        Raises BadSetting only where nothing else can serve: a new file's settings tell its zone.
        """
        if not take_up and self._store.policies.mark():
            self._signature = signature(self.folder)
            return self._kept()
        return self._look()

    def is_stale(self) -> bool:
        """Whether the files changed since they were read last. Cheap."""
        return signature(self.folder) != self._signature

    def renew(self) -> bool:
        """Read the files again and take them up if they are good; whether another policy is in force now."""
        before = self._mark
        read = self._look()
        if self._mark == before:
            return False
        self.use(read)
        return True

    def keep_up(self) -> None:
        """Before anything is read or written: use what another process took up meanwhile."""
        if self._store.policies.mark() != self._mark:
            read = self._kept()
            self.fault = ""
            self.use(read)

    def tried(self, folder: Path | None, files: Sequence[Path]) -> Policy:
        """The policy if these edits of it, or else the files as they lie there, were taken up; nothing is written."""
        from dialq.policy import editing

        if folder is None and not files:
            there = self._texts_there()
            if mark_of(there) != self._store.policies.mark() or not (self.folder / DRAFT).is_dir():
                return self._good(there, str(self.folder)).policy
            folder = self.folder / DRAFT
        edits = editing.read_folder(folder) if folder is not None else editing.read_files(files)
        return self._good(editing.laid_over(self._store.policies.texts(), edits), str(folder or "")).policy

    def findings(self) -> tuple[Finding, ...]:
        """What the check finds in the files as they lie there (R4.8); asked again only when they changed."""
        state = signature(self.folder)
        if self._found is None or self._found[0] != state:
            self._found = state, self.checked(self.folder)
        return self._found[1]

    def checked(self, folder: Path) -> tuple[Finding, ...]:
        """What the check finds in the team's own folder, or in a draft that is laid over what is in force (R4.8)."""
        draft = folder.resolve() != self.folder.resolve()
        return self.look_over(folder, self._zone, self._store.policies, draft, self._clock.now())

    def copy_campaign(self, name: str, new: str) -> Path:
        """Write a campaign's file under another name. Raises BadInput if there is one of that name."""
        from dialq.policy import writing

        return writing.copied(self.folder, self._texts_of_team(), name, new)

    def retire_campaign(self, name: str) -> Path:
        """Let nobody enter a campaign any more."""
        from dialq.policy import writing

        return writing.retired(self.folder, self._texts_of_team(), name)

    def _texts_of_team(self) -> Texts:
        """The team's files as they lie there, as far as they can be read, over those in force."""
        return {**self._store.policies.texts(), **read_texts(self.folder, [])}

    def _look(self) -> Read:
        """The files as they lie there if they are good, else what was good before."""
        looked_at = signature(self.folder)
        try:
            good: Read | None = self._good(self._texts_there(), str(self.folder))
            self.fault = ""
        except BadSetting as fault:
            good, self.fault = None, str(fault)
            if not self._store.policies.mark():
                good = self._first(fault)
        read = self._keep(good) if good is not None else self._kept()
        self._signature = looked_at
        return read

    def _texts_there(self) -> dict[str, str]:
        """What lies in the folder; a folder that lost all its files is a mishap."""
        texts = read_texts(self.folder)
        if not texts and self._store.policies.texts():
            raise BadSetting(
                f"there are no policy files in {self.folder} any more",
                "Put them back, or write new ones with `dialq init`.",
            )
        return texts

    def _good(self, texts: Texts, where: str) -> Read:
        """What texts say. Raises BadSetting if they are wrong or take away what is in use."""
        read = self._read(texts, where)
        if mark_of(texts) != self._store.policies.mark():
            in_use.check(read.parsed.files, self._store.policies)
        return read

    def _read(self, texts: Texts, where: str) -> Read:
        parsed = parse_texts(texts, self._zone, where)
        everyone, new = with_new(self._store.policies.campaigns(), parsed.files.campaigns.values())
        policy = team_policy(parsed.settings, everyone, parsed.files.programmes, parsed.files)
        policy = replace(policy, campaigns=Versions(policy.campaigns, self._store.policies.campaigns))
        bodies = tuple((one.name, one.version, to_body(one)) for one in new)
        return Read(texts, parsed, policy, bodies)

    def _kept(self) -> Read:
        """The last good files, parsed again; the presets where a newer dialq does not understand them any more."""
        self._mark = self._store.policies.mark()
        try:
            return self._read(self._store.policies.texts(), "")
        except BadSetting as fault:
            self.fault = self.fault or str(fault)
            return self._read({}, "")

    def _first(self, fault: BadSetting) -> Read:
        """Nothing was ever good: the presets serve, with the team's settings; without those, `fault` is raised."""
        texts = {name: text for name, text in read_texts(self.folder, []).items() if name == SETTINGS}
        try:
            return self._read(texts, str(self.folder))
        except BadSetting:
            raise fault from None

    def _keep(self, read: Read) -> Read:
        """Put down what is in force from now on: texts, versions, experiments that began, leads to judge anew."""
        mark, now, shelf = mark_of(read.texts), self._clock.now(), self._store.policies
        begun = in_use.begun(read.parsed.files, shelf, now)
        if shelf.mark() == mark and not read.new and not begun:
            self._mark = mark
            return read
        with self._store.writing():
            read = self._read(read.texts, str(self.folder))
            for name, version, body in read.new:
                shelf.add_campaign(name, version, body, now)
            for name, body in begun:
                shelf.begin_experiment(name, body, now)
            if shelf.mark() != mark:
                shelf.put_texts(dict(read.texts), mark)
            begin(self._store, read.policy, now)
            if self._store.tables.meta("zone") is None:
                self._store.tables.set_meta("zone", read.settings.zone)
            self._mark = mark
        return read


def mark_of(texts: Texts) -> str:
    """A hash of texts, and of the program that reads them: its presets lie below."""
    parts = [
        __version__,
        *(part for files in (preset_texts(), texts) for pair in sorted(files.items()) for part in pair),
    ]
    return sha256("\0".join(parts).encode()).hexdigest()[:32]
