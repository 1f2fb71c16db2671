"""The bank's list of results, as each bank makes it: read, or refused with its line."""

import unicodedata

import pytest

from tests.conftest import Answer, Stack
from tests.settlement.test_payouts import (
    FakePayees,
    approved,
    call,
    file,
    payees,
    sent_to_bank,
    statuses,
)

__all__ = ["payees"]

READABLE = {
    "most banks": "참조번호,이체금액,처리결과\n{0},{2},정상\n{1},{3},오류\n",
    "won behind, in brackets": '참조 번호,처리금액(원),처리결과\n{0},"{2:,}",정상\n{1},0,불능\n',
    "asked and done": "요청금액,참조번호,금액,결과,수수료금액\n"
    "{2},{0},{2},이체완료,500\n{3},{1},0,이체불능,0\n",
    "titles above, a sum below": "대량이체 결과\n\n순번,참조번호,이체결과,이체금액\n"
    "1,{0},정상(0000),{2}\n2,{1},실패,{3}\n합계,,,2985\n",
    "tabs": "\ufeff참조번호\t송금액\t입금결과\n{0}\t₩{2:,}\t정상처리\n{1}\t{3}\t거절\n",
    "decomposed letters": unicodedata.normalize(
        "NFD", "참조번호,금액,처리결과\n{0},{2}원,정상\n{1},,오류\n"
    ),
}


@pytest.mark.parametrize("text", READABLE.values(), ids=READABLE.keys())
def test_a_result_is_read_however_the_bank_names_its_columns(
    stack: Stack, payees: FakePayees, text: str
) -> None:
    batch_id = approved(stack)
    sent_to_bank(stack, batch_id)
    said = text.format(f"{batch_id}-00001", f"{batch_id}-00002", 1_990, 995)
    answer = call(stack, "POST", f"payout-batches/{batch_id}/results", {"csv": said})
    assert answer.status == 200, answer.raw
    assert (answer.json["paid_amount"], answer.json["failed_amount"]) == (1_990, 995)


UNCLEAR = {
    "이체금액": ("참조번호,이체금액,처리결과\n{0},1989,정상\n", "result_file_invalid", None),
    "처리금액": (
        "참조번호,요청금액,처리금액,결과\n{0},1990,1900,정상\n", "result_file_unclear", "처리금액",
    ),
    "금액": ("참조번호,금액,금액,결과\n{0},500,1990,정상\n", "result_file_unclear", "금액"),
    "결과": ("참조번호,처리결과,결과\n{0},정상,오류\n", "result_file_unclear", "결과"),
    "reference": ("참조번호,reference,결과\n{0},{1},정상\n", "result_file_unclear", "reference"),
    "대기": ("참조번호,처리결과\n{0},처리중\n", "result_file_invalid", None),
    "오류(0000)": ("참조번호,처리결과\n{0},오류(0000)\n", "result_file_invalid", None),
    "no bank's list": ("참조번호,처리결과\n" + "," * 300_000, "result_file_invalid", None),
    "1.5": ("참조번호,금액,처리결과\n{0},1990.5,정상\n", "result_file_invalid", None),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code", "column"), UNCLEAR.values(), ids=UNCLEAR.keys())
def test_a_result_that_says_two_things_is_refused_and_nothing_of_it_taken(
    stack: Stack, payees: FakePayees, text: str, code: str, column: str | None
) -> None:
    batch_id = approved(stack)
    sent_to_bank(stack, batch_id)
    said = text.format(f"{batch_id}-00001", f"{batch_id}-00002")
    refused = call(stack, "POST", f"payout-batches/{batch_id}/results", {"csv": said})
    assert (refused.status, refused.json["code"], refused.json["line"]) == (400, code, 2)
    assert refused.json.get("column") == column
    assert statuses(stack) == ["confirmed", "confirmed"]


def test_the_bank_says_nothing_of_what_it_was_never_told(stack: Stack, payees: FakePayees) -> None:
    """The results of another day's file, brought in under this batch, pay nobody."""
    batch_id = approved(stack)
    said = {"csv": f"참조번호,처리결과\n{batch_id}-00001,정상\n"}
    path = f"payout-batches/{batch_id}/results"

    refused = call(stack, "POST", path, said)

    assert (refused.status, refused.json["code"]) == (409, "payout_file_not_made")
    assert statuses(stack) == ["confirmed", "confirmed"]
    assert file(stack, batch_id).status == 200
    assert call(stack, "POST", path, said).status == 200


def test_a_result_that_names_another_amount_or_another_shops_line_is_not_taken(
    stack: Stack, payees: FakePayees
) -> None:
    """A bank's file often has all columns of ours beside the result."""
    batch_id = approved(stack)
    sent_to_bank(stack, batch_id)
    first, second = f"{batch_id}-00001", f"{batch_id}-00002"

    def said(amount: str, result: str = "정상", line: str = first) -> Answer:
        text = f"참조번호,입금액,처리결과\n{second},995,정상\n{line},{amount},{result}\n"
        return call(stack, "POST", f"payout-batches/{batch_id}/results", {"csv": text})

    foreign = f"{batch_id}-00003"
    for wrong in (said('"1,991"'), said("1989"), said("-1990"), said("1990", line=foreign)):
        assert (wrong.status, wrong.json["code"], wrong.json["line"]) == (
            400, "result_file_invalid", 3,
        )  # fmt: skip
    assert statuses(stack) == ["confirmed", "confirmed"]
    assert said("0", "오류").json["failed_amount"] == 1_990, "nothing was paid of it"
