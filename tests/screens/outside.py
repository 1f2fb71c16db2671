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
BUCKET = "https://onmin-test-uploads.s3.ap-northeast-2.amazonaws.com/"


def put_on_sale(stack: Stack) -> None:
    RoundStore(stack.table).create(builders.a_round(shard_count=1, denominations=OFFERED))


def play_provider(page: Page, stack: Stack) -> None:
    """Whoever comes to its window has agreed to pay by card."""
    bank = _bank(stack)

    def window(route: Route) -> None:
        asked = urlsplit(route.request.url)
        purchase_id = asked.path.rpartition("/")[2]
        told = dict(parse_qsl(asked.query))
        key = bank.agree(purchase_id, int(told["amount"]), method=told["method"])
        back = f"{told['success_url']}?paymentKey={key}&amount={told['amount']}"
        route.fulfill(status=302, headers={"Location": back})

    here = page.url.partition("/wallet")[0]

    def ours(route: Route) -> None:
        path = urlsplit(route.request.url).path
        route.fulfill(status=302, headers={"Location": f"{here}{path}"})

    # The county's public address, which is no part of this machine.
    page.route("https://onmin.example/**", ours)
    page.route("http://127.0.0.1:9/page/**", window)


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

    # The address that the page's content policy allows.
    files = stack.adapters.upload_files
    form = files.form
    files.form = lambda *args, **options: (BUCKET, form(*args, **options)[1])
    page.route(BUCKET, take)


def _bank(stack: Stack) -> Any:
    stack.adapters.machine = lambda: stack.now
    bank = stack.adapters.payment_provider.bank
    bank.now = lambda: stack.now
    return bank
