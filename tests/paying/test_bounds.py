"""The bounds of a wallet: what adds to it is refused in time, what gives back never, and nobody
but its owner fills it."""

from datetime import datetime, timedelta
from functools import cache

import pytest
from msgspec.structs import replace

from chalicelib.approvals import adjusting_rules
from chalicelib.ledger import lots
from chalicelib.ledger.appending import Draft, append
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.errors import WalletFullError
from chalicelib.ledger.idempotency import REPLAY_WINDOW, CommandKeys
from chalicelib.ledger.kinds import EntryKind
from chalicelib.ledger.store import WalletStore
from chalicelib.paying import redemptions
from chalicelib.paying.cancellations import CANCEL_PARTS_MAX
from chalicelib.paying.errors import CancelPartsExceededError, NetCancelLimitExceededError
from chalicelib.paying.records import Redemption
from chalicelib.paying.redemptions import VOIDS_MAX
from tests import builders
from tests.builders import COUNTY, NOON
from tests.conftest import Member, Stack
from tests.fakes import FakeTable
from tests.ledger_checks import check_chain
from tests.paying.test_net_cancels import net_cancel
from tests.paying.test_paying import fresh_code
from tests.worlds import Holder, World, a_till_may


@pytest.fixture
def world() -> World:
    table = FakeTable()
    builders.seed(table)
    return World(table)


def fill(world: World, holder: Holder, *, up_to: int) -> None:
    """Vouchers of ten won from the county, a lot each, until so many lots are open."""
    head = check_chain(world.table, holder.member_id)[-1]
    while len(head.lots) < up_to:
        head = written(head, adjusting_rules.decide_adjustment(
            head, mileage=0, voucher_amount=10, reason="축제",
            settings=builders.SETTINGS, now=world.now,
        ))  # fmt: skip
        WalletStore(world.table).append(head)


def written(
    head: Entry, draft: Draft, now: datetime | None = None, reference: str = "test"
) -> Entry:
    return append(
        head,
        draft,
        county_id=COUNTY,
        member_id=head.member_id,
        keys=CommandKeys(reference=f"{reference}/{head.seq}", fingerprint="1"),
        now=now or head.at,
    )


@cache
def _full_after_a_payment(amount: int) -> tuple[FakeTable, Holder, str, Redemption]:
    """Two hundred entries, each longer than the one before: what comes of them is copied."""
    table = FakeTable()
    builders.seed(table)
    world = World(table)
    holder = world.join(vouchers=3000)
    code = holder.pay_code(world.now)
    paid = world.redeem(code, amount, order_id="order-7", key="pay").redemption
    fill(world, holder, up_to=lots.LOTS_MAX)
    return table, holder, code, paid


@pytest.mark.parametrize("way", ["cancel", "net-cancel"])
@pytest.mark.parametrize("amount", [3000, 1800])
def test_a_payment_comes_back_into_a_wallet_whose_lots_are_full(
    world: World, way: str, amount: int
) -> None:
    full, holder, code, paid = _full_after_a_payment(amount)
    world.table.items = full.copy_of_items()
    with pytest.raises(WalletFullError):
        fill(world, holder, up_to=lots.LOTS_MAX + 1)

    if way == "cancel":
        world.cancel(paid.entry.redemption_id, None, expected=amount, key="back")
    else:
        world.net_cancel(code, order_id="order-7", key="back")

    head = check_chain(world.table, holder.member_id)[-1]
    assert head.voucher_amount == amount
    check_chain(world.table, holder.member_id)
    # What takes goes on, above the bound too; what adds does not.
    world.redeem(holder.pay_code(world.now), 20, order_id="order-8", key="pay-8")
    with pytest.raises(WalletFullError):
        fill(world, holder, up_to=lots.LOTS_MAX + 2)
    assert len(head.lots) == lots.LOTS_MAX + (amount == 3000)


def test_a_busy_wallet_takes_what_comes_back_and_is_free_after_its_day(
    world: World,
) -> None:
    holder = world.join(vouchers=3000)
    paid = world.redeem(holder.pay_code(world.now), 1000, order_id="order-7", key="pay")
    head = check_chain(world.table, holder.member_id)[-1]
    head = replace(head, recent=replace(head.recent, days=(b"abcd" * 15_001,)))
    give_back = redemptions.decide_cancel(
        paid.redemption.entry, already=0, amount=None, expected_remaining_amount=1000,
        reason="손님 요청", settings=builders.SETTINGS, now=world.now,
    )  # fmt: skip
    void = redemptions.decide_void(head, merchant=world.shop(), code_id="code")

    assert written(head, give_back, world.now).voucher_balance == 3000
    turns_at = NOON.replace(hour=0) + REPLAY_WINDOW + timedelta(days=1)
    with pytest.raises(WalletFullError):
        written(head, void, turns_at - timedelta(milliseconds=1))
    assert len(written(head, void, turns_at).recent.days) == 1


