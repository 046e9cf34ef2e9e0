"""Believable leads with their cards, for the desk in memory."""

from __future__ import annotations

from dialq.clock import Instant
from dialq.desk.views import (
    Card,
    ColleagueView,
    Interaction,
    Item,
    Meter,
    NumberView,
    StepView,
    StoryLine,
)
from dialq.engine.lead import Lead, LeadId, Phone
from dialq.engine.persona import UNKNOWN, YES, Fit, FitCheck
from dialq.engine.verdict import READY, RuleLine, Verdict

FITS = Fit("logistics", (FitCheck("company", YES, "forwarder"), FitCheck("size", YES, "120 people"),
                         FitCheck("title", YES, "Operations Director (director)"),
                         FitCheck("industry", UNKNOWN, "no industry given")))  # fmt: skip
FIT_UNSURE = Fit(
    "logistics", (FitCheck("size", YES, "120 people"), FitCheck("title", UNKNOWN, "no title given"))
)
NOON = Instant(1_764_175_320)
"""Wed 26 Nov 2025, 11:42 in New York."""

PEOPLE = (
    ("Jordan Reyes", "Operations Director", "Acme Freight", "callback", "call", "12:00 in 18m"),
    ("Lee Moran", "Head of Logistics", "Tindal", "callback", "call", "12:30 in 48m"),
    ("Priya Shah", "Buyer", "Northwind", "fresh", "call", "0:38"),
    ("Tom Ash", "COO", "Pelion", "fresh", "call", "4m"),
    ("Sam Ode", "Plant Manager", "Borealis", "slipping", "call", "2d late"),
    ("Ivy Dunn", "Owner", "Harrow", "slipping", "email", "3d late"),
    ("Nia Roe", "Quality Lead", "Castle Foods", "cadence", "social", ""),
    ("Ray Poe", "IT Manager", "Dover Mills", "cadence", "research", ""),
    (
        "Zoë Ångström-Featherstonehaugh",
        "VP Supply Chain & Logistics EMEA",
        "Fjord & Söhne GmbH",
        "cadence",
        "post",
        "",
    ),
)


def a_card(place: int, name: str, title: str, company: str, tier: str, channel: str, late: str) -> Card:
    arrived = Instant(NOON - 38 if tier == "fresh" else NOON - 86400 * 3)
    numbers = (Phone(f"+1415555{140 + place:04}", "mobile"), Phone(f"+1415555{100 + place:04}", "work"))
    domain = "".join(letter for letter in company.lower() if letter.isascii() and letter.isalpha())
    lead = Lead(
        LeadId(place), name, arrived, title=title, company=company, phones=numbers, company_size="120",
        emails=(f"{name.split()[0].lower()}@{domain}.example",), website=f"https://{domain}.example",
        linkedin=f"https://in.example/{domain}", city="San Francisco", region="CA", country="US",
        source="webform", temperature="hot", topic="cold-chain alerts",
    )  # fmt: skip
    step = StepView(f"{channel}-3", 3, 6, channel, template="pricing", pair="after-no-answer" if place == 1 else "",
                    label=f"{channel} 3 of 6")  # fmt: skip
    item = Item(
        place, place, name, company, tier, "inbound", "inbound v4", step, arrived, arrived, "08:42",
        numbers[0].number, lead.emails[0], ('"contact me"',), late,
    )  # fmt: skip
    verdict = Verdict(
        READY, NOON, 1, 0, "", Instant(NOON + 3600), _rules(), ("promised for 12:00",), None, None
    )
    return Card(
        item, lead, verdict, seen=place * 10, stage="active",
        why_now='You promised Tue: "send pricing first, then ring my mobile, 11:40 ET"',
        say="You asked at the webinar about cold-chain alerts: what goes wrong today? How many depots?",
        script="You asked at the webinar about cold-chain alerts.\nPrice? From $40 a depot.",
        voicemail="This is Ana of Example Freight about your cold-chain question.",
        numbers=(
            NumberView(numbers[0].number, "mobile", f"+1 415 555 {140 + place:04}", "08:42 in San Francisco",
                       "open until 21:00 (address)", True, "talked Tue"),
            NumberView(numbers[1].number, "office", f"+1 415 555 {100 + place:04}", "08:42 in San Francisco",
                       "open until 21:00 (address)", True, "no answer Mon, Tue"),
        ),
        meter=Meter((4, 10), (3, 6), (0, 2), (4, 30), (0, 3)),
        colleagues=(
            ColleagueView(91, "Kim Lee", "CFO", 'talked to Ben Mon "budget is Q1"'),
            ColleagueView(92, "Ray Poe", "IT", "rests until 4 Dec"),
        ),
        story=(
            StoryLine(3, Instant(NOON - 90000), "Tue 10:15", "email", "ana", "sent", "Pricing one-pager"),
            StoryLine(2, Instant(NOON - 90200), "Tue 10:12", "call", "ana", "callback",
                      'callback · "pricing first, then mobile; decides w/ Kim"'),
            StoryLine(1, Instant(NOON - 160000), "Mon 16:03", "THEY", "", "form", 'form: cold-chain alerts'),
        ),
        then=("no answer -> Fri pm",), temperature="hot", fit=FITS if place == 1 else FIT_UNSURE,
        interactions=(Interaction(Instant(NOON - 160000), "24 Nov", "form", "cold-chain alerts"),),
        spent=410, budget=3500,
    )  # fmt: skip


def _rules() -> tuple[RuleLine, ...]:
    return (
        RuleLine("not-due", "due Tue 08:00", "", False, None),
        RuleLine("cap.day", "0 touches", "2 touches", False, None),
        RuleLine("window", "08:42 San Francisco", "08:00-21:00", False, Instant(NOON + 9 * 3600)),
    )
