"""Certificates of an authority that lives as long as a test: for servers on this machine."""

from __future__ import annotations

import ssl
from typing import NamedTuple

import trustme


class Contexts(NamedTuple):
    """Both sides of an encrypted connection."""

    server: ssl.SSLContext
    client: ssl.SSLContext
    """Trusts that server and no other."""


def contexts(*names: str) -> Contexts:
    """A server that proves to be one of these hosts; without names: `localhost` and 127.0.0.1."""
    authority = trustme.CA()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*(names or ("localhost", "127.0.0.1"))).configure_cert(server)
    client = ssl.create_default_context()
    authority.configure_trust(client)
    return Contexts(server, client)
