"""The same purchase asked for again: at once, much later, and under many keys."""

from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.buying.ticket_store import TicketStore
from chalicelib.buying.tickets import Ticket
from chalicelib.buying.wiring import BuyingWiring
from chalicelib.payments.wiring import PaymentsWiring
from chalicelib.sales.service import own_shard
from chalicelib.sales.store import RoundStore
from tests import builders, granted
from tests.buying.rush import ROUND, ask, bought
from tests.conftest import Stack

COUNTY = builders.COUNTY


@pytest.fixture(autouse=True)
def _round(stack: Stack) -> None:
    RoundStore(stack.table).create(builders.a_round())


class Overtaken(TicketStore):
    """The same request comes once more, before this one's ticket is made."""

    meanwhile: Any = None

    def create(self, ticket: Ticket) -> Ticket:
        self.meanwhile()
        return super().create(ticket)


def test_a_request_that_comes_twice_at_once_asks_for_its_amount_once(stack: Stack) -> None:
    member = stack.member()
    buying = stack.wired(BuyingWiring).buying
    tickets = Overtaken(stack.table)

    def asked(by: Any) -> Any:
        return by.ask(member.actor, round_id=ROUND, amount=50_000, idempotency_key="k")

    firsts: list[Any] = []
    tickets.meanwhile = lambda: firsts.append(asked(buying)[0].ticket)
    with stack.adapters.clock.simulated(stack.now), granted.acting("api_handler"):
        shown, _ = asked(replace(buying, tickets=tickets))

    assert [shown.ticket] == firsts
    round_ = RoundStore(stack.table).by_id(COUNTY, ROUND)
    assert round_ is not None
    line = tickets.line(COUNTY, ROUND, own_shard(round_, member.member_id))
    assert (line.place, line.asked) == (2, 50_000)


def test_a_key_is_free_again_after_the_replay_window(stack: Stack) -> None:
    member = stack.member()
    first = bought(stack, member, 50_000, key="k")

    stack.later(days=14)
    member = stack.logged_in(member)
    again = ask(stack, member, 50_000, key="k")
    assert (again.json["purchase_id"], again.headers["Idempotent-Replayed"]) == (first, "true")

    stack.later(days=2)
    fresh = ask(stack, member, 70_000, key="k")
    assert fresh.status == 202, fresh.raw
    assert fresh.json["purchase_id"] != first


def test_a_key_that_canceled_takes_no_other_account(stack: Stack) -> None:
    member = stack.member()
    purchase_id = bought(stack, member)
    path = f"/v1/me/purchases/{purchase_id}/cancel"

    def cancel(number: str, key: str = "k") -> Any:
        account = {"bank_code": "004", "account_number": number, "holder": "김말순"}
        return stack.call("POST", path, {"refund_account": account}, token=member.token, key=key)

    assert cancel("12345678901234").status == 201
    assert cancel("12345678901234").headers["Idempotent-Replayed"] == "true"
    before = stack.wired(PaymentsWiring).store.by_id(COUNTY, purchase_id)

    other = cancel("99999999999999")

    assert (other.status, other.json["code"]) == (422, "idempotency_key_reused")
    assert stack.wired(PaymentsWiring).store.by_id(COUNTY, purchase_id) == before
    assert stack.call("POST", path, {}, token=member.token, key="k").status == 422


def test_fresh_keys_are_bounded_also_by_a_ticket_that_is_open(stack: Stack) -> None:
    member = stack.member()
    first = ask(stack, member, 50_000, key="k0").json["purchase_id"]

    statuses = [ask(stack, member, 50_000, key=f"k{number}").status for number in range(1, 65)]

    assert statuses == [202] * 59 + [429] * 5
    notes = stack.wired(BuyingWiring).tickets.buyer(COUNTY, member.member_id).notes
    assert len(notes) == 60
    assert ask(stack, member, 50_000, key="k0").json["purchase_id"] == first
    stack.later(hours=1)
    assert ask(stack, member, 50_000, key="later").json["purchase_id"] == first
