"""Corrections name an entry and mean it: its own lot first, its own size at most, and never the
money of whoever bought vouchers."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.approvals.corrections import correction_of
from chalicelib.approvals.errors import CorrectionExceedsEntryError
from chalicelib.core.values import format_time
from chalicelib.ledger import lots
from chalicelib.ledger.appending import Draft, append
from chalicelib.ledger.entries import Entry, to_record
from chalicelib.ledger.idempotency import CommandKeys
from chalicelib.ledger.lots import Lot
from infra.verifier.ledger_audit import WalletAudit, canonical_bytes
from tests.approvals.test_adjustments import chain_of, decide, propose, proposed
from tests.builders import COUNTY, NOON
from tests.conftest import Member, Stack
from tests.sales.test_counter_sales import _counter as _counter  # The staff and a round.
from tests.sales.test_counter_sales import sell


@pytest.fixture
def member(stack: Stack) -> Member:
    return stack.member()


def applied(stack: Stack, member: Member, **changes: Any) -> Entry:
    adjustment_id = proposed(stack, member, **changes)
    decided = decide(stack, "approve", adjustment_id).json
    assert decided["status"] == "applied", decided
    return chain_of(stack, member)[-1]


def problem_of(chain: Iterable[Entry]) -> str | None:
    """What the verifier, which has a rule of its own, says of the chain."""
    chain = list(chain)
    audit = WalletAudit(COUNTY, chain[0].member_id)
    for entry in chain:
        record = to_record(entry)
        audit.add(record, canonical_bytes(record))
    return audit.broken.detail if audit.broken else None


@pytest.mark.parametrize(("given", "taken"), [(7000, 7000), (9000, 4000)])
def test_what_is_taken_comes_from_the_entrys_own_lot(
    stack: Stack, member: Member, given: int, taken: int
) -> None:
    """Although another lot ends earlier."""
    stack.staff_roles = frozenset({"manager", "treasurer", "operator"})
    earlier = applied(stack, member, mileage=0, voucher_amount=3000)
    stack.later(days=1)
    wrong = applied(stack, member, mileage=0, voucher_amount=given)

    applied(stack, member, mileage=0, voucher_amount=-taken, corrects_entry_id=wrong.entry_id)

    left = {lot.lot_id: lot.remaining for lot in chain_of(stack, member)[-1].lots}
    assert left[earlier.allocations[0].lot_id] == 3000
    assert left.get(wrong.allocations[0].lot_id, 0) == given - taken
    assert problem_of(chain_of(stack, member)) is None


def test_what_its_lot_no_longer_holds_comes_from_other_vouchers_that_were_given(
    stack: Stack, member: Member
) -> None:
    wrong = applied(stack, member, mileage=0, voucher_amount=6000)
    stack.redeem(member.pay_code(), 5000)
    stack.later(days=1)
    other = applied(stack, member, mileage=0, voucher_amount=8000)

    applied(stack, member, mileage=0, voucher_amount=-6000, corrects_entry_id=wrong.entry_id)

    [left] = [lot for lot in chain_of(stack, member)[-1].lots if lot.kind == "policy"]
    assert (left.lot_id, left.remaining) == (other.allocations[0].lot_id, 3000)


@pytest.mark.parametrize("is_correction", [True, False])
def test_staff_take_nothing_that_was_bought(
    stack: Stack, member: Member, is_correction: bool
) -> None:
    sold = sell(stack, member, 20_000)
    assert sold.status == 201, sold.raw
    stack.later(days=1)
    wrong = applied(stack, member, mileage=0, voucher_amount=4000)
    corrects = {"corrects_entry_id": wrong.entry_id} if is_correction else {}

    applied(stack, member, mileage=0, voucher_amount=-4000, **corrects)
    refused = propose(stack, member, mileage=0, voucher_amount=-9000)
    outcome = decide(stack, "approve", refused.json["adjustment_id"]).json

    assert (outcome["status"], outcome["refusal"]["code"]) == ("refused", "bought_vouchers")
    [bought] = [lot for lot in member.wallet()["voucher"]["lots"] if lot["kind"] == "sale"]
    assert bought["remaining_amount"] == 20_000
    assert bought["purchase"]["cancel_until_on"] is not None
    refund = stack.call(
        "POST", f"/v1/me/vouchers/{bought['voucher_id']}/change-refund",
        token=member.token, key="new",
    )  # fmt: skip
    assert refund.json["code"] == "change_refund_not_reached"
    back = stack.call(
        "POST", f"/v1/me/purchases/{bought['purchase']['purchase_id']}/cancel",
        token=member.token, key="new",
    )  # fmt: skip
    assert back.status == 201, back.raw


def test_corrections_of_one_entry_never_exceed_it_together(stack: Stack, member: Member) -> None:
    entry = applied(stack, member, mileage=2000)
    first = propose(stack, member, mileage=-1500, corrects_entry_id=entry.entry_id).json
    second = propose(stack, member, mileage=-900, corrects_entry_id=entry.entry_id).json
    assert first["corrected"] == second["corrected"] == {
        "kind": "adjustment", "at": format_time(entry.at),
        "mileage_amount": 2000, "voucher_amount": 0,
        "corrected_mileage_amount": 0, "corrected_voucher_amount": 0, "correction_entry_ids": [],
    }  # fmt: skip

    done = decide(stack, "approve", first["adjustment_id"]).json
    shown = stack.call("GET", f"/v1/staff/adjustments/{second['adjustment_id']}", token="bora").json
    refused = decide(stack, "approve", second["adjustment_id"]).json

    assert done["status"] == "applied"
    # Whoever approves the second sees the first.
    assert shown["corrected"]["corrected_mileage_amount"] == -1500
    assert shown["corrected"]["correction_entry_ids"] == [done["entry_id"]]
    assert (refused["status"], refused["refusal"]["code"]) == (
        "refused", "correction_exceeds_entry",
    )  # fmt: skip
    rest = applied(stack, member, mileage=-500, corrects_entry_id=entry.entry_id)
    assert rest.corrects_entry_id == entry.entry_id
    assert problem_of(chain_of(stack, member)) is None


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ({"mileage": -5001}, 5000),
        ({"mileage": 5001}, 5000),
        ({"mileage": 0, "voucher_amount": -1000}, 0),
        ({"mileage": 0, "voucher_amount": 1000}, 0),
    ],
)
def test_a_correction_larger_than_its_entry_is_refused_at_once(
    stack: Stack, member: Member, changes: dict[str, int], left: int
) -> None:
    signup = chain_of(stack, member)[0]

    refused = propose(stack, member, corrects_entry_id=signup.entry_id, **changes)

    assert (refused.status, refused.json["code"]) == (422, "correction_exceeds_entry")
    assert refused.json["remaining"] == left


@pytest.mark.parametrize(
    ("earlier", "wanted", "told"),
    [
        ((), -2_001, (2_000, 0, 2_000)),
        ((), 2_001, (2_000, 0, 2_000)),
        ((-800, -700), -501, (2_000, 1_500, 500)),
        ((-1_200, 300), -1_101, (2_000, 900, 1_100)),
        ((-900,), 2_901, (2_000, -900, 2_900)),
    ],
)
def test_what_is_left_to_correct_is_told(
    earlier: tuple[int, ...], wanted: int, told: tuple[int, int, int]
) -> None:
    """What was taken too much may be given back, and taken again, never beyond the entry."""
    entry, *corrections = moved(2_000, *earlier)
    correction = correction_of(entry, tuple(corrections))

    with pytest.raises(CorrectionExceedsEntryError) as refused:
        correction.check(mileage=wanted, voucher_amount=0)

    values = refused.value.values
    assert (values["limit"], values["used"], values["remaining"]) == told
    assert refused.value.param == "mileage"
    one_less = wanted - 1 if wanted > 0 else wanted + 1
    correction.check(mileage=one_less, voucher_amount=0)


def moved(*amounts: int) -> list[Entry]:
    """An entry of points, and corrections of it by these."""
    made: list[Entry] = []
    lot = lots.put_in(Lot("mlg_1", "mileage", "adjustment", amounts[0], amounts[0], None))
    for number, amount in enumerate(amounts):
        draft = Draft(
            kind="adjustment",
            allocations=(replace(lot, amount=amount),),
            corrects_entry_id=made[0].entry_id if made else None,
            entry_id=f"ent_06H02CHZG000000{number}",
        )
        head = made[-1] if made else None
        keys = CommandKeys(reference=f"adjustment/{number}", fingerprint="1")
        member_id = "mem_06H02CHZG0000001"
        made.append(append(head, draft, county_id=COUNTY, member_id=member_id, keys=keys, now=NOON))
    return made


def test_two_approvers_at_once_correct_it_once(stack: Stack, member: Member) -> None:
    entry = applied(stack, member, mileage=3000)
    ids = [
        proposed(stack, member, mileage=-2000, corrects_entry_id=entry.entry_id) for _ in range(2)
    ]

    with ThreadPoolExecutor(2) as pool:
        decided = list(
            pool.map(lambda n: decide(stack, "approve", ids[n], by=f"approver-{n}").json, (0, 1))
        )

    assert sorted(one["status"] for one in decided) == ["applied", "refused"]
    assert chain_of(stack, member)[-1].mileage_balance == 6000


def test_the_verifier_names_corrections_that_exceed_their_entry(
    stack: Stack, member: Member
) -> None:
    """Written past the rule, as nobody can over the API."""
    entry = applied(stack, member, mileage=3000)
    chain = chain_of(stack, member)
    for n in range(2):
        assert problem_of(chain) is None
        draft = Draft(
            kind="adjustment",
            allocations=lots.take(chain[-1].lots, 1600),
            reason="x",
            corrects_entry_id=entry.entry_id,
        )
        keys = CommandKeys(reference=f"past/{n}", fingerprint="1")
        facts = {"county_id": COUNTY, "member_id": member.member_id}
        chain.append(append(chain[-1], draft, **facts, keys=keys, now=stack.now))

    assert "by too much" in (problem_of(chain) or "")
