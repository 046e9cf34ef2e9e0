"""The schema, one step a function; each file remembers which steps it has (sqlite-utils migrations)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialq.errors import StoreUnusable
from dialq.store.database import APPLICATION_ID, SCHEMA, Database

if TYPE_CHECKING:
    from sqlite_utils import Database as SqliteUtils

_FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE lead (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, company TEXT NOT NULL, company_key TEXT NOT NULL,
  source TEXT NOT NULL, arrived INTEGER NOT NULL, recorded INTEGER NOT NULL, batch TEXT NOT NULL,
  facts TEXT NOT NULL
);
CREATE INDEX lead_company ON lead (company_key) WHERE company_key <> '';
CREATE INDEX lead_batch ON lead (batch) WHERE batch <> '';
CREATE TABLE point (value TEXT NOT NULL, lead INTEGER NOT NULL, PRIMARY KEY (value, lead)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (text, content='', detail=none, columnsize=0);
CREATE TABLE event (
  id INTEGER PRIMARY KEY, lead INTEGER NOT NULL, kind TEXT NOT NULL, happened INTEGER NOT NULL,
  recorded INTEGER NOT NULL, rep TEXT NOT NULL, facts TEXT NOT NULL, effects TEXT NOT NULL,
  cause INTEGER NOT NULL DEFAULT 0, slot INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX event_lead ON event (lead, id);
CREATE INDEX event_day ON event (recorded) WHERE kind IN ('outcome', 'undone', 'redone');
CREATE INDEX event_hand ON event (recorded) WHERE kind IN ('handed', 'task');
CREATE INDEX event_gathering ON event (id) WHERE kind = 'responded' AND json_extract(facts, '$.gathering') IS NOT NULL;
CREATE TRIGGER event_kept BEFORE UPDATE ON event BEGIN SELECT raise(ABORT, 'events are append-only'); END;
CREATE TRIGGER event_stays BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'events are append-only'); END;
CREATE TABLE standing (
  lead INTEGER PRIMARY KEY, seen INTEGER NOT NULL, stage TEXT NOT NULL, programme TEXT NOT NULL,
  leg INTEGER NOT NULL, campaign TEXT NOT NULL, version INTEGER NOT NULL, position INTEGER NOT NULL,
  rest_until INTEGER, state TEXT, places TEXT NOT NULL
);
CREATE INDEX standing_spread ON standing (stage, programme, leg, campaign, version, position, rest_until);
CREATE TABLE gate (
  id INTEGER PRIMARY KEY AUTOINCREMENT, rep TEXT NOT NULL, tier INTEGER NOT NULL, opens INTEGER NOT NULL,
  closes INTEGER NOT NULL, window TEXT NOT NULL, channel TEXT NOT NULL, waits TEXT NOT NULL, warm INTEGER NOT NULL,
  leads INTEGER NOT NULL DEFAULT 0,
  UNIQUE (rep, tier, opens, closes, window, channel, waits, warm)
);
CREATE TABLE place (
  gate INTEGER NOT NULL, rank INTEGER NOT NULL, lead INTEGER NOT NULL, PRIMARY KEY (gate, rank, lead)
) WITHOUT ROWID;
CREATE TABLE timer (
  what INTEGER NOT NULL, at INTEGER NOT NULL, lead INTEGER NOT NULL, waits TEXT NOT NULL,
  PRIMARY KEY (what, at, lead)
) WITHOUT ROWID;
CREATE TABLE claim (
  lead INTEGER PRIMARY KEY, rep TEXT NOT NULL, session TEXT NOT NULL, since INTEGER NOT NULL,
  expires INTEGER NOT NULL, parked INTEGER NOT NULL
);
CREATE INDEX claim_rep ON claim (rep);
CREATE TABLE claim_point (value TEXT NOT NULL, lead INTEGER NOT NULL, PRIMARY KEY (value, lead)) WITHOUT ROWID;
CREATE TABLE open_call (lead INTEGER PRIMARY KEY, rep TEXT NOT NULL, event INTEGER NOT NULL, at INTEGER NOT NULL);
CREATE INDEX open_call_rep ON open_call (rep);
CREATE TABLE promise (lead INTEGER PRIMARY KEY, rep TEXT NOT NULL, at INTEGER NOT NULL, words TEXT NOT NULL);
CREATE INDEX promise_rep ON promise (rep, at);
CREATE TABLE rung (
  key TEXT NOT NULL, lead INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (key, lead)
) WITHOUT ROWID;
CREATE TABLE ban (
  scope TEXT NOT NULL, value TEXT NOT NULL, event INTEGER NOT NULL, since INTEGER NOT NULL, rep TEXT NOT NULL,
  reason TEXT NOT NULL, PRIMARY KEY (scope, value, event)
) WITHOUT ROWID;
CREATE TABLE outbox (
  message TEXT PRIMARY KEY, lead INTEGER NOT NULL, event INTEGER NOT NULL, rep TEXT NOT NULL, status TEXT NOT NULL,
  leaves INTEGER NOT NULL, recipient TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL, mail TEXT NOT NULL,
  queued INTEGER NOT NULL, problem TEXT NOT NULL DEFAULT ''
);
CREATE INDEX outbox_waiting ON outbox (leaves) WHERE status IN ('hold', 'sending');
CREATE INDEX outbox_lead ON outbox (lead);
CREATE TABLE draft (
  rep TEXT NOT NULL, lead INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (rep, lead, kind)
) WITHOUT ROWID;
CREATE TABLE campaign (
  name TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL, since INTEGER NOT NULL,
  PRIMARY KEY (name, version)
) WITHOUT ROWID;
CREATE TABLE policy_text (name TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE experiment (name TEXT PRIMARY KEY, body TEXT NOT NULL, since INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE closed_day (
  day TEXT NOT NULL, what TEXT NOT NULL, at INTEGER NOT NULL, last_event INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (day, what)
) WITHOUT ROWID;
CREATE TABLE effort (lead INTEGER PRIMARY KEY, spent INTEGER NOT NULL, met INTEGER NOT NULL);
CREATE TABLE invited (
  event TEXT NOT NULL, lead INTEGER NOT NULL, here INTEGER NOT NULL, touched INTEGER NOT NULL,
  PRIMARY KEY (event, lead)
) WITHOUT ROWID;
CREATE TABLE pause (
  rep TEXT NOT NULL, began INTEGER NOT NULL, ended INTEGER, reason TEXT NOT NULL, PRIMARY KEY (rep, began)
) WITHOUT ROWID;
CREATE TABLE batch (
  name TEXT PRIMARY KEY, at INTEGER NOT NULL, file TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE hand_batch (
  name TEXT PRIMARY KEY, at INTEGER NOT NULL, rep TEXT NOT NULL, what TEXT NOT NULL, undone INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE post_batch (
  name TEXT PRIMARY KEY, at INTEGER NOT NULL, rep TEXT NOT NULL, folder TEXT NOT NULL, status TEXT NOT NULL,
  cards INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE post_card (
  batch TEXT NOT NULL, number INTEGER NOT NULL, lead INTEGER NOT NULL, kind TEXT NOT NULL, campaign TEXT NOT NULL,
  version INTEGER NOT NULL, step TEXT NOT NULL, template TEXT NOT NULL, event INTEGER NOT NULL,
  PRIMARY KEY (batch, number)
) WITHOUT ROWID;
"""

