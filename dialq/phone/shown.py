"""Numbers as people write them."""

from __future__ import annotations

NANP_LENGTH = len("+14155550142")


def shown(number: str) -> str:
    """`+14155550142;ext=7` as `+1 415 555 0142 ext 7`; what is no E.164 number comes back unchanged."""
    base, _, extension = number.partition(";ext=")
    if base.startswith("+1") and len(base) == NANP_LENGTH:
        text = f"+1 {base[2:5]} {base[5:8]} {base[8:]}"
    else:
        text = _grouped(base)
    return f"{text} ext {extension}" if extension else text


def _grouped(number: str) -> str:
    """An E.164 number in the groups of its country."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    written = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return written.replace("-", " ")
