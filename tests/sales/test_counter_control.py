"""What keeps one person at the counter from selling to oneself, twice, or without end."""

from typing import Any

import pytest

from chalicelib.sales.store import RoundStore
from tests import builders
from tests.conftest import Answer, Member, Stack
from tests.ledger_checks import check_chain
from tests.refusals import check_refused

ROUND = "rnd_0000000000000001"
SALES = "/v1/staff/purchases"
REQUESTS = "/v1/staff/counter-sale-requests"


@pytest.fixture(autouse=True)
def _counter(stack: Stack) -> None:
    stack.staff_roles = frozenset({"treasurer"})
    RoundStore(stack.table).create(builders.a_round())


def post(stack: Stack, path: str, body: Any, *, by: str = "anna", key: str = "new",
         headers: Any = None) -> Answer:  # fmt: skip
    return stack.call("POST", path, body, token=by, key=key, headers=headers)


def body_of(member: Member | str, amount: int = 20_000, **more: Any) -> dict[str, Any]:
    member_id = member if isinstance(member, str) else member.member_id
    return {"member_id": member_id, "round_id": ROUND, "amount": amount} | more


def sell(stack: Stack, member: Member | str, amount: int = 20_000, *, by: str = "anna",
         key: str = "new", headers: Any = None, **more: Any) -> Answer:  # fmt: skip
    return post(stack, SALES, body_of(member, amount, **more), by=by, key=key, headers=headers)


def adjustment(stack: Stack, member: Member, by: str) -> Answer:
    body = {"member_id": member.member_id, "mileage": 700, "reason": "행사 보상"}
    return post(stack, "/v1/staff/adjustments", body, by=by)


def bound_of_day(stack: Stack, amount: int | None) -> None:
    stack.set_rule("counter.day_maximum", amount)
    stack.later(days=1)


# Receipts


def test_a_receipt_is_one_sale_of_a_day(stack: Stack) -> None:
    member, other = stack.member(), stack.member("010-2222-3333")
    first = sell(stack, member, receipt_reference="a-0042", key="k")
    assert first.status == 201
    assert sell(stack, member, receipt_reference="a-0042", key="k").json == first.json
    # Case, width and spaces make no other receipt of it; nor does another seller.
    for text, by in (("A-0042", "anna"), (" Ａ－００ ４２ ", "bora")):
        check_refused(
            stack, lambda h, t=text, b=by: sell(
                stack, other, by=b, receipt_reference=t, headers=h
            ), 409, "receipt_reference_used", "receipt_reference",
        )  # fmt: skip
    preview = post(stack, f"{SALES}/validate", body_of(other, receipt_reference="A-0042"))
    assert preview.json["code"] == "receipt_reference_used"
    assert other.balance() == 0
    assert sell(stack, other, receipt_reference="A-0043").status == 201
    # Registers begin anew each day.
    stack.later(days=1)
    assert sell(stack, other, receipt_reference="A-0042").status == 201
    # A key with another receipt is another request.
    reused = sell(stack, other, receipt_reference="A-0050", key="k2")
    again = sell(stack, other, receipt_reference="A-0051", key="k2")
    assert (reused.status, again.json["code"]) == (201, "idempotency_key_reused")


@pytest.mark.parametrize("text", ["", "  ", "x" * 41, "A\u202e1", 42])
def test_what_is_no_receipt_is_refused(stack: Stack, text: Any) -> None:
    refused = sell(stack, stack.member(), receipt_reference=text)
    assert (refused.status, refused.json["param"]) == (400, "receipt_reference")


def test_above_the_countys_amount_a_receipt_is_needed(stack: Stack) -> None:
    member = stack.member()
    stack.set_rule("counter.receipt_above", 30_000)
    stack.later(days=1)
    assert sell(stack, member, 30_000).status == 201
    check_refused(
        stack, lambda h: sell(stack, member, 31_000, headers=h), 422,
        "receipt_reference_missing", "receipt_reference",
    )  # fmt: skip
    seen = post(stack, f"{SALES}/validate", body_of(member, 31_000)).json
    assert seen["needs_receipt"] is True
    assert sell(stack, member, 31_000, receipt_reference="7").status == 201


