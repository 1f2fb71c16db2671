"""On a working morning one mail to each who may decide; no second one, and nobody's data."""

import importlib
import pkgutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest

import chalicelib
from chalicelib.approvals.matters import MATTERS, MatterKind
from chalicelib.approvals.requests import ApprovalRequests
from chalicelib.core.actors import StaffContact
from chalicelib.core.values import seoul_date
from chalicelib.county.settings import SettingVersion
from chalicelib.county.wiring import CountyWiring
from chalicelib.reporting.waiting_sources import desk_of
from chalicelib.reporting.wiring import ReportingWiring
from chalicelib.settlement.business_days import TemporaryHoliday
from chalicelib.settlement.wiring import SettlementWiring
from tests.builders import COUNTY, FACILITY
from tests.conftest import Stack
from tests.duties.dutiful import do_all
from tests.http.desk_requests import SALE_BODIES
from tests.trips.journeys import claimed, review

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 22, tzinfo=UTC)


def switch(stack: Stack, value: int) -> None:
    # Later versions hold over earlier ones.
    on = seoul_date(stack.now) - timedelta(days=1 + value)
    version = SettingVersion("desk.inbox_mail", on, value, "시험")
    stack.wired(CountyWiring).store.put_setting(COUNTY, version)


def contact(name: str, county_id: str = COUNTY) -> StaffContact:
    return StaffContact(county_id, name, f"sub-{name}", f"{name}@gangjin.example")


@pytest.fixture(autouse=True)
def _office(stack: Stack) -> None:
    switch(stack, 1)
    stack.adapters.staff_accounts.groups = {
        "manager": [contact("anna"), contact("bora"), contact("far", "haenam")],
        "treasurer": [contact("bora"), contact("chul")],
    }
    do_all(stack)


def propose(stack: Stack, by: str = "anna") -> None:
    member = stack.member("010-0000-0001")
    body = {"member_id": member.member_id, "mileage": 700, "reason": "부스 오류"}
    assert stack.call("POST", "/v1/staff/adjustments", body, token=by, key="a").status == 201


def mail(stack: Stack, at: datetime = MONDAY) -> list[dict[str, Any]]:
    before = len(stack.adapters.mail.sent)
    stack.wired(ReportingWiring).inbox_mails.send_due(COUNTY, at)
    return list(stack.adapters.mail.sent[before:])


def test_who_may_decide_has_one_mail_and_the_proposer_none(stack: Stack) -> None:
    propose(stack)
    sent = mail(stack)
    assert sorted(each["to"] for each in sent) == [
        ["bora@gangjin.example"], ["chul@gangjin.example"],
    ]  # fmt: skip
    assert sent[0]["subject"] == "승인할 것 1건"
    assert "조정 1건" in sent[0]["text"]
    for personal in ("부스 오류", "mem_", "anna"):
        assert personal not in sent[0]["text"] + sent[0]["html"]
    assert mail(stack) == [], "the day's mail is out"


def test_nobody_is_mailed_of_nothing(stack: Stack) -> None:
    assert mail(stack) == []
    propose(stack)
    assert len(mail(stack)) == 2, "that nothing waited before is no mail"


def test_there_is_none_on_a_day_of_rest(stack: Stack) -> None:
    propose(stack)
    assert mail(stack, SUNDAY) == []
    declared = TemporaryHoliday(
        on=MONDAY.date(), name="임시공휴일", declared_on=SUNDAY.date(), source="x"
    )
    stack.wired(SettlementWiring).holiday_store.put_new(COUNTY, declared)
    assert mail(stack) == []


def test_a_county_that_has_not_switched_it_on_has_no_mail(stack: Stack) -> None:
    propose(stack)
    switch(stack, 0)
    assert mail(stack) == []


