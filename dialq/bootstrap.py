"""The one place that knows concrete parts: puts a desk together."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from dialq.clock import Clock, Instant, SystemClock
from dialq.desk.desk import Desk
from dialq.desk.mail_ports import MailMaker, TemplateBook
from dialq.desk.records import LeadFile, Phones
from dialq.engine.campaign import Campaign, Offset, Step
from dialq.errors import BadSetting
from dialq.policy.presets import PolicyFiles, load_policy_folder, load_presets
from dialq.policy.settings_file import default_settings_text, read_settings
from dialq.policy.team_policy import team_policy
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
) -> Desk:
    """A desk over a database file, its policy read from the folder beside it (or from `config`).

    Raises StoreUnusable, StoreBusy or BadSetting, each naming the file.
    """
    path = Path(db).expanduser()
    clock = clock or SystemClock()
    folder = config or path.parent
    store = Store(path, create=create)
    try:
        settings = _settings(store, folder, zone)
        files = _policy_files(folder)
        policy = team_policy(settings, _versions(store, files, clock.now()), files.programmes)
        store.use(policy)
    except BaseException:
        store.close()
        raise
    return Desk(
        store=store, clock=clock, policy=policy, settings=settings, rep=rep, session=session,
        make_mailer=lambda: _mailer(settings, path), make_templates=lambda: _templates(files.templates),
        make_scripts=lambda: _templates(files.scripts), make_phones=_phones, make_files=_files,
    )  # fmt: skip


def _settings(store: Store, folder: Path, zone: str) -> Settings:
    """The team's settings; its zone is stored in the file at creation, never the machine's of the day (R4.3)."""
    file = folder / SETTINGS
    stored = store.tables.meta("zone")
    settings = read_settings(file if file.exists() else None, zone=stored or zone or local_zone())
    if stored is None:
        with store.writing():
            if store.tables.meta("zone") is None:
                store.tables.set_meta("zone", settings.zone)
    return settings


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


def _policy_files(folder: Path) -> PolicyFiles:
    """The presets, with the team's own files laid over them."""
    own = ("campaigns", "templates", "scripts", "programmes.toml")
    return load_policy_folder(folder) if any((folder / name).exists() for name in own) else load_presets()


def _versions(store: Store, files: PolicyFiles, now: Instant) -> list[Campaign]:
    """Every version of every campaign: an edit of the steps makes a new one, caps apply to all at once (R4.7)."""
    known: dict[str, list[Campaign]] = {}
    for name, version, body in store.policies.campaigns():
        known.setdefault(name, []).append(_from_body(version, body))
    new = []
    for campaign in files.campaigns.values():
        versions = known.setdefault(campaign.name, [])
        if not versions or versions[-1].steps != campaign.steps:
            fresh = replace(campaign, version=len(versions) + 1)
            versions.append(fresh)
            new.append(fresh)
    if new:
        with store.writing():
            there = {(name, version) for name, version, _ in store.policies.campaigns()}
            for campaign in new:
                if (campaign.name, campaign.version) not in there:
                    store.policies.add_campaign(campaign.name, campaign.version, _to_body(campaign), now)
    return [_with_newest_caps(one, versions, files) for versions in known.values() for one in versions]


def _with_newest_caps(one: Campaign, versions: list[Campaign], files: PolicyFiles) -> Campaign:
    now = files.campaigns.get(one.name, versions[-1])
    return replace(one, max_touches=now.max_touches, max_calls=now.max_calls, rest_days=now.rest_days)


def _to_body(campaign: Campaign) -> str:
    return json.dumps(asdict(campaign), ensure_ascii=False)


def _from_body(version: int, body: str) -> Campaign:
    plain: dict[str, Any] = json.loads(body)
    steps = tuple(Step(**{**step, "at": Offset(**step["at"])}) for step in plain.pop("steps"))
    return Campaign(**{**plain, "steps": steps, "version": version})


def _mailer(settings: Settings, database: Path) -> MailMaker:
    from dialq.mail.mailer import Mailer

    folder = Path(settings.mail.maildir).expanduser() if settings.mail.maildir else database.parent / "outbox"
    return Mailer(folder)


def _templates(texts: dict[str, str]) -> TemplateBook:
    from dialq.mail.templates import Templates

    return Templates(texts)


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
    """Editable settings, campaigns, templates and scripts; files that exist are left as they are."""
    from importlib.resources import files

    written = []
    settings = folder / SETTINGS
    if not settings.exists():
        _write(settings, default_settings_text(zone))
        written.append(settings)
    presets = files("dialq.policy").joinpath("presets")
    for kind in ("campaigns", "templates", "scripts"):
        for file in sorted(presets.joinpath(kind).iterdir(), key=lambda f: f.name):
            target = folder / kind / file.name
            if file.is_file() and not target.exists():
                _write(target, file.read_text(encoding="utf-8"))
                written.append(target)
    target = folder / "programmes.toml"
    if not target.exists():
        _write(target, presets.joinpath("programmes.toml").read_text(encoding="utf-8"))
        written.append(target)
    return written


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadSetting(f"{path} cannot be written: {error.strerror}", "Choose another folder.") from error
