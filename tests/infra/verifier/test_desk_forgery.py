"""Money moved past the two people who must agree on it is named."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.approvals import keys
from infra.verifier import ledger_check
from tests.builders import COUNTY
from tests.reconciling.reconciliation_world import TODAY, Ledger, named
from tests.sample_ledger import typed_json
from tests.staff_office import ANNA, Office, a_file
from tests.tampering import Items

Item = dict[str, Any]


@dataclass
class Desk:
    """An applied adjustment and a granted row, with what is stored of each: for tampering."""

    ledger: Ledger

    def __post_init__(self) -> None:
        holders = self.ledger.a_day()
        self.member_id = holders["a"].member_id
        self.other_id = holders["b"].member_id
        office = Office(self.ledger.world)
        self.adjustment_id = office.propose(self.member_id).adjustment_id
        office.approve(self.adjustment_id)
        self.grant_id = office.upload(a_file(("row-1", self.member_id, 300))).grant_id
        office.approve_file(self.grant_id)
        office.deliver()
        adjusted, granted = self.ledger.entries(holders["a"])[-2:]
        self.adjusted, self.granted = adjusted.entry_id, granted.entry_id
        self.ledger.publish()

    def step(self, number: int, *, of_grant: bool = False) -> Item:
        return self.ledger.table.items[self.step_key(number, of_grant=of_grant)]

    def step_key(self, number: int, *, of_grant: bool = False) -> tuple[str, str]:
        if of_grant:
            return tuple(keys.step(keys.bulk_grants(COUNTY), self.grant_id, number))
        return tuple(keys.step(keys.adjustments(COUNTY), self.adjustment_id, number))

    @property
    def claim(self) -> Item:
        return self.ledger.table.items[tuple(keys.granted_row(COUNTY, "row-1"))]

    @property
    def slice(self) -> Item:
        return self.ledger.table.items[tuple(keys.grant_slice(COUNTY, self.grant_id, 1))]

    def remove_step(self, number: int, *, of_grant: bool = False) -> None:
        del self.ledger.table.items[self.step_key(number, of_grant=of_grant)]

    def verify(self) -> list[str]:
        items = [typed_json(item) for item in self.ledger.table.items.values()]
        return ledger_check.check(Items(items), None).problems


@pytest.fixture
def desk() -> Desk:
    return Desk(Ledger())


Tamper = Callable[[Desk], object]

ADJUSTMENT: dict[str, tuple[Tamper, str]] = {
    "no proposal": (lambda d: d.remove_step(1), "proposal"),
    "no decision": (lambda d: d.remove_step(2), "approval, outcome"),
    "no outcome": (lambda d: d.remove_step(3), "outcome"),
    "rejected": (lambda d: d.step(2).update(step="rejected"), "approval"),
    "refused": (lambda d: d.step(3).update(step="refused"), "outcome"),
    "by the proposer": (lambda d: d.step(2).update(by=[ANNA.subject, "bora"]), "approver"),
    "by the proposer's account made anew": (
        lambda d: d.step(2).update(by=["sub-made-anew", ANNA.username]),
        "approver",
    ),
    "by a name that differs in case alone": (
        lambda d: (
            d.step(1).update(by=["sub-1", "Ēva"]),
            d.step(2).update(by=["sub-2", "e\u0304VA"]),
        ),
        "approver",
    ),
    "by nobody": (lambda d: d.step(2).pop("by"), "approver"),
    "another member": (lambda d: d.step(1).update(member_id=d.other_id), "member"),
    "another amount": (lambda d: d.step(1).update(mileage=50), "amount"),
    "in vouchers": (lambda d: d.step(1).update(mileage=0, voucher_amount=500), "amount"),
    "another entry": (lambda d: d.step(3).update(entry_id="ent_0000000000000000"), "outcome"),
}
GRANT: dict[str, tuple[Tamper, str]] = {
    "no proposal": (lambda d: d.remove_step(1, of_grant=True), "proposal"),
    "by the proposer": (
        lambda d: d.step(2, of_grant=True).update(by=[ANNA.subject, "bora"]),
        "approver",
    ),
    "by the proposer's account made anew": (
        lambda d: d.step(2, of_grant=True).update(by=["sub-made-anew", ANNA.username.upper()]),
        "approver",
    ),
    "rejected": (lambda d: d.step(2, of_grant=True).update(step="rejected"), "approval"),
    "another entry": (lambda d: d.claim.update(entry_id="ent_0000000000000000"), "claim"),
    "another amount": (lambda d: d.claim.update(mileage=30), "amount"),
    "another member": (lambda d: d.claim.update(member_id=d.other_id), "amount"),
    "another row": (lambda d: d.slice["rows"][0].__setitem__(3, 30), "row"),
    "no row": (lambda d: d.slice["rows"].clear(), "row"),
}


def test_what_two_people_approved_is_no_difference(desk: Desk) -> None:
    assert desk.verify() == []
    assert named(desk.ledger.reconcile()) == []


@pytest.mark.parametrize(("tamper", "fault"), ADJUSTMENT.values(), ids=ADJUSTMENT)
def test_an_adjustment_that_was_not_so_approved_is_named(
    desk: Desk, tamper: Tamper, fault: str
) -> None:
    tamper(desk)

    # Without its outcome it also waits to be applied.
    [difference] = [d for d in desk.ledger.reconcile().differences if d.entry_id]
    assert (difference.kind, difference.entry_id) == ("adjustment_not_approved", desk.adjusted)
    assert difference.detail == fault
    first = desk.verify()[0]
    assert first.endswith(f"{desk.adjusted}: not approved by two people ({fault})")


@pytest.mark.parametrize(("tamper", "fault"), GRANT.values(), ids=GRANT)
def test_a_bulk_grant_that_was_not_so_approved_is_named(
    desk: Desk, tamper: Tamper, fault: str
) -> None:
    tamper(desk)

    [difference] = desk.ledger.reconcile().differences
    assert (difference.kind, difference.entry_id) == ("grant_not_approved", desk.granted)
    assert difference.detail == fault
    first = desk.verify()[0]
    assert first.endswith(f"{desk.granted}: not approved by two people ({fault})")


def test_a_claim_that_is_gone_is_named(desk: Desk) -> None:
    del desk.ledger.table.items[tuple(keys.granted_row(COUNTY, "row-1"))]

    assert named(desk.ledger.reconcile()) == [("grant_not_approved", desk.granted)]
    assert len(desk.verify()) == 1


@pytest.mark.parametrize(
    "adjustment_id", ["adj_0000000000000009", "", "adj_0000000000000009/x", "adj_0#1"]
)
def test_an_entry_written_past_the_desk_is_named(desk: Desk, adjustment_id: str) -> None:
    """By the rules of the ledger it is sound: only the two people are missing."""
    forged = desk.ledger.world.adjustments.adjust(
        COUNTY, desk.other_id, mileage=70_000, reason="x", adjustment_id=adjustment_id
    ).entry
    desk.ledger.publisher.catch_up(COUNTY, TODAY)

    found = named(desk.ledger.reconcile())

    assert ("adjustment_not_approved", forged.entry_id) in found
    [problem] = desk.verify()
    assert problem == (
        f"{COUNTY}: {desk.other_id} entry {forged.seq} {forged.entry_id}: "
        "not approved by two people (proposal)"
    )


def test_an_entry_that_takes_another_ones_approval_is_named(desk: Desk) -> None:
    """The approved amount twice: to the member it was meant for, and to another."""
    forged = desk.ledger.world.adjustments.adjust(
        COUNTY, desk.other_id, mileage=500, reason="x", adjustment_id=desk.adjustment_id
    ).entry

    [problem] = desk.verify()
    assert f"{forged.entry_id}: not approved by two people (member, outcome)" in problem


def test_an_outcome_that_names_no_entry_is_named(desk: Desk) -> None:
    desk.step(3)["entry_id"] = "ent_0000000000000000"

    assert desk.verify()[-1] == (
        f"{COUNTY}: {desk.adjustment_id}: done by ent_0000000000000000, "
        "which the ledger does not have"
    )


def test_steps_without_their_proposal_count_for_no_other_matter(desk: Desk) -> None:
    """In the lists they would otherwise stand behind those of the matter before."""
    desk.ledger.world.now += timedelta(minutes=1)
    newer = Office(desk.ledger.world).propose(desk.other_id, key="newer").adjustment_id
    assert Office(desk.ledger.world).approve(newer).status == "applied"
    del desk.ledger.table.items[tuple(keys.step(keys.adjustments(COUNTY), newer, 1))]

    [listed], _ = desk.ledger.adjustments.page(COUNTY, status=None, limit=5, before_id=None)

    assert desk.ledger.adjustments.by_id(COUNTY, newer) is None
    assert (listed.adjustment_id, len(listed.steps)) == (desk.adjustment_id, 3)


def test_steps_that_cannot_be_read_are_told_by_the_check(desk: Desk) -> None:
    del desk.step(1)["member_id"]

    [problem] = desk.verify()
    assert "unreadable: KeyError 'member_id'" in problem


def problems_of(ledger: Ledger) -> list[str]:
    items = [typed_json(item) for item in ledger.table.items.values() if item]
    return ledger_check.check(Items(items), None).problems


PRIZES = "row_key,member_id,voucher_amount,reason\nPrize-9,{},2500,시상\n"

VOUCHERS: dict[str, tuple[Callable[[dict[str, Item]], object], str]] = {
    "another amount": (lambda i: i["claim"].update(voucher_amount=25_000), "amount"),
    "as mileage": (lambda i: i["claim"].update(mileage=2_500, voucher_amount=0), "amount"),
    "another last day": (lambda i: i["1"].update(expires_on="2031-01-01"), "expiry"),
    "another row": (lambda i: i["slice"]["rows"][0].__setitem__(5, 25_000), "row"),
    "another key": (lambda i: i["slice"]["rows"][0].__setitem__(1, "Prize-8"), "row"),
}


@pytest.fixture
def prizes() -> tuple[Ledger, dict[str, Item]]:
    """A row of vouchers with a last day, granted, its key in mixed case."""
    ledger = Ledger()
    member_id = ledger.a_day()["a"].member_id
    office = Office(ledger.world)
    grant, _ = office.files.propose(
        COUNTY,
        ANNA,
        name="시상",
        text=PRIZES.format(member_id),
        expires_on=ledger.world.now.date() + timedelta(days=400),
        idempotency_key="prizes",
    )
    office.approve_file(grant.grant_id)
    office.deliver()
    ledger.publish()
    items = ledger.table.items
    return ledger, {
        "1": items[tuple(keys.step(keys.bulk_grants(COUNTY), grant.grant_id, 1))],
        "claim": items[tuple(keys.granted_row(COUNTY, "prize-9"))],
        "slice": items[tuple(keys.grant_slice(COUNTY, grant.grant_id, 1))],
    }


@pytest.mark.parametrize(("tamper", "fault"), VOUCHERS.values(), ids=VOUCHERS)
def test_vouchers_of_a_file_that_was_not_so_approved_are_named(
    prizes: tuple[Ledger, dict[str, Item]],
    tamper: Callable[[dict[str, Item]], object],
    fault: str,
) -> None:
    ledger, items = prizes
    assert problems_of(ledger) == []
    assert named(ledger.reconcile()) == []
    tamper(items)
    assert problems_of(ledger)[0].endswith(f"not approved by two people ({fault})")
    if fault != "expiry":
        [difference] = [d for d in ledger.reconcile().differences if d.entry_id]
        assert (difference.kind, difference.detail) == ("grant_not_approved", fault)
