"""Buying online: members at each point of the way, and how a browser comes to what they see."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page

from chalicelib.sales.lotteries import Lottery
from chalicelib.sales.store import RoundStore
from chalicelib.sales.turns import Turn
from chalicelib.sales.wiring import SalesWiring
from chalicelib.staff.person import Person
from tests import builders
from tests.buying import rush
from tests.conftest import Member, Stack
from tests.screens.outside import OFFERED, PRICE, work_payment
from tests.screens.seeing import see


def furnish_buying(stack: Stack) -> dict[str, Member]:
    """A round on sale and one to come; who bought, who is late, who is to pay, who waits."""
    rounds = RoundStore(stack.table)
    rounds.create(builders.a_round(shard_count=1, denominations=OFFERED))
    opens_at = stack.now + timedelta(days=3)
    rounds.create(
        builders.a_round(
            round_id="rnd_0000000000000002",
            name="설맞이 특별 판매",
            name_en="New Year sale",
            opens_at=opens_at,
            denominations=OFFERED,
            turns=(Turn(until=opens_at + timedelta(days=1), age_from=65),),
        )
    )
    late = stack.member("010-7000-0001")
    rush.ask(stack, late)
    rush.serve(stack)
    stack.later(minutes=40)
    # The first look, when the time to pay ends, sends another for after the grace.
    for _ in range(2):
        rush.look_again(stack)
    members = {"buyer-late": late, "buyer-done": stack.member("010-7000-0002")}
    _pay_into_an_account(stack, rush.ask(stack, members["buyer-done"]).json["purchase_id"])
    members["buyer-paying"] = stack.member("010-7000-0003")
    rush.ask(stack, members["buyer-paying"])
    rush.serve(stack)
    for number in range(4, 7):
        members["buyer-waiting"] = stack.member(f"010-7000-000{number}")
        rush.ask(stack, members["buyer-waiting"])
    members["buyer-applied"] = stack.member("010-7000-0007")
    rush.ask(stack, members["buyer-applied"], round_id=_lottery(stack))
    return members


def _lottery(stack: Stack) -> str:
    """Applications are open for two days."""
    wanted = builders.a_round(
        round_id="",
        name="추석 특별 판매",
        name_en="Harvest sale",
        channels=("online",),
        opens_at=stack.now,
        closes_at=stack.now + timedelta(days=20),
        denominations=(50_000,),
        lottery=Lottery(stack.now + timedelta(days=2), stack.now + timedelta(days=3), 3),
    )
    person = Person("staff-1", "anna")
    with stack.adapters.clock.simulated(stack.now):
        made, _ = stack.wired(SalesWiring).rounds.create(wanted, person, idempotency_key="lots")
    return made.round.round_id


def _pay_into_an_account(stack: Stack, purchase_id: str) -> None:
    """As by a virtual account: it is issued, and the money comes a moment later."""
    rush.serve(stack)
    bank = stack.adapters.payment_provider.bank
    bank.now = lambda: stack.now
    key = bank.agree(purchase_id, PRICE, method="virtual_account")
    body = {"purchase_id": purchase_id, "amount": PRICE, "payment_key": key}
    assert stack.call("POST", "/v1/payments/returns", body).status == 202
    work_payment(stack)
    bank.deposit(key)
    notice = {"eventType": "PAYMENT_STATUS_CHANGED", "data": {"orderId": purchase_id}}
    assert stack.call("POST", "/v1/payments/webhooks/toss", notice).status == 200
    work_payment(stack)


def rounds(page: Page) -> None:
    see(page, "buy")
    page.wait_for_selector("[data-rounds] .box")


def amount(page: Page) -> None:
    rounds(page)
    page.click("[data-rounds] button")
    see(page, "buy-amount")
    page.check("[name=amount][value='50000']")
    page.click("[data-screen=buy-amount] [type=submit]")
    page.wait_for_selector("[data-screen=buy-amount] [data-check]:not([hidden])")


def first_purchase(screen: str) -> Callable[[Page], None]:
    def steps(page: Page) -> None:
        rounds(page)
        page.click("[data-purchases] button")
        see(page, screen)
        page.wait_for_timeout(300)

    return steps


def cancel(page: Page) -> None:
    first_purchase("buy-done")(page)
    page.click("[data-screen=buy-done] [data-do=buy-cancel]")
    page.wait_for_selector("[data-buy-cancel][open]")
    page.wait_for_timeout(100)


def under_way(screen: str) -> Callable[[Page], None]:
    return lambda page: see(page, screen)


WAY: tuple[tuple[str, str, Callable[[Page], None]], ...] = (
    ("rounds", "newcomer", rounds),
    ("amount", "newcomer", amount),
    ("queue", "buyer-waiting", under_way("buy-queue")),
    ("pay", "buyer-paying", under_way("buy-pay")),
    ("done", "buyer-done", first_purchase("buy-done")),
    ("cancel", "buyer-done", cancel),
    ("applied", "buyer-applied", first_purchase("buy-applied")),
    ("late", "buyer-late", first_purchase("buy-over")),
)
"""What is seen, by whom, and the steps to it."""