_MAIL = """
ALTER TABLE outbox ADD COLUMN mailbox TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN rank INTEGER NOT NULL DEFAULT 2;
ALTER TABLE outbox ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN left_at INTEGER;
ALTER TABLE outbox ADD COLUMN token TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN batch TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN raw TEXT NOT NULL DEFAULT '';
CREATE INDEX outbox_next ON outbox (mailbox, rank, leaves, message) WHERE status = 'hold';
CREATE INDEX outbox_open ON outbox (status) WHERE status IN ('hold', 'sending', 'failed', 'unconfirmed');
CREATE INDEX outbox_left ON outbox (mailbox, left_at) WHERE left_at IS NOT NULL;
CREATE INDEX outbox_token ON outbox (token) WHERE token <> '';
CREATE INDEX outbox_recipient ON outbox (recipient COLLATE NOCASE);
CREATE INDEX outbox_batch ON outbox (batch) WHERE batch <> '';
CREATE TABLE mailbox (
  name TEXT PRIMARY KEY, first_sent INTEGER, next_at INTEGER NOT NULL DEFAULT 0, stopped TEXT NOT NULL DEFAULT '',
  problem TEXT NOT NULL DEFAULT '', at INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE mail_cursor (
  mailbox TEXT NOT NULL, folder TEXT NOT NULL, validity INTEGER NOT NULL, uid INTEGER NOT NULL, at INTEGER NOT NULL,
  problem TEXT NOT NULL, PRIMARY KEY (mailbox, folder)
) WITHOUT ROWID;
CREATE TABLE letter (
  id INTEGER PRIMARY KEY, message TEXT NOT NULL, sender TEXT NOT NULL, mailbox TEXT NOT NULL, folder TEXT NOT NULL,
  validity INTEGER NOT NULL, uid INTEGER NOT NULL, arrived INTEGER NOT NULL, taken INTEGER NOT NULL,
  kind TEXT NOT NULL, lead INTEGER NOT NULL, event INTEGER NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL,
  matched TEXT NOT NULL, acted TEXT NOT NULL, look INTEGER NOT NULL, digest TEXT NOT NULL
);
CREATE UNIQUE INDEX letter_message ON letter (message, sender, digest);
CREATE INDEX letter_lead ON letter (lead) WHERE lead > 0;
CREATE INDEX letter_look ON letter (id) WHERE look = 1;
CREATE TABLE planned (
  lead INTEGER NOT NULL, run INTEGER NOT NULL, step TEXT NOT NULL, held TEXT NOT NULL, editor TEXT NOT NULL,
  subject TEXT NOT NULL, body TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (lead, run, step)
) WITHOUT ROWID;
"""


