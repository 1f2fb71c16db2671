"""A draw, taken through its steps over HTTP, as the desk does."""

from datetime import timedelta
from typing import Any

from chalicelib.core.values import format_time
from chalicelib.draws.beacon_rounds import QUICKNET
from chalicelib.draws.worker import draw_due_lots
from tests import builders
from tests.conftest import Answer, Stack

EVENT = {
    "version": "0",
    "id": "1",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": "0",
    "time": "",
    "region": "ap-northeast-2",
    "resources": [],
    "detail": {},
}
PRIZES = [
    {"name": "강진사랑상품권 10만 원", "kind": "voucher", "count": 1, "amount": 100_000},
    {"name": "강진사랑상품권 3만 원", "kind": "voucher", "count": 2, "amount": 30_000},
    {"name": "청자 머그잔", "kind": "goods", "count": 1, "amount": 20_000},
]


def announcement(stack: Stack, **changes: Any) -> dict[str, Any]:
    closes_at = stack.now + timedelta(hours=2)
    return {
        "title": "강진청자축제 댓글 추첨",
        "legal_basis": "강진군 온군민 조례 제5조제3항제5호",
        "prizes": PRIZES,
        "reserve_count": 3,
        "closes_at": format_time(closes_at),
        "draws_at": format_time(closes_at + timedelta(hours=1)),
        "answer_days": 7,
        "erased_on": (stack.now + timedelta(days=60)).date().isoformat(),
    } | changes


def announce(stack: Stack, *, by: str = "anna", key: str = "new", **changes: Any) -> Answer:
    body = announcement(stack, **changes)
    return stack.call("POST", "/v1/staff/draws", body, token=by, key=key)


def upload(
    stack: Stack, draw_id: str, csv: str, *, kind: str = "entrants", by: str = "anna"
) -> Answer:
    path = f"/v1/staff/draws/{draw_id}/uploads"
    return stack.call("POST", path, {"kind": kind, "csv": csv}, token=by, key="new")


def freeze(stack: Stack, draw_id: str, *, by: str = "bora") -> Answer:
    return stack.call("POST", f"/v1/staff/draws/{draw_id}/freeze", token=by)


def handles(*names: str) -> str:
    return "handle\n" + "".join(f"{name}\n" for name in names)


def announced(stack: Stack, entrants: str, **changes: Any) -> str:
    """A draw with its files, of which staff and households are one: its id."""
    made = announce(stack, **changes)
    assert made.status == 201, made.raw
    draw_id: str = made.json["draw_id"]
    for csv, kind in ((entrants, "entrants"), ("handle,reason\n", "excluded")):
        sent = upload(stack, draw_id, csv, kind=kind)
        assert sent.status == 201, sent.raw
    return draw_id


def frozen(stack: Stack, entrants: str, **changes: Any) -> str:
    draw_id = announced(stack, entrants, **changes)
    stack.later(hours=2)
    done = freeze(stack, draw_id)
    assert done.status == 200, done.raw
    return draw_id


def drawn(stack: Stack, entrants: str, **changes: Any) -> str:
    draw_id = frozen(stack, entrants, **changes)
    stack.later(hours=1, seconds=33)
    run(stack)
    assert shown(stack, draw_id)["status"] == "drawn"
    return draw_id


def run(stack: Stack) -> None:
    """The schedule, at the stack's time."""
    stack.adapters.machine = lambda: stack.now
    stack.work(draw_due_lots, EVENT)


def shown(stack: Stack, draw_id: str) -> Any:
    answer = stack.call("GET", f"/v1/draws/{draw_id}")
    assert answer.status == 200, answer.raw
    return answer.json


def listed(stack: Stack, draw_id: str, limit: int = 5_000) -> list[str]:
    """The whole frozen list, page by page."""
    found: list[str] = []
    cursor = ""
    while True:
        path = f"/v1/draws/{draw_id}/entrants?limit={limit}{cursor}"
        page = stack.call("GET", path).json
        found += [row["entrant_id"] for row in page["data"]]
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"


def round_time(number: int) -> str:
    return format_time(QUICKNET.time_of(number))


def seed(stack: Stack) -> None:
    builders.seed(stack.table)
