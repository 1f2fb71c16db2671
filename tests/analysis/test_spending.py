"""Shops against where members spend."""

from chalicelib.analysis.figures import ShopUse
from chalicelib.analysis.small_counts import People
from chalicelib.analysis.spending import Shop, area_of, gap_of, spots


def use(amount: int) -> ShopUse:
    return ShopUse(People(20, 1), 20, amount)


def test_the_area_of_an_address() -> None:
    assert area_of("전라남도 강진군 대구면 청자촌길 33") == "대구면"
    assert area_of("전남광주통합특별시 강진군 강진읍 (평동리)") == "강진읍"
    assert area_of("") == area_of("전라남도 강진군") == ""


def test_gaps_are_where_there_is_no_shop_few_or_none_that_is_used() -> None:
    shops = [
        Shop("mch_1", "음식점", "강진군 강진읍 1"),
        Shop("mch_2", "음식점", "강진군 강진읍 2"),
        Shop("mch_3", "음식점", "강진군 강진읍 3"),
        Shop("mch_4", "음식점", "강진군 대구면 1"),
        Shop("mch_5", "마트", "강진군 도암면 1"),
        Shop("mch_6", "마트", "강진군 강진읍 4"),
    ]
    uses = {"mch_1": use(100), "mch_2": use(100), "mch_4": use(600), "mch_6": use(50)}
    found = spots(shops, uses)
    assert (found[0].area, found[0].category, found[0].use.amount) == ("대구면", "음식점", 600)
    gaps = {(one.area, one.category): gap_of(one, found) for one in found}
    assert gaps == {
        ("대구면", "음식점"): "few_shops",
        ("강진읍", "음식점"): None,
        ("도암면", "음식점"): "no_shop",
        ("대구면", "마트"): "no_shop",
        ("강진읍", "마트"): "few_shops",
        ("도암면", "마트"): "unused",
    }
