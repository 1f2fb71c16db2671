"""Reviewing a claim, paying it by two people, and taking back what did not stand."""

from datetime import date
from typing import Any

import pytest

from chalicelib.core.values import seoul_date
from chalicelib.ledger.wiring import LedgerWiring
from tests import builders
from tests.conftest import Member, Stack
from tests.trips.journeys import (
    FRIEND,
    claim,
    claimed,
    decide,
    granted,
    held,
    night,
    review,
    slip,
    spent,
    travelled,
)
from tests.trips.test_applying import check_refused, mine


@pytest.fixture
def member(stack: Stack) -> Member:
    stack.staff_roles = frozenset({"operator", "manager"})
    return stack.member(vouchers=5_000)


def head(member: Member) -> Any:
    page = member.stack.wired(LedgerWiring).store.read(builders.COUNTY, member.member_id)
    return page.entries[0]


def test_half_is_paid_by_two_people_until_the_years_end(member: Member) -> None:
    trip_id = claimed(member, amount=60_001, companions=[FRIEND])
    stack = member.stack
    found = review(stack, trip_id, True)
    assert found.json["review"] == {
        "by": "anna", "at": found.json["review"]["at"], "spent_amount": 60_001,
        "payback_amount": 30_000, "reason": None,
    }  # fmt: skip
    assert member.balance() == 5_000, "nothing moves yet"
    check_refused(decide(stack, trip_id, "grant", by="Anna"), 403, "approver_is_proposer")

    paid = decide(stack, trip_id, "grant", by="berta")

    assert (paid.status, paid.json["status"], paid.json["granted_amount"]) == (
        200, "granted", 30_000,
    )  # fmt: skip
    assert decide(stack, trip_id, "grant", by="berta").json == paid.json
    assert (held(stack), spent(stack)) == (0, 30_000)
    assert member.balance() == 35_000
    entry = head(member)
    assert (entry.kind, entry.reference) == ("trip_grant", f"trip_grant/{trip_id}")
    assert entry.allocations[0].expires_on == date(2026, 12, 31)
    assert (entry.allocations[0].kind, entry.allocations[0].source) == ("policy", "trip")
    shown = stack.call("GET", f"/v1/staff/trips/{trip_id}", token="anna").json
    assert shown["companions"] == [], "erased with the claim"
    audit = stack.call("GET", f"/v1/staff/audit?target_id={trip_id}", token="anna").json
    actions = {one["action"] for one in audit["data"]}
    assert {"trip_reviewed", "trip_granted", "trip_viewed"} <= actions


@pytest.mark.parametrize(
    ("amount", "team", "payback"),
    [(30_000, False, 15_000), (30_001, False, 15_000), (200_000, False, 100_000),
     (500_000, False, 100_000), (50_000, True, 25_000), (500_001, True, 200_000)],
)  # fmt: skip
def test_half_up_to_the_cap_rounded_down(
    member: Member, amount: int, team: bool, payback: int
) -> None:
    granted(member, amount=amount, companions=[FRIEND] if team else [])
    assert member.balance() == 5_000 + payback
    assert (held(member.stack), spent(member.stack)) == (0, payback)


def test_only_what_counts_is_paid_and_the_member_reads_why(member: Member) -> None:
    trip_id = travelled(member)
    stack = member.stack
    claim(member, trip_id, receipts=[slip(stack, 40_000), slip(stack, 30_000)])

    check_refused(review(stack, trip_id, True), 422, "review_incomplete")
    lines = [{"name": "receipts.0", "counts": True}, {"name": "receipts.1", "counts": False}]
    body = {"lines": lines}
    path = f"/v1/staff/trips/{trip_id}/review"
    check_refused(stack.call("POST", path, body, token="anna"), 422, "review_reason_missing")
    assert review(stack, trip_id, True, False).json["review"]["payback_amount"] == 20_000
    decide(stack, trip_id, "grant", by="berta")

    assert member.balance() == 25_000
    shown = mine(member, trip_id)["claim"]["lines"]
    assert [(line["counts"], line["reason"]) for line in shown] == [
        (True, None), (False, "알아볼 수 없음"),
    ]  # fmt: skip


