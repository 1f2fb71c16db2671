"""A shop's life over HTTP: from its application to being paid, held, paid again, and in debt."""

from datetime import date
from typing import Any

from chalicelib.county.settings import SettingVersion
from chalicelib.county.wiring import CountyWiring
from tests import builders
from tests.conftest import Stack
from tests.merchants.shopkeepers import DESK, OTHER_NUMBER, applied, decide
from tests.merchants.test_shop_changes import OTHER, asked
from tests.merchants.test_shop_changes import decide as decide_change
from tests.settlement.settled_shops import close_night, open_today, set_fee
from tests.settlement.test_invoices import verified
from tests.shops.phones import OWNER_PIN, Phone, owners_phone

BATCHES = "/v1/staff/payout-batches"
ACCOUNTS = {"3021234567891": "김청자", "3022222222222": "김청자", "3029876543211": "박옹기"}
POTTER = {
    "business_number": OTHER_NUMBER, "name": "옹기점", "owner_name": "박옹기",
    "account": {"bank_code": "011", "number": "302-9876-5432-11", "holder": "박옹기"},
}  # fmt: skip


def staff(stack: Stack, method: str, path: str, body: Any = None, by: str = "anna") -> Any:
    answer = stack.call(method, path, body, token=by, key="new")
    assert answer.status in (200, 201), answer.raw
    return answer.json


def opened(stack: Stack, **changes: Any) -> tuple[str, Phone]:
    """Applied, looked up at the tax office, approved, its account verified, its first phone in."""
    application_id = applied(stack, **changes)
    seen = staff(stack, "GET", f"{DESK}/{application_id}")
    assert seen["tax_status"] == "active", seen
    answer = decide(stack, application_id)
    assert answer.status == 200, answer.raw
    shop = str(answer.json["merchant_id"])
    verify_account(stack, shop)
    return shop, owners_phone(stack, shop)


def verify_account(stack: Stack, shop: str) -> None:
    stack.later(seconds=1)
    path = f"/v1/staff/merchants/{shop}/registration/verify-account"
    assert staff(stack, "POST", path)["account_state"] == "verified"


def bank(stack: Stack, payout_on: str, failed: str | None = None) -> dict[str, str]:
    """A batch of two people, its file, and the bank's result; by shop what was said."""
    batch = staff(stack, "POST", BATCHES, {"payout_on": payout_on})
    path = f"{BATCHES}/{batch['batch_id']}"
    whole = staff(stack, "POST", f"{path}/approve", {}, by="bora")
    sent = stack.call(
        "POST", f"{path}/files", {"format": "csv", "reason": "지급"}, token="anna", key="new"
    )
    assert sent.status == 200, sent.raw
    rows = ["참조번호,처리결과,사유"]
    for line in whole["lines"]:
        assert line["reference"] in sent.raw.decode("utf-8-sig")
        said = "오류,계좌번호 오류" if line["merchant_id"] == failed else "정상,"
        rows.append(f"{line['reference']},{said}")
    done = staff(stack, "POST", f"{path}/results", {"csv": "\n".join(rows) + "\n"})
    return {line["merchant_id"]: line["result"] for line in done["lines"]}


def owners(phone: Phone, path: str) -> Any:
    answer = phone.with_pin("p1", OWNER_PIN).call("GET", path)
    assert answer.status == 200, answer.raw
    return answer.json


def sell(phone: Phone, code: str, amount: int, order_id: str) -> Any:
    body = {"pay_code": code, "amount": amount, "order_id": order_id}
    return phone.with_pin("p1", OWNER_PIN).call("POST", "/v1/redemptions", body, key="new")


def set_standing(stack: Stack, shop: str, status: str) -> None:
    body = {"status": status, "reason": "부정유통 확인"}
    staff(stack, "PUT", f"/v1/staff/merchants/{shop}/status", body)