def test_a_morning_that_failed_goes_on_with_those_who_are_left(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    propose(stack)
    mailer = stack.adapters.mail
    whole = mailer.send

    def fails_on_the_second(*args: Any) -> None:
        if mailer.sent:
            raise RuntimeError("no mail")
        whole(*args)

    monkeypatch.setattr(mailer, "send", fails_on_the_second)
    with pytest.raises(RuntimeError, match="no mail"):
        mail(stack)
    monkeypatch.setattr(mailer, "send", whole)
    mail(stack)
    assert sorted(each["to"][0] for each in mailer.sent) == [
        "bora@gangjin.example", "chul@gangjin.example",
    ]  # fmt: skip


def test_no_kind_that_two_people_decide_is_missing(stack: Stack) -> None:
    of_two = {kind.MATTER for kind in subclasses_of(ApprovalRequests)}
    sources = [source.kind for source in desk_of(stack.adapters).sources]

    assert len(of_two) == len(subclasses_of(ApprovalRequests))
    assert of_two <= set(sources)
    assert sorted(sources) == sorted(MATTERS) == sorted(get_args(MatterKind))


def test_whoever_refuses_the_proposer_declares_what_waits(stack: Stack) -> None:
    """Also what is no `ApprovalRequests` and has its two people by itself."""
    sources = {source.kind for source in desk_of(stack.adapters).sources}
    refusing = []
    for found in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
        module = importlib.import_module(found.name)
        if not module.__file__ or "raise ApproverIsProposerError" not in source_of(module):
            continue
        refusing.append(found.name)
        declared = {
            getattr(each, "MATTER", None)
            for each in vars(module).values()
            if getattr(each, "__module__", "") == found.name
        }
        # `check_may_decide` is what the declared kinds and cashbacks ask.
        assert found.name == "chalicelib.approvals.approvals" or declared & sources, found.name
    assert "chalicelib.trips.grant_service" in refusing


def source_of(module: ModuleType) -> str:
    return Path(str(module.__file__)).read_text(encoding="utf-8")


def subclasses_of(base: type[Any]) -> list[type[Any]]:
    """Of the whole product, whatever has been imported before."""
    for module in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
        importlib.import_module(module.name)
    return base.__subclasses__()


@pytest.mark.parametrize("kind", ["interest_proposals", "facility_proposals"])
def test_who_may_decide_hears_of_interest_and_of_terms(stack: Stack, kind: MatterKind) -> None:
    if kind == "interest_proposals":
        stack.staff_roles = frozenset({"treasurer"})
        path = "/v1/staff/interest-proposals"
        body = {"rows": [{"on": "2026-11-02", "amount": 700}], "reason": "은행 통지"}
    else:
        path = f"/v1/staff/facilities/{FACILITY}/terms"
        body = SALE_BODIES[path]
    made = stack.call("POST", path, body, token="anna", key="t")
    assert made.status == 201, made.raw

    [first, *_] = mail(stack)

    assert f"{MATTERS[kind].ko} 1건" in first["text"]


def test_who_did_not_look_at_a_claim_hears_that_its_money_waits(stack: Stack) -> None:
    stack.staff_roles = frozenset({"operator", "manager"})
    trip_id = claimed(stack.member(vouchers=5_000))
    do_all(stack)
    assert mail(stack) == [], "nobody has looked at it yet"
    assert review(stack, trip_id, True, by="anna").status == 200

    sent = mail(stack)

    assert sorted(each["to"][0] for each in sent) == [
        "bora@gangjin.example", "chul@gangjin.example",
    ]  # fmt: skip
    assert "반값여행 지급 1건" in sent[0]["text"]


def test_who_may_review_others_uses_of_personal_data_hears_of_them_until_it_is_done(
    stack: Stack,
) -> None:
    path = f"/v1/staff/members/{stack.member().member_id}/reveal"
    assert stack.call("POST", path, {"reason": "창구 확인"}, token="anna").status == 200
    assert mail(stack) == [], "the month is not over"
    stack.later(days=15)
    do_all(stack)

    [sent] = mail(stack, datetime(2026, 12, 7, tzinfo=UTC))

    assert (sent["to"], "개인정보 점검 1건" in sent["text"]) == (["bora@gangjin.example"], True)
    reviewed = {"period": "2026-11", "note": "이상 없음"}
    reviews = "/v1/staff/personal-data-reviews"
    assert stack.call("POST", reviews, reviewed, token="bora").status == 201
    assert mail(stack, datetime(2026, 12, 8, tzinfo=UTC)) == []
