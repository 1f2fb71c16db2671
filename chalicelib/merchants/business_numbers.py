"""Business registration numbers (사업자등록번호): as people write them, and their check digit."""

from chalicelib.core.text import in_form

DIGITS = 10
_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


def read(text: str) -> str | None:
    """`214-86-39239` → `2148639239`, whatever stands between the digits. `None` for what is none:
    of another length, or whose last digit does not follow from the others.

        >>> read("１２４－８１－００９９８")
        '1248100998'
    """
    text = in_form("NFKC", text)
    digits = "".join(c for c in text if c.isascii() and c.isdigit())
    if len(digits) != DIGITS or any(c.isalpha() for c in text):
        return None
    return digits if digits[-1] == _check_digit(digits) else None


def shown(number: str) -> str:
    """`2148639239` → `214-86-39239`, as it stands on a certificate."""
    return f"{number[:3]}-{number[3:5]}-{number[5:]}"


def _check_digit(digits: str) -> str:
    total = sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=False))
    total += int(digits[8]) * 5 // 10
    return str(-total % 10)
