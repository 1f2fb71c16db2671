"""Recording that a month's uses of personal data were looked through."""

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.periods import PeriodNotOverError, parse
from chalicelib.core.values import seoul_date, to_milliseconds
from chalicelib.staff.data_review_store import DataReviewStore
from chalicelib.staff.data_uses import DataReview
from chalicelib.staff.person import Person


class DataReviewing(Struct, frozen=True):
    store: DataReviewStore
    clock: Clock

    def review(self, county_id: str, period: str, by: Person, *, note: str) -> DataReview:
        """`period`: a month, as 2026-11. Gives the review that the same person made before, if
        there is one. Raises `PeriodInvalidError`, `PeriodNotOverError`: what is signed gets no
        further uses."""
        now, last_on = self.clock(), parse("monthly", period).last_on
        if last_on >= seoul_date(now):
            raise PeriodNotOverError(param="period", last_on=last_on.isoformat())
        return self.store.keep(
            DataReview(
                county_id=county_id, period=period, by=by, at=to_milliseconds(now), note=note
            )
        )
