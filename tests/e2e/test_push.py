"""From a payment to the browser that asked to hear of it: the table's stream and its filter, the
queue, both workers and their rights, and a push service that refuses, and is gone."""

import json
import urllib.request
from typing import Any

from chalicelib.aws.push_keys import from_text
from tests.e2e.conftest import Cloud, wait_for
from tests.played_push import PlayedBrowser

PATH = "/v1/me/push-subscriptions"


def test_a_payment_and_its_cancel_come_to_the_browser_until_it_is_gone(cloud: Cloud) -> None:
    me = cloud.join("010-9000-0481")
    cloud.call("POST", "/v1/me/conversions", {"mileage": 5000}, token=me, key="push-c")
    browser, place = PlayedBrowser(), f"{cloud.stack.cloud.endpoint_url}/_push/one"
    added = cloud.call("PUT", PATH, browser.body(endpoint=place), token=me)
    assert added.status == 200, added.raw

    assert asked("PUT", place, {"status": 201, "seconds": 1})["status"] == 201
    till = cloud.described["merchants"][0]["api_key"]
    code = cloud.call("POST", "/v1/me/pay-codes", {}, token=me).json["pay_code"]
    body = {"pay_code": code, "amount": 3200, "order_id": "push-order-1"}
    paid = cloud.call("POST", "/v1/redemptions", body, token=till, key="push-p")
    assert paid.status == 201, paid.raw
    wait_for(lambda: len(asked("GET", place)["left"]) == 1)
    (left,) = asked("GET", place)["left"]
    told = browser.read(from_text(left["body"]))
    assert told["title"] == "상품권 결제"
    assert told["body"].endswith("상품권 -3,200원")
    assert left["headers"]["topic"] == told["tag"]

    asked("PUT", place, {"status": 410})
    path = f"/v1/redemptions/{paid.json['redemption_id']}/cancels"
    cancel = {"amount": 200, "expected_remaining_amount": 3200, "reason": "손님 요청"}
    assert cloud.call("POST", path, cancel, token=till, key="push-x").status == 201
    wait_for(lambda: cloud.call("GET", PATH, token=me).json["data"] == [])
    assert len(asked("GET", place)["left"]) == 1


def asked(method: str, url: str, body: Any = None) -> Any:
    data = json.dumps(body).encode() if body is not None else None
    with urllib.request.urlopen(
        urllib.request.Request(url, data=data, method=method), timeout=10
    ) as answer:
        return json.load(answer)
