"""A shop's payments as a workbook, for its own books."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from chalicelib.core.values import SEOUL
from chalicelib.paying.slips import slip_of
from chalicelib.shops.history import sums_of

if TYPE_CHECKING:
    from chalicelib.core.languages import Language
    from chalicelib.merchants.merchants import Merchant
    from chalicelib.paying.records import Redemption

_THOUSANDS = 3
"""The number format that groups digits, which every spreadsheet has under this number."""
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEADS = {
    "ko": (
        "날짜", "시각", "주문 번호", "결제 (원)", "취소 (원)", "남은 금액 (원)", "받은 사람",
        "승인번호", "남은 금액의 부가세 (원)",
    ),
    "en": (
        "Day", "Time", "Order", "Paid (won)", "Canceled (won)", "Left (won)", "Taken by",
        "Approval", "VAT in what is left (won)",
    ),
}  # fmt: skip
_DAY_HEADS = {
    "ko": ("날짜", "건수", "결제 (원)", "취소 (원)", "남은 금액 (원)"),
    "en": ("Day", "Payments", "Paid (won)", "Canceled (won)", "Left (won)"),
}
_SHEETS = {"ko": ("결제", "날짜별"), "en": ("Payments", "By day")}


def render(
    payments: "Sequence[Redemption]",
    names: Mapping[str, str],
    language: "Language",
    made_on: date,
    merchant: "Merchant",
) -> bytes:
    """Two sheets: every payment, newest first, and the days. `names` of people by their ids; the
    tax as receipts of the `merchant` say it."""
    # Not at the top: no payment waits for a library that this alone needs.
    from xlsxwriter import Workbook

    buffer = BytesIO()
    book = Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = book.add_format({"bold": True, "bottom": 1})
    won = book.add_format({"num_format": _THOUSANDS})
    rows = [_row(payment, names, merchant) for payment in payments]
    days = [
        (d.on.isoformat(), d.count, d.amount, d.canceled_amount, d.amount - d.canceled_amount)
        for d in sums_of(payments)
    ]
    names_of_sheets = _SHEETS[language]
    tables: list[tuple[str, tuple[str, ...], Sequence[tuple[str | int, ...]]]] = [
        (names_of_sheets[0], _HEADS[language], rows),
        (names_of_sheets[1], _DAY_HEADS[language], days),
    ]
    for name, heads, lines in tables:
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(heads) - 1, 16)
        sheet.write_row(0, 0, heads, bold)
        for number, line in enumerate(lines, start=1):
            sheet.write_row(number, 0, line, won)
    book.set_properties(
        {"created": datetime(made_on.year, made_on.month, made_on.day, tzinfo=SEOUL)}
    )
    book.close()
    return buffer.getvalue()


def _row(
    payment: "Redemption", names: Mapping[str, str], merchant: "Merchant"
) -> tuple[str | int, ...]:
    entry = payment.entry
    left = payment.remaining_amount
    slip = slip_of(entry.redemption_id or "", merchant, entry.on, before=0, after=left)
    at = entry.at.astimezone(SEOUL)
    taken_by = (entry.terminal_id or "").rpartition(".")[2]
    return (
        f"{at:%Y-%m-%d}",
        f"{at:%H:%M:%S}",
        entry.order_id or "",
        payment.amount,
        payment.amount - payment.remaining_amount,
        payment.remaining_amount,
        names.get(taken_by, entry.terminal_id or ""),
        slip.approval_number,
        "" if slip.vat_amount is None else slip.vat_amount,
    )
