"""Campaigns made and changed at the desk over HTTP: two people for money, one for words."""

from typing import Any

import pytest

from chalicelib.campaigns.proposals import KNOWN_EVERYWHERE_AFTER
from chalicelib.joining.wiring import JoiningWiring
from tests.conftest import Answer, Stack
from tests.refusals import check_refused

PATH = "/v1/staff/campaigns"
PROPOSALS = "/v1/staff/campaign-proposals"
FESTIVAL: dict[str, Any] = {
    "code": "reed26",
    "name": "갈대축제",
    "name_en": "Reed Festival",
    "opens_at": "2026-11-22T00:00:00Z",
    "closes_at": "2026-12-01T00:00:00Z",
    "booths": [{"code": "reed26-a", "name": "정문"}],
    "signup_mileage": 5_000,
    "budget": 20_000,
    "legal_basis": "강진품애 온 군민 조례 제6조의2제3항",
    "reason": "2026년 갈대축제",
}


def propose(stack: Stack, path: str = PATH, headers: Any = None, **changes: Any) -> Answer:
    return stack.call("POST", path, FESTIVAL | changes, token="anna", key="new", headers=headers)


def approve(stack: Stack, proposal: Any, *, by: str = "bora", headers: Any = None) -> Answer:
    path = f"{PROPOSALS}/{proposal['proposal_id']}/approve"
    return stack.call("POST", path, {}, token=by, key="new", headers=headers)


def made(stack: Stack, **changes: Any) -> str:
    proposed = propose(stack, **changes)
    assert proposed.status == 201, proposed.raw
    decided = approve(stack, proposed.json)
    assert decided.json["status"] == "applied", decided.raw
    campaign_id: str = decided.json["campaign_id"]
    return campaign_id


def shown(stack: Stack, campaign_id: str) -> Any:
    return stack.call("GET", f"{PATH}/{campaign_id}", token="staff").json


def join(stack: Stack, number: int, code: str = "reed26-a") -> Any:
    signup = stack.apply(f"010-2222-{number:04d}", campaign_code=code).json
    stack.deliver()
    return stack.call("GET", f"/v1/signups/{signup['signup_id']}").json


def terms(stack: Stack, campaign_id: str, headers: Any = None, **changes: Any) -> Answer:
    names = ("signup_mileage", "budget", "legal_basis", "reason")
    body = {name: FESTIVAL[name] for name in names} | {"terms_number": 1} | changes
    path = f"{PATH}/{campaign_id}/terms"
    return stack.call("POST", path, body, token="anna", key="new", headers=headers)


def change(stack: Stack, campaign_id: str, headers: Any = None, **changes: Any) -> Answer:
    body = {"version": 1, "reason": "현장 사정"} | changes
    return stack.call("PATCH", f"{PATH}/{campaign_id}", body, token="anna", headers=headers)


def test_a_campaign_is_there_once_another_person_approved_it(stack: Stack) -> None:
    proposed = propose(stack).json
    assert (proposed["status"], proposed["is_new"]) == ("proposed", True)
    assert stack.call("GET", "/v1/campaigns/reed26").status == 404
    check_refused(
        stack, lambda h: approve(stack, proposed, by="anna", headers=h), 403, "approver_is_proposer"
    )

    assert approve(stack, proposed).json["status"] == "applied"

    seen = stack.call("GET", "/v1/campaigns/Reed26-A").json
    assert (seen["signup_mileage"], seen["booth"], seen["why_nothing"]) == (5_000, "정문", None)
    one = shown(stack, proposed["campaign_id"])
    assert (one["left"], one["given"], len(one["terms"])) == (20_000, 0, 1)


def test_a_rejected_one_is_never_made(stack: Stack) -> None:
    proposed = propose(stack).json
    path = f"{PROPOSALS}/{proposed['proposal_id']}/reject"
    assert (
        stack.call("POST", path, {"reason": "예산 없음"}, token="bora").json["status"] == "rejected"
    )
    check_refused(stack, lambda h: approve(stack, proposed, headers=h), 409, "already_decided")
    assert stack.call("GET", "/v1/campaigns/reed26").status == 404


def test_the_budget_stops_the_mileage_and_nobody_is_sent_away(stack: Stack) -> None:
    campaign_id = made(stack)
    joined = [join(stack, n) for n in range(6)]
    assert [one["granted_mileage"] for one in joined] == [5_000] * 4 + [0] * 2
    assert [one["why_nothing"] for one in joined] == [None] * 4 + ["budget_spent"] * 2
    assert (shown(stack, campaign_id)["left"], shown(stack, campaign_id)["given"]) == (0, 20_000)
    assert stack.call("GET", "/v1/campaigns/reed26").json["why_nothing"] == "budget_spent"


