"""The views that a gallery shows, and how a browser comes to each of them."""

import base64
import json
from collections.abc import Callable

from playwright.sync_api import Page

from tests import builders
from tests.conftest import Member, Stack
from tests.draws import lots
from tests.merchants.shopkeepers import OTHER_NUMBER, applied
from tests.screens import (
    agent_steps,
    buying,
    comment_steps,
    desk_steps,
    festival_steps,
    gate_steps,
    join_steps,
    payments,
    photo_steps,
    settlement_steps,
    shop_steps,
    trip_steps,
)
from tests.screens.counter_views import COUNTER_VIEWS
from tests.screens.desk_views import DESK_VIEWS
from tests.screens.payments import furnish_payments
from tests.screens.seeing import see
from tests.screens.view import Kept, View


def furnish(stack: Stack) -> dict[str, Kept]:
    """Fills the county: a member who has paid, one who has only joined, a shop with sales."""
    # First, as it takes days: sessions and codes of what comes after it are to last.
    applied(stack)
    stack.adapters.tax_office.is_down = True
    applied(stack, business_number=OTHER_NUMBER, name="탐진강 찻집", trade="cafe")
    settlement_steps.furnish(stack)
    applied(stack, business_number="120-81-47521", name="병영 돼지불고기")
    photo_steps.open_entries(stack)
    traveller = trip_steps.furnish(stack)
    gate_steps.wait_for_an_open_day(stack)
    desk_steps.furnish_unusual(stack)
    payer = stack.member("010-1111-2222", vouchers=4000)
    for amount in (1200, 800):
        paid = stack.redeem(payer.pay_code(), amount)
        assert paid.status == 201, paid.raw
        stack.later(minutes=7)
    newcomer = stack.member("010-3333-4444")
    photo_steps.furnish(stack, payer)
    comment_steps.furnish(stack, payer, newcomer)
    phones = shop_steps.furnish(stack, payer)
    phones |= shop_steps.furnish_registered(stack)
    buyers = buying.furnish_buying(stack)
    furnish_payments(stack, payer.member_id)
    lots.keep_a_genuine_draw(stack)
    desk_steps.furnish(stack)
    stack.later(minutes=7)
    gate = gate_steps.furnish(stack, newcomer)
    teller = agent_steps.furnish(stack, newcomer)
    return {
        "joiner": _joining(stack, "010-5555-6666"),
        "joined": _joining(stack, newcomer.phone),
        "nobody": Kept({}, {}),
        "payer": _member(stack, payer),
        "traveller": _member(stack, traveller),
        "newcomer": _member(stack, newcomer),
        **{who: _member(stack, buyer) for who, buyer in buyers.items()},
        **{who: Kept(texts, {}) for who, texts in phones.items()},
        "gate": Kept(gate, {}),
        "teller": Kept(teller, {}),
        "shop": Kept({"onmin.merchant-key": builders.SHOP_KEY}, {}),
        "staff": Kept({}, {"onmin.staff": json.dumps(_staff())}),
    }


def _member(stack: Stack, member: Member) -> Kept:
    session = stack.log_in(stack.prove_phone(member.phone, "login"), birth_on="1980-05-05").json
    return Kept({"onmin.session": json.dumps(session)}, {})


def _joining(stack: Stack, phone: str) -> Kept:
    """Somebody who has agreed and proved this number."""
    draft = {
        "phone": {"phone": phone.replace("-", "")},
        "consents": {"terms": True, "privacy": True, "marketing": False},
        "token": stack.prove_phone(phone),
    }
    return Kept({}, {"onmin.join.celadon-a": json.dumps(draft)})


def _staff() -> dict[str, object]:
    # Nobody reads the signature here; the page looks only at what the middle part claims.
    named = {"cognito:username": "anna", "cognito:groups": ["manager"]}
    claims = base64.urlsafe_b64encode(json.dumps(named).encode()).decode().rstrip("=")
    return {
        "idToken": f"x.{claims}.x",
        "accessToken": f"x.{claims}.x",
        "refreshToken": "x",
        "expiresAt": 4102444800000,
    }


def _wallet(page: Page) -> None:
    see(page, "home")


def _wallet_screen(action: str, screen: str) -> Callable[[Page], None]:
    def steps(page: Page) -> None:
        see(page, "home")
        page.click(f"[data-screen=home] [data-do={action}]")
        see(page, screen)
        page.wait_for_timeout(250)

    return steps


def _pay_code_offline(page: Page) -> None:
    see(page, "home")
    page.context.set_offline(True)
    page.click("[data-screen=home] [data-do=code]")
    page.wait_for_selector("[data-screen=paycode] [data-no-code]:not([hidden])", timeout=20_000)


def _wallet_view(name: str) -> Callable[[Page], None]:
    def steps(page: Page) -> None:
        see(page, name)
        page.wait_for_timeout(250)

    return steps


def _unsigned(page: Page) -> None:
    """At a shop that has a signed poster, by a QR code without a signature."""
    see(page, "home")
    find = "async () => (await (await fetch('v1/merchants?q=미항')).json()).data[0].merchant_code"
    page.goto(f"{page.url.partition('/wallet')[0]}/wallet?pay={page.evaluate(find)}")
    see(page, "amount")


def _receipt(page: Page) -> None:
    see(page, "history")
    page.click("[data-entries=all] button")
    see(page, "receipt")


def _shop(page: Page) -> None:
    see(page, "shops")
    page.click("[data-shops] button")
    see(page, "shop")
    page.wait_for_timeout(300)


def _shop_report(page: Page) -> None:
    _shop(page)
    page.click("[data-do=report-shop]")
    see(page, "shop-report")


def _card(page: Page) -> None:
    see(page, "home")
    page.click("[data-screen=home] summary >> nth=0")


