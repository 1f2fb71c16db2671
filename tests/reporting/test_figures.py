"""The figures against a second, naive computation, over random ledgers."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from chalicelib.core import periods, regions
from chalicelib.reporting.assembly import assemble
from chalicelib.reporting.report import share_bps
from chalicelib.totals import day_totals
from chalicelib.totals.day_totals import ClosingTotals
from chalicelib.totals.tally import PeriodTally
from tests.reporting.report_ledgers import (
    CAMPAIGNS,
    COUNTY,
    FIRST_ON,
    ORIGINS,
    SHOPS,
    Ledger,
    at_seoul,
    in_order,
    ledgers,
)

DAYS = 3
PERIOD = periods.campaign("all", first_on=FIRST_ON, last_on=FIRST_ON + timedelta(days=DAYS - 1))


def report_of(entries, *, period=PERIOD, opening=None, minimum=5, campaign_id=None):
    tally = PeriodTally(
        COUNTY.county_id, period, opening or ClosingTotals(), campaign_id=campaign_id
    )
    for on in period.days():
        for entry in entries:
            if entry.on == on:
                tally.add(entry)
        tally.end_day()
    return assemble(tally, county=COUNTY, campaigns=CAMPAIGNS, small_cell_min=minimum)


@settings(max_examples=80, deadline=None)
@given(ledgers(days=DAYS))
def test_figures_agree_with_a_naive_count(ledger):
    entries = ledger.entries
    report = report_of(entries, minimum=0)

    def total(field, *kinds):
        return sum(getattr(e, field) for e in entries if e.kind in kinds)

    joined = [e for e in entries if e.kind == "signup"]
    assert report.signups.total == report.members.closing == len(ledger.heads) == len(joined)
    assert sum(report.signups.by_hour) == len(joined)
    for hour in range(24):
        expected = sum((e.at + timedelta(hours=9)).hour == hour for e in joined)
        assert report.signups.by_hour[hour] == expected
    regions_expected = Counter(regions.canonical(e.origin.region_code) for e in joined)
    assert {r.code: r.count for r in report.signups.by_region} == regions_expected
    assert {r.relation: r.count for r in report.signups.by_relation} == Counter(
        e.origin.relation for e in joined
    )
    assert {(b.campaign_id, b.booth_code): b.count for b in report.signups.by_booth} == Counter(
        (e.origin.campaign_id, e.origin.booth_code) for e in joined
    )
    heads = ledger.heads.values()
    mileage, vouchers, sales = report.mileage, report.vouchers, report.redemptions
    assert mileage.outstanding == sum(e.mileage_balance for e in heads)
    assert vouchers.outstanding_amount == sum(e.voucher_balance for e in heads)
    assert mileage.granted == total("mileage_amount", "signup")
    assert mileage.converted == -total("mileage_amount", "conversion")
    assert mileage.outstanding == (
        mileage.opening + mileage.granted + mileage.adjusted_up - mileage.adjusted_down
        - mileage.converted - mileage.expired
    )  # fmt: skip
    assert vouchers.outstanding_amount == (
        vouchers.opening_amount + vouchers.issued_amount + vouchers.sold_amount
        + vouchers.adjusted_up_amount - vouchers.adjusted_down_amount - vouchers.spent_amount
        + vouchers.canceled_back_amount - vouchers.sale_canceled_amount
        - vouchers.change_refunded_amount - vouchers.expired_amount
    )  # fmt: skip
    assert sales.total.gross_amount == -total("voucher_amount", "redemption")
    assert sales.total.canceled_amount == total("voucher_amount", "cancellation", "net_cancel")
    for rows in (sales.by_merchant, sales.by_category):
        assert sum(row.net_amount for row in rows) == sales.total.net_amount
        assert sum(row.count for row in rows) == sales.total.count
    paid = {e.member_id for e in entries if e.kind == "redemption"}
    used = paid | {e.member_id for e in entries if e.kind == "conversion"}
    assert (report.active.paid, report.active.active) == (len(paid), len(used))
    assert report.active.active_share_bps == share_bps(len(used), len(heads))


@settings(max_examples=60, deadline=None)
@given(ledgers(days=DAYS))
def test_a_sound_ledger_balances(ledger):
    report = report_of(ledger.entries)
    assert report.is_sound
    assert report.trial_balance.debit_total == report.trial_balance.credit_total
    assert report.continuity.entry_count == len(ledger.entries)


@settings(max_examples=60, deadline=None)
@given(ledgers(days=DAYS), st.randoms(use_true_random=False))
def test_how_wallets_interleave_does_not_matter(ledger, random):
    by_wallet = sorted(ledger.entries, key=lambda e: (e.member_id, e.seq))
    assert report_of(by_wallet).to_json() == report_of(in_order(ledger.entries)).to_json()


@settings(max_examples=60, deadline=None)
@given(ledgers(days=DAYS), st.data())
def test_a_changed_balance_is_found(ledger, data):
    """A stored balance that is not the sum of the amounts, wherever it is."""
    if not ledger.entries:
        return
    index = data.draw(st.integers(0, len(ledger.entries) - 1))
    field = data.draw(st.sampled_from(("mileage_balance", "voucher_balance")))
    delta = data.draw(st.integers(-9_000, 9_000).filter(bool))
    broken = ledger.entries[index]
    entries = list(ledger.entries)
    entries[index] = replace(broken, **{field: getattr(broken, field) + delta})
    report = report_of(entries)
    assert not report.is_sound
    assert broken.entry_id in {item.entry_id for item in report.continuity.broken}
    if ledger.heads[broken.member_id] is broken:
        differences = (
            report.trial_balance.mileage_difference, report.trial_balance.voucher_difference
        )  # fmt: skip
        assert differences in ((-delta, 0), (0, -delta))


@settings(max_examples=60, deadline=None)
@given(ledgers(days=DAYS), st.data())
def test_a_changed_amount_makes_the_trial_balance_differ(ledger, data):
    if not ledger.entries:
        return
    index = data.draw(st.integers(0, len(ledger.entries) - 1))
    field = data.draw(st.sampled_from(("mileage_amount", "voucher_amount")))
    delta = data.draw(st.integers(-9_000, 9_000).filter(bool))
    entries = list(ledger.entries)
    broken = entries[index]
    entries[index] = replace(broken, **{field: getattr(broken, field) + delta})
    balance = report_of(entries).trial_balance
    assert not balance.is_zero
    assert balance.debit_total - balance.credit_total == delta


def test_opposite_errors_do_not_cancel_out():
    ledger = Ledger()
    ledger.sign_up("mem_a", at_seoul(20), ORIGINS[0])
    entry = ledger.convert("mem_a", at_seoul(21), 5_000)
    forged = replace(entry, mileage_balance=100, voucher_balance=4_900)
    balance = report_of([ledger.entries[0], forged]).trial_balance
    assert balance.debit_total == balance.credit_total
    assert (balance.mileage_difference, balance.voucher_difference) == (-100, 100)
    assert not balance.is_zero


def test_a_missing_and_an_exchanged_entry_are_named():
    ledger = Ledger()
    ledger.sign_up("mem_a", at_seoul(20), ORIGINS[0])
    for minute in range(4):
        ledger.adjust("mem_a", at_seoul(21, 12, minute), 100)
    entries = list(ledger.entries)
    del entries[2]
    [broken] = report_of(entries).continuity.broken
    assert (broken.seq, broken.problems) == (4, ("sequence", "mileage_balance", "hash_link"))
    exchanged = [
        *ledger.entries[:2],
        replace(ledger.entries[2], hash="0" * 64),
        *ledger.entries[3:],
    ]
    [broken] = report_of(exchanged).continuity.broken
    assert (broken.seq, broken.problems) == (4, ("hash_link",))


def test_names_at_most_twenty_broken_entries_the_first_by_time():
    ledger = Ledger()
    for n in range(30):
        ledger.sign_up(f"mem_{n:02}", at_seoul(20, 10, n), ORIGINS[0])
    forged = [replace(e, mileage_balance=1) for e in ledger.entries]
    continuity = report_of(list(reversed(forged))).continuity
    assert continuity.broken_count == 30
    assert [b.member_id for b in continuity.broken] == [f"mem_{n:02}" for n in range(20)]


@settings(max_examples=40, deadline=None)
@given(ledgers(days=DAYS))
def test_days_add_up_to_the_period_and_chain(ledger):
    whole = report_of(ledger.entries)
    closing, joined = ClosingTotals(), 0
    for on in PERIOD.days():
        tally = PeriodTally(COUNTY.county_id, periods.daily(on), closing)
        for entry in ledger.entries_on(COUNTY.county_id, on):
            tally.add(entry)
        totals = tally.end_day()
        assert day_totals.from_record(totals.to_record()) == totals
        daily = assemble(tally, county=COUNTY, campaigns=CAMPAIGNS, small_cell_min=5)
        assert daily.is_sound
        assert daily.mileage.opening == closing.mileage
        closing, joined = totals.closing, joined + daily.members.joined
    assert closing == ClosingTotals(
        whole.members.closing,
        whole.mileage.outstanding,
        whole.vouchers.outstanding_amount,
        bought=sum(
            allocation.amount
            for entry in ledger.entries
            for allocation in entry.allocations
            if allocation.kind == "sale"
        ),
        paper=0,
    )
    assert joined == whole.members.joined


def test_a_cancel_of_an_earlier_payment_counts_on_its_own_day():
    ledger = Ledger()
    ledger.sign_up("mem_a", at_seoul(20), ORIGINS[0])
    ledger.convert("mem_a", at_seoul(20, 13), 5_000)
    payment = ledger.pay("mem_a", at_seoul(20, 14), SHOPS[0], 4_000)
    ledger.take_back(payment, at_seoul(21))
    entries = [e for e in ledger.entries if e.on == at_seoul(21).date()]
    report = report_of(
        entries, period=periods.daily(at_seoul(21).date()), opening=ClosingTotals(1, 0, 1_000)
    )
    [row] = report.redemptions.by_merchant
    assert (row.count, row.gross_amount, row.cancel_count, row.net_amount) == (0, 0, 1, -4_000)
    assert report.vouchers.outstanding_amount == 5_000
    assert report.active.active == 0
    assert report.is_sound


def test_a_net_cancel_before_its_payment_counts_for_nothing():
    ledger = Ledger()
    ledger.sign_up("mem_a", at_seoul(20), ORIGINS[0])
    payment = ledger.pay("mem_a", at_seoul(20, 13), SHOPS[0], 1)
    ledger.take_back(payment, at_seoul(20, 14), kind="net_cancel")
    report = report_of(ledger.entries)
    assert report.redemptions.total.cancel_count == 0


def test_a_campaign_report_counts_who_came_through_it():
    ledger = Ledger()
    through, beside = ORIGINS[0], ORIGINS[2]
    assert (through.campaign_id, beside.campaign_id) == ("cmp_1", None)
    for n in range(3):
        ledger.sign_up(f"mem_f{n}", at_seoul(20, 10, n), through)
    ledger.sign_up("mem_x", at_seoul(20, 11), beside)
    for member in ("mem_f0", "mem_x"):
        ledger.convert(member, at_seoul(21), 5_000)
        ledger.pay(member, at_seoul(21, 13), SHOPS[0], 2_000)
    report = report_of(ledger.entries, campaign_id="cmp_1")
    assert (report.signups.total, report.members.joined) == (3, 4)
    assert report.campaign is not None
    assert report.campaign.name == "제54회 강진 청자축제"
    assert (report.campaign.use.base, report.campaign.use.paid) == (3, 1)
    assert report.campaign.spent_amount == 2_000
    assert report.redemptions.total.net_amount == 4_000


def test_merchants_are_shown_by_their_last_name():
    ledger = Ledger()
    ledger.sign_up("mem_a", at_seoul(20), ORIGINS[0])
    ledger.convert("mem_a", at_seoul(20, 13), 5_000)
    ledger.pay("mem_a", at_seoul(20, 14), SHOPS[0], 1_000)
    ledger.pay("mem_a", at_seoul(21), replace(SHOPS[0], name="새이름", category="카페"), 1_000)
    report = report_of(ledger.entries)
    [row] = report.redemptions.by_merchant
    assert (row.name, row.category, row.net_amount) == ("새이름", "카페", 2_000)
    assert {c.key: c.net_amount for c in report.redemptions.by_category} == {
        "음식점": 1_000, "카페": 1_000,
    }  # fmt: skip


def test_refuses_entries_of_another_day_county_or_kind():
    ledger = Ledger()
    entry = ledger.sign_up("mem_a", at_seoul(20), ORIGINS[0])
    tally = PeriodTally(COUNTY.county_id, periods.daily(FIRST_ON), ClosingTotals())
    with pytest.raises(ValueError, match="not of"):
        tally.add(replace(entry, at=at_seoul(21)))
    with pytest.raises(ValueError, match="not of"):
        tally.add(replace(entry, county_id="jinju"))
    with pytest.raises(KeyError):
        tally.add(replace(entry, kind="gift"))
    with pytest.raises(ValueError, match="missing"):
        assemble(tally, county=COUNTY, campaigns={}, small_cell_min=5)


def test_an_empty_day_has_a_whole_report():
    report = report_of([], period=periods.daily(FIRST_ON))
    assert report.is_sound
    assert report.signups.residence.outside_share_bps == 0
    assert len(report.signups.by_hour) == 24
    assert [d.count for d in report.signups.by_day] == [0]


def test_shares_are_rounded_half_up():
    assert [share_bps(*of) for of in ((0, 0), (1, 3), (2, 3), (1, 1))] == [0, 3333, 6667, 10_000]
