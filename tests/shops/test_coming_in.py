"""How a shop's phone comes in: by a code of the county's, once; and how it ends."""

import itertools
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.core.cache import TtlCache
from chalicelib.shops.invitation_service import WRONG_OF_SOURCE_MAX_PER_HOUR
from chalicelib.shops.wiring import ShopsWiring
from tests import builders
from tests.conftest import Answer, Stack
from tests.cutting import KilledError, go_on, stop_at
from tests.shops.phones import (
    OWNER_PIN,
    SHOP,
    Phone,
    check_refused,
    forget,
    invite,
    owners_phone,
)


def find(stack: Stack, code: str, headers: Any = None) -> Answer:
    return stack.call("POST", "/v1/device-invitations/find", {"code": code}, headers=headers)


def open_device(
    stack: Stack, code: str, headers: Any = None, *, key: str = "new", **changes: Any
) -> Answer:
    body = {"code": code, "name": "계산대", "owner_name": "김사장", "pin": OWNER_PIN} | changes
    return stack.call("POST", "/v1/devices", body, key=key, headers=headers)


def test_the_county_invites_and_the_owners_phone_takes_a_payment(stack: Stack) -> None:
    invitation = invite(stack)
    assert invitation.status == 201, invitation.raw
    code = invitation.json["code"]
    assert len(code) == 12
    assert code.isdecimal()
    found = find(stack, f"{code[:4]} {code[4:8]}-{code[8:]}").json
    assert (found["shop_name"], found["asks_for_owner"]) == ("청자식당", True)

    opened = open_device(stack, code)

    assert opened.status == 201, opened.raw
    session = opened.json["session"]["access_token"]
    paid = stack.redeem(stack.member(vouchers=3000).pay_code(), 1200, token=session)
    assert (paid.status, paid.json["terminal_id"]) == (201, "d1.p1")
    assert opened.json["device_token"].startswith("md_test_")


def test_the_address_in_the_qr_code_is_read_as_its_digits(stack: Stack) -> None:
    code = invite(stack).json["code"]

    assert find(stack, f"https://onmin.example/merchant#{code}").status == 200


def test_no_code_and_no_secret_is_kept(stack: Stack) -> None:
    code = invite(stack).json["code"]
    opened = open_device(stack, code).json
    secret = opened["device_token"].rpartition("-")[2]

    stored = str(stack.table.items)
    for kept in (code, secret, OWNER_PIN):
        assert kept not in stored


def test_an_invitation_is_used_once(stack: Stack) -> None:
    code = invite(stack).json["code"]
    assert open_device(stack, code).status == 201

    check_refused(stack, lambda h: find(stack, code, h), 409, "invitation_ended")
    check_refused(stack, lambda h: open_device(stack, code, h), 409, "invitation_ended")


def test_a_lost_answer_gives_the_same_phone_again(stack: Stack) -> None:
    code = invite(stack).json["code"]
    first = open_device(stack, code, key="phone-1")

    again = open_device(stack, code, key="phone-1")

    assert again.json["device_token"] == first.json["device_token"]
    assert again.headers["Idempotent-Replayed"] == "true"
    # Who found the request does not become the owner: that takes the PIN.
    assert again.json["session"] is None
    other = open_device(stack, code, key="phone-1", pin="135790")
    assert (other.status, other.json["code"]) == (409, "invitation_ended")
    assert len(stack.wired(ShopsWiring).store.devices(builders.COUNTY, SHOP)) == 1


def test_an_invitation_lasts_three_days(stack: Stack) -> None:
    code = invite(stack).json["code"]
    stack.later(days=3)

    check_refused(stack, lambda h: open_device(stack, code, h), 409, "invitation_ended")


def test_a_new_invitation_of_the_county_ends_the_one_before(stack: Stack) -> None:
    lost, found = invite(stack).json["code"], invite(stack).json["code"]

    check_refused(stack, lambda h: open_device(stack, lost, h), 409, "invitation_ended")
    assert open_device(stack, found).status == 201


def test_the_same_request_of_staff_gives_the_same_code(stack: Stack) -> None:
    first, again = invite(stack, key="once"), invite(stack, key="once")

    assert first.json == again.json
    assert again.headers["Idempotent-Replayed"] == "true"
    rows = stack.call("GET", "/v1/staff/audit?action=shop_invited", token="anna").json["data"]
    assert [row["reason"] for row in rows] == ["점포 방문 신청"]


def test_an_invitation_that_was_cut_off_anywhere_is_made_by_asking_again(stack: Stack) -> None:
    cut = True
    for call in itertools.count(1):
        key = f"cut-{call}"
        stop_at(stack.table, call, after=True, error=KilledError())
        try:
            invite(stack, key=key)
            cut = False
        except KilledError:
            pass
        go_on(stack.table)

        assert find(stack, invite(stack, key=key).json["code"]).status == 200
        if not cut:
            break
    assert call > 3


def test_the_owner_is_asked_for_with_the_countys_invitation(stack: Stack) -> None:
    code = invite(stack).json["code"]
    body = {"code": code, "name": "계산대"}

    check_refused(
        stack,
        lambda h: stack.call("POST", "/v1/devices", body, key="new", headers=h),
        422,
        "owner_missing",
    )


