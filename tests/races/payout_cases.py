"""Paying a shop, while the bank answers twice, two decide, and its account changes."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from zlib import crc32

from chalicelib.aws.kms import FieldCipher
from chalicelib.core.errors import DomainError, TryAgainError
from chalicelib.merchants.account_service import Accounts
from chalicelib.merchants.changing import Changes
from chalicelib.settlement.errors import NothingToPayError
from chalicelib.settlement.files import PayoutFiles
from chalicelib.settlement.outcomes import PayoutResult
from chalicelib.settlement.payout_batches import batch_id
from chalicelib.settlement.payout_service import Payouts
from chalicelib.settlement.payout_store import PayoutStore
from chalicelib.settlement.registered_payees import RegisteredPayees
from chalicelib.settlement.statements import GENESIS_HASH, Statement
from chalicelib.settlement.store import StatementStore
from chalicelib.staff.audit_store import AuditStore
from chalicelib.staff.idempotency_keys import IdempotencyKeys
from chalicelib.staff.idempotency_store import IdempotencyStore
from chalicelib.staff.person import Person
from tests.builders import COUNTY
from tests.fake_files import FakeFiles
from tests.fake_kms import FakeKms
from tests.fake_offices import FakeAccountHolders
from tests.races.cases import Case, Command, Scene
from tests.races.merchant_cases import ANNA, BORA, Office
from tests.races.merchant_cases import approved as approved_shop
from tests.worlds import World

CARA = Person("sub-3", "cara")
DUE = 1_990
TRIES_MAX = 9
BUCKET = FakeFiles()
"""Names carry the hash of what they hold, so all runs share it."""


def desk(world: World) -> Payouts:
    office = Office(world)
    return Payouts(
        store=PayoutStore(world.table),
        files=PayoutFiles(BUCKET),
        payees=RegisteredPayees(office.shops, office.registry, FieldCipher(FakeKms(), "data")),
        counties=world.counties,
        idempotency_keys=IdempotencyKeys(IdempotencyStore(world.table), world.clock),
        record=AuditStore(world.table).put,
        clock=world.clock,
    )


def settled(world: World, tag: str) -> Scene:
    """A shop of its own with a verified account, and one settled day that is paid on a day of its
    own."""
    scene = approved_shop(world, tag)
    merchant_id = scene.facts["merchant_id"]
    holders = FakeAccountHolders()
    holders.names["3021234567891"] = "김청자"
    office = Office(world)
    Accounts(office.registry, holders, FieldCipher(FakeKms(), "data"), world.clock).verify(
        COUNTY, merchant_id
    )
    payout_on = date(2030, 1, 1) + timedelta(days=crc32(tag.encode()) % 2_900_000)
    StatementStore(world.table).put_new(
        Statement(
            version=1,
            county_id=COUNTY,
            merchant_id=merchant_id,
            on=payout_on - timedelta(days=2),
            gross_amount=2_000,
            sale_amount=2_000,
            fee_amount=10,
            county_fee_amount=0,
            carried_in=0,
            payout_on=payout_on,
            previous=GENESIS_HASH,
            row_count=1,
            hash=f"{tag:0<64}",
        )
    )
    return Scene((), facts=scene.facts | {"payout_on": payout_on})


def proposed(world: World, tag: str) -> Scene:
    scene = settled(world, tag)
    desk(world).propose(COUNTY, ANNA, scene.facts["payout_on"], idempotency_key=f"{tag}-first")
    return scene


def confirmed(world: World, tag: str) -> Scene:
    scene = proposed(world, tag)
    desk(world).approve_once(
        COUNTY, BORA, first_of(scene), reason=None, idempotency_key=f"{tag}-ok"
    )
    return scene


def sent(world: World, tag: str) -> Scene:
    """The bank has its file."""
    scene = confirmed(world, tag)
    desk(world).file(COUNTY, ANNA, first_of(scene), "csv", reason="지급")
    return scene


def first_of(scene: Scene) -> str:
    return batch_id(scene.facts["payout_on"], 1)


def asked(act: Callable[[Payouts, Scene], Any]) -> Command:
    """Until it is answered; a refusal by its name, without the day that it names."""

    def run(world: World, scene: Scene) -> Any:
        for _ in range(TRIES_MAX):
            try:
                return act(desk(world), scene)
            except TryAgainError:
                continue
            except DomainError as refused:
                return refused.code
        raise AssertionError("never answered")

    return run


def propose(person: Person, key: str) -> Command:
    def act(payouts: Payouts, scene: Scene) -> Any:
        key_of_run = f"{scene.facts['tag']}-{key}"
        batch, _ = payouts.propose(
            COUNTY, person, scene.facts["payout_on"], idempotency_key=key_of_run
        )
        return batch.number, batch.amount

    return asked(act)


def approve(person: Person) -> Command:
    def act(payouts: Payouts, scene: Scene) -> Any:
        key = f"{scene.facts['tag']}-{person.username}"
        payouts.approve_once(COUNTY, person, first_of(scene), reason=None, idempotency_key=key)
        return "approved"

    return asked(act)


def reject(person: Person) -> Command:
    return asked(lambda p, s: p.reject(COUNTY, person, first_of(s), reason="금액 확인").status)


def bring_in(result: PayoutResult, by: Person = ANNA) -> Command:
    def act(payouts: Payouts, scene: Scene) -> Any:
        text = f"reference,result,reason\n{first_of(scene)}-00001,{result},\n"
        content = text.encode()
        found = payouts.take_results(COUNTY, by, first_of(scene), text, content=content)
        return found.batch.status

    return asked(act)


def make_file(world: World, scene: Scene) -> Any:
    """Which account the bank is told of, if any."""
    try:
        content = desk(world).file(COUNTY, ANNA, first_of(scene), "csv", reason="지급")
    except NothingToPayError:
        return "left out"
    return "3021234567891" in content.decode("utf-8-sig")


def change_account(world: World, scene: Scene) -> Any:
    changes = Changes(account=("088", "110222333444", "김청자"))
    Office(world).registrations.change(
        COUNTY, CARA, scene.facts["merchant_id"], changes, reason="변경"
    )
    return "changed"


def state(table: Any, scene: Scene) -> Any:
    """Each batch of the day with what became of its line; and what the shop was paid, which is what
    it was owed once, or nothing."""
    store, payout_on = PayoutStore(table), scene.facts["payout_on"]
    batches = []
    for number in range(1, 4):
        found = store.by_id(COUNTY, batch_id(payout_on, number))
        if found is not None:
            said = tuple((r.result, r.reason) for r in store.results(found).values())
            batches.append((found.status, found.amount, said))
    on = payout_on - timedelta(days=2)
    settlement = StatementStore(table).get(COUNTY, scene.facts["merchant_id"], on)
    assert settlement is not None
    outcomes = [(o.number, o.result, o.amount) for o in settlement.outcomes]
    paid = sum(amount for _, result, amount in outcomes if result == "paid")
    assert paid in (0, DUE)
    # A result stands at the statement just as at the line of the bank's file.
    assert [o[1] for o in outcomes] == [result for *_, said in batches for result, _ in said]
    return tuple(batches), tuple(outcomes)


PAYOUT_CASES: dict[str, Case] = {
    "payouts proposed by two": Case(settled, (propose(ANNA, "one"), propose(BORA, "two")), state),
    "one proposal of payouts, twice": Case(
        settled, (propose(ANNA, "one"), propose(ANNA, "one")), state
    ),
    "payouts approved against rejected": Case(proposed, (approve(BORA), reject(CARA)), state),
    "payouts approved by two": Case(proposed, (approve(BORA), approve(CARA)), state),
    "payouts rejected against a new proposal": Case(
        proposed, (reject(BORA), propose(CARA, "next")), state
    ),
    "one result of the bank's, brought in by two": Case(
        sent, (bring_in("paid"), bring_in("paid", BORA)), state
    ),
    "a result of the bank's against its contrary": Case(
        sent, (bring_in("paid"), bring_in("failed", BORA)), state
    ),
    "two results of the bank's and a new proposal": Case(
        sent, (bring_in("failed"), bring_in("paid", BORA), propose(CARA, "next")), state
    ),
    "the bank's file while the account changes": Case(
        confirmed, (make_file, change_account), state
    ),
    "a proposal of payouts while the account changes": Case(
        settled, (propose(ANNA, "one"), change_account), state
    ),
}
