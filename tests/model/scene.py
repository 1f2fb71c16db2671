"""The counties, shops, rounds and rules of the walks: small caps and short lives, so that every
bound is met often."""

from tests.model import seoul
from tests.model.bench import Bench

COUNTIES = ("gangjin", "jinju")
PEOPLE = ("ann", "bob", "cho")
SHOPS = ("diner", "mart", "shut")
FOUNDED = seoul.day_number(2026, 1, 1)

BEGINNINGS = (
    seoul.moment(2026, 11, 22, 12),
    seoul.moment(2026, 12, 29, 9),
    seoul.moment(2027, 12, 31, 23, 59),
    seoul.moment(2028, 1, 31, 18),
    seoul.moment(2028, 2, 28, 23, 50),
    seoul.moment(2028, 2, 29, 10),
    seoul.moment(2027, 3, 31, 0),
)

RULES: dict[str, dict[str, int | None]] = {
    "gangjin": {
        "mileage.signup": 5000,
        "mileage.won_per_point": 1,
        "mileage.valid_months": 2,
        "conversion.minimum": 1000,
        "conversion.multiple": 1000,
        "voucher.holding_cap": 15_000,
        "sale.valid_months": 3,
        "sale.barred_over_cap": 1,
        "sale.refund_percent": 80,
        "policy.valid_months": 2,
        "policy.barred_over_cap": 0,
        "purchase.minimum": 1000,
        "purchase.multiple": 1000,
        "purchase.month_cap": 7000,
        "purchase.year_cap": 20_000,
        "purchase.cancel_days": 7,
        "discount.maximum_percent": 20,
        "redemption.minimum": 1,
        "redemption.maximum": 12_000,
        "redemption.cancel_days": 7,
        "adjustment.maximum": 1_000_000,
        "counter.day_maximum": 6000,
        "counter.receipt_above": 2000,
        "grant.person_maximum": 6000,
        "grant.file_maximum": 10000,
        "identity.conversion": 0,
        "identity.purchase": 0,
        "report.small_cell": 5,
    },
    "jinju": {
        "mileage.signup": 3000,
        "mileage.won_per_point": 2,
        "mileage.valid_months": None,
        "conversion.minimum": 500,
        "conversion.multiple": 500,
        "voucher.holding_cap": None,
        "sale.valid_months": 2,
        "sale.barred_over_cap": 1,
        "sale.refund_percent": 70,
        "policy.valid_months": 60,
        "policy.barred_over_cap": 1,
        "purchase.minimum": 100,
        "purchase.multiple": 1,
        "purchase.month_cap": 5000,
        "purchase.year_cap": None,
        "purchase.cancel_days": 40,
        "discount.maximum_percent": 20,
        "redemption.minimum": 100,
        "redemption.maximum": 2_000_000,
        "redemption.cancel_days": 40,
        "adjustment.maximum": 1_000_000,
        "counter.day_maximum": None,
        "counter.receipt_above": None,
        "grant.person_maximum": 6000,
        "grant.file_maximum": 10000,
        "identity.conversion": 1,
        "identity.purchase": 0,
        "report.small_cell": 5,
    },
}

CHANGES: dict[str, tuple[int | None, ...]] = {
    "mileage.valid_months": (None, 1, 3),
    "conversion.minimum": (1000, 2000),
    "voucher.holding_cap": (None, 8000, 30_000),
    "sale.valid_months": (1, 2, 12),
    "sale.refund_percent": (60, 70, 80),
    "sale.barred_over_cap": (0, 1),
    "policy.valid_months": (1, 3, 60),
    "policy.barred_over_cap": (0, 1),
    "purchase.month_cap": (2000, 7000, 20_000),
    "purchase.year_cap": (None, 9000, 30_000),
    "purchase.cancel_days": (0, 7, 40),
    "redemption.cancel_days": (0, 3, 40),
    "identity.purchase": (0, 0, 1),
}
"""What a notice may change, and to what."""

_ROUNDS = (
    # name, opens and closes in days from the beginning, budget, discount, shards
    ("rnd_first", -1, 6, 9000, 10, 3),
    ("rnd_second", 4, 20, 12_000, 15, 4),
    ("rnd_long", -90, 500, 60_000, 7, 1),
)

_CASHBACKS = {
    # Rate, floor, a person's month, budget, shards; opens and closes in days from the beginning.
    "gangjin": (10, 1000, 600, 1500, 3, -90, 40, ("diner", "mart")),
    "jinju": (7, 100, 150, 250, 1, 1, 500, ("diner",)),
}