def test_a_sign_up_that_comes_twice_takes_from_the_budget_once(stack: Stack) -> None:
    campaign_id = made(stack)
    stack.apply("010-2222-0001", campaign_code="reed26")
    stack.deliver(times=3)
    assert shown(stack, campaign_id)["left"] == 15_000


def test_more_mileage_holds_from_a_moment_and_what_was_promised_before_is_given(
    stack: Stack,
) -> None:
    campaign_id = made(stack, budget=100_000)
    before = stack.apply("010-2222-0001", campaign_code="reed26").json
    decided = approve(stack, terms(stack, campaign_id, signup_mileage=8_000, budget=100_000).json)
    assert decided.json["status"] == "applied"
    stack.later(seconds=KNOWN_EVERYWHERE_AFTER.total_seconds() + 61)
    stack.wired(JoiningWiring).campaigns._campaigns._kept.clear()
    stack.deliver()
    old = stack.call("GET", f"/v1/signups/{before['signup_id']}").json
    assert old["granted_mileage"] == 5_000
    assert join(stack, 2)["granted_mileage"] == 8_000
    assert shown(stack, campaign_id)["left"] == 100_000 - 13_000


def test_a_budget_grows_and_shrinks_but_never_below_what_was_given(stack: Stack) -> None:
    campaign_id = made(stack)
    join(stack, 1)
    assert approve(stack, terms(stack, campaign_id, budget=50_000).json).json["status"] == "applied"
    assert shown(stack, campaign_id)["left"] == 45_000
    less = terms(stack, campaign_id, budget=7_000, terms_number=2).json
    assert approve(stack, less).json["status"] == "applied"
    assert shown(stack, campaign_id)["left"] == 2_000
    check_refused(
        stack,
        lambda h: terms(stack, campaign_id, h, signup_mileage=0, budget=4_000, terms_number=3),
        422,
        "campaign_budget_spent",
        "budget",
    )


def test_of_two_proposals_for_the_same_terms_the_first_approved_stands(stack: Stack) -> None:
    campaign_id = made(stack)
    one, other = (terms(stack, campaign_id, budget=b).json for b in (30_000, 40_000))
    assert approve(stack, other).json["status"] == "applied"
    late = approve(stack, one).json
    assert (late["status"], late["refusal"]["code"]) == ("refused", "campaign_terms_changed")
    assert shown(stack, campaign_id)["budget"] == 40_000


@pytest.mark.parametrize(
    ("changes", "code", "param"),
    [
        ({"closes_at": "2026-11-21T00:00:00Z"}, "campaign_window_invalid", "closes_at"),
        ({"budget": 4_999}, "campaign_budget_invalid", "budget"),
        ({"budget": None}, "campaign_budget_invalid", "budget"),
        ({"legal_basis": None}, "legal_basis_missing", "legal_basis"),
    ],
)
def test_what_cannot_be_proposed(stack: Stack, changes: Any, code: str, param: str) -> None:
    check_refused(stack, lambda h: propose(stack, headers=h, **changes), 422, code, param)


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"code": "CELADON-A"}, "code"),
        ({"booths": [{"code": "celadon", "name": "정문"}]}, "code"),
        ({"booths": [{"code": "REED26", "name": "정문"}]}, "booths/0/code"),
    ],
)
def test_a_code_is_given_once_however_it_is_written(stack: Stack, changes: Any, param: str) -> None:
    check_refused(stack, lambda h: propose(stack, headers=h, **changes), 409, "code_taken", param)


def test_one_person_changes_words_and_booths_with_a_record(stack: Stack) -> None:
    campaign_id = made(stack)
    booths = [
        {"code": "reed26-a", "name": "동문", "is_closed": True},
        {"code": "reed26-b", "name": "서문"},
    ]
    changed = change(stack, campaign_id, name="가을 갈대축제", booths=booths)
    assert (changed.status, changed.json["version"]) == (200, 2)
    assert stack.call("GET", "/v1/campaigns/reed26-b").json["booth"] == "서문"
    assert not stack.call("GET", "/v1/campaigns/reed26-a").json["is_open"]
    refused = stack.apply("010-2222-0009", campaign_code="reed26-a")
    assert (refused.status, refused.json["code"]) == (422, "campaign_closed")
    record = stack.call("GET", "/v1/staff/audit?action=campaign_changed", token="staff").json
    assert record["data"][0]["after"]["name"] == "가을 갈대축제"


