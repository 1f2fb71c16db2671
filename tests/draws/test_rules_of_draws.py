"""The pure rules: rounds, lists, order, sifting, places."""

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from chalicelib.draws.beacon_rounds import QUICKNET, BeaconValue
from chalicelib.draws.draws import Draw, Frozen, Prize, draw_lots, freeze
from chalicelib.draws.entrants import (
    Row,
    Upload,
    canonical,
    entrant_id,
    frozen_ids,
    list_hash,
    sift,
)
from chalicelib.draws.errors import DrawLapsedError, DrawNotClosedError, ExclusionsMissingError
from chalicelib.draws.order import in_order, split
from chalicelib.staff.person import Person

ROUND_1000 = (
    "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125"
    "e342b73a8dd2bacbe47e4b6b63ed5e39"
)
ANNA, BORA = Person("sub-anna", "anna"), Person("sub-bora", "bora")
CLOSES = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
DRAWS = CLOSES + timedelta(hours=1)
SALT = b"s" * 16


def a_draw(**changes: object) -> Draw:
    number = QUICKNET.round_from(DRAWS)
    facts: dict[str, object] = {
        "county_id": "gangjin",
        "draw_id": "drw_06H02CHZG2WVD3YG",
        "title": "추첨",
        "legal_basis": "조례 제5조",
        "prizes": (Prize("상품권", "voucher", 2, 10_000), Prize("머그잔", "goods", 1, 5_000)),
        "reserve_count": 2,
        "closes_at": CLOSES,
        "round": number,
        "fallback_round": number + 28_800,
        "answer_days": 7,
        "erased_on": date(2027, 1, 31),
        "announced_at": CLOSES - timedelta(days=1),
        "announced_by": ANNA,
    }
    return Draw(**(facts | changes))  # type: ignore[arg-type]


def entrants(*names: str, upload_id: str = "dup_1") -> Upload:
    rows = tuple(Row(number, f"handle/{name}") for number, name in enumerate(names, 1))
    return Upload(upload_id, "entrants", rows)


def test_rounds_are_at_the_times_that_drand_says() -> None:
    assert QUICKNET.round_from(datetime(2026, 4, 20, tzinfo=UTC)) == 27_946_612
    assert QUICKNET.time_of(1) == datetime.fromtimestamp(1_692_803_367, tz=UTC)
    assert QUICKNET.time_of(1000) == datetime.fromtimestamp(1_692_803_367 + 2_997, tz=UTC)


@given(st.integers(1, 2_400_000_000_000))
def test_the_round_of_a_moment_is_the_first_that_is_not_before_it(milliseconds: int) -> None:
    moment = QUICKNET.time_of(1) + timedelta(milliseconds=milliseconds)
    number = QUICKNET.round_from(moment)
    assert QUICKNET.time_of(number - 1) < moment <= QUICKNET.time_of(number)


def test_the_randomness_of_round_1000_is_that_of_the_published_vector() -> None:
    value = BeaconValue(1000, ROUND_1000)
    assert value.is_well_formed
    assert value.randomness == "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd"
    for wrong in (ROUND_1000[:-1], ROUND_1000.upper(), ROUND_1000 + "00", ""):
        assert not BeaconValue(1000, wrong).is_well_formed


def test_a_list_has_one_form_and_one_hash() -> None:
    ids = frozen_ids(sift([entrants("b", "a", "c")], SALT))
    assert ids == tuple(sorted(ids))
    text = "".join(f"{one}\n" for one in ids).encode()
    assert canonical(ids) == text
    assert list_hash(ids) == hashlib.sha256(text).hexdigest()
    assert list_hash(()) == hashlib.sha256(b"").hexdigest()
    for wrong in (ids[::-1], (ids[0], ids[0]), ("etr_x",), (ids[0] + "\n",)):
        with pytest.raises(ValueError, match="entrant"):
            canonical(wrong)


def test_a_pseudonym_says_nothing_without_the_salt() -> None:
    one = entrant_id(SALT, "handle/kim")
    assert one == entrant_id(SALT, "handle/kim")
    others = {entrant_id(b"t" * 16, "handle/kim"), entrant_id(SALT, "member/kim")}
    assert one not in others
    assert len(others) == 2


