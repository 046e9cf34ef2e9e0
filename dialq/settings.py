"""What a team can set, as values with their defaults; the file they come from is read in `policy`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from msgspec import Struct, field

MONDAY_TO_FRIDAY = frozenset(range(5))


class CapSettings(Struct, frozen=True):
    """How often a lead may be touched (R7.1)."""

    campaign: int = 10
    """Touches in one campaign; a campaign file may allow fewer."""
    calls: int = 6
    """Phone touches in one campaign."""
    life: int = 30
    """Campaign touches in a lead's whole life."""
    day: int = 2
    """Touches a local day, except on the day of the first call."""
    dials: int = 3
    """Dials to one person in a rolling 24 hours."""
    call_gap_minutes: int = 25
    email_gap_hours: int = 20


class WindowSettings(Struct, frozen=True):
    """When a lead may be called, in the lead's own zone."""

    opens: int = 8 * 60
    """Minutes after midnight."""
    closes: int = 21 * 60
    """Minutes after midnight; this minute is closed."""
    guard_minutes: int = 3
    """No call is offered this close before the end."""


class SenderSettings(Struct, frozen=True):
    """Who the mails come from (R14.4)."""

    name: str = ""
    email: str = ""
    company: str = ""
    postal_address: str = ""
    opt_out: str = 'If you would rather not hear from me again, reply "stop" and I will not write again.'

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the settings without which no mail may leave."""
        needed = {
            "sender.name": self.name,
            "sender.email": self.email,
            "sender.company": self.company,
            "sender.postal_address": self.postal_address,
            "sender.opt_out": self.opt_out,
        }
        return tuple(name for name, value in needed.items() if not value)

    @property
    def footer(self) -> str:
        """What every mail carries below its text: identity, postal address, opt-out."""
        return self.signed(self.name)

    def signed(self, name: str) -> str:
        """The footer of a mailbox with another name in From."""
        identity = ", ".join(part for part in (name, self.company) if part)
        lines = (identity, self.postal_address, self.opt_out)
        return "\n".join(line for line in lines if line)


class SecretSettings(Struct, frozen=True):
    """Where a password or token comes from: one of these is said, and none is ever kept in the database."""

    command: str = ""
    """A command line whose first line of output is the secret; asked anew for each connection."""
    env: str = ""
    """The name of an environment variable."""
    keyring: str = ""
    """The name of a service in the system's keyring; the account there is the user name."""


class ServerSettings(Struct, frozen=True):
    """A mail server and how to log in to it."""

    host: str
    port: int
    security: str = "tls"
    """`tls`, `starttls`, or `none`, which is allowed to this machine only."""
    auth: str = "plain"
    """`plain`, `login`, `xoauth2` (the secret is an access token), or `none`."""
    username: str = ""
    secret: SecretSettings = SecretSettings()


class MailboxSettings(Struct, frozen=True):
    """One mailbox that mails leave from and answers come to."""

    name: str
    """How commands, screens and the database name it; unique."""
    address: str
    from_name: str = ""
    """The name in From; '' is that of [sender]."""
    reps: tuple[str, ...] = ()
    """Whose mails leave from it; empty: those of everybody who has none of their own, and the automatic ones."""
    smtp: ServerSettings | None = None
    """None: its mails go to the Maildir outbox."""
    imap: ServerSettings | None = None
    """None: answers are not fetched."""
    plus_address: bool = False
    """Whether answers are asked to `name+word@…`: for servers that deliver that to `name`."""
    folders: tuple[str, ...] = ("INBOX",)
    """Folders that are looked at, never changed."""
    daily_limit: int = 50
    """Mails in a rolling 24 hours (R14.4)."""
    ramp_from: int = 10
    """A new mailbox starts with so many a day…"""
    ramp_step: int = 5
    """…and may send so many more each day, up to `daily_limit`; 0: no ramp."""
    pace_seconds: tuple[int, int] = (60, 120)
    """Between two mails that nobody waits for pass so many seconds, drawn between the two."""
    poll_seconds: int = 30
    """How often answers are fetched where the server cannot tell (IDLE)."""