def test_of_two_who_change_it_at_once_one_is_told(stack: Stack) -> None:
    campaign_id = made(stack)
    assert change(stack, campaign_id, name="하나").status == 200
    check_refused(
        stack, lambda h: change(stack, campaign_id, h, name="둘"), 409, "version_conflict"
    )


@pytest.mark.parametrize(
    ("changes", "code", "param"),
    [
        ({"opens_at": "2026-11-25T00:00:00Z"}, "campaign_window_invalid", "opens_at"),
        ({"closes_at": "2026-11-21T00:00:00Z"}, "campaign_window_invalid", "closes_at"),
        ({"booths": []}, "booth_code_fixed", "booths"),
        ({"booths": [{"code": "reed26-z", "name": "정문"}]}, "booth_code_fixed", "booths"),
    ],
)
def test_what_one_person_cannot_change(stack: Stack, changes: Any, code: str, param: str) -> None:
    campaign_id = made(stack)
    check_refused(stack, lambda h: change(stack, campaign_id, h, **changes), 422, code, param)


def test_a_campaign_without_a_budget_rewards_no_visit_and_gets_no_longer_days(stack: Stack) -> None:
    first = "cmp_0000000000000001"
    longer = {"closes_at": "2029-01-01T00:00:00Z", "version": 0}
    visits = {"terms_number": 0, "budget": None, "visit_mileage": 500}
    for refused, param in (
        (lambda h: terms(stack, first, h, **visits), "budget"),
        (lambda h: change(stack, first, h, **longer), "closes_at"),
    ):
        check_refused(stack, refused, 422, "campaign_without_budget", param)
    more = terms(stack, first, terms_number=0, budget=None, signup_mileage=3_000).json
    assert approve(stack, more).json["status"] == "applied"


def test_in_an_election_period_people_join_without_mileage(stack: Stack) -> None:
    period = {
        "from_on": "2026-11-25", "to_on": "2026-11-26", "name": "보궐선거",
        "source": "공직선거법 제86조제2항",
    }  # fmt: skip
    made(stack)
    made(stack, code="ordained", booths=[], gives_in_elections=True, name="조례가 정한 행사")
    assert stack.call("POST", "/v1/staff/election-periods", period, token="anna").status == 201
    (listed,) = stack.call("GET", "/v1/staff/election-periods", token="anna").json["data"]
    assert listed["name"] == "보궐선거"
    stack.later(days=3)
    stack.wired(JoiningWiring).campaigns._periods._kept.clear()
    joined = join(stack, 1)
    assert (joined["granted_mileage"], joined["why_nothing"]) == (0, "election_period")
    assert join(stack, 2, "ordained")["granted_mileage"] == 5_000
    check_refused(
        stack,
        lambda h: stack.call("POST", "/v1/staff/election-periods", period, token="anna", headers=h),
        422,
        "election_period_invalid",
        "from_on",
    )


def test_what_nobody_proposed_is_not_found(stack: Stack) -> None:
    path = f"{PROPOSALS}/cpr_0000000000000001"
    check_refused(
        stack, lambda h: stack.call("GET", path, token="anna", headers=h), 404,
        "campaign_proposal_not_found",
    )  # fmt: skip


def test_the_lists_say_how_things_stand(stack: Stack) -> None:
    campaign_id = made(stack)
    terms(stack, campaign_id, budget=30_000)
    waiting = stack.call("GET", f"{PROPOSALS}?status=proposed", token="bora").json["data"]
    assert [(one["name"], one["may_decide"]) for one in waiting] == [("갈대축제", True)]
    rows = stack.call("GET", PATH, token="staff").json["data"]
    assert {row["code"]: row["budget"] for row in rows} == {"celadon": None, "reed26": 20_000}


def test_the_same_wish_sent_twice_is_one_proposal(stack: Stack) -> None:
    first, again = (stack.call("POST", PATH, FESTIVAL, token="anna", key="k1") for _ in range(2))
    assert first.json["proposal_id"] == again.json["proposal_id"]
    assert again.headers["Idempotent-Replayed"] == "true"
    check_refused(
        stack,
        lambda h: stack.call(
            "POST", PATH, FESTIVAL | {"budget": 30_000}, token="anna", key="k1", headers=h
        ),
        422,
        "idempotency_key_reused",
    )
