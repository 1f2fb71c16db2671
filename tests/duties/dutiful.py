"""A county that does what the law wants of it."""

from typing import Any

from tests.conftest import Answer, Stack

PATH = "/v1/staff/duties"
SENT = {"sent_on": "2026-11-20", "recipient": "행정안전부", "note": "인구정책과-1234"}


def duties(stack: Stack) -> dict[str, Any]:
    answer = stack.call("GET", PATH, token="anna")
    assert answer.status == 200, answer.raw
    return {one["duty_id"]: one for one in answer.json["data"]}


def sent(
    stack: Stack, duty_id: str = "issue_report-2026-H1", *, headers: Any = None, **changes: str
) -> Answer:
    path, body = f"{PATH}/{duty_id}/sending", {**SENT, **changes}
    return stack.call("PUT", path, body, token="anna", headers=headers)


def do_all(stack: Stack, *, but: str = "") -> None:
    """Mark whatever presses, but one."""
    for duty_id, duty in duties(stack).items():
        if duty["state"] == "overdue" and duty_id != but:
            assert sent(stack, duty_id).status == 200
