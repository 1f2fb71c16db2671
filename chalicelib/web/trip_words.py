"""The words that pages have for half-price trips."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.county.declarations import Words

if TYPE_CHECKING:
    from chalicelib.trips.answers import Bar
    from chalicelib.trips.trips import TripStatus

STATES: "Mapping[TripStatus, Words]" = {
    "applied": ("심사 중", "Being decided"),
    "approved": ("승인됨", "Approved"),
    "claimed": ("청구함", "Claimed"),
    "returned": ("고쳐서 다시 청구", "To be mended"),
    "granted": ("지급됨", "Paid"),
    "rejected": ("반려됨", "Refused"),
    "expired": ("기한 지남", "Too late"),
    "withdrawn": ("취소함", "Withdrawn"),
    "clawed_back": ("거두어들임", "Taken back"),
}
BARS: "Mapping[Bar, Words]" = {
    "barred_trade": ("인정하지 않는 업종", "A trade that does not count"),
    "over_sales_cap": ("매출 30억원 넘는 가게", "A shop above 3 billion won a year"),
}
TRIP_TABLES: Mapping[str, Mapping[Any, Words]] = {"trip_states": STATES, "trip_bars": BARS}
