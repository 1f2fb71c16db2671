"""What may be claimed after a trip, what it uses up, and what is refused."""

from datetime import timedelta

import pytest

from chalicelib.core.values import format_time
from chalicelib.trips.wiring import TripsWiring
from tests import builders
from tests.conftest import Member, Stack
from tests.trips.journeys import (
    BUSINESS,
    FRIEND,
    apply,
    approved,
    claim,
    claimed,
    decide,
    held,
    slip,
    travelled,
    two_photos,
)
from tests.trips.test_applying import check_refused, mine
from tests.uploads.pictures import jpeg, png, send


@pytest.fixture
def member(stack: Stack) -> Member:
    stack.staff_roles = frozenset({"operator", "manager"})
    return stack.member(vouchers=5_000)


def test_a_claim_is_taken_and_the_budget_still_holds(member: Member) -> None:
    trip_id = travelled(member)

    answer = claim(member, trip_id)

    assert (answer.status, answer.json["status"]) == (202, "claimed")
    assert held(member.stack) == 100_000
    shown = mine(member, trip_id)
    assert [line["amount"] for line in shown["claim"]["lines"]] == [60_000]
    assert shown["claim"]["lines"][0]["business_number"] == BUSINESS
    assert len(shown["claim"]["photos"]) == 2


def test_the_same_claim_again_is_the_same_with_a_key_and_without(member: Member) -> None:
    trip_id, photos = travelled(member), two_photos(member)
    receipts = [slip(member.stack)]

    first = claim(member, trip_id, key="k", photos=photos, receipts=receipts)
    with_key = claim(member, trip_id, key="k", photos=photos, receipts=receipts)
    without = claim(member, trip_id, photos=photos, receipts=receipts)

    assert first.json == with_key.json == without.json
    assert with_key.headers["Idempotent-Replayed"] == "true"
    other = claim(member, trip_id, key="k", photos=photos, receipts=[slip(member.stack)])
    check_refused(other, 422, "idempotency_key_reused")
    check_refused(claim(member, trip_id), 409, "trip_not_claimable")


def test_a_receipt_is_used_once_by_whomever(member: Member) -> None:
    trip_id = travelled(member)
    receipt = slip(member.stack)
    twice = claim(member, trip_id, receipts=[receipt, receipt])
    check_refused(twice, 422, "receipt_already_used")
    assert twice.json["param"] == "receipts.1"
    other = member.stack.member("010-9876-5432")
    assert claim(member, trip_id, receipts=[receipt]).status == 202

    trip = apply(other, 1).json["trip_id"]
    decide(member.stack, trip, "approve")
    member.stack.later(days=2)
    again = {**receipt, "business_number": "1248100998", "paid_at": format_time(member.stack.now)}
    assert claim(other, trip, receipts=[again]).status == 202, "paid on another day"


def test_a_receipt_of_another_trip_of_the_same_days_is_refused(
    stack: Stack, member: Member
) -> None:
    other = stack.member("010-9876-5432")
    theirs = approved(other)
    trip_id = travelled(member)
    receipt = slip(stack)
    assert claim(member, trip_id, receipts=[receipt]).status == 202

    dashes = {**receipt, "business_number": BUSINESS.replace("-", "")}
    refused = claim(other, theirs, receipts=[slip(stack), dashes])

    check_refused(refused, 422, "receipt_already_used")
    assert refused.json["param"] == "receipts.1"
    # With another amount it is another receipt, and staff see that the number was used before.
    assert claim(other, theirs, receipts=[{**receipt, "amount": 59_999}]).status == 202
    shown = stack.call("GET", f"/v1/staff/trips/{theirs}", token="anna").json
    assert shown["claim"]["lines"][0]["also_in"] == [trip_id]
    assert shown["claim"]["photos"][0]["also_in"] == [trip_id], "the very same picture"


