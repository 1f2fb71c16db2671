"""The words that the desk has for the rows of a file of interest."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.county.declarations import Words

if TYPE_CHECKING:
    from chalicelib.treasury.interest import RowState

INTEREST_ROWS: "Mapping[RowState, Words]" = {
    "new": ("새로 기록", "New"),
    "corrects": ("정정", "Corrects"),
    "unchanged": ("그대로", "Unchanged"),
    "day_unreadable": ("날짜를 읽을 수 없음", "The day cannot be read"),
    "amount_unreadable": ("금액을 읽을 수 없음", "The amount cannot be read"),
    "day_twice": ("같은 날이 두 번", "The day is there twice"),
    "day_not_over": ("아직 끝나지 않은 날", "The day is not over"),
    "day_before_opening": ("운영을 시작하기 전", "Before the county began"),
    "too_many": ("62줄을 넘음", "More than 62 rows"),
    "file_broken": ("따옴표가 맞지 않음", "Quotation marks do not match"),
}
TREASURY_TABLES: Mapping[str, Mapping[Any, Words]] = {"interest_rows": INTEREST_ROWS}
