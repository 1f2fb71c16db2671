"""Bulk grants: row keys in any case, vouchers with a last day, bounds, and two thousand rows."""

import base64
from datetime import date
from typing import Any

import pytest

from chalicelib.approvals.bulk_grant_store import BulkGrantStore
from chalicelib.approvals.wiring import ApprovalsWiring
from chalicelib.ledger.vouchers import voucher_expiry
from tests.approvals.test_bulk_grants import (
    approve,
    members,
    mileage,
    results,
    shown,
    upload,
    uploaded,
    work,
)
from tests.builders import COUNTY, SETTINGS
from tests.conftest import Answer, Member, Stack
from tests.ledger_checks import check_chain
from tests.refusals import check_refused
from tests.staff_office import a_file

VOUCHERS = "row_key,member_id,voucher_amount,reason\n"


def vouchers(*rows: tuple[str, Member, int]) -> str:
    return VOUCHERS + "".join(f"{key},{m.member_id},{won},시상\n" for key, m, won in rows)


def granted(stack: Stack, text: str, **changes: Any) -> str:
    """Uploaded, approved and worked off."""
    answer = upload(stack, text, **changes)
    assert answer.status == 201, answer.raw
    grant_id: str = answer.json["grant_id"]
    assert approve(stack, grant_id).status == 200
    work(stack)
    return grant_id


# Row keys


def test_a_row_key_in_another_case_is_the_same_row(stack: Stack) -> None:
    a, b = members(stack, 2)
    granted(stack, a_file(("Vol-17", a.member_id, 250)))

    again = granted(stack, a_file(("VOL-17", a.member_id, 250)))
    other = granted(stack, a_file(("vol-17", b.member_id, 250)))

    assert [(r["row_key"], r["result"]) for r in results(stack, again)] == [
        ("VOL-17", "already_granted")
    ]
    assert [(r["result"], r["code"]) for r in results(stack, other)] == [
        ("refused", "row_key_reused")
    ]
    assert (mileage(stack, a), mileage(stack, b)) == ([250], [])


def of_before(stack: Stack, grant_id: str, row_key: str) -> None:
    """As it was stored when case made another key of it."""
    items = stack.table.items
    items[f"{COUNTY}#GRANTS", f"{grant_id}#1"].pop("keys")
    claim = items.pop((f"{COUNTY}#ROWKEY#{row_key.lower()}", "ROWKEY"))
    claim["pk"] = f"{COUNTY}#ROWKEY#{row_key}"
    items[claim["pk"], "ROWKEY"] = claim
    for item in items.values():
        if item.get("type") in ("grant_outcome", "row_claim"):
            item.pop("voucher_amount", None)


def test_a_row_granted_before_in_another_case_is_the_same_row(stack: Stack) -> None:
    (a,) = members(stack, 1)
    first = granted(stack, a_file(("Vol-2026-A", a.member_id, 250)))
    of_before(stack, first, "Vol-2026-A")
    # Known since the process began, as nothing is written so any more.
    stack.wired(ApprovalsWiring).grant_runs.written.forget(COUNTY)
    assert BulkGrantStore(stack.table).written_keys(COUNTY) == {"vol-2026-a": ["Vol-2026-A"]}

    for key in ("vol-2026-a", "VOL-2026-A", "Vol-2026-A"):
        again = granted(stack, a_file((key, a.member_id, 250)))
        assert [r["result"] for r in results(stack, again)] == ["already_granted"]
    assert mileage(stack, a) == [250]
    assert shown(stack, first)["rows"]["granted"] == 1
    assert results(stack, first)[0]["row_key"] == "Vol-2026-A"


def test_a_key_that_a_spreadsheet_rewrites_is_refused_by_its_line(stack: Stack) -> None:
    (a,) = members(stack, 1)
    text = a_file(("v-1", a.member_id, 1), ("00031337", a.member_id, 1))
    for language, word in (("ko", "영문자"), ("en", "leading zeros")):
        refused = stack.call(
            "POST", "/v1/staff/bulk-grants", {"name": "x", "csv": text}, token="anna", key="new",
            headers={"Accept-Language": language},
        )  # fmt: skip
        assert (refused.status, refused.json["code"], refused.json["line"]) == (
            400, "csv_invalid", 3,
        )  # fmt: skip
        assert word in refused.json["detail"]


# Sums


@pytest.mark.parametrize(
    ("key", "code"),
    [("grant.person_maximum", "person_maximum"), ("grant.file_maximum", "file_maximum")],
)
def test_the_county_bounds_what_a_file_gives(stack: Stack, key: str, code: str) -> None:
    (a,) = members(stack, 1)
    stack.set_rule(key, 5_000)
    stack.later(days=1)
    most = [("v-1", a.member_id, 3_000), ("v-2", a.member_id, 2_000)]
    refused = upload(stack, a_file(*most, ("v-3", a.member_id, 1)))
    assert refused.json["problems"][0]["code"] == code
    assert (refused.json["line"], "5,000" in refused.json["detail"]) == (4, True)
    assert upload(stack, a_file(*most)).status == 201


def test_without_a_countys_word_one_person_gets_no_thousand_million(stack: Stack) -> None:
    (a,) = members(stack, 1)
    rows = [(f"v-{n}", a.member_id, 1_000_000) for n in range(2)]
    assert upload(stack, a_file(*rows)).json["problems"][0]["code"] == "person_maximum"


# Vouchers


