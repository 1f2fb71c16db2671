"""A shop that takes payments and takes them back, and the nights in which it is settled."""

from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from chalicelib.approvals.approvals import Step
from chalicelib.core.values import seoul_date
from chalicelib.county.settings import SettingVersion
from chalicelib.county.wiring import CountyWiring
from chalicelib.settlement.payout_batches import PayoutBatch, batch_id
from chalicelib.settlement.statements import Statement
from chalicelib.settlement.wiring import SettlementWiring
from chalicelib.settlement.worker import close_days, settle_shops
from chalicelib.staff.person import Person
from tests import builders
from tests.conftest import Member, Stack
from tests.paying.test_paying import fresh_code
from tests.simulator.commands.jobs import EVENT

SHOP = "mch_0000000000000001"


def set_fee(stack: Stack, basis_points: int = 50, since: date = date(2026, 1, 2)) -> None:
    """A version that begins before the tests' day."""
    version = SettingVersion("settlement.fee_basis_points", since, basis_points, "조례 제10조")
    stack.wired(CountyWiring).store.put_setting(builders.COUNTY, version)


def open_today(stack: Stack) -> None:
    """Every county opens today, so that no empty days are closed before."""
    for county_id in stack.adapters.settings.county_ids:
        opened = replace(builders.a_county(county_id), opened_on=today(stack))
        stack.wired(CountyWiring).store.put_county(opened)


def pay(stack: Stack, member: Member, amount: int, **more: str) -> Any:
    body = {"pay_code": fresh_code(member), "amount": amount, "order_id": stack.fresh("order")}
    answer = stack.call("POST", "/v1/redemptions", body | more, token=builders.SHOP_KEY, key="new")
    assert answer.status == 201, answer.raw
    return answer.json


def cancel(stack: Stack, payment: Any, amount: int, remaining: int) -> None:
    body = {"amount": amount, "expected_remaining_amount": remaining, "reason": "손님 요청"}
    path = f"/v1/redemptions/{payment['redemption_id']}/cancels"
    answer = stack.call("POST", path, body, token=builders.SHOP_KEY, key="new")
    assert answer.status == 201, answer.raw


def close_night(stack: Stack) -> None:
    """01:30 of the next day: the day is closed, and every part of the shops settled."""
    stack.later(days=1)
    stack.work(close_days, EVENT)
    settle_all(stack)


def settle_all(stack: Stack) -> None:
    while stack.settlement_queue.sent:
        county_id, number = stack.settlement_queue.sent.pop(0)
        body = f'{{"schema": 1, "county_id": "{county_id}", "slice": {number}}}'
        answer = stack.work(settle_shops, message(body))
        assert answer == {"batchItemFailures": []}


def message(body: str) -> dict[str, Any]:
    record = {
        "messageId": "m",
        "receiptHandle": "",
        "body": body,
        "attributes": {},
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "awsRegion": "ap-northeast-2",
    }
    return {"Records": [record]}


def statement(stack: Stack, on: date, merchant_id: str = SHOP) -> Statement | None:
    store = stack.wired(SettlementWiring).statement_store
    found = store.newest_before(builders.COUNTY, merchant_id, on + timedelta(1))
    return found if found and found.on == on else None


def today(stack: Stack) -> date:
    return seoul_date(stack.now)


def a_batch(payout_on: date) -> PayoutBatch:
    return PayoutBatch(
        county_id=builders.COUNTY,
        batch_id=batch_id(payout_on, 1),
        payout_on=payout_on,
        number=1,
        line_count=0,
        amount=0,
        hash="",
        steps=(Step("proposed", builders.NOON, by=Person("sub-anna", "anna")),),
    )
