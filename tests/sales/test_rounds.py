"""Sale rounds: made by staff, seen by everybody."""

from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.core.cache import TtlCache
from chalicelib.county.settings import SettingVersion
from chalicelib.county.wiring import CountyWiring
from chalicelib.sales.round_service import LEFT_AT_CLOSE_SECONDS_MAX, LEFT_SECONDS_MAX
from chalicelib.sales.rounds import Round
from chalicelib.sales.store import RoundStore
from chalicelib.sales.wiring import SalesWiring
from tests import builders
from tests.builders import COUNTY
from tests.conftest import Answer, Stack
from tests.refusals import check_refused
from tests.sales.test_counter_sales import ROUND, post, sell
from tests.sales.test_counter_sales import _counter as _counter  # The staff and a round.
from tests.sales.test_taking_back import take_back

BODY = {
    "name": "11월 판매",
    "name_en": "November sale",
    "opens_at": "2026-11-22T03:00:00Z",
    "closes_at": "2026-11-25T03:00:00Z",
    "budget_amount": 10_000_000,
    "discount_percent": 10,
}


def make_round(stack: Stack, *, key: str = "new", headers: Any = None, **changes: Any) -> Answer:
    return post(stack, "/v1/staff/rounds", BODY | changes, key=key, headers=headers)


def shown(stack: Stack, round_id: str = ROUND) -> Any:
    return stack.call("GET", f"/v1/rounds/{round_id}").json


def test_a_round_is_made_once_and_everybody_sees_it(stack: Stack) -> None:
    first = make_round(stack, key="k")
    again = make_round(stack, key="k")

    assert first.status == again.status == 201
    assert first.json == again.json
    assert again.headers["Idempotent-Replayed"] == "true"
    round_id = first.json["round_id"]
    assert shown(stack, round_id) == {
        "round_id": round_id,
        "name": "11월 판매",
        "opens_at": "2026-11-22T03:00:00.000Z",
        "closes_at": "2026-11-25T03:00:00.000Z",
        "discount_percent": 10,
        "budget_amount": 10_000_000,
        "sold_amount": 0,
        "remaining_amount": 10_000_000,
        "state": "open",
        "lottery": None,
        "mode": "first_come",
        "channels": ["online", "counter"],
        "denominations": [],
        "discount_shares": None,
        "turns": [],
    }
    english = stack.call("GET", f"/v1/rounds/{round_id}", headers={"Accept-Language": "en"})
    assert english.json["name"] == "November sale"
    listed = stack.call("GET", "/v1/rounds").json
    assert [r["round_id"] for r in listed["data"]] == [round_id, ROUND]
    check_refused(
        stack,
        lambda h: make_round(stack, key="k", headers=h, budget_amount=1_000),
        422,
        "idempotency_key_reused",
    )


def test_two_makers_with_the_same_key_make_two_rounds(stack: Stack) -> None:
    ids = {
        stack.call("POST", "/v1/staff/rounds", BODY, token=who, key="k").json["round_id"]
        for who in ("one", "two")
    }
    assert len(ids) == 2


def test_rounds_are_listed_by_the_page(stack: Stack) -> None:
    for n in range(4):
        stack.later(seconds=1)
        assert make_round(stack, name=f"{n}회", opens_at="2026-11-23T00:00:00Z").status == 201
    found: list[str] = []
    path = "/v1/rounds?limit=2"
    while path:
        page = stack.call("GET", path).json
        found += [r["name"] for r in page["data"]]
        cursor = page["next_cursor"]
        path = f"/v1/rounds?limit=2&cursor={cursor}" if cursor else ""
    assert found == ["3회", "2회", "1회", "0회", "11월 특별 판매"]
    check_refused(
        stack, lambda h: stack.call("GET", "/v1/rounds?cursor=x", headers=h), 400,
        "cursor_invalid", "cursor",
    )  # fmt: skip
    check_refused(
        stack, lambda h: stack.call("GET", "/v1/rounds/rnd_x", headers=h), 404, "round_not_found"
    )


