"""Settlements, made again by other code: what was changed, left out or paid twice is named."""

import copy
import json
from typing import Any

import pytest

from chalicelib.settlement.wiring import SettlementWiring
from infra.verifier.settlement_book import SettlementBook
from tests import builders
from tests.conftest import FakeStaffTokens, Stack
from tests.sample_ledger import typed_json
from tests.settlement.settled_shops import SHOP, cancel, close_night, open_today, pay, set_fee
from tests.settlement.test_payouts import FakePayees, approved, at_mart, results
from tests.tampering import verify

Items = list[dict[str, Any]]
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def settled() -> tuple[Items, Files]:
    """Four days of two shops: parts taken back on later days, a debt that is carried on and paid,
    another rate, and a batch of payouts of which one failed and went again."""
    stack = Stack()
    stack.adapters.staff_tokens = FakeStaffTokens(stack)
    builders.seed(stack.table)
    open_today(stack)
    set_fee(stack)
    stack.wired(SettlementWiring).__dict__["payees"] = FakePayees()
    stack.staff_roles = frozenset({"operator", "manager", "treasurer"})
    member = stack.member(vouchers=5000)
    first = pay(stack, member, 2_000, terminal_id="A")
    cancel(stack, first, 300, 2_000)
    at_mart(stack, member)
    close_night(stack)
    cancel(stack, first, 1_700, 1_700)
    close_night(stack)
    pay(stack, member, 3_333)
    close_night(stack)
    close_night(stack)
    batch_id = approved(stack)
    results(stack, batch_id, (f"{batch_id}-00001", "정상", ""), (f"{batch_id}-00002", "오류", "x"))
    again = approved(stack)
    results(stack, again, (f"{again}-00001", "정상", ""))
    return [copy.deepcopy(item) for item in stack.table.items.values()], dict(stack.s3.objects)


def problems(items: Items, files: Files) -> list[str]:
    """But for days of the ledger, which nobody published here."""
    found = verify([typed_json(item) for item in items], files)
    assert not [b for b in found.broken if b.problem != "unpublished"]
    return [p.removeprefix("gangjin: ") for p in found.problems if "settlement" in p]


def test_what_was_settled_and_paid_is_found_sound(settled: tuple[Items, Files]) -> None:
    items, files = settled
    kinds = {item.get("type") for item in items}

    assert {"settlement", "settlement_day", "payout_outcome", "payout_line"} <= kinds
    assert problems(items, files) == []


def changed(items: Items, kind: str, name: str, value: Any, place: int = 0) -> Items:
    """One field of the record of the n-th item of a kind."""
    made = copy.deepcopy(items)
    item = sorted((i for i in made if i.get("type") == kind), key=lambda i: i["sk"])[place]
    assert item["record"].get(name) != value
    item["record"][name] = value
    return made


@pytest.mark.parametrize("name", ["gross_amount", "sale_amount", "fee_amount", "carried_in"])
def test_each_sum_of_a_statement_is_held_against_the_ledger(
    settled: tuple[Items, Files], name: str
) -> None:
    items, files = settled

    for place in range(4):
        found = problems(changed(items, "settlement", name, 12_345, place), files)
        assert any(name in each for each in found), place


@pytest.mark.parametrize(
    ("name", "value"),
    [("hash", "0" * 64), ("previous", "1" * 64), ("row_count", 7), ("payout_on", "2026-11-28")],
)
def test_what_stands_beside_the_sums_is_held_too(
    settled: tuple[Items, Files], name: str, value: Any
) -> None:
    items, files = settled

    assert problems(changed(items, "settlement", name, value), files)


def test_a_statement_that_is_gone_is_named(settled: tuple[Items, Files]) -> None:
    items, files = settled
    kept = [i for i in items if not (i.get("type") == "settlement" and i["pk"].endswith(SHOP))]

    assert f"settlement of 2026-11-22: {SHOP} has no statement" in problems(kept, files)


def test_a_payment_that_was_never_settled_is_named(settled: tuple[Items, Files]) -> None:
    """Its day's file was made anew without it, with all hashes right."""
    items, files = settled
    items, files = copy.deepcopy(items), dict(files)
    name = "gangjin/settlement-days/2026-11-22.json"
    day = json.loads(files[name])
    day["sales"] = [sale for sale in day["sales"] if sale["kind"] == "payment"][:1]

    files[name] = json.dumps(day, sort_keys=True, separators=(",", ":")).encode()

    assert problems(items, files)


def test_a_sale_of_the_ledger_that_no_day_has_is_named() -> None:
    book = SettlementBook()
    book.add(
        {
            "kind": "redemption",
            "at": "2026-11-22T03:00:00.000Z",
            "entry_id": "ent_0000000000000001",
            "reference": f"{SHOP}/order-1",
            "merchant": [SHOP, "청자식당", "음식점"],
            "voucher_amount": -100,
            "allocations": [],
        }
    )

    assert list(book._beside_the_ledger({}, "2026-11-23")) == [
        f"settlement of 2026-11-22: the sales of {SHOP} are not those of the ledger"
    ]


def test_what_is_served_and_paid_of_days_that_are_gone_is_named(
    settled: tuple[Items, Files],
) -> None:
    items, files = settled
    kept = [item for item in items if item.get("type") != "settlement_day"]

    found = problems(kept, files)

    assert f"settlement of 2026-11-22: {SHOP} has a statement without a sale" in found


@pytest.mark.parametrize(("declared_on", "counts"), [("2026-11-22", True), ("2026-11-23", False)])
def test_a_holiday_counts_for_the_days_that_were_closed_after_it_was_declared(
    settled: tuple[Items, Files], declared_on: str, counts: bool
) -> None:
    items, files = settled
    holiday = {
        "pk": "gangjin#HOLIDAYS",
        "sk": "2026-11-25",
        "type": "holiday",
        "name": "임시공휴일",
        "declared_on": declared_on,
        "source": "고시",
    }

    found = problems([*items, holiday], files)

    said = f"settlement of 2026-11-22: {SHOP} is paid on 2026-11-25, no day for it"
    assert (said in found) == counts


@pytest.mark.parametrize("amount", [0, 1_991])
def test_a_payout_of_another_sum_is_named(settled: tuple[Items, Files], amount: int) -> None:
    items, files = settled

    found = problems(changed(items, "payout_outcome", "amount", amount), files)

    assert any("was paid" in each for each in found)


def test_a_second_payout_is_named(settled: tuple[Items, Files]) -> None:
    items, files = settled
    paid = next(i for i in items if i.get("type") == "payout_outcome")
    twice = {**copy.deepcopy(paid), "sk": f"{paid['sk'][:-1]}9"}

    assert any("once" in each for each in problems([*items, twice], files))


@pytest.mark.parametrize("byte", [b'"amount":2000', b'"order_id":"order', b'"previous":"0'])
def test_a_changed_byte_of_a_days_file_is_named(settled: tuple[Items, Files], byte: bytes) -> None:
    items, files = settled
    name = "gangjin/settlement-days/2026-11-22.json"
    assert byte in files[name]
    files = files | {name: files[name].replace(byte, byte[:-1] + b"9", 1)}

    assert problems(items, files)
