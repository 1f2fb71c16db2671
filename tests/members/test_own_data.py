"""A member's own data: seen, changed, copied, erased."""

import json

import pytest
from msgspec.structs import replace

from chalicelib.joining.wiring import JoiningWiring
from chalicelib.ledger.appending import EntryPage
from chalicelib.members.wiring import MembersWiring
from tests.builders import COUNTY
from tests.conftest import Member, Stack
from tests.identity.test_carrying import head
from tests.ledger_checks import entries_of
from tests.refusals import check_refused

PHONE = "010-1234-5678"


@pytest.fixture
def member(stack: Stack) -> Member:
    return stack.member(PHONE, vouchers=3000)


def test_the_name_changes_and_so_does_what_a_till_sees(stack: Stack, member: Member) -> None:
    body = {"name": "이순신", "region_code": "11110", "relation": "worker"}
    changed = stack.call("PATCH", "/v1/me", body, token=member.token)
    assert (changed.status, changed.json["name"]) == (200, "이순신")
    assert stack.call("GET", "/v1/me", token=member.token).json == changed.json
    assert changed.json["birth_on"] == "1980-05-05"
    assert stack.redeem(member.pay_code(), 100).json["member_name_masked"] == "이*신"


def test_what_is_not_given_stays(stack: Stack, member: Member) -> None:
    before = stack.call("GET", "/v1/me", token=member.token).json
    changed = stack.call("PATCH", "/v1/me", {"relation": "worker"}, token=member.token).json
    assert changed == before | {"relation": "worker"}


def test_an_unknown_region_changes_nothing(stack: Stack, member: Member) -> None:
    check_refused(
        stack,
        lambda h: stack.call(
            "PATCH", "/v1/me", {"region_code": "99999"}, token=member.token, headers=h
        ),
        422,
        "region_unknown",
        "region_code",
    )


def test_the_consent_to_news_is_given_and_withdrawn_with_its_time(
    stack: Stack, member: Member
) -> None:
    path = "/v1/me/consents/marketing"
    stack.later(hours=1)
    given = stack.call("PUT", path, {"given": True}, token=member.token)
    assert given.status == 200
    stack.later(hours=1)
    stack.call("PUT", path, {"given": False}, token=member.token)

    listed = stack.call("GET", "/v1/me/consents", token=member.token).json["data"]

    by_kind = {consent["kind"]: consent for consent in listed}
    assert by_kind["terms"]["given"] is True
    assert by_kind["marketing"]["given"] is False
    assert by_kind["marketing"]["at"] == "2026-11-22T05:00:00.000Z"
    export = stack.call("GET", "/v1/me/export", token=member.token).json
    assert [change["given"] for change in export["consent_changes"]] == [True, False]


def test_membership_cannot_do_without_the_terms(stack: Stack, member: Member) -> None:
    check_refused(
        stack,
        lambda h: stack.call(
            "PUT", "/v1/me/consents/terms", {"given": False}, token=member.token, headers=h
        ),
        422,
        "consent_required",
        "terms",
    )
    answer = stack.call("PUT", "/v1/me/consents/cookies", {"given": True}, token=member.token)
    assert (answer.status, answer.json["code"]) == (404, "consent_not_found")


def test_the_copy_holds_everything(stack: Stack, member: Member) -> None:
    for _ in range(3):
        stack.redeem(member.pay_code(), 100)
    copy = stack.call("GET", "/v1/me/export", token=member.token).json
    assert copy["profile"]["phone"] == "+821012345678"
    kinds = [entry["kind"] for entry in copy["entries"]]
    assert kinds == ["redemption"] * 3 + ["conversion", "signup"]


class LongWallet:
    """A wallet of so many entries, page by page."""

    def __init__(self, count: int) -> None:
        one = head("mem_1")
        self._entries = [replace(one, seq=count - n) for n in range(count)]

    def list_entries(
        self, county_id: str, member_id: str, *, limit: int, before_seq: int | None
    ) -> EntryPage:
        left = [e for e in self._entries if before_seq is None or e.seq < before_seq]
        return EntryPage(tuple(left[:limit]), older={"from": "here"} if len(left) > limit else None)


@pytest.mark.parametrize(("count", "copied"), [(1_203, 1_203), (1_500, 1_500), (10_700, 10_000)])
def test_the_copy_is_whole_and_newest_first(stack: Stack, count: int, copied: int) -> None:
    members = replace(stack.wired(MembersWiring).members, wallets=LongWallet(count))

    entries = members.entries(COUNTY, "mem_1")

    assert [e.seq for e in entries] == list(range(count, count - copied, -1))


def test_who_leaves_is_erased_and_told_what_was_left(stack: Stack, member: Member) -> None:
    code = member.pay_code()

    left = stack.call("DELETE", "/v1/me", token=member.token)

    assert left.status == 200
    assert (left.json["mileage_balance"], left.json["voucher_balance_amount"]) == (2000, 3000)
    profile = stack.wired(MembersWiring).store.profile(COUNTY, member.member_id)
    assert profile is not None
    assert (profile.status, profile.name_masked, profile.person.phone) == ("left", "*", b"")
    for method, path in (("GET", "/v1/me"), ("GET", "/v1/me/wallet"), ("DELETE", "/v1/me")):
        assert stack.call(method, path, token=member.token).status == 404
    refused = stack.redeem(code, 100)
    assert (refused.status, refused.json["code"]) == (404, "member_not_found")


def test_who_left_cannot_log_in(stack: Stack, member: Member) -> None:
    stack.call("DELETE", "/v1/me", token=member.token)
    stack.later(minutes=1)
    token = stack.prove_phone(PHONE, "login")
    answer = stack.log_in(token, birth_on="1980-05-05")
    assert (answer.status, answer.json["code"]) == (404, "member_not_found")


def test_joining_again_begins_a_wallet_without_a_grant_and_the_old_one_stays_unseen(
    stack: Stack, member: Member
) -> None:
    before = entries_of(stack.table, member.member_id)
    stack.call("DELETE", "/v1/me", token=member.token)
    stack.later(minutes=1)

    again = stack.member(PHONE)

    assert again.member_id != member.member_id
    assert again.balance() == 0
    assert again.wallet()["mileage"]["balance"] == 0
    (entry,) = stack.call("GET", "/v1/me/entries", token=again.token).json["data"]
    assert (entry["kind"], entry["mileage_amount"]) == ("signup", 0)
    assert stack.call("GET", "/v1/me", token=again.token).json["name"] == "홍길동"
    assert entries_of(stack.table, member.member_id) == before


def test_an_old_message_that_comes_late_revives_nobody(stack: Stack) -> None:
    token = stack.prove_phone(PHONE)
    stack.apply_with(token)
    message = stack.queue.sent[0]
    stack.deliver()
    session = stack.call("POST", "/v1/sessions", {"verification_token": token}).json
    stack.later(minutes=1)
    stack.call("DELETE", "/v1/me", token=session["access_token"])

    stack.wired(JoiningWiring).signup_consumer.complete(message)

    assert stack.call("GET", "/v1/me", token=session["access_token"]).status == 404


def test_nothing_of_the_person_is_left_in_the_table(stack: Stack, member: Member) -> None:
    stack.call("DELETE", "/v1/me", token=member.token)
    stored = json.dumps(list(stack.table.items.values()), default=repr, ensure_ascii=False)
    assert "홍" not in stored
    assert "1234-5678" not in stored
