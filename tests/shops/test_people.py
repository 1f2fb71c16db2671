"""Owner and clerks: a PIN each, and what each may do."""

from typing import Any

import pytest

from chalicelib.routes import OPERATIONS
from chalicelib.shops.pins import TRIES_MAX, WRONG_MAX_PER_DAY
from tests import builders
from tests.conftest import Stack
from tests.shops.phones import (
    CLERK_PIN,
    OWNER_PIN,
    Phone,
    add_clerk,
    check_refused,
    forget,
    owners_phone,
    pay,
)


@pytest.fixture
def owner(stack: Stack) -> Phone:
    return owners_phone(stack)


@pytest.fixture
def clerk(stack: Stack, owner: Phone) -> Phone:
    return owner.with_pin(add_clerk(owner), CLERK_PIN)


def test_a_payment_says_who_took_it_and_at_which_phone(owner: Phone, clerk: Phone) -> None:
    pay(owner, 300)
    owner.stack.later(seconds=1)
    pay(clerk, 400)

    rows = clerk.call("GET", "/v1/redemptions").json["data"]

    assert [(row["amount"], row["terminal_id"]) for row in rows] == [(400, "d1.p2"), (300, "d1.p1")]


def test_a_phone_cannot_say_that_somebody_else_took_the_payment(stack: Stack, clerk: Phone) -> None:
    body = {
        "pay_code": stack.member(vouchers=3000).pay_code(),
        "amount": 500,
        "order_id": "order-1",
        "terminal_id": "d1.p1",
    }

    assert clerk.call("POST", "/v1/redemptions", body, key="new").json["terminal_id"] == "d1.p2"


def test_a_clerk_undoes_a_payment_whose_answer_was_lost(stack: Stack, clerk: Phone) -> None:
    """What nobody knows the outcome of must not wait for the owner."""
    code = stack.member(vouchers=3000).pay_code()
    stack.redeem(code, 500, order_id="order-1", token=clerk.token)
    body = {"pay_code": code, "order_id": "order-1"}

    undone = clerk.call("POST", "/v1/net-cancels", body, key="new")

    assert undone.json["given_back_amount"] == 500


OWNERS = [o for o in OPERATIONS if o.scope == "owner"]


@pytest.mark.parametrize("operation", OWNERS, ids=lambda o: f"{o.method} {o.path}")
def test_phones_and_people_are_the_owners(
    stack: Stack, owner: Phone, clerk: Phone, operation: Any
) -> None:
    path = operation.path.format(device_id="d1", person_id="p1", change_id="x")
    body = {"name": "x", "role": "clerk", "may_cancel": True, "is_active": True, "pin": CLERK_PIN}
    for token in (clerk.token, clerk.device_token, builders.SHOP_KEY):
        check_refused(
            stack,
            lambda h, t=token: stack.call(
                operation.method,
                path,
                body if operation.body else None,
                token=t,
                key="new",
                headers=h,
            ),
            403,
            "not_allowed",
        )


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/v1/merchant/keys"), ("GET", "/v1/merchant/keys")]
)
def test_no_phone_makes_or_sees_keys_of_tills(owner: Phone, method: str, path: str) -> None:
    check_refused(owner.stack, lambda h: owner.call(method, path, headers=h), 403, "not_allowed")


def test_a_phone_at_which_nobody_works_sees_who_could_and_takes_nothing(
    stack: Stack, owner: Phone
) -> None:
    people = stack.call("GET", "/v1/merchant/people", token=owner.device_token).json

    assert [(p["person_id"], p["name"]) for p in people["data"]] == [("p1", "김사장")]
    assert people["device_id"] == "d1"
    for path in ("/v1/merchant", "/v1/redemptions"):
        check_refused(
            stack,
            lambda h, p=path: stack.call("GET", p, token=owner.device_token, headers=h),
            403,
            "not_allowed",
        )


def test_a_wrong_pin_is_told_and_the_right_one_lets_in(owner: Phone) -> None:
    check_refused(owner.stack, lambda h: owner.log_in("p1", "000001", headers=h), 422, "pin_wrong")
    assert owner.log_in("p1", OWNER_PIN).status == 201


def test_pins_are_tried_ten_times_in_ten_minutes(stack: Stack, owner: Phone) -> None:
    for number in range(TRIES_MAX):
        assert owner.log_in("p1", f"90{number:04d}").status == 422

    check_refused(stack, lambda h: owner.log_in("p1", OWNER_PIN, headers=h), 429, "rate_limited")
    stack.later(minutes=10)
    assert owner.log_in("p1", OWNER_PIN).status == 201


