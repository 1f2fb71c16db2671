"""Text, codes and numbers as they come in at the API: one door for all of them."""

import re
import unicodedata
from typing import Any
from urllib.parse import quote

import pytest
from msgspec.structs import replace

from chalicelib.county.wiring import CountyWiring
from tests import builders
from tests.conftest import Member, Stack

FILLER, ZWJ = "\u3164", "\u200d"


def join_as(stack: Stack, name: str, **changes: Any) -> Any:
    phone = f"010-2222-{stack.counter:04}"
    stack.fresh("phone")
    return stack.apply(phone, name=name, **changes)


@pytest.mark.parametrize(
    "name", [FILLER * 2, "\u115f\u1160", "\uffa0", "\u2800", "  ", "1234", "\u202e길동"]
)
def test_a_name_that_nobody_can_see_is_refused(stack: Stack, name: str) -> None:
    answer = join_as(stack, name)

    assert answer.status == 400
    assert answer.json["param"] == "name"


@pytest.mark.parametrize(
    "name", ["می\u200cخواهم", f"ශ්{ZWJ}රී", "กิตติ", "O'Neill", "남궁 금희", "각" * 60]
)
def test_a_name_is_taken_as_people_write_it(stack: Stack, name: str) -> None:
    assert join_as(stack, name).status == 202


def test_a_name_is_measured_in_letters_not_in_parts_of_them(stack: Stack) -> None:
    assert join_as(stack, unicodedata.normalize("NFD", "각" * 60)).status == 202
    assert join_as(stack, "각" * 61).status == 400
    assert join_as(stack, "a" + "\u0301" * 600).status == 400


@pytest.mark.parametrize(
    "phone", ["010-123-4567", "+82 10 123 4567", "10-987-6543", "０１０１２３４５６７"]
)
def test_a_number_after_010_has_eight_digits(stack: Stack, phone: str) -> None:
    answer = stack.call("POST", "/v1/verifications", {"phone": phone, "purpose": "signup"})

    assert answer.status == 400
    assert answer.json["code"] == "phone_invalid"


@pytest.mark.parametrize(
    "phone", ["011-123-4567", "０１０ー１２３４ー５６７８", "+82 010 1234 5678"]
)
def test_older_numbers_and_wide_digits_are_numbers(stack: Stack, phone: str) -> None:
    answer = stack.call("POST", "/v1/verifications", {"phone": phone, "purpose": "signup"})

    assert answer.status == 202


@pytest.mark.parametrize("code", ["Celadon", "CELADON", "celadon ", "ｃｅｌａｄｏｎ", "Cela don-A"])
def test_a_campaign_is_found_however_its_code_is_typed(stack: Stack, code: str) -> None:
    if " " not in code:
        assert stack.call("GET", f"/v1/campaigns/{code}").status == 200
    assert join_as(stack, "홍길동", campaign_code=code).status == 202


@pytest.mark.parametrize("code", ["m0001", "M 0001", "Ｍ０００１"])
def test_a_shop_is_found_however_its_code_is_typed(stack: Stack, code: str) -> None:
    member = stack.member(vouchers=3000)

    paid = stack.call(
        "POST", "/v1/me/payments", {"merchant_code": code, "amount": 1000},
        token=member.token, key="new",
    )  # fmt: skip

    assert paid.status == 201, paid.raw


JAMO = str.maketrans(
    "QWERTASDFGZXCVYUIOPHJKLBNM", "ㅂㅈㄷㄱㅅㅁㄴㅇㄹㅎㅋㅌㅊㅍㅛㅕㅑㅐㅔㅗㅓㅏㅣㅠㅜㅡ"
)


def typed_in_korean(member: Member) -> str:
    return member.pay_code().translate(JAMO)


def in_wide_digits(member: Member) -> str:
    shown = member.stack.call("POST", "/v1/me/pay-codes", {"typed": True}, token=member.token)
    digits: str = shown.json["pay_code"]
    return digits.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})


@pytest.mark.parametrize(
    "read",
    [
        typed_in_korean,
        lambda member: f"\x02]Q1{member.pay_code().lower()}\x03\r",
        lambda member: re.sub("(.{6})", r"\1-", member.pay_code()),
        in_wide_digits,
    ],
    ids=["Korean keyboard", "framed", "in groups", "wide digits"],
)
def test_a_pay_code_is_read_as_a_scanner_types_it(stack: Stack, read: Any) -> None:
    member = stack.member(vouchers=3000)

    assert stack.redeem(read(member), 1000).status == 201


