"""The names under which known programs export the fields of a lead.

Salesforce (reports, Data Loader), HubSpot, Pipedrive, Zoho, Facebook and LinkedIn lead ads, LinkedIn
connections, Google contacts, Outlook, and plain lists in English, German, French and Spanish.
"""

from __future__ import annotations

OPTED_OUT = "opted_out"
SALUTATION = "salutation"

_NAMES = """
external_id: id | lead id | record id | record id - contact | contact id | person id | Person - ID |
    vendor lead code | customer id | ext id | crm id
name: full name | contact name | lead name | contact | Person - Name | display name | complete name |
    nom complet | ansprechpartner | nombre completo
first_name: given name | forename | Person - First name | vorname | prénom | nombre | first
last_name: surname | family name | Person - Last name | nachname | nom | nom de famille | apellido |
    apellidos | last
title: job title | position | role | Person - Job title | Organization 1 - Title | organization title |
    work title | berufsbezeichnung | funktion | poste | cargo | designation | jobtitle
company: company name | company / account | account name | account | organization | organisation |
    associated company | Person - Organization | Organization 1 - Name | organization name | employer |
    business name | firma | unternehmen | société | entreprise | empresa | account: account name |
    primary associated company | associated company (primary) | current company
company_kind: company type | account type | type of company | business type | kind of company |
    organization type
company_size: number of employees | employees | no. of employees | no of employees | # employees |
    employee count | headcount | size | mitarbeiter | Organization - Number of employees
industry: sector | branche | vertical | secteur | industria
phone: phone number | work phone | work phone number | business phone | telephone | telephone number |
    tel | tel. | office phone | direct phone | direct line | company phone | main phone | primary phone |
    phone (work) | Person - Phone - Work | Person - Phone | Phone 1 - Value | telefon | telefonnummer |
    téléphone | teléfono | phone 1 | business phone number | phonenumber
mobile: mobile phone | mobile number | mobile phone number | cell | cell phone | cellphone |
    Person - Phone - Mobile | handy | mobil | mobiltelefon | portable | móvil
phone_other: other phone | home phone | phone 2 | phone 3 | alt phone | alternate phone |
    Person - Phone - Home | Person - Phone - Other | Phone 2 - Value | Phone 3 - Value | Phone 4 - Value |
    business phone 2 | home phone 2 | company main phone | primary phone 2 | secondary phone |
    additional phone
email: e-mail | email address | e-mail address | work email | business email | corporate email |
    Person - Email - Work | Person - Email | E-mail 1 - Value | mail | primary email | e-mail-adresse |
    adresse e-mail | courriel | correo | correo electrónico | email 1
email_other: e-mail 2 address | e-mail 3 address | secondary email | Person - Email - Home |
    Person - Email - Other | E-mail 2 - Value | E-mail 3 - Value | alternate email | personal email |
    home email | additional email addresses | additional emails | email 2 | other email
website: web page | url | website url | company website | Website 1 - Value | homepage | domain |
    company domain name | web | webseite | site web
linkedin: linkedin url | linkedin profile | linkedin profile url | person linkedin url | linkedin bio |
    Person - LinkedIn | linkedin link | profile url | contact linkedin url
street: address | street address | address 1 | address line 1 | business street | mailing street |
    Address 1 - Street | mailing address | address 2 | address line 2 | business street 2 |
    business street 3 | straße | strasse | adresse | dirección | Person - Postal address | street 1 |
    street 2
city: town | business city | mailing city | Address 1 - City | ort | stadt | ville | ciudad |
    Person - City
region: state | province | state/province | state / province | state/region | state or province |
    business state | mailing state/province | mailing state | Address 1 - Region | bundesland |
    state code | billing state | Person - State
postal_code: zip | zip code | zipcode | postal code | postcode | zip/postal code | zip / postal code |
    business postal code | mailing zip/postal code | mailing postal code | Address 1 - Postal Code | plz |
    postleitzahl | code postal | código postal
country: country/region | business country/region | business country | mailing country |
    Address 1 - Country | land | pays | país | country code | country name | Person - Country
timezone: time zone | tz | zeitzone | iana timezone
source: lead source | original source | Person - Lead source | original traffic source | origin | quelle |
    lead origin | herkunft | origen | original source type
cost: cost per lead | lead cost | cpl | price
temperature: rating | lead rating | lead temperature | heat
interaction: activity | interaction type | activity type | lead activity
topic: subject | interest | interested in | product interest | form name | recent conversion | thema |
    recent conversion event name | campaign topic
arrived_at: arrived | created | create date | created date | created time | created at | createdon |
    date created | submitted | submitted at | submission date | submission time | timestamp |
    lead created | Person - Lead created | Person - Person created | erstellt am | entry date |
    date added | inquiry date | received | received at | lead date | date
owner: lead owner | contact owner | record owner | account owner | assigned to | sales rep |
    Person - Owner | owner id | lead owner alias | owner name | hubspot owner
tags: labels | tag | Person - Labels | Person - Label | group membership | categories | category |
    segments | keywords
notes: note | comments | comment | description | message | remarks | additional comments | bemerkungen |
    bemerkung | notizen | kommentar | lead notes
opted_out: has opted out of email | hasoptedoutofemail | email opt out | do not call | donotcall |
    do not email | do not contact | opt out | opted out | opt-out | unsubscribed |
    unsubscribed from all email | dnc | has opted out | Person - Marketing status | sms opt out
salutation: prefix | name prefix | anrede | honorific | honorific prefix | civilité
"""


def header_key(text: str) -> str:
    """A header without case, spaces and punctuation: `E-mail 1 - Value` is `email1value`."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _table() -> dict[str, str]:
    """Every spelling's key to its field."""
    fields: dict[str, str] = {}
    for entry in _entries():
        field, _, spellings = entry.partition(":")
        for spelling in (field, *spellings.split(" | ")):
            fields[header_key(spelling)] = field
    return fields


def _entries() -> list[str]:
    """One text a field: indented lines go on with the one before."""
    return _NAMES.strip().replace("\n    ", " ").splitlines()


FIELD_OF = _table()
"""Header key to field."""

FIELDS = tuple(entry.partition(":")[0] for entry in _entries())
"""All fields a column can be mapped to."""
