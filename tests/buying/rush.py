"""Short words for buying online in a whole onmin in memory."""

from typing import Any

from chalicelib.buying.queue import to_message
from chalicelib.buying.wiring import BuyingWiring
from chalicelib.buying.worker import end_reservations, serve_tickets
from tests import granted
from tests.conftest import Answer, Member, Stack
from tests.events import Context, messages

ROUND = "rnd_0000000000000001"


def ask(
    stack: Stack,
    member: Member,
    amount: int = 50_000,
    *,
    round_id: str = ROUND,
    key: str = "new",
    headers: Any = None,
) -> Answer:
    body = {"round_id": round_id, "amount": amount}
    return stack.call(
        "POST", "/v1/me/purchases", body, token=member.token, key=key, headers=headers
    )


def show(stack: Stack, member: Member, purchase_id: str, headers: Any = None) -> Answer:
    path = f"/v1/me/purchases/{purchase_id}"
    return stack.call("GET", path, token=member.token, headers=headers)


def cancel(
    stack: Stack, member: Member, purchase_id: str, *, key: str = "new", headers: Any = None
) -> Answer:
    path = f"/v1/me/purchases/{purchase_id}/cancel"
    return stack.call("POST", path, token=member.token, key=key, headers=headers)


def serve(stack: Stack, times: int = 1) -> Any:
    """Let the consumer serve all that stand in line, each message `times` times."""
    queue = stack.adapters.queue(stack.adapters.settings.purchase_queue_url)
    answer = None
    for _ in range(times):
        answer = stack.work(serve_tickets, messages(map(to_message, queue.sent)), Context())
    queue.sent.clear()
    return answer


def look_again(stack: Stack, times: int = 1) -> Any:
    """Let the other consumer look at all purchases that are to be looked at, whenever that is."""
    queue = stack.adapters.queue(stack.adapters.settings.reservation_queue_url)
    due = list(dict.fromkeys(queue.sent))
    queue.sent.clear()
    queue.delays.clear()
    answer = None
    for _ in range(times):
        answer = stack.work(end_reservations, messages(map(to_message, due)), Context())
    return answer


def pay(stack: Stack, purchase_id: str, amount: int | None = None) -> str:
    """The money came, as the worker of payments tells it."""
    orders = stack.wired(BuyingWiring).paid_orders
    expected = orders.expected("gangjin", purchase_id)
    assert expected is not None
    with stack.adapters.clock.simulated(stack.now), granted.acting("work_payments"):
        return orders.paid("gangjin", purchase_id, amount or expected.price_amount)


def bought(stack: Stack, member: Member, amount: int = 50_000, **options: Any) -> str:
    """The id of a purchase that went all the way."""
    asked = ask(stack, member, amount, **options)
    assert asked.status == 202, asked.raw
    serve(stack)
    purchase_id: str = asked.json["purchase_id"]
    assert pay(stack, purchase_id) == "completed"
    return purchase_id
