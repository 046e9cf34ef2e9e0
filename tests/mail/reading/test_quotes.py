"""What they wrote is told from what they quote, by form and in any language."""

from __future__ import annotations

import pytest

from dialq.mail.html_text import html_text
from dialq.mail.quotes import without_marked_lines, without_quotes

ANNOUNCED = [
    "On Tue, Dec 1, 2026 at 9:15 AM Ana Torres <ana@coldchain.example> wrote:",
    "On Tue, Dec 1, 2026 at 9:15 AM Ana Torres\n<ana@coldchain.example> wrote:",
    "Am 01.12.26 um 15:15 schrieb Ana Torres:",
    "Ana Torres <ana@coldchain.example> schrieb am Di., 1. Dez. 2026, 15:15:",
    "Le mar. 1 déc. 2026 à 15:15, Ana Torres <ana@coldchain.example> a écrit :",
    "El mar, 1 dic 2026 a las 15:15, Ana Torres (<ana@coldchain.example>) escribió:",
    "Il giorno mar 1 dic 2026 alle ore 15:15 Ana Torres <ana@coldchain.example> ha scritto:",
    "Op di 1 dec 2026 om 15:15 schreef Ana Torres <ana@coldchain.example>:",
    "Em ter., 1 de dez. de 2026 às 15:15, Ana Torres <ana@coldchain.example> escreveu:",
    "Den tis 1 dec. 2026 kl 15:15 skrev Ana Torres <ana@coldchain.example>:",
    "tir. 1. dec. 2026 kl. 15.15 skrev Ana Torres <ana@coldchain.example>:",
    "W dniu 01.12.2026 o 15:15, Ana Torres pisze:",
    "wt., 1 gru 2026 o 15:15 Ana Torres <ana@coldchain.example> napisał(a):",
    "ti 1. jouluk. 2026 klo 15.15 Ana Torres (ana@coldchain.example) kirjoitti:",
    "út 1. 12. 2026 v 15:15 odesílatel Ana Torres <ana@coldchain.example> napsal:",
    "вт, 1 дек. 2026 г. в 15:15, Ana Torres <ana@coldchain.example>:",
    "2026年12月1日(火) 15:15 Ana Torres <ana@coldchain.example>:",
    "-----Original Message-----",
    "-----Ursprüngliche Nachricht-----",
    "-------- Message d'origine --------",
    "---------- Forwarded message ---------",
    "---- On Tue, 01 Dec 2026 15:15:36 +0000 Ana Torres <ana@coldchain.example> wrote ----",
    "From: Ana Torres <ana@coldchain.example>\nSent: Tuesday, December 1, 2026\nTo: Ann Lee\nSubject: Alerts",
    "________________________________\nVon: Ana Torres\nGesendet: Dienstag, 1. Dezember 2026\nAn: Ann Lee\nBetreff: x",
    "De : Ana Torres\nEnvoyé : mardi 1 décembre 2026\nÀ : Ann Lee\nObjet : Alertes",
    "*From:* Ana Torres\n*Date:* Tuesday\n*To:* Ann Lee\n*Subject:* Alerts",
]


@pytest.mark.parametrize("announced", ANNOUNCED)
def test_what_is_announced_as_quoted_is_gone(announced: str) -> None:
    assert (
        without_quotes(f"Yes, Thursday.\n\nAnn\n\n{announced}\n\nHi Ann,\nmay I call you?")
        == "Yes, Thursday.\n\nAnn"
    )


@pytest.mark.parametrize(
    "text",
    [
        "On Monday I said yes.\nOn the other hand, who wrote this: nobody.",
        "Name: Ann Lee\nPhone: +1 415 555 0142\nEmail: ann@acme.example",
        "From: our side all is fine.\nWe go on.",
        "Am Montag schrieb ich Ihnen, am Dienstag auch.",
        "Here is my list:\n- one\n- two",
        "See you at 10:30.\nBring the contract from 1.12.2026: we sign.",
    ],
)
def test_their_own_words_stay(text: str) -> None:
    assert without_quotes(text) == text


def test_answers_between_quoted_lines_stay() -> None:
    text = "On 1.12.2026 Ana wrote:\n> How many?\n\nTwelve.\n\n> When?\n\nIn May."
    assert without_quotes(text) == "Twelve.\n\nIn May."


def test_a_mail_that_is_nothing_but_a_quote_has_no_words_of_its_own() -> None:
    text = "On 1.12.2026 15:15, Ana wrote:\n\nHi Ann, reply\nstop\n> to leave"
    assert without_quotes(text) == ""
    assert without_marked_lines(text) == "On 1.12.2026 15:15, Ana wrote:\n\nHi Ann, reply\nstop"


def test_the_text_of_html() -> None:
    html = (
        "<html><head><title>no</title><style>p {color: red}</style></head><body><p>Hi <b>Ana</b>,</p>"
        "<div>yes,<br>please &amp; thanks</div><script>no()</script><blockquote>old</blockquote>"
        '<p><a href="https://example.com/u">Unsubscribe</a></p></body></html>'
    )
    assert html_text(html) == "Hi Ana,\n\nyes,\nplease & thanks"


def test_what_stands_below_a_divider_of_outlook_is_gone() -> None:
    html = '<body><div><p>Sure.</p><div id="divRplyFwdMsg">From: Ana</div><p>old</p></div><p>older</p></body>'
    assert html_text(html) == "Sure."
