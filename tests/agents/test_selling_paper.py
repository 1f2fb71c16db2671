"""Notes sold at an agent's counter: one person's limits over all ways of buying, each note once."""

import pytest

from chalicelib.sales.store import RoundStore
from tests import builders
from tests.agents.counters import Counter, counter_with_notes, notes, open_counter, serial, staff
from tests.conftest import Member, Stack
from tests.ledger_checks import check_chain

ROUND = builders.a_round(channels=("online", "counter", "paper"))


@pytest.fixture
def counter(stack: Stack) -> Counter:
    return counter_with_notes(stack)


@pytest.fixture
def member(stack: Stack) -> Member:
    return stack.member()


def left(stack: Stack) -> int:
    return sum(RoundStore(stack.table).left(ROUND).values())


def code(answer: object) -> str:
    return str(answer.json["code"])  # type: ignore[attr-defined]


def test_notes_are_sold_out_of_the_stock_limits_and_budget(
    stack: Stack, counter: Counter, member: Member
) -> None:
    before = left(stack)
    sold = counter.sell(member.member_id, notes(3, 5), notes(10), receipt_reference="b-7", key="k")
    assert sold.status == 201, sold.json
    assert (sold.json["face_amount"], sold.json["price_amount"]) == (40_000, 36_000)
    assert sold.json["purchase_limits"]["month"]["used"] == 40_000
    assert [row["first"] for row in sold.json["notes"]] == [serial(3), serial(10)]
    assert (left(stack), member.balance()) == (before - 40_000, 0)
    [row] = counter.stock()
    assert (row["held"], row["sold"]) == (96, 4)
    # Sent again, and under another key.
    again = counter.sell(member.member_id, notes(3, 5), notes(10), receipt_reference="b-7", key="k")
    assert again.json == sold.json
    twice = counter.sell(member.member_id, notes(5, 6))
    assert (twice.status, code(twice)) == (409, "notes_elsewhere")
    assert serial(5) in twice.json["detail"]
    check_chain(stack.table, member.member_id)
    # The day's list of the county's counter sales has it, with its receipt.
    [listed] = staff(stack, "GET", "/purchases?receipt_reference=B-7").json["data"]
    assert listed["face_amount"] == 40_000


def test_one_limit_holds_for_paper_and_wallet_together(
    stack: Stack, counter: Counter, member: Member
) -> None:
    cap = builders.SETTINGS.purchase_month_cap
    body = {"member_id": member.member_id, "round_id": ROUND.round_id, "amount": cap - 20_000}
    assert counter.call("POST", "/sales", body).status == 201
    refused = counter.sell(member.member_id, notes(1, 3))
    assert (code(refused), refused.json["remaining"]) == ("purchase_limit_exceeded", 20_000)
    assert counter.sell(member.member_id, notes(1, 2)).status == 201
    body["amount"] = 10_000
    assert code(counter.call("POST", "/sales", body)) == "purchase_limit_exceeded"


def test_paper_counts_to_no_holding_cap(stack: Stack, counter: Counter, member: Member) -> None:
    stack.set_rule("voucher.holding_cap", 10_000)
    stack.later(days=1)
    counter.begin()
    assert counter.sell(member.member_id, notes(1, 3)).status == 201


def test_another_agents_notes_are_not_sold(stack: Stack, counter: Counter, member: Member) -> None:
    other = open_counter(stack, "축협")
    refused = other.sell(member.member_id, notes(1))
    assert (refused.status, code(refused)) == (409, "notes_elsewhere")
    assert counter.sell(member.member_id, notes(1)).status == 201


def test_a_round_that_is_for_wallets_sells_no_paper(stack: Stack) -> None:
    counter = counter_with_notes(stack)
    other = builders.a_round(round_id="rnd_0000000000000009")
    RoundStore(stack.table).create(other)
    member = stack.member()
    refused = counter.sell(member.member_id, notes(1), round_id=other.round_id)
    assert code(refused) == "round_channel_closed"


def test_a_sale_is_taken_back_whole_and_once(
    stack: Stack, counter: Counter, member: Member
) -> None:
    before = left(stack)
    counter.sell(member.member_id, notes(1, 2), notes(9))
    part = counter.take_back(member.member_id, notes(1, 2))
    assert (code(part), part.json["limit"]) == ("paper_return_incomplete", 3)
    stranger = stack.member("010-2222-3333")
    assert code(counter.take_back(stranger.member_id, notes(1, 2), notes(9))) == (
        "paper_sale_not_found"
    )
    back = counter.take_back(member.member_id, notes(1, 2), notes(9), key="b")
    assert back.status == 201, back.json
    assert back.json["refund_amount"] == 27_000
    assert back.json["given_back"]["rule"] == "purchase_same_month_round_open"
    assert left(stack) == before
    again = counter.take_back(member.member_id, notes(1, 2), notes(9), key="b")
    assert again.json == back.json
    # Under another key it is another wish: no second teller is told to hand the price back.
    other = counter.take_back(member.member_id, notes(1, 2), notes(9), key="b-2")
    assert code(other) == "note_returned"
    # They are worth nothing, and nobody sells them again.
    assert code(counter.exchange(notes(1))) == "note_returned"
    assert code(counter.sell(member.member_id, notes(1))) == "notes_elsewhere"
    check_chain(stack.table, member.member_id)
    day = counter.call("GET", "/day").json
    assert (day["paper"]["count"], day["returned"]["count"], day["cash_due_amount"]) == (3, 3, 0)


def test_what_was_exchanged_or_is_too_old_is_not_taken_back(
    stack: Stack, counter: Counter, member: Member
) -> None:
    counter.sell(member.member_id, notes(1, 2))
    counter.sell(member.member_id, notes(3))
    assert counter.exchange(notes(2)).status == 201
    assert code(counter.take_back(member.member_id, notes(1, 2))) == "note_exchanged"
    stack.later(days=60)
    counter.begin()
    assert code(counter.take_back(member.member_id, notes(3))) == ("purchase_cancel_window_closed")


def test_the_day_says_what_is_due(stack: Stack, counter: Counter, member: Member) -> None:
    stack.set_rule("agent.commission_basis_points", 50)
    stack.later(days=1)
    counter.begin()
    counter.sell(member.member_id, notes(1, 5))
    body = {"member_id": member.member_id, "round_id": ROUND.round_id, "amount": 30_000}
    counter.call("POST", "/sales", body)
    counter.exchange(notes(2, 3))
    day = counter.call("GET", "/day").json
    assert (day["electronic"]["face_amount"], day["paper"]["face_amount"]) == (30_000, 50_000)
    assert (day["exchanged"]["count"], day["exchanged"]["face_amount"]) == (2, 20_000)
    assert (day["cash_due_amount"], day["commission_amount"]) == (72_000, 400)
    assert staff(stack, "GET", f"/agents/{counter.agent_id}/day").json == day
    assert open_counter(stack, "축협").call("GET", "/day").json["cash_due_amount"] == 0


def test_a_teller_sells_nothing_into_the_own_wallet(stack: Stack) -> None:
    counter = counter_with_notes(stack, phone="010-1234-5678")
    own = stack.member("010-1234-5678")
    for answer in (
        counter.sell(own.member_id, notes(1)),
        counter.take_back(own.member_id, notes(1)),
    ):
        assert code(answer) == "own_wallet"
