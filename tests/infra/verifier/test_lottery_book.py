"""What was bought by lot fits the places that were offered, or is named."""

from datetime import datetime
from typing import Any

import pytest

from chalicelib.core.values import new_id
from chalicelib.draws import keys as draw_keys
from infra.verifier.county_books import Books

COUNTY, ROUND, DRAW = "gangjin", "rnd_0000000000000001", "drw_0000000000000001"
FACE = 50_000


def an_offer(number: int = 1, first: int = 1, last: int = 2, left: int = 100_000) -> dict[str, Any]:
    facts = {"number": number, "first_place": first, "last_place": last, "left": left}
    return {**draw_keys.offer(COUNTY, DRAW, number)._asdict(), "record": facts}


def a_sale(
    member: str, *, face: int = FACE, entry: str = "ent_1", purchase_id: str = "pur_1"
) -> dict[str, Any]:
    return {
        "kind": "online_purchase",
        "member_id": member,
        "entry_id": entry,
        "voucher_amount": face,
        "purchase": [purchase_id, ROUND, face * 9 // 10, None, -face],
    }


def a_carry(member: str) -> dict[str, Any]:
    """The wallet `a` ends in `b`."""
    at, reference = "2026-11-22T03:00:00.000Z", "carry_over/a/b/3"
    return {"kind": "carry_over", "member_id": member, "at": at, "reference": reference}


BEFORE, AFTER = (
    new_id("pur", datetime.fromisoformat(at))
    for at in ("2026-11-22T02:59:59.999Z", "2026-11-22T03:00:00.001Z")
)


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


@pytest.mark.parametrize("first_read", ["a", "b"])
@pytest.mark.parametrize(
    ("asked", "said"),
    [(BEFORE, []), (AFTER, [f"round {ROUND}: ent_9 bought again by one person"])],
)
def test_one_person_buys_once_by_all_wallets_that_are_known_to_be_theirs(
    first_read: str, asked: str, said: list[str]
) -> None:
    """Who bought as two before anybody knew is not told from two."""
    wallets = {
        "a": [a_sale("a"), a_carry("a")],
        "b": [a_carry("b"), a_sale("b", entry="ent_9", purchase_id=asked)],
    }
    other = "b" if first_read == "a" else "a"
    assert found([an_offer()], [*wallets[first_read], *wallets[other]]) == said
