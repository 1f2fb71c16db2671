"""The night's look after merchants: the tax office, accounts, ended festivals, what is due."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.aws.tax_office import TaxState
from chalicelib.core.values import seoul_date
from chalicelib.merchants.businesses import Business
from chalicelib.merchants.holders import same_holder
from chalicelib.merchants.merchants import Merchant
from chalicelib.merchants.registration import Registration
from chalicelib.merchants.sealing import seal
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.merchants.worker import look_after_merchants
from chalicelib.staff.subscriber_store import SubscriberStore
from tests import builders
from tests.conftest import Stack
from tests.merchants.shopkeepers import NUMBER, OTHER_NUMBER, applied, approved, decide

DIGITS = "2148639239"


def night(stack: Stack) -> None:
    """The schedule of the stack's day, as Lambda calls it."""
    event = {"time": stack.now.strftime("%Y-%m-%dT%H:%M:%SZ"), "region": "", "detail": {}}
    full = {
        "version": "0", "account": "", "detail-type": "", "source": "", "id": "", "resources": [],
    }  # fmt: skip
    stack.work(look_after_merchants, full | event)


def registration(stack: Stack, merchant_id: str) -> Registration:
    found = stack.wired(MerchantsWiring).registry.registration("gangjin", merchant_id)
    assert found is not None
    return found


def test_a_shop_that_has_closed_is_held_and_let_go_again(stack: Stack) -> None:
    shop = approved(stack)
    stack.adapters.tax_office.states_by_number[DIGITS] = TaxState(status="closed")
    night(stack)
    assert registration(stack, shop).held_for == "tax_closed"
    # It is for people to close it: it may still be a mistake.
    merchant = stack.wired(MerchantsWiring).store.by_id("gangjin", shop)
    assert merchant is not None
    assert merchant.status == "active"
    account = stack.wired(MerchantsWiring).accounts.of("gangjin", shop)
    assert account is not None
    assert account.held_for == "tax_closed"

    stack.adapters.tax_office.is_down = True
    night(stack)
    assert registration(stack, shop).held_for == "tax_closed"
    stack.adapters.tax_office.is_down = False
    del stack.adapters.tax_office.states_by_number[DIGITS]
    night(stack)
    assert registration(stack, shop).held_for is None


def test_an_office_that_sleeps_leaves_every_shop_as_it_is(stack: Stack) -> None:
    shop = approved(stack)
    before = registration(stack, shop)
    stack.adapters.tax_office.is_down = True
    stack.adapters.tax_office.states_by_number[DIGITS] = TaxState(status="closed")
    night(stack)
    after = registration(stack, shop)
    assert (after.look, after.held_for) == (before.look, None)


def test_a_hundred_numbers_go_in_one_call_and_a_spent_quota_ends_the_night(stack: Stack) -> None:
    wired = stack.wired(MerchantsWiring)
    for number in range(10, 660):
        a_registered(stack, number)
    sweep = wired.tax_sweep.run("gangjin")
    assert stack.adapters.tax_office.calls == [100] * 6 + [50]
    assert (sweep.asked, sweep.unknown) == (650, 0)

    stack.adapters.tax_office.calls.clear()
    stack.adapters.tax_office.calls_left = 2
    sweep = wired.tax_sweep.run("gangjin")
    assert len(stack.adapters.tax_office.calls) == 5
    assert sweep.unknown == 450


def a_registered(stack: Stack, number: int) -> None:
    """A registered shop of its own; its number is not looked at by anybody."""
    merchant_id = f"mch_{number:016d}"
    sealed = seal(stack.adapters.cipher, merchant_id, {"business_number": f"{number:010d}"})
    key = f"business-{number}"
    merchant = Merchant(
        county_id="gangjin", merchant_id=merchant_id, merchant_code=f"Q{number}",
        name=f"가게 {number}", category="음식점", status="active", over_sales_cap=False,
    )  # fmt: skip
    papers = Registration(
        county_id="gangjin", merchant_id=merchant_id, business_key=key, kind="regular", outlet="",
        sales_class="up_to_300m", registered_on=builders.NOON.date(), opened_on=None,
        bank_code="011", sealed=sealed,
    )  # fmt: skip
    business = Business(county_id="gangjin", business_key=key, version=1)
    registry = stack.wired(MerchantsWiring).registry
    assert registry.register(merchant, papers, business)


