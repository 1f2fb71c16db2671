"""What staff see of purchase money, and a debt that is paid at the desk."""

from datetime import timedelta

from chalicelib.core.values import seoul_date
from chalicelib.payments.wiring import PaymentsWiring
from tests.builders import COUNTY
from tests.conftest import Stack
from tests.payments.payment_world import PRICE, PaymentWorld
from tests.payments.test_over_http import Shop

CAUSE = "pur_0000000000000001"


def test_a_debt_is_paid_at_the_desk_once(stack: Stack) -> None:
    member = stack.member()
    receivables = stack.adapters.wired(PaymentsWiring).receivables
    receivables.owe(COUNTY, member.member_id, cause=CAUSE, amount=9_000, number=1)
    stack.staff_roles = frozenset({"treasurer"})
    path = f"/v1/staff/members/{member.member_id}"
    assert stack.call("GET", f"{path}/receivable", token="kim").json["owed_amount"] == 9_000

    paid = [
        stack.call("POST", f"{path}/receivable-payments", {"amount": 5_000}, token="kim", key="k1")
        for _ in range(2)
    ]
    assert [(one.status, one.json["owed_amount"]) for one in paid] == [(201, 4_000)] * 2
    assert paid[1].headers["Idempotent-Replayed"] == "true"
    too_much = stack.call(
        "POST", f"{path}/receivable-payments", {"amount": 4_001}, token="kim", key="k2"
    )
    assert (too_much.status, too_much.json["code"]) == (422, "amount_out_of_range")
    other = stack.call("POST", f"{path}/receivable-payments", {"amount": 1}, token="kim", key="k1")
    assert (other.status, other.json["code"]) == (422, "idempotency_key_reused")


def test_the_match_of_a_day_is_shown_with_what_differs(stack: Stack) -> None:
    shop = Shop(stack, stack.member())
    shop.come_back()
    shop.work()
    bank = shop.provider.bank
    stranger = bank.agree("pur_06H0PZQQG1Z8FWB9", 12_000)
    bank._done(bank.payments[stranger])
    on = stack.now.date()
    stack.now += timedelta(days=1)
    stack.adapters.wired(PaymentsWiring).matching.catch_up(COUNTY)

    shown = stack.call("GET", "/v1/staff/payment-matches", token="kim").json["data"][0]
    assert (shown["on"], shown["is_clean"], shown["paid_amount"]) == (on.isoformat(), False, 45_000)
    # What plays the purchases here writes no ledger.
    assert [
        (d["kind"], d["provider_amount"], d["ledger_amount"]) for d in shown["differences"]
    ] == [("purchase_unknown", 12_000, None), ("not_in_ledger", 45_000, 0)]
    span = f"from_on={on}&to_on={on}"
    money = stack.call("GET", f"/v1/staff/purchase-money?{span}", token="kim").json["data"]
    assert (money[0]["online_paid_amount"], money[0]["sold_price_amount"]) == (45_000, None)
    wide = "/v1/staff/purchase-money?from_on=2026-01-01&to_on=2026-12-31"
    assert stack.call("GET", wide, token="kim").status == 400


def test_a_loss_whose_every_notice_was_lost_is_found_by_the_match() -> None:
    world = PaymentWorld()
    bought = world.start()
    key = world.agree(bought)
    world.work()
    world.book.spent[bought] = 10_000
    world.later(hours=1)
    world.bank.reverse(key)
    world.notices.clear()
    world.later(days=1)
    named = [one for day in world.matching.catch_up(COUNTY) for one in day.differences]
    assert [(one.kind, one.purchase_id) for one in named] == [("amounts_differ", bought)]

    world.work()
    assert world.state(bought).state == "reversed"
    assert list(world.owed.by_cause.values()) == [10_000]
    assert not any(day.differences for day in world.matching.catch_up(COUNTY))


def test_money_without_a_purchase_in_the_ledger_is_named_and_so_is_the_other_way_round() -> None:
    world = PaymentWorld()
    paid, unpaid = world.start(), f"pur_{'0' * 16}"
    world.agree(paid)
    world.work()
    on = seoul_date(world.now)
    world.later(days=1)
    assert not any(day.differences for day in world.matching.catch_up(COUNTY))

    world.book.sold[on] = {unpaid: 9_000}
    named = {
        one.kind: (one.purchase_id, one.book_amount, one.ledger_amount)
        for one in world.matching.run(COUNTY, on).differences
    }
    assert named == {
        "not_in_ledger": (paid, PRICE, 0),
        "only_in_ledger": (unpaid, 0, 9_000),
    }


def test_late_money_that_goes_back_needs_no_purchase_in_the_ledger() -> None:
    world = PaymentWorld()
    late = world.start()
    key = world.bank.agree(late, PRICE)
    world.bank.held[key] = world.now + (world.book.expecting[late].pay_by_at - world.now) * 2
    world.come_back(late, key)
    world.work()
    world.let_time_pass(hours=0.5)
    world.bank.release(key)
    world.let_time_pass(hours=1)
    assert world.state(late).state == "given_back"
    world.later(days=1)
    assert not any(day.differences for day in world.matching.catch_up(COUNTY))
