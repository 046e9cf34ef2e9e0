"""Mails that no person wrote to us: our own coming back, lists, newsletters and other robots."""

from __future__ import annotations

import re

from dialq.desk.letters import LOOP, OTHER
from dialq.mail.opened import Headers

_OWN_ID = re.compile(r"<[A-Za-z0-9_-]{32}@[^<>\s@]+>")
_OWN_OPT_OUT = re.compile(r"<mailto:[^<>?]+\?subject=unsubscribe%20[^<>&]+>")
_OWN_REFERENCE = re.compile(r"<dialq\.([^<>\s@]+)@")
_BULK = ("list", "bulk", "junk")
_NOBODY = re.compile(
    r"(?:no|not|do-?not|donot|never)[-_.]?repl(?:y|ies)|notifications?|mailer|newsletters?|bounces?|automated"
    r"|autom\w*mailer",
    re.IGNORECASE,
)


def is_own_mail(headers: Headers, message: str, sender: str, recipients: tuple[str, ...]) -> bool:
    """Whether a mail of ours came back: our opt-out has the word of its own reference, or it went to its sender."""
    opt_out = headers.first("list-unsubscribe")
    words = _OWN_REFERENCE.findall(headers.first("references"))
    if _OWN_OPT_OUT.search(opt_out) and any(word in opt_out for word in words):
        return True
    lowered = {one.lower() for one in recipients}
    same_domain = sender.rpartition("@")[2] == message.rpartition("@")[2].rstrip(">").lower()
    return sender.lower() in lowered and same_domain and _OWN_ID.fullmatch(message) is not None


def robot(headers: Headers, sender: str) -> tuple[str, str] | None:
    """The kind and the reason of a mail that a robot sent; None if a person may have.

    A mail of a list that answers somebody is a person's. A robot's mail that answers one is shown to a person, for
    help desks send what people write that way.
    """
    answers = "in-reply-to" in headers or "references" in headers
    submitted = headers.first("auto-submitted").partition(";")[0].strip().lower()
    if submitted not in ("", "no"):
        return (OTHER if answers else LOOP), f"Auto-Submitted: {submitted}"
    precedence = headers.first("precedence").strip().lower()
    listed = next(
        (
            name
            for name in ("list-id", "list-post", "x-mailing-list", "x-campaign-id", "feedback-id")
            if name in headers
        ),
        "",
    )
    if precedence in _BULK or listed or "list-unsubscribe" in headers:
        said = f"Precedence: {precedence}" if precedence in _BULK else listed or "list-unsubscribe"
        return None if answers else (LOOP, said)
    if "x-loop" in headers:
        return LOOP, "X-Loop"
    if _NOBODY.match(sender.partition("@")[0]):
        return OTHER, f"nobody reads {sender}"
    return None
