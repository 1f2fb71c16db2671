"""Visits to a festival over HTTP: rewarded once a turn, out of its budget, and every refusal."""

from itertools import pairwise
from typing import Any

import pytest

from chalicelib.core.values import seoul_date
from tests.campaigns.test_desk import shown as campaign
from tests.conftest import Stack
from tests.festivals.festival import PRINTED, VISIT, code, faults, festival, shown, visit
from tests.ledger_checks import check_chain
from tests.refusals import check_refused

OTHER = "010-2718-2818"


def test_a_visit_is_rewarded_out_of_the_budget_and_the_same_key_says_so_again(
    stack: Stack,
) -> None:
    campaign_id, member = festival(stack), stack.member()
    told = stack.call("GET", "/v1/campaigns/reed26").json
    assert (told["visit_mileage"], told["printed_visit_mileage"]) == (VISIT, PRINTED)
    assert told["visits_once_a"] == "day"
    scanned = code(stack, campaign_id)
    first = visit(member, scanned, key="one")
    assert first.status == 201, first.raw
    assert (first.json["granted_mileage"], first.json["mileage_balance"]) == (VISIT, 6_000)
    assert first.json["description"] == "갈대축제 방문"
    stack.later(minutes=9)

    again = visit(member, scanned, key="one")

    assert again.json == first.json
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (campaign(stack, campaign_id)["left"], faults(stack)) == (19_000, [])
    check_chain(stack.table, member.member_id)
    english = stack.call(
        "GET", "/v1/me/entries", token=member.token, headers={"Accept-Language": "en"}
    )
    assert english.json["data"][0]["description"] == "Visit to Reed Festival"


def test_each_day_is_another_visit_and_a_printed_code_one_for_all(stack: Stack) -> None:
    campaign_id, member = festival(stack), stack.member()
    assert visit(member, code(stack, campaign_id)).status == 201
    check_refused(
        stack,
        lambda h: visit(member, code(stack, campaign_id, "reed26-b"), headers=h),
        422,
        "already_visited_today",
    )
    printed = code(stack, campaign_id, "reed26-c")
    assert visit(member, printed).json["granted_mileage"] == PRINTED
    stack.later(days=1)
    assert visit(member, code(stack, campaign_id, "reed26-b")).json["granted_mileage"] == VISIT
    check_refused(stack, lambda h: visit(member, printed, headers=h), 422, "already_visited")
    assert faults(stack) == []


def test_a_festival_that_rewards_one_visit_rewards_one(stack: Stack) -> None:
    campaign_id, member = festival(stack, visits_once_a="campaign"), stack.member()
    assert visit(member, code(stack, campaign_id)).status == 201
    stack.later(days=2)
    refused = visit(member, code(stack, campaign_id))
    assert (refused.status, refused.json["code"]) == (422, "already_visited")
    assert faults(stack) == []


def test_a_code_is_good_while_it_is_shown_and_a_minute_longer(stack: Stack) -> None:
    campaign_id, member = festival(stack), stack.member()
    codes = shown(stack, campaign_id)
    assert len(codes) == 120
    assert all(a["shown_until"] == b["shown_from"] for a, b in pairwise(codes))
    later = codes[90]["url"].partition("#")[2]
    check_refused(
        stack, lambda h: visit(member, later, headers=h), 422, "visit_code_invalid", "code"
    )
    stack.later(minutes=92)
    check_refused(
        stack, lambda h: visit(member, later, headers=h), 422, "visit_code_expired", "code"
    )
    stack.later(seconds=-30)
    assert visit(member, later.upper()).status == 201


@pytest.mark.parametrize(
    "made_up", ["reed26-a.AAAAAAAA", "reed26-c.AAAAAAAA", "reed26-a. ", "nobody.AAAAAAAA"]
)
def test_what_no_place_showed_is_no_code(stack: Stack, made_up: str) -> None:
    festival(stack)
    refused = visit(stack.member(), made_up)
    assert (refused.status, refused.json["code"]) == (422, "visit_code_invalid")


def test_a_code_of_one_booth_is_none_of_another(stack: Stack) -> None:
    campaign_id = festival(stack)
    signature = code(stack, campaign_id).rpartition(".")[2]
    refused = visit(stack.member(), f"reed26-b.{signature}")
    assert refused.json["code"] == "visit_code_invalid"


