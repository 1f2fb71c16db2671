"""The nightly book: what it counts of a member, that it says no name, and that it catches up."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.analysis import nightly
from chalicelib.analysis.member_book import PARTS
from chalicelib.analysis.wiring import AnalysisWiring
from chalicelib.core.values import seoul_date
from chalicelib.county.store import CountyStore
from tests import builders
from tests.analysis.nights import extract_rows, run_night
from tests.campaigns.test_desk import made
from tests.campaigns.test_links import code as channel
from tests.conftest import Stack


@pytest.fixture
def office(stack: Stack) -> Stack:
    opened = replace(builders.a_county(), opened_on=seoul_date(stack.now))
    CountyStore(stack.table).put_county(opened)
    return stack


def test_a_night_has_a_line_of_each_member_and_no_name(office: Stack) -> None:
    member = office.member(vouchers=5000)
    other = office.member("010-2222-3333")
    paid = office.redeem(member.pay_code(), 2000)
    assert paid.status == 201
    assert run_night(office) == PARTS

    rows = extract_rows(office)
    assert len(rows) == 2
    by_spending = sorted(rows, key=lambda row: row["won_q0"])
    idle, active = by_spending
    assert (active["payments_q0"], active["won_q0"], active["age_band"]) == ("1", "2000", "40s")
    assert active["first_converted_on"] == active["first_spent_on"] == active["joined_on"]
    assert (idle["payments_q0"], idle["first_spent_on"], idle["relation"]) == ("0", "", "tourist")
    files = b"".join(office.files.files[n] for n in office.files.files if "/extract/" in n)
    assert member.member_id.encode() not in files
    text = str(rows)
    for told in (member.member_id, other.member_id, "홍길동", "1234-5678", "1980"):
        assert told not in text


def test_the_same_night_again_gives_the_same_files(office: Stack) -> None:
    office.member(vouchers=5000)
    run_night(office)
    before = {n: c for n, c in office.files.files.items() if n.startswith("analysis/")}
    office.now -= timedelta(days=1)
    run_night(office)
    assert before == {n: c for n, c in office.files.files.items() if n.startswith("analysis/")}
    assert before


def test_a_part_that_is_behind_goes_on_with_another_message(
    office: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = office.member(vouchers=5000)
    office.later(days=2)
    member = office.logged_in(member)
    office.redeem(member.pay_code(), 1000)
    monkeypatch.setattr(nightly, "ENTRIES_AT_ONCE", 1)
    taken = run_night(office)
    assert taken > PARTS
    (row,) = extract_rows(office)
    assert (row["won_q0"], row["payments_q0"]) == ("1000", "1")


def test_what_each_channel_brought_is_counted_with_its_campaign(office: Stack) -> None:
    office.staff_roles = frozenset({"operator", "manager"})
    campaign_id = made(office)
    by = channel(office, campaign_id)
    for number, code in enumerate((by, by, None)):
        token = office.prove_phone(f"010-3000-{number:04d}")
        office.apply_with(token, campaign_code="reed26", channel=code)
        office.deliver()
    office.member("010-4000-0001")
    run_night(office)

    rows = extract_rows(office)
    assert sorted(row["channel"] for row in rows) == ["", "", "sns-insta", "sns-insta"]
    figures = office.wired(AnalysisWiring).book.figures(builders.COUNTY)
    assert figures is not None
    counts = {one: path.joined.count for one, path in figures.channels[campaign_id].items()}
    assert counts == {"": 1, "sns-insta": 2}
    campaigns = office.call("GET", "/v1/staff/cohorts", token="anna").json["campaigns"]
    names = {one["campaign_id"]: [each["name"] for each in one["channels"]] for one in campaigns}
    assert names.pop(campaign_id) == ["SNS 광고 (insta)", "링크 없이"]
    assert all(not one for one in names.values())


def test_who_left_is_in_no_file_of_the_next_night(office: Stack) -> None:
    member = office.member()
    run_night(office)
    assert len(extract_rows(office)) == 1
    member = office.logged_in(member)
    left = member.leave()
    assert left.status == 200, left.raw
    run_night(office)
    assert extract_rows(office) == []


def test_consent_is_read_of_the_profile_each_night(office: Stack) -> None:
    member = office.member()
    run_night(office)
    member = office.logged_in(member)
    body: dict[str, Any] = {"given": True}
    said = office.call("PUT", "/v1/me/consents/marketing", body, token=member.token)
    assert said.status == 200, said.raw
    run_night(office)
    assert [row["takes_marketing"] for row in extract_rows(office)] == ["1"]
