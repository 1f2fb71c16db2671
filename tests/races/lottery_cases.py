"""A round whose buyers are drawn: who applies or buys twice, and offers that meet."""

from contextlib import suppress
from datetime import timedelta
from typing import Any
from zlib import crc32

from msgspec.structs import replace

from chalicelib.buying.application_store import ApplicationStore
from chalicelib.buying.applications import Applied
from chalicelib.buying.errors import PaymentReversedError
from chalicelib.buying.following import GRACE
from chalicelib.buying.lottery_steps import LotterySteps
from chalicelib.core.actors import MovedActorError
from chalicelib.draws.draws import Draw, Drawn, Frozen
from chalicelib.draws.entrants import entrant_id, list_hash
from chalicelib.draws.files import DrawFiles
from chalicelib.draws.round_lots import SCHEDULE, RoundLots
from chalicelib.ledger.errors import MemberNotFoundError
from chalicelib.members.ended_wallets import EndedWallets
from chalicelib.sales.errors import PurchaseNotFoundError
from chalicelib.sales.lotteries import Lottery
from chalicelib.sales.lottery_draws import announced
from chalicelib.sales.rounds import Round
from chalicelib.sales.store import RoundStore
from tests import builders
from tests.builders import COUNTY, NOON
from tests.buying.shopfront import Shopfront
from tests.fake_files import FakeFiles
from tests.races.cases import Case, Command, Scene
from tests.races.draw_cases import ANNA, SALT, store_of
from tests.races.outcomes import wallet_state
from tests.worlds import Holder, World

FACE = 10_000


def lots_of(world: World) -> RoundLots:
    return RoundLots(store_of(world.table), DrawFiles(FakeFiles()), world.clock)  # type: ignore[arg-type]


def front_of(world: World) -> Shopfront:
    return Shopfront(world, lots=lots_of(world))  # type: ignore[arg-type]


def a_lottery(world: World, tag: str, places: int, now: Any) -> tuple[Round, Draw]:
    round_ = builders.a_round(
        round_id=f"rnd_{crc32(tag.encode()):016X}", budget_amount=places * FACE, shard_count=2,
        channels=("online",), denominations=(FACE,), opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(days=20),
        lottery=Lottery(now + timedelta(hours=1), now + timedelta(hours=2), 3),
    )  # fmt: skip
    draw = announced(round_, ANNA, now)
    world.rounds.create(round_)
    store_of(world.table).announce(draw, SALT)
    return round_, draw


def open_to_apply(world: World, tag: str) -> Scene:
    holder = world.join(person=f"{tag}-0")
    round_, draw = a_lottery(world, tag, 2, NOON)
    return Scene((), facts={"round": round_, "draw": draw, "holders": [holder], "tag": tag})


def drawn(world: World, tag: str, *, people: int = 1, places: int = 1, offer: bool = True) -> Scene:
    """All of them applied; the first are the winners, and may buy if it is their offer's time."""
    holders = [world.join(person=f"{tag}-{n}") for n in range(people)]
    world.now = NOON - timedelta(hours=4)
    round_, draw = a_lottery(world, tag, places, world.now)
    for number, holder in enumerate(holders):
        front_of(world).buying.ask(
            holder.actor, round_id=round_.round_id, amount=FACE, idempotency_key=f"apply-{number}"
        )
    ids = tuple(entrant_id(SALT, f"member/{one.member_id}") for one in holders)
    frozen = Frozen(
        at=NOON, by=SCHEDULE, round=draw.round, list_hash=list_hash(sorted(ids)),
        entrant_count=people, dropped={}, upload_ids=(),
    )  # fmt: skip
    store = store_of(world.table)
    store.put_frozen(draw, frozen)
    store.put_drawn(
        draw,
        Drawn(at=NOON, round=draw.round, signature="", randomness="", winners=ids[:places],
              reserves=ids[places:]),
    )  # fmt: skip
    facts = {"round": round_, "draw": draw, "holders": holders, "tag": tag}
    scene = Scene((), NOON + timedelta(seconds=5), facts=facts)
    world.now = NOON + timedelta(seconds=1)
    if offer:
        step(world, scene)
    return scene


