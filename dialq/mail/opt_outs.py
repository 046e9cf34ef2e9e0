"""Who asks to hear no more: by the word our mails carry, or by clear words of their own on a line of their own.

"Please stop by our booth" is no opt-out; neither is anything quoted (every mail of ours says how to opt out), nor what
stands in a signature or below a mailing list's line. A line is what they wrote as one: where a program broke a
sentence in two, the second half is no line of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from msgspec import Struct

from dialq.mail.opt_out_words import FILLERS, GREETINGS, NO_CALLS, NO_CONTACTS, NO_MAILS, POLITE

_LINES = 6
"""Lines of theirs that are looked at: below stand signatures and notices."""
_LONGEST_LINE = 160
_LONGEST_TEXT = 20_000
_MOST_LINES = 400
_PREFIXES = re.compile(
    r"(?:\s*(?:\[[^\[\]]{0,60}\]|\([^()]{0,60}\)"
    r"|(?:re|aw|wg|fwd?|fw|sv|vs|antw|tr|rif|r|odp|res|enc|rv|ref|rép|automatic reply)(?:\[\d+\])?\s*[:：]))+\s*",
    re.IGNORECASE,
)
_TAGS = re.compile(
    r"(?:\s*(?:\[[^\[\]]{0,60}\]|(?:external|extern|spam|caution)\s*[:：]))+\s*", re.IGNORECASE
)
_TOKEN_SUBJECT = re.compile(r"\s*unsubscribe\s*[:+ ]\s*<?([A-Za-z0-9._~-]{16,200})>?\s*", re.IGNORECASE)
_SEGMENTS = re.compile(
    r"[.,;:!?…–—|/。、！？()\[\]\"“”«»]+|\s-+\s|\bund\b"
    r"|\band\b(?! (?:e ?mailing|mailing|writing|messaging|spamming|contacting|calling|phoning|ringing|texting)\b)"
)
_NUMBERED = re.compile(r"\b(art|abs|gem)\.\s*(?=\w)")
_LINK = re.compile(r"https?:|www\.|mailto:|<[^>]*>", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"\s*(?:--|—|–|[-_=*~]{3,}|(?:[-_=*~#•·+] ?){3,})\s*"
    r"|\s*(?:sent from|get outlook|von meinem|gesendet (?:mit|von)|envoyé de(?:puis)?|enviado (?:desde|do)|inviato da"
    r"|verzonden (?:vanaf|met)|skickat från|sendt fra|wysłane? z|odesláno z|lähetetty)\b.{0,80}"
    r"|.{0,60}\b(?:confidential|vertraulich|confidentiel|confidencial|riservat[oa]|vertrouwelijk|disclaimer)\b.{0,160}"
    r"|\s*you (?:received|are receiving|got) this\b.{0,160}",
    re.IGNORECASE,
)
"""Where a signature, or a notice that a program adds, begins."""
_UNFINISHED = re.compile(r"[^.!?:;,…)\]\"”»]\s*$")
_ERASE = re.compile(r"\b(?:data|daten|données|datos|dati|gegevens|dados|danych)\b", re.IGNORECASE)
"""Who asks to be forgotten asks for more than to get no mail."""
_NOTICE = re.compile(r"(?:do not|don't|dont) contact us|no contact|stop contacting", re.IGNORECASE)
"""What a firm may write below each of its mails: beside other words of theirs it is no wish."""
_SURE = frozenset({"stop", "stopp", "unsubscribe", "unsub", "optout", "opt out"})
"""Single words that mean but one thing; others (`remove`, `abbestellen`) may be about something else of theirs."""

NOTHING, MAILS, CALLS, ALL = 0, 1, 2, 3
"""What a line asks to hear no more of."""


class OptOut(Struct, frozen=True):
    """What somebody asks for."""

    line: str
    """In their words."""
    what: int
    """MAILS, CALLS or ALL."""
    alone: bool
    """Whether their mail says nothing else."""


def opt_out_token(subject: str) -> str:
    """The word of ours in a subject that our own List-Unsubscribe makes; '' if it has none. Whether it is true is
    not known here.
    """
    bare = unquote(
        _PREFIXES.sub("", subject[:400], count=1) if _PREFIXES.match(subject[:400]) else subject[:400]
    )
    found = _TOKEN_SUBJECT.fullmatch(bare)
    return found[1] if found else ""


def bare_subject(subject: str) -> str:
    """A subject without the tags that programs put before it."""
    subject = subject[:400]
    return (_TAGS.sub("", subject, count=1) if _TAGS.match(subject) else subject).strip()


def opt_out(text: str, subject: str = "") -> OptOut | None:
    """What the text and subject of a mail clearly ask to hear no more of; None: nothing."""
    lines = _lines(text)
    asked = [(line, what) for line in lines[:_LINES] if (what := asks(line))]
    others = [line for line in lines if not asks(line) and says_something(line)]
    asked = [one for one in asked if not others or _is_sure(one[0])]
    if asked:
        alone = not others and not any(_ERASE.search(line) for line, _ in asked)
        alone = alone and all(map(_only_asks, (line for line, _ in asked)))
        return OptOut(asked[0][0].strip(), max(what for _, what in asked), alone)
    # A bare subject speaks for itself where nothing longer contradicts it.
    subject = bare_subject(subject)
    if (
        not subject.lower().startswith("re:")
        and len(lines) <= _LINES
        and not others
        and (what := asks(subject))
    ):
        return OptOut(subject, what, True)
    return None


def opt_out_line(text: str, subject: str = "") -> str:
    """The line of their own text that clearly asks to hear no more; '' if there is none."""
    found = opt_out(text, subject)
    return found.line if found else ""


def is_opt_out(line: str) -> bool:
    """Whether a line says nothing but that somebody wants to hear no more."""
    return asks(line) != NOTHING


def _only_asks(line: str) -> bool:
    return all(_asked(words) or _is_manners(words) for words in _segments(line))


def _is_manners(words: str) -> bool:
    return bool(FILLERS.fullmatch(words) or GREETINGS.fullmatch(words))


def asks(line: str) -> int:
    """What a line asks to hear no more of; NOTHING, if it asks for anything else, or for nothing."""
    if not line.strip() or len(line) > _LONGEST_LINE or _LINK.search(line):
        return NOTHING
    what = NOTHING
    for words in _segments(line):
        if _is_manners(words):
            continue
        asked = _asked(words)
        if not asked:
            # Who says in so many words what they want may say why.
            return what if what and len(_first(line).split()) > 2 else NOTHING
        what = max(what, asked)
    return NOTHING if "?" in line and len(_plain(line).strip(" ?!.").split()) < 2 else what


def _asked(words: str) -> int:
    if NO_CONTACTS.fullmatch(words):
        return ALL
    if NO_CALLS.fullmatch(words):
        return CALLS
    return MAILS if NO_MAILS.fullmatch(words) else NOTHING


def _first(line: str) -> str:
    """The first words of a line that are no greeting."""
    return next((words for words in _segments(line) if not _is_manners(words)), "")


def _segments(line: str) -> Iterator[str]:
    for segment in _SEGMENTS.split(_plain(line)):
        words = " ".join(segment.split())
        if not FILLERS.fullmatch(words):
            words = POLITE.sub("", POLITE.sub("", words)).strip()
        if words:
            yield words


def says_something(line: str) -> bool:
    """Whether a line is a sentence: no greeting, no name, no line of an address."""
    line = line[:400]
    rest = [words for words in _segments(line) if not _is_manners(words)]
    words = re.findall(r"[^\W\d_]+", " ".join(rest))
    if len(words) < 2:
        return bool(words) and line.rstrip().endswith("?") and not asks(line.replace("?", ""))
    small = sum(1 for word in re.findall(r"[^\W\d_]+", line) if word[0].islower())
    return line.rstrip()[-1:] in ".!?…" or small * 2 >= len(words)


def _is_sure(line: str) -> bool:
    """Whether words mean nothing else beside other words of theirs."""
    words = [one for one in _segments(line) if _asked(one) and not _NOTICE.fullmatch(one)]
    return any(len(one.split()) > 1 or one in _SURE for one in words)


def _lines(text: str) -> list[str]:
    """Their own lines as they meant them: above the signature, those that a program broke put together again."""
    found: list[str] = []
    goes_on = spoken = False
    for line in text[:_LONGEST_TEXT].split("\n")[:_MOST_LINES]:
        if _SIGNATURE.fullmatch(line[:400]) or (spoken and _is_name(line)):
            break
        if not line.strip():
            goes_on = False
            continue
        if goes_on and _goes_on(found[-1], line):
            found[-1] = f"{found[-1].rstrip()} {line.strip()}"
        else:
            found.append(line)
        goes_on = True
        spoken = spoken or says_something(line)
    return found


def _goes_on(before: str, line: str) -> bool:
    """Whether a line is the second half of the one before it."""
    if not _UNFINISHED.search(before) or GREETINGS.fullmatch(_plain(before).strip()):
        return False
    begins, words = line.lstrip()[:1], line.split()
    if _plain(before).strip() in _SURE and len(words) <= 3 and _UNFINISHED.search(line):
        return False
    return begins.islower() and (says_something(before) or len(words) > 1)


def _is_name(line: str) -> bool:
    """Whether a line is somebody's name below what they wrote: `Lee Moran`."""
    words = line.strip().split()
    return (
        2 <= len(words) <= 4
        and all(re.fullmatch(r"[^\W\d_][^\W\d_'’.-]*\.?", word) for word in words)
        and all(word[0].isupper() and not word.isupper() for word in words)
        and not asks(line)
        and not FILLERS.fullmatch(_plain(line).strip())
    )


def _plain(line: str) -> str:
    """Lower case, one apostrophe, dashes within words as blanks, pictures gone."""
    line = unicodedata.normalize("NFKC", line).lower().replace("’", "'").replace("*", " ").replace("_", " ")
    line = _NUMBERED.sub(r"\1 ", re.sub(r"(?<=\w)-(?=\w)", " ", line))
    return "".join(char for char in line if unicodedata.category(char) not in ("So", "Sk", "Cf", "Mn"))
