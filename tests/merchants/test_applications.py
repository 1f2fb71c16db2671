"""From a shopkeeper's form to the county's decision."""

from datetime import date
from typing import Any

import pytest
from msgspec import to_builtins
from msgspec.structs import replace

from chalicelib.aws.tax_office import TaxState
from chalicelib.core.errors import TryAgainError
from chalicelib.ledger.idempotency import fingerprint
from chalicelib.merchants import business_numbers
from chalicelib.merchants.errors import OwnApplicationError
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.staff.person import Person
from tests import builders
from tests.conftest import Stack
from tests.merchants.shopkeepers import (
    APPLICATIONS,
    DESK,
    NUMBER,
    OTHER_NUMBER,
    applied,
    apply,
    approved,
    decide,
)
from tests.refusals import check_refused


def staff_sees(stack: Stack, application_id: str) -> dict[str, Any]:
    answer = stack.call("GET", f"{DESK}/{application_id}", token="anna")
    assert answer.status == 200, answer.raw
    seen: dict[str, Any] = answer.json
    return seen


def test_a_form_becomes_an_application_that_its_number_shows(stack: Stack) -> None:
    answer = apply(stack)

    assert answer.status == 201
    application_id = answer.json["application_id"]
    assert answer.json == {
        "application_id": application_id,
        "status": "received",
        "decide_by_on": "2026-11-29",
    }
    shown = stack.call("GET", f"{APPLICATIONS}/{application_id}").json
    assert (shown["status"], shown["name"], shown["decided_at"]) == ("received", "가마터식당", None)
    seen = staff_sees(stack, application_id)
    assert seen["business_number"] == NUMBER
    assert (seen["tax_status"], seen["authenticity"]) == ("active", "confirmed")
    assert seen["account_tail"].endswith("7891")
    assert "1234" not in seen["account_tail"]
    assert not seen["is_phone_proven"]


def test_nothing_personal_is_stored_in_clear(stack: Stack) -> None:
    applied(stack)
    stored = str([i for (pk, _), i in stack.table.items.items() if "#APPLICATIONS" in pk])
    for secret in ("김청자", "2148639239", "3021234567891", "1022223333"):
        assert secret not in stored


