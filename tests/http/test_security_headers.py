"""What a browser is told with every answer: whose scripts run, and who may frame it."""

import pytest

from tests.conftest import Stack

ANSWERS = {
    "a page": "/",
    "the staff's page": "/staff",
    "a JSON answer": "/v1/campaigns/celadon",
    "a refusal": "/v1/me/wallet",
}
A_FILE = "/static/design.css"
SOURCES = {
    "default-src": {"'self'"},
    "script-src": {"'self'", "'wasm-unsafe-eval'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "data:", "blob:"},
    "frame-src": {"'self'", "blob:"},
    "object-src": {"'none'"},
    "base-uri": {"'self'"},
    "form-action": {"'self'"},
    "frame-ancestors": {"'none'"},
}
"""Beside `connect-src`, which also lets the staff's log-in in, and where images are kept."""


@pytest.mark.parametrize("path", ANSWERS.values(), ids=ANSWERS)
def test_the_policy_lets_in_our_own_and_lets_nobody_frame_it(stack: Stack, path: str) -> None:
    log_in = stack.adapters.settings.staff_login_url
    images = stack.adapters.settings.upload_url

    policy = str(stack.call("GET", path).headers["Content-Security-Policy"])

    directives = [part.split() for part in policy.split(";")]
    assert {name: set(allowed) for name, *allowed in directives} == {
        **SOURCES,
        "img-src": {*SOURCES["img-src"], images},
        "connect-src": {"'self'", log_in, images},
    }
    assert len(directives) == len(SOURCES) + 1, "of a directive that stands twice the first holds"


def test_a_file_opened_by_itself_loads_nothing(stack: Stack) -> None:
    policy = stack.call("GET", A_FILE).headers["Content-Security-Policy"]
    assert policy == "default-src 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize(
    ("method", "path"),
    [*(("GET", path) for path in (*ANSWERS.values(), A_FILE)), ("PATCH", ANSWERS["a JSON answer"])],
    ids=[*ANSWERS, "a static file", "a method that is not there"],
)
def test_no_answer_is_guessed_at_told_on_or_sent_in_clear(
    stack: Stack, method: str, path: str
) -> None:
    headers = stack.call(method, path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("path", [ANSWERS["a JSON answer"], ANSWERS["a refusal"]])
def test_no_answer_of_the_api_is_kept_on_the_way(stack: Stack, path: str) -> None:
    assert stack.call("GET", path).headers["Cache-Control"] == "no-store"


def test_an_answer_at_a_simulated_moment_says_that_moment_as_its_date(stack: Stack) -> None:
    now = {"X-Simulated-Now": "2026-03-01T23:59:59.500+09:00"}
    for path, status in (("/v1/rounds", 200), ("/v1/me", 401)):
        answer = stack.call("GET", path, headers=now)
        assert (answer.status, answer.headers["Date"]) == (status, "Sun, 01 Mar 2026 14:59:59 GMT")
