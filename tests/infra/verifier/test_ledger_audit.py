"""A chain whose hashes are all right can still be wrong: each rule is broken once, and named.

The hashes are made anew after each change, as by a forger, or by a writer with a bug.
"""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.ledger.entries import GENESIS_HASH
from infra.verifier.ledger_audit import PROBLEMS, Record, WalletAudit, canonical_bytes
from infra.verifier.ledger_totals import LedgerTotals
from tests import sample_ledger
from tests.builders import COUNTY
from tests.tampering import forged, hash_of, read_records, remembered

Chain = list[Record]


@pytest.fixture(scope="module")
def chains() -> list[Chain]:
    """The longest first."""
    return sorted(read_records(sample_ledger.build()).values(), key=len, reverse=True)


def audited(chain: Chain) -> WalletAudit:
    audit = WalletAudit(COUNTY, chain[0]["member_id"])
    for record in chain:
        audit.add(record, canonical_bytes(record))
    return audit


def first(chains: list[Chain], wanted: Callable[[Record], Any]) -> tuple[Chain, int]:
    """A chain that has such an entry, and the place of it."""
    return next((c, n) for c in chains for n, record in enumerate(c) if wanted(record))


def of_kind(kind: str) -> Callable[[Record], bool]:
    return lambda record: record["kind"] == kind


def with_row(record: Record, field: str, place: int, value: Any) -> Record:
    rows = [list(row) for row in record[field]]
    rows[0][place] = value
    return {field: rows}


def more_given_back(record: Record, more: int) -> Record:
    """In all that the entry says, so that its sums are right."""
    lot_id = record["allocations"][0][0]
    lots = [[*x[:4], x[4] + more * (x[0] == lot_id), *x[5:]] for x in record["lots"]]
    given = record["voucher_amount"] + more
    return with_row(record, "allocations", 4, given) | {
        "lots": lots,
        "voucher_amount": given,
        "voucher_balance": record["voucher_balance"] + more,
    }


def later(record: Record) -> bool:
    return bool(record["seq"] > 3)


