"""A draw of 150 among 20,000, worked out again by who shares no code with it; a tilted one is
noticed."""

import copy
from typing import Any

import pytest

from infra.verifier import draw_check
from tests.conftest import FakeStaffTokens, Stack
from tests.draws import lots

PRIZES = [
    {"name": "상품권 5만 원", "kind": "voucher", "count": 50, "amount": 50_000},
    {"name": "상품권 1만 원", "kind": "voucher", "count": 100, "amount": 10_000},
]


@pytest.fixture(scope="module")
def seen() -> tuple[dict[str, Any], list[str]]:
    """The draw and its list, as anybody reads them."""
    stack = Stack()
    stack.adapters.staff_tokens = FakeStaffTokens(stack)
    lots.seed(stack)
    stack.staff_roles = frozenset({"manager"})
    entrants = lots.handles(*(f"comment{number}" for number in range(20_000)))
    draw_id = lots.drawn(stack, entrants, prizes=PRIZES, reserve_count=50)

    def ask(path: str) -> Any:
        return stack.call("GET", f"/{path}").json

    return ask(f"v1/draws/{draw_id}"), draw_check.read_entrants(ask, draw_id)


def test_a_draw_of_150_among_20000_is_worked_out_again(
    seen: tuple[dict[str, Any], list[str]],
) -> None:
    draw, entrants = seen
    assert (len(entrants), len(draw["winners"]), len(draw["reserves"])) == (20_000, 150, 50)
    assert list(draw_check.findings(draw, entrants)) == []


def swap_winners(draw: dict[str, Any], entrants: list[str]) -> None:
    one, other = draw["winners"][0], draw["winners"][149]
    one["entrant_id"], other["entrant_id"] = other["entrant_id"], one["entrant_id"]


def put_in_a_friend(draw: dict[str, Any], entrants: list[str]) -> None:
    friend = next(one for one in entrants if one not in str(draw["winners"]))
    draw["winners"][7]["entrant_id"] = friend


def leave_one_out(draw: dict[str, Any], entrants: list[str]) -> None:
    entrants.remove(draw["winners"][0]["entrant_id"])


def put_one_in_after(draw: dict[str, Any], entrants: list[str]) -> None:
    entrants.append("etr_ZZZZZZZZZZZZZZZZ")


def take_the_next_round(draw: dict[str, Any], entrants: list[str]) -> None:
    draw["drawn_round"] += 1


def take_the_fallback_back(draw: dict[str, Any], entrants: list[str]) -> None:
    draw["frozen_round"] = draw["fallback_round"]


def take_another_value(draw: dict[str, Any], entrants: list[str]) -> None:
    draw["randomness"] = "00" * 32


def freeze_late(draw: dict[str, Any], entrants: list[str]) -> None:
    draw["frozen_at"] = lots.round_time(draw["round"] - 199)


def pass_a_prize_to_a_friend(draw: dict[str, Any], entrants: list[str]) -> None:
    draw["reserves"][3] |= {"prize": "상품권 5만 원", "after": 1}


def name_another_chain(draw: dict[str, Any], entrants: list[str]) -> None:
    draw["chain"]["chain_hash"] = "00" * 32


@pytest.mark.parametrize(
    ("tilt", "said"),
    [
        (swap_winners, "winner 1 is not who the order gives"),
        (put_in_a_friend, "winner 8 is not who the order gives"),
        (leave_one_out, "the list is not the one whose hash was published"),
        (put_one_in_after, "the list is not the one whose hash was published"),
        (take_the_next_round, "drawn by a round that was not named before"),
        (take_the_fallback_back, "drawn by another round than the list was frozen for"),
        (take_another_value, "the randomness is not the SHA-256 of the signature"),
        (freeze_late, "frozen less than ten minutes before the round"),
        (pass_a_prize_to_a_friend, "place 154 has a prize that nobody passed on"),
        (name_another_chain, "not drand's chain quicknet"),
    ],
)
def test_a_tilted_draw_is_noticed(
    seen: tuple[dict[str, Any], list[str]], tilt: Any, said: str
) -> None:
    draw, entrants = copy.deepcopy(seen)
    tilt(draw, entrants)
    assert said in list(draw_check.findings(draw, entrants))