def test_below_the_least_nothing_is_paid_but_refused(member: Member) -> None:
    trip_id = travelled(member)
    stack = member.stack
    claim(member, trip_id, receipts=[slip(stack, 20_000), slip(stack, 20_000)])
    assert review(stack, trip_id, True, False).json["review"]["payback_amount"] == 0
    check_refused(decide(stack, trip_id, "grant", by="berta"), 409, "review_missing")

    rejected = decide(stack, trip_id, "reject", reason="영수증을 알아볼 수 없음")
    assert rejected.json["status"] == "rejected"
    assert (held(stack), spent(stack)) == (0, 0)
    check_refused(claim(member, trip_id), 409, "trip_not_claimable")


def test_a_slip_waits_until_its_card_cannot_be_cancelled_or_the_shop_confirms(
    member: Member,
) -> None:
    trip_id = claimed(member)
    stack = member.stack
    review(stack, trip_id, True, confirmed=False)
    refused = decide(stack, trip_id, "grant", by="berta")
    check_refused(refused, 422, "trip_held_back")
    assert mine(member, trip_id)["claim"]["waits_until_on"] == refused.json["until"]
    assert mine(member, trip_id)["status"] == "claimed"

    stack.later(days=7)
    check_refused(decide(stack, trip_id, "grant", by="berta"), 422, "trip_held_back")
    stack.later(days=1)
    assert decide(stack, trip_id, "grant", by="berta").status == 200


def test_a_claim_is_given_back_once(member: Member) -> None:
    trip_id = claimed(member)
    stack = member.stack
    returned = stack.call(
        "POST", f"/v1/staff/trips/{trip_id}/return", {"reason": "영수증 사진이 흐림"}, token="anna"
    )
    assert (returned.json["status"], returned.json["reason"]) == ("returned", "영수증 사진이 흐림")
    assert held(stack) == 100_000
    assert returned.json["claim_by_on"] == "2026-12-01", "seven days more"
    check_refused(review(stack, trip_id, True), 409, "trip_not_claimed")
    used = mine(member, trip_id)["claim"]
    photos = [photo["upload_id"] for photo in used["photos"]]
    first = used["lines"][0]
    stack.later(days=3)

    mended = {
        "business_number": first["business_number"], "approval_number": first["approval_number"],
        "paid_at": first["paid_at"], "amount": 60_000,
    }  # fmt: skip
    extra = slip(stack, 10_000, hours=-24 * 3 - 3)
    again = claim(member, trip_id, photos=photos, receipts=[mended, extra])

    assert (again.status, again.json["status"]) == (202, "claimed")
    check_refused(
        stack.call("POST", f"/v1/staff/trips/{trip_id}/return", {"reason": "또"}, token="anna"),
        409,
        "trip_returned_already",
    )
    review(stack, trip_id, True, True)
    assert decide(stack, trip_id, "grant", by="berta").json["granted_amount"] == 35_000


def test_what_was_given_back_and_not_claimed_again_ends(member: Member) -> None:
    trip_id = claimed(member)
    stack = member.stack
    stack.call("POST", f"/v1/staff/trips/{trip_id}/return", {"reason": "흐림"}, token="anna")
    stack.later(days=8)
    night(stack)
    again = stack.logged_in(member)
    assert (mine(again, trip_id)["status"], held(stack)) == ("expired", 0)


def test_a_claim_that_waits_for_staff_does_not_end(member: Member) -> None:
    trip_id = claimed(member)
    member.stack.later(days=30)
    night(member.stack)
    again = member.stack.logged_in(member)
    assert mine(again, trip_id)["status"] == "claimed"


def test_nobody_of_staff_reviews_or_pays_their_own(member: Member) -> None:
    trip_id = claimed(member)
    stack = member.stack
    stack.staff_phones["anna"] = "+821012345678"
    check_refused(review(stack, trip_id, True), 403, "own_wallet")
    review(stack, trip_id, True, by="berta")
    check_refused(decide(stack, trip_id, "grant", by="anna"), 403, "own_wallet")


def test_a_false_receipt_is_taken_back_by_two_people(member: Member) -> None:
    trip_id = travelled(member)
    stack = member.stack
    claim(member, trip_id, receipts=[slip(stack, 40_000), slip(stack, 60_000)])
    review(stack, trip_id, True, True)
    assert decide(stack, trip_id, "grant", by="berta").json["granted_amount"] == 50_000
    check_refused(
        decide(stack, trip_id, "clawback", by="berta", reason="취소"), 409, "review_missing"
    )
    stack.later(days=3)
    assert review(stack, trip_id, True, False).status == 200
    check_refused(
        decide(stack, trip_id, "clawback", by="anna", reason="취소"), 403, "approver_is_proposer"
    )

    taken = decide(stack, trip_id, "clawback", by="berta", reason="카드 결제가 취소됨")

    assert (taken.json["status"], taken.json["taken_back_amount"]) == ("clawed_back", 30_000)
    assert (member.balance(), spent(stack)) == (25_000, 20_000)
    assert decide(stack, trip_id, "clawback", by="berta", reason="카드 결제가 취소됨").json[
        "taken_back_amount"
    ] == 30_000  # fmt: skip
    assert member.balance() == 25_000
    stack.later(days=1)
    review(stack, trip_id, False, False)
    again = decide(stack, trip_id, "clawback", by="berta", reason="거짓 영수증")
    assert (again.json["taken_back_amount"], spent(stack)) == (50_000, 0)
    assert member.balance() == 5_000


