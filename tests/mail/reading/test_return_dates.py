"""R11.2: the day of return is read from automatic answers in the common languages, or it is none."""

from __future__ import annotations

from datetime import date

import pytest

from dialq.mail.return_dates import return_date

TUESDAY = date(2026, 12, 1)
SAID = (
    ("I am out of the office and will be back on 15 December.", "2026-12-15"),
    ("I will be back on Monday.", "2026-12-07"),
    ("I am out of the office until 15 December.", "2026-12-16"),
    (
        "I am on leave from December 1 through December 11 and will return on Monday, December 14th.",
        "2026-12-14",
    ),
    (
        "Thank you for your email. I'm currently out of the office, returning Monday 7 December 2026.",
        "2026-12-07",
    ),
    ("I will be out of the office starting 12/01/2026 and will not return until 12/14/2026.", "2026-12-14"),
    (
        "I'm on vacation until January 4th. For urgent matters contact Jane Doe at +1 415 555 0142.",
        "2027-01-05",
    ),
    ("Out of office 21-27 December", "2026-12-28"),
    ("Out of office December 21-27", "2026-12-28"),
    ("I am away from 24/12 to 03/01. Back on 04/01.", "2027-01-04"),
    ("I will return to the office on 03/04.", ""),
    ("I am on annual leave from 1st to 11th December inclusive.", "2026-12-12"),
    ("I will be back in the office Thursday.", "2026-12-03"),
    ("I will be back tomorrow.", "2026-12-02"),
    ("I am out of office today.", "2026-12-02"),
    ("I was back on 15 November.", ""),
    ("I am on parental leave until 30 June 2027.", "2027-07-01"),
    ("I will be returning on the 15th.", "2026-12-15"),
    ("I have limited access to email through Dec. 11.", "2026-12-12"),
    ("Our office is closed Dec 24 - Jan 3 and reopens on January 4.", "2027-01-04"),
    ("I'll respond when I return on Wednesday 12/9.", "2026-12-09"),
    ("I am travelling until the end of the week.", ""),
    ("Ich bin bis zum 15.12. nicht im Büro.", "2026-12-16"),
    ("Ich bin ab dem 7. Dezember wieder erreichbar.", "2026-12-07"),
    (
        "Ich bin vom 1.12. bis 11.12.2026 im Urlaub. Ab dem 14.12.2026 bin ich wieder für Sie da.",
        "2026-12-14",
    ),
    (
        "Vielen Dank für Ihre Nachricht. Ich bin derzeit nicht im Büro und am Montag, den 7. Dezember zurück.",
        "2026-12-07",
    ),
    ("Ich bin am Montag wieder im Büro.", "2026-12-07"),
    ("Ich bin bis einschließlich 4. Dezember abwesend.", "2026-12-05"),
    ("Ich befinde mich vom 3. bis 12. Januar im Urlaub.", "2027-01-13"),
    ("Ich bin morgen wieder da.", "2026-12-02"),
    ("Ich bin erst am 4. Jänner wieder erreichbar.", "2027-01-04"),
    ("Je suis absent du 3 au 12 décembre.", "2026-12-13"),
    ("Je suis en congés jusqu'au 15 décembre inclus.", "2026-12-16"),
    ("Je serai de retour le lundi 7 décembre 2026.", "2026-12-07"),
    ("Actuellement absente, je serai de retour lundi.", "2026-12-07"),
    ("Absent du bureau, retour le 1er janvier.", "2027-01-01"),
    ("Je suis en vacances jusqu’au 04/01/2027.", "2027-01-05"),
    ("Estaré fuera de la oficina hasta el 15 de diciembre.", "2026-12-16"),
    ("Estoy de vacaciones del 3 al 12 de diciembre. Regreso el 14 de diciembre.", "2026-12-14"),
    ("Vuelvo el lunes 7 de diciembre.", "2026-12-07"),
    ("Me reincorporaré el 4 de enero de 2027. Estoy de vacaciones.", "2027-01-04"),
    ("Sono fuori ufficio fino al 15 dicembre.", "2026-12-16"),
    ("Sarò assente dal 3 al 12 dicembre e rientrerò il 14 dicembre.", "2026-12-14"),
    ("Sono in ferie, rientro lunedì 7 dicembre.", "2026-12-07"),
    ("Sono in ferie e torno lunedì.", "2026-12-07"),
    ("Ik ben afwezig tot en met 11 december.", "2026-12-12"),
    ("Ik ben op vakantie van 3 tot 12 december. Maandag 14 december ben ik weer aanwezig.", "2026-12-14"),
    ("Ik ben afwezig en maandag weer terug.", "2026-12-07"),
    ("Vanaf 14 december ben ik terug op kantoor. Ik ben nu met verlof.", "2026-12-14"),
    ("Estou fora do escritório até 15 de dezembro.", "2026-12-16"),
    ("Estou de férias e regresso no dia 14 de dezembro.", "2026-12-14"),
    ("Volto na segunda-feira. Estou de férias.", "2026-12-07"),
    ("Estarei ausente de 3 a 12 de dezembro.", "2026-12-13"),
    ("Jag är på semester till och med 11 december.", "2026-12-12"),
    ("Jag är frånvarande och åter på kontoret måndagen den 14 december.", "2026-12-14"),
    ("Jag är tillbaka på måndag. Jag är på semester.", "2026-12-07"),
    ("Jeg er på ferie til og med 11. december.", "2026-12-12"),
    ("Jeg er tilbage mandag den 14. december. Jeg er på ferie.", "2026-12-14"),
    ("Jeg er ikke på kontoret og er tilbage på mandag.", "2026-12-07"),
    ("Jeg er på ferie og er tilbake 14. desember.", "2026-12-14"),
    ("Jeg er borte til og med 11. desember og er ikke på kontoret.", "2026-12-12"),
    ("Jestem nieobecny do 15 grudnia.", "2026-12-16"),
    ("Jestem na urlopie od 3 do 12 grudnia. Wracam 14 grudnia 2026 r.", "2026-12-14"),
    ("Jestem na urlopie, wracam w poniedziałek.", "2026-12-07"),
    ("Przebywam na urlopie do 15.12.2026.", "2026-12-16"),
    ("Olen lomalla 11.12. asti.", "2026-12-12"),
    ("Olen poissa. Palaan töihin 14.12.2026.", "2026-12-14"),
    ("Jsem mimo kancelář do 11. prosince.", "2026-12-12"),
    (
        "I am out of the office from Monday 30 November until Friday 4 December"
        " and will reply when I am back on Monday 7 December.",
        "2026-12-07",
    ),
    ("I am out of the office from 2026-11-30 to 2026-12-04.", "2026-12-05"),
    ("I am out of the office Nov 30 - Dec 4.", "2026-12-05"),
    ("Back in the office: 14/12/2026", "2026-12-14"),
    ("Return date: 12/14/2026", "2026-12-14"),
    (
        "I will be out of the office beginning Monday, November 30th, returning on Monday, December 7th.",
        "2026-12-07",
    ),
    ("Hello, I'm away from my desk with no access to e-mail until Thursday, 10th of December.", "2026-12-11"),
    ("I will be on leave until after 11 December.", "2026-12-12"),
    ("Hi! I'm out until 12/20 with no email access.", "2026-12-21"),
    ("Our offices will reopen on Monday, January 4, 2027. We are closed for the holidays.", "2027-01-04"),
    ("I'm OOO until Monday, please call 415-555-0142.", "2026-12-08"),
    (
        "Please note that I am out of office. In urgent cases call 030 555 0100. I work from 8.30 to 17.00.",
        "",
    ),
    ("Ich bin wieder am 14.12. erreichbar (abwesend)", "2026-12-14"),
    ("Abwesend bis 14.12", "2026-12-15"),
    ("I am currently on holiday, back 14th Dec.", "2026-12-14"),
    ("I will have no access to email between December 2 and December 9.", "2026-12-10"),
    ("Ich bin zwischen dem 2.12. und dem 9.12. nicht im Büro.", "2026-12-10"),
    ("Je serai absente entre le 2 et le 9 décembre.", "2026-12-10"),
    (
        "Hello, thanks for your email! I'm taking some time off and will be back at my desk on December 8.",
        "2026-12-08",
    ),
    ("I am out of the office this week. I'll be checking email again on Monday, December 7.", "2026-12-07"),
    (
        "Thank you for your message. I will be away from Dec 3rd to Dec 10th with no access to email.",
        "2026-12-11",
    ),
    ("I'm currently on maternity leave. I expect to return in June 2027.", ""),
    ("I'll be out Tuesday 12/1 thru Friday 12/4, returning Monday 12/7.", "2026-12-07"),
    ("I am attending a conference and will be slow to respond until Wednesday.", "2026-12-03"),
    ("I am out of office from 30.11.2026 - 04.12.2026.", "2026-12-05"),
    ("Thanks for reaching out. I'm on PTO and return on 12/10/26.", "2026-12-10"),
    ("I am away until Monday 7th December. If urgent contact helpdesk@acme.example.", "2026-12-08"),
    ("I will not be available between 7 and 11 December.", "2026-12-12"),
    ("I'm on sick leave and don't know when I'll return.", ""),
    (
        "Our office will be closed from December 24, 2026 to January 1, 2027. We will be back on January 4, 2027.",
        "2027-01-04",
    ),
    ("I am out of the office and return 09 December 2026.", "2026-12-09"),
    ("Out of office: back Tues 8 Dec", "2026-12-08"),
    (
        "Guten Tag, ich bin zurzeit abwesend und ab Montag, 07.12.2026 wieder im Büro erreichbar.",
        "2026-12-07",
    ),
    ("Ich bin bis 04.12.2026 auf Geschäftsreise und lese meine Mails nur unregelmäßig.", "2026-12-05"),
    ("Ich bin am 3. und 4. Dezember nicht im Haus.", ""),
    ("Wegen Urlaub bin ich erst wieder am 11. Januar 2027 zu erreichen.", "2027-01-11"),
    ("Ich bin im Mutterschutz. Bitte wenden Sie sich an Frau Klein.", ""),
    ("Unser Büro ist vom 23. Dezember bis 6. Januar geschlossen.", "2027-01-07"),
    ("Ich bin heute nicht im Büro.", "2026-12-02"),
    ("Meine Rückkehr ist für den 14.12. geplant. Derzeit bin ich im Urlaub.", "2026-12-14"),
    ("Bonjour, je suis absent jusqu'au vendredi 4 décembre inclus. Cordialement", "2026-12-05"),
    ("En congés du 07/12/2026 au 18/12/2026, je vous répondrai à mon retour.", "2026-12-19"),
    ("Je suis actuellement en déplacement et de retour au bureau le 9 décembre.", "2026-12-09"),
    ("Absente pour la journée, je traiterai votre mail demain. Je suis absente aujourd'hui.", "2026-12-02"),
    ("Me encuentro fuera de la oficina hasta el lunes 7 de diciembre inclusive.", "2026-12-08"),
    ("Estaré de vacaciones del 21/12/2026 al 04/01/2027, reincorporándome el día 5 de enero.", "2027-01-05"),
    ("Gracias por su mensaje. Estaré ausente y volveré el próximo lunes.", "2026-12-07"),
    ("Sono assente dall'ufficio fino a venerdì 4 dicembre compreso.", "2026-12-05"),
    ("L'ufficio è chiuso per ferie dal 24 dicembre al 6 gennaio.", "2027-01-07"),
    ("Sarò di nuovo in ufficio dal 9 dicembre. Attualmente sono in ferie.", "2026-12-09"),
    ("Ik ben op vakantie t/m vrijdag 11 december.", "2026-12-12"),
    ("Op 14 december ben ik weer op kantoor, ik ben nu afwezig.", "2026-12-14"),
    ("Encontro-me ausente do escritório, regressando a 9 de dezembro.", "2026-12-09"),
    ("Estarei de férias até ao dia 11 de dezembro inclusive.", "2026-12-12"),
    ("Jag är ledig t.o.m. fredag 11 december och svarar när jag är tillbaka.", "2026-12-12"),
    ("Jag är frånvarande 1-4 december.", "2026-12-05"),
    ("Jeg er ude af kontoret frem til den 7. december.", "2026-12-08"),
    ("Jeg har ferie og er tilbake på jobb mandag 7. desember.", "2026-12-07"),
    ("Będę nieobecna w biurze do 11 grudnia włącznie.", "2026-12-12"),
    ("Jestem poza biurem, wracam 9.12.", "2026-12-09"),
    ("Dziękuję za wiadomość. Przebywam na zwolnieniu.", ""),
)