def not_offered(world: World, tag: str) -> Scene:
    return drawn(world, tag, people=2, places=1, offer=False)


def held(world: World, tag: str) -> Scene:
    """The winner holds what the place is for, and has not paid."""
    scene = drawn(world, tag, people=2)
    world.now = NOON + timedelta(seconds=2)
    ask("first")(world, scene)
    return scene


def ask(key: str, *, by: int = 0) -> Command:
    """The ticket is served at once, as if nobody stood in line."""

    def run(world: World, scene: Scene) -> Any:
        holder: Holder = scene.facts["holders"][by]
        front = front_of(world)
        shown, _ = front.buying.ask(
            holder.actor, round_id=scene.facts["round"].round_id, amount=FACE,
            idempotency_key=f"{scene.facts['tag']}-{key}",
        )  # fmt: skip
        if isinstance(shown, Applied):
            return "applied"
        front.serve(shown.ticket.purchase_id)
        scene.facts["purchase_id"] = shown.ticket.purchase_id
        return "asked"

    return run


def pay(world: World, scene: Scene) -> Any:
    return front_of(world).pay(scene.facts["purchase_id"])


def give_up(world: World, scene: Scene) -> Any:
    """A cancel that comes too late for a reservation takes the purchase back."""
    holder: Holder = scene.facts["holders"][0]
    try:
        front_of(world).cancel(holder, scene.facts["purchase_id"], key="up")
    except (PaymentReversedError, PurchaseNotFoundError):
        # Why is on the ticket a moment after the wallet has it.
        return "nothing to give up"
    return "given up"


def bought(world: World, tag: str) -> Scene:
    scene = held(world, tag)
    pay(world, scene)
    return scene


def time_is_over(world: World, tag: str) -> Scene:
    scene = held(world, tag)
    return Scene((), scene.now + timedelta(minutes=10) + GRACE, facts=scene.facts)


def let_go(world: World, scene: Scene) -> Any:
    front_of(world).following.look(COUNTY, scene.facts["purchase_id"])
    return "looked"


def reverse(world: World, scene: Scene) -> Any:
    """The buyer's bank takes all of it back."""
    front_of(world).reverse(scene.facts["purchase_id"], scene.facts["round"].price(FACE))
    return "reversed"


def two_wallets(world: World, tag: str) -> Scene:
    """Of one person: the winner's, and one that they had left before, not known to be theirs."""
    left = replace(world.join(person=f"{tag}-left"), generation=1)
    world.binding.bind(COUNTY, left.member_id, tag)
    world.leave(left)
    scene = drawn(world, tag)
    scene.facts["holders"].append(left)
    return scene


def identify(world: World, scene: Scene) -> Any:
    """The first wallet ends in the second; the person buys there."""
    winner, left = scene.facts["holders"]
    by = replace(winner, generation=1).actor
    with suppress(MovedActorError):
        world.binding.bind(COUNTY, winner.member_id, scene.facts["tag"], by=by)
    goes_on = world.members.profile(COUNTY, left.member_id, consistent=True)
    assert goes_on is not None
    scene.facts["holders"][1] = replace(left, generation=goes_on.generation)
    return ask("now", by=1)(world, scene)


def ask_while_ending(world: World, scene: Scene) -> Any:
    """Whoever stands in line when the wallet ends is not served: no other than who comes later."""
    with suppress(MemberNotFoundError):
        ask("before")(world, scene)
    return "asked, or ended"


def being_paid_with_two(world: World, tag: str) -> Scene:
    scene = two_wallets(world, tag)
    ask("first")(world, scene)
    return scene


def bought_with_two(world: World, tag: str) -> Scene:
    scene = being_paid_with_two(world, tag)
    pay(world, scene)
    return scene


