"""The one place that knows concrete parts: puts a desk together."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any

from dialq.clock import Clock, Instant, SystemClock
from dialq.desk.desk import Desk
from dialq.desk.findings import Finding
from dialq.desk.gatherings import count_seats
from dialq.desk.mail_ports import MailMaker, TemplateBook
from dialq.desk.policy_shelves import Policies
from dialq.desk.records import LeadFile, Phones
from dialq.errors import BadSetting
from dialq.policy.folder import preset_texts
from dialq.policy.in_force import InForce, Read
from dialq.policy.settings_file import default_settings_text
from dialq.settings import Settings
from dialq.store.store import Store

SETTINGS = "settings.toml"


def default_database() -> Path:
    """Where the database lies unless told otherwise: the platform's folder for data."""
    from platformdirs import user_data_path

    return user_data_path("dialq") / "dialq.db"


def open_desk(
    db: Path | str,
    *,
    rep: str,
    session: str = "",
    clock: Clock | None = None,
    create: bool = True,
    config: Path | None = None,
    zone: str = "",
    take_up: bool = True,
) -> Desk:
    """A desk over a database file, its policy read from the folder beside it (or from `config`).

    Policy files that changed are taken up unless `take_up` says to leave things as they are; of broken ones the
    last good state serves, and `desk.book.fault` tells. Raises StoreUnusable, StoreBusy or, where nothing was
    ever good, BadSetting, each naming the file.
    """
    path = Path(db).expanduser()
    clock = clock or SystemClock()
    store = Store(path, create=create)
    with ExitStack() as failed:
        failed.callback(store.close)
        book = InForce(store, config or path.parent, clock, store.tables.meta("zone") or zone or local_zone())
        read = book.open(take_up=take_up)
        store.use(read.policy)
        failed.pop_all()
    desk = Desk(
        store=store, clock=clock, policy=read.policy, settings=read.settings, rep=rep, session=session,
        make_phones=_phones, make_files=_files, book=book,
    )  # fmt: skip
    _make_by(desk, store, read)
    count_seats(desk)
    _keep_up(desk, store, book)
    return desk


def _keep_up(desk: Desk, store: Store, book: InForce) -> None:
    """Let the desk work by whatever comes into force while it is open."""

    def use(read: Read) -> None:
        _make_by(desk, store, read)
        desk.use(read.policy, read.settings)
        count_seats(desk)

    book.use = use
    book.look_over = _look_over
    desk.store.keep_up = book.keep_up


def _look_over(folder: Path, zone: str, kept: Policies, draft: bool, now: Instant) -> tuple[Finding, ...]:
    from dialq.policy_check import findings_in

    return findings_in(folder, zone, kept=kept, draft=draft, now=now)


def _make_by(desk: Desk, store: Store, read: Read) -> None:
    """How mails and texts are made by these files."""
    desk.make_mailer = lambda: _mailer(read.settings, store)
    files = read.parsed.files
    desk.make_templates = lambda: _templates(files.templates, files.html, files.snippets)
    desk.make_scripts = lambda: _templates(files.scripts, {}, files.snippets)


def local_zone() -> str:
    """The machine's zone, for a file that is being made; UTC where it has no name."""
    import os
    from zoneinfo import ZoneInfo

    candidates = [os.environ.get("TZ", "").lstrip(":")]
    link = Path("/etc/localtime")
    if link.is_symlink():
        candidates.append(str(link.readlink()).partition("zoneinfo/")[2])
    for name in candidates:
        try:
            if name:
                ZoneInfo(name)
                return name
        except (KeyError, ValueError, OSError):
            continue
    return "UTC"


def _mailer(settings: Settings, store: Store) -> MailMaker:
    from dialq.mail.mailer import Mailer
    from dialq.store.mail_key import mail_key

    folder = (
        Path(settings.mail.maildir).expanduser() if settings.mail.maildir else store.path.parent / "outbox"
    )
    return Mailer(folder, lambda: mail_key(store))


def _templates(texts: dict[str, str], html: dict[str, str], snippets: dict[str, str]) -> TemplateBook:
    from dialq.mail.templates import Templates

    return Templates(texts, html, snippets)


def _phones() -> Phones:
    from dialq import phone

    return phone


def _files() -> Any:
    from dialq.report import files

    return files


def read_lead_file(desk: Desk, path: Path, mapping: dict[str, str] | None = None) -> LeadFile:
    """Open a lead file of any dialect. Raises BadInput naming the file."""
    from dialq.intake.files import open_lead_file

    return open_lead_file(
        path, phones=desk.phones, region=desk.settings.country, zone=desk.zone, mapping=mapping
    )


def write_config(folder: Path, zone: str) -> list[Path]:
    """Every policy file that is shipped, to be edited; files that exist are left as they are."""
    written = []
    for name, text in preset_texts().items():
        target = folder / name
        if not target.exists():
            _write(target, default_settings_text(zone) if name == SETTINGS else text)
            written.append(target)
    return written


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadSetting(f"{path} cannot be written: {error.strerror}", "Choose another folder.") from error
