"""Paying shops: two people, the bank's files, failures worked off, and nothing twice."""

import csv
import io
from collections.abc import Collection
from datetime import date
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace

from chalicelib.settlement.payees import Payee, PayeeAccount
from chalicelib.settlement.wiring import SettlementWiring
from tests import builders
from tests.conftest import Answer, Member, Stack
from tests.settlement.settled_shops import SHOP, close_night, open_today, pay, set_fee

PAYOUT_ON = "2026-11-25"
MART = "mch_0000000000000002"


class FakePayees:
    def __init__(self) -> None:
        self.found = {
            shop: Payee(merchant_id=shop, name=name, account_id=f"acc-{shop}")
            for shop, name in ((SHOP, "청자식당"), (MART, "큰마트"))
        }
        self.numbers = {SHOP: "0012345678", MART: "0098765432"}

    def all(self, county_id: str) -> dict[str, Payee]:
        return dict(self.found)

    def accounts(self, county_id: str, merchant_ids: Collection[str]) -> dict[str, PayeeAccount]:
        return {
            shop: PayeeAccount(
                account_id=self.found[shop].account_id,
                bank_code="011",
                number=self.numbers[shop],
                holder="홍길동",
            )
            for shop in merchant_ids
        }

    def change(self, merchant_id: str, **changes: Any) -> None:
        self.found[merchant_id] = replace(self.found[merchant_id], **changes)


@pytest.fixture
def payees(stack: Stack) -> FakePayees:
    """Two shops, each with a payment of today that is settled: 1,990 and 995 won."""
    open_today(stack)
    set_fee(stack)
    made = FakePayees()
    stack.wired(SettlementWiring).__dict__["payees"] = made
    stack.staff_roles = frozenset({"operator", "manager", "treasurer"})
    member = stack.member(vouchers=5000)
    pay(stack, member, 2_000)
    at_mart(stack, member)
    close_night(stack)
    return made


def at_mart(stack: Stack, member: Member) -> None:
    assert stack.redeem(member.pay_code(), 1_000, token=builders.MART_KEY).status == 201


def call(stack: Stack, method: str, path: str, body: Any = None, by: str = "anna") -> Answer:
    return stack.call(method, f"/v1/staff/{path}", body, token=by, key="new")


def propose(stack: Stack, by: str = "anna", key: str = "new") -> Answer:
    body = {"payout_on": PAYOUT_ON}
    return stack.call("POST", "/v1/staff/payout-batches", body, token=by, key=key)


def approved(stack: Stack) -> str:
    batch_id: str = propose(stack).json["batch_id"]
    answer = call(stack, "POST", f"payout-batches/{batch_id}/approve", {}, by="bora")
    assert answer.status == 200, answer.raw
    return batch_id


def file(stack: Stack, batch_id: str, form: str = "csv") -> Answer:
    body = {"format": form, "reason": "11월 25일 지급"}
    return call(stack, "POST", f"payout-batches/{batch_id}/files", body)


def sent_to_bank(stack: Stack, batch_id: str) -> None:
    """Its bank file is made, unless one was."""
    payouts = stack.wired(SettlementWiring).payouts
    if not payouts.store.has_file(payouts.by_id(builders.COUNTY, batch_id)):
        file(stack, batch_id)


def results(stack: Stack, batch_id: str, *rows: tuple[str, str, str]) -> Answer:
    sent_to_bank(stack, batch_id)
    text = "참조번호,처리결과,사유\n" + "".join(f"{','.join(row)}\n" for row in rows)
    return call(stack, "POST", f"payout-batches/{batch_id}/results", {"csv": text})


def statuses(stack: Stack) -> list[str]:
    found = []
    for key in (builders.READ_KEY, builders.MART_KEY):
        answer = stack.call("GET", "/v1/settlements", token=key)
        found += [each["status"] for each in answer.json["data"]]
    return found