RULES: dict[str, tuple[Callable[[Record], Any], Callable[[Record], Record], str]] = {
    "another member's": (later, lambda r: {"member_id": "mem_0000000000000000"}, "wallet"),
    "another county's": (later, lambda r: {"county_id": "jinju"}, "wallet"),
    "more cashback than was bought": (
        lambda r: r["kind"] == "redemption" and "cashback" in r,
        lambda r: {"cashback": [r["cashback"][0], 1_000_000]}, "cashbacks",
    ),
    "cashback of another campaign": (
        of_kind("cashback"), lambda r: {"cashback": ["cbk_x", r["cashback"][1]]}, "cashbacks",
    ),
    "a month's cashback that is less": (
        of_kind("cashback"), lambda r: {"cashbacks": [r["cashbacks"][0], {r["cashback"][0]: 1}]},
        "cashbacks",
    ),
    "a cancel that leaves cashback": (
        lambda r: r["kind"] == "cancellation" and "cashback" in r, lambda r: {"cashback": None},
        "cashbacks",
    ),
    "cashback that is owed too little": (
        lambda r: r["kind"] == "cashback_return" and "receivable" in r,
        lambda r: {"receivable": ["cashback", 1]}, "receivables",
    ),
    "a gap": (later, lambda r: {"seq": r["seq"] + 1}, "sequence"),
    "time back": (later, lambda r: {"at": "2026-01-01T00:00:00.000Z"}, "time"),
    "no time": (later, lambda r: {"at": "2026-13-41T00:00:00.000Z"}, "malformed"),
    "another form of time": (later, lambda r: {"at": r["at"][:-1] + "+"}, "time"),
    "an id of another time": (later, lambda r: {"entry_id": "ent_0000000000000000"}, "time"),
    "no such kind": (later, lambda r: {"kind": "gift"}, "kind"),
    "a field too many": (of_kind("signup"), lambda r: {"reason": "x"}, "fields"),
    "more given than written": (
        of_kind("signup"), lambda r: {"mileage_amount": r["mileage_amount"] + 1}, "amounts"
    ),
    "a balance too high": (
        of_kind("signup"), lambda r: {"mileage_balance": r["mileage_balance"] + 1}, "balances"
    ),
    "a lot that holds more": (
        of_kind("redemption"), lambda r: with_row(r, "lots", 4, r["lots"][0][4] + 1), "lots"
    ),
    "a lot that lives longer": (
        of_kind("redemption"), lambda r: with_row(r, "lots", 5, "2099-01-01"), "lots"
    ),
    "a lot that changes its kind": (
        lambda r: r["kind"] == "redemption" and r["allocations"][0][1] != "sale",
        lambda r: with_row(r, "allocations", 1, "sale"), "allocations",
    ),
    "a lot that is not there": (
        of_kind("redemption"), lambda r: with_row(r, "allocations", 0, "vch_1"), "allocations"
    ),
    "more taken than it holds": (
        of_kind("redemption"), lambda r: with_row(r, "allocations", 4, -10**6), "allocations"
    ),
    "a payment that gives": (
        of_kind("redemption"), lambda r: with_row(r, "allocations", 4, 1), "allocations"
    ),
    "a lot opened half full": (
        of_kind("signup"), lambda r: with_row(r, "allocations", 3, 99_999), "allocations"
    ),
    "a written-off lot that lives": (
        of_kind("expiration"), lambda r: with_row(r, "allocations", 5, "2099-01-01"), "allocations"
    ),
    "a cancel of another's payment": (
        of_kind("cancellation"), lambda r: {"of_redemption_id": "rdm_06GRPN0000000000"}, "cancels"
    ),
    "a cancel at another shop": (
        of_kind("cancellation"), lambda r: {"merchant": ["mch_9", "x", "y"]}, "cancels"
    ),
    "a cancel of more than was paid": (
        lambda r: r.get("reason") == "net_cancel",
        lambda r: more_given_back(r, 400),
        "cancels"
    ),
    "a forgotten cancel": (of_kind("cancellation"), lambda r: {"cancels": {}}, "cancels"),
    "a counter too low": (
        of_kind("purchase"), lambda r: {"purchases": [*r["purchases"][:3], 1]}, "purchases"
    ),
    "a cheaper price": (
        of_kind("purchase"),
        lambda r: {"purchase": [*r["purchase"][:2], r["purchase"][2] - 1, "round"]},
        "purchases",
    ),
    "too much change paid back": (
        of_kind("change_refund"),
        lambda r: {"purchase": [*r["purchase"][:2], r["purchase"][2] - 1, None]},
        "purchases",
    ),
    "too much paid back after leaving": (
        of_kind("leaving_refund"),
        lambda r: {"purchase": [*r["purchase"][:2], r["purchase"][2] - 1, None]},
        "purchases",
    ),
    "a forgotten reference": (
        later, lambda r: {"recent": r["recent"] | {"keys": [r["recent"]["keys"][0][:-8]]}},
        "recent",
    ),
    "a debt that is forgotten": (
        of_kind("receivable_settled"), lambda r: {"owed": [1, r["entry_id"]]}, "receivables"
    ),
    "a debt that grows by less": (
        of_kind("receivable"), lambda r: {"receivable": [r["receivable"][0], 1]}, "receivables"
    ),
    "a debt settled by nobody": (
        lambda r: r.get("receivable", [""])[0] == "paid", lambda r: {"receivable": ["gone", -2500]},
        "receivables",
    ),
    "a price that is text": (of_kind("purchase"), lambda r: {"purchase": ["x"]}, "malformed"),
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_a_broken_rule_is_named(chains: list[Chain], rule: str) -> None:
    wanted, change, problem = RULES[rule]
    chain, place = first(chains, wanted)
    assert audited(chain).broken is None

    broken = audited(forged(chain, place, change(chain[place]))).broken

    assert broken is not None
    assert broken.problem == problem, broken
    assert problem in PROBLEMS


def test_a_chain_that_begins_elsewhere_or_breaks_its_link_is_named(chains: list[Chain]) -> None:
    chain = max(chains, key=len)
    for place in range(len(chain)):
        record = dict(chain[place]) | {"prev_hash": "f" * 64}
        record["hash"] = hash_of(record)
        broken = audited([*chain[:place], record, *chain[place + 1 :]]).broken
        assert broken is not None
        assert (broken.problem, broken.seq) == ("hash_link", place + 1)
    assert chain[0]["prev_hash"] == GENESIS_HASH


def test_a_wallet_begins_with_its_sign_up_and_has_no_other(chains: list[Chain]) -> None:
    chain = chains[0]
    second = chain[0] | {
        "seq": 2,
        "entry_id": f"{chain[0]['entry_id'][:-4]}0000",
        "prev_hash": chain[0]["hash"],
    }
    headless = chain[2] | {"seq": 1, "prev_hash": GENESIS_HASH}
    for records, place in ([chain[0], second], 1), ([headless], 0):
        broken = audited(forged(records, place, {})).broken
        assert broken is not None
        assert (broken.seq, broken.problem) == (place + 1, "kind")


@pytest.mark.parametrize("name", ["reference", "idempotency", "pay_code_id"])
def test_what_took_effect_twice_is_named(chains: list[Chain], name: str) -> None:
    """The same order, key or code again in one wallet, within the time in which it is a replay."""
    chain, newer = first(chains, lambda r: r["kind"] == "redemption" and r["seq"] > 4)
    older = next(record for record in chain if record["kind"] == "redemption")
    again = chain[newer] | {name: older[name]}
    again["recent"] = remembered(chain[newer - 1]["recent"], again)

    broken = audited(forged(chain, newer, again)).broken

    assert broken is not None
    assert (broken.seq, broken.problem) == (newer + 1, "repeated")


def test_a_payment_after_its_net_cancel_is_named(chains: list[Chain]) -> None:
    undone = [c for c in chains if any(r["kind"] == "net_cancel" for r in c)]
    chain, newer = first(undone, lambda r: r["kind"] == "redemption" and r["seq"] > 4)
    forbidden = next(record for record in chain if record["kind"] == "net_cancel")
    again = chain[newer] | {"reference": forbidden["reference"].removeprefix("net/")}
    again["recent"] = remembered(chain[newer - 1]["recent"], again)

    broken = audited(forged(chain, newer, again)).broken

    assert broken is not None
    assert (broken.seq, broken.problem) == (newer + 1, "repeated")


def test_the_totals_say_how_much_was_lost_or_invented(chains: list[Chain]) -> None:
    totals = LedgerTotals()
    for chain in chains:
        for record in chain:
            totals.add(record, record["at"][:10])
        totals.add_head(chain[-1])
    assert [each.difference for each in totals.equations()] == [0, 0]
    assert all(won >= 0 for won in totals.settlement_basis().values())

    totals.add_head({"lots": [["vch_1", "policy", "x", 9, 7, ""]]})
    totals.add({**chains[0][0], "kind": "signup", "mileage_amount": 11}, "2026-11-22")

    mileage, vouchers = totals.equations()
    assert (mileage.difference, vouchers.difference) == (11, -7)


def test_liabilities_of_each_day_end_at_what_is_outstanding(chains: list[Chain]) -> None:
    totals = LedgerTotals()
    for chain in chains:
        for record in chain:
            totals.add(record, record["at"][:10])
        totals.add_head(chain[-1])

    days = list(totals.liabilities())

    assert days[-1][1:] == (totals.outstanding_mileage, totals.outstanding_vouchers)
    assert [day for day, _, _ in days] == sorted(totals.flows_by_day)
