"""The provider's answers as they come: an outcome, a refusal, or neither."""

import base64
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.aws.payment_provider import TRANSACTIONS_PER_PAGE, PaymentProvider
from chalicelib.aws.provider_payments import (
    OutcomeUnknownError,
    ProviderPayment,
    RefundAccount,
    Refused,
)

KEY = "tviva-1"
PAID = {
    "mId": "tvivarepublica",
    "version": "2022-11-16",
    "paymentKey": KEY,
    "orderId": "pur_06H0PZQQG1Z8FWB5",
    "status": "DONE",
    "method": "카드",
    "totalAmount": 45_000,
    "balanceAmount": 45_000,
    "approvedAt": "2026-11-22T12:00:01+09:00",
    "cancels": None,
    "somethingNew": {"of": ["later"]},
}
TEST_KEYS: Mapping[str, Any] = {"secret_key": "test_sk_1", "client_key": "test_ck_1"}


class Wire:
    """What is sent, and what is answered to it."""

    def __init__(self, *answers: tuple[int, Any] | Exception, **config: Any) -> None:
        self.answers = list(answers)
        self.sent: list[tuple[str, str, Mapping[str, str], Any]] = []
        self.config = dict(TEST_KEYS) | config
        self.forgotten = 0

    def value(self) -> dict[str, Any]:
        return {"gangjin": self.config}

    def forget(self) -> None:
        self.forgotten += 1

    def __call__(self, method: str, url: str, headers: Any, body: Any) -> tuple[int, Any]:
        self.sent.append((method, url, headers, body))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def provider(self, *, may_be_live: bool = False) -> PaymentProvider:
        return PaymentProvider(self, may_be_live=may_be_live, send=self)


def confirmed(wire: Wire) -> ProviderPayment | Refused:
    return wire.provider().confirm(
        "gangjin", payment_key=KEY, order_id="pur_1", amount=45_000, idempotency_key="once"
    )


def test_a_confirmed_payment() -> None:
    wire = Wire((200, PAID))
    paid = confirmed(wire)

    assert isinstance(paid, ProviderPayment)
    assert (paid.ending, paid.method, paid.total_amount, paid.taken_back) == (
        "paid", "card", 45_000, 0,
    )  # fmt: skip
    assert paid.approved_at == datetime(2026, 11, 22, 3, 0, 1, tzinfo=UTC)
    [(method, url, headers, body)] = wire.sent
    assert (method, url) == ("POST", "https://api.tosspayments.com/v1/payments/confirm")
    assert headers["Authorization"] == "Basic " + base64.b64encode(b"test_sk_1:").decode()
    assert headers["Idempotency-Key"] == "once"
    assert body == {"paymentKey": KEY, "orderId": "pur_1", "amount": 45_000}


@pytest.mark.parametrize(
    "answer",
    [
        OutcomeUnknownError("timeout"),
        (500, {"code": "FAILED_INTERNAL_SYSTEM_PROCESSING"}),
        (503, None),
        (409, {"code": "IDEMPOTENT_REQUEST_PROCESSING"}),
        (429, {"code": "TOO_MANY"}),
        (401, {"code": "UNAUTHORIZED_KEY"}),
        (400, {"code": "ALREADY_PROCESSED_PAYMENT"}),
        (400, {"code": "PROVIDER_ERROR"}),
        (400, {"code": "INVALID_API_KEY"}),
        (403, "no JSON"),
        (302, None),
        (200, {}),
        (200, PAID | {"totalAmount": 45_000.5}),
        (200, PAID | {"totalAmount": "45000"}),
        (200, PAID | {"balanceAmount": True}),
        (200, [PAID]),
    ],
)
def test_what_says_no_outcome_is_none(answer: Any) -> None:
    with pytest.raises(OutcomeUnknownError):
        confirmed(Wire(answer))


@pytest.mark.parametrize("code", ["REJECT_CARD_PAYMENT", "NOT_FOUND_PAYMENT_SESSION", "NEW_ONE"])
def test_a_refusal_has_the_providers_code(code: str) -> None:
    assert confirmed(Wire((403, {"code": code, "message": "…"}))) == Refused(code)


