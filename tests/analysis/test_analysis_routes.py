"""Segments, cohorts and gaps as staff see them, the extract, and a benefit for a segment."""

import csv
import gzip
import io
from collections.abc import Mapping
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.analysis import reading, segment_service
from chalicelib.core.values import seoul_date
from chalicelib.county.store import CountyStore
from tests import builders
from tests.analysis.nights import run_night
from tests.conftest import Answer, Stack
from tests.refusals import check_refused as check_refused_alike

PATH = "/v1/staff/segments"
TOURISTS = {"name": "관광객", "rule": {"relations": ["tourist"]}}


def ask(stack: Stack, method: str, path: str, body: Any = None, **more: Any) -> Answer:
    return stack.call(method, path, body, token="anna", **more)


def check_refused(
    stack: Stack,
    method: str,
    path: str,
    body: Any,
    status: int,
    code: str,
    param: str | None = None,
) -> None:
    def send(headers: Mapping[str, str]) -> Answer:
        return ask(stack, method, path, body, headers=headers, key="new")

    check_refused_alike(stack, send, status, code, param)


@pytest.fixture(scope="module")
def office() -> Stack:
    """Fourteen members, of whom twelve take marketing and one paid; a night has passed."""
    from tests.conftest import FakeStaffTokens

    stack = Stack()
    stack.adapters.staff_tokens = FakeStaffTokens(stack)
    builders.seed(stack.table)
    opened = replace(builders.a_county(), opened_on=seoul_date(stack.now))
    CountyStore(stack.table).put_county(opened)
    for number in range(14):
        token = stack.prove_phone(f"010-3000-{number:04d}")
        consents = {"terms": True, "privacy": True, "marketing": number < 12}
        applied = stack.apply_with(token, consents=consents, name=f"홍길{chr(0xAC00 + number)}")
        assert applied.status == 202, applied.raw
        stack.later(minutes=1)
    stack.deliver()
    payer = stack.member("010-4000-0001", vouchers=5000)
    assert stack.redeem(payer.pay_code(), 3000).status == 201
    run_night(stack)
    return stack


def test_a_segment_is_counted_at_once_and_hides_few(office: Stack) -> None:
    made = ask(office, "POST", PATH, TOURISTS)
    assert made.status == 201, made.raw
    counted = made.json["counted"]
    assert counted["joined"] is None or counted["joined"] in (10, 15, 20)
    assert (counted["spent"], counted["spent_amount"], counted["converted"]) == (None, None, None)
    listed = ask(office, "GET", PATH).json["data"]
    assert [one["segment_id"] for one in listed] == [made.json["segment_id"]]
    assert listed[0]["counted"] == counted
    nobody = ask(office, "POST", PATH, {"name": "x", "rule": {"age_bands": ["70_over"]}})
    assert nobody.json["counted"]["joined"] == 0
    for one in (made, nobody):
        ended = ask(office, "POST", f"{PATH}/{one.json['segment_id']}/end", {})
        assert ended.status == 200, ended.raw
    path = f"{PATH}/{made.json['segment_id']}/end"
    check_refused(office, "POST", path, {}, 409, "segment_ended")
    check_refused(office, "POST", f"{PATH}/seg_1/end", {}, 404, "segment_not_found")
    assert ask(office, "GET", PATH).json["data"] == []


@pytest.mark.parametrize(
    ("status", "code", "param", "rule"),
    [
        (422, "segment_rule_empty", None, {}),
        (422, "segment_span_invalid", None, {"spent_min_amount": 2, "spent_max_amount": 1}),
        (400, "invalid_request", "rule.regions.0", {"regions": ["1"]}),
        (400, "invalid_request", "rule.names", {"names": ["홍길동"]}),
    ],
)
def test_rules_that_are_none(
    office: Stack, status: int, code: str, param: str | None, rule: dict[str, Any]
) -> None:
    check_refused(office, "POST", PATH, {"name": "x", "rule": rule}, status, code, param)


