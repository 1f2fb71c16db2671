"""What members say is wrong with a shop's entry in the directory, for the staff to mend."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, parse_time
from chalicelib.merchants import keys

ReportKind = Literal["closed", "refuses", "moved", "number", "other"]
KEPT = timedelta(days=180)
"""By then it is mended or was not wrong; a note may say more than it should."""


class ShopReport(Struct, frozen=True, kw_only=True):
    """`reporter` tells one member's reports from another's and names nobody; `name` and `code` are
    the shop's as they were."""

    county_id: str
    merchant_id: str
    merchant_code: str
    name: str
    reporter: str
    kind: ReportKind
    note: str
    at: datetime


def reporter_of(
    identity_key: Callable[[str, str, str], str],
    county_id: str,
    *,
    member_id: str,
    merchant_id: str,
) -> str:
    """The same member's at the same shop, and at no other the same. Keyed, since staff see it in
    the list's cursor and know the ids of members."""
    return identity_key(county_id, "shop_report", f"{merchant_id}/{member_id}")


class ShopReportStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def put(self, report: ShopReport) -> None:
        """Access pattern 106: a member's newest word about a shop takes the place of the one
        before, so that nobody fills the list."""
        self._table.put(_item_from(report))

    def page(
        self, county_id: str, *, limit: int, position: str | None
    ) -> tuple[list[ShopReport], str | None]:
        """Access pattern 107: shop by shop, and where the next page begins."""
        start = keys.report_at(county_id, position)._asdict() if position else None
        page = self._table.query(keys.reports(county_id), limit=limit, start=start)
        next_at = page.next_key["sk"] if page.next_key else None
        return [_from_item(county_id, item) for item in page.items], next_at


def _item_from(report: ShopReport) -> Item:
    return {
        **keys.report(report.county_id, report.merchant_id, report.reporter)._asdict(),
        "type": "shop_report",
        "merchant_id": report.merchant_id,
        "merchant_code": report.merchant_code,
        "name": report.name,
        "reporter": report.reporter,
        "kind": report.kind,
        "note": report.note,
        "at": format_time(report.at),
        "ttl": int((report.at + KEPT).timestamp()),
    }


def _from_item(county_id: str, item: Item) -> ShopReport:
    return ShopReport(
        county_id=county_id,
        merchant_id=item["merchant_id"],
        merchant_code=item["merchant_code"],
        name=item["name"],
        reporter=item["reporter"],
        kind=item["kind"],
        note=item["note"],
        at=parse_time(item["at"]),
    )