def test_a_file_gives_vouchers_with_a_last_day(stack: Stack) -> None:
    a, b = members(stack, 2)
    text = vouchers(("p-1", a, 30_000), ("p-2", b, 20_000))
    grant_id = granted(stack, text, expires_on="2031-10-31")

    seen = shown(stack, grant_id)
    assert (seen["voucher_amount"], seen["mileage"], seen["expires_on"]) == (
        50_000, 0, "2031-10-31",
    )  # fmt: skip
    assert (seen["rows"]["voucher_amount"], seen["rows"]["granted"]) == (50_000, 2)
    (lot,) = a.wallet()["voucher"]["lots"]
    assert (lot["kind"], lot["remaining_amount"], lot["expires_on"]) == (
        "policy", 30_000, "2031-10-31",
    )  # fmt: skip
    assert list(results(stack, grant_id)[0])[:4] == [
        "row_key", "member_id", "voucher_amount", "reason",
    ]  # fmt: skip
    assert check_chain(stack.table, b.member_id)[-1].voucher_amount == 20_000
    # The same key as mileage is another thing.
    other = granted(stack, a_file(("p-1", a.member_id, 30_000)))
    assert [r["code"] for r in results(stack, other)] == ["row_key_reused"]
    again = granted(stack, text, expires_on="2031-10-31")
    assert {r["result"] for r in results(stack, again)} == {"already_granted"}


def test_without_a_last_day_they_end_as_the_county_gives_vouchers(stack: Stack) -> None:
    (a,) = members(stack, 1)
    granted(stack, vouchers(("p-1", a, 7_000)))
    (lot,) = (x for x in check_chain(stack.table, a.member_id)[-1].lots if x.kind == "policy")
    given_on = check_chain(stack.table, a.member_id)[-1].on
    assert lot.expires_on == voucher_expiry("policy", given_on, SETTINGS)


@pytest.mark.parametrize("day", ["2026-11-22", "2026-11-01", "2031-11-23"])
def test_a_last_day_is_tomorrow_or_later_and_within_the_countys_own(stack: Stack, day: str) -> None:
    (a,) = members(stack, 1)

    def send(headers: Any) -> Answer:
        body = {"name": "시상", "csv": vouchers(("p-1", a, 7_000)), "expires_on": day}
        path = "/v1/staff/bulk-grants"
        return stack.call("POST", path, body, token="anna", key="new", headers=headers)

    problem = check_refused(stack, send, 422, "grant_expiry_invalid", "expires_on")
    assert (problem["earliest_on"], problem["latest_on"]) == ("2026-11-23", "2031-11-22")
    mile = upload(stack, a_file(("v-1", a.member_id, 1)), expires_on="2031-10-31")
    assert mile.json["code"] == "grant_expiry_invalid"


def test_vouchers_whose_last_day_is_over_are_not_given(stack: Stack) -> None:
    (a,) = members(stack, 1)
    answer = upload(stack, vouchers(("p-1", a, 7_000)), expires_on="2026-11-24")
    stack.later(days=3)
    assert approve(stack, answer.json["grant_id"]).status == 200
    work(stack)
    (row,) = results(stack, answer.json["grant_id"])
    assert (row["result"], row["code"]) == ("refused", "voucher_expired")
    assert len(check_chain(stack.table, a.member_id)) == 1


def test_on_their_last_day_they_are_given_yet(stack: Stack) -> None:
    (a,) = members(stack, 1)
    answer = upload(stack, vouchers(("p-9", a, 6_500)), expires_on="2026-11-25")
    stack.later(days=3)
    approve(stack, answer.json["grant_id"])
    work(stack)
    (lot,) = (x for x in check_chain(stack.table, a.member_id)[-1].lots if x.kind == "policy")
    assert (lot.remaining, lot.expires_on) == (6_500, date(2026, 11, 25))


def test_the_holding_cap_holds_row_by_row(stack: Stack) -> None:
    (a,) = members(stack, 1)
    stack.set_rule("voucher.holding_cap", 50_000)
    stack.later(days=1)
    grant_id = granted(stack, vouchers(("p-1", a, 40_000), ("p-2", a, 20_000)))
    assert [(r["result"], r["code"]) for r in results(stack, grant_id)] == [
        ("granted", ""), ("refused", "holding_cap_exceeded"),
    ]  # fmt: skip


# Two thousand rows


def test_two_thousand_of_the_longest_rows_are_one_file(stack: Stack) -> None:
    (a,) = members(stack, 1)
    reason = "가" * 100
    rows = [f"{'k' * 59}-{n:04},{a.member_id},1,{reason}" for n in range(2_000)]
    text = "\n".join(["row_key,member_id,mileage,reason", *rows])
    body = {"name": "축제", "csv_base64": base64.b64encode(text.encode("utf-8-sig")).decode()}

    answer = stack.call("POST", "/v1/staff/bulk-grants", body, token="anna", key="new")

    assert (answer.status, answer.json["row_count"], answer.json["mileage"]) == (201, 2_000, 2_000)
    assert approve(stack, answer.json["grant_id"]).status == 200
    assert len(stack.grant_queue.sent) == 40
    one_more = text + f"\nlast,{a.member_id},1,x"
    refused = upload(stack, one_more)
    assert refused.json["problems"][0]["code"] == "too_many"


def test_a_key_is_stored_by_what_it_is_compared_by(stack: Stack) -> None:
    (a,) = members(stack, 1)
    uploaded(stack, ("Mixed-1", a.member_id, 1))
    granted(stack, a_file(("mIXED-1", a.member_id, 1)))
    assert (f"{COUNTY}#ROWKEY#mixed-1", "ROWKEY") in stack.table.items