def _leave(page: Page) -> None:
    _wallet_view("mine")(page)
    page.click("[data-do=ask-leave]")
    page.wait_for_selector("[data-leave]:not([hidden])")


VIEWS = (
    View("home", "/"),
    View("unknown", "/walet"),
    View("privacy", "/privacy"),
    View("terms", "/terms"),
    View("status", "/status"),
    View("styleguide", "/styleguide"),
    View("verify", "/verify"),
    View("draw", f"/draws/{lots.KEPT_ID}", steps=lambda page: page.wait_for_timeout(400)),
    View("draw-checked", f"/draws/{lots.KEPT_ID}", steps=desk_steps.draw_checked),
    View("draw-unknown", "/draws/drw_0", steps=lambda page: page.wait_for_timeout(400)),
    # First elsewhere: what the gallery asks for is answered by the test.
    View("gallery", "/privacy", steps=photo_steps.gallery(10)),
    View("gallery-none", "/privacy", steps=photo_steps.gallery(0)),
    View("docs", "/docs"),
    View("reference", "/docs/reference"),
    View("operation", "/docs/reference/redeem_voucher"),
    View("errors", "/docs/errors"),
    View("error", "/docs/errors/pay_code_expired"),
    View("join-agree", "/j/celadon-a", steps=join_steps.agree),
    View("join-missing", "/j/celadon-a", steps=join_steps.missing),
    View("join-phone", "/j/celadon-a", steps=join_steps.phone),
    View("join-code", "/j/celadon-a", steps=join_steps.code),
    View("join-person", "/j/celadon-a", "joiner", join_steps.person),
    View("join-region", "/j/celadon-a", "joiner", join_steps.region),
    View("join-guardian", "/j/celadon-a", "joiner", join_steps.guardian),
    View("join-member", "/j/celadon-a", "joined", join_steps.member),
    View("join-unknown", "/j/no-such", steps=lambda page: see(page, "stopped")),
    View("wallet-log-in", "/wallet", steps=lambda page: see(page, "phone")),
    View("wallet", "/wallet", "payer", _wallet),
    View("wallet-new", "/wallet", "newcomer", _wallet),
    View("wallet-code", "/wallet", "payer", _wallet_screen("code", "paycode")),
    View("wallet-code-offline", "/wallet", "payer", _pay_code_offline, alone=True),
    View("wallet-convert", "/wallet", "newcomer", _wallet_screen("convert", "convert")),
    View("wallet-card", "/wallet", "payer", _card),
    View("wallet-code-empty", "/wallet/pay", "newcomer", _wallet_view("paycode"), alone=True),
    View("wallet-history", "/wallet/history", "payer", _wallet_view("history")),
    View("wallet-receipt", "/wallet/history", "payer", _receipt),
    View("wallet-unsigned-qr", "/wallet", "payer", _unsigned, alone=True),
    View("wallet-shops", "/wallet/shops", "payer", _wallet_view("shops")),
    View("wallet-shop", "/wallet/shops", "payer", _shop),
    View("wallet-shop-report", "/wallet/shops", "payer", _shop_report),
    View("wallet-mine", "/wallet/me", "payer", _wallet_view("mine")),
    View("wallet-leave", "/wallet/me", "payer", _leave, alone=True),
    *(
        View(f"buy-{name}", "/wallet/buy", who, steps, alone=name == "cancel")
        for name, who, steps in buying.WAY
    ),
    View("apply", "/apply"),
    View("apply-business", "/apply", steps=desk_steps.apply("business")),
    View("apply-place", "/apply", steps=desk_steps.apply("place")),
    View("apply-money", "/apply", steps=desk_steps.apply("money")),
    View("apply-result", "/apply", steps=desk_steps.apply_result),
    *(
        View(
            f"pay-{name}",
            f"/pay/{purchase_id}",
            steps=lambda page, screen=screen: see(page, screen),
        )
        for name, purchase_id, screen in (
            ("open", payments.OPEN, "pay"),
            ("waiting", payments.WAITING, "waiting"),
            ("deposit", payments.DEPOSIT, "deposit"),
            ("done", payments.DONE, "done"),
            ("back", payments.BACK, "over"),
            ("unknown", "pur_06H0PZQQG1Z8FWBZ", "over"),
        )
    ),
    View("pay-refund", f"/pay/{payments.REFUND}", "payer", lambda page: see(page, "refund")),
    *COUNTER_VIEWS,
    *DESK_VIEWS,
    View("wallet-trips", "/wallet/trips", "traveller", trip_steps.trips),
    View("wallet-trip", "/wallet/trips", "traveller", trip_steps.one),
    View("companion", "/wallet/trips", "traveller", trip_steps.companion, alone=True),
    View("wallet-trip-apply", "/wallet/trips", "traveller", trip_steps.application),
    View("wallet-trip-claim", "/wallet/trips", "traveller", trip_steps.claiming),
    View("wallet-pass", "/wallet/pass", "payer", lambda page: see(page, "pass")),
    View("wallet-comments", "/wallet/rewards", "payer", comment_steps.certify),
    View("wallet-photos", "/wallet/rewards", "payer", photo_steps.rewards),
    View("wallet-visit", "/wallet/visit", "payer", festival_steps.visited, alone=True),
    View("wallet-rewards", "/wallet/rewards", "payer", festival_steps.rewards(0)),
    View("wallet-rewards-none", "/wallet/rewards", "payer", festival_steps.rewards(None)),
    View("wallet-rewards-half", "/wallet/rewards", "payer", festival_steps.rewards(2)),
    View("wallet-rewards-full", "/wallet/rewards", "payer", festival_steps.rewards(3)),
    View("wallet-visit-refused", "/wallet/visit", "payer", festival_steps.scanned, alone=True),
)