def test_an_adjustment_needs_a_reason_that_can_be_read(stack: Stack) -> None:
    member = stack.member()
    for reason in (FILLER, "\u2800", "\u034f", "\ufe0f", "\u00a0"):
        body = {"member_id": member.member_id, "mileage": 100, "voucher_amount": 0}
        body["reason"] = reason
        answer = stack.call("POST", "/v1/staff/adjustments", body, token="anna", key="new")
        assert answer.status == 400, repr(reason)
        assert answer.json["param"] == "reason"

    body["reason"] = unicodedata.normalize("NFD", "축제\u3000안내")
    taken = stack.call("POST", "/v1/staff/adjustments", body, token="anna", key="new")

    assert taken.status == 201, taken.raw
    assert taken.json["reason"] == "축제 안내"


@pytest.mark.parametrize(
    "words", ["청자", unicodedata.normalize("NFD", "청자"), " 청자 ", "\u3000청자"]
)
def test_a_search_finds_what_looks_the_same(stack: Stack, words: str) -> None:
    found = stack.client.http.get("/v1/merchants?q=" + quote(words)).json_body["data"]

    assert [row["merchant_code"] for row in found] == [builders.a_merchant().merchant_code]


@pytest.mark.parametrize(
    ("path", "name"), [("/v1/staff/merchants", "m0002"), ("/v1/staff/merchants", "M 0002")]
)
@pytest.mark.parametrize("padded", ["{}", " {}", "\u3000{}\u00a0", "\u2060{}"])
def test_a_code_that_is_looked_for_may_be_padded(
    stack: Stack, path: str, name: str, padded: str
) -> None:
    asked = f"{path}?q=" + quote(padded.format(name))
    found = stack.call("GET", asked, token="anna").json["data"]

    assert [row["merchant_code"] for row in found] == ["M0002"]


@pytest.mark.parametrize("asked", ["by={}", "target_id={}"])
def test_the_record_of_changes_is_searched_alike(stack: Stack, asked: str) -> None:
    member = stack.member()
    body = {"status": "suspended", "reason": "분실"}
    path = f"/v1/staff/members/{member.member_id}/status"
    changed = stack.call("PUT", path, body, token="anna")
    assert changed.status == 200, changed.raw
    wanted = {"by={}": "anna", "target_id={}": member.member_id}[asked]

    query = asked.format(quote(f" {wanted}\u3000"))
    found = stack.call("GET", f"/v1/staff/audit?{query}", token="anna").json["data"]

    assert [row["target_id"] for row in found] == [member.member_id]


def adjust(stack: Stack, member: Member, reason: str) -> Any:
    body = {"member_id": member.member_id, "mileage": 100, "voucher_amount": 0, "reason": reason}
    return stack.call("POST", "/v1/staff/adjustments", body, token="anna", key="new")


@pytest.mark.parametrize("letter", ["값", unicodedata.normalize("NFD", "값"), "ชื่", "n\u0303", "कि"])
def test_a_text_is_measured_last_and_as_people_count(stack: Stack, letter: str) -> None:
    member = stack.member()

    taken = adjust(stack, member, letter * 200)
    assert taken.status == 201, taken.raw
    refused = adjust(stack, member, letter * 401)
    assert (refused.status, refused.json["param"]) == (400, "reason")
    assert "200자까지" in refused.json["detail"]


def test_a_letter_of_a_thousand_marks_is_none(stack: Stack) -> None:
    assert adjust(stack, stack.member(), "a" + "\u0323" * 1700).status == 400


@pytest.mark.parametrize(("county", "words"), [("강진군", "강진군과"), ("여수시", "여수시와")])
def test_the_page_asks_in_whole_words_whatever_the_county_is_called(
    stack: Stack, county: str, words: str
) -> None:
    stack.wired(CountyWiring).store.put_county(replace(builders.a_county(), name=county))

    assert f"{words} 어떤 사이신가요?" in stack.call("GET", "/j/celadon").raw.decode()
