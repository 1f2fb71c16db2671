"""The one table of kinds: whole, the same as what stood in many places, and held to by the rest."""

import re
from pathlib import Path
from typing import Any, get_args

import pytest
from msgspec.structs import replace

from chalicelib.core import periods
from chalicelib.county.settings import SETTINGS
from chalicelib.ledger import kinds
from chalicelib.ledger.answers import EntryAnswer
from chalicelib.ledger.appending import Draft, LedgerBrokenError, WalletPage, append
from chalicelib.ledger.chain import Chain
from chalicelib.ledger.entries import from_record, to_record
from chalicelib.ledger.idempotency import CommandKeys
from chalicelib.ledger.kinds import KINDS, EntryKind, KindsDisagreeError, KindUnknownError
from chalicelib.ledger.lots import Lot, put_in
from chalicelib.reconciling.ledger_sums import mileage_equation, voucher_equation
from chalicelib.reporting.assembly import assemble
from chalicelib.sales.payouts import REFUND_KINDS
from chalicelib.totals import day_totals
from chalicelib.totals.flows import NO_FLOWS, Flow, balance_trial
from chalicelib.totals.tally import PeriodTally
from infra.verifier.kinds import KINDS as AUDITED
from tests.builders import COUNTY, NOON
from tests.reporting.report_ledgers import COUNTY as COUNTY_FACTS
from tests.reporting.report_ledgers import FIRST_ON

ROOT = Path(__file__).parents[2]
MEMBER = "mem_0000000000000001"

# What the modules said of each kind, each for itself, before there was one table.
SETTINGS_READ = {
    "signup": {"mileage.signup", "mileage.valid_months"},
    "conversion": {
        "conversion.minimum",
        "conversion.multiple",
        "mileage.won_per_point",
        "voucher.holding_cap",
        "policy.valid_months",
        "identity.conversion",
    },
    "redemption": {
        "redemption.minimum",
        "redemption.maximum",
        "sale.barred_over_cap",
        "policy.barred_over_cap",
    },
    "cancellation": {"redemption.cancel_days"},
    "net_cancel": set(),
    "adjustment": {
        "adjustment.maximum",
        "mileage.valid_months",
        "voucher.holding_cap",
        "policy.valid_months",
    },
    "expiration": set(),
    "purchase": {
        "purchase.minimum",
        "purchase.multiple",
        "purchase.month_cap",
        "purchase.year_cap",
        "voucher.holding_cap",
        "sale.valid_months",
        "sale.refund_percent",
        "identity.purchase",
    },
    "purchase_cancel": {"purchase.cancel_days"},
    "change_refund": set(),
    "leaving_refund": set(),
}
CONTRA_ACCOUNTS = {
    "signup": "program_expense",
    "conversion": "conversion_clearing",
    "redemption": "merchants_payable",
    "cancellation": "merchants_payable",
    "net_cancel": "merchants_payable",
    "adjustment": "program_expense",
    "expiration": "expired",
    "purchase": "sale_discount",
    "purchase_cancel": "sale_discount",
    "change_refund": "sale_discount",
}
WORDS = {
    "signup": ("가입 축하 마일리지", "Sign-up mileage"),
    "conversion": ("마일리지를 상품권으로 바꿈", "Mileage converted to a voucher"),
    "redemption": ("상품권 결제", "Payment"),
    "cancellation": ("결제 취소", "Payment canceled"),
    "net_cancel": ("끝나지 않은 결제 되돌림", "Unfinished payment taken back"),
    "adjustment": ("군청 조정", "Adjustment by the county"),
    "expiration": ("유효 기간 지남", "Expired"),
    "purchase": ("상품권 구매", "Voucher bought"),
    "purchase_cancel": ("상품권 구매 취소", "Purchase canceled"),
    "change_refund": ("상품권 잔액 환불", "Rest of a voucher paid back"),
    "leaving_refund": ("탈퇴한 뒤 산 상품권 환불", "Bought voucher paid back after leaving"),
}


