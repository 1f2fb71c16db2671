"""The book of fees, that the day's fees were paid in, and why less was than was taken."""

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import new_id, to_milliseconds
from chalicelib.ledger.idempotency import digest
from chalicelib.settlement.business_days import REST_DAYS_MAX, BusinessDays, HolidaysUnknownError
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.idempotency_keys import IdempotencyKeys
from chalicelib.staff.person import Person
from chalicelib.visits.admissions import Deposit, FeeDifference
from chalicelib.visits.errors import (
    DepositTooHighError,
    FeeDifferenceChangedError,
    OwnDepositError,
)
from chalicelib.visits.facility_service import Facilities
from chalicelib.visits.facility_terms import in_force
from chalicelib.visits.fee_book import FeeBook, fee_book
from chalicelib.visits.ports import AdmissionStore

TRIES_MAX = 5
_DAY = timedelta(days=1)


class FeeBooks(Struct, frozen=True):
    store: AdmissionStore
    facilities: Facilities
    idempotency_keys: IdempotencyKeys
    clock: Clock

    def of(self, county_id: str, facility_id: str, on: date) -> FeeBook:
        """Raises `FacilityNotFoundError`."""
        known = self.facilities.one(county_id, facility_id)
        records = self.store.day(county_id, facility_id, on)
        terms = in_force(known.versions, on)
        return fee_book(on, records, terms, deposit_due_on=_due_on(known.days, on))

    def days(self, county_id: str, facility_id: str, first: date, last: date) -> Iterator[FeeBook]:
        """Of each day between two, both included. Raises `FacilityNotFoundError`."""
        for n in range((last - first).days + 1):
            yield self.of(county_id, facility_id, first + n * _DAY)

    def pay_in(
        self,
        county_id: str,
        person: Person,
        facility_id: str,
        on: date,
        *,
        amount: int,
        deposited_on: date,
        slip: str,
        idempotency_key: str,
    ) -> tuple[FeeBook, bool]:
        """The book with the deposit in it, and whether this key recorded it before.

        Raises `FacilityNotFoundError`, `DepositTooHighError`, `IdempotencyKeyReusedError`,
        `VersionConflictError`.
        """
        asked = {
            "facility_id": facility_id,
            "on": on.isoformat(),
            "amount": amount,
            "deposited_on": deposited_on.isoformat(),
            "slip": slip,
        }
        book = self.of(county_id, facility_id, on)
        key = idempotency_key
        self.idempotency_keys.bind(county_id, "deposit", person.subject, key, asked)
        key_digest = digest("deposit", person.subject, key)
        for _ in range(TRIES_MAX):
            if any(d.key_digest == key_digest for d in book.deposits):
                return book, True
            if book.deposited + amount > book.collected:
                raise DepositTooHighError(param="amount")
            now = to_milliseconds(self.clock())
            deposit = Deposit(
                county_id=county_id,
                facility_id=facility_id,
                on=on,
                number=len(book.deposits) + 1,
                amount=amount,
                deposited_on=deposited_on,
                slip=slip,
                recorded_by=person.username,
                recorded_at=now,
                key_digest=key_digest,
            )
            is_written = self.store.deposit(deposit, _record(deposit, person))
            book = self.of(county_id, facility_id, on)
            if is_written:
                return book, False
        raise VersionConflictError

    def name_difference(
        self,
        county_id: str,
        person: Person,
        facility_id: str,
        on: date,
        *,
        amount: int,
        reason: str,
        idempotency_key: str,
    ) -> tuple[FeeBook, bool]:
        """The book with all explained that is left of it, `amount` in won, and whether this key
        did so before.

        Raises `FacilityNotFoundError`, `OwnDepositError`, `FeeDifferenceChangedError`,
        `IdempotencyKeyReusedError`, `VersionConflictError`.
        """
        asked = {
            "facility_id": facility_id,
            "on": on.isoformat(),
            "amount": amount,
            "reason": reason,
        }
        key = idempotency_key
        book = self.of(county_id, facility_id, on)
        self.idempotency_keys.bind(county_id, "fee-difference", person.subject, key, asked)
        key_digest = digest("fee-difference", person.subject, key)
        for _ in range(TRIES_MAX):
            if any(one.key_digest == key_digest for one in book.differences):
                return book, True
            depositors = (Person("", one.recorded_by) for one in book.deposits)
            if any(person.may_be(each) for each in depositors):
                raise OwnDepositError
            if amount != book.left:
                raise FeeDifferenceChangedError(param="amount", left_amount=book.left)
            difference = FeeDifference(
                county_id=county_id,
                facility_id=facility_id,
                on=on,
                number=len(book.differences) + 1,
                amount=amount,
                reason=reason,
                recorded_by=person.username,
                recorded_at=to_milliseconds(self.clock()),
                key_digest=key_digest,
            )
            is_written = self.store.name_difference(difference, _named(difference, person))
            book = self.of(county_id, facility_id, on)
            if is_written:
                return book, False
        raise VersionConflictError


def _due_on(days: BusinessDays, on: date) -> date:
    """The next day, or the first one after it on which a bank takes money (Civil Act, art. 161)."""
    due = on + _DAY
    for _ in range(REST_DAYS_MAX):
        try:
            if not days.rests(due, known_on=due):
                return due
        except HolidaysUnknownError:
            return due
        due += _DAY
    return due


def _record(deposit: Deposit, person: Person) -> AuditRecord:
    return AuditRecord(
        county_id=deposit.county_id,
        audit_id=new_id("aud", deposit.recorded_at),
        at=deposit.recorded_at,
        by=person,
        action="fees_deposited",
        target_id=deposit.facility_id,
        reason=deposit.slip,
        before={},
        after={"on": deposit.on.isoformat(), "amount": deposit.amount},
    )


def _named(difference: FeeDifference, person: Person) -> AuditRecord:
    return AuditRecord(
        county_id=difference.county_id,
        audit_id=new_id("aud", difference.recorded_at),
        at=difference.recorded_at,
        by=person,
        action="fee_difference_named",
        target_id=difference.facility_id,
        reason=difference.reason,
        before={},
        after={"on": difference.on.isoformat(), "amount": difference.amount},
    )
