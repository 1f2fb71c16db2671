"""Each kind of difference, planted, is found, and the right entry is named."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.ledger.entries import Entry
from tests import builders
from tests.reconciling.reconciliation_world import COUNTY, NIGHT, TOMORROW, Ledger, named
from tests.worlds import Holder

MIDNIGHT = builders.NOON + timedelta(hours=12)
SHOP = builders.a_merchant().merchant_id


@pytest.fixture
def ledger() -> Ledger:
    made = Ledger()
    made.a_day()
    return made


def chains(ledger: Ledger) -> list[list[Entry]]:
    members = {pk.split("#")[2] for pk, sk in ledger.table.items if sk.startswith("ENTRY#")}
    found = [ledger.entries(Holder(member_id)) for member_id in members]
    return sorted(found, key=len)


def test_a_clean_ledger_is_clean_and_its_sums_are_those_of_the_day(ledger: Ledger) -> None:
    ledger.publish()

    made = ledger.reconcile()

    assert named(made) == []
    assert (made.entry_count, made.wallet_count) == (7, 2)
    assert made.mileage == made.mileage_of_day
    mileage, voucher = made.mileage, made.voucher
    assert (mileage.issued, mileage.spent, mileage.outstanding) == (10_000, 6_000, 4_000)
    assert (voucher.issued, voucher.spent, voucher.outstanding) == (6_000, 1_600, 4_400)
    [line] = made.merchants
    assert (line.merchant_id, line.count, line.cancel_count) == (SHOP, 2, 1)
    assert line.net_amount == line.settlement_amount == 1_600


def test_the_same_ledger_gives_the_same_bytes_however_often_and_late(ledger: Ledger) -> None:
    ledger.publish()
    first = ledger.reconcile().to_json()
    kept = dict(ledger.files.files)
    ledger.world.now = NIGHT + timedelta(days=1)
    ledger.pay(Holder(chains(ledger)[0][0].member_id), 100, "next-day")
    ledger.publish(TOMORROW)

    assert ledger.reconcile(days_later=3).to_json() == first
    assert ledger.files.files == kept
    assert kept == {f"{COUNTY}/reconciliations/2026-11-22.json": first}


Tamper = Callable[[Ledger, Entry], None]


def set_amount(ledger: Ledger, entry: Entry) -> None:
    ledger.item(entry)["a"][0][-1] += 1


def set_name(ledger: Ledger, entry: Entry) -> None:
    ledger.item(entry)["m"][0] += "!"


def name_a_schema(ledger: Ledger, entry: Entry) -> None:
    ledger.item(entry)["schema"] = 1


def write_text_for_a_number(ledger: Ledger, entry: Entry) -> None:
    ledger.item(entry)["a"][0][-1] = "0"


@pytest.mark.parametrize(
    ("tamper", "kind"),
    [
        (set_amount, "entry_broken"),
        (set_name, "entry_broken"),
        (name_a_schema, "entry_unreadable"),
        (write_text_for_a_number, "entry_unreadable"),
    ],
)
def test_a_changed_entry_is_named(ledger: Ledger, tamper: Tamper, kind: str) -> None:
    ledger.publish()
    head = chains(ledger)[0][-1]
    tamper(ledger, head)

    found = named(ledger.reconcile())

    assert (kind, head.entry_id) in found
    assert {subject for _, subject in found if str(subject).startswith("ent_")} == {head.entry_id}


def test_an_entry_taken_out_of_the_middle_breaks_the_one_after_it(ledger: Ledger) -> None:
    _, conversion, payment = chains(ledger)[0]
    ledger.publish()
    ledger.remove(conversion)

    made = ledger.reconcile()

    assert ("entry_broken", payment.entry_id) in named(made)
    [broken] = [d for d in made.differences if d.kind == "entry_broken"]
    assert "sequence" in broken.detail
    assert "hash_link" in broken.detail
    assert ("root_has_unknown", conversion.hash) in named(made)


def test_a_head_taken_away_is_missed_by_the_root(ledger: Ledger) -> None:
    ledger.publish()
    head = chains(ledger)[0][-1]
    ledger.remove(head)

    assert named(ledger.reconcile()) == [("root_has_unknown", head.hash)]


def test_an_entry_that_only_the_index_has_is_extra(ledger: Ledger) -> None:
    ledger.publish()
    head = chains(ledger)[0][-1]
    ledger.show("by_day", head)
    ledger.show("by_merchant", head)
    ledger.remove(head)

    found = named(ledger.reconcile())

    assert ("index_extra", head.entry_id) in found
    assert ("merchant_index_extra", head.entry_id) in found
    assert ("merchant_sum", SHOP) in found


@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_entry_late_in_the_index_is_missing_and_later_no_difference(
    ledger: Ledger, place: int
) -> None:
    """The first, the middle and the last one of a wallet's day."""
    ledger.publish()
    late = chains(ledger)[0][place]
    ledger.hide("by_day", late)

    assert named(ledger.reconcile()) == [("index_missing", late.entry_id)]
    ledger.table.shown.clear()
    assert named(ledger.reconcile()) == []


def test_all_that_the_index_lacks_at_the_begin_of_a_day_is_named(ledger: Ledger) -> None:
    ledger.publish()
    signup, conversion, _ = chains(ledger)[0]
    ledger.hide("by_day", signup)
    ledger.hide("by_day", conversion)

    assert named(ledger.reconcile()) == [
        ("index_missing", signup.entry_id),
        ("index_missing", conversion.entry_id),
    ]


