"""What others do while somebody walks through a page: the payment provider, the album of pictures,
and what works behind the queue."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Page, Route

from chalicelib.buying.worker import work_payments
from chalicelib.sales.store import RoundStore
from tests import builders
from tests.buying import rush
from tests.conftest import Member, Stack
from tests.events import Context, messages

PRICE = 45_000
OFFERED = (10_000, 30_000, 50_000, 100_000)
WINDOW = """globalThis.TossPayments = Object.assign(() => ({
  payment: () => ({ requestPayment: ({ orderId, amount, successUrl }) => {
    const asked = new URLSearchParams({ orderId, amount: amount.value });
    location.assign(`/provider?${asked}&back=${encodeURIComponent(successUrl)}`);
  } }),
}), { ANONYMOUS: "anonymous" });"""
"""In place of the provider's own script: its window is a page that sends one back at once."""


def put_on_sale(stack: Stack) -> None:
    RoundStore(stack.table).create(builders.a_round(shard_count=1, denominations=OFFERED))


def play_provider(page: Page, stack: Stack) -> None:
    """Whoever comes to its window has agreed to pay by card."""
    bank = _bank(stack)

    def window(route: Route) -> None:
        asked = dict(parse_qsl(urlsplit(route.request.url).query))
        key = bank.agree(asked["orderId"], int(asked["amount"]), method="card")
        came = (
            f"{asked['back']}?paymentKey={key}&orderId={asked['orderId']}&amount={asked['amount']}"
        )
        route.fulfill(status=302, headers={"Location": came})

    page.route("https://js.tosspayments.com/**", lambda route: route.fulfill(body=WINDOW))
    page.route("**/provider?*", window)


def buy_by_card(stack: Stack, buyer: Member) -> None:
    purchase_id = rush.ask(stack, buyer).json["purchase_id"]
    rush.serve(stack)
    key = _bank(stack).agree(purchase_id, PRICE, method="card")
    body = {"purchase_id": purchase_id, "amount": PRICE, "payment_key": key}
    assert stack.call("POST", "/v1/payments/returns", body).status == 202
    work_payment(stack)


def work_payment(stack: Stack) -> None:
    """All that waits behind the queue of payments."""
    queue = stack.adapters.queue(stack.adapters.settings.payment_queue_url)
    while queue.sent:
        bodies = [
            {"schema": 1, **{name: getattr(each, name) for name in each.__struct_fields__}}
            for each in queue.sent
        ]
        queue.sent.clear()
        stack.work(work_payments, messages(bodies), Context())


def keep_uploads(page: Page, stack: Stack) -> None:
    """The bucket that takes pictures, which is no part of this machine."""

    def take(route: Route) -> None:
        sent = route.request.post_data_buffer or b""
        parts = {
            part.split(b'name="')[1].split(b'"')[0]: part.split(b"\r\n\r\n", 1)[1][:-2]
            for part in sent.split(b"--" + sent[2:].split(b"\r\n")[0])[1:-1]
        }
        stack.adapters.upload_files.files[parts[b"key"].decode()] = parts[b"file"]
        route.fulfill(status=204, headers={"Access-Control-Allow-Origin": "*"})

    page.route("http://127.0.0.1/uploads", take)


def _bank(stack: Stack) -> Any:
    stack.adapters.machine = lambda: stack.now
    bank = stack.adapters.payment_provider.bank
    bank.now = lambda: stack.now
    return bank
