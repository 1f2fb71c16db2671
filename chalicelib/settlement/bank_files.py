"""The files that a bank takes and gives back: transfers out, and what became of each."""

import csv
import io
from collections.abc import Iterable, Mapping

from msgspec import Struct

from chalicelib.core.amounts import read_amount
from chalicelib.core.csv_rows import CsvBrokenError, rows_of
from chalicelib.core.text import cleaned, is_shown
from chalicelib.settlement.errors import ResultFileInvalidError
from chalicelib.settlement.outcomes import PayoutResult
from chalicelib.settlement.payees import PayeeAccount
from chalicelib.settlement.payout_batches import LineResult, PayoutLine

COLUMNS = (
    "입금은행", "입금계좌번호", "입금액", "예금주", "받는분통장표시", "보내는분통장표시",
    "참조번호",
)  # fmt: skip
"""In the order of most banks' bulk transfers; the reference comes back with the result."""
MEMO_LETTERS_MAX = 7
REASON_LETTERS_MAX = 100
_FORMULA_SIGNS = "=+-@＝＋－＠−﹢﹣﹦﹫ \t\r\n"
_REFERENCE = ("참조번호", "reference")
_RESULT = ("처리결과", "result")
_REASON = ("사유", "reason")
_AMOUNT = ("입금액", "amount")
_WORDS: dict[str, PayoutResult] = {
    "정상": "paid", "성공": "paid", "완료": "paid", "paid": "paid", "0000": "paid",
    "오류": "failed", "실패": "failed", "불능": "failed", "failed": "failed",
}  # fmt: skip


class Transfer(Struct, frozen=True):
    """A line with the account that it goes to."""

    line: PayoutLine
    account: PayeeAccount

    def cells(self, programme: str) -> tuple[str, str, int, str, str, str, str]:
        return (
            self.account.bank_code,
            self.account.number,
            self.line.amount,
            _as_words(self.account.holder),
            _as_words(programme)[:MEMO_LETTERS_MAX],
            _as_words(self.line.name)[:MEMO_LETTERS_MAX],
            self.line.reference,
        )


def _as_words(text: str) -> str:
    """Without the signs by which a spreadsheet takes a cell for a formula, wide ones too: a shop
    writes its name and its account's holder itself, and the file has everybody's accounts. No
    bank's name of a holder begins with one, and a mark before it would be part of the name."""
    return text.lstrip(_FORMULA_SIGNS)


def csv_file(transfers: Iterable[Transfer], programme: str) -> bytes:
    """UTF-8 with its mark; account numbers with their leading zeros."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(transfer.cells(programme) for transfer in transfers)
    return ("\ufeff" + out.getvalue()).encode()


def xlsx_file(transfers: Iterable[Transfer], programme: str) -> bytes:
    """A workbook of one sheet; what is digits and no amount is text, so that no zero is lost."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        sheet = workbook.add_worksheet("입금명세")
        text = workbook.add_format({"num_format": "@"})
        for column, title in enumerate(COLUMNS):
            sheet.write_string(0, column, title)
        for row, transfer in enumerate(transfers, 1):
            for column, cell in enumerate(transfer.cells(programme)):
                if isinstance(cell, int):
                    sheet.write_number(row, column, cell)
                else:
                    sheet.write_string(row, column, cell, text)
        sheet.set_column(0, len(COLUMNS) - 1, 18)
    return out.getvalue()


def read_results(text: str, amounts: Mapping[str, int]) -> list[LineResult]:
    """What became of each line, by its reference; whatever columns stand beside. `amounts`: won of
    each line of the batch. Raises `ResultFileInvalidError` with the first line that cannot be read,
    is no line of the batch, is there twice with another result, or says that another amount was
    paid than was to be."""
    lines = rows_of(text)
    found: dict[str, LineResult] = {}
    try:
        header = [cleaned(cell).lower() for cell in next(lines, (1, []))[1]]
        places = [_column(header, names) for names in (_REFERENCE, _RESULT)]
        reason_place = _column(header, _REASON, is_needed=False)
        amount_place = _column(header, _AMOUNT, is_needed=False)
        for line, cells in lines:
            if not any(cells):
                continue
            result = _result(cells, places, reason_place)
            known = None if result is None else found.get(result.reference, result)
            if result is None or result.reference not in amounts or known != result:
                raise ResultFileInvalidError(line=line)
            if _paid_another(cells, amount_place, result, amounts[result.reference]):
                raise ResultFileInvalidError(line=line)
            found[result.reference] = result
    except CsvBrokenError as exc:
        raise ResultFileInvalidError(line=exc.line) from exc
    if not found:
        raise ResultFileInvalidError(line=1)
    return list(found.values())


def _result(cells: list[str], places: list[int], reason_place: int) -> LineResult | None:
    """`None` also for a reason of several lines: a stray quotation mark made it of other shops'
    rows, and the shop reads it."""
    if len(cells) <= max(*places, reason_place):
        return None
    reference, word = (cleaned(cells[place]) for place in places)
    reason = cleaned(cells[reason_place]) if reason_place >= 0 else ""
    result = _WORDS.get(word.lower())
    if result is None or not is_shown(reason):
        return None
    return LineResult(
        reference=reference,
        result=result,
        reason=reason[:REASON_LETTERS_MAX] if result == "failed" else "",
    )


def _paid_another(cells: list[str], place: int, result: LineResult, amount: int) -> bool:
    """Of what failed a bank may say that nothing was paid; an empty cell says nothing."""
    said = cleaned(cells[place]) if 0 <= place < len(cells) else ""
    return result.result == "paid" and said != "" and read_amount(said) != amount


def _column(header: list[str], names: tuple[str, ...], *, is_needed: bool = True) -> int:
    for name in names:
        if name in header:
            return header.index(name)
    if is_needed:
        raise ResultFileInvalidError(line=1)
    return -1
