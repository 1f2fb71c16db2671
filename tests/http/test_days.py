"""Days of a query, also those at the ends of the calendar."""

from urllib.parse import urlencode

import pytest

from chalicelib.http.operations import Operation
from chalicelib.routes import OPERATIONS
from tests.conftest import Stack
from tests.http.test_access import request_of
from tests.http.test_openapi import token_of

OUT_OF_TIME = ("0001-01-01", "1799-12-31", "2200-01-01", "9999-12-31")
FAR = ("1800-01-01", "2199-12-31")


def days_of(operation: Operation) -> list[str]:
    fields = operation.query.model_fields if operation.query else {}
    return [name for name, field in fields.items() if "datetime.date" in str(field.annotation)]


ASKED_BY_DAY = [o for o in OPERATIONS if days_of(o)]


@pytest.mark.parametrize("operation", [pytest.param(o, id=o.path) for o in ASKED_BY_DAY])
def test_a_day_out_of_all_time_is_refused_and_of_no_other_the_app_breaks(
    stack: Stack, operation: Operation
) -> None:
    stack.staff_roles = frozenset({"operator", "manager", "treasurer", "auditor"})
    token = token_of(stack, operation.audience, operation.scope)
    method, path, _ = request_of(operation)
    for name in days_of(operation):
        for day in (*OUT_OF_TIME, *FAR):
            query = urlencode(dict.fromkeys(days_of(operation), "2026-11-21") | {name: day})
            answer = stack.call(method, f"{path}?{query}", token=token)
            if day in OUT_OF_TIME:
                assert (answer.status, answer.json["param"]) == (400, name), answer.raw
            assert answer.status != 500, (name, day, answer.raw)
