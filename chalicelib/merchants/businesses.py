"""What the county knows of a business number: who applies under it, which shops it has, until when
it is barred. The number itself is not here, only its keyed hash: a bar outlives all else.
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.values import add_months
from chalicelib.merchants.errors import ApplicationNotPossibleError

Breach = Literal["false_registration", "restricted_trade", "misuse"]
"""Registered by false means (제8조 제1항 제1호); a restricted trade; what a merchant must not do
(제10조: refusing vouchers, exchanging without a sale)."""
BAN_MONTHS: dict[Breach, int] = {"false_registration": 12, "restricted_trade": 6, "misuse": 6}
SEVERAL_MONTHS = 12
"""지역사랑상품권법 시행령 제2조의2: a year or six months by the breach, for two or more reasons a
year; it may be halved."""
MerchantKind = Literal["regular", "temporary"]


def shop_name(name: str, outlet: str) -> str:
    """What stands on the door: the name, and behind it the outlet if there is one."""
    return f"{name} {outlet}" if outlet else name


class Place(Struct, frozen=True):
    """A shop of the business: two may differ by their outlet, or by being at a festival."""

    merchant_id: str
    kind: MerchantKind
    outlet: str


class Business(Struct, frozen=True, kw_only=True):
    """`barred_until_on`: the last day of a bar. `open_fingerprint`: keyed, of what is applied
    for, so that the same form sent twice is one application."""

    county_id: str
    business_key: str
    open_application_id: str | None = None
    open_fingerprint: str = ""
    places: tuple[Place, ...] = ()
    barred_until_on: date | None = None
    barred_for: tuple[Breach, ...] = ()
    version: int = 0

    def check_may_apply(self, kind: MerchantKind, outlet: str, today: date) -> None:
        """Raises `ApplicationNotPossibleError`."""
        is_barred = self.barred_until_on is not None and today <= self.barred_until_on
        is_there = any(place.kind == kind and place.outlet == outlet for place in self.places)
        if is_barred or is_there or self.open_application_id is not None:
            raise ApplicationNotPossibleError(param="business_number")

    def with_application(self, application_id: str, fingerprint: str) -> "Business":
        return replace(
            self,
            open_application_id=application_id,
            open_fingerprint=fingerprint,
            version=self.version + 1,
        )

    def decided(self, place: Place | None) -> "Business":
        """The application is open no more; `place` is the shop that came of it, if any."""
        places = (*self.places, place) if place else self.places
        return replace(
            self,
            open_application_id=None,
            open_fingerprint="",
            places=places,
            version=self.version + 1,
        )

    def with_shop(self, place: Place) -> "Business":
        """A shop that needed no application."""
        return replace(self, places=(*self.places, place), version=self.version + 1)

    def without(self, merchant_id: str) -> "Business":
        left = tuple(place for place in self.places if place.merchant_id != merchant_id)
        return replace(self, places=left, version=self.version + 1)

    def barred(self, breaches: Sequence[Breach], on: date, *, is_halved: bool) -> "Business":
        """Barred from the day `on` for as long as the decree has it; a longer bar stays."""
        until = ban_ends_on(breaches, on, is_halved=is_halved)
        last = max(until, self.barred_until_on or until)
        return replace(
            self, barred_until_on=last, barred_for=tuple(breaches), version=self.version + 1
        )


def ban_ends_on(breaches: Sequence[Breach], on: date, *, is_halved: bool) -> date:
    """The last day of a bar that begins on the day of the cancellation."""
    reasons = set(breaches)
    if not reasons:
        raise ValueError("a bar has a reason")
    months = SEVERAL_MONTHS if len(reasons) > 1 else BAN_MONTHS[next(iter(reasons))]
    return add_months(on, months // 2 if is_halved else months)
