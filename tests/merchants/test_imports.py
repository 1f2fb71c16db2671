"""A county's register of 2,800 shops, with all that offices and spreadsheets do to a file."""

import base64
import csv
import io
from collections import Counter
from datetime import date
from typing import Any

import pytest

from chalicelib.aws.tax_office import TaxState
from chalicelib.core.errors import TryAgainError
from chalicelib.merchants.errors import RegisterFileInvalidError
from chalicelib.merchants.import_files import RegisterRow, RowFault, parse
from chalicelib.merchants.wiring import MerchantsWiring
from tests import granted
from tests.conftest import Answer, Stack
from tests.merchants.test_applications import with_check_digit
from tests.refusals import check_refused

IMPORTS = "/v1/staff/merchant-imports"
HEADER = [
    "상호",
    "사업자 등록번호",
    "대표자명",
    "업종",
    "주소",
    "개업일",
    "은행",
    "계좌번호",
    "예금주",
    "연매출액",
    "비고",
]
NUMBER = "214-86-39239"


def a_row(number: str = NUMBER, **changes: str) -> list[str]:
    row = {
        "name": "가마터식당", "number": number, "owner": "김청자", "trade": "음식점",
        "address": "강진군 대구면 1", "opened": "2019-03-02", "bank": "농협은행",
        "account": "302-1234-5678-91", "holder": "김청자", "sales": "120,000,000", "note": "",
    }  # fmt: skip
    return list((row | changes).values())


def a_file(*rows: list[str], header: list[str] = HEADER, encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode(encoding)


def upload(stack: Stack, content: bytes, *, headers: Any = None) -> Answer:
    body = {"csv_base64": base64.b64encode(content).decode()}
    return stack.call("POST", IMPORTS, body, token="anna", headers=headers)


def work(stack: Stack, most: int = 1000) -> int:
    """Let the worker take what is queued; how many slices."""
    queue = stack.adapters.queue(stack.adapters.settings.import_queue_url)
    taken = [queue.sent.pop(0) for _ in range(min(most, len(queue.sent)))]
    for message in taken:
        with granted.acting("import_register"):
            stack.wired(MerchantsWiring).imports.run_slice(*message)
    return len(taken)


def outcomes(stack: Stack, import_id: str) -> dict[int, tuple[str, str]]:
    report = stack.call("GET", f"{IMPORTS}/{import_id}/report.csv", token="anna")
    assert report.status == 200
    rows = csv.reader(io.StringIO(report.raw.decode().removeprefix("\ufeff")))
    return {int(line): (result, why) for line, result, why, _ in list(rows)[1:]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_a_file_is_read_in_the_encodings_of_offices(encoding: str) -> None:
    [row] = parse(a_file(a_row(), encoding=encoding))
    assert isinstance(row, RegisterRow)
    assert (row.name, row.trade, row.bank_code) == ("가마터식당", "restaurant", "011")
    assert (row.account_number, row.opened_on) == ("3021234567891", date(2019, 3, 2))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"number": "2148639239"}, None),
        ({"number": "2148639239.0"}, None),
        ({"number": " 214　86　39239 "}, None),
        ({"number": "2.14864E+09"}, "mangled_number"),
        ({"account": "3.02123E+12"}, "mangled_number"),
        ({"number": "2148639238"}, "business_number"),
        ({"number": "폐업"}, "business_number"),
        ({"opened": "43526"}, None),
        ({"opened": "2019. 3. 2."}, None),
        ({"opened": "20190302"}, None),
        ({"opened": "작년"}, "opened_on"),
        ({"opened": "2019-02-30"}, "opened_on"),
        ({"bank": "11"}, None),
        ({"bank": "농협"}, None),
        ({"bank": "없는은행"}, "account"),
        ({"account": "12"}, "account"),
        ({"account": "", "bank": ""}, None),
        ({"name": ""}, "missing"),
        ({"owner": "\u3164"}, "missing"),
        ({"name": "가" * 61}, "text"),
        ({"name": "가\u202e나"}, "text"),
        ({"trade": "우주항공"}, None),
    ],
)
def test_a_row_is_read_or_named(changes: dict[str, str], expected: str | None) -> None:
    [found] = parse(a_file(a_row(**changes)))
    if expected is None:
        assert isinstance(found, RegisterRow)
        assert found.business_number == "2148639239"
        assert found.opened_on in (date(2019, 3, 2), None)
    else:
        assert found == RowFault(2, expected)


