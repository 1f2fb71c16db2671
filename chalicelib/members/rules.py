"""Who may join: age and consents."""

from datetime import date

from chalicelib.core.values import age_on
from chalicelib.members.errors import (
    BirthDateInvalidError,
    ConsentRequiredError,
)

ADULT_CONSENT_AGE = 14


AGE_MAX = 130


def needs_guardian(birth_on: date, today: date) -> bool:
    """Whether a guardian must consent: under 14 (Personal Information Protection Act art. 22-2).
    Raises `BirthDateInvalidError` for a day on which nobody who joins was born."""
    age = age_on(birth_on, today)
    if birth_on > today or age > AGE_MAX:
        raise BirthDateInvalidError(param="birth_on")
    return age < ADULT_CONSENT_AGE


def check_required_consents(*, terms: bool, privacy: bool) -> None:
    if not terms:
        raise ConsentRequiredError(param="consents.terms")
    if not privacy:
        raise ConsentRequiredError(param="consents.privacy")
