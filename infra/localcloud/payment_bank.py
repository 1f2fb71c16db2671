"""Plays 토스페이먼츠 and the banks behind it: what its public core API answers, and how it fails.

No network and no clock of its own: `handle` is given a request and answers it, and what the
provider tells its shops is handed to `notify`. So the same code is the local cloud's provider
(`payment_agency.py`) and the one of the tests.

`fail` is asked before each call of the API, by its name and the purchase, and may name a fault:
`refused` (500, nothing done), `lost` (done, no answer), `slow` (done at `settle`, no answer),
`busy` (409), `garbled` (an answer of nonsense), `silent` (neither done nor answered).

Served by the local cloud's own process, in its environment, so it imports nothing of ours.
"""

import base64
import json
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

SECRET_KEY = "test_sk_local"
CLIENT_KEY = "test_ck_local"
SEOUL = timezone(timedelta(hours=9))
# fmt: off
METHODS = {
    "card": "카드", "transfer": "계좌이체", "virtual_account": "가상계좌", "easy_pay": "간편결제",
}
# fmt: on
CONFIRM_WITHIN = timedelta(minutes=10)
Answer = tuple[int, Any]


class LostAnswer(Exception):  # noqa: N818 (not an error of ours: it is what happens)
    """The caller hears nothing."""