def test_leading_zeros_that_a_spreadsheet_took_are_found_again() -> None:
    number = with_check_digit("012345678")
    [row] = parse(a_file(a_row(number.lstrip("0"), bank="11")))
    assert isinstance(row, RegisterRow)
    assert row.business_number == number


def test_a_header_that_was_made_to_keep_the_reader_busy_is_read_at_once() -> None:
    with pytest.raises(RegisterFileInvalidError):
        parse((",'a" * 400_000).encode())


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_name_with_quotation_marks_and_commas_is_one_cell(delimiter: str) -> None:
    name = '"가마터", 식당; 본점'
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([HEADER, a_row(name=name), a_row()])
    first, second = parse(out.getvalue().encode())
    assert isinstance(first, RegisterRow)
    assert (first.name, first.owner_name) == (name, "김청자")
    assert second == RowFault(3, "duplicate")


def test_cells_may_stand_behind_a_space() -> None:
    text = a_file(header=HEADER).decode().replace(",", ", ") + "".join(
        ", ".join(f'"{cell}"' for cell in a_row(name="가마터, 식당"))
    )
    [row] = parse(text.encode())
    assert isinstance(row, RegisterRow)
    assert (row.name, row.owner_name) == ("가마터, 식당", "김청자")


def test_a_row_is_named_by_the_line_on_which_it_begins() -> None:
    _, second = parse(a_file(a_row(note="첫째 줄\n둘째 줄"), a_row(number="폐업")))
    assert second == RowFault(4, "business_number")


@pytest.mark.parametrize("count", [3, 5_000])
def test_quotation_marks_that_do_not_match_refuse_the_file(stack: Stack, count: int) -> None:
    """Whatever stood behind the open mark, nobody can tell where its rows end."""
    rows = a_file(*[a_row()] * count).split(b"\r\n")
    rows[2] = b'"' + rows[2]
    check_refused(
        stack, lambda h: upload(stack, b"\r\n".join(rows), headers=h), 400, "csv_invalid", "csv"
    )
    answer = upload(stack, b"\r\n".join(rows))
    assert (answer.json["line"], answer.json["problems"][0]["code"]) == (3, "quotes")


def test_a_file_without_its_columns_is_no_register(stack: Stack) -> None:
    wrong = a_file(["x"], header=["이름", "전화"])
    check_refused(stack, lambda h: upload(stack, wrong, headers=h), 422, "register_file_invalid")
    check_refused(
        stack,
        lambda h: stack.call("POST", IMPORTS, {"csv_base64": "%%"}, token="anna", headers=h),
        400,
        "invalid_request",
        "csv_base64",
    )


def a_county(count: int = 2_800) -> tuple[list[list[str]], Counter[str]]:
    """Rows of a register, and how many of them are of which kind."""
    rows, kinds = [], Counter[str]()
    numbers = [with_check_digit(f"{n:09d}") for n in range(100_000_000, 100_000_000 + count)]
    for place, number in enumerate(numbers):
        kind = {3: "bad", 5: "mangled", 7: "missing", 11: "twice", 13: "closed", 17: "barred"}.get(
            place % 100, "good"
        )
        kinds[kind] += 1
        name = f"가게 {place}"
        if kind == "bad":
            number = number[:-1] + str((int(number[-1]) + 1) % 10)
        elif kind == "mangled":
            number = "1.00000E+09"
        elif kind == "twice":
            number = numbers[place - 1]
        rows.append(
            a_row(
                number,
                name="" if kind == "missing" else name,
                trade="유흥·단란주점" if kind == "barred" else "음식점",
            )
        )
    return rows, kinds


