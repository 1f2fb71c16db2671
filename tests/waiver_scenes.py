"""What members owe, and waiving it."""

from chalicelib.ledger.store import WalletStore
from chalicelib.payments.receivable_store import ReceivableStore
from chalicelib.payments.waiver_service import Waivers
from chalicelib.payments.wiring import PaymentsWiring
from tests.builders import COUNTY
from tests.conftest import Member, Stack
from tests.worlds import World


def waivers_of(world: World) -> Waivers:
    return Waivers(
        store=ReceivableStore(world.table),
        chain=world.chain,
        wallets=WalletStore(world.table),
        own_wallets=world.own_wallets,
        idempotency_keys=world.counter.idempotency_keys,
        clock=world.clock,
    )


def two_who_owe(stack: Stack, *members: Member) -> None:
    """Each owes 900 won, which are to be waived."""
    for member in members:
        stack.wired(PaymentsWiring).receivables.owe(
            COUNTY, member.member_id, cause=f"pur_{'0' * 16}", amount=900, number=1
        )
        stack.later(seconds=1)
        body = {"member_id": member.member_id, "amount": 900, "reason": "시험"}
        asked = stack.call("POST", "/v1/staff/receivable-waivers", body, token="anna", key="new")
        assert asked.status == 201, asked.raw
