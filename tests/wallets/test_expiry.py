"""A lot is usable through 23:59:59 of its last day in Seoul, whether or not a job wrote it off."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.approvals.grant_files import VOUCHER_COLUMNS
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import seoul_date
from chalicelib.county.settings import SettingVersion
from chalicelib.county.store import CountyStore
from chalicelib.wallets.wiring import WalletsWiring
from tests import builders
from tests.builders import COUNTY
from tests.conftest import Member, Stack
from tests.fakes import FakeTable
from tests.ledger_checks import check_chain
from tests.paying.test_paying import fresh_code
from tests.refusals import check_refused
from tests.staff_office import ANNA, Office
from tests.worlds import World

LAST_MOMENT = datetime(2031, 11, 22, 14, 59, 59, 999000, tzinfo=UTC)
"""23:59:59.999 in Seoul, of the last day of a voucher made on 2026-11-22."""


@pytest.fixture
def member(stack: Stack) -> Member:
    return stack.member(vouchers=3000)


def log_in(stack: Stack, member: Member) -> Member:
    token = stack.adapters.signer.member_token(member.actor, stack.now)[0]
    return replace(member, token=token)


def expire(stack: Stack) -> int:
    """What the job of 00:10 does, at the stack's time."""
    with stack.adapters.clock.simulated(stack.now):
        run = stack.wired(WalletsWiring).expirations.run(COUNTY, seoul_date(stack.now))
        assert not run.failed
        return run.touched


def test_a_voucher_pays_in_the_last_second_and_not_in_the_next(
    stack: Stack, member: Member
) -> None:
    stack.now = LAST_MOMENT
    member = log_in(stack, member)
    code = member.pay_code()
    assert member.balance() == 3000
    assert stack.redeem(code, 1000).status == 201

    stack.later(milliseconds=1)
    member = log_in(stack, member)
    code = fresh_code(member)

    assert member.balance() == 0
    assert member.wallet()["voucher"]["lots"] == []
    for path in ("/v1/redemptions", "/v1/redemptions/validate"):
        problem = check_refused(
            stack,
            lambda h, p=path: stack.call(
                "POST",
                p,
                {"pay_code": code, "amount": 2000, "order_id": "order-x"},
                token=builders.SHOP_KEY,
                key="k",
                headers=h,
            ),
            422,
            "voucher_expired",
        )
        assert problem["balance"] == 0
    check_refused(
        stack,
        lambda h: stack.call(
            "POST",
            "/v1/me/payments",
            {"merchant_code": "M0001", "amount": 1},
            token=member.token,
            key="k",
            headers=h,
        ),
        422,
        "voucher_expired",
    )


def test_the_job_writes_it_off_once(stack: Stack, member: Member) -> None:
    stack.now = LAST_MOMENT
    assert expire(stack) == 0
    stack.later(minutes=10)

    assert expire(stack) == 1
    assert [expire(stack) for _ in range(2)] == [0, 0]

    stack.later(days=1)
    assert expire(stack) == 0
    last = check_chain(stack.table, member.member_id)[-1]
    assert (last.kind, last.voucher_amount, last.voucher_balance) == ("expiration", -3000, 0)
    assert last.mileage_balance == 2000
    assert [lot.kind for lot in last.lots] == ["mileage"]


def test_a_missed_night_is_made_up_for(stack: Stack, member: Member) -> None:
    stack.now = LAST_MOMENT
    stack.later(days=6)

    assert expire(stack) == 1
    assert check_chain(stack.table, member.member_id)[-1].voucher_balance == 0


def test_a_night_that_failed_for_one_wallet_is_made_up_for(stack: Stack, member: Member) -> None:
    def refuse_to_write(call: str) -> None:
        if call == "put_new":
            raise TryAgainError(retry_after_seconds=1)

    stack.now = LAST_MOMENT
    stack.later(minutes=10)
    stack.table.before_call = refuse_to_write
    with stack.adapters.clock.simulated(stack.now):
        run = stack.wired(WalletsWiring).expirations.run(COUNTY, seoul_date(stack.now))
    assert run.failed == [member.member_id]
    stack.table.before_call = lambda call: None

    stack.later(days=1)

    assert expire(stack) == 1


def test_money_given_back_after_its_last_day_is_written_off_too(
    stack: Stack, member: Member
) -> None:
    stack.now = LAST_MOMENT
    paid = stack.redeem(log_in(stack, member).pay_code(), 3000).json["redemption_id"]
    stack.later(days=7)
    path = f"/v1/redemptions/{paid}/cancels"
    body = {"expected_remaining_amount": 3000, "reason": "손님 요청"}
    canceled = stack.call("POST", path, body, token=builders.SHOP_KEY, key="c")
    assert canceled.status == 201
    assert log_in(stack, member).balance() == 0

    stack.later(minutes=10)

    assert expire(stack) == 1
    assert check_chain(stack.table, member.member_id)[-1].voucher_balance == 0


