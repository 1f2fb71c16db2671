"""Short words for a lottery round in a whole onmin in memory."""

from datetime import timedelta
from typing import Any

from chalicelib.buying.worker import step_lotteries
from chalicelib.core.values import format_time
from tests.conftest import Answer, FakeStaffTokens, Stack
from tests.draws import lots as draws
from tests.sales.test_rounds import make_round

FACE = 50_000


def make_lottery(stack: Stack, *, places: int = 2, headers: Any = None, **changes: Any) -> Answer:
    """Applications for two hours, lots an hour later, three days to buy; a member of staff asks."""
    if not isinstance(stack.adapters.staff_tokens, FakeStaffTokens):
        stack.adapters.staff_tokens = FakeStaffTokens(stack)
    now = stack.now
    lottery = {
        "applies_until": format_time(now + timedelta(hours=2)),
        "draws_at": format_time(now + timedelta(hours=3)),
        "buy_days": 3,
    } | changes.pop("lottery", {})
    return make_round(
        stack,
        headers=headers,
        opens_at=format_time(now),
        closes_at=format_time(now + timedelta(days=20)),
        budget_amount=places * FACE,
        channels=["online"],
        denominations=[FACE],
        lottery=lottery,
        **changes,
    )


def lottery_round(stack: Stack, **options: Any) -> str:
    made = make_lottery(stack, **options)
    assert made.status == 201, made.raw
    round_id: str = made.json["round_id"]
    return round_id


def step(stack: Stack) -> None:
    """The schedule, at the stack's time."""
    stack.work(step_lotteries, draws.EVENT)


def freeze(stack: Stack) -> None:
    stack.later(hours=2, minutes=3)
    step(stack)


def draw(stack: Stack) -> None:
    """The list is frozen, lots are drawn, the first places offered."""
    freeze(stack)
    stack.later(hours=1)
    draws.run(stack)
    step(stack)


def draw_id_of(round_id: str) -> str:
    return f"drw_{round_id[4:]}"
