"""The desk: everything a use case needs, put together once in `bootstrap`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dialq.clock import Clock, Instant
from dialq.desk.mail_ports import MailMaker, TemplateBook
from dialq.desk.policy_book import PolicyBook
from dialq.desk.ports import Store
from dialq.desk.records import Phones
from dialq.engine.policy import Policy
from dialq.settings import Settings


@dataclass
class Desk:
    """One rep's desk over one file. Not for several threads."""

    store: Store
    clock: Clock
    policy: Policy
    settings: Settings
    rep: str
    session: str = ""
    """Names an open screen; '' on the command line, whose claims last longer."""
    make_mailer: Callable[[], MailMaker] | None = None
    make_templates: Callable[[], TemplateBook] | None = None
    make_scripts: Callable[[], TemplateBook] | None = None
    make_phones: Callable[[], Phones] | None = None
    make_files: Callable[[], Any] | None = None
    book: PolicyBook | None = None
    """The files the policy comes from."""

    def now(self) -> Instant:
        """The present moment: a use case reads it once."""
        return self.clock.now()

    def use(self, policy: Policy, settings: Settings) -> None:
        """Work by another policy from now on; templates, scripts and the mailer are made anew."""
        self.policy, self.settings = policy, settings
        self.store.use(policy)
        for made in ("mailer", "templates", "scripts"):
            self.__dict__.pop(made, None)

    @property
    def zone(self) -> str:
        """The team's zone."""
        return self.policy.calendar.zone

    @cached_property
    def mailer(self) -> MailMaker:
        """Made when the first mail is."""
        assert self.make_mailer is not None
        return self.make_mailer()

    @cached_property
    def templates(self) -> TemplateBook:
        """Mail templates."""
        assert self.make_templates is not None
        return self.make_templates()

    @cached_property
    def scripts(self) -> TemplateBook:
        """Call scripts."""
        assert self.make_scripts is not None
        return self.make_scripts()

    @property
    def scripts_are_loaded(self) -> bool:
        """Whether `scripts` was asked for before: the first time loads the template engine."""
        return "scripts" in self.__dict__

    @cached_property
    def phones(self) -> Phones:
        """The phone book's knowledge."""
        assert self.make_phones is not None
        return self.make_phones()

    @cached_property
    def files(self) -> Any:
        """Writes export files (`exporting.RowFiles`)."""
        assert self.make_files is not None
        return self.make_files()

    def close(self) -> None:
        """Leave: the session's sign of life goes, the file is closed."""
        self.store.claims.presence.leave(self.session)
        self.store.close()
