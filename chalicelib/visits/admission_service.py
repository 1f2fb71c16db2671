"""Letting people in: one pass at once with the net, or what a gate collected without."""

from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.aws.pass_keys import PassKeys
from chalicelib.core.clock import Clock
from chalicelib.core.errors import DomainError, TryAgainError
from chalicelib.core.values import format_time, new_id, to_milliseconds
from chalicelib.ledger.profile import Profile
from chalicelib.members.pass_revocation import revoked_at
from chalicelib.standing.ports import Profiles
from chalicelib.visits import errors
from chalicelib.visits.admissions import (
    Admission,
    Count,
    MarkedScan,
    Outcome,
    Scan,
    count_outcome,
    refusal,
)
from chalicelib.visits.errors import (
    AlreadyAdmittedTodayError,
    FacilityClosedError,
    PassInvalidError,
    PassRevokedError,
)
from chalicelib.visits.facility_service import Facilities, KnownFacility
from chalicelib.visits.facility_terms import Charge
from chalicelib.visits.opening import OpenDay
from chalicelib.visits.passes import Pass, read_pass
from chalicelib.visits.ports import AdmissionStore, Revocations

TRIES_MAX = 10
"""How often an earlier scan takes the place of a later one that others replace at the same
moment."""


class ShownScan(Struct, frozen=True):
    """What a gate saw: the text of a code, and the scan it stands for."""

    text: str
    scan: Scan


class Settled(Struct, frozen=True, kw_only=True):
    """What became of a scan. `admission` is whoever was let in by this member's pass that day, by
    this scan or by an earlier one."""

    scan: Scan
    outcome: Outcome
    admission: Admission | None = None


