"""Closed days by notice, and days that are open after all: announced and taken back by one person,
with a record."""

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.clock import Clock
from chalicelib.core.errors import InvalidRequestError, TryAgainError, VersionConflictError
from chalicelib.core.values import new_id, seoul_date, to_milliseconds
from chalicelib.staff.audit import AuditAction, AuditRecord
from chalicelib.staff.person import Person
from chalicelib.visits.errors import NoticeBegunError, NoticeNotFoundError, NoticeTooLateError
from chalicelib.visits.facility_service import Facilities
from chalicelib.visits.opening import NOTICE_DAYS, NOTICE_LENGTH_MAX, Notice
from chalicelib.visits.ports import TermsStore


class Notices(Struct, frozen=True):
    facilities: Facilities
    store: TermsStore
    clock: Clock

    def coming(self, county_id: str, facility_id: str) -> list[Notice]:
        """Those that are not over yet, by their first day, those that were taken back too. Raises
        `FacilityNotFoundError`."""
        today = seoul_date(self.clock())
        found = [each for each in self._all(county_id, facility_id) if each.until >= today]
        return sorted(found, key=lambda each: (each.on, each.made_at, each.notice_id))

    def announce(self, notice: Notice, person: Person, *, is_urgent: bool) -> Notice:
        """That days are closed, or open after all; id and time are chosen here. What was the last
        word on just these days already is not said again.

        Raises `FacilityNotFoundError`, `InvalidRequestError`, `NoticeTooLateError`,
        `VersionConflictError`.
        """
        now = to_milliseconds(self.clock())
        known = self._all(notice.county_id, notice.facility_id)
        if not timedelta(0) <= notice.until - notice.on < timedelta(days=NOTICE_LENGTH_MAX):
            problem = (
                f"첫날부터 {NOTICE_LENGTH_MAX}일 안의 날이어야 합니다",
                f"must be within {NOTICE_LENGTH_MAX} days from the first",
            )
            raise InvalidRequestError(param="until", problem=problem)
        last = max(
            (each for each in known if each.meets(notice) and each.taken_back_at is None),
            key=lambda each: (each.made_at, each.notice_id),
            default=None,
        )
        if last and last.said() == notice.said():
            return last
        ahead = NOTICE_DAYS if not (is_urgent or notice.is_open) else 0
        if notice.on < seoul_date(now) + timedelta(days=ahead):
            raise NoticeTooLateError(param="on")
        notice = replace(notice, notice_id=new_id("ntc", now), made_at=now)
        record = _record(notice, person, "facility_notice_made", notice.reason, now)
        if not self.store.put_notice(notice, record):
            raise VersionConflictError
        self.facilities.forget(notice.county_id, notice.facility_id)
        return notice

    def take_back(
        self, county_id: str, person: Person, facility_id: str, notice_id: str, *, reason: str
    ) -> Notice:
        """Before its first day; one that was taken back stays so.

        Raises `FacilityNotFoundError`, `NoticeNotFoundError`, `NoticeBegunError`, `TryAgainError`.
        """
        now = to_milliseconds(self.clock())
        notice = self._one(county_id, facility_id, notice_id)
        if notice.taken_back_at is None:
            if not notice.may_be_taken_back(now):
                raise NoticeBegunError
            record = _record(notice, person, "facility_notice_taken_back", reason, now)
            self.store.take_notice_back(replace(notice, taken_back_at=now), record)
            self.facilities.forget(county_id, facility_id)
            # Of two at once the first stands, as soon as it is written.
            notice = self._one(county_id, facility_id, notice_id)
            if notice.taken_back_at is None:
                raise TryAgainError(retry_after_seconds=1)
        return notice

    def _one(self, county_id: str, facility_id: str, notice_id: str) -> Notice:
        for notice in self._all(county_id, facility_id):
            if notice.notice_id == notice_id:
                return notice
        raise NoticeNotFoundError

    def _all(self, county_id: str, facility_id: str) -> list[Notice]:
        self.facilities.one(county_id, facility_id)
        return self.store.of(county_id, facility_id, consistent=True)[1]


def _record(
    notice: Notice, person: Person, action: AuditAction, reason: str, now: datetime
) -> AuditRecord:
    return AuditRecord(
        county_id=notice.county_id,
        audit_id=new_id("aud", now),
        at=now,
        by=person,
        action=action,
        target_id=notice.facility_id,
        reason=reason,
        before={},
        after={
            "on": notice.on.isoformat(),
            "until": notice.until.isoformat(),
            "is_open": notice.is_open,
        },
    )
