"""Refunds in money: what is owed, and that each is handed over once."""

import hashlib
from typing import Any

from msgspec.structs import replace

from chalicelib.sales.payout_store import PayoutStore
from chalicelib.sales.wiring import SalesWiring
from tests.builders import COUNTY
from tests.conftest import Answer, Member, Stack
from tests.refusals import check_refused
from tests.sales.test_counter_sales import _counter as _counter  # The staff and a round.
from tests.sales.test_counter_sales import sell
from tests.sales.test_taking_back import refund_change, take_back

PATH = "/v1/staff/refunds"


def owing(stack: Stack, member: Member, amount: int = 50_000) -> str:
    """The id of the entry that owes the money of a purchase taken back."""
    sold = sell(stack, member, amount).json
    back = take_back(stack, member, sold["purchase_id"])
    assert back.status == 201, back.raw
    entry_id: str = back.json["entry_id"]
    return entry_id


def pay(
    stack: Stack,
    entry_id: str,
    member: Member | str,
    *,
    by: str = "staff",
    key: str = "new",
    headers: Any = None,
) -> Answer:
    body = {"member_id": member if isinstance(member, str) else member.member_id}
    path = f"{PATH}/{entry_id}/payouts"
    return stack.call("POST", path, body, token=by, key=key, headers=headers)


def listed(stack: Stack, query: str = "") -> Any:
    answer = stack.call("GET", f"{PATH}?{query}", token="staff")
    assert answer.status == 200, answer.raw
    return answer.json


def records(stack: Stack) -> list[Any]:
    return [item for item in stack.table.items.values() if item.get("type") == "payout"]


def test_a_refund_is_paid_once_and_the_same_request_is_answered_alike(stack: Stack) -> None:
    member = stack.member()
    entry_id = owing(stack, member)
    owed = listed(stack, f"member_id={member.member_id}")
    stack.later(minutes=5)

    first = pay(stack, entry_id, member, key="k")
    stack.later(minutes=5)
    again = pay(stack, entry_id, member, key="k")

    row = {
        "entry_id": entry_id, "member_id": member.member_id, "kind": "purchase_cancel",
        "refund_amount": 45_000, "at": owed["data"][0]["at"], "paid_at": None, "paid_by": None,
    }  # fmt: skip
    assert owed == {"data": [row], "next_cursor": None}
    assert (first.status, again.status) == (201, 201)
    assert first.json == again.json == row | {"paid_at": first.json["paid_at"], "paid_by": "staff"}
    assert first.json["paid_at"] > row["at"]
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    (record,) = records(stack)
    assert (record["pk"], record["sk"]) == (f"{COUNTY}#PAYOUTS", entry_id)
    assert (record["by"], record["amount"]) == (["sub-staff", "staff"], 45_000)


def test_a_second_counter_is_told_who_paid_and_when(stack: Stack) -> None:
    member = stack.member()
    entry_id = owing(stack, member)
    paid = pay(stack, entry_id, member, by="anna").json
    before = records(stack)

    for seller in ("anna", "bora"):
        problem = check_refused(
            stack,
            lambda h, s=seller: pay(stack, entry_id, member, by=s, headers=h),
            409,
            "refund_already_paid",
        )
        assert (problem["paid_at"], problem["paid_by"]) == (paid["paid_at"], "anna")
    assert records(stack) == before


def test_one_key_pays_one_refund(stack: Stack) -> None:
    member = stack.member()
    first, second = owing(stack, member), owing(stack, member, 10_000)
    assert pay(stack, first, member, key="k").status == 201

    check_refused(
        stack,
        lambda h: pay(stack, second, member, key="k", headers=h),
        422,
        "idempotency_key_reused",
    )
    assert pay(stack, second, member, by="bora", key="k").status == 201


def test_the_keys_of_a_payout_stand_as_they_always_did(stack: Stack) -> None:
    """An update that made them otherwise would refuse a request that is sent again."""

    def sha(*parts: str) -> str:
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]

    member = stack.member()
    entry_id = owing(stack, member)
    pay(stack, entry_id, member, key="k")

    digest = sha("payout", "sub-staff", "k")
    assert [record["idempotency"] for record in records(stack)] == [digest]
    (bound,) = [i for key, i in stack.table.items.items() if digest in "".join(key)]
    asked = f'{{"entry_id": "{entry_id}", "member_id": "{member.member_id}"}}'
    assert bound["fingerprint"] == sha(asked)


