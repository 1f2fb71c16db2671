"""An approval moves value: it needs a key, and sent again it is a replay."""

from tests.approvals import test_adjustments as adjustments
from tests.approvals import test_bulk_grants as bulk_grants
from tests.approvals.test_adjustments import chain_of, decide, proposed
from tests.conftest import Stack
from tests.refusals import check_refused


def test_an_adjustments_approval_sent_again_is_answered_alike(stack: Stack) -> None:
    member = stack.member()
    adjustment_id, other_id = proposed(stack, member), proposed(stack, member, mileage=7)

    first = decide(stack, "approve", adjustment_id, key="k", reason="확인함")
    again = decide(stack, "approve", adjustment_id, key="k", reason="확인함")

    assert (first.status, again.status) == (200, 200)
    assert again.json == first.json
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(chain_of(stack, member)) == 2
    for wanted, reason in ((other_id, "확인함"), (adjustment_id, "다른 사유")):
        reused = decide(stack, "approve", wanted, key="k", reason=reason)
        assert (reused.status, reused.json["code"]) == (422, "idempotency_key_reused")
    assert len(chain_of(stack, member)) == 2
    assert decide(stack, "approve", other_id, by="chan", key="k").json["status"] == "applied"


def test_an_adjustments_approval_needs_a_key(stack: Stack) -> None:
    adjustment_id = proposed(stack, stack.member())
    check_refused(
        stack,
        lambda h: stack.call(
            "POST", f"{adjustments.PATH}/{adjustment_id}/approve", {}, token="bora", headers=h
        ),
        400,
        "idempotency_key_missing",
        "Idempotency-Key",
    )


def test_a_files_approval_sent_again_is_a_replay_and_needs_its_key(stack: Stack) -> None:
    member = stack.member()
    grant_id = bulk_grants.uploaded(stack, ("v-1", member.member_id, 100))
    path = f"{bulk_grants.PATH}/{grant_id}/approve"
    check_refused(
        stack,
        lambda h: stack.call("POST", path, {}, token="bora", headers=h),
        400,
        "idempotency_key_missing",
        "Idempotency-Key",
    )

    first = bulk_grants.approve(stack, grant_id, key="k")
    again = bulk_grants.approve(stack, grant_id, key="k")

    assert first.json == again.json
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    reused = bulk_grants.approve(
        stack, bulk_grants.uploaded(stack, ("v-2", member.member_id, 100)), key="k"
    )
    assert (reused.status, reused.json["code"]) == (422, "idempotency_key_reused")