class Admissions(Struct, frozen=True):
    store: AdmissionStore
    facilities: Facilities
    profiles: Profiles
    revocations: Revocations
    keys: PassKeys
    clock: Clock

    def admit(self, shown: ShownScan) -> tuple[Admission, Profile, bool]:
        """Now, with the net: the admission, who it is of, and whether it was answered before. One
        read and one write.

        Raises what `_refusal_of` makes, `PassInvalidError`, `FacilityNotFoundError`,
        `FacilityOutOfUseError`, `AlreadyAdmittedTodayError`.
        """
        scan = shown.scan
        known = self.facilities.in_use(scan.county_id, scan.facility_id)
        read, member_id = self._read(scan.county_id, shown.text)
        profile = self._profile(scan.county_id, member_id)
        day = known.day(scan.on, known_at=scan.scanned_at)
        is_revoked = profile is None or profile.status != "active"
        refused = refusal(read, scan.facility_id, scan.scanned_at, day, is_revoked=is_revoked)
        if refused is not None:
            raise _refusal_of(refused, day)
        assert profile is not None
        wanted = self._admission(scan, known, profile.member_id, read)
        first = self.store.admit(wanted)
        if first is not None and first.scan.scan_key != scan.scan_key:
            raise AlreadyAdmittedTodayError(admitted_at=format_time(first.scan.scanned_at))
        return first or wanted, profile, first is not None

    def report(self, shown: Iterable[ShownScan]) -> list[Settled]:
        """What a gate collected, each settled by itself; a scan that was reported before is told
        what was decided then, or by what came in since. One query of stopped passes for all, then a
        read and a write each."""
        scans = list(shown)
        if not scans:
            return []
        stopped = self.revocations.pass_revocations(scans[0].scan.county_id)
        settled = []
        for each in scans:
            scan = each.scan
            known = self.facilities.one(scan.county_id, scan.facility_id)
            marked = self.store.marked(scan)
            if marked is not None:
                settled.append(self._told(marked))
                continue
            try:
                read, member_id = self._read(scan.county_id, each.text)
            except PassInvalidError:
                settled.append(self._mark(scan, "pass_invalid", None))
                continue
            is_revoked = revoked_at(stopped, member_id, scan.scanned_at)
            refused = self._refusal(scan, known, read, is_revoked=is_revoked)
            if refused is not None:
                settled.append(self._refuse(scan, refused, member_id))
                continue
            settled.append(self._settle(self._admission(scan, known, member_id, read)))
        return settled

    def count(self, counts: Iterable[Count]) -> list[tuple[Count, bool]]:
        """People without a pass, each count with what is odd about it, and whether it was reported
        before."""
        done = []
        for reported in counts:
            known = self.facilities.one(reported.county_id, reported.facility_id)
            day = known.day(reported.on, known_at=reported.counted_at)
            terms = known.terms_on(reported.on)
            charge = terms.group_charge if reported.is_group else terms.charge
            visitors = tuple(replace(v, charge=charge(v.visitor_class)) for v in reported.visitors)
            charged = replace(reported, visitors=visitors)
            outcome = count_outcome(charged, day, group_from=terms.group_from)
            count = replace(charged, outcome=outcome)
            done.append((count, not self.store.count(count)))
        return done

    def void(self, counts: Iterable[Count]) -> None:
        for count in counts:
            self.store.void(count, to_milliseconds(self.clock()))

    def stopped(self, county_id: str) -> list[tuple[str, datetime]]:
        """Members whose passes are stopped now, and since when."""
        last = {e.member_id: e for e in self.revocations.pass_revocations(county_id)}
        return [(e.member_id, e.at) for e in last.values() if e.is_revoked]

    def admitted(self, county_id: str, facility_id: str, on: date) -> Iterable[str]:
        return self.store.admitted(county_id, facility_id, on)

    def _read(self, county_id: str, text: str) -> tuple[Pass, str]:
        """Raises `PassInvalidError`, also for a pass of another county."""
        read = read_pass(self.keys, text)
        member_id = self.keys.member_id(county_id, read.holder)
        if member_id is None:
            raise PassInvalidError(param="pass_code")
        return read, member_id

    def _profile(self, county_id: str, member_id: str) -> Profile | None:
        """Of the membership, or of the one in which it goes on."""
        profile = self.profiles.profile(county_id, member_id, consistent=True)
        if profile is None or profile.continues_in is None:
            return profile
        return self.profiles.profile(county_id, profile.continues_in, consistent=True)

    def _refusal(
        self, scan: Scan, known: KnownFacility, read: Pass, *, is_revoked: bool
    ) -> Outcome | None:
        try:
            day = known.day(scan.on, known_at=scan.scanned_at)
        except FacilityClosedError:
            return "facility_closed"
        return refusal(read, scan.facility_id, scan.scanned_at, day, is_revoked=is_revoked)

    def _refuse(self, scan: Scan, outcome: Outcome, member_id: str) -> Settled:
        """Unless this very scan let somebody in, when less was known: what was settled stays."""
        first = self.store.of_member(scan.county_id, scan.facility_id, scan.on, member_id)
        if first is not None and first.scan.scan_key == scan.scan_key:
            return Settled(scan=first.scan, outcome="admitted", admission=first)
        return self._mark(scan, outcome, member_id)

    def _settle(self, wanted: Admission) -> Settled:
        """The earliest scan is the admission, the others are marked."""
        scan = wanted.scan
        for _ in range(TRIES_MAX):
            first = self.store.admit(wanted)
            if first is None or first.scan.scan_key == scan.scan_key:
                admission = first or wanted
                return Settled(scan=admission.scan, outcome="admitted", admission=admission)
            if first.scan.is_before(scan):
                marked = self._mark(scan, "already_admitted_today", wanted.member_id)
                return replace(marked, admission=first)
            later = MarkedScan(
                scan=first.scan, outcome="already_admitted_today", member_id=first.member_id
            )
            earlier = replace(wanted, version=first.version + 1)
            if self.store.replace(earlier, later):
                return Settled(scan=scan, outcome="admitted", admission=earlier)
        raise TryAgainError(retry_after_seconds=1)

    def _mark(self, scan: Scan, outcome: Outcome, member_id: str | None) -> Settled:
        marked = MarkedScan(scan=scan, outcome=outcome, member_id=member_id)
        marked = self.store.mark(marked)
        return Settled(scan=marked.scan, outcome=marked.outcome)

    def _told(self, marked: MarkedScan) -> Settled:
        scan, first = marked.scan, None
        if marked.outcome == "already_admitted_today" and marked.member_id is not None:
            first = self.store.of_member(
                scan.county_id, scan.facility_id, scan.on, marked.member_id
            )
        return Settled(scan=scan, outcome=marked.outcome, admission=first)

    def _admission(self, scan: Scan, known: KnownFacility, member_id: str, read: Pass) -> Admission:
        charge: Charge = known.terms_on(scan.on).charge("online_resident", read.age_class)
        return Admission(
            scan=scan,
            admission_id=new_id("adm", self.clock()),
            member_id=member_id,
            age_class=read.age_class,
            charge=charge,
        )


def _refusal_of(outcome: Outcome, day: OpenDay) -> DomainError:
    refusals: dict[Outcome, DomainError] = {
        "pass_expired": errors.PassExpiredError(),
        "pass_not_yet_valid": errors.PassNotYetValidError(),
        "pass_revoked": PassRevokedError(),
        "pass_for_other_facility": errors.PassForOtherFacilityError(),
        "facility_closed": FacilityClosedError(**_hours(day)),
    }
    return refusals[outcome]


def _hours(day: OpenDay) -> dict[str, str | None]:
    if not day.is_open:
        return {"opens_at": None, "last_entry_at": None}
    return {
        "opens_at": format_time(day.entry_from),
        "last_entry_at": format_time(day.entry_until),
    }