@pytest.mark.parametrize(
    ("changes", "status", "code", "param"),
    [
        ({"opens_at": "2026-11-21T14:59:59Z"}, 422, "round_window_invalid", "opens_at"),
        ({"closes_at": "2026-11-22T03:00:00Z"}, 422, "round_window_invalid", "closes_at"),
        ({"opens_at": "2026-11-22T01:00:00Z", "closes_at": "2026-11-22T02:00:00Z"},
         422, "round_window_invalid", "closes_at"),
        ({"closes_at": "2027-11-24T03:00:00Z"}, 422, "round_window_invalid", "closes_at"),
        ({"discount_percent": 11}, 422, "discount_too_high", "discount_percent"),
        ({"budget_amount": 10_500}, 422, "round_budget_not_a_multiple", "budget_amount"),
        ({"budget_amount": 0}, 400, "invalid_request", "budget_amount"),
        ({"budget_amount": 10.5}, 400, "invalid_request", "budget_amount"),
        ({"budget_amount": 100_000_001_000}, 400, "invalid_request", "budget_amount"),
        ({"discount_percent": -1}, 400, "invalid_request", "discount_percent"),
        ({"discount_percent": "10"}, 400, "invalid_request", "discount_percent"),
        ({"opens_at": "2026-11-22T03:00:00"}, 400, "invalid_request", "opens_at"),
        ({"opens_at": "tomorrow"}, 400, "invalid_request", "opens_at"),
        ({"opens_at": 1}, 400, "invalid_request", "opens_at"),
        ({"name": "  "}, 400, "invalid_request", "name"),
        ({"name_en": "x" * 61}, 400, "invalid_request", "name_en"),
        ({"shard_count": 1}, 400, "invalid_request", "shard_count"),
    ],
)  # fmt: skip
def test_a_round_that_may_not_be_is_refused(
    stack: Stack, changes: dict[str, Any], status: int, code: str, param: str
) -> None:
    check_refused(stack, lambda h: make_round(stack, headers=h, **changes), status, code, param)


def test_the_discount_is_bounded_by_the_lowest_version_of_its_days(stack: Stack) -> None:
    def record(day: Any, value: int) -> None:
        version = SettingVersion("discount.maximum_percent", day, value, "조례 제11조제3항")
        stack.wired(CountyWiring).store.put_setting(COUNTY, version)

    today = stack.now.date()
    record(today.replace(day=24), 15)
    record(today.replace(day=28), 5)

    def refused_limit(opens: int, closes: int) -> int | None:
        answer = make_round(
            stack, opens_at=f"2026-11-{opens}T03:00:00Z", closes_at=f"2026-11-{closes}T03:00:00Z",
            discount_percent=15,
        )  # fmt: skip
        return None if answer.status == 201 else answer.json["limit"]

    assert refused_limit(23, 26) == 10
    assert refused_limit(24, 27) is None
    assert refused_limit(24, 28) == 5


def test_a_round_goes_from_upcoming_to_open_to_closed(stack: Stack) -> None:
    made = make_round(stack, opens_at="2026-11-23T00:00:00Z").json["round_id"]
    states = [shown(stack, made)["state"]]
    for hours in (20, 1, 51, 1):
        stack.later(hours=hours)
        states.append(shown(stack, made)["state"])
    assert states == ["upcoming", "upcoming", "open", "closed", "closed"]


@pytest.mark.parametrize("name", ["opens_at", "closes_at"])
@pytest.mark.parametrize(
    "moment",
    [
        "0001-01-01T00:00:00+23:59",
        "1999-12-31T23:59:59Z",
        "2200-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-23:59",
    ],
)
def test_a_round_at_the_ends_of_time_is_refused_by_its_field(
    stack: Stack, name: str, moment: str
) -> None:
    check_refused(
        stack,
        lambda h: make_round(stack, headers=h, **{name: moment}),
        400,
        "invalid_request",
        name,
    )


def remember(stack: Stack, **kept: Any) -> None:
    """What the rounds remember, by a clock of the test."""
    sales = stack.wired(SalesWiring)
    sales.rounds = replace(sales.rounds, **kept)


