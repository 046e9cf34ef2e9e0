"""The real servers, started once for all tests that ask for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.real.real_mail import RealMail, missing, running


@pytest.fixture(scope="session")
def _servers() -> Iterator[RealMail]:
    lacking = missing()
    if lacking:
        pytest.skip(lacking)
    with running() as real:
        yield real


@pytest.fixture
def real_mail(_servers: RealMail, monkeypatch: pytest.MonkeyPatch) -> RealMail:
    """Real mail servers with empty mailboxes; the accounts' passwords are in the environment."""
    for account in _servers.accounts:
        monkeypatch.setenv(_servers.variable(account), account.password)
    _servers.empty()
    return _servers