class MailSettings(Struct, frozen=True):
    """How mails leave."""

    hold_seconds: int = 60
    """How long a mail waits in the outbox so that undo can reach it (R13.3)."""
    maildir: str = ""
    """Folder that sent mails are delivered to; '' is the one beside the database."""
    unsubscribe_url: str = ""
    """The team's own HTTPS end-point for one-click opt-out (RFC 8058); `{token}` in it is ours; '': mailto only."""
    in_screens: bool = True
    """Whether open screens send and fetch too, not only `dialq mail run` (R14.5)."""
    mailboxes: tuple[MailboxSettings, ...] = ()
    """Empty: all mails go to the Maildir outbox, and no answers are fetched."""

    def mailbox(self, name: str) -> MailboxSettings | None:
        """A mailbox by its name."""
        return next((box for box in self.mailboxes if box.name == name), None)

    def mailbox_of(self, rep: str) -> MailboxSettings | None:
        """The mailbox a rep's mails leave from: their own, else the shared one; None: they have none.

        '' is the plan itself, whose mails leave from the first where none is shared.
        """
        own = next((box for box in self.mailboxes if rep and rep in box.reps), None)
        shared = next((box for box in self.mailboxes if not box.reps), None)
        return own or shared or (None if rep else next(iter(self.mailboxes), None))


class KeySettings(Struct, frozen=True):
    """Keys of the screen."""

    rest_seconds: float = 0.4
    """A key that logs acts only when the card has stood this long (R9.4)…"""
    still_seconds: float = 1.0
    """…and the same key was still for this long."""
    bell: bool = False
    """Whether the terminal's bell rings when a lead answers."""
    bindings: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Own keys by action id; an action that is not named keeps its keys."""


class NurtureRuleSettings(Struct, frozen=True):
    """A rule that hands leads to marketing (R16.1)."""

    name: str
    untouched_days: int = 45
    """Days without a touch by a person, with nothing dated ahead."""
    sources: tuple[str, ...] = ()
    """Leads of these sources only; empty: of all."""
    campaigns: tuple[str, ...] = ()
    """Leads in these campaigns only; empty: in any."""


class NurtureSettings(Struct, frozen=True):
    """What marketing gets, and what it sends."""

    campaign: str = "nurture-monthly"
    """The campaign of its items; '': leads only wait."""
    untouched_days: int = 45
    """The built-in rule: so many days untouched by a person; 0: no such rule."""
    rules: tuple[NurtureRuleSettings, ...] = ()
    """The team's own rules, asked after the built-in one."""


class Settings(Struct, frozen=True):
    """All settings of a team. Only the zone has no default of its own: it is never the machine's (R4.3)."""

    zone: str
    """IANA name of the team's zone."""
    country: str = "US"
    """ISO 3166 two-letter code: the region of numbers written without a country code."""
    open_days: frozenset[int] = MONDAY_TO_FRIDAY
    """Weekdays the team works; Monday is 0."""
    holidays: frozenset[date] = frozenset()
    day_starts: int = 8 * 60
    """Minutes after midnight at which day steps fall due."""
    fresh_for: int = 4
    """Business days a hot lead counts as fresh."""
    slip_after: int = 2
    """Business days after which an overdue step slips."""
    warm_share: int = 5
    """Every so many-th lead a rep answers in a day is a warm one (R5.5); 0: none."""
    capacity: int = 60
    """Touches a rep makes in a day (SEED1-14)."""
    own_channels: tuple[str, ...] = ()
    """Channels the team defines, beside those dialq knows."""
    costs: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """What a touch costs, in cents, by channel; what is not named costs nothing (R19.1)."""
    nurture: NurtureSettings = NurtureSettings()
    goal_meetings: int = 1
    """Meetings a rep wants to set in a day."""
    caps: CapSettings = CapSettings()
    window: WindowSettings = WindowSettings()
    sender: SenderSettings = SenderSettings()
    mail: MailSettings = MailSettings()
    keys: KeySettings = KeySettings()

    @property
    def mail_lacks(self) -> tuple[str, ...]:
        """Names of the settings without which no mail may leave; mailboxes bring addresses, and may bring names."""
        boxes = self.mail.mailboxes
        given = {"sender.email"} if boxes else set()
        if boxes and all(box.from_name for box in boxes):
            given.add("sender.name")
        return tuple(name for name in self.sender.missing if name not in given)
