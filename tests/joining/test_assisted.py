"""Joining at the desk: one person, one grant, also of who has no number."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.core.actors import MemberActor
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import seoul_date
from chalicelib.ledger import keys
from chalicelib.members.wiring import MembersWiring
from tests.builders import COUNTY
from tests.cards.desk import BODY, joined, outcome, sign_up
from tests.conftest import Answer, Stack
from tests.refusals import check_refused


def balance(stack: Stack, member_id: str) -> int:
    path = f"/v1/staff/members/{member_id}/wallet"
    return int(stack.call("GET", path, token="anna").json["mileage"]["balance"])


def leave(stack: Stack, member_id: str) -> None:
    actor = MemberActor(COUNTY, member_id, 1)
    token = stack.adapters.signer.member_token(actor, stack.now)[0]
    assert stack.call("DELETE", "/v1/me", token=token).status == 200


def namesake(stack: Stack, *others: str, **changes: Any) -> Answer:
    return sign_up(stack, other_people=list(others), **changes)


def test_who_has_no_number_joins_with_consents_on_paper_and_a_witness(stack: Stack) -> None:
    ended = outcome(stack, sign_up(stack, by="booth"))

    assert (ended["status"], ended["granted_mileage"]) == ("completed", 5000)
    profile = stack.table.get(keys.profile(COUNTY, ended["member_id"])) or {}
    assert profile["witness"][:2] == ["sub-booth", "booth"]
    assert profile["consents"] == ["2026-01", "2026-01", None]
    [record] = stack.call("GET", "/v1/staff/audit?action=member_joined_at_desk", token="anna").json[
        "data"
    ]
    assert record["target_id"] == ended["member_id"]
    assert record["after"]["signed_on"] == "2026-11-22"
    assert "김순자" not in str(record)


def test_the_same_request_again_is_the_same_sign_up_and_one_member(stack: Stack) -> None:
    first = sign_up(stack, key="k-1")
    ended = outcome(stack, first)
    stack.later(minutes=1)
    again = sign_up(stack, key="k-1")

    assert again.json == first.json
    assert outcome(stack, again) == ended
    assert balance(stack, ended["member_id"]) == 5000
    check_refused(
        stack,
        lambda h: sign_up(stack, key="k-1", name="김영자", headers=h),
        422,
        "idempotency_key_reused",
    )
    for changes in ({"consents_signed_on": "2026-11-21"}, {"document_kind": "passport"}):
        other = sign_up(stack, key="k-1", **changes)
        assert (other.status, other.json["code"]) == (422, "idempotency_key_reused")


def test_no_paper_is_signed_on_a_day_to_come(stack: Stack) -> None:
    today = seoul_date(stack.now)
    early = sign_up(stack, consents_signed_on=(today + timedelta(days=1)).isoformat())

    assert (early.status, early.json["code"], early.json["param"]) == (
        400, "invalid_request", "consents_signed_on",
    )  # fmt: skip
    assert sign_up(stack, consents_signed_on=today.isoformat()).status == 202


def test_by_a_number_whose_code_was_read_aloud_it_is_the_sign_up_of_everybody(stack: Stack) -> None:
    token = stack.prove_phone("010-1234-5678")
    member_id = joined(stack, verification_token=token)

    assert balance(stack, member_id) == 5000
    assert stack.log_in(token).json["member_id"] == member_id


def test_who_joined_online_is_shown_and_not_signed_up_a_second_time(stack: Stack) -> None:
    stack.apply("010-1234-5678", name="김순자", birth_on="1948-03-02")
    stack.deliver()

    refused = sign_up(stack)

    assert (refused.status, refused.json["code"]) == (409, "possible_duplicate")
    [seen] = refused.json["members"]
    assert (seen["name_masked"], refused.json["found"]) == ("김*자", 1)
    assert stack.queue.sent == []
    check_refused(stack, lambda h: sign_up(stack, headers=h), 409, "possible_duplicate")


def test_somebody_else_of_the_same_name_and_birthday_joins_and_the_mileage_is_held(
    stack: Stack,
) -> None:
    first = joined(stack)
    ended = outcome(stack, namesake(stack, first))

    assert ended["member_id"] != first
    assert (ended["granted_mileage"], balance(stack, ended["member_id"])) == (0, 0)
    profile = stack.table.get(keys.profile(COUNTY, ended["member_id"])) or {}
    assert profile["withheld"] == [first, 5000]
    # Once both are known to be two people, it is paid.
    path = "/v1/staff/members/{}/identity"
    for member_id, number in ((first, "M1234567"), (ended["member_id"], "M7654321")):
        body = {
            "document_kind": "passport",
            "issued_by": "KOR",
            "document_number": number,
            "birth_on": BODY["birth_on"],
            "reason": "no_phone_of_own",
        }
        assert stack.call("PUT", path.format(member_id), body, token="anna").status == 200
    assert balance(stack, ended["member_id"]) == 5000


def test_an_acknowledgement_that_is_not_of_those_found_is_none(stack: Stack) -> None:
    first = joined(stack)
    second = joined(stack, other_people=[first])

    assert namesake(stack, first).json["code"] == "possible_duplicate"
    third = outcome(stack, namesake(stack, second, first))
    assert third["granted_mileage"] == 0


def test_who_left_and_comes_back_to_the_desk_has_had_the_mileage(stack: Stack) -> None:
    first = joined(stack)
    stack.later(minutes=1)
    leave(stack, first)
    stack.later(minutes=1)

    ended = outcome(stack, sign_up(stack))

    assert ended["member_id"] != first
    assert ended["granted_mileage"] == 0


def test_two_desks_at_once_make_one_member(stack: Stack) -> None:
    one, other = sign_up(stack, by="booth"), sign_up(stack, by="omin")
    stack.deliver()

    ends = [stack.call("GET", f"/v1/signups/{a.json['signup_id']}").json for a in (one, other)]

    assert len({e["member_id"] for e in ends}) == 1
    assert sorted(e["granted_mileage"] for e in ends) == [0, 5000]


def test_one_person_of_staff_signs_up_so_many_a_day(stack: Stack) -> None:
    stack.set_rule("desk.joins_a_day", 1)
    stack.later(days=1)
    joined(stack)

    check_refused(
        stack, lambda h: sign_up(stack, name="이영희", headers=h), 429, "desk_joins_used_up"
    )
    assert sign_up(stack, name="이영희", by="omin").status == 202


def test_a_join_stopped_at_a_namesake_counts_so_that_names_are_not_tried_without_bound(
    stack: Stack,
) -> None:
    stack.set_rule("desk.joins_a_day", 2)
    stack.later(days=1)
    joined(stack, by="omin")

    tried = [sign_up(stack, by="booth") for _ in range(3)]

    assert [each.json["code"] for each in tried] == [
        "possible_duplicate", "possible_duplicate", "desk_joins_used_up",
    ]  # fmt: skip
    assert "멈춘 것도 셉니다" in tried[-1].json["detail"]
    records = "/v1/staff/audit?action=member_join_refused"
    assert len(stack.call("GET", records, token="anna").json["data"]) == 2


def test_where_everybody_is_identified_the_document_is_seen_at_the_desk(stack: Stack) -> None:
    stack.set_rule("identity.joining", 1)
    stack.later(days=1)

    assert outcome(stack, sign_up(stack))["granted_mileage"] == 5000


def test_who_has_got_a_phone_meanwhile_is_given_the_number_at_the_desk_and_logs_in(
    stack: Stack,
) -> None:
    member_id = joined(stack)
    path = f"/v1/staff/members/{member_id}/number"
    token = stack.prove_phone("010-2222-3333", "login")
    body = {"verification_token": token, "reason": "전화 개통"}

    for _ in range(2):
        assert stack.call("PUT", path, body, token="anna").status == 200

    stack.later(minutes=1)
    session = stack.log_in(stack.prove_phone("010-2222-3333", "login"), birth_on="1948-03-02")
    assert session.json["member_id"] == member_id
    # Of who has one, nobody at the desk changes it.
    other = body | {"verification_token": stack.prove_phone("010-4444-5555", "login")}
    check_refused(
        stack,
        lambda h: stack.call("PUT", path, other, token="anna", headers=h),
        409,
        "number_known",
        "verification_token",
    )


def test_of_two_desks_at_once_the_first_number_stands(stack: Stack) -> None:
    member_id = joined(stack)
    numbers = replace(stack.wired(MembersWiring).number_change, clock=lambda: stack.now)
    proofs = [stack.prove_phone(f"010-2222-333{n}", "login") for n in range(2)]
    stack.later(minutes=1)
    read, met = type(numbers.members).own, []

    def read_by_both(members: Any, actor: MemberActor) -> Any:
        seen = read(members, actor)
        if not met:
            met.append(actor)
            numbers.set_first(COUNTY, member_id, proofs[0], lambda: None)
        return seen

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(numbers.members), "own", read_by_both)
        with pytest.raises(VersionConflictError):
            numbers.set_first(COUNTY, member_id, proofs[1], lambda: None)

    assert numbers.members.own(MemberActor(COUNTY, member_id)).phone == "+821022223330"
