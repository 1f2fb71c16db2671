"""A shop's poster, whose QR code is dated and signed, and its certificate."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec.structs import replace

from chalicelib.county.counties import County
from chalicelib.merchants import papers
from chalicelib.merchants.standing_codes import judge, poster_text
from chalicelib.merchants.wiring import MerchantsWiring
from tests import builders
from tests.conftest import Stack
from tests.merchants.shopkeepers import OTHER_NUMBER, approved
from tests.refusals import check_refused
from tests.shops.phones import CLERK_PIN, add_clerk, owners_phone


def poster_of(stack: Stack, shop: str) -> str:
    """What the valid QR code of a shop says as its poster."""
    registry = stack.wired(MerchantsWiring).registry
    registration = registry.registration(builders.COUNTY, shop, consistent=True)
    assert registration is not None
    return poster_text(stack.adapters.signer, registration)


def scanned(stack: Stack, code: str, poster: str | None) -> Any:
    query = "" if poster is None else f"?poster={poster}"
    answer = stack.call("GET", f"/v1/merchants/{code}{query}")
    assert answer.status == 200, answer.raw
    return answer.json["poster"]


def code_of(stack: Stack, shop: str) -> str:
    path = f"/v1/staff/merchants/{shop}"
    return str(stack.call("GET", path, token="anna").json["merchant_code"])


def test_a_poster_is_told_from_old_foreign_and_unsigned_ones(stack: Stack) -> None:
    shop = approved(stack)
    other = approved(stack, business_number=OTHER_NUMBER, name="탐진강 찻집")
    code, first = code_of(stack, shop), poster_of(stack, shop)
    assert re.fullmatch("261122-1-[0-9A-Z]{10}", first)
    assert scanned(stack, code, first) == "valid"
    assert scanned(stack, code, "none") == "unsigned"
    assert scanned(stack, code, None) is None
    other_end = "0" if first[-1] != "0" else "1"
    for forged in (first[:-1] + other_end, "261122-2" + first[8:], poster_of(stack, other), "x"):
        assert scanned(stack, code, forged) == "foreign"
    body = {"replaces": 1, "reason": "swapped"}
    path = f"/v1/staff/merchants/{shop}/papers/posters"
    renewed = stack.call("POST", path, body, token="anna")
    assert (renewed.status, renewed.json["poster_number"]) == (201, 2)
    # The same day, and sent again after a lost answer: no third one.
    again = stack.call("POST", path, body, token="anna")
    assert (again.status, again.json["poster_number"]) == (201, 2)
    assert scanned(stack, code, first) == "old"
    assert scanned(stack, code, poster_of(stack, shop)) == "valid"
    found = stack.call("GET", "/v1/staff/audit?action=merchant_poster_renewed", token="anna").json
    assert [(r["reason"], r["after"]) for r in found["data"]] == [("swapped", {"poster_number": 2})]


def test_a_shop_of_before_posters_is_asked_for_none(stack: Stack) -> None:
    """Seeded, without papers: its QR code has no signature and nobody is warned."""
    assert scanned(stack, builders.a_merchant().merchant_code, "none") is None
    assert judge(stack.adapters.signer, None, "261122-1-0123456789") is None


def test_the_owner_prints_and_renews_and_a_clerk_sees_the_poster(stack: Stack) -> None:
    shop = approved(stack)
    owner = owners_phone(stack, shop)
    clerk = owner.with_pin(add_clerk(owner), CLERK_PIN)
    sheet = clerk.call("GET", "/v1/merchant/poster.svg")
    assert sheet.status == 200
    assert "가마터식당" in sheet.raw.decode()
    assert clerk.call("GET", "/v1/merchant/certificate.svg").status == 403
    certificate = owner.call("GET", "/v1/merchant/certificate.svg").raw.decode()
    for words in ("김청자", "214-86-39239", "2026년 11월 22일 ~ 2028년 11월 21일", "제7조"):
        assert words in certificate
    body = {"replaces": 1, "reason": "lost"}
    assert clerk.call("POST", "/v1/merchant/posters", body).status == 403
    assert owner.call("POST", "/v1/merchant/posters", body).json["poster_number"] == 2
    stale = owner.call("POST", "/v1/merchant/posters", body | {"replaces": 0})
    assert (stale.status, stale.json["code"]) == (409, "version_conflict")
    shown = owner.call("GET", "/v1/merchant/papers").json
    assert (shown["poster_number"], shown["poster_on"]) == (2, "2026-11-22")


def test_the_till_shows_the_signed_code(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = approved(stack)
    owner = owners_phone(stack, shop)
    said: list[str] = []

    def keep(text: str) -> str:
        said.append(text)
        return "<svg/>"

    monkeypatch.setattr("chalicelib.core.qr.svg", keep)
    assert owner.call("GET", "/v1/merchant").status == 200
    asked = parse_qs(urlsplit(said[0]).query)
    assert asked == {"pay": [code_of(stack, shop)], "poster": [poster_of(stack, shop)]}


def test_a_shop_that_ended_has_no_papers(stack: Stack) -> None:
    shop = approved(stack)
    close = {"status": "closed", "reason": "폐업 신고"}
    stack.call("PUT", f"/v1/staff/merchants/{shop}/status", close, token="anna")
    path = f"/v1/staff/merchants/{shop}/papers"
    check_refused(
        stack, lambda h: stack.call("GET", path, token="anna", headers=h), 409, "papers_ended"
    )


@pytest.mark.parametrize(
    ("name", "head"),
    [("강진군", "강진군수"), ("진주시", "진주시장"), ("해운대구", "해운대구청장"), ("온", "온")],
)
def test_who_signs_is_named_after_the_place(name: str, head: str) -> None:
    county: County = replace(builders.a_county(), name=name)
    assert papers.head_of(county) == head
