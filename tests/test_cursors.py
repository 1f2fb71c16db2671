"""In every list there is, a cursor leads on in that list, for its own reader, and nowhere else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib.cashbacks.wiring import CashbacksWiring
from chalicelib.http.operations import Operation
from chalicelib.http.shapes import PageQuery
from chalicelib.proofs.wiring import ProofsWiring
from chalicelib.routes import OPERATIONS
from chalicelib.sales.wiring import SalesWiring
from tests import builders
from tests.agents.counters import deliver
from tests.conftest import Answer, FakeStaffTokens, Member, Stack
from tests.draws import lots
from tests.http.desk_requests import SALE_BODIES
from tests.listed import furnish_the_county, furnish_the_desk
from tests.marketing.messages import keep_two_messages
from tests.merchants.shopkeepers import NUMBER, OTHER_NUMBER, applied, approved, decide
from tests.merchants.test_registration_lists import a_register
from tests.shops.phones import owners_phone
from tests.trips import journeys
from tests.waiver_scenes import two_who_owe

ROUND = builders.a_round()
OTHER_COUNTY = {"Host": "jinju.example"}
FILTERS = {
    "on": "2026-11-21",
    "member_id": "mem_06H02CHZG2WVD3YG",
    "terminal_id": "POS-1",
    "person_id": "p2",
    "order_id": "order-000001",
    "category": "음식점",
    "q": "청자",
    "target_id": "mem_06H02CHZG2WVD3YG",
    "by": "anna",
    "from_on": "2026-11-21",
    "to_on": "2026-11-23",
    "receipt_reference": "A-0042",
    "period": "2026-10",
}
"""A value of each filter by which a list can be narrowed, but those that name their values."""
NEEDED = {"period": "2026-11"}
"""What a list cannot be asked for without."""


def is_paged(operation: Operation) -> bool:
    return operation.query is not None and issubclass(operation.query, PageQuery)


def is_list(operation: Operation) -> bool:
    return operation.answer is not None and "next_cursor" in operation.answer.model_fields


LISTS = [o for o in OPERATIONS if is_list(o)]
PAGED = [o for o in OPERATIONS if is_paged(o)]
BY_NAME = {f"{o.method} {o.path}": o for o in PAGED}


@dataclass(frozen=True)
class Lists:
    """A county where every list has a second page, and two readers of each kind."""

    stack: Stack
    readers: dict[str, list[str | None]]
    draw_id: str
    member_id: str
    import_id: str

    def ask(self, operation: Operation, reader: int = 0, headers: Any = None, **query: Any) -> Any:
        tokens = self.readers[operation.audience]
        path = operation.path.replace("{draw_id}", self.draw_id)
        path = path.replace("{member_id}", self.member_id)
        path = path.replace("{import_id}", self.import_id).replace("{code}", "celadon-a")
        assert operation.query is not None
        needed = {k: v for k, v in NEEDED.items() if k in operation.query.model_fields}
        path = f"{path}?{urlencode(needed | query)}"
        return self.stack.call(operation.method, path, token=tokens[reader], headers=headers)

    def cursor(self, operation: Operation) -> str:
        first = self.ask(operation, limit=1).json
        assert first["next_cursor"], f"give {operation.path} a second row in `lists`"
        return str(first["next_cursor"])


@pytest.fixture(scope="module")
def lists() -> Lists:
    stack = Stack()
    stack.adapters.staff_tokens = FakeStaffTokens(stack)
    stack.staff_roles = frozenset({"operator", "manager", "treasurer"})
    for county_id in (builders.COUNTY, "jinju"):
        builders.seed(stack.table, county_id)  # type: ignore[arg-type]
    furnish_the_county(stack)
    member, other = stack.member(vouchers=3000), stack.member("010-8765-4321")
    third = stack.member("010-3141-5926")
    rounds = stack.wired(SalesWiring).store
    rounds.create(builders.a_round(round_id="rnd_0000000000000000"))
    rounds.create(ROUND)
    for campaign in (builders.a_cashback(campaign_id=f"cbk_{number:016}") for number in (1, 2)):
        stack.wired(CashbacksWiring).store.create(campaign)
    for series in ("GA", "GB"):
        stack.later(seconds=1)
        assert deliver(stack, series).status == 201
        assert stack.redeem(member.pay_code(), 100).status == 201
        take_back_a_purchase(stack, member)
        propose_adjustment(stack, member)
        propose_bulk_grant(stack, member)
        suspend_and_reopen(stack, third)
        reveal(stack, third)
        ask_for_a_sale_and_a_setting(stack, member)
        assert journeys.apply(member, 3).status == 201
    for reporter, kind in ((member, "closed"), (other, "moved")):
        path = "/v1/merchants/M0001/reports"
        assert stack.call("POST", path, {"kind": kind}, token=reporter.token).status == 201
    keep_two_messages(stack)
    two_who_owe(stack, other, third)
    draw_id = lots.frozen(stack, lots.handles("kim", "lee"))
    lots.announce(stack)
    for number in (NUMBER, OTHER_NUMBER):
        application_id = applied(stack, business_number=number)
        assert decide(stack, application_id).status == 200
        stack.later(seconds=1)
    for number, asked in enumerate(({"name": "가마터 한정식"}, {"name": "옹기 밥상"})):
        shop = approved(stack, outlet=f"{number}호점")
        assert owners_phone(stack, shop).call("POST", "/v1/merchant/changes", asked).status == 201
        stack.later(seconds=1)
    stack.wired(ProofsWiring).publisher.catch_up(builders.COUNTY, date(2026, 2, 7))
    furnish_the_desk(stack, member, draw_id)
    return Lists(
        stack,
        {
            "anyone": [None],
            "member": [member.token, other.token],
            "agent": [],
            "merchant": [builders.SHOP_KEY, builders.READ_KEY, builders.MART_KEY],
            "staff": ["anna", "bora"],
        },
        draw_id,
        member.member_id,
        a_register(stack),
    )


def take_back_a_purchase(stack: Stack, member: Member) -> None:
    body = {"member_id": member.member_id, "round_id": ROUND.round_id, "amount": 1000}
    sold = stack.call("POST", "/v1/staff/purchases", body, token="anna", key="new")
    path = f"/v1/me/purchases/{sold.json['purchase_id']}/cancel"
    assert stack.call("POST", path, token=member.token, key="new").status == 201


def suspend_and_reopen(stack: Stack, member: Member) -> None:
    path = f"/v1/staff/members/{member.member_id}/status"
    for status in ("suspended", "active"):
        asked = stack.call("PUT", path, {"status": status, "reason": "시험"}, token="anna")
        assert asked.status == 200, asked.raw


def reveal(stack: Stack, member: Member) -> None:
    path = f"/v1/staff/members/{member.member_id}/reveal"
    assert stack.call("POST", path, {"reason": "시험"}, token="anna").status == 200


def ask_for_a_sale_and_a_setting(stack: Stack, member: Member) -> None:
    sale = {"member_id": member.member_id, "round_id": ROUND.round_id, "amount": 1000}
    setting = {
        "key": "mileage.signup", "effective_on": "2026-12-01", "value": 6000,
        "source": "조례", "notice": "고시",
    }  # fmt: skip
    for path, body in (("counter-sale-requests", sale), ("setting-proposals", setting)):
        asked = stack.call("POST", f"/v1/staff/{path}", body, token="anna", key="new")
        assert asked.status == 201, asked.raw
    stack.staff_roles |= {"treasurer"}
    for amount in (5, 7):
        interest = {"rows": [{"on": "2026-11-02", "amount": amount}], "reason": "x"}
        path = "/v1/staff/interest-proposals"
        asked = stack.call("POST", path, interest, token="anna", key="new")
        assert asked.status == 201, asked.raw
    terms = f"/v1/staff/facilities/{builders.FACILITY}/terms"
    asked = stack.call("POST", terms, SALE_BODIES[terms], token="anna", key="new")
    assert asked.status == 201, asked.raw
    campaign = SALE_BODIES["/v1/staff/campaigns"]
    asked = stack.call("POST", "/v1/staff/campaigns", campaign, token="anna", key="new")
    assert asked.status == 201, asked.raw


def propose_adjustment(stack: Stack, member: Member) -> None:
    body = {"member_id": member.member_id, "reason": "행사 오류 정정", "mileage": 500}
    asked = stack.call("POST", "/v1/staff/adjustments", body, token="anna", key="new")
    assert asked.status == 201, asked.raw


def propose_bulk_grant(stack: Stack, member: Member) -> None:
    row = f"{stack.fresh('row')},{member.member_id},100,축제 봉사"
    body = {"name": "봉사자 지급", "csv": f"row_key,member_id,mileage,reason\n{row}\n"}
    asked = stack.call("POST", "/v1/staff/bulk-grants", body, token="anna", key="new")
    assert asked.status == 201, asked.raw


def check_refused(answer: Answer) -> None:
    assert answer.status == 400, answer.raw
    assert (answer.json["code"], answer.json["param"]) == ("cursor_invalid", "cursor")


@pytest.fixture(params=BY_NAME)
def operation(request: pytest.FixtureRequest) -> Operation:
    return BY_NAME[request.param]


def test_every_list_that_has_a_next_page_takes_a_cursor() -> None:
    assert len(PAGED) >= 10
    # All settings of a day are one sheet, and so are the few versions of one.
    listing = [o for o in LISTS if o.method == "GET" and "/settings" not in o.path]
    assert listing == [o for o in PAGED if is_list(o)]


def test_a_cursor_leads_on_where_it_was_given(lists: Lists, operation: Operation) -> None:
    first = lists.ask(operation, limit=1).json

    second = lists.ask(operation, limit=1, cursor=first["next_cursor"])

    assert second.status == 200
    assert len(second.json["data"]) == 1
    assert second.json["data"] != first["data"]


def test_a_cursor_of_another_list_is_refused(lists: Lists, operation: Operation) -> None:
    for other in PAGED:
        if other is not operation:
            check_refused(lists.ask(operation, cursor=lists.cursor(other)))


def test_a_cursor_of_another_reader_is_refused(lists: Lists, operation: Operation) -> None:
    cursor = lists.cursor(operation)

    for reader in range(1, len(lists.readers[operation.audience])):
        check_refused(lists.ask(operation, reader, cursor=cursor))
    if operation.audience == "anyone":
        check_refused(lists.ask(operation, headers=OTHER_COUNTY, cursor=cursor))


def test_a_cursor_of_the_list_with_other_filters_is_refused(
    lists: Lists, operation: Operation
) -> None:
    cursor = lists.cursor(operation)

    for name, value in filters(operation).items():
        check_refused(lists.ask(operation, cursor=cursor, **{name: value}))


def test_a_cursor_that_was_cut_or_changed_is_refused(lists: Lists, operation: Operation) -> None:
    cursor = lists.cursor(operation)

    for damaged in [*cut(cursor), *changed(cursor)]:
        check_refused(lists.ask(operation, cursor=damaged))


def filters(operation: Operation) -> dict[str, str]:
    """A value for each filter of the list."""
    assert operation.query is not None
    described = operation.query.model_json_schema()["properties"]
    named = {name: facts.get("anyOf", [{}])[0].get("enum") for name, facts in described.items()}
    return {
        name: values[0] if values else FILTERS[name]
        for name, values in named.items()
        if name not in PageQuery.model_fields and name != "format"
    }


def cut(text: str) -> Iterator[str]:
    for length in range(1, len(text)):
        yield text[:length]


def changed(text: str) -> Iterator[str]:
    for at, letter in enumerate(text):
        yield text[:at] + ("A" if letter != "A" else "B") + text[at + 1 :]
    for more in ("=", "!", " ", "A", text):
        yield text + more