def test_one_approval_is_one_payment_whatever_is_told_of_it(stack: Stack, member: Member) -> None:
    """Neither another amount nor the zeros before its number make a second receipt of it."""
    other = stack.member("010-9876-5432")
    theirs = approved(other)
    trip_id = travelled(member)
    receipt = slip(stack, approval_number="00412877")
    for more in ({"amount": 59_999}, {"approval_number": "412877"}):
        refused = claim(member, trip_id, receipts=[receipt, receipt | more])
        check_refused(refused, 422, "receipt_already_used")
        assert refused.json["param"] == "receipts.1"
    assert claim(member, trip_id, receipts=[receipt]).status == 202
    check_refused(
        claim(other, theirs, receipts=[receipt | {"approval_number": "0412877"}]),
        422,
        "receipt_already_used",
    )


def test_what_was_not_paid_in_the_trip_is_refused(member: Member) -> None:
    trip_id = travelled(member)
    stack = member.stack
    for hours in (-24 * 3, 24 * 2, 0.5):
        receipt = slip(stack, hours=hours)
        refused = claim(member, trip_id, receipts=[slip(stack), receipt])
        check_refused(refused, 422, "receipt_outside_trip")
        assert refused.json["param"] == "receipts.1.paid_at"


@pytest.mark.parametrize(
    "changes",
    [{"amount": 0}, {"amount": -1}, {"amount": 1.5}, {"amount": 10**12}, {"amount": "5 USD"},
     {"business_number": "124-81-00997"}, {"approval_number": "a b"}, {"paid_at": "2026-11-23"},
     {"currency": "USD"}, {"upload_id": "upl_1"}],
)  # fmt: skip
def test_what_can_be_no_receipt_is_refused(member: Member, changes: dict[str, object]) -> None:
    trip_id = travelled(member)
    refused = claim(member, trip_id, receipts=[slip(member.stack) | changes])
    check_refused(refused, 400, "invalid_request")
    assert mine(member, trip_id)["status"] == "approved"


def test_two_sights_must_be_seen(member: Member) -> None:
    trip_id = travelled(member)
    one = send(member, jpeg(1))
    same = send(member, jpeg(1))
    for photos in ([], [one], [one, one], [one, same]):
        refused = claim(member, trip_id, photos=photos)
        check_refused(refused, 422, "sights_missing")
    assert refused.json["used"] == 1
    assert claim(member, trip_id, photos=[one, send(member, png(1), "image/png")]).status == 202


def test_a_photo_must_be_ones_own_and_a_photo(member: Member) -> None:
    trip_id = travelled(member)
    other = member.stack.member("010-9876-5432")
    theirs = send(other, jpeg(3))
    refused = claim(member, trip_id, photos=[send(member, jpeg(1)), theirs])
    check_refused(refused, 400, "invalid_request")
    assert refused.json["param"] == "photos.1"
    wrong = claim(member, trip_id, receipts=[slip(member.stack, upload_id=theirs)])
    assert wrong.json["param"] == "receipts.0.upload_id"


def test_seven_days_are_counted_from_the_day_after(member: Member) -> None:
    trip_id = approved(member)
    check_refused(claim(member, trip_id), 422, "claim_too_early")
    paid = format_time(member.stack.now + timedelta(days=2))
    member.stack.later(days=10)
    late = member.stack.logged_in(member)
    refused = claim(late, trip_id, receipts=[slip(member.stack, paid_at=paid)])
    check_refused(refused, 422, "claim_too_late")
    member.stack.later(days=-1)
    assert claim(late, trip_id, receipts=[slip(member.stack, paid_at=paid)]).status == 202


def test_too_little_is_refused_with_what_is_missing(member: Member) -> None:
    trip_id = travelled(member)
    refused = claim(member, trip_id, receipts=[slip(member.stack, 29_999)])
    check_refused(refused, 422, "trip_spent_too_little")
    assert (refused.json["limit"], refused.json["remaining"]) == (30_000, 1)
    assert claim(member, trip_id, receipts=[slip(member.stack, 30_000)]).status == 202


def test_a_team_must_spend_more(member: Member) -> None:
    trip_id = travelled(member, companions=[FRIEND])
    check_refused(
        claim(member, trip_id, receipts=[slip(member.stack, 49_999)]), 422, "trip_spent_too_little"
    )


