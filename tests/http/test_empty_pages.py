"""No list answers an empty page with a cursor: a client would take it for the end."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.core.errors import SearchTooWideError
from chalicelib.http.operations import Operation
from chalicelib.http.paging import READ_ON_MAX, Page
from chalicelib.merchants.store import MerchantStore
from tests import builders
from tests.conftest import Stack
from tests.test_cursors import PAGED, Lists, filters
from tests.test_cursors import lists as lists  # The fixture: a county with two rows everywhere.
from tests.worlds import SIGNER

ROUTES = sorted((Path(__file__).parents[2] / "chalicelib").glob("*/*routes.py"))


def page_of(limit: int = 2, position: str | None = None) -> Page:
    return Page(limit, position, SIGNER, "a list")


def test_where_nothing_was_found_yet_it_is_read_on() -> None:
    parts: dict[str | None, Any] = {
        None: ([], "100"), "100": ([], "200"), "200": (["found"], "201"), "201": ([], None)
    }  # fmt: skip

    rows, cursor = page_of().read(parts.__getitem__)

    assert rows == ["found"]
    assert SIGNER.read_cursor("a list", cursor or "") == "201"
    assert page_of(position="201").read(parts.__getitem__) == ([], None)


def test_a_list_that_finds_nothing_for_long_says_so() -> None:
    asked: list[str | None] = []

    def load(position: str | None) -> tuple[list[str], str | None]:
        asked.append(position)
        return [], str(len(asked))

    with pytest.raises(SearchTooWideError):
        page_of().read(load)
    assert len(asked) == READ_ON_MAX


@pytest.mark.parametrize("operation", PAGED, ids=lambda o: o.path)
def test_no_filter_of_any_list_gives_an_empty_page_with_a_cursor(
    lists: Lists, operation: Operation
) -> None:
    for name, value in filters(operation).items():
        query: dict[str, Any] = {name: value, "limit": 1}
        for _ in range(5):
            page = lists.ask(operation, **query).json
            assert page["data"] or page["next_cursor"] is None, (name, page)
            if page["next_cursor"] is None:
                break
            query["cursor"] = page["next_cursor"]


def test_the_last_of_many_shops_is_on_the_first_page(stack: Stack) -> None:
    store = MerchantStore(stack.table)
    for number in range(10, 1210):
        code = f"M{number:04d}"
        shop = builders.a_merchant(
            merchant_id=f"mch_{number:016d}",
            merchant_code=code,
            name=f"가게 {number}",
            key_hashes=(),
        )
        store.create(replace(shop, category="공예품" if number == 1203 else "음식점"))

    for query in ("q=1203", "category=공예품"):
        found = stack.call("GET", f"/v1/merchants?{query}&limit=3").json
        assert [one["merchant_code"] for one in found["data"]] == ["M1203"]
    assert stack.call("GET", "/v1/merchants?q=nowhere&limit=1").json == {
        "data": [],
        "next_cursor": None,
    }


def test_a_tills_payment_below_many_of_others_is_on_the_first_page(stack: Stack) -> None:
    member = stack.member(vouchers=3000)
    body = {"pay_code": member.pay_code(), "amount": 5, "order_id": "order-1", "terminal_id": "T1"}
    first = stack.call("POST", "/v1/redemptions", body, token=builders.SHOP_KEY, key="new")
    assert first.status == 201
    for _ in range(12):
        assert stack.redeem(member.pay_code(), 5).status == 201

    path = "/v1/redemptions?terminal_id=T1&limit=1"
    page = stack.call("GET", path, token=builders.SHOP_KEY).json
    assert [one["redemption_id"] for one in page["data"]] == [first.json["redemption_id"]]


def test_every_route_reads_its_pages_so() -> None:
    """A route that made a cursor itself could send an empty page with it."""
    for path in ROUTES:
        text = path.read_text()
        assert "page.position" not in text, path.name
        assert ".cursor(" not in text, path.name
