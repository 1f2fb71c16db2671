"""The account by day is the ledger's sums, and the half-year's publication is the account's."""

import hashlib
from datetime import date, timedelta

from chalicelib.ledger.entries import Entry
from chalicelib.sales.store import RoundStore
from chalicelib.totals.wiring import TotalsWiring
from chalicelib.treasury.publications import COLUMNS
from tests.builders import SHOP_KEY, a_county, a_round
from tests.conftest import Member, Stack
from tests.duties.dutiful import duties
from tests.ledger_checks import check_chain
from tests.refusals import check_refused
from tests.treasury.test_interest import approve, propose

ACCOUNT = "/v1/staff/treasury-account"
PUBLICATIONS = "/v1/fund-publications"
STAFF = "/v1/staff/fund-publications"
FIRST = date(2026, 11, 23)


def sold(stack: Stack, member: Member, amount: int) -> str:
    body = {"member_id": member.member_id, "round_id": a_round().round_id, "amount": amount}
    answer = stack.call("POST", "/v1/staff/purchases", body, token="anna", key="new")
    assert answer.status == 201, answer.raw
    return str(answer.json["purchase_id"])


def some_days(stack: Stack) -> list[Entry]:
    """On 23 November two buy, one gives it back and pays with what was given; on the 25th the other
    pays and a part of it is cancelled. The entries, as their wallets have them."""
    stack.staff_roles = frozenset({"treasurer", "manager"})
    RoundStore(stack.table).create(a_round())
    stack.set_rule("purchase.cancel_days", 7)
    stack.later(days=1)
    one, other = stack.member(vouchers=3_000), stack.member("010-9999-8888", vouchers=2_000)
    sold(stack, one, 70_000)
    given_back = sold(stack, other, 20_000)
    path = f"/v1/me/purchases/{given_back}/cancel"
    back = stack.call("POST", path, token=other.token, key="new")
    assert back.status in (200, 201), back.raw
    assert stack.redeem(other.pay_code(), 1_700).status == 201
    stack.later(days=2)
    stack.logged_in(one)
    paid = stack.redeem(one.pay_code(), 33_300)
    assert paid.status == 201, paid.raw
    body = {"amount": 4_000, "expected_remaining_amount": 33_300, "reason": "x"}
    path = f"/v1/redemptions/{paid.json['redemption_id']}/cancels"
    assert stack.call("POST", path, body, token=SHOP_KEY, key="new").status == 201
    stack.later(days=40)
    return [e for m in (one, other) for e in check_chain(stack.table, m.member_id)]


def moved(entries: list[Entry], *, of_bought: bool) -> int:
    """Won at shops, by the lots that each entry took from."""
    return -sum(
        allocation.amount
        for entry in entries
        if entry.merchant
        for allocation in entry.allocations
        if (allocation.kind == "sale") == of_bought
    )


def account(stack: Stack, first: date, last: date) -> list[dict[str, int]]:
    path = f"{ACCOUNT}?from_on={first}&to_on={last}"
    answer = stack.call("GET", path, token="anna")
    assert answer.status == 200, answer.raw
    rows: list[dict[str, int]] = answer.json["data"]
    return rows


def test_the_days_of_the_account_add_up_to_what_the_wallets_say(stack: Stack) -> None:
    entries = some_days(stack)
    days = account(stack, FIRST, FIRST + timedelta(days=4))
    assert days[0]["received_amount"] is None, "no totals yet"
    stack.wired(TotalsWiring).totals_history.history(a_county(), date(2027, 1, 1))
    days = account(stack, FIRST, FIRST + timedelta(days=4))
    prices = [entry.purchase.price_amount for entry in entries if entry.purchase]
    assert sum(d["received_amount"] for d in days) == sum(p for p in prices if p > 0)
    assert sum(d["repaid_amount"] for d in days) == -sum(p for p in prices if p < 0)
    assert sum(d["bought_spent_amount"] for d in days) == moved(entries, of_bought=True)
    assert sum(d["given_spent_amount"] for d in days) == moved(entries, of_bought=False)
    heads = {entry.member_id: entry for entry in entries}.values()
    left = {"sale": 0, "policy": 0, "mileage": 0}
    for head in heads:
        for lot in head.lots:
            left[lot.kind] += lot.remaining
    assert days[-1]["bought_left_amount"] == left["sale"] > 0
    assert days[-1]["given_left_amount"] == left["policy"]
    assert days[0]["bought_left_amount"] == 70_000


def test_a_half_year_is_published_once_and_anew_after_a_correction(stack: Stack) -> None:
    some_days(stack)
    body = {"half_year": "2026-H2"}
    early = stack.call("POST", STAFF, body, token="anna")
    assert (early.status, early.json["code"]) == (409, "fund_days_missing")
    stack.wired(TotalsWiring).totals_history.history(a_county(), date(2027, 1, 1))
    duty = "fund_publication-2026-H2"
    assert duties(stack)[duty]["files"] == []
    approve(stack, propose(stack, 12_345, "p1", on="2026-12-31"))
    made = stack.call("POST", STAFF, body, token="anna")
    assert (made.status, made.json["version"]) == (201, 1)
    assert stack.call("POST", STAFF, body, token="bora").json == made.json
    files = {path.rpartition("=")[2]: stack.call("GET", f"/{path}")
             for path in duties(stack)[duty]["files"]}  # fmt: skip
    assert sorted(files) == ["csv", "html", "xlsx"]
    content = files["csv"].raw
    raw = content.encode() if isinstance(content, str) else content
    assert hashlib.sha256(raw).hexdigest() == made.json["csv_sha256"]
    rows = [line.split(",") for line in raw.decode().splitlines()]
    total = dict(zip(COLUMNS, next(r for r in rows if r[0] == "합계"), strict=True))
    days = account(stack, date(2026, 7, 1), date(2026, 12, 31))
    assert int(total["판매대금"]) == sum(d["received_amount"] for d in days)
    assert int(total["기말 미사용 잔액(구매 상품권)"]) == days[-1]["bought_left_amount"]
    assert int(total["이자"]) == 12_345
    assert "제4조의2" in raw.decode()
    approve(stack, propose(stack, 12_000, "p2", on="2026-12-31"))
    anew = stack.call("POST", STAFF, body, token="anna").json
    assert (anew["version"], anew["csv_sha256"] != made.json["csv_sha256"]) == (2, True)
    listed = stack.call("GET", PUBLICATIONS).json["data"]
    assert [one["version"] for one in listed] == [2, 1], "what was published stays on record"


def test_what_is_not_over_or_not_published_is_refused(stack: Stack) -> None:
    stack.staff_roles = frozenset({"manager"})
    for half_year, status, code in (
        ("2026-H2", 422, "fund_period_not_over"),
        ("2026-H3", 404, "fund_publication_not_found"),
        ("2025-H2", 404, "fund_publication_not_found"),
        ("0000-H1", 404, "fund_publication_not_found"),
    ):
        body = {"half_year": half_year}
        check_refused(
            stack,
            lambda h, body=body: stack.call("POST", STAFF, body, token="anna", headers=h),
            status,
            code,
            None,
        )
    assert stack.call("GET", f"{PUBLICATIONS}/2026-H1").status == 404
    wide = stack.call("GET", f"{ACCOUNT}?from_on=2026-01-01&to_on=2026-12-31", token="anna")
    assert (wide.status, wide.json["param"]) == (400, "to_on")