def test_a_payout_that_was_cut_off_goes_on_under_its_key(stack: Stack) -> None:
    member = stack.member()
    entry_id = owing(stack, member)
    sales = stack.wired(SalesWiring)
    whole = sales.payouts
    sales.payouts = replace(whole, store=_CutOff(stack.table))
    assert pay(stack, entry_id, member, key="k").status == 500
    assert records(stack) == []
    sales.payouts = whole

    done = pay(stack, entry_id, member, key="k")

    assert done.status == 201
    assert "Idempotent-Replayed" not in done.headers


class _CutOff(PayoutStore):
    def put_new(self, *_: Any) -> Any:
        raise RuntimeError("cut off")


def test_what_owes_this_member_no_money_is_not_found(stack: Stack) -> None:
    member, other = stack.member(), stack.member("010-2222-3333")
    bought = sell(stack, member, 10_000).json
    refund = owing(stack, member)
    entries = stack.call("GET", "/v1/me/entries", token=member.token).json["data"]
    signup = entries[-1]["entry_id"]
    nobody = "mem_0000000000000000"

    for entry_id, who in (
        (refund, other),
        (refund, nobody),
        (signup, member),
        (bought["entry_id"], member),
        ("ent_0000000000000000", member),
        ("ent_ZZZZZZZZZZZZZZZZ", member),
        ("x", member),
        (bought["purchase_id"], member),
    ):
        check_refused(
            stack,
            lambda h, e=entry_id, w=who: pay(stack, e, w, headers=h),
            404,
            "refund_not_found",
        )
    assert records(stack) == []


def test_a_key_and_a_members_id_are_needed(stack: Stack) -> None:
    member = stack.member()
    path = f"{PATH}/{owing(stack, member)}/payouts"
    body = {"member_id": member.member_id}
    check_refused(
        stack,
        lambda h: stack.call("POST", path, body, token="staff", headers=h),
        400,
        "idempotency_key_missing",
        "Idempotency-Key",
    )
    for bad in ("mem_x", 1, None, "010-1234-5678"):
        check_refused(
            stack,
            lambda h, b=bad: stack.call(
                "POST", path, {"member_id": b}, token="staff", key="k", headers=h
            ),
            400,
            "invalid_request",
            "member_id",
        )


def test_the_rest_of_a_voucher_and_an_older_refund_are_found(stack: Stack) -> None:
    """Older than what a look at the newest entries shows, and of another kind."""
    member = stack.member()
    sold = sell(stack, member, 10_000).json
    assert stack.redeem(member.pay_code(), 8_500).status == 201
    rest = refund_change(stack, member, sold["voucher_id"]).json
    stack.later(minutes=1)
    for _ in range(5):
        assert sell(stack, member, 1_000).status == 201

    (row,) = listed(stack, f"member_id={member.member_id}")["data"]
    assert (row["entry_id"], row["kind"]) == (rest["entry_id"], "change_refund")
    assert row["refund_amount"] == rest["refund_amount"] == 1_350
    assert pay(stack, rest["entry_id"], member).status == 201


def test_refunds_are_listed_by_state_of_a_member_and_of_a_day(stack: Stack) -> None:
    ann, ben = stack.member(), stack.member("010-2222-3333")
    first = owing(stack, ann)
    stack.later(days=1)
    second = owing(stack, ann, 10_000)
    stack.later(minutes=1)
    third = owing(stack, ben, 20_000)
    assert pay(stack, second, ann).status == 201

    def ids(query: str) -> list[str]:
        return [row["entry_id"] for row in listed(stack, query)["data"]]

    of_ann = f"member_id={ann.member_id}"
    assert ids(of_ann) == [second, first]
    assert ids(f"{of_ann}&status=open") == [first]
    assert ids(f"{of_ann}&status=paid") == [second]
    assert ids("") == ids("on=2026-11-23") == [third, second]
    assert ids("status=open") == [third]
    assert ids("status=paid") == [second]
    assert ids("on=2026-11-22") == [first]
    assert ids("on=2026-11-21") == []
    assert ids("member_id=mem_0000000000000000") == []