def test_a_shop_from_its_application_to_its_last_won(stack: Stack) -> None:
    open_today(stack)
    set_fee(stack, basis_points=0)
    version = SettingVersion("settlement.invoice_days", date(2026, 1, 2), 3, "조례")
    stack.wired(CountyWiring).store.put_setting(builders.COUNTY, version)
    stack.staff_roles = frozenset({"operator", "manager", "treasurer"})
    stack.adapters.account_holders.names.update(ACCOUNTS)
    shop, phone = opened(stack)
    potter, other_phone = opened(stack, **POTTER)
    buyer = stack.member(vouchers=5_000)

    # A sale by code, one at the standing QR, a cancel: the day is the till's own list.
    by_code = sell(phone, buyer.pay_code(), 2_000, "till-0001")
    assert by_code.status == 201, by_code.raw
    code = owners(phone, "/v1/merchant")["merchant_code"]
    body = {"merchant_code": code, "amount": 1_000, "order_id": "qr-000001"}
    by_qr = stack.call("POST", "/v1/me/payments", body, token=buyer.token, key="new")
    assert by_qr.status == 201, by_qr.raw
    redemption_id = by_code.json["redemption_id"]
    cut = {"amount": 300, "expected_remaining_amount": 2_000, "reason": "반품"}
    path = f"/v1/redemptions/{redemption_id}/cancels"
    assert phone.with_pin("p1", OWNER_PIN).call("POST", path, cut, key="new").status == 201
    assert sell(other_phone, buyer.pay_code(), 500, "till-0001").status == 201
    day = owners(phone, f"/v1/merchant/days/{builders.NOON:%Y-%m-%d}")
    till = [("till-0001", 2_000), ("qr-000001", 1_000), ("till-0001", -300)]
    assert sorted((s["order_id"], s["amount"]) for s in day["data"]) == sorted(till)
    assert day["net_amount"] == 2_700

    # Settled as the till has it; paid by two people, and one line fails.
    close_night(stack)
    [settled] = owners(phone, "/v1/settlements")["data"]
    own = "order_id,amount\n" + "".join(f"{order},{won}\n" for order, won in till)
    path = f"/v1/settlements/{settled['settlement_id']}/comparisons"
    compared = phone.with_pin("p1", OWNER_PIN).call("POST", path, {"csv": own})
    assert compared.json["is_equal"], compared.raw
    assert settled["payout_amount"] == 2_700
    said = bank(stack, settled["payout_on"], failed=shop)
    assert said == {shop: "failed", potter: "paid"}
    [row] = owners(phone, "/v1/settlements")["data"]
    assert (row["status"], row["failed_reason"]) == ("failed", "계좌번호 오류")

    # Another account, which the county and the bank confirm: then the same sum once more.
    change_id = asked(phone.with_pin("p1", OWNER_PIN), account=OTHER)
    held = staff(stack, "GET", f"/v1/staff/payouts?on={settled['payout_on']}")
    assert {r["merchant_id"]: r["held_for"] for r in held["data"]}[shop] == "account_change_asked"
    assert decide_change(stack, change_id).json["status"] == "approved"
    verify_account(stack, shop)
    assert bank(stack, settled["payout_on"]) == {shop: "paid"}
    assert owners(phone, "/v1/settlements")["data"][0]["status"] == "paid"

    # Suspended: sells nothing, and what it sold before waits; back: both go on.
    assert sell(phone, buyer.pay_code(), 400, "till-0002").status == 201
    close_night(stack)
    set_standing(stack, shop, "suspended")
    refused = stack.redeem(buyer.pay_code(), 100, token=phone.device_token)
    assert refused.status == 403, refused.raw
    second = next(
        s for s in staff(stack, "GET", "/v1/staff/payouts?on=2026-11-26")["data"]
        if s["merchant_id"] == shop
    )  # fmt: skip
    assert second["held_for"] == "merchant_suspended"
    set_standing(stack, shop, "active")
    assert bank(stack, "2026-11-26") == {shop: "paid"}

    # All of the first sale comes back: a debt that no sale takes off is invoiced, paid in part, and
    # the rest is let go.
    cut = {"amount": 1_700, "expected_remaining_amount": 1_700, "reason": "반품"}
    path = f"/v1/redemptions/{redemption_id}/cancels"
    took = phone.with_pin("p1", OWNER_PIN).call("POST", path, cut, key="new")
    assert took.status == 201, took.raw
    for _ in range(3):
        close_night(stack)
    [invoice] = staff(stack, "GET", "/v1/staff/settlement-invoices")["data"]
    assert (invoice["merchant_id"], invoice["open_amount"]) == (shop, 1_700)
    paid = {"amount": 1_000, "paid_on": invoice["issued_on"], "way": "cash", "reference": "영 7"}
    path = f"/v1/staff/settlement-invoices/{invoice['invoice_id']}/payments"
    assert staff(stack, "POST", path, paid)["open_amount"] == 700
    path = "/v1/staff/settlement-invoice-withdrawals"
    rest = staff(stack, "POST", path, {"invoice_id": invoice["invoice_id"], "reason": "소액"})
    done = staff(stack, "POST", f"{path}/{rest['withdrawal_id']}/approve", {}, by="bora")
    assert (done["status"], done["amount"]) == ("applied", 700)
    newest = owners(phone, "/v1/settlements")["data"][0]
    assert (newest["invoice"]["status"], newest["invoice"]["open_amount"]) == ("withdrawn", 0)
    assert verified(stack) == []


