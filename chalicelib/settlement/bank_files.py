"""The files of transfers that a bank takes."""

import csv
import io
from collections.abc import Iterable

from msgspec import Struct

from chalicelib.settlement.payees import PayeeAccount
from chalicelib.settlement.payout_batches import PayoutLine

COLUMNS = (
    "입금은행", "입금계좌번호", "입금액", "예금주", "받는분통장표시", "보내는분통장표시",
    "참조번호",
)  # fmt: skip
"""In the order of most banks' bulk transfers; the reference comes back with the result."""
MEMO_LETTERS_MAX = 7
_FORMULA_SIGNS = "=+-@＝＋－＠−﹢﹣﹦﹫ \t\r\n"


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
