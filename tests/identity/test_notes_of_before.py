"""Notes that were bought in a wallet that ended: they are its person's to bring back."""

from tests.agents import counters
from tests.agents.counters import counter_with_notes, notes
from tests.conftest import Stack
from tests.identity.test_begun_before import joined, two_wallets
from tests.infra.verifier.test_trip_forgery import problems_of
from tests.ledger_checks import check_chain


def test_notes_are_brought_back_to_the_agent(stack: Stack) -> None:
    counter = counter_with_notes(stack)
    _, second = two_wallets(stack)
    assert counter.sell(second.member_id, notes(1, 3)).status == 201
    member = joined(stack, second)
    other = stack.member("010-7100-0001").member_id

    refused = counter.take_back(other, notes(1, 3))
    answers = [counter.take_back(member.member_id, notes(1, 3)) for _ in range(2)]

    assert refused.json["code"] == "paper_sale_not_found"
    assert [a.status for a in answers] == [201, 422]
    assert answers[0].json["refund_amount"] == 3 * counters.VALUE * 9 // 10
    assert check_chain(stack.table, member.member_id)[-1].purchases.month_amount == 0
    assert problems_of(stack) == []
