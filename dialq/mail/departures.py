"""Whether an automatic answer says for sure that its sender has left the whole company.

"I no longer work on Fridays", "in the purchasing department", "with Kim" leave somebody there; so does a mailbox that
nobody reads. Only what says nothing else counts: of all the rest a person decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_SENTENCE = re.compile(r"(?<=[^\W\d]{2})[.!?;](?=\s|$)|\n\s*\n|\Z")
_PIECE = re.compile(r",|\(|–|—|\s-\s|\b(?:and|und|et|och|og)\b|\Z", re.IGNORECASE)
_NO_PERSON = re.compile(
    r"in use|monitored|active|valid|exists|associated|mailbox|address|account|e-?mail|a member|team|position|business"
    r"|genutzt|verwendet|aktiv|gültig|gelesen|in betrieb|postfach|utilisée?|en service|valide|consultée?|relevée?"
    r"|ses fonctions|mes fonctions|activa|en uso|desactivada|dada de baja|cuenta|attiv|in uso|utilizzat|actief"
    r"|in gebruik|gebruikt|beschikbaar|ativ[oa]|activo|desa(?:c)?tivad|i bruk|i brug|används|benyttes|używan|aktywn"
    r"|käytössä|siirtynyt|sin\b|min\b",
    re.IGNORECASE,
)
_STAYS = re.compile(
    # days and hours
    r"\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)days?\b|\b(?:mon|diens|donners|frei|sams|sonn)tags?\b|\bmittwochs?\b"
    r"|\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?\b|\b(?:lunes|martes|miércoles|jueves|viernes"
    r"|sábados?|domingos?)\b|\b(?:lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica)\b|\b(?:maan|dins|woens"
    r"|donder|vrij|zater|zon)dag(?:en)?\b|\b(?:segunda|terça|quarta|quinta|sexta)s?(?:-feiras?)?\b|\b(?:mån|tis|tors"
    r"|fre|lör|sön|man|tirs|lør|søn|ons)da(?:g|gar|ge|ger|gen)\b|\b(?:poniedział|wtor|środ|czwart|piąt|sobot|niedziel)"
    r"\w*|\b(?:afternoons?|mornings?|evenings?|weekends?|full[- ]time|part[- ]time|vollzeit|teilzeit|vormittags?"
    r"|nachmittags?|mornings)\b"
    # a part of the company, or of the work
    r"|\b(?:departments?|dept|division|purchasing|procurement|buying|sales|marketing|finance|accounting|logistics"
    r"|operations|warehouse|branch|office|site|plant|project|role|team|responsible|charge)\b"
    r"|abteilung|einkauf|vertrieb"
    r"|buchhaltung|zuständig|bereich|standort|projekt|\b(?:service|achats?|ventes?|équipe|bureau|projet|départ[ae]ment"
    r"|compras|ventas|departamento|proyecto|equipo|oficina|acquisti|vendite|reparto|ufficio|progetto|afdeling|inkoop"
    r"|verkoop|vendas|projeto|equipa|escritório|avdelning\w*|avdeling\w*|inköp|innkjøp|indkøb|dzia\w+|zakup\w*)\b"
    # there again
    r"|\b(?:back|return\w*|zurück|retour|regreso|vuelvo|rientro|terug|volto|tillbaka|tilbage|tilbake|wracam)\b",
    re.IGNORECASE,
)
_PERHAPS = re.compile(
    r"\b(?:if|when|once|should|soon|will|wenn|falls|sobald|werde|wird|quand|lorsque|cuando|quando|wanneer|jeśli|gdy)\b"
    r"|^\W*(?:si|se|als|om|når|när|hvis)\b",
    re.IGNORECASE,
)
_BUT = re.compile(r"\s*(?:but|aber|mais|pero|ma|maar|mas|men|ale|except|only|sondern)\b", re.IGNORECASE)
_BESIDE = frozenset(
    "i am have has is was are be been please note unfortunately regret mr mrs ms miss dr prof the as of from since"
    " today ich bin habe hat ist leider seit dem herr frau bitte ab je j ai suis est a madame monsieur mme m depuis le"
    " yo he ha señor señora sr sra desde el io sono è signor signora dal ik ben heeft mevrouw meneer dhr mevr per sinds"
    " eu estou senhor senhora jag har är jeg er fra från pan pani już jestem se minä olen on hello hi hallo bonjour"
    " bedauerlicherweise malheureusement lamentablemente purtroppo helaas infelizmente tyvärr desværre dessverre"
    " niestety arbeite arbeitet werkt van von de der den del di du da".split()
)
_HERE = (
    r"(?:(?:at|for|with|of|in|bei|im|für|dans|de|pour|chez|en|para|con|per|presso|bij|voor|na|no|em"
    r"|da|på|hos|i|w|dla|ve"
    r"|z) )?(?:(?:the|this|our|das|dem|den|die|der|unser\w*|diese\w*|la|cette|notre|esta|nuestra|il|questa|nostra|het"
    r"|dit|deze|ons|onze|nesta|a|vår\w*|vor\w*|naszej|tej) )?(?:l'|dell'|nell'|all')?(?:company|firm|organi[sz]ation"
    r"|unternehmens?|firma|haus|gesellschaft|entreprise|société|empresa|compañía|organización|azienda|società|bedrijf"
    r"|organisatie|företaget|firmaet|virksomheden|selskapet|firmie|firmy|společnosti|společnost)"
    r"|here|(?:with |for )?us|uns|nous|ons|oss|hier|bei uns|für uns|chez nous|ici|parmi nous|aquí"
    r"|con nosotros|con noi|qui|bij ons|voor ons"
    r"|connosco|conosco|aqui|hos oss|hos os|här|her|kvar|u nas|tutaj|tu|u nás|zde|täällä|meillä"
)
_WORKING = r"(?:tätig|beschäftigt|angestellt|employed|werkzaam|in dienst|anställd\w*|ansat|ansatt|verlassen)"
_TIME = (
    r"(?:(?:any ?more|any longer|as of|as from|since|effective|from|seit|ab|zum|depuis|à partir"
    r"|desde|a partir|dal|sinds"
    r"|per|od|sedan|siden)\b[\w .,/-]{0,30})?"
)
_WHOLE = re.compile(rf"\s*(?:{_WORKING}\s+)?(?:{_HERE})?\s*{_WORKING}?\s*{_TIME}[\s:]*", re.IGNORECASE)
_NAMED = re.compile(
    r"\s*(?:(?i:tätig|beschäftigt|employed|werkzaam|in dienst|anställd|ansat|ansatt)\s+)?"
    r"(?:(?i:at|for|with|of|in|by|bei|für|chez|à|au|pour|dans|de|en|para|con|presso|per|bij|voor|na"
    r"|no|em|på|hos|i|w|dla"
    r"|u|v)\s+)?(?:(?i:the|der|die|la|el|il|a|o)\s+)?"
    rf"(?P<name>[^\W_a-zà-ÿ][\w&.'’-]*(?:\s+(?:&|[^\W_a-zà-ÿ][\w&.'’-]*)){{0,4}})\s*(?i:{_WORKING})?\s*(?i:{_TIME})[\s:]*"
)
_LEGAL = re.compile(
    r"\b(?:ltd|limited|inc|llc|plc|corp|gmbh|ag|kg|se|ohg|sas|sarl|sl|srl|spa|bv|nv|ab|oy|aps)\b",
    re.IGNORECASE,
)
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "ł": "l"})


def is_whole_departure(
    said: str, start: int, gone: re.Match[str], names: Collection[str], domain: str
) -> bool:
    """Whether a sentence, of which `gone` is the verb, says of the sender's leaving that and nothing else.

    A company counts by its name if it is that of the sender's domain, or says what it is (`Ltd`).
    """
    if _NO_PERSON.search(gone[0]):
        return False
    before = said[start : gone.start()]
    others = {word for word in re.findall(r"[^\W\d_]+", before.lower()) if folded(word) not in names}
    if not others <= _BESIDE or _PERHAPS.search(before):
        return False
    end = _SENTENCE.search(said, gone.end())
    rest = said[gone.end() : end.start() if end else len(said)]
    if _STAYS.search(f"{gone[0]}{rest}"):
        return False
    cut = _PIECE.search(rest)
    tail = rest[: cut.start()] if cut else rest
    if _BUT.match(rest[len(tail) :].lstrip(" ,;(–—-")):
        return False
    if _WHOLE.fullmatch(tail):
        return True
    named = _NAMED.fullmatch(tail)
    return named is not None and _is_company(named["name"], domain)


def _is_company(name: str, domain: str) -> bool:
    known = re.sub(r"[^\w]|_", "", folded(domain.rpartition(".")[0]))
    words = re.findall(r"[^\W_]{3,}", name)
    return bool(_LEGAL.search(name)) or any(folded(word) in known for word in words)


def folded(word: str) -> str:
    """A word of a name as it is compared: `Maaß` and `Jörg` are `maass` and `joerg`."""
    spelled = word.casefold().translate(_SPELLED)
    return "".join(char for char in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(char))