class Bank:
    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        notify: Callable[[Mapping[str, Any]], None] = lambda told: None,
        fail: Callable[[str, str], str] = lambda call, order_id: "",
    ) -> None:
        self.now = now
        self.notify = notify
        self.fail = fail
        self.payments: dict[str, dict[str, Any]] = {}
        self.transactions: list[dict[str, Any]] = []
        self.refusals: dict[str, str] = {}
        self.held: dict[str, datetime] = {}
        """By payment key: why it is refused; until when its confirmation comes to no outcome."""
        self._hanging: set[str] = set()  # Asked for while they were held back.
        self._answered: dict[tuple[str, str], Answer] = {}
        self._later: list[Callable[[], object]] = []

    def agree(self, order_id: str, amount: int, *, method: str = "card") -> str:
        """A buyer agreed to pay in the provider's window: the key of the payment."""
        key = f"tviva{secrets.token_hex(12)}"
        self.payments[key] = {
            "mId": "tvivarepublica",
            "paymentKey": key,
            "orderId": order_id,
            "status": "IN_PROGRESS",
            "method": METHODS[method],
            "totalAmount": amount,
            "balanceAmount": amount,
            "requestedAt": self._stamp(),
            "secret": f"ps_{secrets.token_hex(8)}",
        }
        return key

    def deposit(self, key: str) -> None:
        """The buyer of a virtual account sends the money: also after its deadline, as banks do."""
        payment = self.payments[key]
        if payment["status"] in ("WAITING_FOR_DEPOSIT", "EXPIRED"):
            self._done(payment)
            self.notify(
                {
                    "createdAt": self._stamp()[:26],
                    "secret": payment["secret"],
                    "status": "DONE",
                    "transactionKey": payment["lastTransactionKey"],
                    "orderId": payment["orderId"],
                }
            )

    def reverse(self, key: str, amount: int | None = None) -> None:
        """Taken back without the shop: a chargeback, or a bank that undoes a deposit."""
        payment = self.payments[key]
        if payment["status"] in ("DONE", "PARTIAL_CANCELED"):
            self._cancel(payment, amount or payment["balanceAmount"], "카드사 거래 취소")

    def settle(self) -> None:
        """What was done unseen is seen from now on."""
        later, self._later = self._later, []
        for done in later:
            done()

    def of_order(self, order_id: str) -> list[dict[str, Any]]:
        return [one for one in self.payments.values() if one["orderId"] == order_id]

    def transactions_of(self, order_id: str) -> list[dict[str, Any]]:
        return [one for one in self.transactions if one["orderId"] == order_id]

    def money_of(self, order_id: str) -> int:
        return sum(one["amount"] for one in self.transactions_of(order_id))

    def handle(
        self, method: str, target: str, headers: Mapping[str, str], body: Mapping[str, Any] | None
    ) -> Answer:
        """`headers` by lower-case names. Raises `LostAnswer`."""
        pair = base64.b64encode(f"{SECRET_KEY}:".encode()).decode()
        if headers.get("authorization") != f"Basic {pair}":
            return _refusal(401, "UNAUTHORIZED_KEY")
        url = urlsplit(target)
        place = [unquote(part) for part in url.path.strip("/").split("/")]
        if method == "GET" and place == ["v1", "transactions"]:
            return self._list(parse_qs(url.query))
        if place[:2] != ["v1", "payments"] or len(place) < 3:
            return _refusal(404, "NOT_FOUND")
        if method == "GET":
            return self._get(place[2:])
        if place[2:] == ["confirm"]:
            found = self.payments.get(str((body or {}).get("paymentKey")))
            return self._once("confirm", headers, body, found)
        if len(place) == 4 and place[3] == "cancel":
            return self._once("cancel", headers, body, self.payments.get(place[2]))
        return _refusal(404, "NOT_FOUND")

    def _get(self, place: list[str]) -> Answer:
        of_order = self.of_order(place[-1]) if place[0] == "orders" else []
        found = of_order[-1] if of_order else self.payments.get(place[-1])
        fault = self.fail("find", str(found["orderId"]) if found else "")
        if fault in ("lost", "slow", "silent"):
            raise LostAnswer
        if fault:
            return _failed(fault)
        if found is None:
            return _refusal(404, "NOT_FOUND_PAYMENT")
        self._outgrow(found)
        return 200, _copied(found)

    def _once(
        self,
        call: str,
        headers: Mapping[str, str],
        body: Mapping[str, Any] | None,
        found: dict[str, Any] | None,
    ) -> Answer:
        """By the Idempotency-Key, the first answer again; but for what never came to one."""
        key = (call, headers.get("idempotency-key", ""))
        if found is None:
            return _refusal(404, "NOT_FOUND_PAYMENT_SESSION")
        if key[1] and key in self._answered:
            return self._answered[key]
        fault = self.fail(call, str(found["orderId"]))
        if fault in ("refused", "busy", "silent"):
            return _failed(fault)
        act = self._confirm if call == "confirm" else self._give_back
        if fault == "slow":
            self._later.append(lambda: self._keep(key, act(found, body or {})))
            raise LostAnswer
        answer = self._keep(key, act(found, body or {}))
        if fault == "lost":
            raise LostAnswer
        return _failed(fault) if fault else answer

    def _keep(self, key: tuple[str, str], answer: Answer) -> Answer:
        if key[1] and answer[0] < 500:
            self._answered[key] = answer
        return answer

    def _confirm(self, payment: dict[str, Any], body: Mapping[str, Any]) -> Answer:
        self._outgrow(payment)
        asked = (body.get("orderId"), body.get("amount"))
        if asked != (payment["orderId"], payment["totalAmount"]):
            return _refusal(400, "INVALID_REQUEST")
        if payment["status"] in ("ABORTED", "EXPIRED"):
            return _refusal(404, "NOT_FOUND_PAYMENT_SESSION")
        if payment["status"] != "IN_PROGRESS":
            return _refusal(400, "ALREADY_PROCESSED_PAYMENT")
        others = [one for one in self.of_order(payment["orderId"]) if one is not payment]
        if any(one["status"] in ("DONE", "WAITING_FOR_DEPOSIT") for one in others):
            return _refusal(400, "DUPLICATED_ORDER_ID")
        if code := self.refusals.get(payment["paymentKey"]):
            payment |= {"status": "ABORTED", "failure": {"code": code, "message": code}}
            self._tell(payment)
            return _refusal(403, code)
        if self.held.get(payment["paymentKey"], self.now()) > self.now():
            self._hanging.add(payment["paymentKey"])
            return _refusal(500, "UNKNOWN_PAYMENT_ERROR")
        if payment["method"] == METHODS["virtual_account"]:
            due_at = self.now().astimezone(SEOUL) + timedelta(hours=1)
            payment["virtualAccount"] = {
                "accountNumber": f"X{secrets.randbelow(10**13):013d}",
                "bankCode": "11",
                "dueDate": due_at.isoformat(timespec="seconds"),
                "refundStatus": "NONE",
            }
            payment["status"] = "WAITING_FOR_DEPOSIT"
        else:
            self._done(payment)
        self._tell(payment)
        return 200, _copied(payment)

    def _give_back(self, payment: dict[str, Any], body: Mapping[str, Any]) -> Answer:
        if payment["status"] == "CANCELED":
            return _refusal(400, "ALREADY_CANCELED_PAYMENT")
        if payment["status"] not in ("DONE", "PARTIAL_CANCELED"):
            return _refusal(403, "NOT_CANCELABLE_PAYMENT")
        account = payment.get("virtualAccount")
        if account is not None:
            refund_to = body.get("refundReceiveAccount") or {}
            if not str(refund_to.get("accountNumber", "")).isdigit() or not refund_to.get("bank"):
                return _refusal(400, "INVALID_REFUND_ACCOUNT_INFO")
            account["refundStatus"] = "COMPLETED"
        self._cancel(payment, payment["balanceAmount"], str(body.get("cancelReason")))
        return 200, _copied(payment)

    def _list(self, query: Mapping[str, list[str]]) -> Answer:
        if fault := self.fail("transactions", ""):
            return _failed(fault)
        first, before = query["startDate"][0], query["endDate"][0]
        rows = [one for one in self.transactions if first <= one["transactionAt"][:19] <= before]
        after = query.get("startingAfter", [""])[0]
        start = 1 + next((n for n, one in enumerate(rows) if one["transactionKey"] == after), -1)
        limit = int(query.get("limit", ["100"])[0])
        return 200, _copied(rows[start : start + limit])

    def _outgrow(self, payment: dict[str, Any]) -> None:
        """What waited too long is over; what was held back is done when its time has come."""
        if payment["status"] == "IN_PROGRESS" and payment["paymentKey"] not in self.held:
            asked_at = datetime.fromisoformat(payment["requestedAt"])
            if self.now() > asked_at + CONFIRM_WITHIN:
                payment["status"] = "EXPIRED"

    def release(self, key: str) -> None:
        """A confirmation that was held back happens now, if there was one."""
        self.held.pop(key, None)
        if key in self._hanging and self.payments[key]["status"] == "IN_PROGRESS":
            self._done(self.payments[key])
            self._tell(self.payments[key])

    def _done(self, payment: dict[str, Any]) -> None:
        payment |= {"status": "DONE", "approvedAt": self._stamp()}
        self._book(payment, payment["totalAmount"], "DONE")

    def _cancel(self, payment: dict[str, Any], amount: int, reason: str) -> None:
        payment["balanceAmount"] -= amount
        payment["status"] = "PARTIAL_CANCELED" if payment["balanceAmount"] else "CANCELED"
        self._book(payment, -amount, payment["status"])
        made = {"cancelAmount": amount, "cancelReason": reason, "canceledAt": self._stamp()}
        payment["cancels"] = [*payment.get("cancels", []), made]
        self._tell(payment)

    def _book(self, payment: dict[str, Any], amount: int, status: str) -> None:
        payment["lastTransactionKey"] = f"txn_{secrets.token_hex(12)}"
        self.transactions.append(
            {
                "transactionKey": payment["lastTransactionKey"],
                "paymentKey": payment["paymentKey"],
                "orderId": payment["orderId"],
                "method": payment["method"],
                "status": status,
                "transactionAt": self._stamp(),
                "amount": amount,
            }
        )

    def _tell(self, payment: Mapping[str, Any]) -> None:
        self.notify(
            {
                "eventType": "PAYMENT_STATUS_CHANGED",
                "createdAt": self._stamp()[:26],
                "data": _copied(payment),
            }
        )

    def _stamp(self) -> str:
        return self.now().astimezone(SEOUL).isoformat(timespec="milliseconds")


def _refusal(status: int, code: str) -> Answer:
    return status, {"code": code, "message": code}


def _failed(fault: str) -> Answer:
    if fault == "silent":
        raise LostAnswer
    if fault == "busy":
        return _refusal(409, "IDEMPOTENT_REQUEST_PROCESSING")
    if fault == "garbled":
        return 200, {"paymentKey": None}
    return _refusal(500, "FAILED_INTERNAL_SYSTEM_PROCESSING")


def _copied(value: Any) -> Any:
    return json.loads(json.dumps(value))
