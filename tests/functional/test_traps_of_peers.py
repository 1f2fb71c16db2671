"""Traps that comparable systems fell into, one test each, named after the trap.

Two of them are about things that onmin does not have: nothing here receives webhooks, and there is
no waiting room. Their tests hold the nearest thing that exists to the same: whatever is signed and
comes late is refused a year later, and a sign-up is a place in a queue. There are no holds either:
a payment counts from the moment it is written. The trap of an emulator that shows no conflicts is
in tests/contract/test_interleavings.py, which runs on two real implementations.
"""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chalicelib.core.errors import all_refusals
from chalicelib.joining import worker as signups
from chalicelib.ledger.entry_codec import entry_from_item
from tests import builders
from tests.approvals import test_bulk_grants as bulk_grants
from tests.conftest import Answer, Member, Stack
from tests.functional.test_workers import deliver, message_of
from tests.ledger_checks import check_chain, entries_of
from tests.paying.test_cancels import cancel
from tests.paying.test_net_cancels import net_cancel
from tests.paying.test_paying import fresh_code
from tests.refusals import check_shape


@pytest.fixture
def member(stack: Stack) -> Member:
    return stack.member(vouchers=3000)


def test_trap_new_uuid_per_delivery(stack: Stack) -> None:
    body = message_of("a")

    for delivery in ("first", "second", "third"):
        assert deliver(stack, signups.complete_signup, {delivery: body}) == []

    (entry,) = [i for i in stack.table.items.values() if i.get("kind") == "signup"]
    assert entry_from_item(entry).reference == f"signup/{json.loads(body)['signup_id']}"


def test_trap_key_and_money_in_two_commits(stack: Stack, member: Member) -> None:
    """There is one write, so there is no between: the key is part of the entry that moves."""
    code = member.pay_code()
    stack.table.calls.clear()

    first = stack.redeem(code, 700, order_id="order-1", key="key-1")

    writes = [name for name in stack.table.calls if name not in ("get", "query")]
    assert writes == ["put_new"]
    newest = entries_of(stack.table, member.member_id)[-1]
    assert newest.idempotency is not None
    assert newest.voucher_amount == -700
    assert stack.redeem(code, 700, order_id="order-1", key="key-1").raw == first.raw


def test_trap_two_honest_equal_requests_merged_by_content_hash(
    stack: Stack, member: Member
) -> None:
    answers = [stack.redeem(fresh_code(member), 700, key=f"key-{n}") for n in range(2)]

    assert [a.status for a in answers] == [201, 201]
    assert answers[0].json["redemption_id"] != answers[1].json["redemption_id"]
    assert member.balance() == 1600


def test_trap_reused_key_returns_another_payment(stack: Stack, member: Member) -> None:
    stack.redeem(member.pay_code(), 700, order_id="order-1", key="key-1")
    code = fresh_code(member)

    for amount, order_id in ((701, "order-1"), (700, "order-2"), (2000, "order-3")):
        other = stack.redeem(code, amount, order_id=order_id, key="key-1")
        assert (other.status, other.json["code"]) == (422, "idempotency_key_reused")

    assert member.balance() == 2300


def test_trap_has_then_set_lock(stack: Stack, member: Member) -> None:
    """No lock is asked for and then set: whoever read the same wallet before another wrote, finds
    its place taken when it writes, and decides anew."""
    first, second = member.pay_code(), fresh_code(member)
    inner: list[Answer] = []

    def go_first(name: str) -> None:
        if name == "put_new" and not inner:
            stack.table.before_call = lambda name: None
            inner.append(stack.redeem(second, 2500, order_id="order-2"))

    stack.table.before_call = go_first
    outer = stack.redeem(first, 2500, order_id="order-1")

    assert inner[0].status == 201
    assert (outer.status, outer.json["code"]) == (422, "insufficient_balance")
    assert member.balance() == 500


def test_trap_holds_not_counted(stack: Stack, member: Member) -> None:
    """A dry run holds nothing, and a payment counts at once: together never above the balance."""
    one, two = member.pay_code(), fresh_code(member)
    for code in (one, two):
        body = {"pay_code": code, "amount": 2000, "order_id": "order-1"}
        quoted = stack.call(
            "POST", "/v1/redemptions/validate", body, token=builders.SHOP_KEY, key="new"
        )
        assert quoted.status == 200

    answers = [stack.redeem(one, 2000), stack.redeem(two, 2000)]

    assert [a.status for a in answers] == [201, 422]
    assert member.balance() == 1000


def test_trap_second_cancel_reapplies(stack: Stack, member: Member) -> None:
    code = member.pay_code()
    paid = stack.redeem(code, 1200, order_id="order-1", key="pay")
    redemption_id = paid.json["redemption_id"]
    first = cancel(stack, redemption_id, expected=1200, key="key-1")
    assert first.status == 201, first.raw
    assert cancel(stack, redemption_id, expected=1200, key="key-1").raw == first.raw
    assert cancel(stack, redemption_id, expected=1200, key="key-2").status == 409
    late = stack.redeem(code, 1200, order_id="order-1", key="pay")

    assert late.raw == paid.raw
    assert late.headers["Idempotent-Replayed"] == "true"
    assert member.balance() == 3000


