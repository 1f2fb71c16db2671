"""A round whose buyers are drawn: applying, the frozen list, what is offered, buying by a place."""

from collections import Counter
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from chalicelib.aws.text_messages import Attempt, TextMessages
from chalicelib.buying import keys as buying_keys
from chalicelib.buying.applications import Applied
from chalicelib.buying.lottery_telling import LEASE, TRIES_MAX
from chalicelib.buying.wiring import BuyingWiring
from chalicelib.draws.wiring import DrawsWiring
from chalicelib.identity.wiring import IdentityWiring
from chalicelib.members.wiring import MembersWiring
from chalicelib.notifications.notices import Notice
from chalicelib.sales.lotteries import Lottery, draw_id_of
from chalicelib.sales.rounds import Round
from chalicelib.sales.wiring import SalesWiring
from chalicelib.staff.person import Person
from tests import builders
from tests.builders import COUNTY
from tests.fake_beacon import FakeBeacon
from tests.ledger_checks import check_chain
from tests.simulator.command import AgainError, Answer, Command
from tests.simulator.commands.scene import Scene, convert, join, of_entry
from tests.simulator.universe import Universe, process

FACE = 10_000
PERSON = "the keyed hash of one person"
PLACES = 2


def _wired() -> BuyingWiring:
    return process().wired(BuyingWiring)


def _round_is_made(universe: Universe) -> Scene:
    holder = join(universe)
    now = universe.clock()
    wanted = builders.a_round(
        round_id="",
        budget_amount=PLACES * FACE,
        channels=("online",),
        denominations=(FACE,),
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(days=20),
        lottery=Lottery(now + timedelta(hours=1), now + timedelta(hours=2), 3),
    )
    rounds = process().wired(SalesWiring).rounds
    made, _ = rounds.create(wanted, Person("s", "anna"), idempotency_key="lottery")
    universe.clock.advance(10.0)
    return Scene(holder, thing=made.round)


def _apply(universe: Universe, scene: Scene) -> Answer:
    shown, _ = _wired().buying.ask(
        scene.actor, round_id=scene.thing.round_id, amount=FACE, idempotency_key="apply-1"
    )
    assert isinstance(shown, Applied)
    return Answer(shown.chance.status, shown.application.application_id)


def _applied(universe: Universe) -> Scene:
    scene = _round_is_made(universe)
    _apply(universe, scene)
    universe.clock.advance(timedelta(hours=1, minutes=3).total_seconds())
    return scene


def _step(universe: Universe, scene: Scene) -> Answer:
    steps = _wired().lottery_steps
    for round_ in steps.due(COUNTY):
        steps.step(round_)
    draw = _draw(scene.thing)
    return Answer((draw.frozen is not None, len(_offers(scene.thing))))


def _drawn(universe: Universe) -> Scene:
    scene = _applied(universe)
    _draw_lots(universe)
    return scene


def _draw_lots(universe: Universe) -> None:
    steps = _wired().lottery_steps
    for round_ in steps.due(COUNTY):
        steps.step(round_)
    universe.clock.advance(timedelta(hours=1).total_seconds())
    drawing = replace(process().wired(DrawsWiring).drawing, beacon=FakeBeacon())
    for draw in drawing.due(COUNTY):
        assert drawing.run(draw)


def _offered(universe: Universe) -> Scene:
    scene = _drawn(universe)
    _step(universe, scene)
    universe.clock.advance(10.0)
    return scene


def _left_unbought(universe: Universe) -> Scene:
    """Two may buy and do not; their days are over."""
    scene = _round_is_made(universe)
    others = [join(universe, person) for person in ("b", "c")]
    for number, holder in enumerate((scene.holder, *others)):
        _wired().buying.ask(
            holder.actor, round_id=scene.thing.round_id, amount=FACE, idempotency_key=f"r{number}"
        )
    universe.clock.advance(timedelta(hours=1, minutes=3).total_seconds())
    _draw_lots(universe)
    _step(universe, scene)
    (first,) = _offers(scene.thing)
    universe.clock.advance((first.until - universe.clock()).total_seconds() + 360.0)
    return scene


def _three_drawn(universe: Universe) -> Scene:
    """Two may buy, the third is a reserve; nobody was told yet."""
    scene = _round_is_made(universe)
    others = [join(universe, person) for person in ("b", "c")]
    for number, holder in enumerate((scene.holder, *others)):
        _wired().buying.ask(
            holder.actor, round_id=scene.thing.round_id, amount=FACE, idempotency_key=f"r{number}"
        )
    universe.clock.advance(timedelta(hours=1, minutes=3).total_seconds())
    _draw_lots(universe)
    _step(universe, scene)
    universe.messages.sent.clear()
    universe.clock.advance(10.0)
    return scene


class _Kept:
    """Sends by member: numbers of a scene are sealed and nobody opens them."""

    def __init__(self, universe: Universe) -> None:
        self._sent = universe.messages.sent
        self._texts = TextMessages(universe.client("sns"))

    def attempt(self, county_id: str, member_id: str, text: str) -> Attempt:
        return self._texts.attempt(member_id, text)

    def tell_one(self, notice: Notice) -> bool:
        self._sent.append((notice.member_id, notice.kind))
        return True


