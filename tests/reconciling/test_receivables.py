"""The night adds up what members owe, and names what two people never agreed to let go of."""

from datetime import timedelta

import pytest

from chalicelib.approvals.keys import step
from chalicelib.ledger.appending import append
from chalicelib.ledger.idempotency import CommandKeys, digest
from chalicelib.ledger.receivables import decide_settled
from chalicelib.ledger.store import WalletStore
from chalicelib.payments import keys
from chalicelib.payments.waivers import reference_of
from chalicelib.staff.person import Person
from infra.verifier import ledger_check
from tests.builders import COUNTY
from tests.reconciling.reconciliation_world import Ledger, named
from tests.sample_ledger import typed_json
from tests.tampering import Items
from tests.waiver_scenes import waivers_of
from tests.worlds import Holder

CAUSE = "pur_0000000000000001"
WAIVER = "wvr_0000000000000001"


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


def a_debtor(ledger: Ledger) -> Holder:
    holder = ledger.world.join()
    ledger.world.now += timedelta(minutes=1)
    ledger.world.receivables.owe(COUNTY, holder.member_id, cause=CAUSE, amount=9_000, number=1)
    ledger.world.now += timedelta(minutes=1)
    return holder


def test_what_is_owed_and_paid_adds_up(ledger: Ledger) -> None:
    holder = a_debtor(ledger)
    ledger.world.receivables.settle(
        COUNTY, holder.member_id, amount=4_000, reason="sub staff", request_id="r1"
    )
    ledger.publish()
    assert named(ledger.reconcile()) == []


def test_a_waiver_that_nobody_approved_is_named(ledger: Ledger) -> None:
    holder = a_debtor(ledger)
    head = ledger.world.chain.read(COUNTY, holder.member_id).entries[0]
    draft = decide_settled(head, amount=9_000, reason="x", way="waived")
    command = CommandKeys(reference=reference_of(WAIVER), fingerprint=digest(WAIVER))
    entry = append(
        head,
        draft,
        county_id=COUNTY,
        member_id=holder.member_id,
        keys=command,
        now=ledger.world.now,
    )
    assert WalletStore(ledger.table).append(entry)
    ledger.publish()
    made = ledger.reconcile()
    assert [(d.kind, d.detail) for d in made.differences] == [("waiver_not_approved", "proposal")]
    [problem] = problems(ledger)
    assert f"{entry.entry_id}: not approved by two people (proposal)" in problem


def test_a_waiver_of_two_people_is_sound_until_it_says_another_sum(ledger: Ledger) -> None:
    holder = a_debtor(ledger)
    by = {"anna": Person("sub-anna", "anna"), "bora": Person("sub-bora", "bora")}
    waivers = waivers_of(ledger.world)
    waiver, _ = waivers.propose(
        COUNTY, by["anna"], member_id=holder.member_id, amount=9_000, reason="방침",
        idempotency_key="k",
    )  # fmt: skip
    waivers.approve_once(COUNTY, by["bora"], waiver.waiver_id, reason=None, idempotency_key="a")
    ledger.publish()
    assert named(ledger.reconcile()) == []
    assert problems(ledger) == []

    ledger.table.items[tuple(step(keys.waivers(COUNTY), waiver.waiver_id, 1))]["amount"] = 1
    assert [d.detail for d in ledger.reconcile().differences] == ["amount"]
    assert "(amount)" in problems(ledger)[0]


def problems(ledger: Ledger) -> list[str]:
    items = [typed_json(item) for item in ledger.table.items.values()]
    return ledger_check.check(Items(items), None).problems


def test_an_entry_that_the_list_of_debts_lacks_is_named(ledger: Ledger) -> None:
    holder = a_debtor(ledger)
    ledger.publish()
    owing = ledger.entries(holder)[-1]
    ledger.hide("by_merchant", owing)
    made = ledger.reconcile()
    assert [(d.kind, d.entry_id) for d in made.differences] == [("receivable_sum", owing.entry_id)]
