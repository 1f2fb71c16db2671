"""A voucher is bought online: over HTTP, with the provider that the local cloud plays."""

import json
import urllib.request
from typing import Any

import pytest

from tests.e2e.conftest import Cloud, wait_for

AMOUNT, PRICE = 50_000, 45_000


@pytest.fixture(scope="module")
def token(cloud: Cloud) -> str:
    return cloud.join("010-4100-7001")


def bought(cloud: Cloud, token: str, key: str) -> str:
    """A ticket that has had its turn, and waits for the money."""
    body = {"round_id": cloud.described["round_id"], "amount": AMOUNT}
    asked = cloud.call("POST", "/v1/me/purchases", body, token=token, key=key)
    assert asked.status == 202, asked.raw
    purchase_id: str = asked.json["purchase_id"]
    wait_for(lambda: look(cloud, token, purchase_id)["status"] == "awaiting_payment")
    return purchase_id


def look(cloud: Cloud, token: str, purchase_id: str) -> Any:
    return cloud.call("GET", f"/v1/me/purchases/{purchase_id}", token=token).json


def play(cloud: Cloud, purchase_id: str, outcome: str) -> None:
    request = urllib.request.Request(
        f"{cloud.described['payment_provider_url']}/{purchase_id}",
        data=json.dumps({"outcome": outcome}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.status == 200


def test_what_is_paid_is_a_voucher_and_what_is_taken_back_is_money(
    cloud: Cloud, token: str
) -> None:
    purchase_id = bought(cloud, token, "buy-1")
    assert look(cloud, token, purchase_id)["price_amount"] == PRICE
    play(cloud, purchase_id, "paid")
    wait_for(lambda: look(cloud, token, purchase_id)["status"] == "completed")

    wallet = cloud.call("GET", "/v1/me/wallet", token=token).json
    assert wallet["voucher"]["balance_amount"] == AMOUNT
    assert wallet["purchase_limits"]["month"]["used"] == AMOUNT

    path = f"/v1/me/purchases/{purchase_id}/cancel"
    assert cloud.call("POST", path, {}, token=token, key="back-1").status == 201
    wait_for(lambda: look(cloud, token, purchase_id)["status"] == "canceled")
    wallet = cloud.call("GET", "/v1/me/wallet", token=token).json
    assert wallet["voucher"]["balance_amount"] == 0
    assert wallet["purchase_limits"]["month"]["used"] == 0


def test_a_lost_answer_and_one_told_twice_are_one_voucher(cloud: Cloud, token: str) -> None:
    purchase_id = bought(cloud, token, "buy-2")
    play(cloud, purchase_id, "lost_answer")
    play(cloud, purchase_id, "twice")
    wait_for(lambda: look(cloud, token, purchase_id)["status"] == "completed")

    wallet = cloud.call("GET", "/v1/me/wallet", token=token).json
    assert wallet["voucher"]["balance_amount"] == AMOUNT
