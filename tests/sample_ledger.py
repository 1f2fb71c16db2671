"""A small ledger with everything in it, made by the real services, and its days published."""

import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.aws.attributes import pack
from chalicelib.aws.files import FileStore
from chalicelib.aws.table import Item
from chalicelib.county.settings import SettingVersion
from chalicelib.county.store import CountyStore
from chalicelib.proofs.files import LedgerFiles
from chalicelib.proofs.publishing import RootPublisher
from chalicelib.proofs.store import LedgerRootStore
from chalicelib.staff.person import Person
from tests import builders
from tests.builders import COUNTY
from tests.buying.shopfront import Shopfront
from tests.cashback_scenes import start_cashback
from tests.fake_files import FakeS3
from tests.fakes import FakeTable
from tests.festivals.scenes import visit_a_festival
from tests.paper.desk import PaperDesk
from tests.staff_office import Office, a_file
from tests.trips.sample_trips import two_trips
from tests.visits.sample_fee import pay_a_fee
from tests.worlds import Holder, World

LAST_PUBLISHED = date(2027, 2, 3)


@dataclass
class SampleLedger:
    """`entries` as they are stored, in the order of the table; `files` as the bucket has them."""

    table: FakeTable
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def items(self) -> list[Item]:
        return [self.table.items[key] for key in sorted(self.table.items)]

    @property
    def entries(self) -> list[Item]:
        return [item for item in self.items if item.get("type") == "entry"]


def build() -> SampleLedger:
    """A copy of one that is lived through once: that takes a second, and many files begin so."""
    lived = _lived()
    table = FakeTable()
    table.items = lived.table.copy_of_items()
    return SampleLedger(table, dict(lived.files))


@cache
def _lived() -> SampleLedger:
    table, s3 = FakeTable(), FakeS3()
    builders.seed(table)
    store = CountyStore(table)
    for key, value in (("mileage.valid_months", 1), ("policy.valid_months", 1), ("trip.sights", 0)):
        store.put_setting(COUNTY, SettingVersion(key, date(2026, 2, 1), value, "시험"))
    world = World(table, pause=lambda seconds: None)
    world.rounds.create(builders.a_round(round_id=CLOSED_ROUND, closes_at=_at(11, 1, hour=3)))
    if world.rounds.by_id(COUNTY, builders.a_round().round_id) is None:
        world.rounds.create(builders.a_round())
    _live(world)
    publisher = RootPublisher(
        world.wallets.store,
        LedgerRootStore(table),
        LedgerFiles(FileStore(s3, "ledger")),
        world.counties,
    )
    publisher.catch_up(COUNTY, LAST_PUBLISHED)
    return SampleLedger(table, s3.objects)


CLOSED_ROUND = "rnd_0000000000000002"


def _live(world: World) -> None:
    world.now = _at(10, 30)
    eve, ann, bob, cho = (world.join(person=name, vouchers=3000) for name in "eabc")
    _first_days(world, eve, ann)
    _purchases(world, ann, bob)
    _identified(world)
    _left_with_vouchers(world)
    _online(world)
    _owing(world)
    two_trips(world)
    _cashback(world)
    visit_a_festival(world)
    pay_a_fee(world)
    _on_paper(world)
    _later(world, ann, cho)


def _first_days(world: World, eve: Holder, ann: Holder) -> None:
    """Payments, partial cancels, net-cancels before and after, adjustments, a bulk grant."""
    paid = _pay(world, eve, 2000, "1")
    world.now += timedelta(minutes=5)
    world.cancel(paid, 700, expected=2000, key="c1")
    world.cancel(paid, 300, expected=1300, key="c2")
    world.net_cancel(eve.pay_code(world.now), order_id="never", key="n1")
    _pay(world, eve, 500, "2")
    world.net_cancel(eve.pay_code(world.now), order_id="2", key="n2")
    world.redemptions.pay(
        ann.actor, merchant_code="M0002", amount=1200, order_id=None, idempotency_key="qr-1"
    )
    world.now = _at(10, 31)
    office = Office(world)
    for number, (mileage, won) in enumerate([(900, 0), (-400, 0), (0, 2500), (0, -600)]):
        proposed = office.propose(
            eve.member_id, key=f"a{number}", mileage=mileage, voucher_amount=won
        )
        office.approve(proposed.adjustment_id)
    rows = [(f"v-{name}", holder.member_id, 300) for name, holder in (("e", eve), ("a", ann))]
    office.approve_file(office.upload(a_file(*rows)).grant_id)
    office.deliver()