def _tell(universe: Universe, scene: Scene) -> Answer:
    """As every five minutes: what a run that died had taken is free again after its lease."""
    kept = _Kept(universe)
    replace(_wired().lottery_telling, texts=kept, notices=kept).tell(scene.thing)
    if not _all_told(universe, scene.thing):
        universe.clock.advance((LEASE + timedelta(minutes=1)).total_seconds())
        raise AgainError
    return Answer("told")


def _all_told(universe: Universe, round_: Round) -> bool:
    found = (
        universe.table.get(buying_keys.lottery_told(COUNTY, round_.round_id, name), consistent=True)
        for name in ("1", "others")
    )
    return all(item is not None and item["is_done"] for item in found)


def _check_told(universe: Universe, scene: Scene) -> None:
    """Each of two winners has the text message, the reserve a notice: twice at most, and none of
    them only where no answer told of a message that never went out, twice."""
    assert _all_told(universe, scene.thing)
    sent = universe.messages.sent
    winners = Counter(member for member, text in sent if "추첨에 뽑히셨습니다" in text)
    reserves = Counter(member for member, kind in sent if kind == "lottery_reserve")
    assert len(winners) == PLACES
    assert len(reserves) == 1
    assert winners.keys().isdisjoint(reserves)
    faults = universe.network.hits.total()
    assert max(*winners.values(), *reserves.values()) <= min(TRIES_MAX, 1 + faults)


def _check_reserve(universe: Universe, scene: Scene) -> None:
    """The third is offered what two did not buy: one place, though there is budget for two."""
    found = [(one.first_place, one.last_place) for one in _offers(scene.thing)]
    assert found in ([(1, 2)], [(1, 2), (3, 3)])


def _ask(universe: Universe, scene: Scene) -> Answer:
    shown, _ = _wired().buying.ask(
        scene.actor, round_id=scene.thing.round_id, amount=FACE, idempotency_key="ask-1"
    )
    assert not isinstance(shown, Applied)
    return Answer(shown.standing.status, shown.ticket.purchase_id)


def _carried(universe: Universe) -> Scene:
    """The winner's wallet has ended in one that the same person had left before."""
    first = replace(join(universe, "left"), generation=1)
    binding = process().wired(IdentityWiring).binding
    binding.bind(COUNTY, first.member_id, PERSON)
    process().wired(MembersWiring).members.leave(first.actor)
    universe.clock.advance(10.0)
    scene = _offered(universe)
    profile = binding.bind(COUNTY, scene.holder.member_id, PERSON)
    universe.clock.advance(10.0)
    holder = replace(first, generation=profile.generation)
    return Scene(holder, thing=scene.thing)


def _check_one(universe: Universe, scene: Scene) -> None:
    """Of one place one purchase is held."""
    head = check_chain(universe.table, scene.holder.member_id)[-1]
    assert len(head.reservations) <= 1


def _convert(universe: Universe, scene: Scene) -> Answer:
    return of_entry(convert(scene.holder, 1000, "later").entry)


def _draw(round_: Round) -> Any:
    found = process().wired(DrawsWiring).round_lots.by_id(COUNTY, draw_id_of(round_.round_id))
    assert found is not None
    return found


def _offers(round_: Round) -> Any:
    return process().wired(DrawsWiring).round_lots.offers(_draw(round_))


def _check(universe: Universe, scene: Scene) -> None:
    """One application a member, and no more places on offer than the budget is enough for."""
    round_: Round = scene.thing
    store = _wired().applications
    assert list(store.member_ids(COUNTY, round_.round_id)) in ([], [scene.holder.member_id])
    assert len(store.own(COUNTY, scene.holder.member_id)) <= 1
    left = sum(process().wired(SalesWiring).store.left(round_).values())
    places = sum(each.last_place - each.first_place + 1 for each in _offers(round_))
    assert places * FACE <= left == round_.budget_amount


def _command(name: str, prepare: Any, run: Any, **more: Any) -> Any:
    return Command(
        name,
        prepare,
        run,
        check=more.pop("check", _check),
        spare=("#LINE#",),
        blind=frozenset({"place", "asked_ahead", *more.pop("blind", ())}),
        **more,
    )


COMMANDS = (
    _command("lottery, apply", _round_is_made, _apply, other=_convert),
    _command("lottery, freeze", _applied, _step, is_worker=True),
    _command("lottery, offer", _drawn, _step, is_worker=True),
    _command(
        "lottery, offer to a reserve", _left_unbought, _step, is_worker=True, check=_check_reserve
    ),
    _command(
        "lottery, tell",
        _three_drawn,
        _tell,
        is_worker=True,
        check=_check_told,
        blind=("count", "leased_until", "tries", "version"),
    ),
    _command("lottery, buy by a place", _offered, _ask, other=_convert),
    _command("lottery, buy by a place of before", _carried, _ask, check=_check_one),
)
