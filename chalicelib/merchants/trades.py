"""Trades (업종) of shops, and which of them the county bars from vouchers.

The law lets a county refuse gambling and what its ordinance names (지역사랑상품권법 제7조);
Gangjin's names bars and large stores (강진사랑상품권 조례 제6조 제8항). Which are barred on a day,
its settings say.
"""

from collections.abc import Mapping
from typing import Literal, get_args

from chalicelib.county.declarations import Words
from chalicelib.county.settings import CountySettings

Trade = Literal[
    "restaurant",
    "cafe",
    "grocery",
    "produce",
    "clothing",
    "crafts",
    "lodging",
    "beauty",
    "health",
    "education",
    "culture",
    "transport",
    "repair",
    "other",
    "jewelry",
    "nightlife",
    "gambling",
    "large_store",
    "outside_branch",
]
TRADES: Mapping[Trade, Words] = {
    "restaurant": ("음식점", "Restaurant"),
    "cafe": ("카페", "Cafe"),
    "grocery": ("식품·편의점", "Groceries"),
    "produce": ("농수산물", "Farm and sea produce"),
    "clothing": ("의류·잡화", "Clothing"),
    "crafts": ("공예품", "Crafts"),
    "lodging": ("숙박", "Lodging"),
    "beauty": ("이·미용", "Hair and beauty"),
    "health": ("병원·약국", "Health"),
    "education": ("학원", "Lessons"),
    "culture": ("문화·체험", "Culture and activities"),
    "transport": ("주유·교통", "Fuel and transport"),
    "repair": ("수리·생활 서비스", "Repairs and services"),
    "other": ("기타", "Other"),
    "jewelry": ("귀금속", "Jewelry"),
    "nightlife": ("유흥·단란주점", "Bars with hostesses"),
    "gambling": ("사행성 게임장", "Gambling"),
    "large_store": ("대규모·준대규모점포", "Large stores"),
    "outside_branch": ("군 밖 회사의 직영점", "Branches of firms from elsewhere"),
}
"""In the order of the form; those that a county may bar stand last."""
assert tuple(TRADES) == get_args(Trade)


def is_barred(trade: Trade, settings: CountySettings) -> bool:
    """By the rules of a day: a setting `merchant.barred_…` of that trade that is 1."""
    return bool(getattr(settings, f"merchant_barred_{trade}", 0))


def trade_of(category: str) -> Trade | None:
    """The trade whose Korean or English name it is, however it is spaced."""
    wanted = _folded(category)
    for trade, names in TRADES.items():
        if wanted in (trade, *map(_folded, names)):
            return trade
    return None


def _folded(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