def _purchases(world: World, ann: Holder, bob: Holder) -> None:
    """Bought, spent and refunded; taken back in the same and in the next month."""
    same_month = world.buy(bob, 5000, key="p1").purchase
    old = world.buy(bob, 7000, key="p2", round_id=CLOSED_ROUND).purchase
    bought = world.buy(ann, 10_000, key="p3", sold_by="sub-staff")
    assert same_month is not None
    assert old is not None
    world.cancel_purchase(bob, same_month.purchase_id, key="pc1")
    world.now = _at(11, 2)
    world.cancel_purchase(bob, old.purchase_id, key="pc2")
    world.buy(bob, 6000, key="p4")
    _pay(world, ann, 1800 + 8500, "3")
    world.refund_change(ann, bought.lots[-1].lot_id, key="r1")


def _later(world: World, ann: Holder, cho: Holder) -> None:
    """Over the edges of memory, month, year, expiry, and the time that cancels are remembered."""
    world.now = _at(11, 30)
    paid = _pay(world, cho, 2500, "4")
    world.now = _at(12, 1, hour=18)
    world.expirations.run(COUNTY, date(2026, 12, 2))
    world.cancel(paid, None, expected=2500, key="c3")
    world.now = _at(12, 2, hour=18)
    world.expirations.run(COUNTY, date(2026, 12, 3))
    world.buy(ann, 3000, key="p5")
    world.now = _at(1, 2, year=2027)
    world.buy(ann, 3000, key="p6")
    world.now = _at(2, 3, year=2027)
    _pay(world, ann, 100, "5")
    world.now = _at(3, 20, year=2027)
    _pay(world, ann, 100, "6")
    _pay(world, cho, 100, "7") if _has_vouchers(world, cho) else None


def _identified(world: World) -> None:
    """One person with two numbers, of whom the first wallet was left; and the next holder of a
    number that was granted its mileage, who is somebody else."""
    left = world.join(person="i", vouchers=2000)
    world.binding.bind(COUNTY, left.member_id, "person-1")
    world.leave(left)
    world.now += timedelta(hours=1)
    again = world.join(person="j", vouchers=1000)
    world.buy(again, 4000, key="p7")
    world.binding.bind(COUNTY, again.member_id, "person-1")
    unknown = world.join(person="k")
    world.leave(unknown)
    world.now += timedelta(hours=1)
    world.binding.bind(COUNTY, world.join(person="k").member_id, "person-2")


def _left_with_vouchers(world: World) -> None:
    """Somebody left whom nobody identified, with one bought lot unspent and one half spent."""
    left = world.join(person="l")
    bought = [world.buy(left, amount, key=f"p-{amount}") for amount in (8000, 12_000)]
    _pay(world, left, 4000, "l-1")
    world.leave(left)
    world.now += timedelta(hours=1)
    for number, entry in enumerate(bought):
        desk, lot_id = Person("sub-staff", "staff"), entry.allocations[0].lot_id
        world.refund_left(left, lot_id, person="l", by=desk, key=f"lr{number}")


def _online(world: World) -> None:
    """Let go, given up, paid, taken back, reversed when half spent, and one that is being paid."""
    front = Shopfront(world)
    dan, fay = (world.join(person=name) for name in "df")
    front.let_go(front.reserve(dan, 5000, key="o1"))
    front.cancel(dan, front.reserve(dan, 6000, key="o2"), key="oc2")
    front.cancel(dan, front.buy(dan, 7000, key="o3"), key="oc3")
    reversed_id = front.buy(fay, 9000, key="o4")
    _pay(world, fay, 4500, "o-1")
    front.reverse(reversed_id, 8100)
    front.buy(dan, 3000, key="o5")
    front.reserve(fay, 2000, key="o6")


