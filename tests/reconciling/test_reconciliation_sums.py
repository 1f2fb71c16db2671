"""The reconciliation's sums, the published root, budgets of rounds, waiting adjustments."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from chalicelib.approvals.adjustments import Adjustment
from chalicelib.approvals.approvals import DECISION, Step
from chalicelib.approvals.setting_proposals import SettingProposal
from chalicelib.core.periods import PeriodInvalidError, PeriodNotOverError
from chalicelib.ledger import keys as ledger_keys
from chalicelib.proofs import keys as proofs_keys
from chalicelib.proofs.files import leaves_name, root_name
from chalicelib.reconciling.errors import ReconciliationNotFoundError
from chalicelib.reconciling.service import CATCH_UP_DAYS_MAX
from chalicelib.sales.counter_records import CounterRequest
from chalicelib.staff.person import Person
from chalicelib.totals import keys
from tests import builders
from tests.reconciling.reconciliation_world import (
    COUNTY,
    NIGHT,
    OPENED,
    TODAY,
    TOMORROW,
    Ledger,
    named,
)
from tests.staff_office import CHAN, Office, a_file

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def ledger() -> Ledger:
    made = Ledger()
    made.a_day()
    return made


def test_all_that_a_day_can_do_adds_up() -> None:
    ledger = Ledger()
    ledger.world.rounds.create(builders.a_round())
    holder = ledger.world.join(vouchers=2000)
    bought = ledger.world.buy(holder, 10_000, key="buy-1")
    ledger.world.buy(holder, 20_000, key="buy-2")
    assert bought.purchase
    ledger.world.cancel_purchase(holder, bought.purchase.purchase_id, key="unbuy")
    ledger.pay(holder, 18_500, "big")
    lot = next(lot for lot in ledger.entries(holder)[-1].lots if lot.kind == "sale")
    ledger.world.refund_change(holder, lot.lot_id, key="refund")
    ledger.publish()

    made = ledger.reconcile()

    assert named(made) == []
    voucher = made.voucher
    assert (voucher.issued, voucher.spent) == (32_000, 18_500)
    assert voucher.refunded == 10_000 + lot.remaining
    assert voucher.difference == made.voucher_of_day.difference == 0
    assert ledger.pauses == []


def test_sums_go_on_from_the_days_before(ledger: Ledger) -> None:
    ledger.world.now += timedelta(days=1)
    ledger.world.join(person="c", vouchers=1000)
    ledger.publish(TOMORROW)

    made = ledger.reconcile(TOMORROW, days_later=1)

    assert named(made) == []
    assert (made.mileage.issued, made.mileage_of_day.issued) == (15_000, 5_000)
    assert (made.voucher.outstanding, made.voucher_of_day.outstanding) == (5_400, 1_000)


def tamper_totals(ledger: Ledger, on: date, field: str) -> None:
    ledger.table.items[tuple(keys.day_totals(COUNTY, on))]["totals"]["closing"][field] += 1


def test_kept_totals_that_the_wallets_contradict_are_named(ledger: Ledger) -> None:
    ledger.publish()
    county = replace(builders.a_county(), opened_on=OPENED)
    ledger.totals_history.before(county, TOMORROW)
    assert named(ledger.reconcile()) == []
    tamper_totals(ledger, TODAY, "voucher")

    made = ledger.reconcile()

    assert named(made) == [("day_totals_different", "2026-11-22")]
    assert made.differences[0].detail == "closing"


def test_a_day_in_the_past_whose_totals_do_not_add_up_is_named(ledger: Ledger) -> None:
    ledger.publish()
    ledger.reconcile()
    tamper_totals(ledger, YESTERDAY, "mileage")

    found = named(ledger.reconcile())

    assert ("day_totals_broken", "2026-11-21") in found
    assert ("ledger_sum", "mileage") in found
    assert not [name for _, name in found if str(name).startswith("ent_")]


def test_a_day_without_a_published_root_differs(ledger: Ledger) -> None:
    assert named(ledger.reconcile()) == [("root_missing", "2026-11-22")]


def test_an_entry_that_no_tree_has_is_named_until_the_next_day_takes_it(ledger: Ledger) -> None:
    late = ledger.entries(ledger.world.join(person="late"))[0]
    ledger.hide("by_day", late)
    item = ledger.item(late)
    shown, item["by_day_pk"] = item["by_day_pk"], "not yet"
    ledger.publish()
    item["by_day_pk"] = shown
    ledger.table.shown.clear()

    assert named(ledger.reconcile()) == [("root_lacks_entry", late.entry_id)]
    ledger.publish(TOMORROW)
    assert named(ledger.reconcile(days_later=1)) == []
    assert named(ledger.reconcile(TOMORROW, days_later=1)) == []


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        (root_name(COUNTY, TODAY), ["kept record differs"]),
        (leaves_name(COUNTY, TODAY), ["entry_count", "merkle_root"]),
    ],
)
def test_a_published_file_that_changed_is_found(
    ledger: Ledger, name: str, problem: list[str]
) -> None:
    ledger.publish()
    ledger.bucket.objects[name] = ledger.bucket.objects[name][32:]

    made = ledger.reconcile()

    assert sorted(d.detail for d in made.differences if d.kind == "root_broken") == problem


def test_a_record_that_does_not_follow_the_day_before_is_found(ledger: Ledger) -> None:
    ledger.publish()
    record = ledger.table.items[tuple(proofs_keys.ledger_root(COUNTY, YESTERDAY))]["record"]
    record["hash"] = "0" * 64

    made = ledger.reconcile()

    assert [(d.kind, d.detail) for d in made.differences] == [("root_broken", "link")]


@pytest.mark.parametrize(("change", "shard"), [(-1, 0), (1000, 3)])
def test_a_budget_that_differs_is_named(ledger: Ledger, change: int, shard: int) -> None:
    ledger.world.rounds.create(builders.a_round())
    holder = ledger.world.join(person="buyer")
    ledger.world.buy(holder, 10_000, key="buy")
    ledger.publish()
    assert named(ledger.reconcile()) == []
    round_id = builders.a_round().round_id
    ledger.table.items[tuple(ledger_keys.round_budget(COUNTY, round_id, shard))]["left"] += change

    made = ledger.reconcile()

    assert [(d.kind, d.subject, d.detail) for d in made.differences] == [
        ("round_budget", round_id, str(change))
    ]
    assert len(ledger.pauses) == 3


def test_what_came_back_after_the_round_closed_must_be_in_the_carry_over_account() -> None:
    ledger = Ledger()
    ledger.world.rounds.create(builders.a_round(closes_at=NIGHT))
    holder = ledger.world.join(person="buyer")
    bought = ledger.world.buy(holder, 10_000, key="buy")
    ledger.publish()
    ledger.reconcile()
    ledger.world.now = NIGHT + timedelta(hours=2)
    assert bought.purchase
    ledger.world.cancel_purchase(holder, bought.purchase.purchase_id, key="unbuy")
    ledger.publish(TOMORROW)
    assert named(ledger.reconcile(TOMORROW, days_later=1)) == []
    ledger.table.items[tuple(ledger_keys.carry_over(COUNTY))]["left"] -= 500

    made = ledger.reconcile(TOMORROW, days_later=1)

    assert [(d.kind, d.subject, d.detail) for d in made.differences] == [
        ("round_budget", "carry_over", "-500")
    ]


def test_what_was_sold_on_other_days_and_after_midnight_counts(ledger: Ledger) -> None:
    ledger.world.rounds.create(builders.a_round())
    holder = ledger.world.join(person="buyer")
    ledger.world.buy(holder, 10_000, key="buy-1")
    ledger.publish()
    ledger.reconcile()
    ledger.world.now = NIGHT + timedelta(hours=-1)
    ledger.world.buy(holder, 20_000, key="buy-2")

    assert named(ledger.reconcile()) == []
    ledger.publish(TOMORROW)
    assert named(ledger.reconcile(TOMORROW, days_later=1)) == []
    assert named(ledger.reconcile(TODAY, days_later=5)) == []


def test_an_approved_setting_or_sale_that_waits_for_an_hour_is_named(ledger: Ledger) -> None:
    ledger.publish()
    approved_at = NIGHT - timedelta(hours=2)
    proposed = (Step("proposed", approved_at, Person("sub-a", "a")),)
    setting = SettingProposal(
        county_id=COUNTY, proposal_id="spr_0000000000000001", key="mileage.signup",
        effective_on=NIGHT.date() + timedelta(days=9), value=6_000, source="조례", notice="고시",
        steps=proposed,
    )  # fmt: skip
    sale = CounterRequest(
        county_id=COUNTY, request_id="csr_0000000000000001", member_id="mem_0000000000000001",
        round_id="rnd_1", amount=7_000, receipt=None, steps=proposed,
    )  # fmt: skip
    step = Step("approved", approved_at, Person("sub-b", "b"))
    ledger.settings.create(setting)
    ledger.requests.create(sale)
    assert named(ledger.reconcile()) == []
    assert ledger.settings.put_step(setting, DECISION, step)
    assert ledger.requests.put_step(sale, DECISION, step)

    assert named(ledger.reconcile()) == [
        ("adjustment_not_applied", sale.request_id),
        ("adjustment_not_applied", setting.proposal_id),
    ]


def test_an_approved_adjustment_that_waits_for_an_hour_is_named(ledger: Ledger) -> None:
    ledger.publish()
    approved_at = NIGHT - timedelta(hours=1)
    adjustment = Adjustment(
        county_id=COUNTY,
        adjustment_id="adj_0000000000000001",
        member_id="mem_0000000000000001",
        mileage=100,
        voucher_amount=0,
        corrects_entry_id=None,
        steps=(Step("proposed", approved_at, Person("sub-a", "a"), "reason"),),
    )
    ledger.adjustments.create(adjustment)
    assert named(ledger.reconcile()) == []
    step = Step("approved", approved_at, Person("sub-b", "b"))
    assert ledger.adjustments.put_step(adjustment, DECISION, step)
    assert named(ledger.reconcile()) == []

    ledger.world.now = NIGHT + timedelta(seconds=1)

    assert named(ledger.reconcile()) == [("adjustment_not_applied", adjustment.adjustment_id)]


def test_an_approved_file_that_was_cut_off_before_its_rows_is_named(ledger: Ledger) -> None:
    """Between the approval and the queue: no message waits, and none is dead."""
    member_id = ledger.world.join(person="c").member_id
    ledger.publish()
    office = Office(ledger.world)
    grant = office.upload(a_file(("row-1", member_id, 10), ("row-2", member_id, 20)))
    approved_at = NIGHT - timedelta(hours=1)
    step = Step("approved", approved_at, Person("sub-b", "b"))
    assert ledger.bulk_grants.put_step(grant, DECISION, step)
    assert named(ledger.reconcile()) == []

    ledger.world.now = NIGHT + timedelta(seconds=1)

    made = ledger.reconcile()
    assert named(made) == [("bulk_grant_not_completed", grant.grant_id)]
    assert made.differences[-1].detail.endswith(", 2 rows")
    office.approve_file(grant.grant_id, CHAN)
    office.deliver()
    assert named(ledger.reconcile()) == []


def test_what_may_be_run(ledger: Ledger) -> None:
    now = NIGHT
    check = ledger.desk.check_can_run
    assert check(COUNTY, "2026-11-22", now=now) == TODAY
    with pytest.raises(PeriodNotOverError):
        check(COUNTY, "2026-11-23", now=now)
    with pytest.raises(ReconciliationNotFoundError):
        check(COUNTY, "2026-11-18", now=now)
    for text in ("2026-02-30", "20261122", "yesterday"):
        with pytest.raises(PeriodInvalidError):
            check(COUNTY, text, now=now)


def test_missed_nights_are_made_up_for_within_a_bound(ledger: Ledger) -> None:
    assert ledger.service.due(COUNTY, OPENED) == []
    assert ledger.service.due(COUNTY, TOMORROW) == [
        OPENED, OPENED + timedelta(days=1), YESTERDAY, TODAY,
    ]  # fmt: skip
    ledger.publish()
    ledger.reconcile(YESTERDAY)
    assert YESTERDAY not in ledger.service.due(COUNTY, TOMORROW)
    later = TODAY + timedelta(days=60)
    due = ledger.service.due(COUNTY, later)
    assert (len(due), due[-1]) == (CATCH_UP_DAYS_MAX, later - timedelta(days=1))
