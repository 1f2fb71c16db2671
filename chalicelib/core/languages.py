"""Which of our two languages a caller wants."""

import re
from typing import Literal

Language = Literal["ko", "en"]

_RANGE = re.compile(r"([a-z]{1,8}|\*)(?:-[a-z0-9-]+)?(?:\s*;\s*q\s*=\s*(0(?:\.\d*)?|1(?:\.0*)?))?")


def chosen(accept_language: str | None) -> Language:
    """From an Accept-Language header (RFC 9110 section 12.5.4): the one of Korean and English with
    the higher weight, the earlier one of two that weigh the same; Korean if neither is named."""
    weights: dict[str, float] = {}
    for part in (accept_language or "").lower().split(","):
        match = _RANGE.fullmatch(part.strip())
        if match:
            weight = float(match[2]) if match[2] else 1.0
            weights[match[1]] = max(weight, weights.get(match[1], 0.0))
    named = {language: weights[language] for language in weights if language in ("ko", "en")}
    if not named or max(named.values()) == 0:
        return "ko"
    return "en" if max(named, key=named.__getitem__) == "en" else "ko"
