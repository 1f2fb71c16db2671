"""Who may join: age and consents."""

from datetime import date

from chalicelib.members.errors import (
    BirthDateInvalidError,
    ConsentRequiredError,
    GuardianRequiredError,
)

ADULT_CONSENT_AGE = 14


AGE_MAX = 130


def check_age(birth_on: date, today: date) -> None:
    """Under 14 needs a guardian: Personal Information Protection Act art. 22-2."""
    age = today.year - birth_on.year - ((today.month, today.day) < (birth_on.month, birth_on.day))
    if birth_on > today or age > AGE_MAX:
        raise BirthDateInvalidError(param="birth_on")
    if age < ADULT_CONSENT_AGE:
        raise GuardianRequiredError(param="birth_on")


def check_required_consents(*, terms: bool, privacy: bool) -> None:
    if not terms:
        raise ConsentRequiredError(param="consents.terms")
    if not privacy:
        raise ConsentRequiredError(param="consents.privacy")
