"""What an operation says that it may refuse is what it refuses: in OpenAPI, in api.md, in truth.

That it refuses nothing else is checked at every answer of every test (`tests.declared`). That it
can come to each refusal of its own is read from the source (`tests.call_graph`).
"""

import json

import pytest

from chalicelib.http.operations import Operation
from chalicelib.routes import OPERATIONS
from chalicelib.sales.errors import RoundNotFoundError
from tests.call_graph import names_reached
from tests.conftest import Stack
from tests.declared import check_declared, operation_at

ALL = [pytest.param(o, id=f"{o.method} {o.path}") for o in OPERATIONS]


@pytest.mark.parametrize("operation", ALL)
def test_what_is_declared_can_be_raised(operation: Operation) -> None:
    reached = names_reached(operation.view)

    assert {error.__name__ for error in operation.errors} - reached == set()


def test_what_cannot_be_raised_is_found() -> None:
    operation = operation_at("GET", "/v1/staff/settings")
    assert operation is not None
    assert RoundNotFoundError.__name__ not in names_reached(operation.view)


def test_an_answer_that_is_not_declared_is_found() -> None:
    body = json.dumps({"code": "round_not_found", "param": None}).encode()

    check_declared("GET", "/v1/rounds/rnd_x?a=b", body)
    with pytest.raises(AssertionError, match="does not declare round_not_found"):
        check_declared("GET", "/v1/rounds", body)


@pytest.mark.parametrize("operation", ALL)
def test_a_value_in_a_path_that_no_key_could_hold_is_no_address(
    stack: Stack, operation: Operation
) -> None:
    if "{" not in operation.path:
        return
    path = "/".join("x" * 129 if part[:1] == "{" else part for part in operation.path.split("/"))

    answer = stack.call(operation.method, path)

    assert (answer.status, answer.json["code"]) == (404, "route_not_found")
