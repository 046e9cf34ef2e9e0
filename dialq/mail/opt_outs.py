"""Who asks to hear no more: by the word our mails carry, or by clear words of their own on a line of their own.

"Please stop by our booth" is no opt-out, and neither is anything quoted: every mail of ours says how to opt out.
"""

from __future__ import annotations

import re
import unicodedata

_LINES = 6
"""Lines of theirs that are looked at: below stand signatures and notices."""
_LONGEST_LINE = 160
_TOKEN_SUBJECT = re.compile(r"\s*unsubscribe\s*[: ]\s*<?([A-Za-z0-9._~-]{16,200})>?\s*", re.IGNORECASE)
_SEGMENTS = re.compile(r"[.,;:!?…–—|/()\[\]\"“”«»]+|\s-+\s|\bund\b|\band\b")
_LINK = re.compile(r"https?:|www\.|mailto:|<[^>]*>", re.IGNORECASE)

_LISTS = (
    r"(?: (?:from|off|out of|of) (?:the|this|that|your|any|all|all of your)?"
    r"(?: (?:future|mailing|email|e mail|marketing|distribution|contact|sales|call))*"
    r"(?: ?(?:lists?|emails?|e mails?|mails?|mailings?|messages?|newsletters?|databases?|systems?|records?|contacts"
    r"|communications?|correspondence|sequence|cadence)))?"
)
_AGAIN = (
    r"(?: (?:again|any ?more|any longer|ever again|in (?:the )?future|from now on|immediately|now|today|asap"
    r"|at once))*"
)
_OPT_OUTS = re.compile(
    "|".join(
        (
            # English
            rf"(?:un ?subscribe|unsub|opt ?out|opt me out|remove|remove|delete)(?: me| us| my (?:e ?mail"
            rf"|email address|address|name|details|data))?(?: (?:please|pls))?{_LISTS}{_AGAIN}",
            rf"take (?:me|us|my (?:name|email|address)){_LISTS}{_AGAIN}",
            rf"stop(?: it| this| that)?{_AGAIN}",
            rf"stop (?:sending|e ?mailing|mailing|contacting|spamming|writing|messaging|bothering"
            rf"|calling)(?: (?:to )?(?:me|us))?(?: (?:these|those|this|your|any|any more|more))*(?: (?:emails?"
            rf"|e mails?|mails?|messages?|spam|stuff|newsletters?))?{_AGAIN}",
            rf"(?:do not|don't|dont|never) (?:e ?mail|mail|contact|write|message|write to|send) (?:me"
            rf"|us)(?: (?:any|any more|more))*(?: (?:emails?|e mails?|mails?|messages?))?{_AGAIN}",
            rf"(?:no|no more|no further) (?:more )?(?:e ?mails?|mails?|messages?|contact|communications?){_AGAIN}",
            rf"(?:i |we )?(?:want|wish|would like|d like|'d like) to (?:be (?:removed|unsubscribed|taken off)"
            rf"|unsubscribe|opt out){_LISTS}{_AGAIN}",
            rf"leave (?:me|us) alone{_AGAIN}",
            # German
            r"(?:stopp?|austragen|abmelden|abbestellen|abmeldung)(?: sofort)?",
            r"(?:bitte )?(?:streichen|nehmen|entfernen|löschen|tragen) sie (?:mich|uns|meine (?:adresse"
            r"|e mail adresse|mailadresse|daten))(?: (?:bitte|sofort|umgehend|wieder))*(?: (?:von"
            r"|aus) (?:ihrer|der|dem|diesem|ihrem) (?:\w{0,12} ?)(?:liste|verteiler|verteilerliste"
            r"|mailingliste|mailverteiler|datenbank|kartei))?(?: (?:heraus|raus|aus|streichen|entfernen"
            r"|löschen|runter))?",
            r"(?:bitte )?(?:mich |uns )?(?:aus|von) (?:dem|der|ihrem|ihrer) (?:liste|verteiler|mailingliste"
            r"|verteilerliste) (?:nehmen|streichen|löschen|entfernen)",
            r"(?:bitte )?(?:keine|nie) (?:weiteren |weitere )?(?:e ?mails?|mails?|nachrichten|werbung"
            r"|kontaktaufnahme)(?: mehr)?(?: (?:an mich|senden|schicken|erwünscht))*",
            r"(?:bitte )?(?:schreiben|kontaktieren|mailen) sie (?:mich|mir|uns) (?:bitte )?(?:nicht"
            r"|nie)(?: mehr| wieder)(?: an)?",
            r"(?:ich )?(?:möchte|will|wünsche) keine (?:weiteren |weitere )?(?:e ?mails?|mails?|nachrichten"
            r"|werbung)(?: mehr)?(?: von ihnen)?(?: erhalten| bekommen)?",
            # French
            r"(?:désabonner|désinscrire|désinscription|désabonnement|me désinscrire|me désabonner"
            r"|désabonnez moi|désinscrivez moi|désinscrivez nous|stop)(?: (?:svp|s'il vous plaît"
            r"|merci))?(?: de (?:votre|cette|la) (?:liste|newsletter)(?: de diffusion)?)?",
            r"(?:veuillez |merci de |prière de )?(?:me|nous) (?:retirer|supprimer|enlever|désinscrire"
            r"|désabonner|désinscrire|rayer) de (?:votre|vos|cette|la) (?:listes?|fichiers?|base|newsletter"
            r"|liste de diffusion|mailing list|mailing liste)(?: de (?:diffusion|contacts?|données))?",
            r"(?:retirez|supprimez|enlevez|rayez) (?:moi|nous|mon adresse|mon mail)(?: de (?:votre|vos|cette"
            r"|la) (?:listes?|fichiers?|base)(?: de (?:diffusion|contacts?|données))?)?",
            r"(?:merci de )?ne (?:me|nous) (?:contactez|écrivez|envoyez|contacter|écrire"
            r"|envoyer) plus(?: (?:de|d') ?(?:mails?|e ?mails?|messages?|courriels?))?",
            r"(?:merci de )?ne plus (?:me|nous) (?:contacter|écrire|envoyer)(?: (?:de|d') ?(?:mails?|e ?mails?"
            r"|messages?|courriels?))?",
            # Spanish
            r"(?:darme de baja|dar de baja|baja|date de baja|denme de baja|deme de baja|dame de baja"
            r"|dénme de baja|quiero darme de baja|cancelar suscripción|cancelar la suscripción|desuscribir"
            r"|desuscribirme|desuscribirse|deténganse|alto)(?: de (?:su|la|esta|esa) lista(?: de (?:correo"
            r"|correos|distribución))?)?",
            r"(?:por favor )?(?:elimin(?:e|en|ar)me|elimínenme|elimíneme|bórr(?:e|en)me|quít(?:e|en)me"
            r"|sáquenme|sáqueme|retírenme|retíreme|remuévanme)(?: de (?:su|la|esta) (?:lista"
            r"|base)(?: de (?:correo|correos|datos|distribución|contactos))?)?",
            r"(?:por favor )?no (?:me|nos) (?:escriban?|contacten?|envíen?|manden?|escribas|contactes"
            r"|envíes)(?: más)?(?: (?:correos?|mensajes?|e ?mails?))?(?: más)?",
            r"no (?:deseo|quiero) recibir (?:más )?(?:sus )?(?:correos?|mensajes?|e ?mails?|información)(?: suyos)?",
            # Italian
            r"(?:cancellatemi|cancellami|mi cancelli|rimuovetemi|rimuovimi|disiscrivetemi|disiscrivimi"
            r"|disiscrizione|disiscrivermi|cancellazione|toglietemi|cancellarmi|basta)(?: (?:dalla|da questa"
            r"|dalle|da) (?:vostra|vostre|sua|tua )?(?: ?)(?:lista|liste|mailing list"
            r"|newsletter)(?: di (?:distribuzione|posta|invio))?)?",
            r"(?:vi prego di |per favore |si prega di )?(?:non )(?:scrivetemi|contattatemi|inviatemi|mandatemi"
            r"|scrivermi|contattarmi|inviarmi|mi scriva|mi contatti|mi scrivete"
            r"|mi contattate)(?: più)?(?: (?:e ?mail|mail|messaggi))?",
            r"non (?:desidero|voglio) (?:più )?ricevere (?:più )?(?:e ?mail|mail|vostre e ?mail"
            r"|le vostre e ?mail|messaggi|comunicazioni)",
            # Dutch
            r"(?:uitschrijven|afmelden|schrijf (?:mij|me) uit|meld (?:mij|me) af|graag uitschrijven"
            r"|graag afmelden|uitschrijving)(?: (?:van|voor|uit) (?:deze|de|uw|jullie) (?:lijst|mailinglijst"
            r"|maillijst|nieuwsbrief|mailing))?",
            r"(?:gelieve |graag )?(?:haal|verwijder|schrap) (?:mij|me|ons)(?: (?:van|uit) (?:deze|de|uw|jullie"
            r"|je) (?:lijst|mailinglijst|maillijst|bestand|mailing))?(?: af)?",
            r"(?:stuur|mail) (?:mij|me|ons) (?:geen|niet)(?: (?:mails?|e ?mails?|berichten))?(?: meer)?"
            r"|(?:geen|niet) (?:mails?|e ?mails?|mailen|berichten|contact)(?: meer)(?: (?:sturen|opnemen))?",
            # Portuguese
            r"(?:descadastrar|descadastre me|descadastrem me|remover|remova me|removam me|remova meu e ?mail"
            r"|cancelar inscrição|cancelar subscrição|cancelar a subscrição|sair|parar|pare|parem|me remova"
            r"|me remova|me removam|me descadastre|quero me descadastrar|retire me|retirem me)(?: (?:da|desta"
            r"|dessa|de sua|da sua|da vossa) (?:sua )?lista(?: de (?:e ?mails?|contatos|contactos|correio"
            r"|distribuição))?)?",
            r"(?:por favor )?(?:não|nao) (?:me )?(?:envie|enviem|mande|mandem|escreva|escrevam|contate"
            r"|contacte|contactem|entre em contato)(?: me)?(?: mais)?(?: (?:e ?mails?|mensagens?))?(?: mais)?",
            # Swedish, Danish, Norwegian, Finnish, Polish, Czech
            r"(?:avregistrera(?: mig)?|avprenumerera|sluta(?: (?:maila|skicka|kontakta)(?: mig)?)?"
            r"|ta bort mig(?: från (?:listan|er lista|din lista|utskicket|sändlistan))?|stoppa)|(?:skicka "
            r"|maila |kontakta )(?:mig )?(?:inte|inga)(?: (?:mig|mer|fler))*(?: mail| mejl)?",
            r"(?:afmeld(?: mig)?|frameld(?: mig)?|fjern mig(?: fra (?:listen|jeres liste|din liste"
            r"|mailinglisten))?|stop (?:med )?(?:at )?(?:skrive|maile|sende|kontakte)(?: (?:til )?mig)?"
            r"|ingen flere mails?)",
            r"(?:avmeld(?: meg)?|meld meg av(?: listen)?|fjern meg(?: fra (?:listen|listen deres"
            r"|e ?postlisten))?|slutt(?: å (?:sende|maile|kontakte)(?: meg)?)?|ikke (?:kontakt|send"
            r"|skriv til) meg(?: mer| igjen)?)",
            r"(?:poista minut(?: listalta)?|peruuta tilaus|lopettakaa|älkää lähettäkö(?: enää)?)",
            r"(?:proszę (?:o )?)?(?:wypisać mnie|wypisz mnie|wypiszcie mnie|usuńcie mnie|usuń mnie|usunąć mnie"
            r"|wypisanie|usunięcie|rezygnuję|wypisz|usunięcie z listy|wypisanie z listy)(?: (?:z|ze) (?:listy"
            r"|tej listy|państwa listy|bazy|newslettera)(?: mailingowej)?)?"
            r"|(?:proszę )?(?:więcej )?(?:do mnie )?(?:więcej )?nie pisać(?: więcej)?"
            r"|(?:proszę )?nie (?:wysyłać|wysyłajcie"
            r"|kontaktować|piszcie)(?: się)?(?: (?:ze mną|do mnie|mi))?(?: więcej)?(?: (?:maili|wiadomości"
            r"|e ?maili))?",
            r"(?:odhlásit|odhlaste mě|odhlásit se|odhlaste mne|vyřaďte mě(?: ze seznamu)?)",
        )
    )
)
_FILLERS = re.compile(
    r"(?:please|pls|plz|kindly|thanks?|thank you|thanks? (?:a lot|very much|in advance|you)|many thanks|thx"
    r"|cheers|regards|best|no|nope|no thanks?|no thank you|sorry"
    r"|not interested|(?:i am|i'm|im|we are|we're) not interested|asap|now|immediately|at once|today|just"
    r"|bitte|danke|vielen dank|kein interesse|kein bedarf|nein danke|nein|mfg|sofort|gruß"
    r"|merci|svp|s'il vous plaît|s'il vous plait|stp|pas intéressé|pas intéressée|non merci|cordialement"
    r"|por favor|gracias|muchas gracias|no me interesa|no gracias|no estoy interesado|no estoy interesada|saludos"
    r"|grazie|per favore|per cortesia|non sono interessato|non sono interessata|non mi interessa|no grazie"
    r"|cordiali saluti"
    r"|alstublieft|aub|svp|graag|bedankt|dank u|dank je|geen interesse|geen belangstelling|nee bedankt"
    r"|obrigado|obrigada|não tenho interesse|não obrigado|sem interesse"
    r"|tack|tak|takk|vänligen|venligst|vennligst|nej tack|nej tak|nei takk|inte intresserad|ikke interesseret"
    r"|ikke interessert|kiitos"
    r"|proszę|dziękuję|nie dziękuję|nie jestem zainteresowany|nie jestem zainteresowana|prosím|děkuji)"
    r"|(?:hi|hello|hey|dear|hallo|liebe|lieber|guten tag|sehr geehrte|sehr geehrter|bonjour|hola|buenos días"
    r"|ciao|buongiorno|salve|geachte|beste|olá|bom dia"
    r"|hej|hei|dzień dobry|szanowni|dobrý den)(?: \S{1,20}){0,4}"
)
_POLITE = re.compile(
    r"^(?:please|pls|plz|kindly|just|bitte|por favor|per favore|s'il vous plaît|svp|gelieve|proszę|vänligen"
    r"|venligst|vennligst|prosím|can you|could you|would you|(?:can|could|would) you please|you can) "
    r"|(?: please| pls| bitte| svp| por favor| grazie| aub| merci| thanks| thank you| asap| gracias| danke"
    r"| tack| tak| takk)$"
)


