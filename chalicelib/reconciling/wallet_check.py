"""One wallet's stored entries of a day against their own history."""

from collections.abc import Sequence
from datetime import date

from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.entries import GENESIS_HASH, Entry, compute_hash, to_record
from chalicelib.ledger.kinds import KINDS
from chalicelib.reconciling.reconciliation import Difference, StoredEntry, of_entry


def check_wallet(county_id: str, stored: Sequence[StoredEntry], on: date) -> list[Difference]:
    """What is wrong with the entries of `on`, each judged by the one before it.

    `stored` is oldest first and begins with the entry before the day's first, if there is one. That
    one is judged by its own hash alone: its own day has judged the rest.
    """
    found = []
    before: StoredEntry | None = None
    for row in stored:
        if row.entry is None:
            found.append(of_entry("entry_unreadable", row))
        else:
            problems = _own_problems(county_id, row, row.entry)
            if row.on == on and (before is None or before.entry is not None):
                problems += _link_problems(before.entry if before else None, row.entry)
            if problems:
                found.append(of_entry("entry_broken", row, ", ".join(problems)))
        before = row
    return found


def _own_problems(county_id: str, row: StoredEntry, entry: Entry) -> list[str]:
    problems = []
    if compute_hash(to_record(entry)) != entry.hash:
        problems.append("hash")
    if (entry.county_id, entry.member_id, entry.seq) != (county_id, row.member_id, row.seq):
        problems.append("place")
    mileage = lot_rules.total(lot for lot in entry.lots if lot.kind == "mileage")
    vouchers = lot_rules.total(lot for lot in entry.lots if lot.kind != "mileage")
    if (entry.mileage_balance, entry.voucher_balance) != (mileage, vouchers):
        problems.append("lots")
    return problems


def _link_problems(before: Entry | None, entry: Entry) -> list[str]:
    """What does not follow from the entry before; `None` before the first of a wallet."""
    problems = []
    if entry.seq != (before.seq + 1 if before else 1):
        problems.append("sequence")
    if entry.prev_hash != (before.hash if before else GENESIS_HASH):
        problems.append("hash_link")
    if before and entry.at < before.at:
        problems.append("time")
    balances = (before.mileage_balance, before.voucher_balance) if before else (0, 0)
    if entry.mileage_balance != balances[0] + entry.mileage_amount:
        problems.append("mileage_balance")
    if entry.voucher_balance != balances[1] + entry.voucher_amount:
        problems.append("voucher_balance")
    fact = entry.receivable
    if entry.owed_amount != (before.owed_amount if before else 0) + (fact.amount if fact else 0):
        problems.append("owed")
    if not _lots_follow(before, entry):
        problems.append("allocations")
    if not _reservations_follow(before, entry):
        problems.append("reservations")
    return problems


def _reservations_follow(before: Entry | None, entry: Entry) -> bool:
    """What goes over into another wallet goes whole, and what comes is added."""
    held = before.reservations if before else {}
    if entry.kind == "carry_over" and entry.reservations != held:
        return not entry.reservations or held.items() <= entry.reservations.items()
    amounts = [sum(each.face for each in some.values()) for some in (held, entry.reservations)]
    return amounts[1] == amounts[0] + _held_by(entry)


def _held_by(entry: Entry) -> int:
    """Won that are reserved from now on, less those that no longer are. What an entry says of notes
    is held in no wallet."""
    if entry.purchase is None or KINDS[entry.kind].role == "paper":
        return 0
    return entry.purchase.held_amount


def _lots_follow(before: Entry | None, entry: Entry) -> bool:
    try:
        return lot_rules.apply(before.lots if before else (), entry.allocations) == entry.lots
    except ValueError:
        return False