def set_up(bench: Bench, now: int) -> None:
    """Two counties with their rules, shops and rounds, in the model and in the product."""
    state, driver = bench.state, bench.driver
    for county in COUNTIES:
        state["settings"][county] = {k: {FOUNDED: v} for k, v in RULES[county].items()}
        driver.found(county, RULES[county], FOUNDED)
        state["carried"][county] = 0
        for shop in SHOPS:
            facts = {"big": shop == "mart", "open": shop != "shut"}
            state["shops"][county, shop] = facts
            state["tills"][county, shop] = 0
            driver.open_shop(county, shop, big=facts["big"], is_open=facts["open"])
        for name, opens, closes, budget, discount, shards in _ROUNDS:
            of = {
                "opens": seoul.midnight(seoul.day_of(now) + opens),
                "closes": seoul.midnight(seoul.day_of(now) + closes),
                "budget": budget,
                "left": budget,
                "sold": 0,
                "carried": 0,
                "discount": discount,
                "shards": shards,
            }
            state["rounds"][county, name] = of
            driver.announce(county, name, of)
        _give_cashback(bench, county, seoul.day_of(now))
    driver.restart()


def _give_cashback(bench: Bench, county: str, today: int) -> None:
    rate, floor, ceiling, budget, shards, opens, closes, shops = _CASHBACKS[county]
    of = {
        "rate": rate,
        "floor": floor,
        "ceiling": ceiling,
        "budget": budget,
        "left": budget,
        "shards": shards,
        "opens": seoul.midnight(today + opens),
        "closes": seoul.midnight(today + closes),
        "shops": shops,
    }
    bench.state["cashbacks"][county] = of
    bench.driver.give_cashback(county, of)


MUST_BE_MET: dict[str, tuple[str, ...]] = {
    "convert": (
        "done",
        "replay",
        "conversion_below_minimum",
        "conversion_not_a_multiple",
        "insufficient_mileage",
        "member_not_found",
        "member_suspended",
        "token_expired",
        "identity_required",
    ),
    "pay": (
        "done",
        "replay",
        "amount_out_of_range",
        "idempotency_key_reused",
        "insufficient_balance",
        "member_not_found",
        "member_suspended",
        "merchant_not_eligible",
        "merchant_suspended",
        "net_canceled",
        "order_already_paid",
        "pay_code_expired",
        "voucher_expired",
    ),
    "cancel": (
        "done",
        "amount_out_of_range",
        "cancel_amount_exceeds_remaining",
        "cancel_window_closed",
        "expected_remaining_mismatch",
        "redemption_not_found",
    ),
    "cashback": ("given", "taken back", "owed", "month's rest", "budget's rest"),
    "settle": ("done", "amount_out_of_range"),
    "net_cancel": ("done", "replay", "idempotency_key_reused", "pay_code_expired"),
    "buy": (
        "done/round",
        "replay",
        "amount_out_of_range",
        "member_not_found",
        "member_suspended",
        "purchase_limit_exceeded",
        "receivable_open",
        "round_not_found",
        "round_not_open",
    ),
    "undo": (
        "done/round",
        "done/carry_over",
        "purchase_cancel_window_closed",
        "purchase_not_found",
    ),
    "refund": (
        "done",
        "change_refund_not_reached",
        "voucher_expired",
        "voucher_not_found",
        "voucher_not_refundable",
    ),
    "refund_left": ("done", "left_wallet_not_found"),
    "adjust": ("done", "replay", "adjustment_invalid", "member_unknown", "insufficient_mileage"),
    "leave": ("done", "member_not_found", "member_suspended"),
    "sign_up": ("done", "done/phone_in_use"),
    "write_off": ("done",),
    "identify": (
        "done",
        "done/belongs_to_other",
        "identity_mismatch",
        "member_not_found",
        "verification_token_invalid",
    ),
    "person": ("first", "grant taken back", "old wallet opened", "took a number"),
    "suspend": ("done/suspended", "member_not_found"),
    "readmit": ("done/active",),
    "close_shop": ("done/suspended",),
    "open_shop": ("done/active",),
    "sell": (
        "done/round",
        "replay",
        "counter_sum_exceeded",
        "own_wallet",
        "receipt_reference_missing",
        "member_suspended",
    ),
    "ask_sale": ("done/proposed", "own_wallet", "member_suspended"),
    "approve_sale": (
        "done/applied",
        "done/purchase_limit_exceeded/refused",
        "already_decided",
        "approver_is_proposer",
    ),
    "reject_sale": ("done/rejected", "already_decided", "approver_is_proposer"),
    "upload": ("done/proposed", "csv_invalid", "grant_expiry_invalid", "own_wallet"),
    "approve_file": ("done/approved", "approver_is_proposer"),
    "reject_file": ("done/rejected",),
    "work": ("done/completed", "done/approved", "grant_not_approved"),
    "row": ("granted", "already_granted", "member_unknown"),
    "very_late": ("refused",),
    "very_late/desk": ("done",),
}
"""What the normal run must have come to, so that it does not pass by doing nothing."""