def test_an_account_is_verified_before_anything_is_paid(stack: Stack) -> None:
    shop = approved(stack)
    accounts = stack.wired(MerchantsWiring).accounts
    found = accounts.of("gangjin", shop)
    assert found is not None
    assert (found.number, found.holder, found.verified_at) == ("3021234567891", "김청자", None)
    night(stack)
    assert registration(stack, shop).account_state == "unknown"

    stack.adapters.account_holders.names["3021234567891"] = "김 청자"
    night(stack)
    found = accounts.of("gangjin", shop)
    assert found is not None
    assert found.verified_at is not None
    stack.adapters.account_holders.is_down = True
    assert accounts.verify("gangjin", shop).account_state == "verified"


def test_another_ones_account_is_held(stack: Stack) -> None:
    shop = approved(stack)
    stack.adapters.account_holders.names["3021234567891"] = "박다른"
    path = f"/v1/staff/merchants/{shop}/registration"
    asked = stack.call("POST", f"{path}/verify-account", token="anna")
    assert (asked.json["account_state"], asked.json["held_for"]) == ("mismatch", "account_mismatch")
    body = {
        "account": {"bank_code": "088", "number": "110-222-333444", "holder": "김청자"},
        "reason": "계좌 변경 신청",
    }
    changed = stack.call("PATCH", path, body, token="anna").json
    assert (changed["account_state"], changed["held_for"]) == ("unverified", "account_changed")
    assert changed["account_tail"].endswith("3444")


@pytest.mark.parametrize(
    ("bank", "shop", "same"),
    [
        ("김청자", "김 청자", True),
        ("(주)강진마트", "주식회사 강진마트", True),
        ("㈜탐진농산물직", "탐진농산물직판장", True),
        ("김청", "김청자", False),
        ("김청자", "박청자", False),
        ("", "김청자", False),
    ],
)
def test_a_holder_is_the_same_however_the_bank_writes_it(bank: str, shop: str, same: bool) -> None:
    assert same_holder(bank, shop) is same


def test_a_temporary_shop_is_closed_when_its_days_are_over(stack: Stack) -> None:
    event = {"name": "갈대축제", "ends_on": "2026-11-25"}
    shop = approved(stack, kind="temporary", event=event)
    stack.later(days=33)
    night(stack)
    merchants = stack.wired(MerchantsWiring).store
    assert merchants.by_id("gangjin", shop).status == "active"  # type: ignore[union-attr]
    stack.later(days=1)
    for _ in range(2):
        night(stack)
    assert merchants.by_id("gangjin", shop).status == "closed"  # type: ignore[union-attr]
    actions = [r["action"] for r in stack.call("GET", "/v1/staff/audit", token="anna").json["data"]]
    assert actions.count("merchant_closed") == 1
    # The same business may be at the next festival.
    applied(stack, kind="temporary", event={"name": "청자축제", "ends_on": "2027-02-27"})


def test_a_shop_shows_when_it_was_paid_last(stack: Stack) -> None:
    member = stack.member(vouchers=3000)
    stack.redeem(member.pay_code(), 1000)
    stack.later(days=1)
    night(stack)
    rows = stack.call("GET", "/v1/merchants").json["data"]
    paid = {row["merchant_code"]: row["last_paid_on"] for row in rows}
    assert paid == {"M0001": "2026-11-22", "M0002": None}


def test_an_earlier_night_that_is_made_up_for_changes_no_later_day(stack: Stack) -> None:
    member = stack.member(vouchers=3000)
    stack.redeem(member.pay_code(), 1000)
    stack.later(days=1)
    first_night = stack.now
    stack.redeem(member.pay_code(), 1000)
    stack.later(days=1)
    for now in (stack.now, first_night):
        stack.now = now
        night(stack)

    [shop, _] = stack.call("GET", "/v1/merchants").json["data"]
    assert shop["last_paid_on"] == "2026-11-23"


