"""What a person began in a wallet that ended is theirs in the one that opened again."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.approvals import grant_files
from chalicelib.approvals.grant_files import GrantBounds
from chalicelib.draws.wiring import DrawsWiring
from tests.buying import lots
from tests.buying.lots import FACE, draw_id_of, lottery_round
from tests.buying.rush import ask, bought, pay, serve, show
from tests.buying.test_lottery import apply
from tests.buying.test_lottery_telling import texts
from tests.conftest import Member, Stack
from tests.draws.lots import announce, freeze, listed, run, shown, upload
from tests.draws.test_prizes import place
from tests.identity.test_one_person import FIRST, SECOND, rejoin
from tests.infra.verifier.test_trip_forgery import problems_of
from tests.photos import entering
from tests.trips import journeys


@pytest.fixture
def desk(stack: Stack) -> Stack:
    stack.staff_roles = frozenset({"operator", "manager"})
    return stack


def two_wallets(stack: Stack) -> tuple[Member, Member]:
    """One that the person left, and the one in which they joined again."""
    first = stack.member(FIRST)
    first.identify("hong")
    first.leave()
    return first, rejoin(stack, SECOND)


def joined(stack: Stack, member: Member) -> Member:
    """The second wallet ends, and the first opens again: by whom, with its session of now."""
    answer = member.identify("hong").json
    stack.later(minutes=1)
    return stack.logged_in(replace(member, member_id=answer["member_id"]))


def test_a_prize_is_taken_once_by_whichever_wallet_is_named(desk: Stack) -> None:
    first, second = two_wallets(desk)
    other = desk.member("010-7100-0001").member_id
    draw_id = announce(desk).json["draw_id"]
    upload(desk, draw_id, f"member_id\n{second.member_id}\n{first.member_id}\n{other}\n")
    upload(desk, draw_id, "member_id,reason\n", kind="excluded")
    desk.later(hours=2)
    assert freeze(desk, draw_id).status == 200
    desk.later(hours=1, seconds=33)
    run(desk)
    draws = desk.wired(DrawsWiring).draws
    draw = draws.by_id("gangjin", draw_id)
    winners = draw.drawn.winners
    numbers = {
        who: winners.index(draws.pseudonym(draw, f"member/{who}")) + 1
        for who in (first.member_id, second.member_id, other)
    }
    joined(desk, second)

    def take(number: int, member_id: str) -> Any:
        return place(
            desk, draw_id, number, "accept", has_consent=True, member_id=member_id,
            is_tax_settled=True,
        )  # fmt: skip

    refused = take(numbers[second.member_id], other)
    assert refused.json["code"] == "winner_member_wrong"
    taken = take(numbers[second.member_id], first.member_id)
    assert taken.status == 200, taken.raw
    for again in (first.member_id, second.member_id):
        assert take(numbers[first.member_id], again).json["code"] == "winner_member_wrong"
    content = desk.call("GET", f"/v1/staff/draws/{draw_id}/grants.csv", token="anna").raw.decode()
    rows = grant_files.parse(content, GrantBounds(row=1_000_000))
    assert {row.member_id for row in rows} <= {first.member_id}


def test_a_prize_that_was_taken_before_goes_to_the_wallet_of_now(desk: Stack) -> None:
    first, second = two_wallets(desk)
    draw_id = announce(desk).json["draw_id"]
    upload(desk, draw_id, f"member_id\n{second.member_id}\n")
    upload(desk, draw_id, "member_id,reason\n", kind="excluded")
    desk.later(hours=2)
    assert freeze(desk, draw_id).status == 200
    desk.later(hours=1, seconds=33)
    run(desk)
    body = {"has_consent": True, "member_id": second.member_id, "is_tax_settled": True}
    assert place(desk, draw_id, 1, "accept", **body).status == 200
    joined(desk, second)

    content = desk.call("GET", f"/v1/staff/draws/{draw_id}/grants.csv", token="anna").raw.decode()

    rows = grant_files.parse(content, GrantBounds(row=1_000_000))
    assert [row.member_id for row in rows] == [first.member_id]


def test_a_photo_is_rewarded_where_its_sender_is(stack: Stack) -> None:
    campaign_id = entering.opened(stack)
    first = stack.member(FIRST)
    first.identify("hong")
    first.leave()
    stack.later(minutes=1)
    second = entering.visitor(stack, campaign_id, SECOND)
    photo_id = entering.enter(second, campaign_id).json["photo_id"]
    now = joined(stack, second)
    before = now.wallet()["mileage"]["balance"]

    for _ in range(2):
        assert entering.decide(stack, photo_id).status == 200

    assert now.wallet()["mileage"]["balance"] == before + 30


def test_a_trip_is_seen_claimed_and_counted_by_its_person(stack: Stack) -> None:
    first, second = two_wallets(stack)
    trip_id = journeys.approved(second)
    now = joined(stack, second)
    stack.set_rule("trip.year_times", 1)
    stack.later(days=2)

    listed = stack.call("GET", "/v1/me/trips", token=now.token).json["data"]
    assert [trip["trip_id"] for trip in listed] == [trip_id]
    assert journeys.apply(now, 5).json["code"] == "trip_times_exceeded"
    answer = journeys.claim(now, trip_id)
    assert answer.status == 202, answer.raw
    assert journeys.review(stack, trip_id, True).status == 200
    assert journeys.decide(stack, trip_id, "grant", by="berta").status == 200
    assert now.balance() == 30_000
    assert problems_of(stack) == []
    assert now.member_id == first.member_id


def rivals(stack: Stack, round_id: str, count: int) -> list[Member]:
    """Others who want a place."""
    members = [stack.member(f"010-2222-{1000 + number}") for number in range(count)]
    for member in members:
        apply(stack, member, round_id)
    return members


def test_a_place_is_told_and_bought_once_where_its_person_is(stack: Stack) -> None:
    round_id = lottery_round(stack, places=2)
    first, second = two_wallets(stack)
    application_id = apply(stack, second, round_id)
    lots.freeze(stack)
    stack.later(hours=1)
    run(stack)
    now = joined(stack, second)

    lots.step(stack)

    [(phone, _)] = texts(stack)
    assert phone.endswith(SECOND[-4:]), "the number went along"
    [seen] = stack.call("GET", "/v1/me/purchases", token=now.token).json["data"]
    assert (seen["purchase_id"], seen["has_place"], seen["place"]) == (application_id, True, 1)
    assert seen["entrant_id"] in listed(stack, draw_id_of(round_id))
    bought(stack, now, FACE, round_id=round_id, key="buy")
    assert (now.member_id, now.balance()) == (first.member_id, FACE)
    assert show(stack, now, application_id).json["status"] == "completed"
    again = ask(stack, now, FACE, round_id=round_id, key="again")
    assert again.json["code"] == "place_used"
    assert problems_of(stack) == []


def test_who_applied_with_two_wallets_stands_in_the_list_once(stack: Stack) -> None:
    round_id = lottery_round(stack, places=2)
    first = stack.member(FIRST)
    first.identify("hong")
    apply(stack, first, round_id)
    first.leave()
    second = rejoin(stack, SECOND)
    apply(stack, second, round_id)
    rivals(stack, round_id, 1)
    now = joined(stack, second)
    lots.freeze(stack)

    frozen = shown(stack, draw_id_of(round_id))

    assert (frozen["entrant_count"], frozen["dropped"]) == (2, {"duplicate": 1})
    [seen] = stack.call("GET", "/v1/me/purchases", token=now.token).json["data"]
    assert seen["entrant_id"] in listed(stack, draw_id_of(round_id))


def test_who_is_known_to_be_one_after_the_draw_has_the_first_of_two_places(stack: Stack) -> None:
    round_id = lottery_round(stack, places=2)
    first = stack.member(FIRST)
    first.identify("hong")
    mine = [apply(stack, first, round_id)]
    first.leave()
    second = rejoin(stack, SECOND)
    mine.append(apply(stack, second, round_id))
    lots.draw(stack)
    sent = len(texts(stack))
    now = joined(stack, second)
    assert sent == 1, "who has left is not told"

    assert {show(stack, now, each).json["place"] for each in mine} == {1}
    assert len(stack.call("GET", "/v1/me/purchases", token=now.token).json["data"]) == 1
    bought(stack, now, FACE, round_id=round_id, key="buy")
    again = ask(stack, now, FACE, round_id=round_id, key="again")
    assert again.json["code"] == "place_used"
    assert problems_of(stack) == []


def test_what_is_being_paid_when_a_wallet_ends_comes_to_its_person(stack: Stack) -> None:
    round_id = lottery_round(stack, places=1)
    _, second = two_wallets(stack)
    apply(stack, second, round_id)
    lots.draw(stack)
    held = ask(stack, second, FACE, round_id=round_id, key="buy").json["purchase_id"]
    serve(stack)
    now = joined(stack, second)

    same = ask(stack, now, FACE, round_id=round_id, key="other").json["purchase_id"]
    assert same == held
    assert show(stack, now, held).json["payment_url"]
    assert pay(stack, held) == "completed"
    assert now.balance() == FACE
    assert show(stack, now, held).json["status"] == "completed"
    again = ask(stack, now, FACE, round_id=round_id, key="again")
    assert again.json["code"] == "place_used"
    assert problems_of(stack) == []


def test_a_prize_draw_has_one_entrant_of_who_is_known_to_be_one(desk: Stack) -> None:
    first, second = two_wallets(desk)
    draw_id = announce(desk).json["draw_id"]
    other = desk.member("010-7100-0001").member_id
    upload(desk, draw_id, f"member_id\n{second.member_id}\n{first.member_id}\n{other}\n")
    upload(desk, draw_id, "member_id,reason\n", kind="excluded")
    joined(desk, second)
    desk.later(hours=2)

    assert freeze(desk, draw_id).status == 200

    assert shown(desk, draw_id)["entrant_count"] == 2
    rows = desk.call("GET", f"/v1/staff/draws/{draw_id}/rows.csv", token="anna").raw.decode()
    assert rows.count("duplicate") == 1
