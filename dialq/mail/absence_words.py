"""The words of automatic answers in the common languages: away, gone for good, back again, until."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct


class Language(Struct, frozen=True):
    """How one language says it; each field is alternatives of a regular expression, words in lower case."""

    code: str
    """As dateparser names it."""
    away: str
    """Somebody is not there for a while."""
    gone: str
    """Somebody does not work there any more, or the address is given up."""
    back: str
    """They are there again; a date near it is the day."""
    until: str
    """Stands before the last day of an absence."""
    since: str
    """Stands before its first day."""
    subject: str
    """How automatic answers begin their subject."""
    common: str
    """Small words that tell the language."""


LANGUAGES = (
    Language(
        "en",
        r"out of (?:the |my )?office|ooo\b|away from (?:the|my) (?:office|desk|email)|on (?:annual |parental "
        r"|maternity |paternity |sick |medical |family )?leave|on (?:vacation|holidays?|pto)"
        r"|(?:currently|presently|am|be) (?:away|unavailable|travell?ing|out)\b"
        r"|limited access to (?:my )?e-?mail|not (?:in the office|available|checking)|annual leave"
        r"|office is closed|be closed",
        r"no longer (?:works?(?! (?:on |\w+days?))|working|with|employed|at|part of|an employee|a member|in use"
        r"|monitored|active"
        r"|valid|exists|associated)|(?:has|have) left (?:the |our |my )?(?:company|organi[sz]ation|firm"
        r"|business|team|position)"
        r"|is no longer with|left the company|(?:mailbox|email address|address|account|e-?mail) (?:is"
        r"|has been) (?:no longer|deactivated|closed|discontinued|retired|not monitored|unattended)"
        r"|has (?:retired|moved on|departed)|ceased (?:to work|employment|working)|have moved on from",
        r"back|again|returns?|returning|be in (?:the office )?(?:again|on)|available again|reachable again|resume"
        r"|respond (?:to you )?(?:on|when)|reopen(?:s|ing)?|re-open(?:s|ing)?",
        r"until|untill|till|til|through|thru|thru to|to and including|up to|up until|ending|to|after|and",
        r"from|starting|beginning|as of|since|between|on leave",
        r"automatic reply|auto(?:matic)?[- ]?(?:reply|response|responder)|out of (?:the )?office|ooo|away from"
        r"|on (?:vacation|holiday|leave)|vacation (?:reply|notice|response)|away message|autoreply",
        r"the|and|will|i|my|you|am|for|is|your|with",
    ),
    Language(
        "de",
        r"abwesen\w*|nicht (?:im (?:büro|haus|hause)|am arbeitsplatz|erreichbar|anwesend|verfügbar)|außer haus"
        r"|ausser haus|im urlaub|urlaub|in (?:elternzeit|mutterschutz)|elternzeit|auf (?:dienstreise"
        r"|geschäftsreise|reisen)|derzeit nicht|betriebsferien|krank",
        r"nicht mehr (?:für|bei|im unternehmen|in (?:unserem|unserer|diesem)|tätig|beschäftigt|genutzt"
        r"|verwendet|aktiv|gültig|gelesen|in betrieb)|nicht mehr \w+ (?:\w+ )?(?:tätig|beschäftigt|genutzt"
        r"|verwendet)|(?:hat|haben|habe) (?:das|unser|die|unsere|unseres) (?:unternehmen|firma|haus) verlassen"
        r"|ausgeschieden|unternehmen verlassen|firma verlassen|im ruhestand|postfach (?:wird"
        r"|ist) (?:nicht mehr|deaktiviert|geschlossen)",
        r"zurück|wieder|rückkehr|zurückkehre|zurueck",
        r"bis(?: einschließlich| einschl\.?| inkl\.?| inklusive)?(?: (?:zum|und mit"
        r"|zu dem))?(?: einschließlich)?|bis|nach dem|und dem",
        r"vom|von|ab|ab dem|seit|seit dem|zwischen|beginnend",
        r"automatische antwort|abwesenheit\w*|abwesend|autom\. antwort|automatische rückantwort|auto-antwort"
        r"|urlaubsvertretung|urlaub|nicht im büro|außer haus",
        r"ich|bin|und|nicht|sie|der|im|die|mit|ist|für",
    ),
    Language(
        "fr",
        r"absent\w*|absence|en (?:congés?|vacances|déplacement|formation|arrêt)|congés?\b|indisponible"
        r"|pas (?:au bureau|joignable|disponible)|hors du bureau|fermeture annuelle|fermé\w*",
        r"ne (?:travaille|travaillant|fait|fais) plus|n'est plus|n'exerce plus|ne suis plus|a quitté|ai quitté"
        r"|plus (?:partie|active?|utilisée?|en service|dans nos effectifs|dans l'entreprise|employée?|valide"
        r"|consultée?|relevée?)|quitté (?:la société|l'entreprise|ses fonctions|mes fonctions)|(?:à la"
        r"|en) retraite",
        r"retour|reviens|reviendrai|rentrerai|reprends|reprendrai|joignable|disponible|reprise|rouvr\w+|rentre",
        r"jusqu'au|jusqu'à|jusqu'|après le|au|à|et le",
        r"du|depuis le|depuis|à partir du|à compter du|dès le|entre le",
        r"réponse automatique|absence|absent\w*|message d'absence|en congés?|en vacances|notification d'absence",
        r"je|suis|vous|le|la|et|serai|votre|pour|de|est",
    ),
    Language(
        "es",
        r"fuera de (?:la )?oficina|ausen\w+|de vacaciones|vacaciones|no (?:me encuentro|estaré"
        r"|estoy) (?:en la oficina|disponible)|de baja|de viaje|de permiso|no estaré|estaré fuera|estoy fuera",
        r"ya no (?:trabaja|trabajo|forma|formo|está|es|pertenece|se encuentra|labora)|ha dejado (?:la empresa"
        r"|de trabajar|la compañía|la organización|de formar)|dejó (?:la empresa|de trabajar)|(?:no está"
        r"|está) (?:activa|en uso|desactivada|dada de baja)|cuenta (?:ha sido )?desactivada|se ha jubilado",
        r"regreso|regresaré|regresare|vuelvo|volveré|volvere|vuelta|reincorpor\w+|de nuevo|retorno|retornaré"
        r"|estaré disponible|disponible",
        r"hasta(?: el)?|al|a",
        r"del|desde el|desde|a partir del|entre el|de",
        r"respuesta automática|respuesta automatica|fuera de (?:la )?oficina|ausencia|ausente|de vacaciones"
        r"|mensaje automático",
        r"el|la|estoy|y|mi|no|del|estaré|por|su|para|en",
    ),
    Language(
        "it",
        r"fuori (?:ufficio|sede)|assent\w+|assenza|in (?:ferie|vacanza|congedo|viaggio|trasferta|maternità)"
        r"|ferie|non (?:sono|sarò) (?:in ufficio|raggiungibile|disponibile|presente)|chiusura|chius[oi]",
        r"non (?:lavora|lavoro|fa|fa più|è) più|non è più (?:attiv\w+|in uso|valid\w+|con noi|presente|parte"
        r"|utilizzat\w+)|ha lasciato (?:l'azienda|la società|il gruppo)|lasciato l'azienda"
        r"|è andat\w in pensione|ha cessato",
        r"rientro|rientrerò|rientrero|torno|tornerò|tornero|ritorno|di ritorno|di nuovo|riapr\w+|disponibile"
        r"|riprender\w+|operativ\w+",
        r"fino al|fino all'|fino a|sino al|al|a|all'",
        r"dal|dall'|da|a partire dal|a partire da|tra il",
        r"risposta automatica|fuori (?:ufficio|sede)|assenza|assente|in ferie|messaggio automatico",
        r"il|sono|di|mi|per|e|sarò|la|del|non|in",
    ),
    Language(
        "nl",
        r"afwezig\w*|niet (?:aanwezig|op kantoor|bereikbaar|beschikbaar|in de gelegenheid)|met (?:vakantie"
        r"|verlof|zwangerschapsverlof|ouderschapsverlof)|op vakantie|vakantie|verlof|buiten kantoor|gesloten",
        r"niet meer (?:werkzaam|in dienst|bij|actief|in gebruik|gebruikt|gelezen|beschikbaar)"
        r"|werkt niet (?:meer|langer)|niet langer (?:werkzaam|in dienst|in gebruik|actief|werkt)"
        r"|werk niet (?:meer|langer)|heeft (?:de organisatie|het bedrijf|ons bedrijf|ons) verlaten|uit dienst"
        r"|met pensioen",
        r"terug|weer|teruggekeerd|retour|hervat|aanwezig vanaf",
        r"tot en met|t/m|tot|t\.e\.m\.|tem",
        r"van|vanaf|sinds|tussen",
        r"automatisch antwoord|automatische beantwoording|automatisch bericht|afwezig\w*|niet aanwezig"
        r"|op vakantie|buiten kantoor",
        r"ik|ben|het|een|en|op|niet|uw|de|van",
    ),
    Language(
        "pt",
        r"fora do escritório|ausente|ausência|de férias|em férias|férias|de licença|em viagem|não (?:estarei"
        r"|estou) (?:disponível|no escritório|contactável)|indisponível|estarei fora|estou fora",
        r"(?:já )?não (?:trabalha|trabalho|faz|está|pertence|integra)(?: mais)?(?: (?:parte|na|no|nesta"
        r"|connosco|conosco|em|com|ativo|activo|ativa|à))|deixou (?:a empresa|de trabalhar|de fazer parte)"
        r"|não faz mais parte|desativad[ao]|desactivad[ao]|aposentou|se desligou|não é mais",
        r"regress\w+|retorn\w+|volto|voltarei|de volta|volta|novamente|disponível",
        r"até(?: (?:ao|o|a|à|ao dia|o dia|dia))?|a|ao",
        r"de|do dia|desde|a partir de|entre",
        r"resposta automática|resposta automatica|fora do escritório|ausência|ausente|de férias|mensagem automática",
        r"o|estou|estarei|de|do|no|e|não|em|para|da",
    ),
    Language(
        "sv",
        r"frånvar\w+|inte (?:på kontoret|anträffbar|tillgänglig|på plats)|på semester|semester|föräldraledig"
        r"|tjänstledig|ledig|bortrest|på resande fot|stängt",
        r"(?:arbetar|jobbar) inte längre|inte längre (?:anställd|kvar|aktiv|i bruk|hos|på)|har slutat"
        r"|slutat (?:på|hos|sin|min)|har lämnat|används inte längre|gått i pension",
        r"tillbaka|åter|återkommer|på plats",
        r"till och med|t\.o\.m\.?|tom|till|fram till|t o m",
        r"från och med|fr\.o\.m\.?|från|fr o m|mellan",
        r"automatiskt svar|autosvar|frånvaro\w*|frånvarande|semester|ej på kontoret",
        r"jag|är|och|på|det|ej|kommer|inte|mitt",
    ),
    Language(
        "da",
        r"fravær\w*|ikke på kontoret|ikke (?:til stede|tilgængelig)|på ferie|ferie|på barsel|barsel|orlov"
        r"|bortrejst|ude af kontoret|holder fri|lukket",
        r"(?:arbejder|er) ikke længere|ikke længere (?:ansat|hos|aktiv|i brug)|er fratrådt|fratrådt"
        r"|har forladt|stoppet (?:hos|i)|gået på pension|benyttes ikke længere",
        r"tilbage|igen|retur",
        r"til og med|t\.o\.m\.?|indtil|frem til|til",
        r"fra og med|f\.o\.m\.?|fra|mellem",
        r"automatisk svar|autosvar|fravær\w*|fraværende|ikke på kontoret|på ferie",
        r"jeg|er|og|på|ikke|af|din|kontoret|min",
    ),
    Language(
        "nb",
        r"fravær\w*|ikke på kontoret|ikke (?:til stede|tilgjengelig)|på ferie|ferie|permisjon|borte|bortreist|stengt",
        r"(?:jobber|arbeider|er) ikke lenger|ikke lenger (?:ansatt|hos|aktiv|i bruk)|har sluttet|sluttet (?:i"
        r"|hos)|har forlatt|gått av med pensjon|er ikke lenger i bruk",
        r"tilbake|igjen|retur",
        r"til og med|t\.o\.m\.?|inntil|frem til|fram til|til",
        r"fra og med|f\.o\.m\.?|fra|mellom",
        r"automatisk svar|autosvar|fraværsmelding|fravær\w*|ikke på kontoret|på ferie",
        r"jeg|er|og|ikke|av|på|deg|kontoret|min|frem",
    ),
    Language(
        "pl",
        r"nieobecn\w+|poza biurem|na urlopie|urlop\w*|przebywam|niedostępn\w+|w delegacji|w podróży"
        r"|zwolnieni\w+|nie ma mnie w biurze|będę nieobecn\w+",
        r"już nie pracuj\w+|nie pracuj\w+ już|nie jest już|nie pracuje (?:w|dla)|odszedł z|odeszła z"
        r"|zakończył\w* (?:pracę|współpracę)|nie jest (?:już )?(?:pracownikiem|używan\w+|aktywn\w+)"
        r"|adres (?:jest )?nieaktywny|przeszedł na emeryturę|przeszła na emeryturę",
        r"wracam|wrócę|wroce|powrót|powrotu|powrocie|z powrotem|ponownie|będę dostępn\w+|wraca|dostępn\w+ od",
        r"do(?: dnia)?|aż do",
        r"od(?: dnia)?|od|między|począwszy od",
        r"automatyczna odpowiedź|autoodpowiedź|odpowiedź automatyczna|nieobecn\w+|poza biurem|urlop",
        r"jestem|nie|w|się|na|i|z|do|dziękuję",
    ),
    Language(
        "fi",
        r"poissa\w*|lomalla|en ole (?:paikalla|töissä|toimistolla)|vapaalla|matkoilla|vanhempainvapaa\w*",
        r"ei ole enää|en ole enää|ei työskentele enää|on siirtynyt|ei ole käytössä|jäänyt eläkkeelle|on jättänyt",
        r"palaan|takaisin|tavattavissa|paluu|jälleen",
        r"asti|saakka",
        r"alkaen|lähtien",
        r"automaattinen vastaus|poissaolo\w*|poissa|lomalla",
        r"olen|en|ja|ei|on",
    ),
    Language(
        "cs",
        r"mimo kancelář|nepřítom\w+|dovolen\w+|nejsem v kanceláři|nejsem přítom\w+|mimo dosah",
        r"již nepracuj\w+|už nepracuj\w+|není již|již není|opustil\w* společnost|odešel ze společnosti"
        r"|odešla ze společnosti",
        r"zpět|vrátím|návrat|opět|znovu",
        r"do",
        r"od",
        r"automatická odpověď|nepřítomnost|mimo kancelář|dovolená",
        r"jsem|se|na|v|a|děkuji",
    ),
)  # fmt: skip
"""The languages in which absences are understood; others are told by the headers alone."""


@cache
def pattern(field: str) -> re.Pattern[str]:
    """One field of all languages, as whole words."""
    return re.compile(
        "|".join(f"(?P<{one.code}>{_words(getattr(one, field))})" for one in LANGUAGES), re.IGNORECASE
    )


@cache
def pattern_of(code: str, field: str) -> re.Pattern[str]:
    """One field of one language, as whole words."""
    return re.compile(_words(getattr(language(code), field)), re.IGNORECASE)


@cache
def language(code: str) -> Language:
    """A language by its code."""
    return next(one for one in LANGUAGES if one.code == code)


def language_of(text: str) -> str:
    """The language of an automatic answer, by its words of absence and its small words; English if it has none."""
    text = text[:3000].lower()
    counts = {one.code: _weight(one.code, text) for one in LANGUAGES}
    best = max(counts, key=lambda code: (counts[code], code == "en"))
    return best if counts[best] else "en"


def _weight(code: str, text: str) -> int:
    weights = (("away", 3), ("gone", 3), ("until", 1), ("back", 2), ("common", 1))
    return sum(weight * len(pattern_of(code, field).findall(text)) for field, weight in weights)


def _words(alternatives: str) -> str:
    return rf"(?<![\w'’])(?:{alternatives})(?![\w])"