def migrate(database: Database) -> None:
    """Bring the file up to this program's schema; a newer one is refused, untouched."""
    version = int(database.execute("PRAGMA user_version").fetchone()[0])
    if version == SCHEMA:
        return
    if version > SCHEMA:
        raise StoreUnusable(
            f"{database.path} was written by a newer dialq (schema {version}, this one knows {SCHEMA})",
            "Upgrade dialq, or name another file with --db.",
        )
    _apply(database)


def _apply(database: Database) -> None:
    """Run the missing steps in one write transaction."""
    from sqlite_utils import Database as SqliteUtils
    from sqlite_utils import Migrations

    steps = Migrations("dialq")

    @steps(name="0001_first")
    def first(db: SqliteUtils) -> None:
        """The first schema."""
        for statement in _statements(_FIRST):
            db.execute(statement)

    @steps(name="0002_mail")
    def mail(db: SqliteUtils) -> None:
        """Mailboxes, what came in, and automatic mails that a person held or wrote anew."""
        for statement in _statements(_MAIL):
            db.execute(statement)

    with database.immediate():
        steps.apply(SqliteUtils(database.connection))
        database.execute(f"PRAGMA application_id={APPLICATION_ID}")
        database.execute(f"PRAGMA user_version={SCHEMA}")


def _statements(script: str) -> list[str]:
    """Single statements of a script; a trigger's body keeps its semicolons."""
    found, current = [], ""
    for part in script.split(";"):
        current += part
        if "BEGIN SELECT" in current and not current.rstrip().endswith("END"):
            current += ";"
            continue
        if current.strip():
            found.append(current.strip())
        current = ""
    return found
