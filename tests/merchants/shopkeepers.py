"""Shopkeepers who apply, and what they fill in."""

from typing import Any

from tests.conftest import Answer, Stack

NUMBER, OTHER_NUMBER = "214-86-39239", "124-81-00998"
APPLICATIONS = "/v1/merchant-applications"
DESK = "/v1/staff/merchant-applications"


def a_form(**changes: Any) -> dict[str, Any]:
    form: dict[str, Any] = {
        "business_number": NUMBER,
        "owner_name": "김청자",
        "opened_on": "2019-03-02",
        "name": "가마터식당",
        "trade": "restaurant",
        "address": "전라남도 강진군 대구면 청자촌길 33",
        "phone": "061-430-1234",
        "account": {"bank_code": "011", "number": "302-1234-5678-91", "holder": "김청자"},
        "sales_class": "up_to_300m",
        "contact_phone": "010-2222-3333",
        "consents": {"privacy": True},
    }
    return {k: v for k, v in (form | changes).items() if v is not None}


def apply(stack: Stack, *, headers: Any = None, **changes: Any) -> Answer:
    return stack.call("POST", APPLICATIONS, a_form(**changes), headers=headers)


def applied(stack: Stack, **changes: Any) -> str:
    answer = apply(stack, **changes)
    assert answer.status == 201, answer.raw
    return str(answer.json["application_id"])


def decide(
    stack: Stack,
    application_id: str,
    how: str = "approve",
    *,
    by: str = "anna",
    reason: str = "적합",
) -> Answer:
    path = f"{DESK}/{application_id}/{how}"
    return stack.call("POST", path, {"reason": reason}, token=by)


def approved(stack: Stack, **changes: Any) -> str:
    """The id of a shop that applied and was approved."""
    answer = decide(stack, applied(stack, **changes))
    assert answer.status == 200, answer.raw
    return str(answer.json["merchant_id"])