@pytest.mark.parametrize("kind", ["purchase_cancel", "change_refund", "expiration"])
def test_a_busy_wallet_keeps_nobody_from_their_money(world: World, kind: EntryKind) -> None:
    holder = world.join(vouchers=3000)
    head = check_chain(world.table, holder.member_id)[-1]
    busy = replace(head, recent=replace(head.recent, days=(b"abcd" * 15_001,)))
    closing = Draft(kind=kind, allocations=(lots.close(busy.lots[0]),))

    assert len(written(busy, closing, world.now).lots) == len(busy.lots) - 1
    with pytest.raises(WalletFullError):
        written(busy, replace(closing, kind="redemption"), world.now)


@pytest.mark.parametrize("shown", [1, 2])
def test_a_shop_forbids_a_few_orders_with_a_code_and_no_more(stack: Stack, shown: int) -> None:
    member = stack.member(vouchers=3000)
    codes = [fresh_code(member) for _ in range(shown)]
    before = len(check_chain(stack.table, member.member_id))

    answers = [
        net_cancel(stack, code, f"flood-{c}-{n}")
        for c, code in enumerate(codes)
        for n in range(VOIDS_MAX + 3)
    ]

    refused = [answer.json for answer in answers if answer.status == 422]
    assert [problem["code"] for problem in refused] == ["net_cancel_limit_exceeded"] * 3 * shown
    assert refused[0]["limit"] == VOIDS_MAX
    written = len(check_chain(stack.table, member.member_id)) - before
    assert written == VOIDS_MAX * shown
    # The last one that was taken can be sent again, and the customer can still pay.
    assert stack.redeem(codes[0], 700).status == 201


def test_a_payment_is_undone_whatever_its_shop_forbade_before(stack: Stack) -> None:
    member = stack.member(vouchers=3000)
    code = member.pay_code()
    for n in range(VOIDS_MAX):
        assert net_cancel(stack, code, f"order-{n}").status == 200
    assert stack.redeem(code, 900, order_id="order-paid").status == 201

    undone = net_cancel(stack, code, "order-paid")

    assert (undone.status, undone.json["given_back_amount"]) == (200, 900)
    assert member.balance() == 3000


def test_voids_of_one_shop_are_none_of_another(world: World) -> None:
    holder = world.join(vouchers=3000)
    code = holder.pay_code(world.now)
    for n in range(VOIDS_MAX):
        world.net_cancel(code, order_id=f"order-{n}", key=f"void-{n}")
    with pytest.raises(NetCancelLimitExceededError):
        world.net_cancel(code, order_id="order-x", key="void-x")

    entry, _ = world.cancellations.net_cancel(
        builders.a_mart(),
        pay_code=code,
        order_id="order-x",
        idempotency_key="void-x",
        may_undo=a_till_may,
    )

    assert entry.kind == "net_cancel"
    check_chain(world.table, holder.member_id)


def test_a_payment_is_cancelled_in_many_parts_and_the_rest_always(world: World) -> None:
    holder = world.join(vouchers=3000)
    paid = world.redeem(holder.pay_code(world.now), 2000, order_id="order-7", key="pay")
    redemption_id = paid.redemption.entry.redemption_id
    left = 2000
    for n in range(CANCEL_PARTS_MAX):
        world.cancel(redemption_id, 3, expected=left, key=f"part-{n}")
        left -= 3
    with pytest.raises(CancelPartsExceededError):
        world.cancel(redemption_id, 3, expected=left, key="one part more")

    world.cancel(redemption_id, left, expected=left, key="the rest")

    assert check_chain(world.table, holder.member_id)[-1].voucher_balance == 3000


def test_a_members_own_order_number_is_no_number_of_a_tills(stack: Stack, member: Member) -> None:
    body = {"merchant_code": "M0001", "amount": 400, "order_id": "20261129-0007"}
    own = stack.call("POST", "/v1/me/payments", body, token=member.token, key="new")
    assert (own.status, own.json["order_id"]) == (201, "20261129-0007")

    sold = stack.redeem(fresh_code(member), 400, order_id="20261129-0007")

    assert (sold.status, sold.headers.get("Idempotent-Replayed")) == (201, None)
    assert sold.json["redemption_id"] != own.json["redemption_id"]
    found = stack.call(
        "GET", "/v1/redemptions?order_id=20261129-0007", token=builders.SHOP_KEY
    ).json["data"]
    assert {one["redemption_id"] for one in found} == {
        own.json["redemption_id"], sold.json["redemption_id"],
    }  # fmt: skip


@pytest.fixture
def member(stack: Stack) -> Member:
    return stack.member(vouchers=3000)
