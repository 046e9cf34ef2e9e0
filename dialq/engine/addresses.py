"""When two mail addresses reach the same mailbox: a ban on one is a ban on the other (R18.1)."""

from __future__ import annotations


def untagged(address: str) -> str:
    """An address in small letters and without its plus tag: `Ana+News@Example.com` is `ana@example.com`."""
    local, at, domain = address.lower().rpartition("@")
    name = local.partition("+")[0]
    return f"{name}{at}{domain}" if name else f"{local}{at}{domain}"


def forms(address: str) -> tuple[str, ...]:
    """The address as bans are kept, and without its tag if it has one."""
    exact, plain = address.lower(), untagged(address)
    return (exact,) if exact == plain else (exact, plain)
