"""Settings as dated versions: recorded for days to come, so that the past can be explained."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.sales.store import RoundStore
from tests import builders
from tests.approvals.test_setting_proposals import enact
from tests.conftest import Answer, Stack
from tests.refusals import check_refused
from tests.sales.test_counter_sales import sell

BODY = {
    "key": "conversion.minimum",
    "effective_on": "2026-11-23",
    "value": 7_000,
    "source": "조례 제6조의2제3항",
    "notice": "강진군 공고 제2026-77호 교환 최소 금액 변경",
}
SETTINGS = "/v1/staff/settings"


def get(stack: Stack, path: str, headers: Any = None) -> Answer:
    return stack.call("GET", path, token="staff", headers=headers)


def record(stack: Stack, *, headers: Any = None, **changes: Any) -> Answer:
    return stack.call("POST", SETTINGS, BODY | changes, token="staff", headers=headers)


def standing(stack: Stack, key: str, on: str = "") -> Any:
    found = get(stack, SETTINGS + (f"?on={on}" if on else "")).json["data"]
    return next(one for one in found if one["key"] == key)


def test_a_version_waits_for_its_day_and_then_holds(stack: Stack) -> None:
    answer = record(stack)

    assert answer.status == 201
    assert answer.json == BODY | {
        "recorded_by": "staff", "recorded_at": "2026-11-22T03:00:00.000Z",
        "approved_by": None, "proposal_id": None,
    }  # fmt: skip
    today = standing(stack, "conversion.minimum")
    assert today["needs_two_people"] is False
    assert today["current"]["value"] == 1_000
    assert today["current"]["recorded_by"] is None
    assert [v["value"] for v in today["coming"]] == [7_000]
    then = standing(stack, "conversion.minimum", "2026-11-23")
    assert (then["current"], then["coming"]) == (answer.json, [])
    history = get(stack, f"{SETTINGS}/conversion.minimum").json["data"]
    assert [(v["effective_on"], v["value"]) for v in history] == [
        ("2026-11-23", 7_000), ("2026-01-01", 1_000),
    ]  # fmt: skip


def test_a_version_is_never_changed(stack: Stack) -> None:
    assert record(stack).status == 201
    for value in (7_000, 8_000):
        check_refused(
            stack, lambda h, v=value: record(stack, headers=h, value=v), 409,
            "setting_version_exists", "effective_on",
        )  # fmt: skip


def test_two_who_record_the_same_day_at_once_make_one_version(stack: Stack) -> None:
    first: list[Answer] = []

    def another_was_faster(name: str) -> None:
        if name == "put_all_new" and not first:
            first.append(Answer(0, {}, b""))
            first[0] = record(stack, value=9_000)

    stack.table.before_call = another_was_faster
    second = record(stack)
    stack.table.before_call = lambda name: None

    assert (first[0].status, second.status) == (201, 409)
    assert standing(stack, "conversion.minimum", "2026-11-23")["current"]["value"] == 9_000


def test_two_that_contradict_each_other_are_never_both_recorded(stack: Stack) -> None:
    """Each fits what was there: together they would stop the county on their day for good."""
    first: list[int] = []

    def another_was_faster(name: str) -> None:
        if name == "put_all_new" and not first:
            first.append(0)
            first[0] = enact(stack, key="redemption.maximum", value=1_200_000).status

    stack.table.before_call = another_was_faster
    second = record(stack, key="redemption.minimum", value=1_300_000)
    stack.table.before_call = lambda name: None

    assert (first, second.status, second.json["code"]) == ([200], 422, "settings_contradict")
    stack.later(days=1)
    assert stack.member().wallet()["voucher"]["balance_amount"] == 0


def test_two_that_agree_are_both_recorded(stack: Stack) -> None:
    first: list[int] = []

    def another_was_faster(name: str) -> None:
        if name == "put_all_new" and not first:
            first.append(0)
            first[0] = enact(stack, key="redemption.maximum", value=1_200_000).status

    stack.table.before_call = another_was_faster
    second = record(stack, key="redemption.minimum", value=1_000)
    stack.table.before_call = lambda name: None

    assert (first, second.status) == ([200], 201)


@pytest.mark.parametrize(
    ("now", "effective_on", "is_taken"),
    [
        (datetime(2026, 11, 22, 3, tzinfo=UTC), "2026-11-21", False),
        (datetime(2026, 11, 22, 3, tzinfo=UTC), "2026-11-22", False),
        (datetime(2026, 11, 22, 3, tzinfo=UTC), "2026-11-23", True),
        # Midnight in Seoul is 15:00 UTC; five minutes before it, tomorrow is too soon.
        (datetime(2026, 11, 22, 14, 54, 59, tzinfo=UTC), "2026-11-23", True),
        (datetime(2026, 11, 22, 14, 55, tzinfo=UTC), "2026-11-23", False),
        (datetime(2026, 11, 22, 15, tzinfo=UTC), "2026-11-23", False),
        (datetime(2026, 11, 22, 15, tzinfo=UTC), "2026-11-24", True),
    ],
)
def test_a_day_that_has_begun_or_is_about_to_never_changes(
    stack: Stack, now: datetime, effective_on: str, is_taken: bool
) -> None:
    stack.now = now
    if is_taken:
        assert record(stack, effective_on=effective_on).status == 201
        return
    problem = check_refused(
        stack, lambda h: record(stack, headers=h, effective_on=effective_on), 422,
        "setting_too_soon", "effective_on",
    )  # fmt: skip
    assert record(stack, effective_on=problem["earliest_on"]).status == 201


@pytest.mark.parametrize(
    ("changes", "status", "code", "param"),
    [
        ({"key": "mileage.unknown"}, 404, "setting_not_found", "key"),
        ({"key": "mileage_signup"}, 404, "setting_not_found", "key"),
        ({"value": -1}, 422, "setting_out_of_bounds", "value"),
        ({"value": 1_000_000_001}, 422, "setting_out_of_bounds", "value"),
        ({"key": "report.small_cell", "value": 1_001}, 422, "setting_out_of_bounds", "value"),
        ({"key": "sale.refund_percent", "value": 70}, 422, "setting_needs_two_people", "key"),
        ({"value": None}, 422, "setting_required", "value"),
        ({"key": "redemption.minimum", "value": 2_000_001}, 422, "settings_contradict", "value"),
        ({"value": 1.5}, 400, "invalid_request", "value"),
        ({"value": "7000"}, 400, "invalid_request", "value"),
        ({"value": True}, 400, "invalid_request", "value"),
        ({"effective_on": "2026-13-01"}, 400, "invalid_request", "effective_on"),
        ({"effective_on": None}, 400, "invalid_request", "effective_on"),
        ({"effective_on": "1798761600"}, 400, "invalid_request", "effective_on"),
        ({"effective_on": "2026-12-01T00:00:00Z"}, 400, "invalid_request", "effective_on"),
        ({"source": " "}, 400, "invalid_request", "source"),
        ({"source": "조례\u202e제6조"}, 400, "invalid_request", "source"),
        ({"notice": "공고\x00"}, 400, "invalid_request", "notice"),
        ({"notice": ""}, 400, "invalid_request", "notice"),
        ({"notice": "x" * 301}, 400, "invalid_request", "notice"),
        ({"key": ""}, 400, "invalid_request", "key"),
        ({"surprise": 1}, 400, "invalid_request", "surprise"),
    ],
)
def test_a_value_with_which_the_county_could_not_be_run_is_refused(
    stack: Stack, changes: dict[str, Any], status: int, code: str, param: str
) -> None:
    check_refused(stack, lambda h: record(stack, headers=h, **changes), status, code, param)


def test_a_version_is_judged_with_all_that_come_after_it(stack: Stack) -> None:
    raised = {"key": "redemption.maximum", "value": 3_000_000, "effective_on": "2026-12-10"}
    assert enact(stack, **raised).json["status"] == "applied"
    minimum = {"key": "redemption.minimum", "value": 2_500_000}
    problem = record(stack, **minimum, effective_on="2026-12-09")
    assert (problem.status, problem.json["day"]) == (422, "2026-12-09")
    assert record(stack, **minimum, effective_on="2026-12-10").status == 201
    # It would be right on its own day, but not on the tenth.
    late = enact(stack, key="redemption.maximum", value=2_600_000, effective_on="2026-12-20")
    assert late.json["status"] == "applied"
    broken = record(stack, key="redemption.minimum", value=2_700_000, effective_on="2026-12-15")
    assert (broken.status, broken.json["day"]) == (422, "2026-12-20")


def test_a_limit_can_be_lifted(stack: Stack) -> None:
    assert enact(stack, key="purchase.year_cap", value=4_000_000).json["status"] == "applied"
    assert enact(stack, key="voucher.holding_cap", value=None).json["status"] == "applied"
    stack.later(days=1)
    assert standing(stack, "voucher.holding_cap")["current"]["value"] is None


def test_a_setting_that_was_never_there_has_no_history(stack: Stack) -> None:
    path = f"{SETTINGS}/mileage.unknown"
    check_refused(stack, lambda h: get(stack, path, h), 404, "setting_not_found")
    assert standing(stack, "conversion.minimum", "2025-12-31")["current"] is None
    for no_day in ("yesterday", "0", "1798761600", "20261123", "2026-11-23T00:00:00Z"):
        check_refused(
            stack, lambda h, d=no_day: get(stack, f"{SETTINGS}?on={d}", h), 400,
            "invalid_request", "on",
        )  # fmt: skip


# Why an entry is as it is


def test_a_past_decision_is_explained_by_the_versions_of_its_day(stack: Stack) -> None:
    RoundStore(stack.table).create(builders.a_round())
    stack.staff_roles = frozenset({"manager", "operator"})
    member = stack.member()
    entry_id = sell(stack, member, 10_000).json["entry_id"]
    first = stack.call("GET", "/v1/me/entries", token=member.token).json["data"][-1]["entry_id"]
    assert enact(stack, key="sale.refund_percent", value=60).json["status"] == "applied"
    stack.later(days=30)

    path = f"/v1/staff/members/{member.member_id}/entries/{entry_id}"
    explained = get(stack, path).json

    assert explained["on"] == "2026-11-22"
    by_key = {v["key"]: v["value"] for v in explained["settings"]}
    assert by_key == {
        "purchase.minimum": 1000, "purchase.multiple": 1000, "purchase.month_cap": 700_000,
        "purchase.year_cap": None, "voucher.holding_cap": 1_500_000, "sale.valid_months": 60,
        "sale.refund_percent": 80, "identity.purchase": 0,
    }  # fmt: skip
    assert explained["entry"]["kind"] == "purchase"
    assert explained["entry"]["hash"] == explained["link"]["hash"]
    link = explained["link"]
    assert (link["seq"], link["is_whole"]) == (2, True)
    assert link["previous_entry_id"] == first
    signup = get(stack, f"/v1/staff/members/{member.member_id}/entries/{first}").json
    assert signup["link"]["previous_entry_id"] is None
    assert signup["link"]["is_whole"] is True


def test_a_link_that_was_tampered_with_is_not_called_whole(stack: Stack) -> None:
    member = stack.member(vouchers=1_000)
    newest, first = stack.call("GET", "/v1/me/entries", token=member.token).json["data"]
    path = f"/v1/staff/members/{member.member_id}/entries"
    item = next(i for i in stack.table.items.values() if i.get("entry_id") == first["entry_id"])
    item["a"][0][-1] = 4_999
    assert get(stack, f"{path}/{first['entry_id']}").json["link"]["is_whole"] is False
    item["hash"] = b"\x00" * 32
    assert get(stack, f"{path}/{newest['entry_id']}").json["link"]["is_whole"] is False


@pytest.mark.parametrize("entry_id", ["ent_06H02CHZG2WVD3YG", "nonsense", "ent_ZZZZZZZZZZZZZZZZ"])
def test_an_entry_that_is_not_there_is_not_found(stack: Stack, entry_id: str) -> None:
    member = stack.member()
    path = f"/v1/staff/members/{member.member_id}/entries/{entry_id}"
    check_refused(stack, lambda h: get(stack, path, h), 404, "entry_not_found")


def test_who_looks_into_an_entry_is_on_record_without_a_name(stack: Stack) -> None:
    member = stack.member()
    own = f"/v1/staff/members/{member.member_id}/entries"
    entry_id = get(stack, own).json["data"][0]["entry_id"]
    get(stack, f"{own}/{entry_id}")
    # Names and numbers in place of ids.
    for path in (
        "홍길동/entries/ent_06H02CHZG2WVD3YG",
        f"{member.member_id}/entries/010-1234-5678",
    ):
        assert get(stack, f"/v1/staff/members/{path}").json["code"] == "entry_not_found"
    (record,) = get(stack, "/v1/staff/audit?action=entry_viewed").json["data"]
    assert record["by"] == "staff"
    assert record["target_id"] == member.member_id
    assert record["after"] == {"entry_id": entry_id}
