"""R18: clear words on a line of their own opt out; the same words within a sentence do not."""

from __future__ import annotations

import pytest

from dialq.mail.opt_outs import is_opt_out, opt_out_line, opt_out_token

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
    "Désabonnez-moi",
    "Merci de me retirer de votre liste de diffusion.",
    "Ne me contactez plus",
    "Désinscription",
    "Por favor, denme de baja",
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
)


@pytest.mark.parametrize("line", CLEAR)
def test_clear_words_opt_out(line: str) -> None:
    assert is_opt_out(line)


@pytest.mark.parametrize("line", NOT_CLEAR)
def test_other_words_do_not(line: str) -> None:
    assert not is_opt_out(line)


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
        ("unsubscribe immediately", ""),
        ("How do I unsubscribe 2c.Zm9vYmFyYmF6cXV4.c2lnbmF0dXJlMTIz", ""),
    ],
)
def test_the_word_of_our_own_link(subject: str, token: str) -> None:
    assert opt_out_token(subject) == token
