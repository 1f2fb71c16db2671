"""What is loaded for a request is what serves its address: all of it, and no more."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from chalicelib import route_table
from chalicelib.application import build, build_lazily
from chalicelib.routes import OPERATIONS
from tests.adapters import FakeAdapters

PATHS = sorted({operation.path for operation in OPERATIONS})
METHODS = defaultdict(set)
for each in OPERATIONS:
    METHODS[each.path].add(each.method)


def event(method: str, path: str) -> dict[str, object]:
    return {
        "requestContext": {"httpMethod": method, "resourcePath": path, "requestId": "r"},
        "httpMethod": method,
        "headers": {},
        "multiValueQueryStringParameters": None,
        "pathParameters": {},
        "stageVariables": {},
        "body": None,
        "isBase64Encoded": False,
    }


@pytest.mark.parametrize("path", PATHS)
def test_an_address_loads_every_module_that_serves_it(path: str) -> None:
    serving = {o.view.__module__.removeprefix("chalicelib.") for o in OPERATIONS if o.path == path}

    assert serving <= set(route_table.modules_of(path))


def test_every_module_of_routes_stands_in_the_table() -> None:
    of_table = {module for named in route_table.ROUTES.values() for module in named}
    root = Path(route_table.__file__).parent
    found = {
        ".".join(path.relative_to(root).with_suffix("").parts) for path in root.rglob("*routes.py")
    }
    assert of_table == found - {"routes"}


@pytest.mark.parametrize("path", PATHS)
def test_each_address_is_served_though_nothing_else_was_loaded(path: str) -> None:
    app = build_lazily(FakeAdapters())

    answer = app(event("BREW", path), None)

    assert answer["statusCode"] == 405
    allowed = set(answer["headers"]["Allow"].split(", ")) - {"HEAD"}
    assert allowed == METHODS[path]
    operations = sum(len(methods) for at, methods in app.routes.items() if at.startswith("/v1/"))
    assert operations < len(OPERATIONS) / 4


def test_an_address_is_served_again_and_again() -> None:
    app = build_lazily(FakeAdapters())

    answers = [app(event("GET", "/v1/health"), None) for _ in range(2)]

    assert [answer["statusCode"] for answer in answers] == [200, 200]
    assert json.loads(answers[1]["body"])["status"] == "ok"


@pytest.mark.parametrize("path", ["/v1/nothing", "/v1", "/v1/staff/nothing", "", "/{proxy+}"])
def test_no_address_is_none_however_much_is_loaded(path: str) -> None:
    asked = event("GET", path)

    assert build_lazily(FakeAdapters())(asked, None) == build(FakeAdapters())(asked, None)
    assert route_table.modules_of(path) == ()