def test_a_days_payouts_are_confirmed_by_two_people(stack: Stack, payees: FakePayees) -> None:
    due = call(stack, "GET", f"payouts?on={PAYOUT_ON}").json
    proposed = propose(stack)
    own = call(stack, "POST", f"payout-batches/{proposed.json['batch_id']}/approve", {})

    assert (due["due_amount"], due["held_amount"], len(due["data"])) == (2_985, 0, 2)
    assert (proposed.status, proposed.json["amount"], proposed.json["line_count"]) == (
        201,
        2_985,
        2,
    )
    assert (own.status, own.json["code"]) == (403, "approver_is_proposer")
    assert file(stack, proposed.json["batch_id"]).json["code"] == "payout_not_approved"
    assert statuses(stack) == ["confirmed", "confirmed"]


def test_the_same_proposal_again_is_the_same_and_another_waits(
    stack: Stack, payees: FakePayees
) -> None:
    first, again = propose(stack, key="k"), propose(stack, key="k")
    other = propose(stack, by="bora")

    assert again.json["batch_id"] == first.json["batch_id"]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (other.status, other.json["code"]) == (409, "payout_batch_open")


def test_the_file_has_account_numbers_and_who_took_it_is_kept(
    stack: Stack, payees: FakePayees
) -> None:
    batch_id = approved(stack)

    rows = list(csv.reader(io.StringIO(file(stack, batch_id).raw.decode("utf-8-sig"))))
    workbook = openpyxl.load_workbook(io.BytesIO(file(stack, batch_id, "xlsx").raw))

    assert [row[:4] for row in rows[1:]] == [
        ["011", "0012345678", "1990", "홍길동"],
        ["011", "0098765432", "995", "홍길동"],
    ]
    assert [cell.value for cell in workbook.active[2]][:3] == ["011", "0012345678", 1990]
    stack.staff_roles = frozenset({"auditor"})
    audit = call(stack, "GET", f"audit?target_id={batch_id}").json["data"]
    assert [(a["action"], a["after"]["amount"]) for a in audit] == [("payout_file_made", 2_985)] * 2
    kept = str(stack.table.items) + str(stack.s3.objects)
    assert "0012345678" not in kept


def test_what_the_bank_paid_is_paid_and_what_failed_goes_again(
    stack: Stack, payees: FakePayees
) -> None:
    batch_id = approved(stack)
    first, second = f"{batch_id}-00001", f"{batch_id}-00002"
    said = [(first, "정상", ""), (second, "오류", "계좌 해지")]

    done = results(stack, batch_id, *said).json
    again = results(stack, batch_id, *said).json
    turned = results(stack, batch_id, (first, "오류", "x"), (second, "정상", ""))

    assert (done["status"], done["paid_amount"], done["failed_amount"]) == ("completed", 1_990, 995)
    assert again == done
    assert (turned.status, turned.json["code"]) == (409, "payout_result_differs")
    assert turned.json["reference"] == first
    assert statuses(stack) == ["paid", "failed"]
    next_batch = approved(stack)
    assert next_batch != batch_id
    assert (
        results(stack, next_batch, (f"{next_batch}-00001", "정상", "")).json["paid_amount"] == 995
    )
    assert statuses(stack) == ["paid", "paid"]
    nothing = propose(stack)
    assert (nothing.status, nothing.json["code"]) == (422, "nothing_to_pay")


def test_nothing_is_paid_twice_though_the_index_is_late(stack: Stack, payees: FakePayees) -> None:
    batch_id = approved(stack)
    said = [(f"{batch_id}-00001", "정상", ""), (f"{batch_id}-00002", "오류", "x")]
    results(stack, batch_id, *said)
    for item in stack.table.items.values():
        if item.get("type") == "payout_outcome":
            del item["by_day_pk"]

    lines = call(stack, "GET", f"payout-batches/{propose(stack).json['batch_id']}").json["lines"]

    assert [line["merchant_id"] for line in lines] == [MART]


def test_a_part_of_the_results_leaves_the_rest_open(stack: Stack, payees: FakePayees) -> None:
    batch_id = approved(stack)

    part = results(stack, batch_id, (f"{batch_id}-00001", "정상", "")).json

    assert (part["status"], part["paid_amount"], part["open_amount"]) == ("approved", 1_990, 995)
    assert propose(stack).json["code"] == "payout_batch_open"
    rest = file(stack, batch_id).raw.decode("utf-8-sig")
    assert "0012345678" not in rest
    assert "0098765432" in rest