@pytest.mark.parametrize(("said", "back"), SAID)
def test_the_day_of_return(said: str, back: str) -> None:
    found = return_date("Automatic reply: alerts", said, TUESDAY)
    assert str(found or "") == back


def test_the_words_that_end_an_absence_name_its_last_day() -> None:
    """A day late costs nothing, a day early is rude: until X is back the day after X, back on X is X."""
    until = return_date("", "I am out of the office until 15 December.", TUESDAY)
    back = return_date("", "I am out of the office, back on 15 December.", TUESDAY)
    assert (until, back) == (date(2026, 12, 16), date(2026, 12, 15))


def test_a_day_without_a_year_is_the_nearest() -> None:
    new_year = date(2026, 12, 28)
    assert return_date("", "I am away and back on 4 January.", new_year) == date(2027, 1, 4)
    assert return_date("", "I am away and back on 27 December.", new_year) is None


def test_the_subject_alone_may_say_it() -> None:
    assert return_date("Out of office until 4 December", "", TUESDAY) == date(2026, 12, 5)


@pytest.mark.parametrize(
    "said",
    [
        "I am out of the office. Call +1 415 555 0142 or room 12/13.",
        "Away. Our address is 12 March Street, open 9.00 to 17.30.",
        "I am away, version 2.0 of the plan is from 31 February.",
        "I am away and back on 99/99/9999.",
        "back " * 600,
        "until 1 1 1 1 1 1 " * 200,
    ],
)
def test_other_numbers_are_no_dates(said: str) -> None:
    assert return_date("Automatic reply", said, TUESDAY) is None


