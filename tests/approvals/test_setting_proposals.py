"""Settings that move money over HTTP: two people, what they are shown, and what nobody can pass."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib.county.settings import SETTINGS, SettingVersion
from chalicelib.county.wiring import CountyWiring
from tests.builders import COUNTY
from tests.conftest import Answer, Stack
from tests.refusals import check_refused

PATH = "/v1/staff/setting-proposals"
BODY = {
    "key": "mileage.signup",
    "effective_on": "2026-11-23",
    "value": 8_000,
    "source": "조례 제6조의2제3항",
    "notice": "강진군 공고 제2026-81호",
}


def propose(stack: Stack, *, by: str = "anna", idempotency: str = "new", **changes: Any) -> Answer:
    return stack.call("POST", PATH, BODY | changes, token=by, key=idempotency)


def proposed(stack: Stack, **changes: Any) -> str:
    answer = propose(stack, **changes)
    assert answer.status == 201, answer.raw
    proposal_id: str = answer.json["proposal_id"]
    return proposal_id


def decide(stack: Stack, what: str, proposal_id: str, *, by: str = "bora", key: str = "new",
           headers: Any = None) -> Answer:  # fmt: skip
    body = {"reason": "확인함"}
    path = f"{PATH}/{proposal_id}/{what}"
    return stack.call("POST", path, body, token=by, key=key, headers=headers)


def enact(stack: Stack, **changes: Any) -> Answer:
    """Proposed by one and approved by another."""
    return decide(stack, "approve", proposed(stack, **changes))


def versions(stack: Stack, key: str) -> list[tuple[date, int | None]]:
    found = stack.wired(CountyWiring).store.setting_versions(COUNTY)
    return sorted((v.effective_on, v.value) for v in found if v.key == key)


FIRST = (date(2026, 1, 1), 5_000)


def test_nothing_is_in_force_until_another_person_approves(stack: Stack) -> None:
    made = propose(stack).json
    assert (made["status"], made["may_decide"]) == ("proposed", False)
    assert versions(stack, "mileage.signup") == [FIRST]
    (seen,) = stack.call("GET", PATH, token="bora").json["data"]
    assert (seen["may_decide"], seen["value"]) == (True, 8_000)

    approved = decide(stack, "approve", made["proposal_id"])

    assert (approved.status, approved.json["status"]) == (200, "applied")
    assert versions(stack, "mileage.signup") == [FIRST, (date(2026, 11, 23), 8_000)]
    newest = stack.call("GET", "/v1/staff/settings/mileage.signup", token="staff").json["data"][0]
    assert (newest["recorded_by"], newest["approved_by"]) == ("anna", "bora")
    assert newest["proposal_id"] == made["proposal_id"]
    stack.later(days=1)
    token = stack.prove_phone("010-2222-3333")
    signup = stack.apply_with(token, campaign_code=None).json
    stack.deliver()
    status = stack.call("GET", f"/v1/signups/{signup['signup_id']}").json
    assert status["granted_mileage"] == 8_000


@pytest.mark.parametrize("what", ["approve", "reject"])
def test_who_proposed_it_decides_nothing(stack: Stack, what: str) -> None:
    proposal_id = proposed(stack)
    check_refused(
        stack, lambda h: decide(stack, what, proposal_id, by="anna", headers=h), 403,
        "approver_is_proposer",
    )  # fmt: skip
    assert versions(stack, "mileage.signup") == [FIRST]


def test_one_decision_stands(stack: Stack) -> None:
    proposal_id = proposed(stack)
    assert decide(stack, "reject", proposal_id).json["status"] == "rejected"
    check_refused(
        stack, lambda h: decide(stack, "approve", proposal_id, by="chan", headers=h), 409,
        "already_decided",
    )  # fmt: skip
    assert versions(stack, "mileage.signup") == [FIRST]


def test_two_who_approve_at_once_record_one_version(stack: Stack) -> None:
    proposal_id = proposed(stack)
    first: list[Answer] = []

    def another_was_faster(name: str) -> None:
        if name == "put_all_new" and not first:
            first.append(Answer(0, {}, b""))
            first[0] = decide(stack, "approve", proposal_id, by="chan")

    stack.table.before_call = another_was_faster
    second = decide(stack, "approve", proposal_id)
    stack.table.before_call = lambda name: None

    assert first[0].json["status"] == second.json["status"] == "applied"
    assert first[0].json["steps"] == second.json["steps"]
    assert versions(stack, "mileage.signup") == [FIRST, (date(2026, 11, 23), 8_000)]


def test_of_two_for_one_day_the_first_that_is_approved_stands(stack: Stack) -> None:
    one, other = proposed(stack, value=6_000), proposed(stack, value=9_000)
    assert decide(stack, "approve", other).json["status"] == "applied"
    late = decide(stack, "approve", one).json
    assert (late["status"], late["refusal"]["code"]) == ("refused", "setting_version_exists")
    assert versions(stack, "mileage.signup") == [FIRST, (date(2026, 11, 23), 9_000)]


def test_an_approval_after_its_day_has_come_records_nothing(stack: Stack) -> None:
    proposal_id = proposed(stack)
    stack.now = datetime(2026, 11, 22, 14, 55, tzinfo=UTC)  # Five minutes before Seoul's midnight.
    late = decide(stack, "approve", proposal_id).json
    assert (late["status"], late["refusal"]["code"]) == ("refused", "setting_too_soon")
    assert "2026-11-24" in late["refusal"]["detail"]
    # Final: to approve it again changes nothing.
    assert decide(stack, "approve", proposal_id, by="chan").json["steps"] == late["steps"]
    assert versions(stack, "mileage.signup") == [FIRST]


def test_a_proposal_sent_twice_is_one(stack: Stack) -> None:
    first, again = (propose(stack, idempotency="k-1") for _ in range(2))
    assert again.json == first.json
    assert again.headers["Idempotent-Replayed"] == "true"
    assert propose(stack, idempotency="k-1", value=6_000).json["code"] == "idempotency_key_reused"
    one = decide(stack, "approve", first.json["proposal_id"], key="k-2")
    two = decide(stack, "approve", first.json["proposal_id"], key="k-2")
    assert one.json == two.json
    assert two.headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    ("changes", "ko", "en"),
    [
        (
            {"key": "mileage.won_per_point", "value": 2},
            "마일리지 5,000점으로 받는 상품권: 5,000원 → 10,000원",
            "5,000 points would be vouchers of: 5,000 won → 10,000 won",
        ),
        (
            {"key": "voucher.holding_cap", "value": None},
            "한 사람이 가질 수 있는 상품권: 1,500,000원 → 한도 없음",
            "A member could hold vouchers of: 1,500,000 won → No limit",
        ),
        (
            {"key": "discount.maximum_percent", "value": 15},
            "100,000원 상품권을 팔 때 군이 가장 많이 내는 돈: 10,000원 → 15,000원",
            "The most that the county pays of vouchers of 100,000 won: 10,000 won → 15,000 won",
        ),
        (
            {"key": "mileage.valid_months", "value": 24},
            "새로 받은 마일리지를 쓸 수 있는 동안: 기한 없음 → 24개월",
            "New mileage can be used for: No expiry → 24 months",
        ),
    ],
)
def test_what_it_does_is_shown_before_and_after_proposing(
    stack: Stack, changes: Any, ko: str, en: str
) -> None:
    for language, words in (("ko", ko), ("en", en)):
        headers = {"Accept-Language": language}
        judged = stack.call("POST", f"{PATH}/validate", BODY | changes, token="anna",
                            headers=headers)  # fmt: skip
        assert (judged.status, judged.json) == (200, {"effect": words})
        assert stack.call("GET", PATH, token="anna").json["data"] == []
    proposal_id = proposed(stack, **changes)
    shown = stack.call("GET", f"{PATH}/{proposal_id}", token="bora").json
    assert shown["effect"] == ko
    assert decide(stack, "approve", proposal_id).json["effect"] == ko


@pytest.mark.parametrize(
    ("changes", "code", "facts"),
    [
        ({"key": "mileage.won_per_point", "value": 3}, "setting_step_too_large", (1, 1, 2)),
        ({"key": "mileage.won_per_point", "value": 11}, "setting_out_of_bounds", (None, 1, 10)),
        # A nought too many, a nought too few.
        ({"value": 50_000}, "setting_step_too_large", (5_000, 2_500, 10_000)),
        ({"value": 500}, "setting_step_too_large", (5_000, 2_500, 10_000)),
        ({"value": 2_499}, "setting_step_too_large", (5_000, 2_500, 10_000)),
        ({"value": 10_001}, "setting_step_too_large", (5_000, 2_500, 10_000)),
        ({"value": 100_001}, "setting_out_of_bounds", (None, 0, 100_000)),
        (
            {"key": "purchase.month_cap", "value": 7_000_000},
            "setting_out_of_bounds",
            (None, 0, 5_000_000),
        ),
        (
            {"key": "discount.maximum_percent", "value": 25},
            "setting_step_too_large",
            (10, 5, 20),
        ),
        ({"key": "sale.refund_percent", "value": 59}, "setting_out_of_bounds", (None, 60, 80)),
        (
            {"key": "adjustment.maximum", "value": 10_000_001},
            "setting_out_of_bounds",
            (None, 1_000, 10_000_000),
        ),
    ],
)
def test_no_approval_passes_the_bounds(
    stack: Stack, changes: Any, code: str, facts: tuple[int | None, int, int]
) -> None:
    for path in (PATH, f"{PATH}/validate"):
        refused = stack.call("POST", path, BODY | changes, token="anna", key="new").json
        assert (refused["code"], refused["param"]) == (code, "value")
        assert (refused.get("present"), refused["minimum"], refused["maximum"]) == facts
    assert stack.call("GET", PATH, token="anna").json["data"] == []


@pytest.mark.parametrize("value", [10_000, 2_500, 0])
def test_a_step_within_reach_and_a_stop_are_no_slips(stack: Stack, value: int) -> None:
    assert enact(stack, value=value).json["status"] == "applied"


def test_a_row_of_proposals_climbs_no_further_in_one_day(stack: Stack) -> None:
    """Each is judged by what is in force today, at its approval too."""
    assert enact(stack, value=10_000).json["status"] == "applied"
    higher = {"value": 20_000, "effective_on": "2026-11-24"}
    assert propose(stack, **higher).json["code"] == "setting_step_too_large"
    stack.later(days=1)
    assert enact(stack, **higher).json["status"] == "applied"
    waiting = proposed(stack, value=6_000, effective_on="2026-12-24")
    stack.later(days=1)
    late = decide(stack, "approve", waiting).json
    assert (late["status"], late["refusal"]["code"]) == ("refused", "setting_step_too_large")


def test_an_old_value_beyond_the_bounds_still_holds(stack: Stack) -> None:
    """Bounds are of new versions: what a county decided before them stays readable and in force."""
    store = stack.wired(CountyWiring).store
    version = SettingVersion("purchase.cancel_days", date(2026, 6, 1), 300, "조례", "고시")
    store.put_setting(COUNTY, version)
    assert stack.member().wallet()["voucher"]["balance_amount"] == 0
    refused = propose(stack, key="purchase.cancel_days", value=200).json
    assert refused["code"] == "setting_out_of_bounds"


def test_every_setting_says_whether_it_moves_money(stack: Stack) -> None:
    alone = {key for key, setting in SETTINGS.items() if setting.money is None}
    assert alone == {
        "conversion.minimum", "conversion.multiple", "purchase.minimum", "purchase.multiple",
        "redemption.minimum", "report.small_cell",
        "marketing.day_maximum", "marketing.held_out_percent", "marketing.sms_price",
        "marketing.week_maximum", "messages.hour_cap", "messages.abroad_hour_cap",
        "draw.tax_free_maximum", "purchase.pay_minutes", "trip.apply_days", "trip.claim_days",
        "photo.entries", "photo.kept_days",
        "trip.sights", "trip.team_minimum", "trip.person_minimum", "settlement.invoice_due_days",
        *(f"merchant.barred_{what}" for what in (
            "gambling", "jewelry", "large_store", "nightlife", "outside_branch",
        )),
    }  # fmt: skip
    path = "/v1/staff/settings"
    for key, setting in SETTINGS.items():
        body = BODY | {"key": key, "value": setting.bounds[0]}
        recorded = stack.call("POST", path, body, token="anna")
        later = propose(stack, **body | {"effective_on": "2026-11-30"}).json
        if key in alone:
            assert (recorded.status, later["code"]) == (201, "setting_moves_no_money"), key
        else:
            assert recorded.json["code"] == "setting_needs_two_people", key


def test_lists_by_status_and_ids_that_are_none(stack: Stack) -> None:
    one = proposed(stack)
    stack.later(seconds=1)
    proposed(stack, key="purchase.cancel_days", value=10)
    decide(stack, "approve", one)
    for status, keys in (("proposed", ["purchase.cancel_days"]), ("applied", ["mileage.signup"])):
        found = stack.call("GET", f"{PATH}?status={status}", token="bora").json["data"]
        assert [p["key"] for p in found] == keys
    page = stack.call("GET", f"{PATH}?limit=1", token="bora").json
    rest = stack.call("GET", f"{PATH}?limit=1&cursor={page['next_cursor']}", token="bora").json
    assert [p["key"] for p in page["data"] + rest["data"]] == [
        "purchase.cancel_days", "mileage.signup",
    ]  # fmt: skip
    check_refused(
        stack, lambda h: decide(stack, "approve", "spr_0000000000000000", headers=h), 404,
        "setting_proposal_not_found",
    )  # fmt: skip
