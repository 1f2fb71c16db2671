"""A place in a lottery, won in a wallet that ended since: it is its person's, once."""

from tests.buying import lots
from tests.buying.lots import FACE, draw_id_of, lottery_round
from tests.buying.rush import ask, bought, pay, serve, show
from tests.buying.test_lottery import apply
from tests.buying.test_lottery_telling import texts
from tests.conftest import Member, Stack
from tests.draws.lots import listed, run, shown
from tests.identity.test_begun_before import joined, two_wallets
from tests.identity.test_one_person import FIRST, SECOND, rejoin
from tests.infra.verifier.test_trip_forgery import problems_of


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
