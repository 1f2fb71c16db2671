"""What the page, the provider's own page and its notices ask over HTTP; and the text messages."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.payments.following import Following
from chalicelib.payments.wiring import PaymentsWiring
from tests.builders import COUNTY
from tests.conftest import Member, Stack
from tests.payments.payment_world import PRICE, Book

PURCHASE = "pur_06H0PZQQG1Z8FWB5"
OTHER = "pur_06H0PZQQG1Z8FWB6"


class Shop:
    """A purchase of a member, and the worker that follows its money."""

    def __init__(self, stack: Stack, member: Member) -> None:
        self.stack, self.member = stack, member
        self.book = Book(lambda: stack.now)
        self.provider = stack.adapters.payment_provider
        self.provider.bank.now = lambda: stack.now
        self.pay_by_at = stack.now + timedelta(minutes=15)
        self.book.reserve(PURCHASE, PRICE, self.pay_by_at)
        self._at_now()
        self.path = stack.adapters.wired(PaymentsWiring).payments.start(
            COUNTY,
            PURCHASE,
            member_id=member.member_id,
            price_amount=PRICE,
            pay_by_at=self.pay_by_at,
            order_name="상품권 50,000원",
        )

    def _at_now(self) -> None:
        self.stack.adapters.machine = lambda: self.stack.now

    def come_back(self, **changes: Any) -> Any:
        if "payment_key" not in changes:
            changes["payment_key"] = self.agreed()
        body = {"purchase_id": PURCHASE, "amount": PRICE} | changes
        return self.stack.call("POST", "/v1/payments/returns", body)

    def agreed(self, method: str = "card") -> str:
        key: str = self.provider.bank.agree(PURCHASE, PRICE, method=method)
        return key

    @property
    def queue(self) -> Any:
        return self.stack.adapters.queue(self.stack.adapters.settings.payment_queue_url)

    def work(self) -> None:
        following: Following = self.stack.adapters.wired(PaymentsWiring).following(self.book)
        while self.queue.sent:
            following.follow(self.queue.sent.pop(0))

    def show(self) -> Any:
        return self.stack.call("GET", f"/v1/payments/{PURCHASE}").json


@pytest.fixture
def shop(stack: Stack) -> Shop:
    return Shop(stack, stack.member())


def test_a_page_shows_what_is_bought_and_leads_to_the_provider(shop: Shop) -> None:
    shown = shop.show()

    assert shop.path == f"pay/{PURCHASE}"
    assert (shown["status"], shown["amount"], shown["order_name"]) == (
        "open", PRICE, "상품권 50,000원",
    )  # fmt: skip
    assert shown["provider"]["kind"] == "page"
    page = shop.stack.call("GET", f"/{shop.path}")
    assert page.status == 200
    assert PURCHASE in str(page.raw)


def test_only_the_page_that_pays_lets_the_provider_in(shop: Shop) -> None:
    paying = shop.stack.call("GET", f"/{shop.path}").headers["Content-Security-Policy"]
    other = shop.stack.call("GET", "/merchant").headers["Content-Security-Policy"]

    assert "https://js.tosspayments.com" in paying
    assert "tosspayments" not in other


def test_a_browser_that_came_back_needs_no_session_and_is_taken_at_once(shop: Shop) -> None:
    answer = shop.come_back()
    assert (answer.status, answer.json["purchase_id"]) == (202, PURCHASE)
    assert shop.provider.bank.transactions == []

    shop.work()
    assert shop.show()["status"] == "completed"
    assert shop.book.vouchers == {PURCHASE: PRICE}


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"purchase_id": OTHER}, 404),
        ({"purchase_id": "x"}, 400),
        ({"amount": -1}, 400),
        ({"payment_key": ""}, 400),
        ({"payment_key": "a b"}, 400),
        ({"payment_key": "k" * 201}, 400),
        ({"more": 1}, 400),
    ],
)
def test_what_cannot_be_is_refused(shop: Shop, changes: dict[str, Any], status: int) -> None:
    assert shop.come_back(**changes).status == status
    assert shop.queue.sent == []


def test_a_notice_is_taken_in_each_form_and_only_asks(shop: Shop) -> None:
    shop.come_back(payment_key=shop.agreed("virtual_account"))
    shop.work()
    key = shop.provider.bank.of_order(PURCHASE)[-1]["paymentKey"]
    assert shop.show()["deposit"]["account_number"].startswith("X")

    for notice in (
        {"status": "DONE", "orderId": PURCHASE, "secret": "forged"},
        {"eventType": "PAYMENT_STATUS_CHANGED", "data": {"orderId": PURCHASE, "status": "DONE"}},
        {"eventType": "SOMETHING_NEW", "data": {"orderId": OTHER}},
        {"eventType": "payout.changed"},
    ):
        taken = shop.stack.call("POST", "/v1/payments/webhooks/toss", notice)
        assert (taken.status, taken.json) == (200, {"is_taken": True})
    shop.work()
    assert shop.show()["status"] == "waiting_for_deposit"

    shop.provider.bank.deposit(key)
    for notice in shop.provider.notices:
        shop.stack.call("POST", "/v1/payments/webhooks/toss", notice)
    shop.work()
    assert shop.show()["status"] == "completed"


def test_a_late_deposit_asks_its_owner_alone_for_an_account(shop: Shop) -> None:
    stack = shop.stack
    shop.come_back(payment_key=shop.agreed("virtual_account"))
    shop.work()
    stack.now += timedelta(hours=1)
    key = shop.provider.bank.of_order(PURCHASE)[-1]["paymentKey"]
    shop.provider.bank.deposit(key)
    stack.call("POST", "/v1/payments/webhooks/toss", shop.provider.notices[-1])
    shop.work()
    assert shop.show()["status"] == "refund_account_needed"
    phone, text = stack.messages.sent[-1]
    assert phone == "+821012345678"
    assert "계좌" in text
    assert PURCHASE not in text

    path = f"/v1/me/purchases/{PURCHASE}/refund-account"
    body = {"bank_code": "004", "account_number": "12345678901234", "holder": "김말순"}
    stranger = stack.member("010-9999-8888")
    assert stack.call("PUT", path, body, token=stranger.token).status == 404
    member = stack.logged_in(shop.member)
    assert stack.call("PUT", path, body | {"bank_code": "4"}, token=member.token).status == 400
    given = stack.call("PUT", path, body, token=member.token)
    assert given.status == 200, given.raw
    assert "12345678901234" not in str(given.raw)
    shop.work()
    assert shop.show()["status"] == "given_back"
    again = stack.call("PUT", path, body, token=member.token)
    assert (again.status, again.json["code"]) == (409, "refund_account_not_needed")


def test_without_keys_nothing_is_sold_online(shop: Shop) -> None:
    shop.stack.adapters.payment_provider.value = dict
    refused = shop.come_back()

    assert (refused.status, refused.json["code"]) == (503, "payments_unavailable")
    shown = shop.stack.call("GET", f"/v1/payments/{PURCHASE}")
    assert (shown.status, shown.json["code"]) == (503, "payments_unavailable")


def test_a_flood_of_returns_and_notices_has_the_provider_asked_a_few_times(shop: Shop) -> None:
    def notice(purchase_id: str = PURCHASE) -> None:
        told = shop.stack.call("POST", "/v1/payments/webhooks/toss", {"orderId": purchase_id})
        assert told.status == 200

    notice()
    assert shop.queue.sent == []  # Nothing was agreed to yet.

    answers = [shop.come_back(payment_key=f"bogus{number}") for number in range(25)]
    assert [answer.status for answer in answers] == [202] * 20 + [429] * 5
    assert answers[-1].json["code"] == "rate_limited"
    assert len(shop.queue.sent) == 20
    shop.queue.sent.clear()

    shop.stack.later(hours=1)
    shop.pay_by_at = shop.stack.now + timedelta(minutes=15)
    shop.book.reserve(PURCHASE, PRICE, shop.pay_by_at)
    shop.come_back()
    shop.work()
    assert shop.show()["status"] == "completed"
    for _ in range(30):
        notice()
    assert len(shop.queue.sent) == 4
    assert shop.queue.delays[-1] == 60
    shop.work()

    shop.stack.later(minutes=1)
    notice()
    assert len(shop.queue.sent) == 1
