"""Countries: their names and codes, and the zones of those with one clock (or few)."""

from __future__ import annotations

from functools import lru_cache

_NAMES = """
AD Andorra|AE United Arab Emirates;UAE;Dubai;Abu Dhabi|AF Afghanistan|AG Antigua and Barbuda|AL Albania
AM Armenia|AO Angola|AR Argentina;Argentinien|AS American Samoa|AT Austria;Österreich;Oesterreich;Autriche
AU Australia;Australien;AUS|AW Aruba|AZ Azerbaijan|BA Bosnia and Herzegovina;Bosnia|BB Barbados
BD Bangladesh|BE Belgium;Belgien;Belgique;België;BEL|BF Burkina Faso|BG Bulgaria;Bulgarien|BH Bahrain
BI Burundi|BJ Benin|BM Bermuda|BN Brunei|BO Bolivia|BR Brazil;Brasil;Brasilien;BRA|BS Bahamas;The Bahamas
BT Bhutan|BW Botswana|BY Belarus|BZ Belize|CA Canada;Kanada;CAN
CD DR Congo;Democratic Republic of the Congo|CF Central African Republic|CG Congo
CH Switzerland;Schweiz;Suisse;Svizzera;CHE|CI Ivory Coast;Côte d'Ivoire;Cote d'Ivoire|CL Chile|CM Cameroon
CN China;PR China;People's Republic of China;CHN|CO Colombia|CR Costa Rica|CU Cuba
CV Cape Verde;Cabo Verde|CW Curaçao;Curacao|CY Cyprus;Zypern|CZ Czech Republic;Czechia;Tschechien;CZE
DE Germany;Deutschland;Allemagne;Alemania;GER;DEU|DJ Djibouti|DK Denmark;Danmark;Dänemark;DNK|DM Dominica
DO Dominican Republic|DZ Algeria|EC Ecuador|EE Estonia;Estland|EG Egypt
ES Spain;España;Espana;Spanien;Espagne;ESP|ET Ethiopia|FI Finland;Suomi;Finnland;FIN|FJ Fiji
FR France;Frankreich;Francia;FRA|GA Gabon|GD Grenada|GE Georgia (country);Republic of Georgia|GG Guernsey
GH Ghana|GI Gibraltar
GB United Kingdom;UK;U.K.;Great Britain;Britain;England;Scotland;Wales;Northern Ireland
GB Vereinigtes Königreich;GBR;Royaume-Uni|GM Gambia|GN Guinea|GP Guadeloupe|GR Greece;Griechenland;GRC
GT Guatemala|GU Guam|GY Guyana|HK Hong Kong;Hong Kong SAR|HN Honduras|HR Croatia;Hrvatska;Kroatien
HT Haiti|HU Hungary;Ungarn;HUN|ID Indonesia|IE Ireland;Republic of Ireland;Éire;Eire;Irland;IRL
IL Israel;ISR|IM Isle of Man|IN India;Indien;IND|IQ Iraq|IR Iran|IS Iceland;Island
IT Italy;Italia;Italien;Italie;ITA|JE Jersey|JM Jamaica|JO Jordan|JP Japan;JPN|KE Kenya|KG Kyrgyzstan
KH Cambodia|KN Saint Kitts and Nevis|KR South Korea;Korea;Republic of Korea;KOR|KW Kuwait
KY Cayman Islands|KZ Kazakhstan|LA Laos|LB Lebanon|LC Saint Lucia|LI Liechtenstein|LK Sri Lanka|LR Liberia
LS Lesotho|LT Lithuania;Litauen|LU Luxembourg;Luxemburg;LUX|LV Latvia;Lettland|LY Libya|MA Morocco;Maroc
MC Monaco|MD Moldova|ME Montenegro|MG Madagascar|MK North Macedonia;Macedonia|ML Mali|MM Myanmar
MN Mongolia|MO Macau;Macao|MP Northern Mariana Islands|MQ Martinique|MT Malta|MU Mauritius|MV Maldives
MW Malawi|MX Mexico;México;Mexiko;MEX|MY Malaysia;MYS|MZ Mozambique|NA Namibia|NC New Caledonia|NE Niger
NG Nigeria|NI Nicaragua|NL Netherlands;The Netherlands;Holland;Nederland;Niederlande;Pays-Bas;NLD
NO Norway;Norge;Norwegen;NOR|NP Nepal|NZ New Zealand;Neuseeland;Aotearoa;NZL|OM Oman|PA Panama
PE Peru;Perú|PF French Polynesia|PG Papua New Guinea|PH Philippines;PHL|PK Pakistan
PL Poland;Polska;Polen;Pologne;POL|PR Puerto Rico|PS Palestine|PT Portugal;PRT|PY Paraguay|QA Qatar
RE Réunion;Reunion|RO Romania;Rumänien|RS Serbia;Serbien|RU Russia;Russian Federation;Russland|RW Rwanda
SA Saudi Arabia;KSA|SC Seychelles|SD Sudan|SE Sweden;Sverige;Schweden;SWE|SG Singapore;Singapur;SGP
SI Slovenia;Slowenien|SK Slovakia;Slowakei|SL Sierra Leone|SM San Marino|SN Senegal|SO Somalia|SR Suriname
SV El Salvador|SX Sint Maarten|SY Syria|SZ Eswatini;Swaziland|TC Turks and Caicos Islands|TD Chad|TG Togo
TH Thailand|TJ Tajikistan|TM Turkmenistan|TN Tunisia|TR Turkey;Türkiye;Turkiye;Türkei;TUR
TT Trinidad and Tobago|TW Taiwan;TWN|TZ Tanzania|UA Ukraine;UKR|UG Uganda
US United States;United States of America;USA;U.S.A.;U.S.;the United States;America
US Vereinigte Staaten;États-Unis;Etats-Unis;Estados Unidos|UY Uruguay|UZ Uzbekistan|VA Vatican City
VC Saint Vincent and the Grenadines|VE Venezuela|VG British Virgin Islands
VI US Virgin Islands;U.S. Virgin Islands|VN Vietnam;Viet Nam|YE Yemen|ZA South Africa;Südafrika;RSA;ZAF
ZM Zambia|ZW Zimbabwe
"""