def test_sold_out_is_shown_only_when_nothing_is_left_and_soon(stack: Stack) -> None:
    seconds = [1000.0]
    remember(stack, left=TtlCache(lambda: seconds[0], seconds_max=LEFT_SECONDS_MAX))
    round_id = make_round(stack, budget_amount=20_000).json["round_id"]
    member = stack.member()
    assert sell(stack, member, 19_000, round_id=round_id).status == 201
    # For a few seconds the figure is the one that was read before.
    assert shown(stack, round_id)["remaining_amount"] == 20_000
    seconds[0] += 3
    assert (shown(stack, round_id)["state"], shown(stack, round_id)["sold_amount"]) == (
        "open", 19_000,
    )  # fmt: skip
    refused = sell(stack, member, 2_000, round_id=round_id)
    assert (refused.status, refused.json["code"]) == (422, "round_sold_out")
    assert refused.json["remaining"] == 1_000
    assert sell(stack, member, 1_000, round_id=round_id).status == 201
    seconds[0] += 3
    assert shown(stack, round_id)["state"] == "sold_out"


def test_staff_see_what_was_carried_over(stack: Stack) -> None:
    round_id = make_round(stack).json["round_id"]
    member = stack.member()
    sold = sell(stack, member, 30_000, round_id=round_id).json
    stack.later(days=4)
    assert take_back(stack, member, sold["purchase_id"]).json["given_back"]["rule"] == (
        "purchase_same_month_round_closed"
    )
    seen = stack.call("GET", "/v1/staff/rounds", token="staff").json
    assert seen["carry_over_amount"] == 30_000
    row = next(r for r in seen["data"] if r["round_id"] == round_id)
    assert (row["state"], row["sold_amount"]) == ("closed", 30_000)


def test_a_round_is_called_sold_out_after_a_second_look_only(stack: Stack) -> None:
    looks = [{0: 0, 1: 0}, {0: 0, 1: 3_000}]

    class Looked(RoundStore):
        def left(self, round_: Round) -> dict[int, int]:
            return looks.pop(0)

    remember(stack, store=Looked(stack.table))

    assert (shown(stack)["state"], looks) == ("open", [])


def test_the_figure_of_a_closed_round_is_remembered_for_an_hour(stack: Stack) -> None:
    seconds = [1000.0]
    remember(
        stack,
        left_at_close=TtlCache(lambda: seconds[0], seconds_max=LEFT_AT_CLOSE_SECONDS_MAX),
        known=TtlCache(lambda: 1000.0),
    )
    round_id = make_round(stack).json["round_id"]
    stack.later(days=4)
    assert shown(stack, round_id)["state"] == "closed"
    seconds[0] += 3599
    stack.table.calls.clear()
    assert shown(stack, round_id)["remaining_amount"] == 10_000_000
    assert stack.table.calls == []
    seconds[0] += 1
    assert shown(stack, round_id)["remaining_amount"] == 10_000_000
    assert set(stack.table.calls) == {"get"}


def test_a_sale_on_its_way_at_the_close_is_not_forgotten(stack: Stack) -> None:
    """The figure is final only when no sale that was decided before the close can still come."""
    round_id = make_round(stack, closes_at="2026-11-22T04:00:00Z").json["round_id"]
    member = stack.member()
    closing = stack.now.replace(hour=3, minute=59, second=59)
    stack.now = closing
    assert shown(stack, round_id)["state"] == "open"
    stack.later(seconds=1)
    remember(stack, left=TtlCache(lambda: 1e9, seconds_max=LEFT_SECONDS_MAX))
    assert shown(stack, round_id)["sold_amount"] == 0
    stack.now = closing
    assert sell(stack, member, 5_000, round_id=round_id).status == 201
    stack.later(seconds=181)
    assert shown(stack, round_id)["state"] == "closed"
    assert shown(stack, round_id)["sold_amount"] == 5_000


def test_a_list_of_rounds_reads_the_budgets_of_open_ones_alone(stack: Stack) -> None:
    make_round(stack, opens_at="2026-11-23T00:00:00Z")
    over = make_round(stack, closes_at="2026-11-23T00:00:00Z").json["round_id"]
    stack.later(days=2)
    make_round(stack, opens_at="2026-11-24T23:00:00Z")
    assert shown(stack, over)["state"] == "closed"
    stack.table.calls.clear()

    states = [r["state"] for r in stack.call("GET", "/v1/rounds?limit=100").json["data"]]

    assert sorted(states) == ["closed", "open", "open", "upcoming"]
    shards = RoundStore(stack.table).by_id(COUNTY, over).shard_count  # type: ignore[union-attr]
    assert stack.table.calls[:-1].count("get") == shards + builders.a_round().shard_count
