"""The one place the SQLite module comes from: the same choice that sqlite-utils makes, without loading it."""

from __future__ import annotations

import importlib
import sqlite3
from importlib.util import find_spec
from typing import Any

if find_spec("pysqlite3") is not None:
    module: Any = importlib.import_module("pysqlite3")
else:
    module = sqlite3

Connection = sqlite3.Connection
Error: type[Exception] = module.Error
OperationalError: type[Exception] = module.OperationalError
DatabaseError: type[Exception] = module.DatabaseError
IntegrityError: type[Exception] = module.IntegrityError
VERSION: str = module.sqlite_version