def test_staff_are_reminded_once_a_day_of_what_is_due(stack: Stack) -> None:
    SubscriberStore(stack.table).put("gangjin", "office@gangjin.example", ["daily"])
    late, soon = applied(stack), None
    night(stack)
    assert stack.mail.sent == []
    stack.later(days=8)
    soon = applied(stack, business_number=OTHER_NUMBER)
    stack.later(minutes=1)
    for _ in range(2):
        night(stack)
    assert len(stack.mail.sent) == 1
    mail = stack.mail.sent[0]
    assert "기한을 넘겼습니다" in mail["subject"]
    assert late in mail["text"]
    assert soon not in mail["text"]
    assert "가마터식당" not in mail["html"]
    decide(stack, late)
    stack.later(days=1)
    night(stack)
    assert len(stack.mail.sent) == 1


def test_the_office_is_asked_again_for_applications_that_it_left_unanswered(stack: Stack) -> None:
    stack.adapters.tax_office.is_down = True
    application_id = applied(stack)
    stack.adapters.tax_office.is_down = False
    stack.later(seconds=1)
    night(stack)
    seen = stack.call("GET", f"/v1/staff/merchant-applications/{application_id}", token="anna").json
    assert seen["look"]["status"] == "active"


def test_a_register_is_published_once_a_half_year(stack: Stack) -> None:
    approved(stack)
    night(stack)
    listed = stack.call("GET", "/v1/merchant-registers").json["data"]
    assert listed == ["2026-H1"]
    first = stack.call("GET", "/v1/merchant-registers/2026-H1?format=csv")
    assert "가마터식당" in first.raw.decode()
    assert "김청자" not in first.raw.decode()
    assert NUMBER not in first.raw.decode()
    approved(stack, business_number=OTHER_NUMBER, name="새가게")
    stack.now += timedelta(days=60)
    night(stack)
    assert stack.call("GET", "/v1/merchant-registers").json["data"] == ["2026-H2", "2026-H1"]
    again = stack.call("GET", "/v1/merchant-registers/2026-H1?format=csv")
    assert again.raw == first.raw
    sheet = stack.call("GET", "/v1/staff/merchant-register?format=xlsx", token="anna")
    assert sheet.status == 200
    missing = stack.call("GET", "/v1/merchant-registers/2020-H1")
    assert (missing.status, missing.json["code"]) == (404, "register_not_found")


def test_shops_without_an_account_and_silent_banks_leave_the_others_their_turn(
    stack: Stack,
) -> None:
    wired = stack.wired(MerchantsWiring)
    for number in range(10, 16):
        a_registered(stack, number)
    for number in (12, 13, 14):
        of_shop = registration(stack, f"mch_{number:016d}")
        fields = {"account_number": f"302123456789{number}", "account_holder": "김청자"}
        sealed = seal(stack.adapters.cipher, of_shop.merchant_id, fields)
        wired.registry.replace_registration(
            replace(of_shop, sealed=sealed, version=of_shop.version + 1)
        )
    stack.adapters.account_holders.names["30212345678914"] = "김청자"
    states = []
    for _ in range(3):
        stack.later(days=1)
        wired.accounts.verify_pending("gangjin", most=1)
        states.append(registration(stack, "mch_0000000000000014").account_state)
    assert states == ["unverified", "unverified", "verified"]


def test_the_night_notes_how_a_shop_is_taxed_and_that_it_changed_from_the_next_day_on(
    stack: Stack,
) -> None:
    shop = approved(stack)
    store, sweep = stack.wired(MerchantsWiring).store, stack.wired(MerchantsWiring).tax_sweep

    def classes() -> list[tuple[str, str]]:
        found = store.by_id(builders.COUNTY, shop)
        assert found is not None
        return [(each.on.isoformat(), each.tax_class) for each in found.tax_classes]

    assert classes() == [("2026-11-22", "general")]
    states = stack.adapters.tax_office.states_by_number
    states["2148639239"] = TaxState(status="active", tax_kind="간이과세자", tax_class="simplified")
    stack.later(days=1)
    for _ in range(2):
        sweep.run(builders.COUNTY)
    tomorrow = seoul_date(stack.adapters.now()) + timedelta(days=1)
    assert classes() == [("2026-11-22", "general"), (tomorrow.isoformat(), "simplified")]
    found = stack.call("GET", "/v1/staff/audit?action=merchant_taxed", token="anna").json["data"]
    assert [row["after"]["tax_class"] for row in found] == ["simplified"]
    # Silence and a bare state change nothing.
    states["2148639239"] = TaxState(status="unknown")
    sweep.run(builders.COUNTY)
    assert len(classes()) == 2
