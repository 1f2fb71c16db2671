"""Whom money goes to is what the register says now."""

from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.settlement.payees import Payee
from chalicelib.settlement.wiring import SettlementWiring
from tests import builders
from tests.conftest import Stack
from tests.merchants.test_nights import approved, night


def payee(stack: Stack, shop: str) -> Payee:
    found: Payee = stack.wired(SettlementWiring).payees.all(builders.COUNTY)[shop]
    return found


def test_a_shop_is_paid_once_the_bank_said_that_its_account_is_its_own(stack: Stack) -> None:
    shop = approved(stack)
    payees = stack.wired(SettlementWiring).payees
    before = payee(stack, shop)
    assert before.held_for == "account_unverified"
    assert payees.accounts(builders.COUNTY, {shop}) == {}

    stack.adapters.account_holders.names["3021234567891"] = "김청자"
    night(stack)
    account = payees.accounts(builders.COUNTY, {shop})[shop]

    assert payee(stack, shop).held_for is None
    assert (account.number, account.holder) == ("3021234567891", "김청자")
    assert account.account_id == payee(stack, shop).account_id == before.account_id


def test_accounts_of_many_shops_are_read_as_two_lists(stack: Stack) -> None:
    shop = approved(stack)
    stack.adapters.account_holders.names["3021234567891"] = "김청자"
    night(stack)
    calls: list[str] = []
    stack.table.before_call = calls.append

    found = stack.wired(SettlementWiring).payees.accounts(
        builders.COUNTY, {shop, *(f"mch_{number:016d}" for number in range(50))}
    )

    assert list(found) == [shop]
    assert calls == ["query", "query"]


def test_a_shop_that_is_over_is_paid_what_it_sold_before(stack: Stack) -> None:
    """A temporary merchant is closed by the night, and nobody can open it again."""
    event = {"name": "청자축제", "ends_on": stack.now.date().isoformat()}
    shop = approved(stack, kind="temporary", event=event)
    stack.adapters.account_holders.names["3021234567891"] = "김청자"
    night(stack)
    stack.later(days=31)
    night(stack)
    merchant = stack.wired(MerchantsWiring).store.by_id(builders.COUNTY, shop)
    assert merchant is not None
    assert merchant.status == "closed"

    assert payee(stack, shop).held_for is None
    assert stack.wired(SettlementWiring).payees.accounts(builders.COUNTY, {shop})


def test_the_night_does_not_close_a_shop_out_of_its_suspension(stack: Stack) -> None:
    event = {"name": "청자축제", "ends_on": stack.now.date().isoformat()}
    shop = approved(stack, kind="temporary", event=event)
    stack.adapters.account_holders.names["3021234567891"] = "김청자"
    night(stack)
    path = f"/v1/staff/merchants/{shop}/status"
    body = {"status": "suspended", "reason": "점검"}
    assert stack.call("PUT", path, body, token="anna").status == 200
    stack.later(days=31)
    night(stack)

    assert payee(stack, shop).held_for == "merchant_suspended"


def test_a_shop_that_is_suspended_or_held_waits(stack: Stack) -> None:
    shop = approved(stack)
    stack.adapters.account_holders.names["3021234567891"] = "박다른"
    stack.wired(MerchantsWiring).accounts.verify(builders.COUNTY, shop)
    assert payee(stack, shop).held_for == "account_mismatch"

    path = f"/v1/staff/merchants/{shop}/status"
    body = {"status": "suspended", "reason": "점검"}
    assert stack.call("PUT", path, body, token="anna").status == 200
    assert payee(stack, shop).held_for == "merchant_suspended"
    assert stack.wired(SettlementWiring).payees.accounts(builders.COUNTY, {shop}) == {}
