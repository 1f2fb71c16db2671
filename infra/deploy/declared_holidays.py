"""Puts the holidays of a county's file that were declared at short notice into a stack."""

from collections.abc import Iterable, Mapping
from datetime import date

from chalicelib.aws.table import Table
from chalicelib.settlement.business_days import TemporaryHoliday
from chalicelib.settlement.holiday_store import HolidayStore
from chalicelib.settlement.store import ClosedDayStore


class HolidayTooLateError(Exception):
    """Days that are closed have another day of payout without it; the message says which."""


def seed_holidays(table: Table, county_id: str, rows: Iterable[Mapping[str, str]]) -> None:
    """Each day once; payouts of the days that are closed from its `declared_on` on go by it. Raises
    `HolidayTooLateError`."""
    store = HolidayStore(table)
    known = {holiday.on for holiday in store.all(county_id)}
    closed = ClosedDayStore(table).newest(county_id)
    for row in rows:
        holiday = TemporaryHoliday(
            on=date.fromisoformat(row["on"]),
            name=row["name"],
            declared_on=date.fromisoformat(row["declared_on"]),
            source=row["source"],
        )
        if holiday.on in known:
            continue
        if closed is not None and holiday.declared_on <= closed.on:
            raise HolidayTooLateError(
                f"holiday {holiday.on}: days are closed through {closed.on},"
                " and declared_on must be after it"
            )
        store.put_new(county_id, holiday)
