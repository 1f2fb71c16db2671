"""Adjustments: leafing through them, who sees which, and finishing one that was cut off."""

import pytest

from chalicelib.core.actors import StaffActor
from tests import builders
from tests.approvals.test_adjustments import (
    PATH,
    REASON,
    Always,
    chain_of,
    decide,
    listed,
    propose,
    proposed,
)
from tests.conftest import Stack
from tests.refusals import check_refused


def test_the_list_is_leafed_through_and_filtered(stack: Stack) -> None:
    member = stack.member()
    ids = []
    for n in range(7):
        ids.append(proposed(stack, member, mileage=n + 1))
        stack.later(seconds=1)
    for n in (1, 4):
        decide(stack, "reject", ids[n])

    seen, query = [], "?limit=3"
    while True:
        page = listed(stack, query)
        assert len(page["data"]) <= 3
        seen += [row["adjustment_id"] for row in page["data"]]
        if page["next_cursor"] is None:
            break
        query = f"?limit=3&cursor={page['next_cursor']}"

    assert seen == ids[::-1]
    rejected = listed(stack, "?status=rejected&limit=1")
    assert [r["adjustment_id"] for r in rejected["data"]] == [ids[4]]
    more = listed(stack, f"?status=rejected&limit=1&cursor={rejected['next_cursor']}")
    assert [r["adjustment_id"] for r in more["data"]] == [ids[1]]
    assert listed(stack, "?status=applied")["data"] == []
    assert stack.call("GET", f"{PATH}?status=nonsense", token="anna").status == 400
    foreign = f"{PATH}?cursor={rejected['next_cursor']}"
    assert stack.call("GET", foreign, token="anna").json["code"] == "cursor_invalid"


@pytest.mark.parametrize("way", ["", "/approve", "/reject"])
def test_one_that_is_not_there_is_not_found(stack: Stack, way: str) -> None:
    for adjustment_id in ("adj_0000000000000000", "x", "adj_0000000000000000%231"):
        method, body = ("POST", {"reason": "x"}) if way else ("GET", None)
        check_refused(
            stack,
            lambda h, i=adjustment_id, m=method, b=body: stack.call(
                m, f"{PATH}/{i}{way}", b, token="bora", key="new", headers=h
            ),
            404,
            "adjustment_not_found",
        )


def test_another_countys_is_not_found(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    member = stack.member()
    adjustment_id = proposed(stack, member)
    builders.seed(stack.table, "jinju")
    actor = StaffActor("jinju", "dana", frozenset({"manager"}), "sub-dana")
    stack.adapters.staff_tokens = Always(actor)
    host = {"Host": "jinju.example"}

    answers = [
        stack.call("GET", f"{PATH}/{adjustment_id}", token="x", headers=host),
        stack.call("POST", f"{PATH}/{adjustment_id}/approve", {}, token="x", key="k", headers=host),
        stack.call("POST", f"{PATH}/{adjustment_id}/reject", {"reason": "x"}, token="x",
                   headers=host),
    ]  # fmt: skip

    assert {(a.status, a.json["code"]) for a in answers} == {(404, "adjustment_not_found")}
    assert stack.call("GET", PATH, token="x", headers=host).json["data"] == []
    body = {"member_id": member.member_id, "reason": REASON, "mileage": 5}
    there = stack.call("POST", PATH, body, token="x", key="k", headers=host)
    assert there.json["code"] == "member_unknown"
    assert len(chain_of(stack, member)) == 1


def test_one_cut_off_after_the_approval_is_shown_and_finished(stack: Stack) -> None:
    """Approved, not applied: the state is in the list, and to approve again applies it."""
    member = stack.member()
    adjustment_id = proposed(stack, member)

    def stop(name: str) -> None:
        if name == "put_all_new":
            raise OSError

    stack.table.before_call = stop
    assert decide(stack, "approve", adjustment_id, key="k").status == 500
    stack.table.before_call = lambda name: None
    (row,) = listed(stack, "?status=approved", by="bora")["data"]
    assert (row["entry_id"], row["may_decide"]) == (None, True)

    # Under the same key too: nothing was answered before, so it is no replay.
    finished = decide(stack, "approve", adjustment_id, key="k")
    assert finished.json["status"] == "applied"
    assert "Idempotent-Replayed" not in finished.headers
    assert len(chain_of(stack, member)) == 2


def test_every_role_may_what_it_may(stack: Stack) -> None:
    member = stack.member()
    for role, may_propose, may_decide in (
        ("operator", True, False),
        ("manager", True, True),
        ("treasurer", True, True),
        ("auditor", False, False),
    ):
        stack.staff_roles = frozenset({"manager"})
        adjustment_id = proposed(stack, member)
        stack.staff_roles = frozenset({role})
        assert (propose(stack, member).status == 201) == may_propose, role
        row = stack.call("GET", f"{PATH}/{adjustment_id}", token="bora").json
        assert row["may_decide"] == may_decide
        assert (decide(stack, "approve", adjustment_id).status == 200) == may_decide, role