@pytest.mark.parametrize(
    ("changes", "status", "code", "param"),
    [
        ({"business_number": "2148639238"}, 400, "business_number_invalid", "business_number"),
        ({"account": {"bank_code": "011", "number": "12", "holder": "김청자"}}, 400,
         "account_number_invalid", "account.number"),
        ({"account": {"bank_code": "999", "number": "302123456", "holder": "김청자"}}, 400,
         "invalid_request", "account.bank_code"),
        ({"opened_on": "2027-01-01"}, 400, "opening_date_invalid", "opened_on"),
        ({"trade": "nightlife"}, 422, "trade_barred", "trade"),
        ({"trade": "spaceships"}, 400, "invalid_request", "trade"),
        ({"consents": {"privacy": False}}, 400, "consent_missing", "consents.privacy"),
        ({"contact_phone": "02-123"}, 400, "phone_invalid", "phone"),
        ({"contact_phone": None}, 400, "phone_invalid", "phone"),
        ({"kind": "temporary"}, 400, "event_invalid", "event"),
        ({"event": {"name": "청자축제", "ends_on": "2026-12-01"}}, 400, "event_invalid", "event"),
        ({"kind": "temporary", "event": {"name": "청자축제", "ends_on": "2026-11-21"}}, 400,
         "event_invalid", "event"),
        ({"verification_token": "nonsense"}, 401, "verification_token_invalid",
         "verification_token"),
        ({"color": "red"}, 400, "invalid_request", "color"),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_is_refused(
    stack: Stack, changes: dict[str, Any], status: int, code: str, param: str
) -> None:
    check_refused(stack, lambda h: apply(stack, headers=h, **changes), status, code, param)


def test_a_proven_phone_needs_no_other(stack: Stack) -> None:
    token = stack.prove_phone("010-7777-8888")
    application_id = applied(stack, verification_token=token, contact_phone=None)
    seen = staff_sees(stack, application_id)
    assert seen["is_phone_proven"]
    assert seen["contact_tail"].endswith("8888")


def test_the_same_form_twice_is_one_application(stack: Stack) -> None:
    first, again = apply(stack), apply(stack)
    assert again.json == first.json
    assert again.headers["Idempotent-Replayed"] == "true"
    check_refused(
        stack,
        lambda h: apply(stack, headers=h, name="다른식당"),
        409,
        "application_not_possible",
        "business_number",
    )
    # Another business is nobody's concern.
    assert apply(stack, business_number=OTHER_NUMBER).status == 201


def test_a_silent_tax_office_refuses_nobody_and_is_asked_again(stack: Stack) -> None:
    stack.adapters.tax_office.is_down = True
    application_id = applied(stack)
    assert staff_sees(stack, application_id)["look"]["status"] == "unknown"

    stack.adapters.tax_office.is_down = False
    stack.adapters.tax_office.states_by_number["2148639239"] = TaxState(
        status="closed", closed_on=date(2025, 1, 1)
    )
    looked = stack.call("POST", f"{DESK}/{application_id}/look", token="anna")
    assert looked.json["look"]["status"] == "closed"
    assert looked.json["look"]["closed_on"] == "2025-01-01"

    # What it said is not forgotten because it says nothing now.
    stack.adapters.tax_office.is_down = True
    again = stack.call("POST", f"{DESK}/{application_id}/look", token="anna")
    assert again.json["look"]["status"] == "closed"


def test_an_impostor_is_shown_to_staff_and_refused_by_them(stack: Stack) -> None:
    stack.adapters.tax_office.impostors.add("2148639239")
    application_id = applied(stack)
    assert staff_sees(stack, application_id)["authenticity"] == "not_confirmed"


def test_approval_makes_a_shop_that_can_be_paid_at(stack: Stack) -> None:
    application_id = applied(stack, place={"latitude": 34.5, "longitude": 126.8})
    decided = decide(stack, application_id)

    assert decided.status == 200, decided.raw
    assert (decided.json["status"], decided.json["decided_by"]) == ("approved", "anna")
    phone, text = stack.messages.sent[-1]
    assert phone == "+821022223333"
    assert "승인" in text
    shown = stack.call("GET", f"{APPLICATIONS}/{application_id}").json
    assert shown["status"] == "approved"
    code = shown["merchant_code"]
    shop = stack.call("GET", f"/v1/merchants/{code}").json
    assert (shop["name"], shop["category"], shop["status"]) == ("가마터식당", "음식점", "active")

    member = stack.member(vouchers=3000)
    body = {"merchant_code": code, "amount": 1000}
    paid = stack.call("POST", "/v1/me/payments", body, token=member.token, key="pay")
    assert paid.status == 201, paid.raw
    audit = stack.call("GET", "/v1/staff/audit", token="anna").json["data"]
    assert [row["action"] for row in audit] == ["merchant_approved"]


def test_a_decision_is_made_once(stack: Stack) -> None:
    application_id = applied(stack)
    first, again = decide(stack, application_id), decide(stack, application_id)
    assert first.json["merchant_id"] == again.json["merchant_id"]
    assert len(stack.messages.sent) == 1
    check_refused(
        stack,
        lambda h: stack.call(
            "POST", f"{DESK}/{application_id}/refuse", {"reason": "x"}, token="anna", headers=h
        ),
        409,
        "application_decided",
    )
    assert apply(stack).json["code"] == "application_not_possible"


def test_a_refused_applicant_is_told_why_and_may_apply_again(stack: Stack) -> None:
    application_id = applied(stack)
    refused = decide(stack, application_id, "refuse", reason="사업장이 군 밖에 있습니다")
    assert refused.json["status"] == "refused"
    assert "사업장이 군 밖에 있습니다" in stack.messages.sent[-1][1]
    shown = stack.call("GET", f"{APPLICATIONS}/{application_id}").json
    assert shown["reason"] == "사업장이 군 밖에 있습니다"
    assert apply(stack).json["application_id"] != application_id


def test_nobody_decides_their_own_application(stack: Stack) -> None:
    application_id = applied(stack)
    own = stack.adapters.signer.person_key("gangjin", "+821022223333")
    decisions = stack.wired(MerchantsWiring).decisions
    with pytest.raises(OwnApplicationError):
        decisions.approve("gangjin", Person("s", "kim", own), application_id, reason="x")


def test_word_that_did_not_go_out_does_not_undo_the_decision(stack: Stack) -> None:
    application_id = applied(stack)
    decisions = stack.wired(MerchantsWiring).decisions
    silent = replace(decisions, messages=_Down())
    decided = silent.approve("gangjin", Person("s", "kim"), application_id, reason="적합")
    assert decided.status == "approved"
    assert decided.decision is not None
    assert decided.decision.told_at is None

    told = decisions.tell(decided)
    assert told.decision is not None
    assert told.decision.told_at is not None
    assert len(stack.messages.sent) == 1
    decisions.tell(told)
    assert len(stack.messages.sent) == 1


def test_a_temporary_shop_ends_thirty_days_after_its_event(stack: Stack) -> None:
    event = {"name": "갈대축제", "ends_on": "2026-11-25"}
    merchant_id = approved(stack, kind="temporary", event=event, trade="crafts")
    shop = stack.wired(MerchantsWiring).store.by_id("gangjin", merchant_id)
    assert shop is not None
    assert shop.ends_on == date(2026, 12, 25)
    stack.now = builders.NOON.replace(month=12, day=25)
    member = stack.member(vouchers=3000)
    pay = {"merchant_code": shop.merchant_code, "amount": 100}
    assert stack.call("POST", "/v1/me/payments", pay, token=member.token, key="1").status == 201
    stack.now = builders.NOON.replace(month=12, day=26)
    refused = stack.call("POST", "/v1/me/payments", pay, token=member.token, key="2")
    assert (refused.status, refused.json["merchant_status"]) == (403, "closed")


def test_the_list_has_what_is_open_and_names_what_is_late(stack: Stack) -> None:
    first = applied(stack)
    stack.later(days=1)
    second = applied(stack, business_number=OTHER_NUMBER)
    decide(stack, second)
    open_ones = stack.call("GET", f"{DESK}?status=received", token="anna").json["data"]
    assert [(row["application_id"], row["is_overdue"]) for row in open_ones] == [(first, False)]
    stack.later(days=7)
    late = stack.call("GET", f"{DESK}?status=received", token="anna").json["data"]
    assert [row["is_overdue"] for row in late] == [True]
    assert len(stack.call("GET", DESK, token="anna").json["data"]) == 2


def test_the_form_is_throttled_by_phone(stack: Stack) -> None:
    numbers = [f"{n:09d}" for n in range(100_000_000, 100_000_011)]
    for nine in numbers[:10]:
        assert apply(stack, business_number=with_check_digit(nine)).status == 201
    tried = apply(stack, business_number=with_check_digit(numbers[10]))
    assert (tried.status, tried.json["code"]) == (429, "rate_limited")


def with_check_digit(nine: str) -> str:
    return next(f"{nine}{d}" for d in range(10) if business_numbers.read(f"{nine}{d}"))


class _Down:
    def send(self, phone: str, text: str) -> None:
        raise TryAgainError(retry_after_seconds=1)


def test_what_marks_the_same_form_cannot_be_guessed_from_the_table(stack: Stack) -> None:
    application_id = applied(stack)
    registry = stack.wired(MerchantsWiring).registry
    kept = registry.application("gangjin", application_id, consistent=True)
    assert kept is not None
    business_key = kept.business_key

    def mark() -> str:
        return registry.business("gangjin", business_key).open_fingerprint

    form = {
        "shop": to_builtins(kept.shop),
        "owner": "김청자",
        "opened_on": "2019-03-02",
        "account": ["011", "3021234567891", "김청자"],
        "contact": kept.contact_key,
    }
    assert mark() not in ("", fingerprint(form))
    assert decide(stack, application_id).status == 200
    assert mark() == ""


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\ufe63", "\uff20"])
def test_a_name_that_a_spreadsheet_would_run_is_refused(stack: Stack, first: str) -> None:
    account = {"bank_code": "011", "number": "302-1234-5678-91", "holder": f"{first}김청자"}
    for changes, param in (
        ({"name": f"{first}1+1"}, "name"),
        ({"account": account}, "account.holder"),
    ):
        refused = apply(stack, **changes)
        assert (refused.status, refused.json["param"]) == (400, param)
        sent = changes | {"reason": "변경 신청"}
        path = f"/v1/staff/merchants/{builders.a_merchant().merchant_id}/registration"
        changed = stack.call("PATCH", path, sent, token="anna")
        assert (changed.status, changed.json["param"]) == (400, param)