def test_errors_that_need_many(office: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment_service, "OPEN_MAX", 0)
    check_refused(office, "POST", PATH, TOURISTS, 422, "segments_too_many")
    monkeypatch.undo()
    monkeypatch.setattr(reading, "EXTRACT_BYTES_MAX", 100)
    body = {"reason": "x"}
    check_refused(office, "POST", "/v1/staff/member-extracts", body, 422, "extract_too_large")
    monkeypatch.undo()
    monkeypatch.setattr(segment_service, "ROWS_MAX", 11)
    segment = ask(office, "POST", PATH, TOURISTS).json["segment_id"]
    benefit = {"name": "x", "mileage": 1}
    path = f"{PATH}/{segment}/grants"
    check_refused(office, "POST", path, benefit, 422, "segment_too_large")
    ask(office, "POST", f"{PATH}/{segment}/end", {})


def test_cohorts_and_gaps_show_no_small_number(office: Stack) -> None:
    cohorts = ask(office, "GET", "/v1/staff/cohorts").json
    (month,) = cohorts["months"]
    assert (month["month"], month["path"]["spent"]) == ("2026-11", None)
    assert [one["campaign_id"] for one in cohorts["campaigns"]] != []
    gaps = ask(office, "GET", "/v1/staff/spending-gaps").json["data"]
    assert gaps
    for one in gaps:
        if one["payers"] is None:
            assert (one["payments"], one["amount"], one["gap"]) == (None, None, None)


def test_the_extract_is_taken_for_a_reason_on_record(office: Stack) -> None:
    taken = ask(office, "POST", "/v1/staff/member-extracts", {"reason": "연구 용역"})
    assert taken.status == 200, taken.raw
    rows = list(csv.DictReader(io.StringIO(gzip.decompress(taken.raw).decode("utf-8-sig"))))
    assert len(rows) == 15
    assert {row["relation"] for row in rows} == {"tourist"}
    assert sorted(row["won_q0"] for row in rows)[-1] == "3000"
    explained = ask(office, "GET", "/v1/staff/member-extracts/dictionary.csv").raw.decode()
    assert all(f"{name}," in explained for name in rows[0])
    records = ask(office, "GET", "/v1/staff/audit?action=extract_taken_out").json["data"]
    assert [one["reason"] for one in records] == ["연구 용역"]


def test_a_benefit_goes_to_those_who_consented_by_two_people(office: Stack) -> None:
    segment = ask(office, "POST", PATH, TOURISTS).json["segment_id"]
    path = f"{PATH}/{segment}/grants"
    check_refused(office, "POST", path, {"name": "x"}, 422, "segment_grant_invalid")
    body = {"name": "겨울 인사", "mileage": 500}
    made = ask(office, "POST", path, body, key="benefit-0001")
    assert (made.status, made.json["row_count"]) == (201, 12), made.raw
    repeated = ask(office, "POST", path, body, key="benefit-0001")
    assert repeated.json == made.json
    grant = ask(office, "GET", f"/v1/staff/bulk-grants/{made.json['grant_id']}").json
    assert (grant["status"], grant["mileage"]) == ("proposed", 6000)


def test_too_few_are_given_nothing(office: Stack) -> None:
    rule = {"relations": ["tourist"], "seen_within_days": 1}
    segment = ask(office, "POST", PATH, {"name": "x", "rule": rule}).json["segment_id"]
    body = {"name": "겨울", "mileage": 500}
    path = f"{PATH}/{segment}/grants"
    check_refused(office, "POST", path, body, 422, "segment_too_small")


def test_before_the_first_night_there_is_nothing(stack: Stack) -> None:
    check_refused(stack, "GET", "/v1/staff/cohorts", None, 404, "analysis_not_ready")
    made = ask(stack, "POST", PATH, TOURISTS)
    assert (made.status, made.json["counted"]) == (201, None)


def test_a_bound_of_nothing_is_on_record_too(office: Stack) -> None:
    body = {"name": "쓴 적 없는", "rule": {"spent_max_amount": 0, "relations": ["tourist"]}}
    segment = ask(office, "POST", PATH, body).json["segment_id"]
    (record,) = [
        one
        for one in ask(office, "GET", "/v1/staff/audit?action=segment_defined").json["data"]
        if one["target_id"] == segment
    ]
    assert record["after"]["conditions"] == ["relations=tourist", "spent_max_amount=0"]
    ask(office, "POST", f"{PATH}/{segment}/end", {})
