"""Phone numbers as people write them, into E.164."""

import phonenumbers

from chalicelib.core.text import in_form
from chalicelib.joining.errors import PhoneInvalidError

KOREA = 82


def normalize(text: str) -> str:
    """`010-1234-5678` → `+821012345678`. Numbers from abroad begin with `+`.

    Raises `PhoneInvalidError` for what is no number, or a Korean one that takes no messages.
    """
    text = in_form("NFKC", text)
    try:
        number = phonenumbers.parse(text, "KR")
    except phonenumbers.NumberParseException as exc:
        raise PhoneInvalidError(param="phone") from exc
    mobile = phonenumbers.PhoneNumberType.MOBILE
    either = phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in (
        mobile,
        either,
    ):
        raise PhoneInvalidError(param="phone")
    digits = str(number.national_number)
    if number.country_code == KOREA and digits.startswith("10") and len(digits) != 10:
        # The library takes seven digits after 010 too. There are none: eight since 2004.
        raise PhoneInvalidError(param="phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
