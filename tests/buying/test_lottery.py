"""A round whose buyers are drawn: applied to, frozen, drawn, bought by places, reserves follow."""

from typing import Any

import pytest

from chalicelib.sales.store import RoundStore
from infra.verifier import draw_check
from tests.buying import lots
from tests.buying.lots import FACE, draw_id_of, lottery_round, make_lottery
from tests.buying.rush import ask, bought, cancel, look_again, pay, serve, show
from tests.conftest import Member, Stack
from tests.draws import lots as draws
from tests.ledger_checks import check_chain
from tests.refusals import check_refused


def apply(stack: Stack, member: Member, round_id: str, key: str = "new") -> str:
    asked = ask(stack, member, FACE, round_id=round_id, key=key)
    assert (asked.status, asked.json["status"]) == (202, "applied"), asked.raw
    purchase_id: str = asked.json["purchase_id"]
    return purchase_id


def applied(stack: Stack, round_id: str, count: int) -> dict[str, Member]:
    """Members by their applications' ids."""
    members = [stack.member(f"010-2222-{1000 + number}") for number in range(count)]
    return {apply(stack, member, round_id): member for member in members}


def by_place(stack: Stack, members: dict[str, Member]) -> list[tuple[str, Member]]:
    """Those with a place, in the order of the draw."""
    found = {}
    for application_id, member in members.items():
        seen = show(stack, member, application_id).json
        if seen["place"] is not None:
            found[seen["place"]] = (application_id, member)
    return [found[place] for place in sorted(found)]


def left(stack: Stack, round_id: str) -> int:
    store = RoundStore(stack.table)
    round_ = store.by_id("gangjin", round_id)
    assert round_ is not None
    return sum(store.left(round_).values())


def test_a_lottery_from_the_application_to_the_voucher(stack: Stack) -> None:
    round_id = lottery_round(stack, places=2)
    seen = stack.call("GET", f"/v1/rounds/{round_id}").json
    assert (seen["mode"], seen["state"]) == ("lottery", "open")
    assert seen["lottery"]["draw_id"] == draw_id_of(round_id)
    announced = draws.shown(stack, draw_id_of(round_id))
    assert (announced["status"], announced["round_id"]) == ("open", round_id)
    assert announced["round_at"] == seen["lottery"]["draws_at"]
    members = applied(stack, round_id, 5)
    one, application = next((m, a) for a, m in members.items())
    assert apply(stack, one, round_id, key="other") == application
    waiting = show(stack, one, application).json
    assert (waiting["status"], waiting["place"], waiting["payment_url"]) == ("applied", None, None)

    lots.freeze(stack)

    frozen = draws.shown(stack, draw_id_of(round_id))
    assert (frozen["status"], frozen["entrant_count"]) == ("frozen", 5)
    assert frozen["list_hash"]
    late = stack.member("010-9999-0000")
    check_refused(
        stack,
        lambda h: ask(stack, late, FACE, round_id=round_id, headers=h),
        422, "applications_over",
    )  # fmt: skip
    assert apply(stack, one, round_id, key="again") == application
    listed_ids = draws.listed(stack, draw_id_of(round_id))
    own_ids = {show(stack, m, a).json["entrant_id"] for a, m in members.items()}
    assert own_ids == set(listed_ids)

    stack.later(hours=1)
    draws.run(stack)
    lots.step(stack)

    drawn = draws.shown(stack, draw_id_of(round_id))
    assert list(draw_check.findings(drawn, draws.listed(stack, draw_id_of(round_id)))) == []
    assert [place["state"] for place in drawn["winners"]] == ["offered", "offered"]
    assert [place["state"] for place in drawn["reserves"]] == ["waiting", "waiting"]
    placed = by_place(stack, members)
    statuses = [show(stack, member, each).json["status"] for each, member in placed]
    assert statuses == ["awaiting_payment", "awaiting_payment", "applied", "applied"]
    assert [show(stack, m, a).json["ahead"] for a, m in placed[2:]] == [0, 1]
    first_id, first = placed[0]
    place = show(stack, first, first_id).json
    assert (place["has_place"], place["pay_by_at"]) == (True, drawn["winners"][0]["answer_by"])
    assert place["payment_url"].endswith("/wallet/buy")

    purchase_id = bought(stack, first, FACE, round_id=round_id, key="buy")

    assert (first.balance(), left(stack, round_id)) == (FACE, FACE)
    assert show(stack, first, first_id).json["purchase_id"] == purchase_id
    assert show(stack, first, first_id).json["status"] == "completed"
    listed = stack.call("GET", "/v1/me/purchases", token=first.token).json["data"]
    assert [each["purchase_id"] for each in listed] == [purchase_id]
    check_refused(
        stack,
        lambda h: ask(stack, first, FACE, round_id=round_id, key="twice", headers=h),
        422, "place_used",
    )  # fmt: skip
    check_chain(stack.table, first.member_id)
    loser = next(m for a, m in members.items() if a not in dict(placed))
    check_refused(
        stack,
        lambda h: ask(stack, loser, FACE, round_id=round_id, key="k", headers=h),
        422, "not_drawn",
    )  # fmt: skip
    [shown] = stack.call("GET", "/v1/me/purchases", token=loser.token).json["data"]
    assert (shown["status"], shown["place"]) == ("not_drawn", None)


