"""What can be read in two ways, or not at all, is refused: keys that stand twice, parameters that
nobody knows."""

import pytest

from tests import builders
from tests.conftest import Stack


@pytest.mark.parametrize(
    "raw",
    [
        b'{"pay_code": "x", "amount": 100, "amount": 9000, "order_id": "order-1"}',
        b'{"pay_code": "x", "pay_code": "x", "amount": 100, "order_id": "order-1"}',
    ],
)
def test_a_key_that_stands_twice_in_a_body_is_refused(stack: Stack, raw: bytes) -> None:
    answer = stack.call("POST", "/v1/redemptions", raw=raw, token=builders.SHOP_KEY, key="new")

    assert (answer.status, answer.json["code"]) == (400, "invalid_request")
    assert answer.json["param"] in ("amount", "pay_code")


def test_a_key_that_stands_twice_within_a_body_is_refused(stack: Stack) -> None:
    raw = b'{"verification_token": "x", "consents": {"terms": true, "terms": false}}'
    answer = stack.call("POST", "/v1/signups", raw=raw)

    assert (answer.status, answer.json["param"]) == (400, "terms")


@pytest.mark.parametrize(
    ("raw", "param"),
    [
        (b'{"\\udc12x": 1, "\\udc12x": 2}', "?x"),
        (b'{"' + b"k" * 5000 + b'": 1, "' + b"k" * 5000 + b'": 2}', "k" * 64),
    ],
)
def test_a_key_that_is_no_text_can_be_answered(stack: Stack, raw: bytes, param: str) -> None:
    answer = stack.call("POST", "/v1/verifications", raw=raw)

    assert (answer.status, answer.json["param"]) == (400, param)


@pytest.mark.parametrize(
    ("path", "param"),
    [
        ("/v1/redemptions?limit=5&page=2", "page"),
        ("/v1/redemptions?On=2026-11-22", "On"),
        ("/v1/redemptions?limit=5&limit=6", "limit"),
        ("/v1/merchant?verbose=1", "verbose"),
    ],
)
def test_an_unknown_parameter_of_a_query_is_refused(stack: Stack, path: str, param: str) -> None:
    answer = stack.call("GET", path, token=builders.SHOP_KEY)

    assert (answer.status, answer.json["code"], answer.json["param"]) == (
        400, "invalid_request", param,
    )  # fmt: skip
