"""What a server's words say of a mail that did not arrive: its status (RFC 3463), and whether that is for good."""

from __future__ import annotations

import re

_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]|\.\d)")
_AFTER_CODE = re.compile(r"(?<![\d.])[45]\d\d[ \-]#?([45]\.\d{1,3}\.\d{1,3})(?![\d.])")
_CODE = re.compile(
    r"(?<![\d.\-/:+#@])([45][0-5]\d)(?=[ \-:;,>)]|$)(?! ?(?:bytes|kb|mb|messages|seconds))", re.MULTILINE
)
_GENERIC = re.compile(r"[45]\.0\.0")

_FULL = re.compile(
    r"over\s?quota|quota (?:exceeded|full)|exceed\w* (?:\w+ ){0,4}(?:quota|storage)|(?:mail ?box|mail ?folder"
    r"|inbox|account|postfach) (?:\w+ ){0,4}(?:is )?(?:over)?full"
    r"|mailbox size limit|storage (?:quota|limit|allocation)|insufficient (?:system )?storage"
    r"|out of (?:disk )?(?:space|storage)|disk ?quota|not enough (?:disk )?space"
    r"|maildir over quota|exceeds? (?:the )?(?:allowed|maximum|max) (?:mailbox )?size|too (?:many mails"
    r"|much mail)|exceeded (?:its|his|their|the) (?:\w+ ){0,3}(?:quota|space|storage|limit)"
    r"|user is over|mailbox for user is full|over the allowed quota|delivery is over|mailbox quota"
    r"|user'?s? quota|disk quota|quota violation",
    re.IGNORECASE,
)
_SAYS_FULL = re.compile(r"\b(?:552|5\.2\.2|4\.2\.2)\b")
_NEVER = re.compile(
    r"permanent(?:ly)? (?:\w+ )?(?:error|fail)|no further (?:delivery )?attempts|(?:was|been"
    r"|message) (?:permanently )?rejected|dns lookup failure",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"gr[ae]y ?list|try (?:again|later|in)|temporar(?:y|ily)(?! (?:disabled|suspended))|timed? ?out"
    r"|connection (?:refused|reset|lost)|deferred|throttl"
    r"|too many (?:connections|concurrent|recipients)|rate limit|resources temporarily"
    r"|retry time(?:out)? (?:not reached|exceeded)"
    r"|could not be delivered for more than|(?:could|can) ?not (?:be )?connect"
    r"|has not (?:yet been delivered|been collected)|will (?:be )?(?:keep trying|continue|retr)"
    r"|no route to host|delivery (?:is )?delayed|delivery time expired|expired|message (?:was )?(?:in queue"
    r"|in the queue) (?:too|for)"
    r"|unable to (?:reach|connect)|host (?:is )?(?:down|unreachable|not reachable)|all hosts have been failing"
    r"|did not accept our requests to connect|not responding|(?:after|failed) (?:\d+ |multiple "
    r"|several )(?:retries|attempts)|aborted after|not delivered within|not accepting (?:messages"
    r"|connections)",
    re.IGNORECASE,
)
_UNKNOWN_USER = re.compile(
    r"user (?:is )?(?:unknown|not found|doesn'?t exist|does not exist)|(?:unknown|no such|invalid|bad"
    r"|non-?existent) (?:local )?(?:\w+ )?(?:user|recipient|mailbox|address|account|mail drop|e-?mail)"
    r"|(?:recipient|mailbox|address|account|addressee|user)(?: \S{1,80})? (?:is )?(?:unknown|not found"
    r"|rejected|unavailable|does ?n[o']t exist|not exist|invalid|disabled|inactive|discontinued|no longer"
    r"|not valid)"
    r"|(?:not|isn'?t|no) (?:a )?(?:listed|valid|known) (?:in|recipient|user|mailbox|address)|doesn'?t have a"
    r"|does not have an? (?:\S+ )?account|not our customer|no mailbox (?:here )?by that name"
    r"|unrouteable (?:mail )?(?:domain|address)|unknown (?:host|domain)|host (?:\S{1,80} )?(?:not found"
    r"|unknown)|domain (?:not found|does not exist)|name or service not known|nxdomain|no such (?:domain|host)"
    r"|no mx record"
    r"|undeliverable address|address(?:es)? (?:had|failed|you entered)|couldn'?t be found|wasn'?t found"
    r"|could not be found|not recognized|has been (?:disabled|closed|discontinued)"
    r"|destinataire inconnu|utilisateur inconnu|unbekannter? (?:benutzer|empfänger)|existiert nicht"
    r"|nicht gefunden|desconocido|no existe|sconosciut|onbekend|desconhecid|inexistente",
    re.IGNORECASE,
)


def read_status(text: str) -> str:
    """The status in a server's words: the enhanced code where it stands, else one made from the plain code; or ''."""
    text = text[:20_000]
    found = _AFTER_CODE.search(text) or _first_telling(text)
    if found:
        return found[1]
    plain = _CODE.search(text)
    return _of_plain(plain[1], text) if plain else ""


def read_answer(text: str) -> str:
    """The enhanced code that stands behind a plain one, `550 5.1.1`: sure enough to be looked for anywhere; or ''."""
    found = _AFTER_CODE.search(text)
    return found[1] if found else ""


def is_generic(status: str) -> bool:
    """Whether a status says no more than that it failed."""
    return not status or _GENERIC.fullmatch(status) is not None


def is_for_good(status: str, words: str) -> bool | None:
    """Whether a mail with this status and these words will never arrive; None if they say nothing.

    A full mailbox is not for good, whatever its status claims.
    """
    words = words[:20_000]
    if status.startswith("5.2.2") or (
        _FULL.search(words) and (not status.startswith("5.1.") or _SAYS_FULL.search(words))
    ):
        return False
    if status:
        return status.startswith("5")
    if _UNKNOWN_USER.search(words):
        return True
    if _LATER.search(words):
        return False
    return True if _NEVER.search(words) else None


def status_of_words(words: str) -> str:
    """A status for words without any code: an address nobody has, a full mailbox; '' if they say nothing."""
    words = words[:20_000]
    if _FULL.search(words):
        return "4.2.2"
    if _UNKNOWN_USER.search(words):
        return "5.1.1"
    return ""


def _first_telling(text: str) -> re.Match[str] | None:
    """The first enhanced code that says more than `5.0.0`, else the first."""
    first = None
    for found in _STATUS.finditer(text):
        if found[1].startswith("2"):
            continue
        if not is_generic(found[1]):
            return found
        first = first or found
    return first


def _of_plain(code: str, text: str) -> str:
    if code in ("550", "551", "553") and _UNKNOWN_USER.search(text):
        return "5.1.1"
    if _FULL.search(text):
        return f"{code[0]}.2.2"
    return f"{code[0]}.0.0"
