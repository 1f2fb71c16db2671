"""The local cloud's payment provider: the API of `payment_bank.py` over HTTP, the buyer's window,
and the buyers of tools that have no browser.

`GET /_payments/page/<purchase>` is the window; `POST /_payments/<purchase>` plays bank and buyer:
`{outcome, method?}`. `outcome`: "paid", "failed" (the card is refused), "late" (the money is there
only after the purchase ended), "twice" (agreed to twice, and every notice told twice),
"lost_answer" (taken, and the answer is lost), "reversed" (taken back after it was paid). `method`:
"card", "transfer" or "virtual_account", whose money is then sent at once.
`/_payments/v1/…` is what the application's server asks.

Served by the local cloud's own process, in its environment, so it imports nothing of ours.
"""

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from html import escape
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, urlencode

PATH = "/_payments"
OUTCOMES = ("paid", "failed", "late", "twice", "lost_answer", "reversed")
_HERE = ("http://127.0.0.1:", "http://localhost:")
_WAITED_SECONDS_MAX = 20
_AFTER_END = timedelta(seconds=2)

Answer = tuple[int, str, bytes, dict[str, str]]
"""Status, content type, body, further headers."""


class PaymentAgency:
    """`bank`: the module beside this one. `app_url`: where the application's API is."""

    def __init__(self, bank: ModuleType, app_url: str) -> None:
        self._lost = bank.LostAnswer
        self._app_url = app_url
        self._faults: dict[str, list[str]] = {}
        self._doubled: set[str] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self.bank = bank.Bank(lambda: datetime.now(UTC), notify=self._notify, fail=self._fault)

    async def serve(self, scope: Mapping[str, Any], receive: Any, send: Any) -> None:
        body = b""
        while True:
            event = await receive()
            body += event.get("body", b"")
            if not event.get("more_body"):
                break
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        try:
            status, content_type, content, more = await self._answer(scope, headers, body)
        except self._lost:
            # Nothing that a client could read: the connection ends.
            status, content_type, content, more = 504, "text/plain", b"", {}
        sent = {"content-type": content_type, "content-length": str(len(content))} | more
        pairs = [(name.encode(), value.encode()) for name, value in sent.items()]
        await send({"type": "http.response.start", "status": status, "headers": pairs})
        await send({"type": "http.response.body", "body": content})

    async def _answer(
        self, scope: Mapping[str, Any], headers: Mapping[str, str], body: bytes
    ) -> Answer:
        place = scope["path"].removeprefix(PATH)
        query = scope["query_string"].decode()
        if place.startswith("/v1/"):
            told = json.loads(body) if body else None
            target = f"{place}?{query}" if query else place
            return _json(*self.bank.handle(scope["method"], target, headers, told))
        folder, _, purchase_id = place.strip("/").rpartition("/")
        if folder == "page" and scope["method"] == "GET":
            page = _page(purchase_id, parse_qs(query))
            return 200, "text/html; charset=utf-8", page.encode(), {}
        if folder == "page" and scope["method"] == "POST":
            return self._pressed(purchase_id, parse_qs(body.decode()))
        if not folder and scope["method"] == "POST":
            return await self._played(purchase_id, body)
        return _json(404, {"code": "NOT_FOUND"})

    # A buyer with a browser

    def _pressed(self, purchase_id: str, form: Mapping[str, list[str]]) -> Answer:
        """The buttons of the window, which lead back as the provider does."""
        told = {name: values[-1] for name, values in form.items()}
        amount, outcome = int(told.get("amount") or 0), told.get("outcome", "")
        if outcome == "canceled":
            back = {"code": "PAY_PROCESS_CANCELED", "message": "취소", "orderId": purchase_id}
            return _away(told.get("fail_url", ""), back)
        key = self._agree(purchase_id, amount, outcome, told.get("method") or "card")
        back = {"paymentType": "NORMAL", "paymentKey": key, "orderId": purchase_id}
        return _away(told.get("success_url", ""), back | {"amount": str(amount)})

    # A tool, which is both bank and buyer

    async def _played(self, purchase_id: str, body: bytes) -> Answer:
        try:
            told = json.loads(body)
            outcome, method = told["outcome"], told.get("method", "card")
            if outcome not in OUTCOMES:
                raise ValueError(outcome)
        except (ValueError, KeyError, TypeError, AttributeError) as exc:
            return _json(400, {"code": "INVALID_REQUEST", "message": repr(exc)})
        paid = [one for one in self.bank.of_order(purchase_id) if one["status"] == "DONE"]
        if outcome == "reversed" and paid:
            self.bank.reverse(paid[-1]["paymentKey"])
            return _json(200, {"purchase_id": purchase_id, "outcome": outcome})
        status, asked = await self._ask("GET", f"/v1/payments/{purchase_id}")
        if status != 200:
            return _json(status, asked)
        key = self._agree(purchase_id, asked["amount"], outcome, method)
        if outcome == "late":
            self._begin(self._release_late(key, datetime.fromisoformat(asked["pay_by_at"])))
        back = {"purchase_id": purchase_id, "payment_key": key, "amount": asked["amount"]}
        sent = [back]
        if outcome == "twice":
            other = self.bank.agree(purchase_id, asked["amount"])
            sent = [back, back | {"payment_key": other}, back]
        for one in sent:
            await self._ask("POST", "/v1/payments/returns", one)
        if outcome == "reversed":
            self._begin(self._reverse_once_paid(key))
        return _json(200, {"purchase_id": purchase_id, "payment_key": key, "outcome": outcome})

    def _agree(self, purchase_id: str, amount: int, outcome: str, method: str) -> str:
        key = str(self.bank.agree(purchase_id, amount, method=method))
        if outcome == "failed":
            self.bank.refusals[key] = "REJECT_CARD_PAYMENT"
        if outcome == "late":
            self.bank.held[key] = datetime.max.replace(tzinfo=UTC)
        if outcome == "lost_answer":
            self._faults[purchase_id] = ["confirm", "find"]
        if outcome == "twice":
            self._doubled.add(purchase_id)
        return key

    async def _release_late(self, key: str, pay_by_at: datetime) -> None:
        wait = (pay_by_at + _AFTER_END - datetime.now(UTC)).total_seconds()
        await asyncio.sleep(max(wait, 0))
        self.bank.release(key)

    async def _reverse_once_paid(self, key: str) -> None:
        for _ in range(_WAITED_SECONDS_MAX):
            await asyncio.sleep(1)
            if self.bank.payments[key]["status"] == "DONE":
                await asyncio.sleep(1)
                self.bank.reverse(key)
                return

    def _fault(self, call: str, order_id: str) -> str:
        waiting = self._faults.get(order_id, [])
        if call not in waiting:
            return ""
        waiting.remove(call)
        return "lost"

    def _notify(self, told: Mapping[str, Any]) -> None:
        data = told.get("data", told)
        times = 2 if data["orderId"] in self._doubled else 1
        for _ in range(times):
            self._begin(self._tell(told))
        if data["status"] == "WAITING_FOR_DEPOSIT":
            self._begin(self._deposit(data["paymentKey"]))

    async def _tell(self, told: Mapping[str, Any]) -> None:
        await asyncio.sleep(0.2)
        await self._ask("POST", "/v1/payments/webhooks/toss", told)

    async def _deposit(self, key: str) -> None:
        await asyncio.sleep(1)
        self.bank.deposit(key)

    def _begin(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _ask(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> tuple[int, Any]:
        return await asyncio.to_thread(_send, method, f"{self._app_url}{path}", body)


def _send(method: str, url: str, body: Mapping[str, Any] | None) -> tuple[int, Any]:
    data = json.dumps(body).encode() if body is not None else None
    headers = {"Content-Type": "application/json"} if data else {}
    request = urllib.request.Request(url, data=data, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or b"null")
    except OSError as error:
        return 502, {"code": "APP_UNREACHABLE", "message": repr(error)}


def _json(status: int, content: Any) -> Answer:
    return status, "application/json", json.dumps(content, ensure_ascii=False).encode(), {}


def _away(url: str, values: Mapping[str, str]) -> Answer:
    if not url.startswith(_HERE):
        return _json(400, {"code": "INVALID_URL"})
    sign = "&" if "?" in url else "?"
    return 303, "text/plain", b"", {"location": f"{url}{sign}{urlencode(values)}"}


def _page(purchase_id: str, query: Mapping[str, list[str]]) -> str:
    asked = {name: escape(values[0], quote=True) for name, values in query.items()}
    amount = asked.get("amount", "0")
    shown = f"{int(amount):,}" if amount.isdecimal() else amount
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{asked.get(name, "")}">'
        for name in ("amount", "method", "success_url", "fail_url")
    )
    return f"""<!doctype html>
<html lang="ko"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>결제 (시험)</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1.0625rem/1.5 system-ui, sans-serif; word-break: keep-all;
  max-width: 26rem; margin: 2rem auto; padding: 0 1rem; }}
h1 {{ font-size: 1.5rem; margin: 0 0 .5rem; }}
h2 {{ font-size: 1.0625rem; margin: 2rem 0 0; }}
.amount {{ font-size: 2rem; font-weight: 700; margin: 0 0 1rem; }}
button {{ font: inherit; width: 100%; min-height: 3.25rem; margin-top: .5rem;
  border: 1px solid; border-radius: .75rem; background: Canvas; color: CanvasText; }}
.main {{ background: #0b50d0; border-color: #0b50d0; color: #fff; font-weight: 600; }}
</style></head><body>
<h1>결제창 (시험용)</h1>
<p>이 컴퓨터에서만 보이는 시험용 결제창입니다. 돈은 나가지 않습니다.</p>
<p>{asked.get("order_name", "")}</p>
<p class="amount">{shown}원</p>
<form method="post" action="{escape(f"{PATH}/page/{purchase_id}", quote=True)}">{hidden}
<button class="main" name="outcome" value="paid">결제하기</button>
<button name="outcome" value="canceled">그만두기</button>
<h2>다른 결과 해 보기</h2>
<button name="outcome" value="failed">카드 거절됨</button>
<button name="outcome" value="lost_answer">결제는 됐는데 답이 사라짐</button>
<button name="outcome" value="late">시간이 지난 뒤에 결제됨</button>
</form></body></html>
"""
