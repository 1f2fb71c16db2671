"""Facilities with what holds there: read by everybody, changed by staff for days to come."""

from datetime import date, datetime, time

from msgspec import Struct, field
from msgspec.structs import replace

from chalicelib.core.cache import TtlCache
from chalicelib.core.clock import Clock
from chalicelib.core.values import seoul_date
from chalicelib.county.facilities import Facility
from chalicelib.settlement.business_days import BusinessDays, business_days
from chalicelib.visits.errors import (
    FacilityClosedError,
    FacilityNotFoundError,
    FacilityOutOfUseError,
    TermsFixedError,
    TermsInvalidError,
    TermsNotAheadError,
)
from chalicelib.visits.facility_terms import FacilityTerms, in_force
from chalicelib.visits.opening import Calendar, Notice, OpenDay
from chalicelib.visits.ports import Directory, Holidays, TermsStore


class KnownFacility(Struct, frozen=True):
    """A facility with all versions of its terms, and all notices."""

    facility: Facility
    versions: tuple[FacilityTerms, ...]
    notices: tuple[Notice, ...]
    days: BusinessDays

    def terms_on(self, on: date) -> FacilityTerms:
        """Raises `FacilityClosedError` where nothing holds yet: there is no gate."""
        terms = in_force(self.versions, on)
        if terms is None:
            raise FacilityClosedError(opens_at=None, last_entry_at=None)
        return terms

    def closed_by_notice(self, first_on: date, last_on: date) -> tuple[Notice, ...]:
        """Of these days, by the first of each notice; of a notice what no later one says anew."""
        standing = [each for each in self.notices if each.taken_back_at is None]
        found = [
            part
            for each in standing
            if not each.is_open
            for part in each.unless_said_anew(standing)
            if part.on <= last_on and first_on <= part.until
        ]
        return tuple(sorted(found, key=lambda each: (each.on, each.notice_id)))

    def day(self, on: date, *, known_at: datetime) -> OpenDay:
        """Raises `FacilityClosedError`, as `terms_on`. While the facility is closed down no day is
        open."""
        calendar = Calendar(self.terms_on(on), self.notices, self.days.holiday)
        day = calendar.day(on, known_at=known_at)
        closure = self.facility.closure_at(known_at)
        if closure is None:
            return day
        return replace(day, closed_by="closure", reason=closure.reason, reason_en="")


class Facilities(Struct, frozen=True):
    directory: Directory
    terms: TermsStore
    holidays: Holidays
    clock: Clock
    known: TtlCache[KnownFacility] = field(default_factory=TtlCache)
    listed: TtlCache[list[Facility]] = field(default_factory=TtlCache)

    def all(self, county_id: str) -> list[KnownFacility]:
        return [self._known(facility) for facility in self._listed(county_id)]

    def one(self, county_id: str, facility_id: str) -> KnownFacility:
        """Remembered for a minute. Raises `FacilityNotFoundError`."""
        return self._known(self._facility(county_id, facility_id))

    def in_use(self, county_id: str, facility_id: str) -> KnownFacility:
        """Raises `FacilityNotFoundError`, `FacilityOutOfUseError`."""
        known = self.one(county_id, facility_id)
        if known.facility.closure is not None:
            raise FacilityOutOfUseError
        return known

    def check_terms(self, terms: FacilityTerms) -> None:
        """Whether they can hold from their day on, which is to come and has no terms of its own.

        Raises `FacilityNotFoundError`, `TermsNotAheadError`, `TermsInvalidError`,
        `TermsFixedError`.
        """
        self._facility(terms.county_id, terms.facility_id)
        if terms.effective_on <= seoul_date(self.clock()):
            raise TermsNotAheadError(param="effective_on")
        _check(terms)
        versions, _ = self.terms.of(terms.county_id, terms.facility_id, consistent=True)
        if any(known.effective_on == terms.effective_on for known in versions):
            raise TermsFixedError(param="effective_on")

    def forget(self, county_id: str, facility_id: str) -> None:
        """After the facility was changed, or other terms were put in force."""
        self.listed.forget(county_id)
        self.known.forget((county_id, facility_id))

    def versions(self, county_id: str, facility_id: str) -> list[FacilityTerms]:
        """Oldest first. Raises `FacilityNotFoundError`."""
        self._facility(county_id, facility_id)
        return self.terms.of(county_id, facility_id, consistent=True)[0]

    def terms_of(self, facility: Facility) -> tuple[FacilityTerms, ...]:
        """Oldest first, of one that was just read."""
        return self._known(facility).versions

    def business_days(self, county_id: str) -> BusinessDays:
        return business_days(self.holidays.all(county_id))

    def _known(self, facility: Facility) -> KnownFacility:
        county_id, facility_id = facility.county_id, facility.facility_id

        def load() -> KnownFacility:
            versions, notices = self.terms.of(county_id, facility_id)
            days = self.business_days(county_id)
            return KnownFacility(facility, tuple(versions), tuple(notices), days)

        return self.known.get((county_id, facility_id), load)

    def _facility(self, county_id: str, facility_id: str) -> Facility:
        for facility in self._listed(county_id):
            if facility.facility_id == facility_id:
                return facility
        raise FacilityNotFoundError

    def _listed(self, county_id: str) -> list[Facility]:
        return self.listed.get(county_id, lambda: self.directory.all(county_id))


def _check(terms: FacilityTerms) -> None:
    """Raises `TermsInvalidError`, with the field that does not fit."""
    open_minutes = _minutes(terms.closes_at) - _minutes(terms.opens_at)
    if open_minutes <= terms.last_entry_minutes:
        raise TermsInvalidError(param="closes_at")
    if terms.early_minutes > _minutes(terms.opens_at):
        raise TermsInvalidError(param="early_minutes")
    if not all(map(_is_day_or_feast, terms.closed_dates)):
        raise TermsInvalidError(param="closed_dates")
    if len({fee.age_class for fee in terms.fees}) < len(terms.fees):
        raise TermsInvalidError(param="fees")
    if any(f.group_amount is not None and f.group_amount > f.amount for f in terms.fees):
        raise TermsInvalidError(param="fees")
    if len({benefit.visitor_class for benefit in terms.benefits}) < len(terms.benefits):
        raise TermsInvalidError(param="benefits")
    for benefit in terms.benefits:
        is_whole = benefit.kind == "free" and benefit.value == 0
        is_percent = benefit.kind == "percent" and 1 <= benefit.value <= 99
        if not (is_whole or is_percent or (benefit.kind == "amount" and benefit.value >= 1)):
            raise TermsInvalidError(param="benefits")
    share = terms.fee_share
    if share is not None and not (
        (share.kind == "percent" and 1 <= share.value <= 100)
        or (share.kind == "amount" and share.value >= share.unit)
    ):
        raise TermsInvalidError(param="fee_share")


def _is_day_or_feast(text: str) -> bool:
    """A day that is in some year, the 29th of February too; feasts were told apart before."""
    if "-" not in text:
        return True
    try:
        date.fromisoformat(f"2024-{text}")
    except ValueError:
        return False
    return True


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