def test_a_shop_that_is_suspended_after_two_people_confirmed_is_paid_when_it_is_back(
    stack: Stack,
) -> None:
    """No bank file has its line; the day's next batch has, once. Results that come in parts, late
    ones first and each of them twice, count once."""
    open_today(stack)
    set_fee(stack, basis_points=0)
    stack.staff_roles = frozenset({"operator", "manager", "treasurer"})
    stack.adapters.account_holders.names.update(ACCOUNTS)
    shop, phone = opened(stack)
    potter, other_phone = opened(stack, **POTTER)
    buyer = stack.member(vouchers=5_000)
    assert sell(phone, buyer.pay_code(), 2_000, "till-0001").status == 201
    assert sell(other_phone, buyer.pay_code(), 500, "till-0001").status == 201
    close_night(stack)
    payout_on = owners(phone, "/v1/settlements")["data"][0]["payout_on"]
    batch = staff(stack, "POST", BATCHES, {"payout_on": payout_on})
    path = f"{BATCHES}/{batch['batch_id']}"
    lines = staff(stack, "POST", f"{path}/approve", {}, by="bora")["lines"]
    set_standing(stack, shop, "suspended")

    asked_for = {"format": "csv", "reason": "지급"}
    sent = stack.call("POST", f"{path}/files", asked_for, token="anna", key="new")
    names = {line["merchant_id"]: line["reference"] for line in lines}
    assert names[shop] not in sent.raw.decode("utf-8-sig")
    assert names[potter] in sent.raw.decode("utf-8-sig")
    shown = {line["merchant_id"]: line["reason"] for line in staff(stack, "GET", path)["lines"]}
    assert shown == {shop: "merchant_suspended", potter: None}
    # A bank that says it paid what no file had is not believed.
    said = f"참조번호,처리결과,사유\n{names[shop]},정상,\n"
    odd = stack.call("POST", f"{path}/results", {"csv": said}, token="anna", key="new")
    assert (odd.status, odd.json["code"]) == (409, "payout_result_differs")
    said = f"참조번호,처리결과,사유\n{names[potter]},정상,\n"
    for _ in range(2):
        done = staff(stack, "POST", f"{path}/results", {"csv": said})
        results = {line["merchant_id"]: line["result"] for line in done["lines"]}
        assert results == {shop: "failed", potter: "paid"}

    set_standing(stack, shop, "active")
    assert bank(stack, payout_on) == {shop: "paid"}
    assert owners(phone, "/v1/settlements")["data"][0]["status"] == "paid"
    nothing = stack.call("POST", BATCHES, {"payout_on": payout_on}, token="anna", key="new")
    assert nothing.json["code"] == "nothing_to_pay"
    assert verified(stack) == []
