"""A setting that moves money and was not approved by two people as it stands is named."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.approvals import keys
from tests.builders import COUNTY
from tests.infra.verifier.test_desk_forgery import problems_of
from tests.reconciling.reconciliation_world import Ledger
from tests.staff_office import ANNA, Office

Item = dict[str, Any]

SETTING: dict[str, tuple[Callable[[dict[str, Item]], object], str]] = {
    "no proposal": (lambda i: i["1"].clear(), "proposal"),
    "by the proposer": (lambda i: i["2"].update(by=[ANNA.subject, "bora"]), "approver"),
    "rejected": (lambda i: i["2"].update(step="rejected"), "approval"),
    "refused": (lambda i: i["3"].update(step="refused"), "outcome"),
    "another value": (lambda i: i["version"].update(value=60_000), "value"),
    "without a limit": (lambda i: i["version"].update(value=None), "value"),
    "another day": (lambda i: i["1"].update(effective_on="2026-12-02"), "effective_on"),
    "another notice": (lambda i: i["version"].update(notice="공고 2"), "notice"),
}


@pytest.fixture
def setting() -> tuple[Ledger, dict[str, Item]]:
    """A setting that two people decided, with what is stored of it: for tampering."""
    ledger = Ledger()
    ledger.a_day()
    office = Office(ledger.world)
    proposal = office.propose_setting()
    office.approve_setting(proposal.proposal_id)
    ledger.publish()
    pk = keys.setting_proposals(COUNTY)
    items = {
        str(n): ledger.table.items[tuple(keys.step(pk, proposal.proposal_id, n))] for n in (1, 2, 3)
    }
    version = (f"{COUNTY}#SETTINGS", "mileage.signup#2026-12-01")
    return ledger, items | {"version": ledger.table.items[version]}


@pytest.mark.parametrize(("tamper", "fault"), SETTING.values(), ids=SETTING)
def test_a_setting_that_was_not_so_approved_is_named(
    setting: tuple[Ledger, dict[str, Item]],
    tamper: Callable[[dict[str, Item]], object],
    fault: str,
) -> None:
    ledger, items = setting
    assert problems_of(ledger) == []
    tamper(items)
    named_first = problems_of(ledger)[0]
    assert "mileage.signup#2026-12-01: not approved by two people" in named_first
    assert named_first.endswith(f"({fault})")


def test_a_recorded_setting_that_is_gone_is_named(
    setting: tuple[Ledger, dict[str, Item]],
) -> None:
    ledger, items = setting
    items["version"].clear()
    assert problems_of(ledger)[0].endswith("recorded, but there is no such version")
