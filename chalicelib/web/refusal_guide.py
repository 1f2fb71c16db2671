"""Every code of a refusal, what it means and what a caller does about it: for developers.

Made of the refusals themselves: their sentences, the class's own words, and the operations that
can give them.
"""

import inspect
from collections.abc import Iterable, Sequence

from msgspec import Struct

from chalicelib.core.errors import DomainError, all_refusals
from chalicelib.http.openapi import errors_of
from chalicelib.http.operations import Operation
from chalicelib.web import rehearsals
from chalicelib.web.rehearsals import Words

_BY_STATUS: dict[int, Words] = {
    400: (
        "요청을 고쳐서 보냅니다. 같은 요청에는 같은 답이 갑니다. `param`이 있으면 그 항목입니다.",
        "Mend the request. The same one gets the same answer. `param`, if it is there, names the "
        "field.",
    ),
    401: (
        "다시 로그인하거나 키를 확인합니다. 움직인 것은 없습니다.",
        "Log in again, or check the key. Nothing moved.",
    ),
    403: (
        "이 사람이나 이 키로는 할 수 없습니다. 다시 보내지 말고 군청에 문의합니다.",
        "This person or key may not. Do not repeat it; ask the county.",
    ),
    404: (
        "주소나 번호를 확인합니다. 남의 것을 물어도 없는 것과 같은 답을 줍니다.",
        "Check the address or the id. What is somebody else's gets the same answer as what is not "
        "there.",
    ),
    405: (
        "`Allow` 헤더에 있는 방법으로 보냅니다.",
        "Use a method that the `Allow` header names.",
    ),
    409: (
        "상태가 생각한 것과 다릅니다. 다시 읽어 보고, 그래도 맞으면 고쳐서 보냅니다.",
        "The state is another than you believed. Read it again, then decide anew.",
    ),
    415: (
        "`Content-Type: application/json`으로 보냅니다.",
        "Send it as `Content-Type: application/json`.",
    ),
    422: (
        "규정이 허락하지 않았고 움직인 것은 없습니다. 같은 키로 다시 해 볼 수 있습니다. "
        "`limit` `used` `remaining` `resets_at`이 있으면 한도입니다.",
        "A rule refused it and nothing moved. It may be tried again under the same key. `limit`, "
        "`used`, `remaining`, `resets_at`, if they are there, tell of the limit.",
    ),
    429: (
        "`Retry-After` 초만큼 기다렸다가 같은 요청을 보냅니다.",
        "Wait for `Retry-After` seconds, then send the same request.",
    ),
    500: (
        "같은 키로 한 번 더 보냅니다. 또 그러면 `request_id`를 군청에 알립니다.",
        "Send it once more under the same key. If it stays so, tell the county the `request_id`.",
    ),
    503: (
        "`Retry-After` 초 뒤에 같은 요청을 같은 키로 보냅니다. 두 번 처리되지 않습니다.",
        "After `Retry-After` seconds send the same request under the same key. It is never applied "
        "twice.",
    ),
}
_BY_CODE: dict[str, Words] = {
    "not_authenticated": (
        "`Authorization: Bearer …`에 쓸 수 있는 키나 토큰을 넣습니다. 시험 환경은 `mk_test_`, "
        "실제는 `mk_live_` 키만 받습니다. 움직인 것은 없습니다.",
        "Send `Authorization: Bearer …` with a key or token that is valid. A test stage takes "
        "`mk_test_` keys, the live one `mk_live_` keys alone. Nothing moved.",
    ),
    "pay_code_expired": (
        "손님 화면의 새 코드를 찍어 같은 `order_id`로 보냅니다. 결제한 주문이면 첫 답이 옵니다.",
        "Scan the customer's new code and send it with the same `order_id`. If it was paid, the "
        "first answer comes again.",
    ),
    "pay_code_used": (
        "같은 `order_id`로 앞의 결제를 찾아보고, 없으면 새 코드를 찍습니다.",
        "Look the payment up by its `order_id`; if there is none, scan a new code.",
    ),
    "order_already_paid": (
        "이 주문은 다른 금액으로 결제했습니다. 취소하고 새 `order_id`로 결제합니다.",
        "The order was paid with another amount. Cancel that, then pay under a new `order_id`.",
    ),
    "net_canceled": (
        "망취소가 먼저 왔고 되돌릴 수 없습니다. 새 `order_id`로 결제합니다.",
        "The net-cancel came first, and is final. Pay under a new `order_id`.",
    ),
    "expected_remaining_mismatch": (
        "다른 취소가 있었습니다. 결제를 다시 읽어 `remaining_amount`로 보냅니다.",
        "There was another cancel. Read the payment again and send its `remaining_amount`.",
    ),
    "card_code_invalid": (
        "`card_code`에 카드의 QR에서 읽은 글자를 그대로 넣습니다. "
        "휴대전화의 코드는 `pay_code`입니다.",
        "Send in `card_code` what the scanner read off the card, as it is. What a phone shows is a "
        "`pay_code`.",
    ),
    "card_pin_wrong": (
        "손님이 비밀번호를 다시 누르게 합니다. 계산대가 혼자 다시 보내지 않습니다. "
        "`remaining`번 뒤에는 카드가 잠깁니다.",
        "Let the customer type the PIN again; the till must not repeat it by itself. After "
        "`remaining` more the card is locked.",
    ),
    "card_locked": (
        "다른 방법으로 받습니다. 손님은 군청 창구에서 새 카드를 받습니다.",
        "Take the money some other way. The customer gets a new card at the county's desk.",
    ),
    "card_closed": (
        "다른 방법으로 받습니다. 손님은 군청 창구에서 새 카드를 받습니다.",
        "Take the money some other way. The customer gets a new card at the county's desk.",
    ),
    "card_day_limit_exceeded": (
        "`remaining`까지 받거나 나머지는 다른 방법으로 받습니다. 비밀번호를 확인한 금액은 결제하지 "
        "않았어도 그날 한도에 들어갑니다.",
        "Take up to `remaining`, and the rest some other way. What a PIN was entered for counts, "
        "paid or not.",
    ),
    "card_amount_exceeded": (
        "새 금액으로 `POST /v1/card-pay-codes`를 다시 부릅니다. 손님이 비밀번호를 다시 누릅니다.",
        "Ask `POST /v1/card-pay-codes` again for the new amount; the customer types the PIN again.",
    ),
    "cancel_amount_exceeds_remaining": (
        "`remaining`까지 취소합니다. 결제를 다시 읽으면 `remaining_amount`에 있습니다.",
        "Cancel up to `remaining`: the payment's `remaining_amount`, if you read it again.",
    ),
    "cancel_window_closed": (
        "이 결제는 더 취소할 수 없습니다. 손님에게 다른 방법으로 돌려주고 군청에 문의합니다.",
        "This payment can be cancelled no more. Give the money back some other way, and ask the "
        "county.",
    ),
    "cancel_parts_exceeded": (
        "남은 금액 전부를 취소합니다. `amount`를 빼고 보냅니다.",
        "Cancel all that remains: leave `amount` out.",
    ),
    "net_cancel_limit_exceeded": (
        "이 결제 코드로는 그만 보냅니다. 손님의 새 코드로 결제합니다.",
        "Send no more with this pay code. Pay with a new one of the customer's.",
    ),
    "insufficient_balance": (
        "`balance`까지 받거나 나머지는 다른 방법으로 받습니다.",
        "Take up to `balance`, and the rest some other way.",
    ),
    "idempotency_key_missing": (
        "요청마다 새 Idempotency-Key를 만들고, 답을 모를 때만 같은 키를 다시 씁니다.",
        "Make a new key for each matter, and send the same key again only for the same one.",
    ),
    "idempotency_key_reused": (
        "새 Idempotency-Key로 보냅니다. 같은 키는 같은 내용에만 씁니다.",
        "Send it under a new key. A key stands for one content.",
    ),
}


