"""The file of an existing register: reading what offices and spreadsheets made of it.

Each row is judged by itself, so that one bad row stops no good one. A file without the columns that
every row needs is refused as a whole, and so is one whose quotation marks do not match: nobody can
tell where its rows end.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from msgspec import Struct

from chalicelib.approvals.grant_faults import invalid, problem
from chalicelib.approvals.grant_files import decode
from chalicelib.core.csv_rows import CsvBrokenError, delimiter_of, rows_of
from chalicelib.core.text import cleaned, fits, in_form, is_shown
from chalicelib.merchants import banks, business_numbers
from chalicelib.merchants.applications import SalesClass
from chalicelib.merchants.errors import RegisterFileInvalidError
from chalicelib.merchants.trades import TRADES, Trade, trade_of

ROWS_MAX = 5_000
NAME_LETTERS_MAX, ADDRESS_LETTERS_MAX, PHONE_LETTERS_MAX = 60, 120, 20
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "business_number": ("사업자등록번호", "사업자번호", "businessnumber"),
    "name": ("상호", "상호명", "가맹점명", "name"),
    "owner_name": ("대표자", "대표자명", "성명", "ownername", "owner"),
    "trade": ("업종", "업태", "category", "trade"),
    "address": ("주소", "소재지", "사업장소재지", "address"),
    "opened_on": ("개업일", "개업연월일", "개업일자", "openedon"),
    "phone": ("전화", "전화번호", "연락처", "phone"),
    "outlet": ("지점", "지점명", "outlet"),
    "bank": ("은행", "은행명", "bank"),
    "account_number": ("계좌번호", "계좌", "accountnumber"),
    "account_holder": ("예금주", "예금주명", "accountholder"),
    "sales": ("연매출", "연매출액", "매출", "sales"),
}
_NEEDED = ("business_number", "name", "owner_name", "trade", "address")
_SCIENTIFIC = re.compile(r"\d+(\.\d+)?e\+?\d+", re.IGNORECASE)
_WHOLE = re.compile(r"(\d+)\.0+")
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_DAYS = range(10_000, 80_000)
"""From 1927 to 2119: a date that a spreadsheet shows as its number."""
OVER_3B, OVER_300M = 3_000_000_000, 300_000_000


class RegisterRow(Struct, frozen=True, kw_only=True):
    """`line` is that of the file. Account fields are empty where the row has none."""

    line: int
    business_number: str
    name: str
    owner_name: str
    trade: Trade
    address: str
    opened_on: date | None = None
    phone: str = ""
    outlet: str = ""
    bank_code: str = ""
    account_number: str = ""
    account_holder: str = ""
    sales_class: SalesClass = "up_to_300m"


class RowFault(Struct, frozen=True):
    """Why a row was not taken: `code` for programs; its words: `import_faults`."""

    line: int
    code: str


def parse(content: bytes) -> list[RegisterRow | RowFault]:
    """Every row or what is wrong with it, in the file's order; wholly empty lines are passed over.
    Raises `CsvInvalidError` for bytes that are no text and for quotation marks that do not match,
    `RegisterFileInvalidError`."""
    lines = _lines(decode(content))
    columns = _columns(next(lines, (1, []))[1])
    found: list[RegisterRow | RowFault] = []
    seen: set[tuple[str, str]] = set()
    for number, cells in lines:
        tidy = [cleaned(cell) for cell in cells]
        if not any(tidy):
            continue
        if len(found) == ROWS_MAX:
            raise RegisterFileInvalidError(missing=[])
        row = _row(number, tidy, columns)
        if isinstance(row, RegisterRow):
            place = (row.business_number, row.outlet)
            if place in seen:
                row = RowFault(number, "duplicate")
            seen.add(place)
        found.append(row)
    return found


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record by its line; cells may stand behind a space, if all of the header do."""
    delimiter, header = delimiter_of(text), text.partition("\n")[0]
    skips_spaces = header.count(delimiter) == header.count(f"{delimiter} ")
    try:
        yield from rows_of(text, delimiter, skips_spaces=skips_spaces)
    except CsvBrokenError as exc:
        raise invalid([problem(exc.line, "csv", "quotes")]) from exc


