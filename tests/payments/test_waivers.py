"""What members owe, listed at the desk, and let go of by two people."""

from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.ledger.chain import Chain
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.payments.wiring import PaymentsWiring
from tests.builders import COUNTY
from tests.conftest import Member, Stack

OFFICE = frozenset({"operator", "manager", "treasurer"})
CAUSE = "pur_0000000000000001"


@pytest.fixture
def debtor(stack: Stack) -> Member:
    """9,000 won are owed."""
    member = stack.member()
    owe(stack, member, 9_000)
    stack.staff_roles = OFFICE
    return member


def owe(stack: Stack, member: Member, amount: int, cause: str = CAUSE) -> None:
    chain = Chain(stack.wired(LedgerWiring).store, lambda: stack.now, lambda seconds: None)
    receivables = replace(stack.wired(PaymentsWiring).receivables, chain=chain)
    receivables.owe(COUNTY, member.member_id, cause=cause, amount=amount, number=1)


def propose(stack: Stack, member: Member, amount: int, key: str = "k1") -> Any:
    body = {"member_id": member.member_id, "amount": amount, "reason": "생계 곤란, 방침 3호"}
    return stack.call("POST", "/v1/staff/receivable-waivers", body, token="kim", key=key)


def decide(stack: Stack, waiver_id: str, what: str, by: str, **body: Any) -> Any:
    path = f"/v1/staff/receivable-waivers/{waiver_id}/{what}"
    return stack.call("POST", path, body, token=by, key=f"{what} {by}")


def owed(stack: Stack, member: Member) -> int:
    path = f"/v1/staff/members/{member.member_id}/receivable"
    return int(stack.call("GET", path, token="kim").json["owed_amount"])


def test_who_owes_is_listed_by_age_with_what_for(stack: Stack, debtor: Member) -> None:
    stack.later(days=3)
    other = stack.member("010-8765-4321")
    owe(stack, other, 500, "trp_0000000000000001")
    owe(stack, other, 200, "cashback")
    stack.later(days=4)
    listed = stack.call("GET", "/v1/staff/receivables", token="kim").json

    assert (listed["total_amount"], listed["member_count"]) == (9_700, 2)
    first, second = listed["data"]
    assert (first["member_id"], first["owed_amount"], first["age_days"]) == (
        debtor.member_id, 9_000, 7,
    )  # fmt: skip
    assert "*" in first["member_name_masked"]
    assert [(c["kind"], c["source_id"], c["amount"]) for c in second["causes"]] == [
        ("trip", "trp_0000000000000001", 500),
        ("cashback", None, 200),
    ]


def test_another_person_lets_go_of_it_once(stack: Stack, debtor: Member) -> None:
    waiver = propose(stack, debtor, 9_000)
    assert (waiver.status, waiver.json["status"], owed(stack, debtor)) == (201, "proposed", 9_000)
    assert propose(stack, debtor, 9_000).json["waiver_id"] == waiver.json["waiver_id"]
    own = decide(stack, waiver.json["waiver_id"], "approve", "kim")
    assert (own.status, own.json["code"]) == (403, "approver_is_proposer")

    done = [decide(stack, waiver.json["waiver_id"], "approve", "lee") for _ in range(2)]
    assert [one.json["status"] for one in done] == ["applied"] * 2
    assert done[1].headers["Idempotent-Replayed"] == "true"
    assert owed(stack, debtor) == 0
    listed = stack.call("GET", "/v1/staff/receivables", token="kim").json
    assert (listed["data"], listed["total_amount"]) == ([], 0)


def test_what_was_paid_meanwhile_is_not_let_go_of(stack: Stack, debtor: Member) -> None:
    waiver = propose(stack, debtor, 9_000).json
    path = f"/v1/staff/members/{debtor.member_id}/receivable-payments"
    assert stack.call("POST", path, {"amount": 1_000}, token="kim", key="p").status == 201

    refused = decide(stack, waiver["waiver_id"], "approve", "lee").json
    assert (refused["status"], refused["refusal"]["code"]) == ("refused", "amount_out_of_range")
    assert owed(stack, debtor) == 8_000


def test_a_rejected_waiver_stays_rejected(stack: Stack, debtor: Member) -> None:
    waiver_id = propose(stack, debtor, 100).json["waiver_id"]
    rejected = decide(stack, waiver_id, "reject", "lee", reason="갚을 수 있음")
    assert rejected.json["status"] == "rejected"
    later = decide(stack, waiver_id, "approve", "lee")
    assert (later.status, later.json["code"]) == (409, "already_decided")
    path = "/v1/staff/receivable-waivers/wvr_06H02CHZG2WVD3YG"
    unknown = stack.call("GET", path, token="lee")
    assert (unknown.status, unknown.json["code"]) == (404, "waiver_not_found")
    too_much = propose(stack, debtor, 9_001, key="k2")
    assert (too_much.status, too_much.json["code"]) == (422, "amount_out_of_range")
    assert owed(stack, debtor) == 9_000


def test_the_wallet_says_what_is_owed(stack: Stack, debtor: Member) -> None:
    wallet = stack.call("GET", "/v1/me/wallet", token=debtor.token).json
    assert wallet["owed_amount"] == 9_000
    other = stack.member("010-8765-4321")
    assert stack.call("GET", "/v1/me/wallet", token=other.token).json["owed_amount"] == 0
