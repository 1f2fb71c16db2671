"""What a shop changes of itself, and what it asks the county to change."""

from typing import Any

from chalicelib.core.errors import RateLimitedError
from chalicelib.merchants.errors import (
    ChangeDecidedError,
    ChangeNotFoundError,
    ChangeOpenError,
    NothingToChangeError,
    ShopEndedError,
)
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.settlement.wiring import SettlementWiring
from tests import builders
from tests.conftest import Answer, Stack
from tests.merchants.shopkeepers import approved
from tests.refusals import check_refused
from tests.shops.phones import Phone, add_clerk, owners_phone

DETAILS, CHANGES = "/v1/merchant/details", "/v1/merchant/changes"
DESK = "/v1/staff/merchant-changes"
OTHER = {"bank_code": "011", "number": "302-2222-2222-22", "holder": "김청자"}


def an_owner(stack: Stack) -> tuple[str, Phone]:
    """A shop that is paid to a verified account, and its owner's phone."""
    shop = approved(stack)
    stack.adapters.account_holders.names.update(
        {"3021234567891": "김청자", "3022222222222": "김청자"}
    )
    path = f"/v1/staff/merchants/{shop}/registration/verify-account"
    assert stack.call("POST", path, token="anna").json["account_state"] == "verified"
    stack.later(seconds=1)
    return shop, owners_phone(stack, shop)


def asked(owner: Phone, **wish: Any) -> str:
    answer = owner.call("POST", CHANGES, wish)
    assert answer.status == 201, answer.raw
    return str(answer.json["change_id"])


def decide(stack: Stack, change_id: str, how: str = "approve", **more: Any) -> Answer:
    stack.later(seconds=1)
    path = f"{DESK}/{change_id}/{how}"
    return stack.call("POST", path, {"reason": "통장 사본 확인"}, token="anna", **more)


def is_payable(stack: Stack, shop: str) -> bool:
    return bool(stack.wired(SettlementWiring).payees.accounts(builders.COUNTY, {shop}))


def test_hours_and_phone_change_at_once_and_are_recorded(stack: Stack) -> None:
    shop, owner = an_owner(stack)
    changed = owner.call("PATCH", DETAILS, {"hours": "10~20시, 월요일 쉼", "phone": ""}).json
    assert (changed["hours"], changed["phone"]) == ("10~20시, 월요일 쉼", "")
    [row] = stack.call("GET", "/v1/merchants?q=가마터").json["data"]
    assert (row["hours"], row["phone"]) == ("10~20시, 월요일 쉼", "")
    [record] = stack.call(
        "GET", f"/v1/staff/audit?action=merchant_changed&target_id={shop}", token="anna"
    ).json["data"]
    assert record["after"] == {"hours": "10~20시, 월요일 쉼", "phone": ""}
    assert record["by"].endswith("/p1")


def test_money_waits_from_the_asking_until_the_bank_says_whose_the_other_account_is(
    stack: Stack,
) -> None:
    shop, owner = an_owner(stack)
    assert is_payable(stack, shop)
    change_id = asked(owner, account=OTHER)
    assert not is_payable(stack, shop)
    assert owner.call("GET", DETAILS).json["held_for"] == "account_change_asked"
    # Whoever is registered as the contact hears of it: the phone in the shop may be in bad hands.
    assert "계좌 변경" in stack.adapters.text_messages.sent[-1][1]

    seen = stack.call("GET", f"{DESK}/{change_id}", token="anna").json
    assert (seen["account_tail"], seen["registered"]["account_tail"], seen["holder_differs"]) == (
        "*********2222",
        "*********7891",
        False,
    )
    assert decide(stack, change_id).json["status"] == "approved"
    now = owner.call("GET", DETAILS).json
    assert (now["account_tail"], now["account_state"], now["held_for"]) == (
        "*********2222",
        "unverified",
        None,
    )
    assert not is_payable(stack, shop)
    path = f"/v1/staff/merchants/{shop}/registration/verify-account"
    assert stack.call("POST", path, token="anna").json["account_state"] == "verified"
    assert is_payable(stack, shop)
    account = stack.wired(SettlementWiring).payees.accounts(builders.COUNTY, {shop})[shop]
    assert account.number == "3022222222222"


def test_what_is_refused_or_taken_back_leaves_the_account_that_was_paid(stack: Stack) -> None:
    shop, owner = an_owner(stack)
    refused = decide(stack, asked(owner, account=OTHER), "refuse").json
    assert (refused["status"], refused["told_at"] is not None) == ("refused", True)
    assert is_payable(stack, shop)
    stack.later(seconds=1)
    change_id = asked(owner, account=OTHER, note="통장을 바꿨어요")
    path = f"{CHANGES}/{change_id}/withdraw"
    assert [owner.call("POST", path).json["status"] for _ in range(2)] == ["withdrawn"] * 2
    assert is_payable(stack, shop)
    check_refused(
        stack, lambda h: decide(stack, change_id, headers=h), 409, code_of(ChangeDecidedError)
    )


