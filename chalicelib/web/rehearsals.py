"""How a till's developer gets each refusal with a test key: for the guide and the codes' pages."""

from collections.abc import Mapping

from chalicelib.paying import lessons
from chalicelib.paying.redemptions import TEST_CODE

Words = tuple[str, str]
"""Korean and English."""

BY_DOING: Mapping[str, Words] = {
    "card_code_invalid": (
        "`POST /v1/card-pay-codes`에 `card_code` 대신 아무 글자나 보냅니다.",
        "Send any text as `card_code` to `POST /v1/card-pay-codes`.",
    ),
    "card_closed": (
        "시험 손님의 `card_code`에서 마지막 글자를 바꿔 보냅니다.",
        "Send a test customer's `card_code` with another last letter.",
    ),
    "card_pin_wrong": (
        "시험 손님의 `card_code`에 다른 `pin`을 보냅니다.",
        "Send a test customer's `card_code` with another `pin`.",
    ),
    "card_locked": (
        "다른 `pin`을 다섯 번 보낸 다음에 한 번 더 보냅니다.",
        "Send another `pin` five times, then once more.",
    ),
    "card_day_limit_exceeded": (
        "시험 손님의 카드로 `amount` 100,001부터 보냅니다. 군이 하루 한도를 바꾸었으면 그보다 크게 "
        "보냅니다.",
        "Send an `amount` from 100,001 with a test customer's card; more, where the county has set "
        "another limit of a day.",
    ),
    "card_amount_exceeded": (
        "카드로 만든 `pay_code`로 확인한 금액보다 크게 결제합니다.",
        "Pay more with a card's `pay_code` than the PIN was entered for.",
    ),
    "expected_remaining_mismatch": (
        "`expected_remaining_amount`를 남은 금액과 다르게 보냅니다.",
        "Send another `expected_remaining_amount` than what remains.",
    ),
    "cancel_amount_exceeds_remaining": (
        "`amount`를 남은 금액보다 크게 보냅니다.",
        "Send an `amount` of more than remains.",
    ),
    "cancel_window_closed": (
        "`make up`의 시험 환경에서는 취소 기한이 지난 날을 `X-Simulated-Now`로 보냅니다.",
        "In the local stack send a day after the window as `X-Simulated-Now`.",
    ),
    "redemption_not_found": (
        "없는 `redemption_id`로 묻습니다.",
        "Ask for a `redemption_id` that there is not.",
    ),
    "settlement_not_found": (
        "없는 `settlement_id`로 묻습니다.",
        "Ask for a `settlement_id` that there is not.",
    ),
    "shop_list_invalid": (
        "첫 줄에 주문 번호와 금액이 없는 파일을 보냅니다.",
        "Send a file whose first line names no order number and amount.",
    ),
    "cursor_invalid": (
        "목록에 `cursor=x`를 붙입니다.",
        "Ask a list with `cursor=x`.",
    ),
    "history_span": (
        "두 해 사이의 날을 한 번에 묻습니다.",
        "Ask for the days of two years at once.",
    ),
    "merchant_key_limit": (
        "`POST /v1/merchant/keys`를 새 `Idempotency-Key`로 거듭 보냅니다.",
        "Send `POST /v1/merchant/keys` again and again, each under a new `Idempotency-Key`.",
    ),
}
"""What is reached as in earnest, by sending what it refuses."""

OF_CANCELS: tuple[tuple[Words, lessons.Refusals], ...] = (
    (("취소 (`reason`)", "Cancels (`reason`)"), lessons.CANCEL_REFUSALS),
    (("망취소 (`order_id`)", "Net-cancels (`order_id`)"), lessons.NET_CANCEL_REFUSALS),
)


def of(code: str) -> list[Words]:
    """Every way to get the code; none for what no till gets, or for what is the request's form."""
    ways = [
        (
            f"시험 손님의 코드로 내는 금액이 {ending}: 이 세 자리로 끝나게 합니다.",
            f"Pay with a test customer's code an amount that ends in {ending}.",
        )
        for ending, refusal in lessons.REFUSALS.items()
        if refusal(ending).code == code
    ]
    named = TEST_CODE + code
    if code in lessons.CANCEL_REFUSALS:
        ways.append(
            (
                f"취소의 `reason`을 `{named}`로 보냅니다.",
                f"Send `{named}` as a cancel's `reason`.",
            )
        )
    if code in lessons.NET_CANCEL_REFUSALS:
        ways.append(
            (
                f"시험 손님의 코드로 망취소를 보내며 `order_id`를 `{named}`로 합니다.",
                f"Send `{named}` as a net-cancel's `order_id`, with a test customer's code.",
            )
        )
    return ways + ([BY_DOING[code]] if code in BY_DOING else [])
