"""The words by which people ask to hear no more, in the common languages; lower case, hyphens as blanks."""

from __future__ import annotations

import re

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
_CALLING = r"(?:calling|phoning|ringing|texting)(?: (?:me|us))?"
_MAILING = r"(?:e ?mailing|mailing|writing|messaging|spamming|contacting)(?: (?:to )?(?:me|us))?"
_BY_LAW = (
    r"(?:,? ?(?:(?:under|per|as per|according to|in accordance with|pursuant to|by|gemäß|gem|nach|laut"
    r"|selon|conformément"
    r" à|según|conforme|ai sensi|volgens|art|article|artikel|artículo|articolo|artigo|abs|of|the|der"
    r"|des|du|de|del|l'|eu"
    r"|uk|gdpr|dsgvo|rgpd|avg|ccpa|dpa|law|\d{1,3})\b ?)+)?"
)
_REACH = r"(?:call|phone|ring|text|e ?mail|mail|write|message|contact)"
NO_MAILS = re.compile(
    "|".join(
        (
            # English
            rf"(?:un ?subscribe|unsub|opt ?out|opt me out|remove|remove|delete)(?: me| us| my (?:e ?mail"
            rf"|email address|address|name|details|data))?(?: (?:please|pls))?{_LISTS}{_AGAIN}",
            rf"take (?:me|us|my (?:name|email|address)){_LISTS}{_AGAIN}",
            rf"stop(?: it| this| that)?{_AGAIN}",
            rf"stop (?:sending|e ?mailing|mailing|spamming|writing|messaging)(?: (?:to )?(?:me|us))?(?:"
            rf" (?:these|those|this|your|any|any more|more))*(?: (?:emails?"
            rf"|e mails?|mails?|messages?|spam|stuff|newsletters?))?{_AGAIN}",
            rf"(?:do not|don't|dont|never) (?:ever )?(?:e ?mail|mail|write|message|write to|send) (?:me"
            rf"|us)(?: (?:any|any more|more))*(?: (?:emails?|e mails?|mails?|messages?))?{_AGAIN}",
            rf"(?:no|no more|no further) (?:more )?(?:e ?mails?|mails?|messages?){_AGAIN}",
            rf"(?:i |we )?(?:do not|don't|dont|no longer) (?:want|wish)(?: to (?:receive|get))?(?: (?:any|more"
            rf"|any more|further|your|these))* (?:e ?mails?|mails?|messages?|newsletters?)(?: from you)?{_AGAIN}",
            rf"(?:i |we )?(?:want|wish|would like|d like|'d like) to (?:be (?:removed|unsubscribed|taken off)"
            rf"|unsubscribe|opt out){_LISTS}{_AGAIN}",
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
            r"(?:bitte )?(?:schreiben|mailen) sie (?:mich|mir|uns) (?:bitte )?(?:nicht"
            r"|nie)(?: mehr| wieder)(?: an)?",
            r"(?:ich )?(?:möchte|will|wünsche) keine (?:weiteren |weitere )?(?:e ?mails?|mails?|nachrichten"
            r"|werbung)(?: mehr)?(?: von ihnen)?(?: erhalten| bekommen)?",
            r"(?:bitte )?(?:melden|tragen) sie (?:mich|uns) (?:bitte )?(?:ab|aus)",
            r"(?:ich )?(?:möchte|will) (?:mich |bitte )?(?:abmelden|austragen|abgemeldet werden|ausgetragen"
            r" werden)",
            r"(?:bitte )?(?:senden|schicken|schreiben) sie (?:mir|uns) (?:bitte )?keine (?:weiteren |weitere )?"
            r"(?:e ?mails?|mails?|nachrichten|werbung|newsletter)(?: mehr)?(?: zu)?",
            # French
            r"(?:veuillez |merci de |prière de |(?:je |nous )?(?:souhaite|souhaitons|veux|voudrais|voulons"
            r"|désire) )?"
            r"(?:me|nous) (?:désinscrire|désabonner)(?: (?:de|à) (?:votre|vos|cette|la|toutes? vos) (?:listes?"
            r"|newsletters?|envois|mails?|e ?mails?|courriels?))?",
            r"(?:désinscrire|désabonner|retirer|supprimer|enlever)(?: moi)?",
            r"(?:veuillez |merci de |prière de )?(?:retirer|supprimer|enlever|effacer) (?:mon adresse|mon (?:e"
            r" ?mail"
            r"|mail|courriel|nom)|mes (?:données|coordonnées))(?: (?:e ?mail|mail))?(?: de (?:votre|vos|cette|la)"
            r" (?:listes?|fichiers?|base)(?: de (?:diffusion|contacts?|données))?)?",
            r"(?:je |nous )?ne (?:souhaite|souhaitons|veux|voulons|désire) plus (?:recevoir|avoir) (?:de|vos"
            r"|ces|d')"
            r" ?(?:mails?|e ?mails?|messages?|courriels?|newsletters?|publicités?)(?: de votre part)?",
            r"(?:veuillez |prière de )?ne plus m'(?:écrire|envoyer)(?: (?:de|d') ?(?:mails?|e ?mails?|messages?"
            r"|courriels?))?|ne m'(?:écrivez|envoyez) plus(?: (?:de|d'|rien) ?(?:mails?|e ?mails?|messages?"
            r"|courriels?)?)?|(?:veuillez |prière de )?ne plus (?:me|nous) (?:écrire|envoyer)",
            r"(?:désabonner|désinscrire|désinscription|désabonnement|me désinscrire|me désabonner"
            r"|désabonnez moi|désinscrivez moi|désinscrivez nous|stop)(?: (?:svp|s'il vous plaît"
            r"|merci))?(?: de (?:votre|cette|la) (?:liste|newsletter)(?: de diffusion)?)?",
            r"(?:veuillez |merci de |prière de )?(?:me|nous) (?:retirer|supprimer|enlever|désinscrire"
            r"|désabonner|désinscrire|rayer) de (?:votre|vos|cette|la) (?:listes?|fichiers?|base|newsletter"
            r"|liste de diffusion|mailing list|mailing liste)(?: de (?:diffusion|contacts?|données))?",
            r"(?:retirez|supprimez|enlevez|rayez) (?:moi|nous|mon adresse|mon mail)(?: de (?:votre|vos|cette"
            r"|la) (?:listes?|fichiers?|base)(?: de (?:diffusion|contacts?|données))?)?",
            r"(?:merci de )?ne (?:me|nous) (?:écrivez|envoyez|écrire"
            r"|envoyer) plus(?: (?:de|d') ?(?:mails?|e ?mails?|messages?|courriels?))?",
            r"(?:merci de )?ne plus (?:me|nous) (?:écrire|envoyer)(?: (?:de|d') ?(?:mails?|e ?mails?"
            r"|messages?|courriels?))?",
            # Spanish
            r"(?:darme de baja|dar de baja|baja|date de baja|denme de baja|deme de baja|dame de baja"
            r"|dénme de baja|quiero darme de baja|cancelar suscripción|cancelar la suscripción|desuscribir"
            r"|desuscribirme|desuscribirse|deténganse|alto)(?: de (?:su|la|esta|esa) lista(?: de (?:correo"
            r"|correos|distribución))?)?",
            r"(?:por favor )?(?:elimin(?:e|en|ar)me|elimínenme|elimíneme|bórr(?:e|en)me|quít(?:e|en)me"
            r"|sáquenme|sáqueme|retírenme|retíreme|remuévanme)(?: de (?:su|la|esta) (?:lista"
            r"|base)(?: de (?:correo|correos|datos|distribución|contactos))?)?",
            r"(?:por favor )?no (?:me|nos) (?:escriban?|envíen?|manden?|escribas"
            r"|envíes)(?: más)?(?: (?:correos?|mensajes?|e ?mails?))?(?: más)?",
            r"no (?:deseo|quiero) recibir (?:más )?(?:sus )?(?:correos?|mensajes?|e ?mails?|información)(?:"
            r" suyos)?",
            r"(?:quiero|quisiera|deseo) (?:darme de baja|cancelar (?:la|mi) suscripción)(?: de (?:su|la|esta) lista"
            r"(?: de (?:correo|correos|distribución))?)?|dej(?:en|e) de (?:escribirme|enviarme|mandarme)"
            r"(?: (?:sus |estos |más )?(?:correos?|mensajes?|e ?mails?))?",
            # Italian
            r"(?:vorrei|voglio|desidero) (?:cancellarmi|disiscrivermi|essere (?:cancellat[oa]|rimoss[oa]))(?:"
            r" (?:dalla|"
            r"da questa|dalle|da) (?:vostra |vostre |sua )?(?:lista|liste|mailing list|newsletter))?"
            r"|(?:smettete|smetta|smettetela) di (?:scrivermi|inviarmi|mandarmi)(?: (?:e ?mail|mail|messaggi))?",
            r"(?:cancellatemi|cancellami|mi cancelli|rimuovetemi|rimuovimi|disiscrivetemi|disiscrivimi"
            r"|disiscrizione|disiscrivermi|cancellazione|toglietemi|cancellarmi|basta)(?: (?:dalla|da questa"
            r"|dalle|da) (?:vostra|vostre|sua|tua )?(?: ?)(?:lista|liste|mailing list"
            r"|newsletter)(?: di (?:distribuzione|posta|invio))?)?",
            r"(?:vi prego di |per favore |si prega di )?(?:non )(?:scrivetemi|inviatemi|mandatemi"
            r"|scrivermi|inviarmi|mi scriva|mi scrivete)(?: più)?(?: (?:e ?mail|mail|messaggi))?",
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
            r"(?:ik |wij )?(?:wil|willen|wens) (?:me |mij |ons )?(?:graag )?(?:afmelden|uitschrijven)(?:"
            r" (?:van|voor|uit)"
            r" (?:deze|de|uw|jullie) (?:lijst|mailinglijst|nieuwsbrief|mailing))?|(?:gelieve |graag )?(?:mij"
            r"|me|ons) (?:uit"
            r" te schrijven|af te melden|uitschrijven|afmelden)|(?:ik |wij )?(?:wil|willen|wens) geen"
            r" (?:mails?|e ?mails?"
            r"|berichten)(?: van (?:u|jullie))?(?: meer)?(?: (?:ontvangen|krijgen))?",
            # Portuguese
            r"(?:quero|gostaria de|desejo) (?:cancelar a (?:inscrição|subscrição|assinatura)|ser removid[oa]"
            r"|sair)(?: da"
            r" (?:sua |vossa )?lista)?|(?:não|nao) (?:quero|desejo) (?:mais )?receber (?:mais )?(?:seus |os seus )?"
            r"(?:e ?mails?|mensagens?)|parem? de (?:me )?(?:escrever|enviar|mandar)(?: me)?(?: (?:e ?mails?"
            r"|mensagens?))?",
            r"(?:descadastrar|descadastre me|descadastrem me|remover|remova me|removam me|remova meu e ?mail"
            r"|cancelar inscrição|cancelar subscrição|cancelar a subscrição|sair|parar|pare|parem|me remova"
            r"|me remova|me removam|me descadastre|quero me descadastrar|retire me|retirem me)(?: (?:da|desta"
            r"|dessa|de sua|da sua|da vossa) (?:sua )?lista(?: de (?:e ?mails?|contatos|contactos|correio"
            r"|distribuição))?)?",
            r"(?:por favor )?(?:não|nao) (?:me )?(?:envie|enviem|mande|mandem|escreva|escrevam)(?: me)?(?:"
            r" mais)?(?: (?:e ?mails?|mensagens?))?(?: mais)?",
            # Swedish, Danish, Norwegian, Finnish, Polish, Czech
            r"(?:avregistrera(?: mig)?|avprenumerera|sluta(?: (?:maila|skicka)(?: mig)?)?"
            r"|ta bort mig(?: från (?:listan|er lista|din lista|utskicket|sändlistan))?|stoppa)|(?:skicka "
            r"|maila )(?:mig )?(?:inte|inga)(?: (?:mig|mer|fler))*(?: mail| mejl)?",
            r"(?:afmeld(?: mig)?|frameld(?: mig)?|fjern mig(?: fra (?:listen|jeres liste|din liste"
            r"|mailinglisten))?|stop (?:med )?(?:at )?(?:skrive|maile|sende)(?: (?:til )?mig)?"
            r"|ingen flere mails?)",
            r"(?:avmeld(?: meg)?|meld meg av(?: listen)?|fjern meg(?: fra (?:listen|listen deres"
            r"|e ?postlisten))?|slutt(?: å (?:sende|maile)(?: meg)?)?|ikke (?:send"
            r"|skriv til) meg(?: mer| igjen)?)",
            r"(?:jag vill|jeg ønsker|jeg vil|jeg ønsker) (?:inte|ikke) (?:ha |have |få |modtage |motta |längre"
            r" |lenger |længere )*"
            r"(?:fler|flere|några|noen|nogen)? ?(?:mejl|mail|mails|e ?post|e ?poster|utskick)",
            r"(?:poista minut(?: listalta)?|peruuta tilaus|lopettakaa|älkää lähettäkö(?: enää)?)",
            r"(?:proszę (?:o )?)?(?:wypisać mnie|wypisz mnie|wypiszcie mnie|usuńcie mnie|usuń mnie|usunąć mnie"
            r"|wypisanie|usunięcie|rezygnuję|wypisz|usunięcie z listy|wypisanie z listy)(?: (?:z|ze) (?:listy"
            r"|tej listy|państwa listy|bazy|newslettera)(?: mailingowej)?)?"
            r"|(?:proszę )?(?:więcej )?(?:do mnie )?(?:więcej )?nie pisać(?: więcej)?"
            r"|(?:proszę )?nie (?:wysyłać|wysyłajcie"
            r"|piszcie)(?: się)?(?: (?:ze mną|do mnie|mi))?(?: więcej)?(?: (?:maili|wiadomości"
            r"|e ?maili))?",
            r"(?:proszę )?mnie (?:wypisać|usunąć)(?: z (?:listy|tej listy|państwa listy|bazy|newslettera))?"
            r"|(?:proszę )?o"
            r" (?:usunięcie|wypisanie)(?: (?:mnie|mojego adresu|moich danych))?(?: z (?:listy|tej listy"
            r"|państwa listy|bazy"
            r"|newslettera))?|nie chcę (?:więcej |otrzymywać |dostawać )*(?:maili|wiadomości|e ?maili)",
            r"(?:už |již )?(?:mi )?(?:už |již )?(?:nepište|neposílejte)(?: mi)?(?: (?:už|již))?(?: (?:e ?maily"
            r"|maily))?",
            r"(?:odhlásit|odhlaste mě|odhlásit se|odhlaste mne|vyřaďte mě(?: ze seznamu)?)",
            # Russian, Japanese
            r"(?:отписаться|отпишите (?:меня|нас)|отписка|стоп|удалите (?:меня|нас|мой адрес)(?: из (?:вашей"
            r" )?(?:рассылки"
            r"|базы|списка))?|(?:больше )?не (?:пишите|присылайте)(?: (?:мне|нам))?(?: (?:больше|писем|письма))*)",
            r"(?:配信停止|配信を停止して(?:ください|下さい)|配信停止(?:を)?(?:お願いします|して(?:ください|下さい)|希望)"
            r"|停止して(?:ください|下さい)|メールを送らないで(?:ください|下さい))",
        )
    )
)
"""Who wants no more mails."""
NO_CONTACTS = re.compile(
    "|".join(
        (
            # English
            rf"stop (?:contacting|bothering|harassing|pestering) (?:me|us){_AGAIN}|stop contacting",
            rf"(?:do not|don't|dont|never|please never)(?: ever)? (?:contact|bother)(?: or {_REACH})* (?:me"
            rf"|us){_AGAIN}",
            rf"(?:do not|don't|dont|never)(?: ever)? {_REACH} (?:or|and|nor) {_REACH} (?:me|us){_AGAIN}",
            rf"(?:no|no more|no further) (?:more )?(?:contact|communications?)(?: with (?:me|us))?{_AGAIN}",
            rf"(?:i |we )?(?:do not|don't|dont) (?:want|wish) to be (?:contacted|bothered)(?: by you)?{_AGAIN}",
            rf"leave (?:me|us) alone{_AGAIN}",
            rf"stop (?:{_CALLING} (?:and|or) {_MAILING}|{_MAILING} (?:and|or) {_CALLING}){_AGAIN}",
            r"(?:(?:i|we) (?:hereby )?(?:request|ask|want|demand)(?: that)? you (?:to )?)?"
            rf"(?:erase|delete|remove) (?:all )?(?:of )?(?:my|our) (?:personal )?data"
            rf"(?: (?:that )?you (?:hold|have|store)"
            rf"(?: (?:on|about) (?:me|us))?)?{_AGAIN}{_BY_LAW}",
            # German
            r"(?:bitte )?(?:kontaktieren|belästigen) sie (?:mich|uns) (?:bitte )?(?:nicht|nie)(?: mehr| wieder)?",
            r"(?:bitte )?(?:keine|keinerlei) (?:weitere |weiteren )?(?:kontaktaufnahme|kontakte?)(?: mehr)?"
            r"|(?:bitte )?(?:mich |uns )?(?:nicht|nie) (?:mehr|wieder) kontaktieren|lassen sie (?:mich|uns) in"
            r" ruhe",
            r"(?:ich )?(?:möchte|will) nicht (?:mehr|weiter) (?:von ihnen )?(?:kontaktiert|belästigt) werden",
            r"(?:ich |wir )?(?:möchten?|wollen|will|wünschen?) (?:keinen|keinerlei) (?:weiteren )?kontakt(?: mehr)?"
            r"(?: (?:mit|zu) ihnen)?(?: haben)?|(?:bitte )?keinen (?:weiteren )?kontakt(?: mehr)?|(?:bitte )?löschen"
            rf" sie (?:bitte )?(?:alle )?meine (?:personenbezogenen |persönlichen )?daten{_BY_LAW}",
            # French
            r"(?:merci de |veuillez |prière de )?(?:ne (?:me|nous) (?:contactez|recontactez|contacter) (?:plus"
            r"|jamais)(?: jamais)?"
            r"|ne (?:plus|jamais) (?:me|nous) (?:re)?contacter)|laissez (?:moi|nous) tranquilles?"
            r"|(?:cessez|arrêtez) de (?:me|nous) (?:contacter|harceler|déranger)"
            r"|(?:je |nous )?ne (?:souhaite|souhaitons|veux|voulons) plus (?:aucun contact|être contactée?s?)"
            rf"|(?:effacez|supprimez) (?:toutes )?mes données(?: personnelles)?{_BY_LAW}",
            # Spanish, Italian, Portuguese
            r"no (?:me|nos) (?:contacten?|contactes|molesten?)(?: (?:más|nunca más|nunca))?|déj(?:enme|eme"
            r"|ame) en paz"
            r"|dej(?:en|e) de (?:contactarme|molestarme)",
            r"(?:non )(?:contattatemi|contattarmi|mi contatti|mi contattate)(?: (?:più|mai più))?"
            r"|lasciatemi in pace|smett(?:ete|a) di (?:contattarmi|disturbarmi)",
            r"(?:não|nao) (?:me )?(?:contate|contatem|contacte|contactem|entrem? em contato)(?: me)?"
            r"(?: (?:mais|nunca mais|comigo))*|deix(?:em|e)(?: me)? em paz|parem? de me contactar",
            # Dutch
            r"neem(?:t u)? (?:a\.?u\.?b\.? )?geen contact meer(?: met (?:mij|me|ons))?(?: op)?|laat (?:mij|me"
            r"|ons) met rust"
            r"|geen contact meer(?: opnemen)?(?: met (?:mij|me|ons))?",
            # Swedish, Danish, Norwegian, Finnish, Polish, Czech
            r"kontakta mig inte(?: (?:mer|igen|längre))?|sluta kontakta mig|lämna mig i ?fred",
            r"kontakt mig ikke(?: (?:mere|igen))?|lad mig være(?: i fred)?|stop med at kontakte mig",
            r"(?:ikke kontakt meg|kontakt meg ikke)(?: (?:mer|igjen))?|la meg være(?: i fred)?|slutt å"
            r" kontakte meg",
            r"älkää ottako (?:minuun )?(?:enää )?yhteyttä|jättäkää minut rauhaan",
            r"(?:proszę )?(?:więcej )?nie kontaktować się(?: ze mną)?(?: więcej)?|nie kontaktujcie się ze"
            r" mną(?: więcej)?"
            r"|dajcie mi spokój",
            r"(?:už |již )?(?:mě )?nekontaktujte(?: mě)?(?: (?:už|již))?|dejte mi pokoj",
        )
    )
)
"""Who wants to hear from us in no way at all."""
NO_CALLS = re.compile(
    "|".join(
        (
            rf"stop (?:calling|phoning|ringing|texting)(?: (?:me|us|here|this number|my (?:phone"
            rf"|number)))?{_AGAIN}",
            rf"(?:do not|don't|dont|never)(?: ever)? (?:call|phone|ring|text)(?: (?:me|us|here|this number"
            rf"|my (?:phone|number)))?{_AGAIN}",
            rf"(?:no|no more|no further) (?:more )?(?:phone )?calls{_AGAIN}|lose my number"
            r"|(?:put|add) (?:me|us) (?:on|to) (?:your|the) do not call list",
            r"(?:bitte )?rufen sie (?:mich|uns|hier)? ?(?:bitte )?(?:nicht|nie)(?: mehr| wieder)? an"
            r"|(?:bitte )?(?:mich |uns )?(?:nicht|nie) (?:mehr|wieder) anrufen|(?:bitte )?keine (?:weiteren "
            r"|weitere )?"
            r"(?:telefon)?anrufe(?: mehr)?|hören sie auf (?:mich|uns) anzurufen",
            r"(?:merci de |veuillez |prière de )?(?:ne m'appelez (?:plus|jamais)|ne nous appelez plus|ne"
            r" (?:plus|jamais)"
            r" (?:m'|nous )appeler|ne plus me téléphoner)|(?:cessez|arrêtez) de (?:m'|nous )appeler",
            r"no (?:me|nos) (?:llamen?|llames)(?: (?:más|nunca más))?|dej(?:en|e) de llamarme",
            r"non (?:chiamatemi|chiamarmi|mi chiami|mi chiamate|telefonatemi)(?: (?:più|mai più))?"
            r"|smett(?:ete|a) di chiamarmi",
            r"(?:não|nao) me (?:ligue|liguem|telefone|telefonem)(?: mais)?|parem? de me ligar",
            r"bel(?:t u)? (?:mij|me|ons) niet meer|niet meer bellen|stop met bellen",
            r"ring (?:mig |meg )?(?:inte|ikke)(?: til m[ie]g)?(?: (?:mer|mere|igen|igjen))?|ikke ring(?: til)?"
            r" meg(?: (?:mer|igjen))?"
            r"|sluta ringa(?: mig)?|stop med at ringe(?: til mig)?|slutt å ringe(?: meg)?",
            r"älkää soittako(?: minulle)?(?: enää)?",
            r"(?:proszę )?(?:do mnie )?(?:więcej )?nie dzwonić(?: do mnie)?(?: więcej)?|nie dzwońcie(?: do"
            r" mnie)?(?: więcej)?",
            r"(?:už |již )?(?:mi )?nevolejte(?: mi)?(?: (?:už|již))?",
        )
    )
)
"""Who does not want to be called."""
FILLERS = re.compile(
    r"(?:please|pls|plz|kindly|thanks?|thank you|thanks? (?:a lot|very much|in advance|you)|many thanks|thx"
    r"|cheers|(?:best |kind |warm )?regards|best wishes|best|no|nope|no thanks?|no thank you|sorry"
    r"|not interested|(?:i am|i'm|im|we are|we're) not interested|asap|now|immediately|at once|today|just"
    r"|bitte|danke|vielen dank|kein interesse|kein bedarf|nein danke|nein|mfg|sofort|gruß"
    r"|(?:mit )?(?:freundlichen?|besten?|viele|schöne|herzliche) grüßen?|sincerely|yours|yours (?:sincerely|truly)"
    r"|bien à vous|un saludo|distinti saluti|met vriendelijke groet(?:en)?|med vänliga hälsningar|med venlig hilsen"
    r"|med vennlig hilsen|pozdrawiam|s pozdravem|atenciosamente|cumprimentos"
    r"|merci|svp|s'il vous plaît|s'il vous plait|stp|pas intéressé|pas intéressée|non merci|cordialement"
    r"|por favor|gracias|muchas gracias|no me interesa|no gracias|no estoy interesado|no estoy interesada|saludos"
    r"|grazie|per favore|per cortesia|non sono interessato|non sono interessata|non mi interessa|no grazie"
    r"|cordiali saluti"
    r"|alstublieft|aub|svp|graag|bedankt|dank u|dank je|geen interesse|geen belangstelling|nee bedankt"
    r"|obrigado|obrigada|não tenho interesse|não obrigado|sem interesse"
    r"|tack|tak|takk|vänligen|venligst|vennligst|nej tack|nej tak|nei takk|inte intresserad|ikke interesseret"
    r"|ikke interessert|kiitos"
    r"|proszę|dziękuję|nie dziękuję|nie jestem zainteresowany|nie jestem zainteresowana|prosím|děkuji)"
)
"""Words beside an opt-out that change nothing."""
GREETINGS = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|hallo|liebe|lieber|guten tag|sehr geehrte"
    r"|sehr geehrter|bonjour|hola|buenos días"
    r"|ciao|buongiorno|salve|geachte|beste|olá|bom dia"
    r"|hej|hei|dzień dobry|szanowni|dobrý den)(?: \S{1,20}){0,4}"
)
POLITE = re.compile(
    r"^(?:please|pls|plz|kindly|just|bitte|por favor|per favore|s'il vous plaît|svp|gelieve|proszę|vänligen"
    r"|venligst|vennligst|prosím|can you|could you|would you|(?:can|could|would) you please|you can) "
    r"|(?: please| pls| bitte| svp| por favor| grazie| aub| merci| thanks| thank you| asap| gracias| danke"
    r"| tack| tak| takk)$"
)