def test_another_name_is_on_a_new_poster_and_the_old_one_is_old(stack: Stack) -> None:
    shop, owner = an_owner(stack)
    was = owner.call("GET", "/v1/merchant/papers").json["poster_number"]
    change_id = asked(owner, name="가마터 한정식", address="전라남도 강진군 강진읍 중앙로 1")
    assert owner.call("GET", DETAILS).json["held_for"] is None
    assert decide(stack, change_id).status == 200
    assert owner.call("GET", "/v1/merchant/papers").json["poster_number"] == was + 1
    assert "가마터 한정식" in owner.call("GET", "/v1/merchant/certificate.svg").raw.decode()
    [row] = stack.call("GET", "/v1/merchants?q=한정식").json["data"]
    assert (row["merchant_id"], row["address"]) == (shop, "전라남도 강진군 강진읍 중앙로 1")
    [record] = stack.call(
        "GET", f"/v1/staff/audit?action=merchant_changed&target_id={shop}", token="anna"
    ).json["data"]
    assert (record["before"]["name"], record["after"]["change_id"]) == ("가마터식당", change_id)
    # Approved once more it stays as it is: the first answer may have been lost.
    assert decide(stack, change_id).json["status"] == "approved"
    assert owner.call("GET", "/v1/merchant/papers").json["poster_number"] == was + 1


def test_who_decides_sees_where_the_shop_is_to_be_on_the_map(stack: Stack) -> None:
    shop, owner = an_owner(stack)
    was = stack.wired(MerchantsWiring).store.by_id(builders.COUNTY, shop)
    assert was is not None
    change_id = asked(owner, place={"latitude": 34.642_1, "longitude": 126.767_25})
    there = {"latitude": 34.642_1, "longitude": 126.767_25}
    path = f"{DESK}/{change_id}"
    seen = stack.call("GET", path, token="anna").json
    before = seen["registered"]["place"]
    assert seen["place"] == there != before
    assert (before is None) == (was.latitude_e6 is None)
    assert owner.call("GET", DETAILS).json["change"]["place"] == there
    assert decide(stack, change_id).json["registered"]["place"] == there
    [row] = stack.call("GET", "/v1/merchants?q=가마터").json["data"]
    assert (row["latitude"], row["longitude"]) == tuple(there.values())


def test_one_change_waits_at_a_time_and_the_same_form_again_is_the_same(stack: Stack) -> None:
    _, owner = an_owner(stack)
    first = owner.call("POST", CHANGES, {"name": "가마터 한정식"})
    again = owner.call("POST", CHANGES, {"name": "가마터 한정식"})
    assert again.json["change_id"] == first.json["change_id"]
    assert again.headers["Idempotent-Replayed"] == "true"
    check_refused(
        stack,
        lambda h: owner.call("POST", CHANGES, {"name": "다른 이름"}, headers=h),
        409,
        code_of(ChangeOpenError),
    )


def test_a_shop_hears_what_cannot_be_changed(stack: Stack) -> None:
    shop, owner = an_owner(stack)
    for body, status, error in (
        ({}, 422, NothingToChangeError),
        ({"name": "가마터식당"}, 422, NothingToChangeError),
    ):
        check_refused(
            stack,
            lambda h, b=body: owner.call("POST", CHANGES, b, headers=h),
            status,
            code_of(error),
        )
    nobodys = f"{DESK}/chg_06H02CHZG2WVD3YG"
    check_refused(
        stack,
        lambda h: stack.call("GET", nobodys, token="anna", headers=h),
        404,
        code_of(ChangeNotFoundError),
    )
    barred = owner.call("POST", CHANGES, {"trade": "gambling"})
    assert (barred.status, barred.json["code"]) == (422, "trade_barred")
    clerk = owner.with_pin(add_clerk(owner), "314159")
    assert clerk.call("POST", CHANGES, {"account": OTHER}).status == 403
    assert clerk.call("GET", DETAILS).status == 403
    for _ in range(10):
        last = owner.call("POST", CHANGES, {"name": "가마터식당"})
    assert last.json["code"] == code_of(RateLimitedError)
    change = {"breaches": ["misuse"], "reason": "환전"}
    stack.later(days=1)
    change_id = asked(owner.with_pin("p1", "271828"), name="새 이름")
    path = f"/v1/staff/merchants/{shop}/registration/cancel"
    assert stack.call("POST", path, change, token="anna").status == 200
    check_refused(
        stack, lambda h: decide(stack, change_id, headers=h), 409, code_of(ShopEndedError)
    )


def test_the_contact_hears_before_another_takes_its_place(stack: Stack) -> None:
    _, owner = an_owner(stack)
    change_id = asked(owner, contact_phone="010-9999-0000")
    phone, words = stack.adapters.text_messages.sent[-1]
    assert (phone.endswith("90000"), "연락처 변경 신청" in words) == (False, True)
    assert decide(stack, change_id).json["status"] == "approved"
    told = len(stack.adapters.text_messages.sent)
    asked(owner, name="가마터 한정식")
    assert len(stack.adapters.text_messages.sent) == told, "a name is no matter of safety"


def test_what_waits_is_due_in_seven_days(stack: Stack) -> None:
    _, owner = an_owner(stack)
    change_id = asked(owner, name="가마터 한정식")
    [row] = stack.call("GET", f"{DESK}?status=received", token="anna").json["data"]
    assert (row["change_id"], row["decide_by_on"], row["is_overdue"]) == (
        change_id,
        "2026-11-29",
        False,
    )
    stack.later(days=8)
    [row] = stack.call("GET", f"{DESK}?status=received", token="anna").json["data"]
    assert row["is_overdue"] is True


def code_of(error: type[Exception]) -> str:
    name = error.__name__.removesuffix("Error")
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
