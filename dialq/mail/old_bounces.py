"""Bounces in formats older than RFC 3464: read by flufl.bounce, and by what their words say where it is silent.

Only a mail that no person can have sent is read this way, for people quote bounces in replies.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from dialq.mail.bounces import Failure
from dialq.mail.charsets import as_text
from dialq.mail.delivery_codes import is_for_good, is_generic, read_answer, read_status, status_of_words
from dialq.mail.header_values import address_in, addresses_in, decoded
from dialq.mail.opened import Opened

_LONGEST = 200_000
_MACHINES = re.compile(
    r"(?:mailer-?daemon|mail-?daemon|mailerdaemon|mdaemon|post_?master|mailadmin|mail-?deliver\w*|maildelivery"
    r"|delivery|deliverystatus"
    r"|mail-?system|mmdf|uucp|smtp|bounces?|amavis|microsoftexchange[0-9a-f]*|mailsystem|no-?reply-dsn|mta"
    r"|emailgateway|postoffice|dtmaster|mail)"
    r"(?:[-+.=].*)?",
    re.IGNORECASE,
)
_SUBJECTS = re.compile(
    r"undeliver(?:able|ed)|deliver(?:y|ed) (?:status|fail\w*|problem|error|has failed|report|delayed"
    r"|unsuccessful)|mail delivery|failed mail|failure notice|returned mail|returned to sender"
    r"|mail (?:system )?(?:error|failure|could not)|(?:mail|message|email) (?:not|un)(?: be)? ?deliver"
    r"|non ?remis|unzustellbar|mail ?zustellung|nicht zugestellt|could(?:n'?t| not) be delivered"
    r"|warning: (?:could not|message|mail)|no entregado|não entregue|non recapitabil|mancato recapito"
    r"|onbestelbaar|kunne ikke leveres|kunde inte levereras|échec de|user unknown"
    r"|delivery notification|returned message|message status|delayed mail|unable to deliver|nondeliverable"
    r"|non-?delivery|rejected|e-?mail delivery|postmaster notify|returning message|mail received|status report"
    r"|bounce|nicht zustellbar|can'?t (?:be )?deliver|cannot be delivered|dead letter",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"(?:could|can|did|has|have|was|were)(?:n'?t| ?not) (?:\w+ ){0,3}(?:be )?(?:deliver|reach|sent|accept)"
    r"|unable to (?:deliver|relay)|undeliver|delivery (?:to|of|has|failed|attempt|is|error)"
    r"|permanent(?:ly)? (?:fatal )?(?:error|fail)"
    r"|(?:returned|rejected|bounced|failed|refused)\b|transcript of session|fatal errors|failed recipient"
    r"|failed address|non remis|nicht (?:\w+ )?zugestellt|unzustellbar|no se (?:ha )?(?:pudo|podido) entregar"
    r"|non è stato possibile"
    r"|not delivered|will keep trying|still being (?:retried|tried)|address(?:ee)? unknown|user unknown"
    r"|unknown user|no such user|mailbox|quota|[45]\d\d[ -][45]\.\d\.\d",
    re.IGNORECASE,
)
_WAITS = re.compile(
    r"warning message only|do not need to resend|(?:will|we'll) (?:\w+ ){0,2}(?:keep"
    r"|continue) (?:on )?(?:trying|to (?:try|be))|no action is required|not (?:yet )?been delivered yet"
    r"|delivery is delayed|delayed \d+ hours"
    r"|still being re?tried|has been delayed|delivery will continue|is delayed|will (?:try again|retry)",
    re.IGNORECASE,
)
_DELAY = re.compile(r"delay|warning", re.IGNORECASE)
_RETURNED = re.compile(
    r"^[ \t>]*-{2,}[^\n]{0,60}(?:original|returned|unsent|undelivered|copy|header|message|mail)[^\n]{0,60}$"
    r"|^[ \t>]*(?:Received|Return-Path|Message-ID): |^The original message (?:was|follows)",
    re.IGNORECASE | re.MULTILINE,
)
_FAILED = "x-failed-recipients"


def old_failure(mail: Opened) -> Failure | None:
    """What a mail of a mail server says of an address; None: it is none, or says nothing of a failure."""
    subject = decoded(mail.headers.first("subject"))
    sure = is_of_machine(mail)
    if not sure and not _may_be_of_machine(mail, subject):
        return None
    text = _said(mail)
    temporary, permanent = _recipients(mail)
    named = bool(temporary or permanent)
    if not named and not (
        sure and (_FAILED in mail.headers or _SUBJECTS.search(subject) or _WORDS.search(text))
    ):
        return None
    status = read_status(text)
    if is_generic(status):
        status = status_of_words(text) or read_answer(as_text(mail.start[:_LONGEST])) or status
    address, why = _address(mail, permanent or temporary, text), _first_line(text, subject)
    if _still_tried(subject, text, named and not permanent, status):
        return Failure(address, "delayed", "" if status.startswith("5") else status, False, why)
    lasting = False if status.startswith("4") else is_for_good(status, text)
    return Failure(address, "failed", status, lasting if lasting is not None or not permanent else True, why)


def _still_tried(subject: str, text: str, only_temporary: bool, status: str) -> bool:
    """Whether the server goes on trying."""
    if only_temporary or _WAITS.search(text):
        return True
    return _DELAY.search(subject) is not None and not status.startswith("5.1.")


def is_of_machine(mail: Opened) -> bool:
    """Whether a mail server wrote it: its sender says so, or it has none; an answer to a person's subject is none."""
    headers = mail.headers
    if _FAILED in headers or "x-mailer-daemon" in headers:
        return True
    if (
        mail.kind == "multipart/report"
        and mail.parameters.get("report-type", "") != "disposition-notification"
    ):
        return True
    subject = decoded(headers.first("subject"))
    sender = headers.first("from")[:500]
    local = (address_in(sender) or sender.rpartition("<")[2].strip(" <>\"'")).partition("@")[0]
    if not local:
        return bool(_SUBJECTS.search(subject) or headers.first("return-path").strip() == "<>") and bool(
            headers.lines
        )
    if _MACHINES.fullmatch(local) and not subject.lower().startswith("re:"):
        return True
    empty_path = headers.first("return-path").strip() == "<>"
    return empty_path and bool(_SUBJECTS.search(subject)) and "in-reply-to" not in headers