@pytest.mark.parametrize(
    "said",
    [
        "Back on Monday 14th.",
        "I return Monday the 14th.",
        "Estaré fuera de la oficina hasta el 11 de diciembre. Regreso el lunes 14.",
        "Ich bin am Montag, den 14., wieder im Büro.",
        "Je serai de retour le lundi 14.",
        "Rientro lunedì 14.",
        "Ik ben maandag 14 weer aanwezig.",
        "Volto na segunda-feira, dia 14.",
        "Jag är tillbaka måndag den 14.",
        "Wracam w poniedziałek 14.",
    ],
)
def test_r11_2_the_day_of_the_month_beats_the_weekday(said: str) -> None:
    """R11.2: "Monday 14th" is the Monday that is a fourteenth, not the next one."""
    assert return_date("", said, TUESDAY) == date(2026, 12, 14)


def test_r11_2_a_number_behind_a_weekday_need_not_be_its_day() -> None:
    """R11.2: where no such day comes soon, the weekday alone counts."""
    assert return_date("", "I am back on Monday, 15 people cover for me.", TUESDAY) == date(2026, 12, 7)
    assert return_date("", "I am back Monday 9 am.", TUESDAY) == date(2026, 12, 7)


@pytest.mark.parametrize(
    "more",
    [
        " Offer valid until 31 January 2027.",
        " Visit us at LogiExpo on 20 January 2027! Our prices rise after 31 December 2026.",
        "\nFor orders after December 20 please contact sales.",
        "\n\nMeet us at Expo, 12 to 16 January 2027, hall 3",
    ],
)
def test_r11_2_dates_of_other_things_are_no_return(more: str) -> None:
    """R11.2: the sentence that speaks of the absence decides."""
    said = f"I am out of the office until December 14.{more}"
    assert return_date("", said, TUESDAY) == date(2026, 12, 15)
