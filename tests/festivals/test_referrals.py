"""Members' links over HTTP: both are rewarded, once, within bounds, and no one for themselves."""

from typing import Any

import pytest

from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import seoul_date
from chalicelib.festivals import keys
from chalicelib.festivals.referral_service import Referrals
from chalicelib.festivals.wiring import FestivalsWiring
from chalicelib.festivals.worker import finish_referrals
from chalicelib.ledger.channels import heading_of
from chalicelib.ledger.store import WalletStore
from tests.builders import COUNTY
from tests.campaigns.test_desk import shown as campaign
from tests.conftest import Answer, Member, Stack
from tests.draws.lots import EVENT
from tests.festivals.festival import faults, festival
from tests.refusals import check_refused

REFERRAL = {"referrer_mileage": 300, "newcomer_mileage": 200, "spending": 0, "friends_max": 2}


def links(member: Member) -> Any:
    return member.stack.call("GET", "/v1/me/referrals", token=member.token).json


def a_referrer(stack: Stack) -> tuple[Member, str]:
    """Who is known as a person, and what their link carries."""
    member = stack.member()
    assert links(member)["identity_required"] is True
    member.identify("referrer")
    url: str = links(member)["data"][0]["url"]
    address, _, channel = url.partition("?c=")
    assert address.endswith("/j/reed26")
    assert member.member_id[4:].lower() not in channel
    return member, channel


def friend(stack: Stack, number: int, channel: str, person: str | None = None) -> Member:
    phone = f"010-2222-{number:04d}"
    proved = stack.prove_phone(phone)
    applied = stack.apply_with(proved, campaign_code="reed26", channel=channel)
    assert applied.status == 202, applied.raw
    stack.deliver()
    session = stack.log_in(proved)
    member = Member(stack, session.json["member_id"], session.json["access_token"], phone)
    if person:
        assert member.identify(person).status == 200
    return member


def claim(member: Member, key: str = "new", headers: Any = None) -> Answer:
    return member.stack.call(
        "POST", "/v1/me/referral-reward", token=member.token, key=key, headers=headers
    )


def mileage(member: Member) -> int:
    points: int = member.wallet()["mileage"]["balance"]
    return points


def test_both_are_rewarded_once_out_of_the_budget(stack: Stack) -> None:
    campaign_id = festival(stack, referral=REFERRAL, signup_mileage=0)
    referrer, channel = a_referrer(stack)
    before = mileage(referrer)
    newcomer = friend(stack, 1, channel)
    assert links(newcomer)["own"]["code"] == "identity_required"
    check_refused(stack, lambda h: claim(newcomer, headers=h), 422, "identity_required")
    newcomer.identify("friend")
    assert links(newcomer)["own"]["code"] is None

    given = claim(newcomer, key="one")

    assert (given.status, given.json["granted_mileage"]) == (201, 200), given.raw
    assert given.json["description"] == "갈대축제 친구 추천"
    assert claim(newcomer, key="one").json == given.json
    check_refused(stack, lambda h: claim(newcomer, headers=h), 422, "referral_rewarded")
    assert (mileage(newcomer), mileage(referrer) - before) == (200, 300)
    assert links(referrer)["data"][0]["friends"] == 1
    assert (campaign(stack, campaign_id)["left"], faults(stack)) == (20_000 - 500, [])
    first = WalletStore(stack.table).first_entry(COUNTY, newcomer.member_id)
    assert first is not None
    assert first.origin is not None
    assert heading_of(first.origin.channel) == "friend"
    counted = stack.call("GET", "/v1/staff/dashboard", token="staff").json["signups_by_channel"]
    assert [(one["channel"], one["name"]) for one in counted] == [("friend", "회원 추천")]


def test_a_member_is_rewarded_for_so_many_friends(stack: Stack) -> None:
    festival(stack, referral=REFERRAL, signup_mileage=0)
    referrer, channel = a_referrer(stack)
    before = mileage(referrer)
    for number in range(3):
        assert claim(friend(stack, number, channel, f"friend {number}")).status == 201
    assert mileage(referrer) - before == 2 * 300
    assert faults(stack) == []


