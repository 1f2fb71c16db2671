"""Stamp tours over HTTP: places stamp once, by codes and by gates, and a full card pays once."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.visits.admissions import Admission, Scan
from chalicelib.visits.facility_terms import Charge
from chalicelib.visits.wiring import VisitsWiring
from tests.builders import COUNTY
from tests.campaigns.test_desk import propose
from tests.campaigns.test_desk import shown as campaign
from tests.conftest import Answer, Member, Stack
from tests.festivals.festival import BOOTHS, code, faults, festival
from tests.refusals import check_refused

TOUR = {"places": ["reed26-a", "REED26-B", "reed26-c"], "needed": 2, "mileage": 700}
OTHER = "010-2718-2818"


def stamp(member: Member, code: str, headers: Any = None) -> Answer:
    return member.stack.call(
        "POST", "/v1/me/stamps", {"code": code}, token=member.token, headers=headers
    )


def claim(member: Member, campaign_id: str, key: str = "new", headers: Any = None) -> Answer:
    path = f"/v1/me/stamp-cards/{campaign_id}/reward"
    return member.stack.call("POST", path, token=member.token, key=key, headers=headers)


def card(member: Member) -> Any:
    (only,) = member.stack.call("GET", "/v1/me/stamp-cards", token=member.token).json["data"]
    return only


def test_a_full_card_is_rewarded_once_out_of_the_budget(stack: Stack) -> None:
    campaign_id, member = festival(stack, tour=TOUR), stack.member()
    for _ in range(2):
        first = stamp(member, code(stack, campaign_id))
        assert (first.status, first.json["collected"]) == (200, 1)
    check_refused(
        stack, lambda h: claim(member, campaign_id, headers=h), 422, "stamp_card_not_full"
    )
    assert stamp(member, code(stack, campaign_id, "reed26-c")).json["collected"] == 2
    missing = [each["place"] for each in card(member)["places"] if each["stamped_at"] is None]
    assert missing == ["reed26-b"]

    given = claim(member, campaign_id, key="one")

    assert (given.status, given.json["granted_mileage"]) == (201, 700), given.raw
    assert given.json["description"] == "갈대축제 스탬프 투어"
    again = claim(member, campaign_id, key="one")
    assert (again.json, again.headers["Idempotent-Replayed"]) == (given.json, "true")
    check_refused(
        stack, lambda h: claim(member, campaign_id, headers=h), 422, "stamp_card_rewarded"
    )
    assert card(member)["is_rewarded"] is True
    assert (campaign(stack, campaign_id)["left"], faults(stack)) == (20_000 - 700, [])


def test_the_same_person_by_another_wallet_has_had_it(stack: Stack) -> None:
    campaign_id, first = festival(stack, tour=TOUR), stack.member()
    first.identify()
    for booth in ("reed26-a", "reed26-b"):
        stamp(first, code(stack, campaign_id, booth))
    assert claim(first, campaign_id).status == 201
    first.leave()
    stack.later(minutes=5)
    again = stack.member()
    for booth in ("reed26-a", "reed26-b"):
        stamp(again, code(stack, campaign_id, booth))
    assert claim(again, campaign_id).json["code"] == "stamp_card_rewarded"
    assert faults(stack) == []


def test_a_gate_that_let_the_member_in_stamps_too(stack: Stack) -> None:
    sight = next(iter(stack.call("GET", "/v1/facilities").json["data"]))["facility_id"]
    tour = TOUR | {"places": [sight, "reed26-a"]}
    campaign_id, member = festival(stack, tour=tour), stack.member()
    store = stack.wired(VisitsWiring).admission_store
    for days in (-40, 0):
        at = stack.now + timedelta(days=days)
        scan = Scan(
            county_id=COUNTY, facility_id=sight, scan_key=f"key{days}",
            gate="g", scanned_at=at, reported_at=at,
        )  # fmt: skip
        charge = Charge(0)
        store.admit(
            Admission(
                scan=scan, admission_id=f"adm_{days}", member_id=member.member_id,
                age_class="adult", charge=charge,
            )
        )  # fmt: skip
        if days:
            assert card(member)["collected"] == 0
    assert card(member)["collected"] == 1
    stamp(member, code(stack, campaign_id))
    assert claim(member, campaign_id).status == 201
    assert faults(stack) == []


def test_what_is_no_place_of_a_tour_stamps_nothing(stack: Stack) -> None:
    tour = TOUR | {"places": ["reed26-a"], "needed": 1}
    campaign_id = festival(stack, tour=tour, closes_at="2026-11-24T00:00:00Z")
    member = stack.member()
    other = code(stack, campaign_id, "reed26-b")
    check_refused(
        stack, lambda h: stamp(member, other, headers=h), 422, "stamp_place_unknown", "code"
    )
    stack.later(minutes=9)
    check_refused(
        stack, lambda h: stamp(member, other, headers=h), 422, "visit_code_expired", "code"
    )
    stack.later(days=3)
    check_refused(
        stack, lambda h: claim(member, campaign_id, headers=h), 404, "stamp_tour_not_found"
    )


@pytest.mark.parametrize(
    ("places", "needed"),
    [(["reed26-d"], 1), (["reed26-a", "reed26-a"], 1), (["fac_none"], 1), (["reed26-a"], 2)],
)
def test_a_card_that_cannot_be_filled_is_not_proposed(
    stack: Stack, places: Any, needed: int
) -> None:
    tour = {"places": places, "needed": needed, "mileage": 1}
    refused = propose(stack, booths=BOOTHS, tour=tour)
    assert (refused.status, refused.json["code"]) == (422, "tour_invalid")
    assert refused.json["param"].startswith("tour/")


def test_a_card_that_was_not_filled_is_found(stack: Stack) -> None:
    campaign_id, member = festival(stack, tour=TOUR), stack.member()
    for booth in ("reed26-a", "reed26-b"):
        stamp(member, code(stack, campaign_id, booth))
    claim(member, campaign_id)
    rows = [key for key in stack.table.items if "#VISITED#" in key[0]]
    assert len(rows) == 2
    for key in rows:
        stack.table.items[key] |= {"places": ["reed26-a"]}
    assert any("(card)" in each for each in faults(stack))
    del stack.table.items[rows[0]]
    assert any("who" in each for each in faults(stack))


def test_a_claim_of_the_last_second_is_answered_again_when_all_is_over(stack: Stack) -> None:
    campaign_id = festival(stack, tour=TOUR, closes_at="2026-11-24T00:00:00Z")
    member = stack.member()
    for booth in ("reed26-a", "reed26-b"):
        stamp(member, code(stack, campaign_id, booth))
    given = claim(member, campaign_id, key="one")
    assert given.status == 201
    stack.later(days=3)
    member = stack.logged_in(member)

    again = claim(member, campaign_id, key="one")

    assert (again.status, again.json) == (201, given.json), again.raw