@pytest.mark.parametrize(
    "row", [("pyt_x-00001", "정상", ""), ("{}-00001", "아마", ""), ("{}-00001", "", "")]
)
def test_of_a_result_file_with_a_wrong_line_nothing_is_taken(
    stack: Stack, payees: FakePayees, row: tuple[str, str, str]
) -> None:
    batch_id = approved(stack)
    wrong = (row[0].format(batch_id), *row[1:])

    answer = results(stack, batch_id, (f"{batch_id}-00002", "정상", ""), wrong)

    assert (answer.status, answer.json["code"]) == (400, "result_file_invalid")
    assert answer.json["line"] == 3
    assert statuses(stack) == ["confirmed", "confirmed"]


def test_what_is_held_waits_and_is_paid_when_the_reason_is_gone(
    stack: Stack, payees: FakePayees
) -> None:
    payees.change(MART, held_for="business_closed")
    due = call(stack, "GET", f"payouts?on={PAYOUT_ON}").json
    batch_id = approved(stack)
    results(stack, batch_id, (f"{batch_id}-00001", "정상", ""))
    payees.change(MART, held_for=None)

    assert (due["due_amount"], due["held_amount"]) == (1_990, 995)
    assert [row["held_for"] for row in due["data"]] == [None, "business_closed"]
    assert propose(stack).json["amount"] == 995


def test_an_account_that_changed_since_is_not_paid(stack: Stack, payees: FakePayees) -> None:
    batch_id = approved(stack)
    payees.change(MART, account_id="acc-other")

    text = file(stack, batch_id).raw.decode("utf-8-sig")
    shown = call(stack, "GET", f"payout-batches/{batch_id}").json

    assert "0098765432" not in text
    assert [line["reason"] for line in shown["lines"]] == [None, "account_changed"]
    assert statuses(stack) == ["confirmed", "failed"]


def test_a_rejected_batch_gives_way_to_a_new_one(stack: Stack, payees: FakePayees) -> None:
    batch_id = propose(stack).json["batch_id"]
    body = {"reason": "금액 확인"}
    rejected = call(stack, "POST", f"payout-batches/{batch_id}/reject", body, by="bora")
    listed = call(stack, "GET", "payout-batches").json["data"]

    second = propose(stack).json
    assert (rejected.json["status"], second["number"]) == ("rejected", 2)
    assert [each["batch_id"] for each in listed] == [batch_id]
    for status, ids in (("rejected", [batch_id]), ("proposed", [second["batch_id"]])):
        found = call(stack, "GET", f"payout-batches?status={status}").json["data"]
        assert [each["batch_id"] for each in found] == ids


def test_days_that_are_paid_together_are_one_line(stack: Stack, payees: FakePayees) -> None:
    """Of Saturday and Sunday before a Tuesday and a Wednesday each is its own."""
    stack.now = builders.NOON
    store = stack.wired(SettlementWiring).statement_store
    found = store.newest_before(builders.COUNTY, SHOP, date(2026, 11, 23))
    assert found is not None
    other = replace(found, on=date(2026, 11, 21), hash="x")
    store.put_new(other)

    batch = propose(stack).json
    lines = call(stack, "GET", f"payout-batches/{batch['batch_id']}").json["lines"]

    assert [(line["amount"], line["settled_on"]) for line in lines] == [
        (3_980, ["2026-11-21", "2026-11-22"]),
        (995, ["2026-11-22"]),
    ]


def test_without_a_verified_account_nothing_is_paid(stack: Stack, payees: FakePayees) -> None:
    del stack.wired(SettlementWiring).__dict__["payees"]  # The real register's, without papers.

    due = call(stack, "GET", f"payouts?on={PAYOUT_ON}").json

    assert (due["due_amount"], due["held_amount"]) == (0, 2_985)
    assert {row["held_for"] for row in due["data"]} == {"account_unverified"}