def _columns(header: list[str]) -> dict[str, int]:
    """Which column holds what; unknown ones are passed over. Raises `RegisterFileInvalidError`."""
    folded = ["".join(c for c in cleaned(cell).casefold() if c.isalnum()) for cell in header]
    found = {
        name: next(i for i, cell in enumerate(folded) if cell in names)
        for name, names in _COLUMNS.items()
        if any(cell in names for cell in folded)
    }
    missing = [_COLUMNS[name][0] for name in _NEEDED if name not in found]
    if missing:
        raise RegisterFileInvalidError(missing=missing)
    return found


def _row(line: int, cells: list[str], columns: Mapping[str, int]) -> RegisterRow | RowFault:
    if len(cells) <= max(columns[name] for name in _NEEDED):
        return RowFault(line, "cells")
    cell = {n: cells[i] if i < len(cells) else "" for n, i in columns.items()}
    if any(not cell[name] for name in _NEEDED):
        return RowFault(line, "missing")
    number, account = cell["business_number"], cell.get("account_number", "")
    if _SCIENTIFIC.fullmatch(number) or _SCIENTIFIC.fullmatch(account):
        return RowFault(line, "mangled_number")
    read = _read_number(number)
    if read is None:
        return RowFault(line, "business_number")
    texts = {"name": NAME_LETTERS_MAX, "owner_name": NAME_LETTERS_MAX, "outlet": NAME_LETTERS_MAX,
             "address": ADDRESS_LETTERS_MAX, "phone": PHONE_LETTERS_MAX}  # fmt: skip
    if not all(fits(cell.get(n, ""), m) and is_shown(cell.get(n, "")) for n, m in texts.items()):
        return RowFault(line, "text")
    opened = cell.get("opened_on", "")
    opened_on = _read_day(opened) if opened else None
    if opened and opened_on is None:
        return RowFault(line, "opened_on")
    bank_code = _bank(cell.get("bank", "")) if account else ""
    digits = banks.read_account_number(account.removesuffix(".0")) if account else ""
    if digits is None or bank_code is None:
        return RowFault(line, "account")
    return RegisterRow(
        line=line,
        business_number=read,
        name=cell["name"],
        owner_name=cell["owner_name"],
        trade=trade_of(cell["trade"]) or "other",
        address=cell["address"],
        opened_on=opened_on,
        phone=cell.get("phone", ""),
        outlet=cell.get("outlet", ""),
        bank_code=bank_code,
        account_number=digits,
        account_holder=cell.get("account_holder", "") or cell["owner_name"],
        sales_class=_sales_class(cell.get("sales", "")),
    )


def _read_number(text: str) -> str | None:
    """Also where a spreadsheet took leading zeros or added `.0`: the check digit tells."""
    whole = _WHOLE.fullmatch(text)
    bare = whole[1] if whole else text
    return business_numbers.read(bare.zfill(10) if bare.isdigit() else bare)


def _read_day(text: str) -> date | None:
    digits = re.findall(r"\d+", in_form("NFKC", text))
    if len(digits) == 1 and len(digits[0]) == 8:
        digits = [digits[0][:4], digits[0][4:6], digits[0][6:]]
    if len(digits) == 1 and int(digits[0]) in _EXCEL_DAYS:
        return _EXCEL_EPOCH + timedelta(days=int(digits[0]))
    try:
        return date(*map(int, digits[:3])) if len(digits) >= 3 else None
    except ValueError:
        return None


def _bank(text: str) -> str | None:
    """By code or name; a spreadsheet makes `011` of `11`."""
    if text.isdigit():
        return text.zfill(3) if text.zfill(3) in banks.BANKS else None
    wanted = _folded(text)
    return next((code for code, name in banks.BANKS.items() if wanted == _folded(name)), None)


def _folded(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum()).removesuffix("은행")


def _sales_class(text: str) -> SalesClass:
    digits = "".join(c for c in text if c.isdigit())
    amount = int(digits) if digits else 0
    if amount > OVER_3B:
        return "over_3b"
    return "up_to_3b" if amount > OVER_300M else "up_to_300m"


def category_of(row: RegisterRow) -> str:
    return TRADES[row.trade][0]