def opt_out_token(subject: str) -> str:
    """The word of ours in a subject that our own List-Unsubscribe makes; '' if it has none."""
    found = _TOKEN_SUBJECT.fullmatch(subject[:400])
    return found[1] if found else ""


def opt_out_line(text: str, subject: str = "") -> str:
    """The line of their own text that clearly asks to hear no more; '' if there is none."""
    lines = [line for line in text[:20_000].split("\n") if line.strip()]
    for line in lines[:_LINES]:
        if is_opt_out(line):
            return line.strip()
    # A bare subject speaks for itself where nothing longer contradicts it.
    if is_opt_out(subject) and len(lines) <= _LINES and not subject.lower().startswith("re:"):
        return subject.strip()
    return ""


def is_opt_out(line: str) -> bool:
    """Whether a line says nothing but that somebody wants to hear no more."""
    if not line.strip() or len(line) > _LONGEST_LINE or _LINK.search(line):
        return False
    asked = False
    for segment in _SEGMENTS.split(_plain(line)):
        words = _POLITE.sub("", _POLITE.sub("", " ".join(segment.split()))).strip()
        if not words or _FILLERS.fullmatch(words):
            continue
        if not _OPT_OUTS.fullmatch(words):
            return False
        asked = True
    return asked


def _plain(line: str) -> str:
    """Lower case, one apostrophe, dashes within words as blanks, pictures gone."""
    line = unicodedata.normalize("NFC", line).lower().replace("’", "'").replace("*", " ").replace("_", " ")
    line = re.sub(r"(?<=\w)-(?=\w)", " ", line)
    return "".join(char for char in line if unicodedata.category(char) not in ("So", "Sk", "Cf", "Mn"))
