"""Lines of payouts that somebody changed in the bucket: nothing is paid by them."""

from tests.conftest import Stack
from tests.settlement.test_payouts import (
    PAYOUT_ON,
    FakePayees,
    approved,
    call,
    file,
    payees,
    propose,
    results,
    statuses,
)

__all__ = ["payees"]

LINES = f"gangjin/payouts/{PAYOUT_ON}/001.json"


def test_lines_that_were_changed_after_two_people_confirmed_them_do_not_go_out(
    stack: Stack, payees: FakePayees
) -> None:
    batch_id = approved(stack)
    kept = stack.s3.objects[LINES]
    stack.s3.objects[LINES] = kept.replace(b'"amount":1990', b'"amount":9990')

    assert stack.s3.objects[LINES] != kept
    assert file(stack, batch_id).status == 500
    assert results(stack, batch_id, (f"{batch_id}-00001", "정상", "")).status == 500
    assert statuses(stack) == ["confirmed", "confirmed"]


def test_lines_that_were_changed_before_their_batch_is_one_are_not_proposed(
    stack: Stack, payees: FakePayees
) -> None:
    """Left by a process that was cut off between the file and the batch."""
    assert propose(stack).status == 201
    stack.s3.objects[LINES] = stack.s3.objects[LINES].replace(b'"amount":1990', b'"amount":9990')
    for key in [k for k, item in stack.table.items.items() if item.get("payout_on") == PAYOUT_ON]:
        del stack.table.items[key]

    assert propose(stack).status == 500
    assert call(stack, "GET", "payout-batches").json["data"] == []