def test_each_kind_says_what_was_said_of_it() -> None:
    """Kinds that come later say what they like."""
    read = {kind: set(keys) for kind, keys in kinds.SETTINGS_READ.items()}
    accounts = {name: kind.contra_account for name, kind in KINDS.items()}
    assert read | SETTINGS_READ == read
    assert accounts | CONTRA_ACCOUNTS == accounts
    assert {**kinds.KIND_WORDS, **WORDS} == kinds.KIND_WORDS
    assert REFUND_KINDS == ("purchase_cancel", "change_refund", "leaving_refund")
    assert [name for name, kind in KINDS.items() if kind.is_settled] == [
        "redemption",
        "cancellation",
    ]
    assert kinds.with_role("payment", "payment_canceled") == (
        "redemption",
        "cancellation",
        "net_cancel",
    )


def test_a_full_wallet_refuses_what_adds_to_it_and_what_spends_alone() -> None:
    assert {name for name, kind in KINDS.items() if not kind.gives_back} == {
        "signup", "conversion", "redemption", "net_cancel", "adjustment", "purchase",
        "identity_grant", "reservation", "trip_grant", "visit_grant", "paper_sale", "tour_grant",
        "referral_grant", "activity_grant", "fee_share",
    }  # fmt: skip


def test_every_role_and_account_has_a_kind() -> None:
    assert {kind.role for kind in KINDS.values()} == set(get_args(kinds.Role))
    assert {k.contra_account for k in KINDS.values()} == set(get_args(kinds.ContraAccount))


def test_the_api_names_the_kinds_in_their_order() -> None:
    schema = EntryAnswer.model_json_schema()

    assert schema["properties"]["kind"]["enum"] == list(KINDS)
    assert list(KINDS)[: len(CONTRA_ACCOUNTS)] == list(CONTRA_ACCOUNTS)


def test_the_data_model_names_the_kinds_in_their_order() -> None:
    model = (ROOT / "docs" / "data-model.md").read_text(encoding="utf-8")
    row = re.search(r"^\| `kind` \| (.+) \|$", model, re.MULTILINE)

    assert row is not None
    assert row[1].split(", ") == list(KINDS)


def test_a_table_that_lacks_a_kind_or_has_another_cannot_be_imported() -> None:
    names = get_args(EntryKind)
    for table in (names[:-1], (*names, "gift"), (*names[1:], names[0])):
        with pytest.raises(KindsDisagreeError):
            kinds.check_same("a table", table, names)


def test_a_setting_cannot_be_read_by_a_kind_that_is_not_there() -> None:
    wrong = SETTINGS["mileage.signup"]._replace(read_by=("sign_up",))

    with pytest.raises(KindsDisagreeError, match=r"mileage\.signup is read by an unknown sign_up"):
        kinds.read_by_kind({"mileage.signup": wrong}, KINDS)


def test_a_stored_entry_of_an_unknown_kind_is_not_read() -> None:
    keys = CommandKeys(reference="signup/1", fingerprint="1")
    signup = append(
        None, Draft(kind="signup"), county_id=COUNTY, member_id=MEMBER, keys=keys, now=NOON
    )
    record = to_record(signup)
    assert from_record(record) == signup

    with pytest.raises(KindUnknownError, match="gift"):
        from_record(record | {"kind": "gift"})


def test_kept_totals_with_an_unknown_kind_are_not_read() -> None:
    totals = day_totals.DayTotals(COUNTY, NOON.date(), day_totals.ClosingTotals(1, 2, 3), NO_FLOWS)
    record = totals.to_record()
    assert day_totals.from_record(record) == totals

    with pytest.raises(KindUnknownError, match="gift"):
        day_totals.from_record(record | {"flows": {"gift": [1, 0, 0, 5, 0, 0, 0]}})


