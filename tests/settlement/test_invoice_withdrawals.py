"""What is still open of an invoice is let go of by two people, and never beside a payment."""

from typing import Any

import pytest

from tests import builders
from tests.conftest import Stack
from tests.settlement.test_invoices import (
    ISSUED,
    NUMBER,
    differences,
    invoiced,
    invoices,
    nights,
    owing,
    record,
    verified,
)

__all__ = ["invoiced", "owing"]
PATH = "/v1/staff/settlement-invoice-withdrawals"
OFFICE = frozenset({"operator", "manager", "treasurer"})


@pytest.fixture
def office(invoiced: Stack) -> Stack:
    invoiced.staff_roles = OFFICE
    return invoiced


def propose(stack: Stack, key: str = "k-1") -> Any:
    body = {"invoice_id": NUMBER, "reason": "폐업, 파산 결정문 확인"}
    return stack.call("POST", PATH, body, token="anna", key=key)


def approve(stack: Stack, withdrawal_id: str, by: str = "bora") -> Any:
    return stack.call("POST", f"{PATH}/{withdrawal_id}/approve", {}, token=by, key=f"ok {by}")


def test_two_people_withdraw_what_is_open_and_the_shop_sees_it(office: Stack) -> None:
    record(office, amount=600)
    asked = propose(office)
    made = asked.json
    assert (asked.status, made["amount"], made["status"]) == (201, 900, "proposed")
    assert propose(office).json["withdrawal_id"] == made["withdrawal_id"]
    assert approve(office, made["withdrawal_id"], by="anna").json["code"] == "approver_is_proposer"

    done = [approve(office, made["withdrawal_id"]).json["status"] for _ in range(2)]

    assert done == ["applied", "applied"]
    (one,) = invoices(office)
    assert (one.status, one.open_amount, one.withdrawn_amount) == ("withdrawn", 0, 900)
    # A first payment that is sent again is answered as at first.
    assert record(office, amount=600)[0].status == "part_paid"
    kept = [i for i in office.table.items.values() if i.get("action") == "invoice_withdrawn"]
    assert [(i["target_id"], i["reason"], i["after"]["amount"]) for i in kept] == [
        (NUMBER, "폐업, 파산 결정문 확인", 900)
    ]
    rows = office.call("GET", "/v1/settlements", token=builders.READ_KEY).json["data"]
    shown = rows[0]["invoice"]
    assert (shown["status"], shown["paid_amount"], shown["open_amount"]) == ("withdrawn", 600, 0)
    body = {"amount": 1, "paid_on": str(ISSUED), "reference": "x"}
    path = f"/v1/staff/settlement-invoices/{NUMBER}/payments"
    late = office.call("POST", path, body, token="anna", key="new")
    assert (late.status, late.json["code"]) == (409, "invoice_withdrawn")
    assert propose(office, "k-2").json["code"] == "invoice_withdrawn"
    listed = office.call("GET", f"{PATH}?status=applied", token="anna").json["data"]
    assert [each["withdrawal_id"] for each in listed] == [made["withdrawal_id"]]
    nights(office, 1)
    assert (verified(office), differences(office)) == ([], [])


def test_a_payment_meanwhile_refuses_it_and_says_what_is_open(office: Stack) -> None:
    made = propose(office).json
    record(office, amount=600)

    refused = approve(office, made["withdrawal_id"]).json

    assert (refused["status"], refused["refusal"]["code"]) == ("refused", "invoice_open_changed")
    assert "900" in refused["refusal"]["detail"]
    assert "1,500" in refused["refusal"]["detail"]
    assert invoices(office)[0].status == "part_paid"
    again = propose(office, "k-2").json
    assert (again["amount"], approve(office, again["withdrawal_id"], "cho").json["status"]) == (
        900, "applied",
    )  # fmt: skip
    assert verified(office) == []


def test_a_rejected_one_changes_nothing_and_a_paid_one_is_not_withdrawn(office: Stack) -> None:
    made = propose(office).json
    path = f"{PATH}/{made['withdrawal_id']}"
    rejected = office.call("POST", f"{path}/reject", {"reason": "낼 수 있음"}, token="bora")
    assert rejected.json["status"] == "rejected"
    assert approve(office, made["withdrawal_id"], "cho").json["code"] == "already_decided"
    assert office.call("GET", path, token="cho").json["status"] == "rejected"
    record(office)
    assert propose(office, "k-2").json["code"] == "invoice_already_paid"
    unknown = office.call("GET", f"{PATH}/iwd_0000000000000000", token="anna")
    assert (unknown.status, unknown.json["code"]) == (404, "invoice_withdrawal_not_found")
    assert verified(office) == []


@pytest.mark.parametrize("settled_by", ["invoice_already_paid", "invoice_withdrawn"])
def test_a_proposal_that_was_cut_off_withdraws_nothing_of_what_is_settled(
    office: Stack, settled_by: str
) -> None:
    cut_off = propose(office).json["withdrawal_id"]
    for key in [k for k in office.table.items if k[1].startswith(cut_off)]:
        del office.table.items[key]
    if settled_by == "invoice_withdrawn":
        assert approve(office, propose(office, "k-2").json["withdrawal_id"]).status == 200
    else:
        record(office)
    (before,) = invoices(office)

    assert propose(office).json["withdrawal_id"] == cut_off
    refused = approve(office, cut_off, "cho").json

    assert (refused["status"], refused["refusal"]["code"]) == ("refused", settled_by)
    assert invoices(office) == [before]


def stored(stack: Stack) -> Any:
    return next(i for i in stack.table.items.values() if i.get("type") == "settlement_invoice")


def test_one_that_nobody_approved_is_named_by_night_and_by_the_verifier(office: Stack) -> None:
    made = propose(office).json
    stored(office)["record"]["withdrawn"] = {
        "amount": 1_500, "withdrawal_id": made["withdrawal_id"], "at": "2026-11-26T03:00:00Z",
    }  # fmt: skip

    nights(office, 1)

    assert any("not withdrawn by two people" in each for each in verified(office))
    assert differences(office, "withdrawal_not_approved") == ["approval, outcome"]


def test_one_that_is_done_and_stands_on_no_invoice_is_named(office: Stack) -> None:
    made = propose(office).json
    approve(office, made["withdrawal_id"])
    stored(office)["record"].pop("withdrawn")

    assert any("no invoice was withdrawn by it" in each for each in verified(office))
