"""Identity verification on the deployed application, asked of the agency that is played locally."""

import json
import urllib.error
import urllib.parse
import urllib.request
from datetime import date
from typing import Any

import pytest

from chalicelib.aws.dynamodb import DynamoDBTable
from chalicelib.county.settings import SettingVersion
from chalicelib.county.store import CountyStore
from tests.e2e.conftest import Cloud

PERSON = {"name": "김시험", "birth_on": "1990-01-31"}


def start(cloud: Cloud, purpose: str = "member", headers: Any = None) -> Any:
    body = {"purpose": purpose}
    started = cloud.call("POST", "/v1/identity-verifications", body, headers=headers)
    assert started.status == 201, started.raw
    return started.json


def play(cloud: Cloud, verification_id: str, person: str, **how: Any) -> None:
    told = {**PERSON, "person": person, "outcome": "verified"} | how
    request = urllib.request.Request(
        f"{cloud.described['identity_provider_url']}/{verification_id}",
        data=json.dumps(told).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200


def confirm(cloud: Cloud, verification_id: str, headers: Any = None) -> Any:
    path = f"/v1/identity-verifications/{verification_id}/confirm"
    return cloud.call("POST", path, {}, headers=headers)


def prove(
    cloud: Cloud, person: str, purpose: str = "member", *, headers: Any = None, **how: Any
) -> str:
    verification_id = start(cloud, purpose, headers)["identity_verification_id"]
    play(cloud, verification_id, person, **how)
    confirmed = confirm(cloud, verification_id, headers)
    assert confirmed.status == 200, confirmed.raw
    token: str = confirmed.json["verification_token"]
    return token


def identify(cloud: Cloud, member: str, person: str, **how: Any) -> Any:
    body = {"verification_token": prove(cloud, person, **how)}
    return cloud.call("PUT", "/v1/me/identity", body, token=member)


def mileage(cloud: Cloud, member: str) -> int:
    found: int = cloud.call("GET", "/v1/me/wallet", token=member).json["mileage"]["balance"]
    return found


def test_one_person_has_one_grant(cloud: Cloud) -> None:
    first, second = cloud.join("010-7001-0001"), cloud.join("010-7001-0002")
    assert identify(cloud, first, "one").status == 200

    refused = identify(cloud, second, "one")
    assert (refused.status, refused.json["code"]) == (409, "identity_belongs_to_other_member")
    assert mileage(cloud, second) == 0

    assert cloud.call("DELETE", "/v1/me", token=first).status == 200
    joined = identify(cloud, second, "one", foreigner=True)
    assert joined.status == 200, joined.raw
    assert mileage(cloud, second) == 5000
    session = cloud.call(
        "POST", "/v1/sessions", {"verification_token": prove(cloud, "one", "login")}
    )
    assert session.json["member_id"] == joined.json["member_id"]


def test_a_county_that_asks_for_it_converts_nothing_before(cloud: Cloud) -> None:
    """From a day on: `test_identity_in_browser` has the same on the pages."""
    table = DynamoDBTable(
        cloud.stack.deployment.client("dynamodb"),
        cloud.stack.deployment.function_environment()["TABLE_NAME"],
    )
    version = SettingVersion("identity.conversion", date(2027, 12, 10), 1, "시험")
    CountyStore(table).put_setting("gangjin", version)
    later = {"X-Simulated-Now": "2027-12-11T03:00:00.000Z"}
    member = cloud.join("010-7001-0003", headers=later)

    def convert(key: str) -> Any:
        body = {"mileage": 1000}
        return cloud.call("POST", "/v1/me/conversions", body, token=member, key=key, headers=later)

    assert convert("asked").json["code"] == "identity_required"
    body = {"verification_token": prove(cloud, "three and a half", headers=later)}
    assert cloud.call("PUT", "/v1/me/identity", body, token=member, headers=later).status == 200
    assert convert("asked").status == 201


def test_the_agency_refuses_is_left_or_does_not_answer(cloud: Cloud) -> None:
    verification_id = start(cloud)["identity_verification_id"]
    assert confirm(cloud, verification_id).json["code"] == "identity_not_verified"
    play(cloud, verification_id, "two", outcome="canceled")
    assert confirm(cloud, verification_id).json["code"] == "identity_canceled"
    play(cloud, verification_id, "two", outcome="failed")
    assert confirm(cloud, verification_id).json["code"] == "identity_not_verified"
    play(cloud, verification_id, "two", answers="lost")
    lost = confirm(cloud, verification_id)
    assert (lost.status, lost.json["code"]) == (503, "try_again")
    assert confirm(cloud, verification_id).status == 200


def test_a_person_clicks_through_the_page(cloud: Cloud) -> None:
    started = start(cloud, "login")
    verification_id, page = started["identity_verification_id"], started["provider"]["page_url"]
    back = f"{cloud.described['base_url']}/wallet"
    with urllib.request.urlopen(
        f"{page}/{verification_id}?{urllib.parse.urlencode({'return_to': back})}", timeout=10
    ) as answer:
        assert "본인확인" in answer.read().decode()
    form = {**PERSON, "person": "three", "outcome": "verified", "return_to": back}
    request = urllib.request.Request(
        f"{cloud.described['identity_provider_url']}/{verification_id}",
        data=urllib.parse.urlencode(form).encode(),
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.url == f"{back}?identityVerificationId={verification_id}"
    assert confirm(cloud, verification_id).status == 200


def test_only_the_server_may_ask_the_agency(cloud: Cloud) -> None:
    url = f"{cloud.described['identity_provider_url']}/identity-verifications/x"
    with pytest.raises(urllib.error.HTTPError, match="401") as refused:
        urllib.request.urlopen(url, timeout=10)
    refused.value.close()