@pytest.mark.parametrize(
    ("changes", "days"), [({"closes_at": "2026-11-23T00:00:00Z"}, 2), ({"visit_mileage": 0}, 0)]
)
def test_where_none_is_given_now_that_is_said(stack: Stack, changes: Any, days: int) -> None:
    campaign_id, member = festival(stack, **changes), stack.member()
    stack.later(days=days)
    scanned = code(stack, campaign_id)
    check_refused(stack, lambda h: visit(member, scanned, headers=h), 422, "visit_not_open", "code")


def test_the_last_points_of_a_budget_are_given_from_wherever_they_are(stack: Stack) -> None:
    """5,000 for one who joins and 2,000 more in four parts, of which no part holds the last."""
    campaign_id = festival(stack, budget=2_500, signup_mileage=2_500, visit_mileage=700)
    people = [stack.member(f"010-3333-{n:04d}") for n in range(4)]
    given = [visit(each, code(stack, campaign_id)).status for each in people]
    assert given == [201, 201, 201, 422]
    check_refused(
        stack,
        lambda h: visit(people[3], code(stack, campaign_id), headers=h),
        422,
        "visit_budget_spent",
    )
    assert (campaign(stack, campaign_id)["left"], faults(stack)) == (400, [])


def test_nothing_is_given_in_an_election_period(stack: Stack) -> None:
    campaign_id = festival(stack)
    day = seoul_date(stack.now).replace(day=24).isoformat()
    period = {"from_on": day, "to_on": day, "name": "재선거", "source": "공고"}
    made = stack.call("POST", "/v1/staff/election-periods", period, token="anna")
    assert made.status == 201, made.raw
    stack.later(days=2)
    member, scanned = stack.member(), code(stack, campaign_id)
    check_refused(stack, lambda h: visit(member, scanned, headers=h), 422, "visit_election_period")


def test_a_county_may_ask_who_it_is_first(stack: Stack) -> None:
    campaign_id, member = festival(stack), stack.member()
    stack.set_rule("identity.visit", 1)
    stack.later(days=1)
    scanned = code(stack, campaign_id)
    check_refused(stack, lambda h: visit(member, scanned, headers=h), 422, "identity_required")
    assert member.identify().status == 200
    assert visit(member, scanned).status == 201
    assert faults(stack) == []


def test_another_wallet_is_no_other_person(stack: Stack) -> None:
    """Who left and joined anew by another number, and had the visit twice, has it once after being
    identified; and a membership beside another one keeps nothing."""
    campaign_id, first = festival(stack), stack.member()
    first.identify()
    assert visit(first, code(stack, campaign_id)).status == 201
    first.leave()
    second = stack.member(OTHER)
    assert visit(second, code(stack, campaign_id)).status == 201

    assert second.identify().status == 200

    wallet = stack.call("GET", "/v1/me/wallet", token=second.token).json
    assert wallet["mileage"]["balance"] == 5_000 + VISIT
    check_refused(
        stack,
        lambda h: visit(second, code(stack, campaign_id), headers=h),
        422,
        "already_visited_today",
    )
    assert faults(stack) == []


def test_a_number_is_worth_one_visit_whoever_has_it(stack: Stack) -> None:
    campaign_id, first = festival(stack), stack.member()
    assert visit(first, code(stack, campaign_id)).status == 201
    first.leave()
    stack.later(minutes=5)
    again = stack.member()
    assert again.member_id != first.member_id
    refused = visit(again, code(stack, campaign_id))
    assert refused.json["code"] == "already_visited_today"


def test_a_booth_that_proves_nothing_shows_nothing(stack: Stack) -> None:
    campaign_id = festival(stack)
    path = f"/v1/staff/campaigns/{campaign_id}/visit-codes?booth="
    for booth in ("reed26-d", "nobody"):
        check_refused(
            stack,
            lambda h, booth=booth: stack.call("GET", path + booth, token="staff", headers=h),
            404,
            "visit_place_not_found",
        )


def test_a_forged_visit_is_found(stack: Stack) -> None:
    """Somebody's claim removed, another sum, a claim without an entry."""
    campaign_id, member = festival(stack), stack.member()
    visit(member, code(stack, campaign_id))
    kept = dict(stack.table.items)
    claims = [key for key in kept if "#VISITED#" in key[0]]
    assert len(claims) == 2
    for key in claims:
        del stack.table.items[key]
        assert any("a visit that is not so (who)" in each for each in faults(stack))
        stack.table.items[key] = kept[key]
    stack.table.items[claims[0]] |= {"entry_id": "ent_06H02CHZG2WVD3YG"}
    assert any("(no entry)" in each for each in faults(stack))
