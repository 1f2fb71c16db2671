"""The county says for what it asks identity verification."""

from datetime import timedelta

from chalicelib.core.values import seoul_date
from chalicelib.county.settings import SettingVersion
from chalicelib.county.wiring import CountyWiring
from tests import builders
from tests.builders import COUNTY
from tests.conftest import Stack
from tests.sales.test_counter_sales import _counter as _counter  # The staff and a round.
from tests.sales.test_counter_sales import sell

FIRST = "010-3141-5926"


def require(stack: Stack, key: str) -> None:
    on = seoul_date(stack.now) - timedelta(days=1)
    version = SettingVersion(key, on, 1, "시험")
    stack.wired(CountyWiring).store.put_setting(COUNTY, version)


def test_converting(stack: Stack) -> None:
    require(stack, "identity.conversion")
    member = stack.member(FIRST)
    assert member.wallet()["mileage"]["balance"] == 5000

    refused = member.convert(1000, key="the-same")
    member.identify("hong")
    done = member.convert(1000, key="the-same")

    assert (refused.status, refused.json["code"]) == (422, "identity_required")
    assert done.status == 201


def test_buying(stack: Stack) -> None:
    require(stack, "identity.purchase")
    member = stack.member(FIRST)

    refused = sell(stack, member, 20_000)
    member.identify("hong")
    done = sell(stack, member, 20_000)

    assert (refused.status, refused.json["code"]) == (422, "identity_required")
    assert done.status == 201


def test_joining(stack: Stack) -> None:
    require(stack, "identity.joining")
    refused = stack.apply(FIRST)
    assert (refused.status, refused.json["code"]) == (422, "identity_required")

    token = stack.prove_identity("hong", "signup", phone="01031415926")
    assert stack.apply_with(token).status == 202
    stack.deliver()

    session = stack.log_in(token)
    me = stack.call("GET", "/v1/me", token=session.json["access_token"]).json
    assert me["identity"] is not None
    assert me["phone"] == "+821031415926"


def test_nothing_by_default(stack: Stack) -> None:
    member = stack.member(FIRST, vouchers=2000)
    assert sell(stack, member, 20_000).status == 201
    assert builders.SETTINGS.identity_joining == 0