def test_the_days_sales_are_listed_with_their_receipts(stack: Stack) -> None:
    member = stack.member()
    plain = sell(stack, member, 10_000).json["entry_id"]
    with_receipt = sell(stack, member, 20_000, by="bora", receipt_reference="b-7").json["entry_id"]

    def listed(query: str = "") -> Any:
        return stack.call("GET", f"{SALES}{query}", token="anna").json

    found = listed()
    assert found["on"] == "2026-11-22"
    assert [(s["entry_id"], s["receipt_reference"], s["sold_by"]) for s in found["data"]] == [
        (plain, None, "anna"), (with_receipt, "B-7", "bora"),
    ]  # fmt: skip
    assert [s["price_amount"] for s in found["data"]] == [9_000, 18_000]
    assert [s["entry_id"] for s in listed("?receipt_reference=b-7")["data"]] == [with_receipt]
    assert listed("?receipt_reference=b-8")["data"] == []
    assert listed("?on=2026-11-21")["data"] == []
    page = listed("?limit=1")
    rest = listed(f"?limit=1&cursor={page['next_cursor']}")
    assert [s["entry_id"] for s in page["data"] + rest["data"]] == [plain, with_receipt]


# The name on the screen


def test_whose_wallet_it_is_is_seen_before_the_money_is_taken(stack: Stack) -> None:
    member = stack.member()
    seen = post(stack, f"{SALES}/validate", body_of(member, 50_000))
    assert (seen.status, seen.json) == (
        200,
        {
            "member_name_masked": "홍*동",
            "price_amount": 45_000,
            "needs_receipt": False,
            "needs_approval": False,
        },
    )
    assert len(check_chain(stack.table, member.member_id)) == 1
    stranger = post(stack, f"{SALES}/validate", body_of("mem_0000000000000000"))
    assert stranger.json["code"] == "member_unknown"


def test_looking_up_names_is_counted(stack: Stack) -> None:
    member = stack.member()
    answers = [post(stack, f"{SALES}/validate", body_of(member)).status for _ in range(121)]
    assert answers == [200] * 120 + [429]
    # Of each seller alone.
    assert post(stack, f"{SALES}/validate", body_of(member), by="bora").status == 200


def test_whoever_decides_sees_the_name(stack: Stack) -> None:
    member = stack.member()
    made = adjustment(stack, member, "anna").json
    path = f"/v1/staff/adjustments/{made['adjustment_id']}"
    assert stack.call("GET", path, token="bora").json["member_name_masked"] == "홍*동"
    (listed,) = stack.call("GET", "/v1/staff/adjustments", token="bora").json["data"]
    assert listed["member_name_masked"] is None
    request = post(stack, REQUESTS, body_of(member)).json["request_id"]
    shown = stack.call("GET", f"{REQUESTS}/{request}", token="bora").json
    assert shown["member_name_masked"] == "홍*동"


# The seller's day


def test_beyond_the_sellers_day_another_person_must_approve(stack: Stack) -> None:
    member = stack.member()
    bound_of_day(stack, 50_000)
    assert sell(stack, member, 30_000).status == 201
    problem = check_refused(
        stack, lambda h: sell(stack, member, 21_000, headers=h), 422, "counter_sum_exceeded",
        "amount",
    )  # fmt: skip
    assert (problem["limit"], problem["used"], problem["remaining"]) == (50_000, 30_000, 20_000)
    assert problem["resets_at"] == "2026-11-23T15:00:00.000Z"
    assert post(stack, f"{SALES}/validate", body_of(member, 21_000)).json["needs_approval"] is True

    request = post(stack, REQUESTS, body_of(member, 21_000, receipt_reference="r-1")).json
    assert (request["status"], request["may_decide"]) == ("proposed", False)
    path = f"{REQUESTS}/{request['request_id']}/approve"
    check_refused(stack, lambda h: post(stack, path, {}, headers=h), 403, "approver_is_proposer")
    approved = post(stack, path, {}, by="bora", key="once")
    assert approved.json["status"] == "applied"
    assert post(stack, path, {}, by="bora", key="once").json == approved.json

    entry = check_chain(stack.table, member.member_id)[-1]
    assert (entry.entry_id, entry.reason) == (approved.json["entry_id"], "sub-anna")
    assert member.balance() == 51_000
    # The rest of the day is still there, and another seller has a day of their own.
    assert sell(stack, member, 20_000).status == 201
    assert sell(stack, member, 1_000).json["code"] == "counter_sum_exceeded"
    assert sell(stack, member, 1_000, by="chan").status == 201
    listed = stack.call("GET", f"{SALES}?receipt_reference=R-1", token="anna").json["data"]
    assert [(s["sold_by"], s["request_id"]) for s in listed] == [("anna", request["request_id"])]
    stack.later(days=1)
    assert sell(stack, member, 50_000).status == 201