def end(world: World, scene: Scene) -> Any:
    """The first wallet ends in the second."""
    by = replace(scene.facts["holders"][0], generation=1).actor
    with suppress(MovedActorError):
        world.binding.bind(COUNTY, by.member_id, scene.facts["tag"], by=by)
    return "ended"


def take_back(world: World, scene: Scene) -> Any:
    """As every request of a session that moved on."""
    front, purchase_id = front_of(world), scene.facts["purchase_id"]
    by = replace(scene.facts["holders"][0], generation=1)
    try:
        front.cancel(by, purchase_id, key="back")
    except MovedActorError as moved:
        now = Holder(moved.actor.member_id, moved.actor.generation)
        front.cancel(now, purchase_id, key="back")
    assert front.desk.given_back == {purchase_id: scene.facts["round"].price(FACE)}
    return "taken back"


def person_state(table: Any, scene: Scene) -> Any:
    """What is held and bought by one place, over both wallets."""
    kinds = [
        entry[1]
        for holder in scene.facts["holders"]
        for entry in wallet_state(table, holder.member_id)
    ]
    assert kinds.count("reservation") - kinds.count("reservation_end") <= 1
    assert kinds.count("online_purchase") <= 1
    return lottery_state(table, scene)


def ended_state(table: Any, scene: Scene) -> Any:
    """What is left of the budget, and what each wallet holds: to identify is several steps, between
    which the other command may come, so that the entries are not those of any order."""
    left, wallets, _ = person_state(table, scene)
    return left, tuple(sum(amount for _, amount in entries) for entries in wallets)


def step(world: World, scene: Scene) -> Any:
    steps = LotterySteps(
        ApplicationStore(world.table),
        RoundStore(world.table),
        lots_of(world),
        EndedWallets(world.table),
        world.clock,
    )
    steps.step(scene.facts["round"])
    return "stepped"


def lottery_state(table: Any, scene: Scene) -> Any:
    """One application, one purchase held or bought a person; sold, held and left are the budget."""
    round_: Round = scene.facts["round"]
    store = RoundStore(table)
    left, taken, wallets = sum(store.left(round_).values()), 0, []
    for holder in scene.facts["holders"]:
        chain = wallet_state(table, holder.member_id)
        wallets.append(tuple((entry[1], entry[4]) for entry in chain))
        kinds = [entry[1] for entry in chain]
        taken += FACE * (
            kinds.count("reservation")
            - kinds.count("reservation_end")
            - kinds.count("online_purchase_cancel")
            - sum(entry[1] == "purchase_reversal" and entry[4] == -FACE for entry in chain)
        )
        assert kinds.count("online_purchase") <= 1
        assert len(ApplicationStore(table).own(COUNTY, holder.member_id)) <= 1
    assert left + taken == round_.budget_amount
    assert left >= 0
    offers = [
        (one.first_place, one.last_place)
        for one in lots_of(World(table)).offers(scene.facts["draw"])
    ]
    return left, tuple(wallets), tuple(offers)


LOTTERY_CASES: dict[str, Case] = {
    "one member applies twice": Case(open_to_apply, (ask("a"), ask("b")), lottery_state),
    "one place bought from two devices": Case(drawn, (ask("a"), ask("b")), lottery_state),
    "one place paid while it is given up": Case(held, (pay, give_up), lottery_state),
    "one place let go while it is paid": Case(time_is_over, (pay, let_go), lottery_state),
    "one place's payment reversed while it is taken back": Case(
        bought, (reverse, give_up), lottery_state
    ),
    "one place bought by the wallet that ends and the one of now": Case(
        two_wallets, (identify, ask_while_ending), person_state
    ),
    "one place paid while its wallet ends": Case(being_paid_with_two, (end, pay), ended_state),
    "one place taken back while its wallet ends": Case(
        bought_with_two, (end, take_back), ended_state
    ),
    "two schedules offer the same places": Case(not_offered, (step, step), lottery_state),
    "a place offered while its member asks": Case(not_offered, (step, ask("a")), lottery_state),
}
