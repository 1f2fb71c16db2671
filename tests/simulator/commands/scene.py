"""Who and what the commands are about."""

from typing import Any

from msgspec import Struct

from chalicelib.core.actors import MemberActor
from chalicelib.joining.signups import Signup, member_id_of
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.merchants.merchants import Merchant
from chalicelib.paying.wiring import PayingWiring
from chalicelib.wallets.wiring import WalletsWiring
from tests import builders
from tests.builders import COUNTY
from tests.simulator.command import Answer
from tests.simulator.universe import Universe, process
from tests.worlds import SIGNER, Holder, a_signup


class Scene(Struct, frozen=True):
    """What a command's `run` is given."""

    holder: Holder
    code: str = ""
    redemption_id: str = ""
    thing: Any = None

    @property
    def actor(self) -> MemberActor:
        return self.holder.actor


def sign_up(universe: Universe, person: str = "a", **changes: Any) -> Signup:
    return a_signup(person, now=universe.clock(), **changes)


def join(universe: Universe, person: str = "a", *, vouchers: int = 0) -> Holder:
    """A member with 5,000 mileage, of which `vouchers` converted."""
    signup = sign_up(universe, person)
    process().wired(JoiningWiring).signup_consumer.complete(signup)
    holder = Holder(member_id_of(signup.signup_id))
    if vouchers:
        convert(holder, vouchers, f"join-{person}")
    # Joined longer ago than any index lags or any clock is wrong.
    universe.clock.advance(10.0)
    return holder


def convert(holder: Holder, mileage: int, key: str) -> Any:
    return (
        process()
        .wired(WalletsWiring)
        .wallets.convert(holder.actor, mileage=mileage, idempotency_key=key)
    )


def shop() -> Merchant:
    return builders.a_merchant()


def pay_code(universe: Universe, holder: Holder) -> str:
    return SIGNER.pay_code(holder.actor, universe.clock())[0]


def redeem(code: str, amount: int, order_id: str, key: str) -> Any:
    return (
        process()
        .wired(PayingWiring)
        .redemptions.redeem(
            shop(), pay_code=code, amount=amount, order_id=order_id, idempotency_key=key
        )
    )


def of_entry(entry: Any, *more: Any) -> Answer:
    """An answer made from an entry: its amounts, and which entry it is."""
    essence = (entry.kind, entry.mileage_amount, entry.voucher_amount, entry.voucher_balance)
    return Answer((*essence, *more), entry.hash)


__all__ = ["COUNTY"]