class Giver(Struct, frozen=True):
    """An operation that gives a code: its id, and as `POST /v1/redemptions`."""

    name: str
    call: str


class Refusal(Struct, frozen=True):
    """One code. `note`: what its class says of it, in English, or "". `rehearsed`: how a till gets
    it with a test key. `operations`: its givers."""

    code: str
    status: int
    sentence: Words
    cure: Words
    note: str
    rehearsed: list[Words]
    operations: list[Giver]


def by_code(operations: Sequence[Operation]) -> dict[str, Refusal]:
    """Every one that the loaded code has; `operations` are all of the application."""
    givers: dict[str, list[Giver]] = {}
    for operation in operations:
        for error in errors_of(operation):
            call = f"{operation.method} {operation.path}"
            givers.setdefault(error.code, []).append(Giver(operation.view.__name__, call))
    kinds: list[type[DomainError]] = [*all_refusals(), DomainError]
    return {kind.code: _refusal(kind, givers.get(kind.code, [])) for kind in kinds}


def by_status(refusals: Iterable[Refusal]) -> list[tuple[int, list[Refusal]]]:
    """The lowest first."""
    found: dict[int, list[Refusal]] = {}
    for refusal in refusals:
        found.setdefault(refusal.status, []).append(refusal)
    return sorted(found.items())


def _refusal(kind: type[DomainError], operations: list[Giver]) -> Refusal:
    cure = _BY_CODE.get(kind.code) or _BY_STATUS[kind.status]
    # What the root's own words say is for who reads the code.
    said = "" if kind is DomainError else kind.__dict__.get("__doc__") or ""
    note = inspect.cleandoc(said)
    return Refusal(
        code=kind.code,
        status=kind.status,
        sentence=(kind.ko, kind.en),
        cure=cure,
        note=" ".join(note.split()),
        rehearsed=rehearsals.of(kind.code),
        operations=operations,
    )
