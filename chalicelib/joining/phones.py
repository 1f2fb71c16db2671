"""Phone numbers as people write them, into E.164."""

import phonenumbers

from chalicelib.joining.errors import PhoneInvalidError


def normalize(text: str) -> str:
    """`010-1234-5678` → `+821012345678`. Numbers from abroad begin with `+`.

    Raises `PhoneInvalidError` for what is no number, or a Korean one that takes no messages.
    """
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
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
