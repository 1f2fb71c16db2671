"""How days were matched."""

from datetime import date

from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, parse_time
from chalicelib.payments import keys
from chalicelib.payments.matches import DayMatch, MatchDifference

DIFFERENCES_KEPT_MAX = 500
"""Of a day; more than so many are one cause, and their number is kept."""


class MatchStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def put(self, found: DayMatch) -> None:
        """Access pattern 136: a day may be matched again."""
        self._table.put(
            {
                **keys.match(found.county_id, found.on)._asdict(),
                "type": "payment_match",
                "matched_at": format_time(found.matched_at),
                "paid_amount": found.paid_amount,
                "back_amount": found.back_amount,
                "transaction_count": found.transaction_count,
                "line_count": found.line_count,
                "difference_count": len(found.differences),
                "differences": [
                    [
                        one.kind,
                        one.purchase_id,
                        one.payment_key,
                        one.provider_amount,
                        one.book_amount,
                        one.ledger_amount,
                    ]
                    for one in found.differences[:DIFFERENCES_KEPT_MAX]
                ],
            }
        )

    def page(
        self, county_id: str, *, limit: int, before: str | None
    ) -> tuple[list[DayMatch], str | None]:
        """Access pattern 137: the latest first, and the day to go on before."""
        between = ("", before) if before else None
        page = self._table.query(
            keys.matches(county_id), newest_first=True, limit=limit + 2, between=between
        )
        found = [_match_from_item(county_id, item) for item in page.items if item["sk"] != before]
        more = found[limit - 1].on.isoformat() if len(found) > limit else None
        return found[:limit], more


def _match_from_item(county_id: str, item: Item) -> DayMatch:
    return DayMatch(
        county_id=county_id,
        on=date.fromisoformat(item["sk"]),
        matched_at=parse_time(item["matched_at"]),
        paid_amount=item["paid_amount"],
        back_amount=item["back_amount"],
        transaction_count=item["transaction_count"],
        line_count=item["line_count"],
        differences=tuple(
            MatchDifference(
                kind=kind,
                purchase_id=purchase_id,
                payment_key=payment_key,
                provider_amount=theirs,
                book_amount=ours,
                ledger_amount=ledger[0] if ledger else None,
            )
            for kind, purchase_id, payment_key, theirs, ours, *ledger in item["differences"]
        ),
    )