def test_a_county_bounds_a_year(stack: Stack) -> None:
    festival(stack, referral=REFERRAL, signup_mileage=0)
    stack.set_rule("referral.year_maximum", 1)
    stack.later(days=1)
    referrer, channel = a_referrer(stack)
    before = mileage(referrer)
    for number in range(2):
        assert claim(friend(stack, number, channel, f"friend {number}")).status == 201
    assert (mileage(referrer) - before, faults(stack)) == (300, [])


def test_nobody_is_their_own_friend(stack: Stack) -> None:
    """By another number, and after leaving: the person has one membership."""
    festival(stack, referral=REFERRAL, signup_mileage=0)
    referrer, channel = a_referrer(stack)
    again = friend(stack, 1, channel)
    assert again.identify("referrer").status != 200
    check_refused(stack, lambda h: claim(again, headers=h), 422, "identity_required")
    referrer.leave()
    stack.later(minutes=5)
    # The number that the member had: somebody joined with it before.
    same = Member(stack, *_joined_anew(stack, referrer.phone, channel), referrer.phone)
    assert same.identify("somebody else").status in (200, 409, 422)
    if links(same)["own"]:
        assert claim(same).status in (201, 422)
    assert faults(stack) == []


def _joined_anew(stack: Stack, phone: str, channel: str) -> tuple[str, str]:
    proved = stack.prove_phone(phone)
    stack.apply_with(proved, campaign_code="reed26", channel=channel)
    stack.deliver()
    session = stack.log_in(proved).json
    return session["member_id"], session["access_token"]


def test_spending_counts_once_a_shop_can_no_longer_cancel_it(stack: Stack) -> None:
    festival(stack, referral=REFERRAL | {"spending": 1_000}, closes_at="2026-12-31T00:00:00Z")
    _, channel = a_referrer(stack)
    newcomer = friend(stack, 1, channel, "friend")
    friend_of_before = friend(stack, 2, channel, "second friend")
    newcomer.convert(2_000)
    assert stack.redeem(newcomer.pay_code(), 1_000).status == 201
    refused = claim(newcomer)
    assert (refused.json["code"], refused.json["missing"]) == ("referral_spending_missing", 1_000)
    check_refused(stack, lambda h: claim(newcomer, headers=h), 422, "referral_spending_missing")
    stack.later(days=8)
    newcomer = stack.logged_in(newcomer)
    assert claim(newcomer).status == 201
    stack.later(days=120)
    late = stack.logged_in(friend_of_before)
    check_refused(stack, lambda h: claim(late, headers=h), 422, "referral_ended")
    assert faults(stack) == []


def test_who_came_by_no_link_has_nothing(stack: Stack) -> None:
    festival(stack, referral=REFERRAL)
    member = stack.member()
    assert links(member)["own"] is None
    check_refused(stack, lambda h: claim(member, headers=h), 404, "not_referred")
    forged = friend(stack, 1, "friend-0123456789abcdefghjkmnpqrs.AAAAAA", "friend")
    assert claim(forged).json["code"] == "not_referred"


def take_back(stack: Stack, member_id: str, by: str = "bora", headers: Any = None) -> Answer:
    path = f"/v1/staff/members/{member_id}/referral-return"
    body = {"reason": "추천인이 대신 가입"}
    return stack.call("POST", path, body, token=by, headers=headers)


