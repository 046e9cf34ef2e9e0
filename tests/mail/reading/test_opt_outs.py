"""R18: clear words on a line of their own opt out; the same words within a sentence do not."""

from __future__ import annotations

import pytest

from dialq.mail.opt_outs import ALL, CALLS, MAILS, asks, is_opt_out, opt_out, opt_out_line, opt_out_token

CLEAR = (
    "stop",
    "STOP!!!",
    "Stop.",
    "Please stop",
    "Please stop emailing me.",
    "Stop sending me these emails",
    "unsubscribe",
    "Unsubscribe me",
    "Please unsubscribe me from your mailing list.",
    "Please unsubscribe.",
    "Hi Ana, please remove me from your list. Thanks",
    "Remove me",
    "remove",
    "Take me off your list",
    "Please take me off this mailing list, thank you",
    "Not interested, please remove me.",
    "No thanks, unsubscribe",
    "opt out",
    "Opt-out please",
    "Do not contact me again.",
    "Don't email me anymore!",
    "Don’t contact us again",
    "No more emails please",
    "I would like to unsubscribe",
    "Can you please remove me from all future emails?",
    "remove me from your database immediately",
    "Bitte streichen Sie mich aus Ihrem Verteiler.",
    "Bitte nehmen Sie mich von Ihrer Liste.",
    "Abmelden",
    "Bitte keine weiteren E-Mails.",
    "Kein Interesse, bitte keine Mails mehr",
    "Ich möchte keine weiteren E-Mails erhalten.",
    "Bitte löschen Sie meine Daten",
    "Bitte melden Sie mich ab",
    "Bitte senden Sie mir keine E-Mails mehr",
    "Désabonnez-moi",
    "Merci de me désinscrire.",
    "Veuillez me désabonner.",
    "Je ne souhaite plus recevoir vos mails",
    "Merci de supprimer mon adresse",
    "Ne m’écrivez plus",
    "Merci de me retirer de votre liste de diffusion.",
    "Ne me contactez plus",
    "Désinscription",
    "Por favor, denme de baja",
    "Quiero darme de baja",
    "Vorrei cancellarmi dalla vostra lista",
    "Ik wil me graag afmelden",
    "Não quero receber mais e-mails",
    "Jag vill inte ha fler mejl",
    "Jeg ønsker ikke flere mails",
    "Proszę o usunięcie z listy.",
    "Nie chcę więcej maili",
    "Už mi nepište",
    "Отпишите меня.",
    "配信停止してください。",
    "ｓｔｏｐ",
    "Please stop sending me these emails, I have no interest and never signed up.",
    "Dar de baja",
    "No me escriban más",
    "Cancellatemi dalla vostra lista",
    "Non scrivetemi più",
    "Uitschrijven",
    "Graag afmelden",
    "Haal mij van deze lijst",
    "Stuur mij geen mails meer",
    "Não me envie mais e-mails",
    "Por favor, remova-me da lista",
    "Descadastrar",
    "Avregistrera mig",
    "Ta bort mig från listan",
    "Afmeld mig",
    "Fjern mig fra listen",
    "Meld meg av",
    "Proszę wypisać mnie z listy",
    "Proszę do mnie więcej nie pisać",
)
NOT_CLEAR = (
    "Please stop by our booth",
    "don't stop",
    "Stop by anytime",
    "We should stop using the old vendor and talk to you",
    "I want to unsubscribe from our current vendor, can you help?",
    "How do I remove a device from the list?",
    'If you would rather not hear from me again, reply "stop" and I will not write again.',
    "Please don't stop sending these, they are great",
    "Unsubscribe: https://example.com/u",
    "Yes, let's talk",
    "Remove the attachment please",
    "Full stop.",
    "no",
    "Thanks",
    "Hi Ana",
    "Not interested",
    "Stop the presses!",
    "I can't stop thinking about this",
    "Could you stop by on Tuesday?",
    "My last stop is Boston",
    "Bitte rufen Sie mich an",
    "pare un momento, necesito más información",
    "The bus stop",
    "Call me",
    "No, thank you",
    "Stop?",
    "Stop or continue?",
    "Please do not write me again until January",
    "Please do not call before nine",
)


@pytest.mark.parametrize("line", CLEAR)
def test_clear_words_opt_out(line: str) -> None:
    assert is_opt_out(line)


@pytest.mark.parametrize("line", NOT_CLEAR)
def test_other_words_do_not(line: str) -> None:
    assert not is_opt_out(line)


WHAT = (
    ("unsubscribe", MAILS),
    ("stop", MAILS),
    ("Stop calling me.", CALLS),
    ("Please do not call me again.", CALLS),
    ("Bitte rufen Sie mich nicht mehr an.", CALLS),
    ("Ne m’appelez plus", CALLS),
    ("No me llamen más", CALLS),
    ("Do not contact me ever again!", ALL),
    ("Never contact me again.", ALL),
    ("No further contact.", ALL),
    ("Do not call or email me again.", ALL),
    ("Leave me alone", ALL),
    ("Lassen Sie mich in Ruhe!", ALL),
    ("Ich möchte nicht mehr kontaktiert werden", ALL),
    ("Ne me contactez plus", ALL),
    ("Non contattatemi più", ALL),
    ("Neem geen contact meer met mij op", ALL),
    ("Stop calling and emailing me!", ALL),
    ("Please stop emailing me and calling me.", ALL),
    ("Ich möchte keinen Kontakt mehr.", ALL),
    ("Je ne souhaite plus être contacté", ALL),
    ("Please erase my data under Art. 17 GDPR.", ALL),
    ("Erase all my personal data according to Article 17 of the GDPR", ALL),
    ("Bitte löschen Sie meine Daten gemäß Art. 17 DSGVO.", ALL),
    ("Please delete my data.", ALL),
    ("I hereby request that you erase my data under Article 17 GDPR.", ALL),
    ("Meine Daten", 0),
    ("Please delete our data from the quote", 0),
    ("Stop emailing me and start calling me", MAILS),
)


