"""What people at a shop's phone may take back: their own, of today, unless they are the owner."""

from datetime import UTC, datetime

import pytest

from tests.conftest import Stack
from tests.shops.phones import (
    CLERK_PIN,
    OWNER_PIN,
    Phone,
    add_clerk,
    check_refused,
    owners_phone,
    pay,
)


@pytest.fixture
def owner(stack: Stack) -> Phone:
    return owners_phone(stack)


@pytest.fixture
def clerk(stack: Stack, owner: Phone) -> Phone:
    return owner.with_pin(add_clerk(owner), CLERK_PIN)


def test_a_clerk_takes_back_an_own_payment_of_today(clerk: Phone) -> None:
    paid = pay(clerk)

    assert clerk.cancel(paid["redemption_id"], 500).json["status"] == "canceled"


def test_a_clerk_takes_back_no_payment_of_another(owner: Phone, clerk: Phone) -> None:
    paid = pay(owner)

    check_refused(
        clerk.stack,
        lambda h: clerk.cancel(paid["redemption_id"], 500, headers=h),
        403,
        "cancel_not_yours",
    )


def test_a_clerk_takes_back_no_payment_of_yesterday_and_the_owner_does(
    stack: Stack, owner: Phone, clerk: Phone
) -> None:
    paid = pay(clerk)
    stack.later(days=1)
    clerk = clerk.with_pin("p2", CLERK_PIN)

    check_refused(
        stack,
        lambda h: clerk.cancel(paid["redemption_id"], 500, headers=h),
        403,
        "cancel_not_yours",
    )
    owner = owner.with_pin("p1", OWNER_PIN)
    assert owner.cancel(paid["redemption_id"], 500).status == 201


def test_a_cancel_sent_again_after_midnight_is_the_one_that_was_made(
    stack: Stack, owner: Phone
) -> None:
    """Of what came back already nobody is asked again who may take it back."""
    clerk = owner.with_pin(add_clerk(owner), CLERK_PIN)
    stack.now = datetime(2026, 11, 23, 14, 59, tzinfo=UTC)
    clerk = clerk.with_pin("p2", CLERK_PIN)
    paid = pay(clerk)
    body = {"expected_remaining_amount": 500, "reason": "손님이 원해서"}
    path = f"/v1/redemptions/{paid['redemption_id']}/cancels"
    first = clerk.call("POST", path, body, key="cancel-1")
    assert first.status == 201, first.raw
    stack.later(minutes=2)

    again = clerk.call("POST", path, body, key="cancel-1")

    assert (again.status, again.headers.get("Idempotent-Replayed")) == (201, "true")
    assert again.json == first.json


def test_a_clerk_who_may_not_cancel_pays_only(owner: Phone) -> None:
    clerk = owner.with_pin(add_clerk(owner, may_cancel=False), CLERK_PIN)
    paid = pay(clerk)

    check_refused(
        clerk.stack,
        lambda h: clerk.cancel(paid["redemption_id"], 500, headers=h),
        403,
        "cancel_not_yours",
    )