COUNTRY_ZONES: dict[str, tuple[str, ...]] = {
    "AE": ("Asia/Dubai",), "AR": ("America/Argentina/Buenos_Aires",), "AT": ("Europe/Vienna",),
    "BE": ("Europe/Brussels",), "BG": ("Europe/Sofia",), "BH": ("Asia/Bahrain",),
    "BM": ("Atlantic/Bermuda",), "BB": ("America/Barbados",), "BS": ("America/Nassau",),
    "CH": ("Europe/Zurich",), "CN": ("Asia/Shanghai",), "CO": ("America/Bogota",),
    "CR": ("America/Costa_Rica",), "CY": ("Asia/Nicosia",), "CZ": ("Europe/Prague",),
    "DE": ("Europe/Berlin",), "DK": ("Europe/Copenhagen",), "DO": ("America/Santo_Domingo",),
    "EE": ("Europe/Tallinn",), "EG": ("Africa/Cairo",), "ES": ("Europe/Madrid", "Atlantic/Canary"),
    "FI": ("Europe/Helsinki",), "FR": ("Europe/Paris",), "GB": ("Europe/London",),
    "GG": ("Europe/Guernsey",), "GH": ("Africa/Accra",), "GR": ("Europe/Athens",),
    "GU": ("Pacific/Guam",), "HK": ("Asia/Hong_Kong",), "HR": ("Europe/Zagreb",),
    "HU": ("Europe/Budapest",), "IE": ("Europe/Dublin",), "IL": ("Asia/Jerusalem",),
    "IM": ("Europe/Isle_of_Man",), "IN": ("Asia/Kolkata",), "IS": ("Atlantic/Reykjavik",),
    "IT": ("Europe/Rome",), "JE": ("Europe/Jersey",), "JM": ("America/Jamaica",), "JO": ("Asia/Amman",),
    "JP": ("Asia/Tokyo",), "KE": ("Africa/Nairobi",), "KR": ("Asia/Seoul",), "KW": ("Asia/Kuwait",),
    "KY": ("America/Cayman",), "LB": ("Asia/Beirut",), "LI": ("Europe/Vaduz",), "LK": ("Asia/Colombo",),
    "LT": ("Europe/Vilnius",), "LU": ("Europe/Luxembourg",), "LV": ("Europe/Riga",),
    "MA": ("Africa/Casablanca",), "MC": ("Europe/Monaco",), "MT": ("Europe/Malta",),
    "MU": ("Indian/Mauritius",), "MY": ("Asia/Kuala_Lumpur",), "NG": ("Africa/Lagos",),
    "NL": ("Europe/Amsterdam",), "NO": ("Europe/Oslo",), "NZ": ("Pacific/Auckland",),
    "OM": ("Asia/Muscat",), "PA": ("America/Panama",), "PE": ("America/Lima",), "PH": ("Asia/Manila",),
    "PK": ("Asia/Karachi",), "PL": ("Europe/Warsaw",), "PR": ("America/Puerto_Rico",),
    "PT": ("Europe/Lisbon", "Atlantic/Azores"), "PY": ("America/Asuncion",), "QA": ("Asia/Qatar",),
    "RO": ("Europe/Bucharest",), "RS": ("Europe/Belgrade",), "SA": ("Asia/Riyadh",),
    "SE": ("Europe/Stockholm",), "SG": ("Asia/Singapore",), "SI": ("Europe/Ljubljana",),
    "SK": ("Europe/Bratislava",), "TH": ("Asia/Bangkok",), "TN": ("Africa/Tunis",),
    "TR": ("Europe/Istanbul",), "TT": ("America/Port_of_Spain",), "TW": ("Asia/Taipei",),
    "UA": ("Europe/Kyiv",), "UY": ("America/Montevideo",), "VI": ("America/Puerto_Rico",),
    "VN": ("Asia/Ho_Chi_Minh",), "ZA": ("Africa/Johannesburg",),
}  # fmt: skip
"""Where one clock (or a mainland and an island) tells where somebody is; large countries need a state."""


def _table() -> dict[str, str]:
    """Every name and code, case-folded, to the two-letter code."""
    names: dict[str, str] = {}
    for entry in _NAMES.replace("\n", "|").split("|"):
        code, _, spelled = entry.partition(" ")
        for name in (code, *spelled.split(";")):
            if name:
                names[_key(name)] = code
    return names


def _key(text: str) -> str:
    """Spelling that ignores case, dots and double spaces."""
    return " ".join(text.replace(".", "").replace("&", "and").casefold().split())


_CODES = _table()


@lru_cache(maxsize=4096)
def country_code(text: str) -> str:
    """`Deutschland`, `USA` and `u.k.` as `DE`, `US` and `GB`; '' if no country is called so."""
    return _CODES.get(_key(text), "")
