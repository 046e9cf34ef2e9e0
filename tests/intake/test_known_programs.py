"""Small files as each program writes them."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from dialq.clock import to_utc_text
from dialq.desk.records import Reject
from dialq.engine.lead import LeadRecord
from dialq.errors import BadInput
from tests.intake.reading import opened, records_of, rows_of, written


def test_salesforce_data_loader(tmp_path: Path) -> None:
    content = (
        '"ID","FIRSTNAME","LASTNAME","COMPANY","STATE","POSTALCODE","COUNTRY","PHONE","MOBILEPHONE","EMAIL",'
        '"LEADSOURCE","OWNERID","HASOPTEDOUTOFEMAIL","DONOTCALL","CREATEDDATE"\n'
        '"00Q1","Ann","Bell","Acme","CA","94105","United States","(415) 555-0101","","ann@example.com","Web",'
        '"0051","false","true","2024-03-12T09:14:00.000Z"\n'
    )
    (record,) = records_of(written(tmp_path, content))
    assert (record.external_id, record.name, record.source, record.owner) == (
        "00Q1",
        "Ann Bell",
        "Web",
        "0051",
    )
    assert record.opted_out
    assert record.custom == {"DONOTCALL": "true"}
    assert record.arrived is not None
    assert to_utc_text(record.arrived) == "2024-03-12T09:14:00Z"


def test_hubspot(tmp_path: Path) -> None:
    content = (
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Create Date,"
        "Country/Region,Associated Company,Associated Company IDs\n"
        "51,Ann,Bell,ann@example.com,+1 415 555 0101,ana@example.com,New,2024-03-12 09:14,"
        "United States,Acme,9002;9999\n"
    )
    (record,) = records_of(written(tmp_path, content, "utf-8-sig"))
    assert (record.company, record.owner, record.country) == ("Acme", "ana@example.com", "US")
    assert record.custom == {"Lead Status": "New", "Associated Company IDs": "9002;9999"}


def test_pipedrive(tmp_path: Path) -> None:
    content = (
        "Person - Name;Person - Organization;Person - Email - Work;Person - Email - Home;"
        "Person - Phone - Work;Person - Phone - Mobile;Person - Labels;Person - Owner\n"
        "Ann Bell;Acme;ann@example.com;a@example.net;4155550101;4155550102;Hot lead, Food;Ana\n"
    )
    (record,) = records_of(written(tmp_path, content))
    assert (record.name, record.company, record.owner) == ("Ann Bell", "Acme", "Ana")
    assert record.emails == ("ann@example.com", "a@example.net")
    assert [phone.kind for phone in record.phones] == ["work", "mobile"]
    assert record.tags == ("Hot lead", "Food")


def test_zoho(tmp_path: Path) -> None:
    content = (
        "Lead Owner,First Name,Last Name,Company,Email,Phone,Mobile,Lead Source,Email Opt Out,"
        "Created Time,Zip Code\n"
        "Ana,Ann,Bell,Acme,ann@example.com,4155550101,,Webinar,true,2024-03-12 09:14:00,94105\n"
    )
    (record,) = records_of(written(tmp_path, content))
    assert (record.owner, record.source, record.postal_code, record.opted_out) == (
        "Ana",
        "Webinar",
        "94105",
        True,
    )


def test_facebook_lead_ads(tmp_path: Path) -> None:
    text = (
        "id|created_time|campaign_id|form_id|ad_id|form_name|fleet?|full_name|phone_number|email\r\n"
        "l:31|2024-03-12T09:14:00-05:00|c:2|f:3|ag:4|Audit|6-20|Ann Bell|p:+14155550101|ann@example.com\r\n"
        "l:32|2024-03-12T09:14:00-05:00|c:2|f:3|ag:4|Audit|1|<test lead: x>|p:<test lead: x>|"
        "t@example.com\r\n"
    ).replace("|", "\t")
    path = written(tmp_path, codecs.BOM_UTF16_LE + text.encode("utf-16-le"))
    file = opened(path)
    record, reject = list(file.records())
    assert (file.encoding, file.delimiter) == ("utf-16", "\t")
    assert isinstance(record, LeadRecord)
    assert (record.external_id, record.name, record.interaction, record.topic) == (
        "31",
        "Ann Bell",
        "form",
        "Audit",
    )
    assert [phone.number for phone in record.phones] == ["+14155550101"]
    assert record.custom["campaign_id"] == "2"
    assert record.custom["fleet?"] == "6-20"
    assert record.arrived is not None
    assert to_utc_text(record.arrived) == "2024-03-12T14:14:00Z"
    assert isinstance(reject, Reject)
    assert "test lead" in reject.reason


def test_linkedin_connections(tmp_path: Path) -> None:
    content = (
        'Notes:\n"When exporting your connection data, you may notice that some of the email addresses '
        'are missing. You will only see them for connections who allow it, see https://example.com/help"\n\n'
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Ann,Bell,https://www.linkedin.com/in/annbell,,Acme,Buyer,12 Mar 2024\n"
    )
    (record,) = records_of(written(tmp_path, content))
    assert (record.row, record.name, record.title) == (5, "Ann Bell", "Buyer")
    assert record.linkedin == "https://www.linkedin.com/in/annbell"
    assert record.arrived is None
    assert record.custom == {"Connected On": "12 Mar 2024"}


def test_google_contacts(tmp_path: Path) -> None:
    content = (
        "Name,Given Name,Family Name,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,"
        "Organization 1 - Name,Organization 1 - Title,Group Membership\n"
        "Ann Bell,Ann,Bell,* Work,ann@example.com ::: a@example.net,Work,+1 415-555-0101 ::: +1 415-555-0102,"
        "Acme,Buyer,* myContacts ::: Food\n"
    )
    (record,) = records_of(written(tmp_path, content))
    assert record.emails == ("ann@example.com", "a@example.net")
    assert [phone.number for phone in record.phones] == ["+14155550101", "+14155550102"]
    assert (record.company, record.title, record.tags) == ("Acme", "Buyer", ("myContacts", "Food"))


def test_outlook(tmp_path: Path) -> None:
    content = (
        '"Title","First Name","Last Name","Company","Job Title","Business Street","Business City",'
        '"Business State","Business Postal Code","Business Country/Region",'
        '"Business Phone","Home Phone","Mobile Phone",'
        '"E-mail Address","E-mail 2 Address","Web Page"\r\n'
        '"Ms.","Zoë","Bell","Acme","Buyer","1 Main St","Reno","NV","89501","United States of America",'
        '"(775) 555-0101","(775) 555-0103","(775) 555-0102","zoe@example.com","z@example.net",'
        '"acme.example"\r\n'
    )
    (record,) = records_of(written(tmp_path, content, "cp1252"))
    assert (record.name, record.title, record.custom) == ("Zoë Bell", "Buyer", {"Title": "Ms."})
    assert [phone.kind for phone in record.phones] == ["work", "other", "mobile"]
    assert record.emails == ("zoe@example.com", "z@example.net")
    assert record.zones == ("America/Los_Angeles",)


def test_a_german_list(tmp_path: Path) -> None:
    content = (
        "Anrede;Vorname;Nachname;Firma;Telefon;E-Mail;Straße;PLZ;Ort;Land;Erstellt am\n"
        "Herr;Jürgen;Groß;Müller GmbH;030 1234567;juergen@example.com;Hauptstr. 1;10115;Berlin;Deutschland;"
        "12.03.2024\n"
    )
    (record,) = records_of(written(tmp_path, content, "cp1252"), region="DE")
    assert (record.name, record.company, record.city, record.country) == (
        "Jürgen Groß",
        "Müller GmbH",
        "Berlin",
        "DE",
    )
    assert [phone.number for phone in record.phones] == ["+49301234567"]
    assert record.zones == ("Europe/Berlin",)


def test_files_without_a_header_are_not_guessed(tmp_path: Path) -> None:
    """A dialer's fixed order of columns has no names: the error says how to give them."""
    content = (
        "L1|web|101|1|4155550101|Ms|Ann||Bell|1 Main St\nL2|web|101|1|4155550102|Mr|Bob||Lee|2 Main St\n"
    )
    with pytest.raises(BadInput, match="--map"):
        rows_of(written(tmp_path, content))
