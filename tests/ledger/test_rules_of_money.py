"""The rules of money at their edges, with literal dates and amounts: no rule is its own oracle."""

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from chalicelib.core.values import add_months
from chalicelib.ledger import lots, vouchers
from chalicelib.ledger.appending import Draft, append
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.errors import (
    AmountOutOfRangeError,
    HoldingCapExceededError,
    InsufficientBalanceError,
    VoucherExpiredError,
    WalletFullError,
)
from chalicelib.ledger.idempotency import CommandKeys
from chalicelib.ledger.lots import Lot, LotKind, SaleTerms
from chalicelib.ledger.purchase_facts import PurchaseCounters
from chalicelib.merchants.errors import MerchantSuspendedError
from chalicelib.paying import redemptions
from chalicelib.paying.errors import CancelAmountExceedsRemainingError, MerchantNotEligibleError
from chalicelib.sales import purchases
from chalicelib.wallets import conversions
from tests.builders import COUNTY, NOON, SETTINGS, a_mart, a_merchant

FAR = date(2031, 11, 22)


def a_lot(kind: LotKind, amount: int, expires_on: date | None = FAR, name: str = "1") -> Lot:
    terms = SaleTerms(amount * 9 // 10, 80) if kind == "sale" else None
    return Lot(f"vch_{kind}{name}", kind, "test", amount, amount, expires_on, terms)


def a_wallet(*held: Lot) -> Entry:
    return append(
        None,
        Draft(kind="signup", allocations=tuple(lots.put_in(lot) for lot in held)),
        county_id=COUNTY,
        member_id="mem_0000000000000001",
        keys=CommandKeys(reference="signup/1", fingerprint="1"),
        now=NOON,
    )


def pay(wallet: Entry, amount: int, merchant: object = None, now: datetime = NOON) -> Draft:
    shop = merchant or a_merchant()
    return redemptions.decide(wallet, amount=amount, merchant=shop, settings=SETTINGS, now=now)  # type: ignore[arg-type]


def taken(draft: Draft) -> list[tuple[str, int]]:
    return [(a.lot_id, a.amount) for a in draft.allocations]


# Above the 3-billion-won line


def test_a_bought_voucher_is_barred_above_the_sales_cap_and_named() -> None:
    with pytest.raises(MerchantNotEligibleError) as refused:
        pay(a_wallet(a_lot("sale", 5000)), 3000, a_mart())
    barred = [{"voucher_id": "vch_sale1", "kind": "sale", "amount": 5000}]
    assert refused.value.values == {"balance": 0, "barred": barred}


def test_a_bought_voucher_pays_everywhere_else() -> None:
    assert taken(pay(a_wallet(a_lot("sale", 5000)), 3000)) == [("vch_sale1", -3000)]


def test_a_mixed_wallet_pays_above_the_cap_with_its_policy_lots_alone() -> None:
    wallet = a_wallet(a_lot("sale", 5000, date(2027, 1, 1)), a_lot("policy", 4000))
    assert taken(pay(wallet, 4000, a_mart())) == [("vch_policy1", -4000)]
    with pytest.raises(MerchantNotEligibleError) as refused:
        pay(wallet, 4001, a_mart())
    assert refused.value.values["balance"] == 4000


def test_money_that_is_just_enough_is_barred_and_not_too_little() -> None:
    with pytest.raises(MerchantNotEligibleError):
        pay(a_wallet(a_lot("sale", 5000)), 5000, a_mart())


def test_too_little_money_is_said_before_any_bar() -> None:
    wallet = a_wallet(a_lot("sale", 1000), a_lot("policy", 1000))
    with pytest.raises(InsufficientBalanceError):
        pay(wallet, 3000, a_mart())


@pytest.mark.parametrize("status", ["suspended", "closed"])
def test_only_an_active_shop_is_paid(status: str) -> None:
    with pytest.raises(MerchantSuspendedError):
        pay(a_wallet(a_lot("policy", 5000)), 100, a_merchant(status=status))


# The order of spending


def test_the_lot_that_ends_first_is_spent_first_and_one_without_an_end_last() -> None:
    wallet = a_wallet(
        a_lot("policy", 100, None, "a"),
        a_lot("policy", 100, date(2030, 1, 1), "b"),
        a_lot("sale", 100, date(2027, 1, 1), "c"),
    )
    assert taken(pay(wallet, 250)) == [
        ("vch_salec", -100),
        ("vch_policyb", -100),
        ("vch_policya", -50),
    ]


def test_an_ended_lot_is_not_spent_and_is_why() -> None:
    wallet = a_wallet(a_lot("policy", 100, date(2026, 11, 22)), a_lot("policy", 50, FAR, "2"))
    last_moment = datetime(2026, 11, 22, 14, 59, 59, tzinfo=UTC)
    assert len(taken(pay(wallet, 150, now=last_moment))) == 2
    with pytest.raises(VoucherExpiredError) as refused:
        pay(wallet, 150, now=datetime(2026, 11, 22, 15, 0, tzinfo=UTC))
    assert refused.value.values == {"balance": 50}


# Bounds, hit exactly


@pytest.mark.parametrize("amount", [1, 2_000_000])
def test_the_smallest_and_the_largest_payment_go_through(amount: int) -> None:
    assert taken(pay(a_wallet(a_lot("policy", 2_000_000)), amount)) == [("vch_policy1", -amount)]


@pytest.mark.parametrize("amount", [0, -1, 2_000_001])
def test_one_won_beyond_either_bound_is_refused(amount: int) -> None:
    with pytest.raises(AmountOutOfRangeError):
        pay(a_wallet(a_lot("policy", 3_000_000)), amount)


def test_the_holding_cap_may_be_reached_and_not_passed() -> None:
    held = a_lot("policy", 1_490_000)
    points = Lot("mlg_1", "mileage", "signup", 20_000, 20_000, None)
    wallet = a_wallet(held, points)
    draft = conversions.decide(wallet, mileage=10_000, settings=SETTINGS, now=NOON)
    assert draft.allocations[-1].face == 10_000
    with pytest.raises(HoldingCapExceededError) as refused:
        conversions.decide(wallet, mileage=11_000, settings=SETTINGS, now=NOON)
    assert refused.value.values == {"limit": 1_500_000, "used": 1_490_000, "remaining": 10_000}


def test_above_a_cap_that_was_lowered_nothing_more_can_be_held() -> None:
    with pytest.raises(HoldingCapExceededError) as refused:
        vouchers.check_holding_cap(1_500_001, 1, 1_500_000)
    assert refused.value.values == {"limit": 1_500_000, "used": 1_500_001, "remaining": 0}


def test_no_shop_takes_mileage() -> None:
    points = Lot("mlg_1", "mileage", "signup", 5000, 5000, None)
    assert not a_merchant().accepts(points, SETTINGS)


def test_an_ended_voucher_does_not_count_to_the_holding_cap() -> None:
    ended = a_lot("policy", 1_500_000, date(2026, 11, 21))
    wallet = a_wallet(ended, Lot("mlg_1", "mileage", "signup", 5000, 5000, None))
    assert conversions.decide(wallet, mileage=5000, settings=SETTINGS, now=NOON)


# Taking a payment back


def test_all_that_remains_may_be_named_and_not_a_won_more_or_nothing() -> None:
    wallet = a_wallet(a_lot("policy", 1000))
    payment = append(
        wallet,
        pay(wallet, 700),
        county_id=COUNTY,
        member_id=wallet.member_id,
        keys=CommandKeys(reference="order", fingerprint="1"),
        now=NOON,
    )

    def cancel(amount: int) -> Draft:
        return redemptions.decide_cancel(
            payment,
            already=0,
            amount=amount,
            expected_remaining_amount=700,
            reason="",
            settings=SETTINGS,
            now=NOON,
        )

    assert taken(cancel(700)) == [("vch_policy1", 700)]
    with pytest.raises(CancelAmountExceedsRemainingError) as too_much:
        cancel(701)
    assert (too_much.value.param, too_much.value.values) == ("amount", {"remaining": 700})
    with pytest.raises(AmountOutOfRangeError) as nothing:
        cancel(0)
    assert nothing.value.values == {"minimum": 1, "maximum": 1_000_000_000}


# Months


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_months_last(
    day: date, months: int, expected: date
) -> None:
    assert add_months(day, months) == expected


def test_a_voucher_of_the_31st_is_good_through_the_31st() -> None:
    assert vouchers.voucher_expiry("policy", date(2026, 3, 31), SETTINGS) == date(2031, 3, 31)
    assert vouchers.voucher_expiry("policy", date(2028, 2, 29), SETTINGS) == date(2033, 2, 28)


def test_purchase_limits_turn_with_seouls_month_and_year() -> None:
    counters = PurchaseCounters("2026-11", 300_000, "2026", 900_000)
    capped = replace(SETTINGS, purchase_year_cap=4_000_000)
    month = purchases.month(counters, capped, date(2026, 11, 30))
    assert (month.used, month.remaining) == (300_000, 400_000)
    assert month.resets_at == datetime(2026, 11, 30, 15, 0, tzinfo=UTC)
    assert purchases.month(counters, capped, date(2026, 12, 1)).used == 0
    year = purchases.year(counters, capped, date(2026, 12, 31))
    assert (year.used, year.remaining) == (900_000, 3_100_000)
    assert year.resets_at == datetime(2026, 12, 31, 15, 0, tzinfo=UTC)
    assert purchases.year(counters, capped, date(2027, 1, 1)).used == 0


def test_a_wallet_holds_two_hundred_lots_and_not_one_more() -> None:
    held = [a_lot("policy", 1, name=f"{n:03}") for n in range(200)]

    assert len(a_wallet(*held).lots) == 200
    with pytest.raises(WalletFullError):
        a_wallet(*held, a_lot("policy", 1, name="200"))


def test_a_wallet_written_to_without_end_is_refused_before_its_item_bursts() -> None:
    wallet = a_wallet(a_lot("policy", 5000))
    full = replace(wallet.recent, days=(b"abcd" * 15_001,))
    with pytest.raises(WalletFullError):
        append(
            replace(wallet, recent=full),
            pay(wallet, 100),
            county_id=COUNTY,
            member_id=wallet.member_id,
            keys=CommandKeys(reference="order", fingerprint="1"),
            now=NOON,
        )
