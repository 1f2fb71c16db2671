"""Answers of winners and reserves that meet: who takes which prize, and who follows whom."""

from datetime import timedelta
from typing import Any
from zlib import crc32

from chalicelib.aws.kms import FieldCipher
from chalicelib.core.values import seoul_date
from chalicelib.draws.draws import Draw, Drawn, Frozen, Prize
from chalicelib.draws.entrants import entrant_id, list_hash
from chalicelib.draws.places import PassReason
from chalicelib.draws.prize_service import Prizes
from chalicelib.draws.store import DrawStore
from chalicelib.staff.person import Person
from tests.builders import COUNTY, NOON
from tests.fake_kms import FakeKms
from tests.races.cases import Case, Command, Scene
from tests.worlds import World

ANNA = Person("sub-anna", "anna")
SALT = b"s" * 16
PRIZES = (Prize("10만 원", "voucher", 1, 100_000), Prize("3만 원", "voucher", 1, 30_000))
RESERVES = 2


def store_of(table: Any) -> DrawStore:
    return DrawStore(table, FieldCipher(FakeKms(), "data"))


def prizes_of(world: World) -> Prizes:
    return Prizes(store_of(world.table), world.members, world.counties, world.clock)


def a_drawn_draw(tag: str, *, prizes: tuple[Prize, ...] = PRIZES, reserves: int = RESERVES) -> Draw:
    """Of handles, in the order of their numbers: winners first, then the reserves."""
    count = sum(prize.count for prize in prizes) + reserves
    ids = tuple(entrant_id(SALT, f"handle/{n}") for n in range(count))
    frozen = Frozen(
        at=NOON, by=ANNA, round=1000, list_hash=list_hash(sorted(ids)), entrant_count=count,
        dropped={}, upload_ids=(),
    )  # fmt: skip
    drawn = Drawn(
        at=NOON, round=1000, signature="", randomness="",
        winners=ids[: count - reserves], reserves=ids[count - reserves :],
    )  # fmt: skip
    return Draw(
        county_id=COUNTY, draw_id=f"drw_{crc32(tag.encode()):016X}", title="축제",
        legal_basis="조례", prizes=prizes, reserve_count=reserves, closes_at=NOON, round=1000,
        fallback_round=29_800, answer_days=7, erased_on=seoul_date(NOON + timedelta(days=30)),
        announced_at=NOON, announced_by=ANNA, frozen=frozen, drawn=drawn,
    )  # fmt: skip


def keep(table: Any, draw: Draw) -> None:
    store = store_of(table)
    assert draw.frozen is not None
    assert draw.drawn is not None
    store.announce(draw, SALT)
    store.put_frozen(draw, draw.frozen)
    store.put_drawn(draw, draw.drawn)


def drawn(world: World, tag: str) -> Scene:
    draw = a_drawn_draw(tag)
    keep(world.table, draw)
    return Scene((), NOON + timedelta(hours=1), facts={"draw": draw})


def one_has_passed(world: World, tag: str) -> Scene:
    """The second prize is the first reserve's."""
    scene = drawn(world, tag)
    world.now = scene.now - timedelta(seconds=1)
    pass_on(2)(world, scene)
    return scene


def accept(number: int, member: str) -> Command:
    def run(world: World, scene: Scene) -> Any:
        prizes_of(world).accept(
            COUNTY, ANNA, scene.facts["draw"].draw_id, number,
            member_id=f"mem_{member}", contact=None, is_tax_settled=True,
        )  # fmt: skip
        return "accepted"

    return run


def pass_on(number: int, reason: PassReason = "declined") -> Command:
    def run(world: World, scene: Scene) -> Any:
        draw_id = scene.facts["draw"].draw_id
        prizes_of(world).pass_on(COUNTY, ANNA, draw_id, number, reason=reason)
        return "passed"

    return run


def places_state(table: Any, scene: Scene) -> Any:
    """Who has which prize after whom, and for which member."""
    draw: Draw = scene.facts["draw"]
    world = World(table, scene.now)
    places = prizes_of(world).places(draw)
    contacts = store_of(table).contacts(draw, scene.now)
    taken = [contacts[number]["member_id"] for number in sorted(contacts)]
    assert len(taken) == len(set(taken))
    held = [one.prize.name for one in places if one.prize and one.state != "passed"]
    assert len(held) == len(set(held)) <= len(PRIZES)
    moments = [answer.at for answer in store_of(table).answers(draw).values()]
    assert len(moments) == len(set(moments))
    return tuple((p.state, p.prize and p.prize.name, p.after) for p in places), tuple(taken)


DRAW_CASES: dict[str, Case] = {
    "one member takes two places": Case(drawn, (accept(1, "A"), accept(2, "A")), places_state),
    "one place for two members": Case(drawn, (accept(1, "A"), accept(1, "B")), places_state),
    "a prize taken against passed on": Case(drawn, (accept(1, "A"), pass_on(1)), places_state),
    "two prizes passed on": Case(drawn, (pass_on(1), pass_on(2)), places_state),
    "a prize passed on while who follows takes theirs": Case(
        one_has_passed, (pass_on(1), accept(3, "A")), places_state
    ),
    "a prize passed on while a reserve withdraws": Case(
        drawn, (pass_on(1), pass_on(3, "withdrawn")), places_state
    ),
}
