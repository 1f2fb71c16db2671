"""Adjustments over HTTP: two people, every state, every refusal, and what is kept of it."""

from typing import Any

import pytest

from chalicelib.approvals.errors import AlreadyDecidedError
from chalicelib.core.actors import StaffActor
from chalicelib.members.wiring import MembersWiring
from tests import builders
from tests.conftest import Answer, Member, Stack
from tests.ledger_checks import check_chain
from tests.refusals import check_refused

PATH = "/v1/staff/adjustments"
REASON = "행사 오류 정정"


def propose(
    stack: Stack, member: Member | str, *, by: str = "anna", key: str = "new", **changes: Any
) -> Answer:
    member_id = member if isinstance(member, str) else member.member_id
    body = {"member_id": member_id, "reason": REASON, "mileage": 500} | changes
    return stack.call("POST", PATH, body, token=by, key=key)


def decide(
    stack: Stack, what: str, adjustment_id: str, *, by: str = "bora", key: str = "new", **body: Any
) -> Answer:
    if what == "reject":
        body = {"reason": "근거가 없음"} | body
    return stack.call("POST", f"{PATH}/{adjustment_id}/{what}", body, token=by, key=key)


def proposed(stack: Stack, member: Member, **changes: Any) -> str:
    answer = propose(stack, member, **changes)
    assert answer.status == 201, answer.raw
    adjustment_id: str = answer.json["adjustment_id"]
    return adjustment_id


def listed(stack: Stack, query: str = "", by: str = "anna") -> Any:
    answer = stack.call("GET", f"{PATH}{query}", token=by)
    assert answer.status == 200, answer.raw
    return answer.json


def chain_of(stack: Stack, member: Member) -> Any:
    return check_chain(stack.table, member.member_id)


def test_nothing_moves_until_another_person_approves(stack: Stack) -> None:
    member = stack.member()
    answer = propose(stack, member)

    assert (answer.status, answer.json["status"]) == (201, "proposed")
    assert answer.json["may_decide"] is False
    assert len(chain_of(stack, member)) == 1
    assert listed(stack, by="bora")["data"][0]["may_decide"] is True

    stack.later(hours=2)
    approved = decide(stack, "approve", answer.json["adjustment_id"], reason="확인함")

    assert (approved.status, approved.json["status"]) == (200, "applied")
    head = chain_of(stack, member)[-1]
    assert (head.kind, head.mileage_amount, head.reason) == ("adjustment", 500, REASON)
    assert approved.json["entry_id"] == head.entry_id
    steps = approved.json["steps"]
    assert [(s["step"], s["by"], s["subject"], s["reason"]) for s in steps] == [
        ("proposed", "anna", "sub-anna", REASON),
        ("approved", "bora", "sub-bora", "확인함"),
        ("applied", None, None, None),
    ]
    assert steps[0]["at"] < steps[1]["at"] <= steps[2]["at"]


@pytest.mark.parametrize(
    ("changes", "mileage", "vouchers"),
    [
        ({"mileage": 1}, 2001, 3000),
        ({"mileage": -2000}, 0, 3000),
        ({"mileage": 0, "voucher_amount": 700}, 2000, 3700),
        ({"mileage": 0, "voucher_amount": -3000}, 2000, 0),
    ],
)
def test_both_kinds_of_value_go_both_ways(
    stack: Stack, changes: Any, mileage: int, vouchers: int
) -> None:
    member = stack.member(vouchers=3000)

    assert decide(stack, "approve", proposed(stack, member, **changes)).json["status"] == "applied"

    wallet = member.wallet()
    assert wallet["mileage"]["balance"] == mileage
    assert wallet["voucher"]["balance_amount"] == vouchers
    if changes.get("voucher_amount", 0) > 0:
        added = next(x for x in wallet["voucher"]["lots"] if x["source"] == "adjustment")
        assert (added["kind"], added["expires_on"]) == ("policy", "2031-11-22")