def test_rows_that_are_not_in_the_list_have_a_reason() -> None:
    excluded = Upload(
        "dup_0", "excluded", (Row(1, "handle/boss", "staff"), Row(2, "handle/wife", "household"))
    )
    withdrawn = Upload("dup_3", "withdrawn", (Row(1, "handle/late"), Row(2, "handle/boss")))
    sifted = sift(
        [entrants("kim", "boss", "kim", "wife", "late"), excluded, withdrawn,
         entrants("kim", "lee", upload_id="dup_2")], SALT,
    )  # fmt: skip
    assert [(each.row.written, each.drop_reason) for each in sifted] == [
        ("kim", None), ("boss", "staff"), ("kim", "duplicate"), ("wife", "household"),
        ("late", "withdrawn"), ("kim", "duplicate"), ("lee", None),
    ]  # fmt: skip
    kept = {entrant_id(SALT, f"handle/{name}") for name in ("kim", "lee")}
    assert set(frozen_ids(sifted)) == kept


@given(st.sets(st.integers(0, 10**6), max_size=30), st.randoms())
def test_the_order_does_not_depend_on_how_the_list_was_given(
    numbers: set[int], chance: object
) -> None:
    ids = [entrant_id(SALT, str(number)) for number in numbers]
    shuffled = list(ids)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    drawn = {"randomness": "ab" * 32, "draw_id": "drw_06H02CHZG2WVD3YG"}
    ordered = in_order(ids, **drawn)
    assert ordered == in_order(shuffled, **drawn)
    assert sorted(ordered) == sorted(ids)
    if len(ids) > 5:
        others = (
            in_order(ids, randomness="ac" * 32, draw_id=drawn["draw_id"]),
            in_order(ids, randomness="ab" * 32, draw_id="drw_06H02CHZG2WVD3YH"),
        )
        assert ordered not in others


@pytest.mark.parametrize(
    ("count", "winners", "reserves"), [(0, 0, 0), (2, 2, 0), (3, 3, 0), (4, 3, 1), (9, 3, 2)]
)
def test_with_fewer_entrants_than_prizes_all_win(count: int, winners: int, reserves: int) -> None:
    found = split(list(range(count)), winners=3, reserves=2)
    assert [len(part) for part in found] == [winners, reserves]


def frozen_at(now: datetime, **changes: object) -> Frozen:
    draw = a_draw(**changes)
    sifted = sift([entrants("a", "b")], SALT)
    step, _ = freeze(draw, sifted, upload_ids=("dup_1",), has_exclusions=True, by=BORA, now=now)
    return step


def test_a_list_is_frozen_ten_minutes_before_its_round_or_for_the_second() -> None:
    draw = a_draw()
    lead = timedelta(minutes=10)
    last, second_last = (QUICKNET.time_of(n) - lead for n in (draw.round, draw.fallback_round))
    assert frozen_at(CLOSES).round == draw.round
    assert frozen_at(last).round == draw.round
    late = last + timedelta(milliseconds=1)
    assert frozen_at(late).round == draw.fallback_round
    assert draw.status(late) == "closed"
    assert frozen_at(second_last).round == draw.fallback_round
    with pytest.raises(DrawLapsedError):
        frozen_at(second_last + timedelta(milliseconds=1))
    assert draw.status(second_last + timedelta(milliseconds=1)) == "lapsed"
    with pytest.raises(DrawNotClosedError):
        frozen_at(CLOSES - timedelta(milliseconds=1))
    with pytest.raises(ExclusionsMissingError):
        freeze(draw, [], upload_ids=(), has_exclusions=False, by=BORA, now=CLOSES)


def test_lots_are_drawn_of_the_frozen_list_by_a_named_round_alone() -> None:
    draw = a_draw()
    ids = frozen_ids(sift([entrants(*"abcdefgh")], SALT))
    step, _ = freeze(
        draw, sift([entrants(*"abcdefgh")], SALT), upload_ids=(), has_exclusions=True, by=BORA,
        now=CLOSES,
    )  # fmt: skip
    draw = replace(draw, frozen=step)
    value = BeaconValue(draw.round, ROUND_1000)
    drawn = draw_lots(draw, ids, value, now=DRAWS)
    assert (len(drawn.winners), len(drawn.reserves)) == (3, 2)
    ordered = in_order(ids, randomness=value.randomness, draw_id=draw.draw_id)
    assert list(drawn.winners + drawn.reserves) == ordered[:5]
    for wrong in (
        (ids[:-1], value),
        (ids, replace(value, round=draw.round + 1)),
        (ids, replace(value, signature="xx")),
    ):
        with pytest.raises(ValueError, match="not"):
            draw_lots(draw, *wrong, now=DRAWS)
    with pytest.raises(ValueError, match="frozen"):
        draw_lots(a_draw(), ids, value, now=DRAWS)