@pytest.mark.parametrize(("line", "what"), WHAT)
def test_r9_what_the_words_are_about(line: str, what: int) -> None:
    """R9, R18: who names calls, or any contact, asks for more than to get no mail."""
    assert asks(line) == what


NONE = (
    "Yes call me.\n\n-- \nLee Moran\nunsubscribe\n",
    "Yes call me.\n\n--\nLee Moran\nunsubscribe\n",
    "Yes call me.\n\n_______________________________\nSales mailing list\nSales@comp.example\nUnsubscribe\n",
    "ok\n\nGet Outlook for iOS\nUnsubscribe\n",
    "Yes, call me Thursday.\n\nLee Moran\n\nUnsubscribe",
    "Please delete\nthe second line of the offer.",
    "The sensors go off for three hours and then they just\nstop.\nCan you ring me?",
    "They click on the link in order to\nunsubscribe\nand that does not work. Do you have a solution?",
    "Please stop\nby our booth on Thursday",
    "Yes, call me on Thursday please.\n\nDo not contact us.",
    "Yes, call me on Thursday please.\n• • •\nNever contact us again.",
    "Abbestellen\n\nIch möchte die Bestellung 123 abbestellen.",
)


@pytest.mark.parametrize("text", NONE)
def test_r18_half_a_sentence_or_a_signature_is_no_opt_out(text: str) -> None:
    """R18: only a line of its own, in what they wrote themselves."""
    assert opt_out(text) is None


@pytest.mark.parametrize(
    ("text", "line", "alone"),
    [
        ("Hi Ana,\n\nstop\n\nThanks\nLee", "stop", True),
        ("stop\nlee", "stop", True),
        ("Please remove me\nfrom your list", "Please remove me from your list", True),
        ("Unsubscribe\n\nLee Moran\nCEO, Foo Inc\n+1 212 555 0111", "Unsubscribe", True),
        ("STOP.\n\nSent from my iPhone", "STOP.", True),
        ("We bought another product.\n\nUnsubscribe", "Unsubscribe", False),
        ("I told you last week.\nSTOP", "STOP", False),
        ("Please delete my data.", "Please delete my data.", False),
        ("Don't email me, call me", "Don't email me, call me", False),
    ],
)
def test_r18_whether_they_say_more_than_that(text: str, line: str, alone: bool) -> None:
    """R18: clear words count beside others, and a person reads the others."""
    found = opt_out(text)
    assert found is not None
    assert (found.line, found.alone) == (line, alone)


def test_only_their_first_lines_count() -> None:
    """Below stand signatures and notices, and some of those say "Unsubscribe"."""
    long = "Thanks, let us talk.\n" + "One more line of theirs.\n" * 8
    assert opt_out_line(f"{long}Unsubscribe") == ""
    assert opt_out_line(f"Unsubscribe\n{long}") == "Unsubscribe"


def test_a_bare_subject_counts_only_with_little_beside_it() -> None:
    assert opt_out_line("", "Stop") == "Stop"
    assert opt_out_line("Ann Lee\nAcme Freight", "Unsubscribe") == "Unsubscribe"
    assert opt_out_line("", "Re: stop") == ""
    assert opt_out_line("We use it.\n" * 10, "Stop") == ""


@pytest.mark.parametrize(
    ("subject", "token"),
    [
        ("unsubscribe 2c.Zm9vYmFyYmF6cXV4.c2lnbmF0dXJlMTIz", "2c.Zm9vYmFyYmF6cXV4.c2lnbmF0dXJlMTIz"),
        ("Unsubscribe: 2c.Zm9vYmFyYmF6cXV4.c2lnbmF0dXJlMTIz ", "2c.Zm9vYmFyYmF6cXV4.c2lnbmF0dXJlMTIz"),
        ("Re: unsubscribe 2c.Zm9vYmFyYmF6cXV4.c2lnbmF0dXJlMTIz", "2c.Zm9vYmFyYmF6cXV4.c2lnbmF0dXJlMTIz"),
        (
            "[EXTERNAL] unsubscribe 2c.Zm9vYmFyYmF6cXV4.c2lnbmF0dXJlMTIz",
            "2c.Zm9vYmFyYmF6cXV4.c2lnbmF0dXJlMTIz",
        ),
        (
            "AW: [EXT] Fwd: unsubscribe 2c.Zm9vYmFyYmF6cXV4.c2lnbmF0dXJlMTIz",
            "2c.Zm9vYmFyYmF6cXV4.c2lnbmF0dXJlMTIz",
        ),
        ("unsubscribe%202c.Zm9vYmFyYmF6cXV4.c2lnbmF0dXJlMTIz", "2c.Zm9vYmFyYmF6cXV4.c2lnbmF0dXJlMTIz"),
        ("unsubscribe immediately", ""),
        ("How do I unsubscribe 2c.Zm9vYmFyYmF6cXV4.c2lnbmF0dXJlMTIz", ""),
    ],
)
def test_the_word_of_our_own_link(subject: str, token: str) -> None:
    assert opt_out_token(subject) == token