def test_a_register_of_2800_shops_is_taken_over_row_by_row(stack: Stack) -> None:
    rows, kinds = a_county()
    for place, row in enumerate(rows):
        if place % 100 == 13:
            stack.adapters.tax_office.states_by_number[row[1]] = TaxState(status="closed")
    content = a_file(*rows, encoding="cp949")

    started = upload(stack, content)
    assert (started.status, started.json["row_count"]) == (202, 2800)
    assert work(stack) > 50

    import_id = started.json["import_id"]
    done = stack.call("GET", f"{IMPORTS}/{import_id}", token="anna").json
    assert (done["created"], done["refused"], done["pending"]) == (
        kinds["good"], 2800 - kinds["good"], 0,
    )  # fmt: skip
    # A hundred numbers a call at most: a slice is one call.
    assert len(stack.adapters.tax_office.calls) <= 56
    why = Counter(reason for result, reason in outcomes(stack, import_id).values() if reason)
    assert sorted(why.values()) == [28] * 6
    shops = list(stack.wired(MerchantsWiring).registry.registrations("gangjin"))
    assert len(shops) == kinds["good"]

    # The same file again is the same import: nothing is queued, nothing is made.
    assert upload(stack, content).json == done
    assert work(stack) == 0


def test_a_cut_import_goes_on_and_a_later_file_finds_its_shops(stack: Stack) -> None:
    rows, _ = a_county(120)
    content = a_file(*rows)
    import_id = upload(stack, content).json["import_id"]
    queue = stack.adapters.queue(stack.adapters.settings.import_queue_url)
    twice = list(queue.sent)
    work(stack, most=1)
    queue.sent[:] = twice
    work(stack)
    done = stack.call("GET", f"{IMPORTS}/{import_id}", token="anna").json
    assert done["pending"] == 0
    made = len(list(stack.wired(MerchantsWiring).registry.registrations("gangjin")))
    assert made == done["created"]

    corrected = [row for row in rows if row[0]]
    corrected[0] = [*corrected[0][:4], "강진군 마량면 9", *corrected[0][5:]]
    later = upload(stack, a_file(*corrected)).json["import_id"]
    work(stack)
    again = stack.call("GET", f"{IMPORTS}/{later}", token="anna").json
    assert (again["created"], again["same_already"]) == (0, made - 1)
    assert outcomes(stack, later)[2][1] == "이미 다른 내용으로 등록되어 있습니다"


def test_a_silent_tax_office_stops_no_import(stack: Stack) -> None:
    stack.adapters.tax_office.is_down = True
    import_id = upload(stack, a_file(a_row())).json["import_id"]
    work(stack)
    assert outcomes(stack, import_id)[2] == ("만듦", "")
    [shop] = stack.wired(MerchantsWiring).registry.registrations("gangjin")
    assert (shop.look.status, shop.held_for) == ("unknown", None)
    with pytest.raises(TryAgainError):
        stack.adapters.tax_office.states("gangjin", ["1"])


def test_nothing_personal_of_a_file_is_stored_in_clear(stack: Stack) -> None:
    upload(stack, a_file(a_row()))
    work(stack)
    stored = str([i for (pk, _), i in stack.table.items.items() if "#MERCHANTS" not in pk])
    for secret in ("김청자", "2148639239", "3021234567891"):
        assert secret not in stored


def test_receipts_of_a_shop_that_was_imported_know_its_tax(stack: Stack) -> None:
    upload(stack, a_file(a_row()))
    work(stack)
    with granted.acting("sweep_merchants"):
        stack.wired(MerchantsWiring).tax_sweep.run("gangjin")
    [shop] = stack.wired(MerchantsWiring).registry.registrations("gangjin")
    found = stack.wired(MerchantsWiring).store.by_id("gangjin", shop.merchant_id)
    assert found is not None
    assert [each.tax_class for each in found.tax_classes] == [shop.look.tax_class] == ["general"]
