"""An approval moves value: it needs a key, and sent again it is a replay."""

from typing import Any

import pytest

from chalicelib.core.actors import StaffActor
from chalicelib.staff.person import Person
from tests import builders
from tests.approvals import test_adjustments as adjustments
from tests.approvals import test_bulk_grants as bulk_grants
from tests.approvals.test_adjustments import Always, chain_of, decide, proposed
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


@pytest.mark.parametrize(
    ("one", "other", "may_be_one"),
    [
        (("s1", "kim"), ("s1", "lee"), True),  # Renamed.
        (("s1", "kim"), ("s2", "kim"), True),  # Made anew.
        (("s1", "Kim.M"), ("s2", "kim.m"), True),
        (("s1", "조민서"), ("s2", "\u110c\u1169\u1106\u1175\u11ab\u1109\u1165"), True),
        (("s1", "STRASSE"), ("s2", "straße"), True),
        (("s1", "E\u0301va"), ("s2", "évA"), True),
        (("s1", "kim"), ("s2", "kim2"), False),
        (("s1", "조민서"), ("s2", "조민선"), False),
    ],
)
def test_two_steps_may_be_one_persons_by_the_accounts_id_or_by_its_name(
    one: tuple[str, str], other: tuple[str, str], may_be_one: bool
) -> None:
    assert Person(*one).may_be(Person(*other)) is may_be_one
    assert Person(*other).may_be(Person(*one)) is may_be_one


def of_an_adjustment(stack: Stack) -> str:
    return f"{adjustments.PATH}/{proposed(stack, stack.member())}"


def of_a_file(stack: Stack) -> str:
    grant_id = bulk_grants.uploaded(stack, ("v-9", stack.member().member_id, 100))
    return f"{bulk_grants.PATH}/{grant_id}"


@pytest.mark.parametrize("make", [of_an_adjustment, of_a_file])
@pytest.mark.parametrize("what", ["approve", "reject"])
@pytest.mark.parametrize("name", ["anna", "Anna"])
def test_an_account_made_anew_by_its_name_decides_nothing_of_its_own(
    stack: Stack, make: Any, what: str, name: str
) -> None:
    path = make(stack)
    anew = StaffActor(builders.COUNTY, name, frozenset({"treasurer"}), "sub-anna-made-anew")
    stack.adapters.staff_tokens = Always(anew)

    check_refused(
        stack,
        lambda h: stack.call(
            "POST", f"{path}/{what}", {"reason": "x"}, token=name, key="new", headers=h
        ),
        403,
        "approver_is_proposer",
    )

    assert stack.call("GET", path, token=name).json["may_decide"] is False
