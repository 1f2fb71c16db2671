"""What was bought by lot fits the places that were offered, or is named."""

from typing import Any

import pytest

from chalicelib.draws import keys as draw_keys
from infra.verifier.county_books import Books

COUNTY, ROUND, DRAW = "gangjin", "rnd_0000000000000001", "drw_0000000000000001"
FACE = 50_000


def an_offer(number: int = 1, first: int = 1, last: int = 2, left: int = 100_000) -> dict[str, Any]:
    facts = {"number": number, "first_place": first, "last_place": last, "left": left}
    return {**draw_keys.offer(COUNTY, DRAW, number)._asdict(), "record": facts}


def a_sale(member: str, *, face: int = FACE, entry: str = "ent_1") -> dict[str, Any]:
    return {
        "kind": "online_purchase",
        "member_id": member,
        "entry_id": entry,
        "voucher_amount": face,
        "purchase": ["pur_1", ROUND, face * 9 // 10, None, -face],
    }


def found(offers: list[dict[str, Any]], sales: list[dict[str, Any]]) -> list[str]:
    books = Books()
    round_ = {"lottery": ["", "", 3], "denominations": [FACE]}
    for item in ({"pk": f"{COUNTY}#ROUNDS", "sk": ROUND, **round_}, *offers):
        books.note(item)
    lots = books.of(COUNTY).lotteries
    for record in sales:
        lots.add(record)
    return list(lots.problems())


def test_two_places_and_two_who_bought_are_in_order() -> None:
    offers = [an_offer(), an_offer(2, 3, 3, FACE)]
    assert found(offers, [a_sale("a"), a_sale("b"), a_sale("c")]) == []


@pytest.mark.parametrize(
    ("offers", "sales", "said"),
    [
        ([an_offer()], [a_sale("a"), a_sale("b"), a_sale("c")], "3 bought by lot, and 2 places"),
        ([an_offer()], [a_sale("a"), a_sale("a", entry="ent_2")], "ent_2 bought again"),
        ([an_offer()], [a_sale("a", face=60_000)], "ent_1 sold 60,000 won, not 50,000"),
        ([an_offer(left=99_999)], [], "offer 1 is of more than was left"),
        ([an_offer(), an_offer(2, 4, 4)], [], "offer 2 does not follow"),
    ],
)
def test_what_does_not_fit_is_named(
    offers: list[dict[str, Any]], sales: list[dict[str, Any]], said: str
) -> None:
    [problem] = found(offers, sales)
    assert said in problem
