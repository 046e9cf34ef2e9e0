"""SQLite: the only SQL in dialq."""
