"""Two people at the same message at once."""

from typing import Any

from chalicelib.core.errors import TryAgainError
from tests.marketing.messages import MESSAGES, SEGMENTS, TEXTS, Office


def test_what_another_is_writing_just_now_is_asked_again_not_answered(
    monkeypatch: Any,
) -> None:
    """DynamoDB cancels a transaction that meets another at the same item, which isn't there yet."""
    office = Office()
    table = office.stack.table
    message_id = office.propose()
    path = f"{SEGMENTS}/{office.segment_id}/messages"
    body = {**TEXTS, "name": "다른 알림", "budget_amount": 10_000}
    asked: list[tuple[str, dict[str, Any], str]] = [
        (f"{MESSAGES}/{message_id}/approve", {}, "bora"),
        (f"{MESSAGES}/{message_id}/reject", {"reason": "그만둠"}, "bora"),
        (path, body, "anna"),
    ]
    put_together = table.put_together
    monkeypatch.setattr(table, "put_together", lambda *items, **more: False)
    for where, what, who in asked:
        answer = office.ask("POST", where, what, by=who, key="k")
        assert (answer.status, answer.json["code"]) == (503, TryAgainError.code), answer.raw
    monkeypatch.setattr(table, "put_together", put_together)
    assert len(office.queue.sent) == 0
    assert [office.ask("POST", *each[:2], by=each[2], key="k").status for each in asked] == [
        200,
        409,
        201,
    ]
