"""A draw, taken through its steps over HTTP, as the desk does."""

from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from chalicelib.core.values import format_time
from chalicelib.draws import places
from chalicelib.draws.beacon_rounds import QUICKNET, BeaconValue
from chalicelib.draws.draws import Draw, Prize, draw_lots
from chalicelib.draws.draws import freeze as freeze_list
from chalicelib.draws.entrants import Row, Upload, sift
from chalicelib.draws.wiring import DrawsWiring
from chalicelib.draws.worker import draw_due_lots
from chalicelib.staff.person import Person
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


KEPT_ID = "drw_06H02CHZG2WVD3YG"
ROUND_1000 = (
    "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125"
    "e342b73a8dd2bacbe47e4b6b63ed5e39"
)


def keep_a_genuine_draw(stack: Stack, entrant_count: int = 1_234) -> None:
    """One of the past, `KEPT_ID`, drawn by a round of which drand's own signature is known."""
    wiring = stack.wired(DrawsWiring)
    signed_at, anna, bora = QUICKNET.time_of(1000), Person("a", "anna"), Person("b", "bora")
    draw = Draw(
        county_id=builders.COUNTY,
        draw_id=KEPT_ID,
        title="강진청자축제 댓글 추첨",
        legal_basis="강진군 온군민 조례 제5조제3항제5호",
        prizes=(
            Prize("강진사랑상품권 5만 원", "voucher", 2, 50_000),
            Prize("청자 머그잔", "goods", 4, 20_000),
        ),
        reserve_count=3,
        closes_at=signed_at - timedelta(minutes=50),
        round=1000,
        fallback_round=29_800,
        answer_days=7,
        erased_on=(stack.now + timedelta(days=30)).date(),
        announced_at=signed_at - timedelta(days=9),
        announced_by=anna,
    )
    rows = tuple(Row(number, f"handle/{number}") for number in range(1, entrant_count + 1))
    sifted = sift([Upload("dup_1", "entrants", (*rows, *rows[:20]))], b"s" * 16)
    frozen_step, ids = freeze_list(
        draw, sifted, upload_ids=(), has_exclusions=True, by=bora,
        now=signed_at - timedelta(minutes=30),
    )  # fmt: skip
    wiring.store.announce(wiring.files.keep_announced(draw), b"s" * 16)
    wiring.files.keep_frozen(draw, frozen_step, ids)
    wiring.store.put_frozen(draw, frozen_step)
    draw = replace(draw, frozen=frozen_step)
    done = draw_lots(draw, ids, BeaconValue(1000, ROUND_1000), now=signed_at + timedelta(minutes=5))
    wiring.store.put_drawn(draw, wiring.files.keep_drawn(draw, done))
    for place, kind in ((1, "accepted"), (2, "passed")):
        reason = "declined" if kind == "passed" else None
        at = signed_at + timedelta(days=place)
        answer = places.Answer(place=place, kind=kind, at=at, by=anna, reason=reason)  # type: ignore[arg-type]
        wiring.store.put_answer(draw, answer, {}, number=place)


def seed(stack: Stack) -> None:
    builders.seed(stack.table)