@pytest.mark.parametrize("pin", ["111111", "123456", "987654", "890123", "121212", "123123"])
def test_a_pin_that_a_thief_tries_first_is_refused(stack: Stack, pin: str) -> None:
    code = invite(stack).json["code"]

    check_refused(stack, lambda h: open_device(stack, code, h, pin=pin), 422, "pin_too_easy")


def test_wrong_codes_of_one_address_are_counted_and_right_ones_are_not(stack: Stack) -> None:
    for number in range(WRONG_OF_SOURCE_MAX_PER_HOUR):
        assert find(stack, f"{number:012d}").json["code"] == "invitation_not_found"

    check_refused(stack, lambda h: find(stack, "999999999999", h), 429, "rate_limited")
    stack.later(hours=1)
    assert find(stack, invite(stack).json["code"]).status == 200


def test_a_closed_shop_lets_no_phone_in(stack: Stack) -> None:
    code = invite(stack).json["code"]
    body = {"status": "closed", "reason": "폐업 신고"}
    stack.call("PUT", f"/v1/staff/merchants/{SHOP}/status", body, token="anna")

    check_refused(stack, lambda h: open_device(stack, code, h), 403, "merchant_suspended")


def test_a_second_phone_comes_in_by_the_owners_invitation(stack: Stack) -> None:
    owner = owners_phone(stack)
    made = owner.call("POST", "/v1/merchant/device-invitations", key="new")
    assert made.status == 201, made.raw

    opened = stack.call(
        "POST", "/v1/devices", {"code": made.json["code"], "name": "주방"}, key="new"
    )

    assert opened.status == 201, opened.raw
    assert (opened.json["session"], opened.json["device"]["invited_by"]) == (None, "p1")
    rows = owner.call("GET", "/v1/merchant/devices").json["data"]
    assert [(row["device_id"], row["name"]) for row in rows] == [("d1", "계산대"), ("d2", "주방")]


def test_an_owners_invitation_lasts_ten_minutes(stack: Stack) -> None:
    owner = owners_phone(stack)
    code = owner.call("POST", "/v1/merchant/device-invitations", key="new").json["code"]
    stack.later(minutes=10)

    check_refused(stack, lambda h: find(stack, code, h), 409, "invitation_ended")


@pytest.mark.parametrize("by", ["owner", "staff"])
def test_a_closed_phone_ends_within_a_minute(stack: Stack, by: str) -> None:
    seconds = [0.0]
    shops = stack.wired(ShopsWiring)
    owner = owners_phone(stack)
    lost = second_phone(stack, owner)
    shops.sessions = replace(shops.sessions, known=TtlCache(lambda: seconds[0]))
    assert lost.call("GET", "/v1/merchant").status == 200
    closed = (
        owner.call("POST", f"/v1/merchant/devices/{lost.device_id}/close")
        if by == "owner"
        else stack.call(
            "POST",
            f"/v1/staff/merchants/{SHOP}/devices/{lost.device_id}/close",
            {"reason": "분실"},
            token="anna",
        )
    )
    assert (closed.status, closed.json["status"]) == (200, "closed")
    seconds[0] += 60

    assert lost.call("GET", "/v1/merchant").status == 401
    assert stack.call("GET", "/v1/merchant/people", token=lost.device_token).status == 401
    assert owner.call("GET", "/v1/merchant").status == 200


def test_to_close_a_phone_twice_changes_nothing_and_is_recorded_once(stack: Stack) -> None:
    owners_phone(stack)
    path = f"/v1/staff/merchants/{SHOP}/devices/d1/close"
    first = stack.call("POST", path, {"reason": "분실"}, token="anna").json
    stack.later(minutes=1)

    assert stack.call("POST", path, {"reason": "분실"}, token="anna").json == first
    rows = stack.call("GET", "/v1/staff/audit?action=shop_device_closed", token="anna").json
    assert [row["before"]["device_id"] for row in rows["data"]] == ["d1"]


@pytest.mark.parametrize("device_id", ["d9", "d0", "x", "dd1", "d1x", "1e3"])
def test_a_phone_that_there_is_not_cannot_be_closed(stack: Stack, device_id: str) -> None:
    owner = owners_phone(stack)

    check_refused(
        stack,
        lambda h: owner.call("POST", f"/v1/merchant/devices/{device_id}/close", headers=h),
        404,
        "device_not_found",
    )


def test_the_county_lets_an_owner_back_in_who_forgot_the_pin(stack: Stack) -> None:
    owner = owners_phone(stack)
    code = invite(stack).json["code"]

    opened = open_device(stack, code, pin="604218", owner_name="김사장")

    assert opened.json["session"]["person"]["person_id"] == "p1"
    forget(stack)
    check_refused(
        stack, lambda h: owner.call("GET", "/v1/merchant", headers=h), 401, "token_expired"
    )
    assert (
        stack.call("GET", "/v1/merchant", token=opened.json["session"]["access_token"]).status
        == 200
    )


def second_phone(stack: Stack, owner: Phone) -> Phone:
    code = owner.call("POST", "/v1/merchant/device-invitations", key="new").json["code"]
    made = stack.call("POST", "/v1/devices", {"code": code, "name": "주방"}, key="new").json
    phone = Phone(stack, made["device_token"], "", made["device"]["device_id"])
    return phone.with_pin("p1", OWNER_PIN)
