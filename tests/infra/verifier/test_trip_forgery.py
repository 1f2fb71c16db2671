"""A trip that was paid otherwise than its claim and the rule say is named, and so is its budget."""

from collections.abc import Callable
from typing import Any

import pytest

from infra.verifier import ledger_check
from tests.conftest import Stack
from tests.sample_ledger import typed_json
from tests.tampering import Items
from tests.trips.journeys import apply, decide, granted, review

Item = dict[str, Any]


@pytest.fixture
def paid(stack: Stack) -> Stack:
    """Two trips that were paid, of which one was taken back after it was spent, and an open one."""
    stack.staff_roles = frozenset({"operator", "manager"})
    one, other = stack.member(), stack.member("010-9876-5432")
    granted(one, amount=80_000)
    taken = granted(other, amount=60_000)
    assert stack.redeem(other.pay_code(), 20_000).status == 201
    stack.later(minutes=1)
    assert review(stack, taken, False).status == 200
    assert decide(stack, taken, "clawback", by="berta", reason="거짓").status == 200
    assert apply(one, 9).status == 201
    return stack


def problems_of(stack: Stack) -> list[str]:
    items = [typed_json(item) for item in stack.table.items.values() if item]
    found = ledger_check.check(Items(items), None)
    return found.problems + [str(each) for each in found.broken]


def of(stack: Stack, status: str) -> Item:
    return next(
        item
        for item in stack.table.items.values()
        if item.get("type") == "trip" and item["status"] == status
    )


def claim_of(stack: Stack, status: str) -> Item:
    trip_id = of(stack, status)["sk"]
    return next(
        item for item in stack.table.items.values() if item["pk"].endswith(f"TRIPCLAIM#{trip_id}")
    )


def budget(stack: Stack) -> Item:
    return next(item for item in stack.table.items.values() if item.get("type") == "trip_budget")


def replaced(trip: Item, name: str, number: int, value: object) -> None:
    trip[name] = [*trip[name][:number], value, *trip[name][number + 1 :]]


def claimed_less(stack: Stack) -> None:
    claim = claim_of(stack, "granted")
    row = claim["receipts"][0]
    claim["receipts"] = [[*row[:3], 70_000, *row[4:]]]


def test_what_the_product_wrote_is_sound(paid: Stack) -> None:
    assert problems_of(paid) == []


FORGERIES: dict[str, tuple[Callable[[Stack], object], str]] = {
    "less spent than paid for": (
        lambda s: replaced(of(s, "granted"), "grant", 1, 70_000), "(amount)",
    ),
    "below the least": (lambda s: replaced(of(s, "granted"), "grant", 1, 29_999), "(amount)"),
    "above the cap": (lambda s: of(s, "granted").update(reserved_amount=10_000), "(amount)"),
    "more than was claimed": (claimed_less, "(claim)"),
    "one person": (lambda s: replaced(of(s, "granted"), "grant", 4, ["sub-anna", "anna"]),
                   "(review)"),
    "another member's": (lambda s: of(s, "granted").update(member_id="mem_0"), "(member)"),
    "another entry": (lambda s: replaced(of(s, "granted"), "grant", 2, "ent_0"), "(entry)"),
    "never said to be paid": (lambda s: of(s, "granted").pop("grant"), "(payment)"),
    "not paid": (lambda s: of(s, "granted").update(status="claimed"), "(payment"),
    "more taken back": (lambda s: replaced(of(s, "clawed_back"), "grant", 5, 30_001),
                        "(amount, taken back)"),
    "nothing taken back": (lambda s: of(s, "clawed_back").update(status="granted"), "(status)"),
    "held more": (lambda s: budget(s).update(held=200_000), "trips of 2026: the budget"),
    "spent less": (lambda s: budget(s).update(spent=0), "trips of 2026: the budget"),
    "no such trip": (
        lambda s: s.table.items.pop((of(s, "granted")["pk"], of(s, "granted")["sk"])),
        "there is no such trip",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", FORGERIES)
def test_what_was_changed_afterwards_is_named(paid: Stack, what: str) -> None:
    forge, said = FORGERIES[what]

    forge(paid)

    found = problems_of(paid)
    assert any(said in each for each in found), found
