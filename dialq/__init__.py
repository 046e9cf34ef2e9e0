"""dialq: a power dialer's queue for the terminal."""

__version__ = "0.1.0"