def test_after_thirty_wrong_pins_a_phone_waits_for_the_next_day(stack: Stack, owner: Phone) -> None:
    for number in range(WRONG_MAX_PER_DAY):
        assert owner.log_in("p1", f"90{number:04d}").status == 422
        stack.later(minutes=1)
    stack.later(minutes=10)

    check_refused(stack, lambda h: owner.log_in("p1", OWNER_PIN, headers=h), 429, "rate_limited")
    stack.later(days=1)
    assert owner.log_in("p1", OWNER_PIN).status == 201


def test_a_session_ends_after_a_working_day(stack: Stack, owner: Phone) -> None:
    stack.later(hours=12)

    check_refused(
        stack, lambda h: owner.call("GET", "/v1/merchant", headers=h), 401, "token_expired"
    )


def test_who_changes_the_own_pin_goes_on_and_other_phones_ask_again(
    stack: Stack, owner: Phone
) -> None:
    body = {"pin": OWNER_PIN, "new_pin": "604218"}

    changed = owner.call("PUT", "/v1/merchant/pin", body)

    assert changed.status == 200, changed.raw
    # This process remembers the PIN of before, and sees by the token that there is a newer one.
    assert stack.call("GET", "/v1/merchant", token=changed.json["access_token"]).status == 200
    check_refused(
        stack, lambda h: owner.call("GET", "/v1/merchant", headers=h), 401, "token_expired"
    )


def test_who_left_works_no_more_and_stays_named(stack: Stack, owner: Phone, clerk: Phone) -> None:
    body = {"name": "박점원", "role": "clerk", "may_cancel": True, "is_active": False}
    assert owner.call("PUT", "/v1/merchant/people/p2", body).json["is_active"] is False
    forget(stack)

    check_refused(
        stack, lambda h: clerk.call("GET", "/v1/merchant", headers=h), 401, "not_authenticated"
    )
    check_refused(
        stack, lambda h: clerk.log_in("p2", CLERK_PIN, headers=h), 404, "shop_person_not_found"
    )
    people = owner.call("GET", "/v1/merchant/people").json["data"]
    assert [p["name"] for p in people] == ["김사장", "박점원"]


@pytest.mark.parametrize("change", [{"role": "clerk"}, {"is_active": False}])
def test_the_last_owner_stays_one(owner: Phone, change: dict[str, Any]) -> None:
    body = {"name": "김사장", "role": "owner", "may_cancel": True, "is_active": True}

    check_refused(
        owner.stack,
        lambda h: owner.call("PUT", "/v1/merchant/people/p1", body | change, headers=h),
        409,
        "last_owner",
    )


def test_an_owner_gives_a_clerk_a_new_pin(stack: Stack, owner: Phone, clerk: Phone) -> None:
    body = {"name": "박점원", "role": "clerk", "may_cancel": False, "is_active": True}

    owner.call("PUT", "/v1/merchant/people/p2", body | {"pin": "604218"})

    forget(stack)
    check_refused(
        stack, lambda h: clerk.call("GET", "/v1/merchant", headers=h), 401, "token_expired"
    )
    assert clerk.log_in("p2", "604218").json["person"]["may_cancel"] is False


@pytest.mark.parametrize(
    "token",
    [
        "md_test_0000000000000001-1-wrong",
        "md_test_0000000000000001-9-x",
        "md_live_0000000000000001-1-x",
        "md_test_",
        "md_test_é-1-x",
        "md_test_0000000000000001-01-x",
        "ms_x",
        "ms_",
    ],
)
def test_what_is_no_credential_lets_nobody_in(stack: Stack, owner: Phone, token: str) -> None:
    check_refused(
        stack,
        lambda h: stack.call("GET", "/v1/merchant/people", token=token, headers=h),
        401,
        "not_authenticated",
    )


def test_a_phone_of_one_county_is_none_of_another(stack: Stack, owner: Phone) -> None:
    for token in (owner.token, owner.device_token):
        check_refused(
            stack,
            lambda h, t=token: stack.call(
                "GET", "/v1/merchant/people", token=t, headers=h | {"Host": "jinju.example"}
            ),
            401,
            "not_authenticated",
        )


def test_a_session_of_one_shop_sees_no_payments_of_another(stack: Stack, owner: Phone) -> None:
    other = owners_phone(stack, builders.a_mart().merchant_id)
    pay(owner)

    assert other.call("GET", "/v1/redemptions").json["data"] == []
