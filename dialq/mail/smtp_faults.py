"""What a server's refusal or silence means at each stage of handing a mail over (R14.2, R14.3)."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterable

from dialq.desk.sending_values import AGAIN, OF_MAIL, OF_MAILBOX, OF_RECIPIENT, REFUSED, UNKNOWN, Handed
from dialq.mail.merge_fields import one_line

CONNECT, HELLO, STARTTLS, LOGIN = "connect", "EHLO", "STARTTLS", "AUTH"
MAIL, RCPT, DATA, TEXT, END = "MAIL", "RCPT", "DATA", "text", "end of text"
"""The stages in their order. Up to TEXT the server surely does not have the mail; at END nobody may know."""

_OPENING = (CONNECT, HELLO, STARTTLS, LOGIN, MAIL)
_STATUS = re.compile(r"([245])\.\d{1,3}\.\d{1,3}\b")
_SENDER_REFUSED = ("5.1.7", "5.1.8")
"""Bad address of the *sender*; many servers say so only at RCPT."""
_TOO_BIG = ("5.2.3", "5.3.4")
_LONGEST = 300


class Ended(Exception):
    """The attempt is over: carries how it ended."""

    def __init__(self, handed: Handed) -> None:
        super().__init__(handed.why)
        self.handed = handed


def answered(stage: str, code: int, words: bytes, lost: bool = False) -> Handed:
    """What a negative answer means, or one that does not belong there."""
    text = one_line(words.decode("utf-8", "replace"))[:_LONGEST]
    why, status = f"{stage}: {code} {text}".strip(), status_of(code, text)
    if code >= 500:
        return Handed(REFUSED, why, status, _refused_about(stage, code, status), lost)
    if code >= 400:
        return Handed(AGAIN, why, status, _later_about(stage), lost or code == 421)
    return out_of_turn(stage, why)


def out_of_turn(stage: str, why: str) -> Handed:
    """A server that says yes to what it was not asked: at the text it may have taken the mail for ended."""
    fate = UNKNOWN if stage in (TEXT, END) else AGAIN
    return Handed(fate, f"{why} (not an answer that belongs there)", about=_later_about(stage), lost=True)


def silent(stage: str, error: OSError) -> Handed:
    """The connection broke, or the server said nothing for too long."""
    fate = UNKNOWN if stage == END else AGAIN
    return Handed(fate, f"{stage}: {words_of(error)}", about=_later_about(stage), lost=True)


def refused(stage: str, why: str, about: str = OF_MAIL) -> Handed:
    """Not even tried, as it cannot succeed."""
    return Handed(REFUSED, f"{stage}: {why}", about=about)


def words_of(error: OSError) -> str:
    """A fault of the network in a few words."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the server's certificate is not to be trusted: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        reason = getattr(error, "reason", None)  # an error that Python itself raised has none
        if reason in ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE"):
            return 'the server does not begin with encryption: is security = "starttls" meant?'
        return f"encryption failed: {reason or error}"
    return one_line(error.strerror or str(error))[:_LONGEST] or "the connection was lost"


def status_of(code: int, text: str) -> str:
    """The enhanced status at the start of a server's words; '' if there is none, or it contradicts the code."""
    match = _STATUS.match(text)
    return match[0] if match and match[1] == str(code)[0] else ""


def without(words: bytes, secrets: Iterable[bytes]) -> bytes:
    """A server's words with secrets taken out: some repeat what they were sent."""
    for secret in secrets:
        words = words.replace(secret, b"...") if secret else words
    return words


def _later_about(stage: str) -> str:
    """What waits. A mail at which a server always hangs up must not keep those behind it."""
    if stage in _OPENING:
        return OF_MAILBOX
    return OF_RECIPIENT if stage == RCPT else OF_MAIL


def _refused_about(stage: str, code: int, status: str) -> str:
    """Whether to give up the address, this mail, or stop the mailbox until a person has looked."""
    if stage == MAIL and (code == 552 or status in _TOO_BIG):
        return OF_MAIL
    if stage in _OPENING or code == 530 or status.startswith("5.7.") or status in _SENDER_REFUSED:
        return OF_MAILBOX
    if status.startswith("5.1.") or (stage == RCPT and 550 <= code <= 553):
        return OF_RECIPIENT
    return OF_MAIL
