"""Which of our two languages a caller wants."""

from typing import Literal

Language = Literal["ko", "en"]


def chosen(accept_language: str | None) -> Language:
    """From an Accept-Language header: English if it is asked for first, else Korean."""
    first = (accept_language or "").split(",")[0].partition(";")[0].strip().lower()
    return "en" if first == "en" or first.startswith("en-") else "ko"
