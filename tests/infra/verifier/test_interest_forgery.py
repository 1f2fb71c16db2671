"""Interest that two people did not confirm as it stands is named, by `make verify` and at night."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.core.errors import TryAgainError
from chalicelib.treasury import keys
from chalicelib.treasury.interest_service import InterestRecords
from chalicelib.treasury.interest_store import InterestStore
from tests.builders import COUNTY
from tests.infra.verifier.test_desk_forgery import problems_of
from tests.races.treasury_cases import records
from tests.reconciling.reconciliation_world import TODAY, Ledger, named
from tests.staff_office import ANNA, BORA

Item = dict[str, Any]
DAY = TODAY - timedelta(days=1)
VERSION = f"{DAY.isoformat()}#0001"
Tamper = Callable[[dict[Any, Item], str], object]


def _step(items: dict[Any, Item], proposal_id: str, number: int) -> Item:
    return items[f"{COUNTY}#INTERESTPROPOSALS", f"{proposal_id}#{number}"]


def _version(items: dict[Any, Item]) -> Item:
    return items[tuple(keys.interest_version(COUNTY, DAY, 1))]


def _later(items: dict[Any, Item], proposal_id: str) -> None:
    """The day's first version is gone, its third is there."""
    key = tuple(keys.interest_version(COUNTY, DAY, 3))
    items[key] = items.pop(tuple(keys.interest_version(COUNTY, DAY, 1))) | {"sk": key[1]}


FORGED: dict[str, tuple[Tamper, str]] = {
    "more won": (lambda i, p: _version(i).update(amount=999_000), "amount"),
    "by the proposer": (
        lambda i, p: _step(i, p, 2).update(by=[ANNA.subject, "bora"]),
        "approver",
    ),
    "rejected": (lambda i, p: _step(i, p, 2).update(step="rejected"), "approval"),
    "refused": (lambda i, p: _step(i, p, 3).update(step="refused"), "outcome"),
    "of no proposal": (lambda i, p: _version(i).update(proposal_id="int_x"), "proposal"),
}


@pytest.fixture
def ledger() -> Ledger:
    made = Ledger()
    made.a_day()
    return made


@pytest.fixture
def proposal_id(ledger: Ledger) -> str:
    desk: InterestRecords = records(ledger.world)
    proposal, _ = desk.propose(COUNTY, ANNA, [(DAY, 1_350)], reason="내역서", idempotency_key="one")
    desk.approve(COUNTY, BORA, proposal.proposal_id, reason=None)
    ledger.publish()
    return proposal.proposal_id


@pytest.mark.parametrize(("tamper", "fault"), FORGED.values(), ids=FORGED)
def test_interest_that_was_not_so_confirmed_is_named(
    ledger: Ledger, proposal_id: str, tamper: Tamper, fault: str
) -> None:
    assert problems_of(ledger) == []
    assert named(ledger.reconcile()) == []
    tamper(ledger.table.items, proposal_id)
    first = problems_of(ledger)[0]
    assert f"interest {VERSION}: not confirmed by two people ({fault}" in first
    found = [d for d in ledger.reconcile().differences if d.kind == "interest_not_confirmed"]
    assert found[0].subject == VERSION
    assert found[0].detail.startswith(fault)


@pytest.mark.parametrize("how", ["gone", "another number"])
def test_confirmed_interest_that_is_not_there_is_named(
    ledger: Ledger, proposal_id: str, how: str
) -> None:
    if how == "gone":
        del ledger.table.items[tuple(keys.interest_version(COUNTY, DAY, 1))]
    else:
        _later(ledger.table.items, proposal_id)
    assert f"{proposal_id}: in force, but there is no such interest of {DAY}" in " ".join(
        problems_of(ledger)
    )
    assert "interest_not_confirmed" in {d.kind for d in ledger.reconcile().differences}


def test_what_was_confirmed_and_never_came_into_force_is_named_at_night(ledger: Ledger) -> None:
    desk = records(ledger.world)
    proposal, _ = desk.propose(COUNTY, ANNA, [(DAY, 7)], reason="내역서", idempotency_key="two")
    stopped: Any = InterestStore(ledger.table)
    stopped.put_in_force = lambda *given: False
    one = InterestRecords(
        store=stopped,
        counties=desk.counties,
        idempotency_keys=desk.idempotency_keys,
        clock=desk.clock,
    )
    with pytest.raises(TryAgainError):
        one.approve(COUNTY, BORA, proposal.proposal_id, reason=None)
    assert InterestStore(ledger.table).versions(COUNTY, date.min, date.max) == []
    found = ledger.reconcile().differences
    assert ("adjustment_not_applied", proposal.proposal_id) in {(d.kind, d.subject) for d in found}
