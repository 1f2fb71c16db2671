"""Lines of payouts that somebody changed in the bucket: nothing is paid by them."""

from tests.conftest import Stack
from tests.settlement.test_payouts import (
    PAYOUT_ON,
    FakePayees,
    approved,
    file,
    payees,
    results,
    statuses,
)

__all__ = ["payees"]


def lines_name(stack: Stack) -> str:
    (name,) = (
        name for name in stack.s3.objects if name.startswith(f"gangjin/payouts/{PAYOUT_ON}/")
    )
    return name


def test_lines_that_were_changed_after_two_people_confirmed_them_do_not_go_out(
    stack: Stack, payees: FakePayees
) -> None:
    batch_id = approved(stack)
    name = lines_name(stack)
    kept = stack.s3.objects[name]
    stack.s3.objects[name] = kept.replace(b'"amount":1990', b'"amount":9990')

    assert stack.s3.objects[name] != kept
    assert file(stack, batch_id).status == 500
    stack.s3.objects[name] = kept
    assert file(stack, batch_id).status == 200
    stack.s3.objects[name] = kept.replace(b'"amount":1990', b'"amount":9990')
    assert results(stack, batch_id, (f"{batch_id}-00001", "정상", "")).status == 500
    assert statuses(stack) == ["confirmed", "confirmed"]
