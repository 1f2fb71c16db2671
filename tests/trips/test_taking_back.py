"""What a paid trip has to give back: nothing of it is lost, and nothing taken on one's word."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import force_setattr

from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import seoul_date
from chalicelib.county.settings import CANCEL_DAYS_MAX
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.trips.wiring import TripsWiring
from tests import builders
from tests.conftest import Member, Stack
from tests.trips.journeys import claim, decide, granted, night, review, slip, spent, travelled
from tests.trips.test_applying import check_refused, mine
from tests.trips.test_granting import cancel


@pytest.fixture
def member(stack: Stack) -> Member:
    stack.staff_roles = frozenset({"operator", "manager"})
    return stack.member(vouchers=5_000)


def owed(member: Member) -> int:
    page = member.stack.wired(LedgerWiring).store.read(builders.COUNTY, member.member_id)
    amount: int = page.entries[0].owed_amount
    return amount


def paid_for(member: Member, *amounts: int) -> str:
    """A trip that was paid for so many slips."""
    trip_id = travelled(member)
    stack = member.stack
    claim(member, trip_id, receipts=[slip(stack, amount) for amount in amounts])
    assert review(stack, trip_id, *(True for _ in amounts)).status == 200
    assert decide(stack, trip_id, "grant", by="berta").status == 200
    stack.later(minutes=1)
    return trip_id


def claw_back(stack: Stack, trip_id: str) -> Any:
    stack.later(minutes=1)
    return decide(stack, trip_id, "clawback", by="berta", reason="거짓 영수증")


def with_payment(member: Member, *slips: int) -> tuple[str, str]:
    """(trip, payment): paid for slips, all confirmed, and a payment of 4,000 won with vouchers."""
    trip_id = travelled(member)
    stack = member.stack
    paid = stack.redeem(member.pay_code(), 4_000).json["redemption_id"]
    stack.later(minutes=1)
    receipts = [slip(stack, amount) for amount in slips]
    assert claim(member, trip_id, receipts=receipts, redemption_ids=[paid]).status == 202
    judge(stack, trip_id, *(True for _ in slips))
    assert decide(stack, trip_id, "grant", by="berta").status == 200
    stack.later(minutes=1)
    return trip_id, paid


def judge(stack: Stack, trip_id: str, *slips: bool) -> None:
    """One person's finding; the payment of ours counts."""
    lines = [{"name": f"receipts.{n}", "counts": each, "is_confirmed": True,
              "reason": None if each else "거짓"} for n, each in enumerate(slips)]  # fmt: skip
    body = {"lines": [*lines, {"name": "payments.0", "counts": True}]}
    path = f"/v1/staff/trips/{trip_id}/review"
    answer = stack.call("POST", path, body, token="anna")
    assert answer.status == 200, answer.raw


def test_a_debt_that_was_cut_off_is_written_before_more_is_taken(member: Member) -> None:
    trip_id = paid_for(member, 100_000, 60_000)
    stack = member.stack
    assert stack.redeem(member.pay_code(), 80_000).status == 201
    receivables = stack.wired(TripsWiring).grants.receivables
    review(stack, trip_id, True, False)

    def cut_off(*given: Any, **more: Any) -> None:
        raise TryAgainError(retry_after_seconds=1)

    class CutOff:
        def __getattr__(self, name: str) -> Any:
            return cut_off if name == "owe" else getattr(receivables, name)

    grants = stack.wired(TripsWiring).grants
    force_setattr(grants, "receivables", CutOff())
    assert claw_back(stack, trip_id).status == 503
    assert owed(member) == 0
    force_setattr(grants, "receivables", receivables)

    # Before anybody asks again, another slip turns out false too.
    review(stack, trip_id, False, False)
    assert claw_back(stack, trip_id).status == 200

    assert spent(stack) == 0
    assert (member.balance(), owed(member)) == (5_000, 80_000)


