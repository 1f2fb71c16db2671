"""What the desk is told of settings: their units, and under which heading each stands."""

from collections.abc import Mapping
from typing import Any

from chalicelib.county.declarations import Unit, Words
from chalicelib.county.settings import SETTINGS

TOPICS: Mapping[str, Words] = {
    "mileage": ("마일리지", "Mileage"),
    "sale": ("상품권과 판매", "Vouchers and their sale"),
    "redemption": ("결제", "Payments"),
    "counter": ("창구와 판매대행점", "Counter and agents"),
    "merchant": ("가맹점 등록", "Registration of shops"),
    "settlement": ("가맹점 정산", "Settlement with shops"),
    "trip": ("반값여행", "Half-price trips"),
    "festival": ("추첨과 사진 응모", "Draws and photo entries"),
    "identity": ("본인확인", "Identity verification"),
    "message": ("문자와 광고 메시지", "Text and advertising messages"),
    "desk": ("담당자와 일괄 지급", "Staff, adjustments and bulk grants"),
    "report": ("통계", "Statistics"),
}
"""In the order of the page."""
_TOPIC_OF_WORD: Mapping[str, str] = {
    "activity": "mileage",
    "adjustment": "desk",
    "agent": "counter",
    "card": "redemption",
    "conversion": "mileage",
    "discount": "sale",
    "draw": "festival",
    "grant": "desk",
    "marketing": "message",
    "messages": "message",
    "photo": "festival",
    "policy": "sale",
    "purchase": "sale",
    "referral": "mileage",
    "staff": "desk",
    "voucher": "sale",
}
"""Where the word is not itself a topic."""


def topic_of(key: str) -> str:
    """The topic of a setting; one whose first word is new is with what staff may do."""
    word = key.partition(".")[0]
    topic = _TOPIC_OF_WORD.get(word, word)
    return topic if topic in TOPICS else "desk"


def of_each_setting(language: str) -> dict[str, Any]:
    """By the key of a setting: its unit, its topic, whether it takes two people."""
    return {
        "units": {key: _unit(setting.unit, language) for key, setting in SETTINGS.items()},
        "topic_of": {key: topic_of(key) for key in SETTINGS},
        "two_people": {key: setting.money is not None for key, setting in SETTINGS.items()},
    }


def _unit(unit: Unit, language: str) -> dict[str, str | list[str]]:
    second = language == "en"
    return {"texts": [words[second] for words in unit.texts], "none": unit.none[second]}
