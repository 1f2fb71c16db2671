"""A span of days as its reports have them: from the totals that are kept of each."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct

from chalicelib.reporting.errors import SpanTooLongError
from chalicelib.totals.day_totals import DayTotals
from chalicelib.totals.flows import by_role
from chalicelib.totals.ports import DayTotalsStore

SPAN_DAYS_MAX = 366


class DayFigures(Struct, frozen=True, kw_only=True):
    """Of one day, in points and won; of adjustments (bulk grants too) with their sign. The last
    three are how the county stood at its end."""

    on: date
    signups: int
    mileage_granted: int
    mileage_converted: int
    mileage_adjusted: int
    vouchers_sold: int
    vouchers_adjusted: int
    redemptions: int
    redeemed: int
    canceled: int
    members: int
    mileage_left: int
    vouchers_left: int


class Trends(Struct, frozen=True):
    day_totals: DayTotalsStore

    def between(self, county_id: str, first: date, last: date) -> list[DayFigures]:
        """The days that are kept, in order. Raises `SpanTooLongError` for more than a year, or for
        an end before the beginning."""
        if not timedelta(0) <= last - first < timedelta(days=SPAN_DAYS_MAX):
            raise SpanTooLongError(param="to_on", days=SPAN_DAYS_MAX)
        return list(_figures(self.day_totals.between(county_id, first, last)))


def _figures(days: Sequence[DayTotals]) -> Iterator[DayFigures]:
    for day in days:
        roles = by_role(day.flows)
        yield DayFigures(
            on=day.on,
            signups=day.flows["signup"].count,
            mileage_granted=roles["issue"].mileage,
            mileage_converted=-roles["conversion"].mileage,
            mileage_adjusted=roles["adjustment"].mileage,
            vouchers_sold=roles["sale"].voucher,
            vouchers_adjusted=roles["adjustment"].voucher,
            redemptions=roles["payment"].count,
            redeemed=-roles["payment"].voucher,
            canceled=roles["payment_canceled"].voucher,
            members=day.closing.members,
            mileage_left=day.closing.mileage,
            vouchers_left=day.closing.voucher,
        )
