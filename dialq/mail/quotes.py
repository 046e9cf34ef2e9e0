"""What somebody wrote themselves, without the mail that they answer (told by its form, in any language)."""

from __future__ import annotations

import re

_LONGEST = 100_000
_LONGEST_LINE = 400
"""Characters of a line that are looked at; longer ones are no line that a mail program makes."""

_WROTE = re.compile(
    r"\b(?:wrote|writes|schrieb|geschrieben|écrit|ecrit|escribió|escribio|scritto|scrisse|scrive|schreef|geschreven"
    r"|escreveu|skrev|skrifaði|kirjoitti|pisze|napisała?|napisal|napsala?|napísala?|написала?|писала?|пишет|yazdı"
    r"|írta|scris"
    r"|έγραψε|viết)\b|napisał\(a\)|napsal\(a\)|skrev følgende|写道|寫道|님이 작성|さん|:?のメール|כתב",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"[\s*>]*(?:on|am|le|el|il|op|em|den|dnia|dne|dňa|w dniu|på|pe|il giorno|no dia|em|a|à|у|в|\d|mon|tue|wed"
    r"|thu|fri|sat|sun"
    r"|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mån|tis|ons|tors|fre|lör|sön|man|tir|tor|lør|søn|pn|wt"
    r"|śr|czw|pt)"
    r"\b",
    re.IGNORECASE,
)
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}")
_ENDS = (":", "：")
_MARKER = re.compile(
    r"[\s>*]*[-_=]{2,}\s*(?:begin\s+|anfang\s+|début\s+)?(?:[\w']+\s+){0,3}?"
    r"(?:d['’])?(?:original|forwarded|ursprüngliche|weitergeleitete|origine|transféré|transmis|reenviado"
    r"|inoltrato|originale"
    r"|oorspronkelijke?|doorgestuurd|encaminhada|ursprungligt|vidarebefordrat|oprindelig|opprinnelig"
    r"|videresendt|oryginalna"
    r"|przesłana|původní|alkuperäinen|исходное|пересылаемое|пересланное|orijinal|原始邮件|转发)\w*(?:\s+[\w']+){0,3}\s*"
    r"(?:<[^>]{0,80}>)?\s*:?\s*[-_=]{2,}\s*",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"[\s*>]*(?:from|von|de|da|van|från|fra|od|lähettäjä|odesílatel|от|від|kimden|feladó"
    r"|发件人|寄件者|差出人|보낸 ?사람)"
    r"\s?\*?[:：]\*?\s*\S",
    re.IGNORECASE,
)
_BESIDE_FROM = re.compile(
    r"[\s*>]*(?:sent|date|to|subject|gesendet|datum|an|betreff|envoyé|date|à|objet|enviado|enviada|fecha|para|asunto"
    r"|data|assunto|inviato|a|oggetto|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne|dato|wysłano"
    r"|wysłane|do|temat"
    r"|odesláno|komu|předmět|lähetetty|vastaanottaja|aihe|päivämäärä|отправлено|дата|кому|тема|gönderildi"
    r"|tarih|kime|konu"
    r"|küldve|címzett|tárgy"
    r"|发送时间|收件人|主题|日期|傳送時間|送信日時"
    r"|宛先|件名|보낸 ?날짜|받는 ?사람|제목|cc|kopia|kopie)\s?\*?[:：]",
    re.IGNORECASE,
)
_DASHED = re.compile(r"[\s*>]*-{3,}\s*(\S.{5,300}?)\s*-{3,}\s*")
"""How one web mailer frames the line that announces a quote."""
_RULE = re.compile(r"[\s>]*[-_=*~]{3,}\s*")


def without_quotes(text: str) -> str:
    """Their own lines of a plain text: quoted ones, the line that announces them, and mails below are left out."""
    lines = text[:_LONGEST].split("\n")
    kept: list[str] = []
    place = 0
    while place < len(lines):
        line = lines[place][:_LONGEST_LINE]
        if _MARKER.fullmatch(line) or _is_header_block(lines, place):
            break
        announced = 0 if line.lstrip().startswith(">") else _announcement(lines, place)
        if announced:
            if not _quote_follows(lines, place + announced):
                break
            place += announced
            continue
        if not line.lstrip().startswith(">"):
            kept.append(lines[place])
        place += 1
    while kept and (not kept[-1].strip() or _RULE.fullmatch(kept[-1][:_LONGEST_LINE])):
        kept.pop()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def without_marked_lines(text: str) -> str:
    """A text without the lines marked as quoted, all else left: for a mail whose own lines cannot be told."""
    lines = (line for line in text[:_LONGEST].split("\n") if not line.lstrip().startswith(">"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _is_header_block(lines: list[str], place: int) -> bool:
    """Whether the headers of an earlier mail begin here, as Outlook and phones put them."""
    if not _FROM.match(lines[place][:_LONGEST_LINE]):
        return False
    below = [line[:_LONGEST_LINE] for line in lines[place + 1 : place + 9] if line.strip()]
    return sum(1 for line in below[:5] if _BESIDE_FROM.match(line)) >= 2


def _announcement(lines: list[str], place: int) -> int:
    """How many lines say `On … she wrote:` here; 0: none."""
    first = lines[place][:_LONGEST_LINE]
    if not first.strip():
        return 0
    joined = ""
    for count in range(1, 5):
        if place + count > len(lines) or not lines[place + count - 1].strip():
            return 0
        joined = f"{joined} {lines[place + count - 1][:_LONGEST_LINE].strip()}".strip()
        if len(joined) > _LONGEST_LINE or (count > 1 and not _BEGINS.match(first)):
            return 0
        framed = _DASHED.fullmatch(joined)
        if framed and _WROTE.search(framed[1]) and any(map(str.isdigit, joined)):
            return count
        if joined.rstrip(" *_").endswith(_ENDS) and _announces(joined, lines, place + count):
            return count
    return 0


def _announces(line: str, lines: list[str], after: int) -> bool:
    digits = sum(char.isdigit() for char in line)
    if _WROTE.search(line):
        return digits >= 2 or _quote_follows(lines, after)
    if "@" in line and digits >= 4 and _TIME.search(line):
        return True
    return digits >= 2 and _quote_follows(lines, after) and _BEGINS.match(line) is not None


def _quote_follows(lines: list[str], place: int) -> bool:
    below = next((line for line in lines[place : place + 4] if line.strip()), "")
    return below.lstrip().startswith(">")
