"""A member whose name alone is known: found masked, by birth date too, revealed with a bound."""

import json
from typing import Any

from msgspec.structs import replace

from chalicelib.aws.attributes import pack, unpack
from chalicelib.ledger.keys import profile as profile_key
from chalicelib.members.wiring import MembersWiring
from infra.deploy.name_keys import fill_in
from tests import builders
from tests.conftest import Answer, Stack
from tests.refusals import check_refused

SEARCH = "/v1/staff/members/search"


def join(stack: Stack, phone: str, **more: Any) -> str:
    token = stack.prove_phone(phone)
    assert stack.apply_with(token, **more).status == 202
    stack.deliver()
    stack.later(seconds=1)
    member_id: str = stack.log_in(token).json["member_id"]
    return member_id


def search(stack: Stack, q: str, **more: Any) -> Answer:
    return stack.call("POST", SEARCH, {"q": q} | more, token="anna")


def ids(answer: Answer) -> set[str]:
    assert answer.status == 200, answer.raw
    return {row["member_id"] for row in answer.json["data"]}


def test_a_whole_name_finds_its_members_however_it_is_typed(stack: Stack) -> None:
    first = join(stack, "010-1111-0001", name="남궁 민수", birth_on="1960-01-02")
    second = join(stack, "010-1111-0002", name="남궁민수", birth_on="1971-03-04")
    join(stack, "010-1111-0003", name="남궁민")

    for typed in ("남궁민수", "남궁 민수", " 남 궁 민 수"):
        assert ids(search(stack, typed)) == {first, second}
    assert ids(search(stack, "남궁민수", birth_on="1971-03-04")) == {second}
    assert ids(search(stack, "남궁민수", birth_on="1971-03-05")) == set()
    assert ids(search(stack, "남궁")) == set(), "a part of a name finds nobody"
    row = search(stack, "남궁민수").json["data"][0]
    assert "*" in row["name_masked"]
    assert "phone" not in row


def test_a_name_is_kept_nowhere_and_its_search_is_on_record_without_it(stack: Stack) -> None:
    join(stack, "010-1111-0001", name="남궁민수")
    search(stack, "남궁민수")
    stack.later(seconds=1)
    search(stack, "남궁민수", birth_on="1971-03-04")
    stored = repr(list(stack.table.items.values()))
    assert "남궁민수" not in stored
    records = stack.call("GET", "/v1/staff/audit?action=members_searched", token="anna").json
    assert [row["after"] for row in records["data"]] == [
        {"by": "name_and_birth_date", "found": 0},
        {"by": "name", "found": 1},
    ]


def test_latin_names_have_no_case(stack: Stack) -> None:
    member_id = join(stack, "010-1111-0001", name="Jane Doe")
    assert ids(search(stack, "JANE doe")) == {member_id}


def test_what_is_neither_is_refused(stack: Stack) -> None:
    for typed in ("홍길동2", "12345", "--"):
        check_refused(
            stack,
            lambda h, q=typed: stack.call("POST", SEARCH, {"q": q}, token="anna", headers=h),
            422,
            "search_unclear",
            "q",
        )


def test_who_leaves_or_changes_the_name_is_not_found_by_it(stack: Stack) -> None:
    member = stack.member("010-1111-0001")
    own = stack.call("GET", "/v1/me", token=member.token).json["name"]
    assert ids(search(stack, own)) == {member.member_id}
    stack.call("PATCH", "/v1/me", {"name": "선우진"}, token=member.token)
    assert ids(search(stack, own)) == set()
    assert ids(search(stack, "선우진")) == {member.member_id}
    stack.call("DELETE", "/v1/me", token=member.token)
    assert ids(search(stack, "선우진")) == set()


def test_more_than_twenty_of_a_name_ask_for_the_birth_date(stack: Stack) -> None:
    for number in range(21):
        join(stack, f"010-2000-{number:04d}", name="김철수", birth_on=f"1960-01-{number + 1:02d}")
    found = search(stack, "김철수").json
    assert (len(found["data"]), found["has_more"]) == (20, True)
    one = search(stack, "김철수", birth_on="1960-01-21").json
    assert (len(one["data"]), one["has_more"]) == (1, False)


def test_a_name_of_another_county_is_not_found(stack: Stack) -> None:
    join(stack, "010-1111-0001", name="남궁민수")
    jinju = stack.call(
        "POST", SEARCH, {"q": "남궁민수"}, token="anna", headers={"Host": "jinju.example"}
    )
    assert jinju.status != 200 or jinju.json["data"] == []


def test_members_of_before_are_filled_in_once(stack: Stack) -> None:
    member_id = join(stack, "010-1111-0001", name="남궁민수")
    store = stack.wired(MembersWiring).store
    profile = store.profile(builders.COUNTY, member_id)
    assert profile is not None
    store.replace_profile(replace(profile, name_keys=None, version=profile.version + 1))
    assert ids(search(stack, "남궁민수")) == set()

    def items() -> list[Any]:
        key = profile_key(builders.COUNTY, member_id)
        return [unpack(pack(stack.table.get(key)))]

    assert fill_in(stack.adapters, items()) == (1, 0)
    assert ids(search(stack, "남궁민수")) == {member_id}
    assert fill_in(stack.adapters, items()) == (0, 0)


def test_a_message_of_the_release_before_still_makes_its_member(stack: Stack) -> None:
    """It has no keys of the name; the back-fill gives them."""
    token = stack.prove_phone("010-1111-0001")
    stack.apply_with(token)
    (signup,) = stack.queue.sent
    stack.queue.sent[:] = [replace(signup, name_keys=None)]
    stack.deliver()
    assert stack.log_in(token).status in (200, 201)
    assert "name_keys" not in json.dumps(stack.queue.sent, default=str)


def test_one_person_reveals_so_many_a_day(stack: Stack) -> None:
    member_id = stack.member().member_id
    path = f"/v1/staff/members/{member_id}/reveal"
    for _ in range(100):
        assert stack.call("POST", path, {"reason": "창구"}, token="anna").status == 200
    refused = stack.call("POST", path, {"reason": "창구"}, token="anna")
    assert (refused.status, refused.json["code"]) == (429, "reveals_used_up")
    assert (refused.json["limit"], refused.json["remaining"]) == (100, 0)
    assert "100번" in refused.json["detail"]
    assert stack.call("POST", path, {"reason": "창구"}, token="bora").status == 200
    stack.later(days=1)
    assert stack.call("POST", path, {"reason": "창구"}, token="anna").status == 200
