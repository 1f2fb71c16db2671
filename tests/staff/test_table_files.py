"""A table of the desk is taken out as it stands; of people for a stated reason, on record."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from chalicelib.staff.table_files import to_xlsx
from tests.conftest import Answer, Stack
from tests.refusals import check_refused

PATH = "/v1/staff/table-files"
ROWS: list[list[Any]] = [["=1+1", -500, None], ["@x", 1200, "-3"], ["가게", 0, "나머지"]]


def take(stack: Stack, *, headers: Any = None, **changes: Any) -> Answer:
    body = {"table": "shops", "format": "csv", "columns": ["이름", "금액", "말"], "rows": ROWS}
    return stack.call("POST", PATH, body | changes, token="anna", headers=headers)


def records(stack: Stack) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = stack.call("GET", "/v1/staff/audit", token="anna").json["data"]
    return rows


def test_what_a_spreadsheet_would_run_is_text_and_numbers_stay_numbers(stack: Stack) -> None:
    made = take(stack)
    assert made.status == 200, made.raw
    lines = made.raw.decode().removeprefix("\ufeff").splitlines()
    assert lines == ["이름,금액,말", "'=1+1,-500,", "'@x,1200,'-3", "가게,0,나머지"]
    assert records(stack) == [], "a list of shops is nobody's"


def test_a_workbook_has_the_same_in_its_own_types() -> None:
    sheet = load_workbook(BytesIO(to_xlsx(["이름", "금액", "말"], ROWS))).active
    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == ROWS
    assert {cell.data_type for cell in sheet["A"]} == {"s"}
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:C4")


def test_a_list_of_people_is_taken_out_for_a_reason_on_record(stack: Stack) -> None:
    check_refused(
        stack,
        lambda h: take(stack, table="entries", headers=h),
        422,
        "table_reason_missing",
        "reason",
    )
    assert records(stack) == []
    assert take(stack, table="entries", format="xlsx", reason="감사 요청").status == 200
    (record,) = records(stack)
    assert (record["action"], record["target_id"], record["reason"]) == (
        "table_taken_out", "entries", "감사 요청",
    )  # fmt: skip
    assert record["after"] == {"format": "xlsx", "row_count": 3}
    uses = stack.call("GET", "/v1/staff/personal-data-uses?period=2026-11", token="bora").json
    assert [use["target_id"] for use in uses["data"]] == ["entries"]


@pytest.mark.parametrize(
    "changes",
    [
        {"rows": [["a"]]},
        {"columns": []},
        {"rows": [["a", 1, True]]},
        {"rows": [["a", 10**400, None]], "format": "xlsx"},
        {"rows": [["a", -(10**15), None]], "format": "xlsx"},
    ],
)
def test_a_row_without_its_cells_is_no_table(stack: Stack, changes: dict[str, Any]) -> None:
    assert take(stack, **changes).status == 400