MOVES = [
    ("signup", 5, 0, True),
    ("signup", 0, 0, True),
    ("signup", 0, 5, False),
    ("signup", -5, 0, False),
    ("conversion", -5, 5, True),
    ("conversion", -5, 0, False),
    ("conversion", 5, 5, False),
    ("redemption", 0, -5, True),
    ("redemption", -5, -5, False),
    ("redemption", 0, 5, False),
    ("redemption", 0, 0, False),
    ("cancellation", 0, 5, True),
    ("cancellation", 0, -5, False),
    ("net_cancel", 0, 0, True),
    ("net_cancel", 0, 5, False),
    ("adjustment", -5, 0, True),
    ("adjustment", 0, 5, True),
    ("expiration", -5, -5, True),
    ("expiration", 0, 5, False),
    ("purchase", 0, 5, True),
    ("purchase", 0, -5, False),
    ("purchase_cancel", 0, -5, True),
    ("change_refund", 0, -5, True),
    ("change_refund", 5, -5, False),
    ("leaving_refund", 0, -5, True),
    ("leaving_refund", 0, 5, False),
    ("grant_return", -5, 0, True),
    ("grant_return", 5, 0, False),
    ("grant_return", 0, 0, False),
    ("identity_grant", 5, 0, True),
    ("identity_grant", -5, 0, False),
    ("visit_grant", 5, 0, True),
    ("visit_grant", 0, 0, False),
    ("referral_return", 5, 0, False),
    ("carry_over", -5, -5, True),
    ("carry_over", 5, 5, True),
    ("carry_over", 0, 0, True),
]


@pytest.mark.parametrize(("kind", "mileage", "voucher", "may"), MOVES)
def test_which_way_a_kind_moves(kind: EntryKind, mileage: int, voucher: int, may: bool) -> None:
    assert KINDS[kind].may_move(mileage, voucher) is may


def test_an_entry_that_moves_against_its_kind_is_never_written() -> None:
    class Nothing:
        def __getattr__(self, name: str) -> Any:
            raise AssertionError(f"{name} was called")

        def read(self, county_id: str, member_id: str) -> Any:
            return WalletPage([], None, None)

    lot = Lot("vch_1", "policy", "test", 5, 5, None)
    chain = Chain(Nothing(), lambda: NOON)  # type: ignore[arg-type]

    with pytest.raises(LedgerBrokenError, match="a net_cancel of 0 mileage, 5 won"):
        chain.run(
            COUNTY,
            MEMBER,
            CommandKeys(reference="net/1", fingerprint="1"),
            lambda view: Draft(kind="net_cancel", allocations=(put_in(lot),)),
        )


def test_the_independent_auditor_knows_the_same_kinds_and_no_laxer_signs() -> None:
    assert list(AUDITED) == list(KINDS)
    for name, kind in KINDS.items():
        its = AUDITED[name]
        for audited, signs in ((its.mileage, kind.mileage), (its.voucher, kind.voucher)):
            assert audited is None or signs == (audited, audited), name


@pytest.mark.parametrize("kind", KINDS)
def test_the_sums_of_a_county_hold_whatever_kind_moves(kind: EntryKind) -> None:
    """A kind that no equation, account or line of a report counted would leave a difference."""
    flow = Flow(1, *_sides(KINDS[kind].mileage, 7), *_sides(KINDS[kind].voucher, 11))
    flows = {**NO_FLOWS, kind: flow}

    assert mileage_equation(flows, flow.mileage).difference == 0
    assert voucher_equation(flows, flow.voucher).difference == 0
    trial = balance_trial(flows, mileage_movement=flow.mileage, voucher_movement=flow.voucher)
    assert trial.is_zero
    assert trial.debit_total == trial.credit_total
    period = periods.campaign("all", first_on=FIRST_ON, last_on=FIRST_ON)
    tally = PeriodTally(COUNTY_FACTS.county_id, period, day_totals.ClosingTotals())
    tally.days.append(replace(tally.end_day(), flows=flows))
    del tally.days[0]
    tally.links.mileage_movement = flow.mileage
    tally.links.voucher_movement = flow.voucher
    report = assemble(tally, county=COUNTY_FACTS, campaigns={}, small_cell_min=0)
    m, v = report.mileage, report.vouchers
    assert m.outstanding == (
        m.opening + m.granted + m.adjusted_up - m.adjusted_down - m.converted - m.expired
    )
    assert v.outstanding_amount == (
        v.opening_amount + v.issued_amount + v.sold_amount + v.adjusted_up_amount
        - v.adjusted_down_amount - v.spent_amount + v.canceled_back_amount
        - v.sale_canceled_amount - v.change_refunded_amount - v.expired_amount
    )  # fmt: skip


def _sides(signs: kinds.Signs, amount: int) -> tuple[int, int]:
    """`(in, out)` as large as the kind may move, both sides different."""
    low, high = signs
    return (amount if high > 0 else 0), (2 * amount if low < 0 else 0)
