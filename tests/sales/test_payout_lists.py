"""Refunds that are owed, leafed through: by member, by day, by state."""

import pytest
from msgspec.structs import replace

from chalicelib.sales.wiring import SalesWiring
from tests.conftest import Stack
from tests.refusals import check_refused
from tests.sales.test_counter_sales import _counter as _counter  # The staff and a round.
from tests.sales.test_counter_sales import sell
from tests.sales.test_payouts import PATH, listed, owing, pay
from tests.sales.test_taking_back import take_back


@pytest.mark.parametrize("of", ["", "member"])
def test_refunds_are_leafed_through(stack: Stack, of: str) -> None:
    sales = stack.wired(SalesWiring)
    sales.payouts = replace(sales.payouts, looked_back_max=4, page_entries=2)
    member = stack.member()
    made = []
    for n in range(5):
        stack.later(seconds=1)
        made.append(owing(stack, member, 1_000 * (n + 1)))
    for entry_id in made[1:4]:
        assert pay(stack, entry_id, member).status == 201
    base = f"member_id={member.member_id}&" if of else ""

    for status, expected in (("", made[::-1]), ("&status=open", [made[4], made[0]])):
        found: list[str] = []
        cursor = ""
        for _ in range(20):
            page = listed(stack, f"{base}limit=1{status}{cursor}")
            assert len(page["data"]) <= 1
            found += [row["entry_id"] for row in page["data"]]
            if page["next_cursor"] is None:
                break
            cursor = f"&cursor={page['next_cursor']}"
        assert page["next_cursor"] is None
        assert found == expected


def test_a_page_of_a_member_is_filled_from_as_many_reads_as_it_needs(stack: Stack) -> None:
    sales = stack.wired(SalesWiring)
    sales.payouts = replace(sales.payouts, looked_back_max=4, page_entries=2)
    member = stack.member()
    made = [owing(stack, member, 1_000 * n) for n in (1, 2, 3)]

    page = listed(stack, f"member_id={member.member_id}&limit=2")

    assert [row["entry_id"] for row in page["data"]] == [made[2], made[1]]


@pytest.mark.parametrize("page_entries", [2, 100])
@pytest.mark.parametrize("of", ["", "member"])
def test_refunds_that_follow_one_another_are_neither_lost_nor_too_many(
    stack: Stack, of: str, page_entries: int
) -> None:
    sales = stack.wired(SalesWiring)
    sales.payouts = replace(sales.payouts, page_entries=page_entries)
    member = stack.member()
    bought = [sell(stack, member, 1_000).json["purchase_id"] for _ in range(3)]
    made: list[str] = []
    for purchase_id in bought:
        stack.later(seconds=1)
        made.insert(0, take_back(stack, member, purchase_id).json["entry_id"])
    base = f"member_id={member.member_id}&" if of else ""

    first = listed(stack, f"{base}limit=2")
    rest = listed(stack, f"{base}limit=2&cursor={first['next_cursor']}")
    whole = listed(stack, f"{base}limit=3")

    assert [row["entry_id"] for row in first["data"]] == made[:2]
    assert [row["entry_id"] for row in rest["data"]] == made[2:]
    assert [row["entry_id"] for row in whole["data"]] == made
    assert (rest["next_cursor"], None if of else whole["next_cursor"]) == (None, None)
    of_open = listed(stack, f"{base}limit=2&status=open")
    for cursor, status in ((first["next_cursor"], "open"), (of_open["next_cursor"], "paid")):
        query = f"{base}limit=2&status={status}&cursor={cursor}"
        other = stack.call("GET", f"{PATH}?{query}", token="staff")
        assert (other.status, other.json["code"]) == (400, "cursor_invalid")


@pytest.mark.parametrize(
    ("query", "code", "param"),
    [
        ("on=2026-11-22&member_id=mem_06H02CHZG2WVD3YG", "invalid_request", "on"),
        ("on=today", "invalid_request", "on"),
        ("member_id=010-1234-5678", "invalid_request", "member_id"),
        ("status=owed", "invalid_request", "status"),
        ("limit=0", "invalid_request", "limit"),
        ("cursor=x", "cursor_invalid", "cursor"),
        ("member_id=mem_06H02CHZG2WVD3YG&cursor=x", "cursor_invalid", "cursor"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(
    stack: Stack, query: str, code: str, param: str
) -> None:
    check_refused(
        stack,
        lambda h: stack.call("GET", f"{PATH}?{query}", token="staff", headers=h),
        400,
        code,
        param,
    )