def test_what_was_not_honest_is_taken_back_of_both_and_the_rest_is_owed(stack: Stack) -> None:
    campaign_id = festival(stack, referral=REFERRAL | {"newcomer_mileage": 2_000})
    referrer, channel = a_referrer(stack)
    before = mileage(referrer)
    newcomer = friend(stack, 1, channel, "friend")
    check_refused(
        stack,
        lambda h: take_back(stack, newcomer.member_id, headers=h),
        422,
        "referral_not_rewarded",
    )
    stack.later(minutes=1)
    assert claim(newcomer).status == 201
    # The sign-up mileage goes first, then 1,000 of what is taken back below.
    assert newcomer.convert(6_000).status == 201

    taken = take_back(stack, newcomer.member_id)

    assert taken.status == 200, taken.raw
    assert [each["mileage_amount"] for each in taken.json["data"]] == [-1_000, -300]
    assert (mileage(newcomer), mileage(referrer)) == (0, before)
    owed = stack.call(
        "GET", f"/v1/staff/members/{newcomer.member_id}/receivable", token="treasurer"
    )
    assert owed.json["owed_amount"] == 1_000, owed.raw
    assert take_back(stack, newcomer.member_id).json == taken.json
    assert claim(newcomer).json["code"] == "referral_rewarded"
    records = stack.call("GET", "/v1/staff/audit?action=referral_taken_back", token="bora").json
    assert len(records["data"]) == 2
    assert (campaign(stack, campaign_id)["left"] < 20_000, faults(stack)) == (True, [])


def test_the_night_rewards_the_referrer_of_whom_a_request_was_cut_off(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign_id = festival(stack, referral=REFERRAL, signup_mileage=0)
    referrer, channel = a_referrer(stack)
    before = mileage(referrer)
    with monkeypatch.context() as cut:
        cut.setattr(Referrals, "_reward_referrer", cut_off)
        newcomers = [friend(stack, number, channel, f"friend {number}") for number in (1, 2)]
        for each in newcomers:
            assert claim(each).status == 503
    assert take_back(stack, newcomers[1].member_id).status == 200
    assert (mileage(newcomers[0]), mileage(referrer)) == (200, before)

    for _ in range(2):
        stack.work(finish_referrals, EVENT)

    # For one friend: what the other was given is taken back already.
    assert mileage(referrer) == before + 300
    assert (campaign(stack, campaign_id)["left"], faults(stack)) == (20_000 - 700, [])


def cut_off(*args: Any) -> None:
    raise TryAgainError(retry_after_seconds=1)


def test_a_forged_referral_is_found(stack: Stack) -> None:
    festival(stack, referral=REFERRAL, signup_mileage=0)
    _, channel = a_referrer(stack)
    claim(friend(stack, 1, channel, "friend"))
    kept = dict(stack.table.items)
    rows = [key for key in kept if "#VISITED#" in key[0]]
    for key in rows:
        del stack.table.items[key]
        assert any("a reward that is not so" in each for each in faults(stack)), key
        stack.table.items[key] = kept[key]
    assert faults(stack) == []


def test_the_night_gives_a_referrer_nothing_in_an_election_period(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    festival(stack, referral=REFERRAL, signup_mileage=0)
    day = seoul_date(stack.now).replace(day=24).isoformat()
    period = {"from_on": day, "to_on": day, "name": "재선거", "source": "공고"}
    assert stack.call("POST", "/v1/staff/election-periods", period, token="anna").status == 201
    referrer, channel = a_referrer(stack)
    before = mileage(referrer)
    with monkeypatch.context() as cut:
        cut.setattr(Referrals, "_reward_referrer", cut_off)
        assert claim(friend(stack, 1, channel, "friend")).status == 503

    stack.later(days=2)
    referrer = stack.logged_in(referrer)
    with stack.adapters.clock.simulated(stack.now):
        stack.work(finish_referrals, EVENT)

    assert mileage(referrer) == before
    stack.later(days=1)
    with stack.adapters.clock.simulated(stack.now):
        stack.work(finish_referrals, EVENT)
    assert mileage(stack.logged_in(referrer)) == before + 300


def test_friends_of_who_had_the_number_before_stand_in_nobodys_way(stack: Stack) -> None:
    festival(stack, referral=REFERRAL, signup_mileage=0)
    referrer, channel = a_referrer(stack)
    before = mileage(referrer)
    profile = stack.wired(FestivalsWiring).referrals.members.profile(COUNTY, referrer.member_id)
    assert profile is not None
    mark = f"{keys.friends_in(stack.now.year)}0001"
    item = {
        **keys.visited(COUNTY, profile.person_key, mark)._asdict(),
        "type": "reward",
        "entry_id": "x",
    }
    stack.table.put_new(item)

    assert claim(friend(stack, 1, channel, "friend")).status == 201

    assert mileage(referrer) - before == 300
