"""Banks by their three-digit clearing code, as accounts are kept; adapters map them."""

import re
from collections.abc import Mapping

from chalicelib.core.amounts import NARROW

BANKS: Mapping[str, str] = {
    "011": "농협은행",
    "012": "지역 농·축협",
    "004": "국민은행",
    "088": "신한은행",
    "020": "우리은행",
    "081": "하나은행",
    "003": "기업은행",
    "034": "광주은행",
    "045": "새마을금고",
    "048": "신협",
    "071": "우체국",
    "007": "수협은행",
    "064": "산림조합",
    "090": "카카오뱅크",
    "092": "토스뱅크",
    "089": "케이뱅크",
    "002": "산업은행",
    "023": "SC제일은행",
    "027": "한국씨티은행",
    "031": "iM뱅크",
    "032": "부산은행",
    "035": "제주은행",
    "037": "전북은행",
    "039": "경남은행",
    "050": "저축은행",
}
"""In the order of a county's form: the treasury's bank first."""
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212]")
_DIGITS = re.compile(r"[0-9]+")
ACCOUNT_DIGITS_MIN, ACCOUNT_DIGITS_MAX = 8, 16


def read_account_number(text: str) -> str | None:
    """Its digits, leading zeros kept; `None` if there are too few, too many, or anything but
    hyphens and spaces between them: what is passed over makes another account of it."""
    digits = _BETWEEN.sub("", text.translate(NARROW))
    if _DIGITS.fullmatch(digits) is None:
        return None
    return digits if ACCOUNT_DIGITS_MIN <= len(digits) <= ACCOUNT_DIGITS_MAX else None
