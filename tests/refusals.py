"""What every refusal must look like, and that nothing changed by it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.conftest import Answer, Stack

MEMBERS = {"type", "title", "status", "detail", "code", "param", "request_id"}
STATUSES = {400, 401, 403, 404, 405, 409, 415, 422, 429, 503}
COUNTERS = ("#THROTTLE#", "#VERIFICATION#", "#CARD#")
UNFILLED = re.compile(r"\{[a-z_]+\}")
KOREAN = re.compile("[가-힣]")

Send = Callable[[Mapping[str, str]], Answer]
"""Sends one request with these headers besides its own."""


def check_shape(answer: Answer, *, language: str) -> Mapping[str, Any]:
    """One problem document (RFC 9457) as api.md lays it down; returns it."""
    problem: dict[str, Any] = answer.json
    assert problem.keys() >= MEMBERS
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert problem["status"] == answer.status
    assert answer.status in STATUSES
    assert problem["request_id"] == answer.headers["X-Request-Id"] != ""
    assert re.fullmatch(r"https?://[^/]+(/[^/]+)?/docs/errors/" + problem["code"], problem["type"])
    for text in (problem["title"], problem["detail"]):
        assert text
        assert bool(KOREAN.search(text)) == (language == "ko")
        assert not UNFILLED.search(text)
    assert "Traceback" not in str(answer.raw)
    assert (answer.status in (429, 503)) == ("Retry-After" in answer.headers)
    return problem


def check_refused(
    stack: Stack, send: Send, status: int, code: str, param: str | None = None
) -> Mapping[str, Any]:
    """Korean, English and Korean again: refused alike, and no item of the table has changed.

    Returns the English problem document.
    """
    before = standing(stack)
    problems = {}
    for language, accept in (("ko", None), ("en", "en-US,en;q=0.9"), ("ko", "ko")):
        headers = {"Accept-Language": accept} if accept else {}
        answer = send(headers)
        problem = check_shape(answer, language=language)
        found = (answer.status, problem["code"], problem["param"])
        assert found == (status, code, param), answer.raw.decode()
        problems[language] = problem
    assert standing(stack) == before
    assert problems["ko"]["detail"] != problems["en"]["detail"]
    return problems["en"]


def standing(stack: Stack) -> dict[tuple[str, str], Any]:
    """All items but the counters of attempts, what a key was bound to before it was judged, and the
    record of a refusal itself."""
    return {
        k: v
        for k, v in stack.table.copy_of_items().items()
        if not any(c in k[0] for c in COUNTERS)
        and not str(v.get("matter_id", "")).startswith("clm_")
        and v.get("action") != "member_join_refused"
    }