def test_what_two_people_found_false_above_the_cap_is_known_to_the_night(member: Member) -> None:
    trip_id, paid = with_payment(member, 200_000, 200_000)
    stack = member.stack
    judge(stack, trip_id, True, False)
    answer = claw_back(stack, trip_id).json
    assert (answer["status"], answer["granted_amount"]) == ("granted", 100_000), (
        "half of what is left is still the cap"
    )
    before = member.balance()

    cancel(stack, paid, 4_000)
    judge(stack, trip_id, False, False)
    night(stack)
    assert member.balance() == before + 4_000, "one person's finding takes nothing"
    assert claw_back(stack, trip_id).json["taken_back_amount"] == 100_000


def test_the_night_takes_nothing_on_one_persons_finding(member: Member) -> None:
    trip_id, _ = with_payment(member, 40_000, 60_000)
    stack = member.stack
    balance = member.balance()
    judge(stack, trip_id, False, False)
    night(stack)
    night(stack)
    assert (member.balance(), spent(stack)) == (balance, 52_000)
    assert mine(member, trip_id)["status"] == "granted"


def test_the_night_counts_what_two_people_left(member: Member) -> None:
    """Two people struck 60,000 won; a cancel then leaves less than what the cap is half of."""
    trip_id, paid = with_payment(member, 197_000, 60_000)
    stack = member.stack
    judge(stack, trip_id, True, False)
    assert claw_back(stack, trip_id).json["granted_amount"] == 100_000
    assert spent(stack) == 100_000
    cancel(stack, paid, 4_000)
    night(stack)
    assert spent(stack) == 98_500
    assert mine(member, trip_id)["taken_back_amount"] == 1_500


def test_a_night_that_failed_on_the_last_day_is_made_up_for(member: Member) -> None:
    trip_id, _ = with_payment(member, 40_000)
    last = seoul_date(member.stack.now) + timedelta(days=CANCEL_DAYS_MAX)
    grants = member.stack.wired(TripsWiring).grants
    assert grants.watched(builders.COUNTY, last + timedelta(days=4)) == [trip_id]
    assert grants.watched(builders.COUNTY, last + timedelta(days=40)) == []


def test_of_a_finding_that_is_replaced_meanwhile_nothing_is_taken(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    trip_id = granted(member, amount=60_000)
    stack = member.stack
    stack.later(minutes=1)
    review(stack, trip_id, False)
    grants = stack.wired(TripsWiring).grants
    through = grants.evidence.amounts
    balance = member.balance()

    def meanwhile(trip: Any, claimed: Any) -> Any:
        force_setattr(grants, "evidence", evidence)
        review(stack, trip_id, True)
        return through(trip, claimed)

    class Slow:
        amounts = staticmethod(meanwhile)

    evidence = grants.evidence
    force_setattr(grants, "evidence", Slow())
    refused = decide(stack, trip_id, "clawback", by="berta", reason="거짓")
    check_refused(refused, 503, "try_again")
    assert member.balance() == balance


def test_only_the_finding_that_was_seen_is_approved(member: Member) -> None:
    trip_id = travelled(member)
    stack = member.stack
    claim(member, trip_id, receipts=[slip(stack, 40_000), slip(stack, 60_000)])
    seen = review(stack, trip_id, True, False).json["review"]["at"]
    stack.later(minutes=1)
    other = review(stack, trip_id, True, True).json["review"]["at"]

    refused = decide(stack, trip_id, "grant", by="berta", reviewed_at=seen)
    check_refused(refused, 409, "review_replaced")
    assert member.balance() == 5_000
    paid = decide(stack, trip_id, "grant", by="berta", reviewed_at=other)
    assert paid.json["granted_amount"] == 50_000
    stack.later(minutes=1)
    review(stack, trip_id, True, False)
    late = decide(stack, trip_id, "clawback", by="berta", reason="거짓", reviewed_at=other)
    check_refused(late, 409, "review_replaced")
    assert member.balance() == 55_000