def _owing(world: World) -> None:
    """Money was taken back that was spent: paid in parts; and one debt that goes along into the
    wallet with which its person goes on."""
    left = world.join(person="m")
    world.binding.bind(COUNTY, left.member_id, "person-3")
    world.leave(left)
    world.now += timedelta(days=2)
    owing = world.join(person="n", vouchers=1000)
    owe = {"cause": "pur_0000000000000001", "amount": 9000, "number": 9000}
    world.receivables.owe(COUNTY, owing.member_id, **owe)  # type: ignore[arg-type]
    for amount in (2500, 1500):
        world.receivables.settle(
            COUNTY, owing.member_id, amount=amount, reason="sub-staff staff",
            request_id=f"paid-{amount}",
        )  # fmt: skip
    world.now += timedelta(hours=1)
    world.binding.bind(COUNTY, owing.member_id, "person-3")
    world.now += timedelta(hours=1)
    world.receivables.settle(
        COUNTY, left.member_id, amount=100, reason="sub-staff staff", request_id="last"
    )


def _on_paper(world: World) -> None:
    """Notes sold, given back, and brought by a shop."""
    round_id = "rnd_0000000000000008"
    world.rounds.create(
        builders.a_round(round_id=round_id, channels=("paper",), budget_amount=100_000)
    )
    desk, buyer = PaperDesk(world), world.join(person="paper")
    desk.fill()
    desk.sell(buyer, 1, 4, round_id=round_id, key="n1")
    desk.sell(buyer, 11, 12, round_id=round_id, key="n2")
    desk.take_back(buyer, 11, 12)
    desk.exchange(2, 3)


def _cashback(world: World) -> None:
    """Earned, taken back in part and whole, spent before it was taken back, and over the month."""
    terms = {"opens_at": world.now, "closes_at": world.now + timedelta(days=60)}
    start_cashback(world, builders.a_cashback(**terms))
    ono = world.join(person="o")
    world.buy(ono, 20_000, key="cb")
    first, second = _pay(world, ono, 6000, "cb-1"), _pay(world, ono, 8000, "cb-2")
    world.cancel(first, 2500, expected=6000, key="cb-c1")
    world.cancel(first, None, expected=3500, key="cb-c2")
    _pay(world, ono, 9800, "cb-3")
    world.cancel(second, None, expected=8000, key="cb-c3")
    world.now += timedelta(days=31)
    _pay(world, ono, 5000, "cb-4")


def _has_vouchers(world: World, holder: Holder) -> bool:
    head = world.chain.read(COUNTY, holder.member_id).entries[0]
    return head.live_vouchers(head.on) > 0


def _pay(world: World, holder: Holder, amount: int, order_id: str) -> str:
    payment = world.redeem(
        holder.pay_code(world.now), amount, order_id=order_id, key=f"pay-{order_id}"
    )
    redemption_id: str = payment.redemption.entry.redemption_id
    world.now += timedelta(seconds=1)
    return redemption_id


def _at(month: int, day: int, *, hour: int = 3, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, 30, 15, 123_000, tzinfo=UTC)


def typed_json(item: Item) -> dict[str, Any]:
    """An item as DynamoDB sends and exports it."""
    attributes: dict[str, Any] = _typed({"M": pack(item)})["M"]
    return attributes


def _typed(value: Any) -> Any:
    ((tag, content),) = value.items()
    if tag == "B":
        return {"B": base64.b64encode(bytes(content)).decode()}
    if tag == "L":
        return {"L": [_typed(each) for each in content]}
    if tag == "M":
        return {"M": {name: _typed(each) for name, each in content.items()}}
    return value


def json_text(value: Any) -> str:
    """As DynamoDB writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write_files(files: dict[str, bytes], folder: Path) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
