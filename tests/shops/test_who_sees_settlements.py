"""What a shop is paid is seen by its owner, by whom the owner shows it to, and by a till's key."""

from typing import Any

import pytest

from tests import builders
from tests.conftest import Stack
from tests.shops.phones import CLERK_PIN, Phone, add_clerk, check_refused, forget, owners_phone

PATHS = (
    ("GET", "/v1/settlements", None),
    ("GET", "/v1/settlements/stl_0000000000000001", None),
    ("POST", "/v1/settlements/stl_0000000000000001/comparisons", {"csv": "order_id,amount\n"}),
)


@pytest.fixture
def owner(stack: Stack) -> Phone:
    stack.staff_roles = frozenset({"manager"})
    return owners_phone(stack)


def show_to(owner: Phone, person_id: str, *, sees: bool | None, may_cancel: bool = True) -> Any:
    body = {"name": "박점원", "role": "clerk", "may_cancel": may_cancel, "is_active": True}
    if sees is not None:
        body["sees_settlements"] = sees
    answer = owner.call("PUT", f"/v1/merchant/people/{person_id}", body)
    assert answer.status == 200, answer.raw
    owner.stack.later(minutes=2)
    return answer.json


@pytest.mark.parametrize(("method", "path", "body"), PATHS)
def test_a_clerk_is_told_whom_to_ask(owner: Phone, method: str, path: str, body: Any) -> None:
    clerk = owner.with_pin(add_clerk(owner), CLERK_PIN)

    check_refused(
        owner.stack,
        lambda h: clerk.call(method, path, body, headers=h),
        403,
        "settlements_of_owner",
    )


def test_the_day_at_the_till_is_everybodys_who_stands_there(owner: Phone) -> None:
    clerk = owner.with_pin(add_clerk(owner), CLERK_PIN)

    assert clerk.call("GET", f"/v1/merchant/days/{owner.stack.now.date()}").status == 200


def test_an_owner_and_a_tills_key_see_them(stack: Stack, owner: Phone) -> None:
    assert owner.call("GET", "/v1/settlements").status == 200
    assert stack.call("GET", "/v1/settlements", token=builders.READ_KEY).status == 200


def test_whom_the_owner_shows_them_sees_them_until_the_owner_says_otherwise(owner: Phone) -> None:
    person_id = add_clerk(owner)
    assert show_to(owner, person_id, sees=True)["sees_settlements"] is True
    shown = owner.with_pin(person_id, CLERK_PIN)
    assert shown.call("GET", "/v1/settlements").status == 200

    # Another change of the person leaves it as it is.
    assert show_to(owner, person_id, sees=None, may_cancel=False)["sees_settlements"] is True
    show_to(owner, person_id, sees=False)
    forget(owner.stack)

    assert shown.call("GET", "/v1/settlements").json["code"] == "settlements_of_owner"