@pytest.mark.parametrize("what", ["approve", "reject"])
def test_who_proposed_cannot_decide_under_whatever_name(
    stack: Stack, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    adjustment_id = proposed(stack, stack.member())
    check_refused(
        stack,
        lambda h: decide_raw(stack, what, adjustment_id, "anna", h),
        403,
        "approver_is_proposer",
    )
    renamed = StaffActor(builders.COUNTY, "somebody-else", frozenset({"treasurer"}), "sub-anna")
    stack.adapters.staff_tokens = Always(renamed)
    answer = decide(stack, what, adjustment_id)

    assert (answer.status, answer.json["code"]) == (403, "approver_is_proposer")
    assert listed(stack)["data"][0]["status"] == "proposed"


def decide_raw(stack: Stack, what: str, adjustment_id: str, by: str, headers: Any) -> Answer:
    path = f"{PATH}/{adjustment_id}/{what}"
    return stack.call("POST", path, {"reason": "x"}, token=by, key="new", headers=headers)


class Always:
    def __init__(self, actor: StaffActor) -> None:
        self._actor = actor

    def read(self, token: str) -> StaffActor:
        return self._actor


def test_a_rejected_one_stays_rejected(stack: Stack) -> None:
    member = stack.member()
    adjustment_id = proposed(stack, member)

    assert decide(stack, "reject", adjustment_id).json["status"] == "rejected"
    assert decide(stack, "reject", adjustment_id, by="chan").json["steps"][1]["by"] == "bora"

    check_refused(
        stack,
        lambda h: decide_raw(stack, "approve", adjustment_id, "chan", h),
        409,
        "already_decided",
    )
    assert len(chain_of(stack, member)) == 1
    assert "(반려)" in AlreadyDecidedError(decided="rejected").detail("ko")


def test_an_applied_one_cannot_be_rejected_and_is_applied_once(stack: Stack) -> None:
    member = stack.member()
    adjustment_id = proposed(stack, member)

    answers = [decide(stack, "approve", adjustment_id, by=by).json for by in ("bora", "chan")]

    assert answers[0]["steps"] == answers[1]["steps"]
    check_refused(
        stack,
        lambda h: decide_raw(stack, "reject", adjustment_id, "chan", h),
        409,
        "already_decided",
    )
    assert len(chain_of(stack, member)) == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"mileage": -5001}, "insufficient_mileage"),
        ({"mileage": 0, "voucher_amount": -1}, "insufficient_balance"),
    ],
)
def test_the_rule_that_refuses_is_kept_and_final(stack: Stack, changes: Any, code: str) -> None:
    member = stack.member()
    adjustment_id = proposed(stack, member, **changes)

    refused = decide(stack, "approve", adjustment_id).json
    # The next approval must not judge anew, though it would pass.
    decide(stack, "approve", proposed(stack, member, mileage=9000))
    again = decide(stack, "approve", adjustment_id, by="chan").json

    assert refused["status"] == again["status"] == "refused"
    assert refused["refusal"]["code"] == code
    assert refused["refusal"]["detail"]
    assert again["steps"] == refused["steps"]
    assert [e.mileage_amount for e in chain_of(stack, member)] == [5000, 9000]


def test_above_the_holding_cap_it_is_refused(stack: Stack) -> None:
    member = stack.member()
    for amount in (1_000_000, 500_000, 1):
        adjustment_id = proposed(stack, member, mileage=0, voucher_amount=amount)
        last = decide(stack, "approve", adjustment_id).json

    assert (last["status"], last["refusal"]["code"]) == ("refused", "holding_cap_exceeded")
    assert member.balance() == 1_500_000