def test_reserves_follow_when_the_time_is_over_for_what_is_left(stack: Stack) -> None:
    round_id = lottery_round(stack, places=2)
    members = applied(stack, round_id, 4)
    lots.draw(stack)
    (_, one), (other_id, other), (third_id, third), (fourth_id, fourth) = by_place(stack, members)
    first = bought(stack, one, FACE, round_id=round_id, key="buy")
    held = ask(stack, other, FACE, round_id=round_id, key="buy").json["purchase_id"]
    serve(stack)
    assert apply(stack, third, round_id, key="early") == third_id

    stack.later(minutes=20)
    look_again(stack)
    look_again(stack)
    assert show(stack, other, held).json["reason"] == "payment_expired"
    assert show(stack, other, other_id).json["has_place"] is True
    lots.step(stack)
    assert show(stack, third, third_id).json["status"] == "applied"
    assert cancel(stack, one, first, key="back").status == 201

    stack.later(days=4)
    lots.step(stack)
    lots.step(stack)

    assert show(stack, other, other_id).json["status"] == "rejected"
    check_refused(
        stack,
        lambda h: ask(stack, other, FACE, round_id=round_id, key="late", headers=h),
        422, "place_over",
    )  # fmt: skip
    for application_id, member in ((third_id, third), (fourth_id, fourth)):
        assert show(stack, member, application_id).json["has_place"] is True
        bought(stack, member, FACE, round_id=round_id, key="buy")
    assert left(stack, round_id) == 0


def test_a_place_may_be_tried_again_until_it_is_over(stack: Stack) -> None:
    round_id = lottery_round(stack, places=1)
    [(application_id, member)] = applied(stack, round_id, 1).items()
    lots.draw(stack)
    asked = ask(stack, member, FACE, round_id=round_id, key="one").json["purchase_id"]
    serve(stack)
    assert cancel(stack, member, asked, key="stop").status == 201
    assert show(stack, member, application_id).json["has_place"] is True

    again = ask(stack, member, FACE, round_id=round_id, key="two").json["purchase_id"]
    serve(stack)
    assert pay(stack, again) == "completed"
    assert member.balance() == FACE


def test_staff_cannot_take_a_step_of_it(stack: Stack) -> None:
    draw_id = draw_id_of(lottery_round(stack))
    stack.later(hours=2, minutes=1)

    def refused(call: Any) -> None:
        check_refused(stack, call, 409, "draw_of_round")

    refused(
        lambda h: stack.call("POST", f"/v1/staff/draws/{draw_id}/freeze", token="bora", headers=h)
    )
    body = {"kind": "entrants", "csv": "member_id\nmem_0000000000000001\n"}
    path = f"/v1/staff/draws/{draw_id}"
    refused(
        lambda h: stack.call("POST", f"{path}/uploads", body, token="anna", key="new", headers=h)
    )
    for step, sent in (("accept", {"has_consent": True}), ("pass", {"reason": "declined"})):
        refused(
            lambda h, step=step, sent=sent: stack.call(
                "POST", f"{path}/places/1/{step}", sent, token="anna", headers=h
            )
        )
    change = {"reason": "바꾸기", "closes_at": "2026-12-01T00:00:00Z"}
    round_path = f"/v1/staff/rounds/rnd_{draw_id[4:]}"
    check_refused(
        stack,
        lambda h: stack.call("PATCH", round_path, change, token="anna", headers=h),
        409, "round_fixed",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"lottery": {"applies_until": "2026-11-22T02:00:00Z"}}, "applies_until"),
        ({"lottery": {"draws_at": "2026-11-22T05:10:00Z"}}, "draws_at"),
        ({"lottery": {"buy_days": 14}, "places": 10_001}, "budget_amount"),
        ({"turns": [{"until": "2026-11-23T00:00:00Z", "age_from": 65}]}, "turns"),
    ],
)
def test_a_lottery_that_cannot_be_held(stack: Stack, changes: dict[str, Any], param: str) -> None:
    check_refused(
        stack, lambda h: make_lottery(stack, headers=h, **changes), 422, "lottery_invalid", param
    )