def test_trap_second_cancel_reapplies_when_the_payment_comes_last(
    stack: Stack, member: Member
) -> None:
    code = member.pay_code()
    for key in ("key-1", "key-2"):
        assert net_cancel(stack, code, key=key).json["given_back_amount"] == 0

    late = stack.redeem(code, 1200, order_id="order-1")

    assert (late.status, late.json["code"]) == (409, "net_canceled")
    assert member.balance() == 3000


def test_trap_expired_voucher_by_a_side_door(stack: Stack) -> None:
    """A day after the lot's last day, before any job wrote it off."""
    member = stack.member(vouchers=3000)
    stack.now = datetime(2031, 11, 22, 15, 0, tzinfo=UTC)
    token = stack.adapters.signer.member_token(member.actor, stack.now)[0]
    member = replace(member, token=token)
    codes = {"/v1/redemptions": member.pay_code(), "/v1/redemptions/validate": fresh_code(member)}

    for path, code in codes.items():
        body = {"pay_code": code, "amount": 1000, "order_id": "order-1"}
        answer = stack.call("POST", path, body, token=builders.SHOP_KEY, key="new")
        assert (answer.status, answer.json["code"]) == (422, "voucher_expired")
    standing = {"merchant_code": "M0001", "amount": 1000}
    answer = stack.call("POST", "/v1/me/payments", standing, token=token, key="new")
    assert (answer.status, answer.json["code"]) == (422, "voucher_expired")
    assert member.balance() == 0
    assert check_chain(stack.table, member.member_id)[-1].kind == "conversion"


def test_trap_csv_uploaded_twice(stack: Stack) -> None:
    """In the same file sent again, and in another file with another name and key."""
    rows = [(f"row-{n}", stack.member(f"010-2222-{n:04}").member_id, 1000) for n in range(3)]

    for key in ("key-1", "key-1", "key-2"):
        grant_id = bulk_grants.uploaded(stack, *rows, key=key)
        bulk_grants.approve(stack, grant_id)
        bulk_grants.work(stack, times=2)

    for _, member_id, _ in rows:
        kinds = [e.kind for e in check_chain(stack.table, member_id)]
        assert kinds == ["signup", "adjustment"]
    assert {r["result"] for r in bulk_grants.results(stack, grant_id)} == {"already_granted"}


def test_trap_place_lost_on_redelivery(stack: Stack) -> None:
    """A sign-up's id is its place: asked for before, between and after deliveries, it stands."""
    answer = stack.apply("010-1234-5678")
    path = f"/v1/signups/{answer.json['signup_id']}"
    assert stack.call("GET", path).json["status"] == "queued"
    (signup,) = stack.queue.sent

    outcomes = []
    for _ in range(3):
        stack.queue.sent[:] = [signup]
        stack.deliver()
        outcomes.append(stack.call("GET", path).json)

    assert outcomes[0]["status"] == "completed"
    assert outcomes[0] == outcomes[1] == outcomes[2]


def test_trap_people_gone_block_the_line(stack: Stack) -> None:
    """Nine of ten never finish, whichever step they vanished at; the tenth is served at once."""
    for n in range(9):
        stack.call("POST", "/v1/verifications", {"phone": f"010-1111-{n:04}", "purpose": "signup"})
        stack.prove_phone(f"010-2222-{n:04}")

    assert stack.apply("010-3333-0000").status == 202
    gone = {f"gone-{n}": "{" for n in range(9)}
    failed = deliver(stack, signups.complete_signup, gone | {"here": message_of("a")})

    assert sorted(failed) == sorted(gone)
    assert len([i for i in stack.table.items.values() if i.get("kind") == "signup"]) == 1


def test_trap_200_with_error_inside(stack: Stack, member: Member) -> None:
    refusals = all_refusals()
    assert len(refusals) > 40
    assert all(kind.status >= 400 for kind in refusals)
    code = member.pay_code()
    asked = [
        stack.redeem(code, 99_999),
        stack.redeem("nonsense", 1),
        stack.redeem(code, 1, token="mk_wrong"),
        member.convert(1),
        stack.call("GET", "/v1/me/wallet"),
        stack.call("GET", "/v1/signups/sgn_none"),
        stack.call("POST", "/v1/verifications", raw=b"{"),
    ]
    for answer in asked:
        assert answer.status >= 400
        check_shape(answer, language="ko")


def test_trap_webhook_replayed_a_year_later(stack: Stack, member: Member) -> None:
    token = stack.prove_phone("010-9999-0000")
    code = member.pay_code()
    stack.redeem(code, 700, order_id="order-1", key="key-1")
    unused = fresh_code(member)
    stack.later(days=365)

    for late_code, order, key in ((code, "order-1", "key-1"), (unused, "order-2", "key-2")):
        late = stack.redeem(late_code, 700, order_id=order, key=key)
        assert (late.status, late.json["code"]) == (422, "pay_code_expired")
    assert net_cancel(stack, code, "order-1").status in (409, 422)
    assert stack.apply_with(token).status in (401, 422)
    assert stack.call("GET", "/v1/me/wallet", token=member.token).status == 401
    assert check_chain(stack.table, member.member_id)[-1].voucher_balance == 2300
