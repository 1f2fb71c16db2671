"""An agent's quarter, beside the ledger that it is made from."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from chalicelib.agents.quarters import read_quarter
from chalicelib.core.periods import PeriodInvalidError
from chalicelib.core.values import seoul_date
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.sales.counter_store import CounterSaleStore
from tests import builders
from tests.agents.counters import Counter, counter_with_notes, hand_over, notes, open_counter, staff
from tests.conftest import Answer, Stack


def quarter(counter: Counter, text: str = "2026-Q4") -> Answer:
    return staff(counter.stack, "GET", f"/agents/{counter.agent_id}/quarters/{text}", key="")


def test_a_quarters_figures_are_the_ledgers(stack: Stack) -> None:
    counter = counter_with_notes(stack)
    buyer, other = stack.member("010-1111-0001"), stack.member("010-1111-0002")
    assert counter.sell(buyer.member_id, notes(1, 3)).status == 201
    assert counter.sell(other.member_id, notes(10, 11)).status == 201
    wallet = {
        "member_id": other.member_id,
        "round_id": builders.a_round().round_id,
        "amount": 20_000,
    }
    assert counter.call("POST", "/sales", wallet).status == 201
    assert counter.exchange(notes(10)).status == 201
    assert counter.take_back(buyer.member_id, notes(1, 3)).status == 201
    sold_on = seoul_date(stack.now)
    too_early = quarter(counter)
    assert (too_early.status, too_early.json["code"]) == (409, "period_not_over")

    stack.later(days=45)
    counter.begin()
    hand_over(counter, 200, 209)
    told = quarter(counter).json
    entries = stack.adapters.wired(LedgerWiring).store.entries_on(builders.COUNTY, sold_on)
    facts = [(e.kind, e.budget_amount, e.purchase.price_amount) for e in entries if e.purchase]
    sold = [fact for fact in facts if fact[0] != "paper_return"]
    back = [fact for fact in facts if fact[0] == "paper_return"]
    assert (len(sold), len(back)) == (3, 1)
    parts = {name: told[name]["sum"] for name in ("electronic", "paper", "returned")}
    face = parts["electronic"]["face_amount"] + parts["paper"]["face_amount"]
    assert face == sum(fact[1] for fact in sold)
    assert parts["returned"]["price_amount"] == -back[0][2]
    assert told["cash_due_amount"] == sum(fact[2] for fact in sold + back)
    assert told["paper"]["lines"] == [{"value_amount": 10_000, "count": 5, "face_amount": 50_000}]
    [line] = told["electronic"]["lines"]
    assert line == {"value_amount": 20_000, "count": 1, "face_amount": 20_000}
    assert (parts["returned"]["count"], told["exchanged"]["sum"]["count"]) == (3, 1)
    assert told["discount_amount"] == 4_000
    # What came in the quarter after is not in it; what was given back went to the county.
    assert told["stock"] == [{"series": "GA", "denomination": 10_000, "begin": 0, "end": 95}]
    assert told["due_on"] == "2027-01-20"
    assert counter.stock()[0]["held"] == 105


def test_what_a_buyer_takes_back_later_earns_the_agent_nothing_but_is_owed_still(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = counter_with_notes(stack)
    stack.set_rule("agent.commission_basis_points", 50)
    other = open_counter(stack, name="축협")
    buyer = stack.member("010-1111-0001")
    sale = {"member_id": buyer.member_id, "round_id": builders.a_round().round_id, "amount": 20_000}
    sold = counter.call("POST", "/sales", sale).json
    other.call("POST", "/sales", sale | {"amount": 10_000})
    stack.later(days=2)
    counter.begin()
    other.begin()
    assert counter.call("POST", "/sales", sale | {"amount": 50_000}).status == 201
    path = f"/v1/me/purchases/{sold['purchase_id']}/cancel"
    assert stack.call("POST", path, {}, token=buyer.token, key="back").status == 201
    assert stack.call("POST", path, {}, token=buyer.token, key="back").status == 201

    day = counter.call("GET", "/day").json
    assert day["cancelled"] == {"count": 1, "face_amount": 20_000, "price_amount": 18_000}
    # 50,000 of it were sold this day: the county's desk, not the agent, hands 18,000 back.
    assert (day["cash_due_amount"], day["commission_amount"]) == (45_000, 150)
    assert other.call("GET", "/day").json["cancelled"]["count"] == 0

    stack.later(days=45)
    read: list[date] = []
    page = CounterSaleStore.page

    def noted(store: CounterSaleStore, county_id: str, on: date, **more: Any) -> Any:
        read.append(on)
        return page(store, county_id, on, **more)

    monkeypatch.setattr(CounterSaleStore, "page", noted)
    told = quarter(counter).json
    assert len(read) == len({*read}), "each day's sales are read once, cancelled ones too"
    assert told["cancelled"]["lines"] == [
        {"value_amount": 20_000, "count": 1, "face_amount": 20_000}
    ]
    assert (told["discount_amount"], told["cash_due_amount"]) == (5_000, 63_000)
    assert told["commission_amount"] == 150  # The rule holds from the day after it was set.
    assert "전자 판매 취소" in quarter(counter, "2026-Q4.csv").raw.decode()


def test_a_quarter_is_a_file_in_each_form(stack: Stack) -> None:
    counter = counter_with_notes(stack, name="=농협")
    stack.later(days=45)
    assert "분기 말 재고" in quarter(counter, "2026-Q4.csv").raw.decode()
    page = quarter(counter, "2026-Q4.html").raw.decode()
    assert "제출 기한 2027-01-20" in page
    assert "분기 말 재고" in page
    sheet = load_workbook(BytesIO(quarter(counter, "2026-Q4.xlsx").raw)).active
    last = [cell.value for cell in sheet[sheet.max_row]]
    assert last[:4] == ["분기 말 재고", "GA 10,000원", 100, 1_000_000]


@pytest.mark.parametrize("text", ["2026-Q5", "2026-4", "1999-Q1", ""])
def test_what_is_no_quarter_is_none(text: str) -> None:
    with pytest.raises(PeriodInvalidError):
        read_quarter(text)