def test_of_what_is_spent_a_debt_remains(member: Member) -> None:
    trip_id = granted(member, amount=60_000)
    stack = member.stack
    assert stack.redeem(member.pay_code(), 25_000).status == 201
    stack.later(minutes=1)
    review(stack, trip_id, False)

    decide(stack, trip_id, "clawback", by="berta", reason="거짓 영수증")
    decide(stack, trip_id, "clawback", by="berta", reason="거짓 영수증")

    entry = head(member)
    assert (entry.kind, entry.owed_amount) == ("receivable", 25_000), (
        "the lot that ends first was spent first"
    )
    assert entry.receivable.what == trip_id
    assert (member.balance(), spent(stack)) == (5_000, 0)


def test_a_cancelled_payment_of_ours_is_taken_back_by_itself(member: Member) -> None:
    trip_id = travelled(member)
    stack = member.stack
    paid = stack.redeem(member.pay_code(), 4_000).json["redemption_id"]
    stack.later(minutes=1)
    claim(member, trip_id, receipts=[slip(stack, 30_000)], redemption_ids=[paid])
    lines = [{"name": "receipts.0", "counts": True, "is_confirmed": True},
             {"name": "payments.0", "counts": True}]  # fmt: skip
    stack.call("POST", f"/v1/staff/trips/{trip_id}/review", {"lines": lines}, token="anna")
    assert decide(stack, trip_id, "grant", by="berta").json["granted_amount"] == 17_000
    night(stack)
    assert member.balance() == 18_000

    cancel(stack, paid, 4_000)
    night(stack)
    night(stack)

    assert member.balance() == 18_000 + 4_000 - 2_000
    shown = mine(member, trip_id)
    assert (shown["status"], shown["taken_back_amount"]) == ("clawed_back", 2_000)
    assert (shown["reason"], spent(stack)) == ("상품권 결제가 취소됨", 15_000)


def test_what_was_cancelled_after_the_review_is_reviewed_again(member: Member) -> None:
    trip_id = travelled(member)
    stack = member.stack
    paid = stack.redeem(member.pay_code(), 4_000).json["redemption_id"]
    stack.later(minutes=1)
    claim(member, trip_id, receipts=[slip(stack, 30_000)], redemption_ids=[paid])
    lines = [{"name": "receipts.0", "counts": True, "is_confirmed": True},
             {"name": "payments.0", "counts": True}]  # fmt: skip
    body, path = {"lines": lines}, f"/v1/staff/trips/{trip_id}/review"
    stack.call("POST", path, body, token="anna")
    cancel(stack, paid, 1_000, of=4_000)

    refused = decide(stack, trip_id, "grant", by="berta")
    check_refused(refused, 409, "review_outdated")
    assert refused.json["lines"] == ["payments.0"]
    assert stack.call("POST", path, body, token="anna").json["review"]["spent_amount"] == 33_000
    assert decide(stack, trip_id, "grant", by="berta").json["granted_amount"] == 16_500


def test_a_paid_trip_counts_to_the_year_and_its_days(member: Member) -> None:
    granted(member)
    times = member.stack.table.items
    counted = [item["times"] for item in times.values() if item.get("type") == "traveller"]
    assert counted == [{"2026": 1}]
    assert seoul_date(member.stack.now).year == 2026


def cancel(stack: Stack, redemption_id: str, amount: int, *, of: int | None = None) -> None:
    body: dict[str, Any] = {"expected_remaining_amount": of or amount, "reason": "반품"}
    if of is not None:
        body["amount"] = amount
    answer = stack.call(
        "POST", f"/v1/redemptions/{redemption_id}/cancels", body,
        token=builders.SHOP_KEY, key="new",
    )  # fmt: skip
    assert answer.status == 201, answer.raw
