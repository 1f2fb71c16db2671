"""What a receipt says of approval and tax."""

from datetime import date

import pytest
from msgspec.structs import replace

from chalicelib.merchants.tax_classes import TaxedFrom, with_tax_class
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.paying.slips import approval_number, slip_of, vat_in
from tests import builders
from tests.conftest import Stack

DAY = date(2026, 11, 22)
SHOP = builders.a_merchant()


@pytest.mark.parametrize(
    ("amount", "vat"),
    # gross / 1.1 by hand: 10.0; 9,090.909…; 0.909…; 5.4545…; 500.0; 4.5454…
    [(11, 1), (10_000, 909), (1, 0), (6, 1), (550, 50), (5, 0), (0, 0)],
)
def test_the_tax_in_an_amount_is_what_the_rounded_supply_leaves(amount: int, vat: int) -> None:
    assert vat_in(amount) == vat


def test_what_cancels_give_back_of_the_tax_sums_up_to_the_payments() -> None:
    shop = replace(SHOP, tax_classes=(TaxedFrom(DAY, "general"),))
    left, given_back = 10_007, 0
    for part in (1, 3, 333, 4_670, 5_000):
        slip = slip_of(f"cxl_{part}", shop, DAY, before=left, after=left - part)
        assert (slip.supply_amount or 0) + (slip.vat_amount or 0) == part
        given_back, left = given_back + (slip.vat_amount or 0), left - part
    assert (left, given_back) == (0, vat_in(10_007))


@pytest.mark.parametrize(
    ("tax_class", "shown"),
    [
        ("general", (1000, 100, 0, "on_request")),
        ("simplified", (None, None, 0, "on_request")),
        ("exempt", (None, 0, 1100, "on_request")),
        ("untaxed", (None, None, 0, "none")),
    ],
)
def test_each_class_has_its_receipt(tax_class: str, shown: tuple[object, ...]) -> None:
    shop = replace(SHOP, tax_classes=(TaxedFrom(DAY, tax_class),))  # type: ignore[arg-type]
    slip = slip_of("rdm_1", shop, DAY, before=0, after=1100)
    assert (slip.supply_amount, slip.vat_amount, slip.tax_free_amount, slip.cash_receipt) == shown


def test_a_class_holds_from_its_day_on_and_rewrites_no_receipt() -> None:
    known = with_tax_class((), "simplified", DAY)
    later = with_tax_class(known, "general", date(2026, 12, 1))
    assert with_tax_class(later, "general", date(2026, 12, 5)) == later
    assert with_tax_class(later, None, date(2026, 12, 5)) == later
    # Told twice on one day, the last word holds from the next.
    assert with_tax_class(later, "exempt", date(2026, 12, 1))[-1] == (date(2026, 12, 1), "exempt")
    shop = replace(SHOP, tax_classes=later)
    days = (date(2026, 11, 21), DAY, date(2026, 11, 30), date(2026, 12, 1))
    found = [slip_of("rdm_1", shop, day, before=0, after=1).tax_class for day in days]
    assert found == [None, "simplified", "simplified", "general"]


def test_an_approval_number_has_eight_digits_and_is_the_same_again() -> None:
    numbers = {approval_number(f"rdm_{n}") for n in range(1000)}
    assert all(len(each) == 8 and each.isdecimal() for each in numbers)
    assert len(numbers) == 1000
    assert approval_number("rdm_1") == approval_number("rdm_1") != approval_number("cxl_1")


def test_a_tills_answers_have_the_receipt_also_of_a_cancel(stack: Stack) -> None:
    store = stack.wired(MerchantsWiring).store
    shop = store.by_id(builders.COUNTY, SHOP.merchant_id)
    assert shop is not None
    taxed = (TaxedFrom(DAY, "general"),)
    store.replace(replace(shop, tax_classes=taxed, version=shop.version + 1))
    member = stack.member(vouchers=3000)
    paid = stack.redeem(member.pay_code(), 1100).json
    receipt = paid["receipt"]
    assert (receipt["supply_amount"], receipt["vat_amount"]) == (1000, 100)
    body = {"amount": 550, "expected_remaining_amount": 1100, "reason": "손님이 원해서"}
    path = f"/v1/redemptions/{paid['redemption_id']}"
    canceled = stack.call("POST", f"{path}/cancels", body, token=builders.SHOP_KEY, key="new").json
    assert canceled["receipt"] == receipt
    [cancel] = canceled["cancels"]
    assert (cancel["receipt"]["supply_amount"], cancel["receipt"]["vat_amount"]) == (500, 50)
    assert cancel["receipt"]["approval_number"] != receipt["approval_number"]
    day = stack.call("GET", f"/v1/merchant/days/{DAY}", token=builders.READ_KEY).json["data"]
    assert [row["approval_number"] for row in day] == [
        each["receipt"]["approval_number"] for each in (canceled, cancel)
    ]
    # The member's own receipt says the same, of the payment and of what came back; nobody else's.
    entries = stack.call("GET", "/v1/me/entries", token=member.token).json["data"]
    path = "/v1/me/entries/{}/receipt"
    own = {
        each["kind"]: stack.call("GET", path.format(each["entry_id"]), token=member.token)
        for each in entries
    }
    assert own["redemption"].json == receipt
    assert own["cancellation"].json == cancel["receipt"]
    assert own["signup"].json["code"] == "entry_not_found"
    other = stack.member("010-2222-3333")
    for entry_id in (entries[0]["entry_id"], "ent_0000000000000000", "ent_x"):
        assert stack.call("GET", path.format(entry_id), token=other.token).status == 404