@pytest.mark.parametrize(
    ("changes", "status", "code", "param"),
    [
        ({"mileage": 0}, 422, "adjustment_invalid", None),
        ({"voucher_amount": 5}, 422, "adjustment_invalid", None),
        ({"mileage": 1_000_001}, 422, "amount_out_of_range", "mileage"),
        ({"mileage": -(10**30)}, 422, "amount_out_of_range", "mileage"),
        ({"mileage": 0, "voucher_amount": 1_000_001}, 422, "amount_out_of_range", "voucher_amount"),
        ({"mileage": 1.5}, 400, "invalid_request", "mileage"),
        ({"mileage": "5"}, 400, "invalid_request", "mileage"),
        ({"member_id": "mem_0000000000000000"}, 422, "member_unknown", "member_id"),
        ({"member_id": "nobody"}, 400, "invalid_request", "member_id"),
        ({"reason": ""}, 400, "invalid_request", "reason"),
        ({"reason": "  "}, 400, "invalid_request", "reason"),
        ({"reason": "가" * 201}, 400, "invalid_request", "reason"),
        ({"reason": "두\n줄"}, 400, "invalid_request", "reason"),
        ({"reason": None}, 400, "invalid_request", "reason"),
        ({"corrects_entry_id": "ent_0000000000000000"}, 422, "corrected_entry_unknown",
         "corrects_entry_id"),
        ({"corrects_entry_id": "ent_ZZZZZZZZZZZZZZZZ"}, 422, "corrected_entry_unknown",
         "corrects_entry_id"),
        ({"corrects_entry_id": "x"}, 400, "invalid_request", "corrects_entry_id"),
        ({"approved_by": "me"}, 400, "invalid_request", "approved_by"),
    ],
)  # fmt: skip
def test_what_cannot_be_proposed(
    stack: Stack, changes: Any, status: int, code: str, param: str | None
) -> None:
    member = stack.member()
    body = {"member_id": member.member_id, "reason": REASON, "mileage": 500} | changes
    check_refused(
        stack,
        lambda h: stack.call("POST", PATH, body, token="anna", key="k", headers=h),
        status,
        code,
        param,
    )
    assert listed(stack)["data"] == []


def test_a_member_who_left_is_not_adjusted(stack: Stack) -> None:
    member = stack.member()
    adjustment_id = proposed(stack, member)
    stack.call("DELETE", "/v1/me", token=member.token)
    left = stack.wired(MembersWiring).store.profile(builders.COUNTY, member.member_id)
    assert left is not None
    assert left.status == "left"

    assert propose(stack, member).json["code"] == "member_unknown"
    refused = decide(stack, "approve", adjustment_id).json

    assert (refused["status"], refused["refusal"]["code"]) == ("refused", "member_unknown")
    assert len(chain_of(stack, member)) == 1


def test_it_names_the_entry_it_corrects_of_this_member_alone(stack: Stack) -> None:
    member, other = stack.member("010-1111-0001"), stack.member("010-1111-0002")
    entry_id = chain_of(stack, member)[0].entry_id

    foreign = propose(stack, other, corrects_entry_id=entry_id)
    assert foreign.json["code"] == "corrected_entry_unknown"
    adjustment_id = proposed(stack, member, corrects_entry_id=entry_id)
    decide(stack, "approve", adjustment_id)

    assert chain_of(stack, member)[-1].reason == f"{REASON} ({entry_id})"


def test_the_same_proposal_sent_twice_is_one_and_answered_as_at_first(stack: Stack) -> None:
    member = stack.member()
    first = propose(stack, member, key="key-1")
    decide(stack, "approve", first.json["adjustment_id"])
    stack.later(hours=1)

    again = propose(stack, member, key="key-1")

    assert again.json == first.json
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(listed(stack)["data"]) == 1
    reused = propose(stack, member, key="key-1", mileage=600)
    assert (reused.status, reused.json["code"]) == (422, "idempotency_key_reused")
    other = propose(stack, member, key="key-1", by="bora")  # A key is its owner's.
    assert other.json["adjustment_id"] != first.json["adjustment_id"]


def test_a_proposal_needs_a_key(stack: Stack) -> None:
    body = {"member_id": stack.member().member_id, "reason": REASON, "mileage": 500}
    check_refused(
        stack,
        lambda h: stack.call("POST", PATH, body, token="anna", headers=h),
        400,
        "idempotency_key_missing",
        "Idempotency-Key",
    )