def test_an_account_made_anew_begins_no_new_day(stack: Stack) -> None:
    member = stack.member()
    stack.staff_phones |= {"anna": "+821055556666", "anna-2": "+821055556666"}
    bound_of_day(stack, 50_000)
    assert sell(stack, member, 50_000).status == 201
    assert sell(stack, member, 1_000, by="anna-2").json["code"] == "counter_sum_exceeded"


def test_two_sales_at_once_cannot_both_pass_the_day(stack: Stack) -> None:
    members = stack.member(), stack.member("010-2222-3333")
    bound_of_day(stack, 50_000)
    assert sell(stack, members[0], 10_000).status == 201
    first: list[Answer] = []

    def another_was_faster(name: str) -> None:
        if name == "put_new_with_counts" and not first:
            first.append(Answer(0, {}, b""))
            first[0] = sell(stack, members[1], 30_000)

    stack.table.before_call = another_was_faster
    second = sell(stack, members[0], 30_000)
    stack.table.before_call = lambda name: None

    assert (first[0].status, second.json["code"]) == (201, "counter_sum_exceeded")
    assert second.json["remaining"] == 10_000


def test_a_request_that_a_rule_refuses_says_so_and_stays_so(stack: Stack) -> None:
    member = stack.member()
    request = post(stack, REQUESTS, body_of(member, 701_000)).json["request_id"]
    path = f"{REQUESTS}/{request}/approve"
    refused = post(stack, path, {}, by="bora").json
    assert (refused["status"], refused["refusal"]["code"]) == (
        "refused", "purchase_limit_exceeded",
    )  # fmt: skip
    assert post(stack, path, {}, by="chan").json["steps"] == refused["steps"]
    rejected = post(stack, REQUESTS, body_of(member)).json["request_id"]
    answer = post(stack, f"{REQUESTS}/{rejected}/reject", {"reason": "아님"}, by="bora")
    assert answer.json["status"] == "rejected"
    check_refused(
        stack, lambda h: post(stack, f"{REQUESTS}/{rejected}/approve", {}, by="bora", headers=h),
        409, "already_decided",
    )  # fmt: skip
    assert member.balance() == 0
    check_refused(
        stack, lambda h: post(stack, f"{REQUESTS}/csr_0000000000000000/approve", {}, headers=h),
        404, "counter_request_not_found",
    )  # fmt: skip
    made = stack.call("GET", REQUESTS, token="bora").json["data"]
    assert {r["status"] for r in made} == {"refused", "rejected"}
    for status, count in (("refused", 1), ("proposed", 0)):
        found = stack.call("GET", f"{REQUESTS}?status={status}", token="bora").json["data"]
        assert [r["status"] for r in found] == [status] * count


def test_two_who_approve_one_request_sell_once(stack: Stack) -> None:
    member = stack.member()
    request = post(stack, REQUESTS, body_of(member, 40_000)).json["request_id"]
    path = f"{REQUESTS}/{request}/approve"
    first: list[Answer] = []

    def another_was_faster(name: str) -> None:
        if name == "put_new_with_counts" and not first:
            first.append(Answer(0, {}, b""))
            first[0] = post(stack, path, {}, by="chan")

    stack.table.before_call = another_was_faster
    second = post(stack, path, {}, by="bora")
    stack.table.before_call = lambda name: None

    assert first[0].json["status"] == second.json["status"] == "applied"
    assert first[0].json["entry_id"] == second.json["entry_id"]
    assert member.balance() == 40_000


def test_who_must_be_identified_first_is_told_before_the_money_is_taken(stack: Stack) -> None:
    member = stack.member()
    stack.set_rule("identity.purchase", 1)
    stack.later(days=1)

    for path in (REQUESTS, f"{SALES}/validate", SALES):
        check_refused(
            stack,
            lambda h, p=path: post(stack, p, body_of(member), headers=h),
            422,
            "identity_required",
        )
