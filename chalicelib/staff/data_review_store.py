"""The reviews of a month's uses of personal data, beside the records that they are of."""

from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, parse_time
from chalicelib.staff import keys
from chalicelib.staff.data_uses import DataReview
from chalicelib.staff.person import Person


class DataReviewStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def keep(self, review: DataReview) -> DataReview:
        """Access pattern 170: this review, or the one that the same person made before."""
        key = keys.data_review(review.county_id, review.period, review.by.subject)
        existing = self._table.put_new(
            {
                **key._asdict(),
                "type": "data_review",
                "by": [review.by.subject, review.by.username],
                "at": format_time(review.at),
                "note": review.note,
            }
        )
        return review if existing is None else _review(review.county_id, review.period, existing)

    def of(self, county_id: str, period: str) -> list[DataReview]:
        """Access pattern 171: a month's reviews, the oldest first."""
        prefix = keys.data_review(county_id, period, "").sk
        items = self._table.query_all(keys.audit_records(county_id), prefix=prefix, consistent=True)
        found = [_review(county_id, period, item) for item in items]
        return sorted(found, key=lambda one: one.at)

    def periods(self, county_id: str) -> frozenset[str]:
        """Access pattern 171: the months that somebody reviewed."""
        prefix = keys.data_reviews(county_id).sk
        items = self._table.query_all(keys.audit_records(county_id), prefix=prefix, consistent=True)
        return frozenset(keys.reviewed_month(item["sk"]) for item in items)


def _review(county_id: str, period: str, item: Item) -> DataReview:
    return DataReview(
        county_id=county_id,
        period=period,
        by=Person(*item["by"]),
        at=parse_time(item["at"]),
        note=item["note"],
    )
