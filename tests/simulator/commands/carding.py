"""Joining at the desk, and the card that is printed there."""

from datetime import date
from typing import Any

from chalicelib.cards.wiring import CardsWiring
from chalicelib.joining.assisted_service import Shown
from chalicelib.joining.signups import Application, member_id_of
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.members.store import MemberStore
from chalicelib.staff.person import Person
from tests.builders import COUNTY
from tests.ledger_checks import check_chain
from tests.simulator.command import Answer, Command
from tests.simulator.commands.joining import DRAWN, complete_all
from tests.simulator.commands.scene import Scene, convert, of_entry, redeem, shop
from tests.simulator.universe import Universe, process
from tests.worlds import Holder

BOOTH, OFFICE = Person("sub-booth", "booth"), Person("sub-omin", "omin")
PIN = "4829"
FORM = Application(
    verification_token="",
    name="김순자",
    birth_on=date(1948, 3, 2),
    region_code="11110",
    relation="resident",
    campaign_code="celadon-a",
    terms=True,
    privacy=True,
    marketing=False,
)


def _accept(by: Person) -> Any:
    def run(universe: Universe, _: Any) -> Answer:
        shown = Shown(document_kind="resident_card", signed_on=date(2026, 11, 22))
        signup_id, _repeated = (
            process()
            .wired(JoiningWiring)
            .assisted.accept(COUNTY, by, FORM, shown, idempotency_key="k", is_simulated=False)
        )
        return Answer(signup_id.partition("_")[0], signup_id)

    return run


def _check_one_member(universe: Universe, _: Any) -> None:
    """Whichever desk was first: one wallet, with one grant."""
    profiles = [
        row.item
        for row in universe.db.store.table.all()
        if row.item.get("type") == {"S": "profile"}
    ]
    (profile,) = profiles
    member_id = profile["pk"]["S"].rpartition("#")[2]
    assert [e.mileage_balance for e in check_chain(universe.table, member_id)] == [5000]


def _joined(universe: Universe) -> Scene:
    signup_id = _accept(BOOTH)(universe, None).identity
    complete_all(universe, None)
    holder = Holder(member_id_of(signup_id))
    convert(holder, 3000, "join")
    universe.clock.advance(10.0)
    return Scene(holder)


def _print(universe: Universe, scene: Scene) -> Answer:
    printed = (
        process()
        .wired(CardsWiring)
        .cards.issue(
            COUNTY,
            OFFICE,
            scene.holder.member_id,
            pin=PIN,
            replaces=None,
            reason="스마트폰 없음",
            only_own_joins=False,
            idempotency_key="card-1",
        )
    )
    return Answer("printed", printed.code)


def _check_printed(universe: Universe, scene: Scene) -> None:
    profile = MemberStore(universe.table).profile(COUNTY, scene.holder.member_id)
    assert profile is not None
    assert profile.card is not None


def _with_card(universe: Universe) -> Scene:
    scene = _joined(universe)
    code = _print(universe, scene).identity
    universe.clock.advance(10.0)
    return Scene(scene.holder, code)


def _pay(universe: Universe, scene: Scene) -> Answer:
    made = (
        process()
        .wired(CardsWiring)
        .pay_codes.make(shop(), card_code=scene.code, pin=PIN, amount=700, order_id="order-1")
    )
    paid = redeem(made.pay_code, 700, "order-1", "key-1").redemption
    return of_entry(paid.entry, paid.status)


def _check_paid_once(universe: Universe, scene: Scene) -> None:
    paid = [e for e in check_chain(universe.table, scene.holder.member_id) if e.voucher_amount < 0]
    assert [e.voucher_amount for e in paid] == [-700]
    known = process().wired(CardsWiring).cards.of(COUNTY, scene.holder.member_id)
    assert known.use is not None
    assert (known.use.wrong, known.used_today) == (0, 700)


COMMANDS = (
    # How often the person was written tells only whether both were accepted before one was done.
    Command(
        "sign-up at the desk", lambda universe: None, _accept(BOOTH), other=_accept(OFFICE),
        settle=complete_all, spare=("#SIGNUP#", "#AUDIT", "#THROTTLE#", "#PROPOSAL#"),
        blind=DRAWN | {"witness", "version"}, check=_check_one_member,
    ),
    Command(
        "card, print", _joined, _print, spare=("#AUDIT",),
        blind=DRAWN | {"card"}, check=_check_printed,
    ),
    Command(
        "card, pay", _with_card, _pay, spare=("#AUDIT",),
        blind=DRAWN | {"card", "orders", "pay_code_id", "version"}, check=_check_paid_once,
    ),
)  # fmt: skip
