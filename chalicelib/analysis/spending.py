"""Shops against where members spend: by area and category, and what of that is a gap."""

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct, field

from chalicelib.analysis.figures import ShopUse

Gap = Literal["no_shop", "few_shops", "unused"]
FEW_TIMES = 2
"""An area has few shops of a category if one takes twice what one takes in the whole county."""
_AREA_ENDS = ("읍", "면", "동")


class Shop(Struct, frozen=True):
    """One that takes vouchers today."""

    merchant_id: str
    category: str
    address: str


class Spot(Struct):
    """Of an area and category: open shops, and what members paid in this quarter and the last."""

    area: str
    category: str
    shops: int = 0
    use: ShopUse = field(default_factory=ShopUse)


def area_of(address: str) -> str:
    """The town or district (읍·면·동) of an address; empty if it names none."""
    words = (word.strip("(),") for word in address.split())
    return next((word for word in words if len(word) > 1 and word.endswith(_AREA_ENDS)), "")


def spots(shops: Iterable[Shop], uses: Mapping[str, ShopUse]) -> list[Spot]:
    """Of each area and each category that the county has; those where most is spent first."""
    by_place: dict[tuple[str, str], Spot] = {}
    for shop in shops:
        place = (area_of(shop.address), shop.category)
        spot = by_place.setdefault(place, Spot(*place))
        spot.shops += 1
        use = uses.get(shop.merchant_id)
        if use:
            spot.use.join(use)
    areas = sorted({area for area, _ in by_place})
    for category in sorted({category for _, category in by_place}):
        for area in areas:
            by_place.setdefault((area, category), Spot(area, category))
    return sorted(by_place.values(), key=lambda spot: (-spot.use.amount, spot.area, spot.category))


def gap_of(spot: Spot, all_spots: Iterable[Spot]) -> Gap | None:
    """What is missing there, if anything."""
    same = [one for one in all_spots if one.category == spot.category]
    shops, amount = sum(one.shops for one in same), sum(one.use.amount for one in same)
    if not spot.shops:
        return "no_shop" if amount else None
    if not spot.use.payments:
        return "unused"
    is_dense = shops > spot.shops and spot.use.amount * shops >= FEW_TIMES * amount * spot.shops
    return "few_shops" if is_dense else None
