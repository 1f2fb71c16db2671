"""Where the `type` of a problem document leads."""

from urllib.parse import urlsplit

import pytest

from chalicelib.routes import OPERATIONS
from chalicelib.web import refusal_guide
from tests.conftest import Stack
from tests.test_error_shape import ERRORS

PAGE = {"Accept": "text/html"}


def test_every_code_has_its_page() -> None:
    guide = refusal_guide.by_code(OPERATIONS)

    assert guide.keys() >= {kind.code for kind in ERRORS} | {"internal_error"}
    for code, refusal in guide.items():
        assert refusal.code == code
        assert all(refusal.sentence)
        assert all(refusal.cure)
    assert sum(map(len, dict(refusal_guide.by_status(guide.values())).values())) == len(guide)


def test_a_problem_leads_to_the_page_that_explains_it(stack: Stack) -> None:
    problem = stack.call("GET", "/v1/campaigns/no-such", headers={"Accept-Language": "en"}).json

    page = stack.call("GET", urlsplit(problem["type"]).path, headers={"Accept-Language": "en"})

    assert page.status == 200
    html = page.raw.decode()
    assert "campaign_not_found" in html
    assert problem["detail"] in html
    assert "GET /v1/campaigns/{code}" in html


def test_what_chalice_refuses_leads_there_too(stack: Stack) -> None:
    problem = stack.call("GET", "/no-such").json

    assert stack.call("GET", urlsplit(problem["type"]).path).status == 200


@pytest.mark.parametrize("code", ["no_such", "PAY_CODE_EXPIRED", "x" * 500])
def test_a_code_that_is_none_is_an_unknown_address(stack: Stack, code: str) -> None:
    assert stack.call("GET", f"/docs/errors/{code}", headers=PAGE).status == 404
    assert stack.call("GET", f"/docs/errors/{code}").json["code"] == "route_not_found"
