"""Money of a purchase that is followed, and what somebody owes, while storage fails."""

import copy
from typing import Any

from chalicelib.aws.kms import FieldCipher
from chalicelib.payments.following import Following
from chalicelib.payments.giving_back import GivingBack
from chalicelib.payments.payments import Payment
from chalicelib.payments.queue import PaymentMessage
from chalicelib.payments.wiring import PaymentsWiring
from chalicelib.staff.person import Person
from tests.builders import COUNTY
from tests.fake_kms import FakeKms
from tests.ledger_checks import check_chain
from tests.payments.payment_world import HELD, MEMBER, PRICE, Book, Line, Owed, Told
from tests.played_provider import PlayedProvider
from tests.simulator.command import Answer, Command
from tests.simulator.commands.scene import Scene, join, of_entry, pay_code, redeem
from tests.simulator.universe import Universe, process

PURCHASE = "pur_06H0PZQQG1Z8FWB5"
CAUSE = "pur_0000000000000001"


class Outside:
    """What stands outside of our storage: the bank, the purchases, what is owed. Each universe has
    its own, as it was when the scene was set."""

    def __init__(self, universe: Universe) -> None:
        self.provider = PlayedProvider(universe.clock)
        self.book = Book(universe.clock)
        self.owed, self.told, self.line = Owed(), Told(), Line(universe.clock)
        self.key = ""

    def over(self, universe: Universe) -> "Outside":
        mine = Outside(universe)
        for name in ("payments", "transactions"):
            setattr(mine.provider.bank, name, copy.deepcopy(getattr(self.provider.bank, name)))
        for name in ("expecting", "vouchers", "spent"):
            setattr(mine.book, name, dict(getattr(self.book, name)))
        mine.key = self.key
        return mine

    def follow(self, message: PaymentMessage) -> Any:
        wiring = process().wired(PaymentsWiring)
        cipher = FieldCipher(FakeKms(), "data")
        following = Following(
            store=wiring.store,
            messages=self.line,
            provider=self.provider,
            orders=self.book,
            giving_back=GivingBack(self.provider, cipher, self.told),
            receivables=self.owed,
            clock=process().now,
        )
        return following.follow(message)


_outside: dict[int, tuple[Universe, Outside]] = {}


def _mine(universe: Universe, scene: Scene) -> Outside:
    held = _outside.get(id(universe))
    if held is None or held[0] is not universe:
        _outside.clear()
        held = _outside[id(universe)] = (universe, scene.thing.over(universe))
    return held[1]


def _agreed(universe: Universe) -> Scene:
    """A buyer agreed to pay, and the browser came back."""
    outside = Outside(universe)
    outside.book.reserve(PURCHASE, PRICE, universe.clock() + HELD)
    process().wired(PaymentsWiring).store.create(_payment(universe), universe.clock() + HELD)
    outside.key = outside.provider.bank.agree(PURCHASE, PRICE)
    return Scene(join(universe), thing=outside)


def _payment(universe: Universe) -> Any:
    return Payment(
        county_id=COUNTY,
        purchase_id=PURCHASE,
        member_id=MEMBER,
        amount=PRICE,
        order_name="상품권",
        started_at=universe.clock(),
        pay_by_at=universe.clock() + HELD,
    )


def _paid(universe: Universe) -> Scene:
    scene = _agreed(universe)
    scene.thing.follow(_offer(scene.thing))
    assert scene.thing.book.vouchers == {PURCHASE: PRICE}
    return scene


def _offer(outside: Outside) -> PaymentMessage:
    return PaymentMessage(
        county_id=COUNTY, purchase_id=PURCHASE, payment_key=outside.key, amount=PRICE
    )


def _taken_back(universe: Universe) -> Scene:
    """12,000 won are spent when the buyer's bank takes all of it back."""
    scene = _paid(universe)
    scene.thing.book.spent[PURCHASE] = 12_000
    scene.thing.provider.bank.reverse(scene.thing.key)
    return scene


def _confirm(universe: Universe, scene: Scene) -> Answer:
    mine = _mine(universe, scene)
    payment = mine.follow(_offer(mine))
    return Answer((payment.state, payment.amount))


def _look(universe: Universe, scene: Scene) -> Answer:
    mine = _mine(universe, scene)
    payment = mine.follow(PaymentMessage(county_id=COUNTY, purchase_id=PURCHASE))
    return Answer((payment.state, payment.reversed_amount))


def _check_paid(universe: Universe, scene: Scene) -> None:
    mine = _mine(universe, scene)
    assert mine.provider.bank.money_of(PURCHASE) == PRICE
    assert mine.book.vouchers == {PURCHASE: PRICE}


def _check_taken_back(universe: Universe, scene: Scene) -> None:
    mine = _mine(universe, scene)
    assert mine.provider.bank.money_of(PURCHASE) == 0
    assert mine.book.vouchers == {PURCHASE: 12_000}
    assert list(mine.owed.by_cause.values()) == [12_000]


def _holding(universe: Universe) -> Scene:
    holder = join(universe, vouchers=3_000)
    return Scene(holder, pay_code(universe, holder))


def _owing(universe: Universe) -> Scene:
    scene = _holding(universe)
    _owe(universe, scene)
    universe.clock.advance(10.0)
    return scene


def _owe(universe: Universe, scene: Scene) -> Answer:
    outcome = (
        process()
        .wired(PaymentsWiring)
        .receivables.owe(COUNTY, scene.holder.member_id, cause=CAUSE, amount=9_000, number=9_000)
    )
    return of_entry(outcome.entry, outcome.entry.owed_amount)


def _settle(universe: Universe, scene: Scene) -> Answer:
    outcome = (
        process()
        .wired(PaymentsWiring)
        .receivables.settle(
            COUNTY,
            scene.holder.member_id,
            amount=4_000,
            reason="sub staff",
            request_id="r1",
        )
    )
    return of_entry(outcome.entry, outcome.entry.owed_amount)


def _redeem(universe: Universe, scene: Scene) -> Answer:
    return of_entry(redeem(scene.code, 700, "order-1", "later").redemption.entry)


def _to_be_waived(universe: Universe) -> Scene:
    scene = _owing(universe)
    waiver, _ = process().wired(PaymentsWiring).waivers.propose(
        COUNTY, Person("sub-anna", "anna"), member_id=scene.holder.member_id, amount=4_000,
        reason="방침", idempotency_key="w1",
    )  # fmt: skip
    universe.clock.advance(1.0)
    return Scene(scene.holder, scene.code, thing=waiver.waiver_id)


def _waive(universe: Universe, scene: Scene) -> Answer:
    waiver, _ = process().wired(PaymentsWiring).waivers.approve_once(
        COUNTY, Person("sub-bora", "bora"), scene.thing, reason=None, idempotency_key="w2"
    )  # fmt: skip
    return Answer((waiver.status, waiver.amount))


def _check_owed(won: int) -> Any:
    def check(universe: Universe, scene: Scene) -> None:
        head = check_chain(universe.table, scene.holder.member_id)[-1]
        assert head.owed_amount == won

    return check


COMMANDS = (
    Command("payment confirmed", _agreed, _confirm, is_worker=True, check=_check_paid),
    Command("payment reversed", _taken_back, _look, is_worker=True, check=_check_taken_back),
    Command("debt noted", _holding, _owe, other=_redeem, check=_check_owed(9_000)),
    Command("debt waived", _to_be_waived, _waive, other=_redeem, check=_check_owed(5_000)),
    Command("debt paid", _owing, _settle, other=_redeem, check=_check_owed(5_000)),
)