def test_an_entry_that_the_index_has_otherwise_is_named(ledger: Ledger) -> None:
    ledger.publish()
    entry = chains(ledger)[0][1]
    ledger.show("by_day", entry, reason="other")

    assert named(ledger.reconcile()) == [("index_different", entry.entry_id)]


def test_a_payment_missing_for_the_merchant_is_not_settled(ledger: Ledger) -> None:
    ledger.publish()
    payment = chains(ledger)[0][-1]
    ledger.hide("by_merchant", payment)

    made = ledger.reconcile()

    assert named(made) == [("merchant_index_missing", payment.entry_id), ("merchant_sum", SHOP)]
    assert (made.merchants[0].net_amount, made.merchants[0].settlement_amount) == (1_600, 600)


def test_a_payment_that_the_merchants_index_has_otherwise_is_named(ledger: Ledger) -> None:
    ledger.publish()
    payment = chains(ledger)[0][-1]
    [[place, amount]] = ledger.item(payment)["a"]
    ledger.show("by_merchant", payment, a=[[place, amount - 5]])

    assert named(ledger.reconcile()) == [
        ("merchant_index_different", payment.entry_id),
        ("merchant_sum", SHOP),
    ]


def test_a_cancel_of_an_earlier_day_counts_on_its_own_and_is_found_there(ledger: Ledger) -> None:
    ledger.publish()
    payment = chains(ledger)[0][-1]
    ledger.world.now = MIDNIGHT
    ledger.world.cancel(payment.redemption_id or "", None, expected=1000, key="c-late")
    cancel = next(e for chain in chains(ledger) for e in chain if e.at == MIDNIGHT)
    ledger.publish(TOMORROW)

    assert named(ledger.reconcile(days_later=1)) == []
    made = ledger.reconcile(TOMORROW, days_later=1)
    assert named(made) == []
    [line] = made.merchants
    assert (line.count, line.cancel_count, line.net_amount) == (0, 1, -1_000)
    ledger.hide("by_merchant", cancel)
    assert named(ledger.reconcile(TOMORROW, days_later=1)) == [
        ("merchant_index_missing", cancel.entry_id),
        ("merchant_sum", SHOP),
    ]


def test_an_entry_that_the_index_lost_is_found_when_its_wallet_is_next_touched(
    ledger: Ledger,
) -> None:
    """Its own day cannot know of a wallet that the index does not show at all."""
    head = chains(ledger)[0][-1]
    ledger.world.now = MIDNIGHT
    ledger.pay(Holder(head.member_id), 100, "next")
    ledger.publish(TOMORROW)
    ledger.hide("by_day", head)

    made = ledger.reconcile(TOMORROW, days_later=1)

    assert ("index_missing", head.entry_id) in named(made)
    ledger.show("by_day", head, reason="other")
    assert ("index_different", head.entry_id) in named(ledger.reconcile(TOMORROW, days_later=1))


def test_a_day_begins_and_ends_at_midnight_in_seoul(ledger: Ledger) -> None:
    millisecond = timedelta(milliseconds=1)
    holder = Holder(chains(ledger)[0][0].member_id)
    for name, at in (("last", MIDNIGHT - millisecond), ("first", MIDNIGHT)):
        ledger.world.now = at - timedelta(minutes=1)
        ledger.pay(holder, 10, name)
    ledger.publish(TOMORROW)

    today = ledger.reconcile(days_later=1)
    tomorrow = ledger.reconcile(TOMORROW, days_later=1)

    assert named(today) == named(tomorrow) == []
    assert (today.entry_count, today.wallet_count) == (8, 2)
    assert (tomorrow.entry_count, tomorrow.wallet_count) == (1, 1)
    assert (today.voucher.outstanding, tomorrow.voucher.outstanding) == (4_390, 4_380)
    assert tomorrow.voucher_of_day.outstanding == -10


def test_a_break_between_two_days_belongs_to_the_later_one(ledger: Ledger) -> None:
    head = chains(ledger)[0][-1]
    ledger.world.now = MIDNIGHT
    ledger.pay(Holder(head.member_id), 100, "next")
    ledger.publish(TOMORROW)
    after = ledger.entries(Holder(head.member_id))[-1]
    ledger.item(after)["prev_hash"] = b"x" * 32

    assert named(ledger.reconcile(days_later=1)) == []
    [broken] = [d for d in ledger.reconcile(TOMORROW, days_later=1).differences if d.entry_id]
    assert (broken.kind, broken.entry_id) == ("entry_broken", after.entry_id)
    assert broken.detail == "hash, hash_link"


def test_a_wallet_with_thousands_of_entries_costs_only_its_day(ledger: Ledger) -> None:
    ledger.world.now = MIDNIGHT
    holder = Holder(chains(ledger)[0][0].member_id)
    ledger.pay(holder, 10, "one")
    ledger.publish(TOMORROW)
    ledger.reconcile(days_later=1)
    ledger.reconcile(TOMORROW, days_later=1)

    def items_read() -> int:
        before = ledger.table.items_read
        assert named(ledger.reconcile(TOMORROW, days_later=40)) == []
        return ledger.table.items_read - before

    first = items_read()
    head = ledger.entries(holder)[-1]
    for n in range(2_000):
        head = ledger.grow(head, MIDNIGHT + timedelta(days=2, seconds=n))

    # One more: the entry after the day's last, at which the reading stops.
    assert items_read() == first + 1