def _may_be_of_machine(mail: Opened, subject: str) -> bool:
    """Whether a mail answers nobody and is named as bounces are: then the form of its text decides."""
    headers = mail.headers
    if "in-reply-to" in headers or "references" in headers:
        return False
    return _SUBJECTS.match(subject) is not None or address_in(headers.first("from")).lower().startswith(
        "ndr@"
    )


def _recipients(mail: Opened) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Addresses that flufl.bounce finds: those that failed for now, and for good."""
    if mail.deep or mail.start.count(b"boundary=") > 50:
        return (), ()
    import logging
    from email import message_from_bytes

    from flufl.bounce import all_failures

    # It logs each detector that stumbles; on a screen that would be painted over the card.
    logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL + 1)
    try:
        temporary, permanent = all_failures(message_from_bytes(mail.start[:_LONGEST]))
    except (ValueError, TypeError, LookupError, AttributeError, AssertionError):
        # Its detectors trust the form of a mail; a malformed one is read by its words alone.
        return (), ()
    return _plain(temporary), _plain(permanent)


def _plain(found: Collection[bytes]) -> tuple[str, ...]:
    texts = (one.decode("utf-8", "replace") for one in found)
    return tuple(sorted(address for address in map(address_in, texts) if address))


def _said(mail: Opened) -> str:
    """The server's own words: the first text, up to where the returned mail begins."""
    part = mail.part("text/plain", "text/html")
    if part is None:
        return ""
    text = part.text[:_LONGEST]
    if part.kind == "text/html":
        from dialq.mail.html_text import html_text

        text = html_text(text)
    cut = _RETURNED.search(text)
    return text[: cut.start()] if cut and cut.start() > 40 else text


def _address(mail: Opened, found: tuple[str, ...], text: str) -> str:
    named = addresses_in(mail.headers.all(_FAILED))
    if named or found:
        return (named or found)[0]
    ours = {*addresses_in(mail.headers.all("to", "delivered-to")), address_in(mail.headers.first("from"))}
    return next((one for one in addresses_in([text[:8000]]) if one not in ours), "")


def _first_line(text: str, subject: str) -> str:
    code = re.search(r"^.*\b[45]\d\d[ -].*$", text[:20_000], re.MULTILINE)
    return (code[0].strip() if code else subject)[:300]