def test_only_an_approved_trip_of_ones_own_is_claimed(member: Member) -> None:
    trip_id = apply(member, 1).json["trip_id"]
    member.stack.later(days=2)
    check_refused(claim(member, trip_id), 409, "trip_not_claimable")
    other = member.stack.member("010-9876-5432")
    check_refused(claim(other, trip_id), 404, "trip_not_found")
    check_refused(claim(member, "trp_06H02CHZG2WVD3YG"), 404, "trip_not_found")


def test_own_payments_are_proven_by_the_ledger(member: Member) -> None:
    trip_id = travelled(member)
    stack = member.stack
    paid = stack.redeem(member.pay_code(), 3_000)
    canceled = stack.redeem(member.pay_code(), 1_000)
    stack.call(
        "POST", f"/v1/redemptions/{canceled.json['redemption_id']}/cancels",
        {"expected_remaining_amount": 1_000, "reason": "반품"},
        token=builders.SHOP_KEY, key="new",
    )  # fmt: skip
    stack.later(minutes=1)
    receipts = [slip(stack)]

    for wrong in (canceled.json["redemption_id"], "rdm_06H02CHZG2WVD3YG"):
        refused = claim(member, trip_id, receipts=receipts, redemption_ids=[wrong])
        check_refused(refused, 400, "invalid_request")
        assert refused.json["param"] == "redemption_ids.0"
    mine_paid = paid.json["redemption_id"]
    twice = claim(member, trip_id, receipts=receipts, redemption_ids=[mine_paid, mine_paid])
    check_refused(twice, 422, "receipt_already_used")
    other = stack.member("010-9876-5432")
    theirs = claim(other, trip_id, receipts=receipts, redemption_ids=[mine_paid])
    check_refused(theirs, 404, "trip_not_found")
    taken = claim(member, trip_id, receipts=receipts, redemption_ids=[mine_paid])

    assert taken.status == 202, taken.raw
    line = mine(member, trip_id)["claim"]["lines"][1]
    assert (line["redemption_id"], line["amount"], line["bar"]) == (mine_paid, 3_000, None)


def test_what_a_gate_saw_needs_no_photo(member: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    trip_id = travelled(member)
    evidence = member.stack.wired(TripsWiring).evidence
    sights = [known.facility for known in evidence.facilities.all(builders.COUNTY)]
    assert sights, "the county has sights"

    class Gates:
        def of_member(self, county_id: str, facility_id: str, on: object, member_id: str) -> object:
            return facility_id == sights[0].facility_id and member_id == member.member_id

    # What admissions are is tested where they are made; here that they stand for a photo.
    from msgspec.structs import force_setattr

    force_setattr(evidence, "admissions", Gates())
    one = send(member, jpeg(1))
    assert claim(member, trip_id, photos=[one]).status == 202
    shown = mine(member, trip_id)["claim"]["sights"]
    assert [each["name"] for each in shown] == [sights[0].name] * 2, "on both days"


def test_two_claims_of_one_receipt_at_the_same_moment(member: Member) -> None:
    """The second is looked at as if it came a moment before the first was written."""
    stack = member.stack
    other = stack.member("010-9876-5432")
    theirs = approved(other)
    trip_id = travelled(member)
    receipt, photos = slip(stack), two_photos(member)
    store = stack.wired(TripsWiring).claim_store
    through = store._table.put_together

    def meanwhile(new: object, replaced: object) -> bool:
        store._table.put_together = through
        assert claim(other, theirs, receipts=[receipt]).status == 202
        return bool(through(new, replaced))

    store._table.put_together = meanwhile  # type: ignore[method-assign, assignment]
    refused = claim(member, trip_id, photos=photos, receipts=[receipt])

    check_refused(refused, 422, "receipt_already_used")
    assert mine(member, trip_id)["status"] == "approved"


def test_a_claim_is_kept_without_what_an_image_tells(member: Member) -> None:
    claimed(member)
    kept = [
        content
        for name, content in member.stack.adapters.upload_files.files.items()
        if name.startswith("kept/")
    ]
    assert sorted(kept) == sorted([jpeg(1, told=False), jpeg(2, told=False)])
