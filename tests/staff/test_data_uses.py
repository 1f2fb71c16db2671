"""Personal data that was shown in clear is looked through each month, by somebody else."""

from typing import Any, get_args

from msgspec.structs import replace

from chalicelib.staff.audit import AuditAction
from chalicelib.staff.data_uses import USES as IN_CLEAR
from chalicelib.staff.person import Person
from chalicelib.staff.wiring import StaffWiring
from tests import builders
from tests.cards.desk import BODY, joined, sign_up
from tests.conftest import Stack
from tests.refusals import check_refused

USES = "/v1/staff/personal-data-uses?period=2026-11"
REVIEWS = "/v1/staff/personal-data-reviews"

SHOWS_NOBODY_IN_CLEAR = {
    # What was changed, of which nothing is shown.
    "member_suspended", "member_reopened", "merchant_suspended", "merchant_closed",
    "merchant_reopened", "merchant_key_issued", "merchant_key_revoked", "round_changed",
    "payout_results_taken", "shop_invited", "shop_device_closed", "merchant_approved",
    "merchant_refused", "merchant_changed", "merchant_taxed", "merchant_registration_canceled",
    "merchant_change_asked", "merchant_change_withdrawn", "merchant_change_refused",
    "merchant_poster_renewed", "trip_approved", "trip_rejected",
    "facility_made", "facility_changed", "facility_closed", "facility_reopened",
    "facility_terms_set", "facility_notice_made", "facility_notice_taken_back",
    "gate_opened", "gate_closed",
    "agent_opened", "agent_closed", "teller_opened", "teller_renewed", "teller_ended",
    "invoice_paid", "invoice_withdrawn", "fees_deposited", "fee_difference_named",
    "trip_returned", "trip_reviewed", "trip_granted", "trip_clawed_back", "referral_taken_back",
    "campaign_changed", "election_period_added", "dead_letters_redriven", "fraud_case_judged",
    "duty_done", "duty_reopened",
    "segment_defined", "segment_ended", "segment_message_proposed", "segment_message_approved",
    "segment_message_rejected",
    "interest_recorded", "fund_published", "issue_report_made",
    "cashback_approved", "cashback_rejected", "cashback_closing_proposed", "cashback_closed",
    "cashback_closing_rejected", "merchant_key_changed", "picture_set",
    "picture_removed", "member_joined_at_desk", "member_number_set",
    "card_issued", "card_closed", "photo_accepted", "photo_refused", "photo_taken_down",
    "comment_accepted", "comment_refused",
    # Looks at masked names and numbers.
    "members_searched", "member_viewed", "entries_listed", "entry_viewed",
}  # fmt: skip


def test_each_kind_of_record_is_either_a_use_in_clear_or_shows_nobody() -> None:
    assert IN_CLEAR.isdisjoint(SHOWS_NOBODY_IN_CLEAR)
    assert set(get_args(AuditAction)) == IN_CLEAR | SHOWS_NOBODY_IN_CLEAR


def test_a_look_at_who_comes_along_on_a_trip_is_a_use(stack: Stack) -> None:
    trail = replace(stack.wired(StaffWiring).audit_trail, clock=lambda: stack.now)
    trail.note(builders.COUNTY, Person("sub-x", "x"), "trip_viewed", "trp_0000000000000001")
    assert [row["action"] for row in uses(stack, "anna")] == ["trip_viewed"]


def test_a_join_that_is_refused_for_a_namesake_is_a_use_of_who_tried_the_name(stack: Stack) -> None:
    member_id = joined(stack)
    for key in ("k-1", "k-2"):
        assert sign_up(stack, by="booth", key=key).json["code"] == "possible_duplicate"

    found = uses(stack, "anna")

    assert [(row["by"], row["action"], row["target_id"]) for row in found] == [
        ("booth", "member_join_refused", member_id)
    ] * 2
    kept = stack.call("GET", "/v1/staff/audit?action=member_join_refused", token="anna").json
    assert [row["after"] for row in kept["data"]] == [{"found": 1, "others": []}] * 2
    assert BODY["name"] not in str(kept)
    assert BODY["birth_on"] not in str(kept)


def reveal(stack: Stack, member_id: str, by: str) -> None:
    path = f"/v1/staff/members/{member_id}/reveal"
    assert stack.call("POST", path, {"reason": "창구 확인"}, token=by).status == 200
    stack.later(seconds=1)


def uses(stack: Stack, reader: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = stack.call("GET", USES, token=reader).json["data"]
    return rows


def test_a_month_is_reviewed_by_somebody_else_than_its_operator(stack: Stack) -> None:
    member_id = stack.member().member_id
    reveal(stack, member_id, "anna")
    reveal(stack, member_id, "bora")
    stack.call("POST", "/v1/staff/members/search", {"q": "010-9999-8888"}, token="anna")
    assert [(row["by"], row["is_mine"]) for row in uses(stack, "anna")] == [
        ("bora", False),
        ("anna", True),
    ]
    stack.later(days=10)
    body = {"period": "2026-11", "note": "모두 창구 확인이었음"}
    assert stack.call("POST", REVIEWS, body, token="anna").status == 201
    assert [row["reviewed_by"] for row in uses(stack, "anna")] == ["anna", None]

    assert stack.call("POST", REVIEWS, body, token="bora").json["by"] == "bora"
    assert [row["reviewed_by"] for row in uses(stack, "anna")] == ["anna", "bora"]
    again = stack.call("POST", REVIEWS, body | {"note": "다시"}, token="bora")
    assert again.json["note"] == "모두 창구 확인이었음"


def test_a_month_that_is_not_over_is_not_reviewed(stack: Stack) -> None:
    body = {"period": "2026-11", "note": "x"}
    check_refused(
        stack,
        lambda h: stack.call("POST", REVIEWS, body, token="anna", headers=h),
        409,
        "period_not_over",
        "period",
    )
    assert stack.call("GET", USES.replace("2026-11", "2026-13"), token="anna").status == 400


def test_reviews_are_no_records_of_the_audit_list(stack: Stack) -> None:
    stack.later(days=10)
    body = {"period": "2026-11", "note": "없음"}
    assert stack.call("POST", REVIEWS, body, token="anna").status == 201
    assert stack.call("GET", "/v1/staff/audit", token="anna").json["data"] == []
