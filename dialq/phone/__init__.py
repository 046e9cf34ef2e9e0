"""Numbers, countries and the zones they may be in. This module is the desk's `Phones` port.

Importing it is cheap: the number plans are loaded when the first number is read.
"""

from __future__ import annotations

from dialq.phone.countries import country_code
from dialq.phone.numbers import parse_number
from dialq.phone.shown import shown
from dialq.phone.splitting import split_numbers
from dialq.phone.zones import place_of_zone, zones_for_address

__all__ = ["country_code", "parse_number", "place_of_zone", "shown", "split_numbers", "zones_for_address"]