def test_a_key_that_is_refused_is_asked_for_anew() -> None:
    wire = Wire((401, {"code": "UNAUTHORIZED_KEY"}))
    with pytest.raises(OutcomeUnknownError):
        confirmed(wire)
    assert wire.forgotten == 1


@pytest.mark.parametrize(
    ("status", "ending"),
    [
        ("WAITING_FOR_DEPOSIT", "waiting"), ("CANCELED", "canceled"), ("EXPIRED", "over"),
        ("IN_PROGRESS", "begun"), ("SOMETHING_NEW", "unknown"),
    ],
)  # fmt: skip
def test_how_a_payment_stands(status: str, ending: str) -> None:
    found = Wire((200, PAID | {"status": status})).provider().find("gangjin", KEY)

    assert found is not None
    assert found.ending == ending


def test_one_that_there_is_not_is_told_from_silence() -> None:
    assert Wire((404, {"code": "NOT_FOUND_PAYMENT"})).provider().find("gangjin", KEY) is None
    with pytest.raises(OutcomeUnknownError):
        Wire((404, None)).provider().find("gangjin", KEY)


@pytest.mark.parametrize(("clearing", "theirs"), [("004", "06"), ("011", "11"), ("090", "90")])
def test_a_refund_account_has_the_providers_code_of_the_bank(clearing: str, theirs: str) -> None:
    wire = Wire((200, PAID | {"status": "CANCELED", "balanceAmount": 0}))
    wire.provider().cancel(
        "gangjin",
        "a/b",
        reason="가" * 300,
        idempotency_key="back",
        refund_account=RefundAccount(clearing, "12345678", "김말순"),
    )

    [(_, url, _, body)] = wire.sent
    assert url.endswith("/v1/payments/a%2Fb/cancel")
    assert body["refundReceiveAccount"] == {
        "bank": theirs, "accountNumber": "12345678", "holderName": "김말순",
    }  # fmt: skip
    assert len(body["cancelReason"]) == 200


def test_a_long_list_is_read_to_its_end() -> None:
    first = datetime(2026, 11, 22, tzinfo=UTC)
    rows = [
        {
            "transactionKey": f"t{n}", "paymentKey": KEY, "orderId": "pur_1", "method": "카드",
            "status": "CANCELED" if n % 2 else "DONE", "amount": 100,
            "transactionAt": "2026-11-22T10:00:00",
        }
        for n in range(TRANSACTIONS_PER_PAGE + 3)
    ]  # fmt: skip
    wire = Wire((200, rows[:TRANSACTIONS_PER_PAGE]), (200, rows[TRANSACTIONS_PER_PAGE - 1 :]))
    found = wire.provider().transactions("gangjin", first, first + timedelta(days=1))

    assert len(found) == TRANSACTIONS_PER_PAGE + 3
    assert sum(one.amount for one in found) == 100
    assert "startingAfter=t999" in wire.sent[1][1]


@pytest.mark.parametrize(
    ("config", "may_be_live", "is_known"),
    [
        ({}, False, True),
        ({"secret_key": "live_sk_1"}, True, False),
        ({"secret_key": "live_sk_1", "is_live": True}, False, False),
        ({"secret_key": "live_sk_1", "is_live": True}, True, True),
        ({"secret_key": "live_sk_1", "is_live": True, "api_url": "https://x"}, True, False),
        ({"secret_key": "something else"}, True, False),
        (
            {"secret_key": "test_sk_local", "api_url": "http://127.0.0.1/x"},
            False,
            True,
        ),
    ],
)
def test_real_money_moves_only_where_all_say_so(
    config: dict[str, Any], may_be_live: bool, is_known: bool
) -> None:
    wire = Wire(**config)
    provider = wire.provider(may_be_live=may_be_live)

    assert provider.is_known("gangjin") is is_known
    if not is_known:
        with pytest.raises(OutcomeUnknownError):
            provider.find("gangjin", KEY)
        assert wire.sent == []