def test_mileage_with_a_validity_ends_on_its_day_in_seoul(stack: Stack) -> None:
    version = SettingVersion("mileage.valid_months", date(2026, 6, 1), 3, "시험")
    CountyStore(stack.table).put_setting(COUNTY, version)
    # 00:00 of the 30th in Seoul, still the 29th in UTC: three months on, February has 28 days.
    stack.now = datetime(2026, 11, 29, 15, 0, tzinfo=UTC)
    member = stack.member()
    assert member.wallet()["mileage"]["expiring"] == [{"amount": 5000, "expires_on": "2027-02-28"}]

    stack.now = datetime(2027, 2, 28, 14, 59, 59, tzinfo=UTC)
    assert log_in(stack, member).convert(1000).status == 201
    stack.later(seconds=1)
    late = log_in(stack, member)

    assert late.convert(1000).json["code"] == "insufficient_mileage"
    assert late.wallet()["mileage"] == {"balance": 0, "expiring": []}
    assert expire(stack) == 1
    last = check_chain(stack.table, member.member_id)[-1]
    assert (last.mileage_balance, last.voucher_balance) == (0, 1000)


def test_months_end_by_seouls_calendar_not_by_utc(stack: Stack, member: Member) -> None:
    for moment, resets_at in (
        (datetime(2026, 11, 30, 14, 59, 59, tzinfo=UTC), "2026-11-30T15:00:00.000Z"),
        (datetime(2026, 11, 30, 15, 0, 0, tzinfo=UTC), "2026-12-31T15:00:00.000Z"),
    ):
        stack.now = moment
        limits = log_in(stack, member).wallet()["purchase_limits"]
        assert limits["month"]["resets_at"] == resets_at


def test_a_setting_holds_from_midnight_in_seoul(stack: Stack, member: Member) -> None:
    version = SettingVersion("conversion.minimum", date(2026, 12, 1), 2000, "개정")
    CountyStore(stack.table).put_setting(COUNTY, version)

    stack.now = datetime(2026, 11, 30, 14, 59, 59, tzinfo=UTC)
    assert log_in(stack, member).convert(1000).status == 201
    stack.later(seconds=1)

    assert log_in(stack, member).convert(1000).json["code"] == "conversion_below_minimum"


def test_an_entry_belongs_to_the_business_day_of_seoul(stack: Stack, member: Member) -> None:
    stack.now = datetime(2026, 11, 22, 14, 59, 59, 999000, tzinfo=UTC)
    stack.redeem(fresh_code_at(stack, member), 100)
    stack.later(milliseconds=1)
    stack.redeem(fresh_code_at(stack, member), 200)

    def amounts(day: str) -> list[int]:
        answer = stack.call("GET", f"/v1/redemptions?on={day}", token=builders.SHOP_KEY)
        return [row["amount"] for row in answer.json["data"]]

    assert (amounts("2026-11-22"), amounts("2026-11-23")) == ([100], [200])


def fresh_code_at(stack: Stack, member: Member) -> str:
    return stack.adapters.signer.pay_code(member.actor, stack.now)[0]


def test_vouchers_of_a_file_with_a_last_day_of_its_own_are_written_off() -> None:
    """Their end follows from no rule, so no day's entries lead to them."""
    world = _a_world()
    holder, other = world.join(person="a"), world.join(person="b")
    office = Office(world)
    rows = "".join(f"v-{n},{h.member_id},30000,축제\n" for n, h in enumerate((holder, other)))
    grant, _ = office.files.propose(
        COUNTY, ANNA, name="축제", text=f"{','.join(VOUCHER_COLUMNS)}\n{rows}",
        expires_on=date(2026, 12, 31), idempotency_key="k",
    )  # fmt: skip
    office.approve_file(grant.grant_id)
    office.deliver()
    world.now = datetime(2026, 12, 31, 16, tzinfo=UTC)

    run = world.expirations.run(COUNTY, date(2027, 1, 1))

    assert (run.touched, run.failed) == (2, [])
    last = check_chain(world.table, holder.member_id)[-1]
    assert (last.kind, last.voucher_amount) == ("expiration", -30_000)


def test_a_lot_that_was_carried_to_another_wallet_is_written_off_there() -> None:
    world = _a_world()
    left = world.join(person="a")
    world.binding.bind(COUNTY, left.member_id, "person-1")
    world.leave(left)
    world.now += timedelta(days=3)
    again = world.join(person="b", vouchers=3000)
    lots = world.chain.read(COUNTY, again.member_id).entries[0].lots
    [ends_on] = [lot.expires_on for lot in lots if lot.kind == "policy"]
    assert ends_on is not None
    world.now += timedelta(days=10)
    world.binding.bind(COUNTY, again.member_id, "person-1")
    world.now = datetime(ends_on.year, ends_on.month, ends_on.day, 16, tzinfo=UTC)

    run = world.expirations.run(COUNTY, ends_on + timedelta(days=1))

    assert run.failed == []
    last = check_chain(world.table, left.member_id)[-1]
    assert (last.kind, last.voucher_amount, last.voucher_balance) == ("expiration", -3000, 0)


def _a_world() -> World:
    table = FakeTable()
    builders.seed(table)
    return World(table, pause=lambda seconds: None)
